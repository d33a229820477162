"""What the clerk sees of those who follow the record (how many there are of each, and nobody's address), and what
people searched for in vain."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path

from panel_portal.pages.follow import asking
from panel_portal.pages.models import FruitlessSearch, Subscription


@admin.register(Subscription)
class SubscriptionAdmin(admin.ModelAdmin):
    """One page of counts. The rows have no page, no search and no history here."""

    def get_urls(self):
        return [path("", self.admin_site.admin_view(self.counts), name="pages_subscription_changelist")]

    def counts(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Followers by e-mail",
            "opts": self.opts,
            "counted": asking.counted(),
            "unconfirmed": asking.unconfirmed(),
        }
        return TemplateResponse(request, "admin/pages/followers.html", context)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(FruitlessSearch)
class FruitlessSearchAdmin(admin.ModelAdmin):
    list_display = ["words", "day", "count"]
    list_display_links = None
    date_hierarchy = "day"
    search_fields = ["words"]
