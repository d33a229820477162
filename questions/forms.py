"""What a clerk is asked before a verb is taken. Each form's cleaned fields are handed to the verb by name."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from meetings.forms import MeetingChoice, VerbForm
from meetings.models import AgendaItem, Meeting, Office
from panel_portal.records.editing import RecordForm
from panel_portal.records.periods import in_words, today
from questions.ask_forms import OneLine, plain
from questions.models import Question, RefusalGround


def of_the_panel():
    return Meeting.objects.exclude(publication="withdrawn").filter(body__kind="panel")


class QuestionForm(RecordForm):
    """A question on its page in the admin: only meetings of the panel, and items where questions are dealt with."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        meetings = of_the_panel().order_by("-starts_at").select_related("body").prefetch_related("body__names")
        items = AgendaItem.objects.filter(meeting=self.instance.at_meeting_id, kind=AgendaItem.Kind.QUESTIONS)
        others = Question.objects.filter(state__in=Question.TAKEN, follows=None).exclude(pk=self.instance.pk)
        for name, rows in (("at_meeting", meetings), ("under_item", items), ("follows", others)):
            if name in self.fields:
                self.fields[name].queryset = rows

    def clean_published_name(self):
        return plain(self.cleaned_data["published_name"])

    def clean_title(self):
        return plain(self.cleaned_data["title"])


class DayForm(VerbForm):
    """On which day it was done: an old record is entered with its own days."""

    on = forms.DateField(label="On which day", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def prepare(self):
        self.initial["on"] = today()
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    def clean_on(self):
        day = self.cleaned_data["on"]
        if day > today():
            raise ValidationError("The day must be today or earlier.")
        if day < self.record.last_step_on:
            raise ValidationError(f"The step before it was on {in_words(self.record.last_step_on)}. Enter a later day.")
        return day


class AcceptForm(DayForm):
    """Under what name it is published, and for which meeting it counts."""

    title = OneLine(
        label="What it is about, in a few words", max_length=150, help_text="Stands in lists. Names nobody."
    )
    published_name = OneLine(
        label="Asked by, as published", max_length=160, help_text="As whoever asked wants to be named."
    )
    meeting = MeetingChoice(label="For the meeting", required=False)

    def prepare(self):
        super().prepare()
        submission = getattr(self.record, "submission", None)
        name = self.record.published_name or (submission.name_to_publish if submission else "")
        self.initial |= {"title": self.record.title, "published_name": name, "meeting": self.record.at_meeting_id}
        coming = of_the_panel().upcoming().values("pk")
        offered = Meeting.objects.filter(pk__in=coming) | Meeting.objects.filter(pk=self.record.at_meeting_id)
        self.fields["meeting"].offer(offered.order_by("starts_at"))


class RefuseForm(DayForm):
    ground = forms.ModelChoiceField(
        label="On which ground", queryset=RefusalGround.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def prepare(self):
        super().prepare()
        self.fields["ground"].queryset = RefusalGround.objects.filter(scheme=self.record.scheme)


class RedirectForm(DayForm):
    redirected_to = forms.CharField(
        label="To whom", max_length=160, help_text="As counted in public: “The Chief Constable’s office”."
    )


class HoldOverForm(VerbForm):
    meeting = MeetingChoice(label="To which meeting")

    def prepare(self):
        self.fields["meeting"].offer(of_the_panel().upcoming().exclude(pk=self.record.at_meeting_id))


class SendForm(DayForm):
    addressee = forms.ModelChoiceField(
        label="Who is to answer",
        queryset=Office.objects.prefetch_related("titles"),
        required=False,
        empty_label="The Chair of the panel",
    )

    def prepare(self):
        super().prepare()
        if not self.record.is_for_the_chair:
            commissioner = Office.objects.filter(kind=Office.Kind.COMMISSIONER).first()
            self.initial["addressee"] = self.record.addressee_id or (commissioner and commissioner.pk)


class HeldMeetingForm(VerbForm):
    meeting = MeetingChoice(label="At which meeting", help_text="Meetings of the panel that were held.")

    def prepare(self):
        self.initial["meeting"] = self.record.at_meeting_id
        held = of_the_panel().filter(state=Meeting.State.HELD, starts_at__date__gte=self.record.asked_on)
        self.fields["meeting"].offer(held.order_by("-starts_at"))


class AnsweredAtMeetingForm(HeldMeetingForm):
    given_at_meeting = forms.CharField(
        label="What was answered, as the public will read it",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class HeardForm(HeldMeetingForm):
    given_at_meeting = forms.CharField(
        label="What the panel said to it, as the public will read it",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class GroupForm(VerbForm):
    other = forms.ModelChoiceField(label="With which question", queryset=Question.objects.none())

    def prepare(self):
        alone = Question.objects.filter(grouped_with=None, kind__in=Question.ASKING).filter(
            Q(state__in=Question.AWAITING) | Q(state=Question.State.ANSWERED_IN_WRITING)
        )
        self.fields["other"].queryset = alone.exclude(pk=self.record.pk)


class OutcomeForm(VerbForm):
    redirect_outcome = forms.CharField(
        label="What came of it", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
