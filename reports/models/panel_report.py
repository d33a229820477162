"""What the panel writes to the Commissioner: the reports that the law names, and letters."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from meetings.models import Action, AgendaItem, Body, Office
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.models import Provision
from panel_portal.records.periods import clock, in_words, today
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import reference_in_address
from panel_portal.records.richtext import RichTextField


class PanelReportQuerySet(RecordQuerySet):
    def awaiting(self):
        """Issued, with a reply asked for or owed by law, and none published."""
        return self.filter(state=PanelReport.State.ISSUED).exclude(reply_basis=PanelReport.ReplyBasis.NONE)

    def overdue(self, day: date | None = None):
        """Awaiting a reply although the day for it is over. Computed when asked, never stored."""
        return self.awaiting().filter(clock_stopped_on=None, reply_due_on__lt=day or today())

    def newest_first(self):
        return self.order_by("-issued_on", "-pk")

    def with_what_is_shown(self):
        return self.select_related("addressee", "provision", "from_body").prefetch_related(
            "addressee__titles", "addressee__holders", "from_body__names"
        )


@tracked
class PanelReport(PublicRecord):
    """A report or a letter from the panel to the Commissioner, or to another office.

    Its direction is always from the panel outwards: what comes back is a `CommissionerResponse`.
    """

    class Kind(models.TextChoices):
        # The provision of each is data (`provision`); these are what panels call them.
        PLAN = "plan", "Report on the police and crime plan"  # PRSRA 2011 s28(3)
        ANNUAL_REPORT = "annual_report", "Report on the annual report"  # s28(4)(d)
        PRECEPT_FIRST = "precept_first", "First report on the precept"  # Sch 5 para 3
        PRECEPT_SECOND = "precept_second", "Second report on the precept"  # SI 2012/2271 reg 6
        SENIOR_APPOINTMENT = "senior_appointment", "Report on a senior appointment"  # Sch 1 para 10
        CHIEF_CONSTABLE = "chief_constable", "Report on the appointment of a Chief Constable"  # Sch 8 para 4
        DECISIONS = "decisions", "Report on decisions or actions"  # s28(6)
        FIRE_PLAN = "fire_plan", "Report on the fire and rescue plan"  # FRSA 2004 Sch A2
        FIRE_STATEMENT = "fire_statement", "Report on the fire and rescue statement"  # FRSA 2004 Sch A2
        LETTER = "letter", "Letter"

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        ISSUED = "issued", "Issued"
        REPLIED = "replied", "Replied to"

    class ReplyBasis(models.TextChoices):
        NONE = "none", "No reply is asked for"
        UNDATED = "undated", "A reply is owed, and no day is fixed"
        PANEL = "panel", "The panel has set the day"  # PRSRA 2011 s29(3)
        STATUTE = "statute", "The law sets the day"

    # What it is
    reference = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.LETTER)
    title = models.CharField("what it is about", max_length=200)
    provision = models.ForeignKey(
        Provision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="legal basis",
        help_text="The provision under which the panel reports. Empty for a free letter.",
    )
    text = RichTextField("what it says")

    # From whom, to whom
    from_body = models.ForeignKey(Body, models.PROTECT, related_name="panel_reports", verbose_name="from")
    signatory = models.CharField("signed by", max_length=120, blank=True)
    signatory_office = models.CharField(
        "in what office", max_length=120, blank=True, help_text='For example "Chair of the Panel".'
    )
    addressee = models.ForeignKey(Office, models.PROTECT, related_name="panel_reports", verbose_name="to")

    # The reply
    reply_basis = models.CharField("reply", max_length=8, choices=ReplyBasis, default=ReplyBasis.UNDATED)
    reply_due_on = models.DateField(
        "reply asked for by", null=True, blank=True, help_text="Only where the panel or the law sets a day."
    )
    clock_stopped_on = models.DateField(null=True, blank=True, editable=False)

    # Publishing on the Commissioner's own site
    asked_to_publish = models.BooleanField("asks to be published on the Commissioner's own website", default=False)
    seen_published_on = models.DateField(null=True, blank=True, editable=False)
    seen_published_at = models.URLField("seen at", blank=True, max_length=400, editable=False)

    embargo_until = models.DateTimeField(
        "not public before",
        null=True,
        blank=True,
        help_text="After a confirmation hearing: until a candidate has had time to withdraw.",
    )

    # Where it stands
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT, editable=False, db_index=True)
    issued_on = models.DateField(null=True, blank=True, editable=False)
    replied_on = models.DateField(null=True, blank=True, editable=False)

    lexemes = searchable(a="title", b="text")

    objects = PanelReportQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("-issued_on", "-pk")
        verbose_name = "panel report or letter"
        verbose_name_plural = "panel reports and letters"
        indexes = [index("panel_report")]
        constraints = [
            *PublicRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="a_panel_report_has_its_own_reference"
            ),
            models.CheckConstraint(
                name="an_issued_report_has_its_day_and_reference",
                condition=Q(state="draft", issued_on__isnull=True, reference="")
                | ~Q(state="draft") & Q(issued_on__isnull=False) & ~Q(reference=""),
            ),
            models.CheckConstraint(
                name="a_report_replied_to_has_the_day_of_it",
                condition=Q(state="replied") ^ Q(replied_on__isnull=True),
            ),
            models.CheckConstraint(
                name="only_what_was_issued_is_public",
                condition=Q(publication="draft") | ~Q(state="draft"),
                violation_error_message="Issue it first. What was not sent is not published.",
            ),
            models.CheckConstraint(
                name="a_day_for_the_reply_iff_somebody_sets_it",
                condition=Q(reply_basis__in=["panel", "statute"]) ^ Q(reply_due_on__isnull=True),
                violation_error_message="Enter the day of the reply where the panel or the law sets it, only there.",
            ),
            models.CheckConstraint(
                name="a_statutory_day_names_its_provision",
                condition=~Q(reply_basis="statute") | Q(provision__isnull=False),
                violation_error_message="Say which provision sets the day of the reply.",
            ),
            models.CheckConstraint(
                name="a_report_seen_published_has_day_and_address",
                condition=Q(seen_published_on__isnull=True, seen_published_at="")
                | Q(seen_published_on__isnull=False) & ~Q(seen_published_at=""),
            ),
        ]
        permissions = [("issue_panelreport", "Can issue panel reports and letters")]

    def __str__(self):
        return f"{self.reference}: {self.title}" if self.reference else self.title

    def get_absolute_url(self):
        return reverse("reports:report-detail", args=[self.reference_in_address])

    @property
    def reference_in_address(self) -> str:
        return reference_in_address(self.reference)

    @property
    def noun(self) -> str:
        """What to call it in a sentence."""
        return "letter" if self.kind == self.Kind.LETTER else "report"

    @property
    def reply_working(self) -> tuple[str, ...]:
        """How the day of the reply was come to, a sentence each; empty where no day is set."""
        if not (self.reply_due_on and self.issued_on):
            return ()
        days = (self.reply_due_on - self.issued_on).days
        later = f"{in_words(self.reply_due_on)}, {days} day{'' if days == 1 else 's'} later"
        issued = f"The {self.noun} was issued on {in_words(self.issued_on)}."
        return issued, f"{self.get_reply_basis_display()}: {later}."

    @property
    def addressee_then(self) -> str:
        """The office as it was called on the day of issue: "Police, Fire and Crime Commissioner"."""
        return self.addressee.title_on(self.issued_on or today())

    @property
    def holder_then(self) -> str:
        """Who held that office on the day of issue, or ""."""
        holder = self.addressee.holder_on(self.issued_on or today())
        return holder.name if holder else ""

    @property
    def panel_then(self) -> str:
        return self.from_body.name_on(self.issued_on or today())

    @property
    def is_awaiting(self) -> bool:
        return self.state == self.State.ISSUED and self.reply_basis != self.ReplyBasis.NONE

    @property
    def standing(self) -> str:
        """Where it stands, in the words of the lists."""
        if self.is_awaiting:
            return "Awaiting a reply"
        return "Sent" if self.state == self.State.ISSUED else self.get_state_display()

    @property
    def is_overdue(self) -> bool:
        return (
            self.is_awaiting
            and self.clock_stopped_on is None
            and self.reply_due_on is not None
            and self.reply_due_on < today()
        )

    @property
    def is_embargoed(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def embargo_words(self) -> str:
        moment = timezone.localtime(self.embargo_until)
        return f"{in_words(moment.date())} at {clock(moment)}"

    def clean(self):
        if self.issued_on and self.reply_due_on and self.reply_due_on < self.issued_on:
            raise ValidationError({"reply_due_on": "This is before the day on which it was issued."})

    def prepare_publication(self):
        if not self.text.strip():
            raise ValidationError("It has no words yet. Write it, then publish it.")


@tracked
class ConsideredItem(PublicPart):
    """An agenda item that a report rests on: a link to the minutes, not a sentence about them."""

    public_through = ("report", "agenda_item")

    report = models.ForeignKey(PanelReport, models.PROTECT, related_name="considered")
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="considered_in")

    class Meta(PublicPart.Meta):
        ordering = ("report", "agenda_item__meeting__starts_at", "agenda_item__order", "pk")
        verbose_name = "item considered"
        verbose_name_plural = "items considered"
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agenda_item"],
                name="an_item_is_considered_once_in_a_report",
                violation_error_message="This item is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.agenda_item} in {self.report}"


@tracked
class ReportRequest(PublicPart):
    """One thing asked for, or recommended, in a report. Once the report is public, each is an action of its own."""

    public_through = ("report",)

    report = models.ForeignKey(PanelReport, models.PROTECT, related_name="requests")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("what is asked for", max_length=2000, help_text="One thing: it becomes one action.")
    as_action = models.OneToOneField(
        Action, models.PROTECT, null=True, blank=True, editable=False, related_name="asked_for_in"
    )

    lexemes = searchable(b="text")

    class Meta(PublicPart.Meta):
        ordering = ("report", "order", "pk")
        verbose_name = "request"
        indexes = [index("report_request")]

    def __str__(self):
        return self.text[:80]
