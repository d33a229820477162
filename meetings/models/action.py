"""What somebody was asked to do, and what came of it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from meetings.models.bodies import Body, BodyName, Office, OfficeTitle, called_on
from meetings.models.business import AgendaItem, Limb
from meetings.models.meeting import Meeting
from panel_portal.records.history import tracked
from panel_portal.records.periods import day_in_london, today
from panel_portal.records.publication import Exemptable, PublicRecord, RecordQuerySet
from panel_portal.records.references import next_reference


class ActionQuerySet(RecordQuerySet):
    def with_names(self):
        """`owner_then`: what whoever was asked was called on the day of asking."""
        return self.annotate(
            owner_then=Coalesce(
                called_on(OfficeTitle, "office", "owner_office", "asked_on", "short_title"),
                called_on(BodyName, "body", "owner_body", "asked_on", "name"),
                models.Value(""),
                output_field=models.CharField(),
            )
        )

    def with_origin(self):
        """The item and meeting it arose from, whichever way, in the same query."""
        return self.select_related(
            "closed_at_meeting",
            "origin_item__meeting__body",
            "origin_limb__resolution__minute__agenda_item__meeting__body",
        )

    def outstanding(self):
        """Asked for, and the panel has not yet said that it is satisfied or no longer wants it."""
        return self.filter(state__in=[Action.State.OPEN, Action.State.REPORTED_DONE])

    def closed(self):
        return self.filter(state__in=[Action.State.ACCEPTED, Action.State.NO_LONGER_NEEDED])

    def overdue(self, day: date | None = None):
        """Not even reported done although its day is over. Computed when asked, never stored.

        What is reported done waits for the panel, not for whoever was asked, so it is no longer late.
        """
        return self.filter(state=Action.State.OPEN, due_on__lt=day or today())

    def longest_overdue_first(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "asked_on", "pk")

    def for_office(self, office):
        return self.filter(owner_office=office)

    def for_meeting(self, meeting):
        """Everything that arose at a meeting, from its resolutions or its discussion."""
        return self.filter(
            Q(origin_item__meeting=meeting) | Q(origin_limb__resolution__minute__agenda_item__meeting=meeting)
        )


@tracked
class Action(PublicRecord, Exemptable):
    """Something asked of somebody, tracked until the panel is satisfied.

    Its origin is a limb of a resolution, or the discussion of an item; both are empty for a task the panel set
    itself, and for an origin that lives in a higher room.
    """

    public_through = ("origin_limb", "origin_item")
    # What was asked for in discussion is told in the minutes, and goes with them.
    public_after = ("origin_item__meeting__minutes",)

    class State(models.TextChoices):
        OPEN = "open", "Open"
        REPORTED_DONE = "reported_done", "Reported done"
        ACCEPTED = "accepted", "Accepted"
        NO_LONGER_NEEDED = "no_longer_needed", "No longer needed"

    class DueRule(models.TextChoices):
        NONE = "none", "No date was set"
        ON_DATE = "on_date", "On a date"
        NEXT_ORDINARY_MEETING = "next_ordinary_meeting", "At the next ordinary meeting"

    # What was asked, and where
    reference = models.CharField(max_length=12, blank=True, editable=False)
    text = models.TextField("what was asked, as minuted", max_length=5000)
    origin_limb = models.ForeignKey(
        Limb, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="from the decision"
    )
    origin_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="from the discussion of",
    )
    asked_on = models.DateField(
        "asked on", null=True, blank=True, help_text="Empty: the day of the meeting it came from."
    )

    # Of whom
    owner_office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="asked of the office",
    )
    owner_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="or asked of the body",
    )

    # By when
    due_rule = models.CharField("due", max_length=24, choices=DueRule, default=DueRule.NONE)
    due_given_on = models.DateField("the date, if one was given", null=True, blank=True)
    due_on = models.DateField("due on", null=True, blank=True, editable=False, db_index=True)

    # Where it stands
    state = models.CharField(max_length=18, choices=State, default=State.OPEN, editable=False, db_index=True)
    reported_done_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, editable=False, related_name="actions_closed"
    )
    closing_note = models.TextField(blank=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("-asked_on", "-pk")
        constraints = [
            *PublicRecord.Meta.constraints,
            *Exemptable.Meta.constraints,
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="one_action_of_each_reference"
            ),
            models.CheckConstraint(
                name="an_action_has_one_origin_at_most",
                condition=Q(origin_limb__isnull=True) | Q(origin_item__isnull=True),
                violation_error_message="An action comes from a decision or from a discussion, not from both.",
            ),
            models.CheckConstraint(
                name="an_action_has_one_owner_at_most",
                condition=Q(owner_office__isnull=True) | Q(owner_body__isnull=True),
                violation_error_message="Choose an office or a body as the owner, not both.",
            ),
            models.CheckConstraint(
                name="due_given_on_iff_due_on_a_date",
                condition=Q(due_rule="on_date") ^ Q(due_given_on__isnull=True),
                violation_error_message="Give the date if it is due on a date, and only then.",
            ),
            models.CheckConstraint(
                name="closed_at_iff_closed",
                condition=Q(state__in=["accepted", "no_longer_needed"]) ^ Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="accepted_at_a_meeting",
                condition=Q(state="accepted", closed_at_meeting__isnull=False)
                | ~Q(state="accepted") & Q(closed_at_meeting__isnull=True),
            ),
            models.CheckConstraint(
                name="reported_done_at_when_reported_done",
                condition=~Q(state="reported_done") | Q(reported_done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_public_action_has_its_reference",
                condition=Q(publication="draft") | ~Q(reference=""),
            ),
        ]
        permissions = [
            ("report_action", "Can report an action done"),
            ("close_action", "Can close and reopen actions"),
            ("open_workspace", "Can open the members' workspace"),
        ]

    def __str__(self):
        return self.reference or f"Action not yet published: {self.text[:60]}"

    def clean(self):
        longest = self._meta.get_field("text").max_length
        if len(self.text) > longest:
            # Also for one that a decision raises: a form would refuse it ever after, and the page around it.
            raise ValidationError({"text": f"This is longer than {longest:,} characters. Put the rest in a paper."})
        if self.due_given_on and self.asked_on and self.due_given_on < self.asked_on:
            raise ValidationError({"due_given_on": "This is before the day on which it was asked."})

    def get_absolute_url(self):
        return reverse("meetings:action-detail", args=[self.reference_in_address])

    @property
    def reference_in_address(self) -> str:
        """ "A2026/014" as it stands in an address: "2026-014"."""
        return self.reference.removeprefix("A").replace("/", "-")

    @property
    def own_words(self) -> str:
        """Its text without the lead-in that it shares with the other bullets of its decision, to tell them apart."""
        lead_in = f"{self.origin_limb.lead_in}: " if self.origin_limb else ""
        return self.text.removeprefix(lead_in)

    @property
    def is_outstanding(self) -> bool:
        return self.state in {self.State.OPEN, self.State.REPORTED_DONE}

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < today()

    @property
    def closed_on(self) -> date | None:
        """The day of the meeting at which the panel accepted it; otherwise the day on which closing was recorded."""
        if self.closed_at is None:
            return None
        return self.closed_at_meeting.day if self.closed_at_meeting else day_in_london(self.closed_at)

    @property
    def days_overdue(self) -> int:
        """Calendar days since it fell due; 0 when it is not overdue."""
        return (today() - self.due_on).days if self.is_overdue else 0

    @property
    def item_of_origin(self):
        """The agenda item it arose under, whether by resolution or in discussion; None for the panel's own task."""
        if self.origin_limb:
            return self.origin_limb.resolution.minute.agenda_item
        return self.origin_item

    @property
    def owner(self) -> str:
        """Of whom it was asked, as called on the day it was asked; empty when nobody was named."""
        if getattr(self, "owner_then", ""):
            return self.owner_then
        day = self.asked_on or today()
        if self.owner_office:
            return self.owner_office.short_title_on(day)
        return self.owner_body.name_on(day) if self.owner_body else ""

    def prepare_publication(self):
        """Give the permanent reference, counted in the year in which the thing was asked."""
        item = self.item_of_origin
        if self.asked_on is None:
            self.asked_on = item.meeting.day if item else today()
        if not self.reference:
            self.reference = next_reference("A", self.asked_on.year)


@tracked
class ActionNote(PublicRecord):
    """A dated note on an action: progress, a promise, why it waits."""

    public_through = ("action",)

    action = models.ForeignKey(Action, models.PROTECT, related_name="notes")
    written_on = models.DateField(default=today)
    author = models.CharField(max_length=160)
    text = models.TextField(max_length=5000)

    class Meta(PublicRecord.Meta):
        ordering = ("written_on", "pk")

    def __str__(self):
        return f"Note of {self.written_on:%-d %B %Y} by {self.author}"
