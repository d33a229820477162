"""The panel's year: what is planned for which meeting or month, and the elections from which some duties count."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from meetings.models import Meeting
from panel_portal.records.clocks import Clock, Pause
from panel_portal.records.history import tracked
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.publication import PublicRecord, RecordQuerySet
from panel_portal.records.revision import count_always


class Election(models.Model):
    """An ordinary election of the Commissioner: in its financial year a police and crime plan is due (PRSRA 2011
    s5(1)), and the days until the new Commissioner is in office count for no confirmation hearing (Sch 8 para 4)."""

    internal = True

    held_on = models.DateField("day of the poll", unique=True)
    in_office_on = models.DateField(
        "in office from",
        null=True,
        blank=True,
        help_text="The day on which whoever was elected took office: the last that is left out of the count.",
    )

    class Meta:
        triggers = [count_always()]
        ordering = ("held_on",)
        constraints = [
            models.CheckConstraint(
                name="nobody_is_in_office_before_the_poll",
                condition=Q(in_office_on__isnull=True) | Q(in_office_on__gte=F("held_on")),
                violation_error_message="This is before the day of the poll.",
            )
        ]

    def __str__(self):
        return f"Election of {self.held_on:%-d %B %Y}"

    @property
    def pause(self) -> Pause:
        return Pause(self.held_on, self.in_office_on, "the period after the election")


class PlannedWorkQuerySet(RecordQuerySet):
    def open(self):
        return self.filter(state=PlannedWork.State.PLANNED)

    def with_a_clock(self):
        return self.filter(statutory_period__isnull=False)


@tracked
class PlannedWork(PublicRecord):
    """One line of the work programme: what the panel means to do, and at which meeting or in which month.

    Where the law gives it a period, the last day is stored in `due_on`, which only `workflow.retime_work` writes.
    """

    public_through = ("at_meeting",)  # a meeting that is not announced is not given away by what is planned for it

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    # What
    title = models.CharField("what is planned", max_length=200)
    purpose = models.TextField("why, for the public", max_length=1000, blank=True)

    # When
    at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="planned_work", verbose_name="at the meeting"
    )
    month = models.DateField(
        "or in the month of", null=True, blank=True, help_text="Any day of it, while no meeting is chosen."
    )

    # By when, where the law says so
    statutory_period = models.ForeignKey(
        StatutoryPeriod, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="period of the law"
    )
    begins_on = models.DateField(
        "counted from", null=True, blank=True, help_text="For example the day on which the notice came."
    )
    due_on = models.DateField("last day", null=True, blank=True, editable=False)

    # What came of it
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED, editable=False)
    settled_on = models.DateField(null=True, blank=True, editable=False)
    outcome = models.TextField("what came of it", blank=True, editable=False)

    objects = PlannedWorkQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("month", "pk")
        verbose_name = "entry of the work programme"
        verbose_name_plural = "work programme"
        constraints = [
            *PublicRecord.Meta.constraints,
            models.CheckConstraint(
                name="planned_for_a_meeting_or_a_month",
                condition=Q(at_meeting__isnull=False) ^ Q(month__isnull=False),
                violation_error_message="Say at which meeting, or in which month: one of the two.",
            ),
            models.CheckConstraint(
                name="a_period_counts_from_a_day",
                condition=Q(statutory_period__isnull=True) ^ Q(begins_on__isnull=False),
                violation_error_message="A period of the law counts from a day: give both, or neither.",
            ),
            models.CheckConstraint(
                name="due_only_by_a_period", condition=Q(due_on__isnull=True) | Q(statutory_period__isnull=False)
            ),
            models.CheckConstraint(
                name="settled_on_unless_planned", condition=Q(state="planned") ^ Q(settled_on__isnull=False)
            ),
            models.CheckConstraint(name="dropped_with_a_reason", condition=~Q(state="dropped") | ~Q(outcome="")),
        ]
        permissions = [("settle_plannedwork", "Can say what came of the work programme")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('reports:year', args=[municipal_year(self.planned_day)])}#work-{self.pk}"

    @property
    def planned_day(self) -> date:
        """The day of its meeting, or the first of its month."""
        return self.at_meeting.day if self.at_meeting else self.month.replace(day=1)

    def clock(self, elections: tuple[Election, ...] | list[Election] = ()) -> Clock | None:
        """Its period, without the days after an election. None without a period, and for a duty to which the law
        gives no day."""
        if self.statutory_period is None or self.statutory_period.unit == StatutoryPeriod.Unit.NO_DAY:
            return None
        left_out = elections if self.statutory_period.election_left_out else ()
        return self.statutory_period.clock(self.begins_on, tuple(one.pause for one in left_out))


def municipal_year(day: date) -> int:
    """The calendar year in which the municipal year of `day` begins: May to April."""
    return day.year if day.month >= 5 else day.year - 1
