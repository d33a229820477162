"""What the panel writes."""

from django.contrib import admin
from django.db.models import TextField
from django.forms import Textarea
from django.urls import path

from panel_portal.records import richtext
from panel_portal.records.admin import RecordAdmin, RecordInline, topic_inline
from reports import drafts, forms, models, workflow


class FixedOnceIssued(RecordInline):
    """What went out with a letter stays as it went out."""

    def _is_open(self, report) -> bool:
        return report is None or report.state == models.PanelReport.State.DRAFT

    def has_add_permission(self, request, obj=None):
        return self._is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._is_open(obj) and super().has_delete_permission(request, obj)


class ConsideredInline(FixedOnceIssued):
    model = models.ConsideredItem

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "agenda_item":
            return forms.ItemChoice(queryset=forms.items_with_minutes(), label="item")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class RequestInline(FixedOnceIssued):
    model = models.ReportRequest
    fields = ["order", "text"]
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 2, "cols": 60})}}


@admin.register(models.PanelReport)
class PanelReportAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "state", "issued_on", "reply_due_on", "publication"]
    list_filter = ["state", "publication", "kind"]
    search_fields = ["reference", "title", "text"]
    fieldsets = (
        ("What it is", {"fields": ("kind", "title", "provision", "from_body", "addressee")}),
        ("What it says", {"fields": ("text", ("signatory", "signatory_office"))}),
        ("The reply", {"fields": ("reply_basis", "reply_due_on", "asked_to_publish")}),
        ("Publication", {"fields": ("embargo_until",)}),
    )
    inlines = [ConsideredInline, RequestInline, topic_inline(models.ReportTopic)]
    preview_name = "preview-report"
    change_list_template = "admin/reports/panelreport/change_list.html"
    verbs = (
        workflow.issue,
        workflow.publish_report,
        workflow.confirm_published,
        workflow.withdraw_report,
        workflow.restore_report,
    )
    schedulable = (workflow.publish_report,)
    sent = ("kind", "title", "provision", "from_body", "addressee", "signatory", "signatory_office")

    @admin.display(description="what it says")
    def text_as_sent(self, report):
        return richtext.render(report.text)

    def _is_sent(self, report) -> bool:
        return report is not None and report.state != models.PanelReport.State.DRAFT

    def get_readonly_fields(self, request, obj=None):
        return (*self.sent, "text_as_sent") if self._is_sent(obj) else ()

    def shown_fieldsets(self, request, obj=None):
        if not self._is_sent(obj):
            return self.fieldsets
        what_it_is, _, *rest = self.fieldsets
        said = ("What it says", {"fields": ("text_as_sent", ("signatory", "signatory_office"))})
        return (what_it_is, said, *rest)

    def get_urls(self):
        drafting = path("draft/", self.admin_site.admin_view(self.draft), name="reports_panelreport_draft")
        return [drafting, *super().get_urls()]

    def draft(self, request):
        return drafts.begin(self, request)
