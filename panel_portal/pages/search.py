"""Finding what is public by its words: newest first, or the best match first.

A search asks every `Branch` (a column of words, and the page on which a reader finds them) for its newest hits, each
through `Model.objects.public()`, in one statement. Hits of the same page are one result. No more than `CAP` results
are ever held: what is counted, ordered and shown is counted, ordered and shown of those.

Knows nothing of HTTP. `TooBroad` is raised where the database was stopped by the clock.
"""

import contextlib
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.cache import caches
from django.db import OperationalError, connection, models, transaction
from django.db.models import F, OuterRef, Value
from django.db.models.functions import Cast

from panel_portal.pages.searched import BRANCHES, KINDS, Branch, Kind, no_word, nothing
from panel_portal.pages.written import Written, mark
from panel_portal.records import publication, revision
from panel_portal.records.fulltext import CONFIG
from panel_portal.records.periods import LONDON, today
from panel_portal.records.publication import Audience

# Results that are held, counted and ordered; of a page that has hits in several rows, so many rows are looked at.
CAP = 2_000
ROWS_OF_A_PAGE = 3
SECONDS = 1.0


class TooBroad(Exception):
    """So much was found that it could not be looked through in the time there is."""


# What is asked -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A search: the words as typed, and by what it is narrowed. `body` and `topic` are keys, `owner` is "office:3"."""

    words: str
    kind: str = ""
    year: int | None = None
    body: int | None = None
    topic: int | None = None
    owner: str = ""
    state: str = ""
    best_first: bool = False

    FACETS = ("kind", "year", "body", "topic", "owner", "state")

    @property
    def chosen(self) -> dict:
        return {name: getattr(self, name) for name in self.FACETS if getattr(self, name)}

    @property
    def query(self) -> SearchQuery:
        return SearchQuery(as_asked(self.words), config=CONFIG, search_type="websearch")

    def without_facets(self) -> "Asked":
        return Asked(self.words, best_first=self.best_first)


def as_asked(words: str) -> str:
    """The words as the columns have them: "police/fire" is two."""
    return re.sub(r"(?<=\w)/(?=\w)", " ", words)


class Hit(NamedTuple):
    """One result: which page, when, and in which branches (as bits) its words stand."""

    kind: str
    page: int
    day: date | None = None
    branches: int = 0


class Hits(Sequence):
    """Results in their order, as the numbers that the database told: of two thousand a page shows twenty."""

    def __init__(self, kinds: Sequence, pages: Sequence, days: Sequence, branches: Sequence):
        self._told = (kinds, pages, days, branches)

    def __len__(self) -> int:
        return len(self._told[0])

    def __getitem__(self, at):
        if isinstance(at, slice):
            return Hits(*(column[at] for column in self._told))
        kind, page, days, branches = (column[at] for column in self._told)
        return Hit(KEYS[kind], page, None if days is None else EPOCH + timedelta(days=days), branches)


@dataclass(frozen=True)
class Found:
    """What a search found: at most `CAP` results in the order asked for, and how they fall by each facet."""

    hits: Sequence[Hit] = ()
    capped: bool = False
    facets: dict[str, Counter] = field(default_factory=dict)

    @property
    def how_many(self) -> str:
        return f"{len(self.hits):,}{'+' if self.capped else ''}"


def search(asked: Asked) -> Found:
    """Everything public that has the words. Raises TooBroad.

    Where there is more than is held, the newest are kept for who turns the page or narrows the search next.
    """
    kept = caches["found"]
    found = kept.get(_kept_as(asked))
    if found is None:
        with within(SECONDS) as remaining:
            found = _looked_for(asked, remaining)
        if found.capped:
            kept.set(_kept_as(asked), found)
    return found


def _looked_for(asked: Asked, remaining: Callable) -> Found:
    chosen = asked.chosen
    whole = caches["found"].get(_kept_as(asked.without_facets())) if len(chosen) == 1 else None
    if whole is None:
        whole = _found(asked)
        if not whole.capped or chosen.keys() <= {"kind"}:
            return whole
        remaining()
    # Older results than the newest of everything may be among the newest of these.
    narrowed = _found(asked, narrow=True)
    # What else a chosen facet would leave is counted without it.
    return replace(narrowed, facets=narrowed.facets | {name: whole.facets[name] for name in chosen})


def _kept_as(asked: Asked) -> str:
    return revision.key(f"search {asked}")


def has_results(words: str) -> bool:
    """Whether a search for these words would find anything public. Raises TooBroad."""
    with within(SECONDS):
        return bool(_found(Asked(words), most=1).hits)


# How it is asked -----------------------------------------------------------------------------------------------------


KEYS = tuple(KINDS)
EPOCH = date(2000, 1, 1)


def _found(asked: Asked, most: int = CAP, *, narrow: bool = False) -> Found:
    """The newest results and how they fall by each facet; those that have what is chosen. With `narrow` the database
    looks for nothing else, else the newest of everything are looked through: of each kind, where only that is chosen.
    """
    sql = statement(asked, most, narrow=narrow)
    if not sql:
        return Found()
    with connection.cursor() as cursor:
        cursor.execute(sql)
        capped, kinds, pages, days, branches, *counted = cursor.fetchone()
    hits = Hits(kinds or (), pages or (), days or (), branches or ())
    facets = {
        name: Counter({READ.get(name, str)(value): n for value, n in (one or {}).items()})
        for name, one in zip(Asked.FACETS, counted, strict=True)
    }
    return Found(hits, capped, facets)


WORDS, TODAY = mark("words"), mark("today")


def statement(asked: Asked, most: int = CAP, *, narrow: bool = False) -> str:
    """The one SQL statement of a search; empty where nothing can match."""
    written = _statement(replace(asked, words=WORDS), most, narrow, rule_in_force())
    return written.with_values({"words": as_asked(asked.words), "today": today()}) if written else ""


def rule_in_force() -> tuple:
    """By what a row is public. A statement is kept only as long as the rule that is written into it."""
    return publication.visible_q, *publication.SEEN[Audience.PUBLIC]


@lru_cache(maxsize=256)
def _statement(asked: Asked, most: int, narrow: bool, rule) -> Written | None:
    """The statement for any words."""
    parts, params = [], []
    for number, branch in enumerate(BRANCHES):
        if not narrow or asked.kind in {"", branch.kind}:
            rows = _rows(branch, number, asked if narrow else asked.without_facets(), most)
            if rows is not None:
                sql, values = rows.query.get_compiler(connection=connection).as_sql()
                parts.append(f"({sql})")
                params += values
    if not parts:
        return None
    chosen = {} if narrow else asked.chosen
    # The newest of a kind are among what its branches found for the newest of everything.
    by_kind_alone = chosen.keys() == {"kind"}
    of_kind, values = _has(chosen if by_kind_alone else {})
    params += values * 2
    counts = []
    for name, column in COLUMNS.items():
        rows = "newest" if by_kind_alone and name == "kind" else "held"
        others, values = _has({facet: value for facet, value in chosen.items() if facet != name})
        counts.append(COUNTED.format(column=column, rows=rows, others=others))
        params += values
    wanted, values = _has(chosen)
    params += [*values, TODAY] if asked.best_first else values
    # The values all come as parameters; what is put together here is what Django wrote.
    sql = STATEMENT.format(
        hits=" UNION ALL ".join(parts),
        found=RESULTS.format(of_kind=of_kind, newest=NEWEST),
        newest_of_all=RESULTS.format(of_kind="true", newest=NEWEST) if by_kind_alone else "SELECT",
        of_kind=of_kind,
        most=most,
        most_rows=most * ROWS_OF_A_PAGE,
        newest=NEWEST,
        order=f"{SCORE} DESC, {NEWEST}" if asked.best_first else NEWEST,
        wanted=wanted,
        counts=", ".join(counts),
        epoch=EPOCH,
    )
    return Written(sql, params)


# Hits of the same page are one result. Of the newest results those that have what is chosen are told, in one row of
# four arrays, with how they fall by each facet: fetched to be counted here, two thousand took a sixth of the page.
STATEMENT = """
    WITH hit (kind, page, day, branch, body, state, owner, topics, rank) AS MATERIALIZED ({hits}),
    found AS MATERIALIZED ({found} LIMIT {most} + 1),
    held AS MATERIALIZED (SELECT * FROM found ORDER BY {newest} LIMIT {most}),
    newest AS ({newest_of_all} LIMIT {most})
    SELECT
        (SELECT count(*) FROM found) > {most}
            OR EXISTS (SELECT FROM hit WHERE {of_kind} GROUP BY branch HAVING count(*) > {most_rows}),
        told.*, {counts}
    FROM (
        SELECT array_agg(kind), array_agg(page), array_agg(day - '{epoch}'::date), array_agg(branches)
        FROM (SELECT * FROM held WHERE {wanted} ORDER BY {order}) AS in_order
    ) AS told
"""
RESULTS = """
    SELECT kind, page, max(day) AS day, bit_or(branch) AS branches, max(body) AS body, max(state) AS state,
        max(owner) AS owner, max(topics) AS topics, max(rank) AS rank
    FROM hit WHERE {of_kind} GROUP BY kind, page ORDER BY {newest}
"""
NEWEST = "day DESC NULLS LAST, kind, page DESC"
# How well a result matches, with recency weighed in: what is three years old counts half.
SCORE = "rank / (1 + CASE WHEN day IS NULL THEN 10 ELSE greatest(%s - day, 0) / 365.25 END / 3)"
# How many results each value of a facet would leave, were it chosen in place of the one that is.
COUNTED = """
    (SELECT json_object_agg(value, n) FROM (
        SELECT {column} AS value, count(*) AS n FROM {rows} WHERE {others} GROUP BY 1
    ) AS counted WHERE value IS NOT NULL)
"""
# By a facet, what a result has of it; and how that is read back where it is no word.
COLUMNS = {
    "kind": "kind",
    "year": "date_part('year', day)::int",
    "body": "body",
    "topic": "unnest(topics)",
    "owner": "nullif(owner, '')",
    "state": "nullif(state, '')",
}
READ = {"kind": lambda number: KEYS[int(number)], "year": int, "body": int, "topic": int}


def _has(chosen: dict) -> tuple[str, list]:
    """The condition that a result has what is chosen, and its values."""
    conditions = [f"%s = {'ANY(topics)' if name == 'topic' else COLUMNS[name]}" for name in chosen]
    values = [KEYS.index(value) if name == "kind" else value for name, value in chosen.items()]
    return " AND ".join(conditions) or "true", values


def _rows(branch: Branch, number: int, asked: Asked, most: int):
    """The newest rows of a branch that match, as the columns of the statement; None where none can."""
    kind = KINDS[branch.kind]
    rows = branch.model.objects.public().filter(**{branch.lexemes: asked.query})
    rows = narrowed(rows, kind, branch.prefix, asked)
    if rows is None:
        return None
    rank = SearchRank(F(branch.lexemes), asked.query) if asked.best_first else Value(0.0)
    rows = rows.order_by(F(f"{branch.prefix}{kind.day}").desc()).values_list(
        Value(KEYS.index(kind.key), output_field=models.IntegerField()),
        F(branch.page),
        kind.day_of(branch.prefix),
        Value(1 << number, output_field=models.IntegerField()),
        Cast(kind.body(branch.prefix), models.BigIntegerField()),
        kind.state(branch.prefix),
        kind.owner(branch.prefix),
        _topics(kind, branch),
        Cast(rank, models.FloatField()),
    )
    return rows[: most * ROWS_OF_A_PAGE + 1 if branch.path else most + 1]


def _topics(kind: Kind, branch: Branch) -> models.Expression:
    if kind.topics is None:
        return Cast(Value(None), ArrayField(models.BigIntegerField()))
    model, key = kind.topics
    # Asked of public rows: then what the links hang from is public, too, unless of an exempt one no more than its bare
    # fact is. To ask again takes eleven joins for an action.
    may_be_a_shell = getattr(kind.model, "shell_when_exempt", False)
    links = model.objects.public() if may_be_a_shell else model.objects.public_below(kind.model)
    return ArraySubquery(links.filter(**{key: OuterRef(branch.page)}).order_by("topic").values("topic"))


def narrowed(rows, kind: Kind, prefix: str, asked: Asked):
    """Only what is chosen; None where a record of this kind cannot have it."""
    day = f"{prefix}{kind.day}"
    if asked.year:
        first, after = date(asked.year, 1, 1), date(asked.year + 1, 1, 1)
        if kind.is_dated_by_moments:
            first, after = (datetime(one.year, 1, 1, tzinfo=LONDON) for one in (first, after))
        rows = rows.filter(**{f"{day}__gte": first, f"{day}__lt": after})
    if asked.topic:
        if kind.topics is None:
            return None
        model, key = kind.topics
        links = model.objects.public().filter(topic=asked.topic)
        rows = rows.filter(**{f"{prefix}pk__in": links.values(key)})
    for name, nowhere in (("body", nothing), ("state", no_word), ("owner", no_word)):
        value, told = getattr(asked, name), getattr(kind, name)
        if value and told is nowhere:
            return None
        if value:
            rows = rows.alias(**{f"told_{name}": told(prefix)}).filter(**{f"told_{name}": value})
    return rows


# The clock -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def within(seconds: float) -> Iterator[Callable[[], str]]:
    """Let the database work for so long and no longer; yields what sets its clock to what remains of it.

    What it is asked is planned as it is written, from the words up: with twenty joins, weighing all their orders takes
    longer than to look.

    Raises TooBroad where it was stopped.
    """
    ends = time.monotonic() + seconds

    def remaining() -> list[str]:
        """Set the clock to what is left; what was set until now."""
        return _set(str(max(int((ends - time.monotonic()) * 1000), 1)), "2")

    # The settings end with the transaction; where that goes on without us, they are put back.
    goes_on = connection.in_atomic_block
    try:
        with transaction.atomic():
            before = remaining()
            yield remaining
            if goes_on:
                _set(*before)
    except OperationalError as stopped:
        # 57014: cancelled, by the clock.
        if getattr(stopped.__cause__, "sqlstate", "") != "57014":
            raise
        raise TooBroad from stopped


_SETTINGS = ("statement_timeout", "join_collapse_limit")


def _set(*values: str) -> list[str]:
    """Set both settings until the transaction ends; their values until now."""
    with connection.cursor() as cursor:
        told = ", ".join("current_setting(%s), set_config(%s, %s, true)" for _ in _SETTINGS)
        pairs = zip(_SETTINGS, values, strict=True)
        cursor.execute(f"SELECT {told}", [one for name, value in pairs for one in (name, name, value)])  # noqa: S608
        return list(cursor.fetchone()[::2])


def says_nothing(words: str) -> bool:
    """Whether there is nothing to look for: only "the", signs, or words that must not be there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT querytree(websearch_to_tsquery(%s, %s))", [CONFIG, as_asked(words)])
        return cursor.fetchone()[0] in {"", "T"}
