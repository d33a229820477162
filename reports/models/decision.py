"""The Commissioner's own decisions, as his or her notices tell of them: the register the panel reads them from."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse

from meetings.models import AgendaItem
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import PublicPart, PublicRecord, RecordQuerySet
from panel_portal.records.references import free_slug

# The day on which the first Commissioners took office (PRSRA 2011 s50), and with them the first decisions.
FIRST_COMMISSIONERS = date(2012, 11, 22)
LONGEST_NUMBER = 40
# A number goes into an address, and is compared without regard to how it is punctuated.
NUMBER = re.compile(rf"(?=.*\d)[A-Za-z0-9][-A-Za-z0-9/.:_() ]{{0,{LONGEST_NUMBER - 1}}}")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

secure_address = URLValidator(schemes=["https"], message="Enter an address that begins with https://")


def tidy_number(number: str) -> str:
    """A number as written, but for what only typesetting put there: long dashes and runs of spaces."""
    return " ".join(number.translate(_DASHES).split())


def folded(number: str) -> str:
    """What two writings of one number have in common: "SCP/D/202223/002" and "scp-d-202223-002". The database folds
    in the same way (`two_decisions_do_not_share_a_number`)."""
    return re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")


def _folded_by_the_database() -> Func:
    dashed = Func(Lower("number"), Value("[^a-z0-9]+"), Value("-"), Value("g"), function="REGEXP_REPLACE")
    return Func(dashed, Value("-"), function="BTRIM")


class DecisionQuerySet(RecordQuerySet):
    def with_day(self):
        """`known_on`: the day that counts for the panel, in SQL (the property `made_known_on` for one)."""
        return self.annotate(known_on=Coalesce("published_on", "decided_on"))

    def newest_first(self):
        return self.order_by("-decided_on", "-number", "-pk")

    def made_known(self, since: date | None, before: date):
        """Published from `since` (the beginning of the register) on and before `before`, oldest first: what stands
        in the list of a meeting on the day `before` where the last was on the day `since`."""
        rows = self.with_day().filter(known_on__lt=before).order_by("known_on", "number", "pk")
        return rows if since is None else rows.filter(known_on__gte=since)


@tracked
class CommissionersDecision(PublicRecord):
    """One decision of the Commissioner, by the number of its notice.

    The notice itself stays on the Commissioner's website (SI 2011/3050, Schedule Part 1 para 5: decisions of
    significant public interest); this is the panel's register of them, from which the item "Decisions published since
    the last meeting" fills itself.
    """

    class Service(models.TextChoices):
        POLICE = "police", "Police"
        FIRE = "fire", "Fire and rescue"  # where the Commissioner is the fire and rescue authority (FRSA 2004 s4A)
        BOTH = "both", "Police and fire"

    # What it is
    number = models.CharField(
        "number", max_length=LONGEST_NUMBER, help_text="As on the notice: SCP-D-202223-002. It is part of its address."
    )
    slug = models.CharField("word in its address", max_length=LONGEST_NUMBER + 4, blank=True, editable=False)
    title = models.CharField(max_length=300)
    service = models.CharField("police or fire", max_length=6, choices=Service, default=Service.POLICE)
    summary = models.TextField(
        "what it decides", blank=True, max_length=2000, help_text="One or two sentences, if the title does not tell."
    )

    # When
    decided_on = models.DateField("decided on")
    published_on = models.DateField(
        "published on",
        null=True,
        blank=True,
        help_text="By the Commissioner, where that is known. Otherwise the day of the decision counts.",
    )

    # Where the notice is
    link = models.URLField(
        "link to the notice",
        max_length=500,
        blank=True,
        validators=[secure_address],
        help_text="On the Commissioner's website; it begins with https://",
    )

    lexemes = searchable(a="title", b="summary")

    objects = DecisionQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        ordering = ("-decided_on", "-number", "-pk")
        verbose_name = "Commissioner's decision"
        verbose_name_plural = "Commissioner's decisions"
        indexes = [index("commissioners_decision")]
        constraints = [
            *PublicRecord.Meta.constraints,
            models.UniqueConstraint(
                _folded_by_the_database(),
                name="two_decisions_do_not_share_a_number",
                violation_error_message="A decision with this number is in the register already.",
            ),
            models.CheckConstraint(
                name="a_decision_has_a_number_that_can_be_an_address",
                condition=Q(number__regex=r"^[A-Za-z0-9][-A-Za-z0-9/.:_() ]*$") & Q(number__regex=r"[0-9]"),
                violation_error_message="Write the number in letters, figures and hyphens, with at least one figure.",
            ),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="one_decision_at_each_address"),
            models.CheckConstraint(
                name="a_published_decision_has_its_address", condition=Q(publication="draft") | ~Q(slug="")
            ),
            models.CheckConstraint(
                name="a_decision_is_published_once_it_is_made",
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("decided_on")),
                violation_error_message="It was published before it was decided. Check both days.",
            ),
            models.CheckConstraint(
                name="a_decision_links_to_a_secure_address",
                condition=Q(link="") | Q(link__startswith="https://"),
                violation_error_message="The link begins with https://",
            ),
        ]

    def __str__(self):
        return f"{self.number}: {self.title}"

    def get_absolute_url(self):
        return reverse("reports:decision-detail", args=[self.slug])

    @property
    def made_known_on(self) -> date:
        """The day that decides before which meeting it is listed."""
        return self.published_on or self.decided_on

    def clean(self):
        self.number = tidy_number(self.number or "")
        wrong = {}
        if self.number and not NUMBER.fullmatch(self.number):
            wrong["number"] = "Write the number in letters, figures and hyphens, with at least one figure."
        for name in ("decided_on", "published_on"):
            day = getattr(self, name)
            if day and day > today():
                wrong[name] = "This is in the future."
            elif day and day < FIRST_COMMISSIONERS:
                wrong[name] = f"There were no Commissioners before {in_words(FIRST_COMMISSIONERS)}. Check the year."
        if wrong:
            raise ValidationError(wrong)

    def prepare_publication(self):
        """Fix the address: the number, in small letters and hyphens."""
        if not self.slug:
            taken = CommissionersDecision._base_manager.exclude(pk=self.pk).exclude(slug="")
            stem = folded(self.number)
            # Of another decision only where that one's number was corrected after it had been published.
            self.slug = free_slug(stem, taken.filter(slug__startswith=stem).values_list("slug", flat=True))


@tracked
class ScrutinisedDecision(PublicPart):
    """That the panel took up a decision under an agenda item: from there lead its minute, what was asked, and what
    the panel wrote (PRSRA 2011 s28(6))."""

    public_through = ("decision", "considered_at")

    decision = models.ForeignKey(CommissionersDecision, models.PROTECT, related_name="scrutiny")
    considered_at = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="scrutinised_decisions", verbose_name="agenda item"
    )

    class Meta(PublicPart.Meta):
        ordering = ("decision", "considered_at__meeting__starts_at", "considered_at__order", "pk")
        verbose_name = "item at which the panel took it up"
        verbose_name_plural = "items at which the panel took it up"
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "considered_at"],
                name="a_decision_is_taken_up_once_under_an_item",
                violation_error_message="This item is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.decision.number} under {self.considered_at}"
