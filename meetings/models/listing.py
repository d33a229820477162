"""Actions on an agenda: which stood under which item, and the paper that listed them, frozen."""

from django.db import models
from django.db.models import Q

from meetings.models.action import Action
from meetings.models.business import AgendaItem
from meetings.models.meeting import Meeting
from panel_portal.records.history import tracked
from panel_portal.records.publication import PublicPart, RecordQuerySet


class AgendaActionQuerySet(RecordQuerySet):
    def for_meeting(self, meeting):
        return self.filter(agenda_item__meeting=meeting)

    def in_reports(self):
        """Those on the checklist of a standing report."""
        return self.filter(agenda_item__standing_report__isnull=False)

    def missed(self):
        """On the checklist of a report that came and did not cover them, so that they are carried forward."""
        return self.in_reports().filter(state=AgendaAction.State.LISTED, agenda_item__meeting__state=Meeting.State.HELD)


@tracked
class AgendaAction(PublicPart):
    """An action as it stood on the agenda of one meeting, under the item where it was to be dealt with."""

    public_through = ("agenda_item", "action")

    class State(models.TextChoices):
        LISTED = "listed", "On the agenda"
        COVERED = "covered", "Covered by the report"

    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="listed_actions")
    action = models.ForeignKey(Action, models.PROTECT, related_name="listings")
    state = models.CharField(max_length=8, choices=State, default=State.LISTED, editable=False)
    covered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AgendaActionQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        ordering = ("agenda_item", "pk")
        verbose_name = "action on an agenda"
        verbose_name_plural = "actions on agendas"
        constraints = [
            models.UniqueConstraint(
                fields=["agenda_item", "action"],
                name="an_action_once_under_an_item",
                violation_error_message="This action is listed under the item already.",
            ),
            models.CheckConstraint(
                name="covered_at_iff_covered", condition=Q(state="covered") ^ Q(covered_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"{self.action} under {self.agenda_item}"

    @property
    def was_missed(self) -> bool:
        """The report under which it stood came and did not cover it (`missed()` says the same in SQL)."""
        item = self.agenda_item
        held = item.meeting.state == Meeting.State.HELD
        return held and item.standing_report_id is not None and self.state == self.State.LISTED


@tracked
class ActionPaper(PublicPart):
    """The list of open actions before a meeting, as it stood when the agenda was published.

    `rows` holds what the public could read then, one object for each action; what has since been withdrawn or become
    exempt is left out when it is shown. `sha256` is that of the list as CSV (registers.paper_csv), in 64
    hexadecimal digits.
    """

    public_through = ("meeting",)

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="action_paper")
    frozen_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)

    class Meta(PublicPart.Meta):
        verbose_name = "action paper"

    def __str__(self):
        return f"Action paper of {self.meeting}"
