"""What somebody is to do: certain in the parts of a decision and in lists of actions, proposed in prose.

Owner and due are words of the text. Nothing is filled in: a request to nobody has no owner, "the January meeting" has
no date, and "the Panel had agreed to" is a report of something older.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

from meetings.minutes import asking
from meetings.minutes.dates import due_in, iso_date
from meetings.minutes.folding import Stretch
from meetings.minutes.structure import Action, Decision, Part, Passage


@dataclass(slots=True)
class Found:
    """An action in a text: offsets of its words, of its owner and of its due words."""

    begin: int
    end: int
    owner: tuple[int, int] | None = None
    due: tuple[int, int] | None = None


def is_list_heading(text: str) -> bool:
    return len(text) < 80 and asking.LIST_HEADING.match(text) is not None


def line_action(stretch: Stretch) -> Action | None:
    """ "ACTION: Head of ... / by 12 June 2030: ..." in a line of its own, or None."""
    text = stretch.text
    if "ction" not in text and "CTION" not in text and not text.startswith("AP"):
        return None
    match = asking.LINE.match(text)
    if not match or len(text) > asking.REACH:
        return None
    begin = match.start("rest")
    slash = asking.SLASH.match(text, begin)
    if slash:
        found = Found(0, len(text), (slash.start("owner"), slash.end("owner")), (slash.start("due"), slash.end("due")))
    else:
        found = Found(0, len(text), _entry_owner(text, begin), due_in(text))
        bare = re.fullmatch(rf"(?P<owner>{asking.OWNER})[\].)]*", text[begin:])
        if bare:
            found.owner = (begin, begin + bare.end("owner"))
        if match["named"]:
            found.owner = match.span("named")
        found.owner = found.owner or _bracketed(text, begin)
    return _made(stretch, found, "action_line", "certain")


def cell_action(stretch: Stretch) -> Action | None:
    """ "Clerk to find another date by June" in a cell of a table by itself, or None."""
    text = stretch.text
    match = asking.ENTRY_TO.match(text) if " to " in text and len(text) < asking.REACH else None
    return (
        _made(stretch, Found(0, len(text), _bounds(match), due_in(text)), "action_line", "certain") if match else None
    )


def list_action(stretch: Stretch) -> Action:
    """An entry under a heading of actions: the owner stands before the dash or before "to"."""
    text = stretch.text[: asking.REACH]
    owner = _entry_owner(text, 0)
    if owner is None:
        prose = _in_prose(text)
        owner = prose[0].owner if prose else None
        asked = asking.ASKS.search(text) or asking.BE_ASKED.search(text)
        owner = owner or (_bounds(asked) if asked else None) or _bracketed(text, 0)
    return _made(stretch, Found(0, len(stretch.text), owner, due_in(text)), "action_list", "certain")


def _bracketed(text: str, begin: int) -> tuple[int, int] | None:
    """ "Send the agreement by 4 May (Solicitor)." """
    match = asking.IN_BRACKETS.search(text, begin)
    return match.span("owner") if match and not due_in(match["owner"]) else None


def _entry_owner(text: str, begin: int) -> tuple[int, int] | None:
    match = asking.ENTRY.match(text, begin) or asking.ENTRY_TO.match(text, begin)
    return _bounds(match) if match else None


# Decisions ------------------------------------------------------------------------------------------


def part_actions(stretch: Stretch, part: Part, decision: Decision, index: int, stem: Stretch | None) -> list[Action]:
    """The actions a part of a decision raises. `stretch` is the part's text, `stem` the words shared by all parts."""
    text = stretch.text[: asking.REACH]
    shared = _stem_owner(stem) if stem else None
    if shared and re.match(rf"{asking.TO_DO.pattern}", text, re.IGNORECASE):
        owner = stem.passage(*shared) if stem else None
        actions = [
            _made(stretch, Found(0, len(text.rstrip(" .;")), None, due_in(text)), "decision_part", decision.confidence)
        ]
        actions[0].owner = owner
    else:
        stem_text = stem.text if stem else ""
        actions = [_made(stretch, found, "decision_part", decision.confidence) for found in _in_part(text, stem_text)]
    for action in actions:
        action.decision = index
        action.part = part.label.text if part.label else None
    return actions


def _stem_owner(stem: Stretch) -> tuple[int, int] | None:
    text = stem.text
    if not re.search(r"\bto ?(?::-|:|-)?$", text[-6:]):
        return None
    match = asking.BE_ASKED.search(text) or asking.ASKS.search(text)
    return _bounds(match) if match else None


def _in_part(text: str, stem: str) -> list[Found]:
    requests = [
        (match.start(), _bounds(match))
        for match in (
            *(asking.BE_ASKED.finditer(text) if _holds(text, asking.BE_ASKED_HINTS) else ()),
            *(asking.ASKS.finditer(text) if _holds(text, asking.ASKS_HINTS) else ()),
        )
        if _person(match)
    ]
    that = asking.REQUESTS_THAT.search(text) if _holds(text, asking.REQUESTS_THAT_HINTS) else None
    if that and not requests:
        clause = that.start("clause")
        inner = (
            asking.SHALL.search(text, clause)
            or asking.BE_ASKED.search(text, clause)
            or asking.ASKED_ANYTHING.match(text, clause)
            or asking.WITH_WHOM.search(text, clause)
        )
        requests = [(that.start(), _bounds(inner) if inner else None)]
    for match in filter(None, (asking.SHALL.match(text, clause.end()) for clause in asking.CLAUSE.finditer(text))):
        if (
            _person(match)
            and not asking.NOT_TASK.match(match["verb"].strip())
            and not asking.NO_TASK.match(text, match.start("verb"))
            and not (match["verb"] == " meet" and asking.BODY.match(match["owner"]))
        ):
            # "the Lead Officer invite the Minister to speak": who invites is to do it.
            inner = [] if asking.BODY.match(match["owner"]) else [one for one in requests if _begins_in(match, one[0])]
            requests = [one for one in requests if one not in inner]
            if not any(_near(match, at) for at, _ in requests):
                requests.append((match.start(), _bounds(match)))
    for match in asking.HE_SHALL.finditer(text) if " that " in text else ():
        named = [one for one in asking.NAMED.finditer(text, 0, match.start()) if _person(one)]
        if named:
            requests.append((match.start("owner"), _bounds(named[-1])))
    requests.sort(key=lambda request: request[0])
    requests = _apart(text, requests)
    passive = asking.BE_DONE.search(text) if "be " in text else None
    if passive and asking.DONE_WITH_IT.search(passive.group()):
        passive = None
    if passive and not _THANKS.match(text) and (not requests or passive.start() < requests[0][0]):
        whom = asking.BY_WHOM.search(text, passive.start())
        if not requests:
            requests = [(passive.start(), _bounds(whom) if whom else None)]
        elif len(requests) == 1 and not whom:
            requests = [(passive.start(), requests[0][1])]
    if not requests:
        small = text.lower()
        start = re.match(rf"(?:to )?(?={asking.BASE}\b)", small)
        if (
            start
            and not asking.NO_ACTION.match(small)
            and re.search(r"\bto\b", f"{stem} {small[:3]}")
            and not asking.DONE_WITH_IT.match(small if small.startswith("to ") else f"to {small}")
        ):
            requests = [(0, None)]
    found = []
    for (begin, owner), following in zip_longest(requests, requests[1:]):
        end = following[0] if following else len(text)
        words = text[begin:end].rstrip()
        words = (
            re.sub(r"[;,.]?(?: and(?: that)?)?[;,.]*$", "", words)
            if following
            else re.sub(r"(?:; ?(?:and|or)[,;]?|[;.])$", "", words)
        )
        due = due_in(words)
        spot = (begin + due[0], begin + due[1]) if due else None
        if spot is None and begin:
            # "That, by 1 May, the Clerk ...": the time stands first.
            earlier = due_in(text[:begin])
            spot = earlier if earlier and earlier[0] <= 6 else None
        found.append(Found(begin, begin + len(words), owner, spot))
    return found


_THANKS = re.compile(r"(?:[Tt]hat )?(?:[Tt]he |[Ii]ts )?(?:[a-z]+ )?(?:thanks|gratitude|appreciation|condolences)\b")


def _apart(text: str, requests: list) -> list:
    """Requests that begin inside another ("the Chair write and ask the Minister to ...") are part of it."""
    kept: list = []
    for begin, owner in requests:
        if kept and not re.search(r"(?:\band(?: that)?|[;,.]|\bthat) ?$", text[:begin]):
            continue
        kept.append((begin, owner))
    return kept


def _begins_in(match: re.Match, at: int) -> bool:
    return match.start("verb") < at < match.end("verb")


def _near(match: re.Match, at: int) -> bool:
    return match.start() <= at <= match.end() or (at <= match.start() and match.start() - at < 60)


# Prose ----------------------------------------------------------------------------------------------


def prose_actions(
    stretch: Stretch, source: str, earlier: Stretch | None = None, speaker: Passage | None = None
) -> list[Action]:
    """What a paragraph or a bullet promises or asks: proposed, unless a reference number makes it certain.

    `earlier` is the paragraph before, where the person may be named whom "he" or "she" means; `speaker`
    whose answer this is, who may say "I".
    """
    if not _holds(stretch.text, asking.HINTS) and not asking.HINT.search(stretch.text):
        return []
    actions = []
    for sentence, before, after in _sentences(stretch):
        text = sentence.text[: asking.REACH]
        reference = asking.REFERENCE.search(text)
        moved = asking.MOVE_DUE.search(text) if " date " in text else None
        if moved:
            end = len(text[: moved.end()].rstrip(" ."))
            action = _made(sentence, Found(moved.start(), end, None, _later(text, moved.start())), source, "certain")
            action.status = "update"
            actions.append(action)
            continue
        found = _in_prose(text)
        if reference and not found:
            said = asking.SAID.search(text)
            found = [Found(said.end() if said else 0, len(text), _bounds(said) if said else None, due_in(text))]
        for one in found:
            if reference:
                one.end = len(text)
            action = _made(sentence, one, source, "certain" if reference else "suggest")
            if reference:
                action.reference = sentence.passage(reference.start("number"), reference.end("number"))
            if action.owner is None:
                action.owner = _who_agreed(sentence, after)
            if action.owner and action.owner.text in ("I", "We"):
                action.owner = _without_article(speaker)
            if action.owner and action.owner.text.lower() in asking.PRONOUNS:
                said = sentence.part(0, max(0, action.text.span[0] - sentence.start))
                action.owner = (
                    antecedent(said) or antecedent(before) or (antecedent(earlier) if earlier else None) or speaker
                )
            actions.append(action)
    return actions


def _in_prose(text: str) -> list[Found]:
    """At most one action in a sentence, or in each of its halves when a semicolon divides it."""
    begin_owner = _promise(text) or _request(text) or _said_would(text) or _plain_would(text)
    if begin_owner is None or asking.RECURRING.search(text):
        return []
    begin, owner = begin_owner
    if text[:begin].endswith(("'", '"')) and begin:
        return []  # a sentence quoted from somewhere else
    cut = text.rfind("; ", 0, begin + 1) + 2 if begin else 0
    end = len(text.rstrip(" .]"))
    return [Found(max(begin, cut), end, owner, _later(text, begin) or _opening_due(text))]


def _promise(text: str):
    promises = _holds(text, asking.PROMISE_HINTS)
    for match in asking.PROMISED.finditer(text) if promises else ():
        if asking.BODY.match(match["owner"]) or not (_person(match) or match["owner"].lower() in asking.PRONOUNS):
            continue
        return match.start(), _bounds(match)
    joined = asking.AND_AGREED.match(text) if promises else None
    if joined and not asking.BODY.match(joined["owner"]):
        return joined.start(), _bounds(joined)
    agreed = asking.AGREED_THAT.search(text)
    if agreed and re.search(r"\b(?:would|will|should|to)\b", text[agreed.end() :]):
        whom = (
            asking.ANYTHING.search(text, agreed.end())
            or asking.SHALL.search(text, agreed.end())
            or asking.BY_WHOM.search(text, agreed.end())
        )
        return agreed.start(), _bounds(whom) if whom and _person(whom) else None
    return None


def _request(text: str):
    if not _holds(text, asking.REQUEST_HINTS):
        return _opening_to(text)
    for match in asking.ASKED_TO.finditer(text):
        if not asking.OLD.search(text[: match.start()]) and _person(match):
            return match.start(), _bounds(match)
    match = asking.RESOLVED_TO_ASK.search(text)
    if match and not asking.OLD.search(text[: match.start()]) and _person(match):
        return match.start("asks"), _bounds(match)
    match = asking.WAS_ASKED.search(text) if asking.WAS_ASKED_HINT.search(text) else None
    if match and (_person(match) or match["owner"].lower() in asking.PRONOUNS):
        return match.start(), _bounds(match)
    opening = _opening_to(text)
    if opening:
        return opening
    if asking.ASKED_FOR.search(text):
        return 0, None
    match = asking.ASKED_THAT.search(text)
    if match and not asking.OLD.search(text[: match.start()]):
        whom = (
            asking.WHOSE_REPORT.match(text, match.end())
            or asking.SHALL.search(text, match.end())
            or asking.OWNER_WOULD.search(text, match.end())
            or asking.ASKED_ANYTHING.match(text, match.end())
            or asking.BY_WHOM.search(text, match.end())
        )
        return match.start(), _bounds(whom) if whom and _person(whom) else None
    return None


def _opening_to(text: str):
    match = asking.OPENING_TO.match(text)
    return (0, _bounds(match)) if match and _person(match) and not asking.BODY.match(match["owner"]) else None


def _said_would(text: str):
    if not asking.WOULD_HINT.search(text) or not _holds(text, asking.SAID_HINTS):
        return None
    said = asking.OPENING_SAID.match(text) or asking.SAID.search(text)
    if not said:
        return None
    pronoun = asking.PRONOUN_WOULD.search(text, said.end()) or asking.AND_WOULD.search(text, said.end())
    if pronoun:
        return pronoun.start(), _bounds(said)
    passive = asking.WOULD_BE.search(text, said.end())
    if passive and not asking.NO_PROMISE.search(text[said.end() : passive.start()]):
        half = text.rfind("; ", said.end(), passive.start())
        if half > 0:
            return half + 2, None  # what stands after a semicolon is not said to be anybody's
        begin = max(text.rfind(" that ", 0, passive.start()) + 6, said.end() + 1)
        return begin, _bounds(said)
    return None


def _plain_would(text: str):
    if not asking.WOULD_HINT.search(text):
        return None
    opening = asking.OPENING_WOULD.search(text)
    if opening:
        return opening.start(), _bounds(opening)
    opening = asking.OPENING_AND_WOULD.match(text)
    if opening and _person(opening) and not asking.BODY.match(opening["owner"]):
        return 0, _bounds(opening)
    for match in asking.OWNER_WOULD.finditer(text) if asking.OWNER_WOULD_HINT.search(text) else ():
        if (
            _person(match)
            and not asking.BODY.match(match["owner"])
            and (
                match["verb"] not in ("include", "carry", "set", "show", "keep", "make", "put", "take", "cover")
                or due_in(text[match.end() :])
            )
        ):
            return match.start(), _bounds(match)
    because = asking.SUBORDINATE.match(text)
    would = asking.AND_SO_WOULD.search(text, because.end()) if because else None
    if because and would:
        return would.start() + 2, _bounds(because)
    passive = asking.WOULD_BE.search(text)
    if not passive or asking.NO_PROMISE.search(text[: passive.start()]):
        return None
    whom = asking.TO_WHOM.match(text, passive.end()) if asking.HANDED_ON.search(passive.group()) else None
    if whom is None and asking.HANDED_ON.search(passive.group()) and asking.TO_HIM.match(text, passive.end()):
        whom = next(reversed([*asking.NAMED.finditer(text, 0, passive.start())]), None)
    whom = whom or asking.SUBORDINATE.match(text) or asking.BY_WHOM.search(text, passive.end())
    half = text.rfind("; ", 0, passive.start()) + 2
    comma = text.rfind(", ", 0, passive.start())
    if comma >= 0 and asking.SUBORDINATE.match(text):
        return comma + 2, _bounds(whom) if whom else None
    return (half if half > 1 else 0), _bounds(whom) if whom else None


def _sentences(stretch: Stretch):
    """(sentence, the text of the paragraph before it, the text after it)."""
    text = stretch.text
    begin = 0
    for cut in [*(match.end() for match in asking.SENTENCE.finditer(text)), len(text)]:
        if cut > begin:
            yield stretch.part(begin, cut), stretch.part(max(0, begin - 400), begin), stretch.part(cut, cut + 120)
        begin = cut


def _who_agreed(sentence: Stretch, after: Stretch) -> Passage | None:
    """Who agreed to what was asked of nobody by name: at the end of the sentence, or in a short one after it."""
    agreed = asking.AGREED_TO_THIS.search(sentence.text)
    if agreed and _person(agreed):
        return sentence.passage(*_bounds(agreed))
    short = asking.SENTENCE.split(after.text, maxsplit=1)[0]
    agreed = asking.AGREED_TO_THIS.match(short)
    return after.passage(*_bounds(agreed)) if agreed and _person(agreed) else None


def antecedent(before: Stretch) -> Passage | None:
    """Whom "he" or "she" means: the last one named as speaking earlier in the paragraph."""
    spoke = asking.SPOKE.finditer(before.text)
    # The panel and its members speak with many voices: none of them is "she".
    said = [match for match in spoke if _person(match) and not asking.BODY.match(match["owner"])]
    return before.passage(*_bounds(said[-1])) if said else None


def _without_article(who: Passage | None) -> Passage | None:
    if who is None or not who.text.startswith(("the ", "The ")):
        return who
    return Passage(who.text[4:], (who.span[0] + 4, who.span[1]))


def _opening_due(text: str) -> tuple[int, int] | None:
    """ "By 1 May, the Commissioner would ...": the time stands at the beginning of the sentence."""
    due = due_in(text[:120])
    return due if due and due[0] <= 1 else None


def _later(text: str, begin: int) -> tuple[int, int] | None:
    due = due_in(text[begin:])
    return (begin + due[0], begin + due[1]) if due else None


def _holds(text: str, hints: tuple[str, ...]) -> bool:
    """Whether any of these letters occur: many times quicker than a pattern of them."""
    for hint in hints:  # noqa: SIM110 - a generator takes twice as long, and this is asked of every sentence
        if hint in text:
            return True
    return False


def _person(match: re.Match) -> bool:
    return not asking.NOT_OWNER.match(match["owner"])


def _bounds(match: re.Match) -> tuple[int, int]:
    return match.start("owner"), match.end("owner")


def _made(stretch: Stretch, found: Found, source: str, confidence: str) -> Action:
    due = stretch.passage(*found.due) if found.due else None
    return Action(
        text=stretch.passage(found.begin, found.end),
        source=source,
        confidence=confidence,
        owner=stretch.passage(*found.owner) if found.owner else None,
        due=due,
        due_date=iso_date(due.text) if due else None,
    )


_SMALL = re.compile(
    r"(?:the|and|that|this|with|for|from|its|their|his|her|any|would|be|been|was|were|are|has|have|had"
    r"|asked|requested|panel)$"
)


class Asked:
    """What decisions and lists of actions ask for: `action in asked` when a sentence asks the same once more.

    The same is most of the shorter one's words. No item has as many actions as are compared.
    """

    def __init__(self, actions: list[Action]):
        self._contents = [_content(action) for action in actions[: asking.COMPARED]]

    def __contains__(self, action: Action) -> bool:
        mine = _content(action)
        return any(
            len(mine & theirs) >= 2 and len(mine & theirs) >= 0.4 * min(len(mine), len(theirs))
            for theirs in self._contents
        )


def _content(action: Action) -> set[str]:
    """The words of what is to be done; two requests to the same person are not yet the same request."""
    words = set(re.findall(r"[a-z]{3,}", action.text.text.lower()))
    owner = set(re.findall(r"[a-z]{3,}", action.owner.text.lower())) if action.owner else set()
    return {word for word in words - owner if not _SMALL.match(word)}
