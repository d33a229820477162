"""Meetings, their minutes, agenda items and papers."""

from django.contrib import admin
from django.urls import path

from meetings import agenda_desk, correcting, entry_forms, models, workbench, workflow
from meetings.admin.choices import BodyChoices
from meetings.review.desk import urls as review_urls
from meetings.review.linting import lint_minutes
from meetings.roll import roll_page
from panel_portal.records.admin import RecordAdmin, RecordInline
from panel_portal.records.publication import publish, restore, withdraw


class InvitationInline(RecordInline):
    model = models.Invitation
    form = entry_forms.InvitationForm


@admin.register(models.Meeting)
class MeetingAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "state", "publication"]
    list_filter = ["state", "publication", "kind", ("body", BodyChoices)]
    list_select_related = ["body"]
    date_hierarchy = "starts_at"
    search_fields = ["place", "purpose", "body__names__name", "agenda_items__title"]
    form = entry_forms.MeetingForm
    inlines = [InvitationInline]
    change_form_template = "admin/meetings/meeting_change_form.html"
    preview_name = "preview-meeting"
    verbs = (
        workflow.announce,
        workflow.publish_agenda,
        workflow.hold,
        workflow.cancel,
        workflow.postpone,
        workflow.adjourn,
        workflow.find_inquorate,
        workflow.reinstate,
        withdraw,
        restore,
    )
    schedulable = (workflow.announce, workflow.publish_agenda)

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    def get_changeform_initial_data(self, request):
        """What a new meeting mostly is: one of the panel, where the panel met or is to meet latest."""
        return {**models.Meeting.objects.as_usual(), **super().get_changeform_initial_data(request)}

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.after_saving(form.instance, new=not change)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = agenda_desk.agenda_context(object_id)
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def words_of(self, record, verb) -> list[str]:
        """The agenda that is about to be published."""
        if verb.short_name != workflow.publish_agenda.verb.short_name:
            return []
        return [f"{item.number or '(no number)'} {item.title}" for item in record.agenda_items.in_order()]

    def get_urls(self):
        add_item = self.admin_site.admin_view(agenda_desk.add_item)
        number_items = self.admin_site.admin_view(agenda_desk.number_items)
        return [
            path("<int:pk>/add-item/", add_item, name="meetings_meeting_add_item"),
            path("<int:pk>/number-items/", number_items, name="meetings_meeting_number_items"),
            *review_urls(),
            *super().get_urls(),
        ]


class AttendanceInline(RecordInline):
    model = models.Attendance
    form = entry_forms.AttendanceForm


class DeclarationInline(RecordInline):
    model = models.Declaration
    form = entry_forms.DeclarationForm


@admin.register(models.Minutes)
class MinutesAdmin(RecordAdmin):
    list_display = ["__str__", "state", "publication"]
    list_filter = ["state", "publication"]
    list_select_related = ["meeting__body"]
    search_fields = ["entries__text", "entries__number"]
    fields = ["meeting"]
    readonly_fields = ["meeting"]
    change_form_template = "admin/meetings/minutes_change_form.html"
    inlines = [AttendanceInline, DeclarationInline]
    verbs = (workflow.publish_minutes, workflow.approve_minutes, workflow.sign_minutes, withdraw, restore)
    schedulable = (workflow.publish_minutes,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("meeting__body__names")

    def get_urls(self):
        put = self.admin_site.admin_view(agenda_desk.put_on_next_agenda)
        roll = self.admin_site.admin_view(roll_page)
        return [
            path("<int:pk>/next-agenda/", put, name="meetings_minutes_next_agenda"),
            path("<int:pk>/roll/", roll, name="meetings_minutes_roll"),
            *super().get_urls(),
        ]

    def words_of(self, record, verb) -> list[str]:
        """What is worth another look while it is still easily changed."""
        if record.is_approved:
            return []
        items = {str(item.pk): item for item in record.meeting.agenda_items.all()}
        return [f"{items[finding.key]}: {finding.sentence}" for finding in lint_minutes(record)]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        minutes = models.Minutes.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        findings = lint_minutes(minutes) if minutes and not minutes.is_approved else []
        return super().change_view(request, object_id, form_url, {"findings": findings, **(extra_context or {})})

    def has_add_permission(self, request):
        return False

    def get_formset_kwargs(self, request, obj, inline, prefix):
        items = [("", "–"), *((item.pk, str(item)) for item in obj.meeting.agenda_items.in_order())]
        return {
            **super().get_formset_kwargs(request, obj, inline, prefix),
            "form_kwargs": {"item_choices": items},
        }


@admin.register(models.AgendaItem)
class AgendaItemAdmin(RecordAdmin):
    list_display = ["__str__", "meeting", "kind", "publication", "exempt"]
    list_filter = ["publication", "kind", "exempt"]
    search_fields = ["title", "minute__text", "minute__number", "purpose"]
    preview_name = "preview-item"
    verbs = (workflow.publish_item, workflow.exempt_item, workflow.open_item, withdraw, restore)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting__body").prefetch_related("meeting__body__names")

    def has_add_permission(self, request):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return workbench.item_page(self, request, object_id)

    def get_urls(self):
        move = self.admin_site.admin_view(agenda_desk.move)
        correct = self.admin_site.admin_view(self.correct)
        return [
            path("<int:pk>/move/", move, name="meetings_agendaitem_move"),
            path("<int:pk>/correct/", correct, name="meetings_agendaitem_correct"),
            *super().get_urls(),
        ]

    def correct(self, request, pk):
        return correcting.correct_page(self, request, pk)


class PaperFileInline(admin.StackedInline):
    model = models.PaperFile
    form = entry_forms.PaperFileForm
    extra = 1
    max_num = 1


@admin.register(models.Paper)
class PaperAdmin(RecordAdmin):
    list_display = ["title", "agenda_item", "kind", "publication", "exempt"]
    list_filter = ["publication", "kind", "exempt"]
    search_fields = ["title", "author"]
    raw_id_fields = ["agenda_item", "supersedes"]
    inlines = [PaperFileInline]
    verbs = (publish, workflow.exempt_paper, workflow.disclose, withdraw, restore)


@admin.register(models.StockPhrase)
class StockPhraseAdmin(admin.ModelAdmin):
    list_display = ["name", "text", "order"]
    search_fields = ["name", "text"]
