"""The forms behind the clerk's item page and the other pages where the record is entered."""

from datetime import date
from itertools import combinations

from django import forms
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.files.uploadedfile import UploadedFile
from django.forms import inlineformset_factory, modelformset_factory

from meetings import votes
from meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    Body,
    Declaration,
    ExemptMatter,
    Invitation,
    Limb,
    Meeting,
    Minute,
    Office,
    Paper,
    PaperFile,
    PublicSummary,
    RecordedVote,
    Resolution,
    StandingReport,
)
from meetings.models.business import letter_of
from meetings.workflow import TOLD_IN_PRIVATE
from panel_portal.records.editing import InlineRecordForm, RecordForm, RecordFormSet
from panel_portal.records.richtext import RichTextArea

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
KEPT = "The file itself has to be chosen again: a browser does not send it twice."


def owners() -> list:
    """Whom something can be asked of, as grouped choices: "office:3", "body:5"."""
    offices = Office.objects.prefetch_related("titles")
    bodies = Body.objects.prefetch_related("names")
    return [
        ("", "Nobody named"),
        ("Offices", [(f"office:{office.pk}", str(office)) for office in offices]),
        ("Bodies", [(f"body:{body.pk}", str(body)) for body in bodies]),
    ]


class OwnerField(forms.ChoiceField):
    """An office, a body or nobody. Cleans to a dict with the two foreign keys."""

    def clean(self, value):
        kind, _, pk = super().clean(value).partition(":")
        return {
            "owner_office_id": int(pk) if kind == "office" else None,
            "owner_body_id": int(pk) if kind == "body" else None,
        }


class DatedFormSet(RecordFormSet):
    """Names, terms, offices with their days. Rows of one parent are compared with one another as typed, because the
    database knows only what is stored: one name may end and the next begin in the same save."""

    def _periods(self):
        return [one for one in self.model._meta.constraints if isinstance(one, ExclusionConstraint)]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        of_one_parent = [one for one in self._periods() if self.fk.name in {name for name, _ in one.expressions[1:]}]
        form.compared_by_formset = frozenset(one.name for one in of_one_parent)

    def clean(self):
        super().clean()
        rows = [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not form.errors and not self._should_delete_form(form)
        ]
        for constraint in self._periods():
            same = [name for name, _ in constraint.expressions[1:] if name != self.fk.name]
            for one, other in combinations(rows, 2):
                if _overlap(one.instance, other.instance, same):
                    other.add_error(None, constraint.violation_error_message)


def _overlap(one, other, same) -> bool:
    return (
        all(getattr(one, name) == getattr(other, name) for name in same)
        and (one.from_on or date.min) <= (other.until_on or date.max)
        and (other.from_on or date.min) <= (one.until_on or date.max)
    )


class LimbChoice(forms.ModelChoiceField):
    """Decisions that asked for something, latest meeting first, each with its meeting."""

    def __init__(self, **kwargs):
        asking = Limb.objects.asking().select_related("resolution__minute__agenda_item__meeting")
        super().__init__(
            queryset=asking.order_by("-resolution__minute__agenda_item__meeting__starts_at", "order"),
            required=False,
            empty_label="No decision",
            **kwargs,
        )

    def label_from_instance(self, limb):
        item = limb.resolution.minute.agenda_item
        return f"{item.meeting.day:%-d %b %Y}, {item.title[:40]}: {limb}"


def _is_a_day(typed: str | None) -> bool:
    try:
        return forms.DateField().clean(typed) is not None
    except forms.ValidationError:
        return False


class MeetingForm(RecordForm):
    called_by_limb = LimbChoice(label="Called because of", help_text="The decision that asked for this meeting.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "ends_at" in self.fields:
            self.fields["ends_at"].help_text = "Without a date: on the day on which it starts."
        typed = {name: self.data.get(self.add_prefix(name)) for name in ("starts_at_0", "ends_at_0", "ends_at_1")}
        self.ends_the_same_day = bool(typed["ends_at_1"]) and not typed["ends_at_0"]
        if self.ends_the_same_day and _is_a_day(typed["starts_at_0"]):
            self._send_next_time("ends_at_0", typed["starts_at_0"])

    def clean(self):
        cleaned = super().clean()
        if self.ends_the_same_day and "starts_at" in self.errors:
            self.errors.pop("ends_at", None)  # it is right as soon as the other is
        return cleaned

    class Meta:
        model = Meeting
        exclude: tuple = ()


class InvitationForm(InlineRecordForm):
    limb = LimbChoice(label="Asked for by", help_text="The decision that asked for this invitation.")

    class Meta:
        model = Invitation
        fields = ["body", "office", "name", "part", "limb"]


class ItemForm(RecordForm):
    class Meta:
        model = AgendaItem
        fields = [
            "number",
            "title",
            "kind",
            "report_of",
            "standing_report",
            "purpose",
            "recording_from",
            "urgent",
            "urgent_reason",
            "sensitive",
        ]
        widgets = {
            "title": forms.TextInput(attrs={"size": 80}),
            "report_of": forms.TextInput(attrs={"size": 60}),
            "purpose": RichTextArea(attrs={"rows": 4}),
            "urgent_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.exempt:
            # An exempt item says no more than its title; the rest stands in its exempt part.
            for name in TOLD_IN_PRIVATE:
                del self.fields[name]


class NewItemForm(RecordForm):
    class Meta:
        model = AgendaItem
        fields = ["number", "title", "report_of"]


class ExemptMatterForm(RecordForm):
    class Meta:
        model = ExemptMatter
        fields = ["title", "report_of", "purpose", "urgent_reason"]
        widgets = {
            "title": forms.TextInput(attrs={"size": 80}),
            "purpose": RichTextArea(attrs={"rows": 4}),
            "urgent_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_urgent_reason(self):
        # The tick for urgent business is a field of the item, which is read before this form.
        reason = self.cleaned_data["urgent_reason"]
        if self.instance.agenda_item.urgent and not reason.strip():
            raise forms.ValidationError("Give the special circumstances: the law wants them in the minutes.")
        return reason


class SummaryForm(RecordForm):
    class Meta:
        model = PublicSummary
        fields = ["text"]
        widgets = {"text": RichTextArea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False


class MinuteForm(RecordForm):
    class Meta:
        model = Minute
        fields = ["number", "text"]
        widgets = {"text": RichTextArea(attrs={"rows": 18})}


class PaperFileForm(forms.ModelForm):
    """Describes the file that was chosen; refuses what the portal does not take."""

    class Meta:
        model = PaperFile
        fields = ["file"]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            self.instance.take(upload)
        return upload


class PaperForm(RecordForm):
    upload = forms.FileField(required=False, label="File", help_text=KEPT)

    class Meta:
        model = Paper
        fields = ["title", "kind", "author", "dated_on", "url"]
        widgets = {"dated_on": DATE, "title": forms.TextInput(attrs={"size": 50})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.document = None
        self.has_file = bool(self.instance.pk) and self.instance.files.exists()
        if self.has_file:
            del self.fields["upload"]

    def clean_upload(self):
        if upload := self.cleaned_data["upload"]:
            self.document = PaperFile()
            self.document.take(upload)
        return upload

    def save(self, commit=True):
        paper = super().save(commit)
        if commit and self.document:
            self.document.paper = paper
            self.document.save()
        return paper


class ResolutionForm(InlineRecordForm):
    class Meta:
        model = Resolution
        fields = [
            *("stem", "mover", "seconder", "unanimous", "votes_for", "votes_against", "votes_abstained"),
            *("veto_of", "in_post", "present"),
        ]
        widgets = {"stem": forms.TextInput(attrs={"size": 60})}

    def __init__(self, *args, member_choices, chamber, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("mover", "seconder"):
            self.fields[name].choices = member_choices
        self.chamber = chamber
        known = self.instance.recorded_votes.select_related("member") if self.instance.pk else []
        ways = {row.member: row.way for row in known}
        self.names = {}  # the field of each member whose vote may be recorded, and the member's key
        for member in dict.fromkeys([*chamber.voters, *ways]):
            self.names[f"name-{member.pk}"] = member.pk
            self.fields[f"name-{member.pk}"] = forms.ChoiceField(
                label=member.name,
                choices=[("", "–"), *RecordedVote.Way.choices],
                required=False,
                initial=ways.get(member, ""),
            )

    @property
    def everyday(self) -> list:
        """The fields of every decision."""
        return [field for field in self if not self._is_seldom(field)]

    @property
    def seldom(self) -> list:
        """Those of a veto, and of a vote at which the names were taken."""
        return [field for field in self if self._is_seldom(field)]

    @property
    def seldom_is_open(self) -> bool:
        return any(field.value() or field.errors for field in self.seldom)

    def _is_seldom(self, field) -> bool:
        return field.name in {"veto_of", "in_post", "present", *self.names}

    @property
    def ways(self) -> dict[int, str]:
        """How each member voted, by key; "" where that is not said."""
        return {pk: self.cleaned_data.get(name, "") for name, pk in self.names.items()}

    def clean(self):
        cleaned = super().clean()
        votes.complete(cleaned, self.ways, self.chamber)
        for name, sentence in votes.misfits(cleaned, self.ways):
            if name not in self.errors:
                self.add_error(name, sentence)
        self.instance.names_taken = any(self.ways.values())
        return cleaned


# What each way of being due asks for: the field, what to say when it is empty, and when it is filled and not wanted.
NEEDED = {
    Action.DueRule.ON_DATE: (
        "due_given_on",
        "Give the date, or choose another way in which it is due.",
        "You gave a date. Choose “On a date”, or take the date out.",
    ),
    Action.DueRule.IN_REPORT: (
        "due_report",
        "Say in which report, or choose another way in which it is due.",
        "You chose a report. Choose “In the next report of a kind”, or take the report out.",
    ),
    Action.DueRule.BEFORE_EVENT: (
        "due_event",
        "Say before what, or choose another way in which it is due.",
        "You wrote before what. Choose “Before something happens”, or take the words out.",
    ),
}


def ask_for_what_the_rule_needs(form, cleaned) -> None:
    """Put a sentence at each field that the chosen way of being due wants and lacks, or has and does not want."""
    for rule, (name, missing, unwanted) in NEEDED.items():
        chosen = cleaned.get("due_rule") == rule
        if chosen and not cleaned.get(name) and name not in form.errors:
            form.add_error(name, missing)
        # Of an action its model says so itself (Action.clean).
        if not chosen and cleaned.get(name) and not (name == "due_event" and isinstance(form.instance, Action)):
            form.add_error("due_rule" if name != "due_event" else name, unwanted)


class LimbForm(InlineRecordForm):
    RAISE = [("", "Asks nothing to be tracked"), ("raise", "Raise an action, or one for each bullet")]

    kinds = forms.MultipleChoiceField(
        label="What the panel did",
        choices=Limb.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    raises = forms.ChoiceField(label="Track it", choices=RAISE, required=False)
    owner = OwnerField(label="Asked of", required=False)
    due_rule = forms.ChoiceField(label="Due", choices=Action.DueRule.choices, required=False, initial="none")
    due_given_on = forms.DateField(label="On", required=False, widget=DATE)
    due_report = forms.ModelChoiceField(
        queryset=StandingReport.objects.all(), label="In which report", required=False, empty_label="None"
    )
    due_event = forms.CharField(label="Before what", required=False, max_length=200)

    class Meta:
        model = Limb
        fields = ["label", "text", "kinds", "carried"]
        widgets = {"text": RichTextArea(attrs={"rows": 4}), "label": forms.TextInput(attrs={"size": 4})}

    def __init__(self, *args, owner_choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("carried") and cleaned.get("text") and not cleaned.get("kinds"):
            self.add_error("kinds", "Tick what the panel did: noted, requested, invited, …")
        if cleaned.get("raises"):
            ask_for_what_the_rule_needs(self, cleaned)
        return cleaned


class BaseLimbFormSet(forms.BaseInlineFormSet):
    """The parts of one resolution. People cite a part by its letter, so each letter stands there once."""

    def clean(self):
        super().clean()
        labels = {}
        # What is stored stands, so that an old record can be saved; of what was typed now, the second is told.
        for form in sorted(self.forms, key=lambda form: form.instance.pk is None or "label" in form.changed_data):
            label = "" if self._should_delete_form(form) else form.cleaned_data.get("label") or ""
            letter = letter_of(label)
            if letter in labels and (form.instance.pk is None or "label" in form.changed_data):
                form.add_error("label", f"Another part of this decision is {labels[letter]} already.")
            elif letter:
                labels.setdefault(letter, label)


class ActionForm(InlineRecordForm):
    owner = OwnerField(label="Asked of", required=False)

    class Meta:
        model = Action
        fields = ["kind", "text", "due_rule", "due_given_on", "due_report", "due_event"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "cols": 60}), "due_given_on": DATE}

    def __init__(self, *args, owner_choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owner_choices
        if not self.instance.pk:
            self.initial["kind"] = Action.Kind.UNDERTAKING
        if self.instance.owner_office_id:
            self.initial["owner"] = f"office:{self.instance.owner_office_id}"
        elif self.instance.owner_body_id:
            self.initial["owner"] = f"body:{self.instance.owner_body_id}"

    def clean(self):
        cleaned = super().clean()
        ask_for_what_the_rule_needs(self, cleaned)
        return cleaned

    def _post_clean(self):
        for name, value in (self.cleaned_data.get("owner") or {}).items():
            setattr(self.instance, name, value)
        super()._post_clean()


class AttendanceForm(InlineRecordForm):
    class Meta:
        model = Attendance
        fields = ["kind", "member", "office", "name", "substitute_for", "arrived_at_item", "left_at_item"]

    def __init__(self, *args, item_choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["arrived_at_item"].choices = item_choices
        self.fields["left_at_item"].choices = item_choices


class DeclarationForm(InlineRecordForm):
    class Meta:
        model = Declaration
        fields = ["member", "agenda_item", "kind", "nature", "effect"]
        widgets = {"nature": forms.Textarea(attrs={"rows": 2, "cols": 40})}

    def __init__(self, *args, item_choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agenda_item"].choices = item_choices


# At most so many rows at once: each resolution has a formset of limbs, so a tampered count would cost minutes.
PaperFormSet = inlineformset_factory(
    AgendaItem, Paper, form=PaperForm, formset=RecordFormSet, extra=1, can_delete=False, max_num=100, absolute_max=120
)
ResolutionFormSet = inlineformset_factory(
    Minute, Resolution, form=ResolutionForm, extra=0, can_delete=True, max_num=20, absolute_max=30
)
LimbFormSet = inlineformset_factory(
    Resolution, Limb, form=LimbForm, formset=BaseLimbFormSet, extra=1, can_delete=True, max_num=60, absolute_max=80
)
ActionFormSet = modelformset_factory(Action, form=ActionForm, extra=1, can_delete=False, max_num=200, absolute_max=250)
