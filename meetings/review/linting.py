"""What a clerk would want to look at again before publishing. Each finding is advice: nothing is refused for it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from meetings.models import Action, Limb, Minutes
from meetings.review.proposal import Proposal
from panel_portal.records.publication import Publication
from panel_portal.records.richtext import as_text

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS += ("November", "December")
DAY_NAMED = re.compile(
    rf"\b({'|'.join(WEEKDAYS)}),?\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(MONTHS)}),?\s+(\d{{4}})\b"
)
GROUPED = re.compile(r"(?<![\d,.])\d{1,7}(?:,\d{1,7}){1,6}(?![\d,])")
RUN_TOGETHER = re.compile(r"\b[^\W\d_]{3,30}\d{1,4}[^\W\d_]{3,30}\b")
LEFT_IN = re.compile(
    r"\[(?:insert|name|date|time|place|title|tbc|to be confirmed|xx+)\b[^\]\n]{0,60}\]"
    r"|\b[Xx]{3,10}\b|\blorem ipsum\b|Click or tap (?:here )?to enter [^\n.]{0,30}|<(?:insert|name|date)[^>\n]{0,40}>",
    re.IGNORECASE,
)
SUPPORTING = re.compile(r"^[ \t]*supporting documents:?[ \t]*$", re.IGNORECASE | re.MULTILINE)
# What a list of files looks like; anything else after the label means that there are none.
FILE = re.compile(r"\b(?:pdf|docx?|xlsx?|pptx?|[kmg]b)\b", re.IGNORECASE)
HEADING = re.compile(r"<h([3-5])>(.*?)</h\1>(\s*(?=<h[3-5]>|\Z))?", re.DOTALL)
ASKS = {Limb.Kind.REQUEST, Limb.Kind.INVITATION}


@dataclass(frozen=True)
class Finding:
    """`key`: the part of the proposal, or the agenda item's key, where it can be mended."""

    key: str
    sentence: str


def lint_proposal(proposal: Proposal, source: str, day: date) -> list[Finding]:
    """Findings in pasted minutes, in their order. `day`: of the meeting."""
    found = [Finding("", sentence) for sentence in _empty_supporting_documents(source)]
    found += [Finding("", sentence) for sentence in _lettering([item.number for item in proposal.items], "The items")]
    for item in proposal.items:
        found += [Finding(item.key, sentence) for sentence in lint_text(f"{item.title}\n{item.text}")]
        for decision in item.decisions:
            labels = [part.label for part in decision.parts]
            found += [Finding(decision.key, one) for one in _lettering(labels, "The parts of this decision")]
            for part in decision.parts:
                found += [Finding(part.key, one) for one in lint_text(part.text)]
                asked = [action for action in item.actions if action.part == part.key and action.take]
                if decision.fate == "record" and ASKS & set(part.kinds):
                    found += [Finding(part.key, one) for one in _owners([action.owner for action in asked])]
        for action in item.actions:
            if action.take and action.due_on and action.due_on < day.isoformat():
                found.append(Finding(action.key, "This was asked for by a day before the meeting."))
    return found


def lint_minutes(minutes: Minutes) -> list[Finding]:
    """The same for minutes as they stand in the record; the key is that of the agenda item."""
    found = []
    day = minutes.meeting.day
    entries = minutes.entries.select_related("agenda_item").prefetch_related("resolutions__limbs__actions")
    for minute in entries.order_by("agenda_item__order"):
        sentences = [*lint_text(as_text(minute.text)), *_headings(minute.text)]
        if minute.text and minute.agenda_item.publication == Publication.DRAFT:
            sentences.append("This item is a draft, so nobody will see its minute. Publish the item.")
        for resolution in minute.resolutions.all():
            limbs = list(resolution.limbs.all())
            sentences += _lettering([limb.label for limb in limbs], "The parts of a decision")
            for limb in limbs:
                sentences += lint_text(as_text(limb.text))
                if limb.carried and ASKS & set(limb.kinds):
                    sentences += _owners(
                        [action.owner_office_id or action.owner_body_id for action in limb.actions.all()]
                    )
        actions = Action.objects.filter(origin_item=minute.agenda_item) | Action.objects.filter(
            origin_limb__resolution__minute=minute
        )
        if actions.filter(due_given_on__lt=day).exists():
            sentences.append("Something was asked for by a day before the meeting.")
        found += [Finding(str(minute.agenda_item_id), sentence) for sentence in dict.fromkeys(sentences)]
    return found


def lint_text(text: str) -> Iterator[str]:
    """Sentences about one text: days, figures, words run together, what a template left."""
    for match in DAY_NAMED.finditer(text):
        if wrong := _wrong_weekday(match):
            yield wrong
    for match in GROUPED.finditer(text):
        if any(len(group) != 3 for group in match[0].split(",")[1:]) and "," in match[0]:
            yield f"“{match[0]}” is an odd figure: thousands have three digits after each comma."
    for match in RUN_TOGETHER.finditer(text):
        yield f"“{match[0]}” runs words and a number together."
    for match in LEFT_IN.finditer(text):
        yield f"“{match[0]}” looks like something a template left in."


def _wrong_weekday(match: re.Match) -> str:
    named, day, month, year = match.groups()
    try:
        meant = date(int(year), MONTHS.index(month) + 1, int(day))
    except ValueError:
        return f"“{match[0]}” is not a day of the calendar."
    is_day = WEEKDAYS[meant.weekday()]
    return "" if is_day == named else f"“{match[0]}”: that day is a {is_day}."


def _lettering(labels: Iterable[str], of_what: str) -> Iterator[str]:
    """A gap or a repeat in numbers or letters. Labels of another kind (12/26, 7a) are taken as they are."""
    last, last_typed = None, ""
    for typed in labels:
        bare = re.sub(r"[\s().]", "", typed or "").lower()
        if bare.isdecimal():
            value = ("number", int(bare))
        elif len(bare) == 1 and bare.isalpha() and bare not in "ivx":
            value = ("letter", ord(bare))
        else:
            last = None
            continue
        if last is not None and last[0] == value[0] and value[1] != last[1] + 1:
            what = "come twice" if value[1] == last[1] else "are not in a row"
            yield f"{of_what}: “{last_typed}” and “{typed}” {what}."
        last, last_typed = value, typed


def _owners(owners: list) -> Iterator[str]:
    if not owners:
        yield "This asks for something, but nothing is tracked."
    elif not all(owners):
        yield "This asks for something, but of nobody in particular."


def _empty_supporting_documents(source: str) -> Iterator[str]:
    for match in SUPPORTING.finditer(source):
        following = source[match.end() : match.end() + 400].strip().partition("\n")[0]
        if not FILE.search(following):
            yield "It says “Supporting documents” where there are none."
            return


def _headings(html: str) -> Iterator[str]:
    last = 2
    for match in HEADING.finditer(html):
        level, words = int(match[1]), as_text(match[2]).strip()
        if not words:
            yield "There is an empty heading."
        elif match[3] is not None and match.end() < len(html):
            if int(html[match.end() + 2]) <= level:
                yield f"The heading “{words}” has nothing under it."
        elif match[3] is not None:
            yield f"The heading “{words}” has nothing under it."
        if level > last + 1:
            yield f"The heading “{words}” skips a level."
        last = level
