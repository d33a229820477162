"""A meeting: called, its agenda published, held or not, its minutes drafted, published and approved."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse

from meetings.models.bodies import Body, BodyName, Contact, Office, OfficeHolder, OfficeTitle, called_on
from meetings.models.people import Member
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
            short_name_then=called_on(BodyName, "body", "body", "day_then", "short_name"),
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


@tracked
class Minutes(PublicRecord):
    """The minutes of one meeting as a whole: who was there, and one numbered minute for each item."""

    public_through = ("meeting",)

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        PUBLISHED_AS_DRAFT = "published_as_draft", "Draft, not yet approved"
        APPROVED = "approved", "Approved"  # LGA 1972 Sch 12 para 41
        SIGNED = "signed", "Approved and signed"  # LGA 1972 Sch 12 para 41(1): by whoever chairs the approving meeting

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, editable=False)
    approved_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, editable=False, related_name="minutes_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    corrections_agreed = models.TextField("corrections agreed at approval", blank=True, editable=False)
    signed_by = models.CharField(max_length=200, blank=True, editable=False)
    signed_on = models.DateField(null=True, blank=True, editable=False)

    class Meta(PublicRecord.Meta):
        verbose_name_plural = "minutes"
        constraints = [
            *PublicRecord.Meta.constraints,
            models.CheckConstraint(
                name="approved_at_a_meeting_iff_approved",
                condition=Q(
                    state__in=["approved", "signed"], approved_at__isnull=False, approved_at_meeting__isnull=False
                )
                | ~Q(state__in=["approved", "signed"]) & Q(approved_at__isnull=True, approved_at_meeting__isnull=True),
            ),
            models.CheckConstraint(
                name="corrections_are_agreed_with_the_approval",
                condition=Q(state__in=["approved", "signed"]) | Q(corrections_agreed=""),
            ),
            models.CheckConstraint(
                name="signed_by_somebody_on_a_day_iff_signed",
                condition=Q(state="signed", signed_on__isnull=False) & ~Q(signed_by="")
                | ~Q(state="signed") & Q(signed_on__isnull=True, signed_by=""),
                violation_error_message="Signed minutes have who signed them and the day; others have neither.",
            ),
            models.CheckConstraint(
                name="minutes_being_written_are_not_public",
                condition=Q(state="draft", publication="draft") | ~Q(state="draft") & ~Q(publication="draft"),
            ),
        ]
        permissions = [("approve_minutes", "Can record that minutes were approved, signed or corrected")]

    def __str__(self):
        return f"Minutes of {self.meeting}"

    def get_absolute_url(self):
        return self.meeting.get_absolute_url()

    @property
    def is_approved(self) -> bool:
        """Approved, perhaps also signed: their text changes only by a correction."""
        return self.state in {self.State.APPROVED, self.State.SIGNED}

    @property
    def is_signed(self) -> bool:
        return self.state == self.State.SIGNED


class AttendanceQuerySet(RecordQuerySet):
    def with_names(self):
        """`title_then` and `holder_then`: what an office was called, and who held it, on the day."""
        return self.annotate(day_then=TruncDate("minutes__meeting__starts_at")).annotate(
            title_then=called_on(OfficeTitle, "office", "office", "day_then", "title"),
            holder_then=called_on(OfficeHolder, "office", "office", "day_then", "name"),
        )


@tracked
class Attendance(PublicPart):
    """One person at, or away from, a meeting."""

    public_through = ("minutes",)

    class Kind(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"
        SUBSTITUTE = "substitute", "Substitute"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="attendances")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.PRESENT)
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="attendances")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="attendances")
    name = models.CharField(max_length=160, blank=True, help_text="For somebody who is neither a member nor an office.")
    substitute_for = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substituted_by",
        verbose_name="in place of",
    )
    arrived_at_item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    left_at_item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="departures"
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "member"],
                name="one_attendance_of_a_member",
                violation_error_message="This member is already in the list.",
            ),
            models.CheckConstraint(
                name="an_attendance_is_of_one",
                condition=(
                    Q(member__isnull=False, office__isnull=True, name="")
                    | Q(member__isnull=True, office__isnull=False)
                    | Q(member__isnull=True, office__isnull=True) & ~Q(name="")
                ),
                violation_error_message="Say who: a member, an office (with the person's name if you like) or a name.",
            ),
            models.CheckConstraint(
                name="a_substitute_stands_in_for_a_member",
                condition=Q(kind="substitute", substitute_for__isnull=False)
                | ~Q(kind="substitute") & Q(substitute_for__isnull=True),
                violation_error_message="A substitute stands in for somebody: say for which member.",
            ),
        ]

    def __str__(self):
        return f"{self.who}: {self.get_kind_display()}"

    @property
    def who(self) -> str:
        if self.member:
            return self.member.name
        if self.office:
            if hasattr(self, "title_then"):
                title, holder = self.title_then or self.office.get_kind_display(), self.holder_then
            else:
                day = self.minutes.meeting.day
                title, holder = self.office.title_on(day), self.office.holder_on(day)
            return f"{self.name or holder}, {title}" if self.name or holder else title
        return self.name


@tracked
class Declaration(PublicPart):
    """An interest a member declared, in which item, and what followed (Localism Act 2011 s31)."""

    public_through = ("minutes",)

    class Kind(models.TextChoices):
        PECUNIARY = "pecuniary", "Disclosable pecuniary interest"
        OTHER_REGISTRABLE = "other_registrable", "Other registrable interest"
        NON_REGISTRABLE = "non_registrable", "Personal (non-registrable) interest"

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="declarations")
    member = models.ForeignKey(Member, models.PROTECT, related_name="declarations")
    agenda_item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="declarations"
    )
    kind = models.CharField(max_length=18, choices=Kind, default=Kind.NON_REGISTRABLE)
    nature = models.TextField(help_text="What the interest is.")
    effect = models.CharField("what followed", max_length=200, blank=True, help_text='"Left the meeting for item 7."')

    class Meta(PublicPart.Meta):
        ordering = ("pk",)

    def __str__(self):
        return f"{self.member}: {self.get_kind_display().lower()}"
