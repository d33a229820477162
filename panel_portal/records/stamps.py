"""When a public record last changed, as the public could see it.

Read out of the history, which the database's own triggers write (records/history.py), and never stored: a column that
is stamped at each saving would move with a draft, a note for the clerk or a changed exempt part, and so tell that there
is one. An event counts if the row was public before it or after it, and something that is told of it is different.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Greatest, Lag

from panel_portal.records.publication import Audience, at_the_end, visible_q


@dataclass(frozen=True)
class Source:
    """Rows whose changes are changes of what is told of a record.

    model      their model, which is `tracked`
    columns    what is told of them
    inner      the path from such a row to what `outer` names; empty: the row itself
    outer      the path from the record to it: "pk" for rows that hang from the record, "meeting" for what it hangs from
    held_back  columns that are told only while the row is not exempt, of a model whose bare fact stays listed
    """

    model: type
    columns: tuple[str, ...] = ()
    inner: str = ""
    outer: str = "pk"
    held_back: tuple[str, ...] = ()


def _last_change(source: Source, given: frozenset[type]) -> Subquery:
    """The moment of the newest event of these rows that the public could see."""
    rows_of_events = source.model._meta.get_field("events").related_model
    told = [*map(F, source.columns), *(Case(When(exempt=False, then=F(name))) for name in source.held_back)]
    digest = Func(*told, template="MD5(ROW(%(expressions)s)::text)", output_field=TextField())
    seen = Case(
        When(pgh_label="delete", then=False),
        # The event has the columns of the row as it then was, and leads to what it hangs from as that is now.
        When(Q(pgh_id__isnull=False) & visible_q(source.model, Audience.PUBLIC, given=given), then=True),
        default=False,
        output_field=BooleanField(),
    )
    in_order = {"partition_by": F("pgh_obj_id"), "order_by": F("pgh_id").asc()}
    events = rows_of_events.objects.filter(**{source.inner or "pgh_obj_id": OuterRef(source.outer)}).order_by()
    events = events.annotate(told=digest if source.columns else Value("", output_field=TextField()), seen=seen)
    events = events.annotate(
        told_before=Window(Lag("told", default=Value("")), output_field=TextField(), **in_order),
        seen_before=Window(Lag("seen", default=Value(False)), output_field=BooleanField(), **in_order),
    )
    events = events.filter(Q(seen=True) | Q(seen_before=True))
    events = events.filter(~Q(told=F("told_before")) | ~Q(seen=F("seen_before")))
    return Subquery(events.order_by("-pgh_created_at").values("pgh_created_at")[:1])


def last_changed(sources: tuple[Source, ...], *more, given: frozenset[type] = frozenset()):
    """In SQL: the newest of the last changes of these rows, and of the columns named in `more`. What is null counts
    for nothing. `given`: what is above every record that is asked about, and so public where that is."""
    moments = [*(_last_change(source, given) for source in sources), *map(F, more)]
    return Greatest(*moments) if len(moments) > 1 else moments[0]


def newest_of(model, sources: tuple[Source, ...], *columns: str) -> datetime | None:
    """The moment of the newest event of these sources, seen by the public or not, and the newest in these columns of
    rows: nothing that is told of any row changed after it. One query, of each table its newest."""
    tables = {(source.model._meta.get_field("events").related_model, "pgh_created_at") for source in sources}
    for column in columns:
        path, _, name = column.rpartition("__")
        tables.add((at_the_end(model, path) if path else model, name))
    newest = [
        table.objects.filter(**{f"{name}__isnull": False}).order_by(f"-{name}").values_list(name)[:1]
        for table, name in tables
    ]
    return max((moment for (moment,) in newest[0].union(*newest[1:], all=True)), default=None)


def touched_since(model, sources: tuple[Source, ...], moment: datetime, *columns: str) -> QuerySet:
    """The keys of rows to which anything at all happened since, seen by the public or not, or of which one of these
    columns has a moment since: of no other need it be asked when it last changed. Each is gone through from what is
    that new, which is little, not from all rows."""
    touched = [
        model.objects.filter(**{f"{column}__gte": moment}).order_by().values_list("pk", flat=True) for column in columns
    ]
    for source in sources:
        events = source.model._meta.get_field("events").related_model.objects.filter(pgh_created_at__gte=moment)
        rows = model.objects.filter(**{f"{source.outer}__in": events.order_by().values(source.inner or "pgh_obj_id")})
        touched.append(rows.order_by().values_list("pk", flat=True))
    return touched[0].union(*touched[1:])
