"""What is shown of a search's results: each page by its name and place in the record, and its words in context."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.contrib.postgres.search import SearchHeadline
from django.db import connection, models
from django.db.models import F, Func, Value
from django.db.models.functions import Cast, Greatest, Lower, StrIndex, Substr
from django.utils.text import Truncator

from panel_portal.pages.search import WORDS, Asked, Hit, as_asked, rule_in_force
from panel_portal.pages.searched import BRANCHES, KINDS
from panel_portal.pages.written import Written, WrittenRows, is_among, mark
from panel_portal.records.fulltext import CONFIG
from panel_portal.records.periods import in_words

# What stands around a word that was found, until it is told apart from the text: characters that no text has.
BEGIN, END = "\ue000", "\ue001"
# Characters of a text among which its words in context are looked for, and how many of them before the first word.
LOOKED_AT, BEFORE = 6_000, 1_500
LONGEST_TITLE = 140


@dataclass(frozen=True)
class Result:
    """One result as it is read. `reference` is how it is quoted, `where` a few words on its place in the record,
    `context` plain text with `BEGIN` and `END` around what was found."""

    kind: str
    title: str
    address: str
    day: date | None
    where: str = ""
    reference: str = ""
    state: str = ""
    context: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """What stands above the title: the kind, how it is quoted, the day."""
        day = in_words(self.day) if self.day and self.kind != KINDS["member"].label else ""
        return tuple(filter(None, (self.kind, self.reference, day)))

    @property
    def place(self) -> tuple[str, ...]:
        """What stands below the title."""
        return tuple(filter(None, (self.where, self.state)))


def shown(hits: list[Hit], asked: Asked) -> list[Result]:
    """The results of one page, in their order. Costs a query or two for each kind on it, and one for all contexts.

    What is public no longer since it was found is left out.
    """
    contexts, results = _contexts(hits, asked), []
    for hit, result in named(hits).items():
        context = contexts.get((hit.kind, hit.page), "")
        if re.sub(f"[{BEGIN}{END}]", "", context).strip(" .…") in result.title:
            context = ""
        results.append(replace(result, context=context))
    return results


def named(hits: Iterable[Hit]) -> dict[Hit, Result]:
    """The results of hits, in their order and without their words in context; a query or two for each kind."""
    hits = list(hits)
    records = _records(hits)
    return {
        hit: Result(KINDS[hit.kind].label, day=hit.day, **TOLD[hit.kind](records[hit.kind, hit.page]))
        for hit in hits
        if (hit.kind, hit.page) in records
    }


# Names and places ----------------------------------------------------------------------------------------------------


def _meeting(meeting) -> dict:
    return {
        "title": f"{meeting.get_kind_display()}, {in_words(meeting.day)}",
        "address": meeting.get_absolute_url(),
        "where": meeting.body_name,
        "state": meeting.get_state_display(),
    }


def _item(item) -> dict:
    number = f"Item {item.number}, " if item.number else ""
    return {
        "title": item.title,
        "address": item.get_absolute_url(),
        "where": f"{number}{item.short_name_then or item.meeting.short_body_name}",
    }


def _paper(paper) -> dict:
    return {
        "title": paper.title,
        "address": paper.get_absolute_url(),
        "where": f"{paper.get_kind_display()} for “{paper.agenda_item.title}”",
    }


def _action(action) -> dict:
    return {
        "title": Truncator(action.own_words).chars(LONGEST_TITLE),
        "address": action.get_absolute_url(),
        "where": f"Asked of {action.owner}" if action.owner else "",
        "reference": action.reference,
        "state": action.get_state_display(),
    }


def _question(question) -> dict:
    return {
        "title": question.title,
        "address": question.get_absolute_url(),
        "where": f"Asked by {question.published_name}",
        "reference": question.reference,
        "state": question.standing,
    }


def _letter(report) -> dict:
    return {
        "title": report.title,
        "address": report.get_absolute_url(),
        "where": f"To the {report.addressee_then}",
        "reference": report.reference,
        "state": report.standing,
    }


def _response(response) -> dict:
    return {
        "title": f"{response.get_kind_display()} to {response.answered.reference}",
        "address": response.get_absolute_url(),
        "where": f"Signed by {response.author}, {response.position}",
        "reference": response.reference,
    }


def _inspection(inspection) -> dict:
    return {
        "title": inspection.title,
        "address": inspection.get_absolute_url(),
        "where": inspection.inspectorate,
        "state": inspection.get_state_display(),
    }


def _decision(decision) -> dict:
    return {
        "title": decision.title,
        "address": decision.get_absolute_url(),
        "where": decision.get_service_display(),
        "reference": decision.number,
    }


def _member(member) -> dict:
    return {"title": member.name, "address": member.get_absolute_url()}


TOLD: dict[str, Callable] = {
    "meeting": _meeting,
    "item": _item,
    "paper": _paper,
    "action": _action,
    "question": _question,
    "letter": _letter,
    "response": _response,
    "inspection": _inspection,
    "decision": _decision,
    "member": _member,
}
# What each needs beside its own row, so that no row asks for it alone.
WITH = {
    "meeting": lambda rows: rows.with_names().select_related("body"),
    "item": lambda rows: rows.with_names().select_related("meeting").only("number", "title", "slug", "meeting__slug"),
    "paper": lambda rows: rows.select_related("agenda_item__meeting"),
    "action": lambda rows: rows.with_names().with_origin(),
    "letter": lambda rows: rows.select_related("addressee").prefetch_related("addressee__titles"),
    "response": lambda rows: rows.select_related("question", "asked_action", "report", "inspection"),
}


def _records(hits) -> dict:
    records = {}
    for key in dict.fromkeys(hit.kind for hit in hits):
        pages = [hit.page for hit in hits if hit.kind == key]
        rows = _rows(key, rule_in_force()).with_values({"pages": pages})
        records |= {(key, record.pk): record for record in rows}
    return records


@lru_cache(maxsize=32)
def _rows(key: str, rule) -> WrittenRows:
    """The records of a kind, for any pages."""
    rows = KINDS[key].model.objects.public()
    rows = WITH.get(key, lambda rows: rows)(rows)
    return WrittenRows(rows.filter(is_among("pk", "pages")).order_by())


# Words in context ----------------------------------------------------------------------------------------------------


def _contexts(hits, asked: Asked) -> dict[tuple[str, int], str]:
    """For each page that has one, the words around what was found: the best of its branches. One query."""
    pages = {}
    for number, branch in enumerate(BRANCHES):
        found = [hit.page for hit in hits if hit.branches & 1 << number]
        if found and branch.text:
            pages[number] = found
    if not pages:
        return {}
    values = {"words": as_asked(asked.words), "stem": _stem(asked.words)}
    values |= {f"pages {number}": found for number, found in pages.items()}
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(pages), rule_in_force()).with_values(values))
        rows = cursor.fetchall()
    contexts = {}
    for kind, page, headline in rows:
        best = contexts.get((kind, page), "")
        if headline.count(BEGIN) > best.count(BEGIN):
            contexts[kind, page] = headline
    return {key: _tidy(headline) for key, headline in contexts.items()}


@lru_cache(maxsize=256)
def _statement(branches: tuple[int, ...], rule) -> Written:
    """For any words and pages: what each of these branches has of them."""
    parts, params = [], []
    for number in branches:
        branch, query = BRANCHES[number], Asked(WORDS).query
        is_wanted = is_among(branch.page, f"pages {number}")
        rows = branch.model.objects.public().filter(is_wanted, **{branch.lexemes: query})
        headline = SearchHeadline(
            _plain(branch), query, config=CONFIG, start_sel=BEGIN, stop_sel=END, max_words=36, min_words=18
        )
        columns = (Value(branch.kind, output_field=models.TextField()), F(branch.page), headline)
        sql, values = rows.order_by().values_list(*columns).query.get_compiler(connection=connection).as_sql()
        parts.append(f"({sql})")
        params += values
    return Written(" UNION ALL ".join(parts), params)


def _plain(branch) -> models.Expression:
    """The part of a branch's text around the word that was found, without tags."""
    texts = [Cast(F(column), models.TextField()) for column in branch.text]
    whole = Func(Value(" "), *texts, function="CONCAT_WS", output_field=models.TextField())
    begins = StrIndex(Lower(whole), Value(mark("stem")))
    around = Substr(whole, Greatest(begins - BEFORE, Value(1)), LOOKED_AT)
    # Cut anywhere, a text may begin or end inside a tag.
    return Func(
        around,
        Value(r"^[^<>]*>|<[^>]*>|<[^>]*$"),
        Value(" "),
        Value("g"),
        function="REGEXP_REPLACE",
        output_field=models.TextField(),
    )


def _stem(words: str) -> str:
    """The beginning that the forms of the longest word asked for have in common: "communi" of "communities"."""
    longest = max(re.findall(r"\w+", words.lower()) or [""], key=len)
    return longest[:-2] if len(longest) > 6 else longest[: max(len(longest) - 1, 3)]


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text))
