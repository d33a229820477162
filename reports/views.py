"""What members see: the register with what is exempt, before a meeting."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.cache import patch_cache_control
from django_filters.views import FilterView

from meetings.filters import ActionFilter
from meetings.models import Action, Body, Meeting
from panel_portal.records.periods import today
from panel_portal.records.publication import Audience


class MembersWorkspace(PermissionRequiredMixin, FilterView):
    """Outstanding actions, longest overdue first, exempt ones marked; and the next meeting."""

    permission_required = "meetings.open_workspace"
    model = Action
    filterset_class = ActionFilter
    template_name = "reports/workspace.html"
    paginate_by = 50
    strict = False

    def get_queryset(self):
        return Action.objects.for_members().with_names().with_origin().longest_overdue_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actions = Action.objects.for_members()
        shown = [action.pk for action in context["page_obj"]]
        public = set(Action.objects.public().filter(pk__in=shown).values_list("pk", flat=True))
        for action in context["page_obj"]:
            # What is exempt has no public page to link to, and says why.
            action.unlinked = action.pk not in public
            item = action.item_of_origin
            action.withheld = action if action.exempt else item if item and item.exempt else None
        query = self.request.GET.copy()
        query.pop("page", None)
        return {
            **context,
            "audience": Audience.MEMBERS,
            "section": "workspace",
            "query": query.urlencode(),
            "today": today(),
            "open_count": actions.outstanding().count(),
            "overdue_count": actions.overdue().count(),
            "next_meeting": Meeting.objects.for_members()
            .with_names()
            .select_related("body")
            .filter(body__kind=Body.Kind.PANEL)
            .upcoming()
            .first(),
        }

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response
