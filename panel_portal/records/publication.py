"""What the public may see: the one rule, and the verbs that publish and withdraw.

Three columns, never one: `publication` here, the business state in the model's own words, and `exempt`. They meet in
`visible_q`, which composes itself along `public_through` to the top of the record, in SQL, once.
"""

from collections.abc import Callable
from enum import Enum
from functools import cache

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.sql import Query

from panel_portal.records.revision import CountWhatIsPublic, CountWhatWasPublic
from panel_portal.records.workflow import verb


class Audience(Enum):
    """Who is reading. There is no fourth."""

    PUBLIC = "public"
    MEMBERS = "members"  # also what is exempt, under Schedule 12A to the Local Government Act 1972
    PREVIEW = "preview"  # a clerk, looking at a page as the public will see it once it is published


class Publication(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


SEEN = {
    Audience.PUBLIC: [Publication.PUBLISHED],
    Audience.MEMBERS: [Publication.PUBLISHED],
    Audience.PREVIEW: [Publication.DRAFT, Publication.PUBLISHED],
}


def visible_q(
    model,
    audience: Audience,
    *,
    prefix: str = "",
    as_shell: bool = True,
    gone: bool = False,
    given: frozenset[type] = frozenset(),
) -> Q:
    """The condition under which rows of `model` may be seen by `audience`.

    prefix    the join path from the model being queried ("" for that model itself)
    as_shell  whether the bare fact of an exempt record is enough (an agenda item "not for publication" is listed),
              or what hangs from it is being asked for (its minute is not)
    gone      also accept what was withdrawn, to answer 410 where the public once had 200
    given     models above this one whose rows are known to be visible already, and need not be joined for it
    """
    if model.members_only and audience is not Audience.MEMBERS:
        return Q(**{f"{prefix}pk__isnull": True})
    condition = Q()
    if issubclass(model, PublicRecord):
        states = [*SEEN[audience], Publication.WITHDRAWN] if gone else SEEN[audience]
        condition &= Q(**{f"{prefix}publication__in": states})
    if issubclass(model, Exemptable):
        bare_fact = as_shell and model.shell_when_exempt
        if audience is not Audience.MEMBERS and not bare_fact:
            condition &= Q(**{f"{prefix}exempt": False})
    for name in model.public_through:
        parent = model._meta.get_field(name)
        if parent.related_model in given:
            continue
        above = visible_q(
            parent.related_model,
            audience,
            prefix=f"{prefix}{name}__",
            as_shell=name in model.shell_is_enough,
            gone=gone,
            given=given,
        )
        if parent.null and above:
            above |= Q(**{f"{prefix}{name}__isnull": True})
        condition &= above
    for path in model.public_after:
        first = path.partition("__")[0]
        if at_the_end(model, path) in given:
            continue
        before = visible_q(at_the_end(model, path), audience, prefix=f"{prefix}{path}__", gone=gone, given=given)
        if before:
            condition &= before | Q(**{f"{prefix}{first}__isnull": True})
    return condition


def at_the_end(model, path: str):
    """The model to which `path` leads from `model`. Raises FieldDoesNotExist."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model
    return model


@cache
def _every_row(model) -> Query:
    """The query with which a manager begins."""
    return Query(model).chain()


@cache
def _all_visible(model, audience: Audience, rule: Callable, states: tuple[str, ...]) -> Query:
    """The query for every row of `model` that `audience` may see, which most questions begin with. Making it of the
    rule, with a join for each step to the top of the record, takes longer than most of these questions take the
    database. `rule` and `states` are what it is made of: should they be replaced, it is made anew."""
    return models.QuerySet(model).filter(rule(model, audience)).query


class RecordQuerySet(models.QuerySet):
    """Every queryset of a public-capable model knows for which audience it was filtered."""

    audience = None

    def visible_to(self, audience: Audience):
        """Rows that `audience` may see, marked so that templates need not ask again."""
        if vars(self.query.chain()) == vars(_every_row(self.model)):
            visible = self._chain()
            visible.query = _all_visible(self.model, audience, visible_q, tuple(SEEN[audience])).chain()
        else:
            visible = self.filter(visible_q(self.model, audience))
        visible.audience = audience
        return visible

    def public(self):
        return self.visible_to(Audience.PUBLIC)

    def public_below(self, *models_above: type):
        """What is public as long as the rows of `models_above` that it hangs from are: only for rows joined to such as
        were found by `public()`, where to ask it of them again would cost their joins once more."""
        visible = self.filter(visible_q(self.model, Audience.PUBLIC, given=frozenset(models_above)))
        visible.audience = Audience.PUBLIC
        return visible

    def for_members(self):
        """Also what is exempt. The second audience; there is no third."""
        return self.visible_to(Audience.MEMBERS)

    def public_or_gone(self):
        """What is public, or was until it was withdrawn: the difference between 404 and 410."""
        return self.filter(visible_q(self.model, Audience.PUBLIC, gone=True))

    def with_names(self):
        """Add what things were called on the day, in the same query. Models with dated names override this."""
        return self

    def with_visible(self, *paths: str):
        """Prefetch related rows, each step filtered for the audience of this queryset.

        `with_visible("items__papers", "minutes")` costs one query for each step, whatever the number of rows.
        Raises ValueError on an unfiltered queryset: there is nobody to filter for.
        """
        if self.audience is None:
            raise ValueError("Ask .public(), .for_members() or .visible_to() first.")
        tree = {}
        for path in paths:
            branch = tree
            for step in path.split("__"):
                branch = branch.setdefault(step, {})
        return self.prefetch_related(*_prefetches(self.model, tree, self.audience))

    def _clone(self):
        clone = super()._clone()
        clone.audience = self.audience
        return clone

    def _fetch_all(self):
        super()._fetch_all()
        if self.audience is not None:
            for row in self._result_cache:
                if isinstance(row, models.Model):
                    row.seen_by = self.audience


def _prefetches(model, tree, audience):
    prefetches = []
    for name, below in tree.items():
        field = model._meta.get_field(name)
        related = field.related_model
        rows = related._default_manager.all()
        if isinstance(rows, RecordQuerySet):
            rows = rows.visible_to(audience).with_names()
        prefetches.append(models.Prefetch(name, rows.prefetch_related(*_prefetches(related, below, audience))))
    return prefetches


def visible_rows(related, audience: Audience):
    """What `audience` may see of `related`: a related manager or queryset, or one record (then it or None).

    Rows that were prefetched for this audience are used as they are; anything else is filtered by the database.
    """
    if related is None:
        return None
    if isinstance(related, models.Model):
        if getattr(related, "seen_by", None) is audience:
            return related
        return type(related)._default_manager.visible_to(audience).filter(pk=related.pk).first()
    rows = related.all()
    return rows if rows.audience is audience else rows.visible_to(audience)


class Record(models.Model):
    """What is true of every record: it counts its versions, and says what it hangs from.

    public_through   foreign keys to what this hangs from: it is visible only where they are
    shell_is_enough  those of them whose bare listing is enough, although what they hold is exempt
    public_after     paths to what must be public too, though this does not hang from it; where the first key of a
                     path is empty, it asks nothing
    members_only     never shown to the public, whatever else is true
    """

    public_through: tuple[str, ...] = ()
    shell_is_enough: tuple[str, ...] = ()
    public_after: tuple[str, ...] = ()
    members_only = False

    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        triggers = [
            # Counted by the database, so that a bulk update or a line of SQL counts too. A form that was opened at
            # an earlier version is told, instead of overwriting.
            pgtrigger.Trigger(
                name="count_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.version = OLD.version + 1; RETURN NEW;",
            ),
            CountWhatWasPublic(),
            CountWhatIsPublic(),
        ]

    @classmethod
    def public_condition(cls) -> Q:
        """The condition under which the public may see rows of this model, for the triggers that count changes."""
        return visible_q(cls, Audience.PUBLIC)

    @property
    def is_public(self) -> bool:
        """Whether a stranger may see this record now. Asks the database the same question as every page."""
        return type(self).objects.public().filter(pk=self.pk).exists()


class PublicPart(Record):
    """A part of a record, public exactly when what it hangs from is."""

    class Meta(Record.Meta):
        abstract = True


class PublicRecord(Record):
    """A record that is published, and may be withdrawn, by a decision of its own."""

    publication = models.CharField(
        max_length=10, choices=Publication, default=Publication.DRAFT, editable=False, db_index=True
    )
    published_at = models.DateTimeField("first published at", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_reason = models.TextField("reason for withdrawal", blank=True, editable=False)

    class Meta(Record.Meta):
        abstract = True
        triggers = [
            *Record.Meta.triggers,
            # Nothing that was ever published is deleted; it is withdrawn, and its address says so.
            pgtrigger.Protect(
                name="keep_what_was_published",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_published_at_unless_draft",
                condition=Q(publication="draft") | Q(published_at__isnull=False),
                violation_error_message="What is or was published has a day on which it was published.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawn_at_iff_withdrawn",
                condition=Q(publication="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(publication="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
                violation_error_message="What is withdrawn has a day and a reason; what is not has neither.",
            ),
        ]

    def prepare_publication(self):
        """Refuse with ValidationError what is not ready, and fix what publication makes permanent."""


class Exemptable(models.Model):
    """Something the panel may keep from the public, under Schedule 12A to the Local Government Act 1972.

    `shell_when_exempt`: its bare fact stays listed ("not for publication, paragraph 3"), what it holds does not.
    """

    shell_when_exempt = False

    class Paragraph(models.IntegerChoices):
        # LGA 1972 Sch 12A Part 1 (England)
        INDIVIDUAL = 1, "1: information about any individual"
        IDENTITY = 2, "2: information likely to reveal the identity of an individual"
        BUSINESS = 3, "3: financial or business affairs of any person"
        LABOUR = 4, "4: consultations or negotiations about labour relations"
        PRIVILEGE = 5, "5: legal professional privilege"
        NOTICES = 6, "6: a proposed statutory notice, order or direction"
        CRIME = 7, "7: prevention, investigation or prosecution of crime"

    exempt = models.BooleanField("not for publication", default=False, editable=False)
    exempt_paragraphs = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(7)]),
        verbose_name="Schedule 12A paragraphs",
        default=list,
        blank=True,
        editable=False,
    )
    exempt_reason = models.TextField("why the public interest favours keeping it private", blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_exempt_with_paragraph_and_reason",
                condition=Q(exempt=False) | Q(exempt_paragraphs__len__gt=0) & ~Q(exempt_reason=""),
                violation_error_message="What is exempt needs its Schedule 12A paragraph and its reason.",
            )
        ]

    @property
    def exempt_paragraph_labels(self) -> list[str]:
        return [self.Paragraph(number).label for number in sorted(self.exempt_paragraphs)]


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish",
    permission="records.publish_record",
)
def publish(record, *, by, note=""):
    """Let the public see this record (LGA 1972 s100B to s100D decide which records must be)."""
    record.prepare_publication()


@verb(
    "publication",
    from_={Publication.PUBLISHED},
    to=Publication.WITHDRAWN,
    stamp="withdrawn_at",
    label="Withdraw",
    permission="records.withdraw_record",
    note_required=True,
    note_label="Reason, as the public will read it",
    removes=True,
)
def withdraw(record, *, by, note):
    """Take a record from the public. Its address then answers 410 and gives this reason."""
    if len(note) > 2000:
        raise ValidationError({"note": "Keep the reason under 2,000 characters."})
    record.withdrawn_reason = note.strip()


@verb(
    "publication",
    from_={Publication.WITHDRAWN},
    to=Publication.PUBLISHED,
    clears=("withdrawn_at", "withdrawn_reason"),
    label="Publish again",
    permission="records.publish_record",
    note_required=True,
)
def restore(record, *, by, note):
    """Undo a withdrawal. The history keeps both."""
