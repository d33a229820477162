"""The clerk's page on which the text of approved minutes is corrected: the text in the editor, why, where agreed."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from meetings import workflow
from meetings.forms import MeetingChoice
from meetings.models import AgendaItem, Correction, Limb, Meeting, Minute, Minutes
from panel_portal.records.editing import RecordForm
from panel_portal.records.richtext import RichTextArea


class CorrectionForm(RecordForm):
    """The text that is corrected, with what goes beside it in public. It says who was quicker, and writes nothing:
    that is `workflow.correct_minute`'s."""

    reason = forms.CharField(
        label="Why",
        max_length=Correction._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 70}),
        help_text="One or two sentences. The public will read them beside the old and the new text.",
    )
    agreed_at_meeting = MeetingChoice(
        label="Agreed at",
        required=False,
        help_text="The meeting that agreed to it. Leave empty for a slip of the pen that nobody needs to agree to.",
    )

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        held = Meeting.objects.filter(body=meeting.body_id, starts_at__gt=meeting.starts_at, state=Meeting.State.HELD)
        self.fields["agreed_at_meeting"].offer(held.order_by("starts_at"))
        self.fields["agreed_at_meeting"].empty_label = "No meeting"
        self.fields["text"].label = "What it should read"
        # An empty answer is refused by the verb, with its sentence.
        self.fields["text"].required = False


class MinuteCorrectionForm(CorrectionForm):
    class Meta:
        model = Minute
        fields = ["text"]
        widgets = {"text": RichTextArea(attrs={"rows": 18})}


class LimbCorrectionForm(CorrectionForm):
    class Meta:
        model = Limb
        fields = ["text"]
        widgets = {"text": RichTextArea(attrs={"rows": 6})}


def correct_page(model_admin, request, pk):
    """Show the page, or make the correction and go back to the item. `?part=` names a part of a decision."""
    if not (model_admin.has_change_permission(request) and request.user.has_perm("meetings.approve_minutes")):
        raise PermissionDenied
    item = get_object_or_404(AgendaItem.objects.select_related("meeting__body"), pk=pk)
    back = reverse("admin:meetings_agendaitem_change", args=[pk])
    minutes = Minutes.objects.filter(meeting=item.meeting).first()
    if minutes is None or not minutes.is_approved:
        messages.info(request, "These minutes are not approved yet, so they need no correction. Change the text here.")
        return HttpResponseRedirect(back)
    if request.method == "POST":
        with transaction.atomic():
            form, minute, limb = _form(request, item, minutes)
            if form.is_valid() and _correct(form, minute, limb, by=request.user):
                messages.success(request, f"Corrected: {item}. The public sees the old and the new text.")
                return HttpResponseRedirect(back)
            transaction.set_rollback(True)
    else:
        form, minute, limb = _form(request, item, minutes)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"Correct this minute: {item}",
        "form": form,
        "item": item,
        "limb": limb,
        "back": back,
        "media": model_admin.media + form.media,
        "opts": model_admin.opts,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/meetings/correct.html", context, status=status)


def _form(request, item, minutes):
    """The form with what it corrects, locked while it is being corrected: the minute, and the part or None."""
    is_sent = request.method == "POST"
    data, part = request.POST if is_sent else None, request.GET.get("part", "")
    if part:
        if not part.isdecimal() or len(part) > 12:
            raise Http404
        limbs = Limb.objects.select_for_update(of=("self",)) if is_sent else Limb.objects.all()
        limb = get_object_or_404(
            limbs.select_related("resolution__minute"), pk=part, resolution__minute__agenda_item=item
        )
        return LimbCorrectionForm(data, instance=limb, meeting=item.meeting), limb.resolution.minute, limb
    entries = Minute.objects.select_for_update() if is_sent else Minute.objects.all()
    minute = entries.filter(agenda_item=item).first() or Minute(agenda_item=item, minutes=minutes)
    return MinuteCorrectionForm(data, instance=minute, meeting=item.meeting), minute, None


def _correct(form, minute, limb, *, by) -> bool:
    """Make the correction, or put each sentence of the refusal at its field."""
    answers = form.cleaned_data
    if minute.pk is None:  # an item that was left out of the minutes altogether
        minute = Minute.objects.create(agenda_item=minute.agenda_item, minutes=minute.minutes)
    try:
        workflow.correct_minute(
            minute,
            by=by,
            new_text=answers["text"],
            reason=answers["reason"],
            agreed_at_meeting=answers["agreed_at_meeting"],
            limb=limb,
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
