"""Inspections of the police force or the fire service: what was found, what was said of it, what was done about it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from meetings.models import Action, AgendaItem, Office
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import free_slug
from panel_portal.records.richtext import RichTextField
from questions.models import Question
from reports.models.panel_report import PanelReport


def exactly_one(*keys: str) -> Q:
    """The condition that one of these foreign keys is filled, and no other."""
    condition = Q()
    for chosen in keys:
        condition |= Q(**{f"{key}__isnull": key != chosen for key in keys})
    return condition


class InspectionQuerySet(RecordQuerySet):
    def awaiting(self):
        """The inspectorate's report is published, and the Commissioner's response to it is not."""
        return self.filter(state=Inspection.State.REPORTED)

    def overdue(self, day: date | None = None):
        """Awaiting a response although the day for it is over. Computed when asked, never stored."""
        return self.awaiting().filter(clock_stopped_on=None, response_due_on__lt=day or today())

    def newest_first(self):
        return self.annotate(
            last_known=models.functions.Coalesce("reported_on", "fieldwork_to", "fieldwork_from")
        ).order_by(models.F("last_known").desc(nulls_first=True), "-pk")

    def with_what_is_shown(self):
        return self.select_related("addressee", "inspected").prefetch_related(
            "addressee__titles", "addressee__holders", "inspected__titles", "inspected__holders"
        )


@tracked
class Inspection(PublicRecord):
    """One inspection by an inspectorate, from the fieldwork to its closure.

    Once the inspectorate has published its report, the Commissioner owes a response that also publishes the chief
    officer's comments (Police Act 1996 s55).
    """

    class Service(models.TextChoices):
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"
        BOTH = "both", "Police and fire"

    class State(models.TextChoices):
        UNDER_WAY = "under_way", "Report not yet published"
        REPORTED = "reported", "Awaiting a response"
        RESPONDED = "responded", "Responded to"
        CLOSED = "closed", "Closed"

    # What it is
    title = models.CharField("what was inspected", max_length=160, help_text='For lists: "First contact, 2026".')
    slug = models.SlugField(max_length=90, blank=True, editable=False)
    inspectorate = models.CharField(max_length=160, help_text="As it calls itself.")
    programme = models.CharField(max_length=80, blank=True, help_text='For example "PEEL 2025–27".')
    service = models.CharField(max_length=6, choices=Service, default=Service.POLICE)
    inspected = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="the chief officer",
        help_text="Whose service was inspected: the Chief Constable or the Chief Fire Officer.",
    )
    addressee = models.ForeignKey(
        Office, models.PROTECT, related_name="inspections_to_answer", verbose_name="who has to respond"
    )
    summary = RichTextField("what it was about", blank=True)

    # When
    fieldwork_from = models.DateField("fieldwork from", null=True, blank=True)
    fieldwork_to = models.DateField("fieldwork until", null=True, blank=True)
    reported_on = models.DateField("report published on", null=True, blank=True, editable=False)
    report_url = models.URLField("address of the report", max_length=400, blank=True, editable=False)
    response_due_on = models.DateField(null=True, blank=True, editable=False)
    clock_stopped_on = models.DateField(null=True, blank=True, editable=False)

    # Where it stands
    state = models.CharField(max_length=10, choices=State, default=State.UNDER_WAY, editable=False, db_index=True)
    responded_on = models.DateField(null=True, blank=True, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closing_note = models.TextField("how it was closed", blank=True, editable=False)
    closing_url = models.URLField("address of the closing letter", max_length=400, blank=True, editable=False)

    lexemes = searchable(a="title", b="summary", c=("inspectorate", "programme", "closing_note"))

    objects = InspectionQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("-reported_on", "-pk")
        indexes = [index("inspection")]
        constraints = [
            *PublicRecord.Meta.constraints,
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="an_inspection_has_its_own_address"),
            models.CheckConstraint(
                name="a_public_inspection_has_its_address", condition=Q(publication="draft") | ~Q(slug="")
            ),
            models.CheckConstraint(
                name="fieldwork_ends_after_it_begins",
                condition=Q(fieldwork_from__isnull=True)
                | Q(fieldwork_to__isnull=True)
                | Q(fieldwork_to__gte=models.F("fieldwork_from")),
                violation_error_message="The fieldwork ends before it begins.",
            ),
            models.CheckConstraint(
                name="a_reported_inspection_has_the_day_of_it",
                condition=Q(state="under_way", reported_on__isnull=True, report_url="")
                | ~Q(state="under_way") & Q(reported_on__isnull=False) & ~Q(report_url=""),
            ),
            models.CheckConstraint(
                name="an_inspection_responded_to_has_the_day_of_it",
                condition=Q(state__in=["responded", "closed"]) ^ Q(responded_on__isnull=True),
            ),
            models.CheckConstraint(
                name="a_closed_inspection_has_its_day_and_reason",
                condition=Q(state="closed", closed_on__isnull=False) & ~Q(closing_note="")
                | ~Q(state="closed") & Q(closed_on__isnull=True, closing_note="", closing_url=""),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reports:inspection-detail", args=[self.slug])

    @property
    def noun(self) -> str:
        return "inspection"

    @property
    def reference(self) -> str:
        """How it is named beside what has a number: inspections have none of their own."""
        return self.title

    @property
    def inspected_then(self) -> str:
        """The chief officer as called when the report came out, or today; "" where none is entered."""
        return self.inspected.title_on(self.reported_on or today()) if self.inspected else ""

    @property
    def addressee_then(self) -> str:
        return self.addressee.title_on(self.reported_on or today())

    @property
    def is_awaiting(self) -> bool:
        return self.state == self.State.REPORTED

    @property
    def is_overdue(self) -> bool:
        return (
            self.is_awaiting
            and self.clock_stopped_on is None
            and self.response_due_on is not None
            and self.response_due_on < today()
        )

    @property
    def fieldwork(self) -> str:
        """In words: "from … to …", one day, or ""."""
        days = [in_words(day) for day in (self.fieldwork_from, self.fieldwork_to) if day]
        return " to ".join(dict.fromkeys(days))

    def prepare_publication(self):
        """Fix its address. Raises ValidationError where there is nothing to read yet."""
        if not self.summary.strip() and not self.findings.exists() and not self.statements.exists():
            raise ValidationError("There is nothing to read yet. Say what it was about, or enter what was found.")
        if not self.slug:
            self.slug = free_slug(self.title, Inspection.objects.exclude(slug="").values_list("slug", flat=True))


class FindingQuerySet(RecordQuerySet):
    def open(self):
        """What the inspectorate wants put right and has not said that it is. A judgement asks for nothing."""
        return self.filter(state=Finding.State.OPEN).exclude(kind=Finding.Kind.JUDGEMENT)

    def to_answer(self):
        """What a response has to say something to: all but judgements."""
        return self.exclude(kind=Finding.Kind.JUDGEMENT)


@tracked
class Finding(PublicPart):
    """Something the inspectorate found: a concern, an area for improvement, or its judgement of an area."""

    public_through = ("inspection",)

    class Kind(models.TextChoices):
        CAUSE_OF_CONCERN = "concern", "Cause of concern"
        ACCELERATED = "accelerated", "Accelerated cause of concern"
        IMPROVEMENT = "improvement", "Area for improvement"
        JUDGEMENT = "judgement", "Judgement"

    class Grade(models.TextChoices):
        OUTSTANDING = "outstanding", "Outstanding"
        GOOD = "good", "Good"
        ADEQUATE = "adequate", "Adequate"
        REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement"
        INADEQUATE = "inadequate", "Inadequate"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.CAUSE_OF_CONCERN)
    area = models.CharField(max_length=200, help_text="What it is about: “Responding to the public”.")
    text = models.TextField("what was found", max_length=5000, blank=True)
    recommendation = models.TextField("what is recommended", max_length=5000, blank=True)
    grade = models.CharField(max_length=22, choices=Grade, blank=True, help_text="Of a judgement, and only of one.")
    told_on = models.DateField(
        "told to the service on", null=True, blank=True, help_text="Where that was before the report."
    )

    state = models.CharField(max_length=6, choices=State, default=State.OPEN, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closing_note = models.TextField("how it was closed", blank=True, editable=False)

    lexemes = searchable(a="area", b=("text", "recommendation"))

    objects = FindingQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        ordering = ("inspection", "order", "pk")
        indexes = [index("finding")]
        constraints = [
            models.CheckConstraint(
                name="a_judgement_and_only_that_has_a_grade",
                condition=Q(kind="judgement") ^ Q(grade=""),
                violation_error_message="Give the grade of a judgement; a concern has none.",
            ),
            models.CheckConstraint(
                name="a_closed_finding_has_its_day_and_reason",
                condition=Q(state="closed", closed_on__isnull=False) & ~Q(closing_note="") & ~Q(kind="judgement")
                | Q(state="open", closed_on__isnull=True, closing_note=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.area}"


@tracked
class InspectionStatement(PublicPart):
    """What somebody in office said in public about an inspection, in their own words."""

    public_through = ("inspection",)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="statements")
    said_at = models.DateTimeField("said on")
    speaker = models.CharField("who said it", max_length=120)
    position = models.CharField("in what office", max_length=160)
    text = RichTextField("what was said", help_text="As it was said.")
    url = models.URLField("where it was published", max_length=400, blank=True)

    lexemes = searchable(b="text", c="speaker")

    class Meta(PublicPart.Meta):
        ordering = ("inspection", "said_at", "pk")
        verbose_name = "statement"
        verbose_name_plural = "statements"
        indexes = [index("statement")]

    def __str__(self):
        return f"{self.speaker}, {self.position}"


@tracked
class InspectionProgress(PublicPart):
    """A step after the findings: progress reported, closer monitoring begun or ended, a visit to look again."""

    public_through = ("inspection",)

    class Kind(models.TextChoices):
        PROGRESS = "progress", "Progress reported"
        MONITORED = "monitored", "Closer monitoring began"  # HMICFRS "Engage"
        RELEASED = "released", "Closer monitoring ended"  # back to "Scan"
        REVISITED = "revisited", "The inspectorate looked again"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="progress")
    happened_on = models.DateField("on")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROGRESS)
    text = models.TextField("what happened", max_length=3000)
    url = models.URLField("where it is published", max_length=400, blank=True)

    lexemes = searchable(b="text")

    class Meta(PublicPart.Meta):
        ordering = ("inspection", "happened_on", "pk")
        indexes = [index("inspection_progress")]
        verbose_name = "step"
        verbose_name_plural = "steps"

    def __str__(self):
        return f"{self.get_kind_display()}, {in_words(self.happened_on)}"


@tracked
class InspectionScrutiny(PublicPart):
    """What the panel did about an inspection: an item it took, a question put to it, an action, a report or letter."""

    TO = ("agenda_item", "public_question", "asked_action", "panel_report")
    public_through = ("inspection", "finding", *TO)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="scrutiny")
    finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="scrutiny", verbose_name="because of the finding"
    )
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="inspections")
    public_question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="inspections")
    asked_action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="action"
    )
    panel_report = models.ForeignKey(
        PanelReport, models.PROTECT, null=True, blank=True, related_name="inspections", verbose_name="report or letter"
    )

    class Meta(PublicPart.Meta):
        ordering = ("inspection", "pk")
        verbose_name = "thing the panel did"
        verbose_name_plural = "what the panel did"
        constraints = [
            models.CheckConstraint(
                name="scrutiny_is_one_thing",
                condition=exactly_one("agenda_item", "public_question", "asked_action", "panel_report"),
                violation_error_message="Choose an item, a question, an action or a report, one of them in each row.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["inspection", key],
                    name=f"an_inspection_has_each_{key}_once",
                    violation_error_message="This is listed already.",
                )
                for key in ("agenda_item", "public_question", "asked_action", "panel_report")
            ),
        ]

    def __str__(self):
        return str(self.what)

    @property
    def what(self) -> AgendaItem | Question | Action | PanelReport:
        return next(getattr(self, key) for key in self.TO if getattr(self, f"{key}_id"))

    def clean(self):
        if self.finding_id and self.inspection_id and self.finding.inspection_id != self.inspection_id:
            raise ValidationError({"finding": "This was found in another inspection."})
