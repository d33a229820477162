"""A meeting: called, its agenda published, held or not; who was invited, and what stands on each agenda."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse

from meetings.models.bodies import SHORT_NAME, Body, BodyName, Contact, Office, OfficeTitle, called_on
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.periods import day_in_london, in_words, today
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import free_slug
from panel_portal.records.revision import count_always

FIRST_YEAR = 2012  # panels began with the first commissioners, in November 2012 (PRSRA 2011 s28)
YEARS_AHEAD = 5


def plausible_moment(moment: datetime) -> None:
    """Refuse a year that can only be a slip of the keyboard."""
    year = day_in_london(moment).year
    if not FIRST_YEAR <= year <= today().year + YEARS_AHEAD:
        raise ValidationError(
            f"Is the year right? {year} is not between {FIRST_YEAR}, when panels began, "
            f"and {today().year + YEARS_AHEAD}.",
            code="implausible_year",
        )


class MeetingQuerySet(RecordQuerySet):
    def with_names(self):
        """`name_then` and `short_name_then`: what the body was called on the day."""
        return self.annotate(day_then=TruncDate("starts_at")).annotate(
            name_then=called_on(BodyName, "body", "body", "day_then", "name"),
            short_name_then=called_on(BodyName, "body", "body", "day_then", SHORT_NAME),
        )

    def upcoming(self, day: date | None = None):
        """Meetings still expected, from `day` (today) on, soonest first."""
        return self.filter(
            state__in=[Meeting.State.AGENDA_DRAFT, Meeting.State.AGENDA_PUBLISHED],
            starts_at__date__gte=day or today(),
        ).order_by("starts_at")

    def past(self, day: date | None = None):
        """Meetings that were held, called off, or whose day is over, latest first."""
        return self.exclude(
            state__in=[Meeting.State.AGENDA_DRAFT, Meeting.State.AGENDA_PUBLISHED],
            starts_at__date__gte=day or today(),
        ).order_by("-starts_at")

    def for_body(self, body):
        return self.filter(body=body)

    def as_usual(self) -> dict:
        """What a new meeting has in common with the latest of the panel, as columns; nothing before there is one."""
        latest = self.filter(body__kind=Body.Kind.PANEL).order_by("-starts_at")
        return latest.values("body", "place", "directions", "contact").first() or {}

    def ordinary(self):
        """Meetings that "the next ordinary meeting" can mean."""
        return self.filter(kind__in=[Meeting.Kind.ORDINARY, Meeting.Kind.ANNUAL]).exclude(
            state__in=[Meeting.State.CANCELLED, Meeting.State.POSTPONED]
        )


@tracked
class Meeting(PublicRecord):
    """One sitting of a body on one day."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Ordinary meeting"
        ANNUAL = "annual", "Annual meeting"
        SPECIAL = "special", "Special meeting"
        CONFIRMATION = "confirmation", "Confirmation hearing"  # PRSRA 2011 Sch 1, Sch 8
        PRECEPT = "precept", "Precept meeting"  # PRSRA 2011 Sch 5
        RESERVE = "reserve", "Reserve date"
        INFORMAL = "informal", "Informal meeting"
        PERFORMANCE = "performance", "Public performance meeting"

    class State(models.TextChoices):
        AGENDA_DRAFT = "agenda_draft", "Agenda being prepared"
        AGENDA_PUBLISHED = "agenda_published", "Agenda published"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"
        POSTPONED = "postponed", "Postponed"
        ADJOURNED = "adjourned", "Adjourned"
        INQUORATE = "inquorate", "Not quorate"

    # Whose, when and where
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ORDINARY)
    starts_at = models.DateTimeField("starts", validators=[plausible_moment])
    ends_at = models.DateTimeField("ends", null=True, blank=True, validators=[plausible_moment])
    slug = models.CharField("word in its address", max_length=16, blank=True, editable=False)
    place = models.CharField(max_length=200, blank=True)
    directions = models.TextField(blank=True, help_text="How to get there, parking, access.")
    remote_link = models.URLField("link to watch or join", blank=True)
    recording_url = models.URLField("recording", blank=True)
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name="clerk's contact",
    )

    # Why
    called_by_limb = models.ForeignKey(
        "meetings.Limb",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_called",
        verbose_name="called because of",
        help_text="The decision that asked for this meeting.",
    )
    purpose = models.TextField("why it was called", blank=True, help_text="One or two sentences, for the public.")

    # Where it stands
    state = models.CharField(max_length=16, choices=State, default=State.AGENDA_DRAFT, editable=False, db_index=True)
    agenda_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    short_notice_reason = models.TextField("reason for short notice", blank=True, editable=False)
    settled_at = models.DateTimeField("outcome recorded at", null=True, blank=True, editable=False)
    outcome_reason = models.TextField("why it did not go ahead", blank=True, editable=False)
    later_meeting = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="earlier_meetings"
    )
    sensitive = models.BooleanField(
        "offer “Exit this page”",
        default=False,
        help_text="For matters that may put a reader at risk at home.",
    )

    lexemes = searchable(a="purpose", b=("place", "outcome_reason"))

    objects = MeetingQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("-starts_at",)
        indexes = [index("meeting"), models.Index(fields=["starts_at"], name="meeting_by_day")]
        constraints = [
            *PublicRecord.Meta.constraints,
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="one_meeting_at_each_address"),
            models.UniqueConstraint(
                fields=["body", "starts_at"],
                condition=~Q(publication="withdrawn"),
                name="a_body_meets_once_at_a_time",
                violation_error_message="This body already has a meeting that starts at this time.",
            ),
            models.CheckConstraint(
                name="a_meeting_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message="The meeting ends before it starts. Check both times.",
            ),
            models.CheckConstraint(
                name="agenda_published_at_when_agenda_is_out",
                condition=~Q(state__in=["agenda_published", "held", "adjourned", "inquorate"])
                | Q(agenda_published_at__isnull=False),
                violation_error_message="Publish the agenda first.",
            ),
            models.CheckConstraint(
                name="settled_at_iff_settled",
                condition=Q(state__in=["agenda_draft", "agenda_published"], settled_at__isnull=True)
                | ~Q(state__in=["agenda_draft", "agenda_published"]) & Q(settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outcome_reason_iff_it_did_not_go_ahead",
                condition=~Q(state__in=["cancelled", "postponed", "adjourned", "inquorate"]) & Q(outcome_reason="")
                | Q(state__in=["cancelled", "postponed", "adjourned", "inquorate"]) & ~Q(outcome_reason=""),
            ),
            models.CheckConstraint(
                name="later_meeting_iff_postponed_or_adjourned",
                condition=Q(state__in=["postponed", "adjourned"]) ^ Q(later_meeting__isnull=True),
                violation_error_message="Say to which meeting.",
            ),
        ]
        permissions = [("run_meeting", "Can publish agendas and record what became of a meeting")]

    def __str__(self):
        return f"{self.short_body_name}, {self.get_kind_display().lower()}, {in_words(self.day)}"

    def get_absolute_url(self):
        return reverse("meetings:meeting-detail", args=[self.slug])

    @property
    def day(self) -> date:
        return day_in_london(self.starts_at)

    @property
    def body_name(self) -> str:
        """What the body was called on the day."""
        return getattr(self, "name_then", None) or self.body.name_on(self.day)

    @property
    def short_body_name(self) -> str:
        return getattr(self, "short_name_then", None) or self.body.short_name_on(self.day)

    @property
    def is_upcoming(self) -> bool:
        return self.state in {self.State.AGENDA_DRAFT, self.State.AGENDA_PUBLISHED} and self.day >= today()

    @property
    def agenda_is_out(self) -> bool:
        return self.agenda_published_at is not None

    @property
    def has_sat(self) -> bool:
        """It was opened, if only to be adjourned or found not quorate: there is something to minute."""
        return self.state in {self.State.HELD, self.State.ADJOURNED, self.State.INQUORATE}

    @property
    def did_not_go_ahead(self) -> bool:
        return bool(self.outcome_reason)

    def prepare_publication(self):
        """Fix the address: the day, and "-2" for a second meeting that day."""
        if not self.slug:
            taken = Meeting._base_manager.filter(slug__startswith=self.day.isoformat()).values_list("slug", flat=True)
            self.slug = free_slug(self.day.isoformat(), taken)


class InvitationQuerySet(RecordQuerySet):
    def with_names(self):
        return self.annotate(day_then=TruncDate("meeting__starts_at")).annotate(
            name_then=called_on(BodyName, "body", "body", "day_then", "name"),
            title_then=called_on(OfficeTitle, "office", "office", "day_then", "title"),
        )


@tracked
class Invitation(PublicPart):
    """Another body, or somebody, asked to come and the part they may take (a resolution may have asked for it)."""

    public_through = ("meeting",)

    class Part(models.TextChoices):
        TAKE_PART = "take_part", "May take part in the discussion"
        ATTEND = "attend", "May attend and be asked questions"
        OBSERVE = "observe", "May observe"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="invitations")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="invitations")
    name = models.CharField("or somebody else", max_length=200, blank=True)
    part = models.CharField("part they may take", max_length=12, choices=Part, default=Part.TAKE_PART)
    limb = models.ForeignKey(
        "meetings.Limb",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name="asked for by",
        help_text="The decision that asked for this invitation.",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="an_invitation_is_to_one",
                condition=(
                    Q(body__isnull=False, office__isnull=True, name="")
                    | Q(body__isnull=True, office__isnull=False, name="")
                    | Q(body__isnull=True, office__isnull=True) & ~Q(name="")
                ),
                violation_error_message="Say who is invited: a body, an office or a name, and only one of them.",
            )
        ]

    def __str__(self):
        return self.invited

    @property
    def invited(self) -> str:
        if self.body_id:
            return getattr(self, "name_then", None) or self.body.name_on(self.meeting.day)
        if self.office_id:
            return getattr(self, "title_then", None) or self.office.title_on(self.meeting.day)
        return self.name


class ItemKind(models.TextChoices):
    """What sort of business an item is; also a standing item, from which it may be made."""

    SUBSTANTIVE = "substantive", "Substantive item"
    APOLOGIES = "apologies", "Apologies and substitutes"
    DECLARATIONS = "declarations", "Declarations of interest"
    LAST_MINUTES = "last_minutes", "Minutes of the last meeting"
    ANNOUNCEMENTS = "announcements", "Chair's announcements"
    QUESTIONS = "questions", "Public questions"
    ACTIONS = "actions", "Actions and matters arising"
    DECISIONS = "decisions", "Commissioner's decisions since the last meeting"
    WORK_PROGRAMME = "work_programme", "Work programme"
    NEXT_MEETING = "next_meeting", "Date of the next meeting"
    EXCLUSION = "exclusion", "Exclusion of the public"
    URGENT = "urgent", "Urgent business"


class StandingReport(models.Model):
    """A kind of report that comes again and again, as "the Commissioner's update report": something may be asked for
    in the next one of it."""

    internal = True

    name = models.CharField(max_length=120, unique=True, help_text="As in “the Commissioner's update report”.")

    class Meta:
        triggers = [count_always()]
        ordering = ("name",)

    def __str__(self):
        return self.name


class StandingItem(models.Model):
    """What every new agenda of a body begins with."""

    internal = True

    body = models.ForeignKey(Body, models.PROTECT, related_name="standing_items")
    order = models.PositiveSmallIntegerField(default=10)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=16, choices=ItemKind, blank=True, help_text="As on an agenda item.")
    report_of = models.CharField(max_length=200, blank=True)
    standing_report = models.ForeignKey(
        StandingReport, models.PROTECT, null=True, blank=True, related_name="standing_items"
    )

    class Meta:
        triggers = [count_always()]
        ordering = ("body", "order")

    def __str__(self):
        return self.title
