"""What the panel writes, and the Commissioner's responses, part by part."""

from django.contrib import admin
from django.db.models import TextField
from django.forms import Textarea
from django.urls import path

from panel_portal.records import richtext
from panel_portal.records.admin import RecordAdmin, RecordInline
from panel_portal.records.publication import publish, restore, withdraw
from questions.models import Question
from reports import drafts, forms, models, programme, workflow, worklist

__all__ = ["worklist"]


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
    inlines = [ConsideredInline, RequestInline]
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

    def get_fieldsets(self, request, obj=None):
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


@admin.register(models.PlannedWork)
class PlannedWorkAdmin(RecordAdmin):
    list_display = ["title", "planned_day", "due_on", "state", "publication"]
    list_filter = ["state", "publication"]
    list_select_related = ["at_meeting"]
    search_fields = ["title", "purpose"]
    form = forms.PlannedWorkForm
    verbs = (publish, programme.complete, programme.give_up, programme.plan_again, withdraw, restore)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        programme.retime_work(form.instance, by=request.user)


@admin.register(models.Election)
class ElectionAdmin(admin.ModelAdmin):
    list_display = ["held_on", "in_office_on"]


class PartAnswerInline(RecordInline):
    model = models.PartAnswer
    extra = 0
    fields = ["asked", "outcome", "text", "note"]
    readonly_fields = ["asked"]
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 4, "cols": 50})}}

    @admin.display(description="what was asked")
    def asked(self, answer):
        return answer.asked

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(models.CommissionerResponse)
class CommissionerResponseAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "received_on", "publication"]
    list_filter = ["publication", "kind"]
    list_select_related = ["question", "report"]
    search_fields = ["reference", "question__reference", "question__title", "report__title", "text", "author"]
    fields = ["question", "report", "kind", "text", "author", "position", "dated_on", "received_on"]
    inlines = [PartAnswerInline]
    verbs = (workflow.publish_response, withdraw, restore)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "question":
            states = [Question.State.SENT, *Question.ANSWERED]
            kwargs["queryset"] = Question.objects.filter(state__in=states)
        if db_field.name == "report":
            kwargs["queryset"] = models.PanelReport.objects.exclude(state=models.PanelReport.State.DRAFT)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["question", "report"] if obj else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.note_parts(form.instance)
