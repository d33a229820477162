"""The register of the Commissioner's decisions at the desk: one by one, and in bulk."""

from django.contrib import admin
from django.db.models import TextField
from django.forms import Textarea
from django.urls import path

from panel_portal.records.admin import RecordAdmin, RecordInline, topic_inline
from panel_portal.records.publication import publish, restore, withdraw
from reports import decision_entry, forms, models


class ScrutinyInline(RecordInline):
    model = models.ScrutinisedDecision

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "considered_at":
            return forms.ItemChoice(queryset=forms.items_with_minutes(), label="agenda item")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.CommissionersDecision)
class CommissionersDecisionAdmin(RecordAdmin):
    list_display = ["number", "title", "service", "decided_on", "published_on", "publication"]
    list_display_links = ["number", "title"]
    list_filter = ["publication", "service", "decided_on"]
    search_fields = ["number", "title", "summary"]
    fields = ["number", "title", "service", ("decided_on", "published_on"), "link", "summary"]
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 4, "cols": 80})}}
    inlines = [ScrutinyInline, topic_inline(models.DecisionTopic)]
    preview_name = "preview-decision"
    change_list_template = "admin/reports/commissionersdecision/change_list.html"
    verbs = (publish, withdraw, restore)
    schedulable = (publish,)

    def get_urls(self):
        mine, site = "reports_commissionersdecision", self.admin_site
        return [
            path("read/", site.admin_view(self.read), name=f"{mine}_read"),
            path("publish-all/", site.admin_view(self.publish_all), name=f"{mine}_publish_all"),
            *super().get_urls(),
        ]

    def read(self, request):
        return decision_entry.enter_list(self, request)

    def publish_all(self, request):
        return decision_entry.publish_all(self, request)
