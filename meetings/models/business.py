"""The business of a meeting: agenda items, minutes, resolutions limb by limb, and their corrections."""

import re

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate, Upper
from django.urls import reverse

from meetings.models.bodies import SHORT_NAME, BodyName, called_on
from meetings.models.meeting import ItemKind, Meeting, StandingReport
from meetings.models.minutes import Minutes
from meetings.models.people import Member
from meetings.models.voting import VOTE_CONSTRAINTS, VetoOf
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import Exemptable, PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import folded, free_slug
from panel_portal.records.richtext import RichTextField, as_text, without_lists


def corrected_only(which: str, minute: str, minutes: str) -> list[pgtrigger.Trigger]:
    """Triggers that hold the text of approved minutes: it changes only to what the newest correction says, and none
    is added to it or taken from it.

    which    the condition that tells the corrections of this row
    minute   the key of its minute; `minutes` that of the whole, both as SQL with {row} for the row
    """
    approved = (
        "EXISTS (SELECT 1 FROM meetings_minutes AS whole"
        " WHERE whole.id = {minutes} AND whole.state IN ('approved', 'signed'))"
    )
    refusal = "RAISE EXCEPTION 'pgtrigger: Approved minutes change only by a correction (%)', {row}.id;"

    def filled(text: str, row: str) -> str:
        return text.replace("{minutes}", minutes).replace("{minute}", minute).replace("{row}", row)

    newest = (
        "(SELECT made.new_text = NEW.text FROM meetings_correction AS made"  # noqa: S608 - no value, only columns
        f" WHERE made.minute_id = {{minute}} AND {which} ORDER BY made.id DESC LIMIT 1)"
    )
    return [
        pgtrigger.Trigger(
            name="text_of_approved_minutes_is_corrected",
            when=pgtrigger.Before,
            operation=pgtrigger.UpdateOf("text"),
            condition=pgtrigger.Q(old__text__df=pgtrigger.F("new__text")),
            func=filled(
                f"IF {approved} AND {newest} IS NOT TRUE THEN {refusal} END IF; RETURN NEW;",
                "OLD",
            ),
        ),
        pgtrigger.Trigger(
            name="approved_minutes_gain_no_text",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=~pgtrigger.Q(new__text=""),
            func=filled(f"IF {approved} THEN {refusal} END IF; RETURN NEW;", "NEW"),
        ),
        pgtrigger.Trigger(
            name="approved_minutes_lose_no_text",
            when=pgtrigger.Before,
            operation=pgtrigger.Delete,
            condition=~pgtrigger.Q(old__text=""),
            func=filled(f"IF {approved} THEN {refusal} END IF; RETURN OLD;", "OLD"),
        ),
    ]


class AgendaItemQuerySet(RecordQuerySet):
    def for_meeting(self, meeting):
        return self.filter(meeting=meeting)

    def in_order(self):
        return self.order_by("order", "pk")

    def with_names(self):
        """`short_name_then`: what the body was called on the day."""
        return self.annotate(day_then=TruncDate("meeting__starts_at")).annotate(
            short_name_then=called_on(BodyName, "body", "meeting__body", "day_then", SHORT_NAME)
        )


@tracked
class AgendaItem(PublicRecord, Exemptable):
    """One matter on an agenda. Its title is always fit for the public: what is exempt about it stands in
    `ExemptMatter`, and its minute, papers and resolutions are not public while it is exempt."""

    public_through = ("meeting",)
    shell_when_exempt = True

    Kind = ItemKind

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda_items")
    order = models.PositiveSmallIntegerField(default=0, editable=False)
    number = models.CharField("agenda number", max_length=12, blank=True, help_text='As printed: "6", "7a".')
    title = models.CharField(max_length=300, help_text="Always public, also for an exempt item.")
    slug = models.SlugField("word in its address", max_length=90, blank=True, editable=False)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.SUBSTANTIVE)
    report_of = models.CharField(
        "report of", max_length=200, blank=True, help_text="Whose report the panel has before it."
    )
    standing_report = models.ForeignKey(
        StandingReport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="which standing report it is",
        help_text="What was asked for in the next report of this kind is listed under this item.",
    )
    purpose = RichTextField("what it is about", blank=True, help_text="The text under the title on the agenda.")
    recording_from = models.CharField(
        "starts in the recording at", max_length=8, blank=True, help_text="Hours, minutes, seconds: 1:02:10."
    )
    supplementary_at = models.DateTimeField("added after the agenda was published", null=True, editable=False)
    urgent = models.BooleanField("urgent, by leave of the Chair", default=False)
    urgent_reason = models.TextField(
        "the special circumstances",
        blank=True,
        help_text="The law wants them in the minutes (LGA 1972 s100B(4)).",
    )
    sensitive = models.BooleanField(
        "offer “Exit this page”",
        default=False,
        help_text="For matters that may put a reader at risk at home.",
    )

    lexemes = searchable(a="title", b="purpose", c=("report_of", "urgent_reason"))

    objects = AgendaItemQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("meeting", "order", "pk")
        # An item of the same title at other meetings is looked for on each item's page, in any case.
        indexes = [index("agenda_item"), models.Index(Upper("title"), name="agenda_item_titles")]
        constraints = [
            *PublicRecord.Meta.constraints,
            *Exemptable.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting", "number"],
                condition=~Q(number="") & ~Q(publication="withdrawn"),
                name="one_item_of_each_number",
                violation_error_message="Another item of this meeting already has this number.",
            ),
            models.UniqueConstraint(fields=["meeting", "slug"], condition=~Q(slug=""), name="one_item_at_each_address"),
            models.CheckConstraint(
                name="urgent_business_has_its_reason",
                condition=Q(urgent=False) | Q(exempt=True) | ~Q(urgent_reason=""),
                violation_error_message="Give the special circumstances: the law wants them in the minutes.",
            ),
            models.CheckConstraint(
                name="an_exempt_item_says_no_more_than_its_title",
                condition=Q(exempt=False) | Q(purpose="", report_of="", urgent_reason=""),
                violation_error_message="This item is not for publication: put its text under the exempt part.",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def clean(self):
        if self.recording_from and not re.fullmatch(r"(\d{1,2}:)?\d{1,2}:\d{2}", self.recording_from):
            raise ValidationError({"recording_from": "Write the time as hours, minutes and seconds: 1:02:10."})
        if self.number and self.meeting_id:
            others = AgendaItem._base_manager.filter(meeting=self.meeting_id, number=self.number).exclude(pk=self.pk)
            other = others.exclude(publication="withdrawn").first()
            if other:
                raise ValidationError({"number": f"Item {other.number} of this meeting is “{other.title}” already."})

    def get_absolute_url(self):
        return reverse("meetings:item-detail", args=[self.meeting.slug, self.slug])

    def prepare_publication(self):
        if not self.slug:
            taken = AgendaItem._base_manager.filter(meeting=self.meeting).exclude(pk=self.pk)
            self.slug = free_slug(self.title, taken.values_list("slug", flat=True))


@tracked
class ExemptMatter(PublicPart):
    """What an exempt item is really about. Members see it; the public never does."""

    members_only = True
    public_through = ("agenda_item",)
    shell_is_enough = ("agenda_item",)

    agenda_item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="exempt_matter")
    title = models.CharField("full title", max_length=300)
    report_of = models.CharField("report of", max_length=200, blank=True)
    purpose = RichTextField("what it is about", blank=True)
    urgent_reason = models.TextField("the special circumstances", blank=True, help_text="If it is urgent business.")

    class Meta(PublicPart.Meta):
        verbose_name = "exempt part"

    def __str__(self):
        return self.title


@tracked
class Minute(PublicPart):
    """The numbered entry of the minutes for one agenda item."""

    public_through = ("minutes", "agenda_item")

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="entries")
    agenda_item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="minute")
    number = models.CharField(
        "minute number",
        max_length=20,
        blank=True,
        help_text="By the panel's own scheme: 29, 12/26, PCP 8/21.",
    )
    text = RichTextField("minute", blank=True)

    lexemes = searchable(b="text")

    class Meta(PublicPart.Meta):
        ordering = ("agenda_item__order",)
        indexes = [index("minute"), models.Index(folded("number"), name="minute_by_number")]
        triggers = [
            *PublicPart.Meta.triggers,
            *corrected_only("made.limb_id IS NULL", minute="{row}.id", minutes="{row}.minutes_id"),
        ]

    def __str__(self):
        return f"Minute {self.number}".strip()

    def clean(self):
        if self.agenda_item_id and self.minutes_id and self.agenda_item.meeting_id != self.minutes.meeting_id:
            raise ValidationError("This item belongs to another meeting than these minutes.")


@tracked
class PublicSummary(PublicPart):
    """What the public is told of exempt business, where the rest would not make sense (LGA 1972 s100C(2))."""

    public_through = ("minutes", "agenda_item")
    shell_is_enough = ("agenda_item",)

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="public_summaries")
    agenda_item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="public_summary")
    text = RichTextField("public summary of what was decided")

    lexemes = searchable(b="text")

    class Meta(PublicPart.Meta):
        verbose_name_plural = "public summaries"
        indexes = [index("public_summary")]

    def __str__(self):
        return f"Public summary of {self.agenda_item}"


@tracked
class Resolution(PublicPart):
    """A decision of the panel: who moved it, how the vote fell, and its limbs."""

    public_through = ("minute",)

    minute = models.ForeignKey(Minute, models.PROTECT, related_name="resolutions")
    order = models.PositiveSmallIntegerField(default=1)
    stem = models.CharField(
        max_length=500, blank=True, help_text='The words before the limbs, as minuted: "That the Panel:".'
    )
    mover = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="resolutions_moved")
    seconder = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="resolutions_seconded")
    unanimous = models.BooleanField(default=False)
    votes_for = models.PositiveSmallIntegerField("for", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("against", null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("abstained", null=True, blank=True)
    # What needs two thirds of the members in post. The numbers are kept: a term corrected later rewrites no outcome.
    veto_of = models.CharField("veto of", max_length=20, choices=VetoOf, blank=True)
    in_post = models.PositiveSmallIntegerField(
        "members in post on the day",
        null=True,
        blank=True,
        help_text="Only for a veto. Empty: counted from their terms, first and last day included.",
    )
    present = models.PositiveSmallIntegerField(
        "members present for the vote", null=True, blank=True, help_text="Of a veto, empty: counted from the roll."
    )
    names_taken = models.BooleanField("the names were taken", default=False, editable=False)

    class Meta(PublicPart.Meta):
        ordering = ("order", "pk")
        constraints = VOTE_CONSTRAINTS

    def __str__(self):
        return f"Resolution {self.order} of {self.minute}"

    @property
    def vote_is_recorded(self) -> bool:
        return self.votes_for is not None


class LimbQuerySet(RecordQuerySet):
    def carried(self):
        return self.filter(carried=True)

    def asking(self):
        """Limbs that ask something of somebody."""
        return self.filter(kinds__overlap=[Limb.Kind.REQUEST, Limb.Kind.INVITATION, Limb.Kind.RECOMMENDATION])


def letter_of(label: str) -> str:
    """What a part is cited by, without its brackets: "b" of "(B)"; "" where it has no letter or number."""
    return re.sub(r"[^a-z0-9]", "", label.lower())


@tracked
class Limb(PublicPart):
    """One part of a resolution, as lettered: "b) That the Commissioner be invited …"."""

    public_through = ("resolution",)

    class Kind(models.TextChoices):
        # minutes_formats.md section 1, "Kinds of part"; the label says what the panel did
        NOTING = "noting", "Noted"
        RECEIVING = "receiving", "Received"
        APPROVAL = "approval", "Approved"
        APPROVE_MINUTES = "approve_minutes", "Approved minutes"
        APPOINTMENT = "appointment", "Appointed"
        REQUEST = "request", "Requested"
        INVITATION = "invitation", "Invited"
        RECOMMENDATION = "recommendation", "Recommended"
        SUPPORT = "support", "Supported"
        THANKS = "thanks", "Thanked"
        EXCLUSION = "exclusion", "Excluded the public"
        DEFERRAL = "deferral", "Deferred"
        FINDING = "finding", "Found"
        VETO = "veto", "Vetoed"
        OTHER = "other", "Decided"

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="limbs")
    order = models.PositiveSmallIntegerField(default=1)
    label = models.CharField(max_length=12, blank=True, help_text='As typed: "a)", "(ii)", "1.". Empty if unlettered.')
    text = RichTextField()
    kinds = ArrayField(models.CharField(max_length=16, choices=Kind), default=list, blank=True)
    carried = models.BooleanField(default=True, help_text="A motion that was lost is minuted, and decides nothing.")

    lexemes = searchable(b="text")

    objects = LimbQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        ordering = ("order", "pk")
        indexes = [index("limb")]
        triggers = [
            *PublicPart.Meta.triggers,
            *corrected_only(
                "made.limb_id = {row}.id",
                minute="(SELECT minute_id FROM meetings_resolution WHERE id = {row}.resolution_id)",
                minutes="(SELECT entry.minutes_id FROM meetings_minute AS entry JOIN meetings_resolution AS decided"
                " ON decided.minute_id = entry.id WHERE decided.id = {row}.resolution_id)",
            ),
        ]

    def __str__(self):
        words = as_text(self.text)
        return f"{self.label} {words[:90]}{'…' if len(words) > 90 else ''}".strip()

    @property
    def anchor(self) -> str:
        """The word in `#limb-b`; a second resolution of the same item has its number in between."""
        word = letter_of(self.label) or str(self.order)
        return f"limb-{word}" if self.resolution.order == 1 else f"limb-{self.resolution.order}-{word}"

    @property
    def lead_in(self) -> str:
        """The words before the list of bullets, without the colon; all of them where there is no list."""
        return " ".join(without_lists(self.text).split()).rstrip(":").strip()

    @property
    def kind_labels(self) -> list[str]:
        return [self.Kind(kind).label for kind in self.kinds]

    def get_absolute_url(self):
        return f"{self.resolution.minute.agenda_item.get_absolute_url()}#{self.anchor}"


@tracked
class Correction(PublicPart):
    """A change to the text of approved minutes: what stood there, what stands there now, when and why."""

    public_through = ("minute",)

    minute = models.ForeignKey(Minute, models.PROTECT, related_name="corrections")
    limb = models.ForeignKey(
        Limb, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="part of a decision"
    )
    old_text = RichTextField("what it said", blank=True)
    new_text = RichTextField("what it says now")
    corrected_on = models.DateField(default=today)
    reason = models.TextField(max_length=2000, help_text="One or two sentences, for the public.")
    agreed_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="corrections_made", verbose_name="agreed at"
    )

    lexemes = searchable(c=("new_text", "old_text", "reason"))

    class Meta(PublicPart.Meta):
        ordering = ("pk",)
        indexes = [index("correction")]
        triggers = [
            *PublicPart.Meta.triggers,
            pgtrigger.Protect(name="keep_corrections", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_correction_has_its_reason",
                condition=~Q(reason=""),
                violation_error_message="Say why. The public will read it.",
            ),
            models.CheckConstraint(
                name="a_correction_changes_something",
                condition=~Q(old_text=models.F("new_text")),
                violation_error_message="This is what the minutes say already. Change the text, then save.",
            ),
        ]

    def __str__(self):
        return f"Correction of {in_words(self.corrected_on)}"

    @property
    def anchor(self) -> str:
        return f"correction-{self.pk}"

    def get_absolute_url(self):
        return f"{self.minute.agenda_item.get_absolute_url()}#{self.anchor}"
