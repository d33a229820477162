"""What came back from the Commissioner, and which parts of what was asked it answers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from panel_portal.records.history import tracked
from panel_portal.records.periods import today
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.richtext import RichTextField
from questions.models import Question, QuestionPart
from reports.models.panel_report import PanelReport, ReportRequest


class ResponseQuerySet(RecordQuerySet):
    def waiting_for_publication(self):
        """Entered, and not yet published by the clerk."""
        return self.filter(publication="draft")


@tracked
class CommissionerResponse(PublicRecord):
    """The Commissioner's reply to something, as received, with the contact officer who gave it.

    It answers exactly one thing: a public question, or a report or letter of the panel.
    """

    public_through = ("question", "report")

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
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FULL)
    text = RichTextField("what was answered", help_text="As received.")
    received_on = models.DateField(default=today)

    # The contact officer, as the office names them
    author = models.CharField(max_length=120, help_text="Who signed it.")
    position = models.CharField(max_length=160, help_text='For example "Chief Executive".')
    dated_on = models.DateField("date on it")

    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="supersedes"
    )

    objects = ResponseQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("received_on", "pk")
        verbose_name = "Commissioner's response"
        verbose_name_plural = "Commissioner's responses"
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
                condition=Q(question__isnull=True) ^ Q(report__isnull=True),
                violation_error_message="Say what it answers: one question, or one report or letter.",
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
    def answered(self) -> Question | PanelReport:
        """What it answers."""
        return self.question if self.question_id else self.report

    @property
    def reference_in_address(self) -> str:
        """ "C2026/003" as it stands in an address: "2026-003"."""
        return self.reference.removeprefix("C").replace("/", "-")

    @property
    def heading(self) -> str:
        return self.question.response_heading if self.question_id else "Commissioner’s response"

    def clean(self):
        if self.received_on and self.received_on > today():
            raise ValidationError({"received_on": "This is in the future."})

    def prepare_publication(self):
        if not self.text.strip():
            raise ValidationError("It has no words yet. Enter what was answered, then publish it.")


@tracked
class PartAnswer(PublicPart):
    """Whether one part of a question, or one request of a report, was answered by a response: the panel's note of
    follow-up, not of truth."""

    public_through = ("response", "part", "request")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "Answered"
        IN_PART = "in_part", "Answered in part"
        NOT_ANSWERED = "not_answered", "No answer recorded to this part"

    response = models.ForeignKey(CommissionerResponse, models.PROTECT, related_name="part_answers")
    part = models.ForeignKey(QuestionPart, models.PROTECT, null=True, blank=True, related_name="part_answers")
    request = models.ForeignKey(ReportRequest, models.PROTECT, null=True, blank=True, related_name="part_answers")
    # Empty until the clerk has said it: nobody may be told "answered" by default.
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    text = models.TextField(
        "what it says to this part", max_length=5000, blank=True, help_text="Where it can be told apart. As received."
    )
    note = models.CharField(max_length=500, blank=True, help_text='In neutral words: "No date was given."')

    class Meta(PublicPart.Meta):
        ordering = ("response", "part__order", "request__order", "pk")
        verbose_name = "answer to a part"
        verbose_name_plural = "answers to parts"
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
                name="an_answer_is_to_a_part_or_to_a_request", condition=Q(part__isnull=True) ^ Q(request__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display() or 'Not yet decided'}: {self.asked}"

    @property
    def asked(self) -> str:
        """What was asked for, in words."""
        return (self.part or self.request).text

    def clean(self):
        if self.part_id and self.response_id and self.part.question_id != self.response.question_id:
            raise ValidationError({"part": "This is a part of another question."})
        if self.request_id and self.response_id and self.request.report_id != self.response.report_id:
            raise ValidationError({"request": "This was asked for in another report."})
