"""Inspections: what was found, what was said of it, and what the panel did."""

from django.contrib import admin
from django.db.models import CharField, TextField
from django.forms import Textarea, TextInput

from meetings.models import Action, AgendaItem
from panel_portal.records.admin import RecordAdmin, RecordInline, topic_inline
from panel_portal.records.editing import InlineRecordForm, RecordFormSet
from panel_portal.records.publication import publish, restore, withdraw
from questions.models import Question
from reports import forms, models, workflow


class FindingInline(admin.StackedInline):
    model = models.Finding
    form = InlineRecordForm
    formset = RecordFormSet
    extra = 1  # without JavaScript this is the only way to add one
    fields = [("order", "kind", "grade"), ("area", "told_on"), "text", "recommendation"]
    formfield_overrides = {
        TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 80})},
        CharField: {"widget": TextInput(attrs={"size": 60})},
    }
    show_change_link = True


class StatementInline(admin.StackedInline):
    model = models.InspectionStatement
    extra = 0


class ProgressInline(RecordInline):
    model = models.InspectionProgress
    fields = ["happened_on", "kind", "text", "url"]
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 48})}}


class ScrutinyInline(RecordInline):
    model = models.InspectionScrutiny
    fields = ["finding", "agenda_item", "public_question", "asked_action", "panel_report"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        match db_field.name:
            case "agenda_item":
                items = AgendaItem.objects.public().select_related("meeting").order_by("-meeting__starts_at", "order")
                return forms.ItemChoice(queryset=items, label="item", required=False)
            case "public_question":
                kwargs["queryset"] = Question.objects.public()
            case "asked_action":
                actions = Action.objects.public().select_related("origin_limb").order_by("-asked_on", "-pk")
                return forms.ActionChoice(queryset=actions, label="action", required=False)
            case "panel_report":
                kwargs["queryset"] = models.PanelReport.objects.public()
            case "finding":
                number = request.resolver_match.kwargs.get("object_id", "")
                found = models.Finding.objects.filter(inspection=number if number.isdecimal() else None)
                kwargs["queryset"] = found
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.Inspection)
class InspectionAdmin(RecordAdmin):
    list_display = ["title", "inspectorate", "service", "state", "reported_on", "response_due_on", "publication"]
    list_filter = ["state", "publication", "service"]
    search_fields = ["title", "inspectorate", "programme", "findings__area", "findings__text"]
    fieldsets = (
        ("What it is", {"fields": ("title", ("inspectorate", "programme"), "service", ("inspected", "addressee"))}),
        ("When", {"fields": (("fieldwork_from", "fieldwork_to"),)}),
        ("In short", {"fields": ("summary",)}),
    )
    inlines = [FindingInline, StatementInline, ProgressInline, ScrutinyInline, topic_inline(models.InspectionTopic)]
    preview_name = "preview-inspection"
    verbs = (
        publish,
        workflow.record_report,
        workflow.correct_report,
        workflow.close_inspection,
        workflow.reopen_inspection,
        withdraw,
        restore,
    )
    schedulable = (publish,)


@admin.register(models.Finding)
class FindingAdmin(RecordAdmin):
    list_display = ["__str__", "inspection", "state", "told_on"]
    list_filter = ["kind", "state"]
    search_fields = ["area", "text", "recommendation", "inspection__title"]
    fields = ["inspection", "kind", "area", "grade", "text", "recommendation", "told_on"]
    readonly_fields = ["inspection"]
    verbs = (workflow.close_finding, workflow.reopen_finding)

    def has_add_permission(self, request):
        return False  # on the page of its inspection
