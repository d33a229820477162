"""The panel's work programme, and the elections that some duties wait for."""

from django.contrib import admin

from panel_portal.records.admin import RecordAdmin
from panel_portal.records.publication import publish, restore, withdraw
from reports import forms, models, programme


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
