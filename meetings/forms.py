"""What a clerk is asked before a verb is taken. Each form's cleaned fields are handed to the verb by name."""

from django import forms

from meetings.models import Meeting
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
        super().__init__(queryset=Meeting.objects.none(), empty_label="Choose a meeting", **kwargs)

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
    at_meeting = MeetingChoice(label="At which meeting the panel accepted it")

    def prepare(self):
        held = Meeting.objects.filter(state=Meeting.State.HELD)
        if self.record.asked_on:
            held = held.filter(starts_at__date__gte=self.record.asked_on)
        self.fields["at_meeting"].offer(held.order_by("-starts_at"))
