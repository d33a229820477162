"""The agenda on a meeting's own page in the admin: its items in order, up, down, numbered, and one more."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from meetings import agenda_numbers, workflow
from meetings.entry_forms import NewItemForm
from meetings.models import AgendaItem, Meeting, Minutes
from panel_portal.records.publication import Publication


def move(request, pk):
    """Up or down one place on the agenda."""
    item = get_object_or_404(AgendaItem, pk=pk)
    if not request.user.has_perm("meetings.change_agendaitem"):
        raise PermissionDenied
    if request.method == "POST" and not workflow.move_item(item, up="up" in request.POST):
        messages.info(request, f"“{item}” is {'first' if 'up' in request.POST else 'last'} already.")
    return HttpResponseRedirect(reverse("admin:meetings_meeting_change", args=[item.meeting_id]) + "#agenda")


def number_items(request, pk):
    """One button: the items of an agenda that is not out yet are numbered in their order."""
    meeting = get_object_or_404(Meeting, pk=pk)
    if not request.user.has_perm("meetings.change_agendaitem"):
        raise PermissionDenied
    if request.method == "POST":
        try:
            workflow.number_items(meeting)
            messages.success(request, "The items are numbered in their order.")
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
    return HttpResponseRedirect(reverse("admin:meetings_meeting_change", args=[pk]) + "#agenda")


def put_on_next_agenda(request, pk):
    """One button: the item "Minutes of the last meeting" on the agenda of the next meeting, made or found."""
    minutes = get_object_or_404(Minutes.objects.select_related("meeting__body"), pk=pk)
    if not request.user.has_perm("meetings.add_agendaitem"):
        raise PermissionDenied
    back = reverse("admin:meetings_minutes_change", args=[pk])
    if request.method != "POST":
        return HttpResponseRedirect(back)
    try:
        item = workflow.put_on_next_agenda(minutes, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(back)
    out = item.publication == Publication.PUBLISHED
    late = item.meeting.agenda_is_out and not out
    messages.success(
        request,
        f"“{item}” stands on the agenda of {item.meeting}."
        + (" It is out already, so its text was left as it is." if out else "")
        + (" That agenda is out, so the item waits to be published." if late else ""),
    )
    return HttpResponseRedirect(reverse("admin:meetings_agendaitem_change", args=[item.pk]))


@transaction.atomic
def add_item(request, pk):
    """A new item at the end of the agenda, from its number and title."""
    # The whole meeting is locked, so that of two items with one number, sent at the same instant, the second is told.
    meeting = get_object_or_404(Meeting.objects.select_for_update(), pk=pk)
    if not request.user.has_perm("meetings.add_agendaitem"):
        raise PermissionDenied
    back = reverse("admin:meetings_meeting_change", args=[pk]) + "#agenda"
    if request.method != "POST":
        return HttpResponseRedirect(back)
    form = NewItemForm(request.POST, instance=AgendaItem(meeting=meeting, order=workflow.next_order(meeting)))
    if not form.is_valid():
        context = {
            **admin.site.each_context(request),
            "title": "The item was not added",
            "number": form["number"].value(),
            "title_typed": form["title"].value(),
            "report_of": form["report_of"].value(),
            "meeting": meeting,
            "errors": [
                f"{form[name].label}: {sentence}" if name in form.fields else sentence
                for name, sentences in form.errors.items()
                for sentence in sentences
            ],
        }
        return TemplateResponse(request, "admin/meetings/add_item.html", context, status=422)
    item = form.save()
    messages.success(request, f"Added: {item}.")
    return HttpResponseRedirect(back)


def agenda_context(object_id: str) -> dict:
    """What the meeting's own page shows of its agenda and minutes."""
    meeting = Meeting.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
    if meeting is None:
        return {}
    agenda = list(AgendaItem.objects.for_meeting(meeting).in_order().select_related("minute"))
    numbers = [item.number for item in agenda]
    return {
        "agenda": agenda,
        "without_number": numbers.count(""),
        "out_of_order": agenda_numbers.in_order(numbers) != numbers,
        "may_number": meeting.state == Meeting.State.AGENDA_DRAFT,
        "next_number": agenda_numbers.next_number(numbers),
        "minutes": Minutes.objects.filter(meeting=meeting).first(),
        "notice": workflow.agenda_notice(),
        "clear_days_left": workflow.clear_days_left(meeting) if meeting.is_upcoming else None,
    }
