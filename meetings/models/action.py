"""What somebody was asked to do, and what came of it."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from meetings.models.bodies import Body, BodyName, Office, OfficeHolder, OfficeTitle, called_on
from meetings.models.business import AgendaItem, Limb
from meetings.models.meeting import Meeting, StandingReport
from meetings.models.papers import Paper
from panel_portal.records.arrays import IsAnyOf
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.models import Provision
from panel_portal.records.overdue import newest_overdue
from panel_portal.records.periods import day_in_london, today
from panel_portal.records.publication import Exemptable, Publication, PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import next_reference, reference_in_address


class ActionQuerySet(RecordQuerySet):
    def with_names(self):
        """`owner_then`: what whoever was asked was called on the day of asking; `holder_then`: who held that office."""
        return self.annotate(
            owner_then=Coalesce(
                called_on(OfficeTitle, "office", "owner_office", "asked_on", "short_title"),
                called_on(BodyName, "body", "owner_body", "asked_on", "name"),
                models.Value(""),
                output_field=models.CharField(),
            ),
            holder_then=Coalesce(
                called_on(OfficeHolder, "office", "owner_office", "asked_on", "name"),
                models.Value(""),
                output_field=models.CharField(),
            ),
        )

    def with_origin(self):
        """The item and meeting it arose from, whichever way, in the same query."""
        return self.select_related(
            "closed_at_meeting",
            "due_report",
            "origin_item__meeting__body",
            "origin_limb__resolution__minute__agenda_item__meeting__body",
        )

    def outstanding(self):
        """Asked for, and the panel has not yet said that it is satisfied or no longer wants it."""
        return self.filter(state__in=Action.OUTSTANDING)

    def closed(self):
        return self.exclude(state__in=Action.OUTSTANDING)

    def overdue(self, day: date | None = None):
        """Not even reported done although its day is over. Computed when asked, never stored.

        What is reported done waits for the panel, not for whoever was asked, so it is no longer late.
        """
        return self.filter(state=Action.State.OPEN, due_on__lt=day or today())

    def waiting(self, day: date | None = None):
        """Reminded of, and given until a day that has not yet come."""
        return self.filter(state=Action.State.OPEN, waiting_until__gte=day or today())

    def not_put_off(self, day: date | None = None):
        """Without those that the clerk will look at again later. Only for the clerk's own list: the public sees all."""
        return self.exclude(deferred_until__gt=day or today())

    def to_chase(self):
        """Published, overdue, neither put off nor reminded of late: whom it was asked of is to be reminded."""
        late = self.filter(publication=Publication.PUBLISHED).overdue().not_put_off()
        return late.exclude(waiting_until__gte=today())

    def longest_overdue_first(self):
        return self.order_by(F("due_on").asc(nulls_last=True), "asked_on", "pk")

    def newest_closed_first(self):
        """By the day of the meeting at which the panel closed it, not by that on which somebody entered so."""
        return self.order_by(Coalesce("closed_at_meeting__starts_at", "closed_at").desc(nulls_last=True), "-pk")

    def for_office(self, office):
        return self.filter(owner_office=office)

    def of_origin(self, origin: str):
        """Those that came from one of `Action.ORIGINS`."""
        from_limb, from_item = {"decision": (True, False), "discussion": (False, True), "panel": (False, False)}[origin]
        return self.filter(origin_limb__isnull=not from_limb, origin_item__isnull=not from_item)

    def arisen_at(self, **item):
        """What arose at the agenda items so narrowed, from their discussion or their decisions:
        `arisen_at(meeting=meeting)`. Each way is looked up by its index; as one condition with OR, the
        database goes through all actions."""
        ways = ("origin_item", "origin_limb__resolution__minute__agenda_item")
        rows = self.model._base_manager.order_by()
        found = [rows.filter(**{f"{way}__{name}": value for name, value in item.items()}).values("pk") for way in ways]
        return self.filter(IsAnyOf(F("pk"), ArraySubquery(found[0].union(found[1]))))


@tracked
class Action(PublicRecord, Exemptable):
    """Something asked of somebody, tracked until the panel is satisfied.

    Its origin is a limb of a resolution, or the discussion of an item; both are empty for a task the panel set
    itself, and for an origin that lives in a higher room. Four dates are kept apart: when it is due, for when it was
    promised, when something was received, and when the panel accepted it (the day of the meeting that closed it).
    """

    public_through = ("origin_limb", "origin_item")
    # What was asked for in discussion is told in the minutes, and goes with them.
    public_after = ("origin_item__meeting__minutes",)

    # What it came from, as readers choose it.
    ORIGINS = (("decision", "A decision"), ("discussion", "A discussion"), ("panel", "The panel’s own tasks"))

    class Kind(models.TextChoices):
        REQUEST = "request", "Request"
        INVITATION = "invitation", "Invitation"
        UNDERTAKING = "undertaking", "Undertaking"
        TASK = "task", "The panel's own task"
        CONDITION = "condition", "Condition"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        REPORTED_DONE = "reported_done", "Reported done"
        ACCEPTED = "accepted", "Accepted"
        ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
        NO_LONGER_NEEDED = "no_longer_needed", "No longer needed"
        SUPERSEDED = "superseded", "Superseded"
        MERGED = "merged", "Merged"
        HANDED_OVER = "handed_over", "Handed over"

    # The panel has not yet said that it is satisfied or no longer wants it.
    OUTSTANDING = (State.OPEN, State.REPORTED_DONE)

    class DueRule(models.TextChoices):
        NONE = "none", "No date was set"
        ON_DATE = "on_date", "On a date"
        NEXT_ORDINARY_MEETING = "next_ordinary_meeting", "At the next ordinary meeting"
        IN_REPORT = "in_report", "In the next report of a kind"
        BEFORE_EVENT = "before_event", "Before something happens"

    class DueBasis(models.TextChoices):
        PANEL = "panel", "The panel set it"
        REQUEST = "request", "It was asked for by then"
        STATUTE = "statute", "The law sets it"

    # What was asked, and where
    reference = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REQUEST)
    text = models.TextField("what was asked, as minuted", max_length=5000)
    given_in = models.TextField(
        "the sentence it was given in",
        max_length=5000,
        blank=True,
        help_text="For an undertaking: the sentence of the minutes in which it was given.",
    )
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
    due_report = models.ForeignKey(
        StandingReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="in which report",
    )
    due_event = models.CharField(
        "before what", max_length=200, blank=True, help_text='As asked: "any decision on the roll-out".'
    )
    due_event_on = models.DateField("the day of that, once it is known", null=True, blank=True)
    due_basis = models.CharField("who set the time", max_length=8, choices=DueBasis, default=DueBasis.REQUEST)
    due_provision = models.ForeignKey(
        Provision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="the provision, if the law sets it",
    )
    promised_on = models.DateField("promised for", null=True, blank=True, editable=False)
    due_on = models.DateField("due on", null=True, blank=True, editable=False, db_index=True)

    # Where it stands
    state = models.CharField(max_length=18, choices=State, default=State.OPEN, editable=False, db_index=True)
    reported_done_at = models.DateTimeField(null=True, blank=True, editable=False)
    received_on = models.DateField(null=True, blank=True, editable=False)
    rejected_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, editable=False, related_name="actions_not_accepted"
    )
    last_word = models.TextField("what whoever was asked said last", blank=True, editable=False)
    last_word_on = models.DateField(null=True, blank=True, editable=False)
    chased_on = models.DateField(null=True, blank=True, editable=False)
    waiting_until = models.DateField(null=True, blank=True, editable=False)
    deferred_until = models.DateField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, editable=False, related_name="actions_closed"
    )
    closing_note = models.TextField(blank=True, editable=False)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        help_text="The action that took its place, or that holds what is left of it.",
    )

    lexemes = searchable(a="text", b="given_in", c="closing_note")

    objects = ActionQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("-asked_on", "-pk")
        indexes = [index("action"), newest_overdue("action", "due_on")]
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
                condition=~Q(state__in=["open", "reported_done"]) ^ Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="closed_at_a_meeting_with_a_note",
                condition=~Q(state__in=["open", "reported_done"])
                & Q(closed_at_meeting__isnull=False)
                & ~Q(closing_note="")
                | Q(state__in=["open", "reported_done"], closed_at_meeting__isnull=True, closing_note=""),
            ),
            models.CheckConstraint(
                name="successor_iff_something_took_its_place",
                condition=Q(
                    state__in=["accepted_in_part", "superseded", "merged", "handed_over"], successor__isnull=False
                )
                | ~Q(state__in=["accepted_in_part", "superseded", "merged", "handed_over"]) & Q(successor__isnull=True),
            ),
            models.CheckConstraint(
                name="an_action_does_not_take_its_own_place",
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
            ),
            models.CheckConstraint(
                name="reported_done_at_when_reported_done",
                condition=~Q(state="reported_done") | Q(reported_done_at__isnull=False, received_on__isnull=False),
            ),
            models.CheckConstraint(
                name="due_report_iff_due_in_a_report",
                condition=Q(due_rule="in_report") ^ Q(due_report__isnull=True),
                violation_error_message="Say in which report if it is due in one, and only then.",
            ),
            models.CheckConstraint(
                name="due_event_iff_due_before_it",
                condition=Q(due_rule="before_event") & ~Q(due_event="")
                | ~Q(due_rule="before_event") & Q(due_event="", due_event_on__isnull=True),
                violation_error_message="Say before what if it is due before something happens, and only then.",
            ),
            models.CheckConstraint(
                name="provision_iff_the_law_sets_the_time",
                condition=Q(due_basis="statute") ^ Q(due_provision__isnull=True),
                violation_error_message="Name the provision if the law sets the time, and only then.",
            ),
            models.CheckConstraint(
                name="promised_after_it_was_asked",
                condition=Q(promised_on__isnull=True) | Q(asked_on__isnull=True) | Q(promised_on__gte=F("asked_on")),
                violation_error_message="It cannot be promised for a day before it was asked.",
            ),
            models.CheckConstraint(
                name="last_word_on_iff_there_is_one", condition=~Q(last_word="") ^ Q(last_word_on__isnull=True)
            ),
            models.CheckConstraint(
                name="chased_on_iff_waiting_until",
                condition=Q(chased_on__isnull=True, waiting_until__isnull=True)
                | Q(chased_on__isnull=False, waiting_until__isnull=False),
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
        if self.due_event and self.due_rule != self.DueRule.BEFORE_EVENT:
            raise ValidationError(
                {"due_event": "You wrote before what. Choose “Before something happens”, or take the words out."}
            )
        if self.due_given_on and self.asked_on and self.due_given_on < self.asked_on:
            raise ValidationError({"due_given_on": "This is before the day on which it was asked."})

    def get_absolute_url(self):
        return reverse("meetings:action-detail", args=[self.reference_in_address])

    @property
    def reference_in_address(self) -> str:
        return reference_in_address(self.reference)

    @property
    def own_words(self) -> str:
        """Its text without the lead-in that it shares with the other bullets of its decision, to tell them apart."""
        lead_in = f"{self.origin_limb.lead_in}: " if self.origin_limb else ""
        return self.text.removeprefix(lead_in)

    @property
    def is_outstanding(self) -> bool:
        return self.state in self.OUTSTANDING

    @property
    def is_waiting(self) -> bool:
        """Whoever was asked was reminded, and has until a day that has not yet come."""
        return self.state == self.State.OPEN and self.waiting_until is not None and self.waiting_until >= today()

    @property
    def is_overdue(self) -> bool:
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < today()

    @property
    def closed_on(self) -> date | None:
        """The day of the meeting at which the panel closed it."""
        if self.closed_at is None:
            return None
        return self.closed_at_meeting.day if self.closed_at_meeting else day_in_london(self.closed_at)

    @property
    def due_words(self) -> str:
        """Its rule in words: "In the next report: …", "Before any decision on the roll-out"."""
        if self.due_rule == self.DueRule.IN_REPORT:
            return f"In the next report: {self.due_report}"
        if self.due_rule == self.DueRule.BEFORE_EVENT:
            return f"Before {self.due_event}"
        return self.get_due_rule_display()

    @property
    def days_overdue(self) -> int:
        """Calendar days since it fell due; 0 when it is not overdue."""
        return (today() - self.due_on).days if self.is_overdue else 0

    @property
    def holder(self) -> str:
        """Who held the office on the day it was asked; empty for a body, or where nobody is recorded."""
        if hasattr(self, "holder_then"):
            return self.holder_then
        held = self.owner_office.holder_on(self.asked_on or today()) if self.owner_office else None
        return held.name if held else ""

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

    lexemes = searchable(b="text")

    class Meta(PublicRecord.Meta):
        ordering = ("written_on", "pk")
        indexes = [index("action_note")]

    def __str__(self):
        return f"Note of {self.written_on:%-d %B %Y} by {self.author}"


@tracked
class ActionEvidence(PublicPart):
    """What shows that an action was done: a paper, an item of an agenda, or a page elsewhere."""

    public_through = ("action", "paper", "agenda_item")

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence")
    given_on = models.DateField(default=today)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="evidence")
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="evidence")
    url = models.URLField("or a page elsewhere", blank=True)

    class Meta(PublicPart.Meta):
        ordering = ("given_on", "pk")
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_is_one_thing",
                condition=(
                    Q(paper__isnull=False, agenda_item__isnull=True, url="")
                    | Q(paper__isnull=True, agenda_item__isnull=False, url="")
                    | Q(paper__isnull=True, agenda_item__isnull=True) & ~Q(url="")
                ),
                violation_error_message="Give a paper, an agenda item or an address, and only one of them.",
            )
        ]

    def __str__(self):
        return self.url or str(self.paper or self.agenda_item)

    def get_absolute_url(self):
        return self.url or (self.paper or self.agenda_item).get_absolute_url()


@tracked
class OwnerChange(PublicPart):
    """A change of whom something is asked of: recorded wrongly at first, or passed on to somebody else."""

    public_through = ("action",)

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Recorded wrongly"
        TRANSFER = "transfer", "Passed on"

    action = models.ForeignKey(Action, models.PROTECT, related_name="owner_changes")
    kind = models.CharField(max_length=10, choices=Kind)
    changed_on = models.DateField(default=today)
    before = models.CharField(max_length=200, blank=True, help_text="Of whom it was asked until then, as called.")
    reason = models.TextField(max_length=5000)

    class Meta(PublicPart.Meta):
        ordering = ("changed_on", "pk")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.before or 'nobody'}"
