"""Actions and the notes on them."""

from django.contrib import admin

from meetings import models, workflow
from meetings.admin.choices import LateActions, OfficeChoices
from panel_portal.records.admin import RecordAdmin, RecordInline, topic_inline
from panel_portal.records.periods import in_words
from panel_portal.records.publication import publish, restore, withdraw


class ActionNoteInline(RecordInline):
    model = models.ActionNote
    extra = 1
    show_change_link = True


class EvidenceInline(RecordInline):
    model = models.ActionEvidence
    autocomplete_fields = ["paper", "agenda_item"]


@admin.register(models.Action)
class ActionAdmin(RecordAdmin):
    list_display = ["__str__", "text", "owner", "due_on", "reminded_on", "state", "publication"]
    list_filter = ["state", LateActions, "publication", "kind", "due_rule", ("owner_office", OfficeChoices)]
    search_fields = ["reference", "text"]
    # Where an action came from is settled on the item's page; one entered here is the panel's own task.
    readonly_fields = ["origin_limb", "origin_item"]
    fieldsets = (
        ("What was asked", {"fields": ("kind", "text", "given_in", "origin_limb", "origin_item", "asked_on")}),
        ("Of whom", {"fields": ("owner_office", "owner_body")}),
        (
            "By when",
            {
                "fields": (
                    "due_rule", "due_given_on", "due_report", "due_event", "due_event_on", "due_basis", "due_provision",
                )
            },
        ),
    )  # fmt: skip
    inlines = [EvidenceInline, ActionNoteInline, topic_inline(models.ActionTopic)]
    verbs = (
        workflow.publish_action,
        workflow.report_progress,
        workflow.report_done,
        workflow.take_back,
        workflow.accept,
        workflow.accept_in_part,
        workflow.reject,
        workflow.drop,
        workflow.supersede,
        workflow.merge,
        workflow.hand_over,
        workflow.reopen,
        workflow.chase,
        workflow.defer,
        workflow.correct_owner,
        workflow.transfer,
        workflow.exempt_action,
        workflow.disclose,
        withdraw,
        restore,
    )

    seldom = (
        workflow.take_back,
        workflow.supersede,
        workflow.merge,
        workflow.hand_over,
        workflow.defer,
        workflow.correct_owner,
        workflow.transfer,
        workflow.exempt_action,
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    @admin.display(description="reminded on", ordering="chased_on")
    def reminded_on(self, action):
        return action.chased_on

    def states(self, record):
        states = super().states(record)
        if record.is_overdue:
            states.append(("Overdue", f"since {in_words(record.due_on)}"))
        if record.chased_on:
            states.append(("Reminded", f"on {in_words(record.chased_on)}, until {in_words(record.waiting_until)}"))
        if record.deferred_until and record.state in models.Action.OUTSTANDING:
            states.append(("Put off", f"until {in_words(record.deferred_until)}"))
        return states

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.retime(form.instance)


@admin.register(models.AgendaAction)
class AgendaActionAdmin(RecordAdmin):
    """Made when an agenda is published; here they are ticked, or taken off an agenda on which they do not belong."""

    list_display = ["action", "agenda_item", "state"]
    list_filter = ["state"]
    list_select_related = ["action", "agenda_item"]
    readonly_fields = ["agenda_item", "action"]
    verbs = (workflow.cover, workflow.uncover)

    def has_add_permission(self, request):
        return False


@admin.register(models.StandingReport)
class StandingReportAdmin(admin.ModelAdmin):
    list_display = ["name"]
    search_fields = ["name"]


@admin.register(models.ActionNote)
class ActionNoteAdmin(RecordAdmin):
    list_display = ["action", "written_on", "author", "publication"]
    search_fields = ["text", "author"]
    autocomplete_fields = ["action"]
    verbs = (publish, withdraw, restore)
