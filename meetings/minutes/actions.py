"""What somebody is to do: certain in the parts of a decision and in lists of actions, proposed in prose.

Owner and due are words of the text. Nothing is filled in: a request to nobody has no owner, "the January meeting" has
no date, and "the Panel had agreed to" is a report of something older.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

from meetings.minutes.dates import due_in, iso_date
from meetings.minutes.folding import Stretch
from meetings.minutes.structure import Action, Decision, Part, Passage

# Who can be asked: words in capitals joined by small ones ("Deputy Mayor for Safety"), or a plain noun of office.
_CAPS = r"[A-Z][\w&/-]*(?:'s?(?= [A-Z]))?"
_JOIN = r"(?:of the|of|for the|for|and the|and|to the|&|in the)"
_NOUN = (
    r"(?:(?:(?!(?:and|the|that|a|an|of|to|by|with|or|for|are|is|be)\b)[a-z]+ ){0,2}(?:working group"
    r"|task group|task and finish group|sub-group|group|panel|committee)"
    r"|(?:(?!(?:and|the|that|a|an|of|to|by|with|or|for|are|is|be|all)\b)[a-z]+ )?(?:officers?|members"
    r"|clerk|chair|chairman|chairperson|secretariat|force|monitoring officer|vice-chair))"
)
# Words in capitals only because a sentence begins with them.
_OPENING = (
    r"(?!(?:That|To|This|These|Those|It|In|On|At|And|With|For|From|As|If|When|While|Any|No|The|A|An|There"
    r"|Following|He|She|They"
    r"|We|By|Of|All|Its|His|Her|Their|RESOLVED|Resolved)\b)"
)
_OWNER = (
    rf"(?:{_OPENING}{_CAPS}(?:(?:,(?= Fire\b))? {_CAPS}"
    rf"|(?:,? {_CAPS})? {_JOIN} {_CAPS}){{0,7}}(?:'s? (?:office|team|officers))?"
    rf"(?: (?:working group|group|office|officers?|team|members|support officer|staff))?|{_NOUN})"
)
_ARTICLE = r"(?:(?:[Tt]he|[Aa]n?|[Tt]heir|[Ii]ts|[Aa]ll|his|her) )?"
_BASE = (
    r"(?:provide|write|send|report|bring|raise|prepare|circulate|submit|publish|supply|produce|share"
    r"|arrange|attend|respond"
    r"|reply|review|draw up|present|give|let|make|meet|contact|ensure|develop|update|add|speak|look"
    r"|undertake|investigate"
    r"|follow|explore|consult|convene|seek|take|return|come|draft|examine|set|complete|lead|confirm|issue"
    r"|monitor|inform"
    r"|tell|discuss|answer|raise|feed|forward|pass|work|liaise|collate|compile|obtain|find|pursue"
    r"|organise|establish|keep|urge"
    r"|include|consider|clarify|check|ask|invite|request|carry|amend|hold|visit|join|notify|advise"
    r"|finalise|lobby|commission"
    r"|show|place|record|explain|offer|refer|cover|set out|put)"
)
_DONE = (
    r"(?:brought|provided|circulated|submitted|presented|sent|prepared|arranged|produced|shared|reported"
    r"|published|supplied"
    r"|issued|held|written|convened|added|drafted|updated|included|forwarded|given|made|undertaken"
    r"|scheduled|set up|drawn up"
    r"|established|reviewed|organised|carried out|commissioned|obtained|sought|rescheduled)"
)
_ASKED = r"(?:asked|requested|instructed|required|urged|directed|invited|tasked|mandated)"

# "the Commissioner be asked to ..."; "the Chief Constable be invited"
_BE_ASKED = re.compile(
    rf"{_ARTICLE}(?<![\w'])(?P<owner>{_OWNER})(?P<verb> (?:also |formally |further )?(?:be|is"
    rf"|are) (?:also |formally |further )?{_ASKED})\b"
)
# "asks the Policy Adviser to ..."
_ASKS = re.compile(
    rf"\b(?:[Aa]sks?|[Rr]equests?|[Ii]nvites?|[Ii]nstructs?|[Rr]equires?|[Uu]rges?"
    rf"|[Tt]asks?) {_ARTICLE}(?P<owner>{_OWNER}) (?:to|for)\b"
)
# "requests that a briefing with the Chief Fire Officer ... be arranged"
_REQUESTS_THAT = re.compile(r"(?:(?:The|the) \w+ )?\b(?:[Aa]sks?|[Rr]equests?) that\b(?P<clause>.{1,400})")
# "the Chair write to ..."; "Clerk to circulate ..."; "officers will provide ..."
_SHALL = re.compile(
    rf"{_ARTICLE}(?<![\w'])(?P<owner>{_OWNER})(?P<verb> (?:(?:also|then|further|again|jointly"
    rf"|now) )?(?:(?:to|will|would|shall|should|must) )?(?:also )?{_BASE})\b(?!-)"
)
# "a further report on overtime be brought to ..."
_BE_DONE = re.compile(
    rf"(?:(?:\b[Aa]n?|\b[Tt]he|\b[Tt]his|\b[Ff]urther|\b[Aa]ny) )(?:[\w'/-]+ ){{1,14}}?be (?:also )?{_DONE}\b"
)
_TO_DO = re.compile(rf"(?:To |to )?(?P<verb>{_BASE.replace('(?:', '(?:', 1)})\b", re.IGNORECASE)
_BY_WHOM = re.compile(rf"\b(?:by|on behalf of) the (?P<owner>{_OWNER})")
_WITH_WHOM = re.compile(rf"\b(?:with|from|by) (?:the )?(?P<owner>{_OWNER})")

# Verbs that only sound like a task: the panel deciding, not somebody doing.
_NOT_TASK = re.compile(r"(?:go|continue|note|agree|include in)\b")
# A subject begins its clause: "which Members hold" and "the proposal of the Commissioner to set" are no tasks.
_AT_CLAUSE = re.compile(r"(?:^|\b[Tt]hat|\band|\bthen|[,;:-]) ?$")
_NOT_OWNER = re.compile(
    r"(?:That|To|This|These|Those|It|In|On|At|And|With|For|From|As|If|When|While|Any|No|Agenda|Report"
    r"|Minutes?|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|Section|Schedule|Act|Appendix"
    r"|Item|A|An|The|RESOLVED|Resolved"
    r"|There|Following|He|She|They|We|Reports?|Plan|Police|Crime)$"
)

# Prose. --------------------------------------------------------------------------------------------
_HINT = re.compile(
    r"\b(?:would|agreed|undert(?:ook|aken?)|committed|offered|promised|asked|requested|will|could be"
    r"|awaited|should|urged)\b|\(\d{1,3}\)\]?\.?$"
)
# The patterns with an owner in them try every word; they are only tried where their verb occurs.
_PROMISE_HINT = re.compile(r"agreed to|undertook|committed to|offered to|promised to|happy to|gave an")
_WAS_ASKED_HINT = re.compile(r"(?:was|were|be) (?:asked|requested|invited|tasked) to")
_WOULD_HINT = re.compile(r"would |will |could be|still awaited")
_SENTENCE = re.compile(r"(?<=[.?!])['\")\]]? (?=[A-Z\[\"']|\((?!\d{1,3}\)))")
_PROMISED = re.compile(
    rf"{_ARTICLE}(?<![\w'])(?P<owner>{_OWNER}|[Hh]e|[Ss]he|[Tt]hey)(?P<verb> (?:also |then |further "
    rf"|kindly )?(?:agreed to|undertook to|undertook that|committed to"
    r"|offered to|promised to|(?:was|were) happy to|gave an (?:undertaking|assurance) to))\b"
)
_SAID = re.compile(
    rf"{_ARTICLE}(?<![\w'])(?P<owner>{_OWNER}|[Hh]e|[Ss]he) (?:also |then |further )?(?:said|confirmed"
    rf"|replied|advised|stated|explained|reported|answered|added|indicated|responded"
    r"|noted|assured \w+(?: \w+)?|informed (?:\w+ ){1,3}?|told (?:\w+ ){1,3}?),? ?that\b"
)
_PRONOUN_WOULD = re.compile(
    rf"\b(?:he|she|they|his office|her office|their office) would (?:also |then |be happy to "
    rf"|be willing to )?(?:{_BASE})\b"
)
_WOULD_BE = re.compile(
    r"\b(?:would|could|will) (?:also |then |therefore )?be (?:circulated|sent|provided|shared|supplied"
    r"|given|forwarded|issued|e-?mailed|distributed|brought|reported|fed back"
    r"|prepared|drawn up|submitted|presented|arranged|produced|followed up)\b|\b(?:would|will) follow\b"
    r"|\bis still awaited\b"
)
_OWNER_WOULD = re.compile(
    rf"{_ARTICLE}(?<![\w'])(?P<owner>{_OWNER}) (?:would|will) (?:also |then |now )?(?P<verb>{_BASE})\b"
)
_ASKED_TO = re.compile(rf"\b(?:asked|requested|urged|invited) (?:that )?{_ARTICLE}(?P<owner>{_OWNER}) to\b")
_WAS_ASKED = re.compile(
    rf"{_ARTICLE}(?<![\w'])(?P<owner>{_OWNER}),? (?:who )?(?:was|were|would be) (?:asked|requested|invited|tasked) to\b"
)
_ASKED_THAT = re.compile(r"\b(?:asked|requested) that\b")
_AGREED_THAT = re.compile(
    r"(?:\b[Ii]t was (?:also |further |therefore )?agreed that|\b(?:Panel|Members|Committee) (?:also )?agreed that)\b"
)
_MOVE_DUE = re.compile(r"\bthe (?:due|target|completion) date (?:should|would|to|be|was)\b.{1,80}")
_REFERENCE = re.compile(r"\((?P<number>\d{1,3})\)\]?\.?$")
_SUBORDINATE = re.compile(rf"^(?:As|Since|Because|While|Although) the (?P<owner>{_OWNER}) (?:had|was|is|has)\b")
_OLD = re.compile(r"\b(?:had|has|have|having|previously|was) (?:\w+ )?$")
_RECURRING = re.compile(r"\bas (?:they|it) (?:arose|arises?)\b|\bas and when\b|\bif (?:required|necessary|needed)\b")
# "it was hoped that", "how it would be shared": nobody has said that it will be done.
_NO_PROMISE = re.compile(
    r"\b[Ii]t was (?:confirmed|noted|explained|reported|hoped)\b|\b(?:how|whether|if|why|what|where|when"
    r"|which)\b[^,;.]{0,60}$"
)
_BODY = re.compile(r"(?:.*\b)?(?:Panel|Committee|Members?|Board)$")
_REACH = 1200
_COMPARED = 60
_PRONOUNS = ("he", "she", "they")

_LIST_HEADING = re.compile(
    r"(?:(?:Agreed |Summary of |List of |Further |New )?(?:ACTIONS?|Actions?)(?: ?/ ?[Rr]equests?.{0,40}"
    r"| [Pp]oints?| [Aa]greed| [Aa]rising.{0,40}| [Rr]equired| for .{0,30}| to be taken)?"
    r"|Requests for (?:further )?information|Action arising from the minutes)\s?(?::-|: ?-|:|-)?$"
)
_LINE = re.compile(r"(?:\(|\[)?(?:ACTIONS?|Actions?)(?: (?:[Pp]oint|[Nn]o\.?)?\s?\d{0,3})? ?(?::-|:|-)\s?(?P<rest>.+)$")
_ENTRY = re.compile(rf"{_ARTICLE}(?P<owner>{_OWNER}|[A-Z]{{2,6}})(?: ?(?:-|:|/) ?(?!\d)| (?=to\b|will\b|would\b))")
_SLASH = re.compile(r"(?P<owner>[^/:]{2,60}?) ?/ ?(?P<due>[^/:]{2,60}?) ?:")


@dataclass(slots=True)
class Found:
    """An action in a text: offsets of its words, of its owner and of its due words."""

    begin: int
    end: int
    owner: tuple[int, int] | None = None
    due: tuple[int, int] | None = None


def is_list_heading(text: str) -> bool:
    return len(text) < 80 and _LIST_HEADING.match(text) is not None


def line_action(stretch: Stretch) -> Action | None:
    """ "ACTION: Head of ... / by 12 June 2030: ..." in a line of its own, or None."""
    text = stretch.text
    if "ction" not in text and "CTION" not in text:
        return None
    match = _LINE.match(text)
    if not match or len(text) > _REACH:
        return None
    begin = match.start("rest")
    slash = _SLASH.match(text, begin)
    if slash:
        found = Found(0, len(text), (slash.start("owner"), slash.end("owner")), (slash.start("due"), slash.end("due")))
    else:
        found = Found(0, len(text), _entry_owner(text, begin), due_in(text))
        bare = re.fullmatch(rf"(?P<owner>{_OWNER})[\].)]*", text[begin:])
        if bare:
            found.owner = (begin, begin + bare.end("owner"))
    return _made(stretch, found, "action_line", "certain")


def list_action(stretch: Stretch) -> Action:
    """An entry under a heading of actions: the owner stands before the dash or before "to"."""
    text = stretch.text[:_REACH]
    owner = _entry_owner(text, 0)
    if owner is None:
        prose = _in_prose(text)
        owner = prose[0].owner if prose else None
        asked = _ASKS.search(text) or _BE_ASKED.search(text)
        owner = owner or (_bounds(asked) if asked else None)
    return _made(stretch, Found(0, len(stretch.text), owner, due_in(text)), "action_list", "certain")


def _entry_owner(text: str, begin: int) -> tuple[int, int] | None:
    match = _ENTRY.match(text, begin)
    return _bounds(match) if match else None


# Decisions ------------------------------------------------------------------------------------------


def part_actions(stretch: Stretch, part: Part, decision: Decision, index: int, stem: Stretch | None) -> list[Action]:
    """The actions a part of a decision raises. `stretch` is the part's text, `stem` the words shared by all parts."""
    text = stretch.text[:_REACH]
    shared = _stem_owner(stem) if stem else None
    if shared and re.match(rf"{_TO_DO.pattern}", text, re.IGNORECASE):
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
    match = _BE_ASKED.search(text) or _ASKS.search(text)
    return _bounds(match) if match and re.search(r"\bto ?(?::-|:|-)?$", text) else None


def _in_part(text: str, stem: str) -> list[Found]:
    requests = [
        (match.start(), _bounds(match))
        for match in (*_BE_ASKED.finditer(text), *_ASKS.finditer(text))
        if _person(match)
    ]
    that = _REQUESTS_THAT.search(text)
    if that and not requests:
        clause = that.start("clause")
        inner = _SHALL.search(text, clause) or _BE_ASKED.search(text, clause) or _WITH_WHOM.search(text, clause)
        requests = [(that.start(), _bounds(inner) if inner else None)]
    for match in _SHALL.finditer(text):
        if (
            _AT_CLAUSE.search(text[max(0, match.start() - 12) : match.start()])
            and _person(match)
            and not _NOT_TASK.match(match["verb"].strip())
            and not any(_near(match, at) for at, _ in requests)
        ):
            requests.append((match.start(), _bounds(match)))
    requests.sort(key=lambda request: request[0])
    requests = _apart(text, requests)
    passive = _BE_DONE.search(text)
    if passive and (not requests or passive.start() < requests[0][0]):
        whom = _BY_WHOM.search(text, passive.start())
        if not requests:
            requests = [(passive.start(), _bounds(whom) if whom else None)]
        elif len(requests) == 1 and not whom:
            requests = [(passive.start(), requests[0][1])]
    if not requests:
        start = re.match(rf"(?:[Tt]o )?(?={_BASE}\b)", text.lower())
        if (
            start
            and re.search(r"\bto\b", stem + " " + text[:3].lower())
            and not re.match(r"(?:To |to )?(?:note|confirm|consider|record)", text, re.IGNORECASE)
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


def _apart(text: str, requests: list) -> list:
    """Requests that begin inside another ("the Chair write and ask the Minister to ...") are part of it."""
    kept: list = []
    for begin, owner in requests:
        if kept and not re.search(r"(?:\band(?: that)?|[;,.]|\bthat) ?$", text[:begin]):
            continue
        kept.append((begin, owner))
    return kept


def _near(match: re.Match, at: int) -> bool:
    return match.start() <= at <= match.end() or (at <= match.start() and match.start() - at < 60)


# Prose ----------------------------------------------------------------------------------------------


def prose_actions(stretch: Stretch, source: str) -> list[Action]:
    """What a paragraph or a bullet promises or asks: proposed, unless a reference number makes it certain."""
    if not _HINT.search(stretch.text):
        return []
    actions = []
    for sentence, before in _sentences(stretch):
        text = sentence.text[:_REACH]
        reference = _REFERENCE.search(text)
        moved = _MOVE_DUE.search(text)
        if moved:
            end = len(text[: moved.end()].rstrip(" ."))
            action = _made(sentence, Found(moved.start(), end, None, _later(text, moved.start())), source, "certain")
            action.status = "update"
            actions.append(action)
            continue
        found = _in_prose(text)
        if reference and not found:
            said = _SAID.search(text)
            found = [Found(said.end() if said else 0, len(text), _bounds(said) if said else None, due_in(text))]
        for one in found:
            if reference:
                one.end = len(text)
            action = _made(sentence, one, source, "certain" if reference else "suggest")
            if reference:
                action.reference = sentence.passage(reference.start("number"), reference.end("number"))
            if action.owner and action.owner.text.lower() in _PRONOUNS:
                action.owner = _antecedent(before)
            actions.append(action)
    return actions


def _in_prose(text: str) -> list[Found]:
    """At most one action in a sentence."""
    begin_owner = _promise(text) or _request(text) or _said_would(text) or _plain_would(text)
    if begin_owner is None or _RECURRING.search(text):
        return []
    begin, owner = begin_owner
    end = len(text.rstrip(" .]"))
    return [Found(begin, end, owner, _later(text, begin) or _opening_due(text))]


def _promise(text: str):
    for match in _PROMISED.finditer(text) if _PROMISE_HINT.search(text) else ():
        if _BODY.match(match["owner"]) or not (_person(match) or match["owner"].lower() in _PRONOUNS):
            continue
        return match.start(), _bounds(match)
    agreed = _AGREED_THAT.search(text)
    if agreed and re.search(r"\b(?:would|will|should|to)\b", text[agreed.end() :]):
        whom = (
            _OWNER_WOULD.search(text, agreed.end())
            or _SHALL.search(text, agreed.end())
            or _BY_WHOM.search(text, agreed.end())
        )
        return agreed.start(), _bounds(whom) if whom and _person(whom) else None
    return None


def _request(text: str):
    for match in _ASKED_TO.finditer(text):
        if not _OLD.search(text[: match.start()]) and _person(match):
            return match.start(), _bounds(match)
    match = _WAS_ASKED.search(text) if _WAS_ASKED_HINT.search(text) else None
    if match and _person(match):
        return match.start(), _bounds(match)
    match = _ASKED_THAT.search(text)
    if match and not _OLD.search(text[: match.start()]):
        whom = (
            _SHALL.search(text, match.end())
            or _OWNER_WOULD.search(text, match.end())
            or _BY_WHOM.search(text, match.end())
        )
        return match.start(), _bounds(whom) if whom and _person(whom) else None
    return None


def _said_would(text: str):
    said = _SAID.search(text) if " that" in text and _WOULD_HINT.search(text) else None
    if not said:
        return None
    pronoun = _PRONOUN_WOULD.search(text, said.end())
    if pronoun:
        return pronoun.start(), _bounds(said)
    passive = _WOULD_BE.search(text, said.end())
    if passive:
        begin = max(text.rfind(" that ", 0, passive.start()) + 6, said.end() + 1)
        return begin, _bounds(said)
    return None


def _plain_would(text: str):
    if not _WOULD_HINT.search(text):
        return None
    for match in _OWNER_WOULD.finditer(text):
        if (
            _person(match)
            and not _BODY.match(match["owner"])
            and match["verb"] not in ("include", "carry", "set", "show", "keep", "make", "put", "take", "cover")
        ):
            return match.start(), _bounds(match)
    passive = _WOULD_BE.search(text)
    if not passive or _NO_PROMISE.search(text[: passive.start()]):
        return None
    whom = _SUBORDINATE.match(text) or _BY_WHOM.search(text, passive.end())
    comma = text.rfind(", ", 0, passive.start())
    return (comma + 2 if comma >= 0 and _SUBORDINATE.match(text) else 0), _bounds(whom) if whom else None


def _sentences(stretch: Stretch):
    """(sentence, the text of the paragraph before it)."""
    text = stretch.text
    begin = 0
    for cut in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        if cut > begin:
            yield stretch.part(begin, cut), stretch.part(max(0, begin - 400), begin)
        begin = cut


def _antecedent(before: Stretch) -> Passage | None:
    """Whom "he" or "she" means: the last one named as speaking earlier in the paragraph."""
    said = [
        match
        for match in re.finditer(rf"\b[Tt]he (?P<owner>{_OWNER}) (?:[a-z]+ed|said|gave)\b", before.text)
        if _person(match)
    ]
    return before.passage(*_bounds(said[-1])) if said else None


def _opening_due(text: str) -> tuple[int, int] | None:
    """ "By 1 May, the Commissioner would ...": the time stands at the beginning of the sentence."""
    due = due_in(text[:120])
    return due if due and due[0] <= 1 else None


def _later(text: str, begin: int) -> tuple[int, int] | None:
    due = due_in(text[begin:])
    return (begin + due[0], begin + due[1]) if due else None


def _person(match: re.Match) -> bool:
    return not _NOT_OWNER.match(match["owner"])


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
        self._contents = [_content(action.text.text) for action in actions[:_COMPARED]]

    def __contains__(self, action: Action) -> bool:
        mine = _content(action.text.text)
        return any(
            len(mine & theirs) >= 3 and len(mine & theirs) >= 0.4 * min(len(mine), len(theirs))
            for theirs in self._contents
        )


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{3,}", text.lower()) if not _SMALL.match(word)}
