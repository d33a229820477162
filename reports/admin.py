"""The Commissioner's responses, part by part."""

from django.contrib import admin
from django.db.models import TextField
from django.forms import Textarea

from panel_portal.records.admin import RecordAdmin, RecordInline
from panel_portal.records.publication import restore, withdraw
from questions.models import Question
from reports import models, workflow, worklist

__all__ = ["worklist"]


class PartAnswerInline(RecordInline):
    model = models.PartAnswer
    extra = 0
    fields = ["asked", "outcome", "text", "note"]
    readonly_fields = ["asked"]
    formfield_overrides = {TextField: {"widget": Textarea(attrs={"rows": 4, "cols": 50})}}

    @admin.display(description="what was asked")
    def asked(self, answer):
        return answer.part.text

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(models.CommissionerResponse)
class CommissionerResponseAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "received_on", "publication"]
    list_filter = ["publication", "kind"]
    list_select_related = ["question"]
    search_fields = ["question__reference", "question__title", "text", "author"]
    fields = ["question", "kind", "text", "author", "position", "dated_on", "received_on"]
    inlines = [PartAnswerInline]
    verbs = (workflow.publish_response, withdraw, restore)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "question":
            states = [Question.State.SENT, *Question.ANSWERED]
            kwargs["queryset"] = Question.objects.filter(state__in=states)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["question"] if obj else []

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.note_parts(form.instance)
