"""The Commissioner's responses, part by part, with their files and what else they answer."""

from django.contrib import admin, messages
from django.db.models import TextField
from django.forms import Textarea
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst

from meetings.models import Action
from panel_portal.records.admin import RecordAdmin, RecordInline
from panel_portal.records.publication import restore, withdraw
from reports import forms, models, owed, workflow
from reports.models.response import ANSWERED, key_of


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


class ResponseFileInline(admin.StackedInline):
    model = models.ResponseFile
    form = forms.ResponseFileForm
    extra = 1


class ResponseEvidenceInline(RecordInline):
    model = models.ResponseEvidence

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "asked_action":
            return forms.ActionChoice(queryset=Action.objects.public().select_related("origin_limb"), label="action")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(models.CommissionerResponse)
class CommissionerResponseAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "received_on", "publication"]
    list_filter = ["publication", "kind"]
    list_select_related = list(ANSWERED)
    search_fields = [
        "reference",
        "question__reference",
        "question__title",
        "report__title",
        "asked_action__reference",
        "inspection__title",
        "text",
        "author",
    ]
    fieldsets = (
        ("What it answers", {"fields": ANSWERED}),
        ("The answer", {"fields": ("kind", "text", ("author", "position"), ("dated_on", "received_on"))}),
        (
            "For an inspection",
            {"fields": ("officer", "officer_comments", "rejoinder"), "classes": ("collapse",)},
        ),
    )
    inlines = [PartAnswerInline, ResponseFileInline, ResponseEvidenceInline]
    verbs = (workflow.publish_response, workflow.return_response, withdraw, restore)

    def get_queryset(self, request):
        # What the office is still writing is the office's alone.
        return super().get_queryset(request).filter(state=models.CommissionerResponse.State.RECEIVED)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "asked_action":
            actions = owed.can_be_answered(db_field.name).select_related("origin_limb")
            return forms.ActionChoice(queryset=actions, label=capfirst(db_field.verbose_name), required=False)
        if db_field.name in ANSWERED:
            kwargs["queryset"] = owed.can_be_answered(db_field.name)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def do(self, request, pk, verb_name):
        # A page left open from before the answer was given back.
        given_back = models.CommissionerResponse.objects.filter(pk=pk, state=models.CommissionerResponse.State.DRAFTING)
        if self.has_view_permission(request) and given_back.exclude(returned_note="").exists():
            messages.warning(request, "You gave that answer back. It is with the office, until they send it again.")
            return HttpResponseRedirect(reverse("admin:reports_commissionerresponse_changelist"))
        return super().do(request, pk, verb_name)

    def page_of(self, record) -> str:
        if record.state != models.CommissionerResponse.State.RECEIVED:  # it is the office's again
            return reverse("admin:reports_commissionerresponse_changelist")
        return super().page_of(record)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        # Without the admin's icons: what a response answers is not made from here.
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ANSWERED:
            field.widget = field.widget.widget
        return field

    def get_readonly_fields(self, request, obj=None):
        return ANSWERED if obj else ()

    def shown_fieldsets(self, request, obj=None):
        if obj is None:
            return self.fieldsets
        answered, words, inspection = self.fieldsets
        answered = (answered[0], {"fields": (key_of(obj.answered),)})
        return (answered, words, inspection) if obj.inspection_id else (answered, words)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.note_parts(form.instance)
