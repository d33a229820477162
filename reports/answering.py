"""The form on which the Commissioner's side writes an answer: in its own workspace, or behind a link for one task."""

from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from meetings.models import Office
from panel_portal.records import richtext
from panel_portal.records.periods import in_words, today
from questions.ask_forms import OneLine, Plain
from reports import workflow
from reports.models import CommissionerResponse, PartAnswer, ResponseFile
from reports.owed import Owed

LONGEST = 40_000  # characters of an answer
MOST_FILES = 3
HOW_TO_WRITE = "An empty line begins a new paragraph. A line that begins with “- ” is a bullet."
Kind = CommissionerResponse.Kind
KINDS = [
    (Kind.FULL, "The answer"),
    (Kind.PARTIAL, "A part of the answer; the rest will follow"),
    (Kind.HOLDING, "A holding response: we need longer"),
    (Kind.NOTHING, "Nothing will be done, and this is why"),
]


def _box(label, rows, *, longest=LONGEST, required=False, help_text=""):
    box = Plain(
        label=label,
        max_length=longest,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
    # A browser would cut what is pasted without a word; the server says how much is too long, and keeps it all.
    box.widget.attrs.pop("maxlength", None)
    return box


class AnswerForm(forms.Form):
    """An answer, part by part, with who gives it. `sending` asks for everything; a draft may be half empty.

    Files cannot be sent back to a browser: where another field is wrong, they have to be chosen again, and the form
    says so.
    """

    kind = forms.ChoiceField(label="What you are sending", choices=KINDS, initial=Kind.FULL)
    text = _box("Your answer", 14, help_text=HOW_TO_WRITE)
    author = OneLine(label="Who answers", max_length=120, required=False, help_text="The name is published.")
    position = OneLine(
        label="In what position", max_length=160, required=False, help_text="For example “Chief Executive”."
    )
    dated_on = forms.DateField(
        label="Date of the answer", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sent_before = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args,
        owed: Owed,
        response: CommissionerResponse | None = None,
        sending=True,
        sent_before: int = 0,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.owed, self.response, self.sending, self.sent = owed, response, sending, sent_before
        self.initial["sent_before"] = sent_before
        if getattr(owed.record, "state", "") in {"answered_in_writing", "answered_at_meeting", "noted", "replied"}:
            self.fields["kind"].choices = [*KINDS, (Kind.CORRECTED, "A correction of what was answered before")]
        self.part_names = []
        # A single part is what the answer is to; a second box for it would only ask twice.
        asked = owed.asked if len(owed.asked) > 1 else []
        for number, part in enumerate(asked, start=1):
            name = f"part_{part.pk}"
            words = getattr(part, "area", "") or part.text
            self.fields[name] = _box(
                f"To part {number}: {_short(words)}", 4, longest=5000, help_text="If you can answer it on its own."
            )
            self.part_names.append((name, part))
        if asked:
            self.fields["text"].help_text += " It is needed also where you answer each part: one sentence is enough."
        if owed.kind == "inspection":
            self.fields["officer"] = OneLine(
                label="The chief officer who comments", max_length=160, required=False, help_text="Name and office."
            )
            self.fields["officer_comments"] = _box("The chief officer’s comments", 8)
            self.fields["rejoinder"] = _box("Your reply to those comments, if you have one", 5)
        for number in range(1, MOST_FILES + 1):
            self.fields[f"file_{number}"] = forms.FileField(
                label=f"File {number} (optional)",
                required=False,
                help_text="It is published under its own name, so give it a name that says what it is."
                if number == 1
                else "",
            )
        self.order_fields(
            ["kind", "text", *(name for name, _ in self.part_names), "officer", "officer_comments", "rejoinder"]
        )
        if response is not None:
            self.initial |= _as_typed(response)
        else:
            self.initial.setdefault("dated_on", today())
        self.documents: list[ResponseFile] = []

    def clean_dated_on(self):
        if self.cleaned_data["dated_on"] > today():
            raise ValidationError("The date of the answer is in the future.")
        if self.owed.since and self.cleaned_data["dated_on"] < self.owed.since:
            raise ValidationError(f"The date of the answer is before it was asked, on {in_words(self.owed.since)}.")
        return self.cleaned_data["dated_on"]

    def clean(self):
        given = super().clean()
        if self.sending:
            for name, sentence in {
                "text": "Write your answer",
                "author": "Say who answers",
                "position": "Say in what position",
            }.items():
                if name not in self.errors and not given.get(name):
                    self.add_error(name, sentence)
        if given.get("officer_comments") and not given.get("officer"):
            self.add_error("officer", "Say whose comments these are")
        for number in range(1, MOST_FILES + 1):
            self._take(f"file_{number}", given.get(f"file_{number}"))
        if (given.get("sent_before") or 0) != self.sent:
            self._again(
                "An answer was sent to the clerk while you had this open. Nothing of yours is lost: it stands below. "
                "Send it again only if it is a further answer"
            )
        elif self.response and given.get("opened_version") != self.response.version:
            self._again(
                "Somebody in your office saved this answer while you had it open. Nothing of yours is lost: it stands "
                "below. Save again to keep yours"
            )
        if self.errors and self.documents:
            self.add_error(None, "Choose your files again. A browser does not keep them when something is wrong")
        return given

    def _again(self, sentence):
        """Say what happened meanwhile, once: the next time it is known."""
        self.data = self.data.copy()
        self.data["sent_before"] = str(self.sent)
        self.data["opened_version"] = str(self.response.version) if self.response else ""
        self.add_error(None, sentence)

    @property
    def is_begun(self) -> bool:
        """Whether anything was typed of the answer itself."""
        return any(self.data.get(name, "").strip() for name in ("text", *(name for name, _ in self.part_names)))

    def _take(self, name, upload):
        if not upload:
            return
        document = ResponseFile(title=(PurePosixPath(upload.name).stem.replace("_", " ").strip() or "File")[:160])
        try:
            document.take(upload)
        except ValidationError as refusal:
            self.add_error(name, refusal)
        else:
            self.documents.append(document)

    def store(self, *, office: Office | None, state: str) -> CommissionerResponse:
        """Keep the answer: as the draft of an office, or as received where it came by a link."""
        given = self.cleaned_data
        with transaction.atomic():
            response = self.response or CommissionerResponse(
                **{self.owed.key: self.owed.record}, written_by=office, state=state
            )
            response.kind, response.text = given["kind"], given["text"]
            response.author, response.position = given["author"], given["position"]
            response.dated_on, response.received_on = given["dated_on"], today()
            for name in ("officer", "officer_comments", "rejoinder"):
                setattr(response, name, given.get(name, ""))
            response.save()
            response.refresh_from_db()
            workflow.note_parts(response)
            key, _ = workflow.asked_of(self.owed.record)
            for name, part in self.part_names:
                PartAnswer.objects.filter(response=response, **{key: part}).update(text=given[name])
            for document in self.documents:
                document.response = response
                document.save()
        return response


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 120 else f"{line[:117].rsplit(' ', 1)[0]}…"


def _as_typed(response) -> dict:
    """A draft as it was typed: rich text as plain again."""
    parts = {f"part_{row.part_id or row.request_id or row.finding_id}": row.text for row in response.part_answers.all()}
    return {
        "kind": response.kind,
        "text": richtext.as_text(response.text),
        "author": response.author,
        "position": response.position,
        "dated_on": response.dated_on,
        "officer": response.officer,
        "officer_comments": richtext.as_text(response.officer_comments),
        "rejoinder": richtext.as_text(response.rejoinder),
        "opened_version": response.version,
        **parts,
    }
