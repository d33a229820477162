"""The minutes of a meeting as a whole, who was there, and what was declared."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate

from meetings.models.bodies import Office, OfficeHolder, OfficeTitle, called_on
from meetings.models.meeting import Meeting
from meetings.models.people import Member
from panel_portal.records.history import tracked
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet


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
