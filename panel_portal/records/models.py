"""What every record shares: provisions of law, counters behind references, mail waiting to go, verbs set for later."""

from calendar import month_name
from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from panel_portal.records import clocks
from panel_portal.records.history import tracked
from panel_portal.records.periods import in_words
from panel_portal.records.publication import PublicPart, RecordQuerySet
from panel_portal.records.revision import count_always
from panel_portal.records.workflow import ALL_VERBS


class Provision(models.Model):
    """A statutory reference: "s28(4)(d) PRSRA 2011"."""

    internal = True

    short_label = models.CharField(max_length=80, unique=True)
    act = models.CharField("Act or instrument", max_length=200)
    section = models.CharField("section, schedule or paragraph", max_length=80)
    url = models.URLField("address", blank=True)

    class Meta:
        triggers = [count_always()]
        ordering = ("short_label",)

    def __str__(self):
        return self.short_label


@tracked
class Topic(PublicPart):
    """A subject from the clerk's own list, under which records are found."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField("word in addresses", max_length=60, unique=True)
    explanation = models.CharField(
        "what belongs to it", max_length=300, help_text="A sentence for readers: what stands under this topic."
    )
    words = models.CharField(
        "words that point to it",
        max_length=300,
        blank=True,
        help_text="With commas between them. A record in which its name or one of them stands is suggested for it.",
    )

    class Meta(PublicPart.Meta):
        ordering = ("name",)

    def __str__(self):
        return self.name


class TopicLinkQuerySet(RecordQuerySet):
    """Links to topics."""

    def with_names(self):
        return self.select_related("topic")


class TopicLink(PublicPart):
    """A topic under which a record is found. Each room has links of its own, to its own kinds of record."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="%(class)s_links")

    objects = TopicLinkQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        abstract = True
        verbose_name = "topic"

    @classmethod
    def linked(cls) -> str:
        """The key of the record that is linked."""
        return cls.public_through[0]

    def __str__(self):
        return f"{getattr(self, self.linked())}: {self.topic}"


def once(link: str) -> models.UniqueConstraint:
    """A record stands under a topic once. `link`: the key of the record."""
    return models.UniqueConstraint(
        fields=[link, "topic"],
        name=f"a_{link}_has_a_topic_once",
        violation_error_message="This topic is chosen already.",
    )


class StatutoryPeriod(models.Model):
    """A period the law or the panel fixes. Kept as data with its provision, never as a number in code."""

    internal = True

    class Unit(models.TextChoices):
        # The values are those of `clocks.Unit`, which counts them; "no day" has nothing to count.
        DAYS = clocks.Unit.DAYS, "days"
        CLEAR_DAYS = clocks.Unit.CLEAR_DAYS, "clear days"
        WORKING_DAYS = clocks.Unit.WORKING_DAYS, "working days"
        CLEAR_WORKING_DAYS = clocks.Unit.CLEAR_WORKING_DAYS, "clear working days"
        DAYS_BEGINNING_WITH = clocks.Unit.DAYS_BEGINNING_WITH, "days beginning with the day"
        WEEKS_BEGINNING_WITH = clocks.Unit.WEEKS_BEGINNING_WITH, "weeks beginning with the day"
        MONTHS_BEGINNING_WITH = clocks.Unit.MONTHS_BEGINNING_WITH, "months beginning with the day"
        FIXED_DAY = clocks.Unit.FIXED_DAY, "a fixed day of the year"
        NO_DAY = "no_day", "no day is fixed"

    key = models.SlugField(unique=True, editable=False)
    name = models.CharField(max_length=120)
    duty = models.TextField(
        "what has to be done", max_length=500, blank=True, help_text="One or two sentences, for the public."
    )
    number = models.PositiveSmallIntegerField(help_text="For a fixed day of the year: the day of the month.")
    unit = models.CharField(max_length=24, choices=Unit)
    month = models.PositiveSmallIntegerField(
        "month of the year",
        null=True,
        blank=True,
        choices=list(enumerate(month_name))[1:],
        help_text="Only for a fixed day of the year.",
    )
    back = models.BooleanField("counted back", default=False, help_text="As notice before a meeting.")
    counted_from = models.CharField(
        "what it is counted from",
        max_length=120,
        blank=True,
        help_text="As in “the day on which the report is published”.",
    )
    election_left_out = models.BooleanField(
        "stands still after an election",
        default=False,
        help_text="The days from an ordinary election until the Commissioner is in office are left out of the count.",
    )
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="periods")

    class Meta:
        triggers = [count_always()]
        ordering = ("key",)
        constraints = [
            models.CheckConstraint(
                name="a_fixed_day_has_its_month",
                condition=Q(unit="fixed_day") ^ Q(month__isnull=True),
                violation_error_message="A fixed day of the year has a month, and no other period has one.",
            )
        ]

    def __str__(self):
        if self.unit == self.Unit.FIXED_DAY:
            return f"{self.name}: {self.number} {self.get_month_display()} ({self.provision})"
        number = "" if self.unit == self.Unit.NO_DAY else f"{self.number} "
        return f"{self.name}: {number}{self.get_unit_display()} ({self.provision})"

    def clean(self):
        counted = self.unit in self.Unit.values and self.unit != self.Unit.NO_DAY
        if counted and self.number is not None:
            try:
                self.rule()
            except ValueError as refusal:
                raise ValidationError(f"{refusal}".rstrip(".") + ".") from None

    def rule(self) -> clocks.Rule:
        """What is counted. Raises ValueError for a duty to which the law gives no day."""
        if self.unit == self.Unit.NO_DAY:
            raise ValueError(f"No day is fixed for this: {self.name}.")
        return clocks.Rule(clocks.Unit(self.unit), self.number, month=self.month, back=self.back)

    def clock(self, starts_on: date, pauses: tuple[clocks.Pause, ...] = ()) -> clocks.Clock:
        """This period, counted from a day. Raises ValueError where no day is fixed."""
        return clocks.Clock(self.rule(), starts_on, self.counted_from, pauses)


class ProclaimedHoliday(models.Model):
    """A bank holiday that was proclaimed, or entered by Act, before the table of this release knew of it (Banking and
    Financial Dealings Act 1971 s1). `records.holidays` tells the calculator, and `manage.py retime` counts anew."""

    internal = True

    day = models.DateField(unique=True)
    name = models.CharField(max_length=120, help_text="As it is told where days are counted: “Coronation”.")
    source = models.CharField(max_length=300, help_text="Where it is announced: the proclamation, or its address.")

    class Meta:
        triggers = [count_always()]
        ordering = ("day",)
        verbose_name = "bank holiday added by hand"
        verbose_name_plural = "bank holidays added by hand"

    def __str__(self):
        return f"{self.name}, {in_words(self.day)}"


class PublicChange(models.Model):
    """How often a transaction changed what the public may see (`revision.py`); transaction 0 is the sum of old ones."""

    internal = True

    transaction = models.BigIntegerField(primary_key=True)
    changes = models.BigIntegerField()

    def __str__(self):
        return f"{self.changes} in transaction {self.transaction}"


class ReferenceCounter(models.Model):
    """The last number given in a series of references in a year."""

    internal = True

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_for_each_series")]

    def __str__(self):
        return f"{self.prefix}{self.year}: {self.last}"


class ScheduledVerbQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=ScheduledVerb.State.WAITING)

    def refused(self):
        return self.filter(state=ScheduledVerb.State.REFUSED)

    def unsettled(self):
        """Still waiting for its time, or refused and waiting for a person."""
        return self.filter(state__in=[ScheduledVerb.State.WAITING, ScheduledVerb.State.REFUSED])

    def for_record(self, record):
        return self.filter(
            content_type=ContentType.objects.get_for_model(record, for_concrete_model=False),
            object_id=record.pk,
        )


class ScheduledVerb(models.Model):
    """A verb that a clerk set for later ("publish at 9 on Monday"). The worker takes it as that clerk.

    Nothing becomes public by the passing of time alone: what was refused then waits for a person.
    """

    internal = True

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        CANCELLED = "cancelled", "Cancelled"

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="scheduled_verbs")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    verb = models.CharField(max_length=60)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="scheduled_verbs")
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    refusal = models.TextField(blank=True, editable=False)

    objects = ScheduledVerbQuerySet.as_manager()

    class Meta:
        ordering = ("at",)
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "verb"],
                condition=Q(state="waiting"),
                name="one_waiting_verb_of_a_kind_for_each_record",
                violation_error_message="This is already set for a later time. Cancel that first.",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") ^ Q(settled_at__isnull=False), name="settled_at_unless_waiting"
            ),
        ]
        permissions = [
            ("publish_record", "Can publish records"),
            ("withdraw_record", "Can withdraw published records"),
        ]

    def __str__(self):
        return f"{self.verb_label} set for {self.at:%-d %B %Y %H:%M}"

    @property
    def verb_label(self) -> str:
        """What the button says."""
        return next((verb.label for verb in ALL_VERBS if verb.path == self.verb), self.verb)


class OutgoingEmail(models.Model):
    """A message waiting to be sent, or sent. The row is written in the same transaction as its cause."""

    private = True

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    # Of letters that come again and again: where mail programs send "unsubscribe" (RFC 8058).
    stop_address = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("-queued_at",)

    def __str__(self):
        return f"E-mail {self.pk}"


class KeptWork(models.Model):
    """What somebody has typed into a page and not saved yet, so that no closed browser loses it. Theirs alone.

    `page` names the form ("agendaitem-5"); `fields` is what the form would send, urlencoded, without files.
    """

    private = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    page = models.CharField(max_length=60)
    fields = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="one_kept_work_of_a_user_on_a_page")]

    def __str__(self):
        return f"Unsaved work on {self.page}"


class TaskToken(models.Model):
    """A link that opens one thing for whoever holds it, without an account. Only its hash is kept."""

    private = True

    class Purpose(models.TextChoices):
        TRACK_QUESTION = "track_question", "Follow one's own question"
        ANSWER_QUESTION = "answer_question", "Answer a question"
        ANSWER_ACTION = "answer_action", "Answer an action"
        ANSWER_REPORT = "answer_report", "Answer a report or letter"
        ANSWER_INSPECTION = "answer_inspection", "Respond to an inspection"

    purpose = models.CharField(max_length=20, choices=Purpose)
    record = models.PositiveBigIntegerField(help_text="The key of what it opens; what that is, its purpose says.")
    hash = models.CharField(max_length=64, unique=True)
    for_whom = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField("what it was given for is done since", null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = "one-task link"

    def __str__(self):
        return f"Link {self.pk}: {self.get_purpose_display()}"

    @property
    def standing(self) -> str:
        """Whether it still opens anything, in words."""
        if self.done_at:
            return "Used: what it was given for is done"
        if self.revoked_at:
            return "Taken back"
        return "Expired" if self.expires_at and self.expires_at <= timezone.now() else "Open"


class TokenUse(models.Model):
    """One time that somebody came with a link, and what happened. Who it was nobody knows; no address is kept."""

    private = True

    class What(models.TextChoices):
        OPENED = "opened", "Opened"
        DONE = "done", "Sent what it was given for"
        UNKNOWN = "unknown", "Refused: no such link"
        EXPIRED = "expired", "Refused: expired"
        REVOKED = "revoked", "Refused: taken back"
        AGAIN = "again", "Refused: done already"
        CLOSED = "closed", "Refused: nothing is wanted any more"

    token = models.ForeignKey(TaskToken, models.PROTECT, null=True, blank=True, related_name="log")
    at = models.DateTimeField(auto_now_add=True)
    what = models.CharField(max_length=8, choices=What)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self):
        return f"{self.get_what_display()}, {self.at:%-d %B %Y %H:%M}"
