"""What clerks enter and keep. Declarations; anything longer lives in workflow.py, workbench.py or records/admin.py."""

from django.contrib import admin
from django.urls import path

from meetings import entry_forms, models, workbench, workflow, worklist  # noqa: F401 - worklist registers itself
from panel_portal.records.admin import RecordAdmin, RecordInline
from panel_portal.records.publication import publish, restore, withdraw


class DatedInline(RecordInline):
    formset = entry_forms.DatedFormSet


class BodyNameInline(DatedInline):
    model = models.BodyName


class HostingInline(DatedInline):
    model = models.Hosting


class StandingItemInline(admin.TabularInline):
    model = models.StandingItem
    extra = 0


@admin.register(models.Body)
class BodyAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "parent"]
    list_select_related = ["parent"]
    search_fields = ["names__name", "slug"]
    inlines = [BodyNameInline, HostingInline, StandingItemInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names", "parent__names")


class OfficeTitleInline(DatedInline):
    model = models.OfficeTitle


class OfficeHolderInline(DatedInline):
    model = models.OfficeHolder


@admin.register(models.Office)
class OfficeAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "organisation"]
    search_fields = ["titles__title", "holders__name"]
    inlines = [OfficeTitleInline, OfficeHolderInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("titles")


@admin.register(models.Authority)
class AuthorityAdmin(RecordAdmin):
    search_fields = ["name"]


@admin.register(models.Contact)
class ContactAdmin(RecordAdmin):
    search_fields = ["name", "position"]


class MembershipInline(DatedInline):
    model = models.Membership


class PanelRoleInline(DatedInline):
    model = models.PanelRole


@admin.register(models.Member)
class MemberAdmin(RecordAdmin):
    list_display = ["name", "publication"]
    list_filter = ["publication", "memberships__kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline, PanelRoleInline]
    verbs = (publish, withdraw, restore)


admin.site.register(models.MemberSignIn)
admin.site.register(models.OfficeSignIn)


class InvitationInline(RecordInline):
    model = models.Invitation
    form = entry_forms.InvitationForm


@admin.register(models.Meeting)
class MeetingAdmin(RecordAdmin):
    list_display = ["__str__", "kind", "state", "publication"]
    list_filter = ["state", "publication", "kind", "body"]
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

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.after_saving(form.instance, new=not change)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = workbench.agenda_context(object_id)
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def get_urls(self):
        add_item = self.admin_site.admin_view(workbench.add_item)
        return [path("<int:pk>/add-item/", add_item, name="meetings_meeting_add_item"), *super().get_urls()]


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
    verbs = (workflow.publish_minutes, workflow.approve_minutes, withdraw, restore)
    schedulable = (workflow.publish_minutes,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("meeting__body__names")

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
        move = self.admin_site.admin_view(workbench.move)
        return [path("<int:pk>/move/", move, name="meetings_agendaitem_move"), *super().get_urls()]


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


class ActionNoteInline(RecordInline):
    model = models.ActionNote
    extra = 1
    show_change_link = True


@admin.register(models.Action)
class ActionAdmin(RecordAdmin):
    list_display = ["__str__", "text", "owner", "due_on", "state", "publication"]
    list_filter = ["state", "publication", "due_rule", "owner_office"]
    search_fields = ["reference", "text"]
    # Where an action came from is settled on the item's page; one entered here is the panel's own task.
    readonly_fields = ["origin_limb", "origin_item"]
    inlines = [ActionNoteInline]
    verbs = (
        workflow.publish_action,
        workflow.report_done,
        workflow.accept,
        workflow.reject,
        workflow.drop,
        workflow.reopen,
        workflow.exempt_action,
        workflow.disclose,
        withdraw,
        restore,
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        workflow.retime(form.instance)


@admin.register(models.ActionNote)
class ActionNoteAdmin(RecordAdmin):
    list_display = ["action", "written_on", "author", "publication"]
    search_fields = ["text", "author"]
    autocomplete_fields = ["action"]
    verbs = (publish, withdraw, restore)
