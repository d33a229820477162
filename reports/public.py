"""The public pages of what passes between panel and Commissioner, all through the doors of `records/views.py`."""

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.views.generic import RedirectView, TemplateView

from meetings.models import Meeting
from panel_portal.records import revision
from panel_portal.records.periods import today
from panel_portal.records.publication import visible_rows
from panel_portal.records.references import reference_from_address
from panel_portal.records.views import (
    Preview,
    PublicDetail,
    PublicDownload,
    PublicList,
    PublicPrint,
    PublicSheet,
    Revalidated,
)
from reports import owed, reading, scrutiny, sheets, thread, year
from reports.filters import DecisionFilter, InspectionFilter, ReportFilter, ResponseFilter
from reports.models import (
    CommissionerResponse,
    CommissionersDecision,
    Inspection,
    PanelReport,
    PlannedWork,
    ResponseFile,
)
from reports.models.response import ANSWERED
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


class ReportSheet(PublicSheet):
    """The same list as CSV."""

    model = PanelReport
    filterset_class = ReportFilter
    sheet = sheets.REPORTS

    def refine(self, rows):
        return rows.with_what_is_shown().newest_first()


class ReportPage:
    """What the page of a report and its preview have in common."""

    model = PanelReport
    template_name = "reports/report_detail.html"
    context_object_name = "report"
    section = "reports"

    def refine(self, rows):
        return rows.with_what_is_shown().with_visible(
            "considered__agenda_item__meeting",
            "requests__as_action",
            "responses__part_answers",
            "responses__files",
            "clock_stops",
            "topic_links",
        )


class ReportDetail(ReportPage, PublicDetail):
    """One report or letter for good, with its reply beside it."""

    def find(self, rows):
        return rows.get(reference=reference_from_address("R", self.kwargs["reference"]))


class ReportPreview(ReportPage, Preview):
    """The same, as a draft, for the clerk."""


class ReportPrint(PublicPrint):
    """A report to print or save: as a page, PDF and Word file."""

    model = PanelReport
    section = "reports"

    def refine(self, rows):
        return rows.with_what_is_shown().with_visible("considered__agenda_item__meeting", "requests")

    def find(self, rows):
        return rows.get(reference=reference_from_address("R", self.kwargs["reference"]))

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
        return rows.select_related("question__scheme", *ANSWERED).order_by("-received_on", "-pk")


class ResponseSheet(PublicSheet):
    """The same list as CSV."""

    model = CommissionerResponse
    filterset_class = ResponseFilter
    sheet = sheets.RESPONSES

    def refine(self, rows):
        return rows.select_related("question__scheme", *ANSWERED).order_by("-received_on", "-pk")


class ResponseDetail(PublicDetail):
    """One response, with what it answers."""

    model = CommissionerResponse
    template_name = "reports/response_detail.html"
    context_object_name = "response"
    section = "responses"

    def refine(self, rows):
        rows = rows.select_related("question__scheme", *ANSWERED, "superseded_by")
        parts = [f"part_answers__{kind}" for kind in ("part", "request", "finding")]
        return rows.with_visible(*parts, "files", "evidence_for__asked_action")

    def find(self, rows):
        return rows.get(reference=reference_from_address("C", self.kwargs["reference"]))

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            answered=visible_rows(self.object.answered, self.audience),
            superseded_by=visible_rows(self.object.superseded_by, self.audience),
            **kwargs,
        )


class ResponseDownload(PublicDownload):
    """A file that came with a response."""

    model = ResponseFile

    def refine(self, rows):
        return rows.select_related(*(f"response__{key}" for key in ANSWERED))

    def find(self, rows):
        return rows.get(pk=self.kwargs["pk"])


class Awaiting(Revalidated, TemplateView):
    """Everything that waits for a response, on one page, with why an answer is owed and since when."""

    template_name = "reports/awaiting.html"

    def get_context_data(self, **kwargs):
        # Actions have a list of their own, which says more of each.
        rows = owed.longest_first(kinds=("question", "report", "inspection"))
        paginator = Paginator(rows, 20)  # each with why and since when: half as many as in a list of names
        paginator.count = revision.kept("rows that wait", rows.count)
        page = paginator.get_page(self.request.GET.get("page"))
        return super().get_context_data(
            section="responses", page_obj=page, waiting=owed.fetch(page.object_list), query="", **kwargs
        )


# Inspections ----------------------------------------------------------------------------------------------


class InspectionList(PublicList):
    """Inspections of the force and the fire service, latest first."""

    model = Inspection
    filterset_class = InspectionFilter
    template_name = "reports/inspection_list.html"
    section = "reports"

    def refine(self, rows):
        return rows.with_what_is_shown().with_visible("findings").newest_first()


class InspectionSheet(PublicSheet):
    """The same list as CSV."""

    model = Inspection
    filterset_class = InspectionFilter
    sheet = sheets.INSPECTIONS

    def refine(self, rows):
        return rows.with_visible("findings").newest_first()


class InspectionPage:
    """What the page of an inspection and its preview have in common."""

    model = Inspection
    template_name = "reports/inspection_detail.html"
    context_object_name = "inspection"
    section = "reports"

    def refine(self, rows):
        return rows.with_what_is_shown().with_visible(
            "findings", "statements", "progress", "responses__part_answers", "responses__files", "topic_links"
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            owed=owed.of(self.object), did=scrutiny.of(self.object, self.audience), **kwargs
        )


class InspectionDetail(InspectionPage, PublicDetail):
    """One inspection from top to bottom: what was found, said, answered, done, and how it was closed."""


class InspectionPreview(InspectionPage, Preview):
    """The same, as a draft, for the clerk."""


# Decisions of the Commissioner ----------------------------------------------------------------------------


class DecisionList(PublicList):
    """The register of the Commissioner's decisions, newest first."""

    model = CommissionersDecision
    filterset_class = DecisionFilter
    template_name = "reports/decision_list.html"
    section = "decisions"

    def refine(self, rows):
        return rows.newest_first()

    def get_context_data(self, **kwargs):
        public = CommissionersDecision.objects.visible_to(self.audience)
        services = CommissionersDecision.Service
        counted = {
            "register": public.count(),
            "police": public.filter(service__in=[services.POLICE, services.BOTH]).count(),
            "fire": public.filter(service__in=[services.FIRE, services.BOTH]).count(),
        }
        return super().get_context_data(counted=counted, **kwargs)


class DecisionSheet(PublicSheet):
    """The same list as CSV."""

    model = CommissionersDecision
    filterset_class = DecisionFilter
    sheet = sheets.DECISIONS

    def refine(self, rows):
        return rows.newest_first()


class DecisionPage:
    """What the page of a decision and its preview have in common."""

    model = CommissionersDecision
    template_name = "reports/decision_detail.html"
    context_object_name = "commissioners_decision"
    section = "decisions"

    def refine(self, rows):
        return rows.with_visible("topic_links")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            listings=reading.where_listed(self.object, self.audience),
            scrutinised=reading.read_scrutiny(self.object, self.audience),
            **kwargs,
        )


class DecisionDetail(DecisionPage, PublicDetail):
    """One decision: what it is, where its notice is, and when it was before the panel."""


class DecisionPreview(DecisionPage, Preview):
    """The same, as a draft, for the clerk."""


class DecisionAsWritten(RedirectView):
    """/decisions/SCP-D-202223-002/, as the number is written on the notice, leads to its address."""

    permanent = True

    def get_redirect_url(self, number):
        return reverse("reports:decision-detail", args=[number.lower()])


# Threads --------------------------------------------------------------------------------------------------


class ThreadPage(PublicDetail):
    """What led to one record and what came of it."""

    template_name = "reports/thread.html"
    context_object_name = "record"

    def setup(self, request, *args, kind, reference, **kwargs):
        super().setup(request, *args, **kwargs)
        self.kind, self.reference = kind, reference
        self.model = Meeting if kind == "meeting" else thread.MODELS[kind]

    def find(self, rows):
        if self.kind in thread.INITIALS:
            return rows.get(reference=reference_from_address(thread.INITIALS[self.kind], self.reference))
        if self.kind == "item":
            day, _, slug = self.reference.partition("/")
            return rows.select_related("meeting").get(meeting__slug=day, slug=slug)
        return rows.get(slug=self.reference)

    def get_context_data(self, **kwargs):
        meeting = self.kind == "meeting"
        told = thread.of_meeting(self.object) if meeting else thread.of({self.kind: {self.object.pk}})
        return super().get_context_data(thread=told, kind=self.kind, **kwargs)


# The year ---------------------------------------------------------------------------------------------------


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
