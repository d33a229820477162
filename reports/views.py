"""What members see: the register with what is exempt, what changed, and the brief before a meeting."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import TemplateView, View
from django_filters.views import FilterView

from meetings.models import Action, Body, Meeting
from meetings.telling import last_words
from meetings.views import ActionDetail
from panel_portal.records.periods import today
from panel_portal.records.publication import Audience
from panel_portal.records.views import PublicPrint
from questions import turned_away
from reports import changes, keeping
from reports.brief import brief_printed, withheld_by
from reports.filters import WorkspaceFilter

# Of what changed, so many actions are told on the first page of the workspace; the list has all of them.
TOLD_AT_ONCE = 5


class ForMembers(PermissionRequiredMixin):
    """For members and the clerk, and kept by no cache."""

    permission_required = "meetings.open_workspace"

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response


def next_meeting():
    """The next meeting of the panel that members know of, or None."""
    meetings = Meeting.objects.for_members().with_names().select_related("body")
    return meetings.filter(body__kind=Body.Kind.PANEL).upcoming().first()


class MembersWorkspace(ForMembers, FilterView):
    """Outstanding actions, longest overdue first, exempt ones marked; what changed; and the next meeting."""

    model = Action
    filterset_class = WorkspaceFilter
    template_name = "reports/workspace.html"
    paginate_by = 50
    strict = False

    def get(self, request, *args, **kwargs):
        self.opened = keeping.now()
        self.looked = keeping.last_look(request.user)
        self.since = self.looked or keeping.Mark(self.opened.at - keeping.AT_FIRST)
        return super().get(request, *args, **kwargs)

    def get_filterset_kwargs(self, filterset_class):
        kwargs = super().get_filterset_kwargs(filterset_class)
        return {**kwargs, "user": self.request.user, "since": self.since}

    def get_queryset(self):
        return self.refine(Action.objects.for_members()).longest_overdue_first()

    def refine(self, rows):
        return rows.with_names().with_origin()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page, chosen = context["page_obj"], context["filter"]
        actions = Action.objects.for_members()
        # What changed and what comes next stand before the whole list; who narrows it is looking for something.
        is_first = page.number == 1 and not chosen.is_narrowed
        latest = changes.latest(self.since, most=TOLD_AT_ONCE + 1) if is_first else []
        changed = list(self.refine(actions.filter(pk__in=latest[:TOLD_AT_ONCE]))) if latest else []
        self.complete([*page, *changed])
        query = self.request.GET.copy()
        query.pop("page", None)
        return {
            **context,
            "audience": Audience.MEMBERS,
            "section": "workspace",
            "query": query.urlencode(),
            "here": self.request.get_full_path(),
            "today": today(),
            "is_first": is_first,
            "open_count": actions.outstanding().count() if is_first else 0,
            "overdue_count": actions.overdue().count() if is_first else 0,
            "next_meeting": next_meeting() if is_first else None,
            "changed": sorted(changed, key=lambda action: latest.index(action.pk)),
            "more_changed": len(latest) > TOLD_AT_ONCE,
            "shows_changes": chosen.data["show"] == "changed",
            "looked": self.looked,
            "since": self.since,
            "opened": self.opened,
        }

    def complete(self, actions):
        """Let each action know whether it has a public page, what keeps it from the public, what happened to it since
        the last look, and whether this member follows it."""
        shown = {action.pk for action in actions}
        public = set(Action.objects.public().filter(pk__in=shown).values_list("pk", flat=True))
        followed = set(keeping.followed_by(self.request.user).filter(action__in=shown).values_list("action", flat=True))
        happened = changes.of(shown, self.since)
        said = last_words(actions, Audience.MEMBERS)
        for action in actions:
            action.unlinked = action.pk not in public
            action.withheld = withheld_by(action)
            action.latest_word = said.get(action.pk)
            action.followed = action.pk in followed
            action.changes = happened.get(action.pk, [])


class MembersAction(ForMembers, ActionDetail):
    """One action as members see it: the only page of one that is not for publication."""

    template_name = "reports/action.html"
    audience = Audience.MEMBERS
    section = "workspace"

    def get_context_data(self, **kwargs):
        return super().get_context_data(withheld=withheld_by(self.object), **kwargs)


class Back(ForMembers, View):
    """Something done with a button, which leads back to where one was."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        self.do(request, **kwargs)
        back = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(back if safe else reverse("reports:workspace"))


class Seen(Back):
    """ "I have seen these": what changed until the page was opened is no longer told as new."""

    def do(self, request):
        try:
            until, event = parse_datetime(request.POST.get("until", "")), int(request.POST.get("event", ""))
        except ValueError:
            until = event = None
        if until is None or timezone.is_naive(until) or event < 0:
            messages.error(request, "Nothing was marked as seen. Open the workspace again and press the button there.")
            return
        keeping.mark_seen(request.user, keeping.Mark(until, event))
        messages.success(request, "Marked as seen. Only what happens from now on is told as new.")


class Follow(Back):
    """Keep an eye on an action, or no longer."""

    keep = keeping.follow

    def do(self, request, pk):
        action = Action.objects.for_members().filter(pk=pk).first()
        if action is None:
            raise Http404
        type(self).keep(request.user, action)


class Unfollow(Follow):
    keep = keeping.unfollow


class BriefPrint(ForMembers, PublicPrint):
    """The brief for a meeting, to print or save: for the next meeting, or for the one its address names."""

    model = Meeting
    audience = Audience.MEMBERS
    section = "workspace"

    def refine(self, rows):
        return rows.with_names().select_related("body")

    def get(self, request, *args, **kwargs):
        if "slug" not in kwargs:
            meeting = next_meeting()
            if meeting is None:
                return render(request, "reports/no_meeting.html", {"section": self.section})
            self.kwargs["slug"] = meeting.slug
        return super().get(request, *args, **kwargs)

    def printed(self, record):
        return brief_printed(record)

    def trail(self, record):
        return [("Members’ workspace", reverse("reports:workspace"))]


class TurnedAway(ForMembers, TemplateView):
    """What was asked and not put, in the words received, so that nothing is turned away unseen by members."""

    template_name = "reports/turned_away.html"
    permission_required = ("meetings.open_workspace", "questions.read_turned_away")

    def get_context_data(self, **kwargs):
        return super().get_context_data(rows=turned_away.for_members(), audience=Audience.MEMBERS, **kwargs)
