"""The clocks of what the Commissioner's office owes: the public one, which may be stopped, and the office's own."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from meetings.models import Action, Office
from panel_portal.records.history import tracked
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import PublicRecord
from questions.models import Question
from reports.models.inspection import Inspection, exactly_one
from reports.models.panel_report import PanelReport
from reports.models.response import ANSWERED


@tracked
class ClockStop(PublicRecord):
    """A time for which the day of an answer does not come nearer, with a reason that the public reads.

    The office asks for it and the clerk agrees, which publishes it and stops the clock. What the law times (the 56
    days for an inspection) has no stop.
    """

    TO = ("question", "report")
    public_through = TO

    class Category(models.TextChoices):
        CLARIFICATION = "clarification", "The panel was asked what it meant"
        OTHERS = "others", "Others have to be asked first"
        PROCEEDINGS = "proceedings", "Legal proceedings"
        ELECTION = "election", "Period before an election"
        AGREED = "agreed", "The panel agreed to wait"

    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="clock_stops")
    report = models.ForeignKey(
        PanelReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clock_stops",
        verbose_name="or the report or letter",
    )
    category = models.CharField("kind of reason", max_length=14, choices=Category)
    reason = models.CharField(max_length=500, help_text="As the public will read it.")
    asked_on = models.DateField(default=today, editable=False)
    stopped_on = models.DateField(null=True, blank=True, editable=False)
    restarted_on = models.DateField(null=True, blank=True, editable=False)
    declined_on = models.DateField(null=True, blank=True, editable=False)
    declined_note = models.TextField(blank=True, editable=False)

    class Meta(PublicRecord.Meta):
        ordering = ("asked_on", "pk")
        verbose_name = "stop of the clock"
        verbose_name_plural = "stops of the clock"
        constraints = [
            *PublicRecord.Meta.constraints,
            models.CheckConstraint(
                name="a_clock_is_stopped_for_one_thing",
                condition=exactly_one("question", "report"),
                violation_error_message="Choose one question, or one report or letter.",
            ),
            models.CheckConstraint(
                name="a_public_stop_has_its_day", condition=Q(publication="draft") ^ Q(stopped_on__isnull=False)
            ),
            models.CheckConstraint(
                name="a_clock_restarts_after_it_stopped",
                condition=Q(restarted_on__isnull=True) | Q(restarted_on__gte=F("stopped_on")),
                violation_error_message="It cannot start again before it was stopped.",
            ),
            models.CheckConstraint(
                name="what_was_declined_never_stopped",
                condition=Q(declined_on__isnull=True, declined_note="")
                | Q(declined_on__isnull=False, stopped_on__isnull=True) & ~Q(declined_note=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_category_display()}: {self.answered}"

    @property
    def answered(self) -> Question | PanelReport:
        return self.question if self.question_id else self.report

    @property
    def ended_on(self) -> date | None:
        """The day on which the clock was started again, or an answer came although it stood still; None before."""
        if self.restarted_on or self.answered.is_awaiting:
            return self.restarted_on
        return self.question.answered_on if self.question_id else self.report.replied_on

    @property
    def is_running(self) -> bool:
        """Whether the clock stands still because of it."""
        return self.stopped_on is not None and self.ended_on is None

    @property
    def days(self) -> int:
        """Calendar days for which the clock stood still, until today where it still does; 0 if it never did."""
        return max(((self.ended_on or today()) - self.stopped_on).days, 0) if self.stopped_on else 0


class OfficeTask(models.Model):
    """The office's own clock and note on something it owes. Nobody outside that office reads it."""

    private = True

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    asked_action = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="+")
    report = models.ForeignKey(PanelReport, models.PROTECT, null=True, blank=True, related_name="+")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="+")
    ready_by = models.DateField("to be ready in the office by", null=True, blank=True)
    with_whom = models.CharField("who is writing it", max_length=120, blank=True)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="an_office_task_is_one_thing", condition=exactly_one(*ANSWERED)),
            *(
                models.UniqueConstraint(fields=["office", key], name=f"an_office_has_one_task_for_each_{key}")
                for key in ANSWERED
            ),
        ]

    def __str__(self):
        return f"Task {self.pk} of {self.office}"

    @property
    def is_late(self) -> bool:
        return self.ready_by is not None and self.ready_by < today()

    def clean(self):
        if self.ready_by and self.ready_by.year > today().year + 5:
            raise ValidationError({"ready_by": f"{in_words(self.ready_by)} is too far away. Check the year."})
