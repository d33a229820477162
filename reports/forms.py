"""What a clerk is asked before a report is issued, seen or drafted."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from meetings.forms import MeetingChoice, VerbForm
from meetings.models import AgendaItem, Meeting
from panel_portal.records.editing import RecordForm
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.periods import BeyondTheTable, in_words, today
from reports.models import PanelReport, PlannedWork, ResponseFile

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class ItemChoice(forms.ModelChoiceField):
    """An agenda item, with the day of its meeting before it."""

    def label_from_instance(self, item):
        return f"{in_words(item.meeting.day)}: {item}"


class ItemsChoice(forms.ModelMultipleChoiceField):
    """Several of them."""

    label_from_instance = ItemChoice.label_from_instance


class ActionChoice(forms.ModelChoiceField):
    """An action, with what was asked beside its reference."""

    def label_from_instance(self, action):
        asked = " ".join(action.own_words.split())
        return f"{action}: {asked if len(asked) <= 90 else f'{asked[:87]}…'}"


def items_with_minutes():
    """Items of meetings that were held, latest first: what a report can rest on."""
    items = AgendaItem.objects.filter(meeting__state="held").exclude(publication="withdrawn")
    return items.select_related("meeting").order_by("-meeting__starts_at", "order", "pk")


class PlannedWorkForm(RecordForm):
    """An entry of the work programme."""

    at_meeting = MeetingChoice(label="At the meeting", required=False)

    class Meta:
        model = PlannedWork
        fields = ["title", "purpose", "at_meeting", "month", "statutory_period", "begins_on"]
        widgets = {
            "title": forms.TextInput(attrs={"size": 60}),
            "purpose": forms.Textarea(attrs={"rows": 3, "cols": 60}),
            "month": DATE,
            "begins_on": DATE,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at_meeting"].offer(Meeting.objects.exclude(publication="withdrawn").order_by("-starts_at"))

    def clean(self):
        cleaned = super().clean()
        period, begins_on = cleaned.get("statutory_period"), cleaned.get("begins_on")
        if period and begins_on and period.unit != StatutoryPeriod.Unit.NO_DAY:
            try:
                period.clock(begins_on).day()
            except (BeyondTheTable, ValueError, OverflowError) as refusal:
                self.add_error("begins_on", str(refusal))
        return cleaned


class DraftForm(forms.Form):
    """A report or letter to begin, from items of meetings that were held."""

    kind = forms.ChoiceField(label="What it is", choices=PanelReport.Kind.choices, initial=PanelReport.Kind.LETTER)
    title = forms.CharField(
        label="What it is about",
        max_length=200,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text="Its title in public: “The annual report for 2025/26”.",
    )
    items = ItemsChoice(
        label="Which items of the minutes it rests on",
        queryset=AgendaItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What the panel decided there is copied into the draft, and the report links to the minutes.",
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items_with_minutes().filter(meeting__in=meetings)
        if len(meetings) == 1:
            self.fields["items"].label_from_instance = str


class MeetingForm(forms.Form):
    """From the minutes of which meetings: one, or up to three where what it says was built up over the year."""

    meeting = MeetingChoice(label="From the minutes of", to_field_name="slug")
    second = MeetingChoice(label="And of a second meeting", to_field_name="slug", required=False)
    third = MeetingChoice(label="And of a third meeting", to_field_name="slug", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        held = Meeting.objects.filter(state="held").order_by("-starts_at")
        for name, field in self.fields.items():
            field.offer(held)
            if name != "meeting":
                field.empty_label = "No other meeting"

    def clean(self):
        cleaned = super().clean()
        meetings = {one.pk: one for name in self.fields if (one := cleaned.get(name))}
        if len({one.body_id for one in meetings.values()}) > 1:
            raise ValidationError("Choose meetings of one body: it is who writes.")
        cleaned["meetings"] = sorted(meetings.values(), key=lambda one: one.starts_at)
        return cleaned


class ResponseFileForm(forms.ModelForm):
    """Describes the file that was chosen; refuses what the portal does not take."""

    class Meta:
        model = ResponseFile
        fields = ["title", "file"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            self.instance.take(upload)
        return upload


def _not_to_come(day):
    if day > today():
        raise ValidationError("This is in the future.")
    return day


class DayForm(VerbForm):
    on = forms.DateField(label="On which day", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def prepare(self):
        self.initial["on"] = today()

    def clean_on(self):
        return _not_to_come(self.cleaned_data["on"])


class InspectionReportForm(VerbForm):
    reported_on = forms.DateField(
        label="Published on", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    address = forms.URLField(label="Address of the report", max_length=400, assume_scheme="https")

    def prepare(self):
        self.initial |= {"reported_on": self.record.reported_on or today(), "address": self.record.report_url}

    def clean_reported_on(self):
        return _not_to_come(self.cleaned_data["reported_on"])


class FindingClosingForm(DayForm):
    """On which day the inspectorate said that it is put right."""


class InspectionClosingForm(DayForm):
    """On which day the inspectorate closed it, and where it said so."""

    address = forms.URLField(
        label="Address of its letter, if published", max_length=400, assume_scheme="https", required=False
    )


class ClockDayForm(DayForm):
    """From which day the clock stands still, or runs again."""


class IssueForm(DayForm):
    """On which day it was signed and sent."""


class SettledForm(DayForm):
    """On which day planned work was done, or dropped."""


class SeenPublishedForm(VerbForm):
    seen_on = forms.DateField(label="Seen on", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    address = forms.URLField(label="Where it stands", max_length=400, assume_scheme="https")

    def prepare(self):
        self.initial["seen_on"] = today()

    def clean_seen_on(self):
        return _not_to_come(self.cleaned_data["seen_on"])
