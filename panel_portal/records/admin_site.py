"""The admin's site: its home page is a list of things to decide.

In a module of its own, because Django imports it while it makes the one site; whatever else is registered in the
same module at that moment goes to a site that is then thrown away.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from panel_portal.records import kept_work
from panel_portal.records.csp import allow_editor_import_map
from panel_portal.records.worklist import coming_for, questions_for

FOUND_OF_A_KIND = 10


class PortalAdminSite(admin.AdminSite):
    """The admin at /admin/: signing in is allauth's, the index is the work list."""

    site_header = "Panel Portal"
    site_title = "Panel Portal"
    index_title = "What needs deciding"
    enable_nav_sidebar = False

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")

    def admin_view(self, view, cacheable=False):
        return super().admin_view(allow_editor_import_map(view), cacheable)

    def index(self, request, extra_context=None):
        return super().index(
            request,
            {"questions": questions_for(request.user), "coming": coming_for(request.user), **(extra_context or {})},
        )

    def get_urls(self):
        return [
            path("find/", self.admin_view(self.find), name="find"),
            path("kept/<slug:page>/", self.admin_view(kept_work.keep), name="keep-work"),
            *super().get_urls(),
        ]

    def find(self, request):
        """Every record the clerk may see that holds the words, whatever its kind or state."""
        words = request.GET.get("q", "").strip()[:200]
        found = []
        for model_admin in self._registry.values() if words else ():
            if not model_admin.search_fields or not model_admin.has_view_permission(request):
                continue
            rows, _ = model_admin.get_search_results(request, model_admin.get_queryset(request), words)
            if rows := list(rows.distinct()[: FOUND_OF_A_KIND + 1]):
                found.append((model_admin.opts, rows[:FOUND_OF_A_KIND], len(rows) > FOUND_OF_A_KIND))
        context = {**self.each_context(request), "title": "Find", "words": words, "found": found}
        return TemplateResponse(request, "admin/find.html", context)
