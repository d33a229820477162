"""The panel's scheme for public questions: who may ask, by when, how much, and what is turned away."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.urls import reverse

from meetings.models import Meeting
from meetings.models.bodies import Dated, days, holding
from panel_portal.records.history import tracked
from panel_portal.records.publication import PublicPart, RecordQuerySet


class SchemeQuerySet(RecordQuerySet):
    def in_force(self, day):
        """The scheme that holds on a day, or None: one at most, as the database sees to it."""
        return self.filter(holding(day)).first()


@tracked
class Scheme(Dated):
    """The rules for public questions from one day until another. New rules are a new scheme, so that what was asked
    under the old ones is still judged by them. The scheme in force on the day of the meeting is what counts."""

    class Unit(models.TextChoices):
        CLEAR_WORKING_DAYS = "clear_working_days", "clear working days"
        WORKING_DAYS = "working_days", "working days"
        CLEAR_DAYS = "clear_days", "clear days"
        DAYS = "days", "days"

    class CountedFrom(models.TextChoices):
        MEETING = "meeting", "The day of the meeting"
        AGENDA = "agenda", "The day on which the agenda is published"

    class Addressee(models.TextChoices):
        COMMISSIONER = "commissioner", "The Commissioner"
        CHAIR = "chair", "The Chair of the panel"

    class Supplementary(models.TextChoices):
        NONE = "none", "None"
        ONE = "one", "One, on the same subject"
        LEAVE = "leave", "With the Chair's consent"

    # Who
    who_may_ask = models.TextField(
        max_length=500, help_text='A sentence for the public: "Anybody who lives or works in Northmere."'
    )

    # By when
    notice_number = models.PositiveSmallIntegerField("notice: how many")
    notice_unit = models.CharField("of what", max_length=20, choices=Unit, default=Unit.CLEAR_WORKING_DAYS)
    notice_time = models.TimeField("by what time of that day", null=True, blank=True, help_text="Empty: its end.")
    counted_from = models.CharField("counted back from", max_length=8, choices=CountedFrom, default=CountedFrom.MEETING)

    # How much
    most_words = models.PositiveSmallIntegerField("words at most", null=True, blank=True, help_text="Empty: no limit.")
    most_questions = models.PositiveSmallIntegerField(
        "questions of one person for a meeting", null=True, blank=True, help_text="Empty: no limit."
    )
    supplementary = models.CharField(
        "supplementary questions", max_length=8, choices=Supplementary, default=Supplementary.LEAVE
    )
    minutes_at_meeting = models.PositiveSmallIntegerField(
        "minutes for questions at a meeting", null=True, blank=True, help_text="Empty: not fixed."
    )
    statements_allowed = models.BooleanField("statements may be made, too", default=False)
    petitions_allowed = models.BooleanField("petitions may be handed in, too", default=False)

    # To whom, and how it is answered
    addressee = models.CharField("put to", max_length=12, choices=Addressee, default=Addressee.COMMISSIONER)
    office_email = models.EmailField(
        "address to which questions are sent",
        blank=True,
        help_text="Of the Commissioner's office, or where the Chair answers them. Not shown in public.",
    )
    answer_number = models.PositiveSmallIntegerField(
        "answer due: how many before the meeting", null=True, blank=True, help_text="Empty: by the meeting itself."
    )
    answer_unit = models.CharField("of what", max_length=20, choices=Unit, default=Unit.WORKING_DAYS)
    how_answered = models.TextField(max_length=1000, blank=True, help_text="A sentence or two for the public.")
    when_absent = models.TextField(
        "what happens when whoever asked does not come", max_length=500, blank=True, help_text="For the public."
    )

    # Names, and what is kept
    name_policy = models.TextField(
        "how names are shown", max_length=1000, help_text="For the public, where it is asked how to be named."
    )
    months_kept = models.PositiveSmallIntegerField(
        "months for which contact details are kept",
        default=12,
        help_text="Counted from the last step. Then they and the words as received are destroyed.",
    )

    objects = SchemeQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ("from_on",)
        verbose_name = "scheme for public questions"
        verbose_name_plural = "schemes for public questions"
        constraints = [
            *Dated.Meta.constraints,
            ExclusionConstraint(
                name="one_scheme_at_a_time",
                expressions=[(days(), RangeOperators.OVERLAPS)],
                violation_error_message="Another scheme holds on some of these days. End it first.",
            ),
            models.CheckConstraint(
                name="notice_is_at_most_a_quarter",
                condition=Q(notice_number__lte=90),
                violation_error_message="A notice of more than 90 days is surely a slip.",
            ),
            models.CheckConstraint(
                name="contact_details_are_kept_for_a_while",
                condition=Q(months_kept__gte=1, months_kept__lte=120),
                violation_error_message="Contact details are kept for 1 to 120 months.",
            ),
        ]
        permissions = [("handle_question", "Can handle public questions")]

    def __str__(self):
        since = f"from {self.from_on:%-d %B %Y}" if self.from_on else "from the beginning"
        return f"Scheme {since}" + (f" until {self.until_on:%-d %B %Y}" if self.until_on else "")

    def get_absolute_url(self):
        return reverse("questions:scheme")

    @property
    def notice_words(self) -> str:
        """ "3 clear working days before the meeting"."""
        unit = self.get_notice_unit_display()
        before = "the agenda is published" if self.counted_from == self.CountedFrom.AGENDA else "the meeting"
        return f"{self.notice_number} {unit.removesuffix('s') if self.notice_number == 1 else unit} before {before}"


@tracked
class RefusalGround(PublicPart):
    """One reason for which a question may be turned away, in the panel's own words."""

    public_through = ("scheme",)

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="grounds")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(
        "in a few words", max_length=120, help_text='As counted in public: "An operational matter".'
    )
    text = models.TextField("in the words of the scheme", max_length=1000)

    class Meta(PublicPart.Meta):
        ordering = ("scheme", "order", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="a_ground_once_in_a_scheme",
                violation_error_message="This scheme has a ground of that name already.",
            )
        ]

    def __str__(self):
        return self.name


@tracked
class StatedClosing(PublicPart):
    """A last moment that the clerk fixed for one meeting, in place of what the scheme comes to: some panels print the
    day on the agenda."""

    public_through = ("meeting",)

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="stated_closing")
    closes_at = models.DateTimeField("questions are taken until")
    reason = models.TextField("why, for the public", max_length=500, blank=True)

    class Meta(PublicPart.Meta):
        ordering = ("closes_at",)
        verbose_name = "deadline fixed by hand"
        verbose_name_plural = "deadlines fixed by hand"

    def __str__(self):
        return f"Questions for the {self.meeting}"
