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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import OperationalError, connection, models, transaction
from django.db.models import F, OuterRef, Value
from django.db.models.functions import Cast

from panel_portal.pages.searched import BRANCHES, KINDS, Branch, Kind, no_word, nothing
from panel_portal.records import publication
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


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: which page, when, and in which branches (as bits) its words stand."""

    kind: str
    page: int
    day: date | None
    branches: int
    body: int | None = None
    state: str = ""
    owner: str = ""
    topics: tuple[int, ...] = ()
    rank: float = 0.0

    @property
    def year(self) -> int | None:
        return self.day.year if self.day else None

    def matches(self, facet: str, value) -> bool:
        return value in self.topics if facet == "topic" else getattr(self, facet) == value


@dataclass(frozen=True)
class Found:
    """What a search found: at most `CAP` results in the order asked for, and how they fall by each facet."""

    hits: tuple[Hit, ...] = ()
    capped: bool = False
    facets: dict[str, Counter] = field(default_factory=dict)

    @property
    def how_many(self) -> str:
        return f"{len(self.hits):,}{'+' if self.capped else ''}"


def search(asked: Asked) -> Found:
    """Everything public that has the words. Raises TooBroad."""
    with within(SECONDS) as remaining:
        hits, capped = _hits(asked.without_facets())
        chosen = asked.chosen
        facets = {name: _counted(hits, name, chosen) for name in Asked.FACETS}
        if chosen and capped:
            # Older results than the newest of everything may be among the newest of these.
            remaining()
            hits, capped = _hits(asked)
        elif chosen:
            hits = [hit for hit in hits if all(hit.matches(name, value) for name, value in chosen.items())]
    if asked.best_first:
        hits = sorted(hits, key=_score, reverse=True)
    return Found(tuple(hits), capped, facets)


def has_results(words: str) -> bool:
    """Whether a search for these words would find anything public. Raises TooBroad."""
    with within(SECONDS):
        return bool(_hits(Asked(words), most=1)[0])


def _counted(hits, facet: str, chosen: dict) -> Counter:
    """How many results each value of a facet would leave, were it chosen in place of the one that is."""
    others = [(name, value) for name, value in chosen.items() if name != facet]
    left = (hit for hit in hits if all(hit.matches(name, value) for name, value in others))
    if facet == "topic":
        return Counter(topic for hit in left for topic in hit.topics)
    return Counter(value for hit in left if (value := getattr(hit, facet)))


def _score(hit: Hit) -> float:
    """How well it matches, with recency weighed in: what is three years old counts half."""
    years = max((today() - hit.day).days, 0) / 365.25 if hit.day else 10
    return hit.rank / (1 + years / 3)


# How it is asked -----------------------------------------------------------------------------------------------------


def _hits(asked: Asked, most: int = CAP) -> tuple[list[Hit], bool]:
    """The newest hits, and whether there are more."""
    sql, params = statement(asked, most)
    if not sql:
        return [], False
    with connection.cursor() as cursor:
        # Planned as written, from the words up: with twenty joins, weighing all their orders takes longer than to look.
        cursor.execute("SET LOCAL join_collapse_limit = 2")
        cursor.execute(sql, params)
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL join_collapse_limit = DEFAULT")
    hits = [
        Hit(KEYS[kind], page, day, branches, body, state, owner, tuple(topics or ()), rank)
        for kind, page, day, branches, body, state, owner, topics, rank, _ in rows[:most]
    ]
    return hits, len(rows) > most or bool(rows and rows[0][-1] > most * ROWS_OF_A_PAGE)


KEYS = tuple(KINDS)


# What stands for the words in a statement that is kept: no text has this character.
WORDS = "\ufdd0"


def statement(asked: Asked, most: int = CAP) -> tuple[str, list]:
    """The one SQL statement of a search, and its values; empty where nothing can match."""
    # A statement is kept only as long as the rule that is written into it is the one in force.
    rule = (publication.visible_q, *publication.SEEN[Audience.PUBLIC])
    sql, params = _statement(replace(asked, words=WORDS), most, rule)
    return sql, [as_asked(asked.words) if value == WORDS else value for value in params]


@lru_cache(maxsize=256)
def _statement(asked: Asked, most: int, rule) -> tuple[str, tuple]:
    """The statement for any words. Writing it takes Django longer than most searches take the database."""
    parts, params = [], []
    for number, branch in enumerate(BRANCHES):
        if asked.kind in {"", branch.kind}:
            rows = _rows(branch, number, asked, most)
            if rows is not None:
                sql, values = rows.query.get_compiler(connection=connection).as_sql()
                parts.append(f"({sql})")
                params += values
    if not parts:
        return "", ()
    union = " UNION ALL ".join(parts)
    # The values all come as parameters; what is put together here is what Django wrote.
    return (
        f"WITH hit (kind, page, day, branch, body, state, owner, topics, rank) AS MATERIALIZED ({union}) "  # noqa: S608
        "SELECT kind, page, max(day) AS day, bit_or(branch), max(body), max(state), max(owner), max(topics), max(rank),"
        " (SELECT max(n) FROM (SELECT count(*) AS n FROM hit GROUP BY branch) AS counted)"
        f" FROM hit GROUP BY kind, page ORDER BY day DESC NULLS LAST, kind, page DESC LIMIT {most + 1}",
        tuple(params),
    )


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
    links = model.objects.public().filter(**{key: OuterRef(branch.page)}).order_by("topic")
    return ArraySubquery(links.values("topic"))


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

    Raises TooBroad where it was stopped.
    """
    ends = time.monotonic() + seconds

    def remaining() -> str:
        """Set the clock to what is left; what it was set to until now."""
        milliseconds = max(int((ends - time.monotonic()) * 1000), 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)",
                [str(milliseconds)],
            )
            return cursor.fetchone()[0]

    # The setting ends with the transaction; where that goes on without us, it is put back.
    goes_on = connection.in_atomic_block
    try:
        with transaction.atomic():
            before = remaining()
            yield remaining
            if goes_on:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as stopped:
        # 57014: cancelled, by the clock.
        if getattr(stopped.__cause__, "sqlstate", "") != "57014":
            raise
        raise TooBroad from stopped


def says_nothing(words: str) -> bool:
    """Whether there is nothing to look for: only "the", signs, or words that must not be there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT querytree(websearch_to_tsquery(%s, %s))", [CONFIG, as_asked(words)])
        return cursor.fetchone()[0] in {"", "T"}
