"""What came back from the Commissioner, and which parts of what was asked it answers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from panel_portal.records.history import tracked
from panel_portal.records.periods import today
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.richtext import RichTextField
from questions.models import Question, QuestionPart


class ResponseQuerySet(RecordQuerySet):
    def waiting_for_publication(self):
        """Entered, and not yet published by the clerk."""
        return self.filter(publication="draft")


@tracked
class CommissionerResponse(PublicRecord):
    """The Commissioner's reply to something, as received, with the contact officer who gave it.

    It answers exactly one thing; today that is a question.
    """

    public_through = ("question",)

    class Kind(models.TextChoices):
        FULL = "full", "Response"
        PARTIAL = "partial", "Response in part"
        HOLDING = "holding", "Holding response"
        CORRECTED = "corrected", "Corrected response"
        NOTHING = "nothing", "Statement that nothing will be done"

    question = models.ForeignKey(Question, models.PROTECT, related_name="responses")
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
        ordering = ("question", "received_on", "pk")
        verbose_name = "Commissioner's response"
        verbose_name_plural = "Commissioner's responses"
        constraints = [
            *PublicRecord.Meta.constraints,
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
        return f"{self.get_kind_display()} to {self.question.reference}, {self.dated_on:%-d %B %Y}"

    def get_absolute_url(self):
        return f"{self.question.get_absolute_url()}#response-{self.pk}"

    def clean(self):
        if self.received_on and self.received_on > today():
            raise ValidationError({"received_on": "This is in the future."})

    def prepare_publication(self):
        if not self.text.strip():
            raise ValidationError("It has no words yet. Enter what was answered, then publish it.")


@tracked
class PartAnswer(PublicPart):
    """Whether one part of a question was answered by a response: the panel's note of follow-up, not of truth."""

    public_through = ("response", "part")

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "Answered"
        IN_PART = "in_part", "Answered in part"
        NOT_ANSWERED = "not_answered", "No answer recorded to this part"

    response = models.ForeignKey(CommissionerResponse, models.PROTECT, related_name="part_answers")
    part = models.ForeignKey(QuestionPart, models.PROTECT, related_name="part_answers")
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.ANSWERED)
    text = models.TextField(
        "what it says to this part", max_length=5000, blank=True, help_text="Where it can be told apart. As received."
    )
    note = models.CharField(max_length=500, blank=True, help_text='In neutral words: "No date was given."')

    class Meta(PublicPart.Meta):
        ordering = ("response", "part__order", "pk")
        verbose_name = "answer to a part"
        verbose_name_plural = "answers to parts"
        constraints = [
            models.UniqueConstraint(
                fields=["response", "part"],
                name="a_response_answers_a_part_once",
                violation_error_message="This part is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.part}"

    def clean(self):
        if self.part_id and self.response_id and self.part.question_id != self.response.question_id:
            raise ValidationError({"part": "This is a part of another question."})
