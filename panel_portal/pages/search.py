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
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import OperationalError, connection, models, transaction
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from meetings.models import (
    Action,
    ActionTopic,
    AgendaItem,
    ItemTopic,
    Limb,
    Meeting,
    Member,
    Minute,
    Paper,
    PaperFile,
    PublicSummary,
)
from panel_portal.records import publication
from panel_portal.records.fulltext import CONFIG
from panel_portal.records.periods import today
from panel_portal.records.publication import Audience
from questions.models import Question, QuestionPart, QuestionTopic
from reports.models import (
    CommissionerResponse,
    CommissionersDecision,
    DecisionTopic,
    Finding,
    Inspection,
    InspectionStatement,
    InspectionTopic,
    PanelReport,
    PartAnswer,
    ReportRequest,
    ReportTopic,
    ResponseFile,
)

# Results that are held, counted and ordered; of a page that has hits in several rows, so many rows are looked at.
CAP = 2_000
ROWS_OF_A_PAGE = 3
SECONDS = 1.0
LONDON = ZoneInfo("Europe/London")


class TooBroad(Exception):
    """So much was found that it could not be looked through in the time there is."""


# What is searched ----------------------------------------------------------------------------------------------------


def _nothing(prefix: str) -> models.Expression:
    return Value(None, output_field=models.BigIntegerField())


def _no_word(prefix: str) -> models.Expression:
    return Value("", output_field=models.TextField())


def _key(path: str) -> Callable[[str], models.Expression]:
    return lambda prefix: F(f"{prefix}{path}")


def _either_way(closed: Q, open_: Q) -> Callable[[str], models.Expression]:
    def told(prefix: str) -> models.Expression:
        return Case(
            When(_under(prefix, open_), then=Value("open")),
            When(_under(prefix, closed), then=Value("closed")),
            default=Value(""),
            output_field=models.TextField(),
        )

    return told


def _under(prefix: str, condition: Q) -> Q:
    """A condition on a record, as one on what leads to it."""
    children = [
        _under(prefix, one) if isinstance(one, Q) else (f"{prefix}{one[0]}", one[1]) for one in condition.children
    ]
    return Q.create(children, connector=condition.connector, negated=condition.negated)


def _origin_body(prefix: str) -> models.Expression:
    """The body at whose meeting an action arose, whichever way."""
    limb = f"{prefix}origin_limb__resolution__minute__agenda_item__meeting__body"
    return Coalesce(f"{prefix}origin_item__meeting__body", limb)


def _body_asked(prefix: str) -> models.Expression:
    """The body before which a question comes, once its meeting is public."""
    meeting = publication.visible_q(Meeting, Audience.PUBLIC, prefix=f"{prefix}at_meeting__")
    return Case(When(meeting, then=F(f"{prefix}at_meeting__body")))


def _owner(prefix: str) -> models.Expression:
    def told(word: str, path: str):
        return When(
            **{f"{prefix}{path}__isnull": False},
            then=Concat(Value(f"{word}:"), Cast(f"{prefix}{path}", models.TextField())),
        )

    return Case(
        told("office", "owner_office"), told("body", "owner_body"), default=Value(""), output_field=models.TextField()
    )


@dataclass(frozen=True)
class Kind:
    """A sort of page that can be found. `day`, `body`, `state` and `owner` are asked of its record; `topics` is the
    model of the rows that give it topics, and the name of their key to it."""

    key: str
    label: str
    model: type
    day: str
    body: Callable[[str], models.Expression] = _nothing
    state: Callable[[str], models.Expression] = _no_word
    owner: Callable[[str], models.Expression] = _no_word
    topics: tuple[type, str] | None = None


@dataclass(frozen=True)
class Branch:
    """One column of words. `path` leads to the record of the page ("" for the page's own), `text` is what is shown
    of it in context."""

    kind: str
    model: type
    path: str
    text: tuple[str, ...]
    lexemes: str = "lexemes"

    @property
    def prefix(self) -> str:
        return f"{self.path}__" if self.path else ""

    @property
    def page(self) -> str:
        return self.path or "pk"


KINDS = {
    kind.key: kind
    for kind in (
        Kind("meeting", "Meetings", Meeting, "starts_at", _key("body")),
        Kind(
            "item",
            "Agenda items, minutes and decisions",
            AgendaItem,
            "meeting__starts_at",
            _key("meeting__body"),
            topics=(ItemTopic, "agenda_item"),
        ),
        Kind("paper", "Papers", Paper, "agenda_item__meeting__starts_at", _key("agenda_item__meeting__body")),
        Kind(
            "action",
            "What has been asked",
            Action,
            "asked_on",
            _origin_body,
            _either_way(~Q(state__in=Action.OUTSTANDING), Q(state__in=Action.OUTSTANDING)),
            _owner,
            topics=(ActionTopic, "asked_action"),
        ),
        Kind(
            "question",
            "Public questions",
            Question,
            "asked_on",
            _body_asked,
            _either_way(
                Q(state__in=[*Question.ANSWERED, Question.State.HEARD]),
                Q(state=Question.State.SENT) | Q(state=Question.State.ACCEPTED, kind__in=Question.ASKING),
            ),
            topics=(QuestionTopic, "question"),
        ),
        Kind(
            "letter",
            "Reports and letters of the panel",
            PanelReport,
            "issued_on",
            _key("from_body"),
            _either_way(
                Q(state=PanelReport.State.REPLIED),
                Q(state=PanelReport.State.ISSUED) & ~Q(reply_basis=PanelReport.ReplyBasis.NONE),
            ),
            topics=(ReportTopic, "report"),
        ),
        Kind("response", "Responses of the Commissioner", CommissionerResponse, "received_on"),
        Kind(
            "inspection",
            "Inspections",
            Inspection,
            "reported_on",
            state=_either_way(
                Q(state__in=[Inspection.State.RESPONDED, Inspection.State.CLOSED]),
                Q(state__in=[Inspection.State.UNDER_WAY, Inspection.State.REPORTED]),
            ),
            topics=(InspectionTopic, "inspection"),
        ),
        Kind(
            "decision",
            "Decisions of the Commissioner",
            CommissionersDecision,
            "decided_on",
            topics=(DecisionTopic, "decision"),
        ),
        Kind("member", "Members", Member, "published_at"),
    )
}
STATES = {"open": "Still open", "closed": "Settled"}

BRANCHES = (
    Branch("meeting", Meeting, "", ("purpose", "place", "outcome_reason")),
    Branch("item", AgendaItem, "", ("purpose", "report_of")),
    Branch("item", Minute, "agenda_item", ("text",)),
    Branch("item", PublicSummary, "agenda_item", ("text",)),
    Branch("item", Limb, "resolution__minute__agenda_item", ("text",)),
    Branch("paper", Paper, "", ()),
    Branch("paper", PaperFile, "paper", ("read__words",), "read__lexemes"),
    Branch("action", Action, "", ("text", "given_in", "closing_note")),
    Branch("question", Question, "", ("introduction", "law", "given_at_meeting")),
    Branch("question", QuestionPart, "question", ("text",)),
    Branch("letter", PanelReport, "", ("text",)),
    Branch("letter", ReportRequest, "report", ("text",)),
    Branch("response", CommissionerResponse, "", ("text", "officer_comments", "rejoinder")),
    Branch("response", PartAnswer, "response", ("text", "note")),
    Branch("response", ResponseFile, "response", ("title",)),
    Branch("response", ResponseFile, "response", ("read__words",), "read__lexemes"),
    Branch("inspection", Inspection, "", ("summary", "closing_note")),
    Branch("inspection", Finding, "inspection", ("area", "text", "recommendation")),
    Branch("inspection", InspectionStatement, "inspection", ("text",)),
    Branch("decision", CommissionersDecision, "", ("summary",)),
    Branch("member", Member, "", ()),
)


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
    day = f"{branch.prefix}{kind.day}"
    is_moment = isinstance(_end(kind.model, kind.day), models.DateTimeField)
    rank = SearchRank(F(branch.lexemes), asked.query) if asked.best_first else Value(0.0)
    rows = rows.order_by(F(day).desc()).values_list(
        Value(KEYS.index(kind.key), output_field=models.IntegerField()),
        F(branch.page),
        TruncDate(day, tzinfo=LONDON) if is_moment else F(day),
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


def _end(model, path: str) -> models.Field:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def narrowed(rows, kind: Kind, prefix: str, asked: Asked):
    """Only what is chosen; None where a record of this kind cannot have it."""
    day = f"{prefix}{kind.day}"
    if asked.year:
        first, after = date(asked.year, 1, 1), date(asked.year + 1, 1, 1)
        if isinstance(_end(kind.model, kind.day), models.DateTimeField):
            first, after = (datetime(one.year, 1, 1, tzinfo=LONDON) for one in (first, after))
        rows = rows.filter(**{f"{day}__gte": first, f"{day}__lt": after})
    if asked.topic:
        if kind.topics is None:
            return None
        model, key = kind.topics
        links = model.objects.public().filter(topic=asked.topic)
        rows = rows.filter(**{f"{prefix}pk__in": links.values(key)})
    for name, nowhere in (("body", _nothing), ("state", _no_word), ("owner", _no_word)):
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
