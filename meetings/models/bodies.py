"""The panel and the other bodies, the offices and who holds them. Names have dates, so that a later name never
rewrites an earlier minute (domain.md 1.12: a commissioner may become a mayor, a panel may change its title)."""

from datetime import date
from functools import cache

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from panel_portal.records.history import tracked
from panel_portal.records.periods import today
from panel_portal.records.publication import PublicPart, RecordQuerySet


class DateRange(Func):
    """The days of a dated row, both ends counted, for an exclusion constraint."""

    function = "DATERANGE"
    output_field = models.Field()


def days() -> DateRange:
    return DateRange("from_on", "until_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True))


def in_force(rows, day: date):
    """The row of `rows` (dated, prefetched or not) that holds on `day`; else the nearest later, else the last."""
    rows = sorted(rows, key=lambda row: row.from_on or date.min)
    for row in rows:
        if row.holds_on(day):
            return row
    later = [row for row in rows if row.from_on and row.from_on > day]
    return later[0] if later else (rows[-1] if rows else None)


def holding(day) -> Q:
    """The condition on dated rows under which they hold on `day`, a date or a column: in SQL what `holds_on` says."""
    return (Q(from_on__isnull=True) | Q(from_on__lte=day)) & (Q(until_on__isnull=True) | Q(until_on__gte=day))


@cache
def called_on(model, key: str, owner: str, day: str, column: str | Coalesce) -> Subquery:
    """In SQL what `in_force` says in Python: the `column` of the dated row of `model` that holds on `day`.

    `key` is the row's foreign key, `owner` and `day` are columns of the query around it. Made once and copied.
    """
    return Subquery(model.objects.filter(holding(OuterRef(day)), **{key: OuterRef(owner)}).values_list(column)[:1])


# What a body is called in lists.
SHORT_NAME = Coalesce(NullIf("short_name", Value("")), "name")


class Dated(PublicPart):
    """Something that holds from one day until another; an empty end is open."""

    from_on = models.DateField("from", null=True, blank=True)
    until_on = models.DateField("until", null=True, blank=True, help_text="The last day. Empty: still so.")

    class Meta(PublicPart.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                condition=Q(from_on__isnull=True) | Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message="The last day is before the first.",
            )
        ]

    def clean(self):
        # Before the constraints: PostgreSQL cannot even ask whether such a range overlaps with another.
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise ValidationError({"until_on": "The last day is before the first."})

    def holds_on(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.until_on is None or day <= self.until_on)


def no_overlap(name: str, *same: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[(days(), RangeOperators.OVERLAPS), *((field, RangeOperators.EQUAL) for field in same)],
        violation_error_message="These days overlap with another row of the same kind. End that one first.",
    )


@tracked
class Authority(PublicPart):
    """A council: it may appoint members, or host the panel."""

    name = models.CharField(max_length=120, unique=True)
    url = models.URLField("web address", blank=True)

    class Meta(PublicPart.Meta):
        ordering = ("name",)
        verbose_name_plural = "authorities"

    def __str__(self):
        return self.name


@tracked
class Contact(PublicPart):
    """Whom to write to or ring about a body or a meeting: its clerk."""

    name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, help_text='For example "Secretary to the Panel".')
    email = models.EmailField("e-mail address", blank=True)
    phone = models.CharField("telephone", max_length=40, blank=True)

    class Meta(PublicPart.Meta):
        ordering = ("name",)

    def __str__(self):
        return f"{self.name}, {self.position}"


class BodyQuerySet(RecordQuerySet):
    def with_names(self):
        """`name_then`, `short_name_then` and `host_then` on the day annotated as `day_then`; today unless given."""
        rows = self if "day_then" in self.query.annotations else self.annotate(day_then=models.Value(today()))
        return rows.annotate(
            name_then=called_on(BodyName, "body", "pk", "day_then", "name"),
            short_name_then=called_on(BodyName, "body", "pk", "day_then", SHORT_NAME),
            host_then=called_on(Hosting, "body", "pk", "day_then", "authority__name"),
        )


@tracked
class Body(PublicPart):
    """A body that meets, or is invited: the panel, a sub-committee, the Commissioner's own public meeting, another
    council's committee."""

    class Kind(models.TextChoices):
        PANEL = "panel", "The panel"
        SUB_COMMITTEE = "sub_committee", "Sub-committee of the panel"
        COMMISSIONER_MEETING = "commissioner_meeting", "The Commissioner's public meeting"
        OTHER = "other", "Another body"

    kind = models.CharField(max_length=24, choices=Kind)
    slug = models.SlugField("word in addresses", unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_committees", verbose_name="part of"
    )
    purpose = models.TextField("what it is for", blank=True, help_text="Two sentences, for the public.")
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name="clerk's contact"
    )
    url = models.URLField("web address", blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta(PublicPart.Meta):
        ordering = ("kind", "slug")
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="panel"),
                name="one_installation_serves_one_panel",
                violation_error_message="There is a panel already. One installation serves one panel.",
            )
        ]

    def __str__(self):
        return self.name_on(date.today())

    def name_on(self, day: date) -> str:
        """The name this body had on `day`."""
        row = in_force(self.names.all(), day)
        return row.name if row else self.slug

    def short_name_on(self, day: date) -> str:
        row = in_force(self.names.all(), day)
        return (row.short_name or row.name) if row else self.slug


@tracked
class BodyName(Dated):
    """What a body was called, and when."""

    public_through = ("body",)

    body = models.ForeignKey(Body, models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)

    class Meta(Dated.Meta):
        ordering = ("from_on",)
        constraints = [*Dated.Meta.constraints, no_overlap("one_name_of_a_body_at_a_time", "body")]

    def __str__(self):
        return self.name


@tracked
class Hosting(Dated):
    """Which authority provides the clerk and the rooms, and when."""

    public_through = ("body",)

    body = models.ForeignKey(Body, models.PROTECT, related_name="hostings")
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="hostings")

    class Meta(Dated.Meta):
        ordering = ("from_on",)
        verbose_name = "host authority"
        verbose_name_plural = "host authorities"
        constraints = [*Dated.Meta.constraints, no_overlap("one_host_of_a_body_at_a_time", "body")]

    def __str__(self):
        return str(self.authority)


@tracked
class Office(PublicPart):
    """An office apart from whoever holds it: the Commissioner, the chief constable, the chief executive."""

    class Kind(models.TextChoices):
        COMMISSIONER = "commissioner", "Commissioner"
        DEPUTY = "deputy", "Deputy Commissioner"
        CHIEF_EXECUTIVE = "chief_executive", "Chief Executive of the Commissioner's office"
        CHIEF_FINANCE_OFFICER = "chief_finance_officer", "Chief Finance Officer"
        CHIEF_CONSTABLE = "chief_constable", "Chief Constable"
        CHIEF_FIRE_OFFICER = "chief_fire_officer", "Chief Fire Officer"
        OTHER = "other", "Another office"

    kind = models.CharField(max_length=24, choices=Kind)
    slug = models.SlugField("word in addresses", unique=True)
    organisation = models.CharField(max_length=120, blank=True)

    class Meta(PublicPart.Meta):
        ordering = ("kind", "slug")

    def __str__(self):
        return self.title_on(date.today())

    def title_on(self, day: date) -> str:
        """What this office was called on `day`: "Police, Fire and Crime Commissioner", later perhaps "Mayor"."""
        row = in_force(self.titles.all(), day)
        return row.title if row else self.get_kind_display()

    def short_title_on(self, day: date) -> str:
        row = in_force(self.titles.all(), day)
        return (row.short_title or row.title) if row else self.get_kind_display()

    def holder_on(self, day: date):
        """Who held it on `day`, or None."""
        return next((holder for holder in self.holders.all() if holder.holds_on(day)), None)


@tracked
class OfficeTitle(Dated):
    """What an office was called, and when."""

    public_through = ("office",)

    office = models.ForeignKey(Office, models.PROTECT, related_name="titles")
    title = models.CharField(max_length=120)
    short_title = models.CharField(max_length=60, blank=True, help_text='As in running text: "the Commissioner".')

    class Meta(Dated.Meta):
        ordering = ("from_on",)
        constraints = [*Dated.Meta.constraints, no_overlap("one_title_of_an_office_at_a_time", "office")]

    def __str__(self):
        return self.title


@tracked
class OfficeHolder(Dated):
    """A person in an office, and when."""

    public_through = ("office",)

    office = models.ForeignKey(Office, models.PROTECT, related_name="holders")
    name = models.CharField(max_length=120)

    class Meta(Dated.Meta):
        ordering = ("from_on",)
        constraints = [*Dated.Meta.constraints, no_overlap("one_holder_of_an_office_at_a_time", "office")]

    def __str__(self):
        return self.name
