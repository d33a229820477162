"""The public pages of what passes between panel and Commissioner, all through the doors of `records/views.py`."""

from django.http import Http404
from django.urls import reverse
from django.views.generic import RedirectView

from panel_portal.records.periods import today
from panel_portal.records.publication import visible_rows
from panel_portal.records.views import Preview, PublicDetail, PublicList, PublicPrint
from questions.models import Question
from reports import year
from reports.filters import ReportFilter, ResponseFilter
from reports.models import CommissionerResponse, PanelReport, PlannedWork
from reports.models.year import municipal_year
from reports.printing import report_printed


class ReportList(PublicList):
    """What the panel wrote: newest first, with what waits for a reply told apart."""

    model = PanelReport
    filterset_class = ReportFilter
    template_name = "reports/report_list.html"
    section = "reports"

    def refine(self, rows):
        return rows.with_what_is_shown().newest_first()

    def get_context_data(self, **kwargs):
        public = PanelReport.objects.visible_to(self.audience)
        counted = {"waiting": public.awaiting().count(), "overdue": public.overdue().count()}
        return super().get_context_data(counted=counted, **kwargs)


class ReportPage:
    """What the page of a report and its preview have in common."""

    model = PanelReport
    template_name = "reports/report_detail.html"
    context_object_name = "report"
    section = "reports"

    def refine(self, rows):
        return rows.with_what_is_shown().with_visible(
            "considered__agenda_item__meeting", "requests__as_action", "responses__part_answers"
        )


class ReportDetail(ReportPage, PublicDetail):
    """One report or letter for good, with its reply beside it."""

    def find(self, rows):
        return rows.get(reference="R" + self.kwargs["reference"].replace("-", "/"))


class ReportPreview(ReportPage, Preview):
    """The same, as a draft, for the clerk."""


class ReportPrint(PublicPrint):
    """A report to print or save: as a page, PDF and Word file."""

    model = PanelReport
    section = "reports"

    def refine(self, rows):
        return rows.with_what_is_shown().with_visible("considered__agenda_item__meeting", "requests")

    def find(self, rows):
        return rows.get(reference="R" + self.kwargs["reference"].replace("-", "/"))

    def printed(self, record):
        return report_printed(record, self.audience)

    def trail(self, record):
        return [
            ("Reports and letters", reverse("reports:report-list")),
            (record.reference, record.get_absolute_url()),
        ]


class ReportAsWritten(RedirectView):
    """/reports/R2026/003/, as the reference is written in minutes, leads to its address."""

    permanent = True

    def get_redirect_url(self, year, number):
        return reverse("reports:report-detail", args=[f"{year}-{number}"])


class ResponseList(PublicList):
    """Every response of the Commissioner, newest first."""

    model = CommissionerResponse
    filterset_class = ResponseFilter
    template_name = "reports/response_list.html"
    section = "responses"

    def refine(self, rows):
        return rows.select_related("question__scheme", "report").order_by("-received_on", "-pk")


class ResponseDetail(PublicDetail):
    """One response, with what it answers."""

    model = CommissionerResponse
    template_name = "reports/response_detail.html"
    context_object_name = "response"
    section = "responses"

    def refine(self, rows):
        rows = rows.select_related("question__scheme", "report", "superseded_by")
        return rows.with_visible("part_answers__part", "part_answers__request")

    def find(self, rows):
        return rows.get(reference="C" + self.kwargs["reference"].replace("-", "/"))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            answered=visible_rows(self.object.answered, self.audience),
            superseded_by=visible_rows(self.object.superseded_by, self.audience),
            **kwargs,
        )


class Awaiting(PublicList):
    """Everything that waits for a response, on one page, with why an answer is owed and since when."""

    model = PanelReport
    filterset_fields = ()
    template_name = "reports/awaiting.html"
    section = "responses"

    def refine(self, rows):
        return rows.awaiting().with_what_is_shown().order_by("reply_due_on", "issued_on", "pk")

    def get_context_data(self, **kwargs):
        waiting = Question.objects.visible_to(self.audience).awaiting().with_what_is_shown()
        return super().get_context_data(questions=waiting.order_by("asked_on", "pk"), **kwargs)


class YearPage(PublicList):
    """The panel's year: its meetings, what the law asks by when, and the work programme, month by month."""

    model = PlannedWork
    filterset_fields = ()
    paginate_by = None
    template_name = "reports/year.html"
    section = "meetings"

    def get(self, request, *args, **kwargs):
        self.number = int(kwargs["year"]) if "year" in kwargs else municipal_year(today())
        self.offered = year.years_offered(self.audience)
        if self.number not in self.offered:
            raise Http404
        return super().get(request, *args, **kwargs)

    def refine(self, rows):
        return year.in_year(rows, self.number)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "year": year.read_year(self.number, self.audience, list(context["object_list"])),
            "offered": [(number, year.name_of(number)) for number in self.offered],
        }
