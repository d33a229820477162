"""The agenda items, questions and actions that are closest to one of them, or to words, by words and topics.

What is close is worked out when it is asked for, from the columns that search reads, each through `.public()`; nothing
is kept beside the record. How rare a word is comes from `KnownWord`, which is learnt from public rows alone.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import connection, models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.html import strip_tags

from meetings.models import Action, ActionNote, AgendaItem, Correction, Minute
from panel_portal.pages import findings
from panel_portal.pages.findings import Result
from panel_portal.pages.models import KnownWord
from panel_portal.pages.search import Hit, as_asked
from panel_portal.pages.searched import BRANCHES, KINDS, Branch
from panel_portal.records.fulltext import CONFIG
from panel_portal.records.publication import Audience, PublicRecord, visible_rows
from questions.models import Question

# Words of a text by which its likes are sought: so many, the rarest; none that an eighth of the record has, or more
# rows than can be weighed in a moment. Of a few rows everything is rare.
MOST_WORDS, COMMON_SHARE, COMMON, FEW = 12, 8, 500, 20
# Which part of a text's rare words another must have to be shown, and which if they stand under a topic together. Two
# words at least, without one: one alone is chance.
ENOUGH, ENOUGH_WITH_TOPIC = 0.4, 0.1
# A short text has few of the words of a long one: it is enough, too, if they are half of its own.
OF_ITS_OWN, OF_ITS_OWN_AT_LEAST = 0.5, 3
TOPIC_ADDS = 0.2
MOST, LOOKED_AT = 5, 25
SOUGHT = ("item", "question", "action")
# Minutes say much of many things, and notes and corrections what became of one.
WHERE = [
    branch for branch in BRANCHES if branch.kind in SOUGHT and branch.model not in {Minute, Correction, ActionNote}
]


@dataclass(frozen=True)
class Closest:
    """What is like a record, closest first.

    before  of the same kind and not later, for what can be asked again: a question or an action
    others  the rest
    """

    before: tuple[Result, ...] = ()
    others: tuple[Result, ...] = ()


def to(record: AgendaItem | Question | Action) -> Closest:
    """What is closest to a record and not told on its page anyway. Three or four queries, and one or two for each kind
    that is found."""
    kind = kind_of(record)
    link, key = KINDS[kind].topics
    topics = list(link.objects.public().filter(**{key: record}).values_list("topic", flat=True))
    results = findings.named(_closest(text_of(record), topics, told_anyway(record)))

    def is_before(hit):
        return kind != "item" and hit.kind == kind and bool(record.asked_on and hit.day <= record.asked_on)

    return Closest(
        tuple(result for hit, result in results.items() if is_before(hit)),
        tuple(result for hit, result in results.items() if not is_before(hit)),
    )


def asked_before(text: str, but: Question | None = None) -> list[Result]:
    """The public questions that are closest to a text that somebody wants to ask, or has asked."""
    hits = _closest(text, [], {("question", but.pk)} if but else set(), kinds=("question",))
    return list(findings.named(hits).values())


def kind_of(record: PublicRecord) -> str:
    return next(kind for kind in SOUGHT if isinstance(record, KINDS[kind].model))


def text_of(record: AgendaItem | Question | Action) -> str:
    """What the public reads of it, as far as it says what it is about."""
    match record:
        case AgendaItem():
            return f"{record.title} {strip_tags(record.purpose)}"
        case Question():
            parts = " ".join(part.text for part in visible_rows(record.parts, Audience.PUBLIC))
            return f"{record.title} {strip_tags(record.introduction)} {parts}"
        case Action():
            return strip_tags(record.own_words)
    raise TypeError(f"{type(record)} has no likes")


def told_anyway(record: AgendaItem | Question | Action) -> set[tuple[str, int]]:
    """The record itself, and what its page names for another reason than likeness."""
    told = {(kind_of(record), record.pk)}
    match record:
        case AgendaItem():
            arisen = Action.objects.public().arisen_at(pk=record.pk)
            told |= {("action", pk) for pk in arisen.values_list("pk", flat=True)}
        case Question():
            told |= {
                ("item", record.under_item_id),
                ("question", record.follows_id),
                ("question", record.grouped_with_id),
            }
        case Action():
            arose = Q(pk=record.origin_item_id)
            if record.origin_limb_id:  # without one, the question would be for items without decisions
                arose |= Q(minute__resolutions__limbs=record.origin_limb_id)
            told |= {("item", pk) for pk in AgendaItem.objects.public().filter(arose).values_list("pk", flat=True)}
    return told


# How it is sought ----------------------------------------------------------------------------------------------------


def _rarest(text: str) -> dict[str, float]:
    """The rarest words of a text that the record knows, as the columns have them, and how much each weighs."""
    words = sorted(set(re.findall(r"[^\W\d_]{4,40}", as_asked(text).lower())))
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lexeme, sum(records)::int, (SELECT max(records) FROM "  # noqa: S608 - the name of a table
            f"{KnownWord._meta.db_table}) FROM "
            f"(SELECT word, records FROM {KnownWord._meta.db_table} WHERE word = ANY(%s)) AS known, "
            "LATERAL unnest(tsvector_to_array(to_tsvector(%s, word))) AS lexeme "
            "GROUP BY lexeme ORDER BY 2, lexeme LIMIT %s",
            [words, CONFIG, MOST_WORDS],
        )
        found = cursor.fetchall()
    if not found:
        return {}
    # The commonest word of all stands in nearly every row.
    rows = found[0][2]
    common = min(max(rows / COMMON_SHARE, FEW), COMMON)
    return {lexeme: math.log(1 + rows / records) ** 2 for lexeme, records, _ in found if records <= common}


def _closest(text: str, topics: list[int], but: set[tuple[str, int]], kinds: Iterable[str] = SOUGHT) -> list[Hit]:
    weights = _rarest(text)
    if not weights:
        return []
    rows = [_rows(branch, weights, topics) for branch in WHERE if branch.kind in kinds]
    best: dict[tuple[str, int], tuple] = {}
    total = sum(weights.values())
    for kind, page, day, words, own_words, score, together in rows[0].union(*rows[1:], all=True):
        share = score / total
        enough = words >= 2 and share >= ENOUGH or together and share >= ENOUGH_WITH_TOPIC
        enough |= words >= OF_ITS_OWN_AT_LEAST and words / own_words >= OF_ITS_OWN
        found = (share + TOPIC_ADDS * together, day)
        if enough and (kind, page) not in but and found > best.get((kind, page), (0, day)):
            best[kind, page] = found
    closest = sorted(best, key=lambda one: (-best[one][0], -best[one][1].toordinal(), one))[:MOST]
    return [Hit(kind, page, best[kind, page][1]) for kind, page in closest]


class _OfShared(Func):
    """Something of the words that a text shares with those that are sought, by their weights."""

    output_field = models.FloatField()
    template = (
        "(SELECT COALESCE(%(function)s, 0) FROM unnest(%(expressions)s) AS sought (word, weight)"
        " WHERE sought.word = ANY (tsvector_to_array(%(column)s)))"
    )

    def __init__(self, column: str, weights: dict[str, float], function: str):
        words = Value(list(weights), ArrayField(models.TextField()))
        super().__init__(words, Value(list(weights.values()), ArrayField(models.FloatField())), F(column))
        self.function = function

    def as_sql(self, compiler, connection, **more):
        *sought, column = self.source_expressions
        sql, params = compiler.compile(column)
        asked = Func(*sought, function="", template="%(expressions)s", output_field=models.TextField())
        values, given = compiler.compile(asked)
        return self.template % {"function": self.function, "expressions": values, "column": sql}, [*given, *params]


def _rows(branch: Branch, weights: dict[str, float], topics: list[int]):
    """The rows of a branch with most of the words, as kind, page, day, how many of the words, how many words it has,
    the weight of those it shares, whether it stands under the same topic."""
    kind = KINDS[branch.kind]
    any_of_them = SearchQuery(" | ".join(f"'{word}'" for word in weights), config="simple", search_type="raw")
    rows = branch.model.objects.public().filter(**{branch.lexemes: any_of_them})
    rows = rows.filter(**{f"{branch.prefix}{kind.day}__isnull": False})  # a clerk may have emptied it
    if branch.kind == "item":
        rows = rows.filter(**{f"{branch.prefix}kind": AgendaItem.Kind.SUBSTANTIVE})
    link, key = kind.topics
    together = link.objects.public().filter(topic__in=topics, **{key: OuterRef(branch.page)})
    return (
        rows.annotate(
            likes_kind=Value(branch.kind, output_field=models.TextField()),
            likes_page=F(branch.page),
            likes_day=kind.day_of(branch.prefix),
            likes_words=_OfShared(branch.lexemes, weights, "count(*)"),
            likes_own=Func(F(branch.lexemes), function="LENGTH", output_field=models.IntegerField()),
            likes_score=_OfShared(branch.lexemes, weights, "sum(sought.weight)"),
            likes_topic=Exists(together) if topics else Value(False),
        )
        .order_by(F("likes_score").desc(), F("likes_day").desc())
        .values_list("likes_kind", "likes_page", "likes_day", "likes_words", "likes_own", "likes_score", "likes_topic")[
            :LOOKED_AT
        ]
    )
