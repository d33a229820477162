"""What a clerk is asked before a verb is taken. Each form's cleaned fields are handed to the verb by name."""

from django import forms
from django.utils.text import Truncator

from meetings.models import Action, AgendaItem, Body, Meeting, Office, Paper
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.publication import Exemptable


class VerbForm(forms.Form):
    """A form made for one record: `VerbForm(record, data)`."""

    def __init__(self, record, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        self.prepare()

    def prepare(self):
        """Narrow the choices to what fits the record."""


class PublishAgendaForm(VerbForm):
    short_notice_reason = forms.CharField(
        label="Reason for short notice",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def prepare(self):
        notice = StatutoryPeriod.objects.select_related("provision").get(key="agenda-notice")
        self.fields["short_notice_reason"].help_text = (
            f"Only when fewer than {notice.number} clear working days are left before the meeting "
            f"({notice.provision}). The public will read it."
        )


class ExemptForm(VerbForm):
    exempt_paragraphs = forms.MultipleChoiceField(
        label="Schedule 12A paragraphs",
        choices=Exemptable.Paragraph.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    exempt_reason = forms.CharField(
        label="Why the public interest favours keeping it private",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The public will read this too.",
    )


class ExemptTitleForm(ExemptForm):
    public_title = forms.CharField(
        max_length=200,
        help_text="What the public will read instead. Name nobody and nothing that must stay private.",
    )


class MeetingChoice(forms.ModelChoiceField):
    """Meetings named by body and day."""

    def __init__(self, **kwargs):
        wrong = {"invalid_choice": "Choose a meeting from the list."}
        super().__init__(
            queryset=Meeting.objects.none(), empty_label="Choose a meeting", error_messages=wrong, **kwargs
        )

    def offer(self, meetings):
        self.queryset = meetings.select_related("body").prefetch_related("body__names")


class LaterMeetingForm(VerbForm):
    later_meeting = MeetingChoice(
        label="To which meeting", help_text="Enter the new meeting first, then choose it here."
    )

    def prepare(self):
        self.fields["later_meeting"].offer(
            Meeting.objects.filter(body=self.record.body, starts_at__gt=self.record.starts_at).order_by("starts_at")
        )


class ApprovalForm(VerbForm):
    at_meeting = MeetingChoice(label="Approved at", help_text="Later meetings of the same body that were held.")
    corrections_agreed = forms.CharField(
        label="Corrections agreed",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What the panel put right before it approved them, as the public will read it. Change the text of "
        "the minutes first: afterwards it is fixed. Leave empty if they were approved as they stood.",
    )

    def prepare(self):
        meeting = self.record.meeting
        self.fields["at_meeting"].offer(
            Meeting.objects.filter(
                body=meeting.body, starts_at__gt=meeting.starts_at, state=Meeting.State.HELD
            ).order_by("starts_at")
        )


class SignatureForm(VerbForm):
    signed_by = forms.CharField(
        label="Who signed",
        max_length=200,
        help_text='Name and office, as under the signature: "Cllr Ann Other, Chair".',
    )
    signed_on = forms.DateField(label="On which day", widget=forms.DateInput(attrs={"type": "date"}))

    def prepare(self):
        approved_at = self.record.approved_at_meeting
        self.fields["signed_on"].initial = approved_at.day.isoformat() if approved_at else None


class ClosingMeetingForm(VerbForm):
    at_meeting = MeetingChoice(label="At which meeting the panel said so")

    def prepare(self):
        held = Meeting.objects.filter(state=Meeting.State.HELD)
        if self.record.asked_on:
            held = held.filter(starts_at__date__gte=self.record.asked_on)
        self.fields["at_meeting"].offer(held.order_by("-starts_at"))


class ActionChoice(forms.ModelChoiceField):
    """Actions named by reference and words."""

    def label_from_instance(self, obj):
        return f"{obj.reference}: {Truncator(obj.own_words).words(14)}"


class OtherActionForm(ClosingMeetingForm):
    """Closing in favour of another action."""

    other = ActionChoice(queryset=Action.objects.none(), label="Which action", empty_label="Choose an action")

    def prepare(self):
        super().prepare()
        others = Action.objects.public().exclude(pk=self.record.pk).select_related("origin_limb")
        self.fields["other"].queryset = others.order_by("-asked_on", "-pk")


class RemainderForm(ClosingMeetingForm):
    what_is_left = forms.CharField(
        label="What is left of it",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It becomes an action of its own, asked of the same owner, due at the next ordinary meeting.",
    )


class OwnerForm(VerbForm):
    """Of whom something is asked: an office or a body."""

    to_office = forms.ModelChoiceField(
        queryset=Office.objects.none(), label="An office", required=False, empty_label="No office"
    )
    to_body = forms.ModelChoiceField(
        queryset=Body.objects.none(), label="or a body", required=False, empty_label="No body"
    )

    def prepare(self):
        self.fields["to_office"].queryset = Office.objects.public().prefetch_related("titles")
        self.fields["to_body"].queryset = Body.objects.public().prefetch_related("names")


class HandOverForm(OwnerForm, ClosingMeetingForm):
    field_order = ["at_meeting", "to_office", "to_body"]

    def prepare(self):
        OwnerForm.prepare(self)
        ClosingMeetingForm.prepare(self)


class ProgressForm(VerbForm):
    said_on = forms.DateField(
        label="Said on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day on which this was said or written. Empty: today.",
    )
    promised_on = forms.DateField(
        label="Promised for",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day for which it is now promised, if there is one.",
    )


class EvidenceForm(VerbForm):
    received_on = forms.DateField(
        label="Received on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day on which it came. Empty: today.",
    )
    paper = forms.ModelChoiceField(
        queryset=Paper.objects.none(), label="A paper that shows it", required=False, empty_label="No paper"
    )
    agenda_item = forms.ModelChoiceField(
        queryset=AgendaItem.objects.none(),
        label="or an agenda item",
        required=False,
        empty_label="No agenda item",
    )
    url = forms.URLField(label="or the address of a page", required=False, assume_scheme="https")

    def prepare(self):
        since = self.record.asked_on
        papers, items = Paper.objects.public(), AgendaItem.objects.public()
        if since:
            papers = papers.filter(agenda_item__meeting__starts_at__date__gte=since)
            items = items.filter(meeting__starts_at__date__gte=since)
        self.fields["paper"].queryset = papers.order_by("-agenda_item__meeting__starts_at", "title")
        self.fields["agenda_item"].queryset = items.select_related("meeting").order_by("-meeting__starts_at", "order")


class ChaseForm(VerbForm):
    waiting_until = forms.DateField(
        label="Wait until",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Until then it stands as “waiting”. It stays overdue if it is.",
    )


class DeferForm(VerbForm):
    until = forms.DateField(
        label="Look at it again on",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Until then it is left out of your list. The public list goes on showing it.",
    )
