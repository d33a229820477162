"""The revision of the public record: a number that moves when something that the public may see changes, and only then.

The database counts it itself, by triggers on every table of the record, so that a bulk update or a line of SQL counts,
too. A row counts if the public could see it before the change, or can after it: the triggers ask the one rule
(`publication.visible_q`). What is still hidden may change as often as it likes; nobody outside can tell.

Each transaction counts in a row of its own, so that two clerks never wait for each other; the revision is the sum over
the rows. A row becomes visible when its transaction does, never before or after.

From the revision, today's date in London and what else a page depends on, `validator` makes the ETag of a public page.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

import pgtrigger
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone
from psycopg.sql import Literal

from panel_portal.records import periods

Kept = TypeVar("Kept")
# A key that no row has; in the condition it stands for the key of the row that is being changed.
_THE_ROW = -(2**62) + 7
COUNT = """
    INSERT INTO records_publicchange (transaction, changes) VALUES (pg_current_xact_id()::text::bigint, 1)
    ON CONFLICT (transaction) DO UPDATE SET changes = records_publicchange.changes + 1;
"""


def _seen_by_the_public(model, row: str) -> str:
    """SQL that is true where the public may see the row of `model` that a trigger calls `row` (OLD or NEW)."""
    rows = model._base_manager.order_by().filter(pk=_THE_ROW).values("pk")
    try:
        sql, values = rows.filter(model.public_condition()).query.sql_with_params()
    except EmptyResultSet:
        return "FALSE"
    key = f"{row}.{model._meta.pk.column}"
    return f"EXISTS ({sql % tuple(key if one == _THE_ROW else Literal(one).as_string(None) for one in values)})"


class _CountWhereSeen(pgtrigger.Trigger):
    """Count a change to a row that the public may see."""

    row = ""

    def get_func(self, model):
        ended = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
        return f"IF {_seen_by_the_public(model, self.row)} THEN {COUNT} END IF; {ended}"


class CountWhatWasPublic(_CountWhereSeen):
    name = "count_what_was_public"
    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete
    row = "OLD"


class CountWhatIsPublic(_CountWhereSeen):
    name = "count_what_is_public"
    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update
    row = "NEW"


def count_always() -> pgtrigger.Trigger:
    """For a table that is no record and that pages tell from all the same: provisions, periods, holidays."""
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(
        name="count_every_change", when=pgtrigger.After, operation=every, func=f"{COUNT} RETURN NULL;"
    )


def current() -> int:
    """The revision as this transaction sees it. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(sum(changes), 0) FROM records_publicchange")
        return int(cursor.fetchone()[0])


def count() -> None:
    """Count a change that no trigger sees: of what pages are made from and that is no table of the record."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)


def gather() -> int:
    """Add up the rows of what is long committed into one, so that there stay few to add. How many went.

    One statement: between two, the sum would be lower for a moment, and an old ETag could fit again.
    """
    with connection.cursor() as cursor:
        cursor.execute("""
            WITH gone AS (DELETE FROM records_publicchange WHERE transaction <> 0 RETURNING changes),
            sums AS (SELECT count(*) AS many, sum(changes) AS changes FROM gone),
            added AS (
                INSERT INTO records_publicchange (transaction, changes) SELECT 0, changes FROM sums WHERE many > 0
                ON CONFLICT (transaction) DO UPDATE SET changes = records_publicchange.changes + EXCLUDED.changes
            )
            SELECT many FROM sums
            """)
        return cursor.fetchone()[0]


# What a page depends on besides the record ----------------------------------------------------------------

_providers: list[Callable[[], Iterable[datetime]]] = []
_moments: tuple[tuple[int, date], list[datetime]] | None = None  # those of one revision on one day


def register_moments(provider: Callable[[], Iterable[datetime]]):
    """Add a function that names moments of today or later at which pages change although no row does: the last one for
    questions. It follows from what is public and from the day, so it is asked once for each revision and day."""
    _providers.append(provider)
    return provider


def _how_many_are_over(revision: int) -> int:
    global _moments  # noqa: PLW0603 - replaced whole
    now, known = (revision, periods.today()), _moments
    if known is None or known[0] != now:
        known = _moments = (now, [moment for provider in _providers for moment in provider()])
    return sum(moment < timezone.now() for moment in known[1])


@cache
def _release() -> str:
    """Which code, templates and settings make the pages: another release makes other pages of the same record."""
    stands_in_pages = (settings.SITE_ADDRESS, settings.FEEDBACK_EMAIL, settings.STATIC_URL, settings.DEBUG)
    told = hashlib.sha256(repr(stands_in_pages).encode())
    base = Path(settings.BASE_DIR)
    for folder in ("templates", "static", "panel_portal", "meetings", "questions", "reports"):
        for path in sorted((base / folder).rglob("*")):
            if path.suffix in {".html", ".py", ".css", ".js", ".svg"} and path.is_file():
                told.update(path.relative_to(base).as_posix().encode() + path.read_bytes())
    return told.hexdigest()


def validator() -> str:
    """The ETag of every public page at this moment. One query, and a few more for the first at each revision."""
    revision = current()
    holidays = sorted(periods.bank_holidays().items())
    parts = (revision, periods.today(), _how_many_are_over(revision), holidays, _release())
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


# What is kept as long as nothing that is public changes ---------------------------------------------------

_known: ContextVar[str] = ContextVar("validator that was asked for already", default="")


@contextlib.contextmanager
def known(etag: str) -> Iterator[None]:
    """Inside, what is kept is looked up by this validator, which then is not asked for again and again."""
    before = _known.set(etag)
    try:
        yield
    finally:
        _known.reset(before)


def key(name: str) -> str:
    """Under which `caches["parts"]` keeps what follows from the public record alone, until something public changes.

    Not for use inside a transaction that changes the record: were it taken back, another could come to the same
    revision.
    """
    return hashlib.sha256(f"{_known.get() or validator()} {name}".encode()).hexdigest()


def kept(name: str, make: Callable[[], Kept]) -> Kept:
    """What `make` gives (never None), asked once in each process as long as nothing that is public changes."""
    under = key(name)
    found = caches["parts"].get(under)
    if found is None:
        found = make()
        caches["parts"].set(under, found)
    return found
