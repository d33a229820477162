"""Pages about the whole: home, health, and the statements the law asks for."""

from django.db import connection
from django.http import JsonResponse
from django.templatetags.static import static
from django.views.generic import RedirectView, TemplateView, View

from meetings.models import Action, Body, Meeting, Minutes
from panel_portal.records import revision
from panel_portal.records.publication import Audience
from panel_portal.records.views import Revalidated
from questions import scheme
from questions.models import Question


def by_keys(actions, first: int) -> list[Action]:
    """The first of some actions in their order, with what is shown of them; of the others no more than is sorted by."""
    keys = list(actions.values_list("pk", flat=True)[:first])
    shown = {action.pk: action for action in actions.with_names().with_origin().order_by().filter(pk__in=keys)}
    # One that was withdrawn between the two questions is left out.
    return [shown[key] for key in keys if key in shown]


class Home(Revalidated, TemplateView):
    """The panel, its next meeting, what is still owed, and what is new."""

    template_name = "pages/home.html"

    def get_context_data(self, **kwargs):
        meetings = Meeting.objects.public().with_names().select_related("body")
        panel_meetings = meetings.filter(body__kind__in=[Body.Kind.PANEL, Body.Kind.SUB_COMMITTEE])
        actions = Action.objects.public()
        late = actions.overdue().longest_overdue_first()
        owed, overdue = revision.kept(
            "what is owed", lambda: (actions.outstanding().count(), actions.overdue().count())
        )
        return super().get_context_data(
            audience=Audience.PUBLIC,
            section="home",
            next_meeting=panel_meetings.upcoming().first(),
            other_meetings=meetings.exclude(body__kind__in=[Body.Kind.PANEL, Body.Kind.SUB_COMMITTEE]).upcoming()[:2],
            owed_count=owed,
            overdue_count=overdue,
            longest_overdue=by_keys(late, 3),
            newest_minutes=Minutes.objects.public()
            .with_visible("meeting")
            .order_by("-published_at", "-meeting__starts_at")[:4],
            closing=next(iter(scheme.open_meetings(1)), None),
            newest_answers=Question.objects.public().answered().with_what_is_shown().newest_answer_first()[:3],
            newest_closed=by_keys(actions.closed().newest_closed_first(), 3),
            **kwargs,
        )


class Statement(Revalidated, TemplateView):
    """A page of fixed words."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(audience=Audience.PUBLIC, **kwargs)


class Icon(RedirectView):
    """Where the icon really is: its address changes with its content, so it cannot be a fixed one."""

    def get_redirect_url(self):
        return static("img/favicon.svg")


class Health(View):
    """For the load balancer: 200 while the database answers."""

    def get(self, request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
        return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})
