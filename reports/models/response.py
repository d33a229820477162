"""What came back from the Commissioner, and which parts of what was asked it answers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from meetings.models import Action, Office
from panel_portal.records.documents import Document
from panel_portal.records.filewords import FileWords
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.periods import today
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import reference_in_address
from panel_portal.records.revision import count_always
from panel_portal.records.richtext import RichTextField
from panel_portal.records.uploads import safe_filename
from questions.models import Question, QuestionPart
from reports.models.inspection import Finding, Inspection, exactly_one
from reports.models.panel_report import PanelReport, ReportRequest

# What a response can be to: the key of each, as every row that hangs from one of them has it.
ANSWERED = ("question", "asked_action", "report", "inspection")


class ResponseQuerySet(RecordQuerySet):
    def waiting_for_publication(self):
        """Come in, and not yet published by the clerk."""
        return self.filter(publication="draft", state=CommissionerResponse.State.RECEIVED)

    def drafts_of(self, office):
        """What an office is still writing, or was given back. Nobody else reads it."""
        return self.filter(written_by=office, state=CommissionerResponse.State.DRAFTING)

    def to(self, answered):
        """Those to one question, action, report or inspection."""
        return self.filter(**{key_of(answered): answered})


def key_of(answered) -> str:
    """The name of the foreign key under which a question, action, report or inspection is answered."""
    kinds = {Question: "question", Action: "asked_action", PanelReport: "report", Inspection: "inspection"}
    return kinds[type(answered)]


@tracked
class CommissionerResponse(PublicRecord):
    """The Commissioner's reply to something, as received, with the contact officer who gave it.

    It answers exactly one thing: a public question, an action, a report or letter of the panel, or an inspection.
    """

    public_through = ANSWERED

    class State(models.TextChoices):
        DRAFTING = "drafting", "Being written by the office"
        RECEIVED = "received", "Received"

    class Kind(models.TextChoices):
        FULL = "full", "Response"
        PARTIAL = "partial", "Response in part"
        HOLDING = "holding", "Holding response"
        CORRECTED = "corrected", "Corrected response"
        NOTHING = "nothing", "Statement that nothing will be done"

    reference = models.CharField(max_length=12, blank=True, editable=False)
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="responses", verbose_name="to the question"
    )
    report = models.ForeignKey(
        PanelReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name="or to the report or letter",
    )
    asked_action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="responses", verbose_name="or to the action"
    )
    inspection = models.ForeignKey(
        Inspection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses",
        verbose_name="or to the inspection",
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FULL)
    text = RichTextField("what was answered", help_text="As received.")
    received_on = models.DateField(default=today)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED, editable=False)

    # Beside the Commissioner's own comments on an inspection (Police Act 1996 s55)
    officer = models.CharField(
        "the chief officer who commented", max_length=160, blank=True, help_text="For an inspection: name and office."
    )
    officer_comments = RichTextField("the chief officer's comments", blank=True)
    rejoinder = RichTextField("the Commissioner's reply to those comments", blank=True)

    # The contact officer, as the office names them
    author = models.CharField(max_length=120, help_text="Who signed it.")
    position = models.CharField(max_length=160, help_text='For example "Chief Executive".')
    dated_on = models.DateField("date on it")

    written_by = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, editable=False, related_name="answers_written"
    )
    returned_note = models.TextField("why the clerk gave it back", blank=True, editable=False)
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="supersedes"
    )

    lexemes = searchable(b=("text", "officer_comments", "rejoinder"), c="author")

    objects = ResponseQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("received_on", "pk")
        verbose_name = "Commissioner's response"
        verbose_name_plural = "Commissioner's responses"
        permissions = [("answer_for_office", "Can write answers for an office")]
        indexes = [index("response")]
        constraints = [
            *PublicRecord.Meta.constraints,
            models.CheckConstraint(
                name="a_published_response_has_its_reference", condition=Q(publication="draft") | ~Q(reference="")
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="a_response_has_its_own_reference"
            ),
            models.CheckConstraint(
                name="a_response_answers_exactly_one_thing",
                condition=exactly_one(*ANSWERED),
                violation_error_message="Say what it answers: one question, one action, one report or letter, or one "
                "inspection.",
            ),
            models.CheckConstraint(
                name="a_draft_of_an_office_says_whose",
                condition=~Q(state="drafting") | Q(written_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_was_received_is_public",
                condition=Q(publication="draft") | Q(state="received"),
                violation_error_message="The office is still writing it.",
            ),
            models.CheckConstraint(
                name="a_chief_officer_comments_on_an_inspection",
                condition=Q(inspection__isnull=False) | Q(officer="", officer_comments="", rejoinder=""),
                violation_error_message="A chief officer's comments belong to the response to an inspection.",
            ),
            models.CheckConstraint(
                name="a_response_does_not_supersede_itself",
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=models.F("pk")),
            ),
            models.CheckConstraint(
                name="a_response_is_dated_by_the_day_it_came",
                condition=Q(dated_on__lte=models.F("received_on")),
                violation_error_message="The date on it is after the day on which it was received.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} to {self.answered.reference}, {self.dated_on:%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("reports:response-detail", args=[self.reference_in_address])

    @property
    def answered(self) -> Question | Action | PanelReport | Inspection:
        """What it answers."""
        return next(getattr(self, key) for key in ANSWERED if getattr(self, f"{key}_id"))

    @property
    def reference_in_address(self) -> str:
        return reference_in_address(self.reference)

    @property
    def heading(self) -> str:
        return self.question.response_heading if self.question_id else "Commissioner’s response"

    def clean(self):
        if self.received_on and self.received_on > today():
            raise ValidationError({"received_on": "This is in the future."})
        if self.officer_comments.strip() and not self.officer.strip():
            raise ValidationError({"officer": "Say whose comments these are."})

    def prepare_publication(self):
        if not self.text.strip():
            raise ValidationError("It has no words yet. Enter what was answered, then publish it.")


@tracked
class PartAnswer(PublicPart):
    """Whether one part of a question, or one request of a report, was answered by a response: the panel's note of
    follow-up, not of truth."""

    public_through = ("response", "part", "request", "finding")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "Answered"
        IN_PART = "in_part", "Answered in part"
        NOT_ANSWERED = "not_answered", "No answer recorded to this part"

    response = models.ForeignKey(CommissionerResponse, models.PROTECT, related_name="part_answers")
    part = models.ForeignKey(QuestionPart, models.PROTECT, null=True, blank=True, related_name="part_answers")
    request = models.ForeignKey(ReportRequest, models.PROTECT, null=True, blank=True, related_name="part_answers")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, blank=True, related_name="part_answers")
    # Empty until the clerk has said it: nobody may be told "answered" by default.
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    text = models.TextField(
        "what it says to this part", max_length=5000, blank=True, help_text="Where it can be told apart. As received."
    )
    note = models.CharField(max_length=500, blank=True, help_text='In neutral words: "No date was given."')

    lexemes = searchable(b="text", c="note")

    class Meta(PublicPart.Meta):
        ordering = ("response", "part__order", "request__order", "finding__order", "pk")
        verbose_name = "answer to a part"
        verbose_name_plural = "answers to parts"
        indexes = [index("part_answer")]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "part"],
                name="a_response_answers_a_part_once",
                violation_error_message="This part is listed already.",
            ),
            models.UniqueConstraint(
                fields=["response", "request"],
                name="a_response_answers_a_request_once",
                violation_error_message="This request is listed already.",
            ),
            models.CheckConstraint(
                name="an_answer_is_to_one_part_request_or_finding", condition=exactly_one("part", "request", "finding")
            ),
            models.UniqueConstraint(
                fields=["response", "finding"],
                name="a_response_answers_a_finding_once",
                violation_error_message="This finding is listed already.",
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display() or 'Not yet decided'}: {self.asked}"

    @property
    def asked(self) -> str:
        """What was asked for, in words."""
        if self.finding:
            return "\n".join(filter(None, [str(self.finding), self.finding.recommendation or self.finding.text]))
        return (self.part or self.request).text

    def clean(self):
        if self.part_id and self.response_id and self.part.question_id != self.response.question_id:
            raise ValidationError({"part": "This is a part of another question."})
        if self.request_id and self.response_id and self.request.report_id != self.response.report_id:
            raise ValidationError({"request": "This was asked for in another report."})
        if self.finding_id and self.response_id and self.finding.inspection_id != self.response.inspection_id:
            raise ValidationError({"finding": "This was found in another inspection."})


@tracked
class ResponseFile(Document):
    """A file that came with a response."""

    public_through = ("response",)

    response = models.ForeignKey(CommissionerResponse, models.PROTECT, related_name="files")
    title = models.CharField("what it is", max_length=160, help_text="As readers will see it.")

    lexemes = searchable(a="title")

    class Meta(Document.Meta):
        ordering = ("response", "pk")
        verbose_name = "file"
        indexes = [index("response_file")]

    def __str__(self):
        return self.title

    @property
    def filename(self) -> str:
        """The name it is offered under: made from its title, never from the name on somebody's disk."""
        return safe_filename(f"{self.title}{self.extension}")

    def get_absolute_url(self):
        return reverse("reports:response-file", args=[self.pk, self.filename])


class ResponseFileWords(FileWords):
    """The words inside a file that came with a response."""

    document = models.OneToOneField(ResponseFile, models.CASCADE, related_name="read")

    class Meta:
        triggers = [count_always()]
        indexes = [index("response_file_read")]


@tracked
class ResponseEvidence(PublicPart):
    """A response that shows that an action was done, although it was given to something else: to the letter in which
    the action was asked for, or to a question."""

    public_through = ("response", "asked_action")

    response = models.ForeignKey(CommissionerResponse, models.PROTECT, related_name="evidence_for")
    asked_action = models.ForeignKey(Action, models.PROTECT, related_name="response_evidence", verbose_name="action")

    class Meta(PublicPart.Meta):
        ordering = ("asked_action", "pk")
        verbose_name = "action that it answers, too"
        verbose_name_plural = "actions that it answers, too"
        constraints = [
            models.UniqueConstraint(
                fields=["response", "asked_action"],
                name="a_response_is_evidence_for_an_action_once",
                violation_error_message="This action is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.response.reference} for {self.asked_action}"
