"""What can be taken away: the page that explains it, the schema of each CSV file, and what robots are told."""

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.generic import TemplateView

from meetings import registers
from meetings import sheets as of_meetings
from panel_portal.pages.api.document import KINDS
from panel_portal.records.publication import Audience
from panel_portal.records.sheets import Sheet
from panel_portal.records.views import Revalidated
from questions import sheets as of_questions
from reports import sheets as of_reports

# Each list that can be downloaded, with the name of the address of its file.
SHEETS: dict[str, Sheet] = {
    "meetings:meeting-sheet": of_meetings.MEETINGS,
    "meetings:action-sheet": registers.ACTIONS,
    "questions:question-sheet": of_questions.QUESTIONS,
    "reports:report-sheet": of_reports.REPORTS,
    "reports:response-sheet": of_reports.RESPONSES,
    "reports:inspection-sheet": of_reports.INSPECTIONS,
    "reports:decision-sheet": of_reports.DECISIONS,
    "meetings:member-sheet": of_meetings.MEMBERS,
}

# What is not for a reader: signing in, work, and links that were given to one person.
NOT_FOR_ROBOTS = ("/accounts/", "/admin/", "/office/", "/questions/track/", "/respond/", "/workspace/")


class DataPage(Revalidated, TemplateView):
    """What there is, how to get it, and what may be done with it."""

    template_name = "pages/data.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            audience=Audience.PUBLIC,
            sheets=[{"sheet": sheet, "address": reverse(name)} for name, sheet in SHEETS.items()],
            kinds=[{"kind": kind, "address": reverse(f"api:{kind.name}-list")} for kind in KINDS],
            example=self.request.build_absolute_uri(reverse("api:meetings-list")),
            **kwargs,
        )


def table_schema(request, name):
    """What the columns of one CSV file hold."""
    found = next((sheet for sheet in SHEETS.values() if sheet.name == name), None)
    if found is None:
        raise Http404
    return JsonResponse(found.table_schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})


def robots(request):
    """Where the sitemap is, and what need not be looked at."""
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
