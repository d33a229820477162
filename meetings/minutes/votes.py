"""Motions and votes: who moved, what came of it, and figures only as the text has them."""

import re

from meetings.minutes.structure import Vote

# "Moved by ... and seconded by ... -", before a "That ..." sentence.
MOVED = re.compile(
    r"(?:It was (?:then |further |subsequently |also )?)?(?:[Mm]oved|[Pp]roposed|MOVED|PROPOSED)(?: by|:) ?.{1,160}?"
    r"(?:[Ss]econded|SECONDED)(?: by|:) ?.{1,160}$"
    r"|An amendment (?:was )?(?:moved|proposed) by .{1,160}?seconded by .{1,160}$"
)
AMENDMENT = re.compile(r"\bamendment\b", re.IGNORECASE)
# A line that only leads to what follows.
LEAD_IN = re.compile(
    r"(?:.{0,220}\b)?(?:it was(?: then| therefore| subsequently| unanimously| accordingly)?"
    r"|being put to the vote|seconded and|put to the vote and)"
    r" ?(?::-|:|-|,)?$",
    re.IGNORECASE,
)
_NUMBERS = {
    word: value
    for value, word in enumerate(
        [
            "nil",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
        ]
    )
} | {"none": 0, "no": 0, "nobody": 0, "zero": 0}
_RESULT = re.compile(
    r"\b(?:(?P<subject>motion|amendment|proposal|substantive motion|amended motion|vote|it)\b[^.;]{0,80}?)?"
    r"(?P<lost>(?:was|were|is|be)? ?(?:not (?:carried|agreed|supported)|lost\b|fell\b|defeated|rejected"
    r"|withdrawn|NOT CARRIED|LOST))"
    r"|(?P<carried>\b(?:motion|amendment|proposal|MOTION|AMENDMENT)\b[^.;]{0,60}?\b(?:was "
    r"|were )?(?:unanimously )?(?:carried|agreed|CARRIED|Carried|passed))",
    re.IGNORECASE,
)
MOTION_CARRIED = re.compile(
    r"(?:The )?(?:substantive )?(?:motion|amendment|proposal)(?: \w+)?(?: was"
    r"| is)?(?: put to the vote and)?(?: declared)?(?: unanimously)? carried(?: unanimously)?\.?$",
    re.IGNORECASE,
)
MOTION_LOST = re.compile(
    r"(?:The )?(?:substantive )?(?:motion|amendment|proposal)(?: was| is)?(?: declared)? (?:not carried"
    r"|lost|fell|defeated|not agreed)\.?$",
    re.IGNORECASE,
)
_RECORDED = re.compile(
    r"(?P<side>For|Against|Abstain(?:ed|ing)?|Abstentions?)\b(?P<whom>[^()\d:]{0,60})(?:\((?P<figure>\d{1,"
    r"3})\)|: ?(?P<plain>\d{1,3})\b)"
)
_SIDES = {
    "for": "for",
    "against": "against",
    "abstain": "abstain",
    "abstained": "abstain",
    "abstaining": "abstain",
    "abstention": "abstain",
    "abstentions": "abstain",
}
_TITLES = re.compile(r"^(?:Councillors?|Cllrs?),?\s+")


def result_in(text: str) -> tuple[bool, bool] | None:
    """(carried, about_amendment) when the paragraph says what came of a motion, else None."""
    match = _RESULT.search(text[:600])
    if not match:
        return None
    subject = match.group().lower() + (match["subject"] or "").lower()
    before = text[: match.end()].lower()
    return bool(match["carried"]), "amendment" in subject or ("amendment" in before and "motion" not in before)


def recorded_side(text: str) -> re.Match | None:
    """ "For (12)", "Against (2) Councillors ...", "Abstain (0)": a heading of a recorded vote."""
    return _RECORDED.match(text)


def add_side(vote: Vote, match: re.Match, names: str) -> None:
    """Enter one side of a recorded vote: its figure as typed, and the names that stand after or under it."""
    side = _SIDES[match["side"].lower()]
    figure = int(match["figure"] or match["plain"])
    if side == "for":
        vote.in_favour = figure
    elif side == "against":
        vote.against = figure
    else:
        vote.abstain = figure
    listed = [_TITLES.sub("", name.strip(" .")) for name in re.split(r",|;|\band\b", names)]
    listed = [name for name in listed if name and name not in ("Councillors", "Councillor", "Cllrs", "Cllr")]
    if listed:
        vote.names[side] = listed


def figures_in_words(text: str) -> Vote | None:
    """A vote told in a sentence: "eight for X and five for Y. Nobody abstained.", "9 votes for, 2 against"."""
    if not re.search(r"\bvotes?\b|\bvoted\b|\babst", text):
        return None
    counts = {}
    for name, pattern in (
        ("in_favour", r"\b(\w+) (?:votes? |members? (?:voted )?)?(?:for|in favour)\b"),
        ("against", r"\b(\w+) (?:votes? |members? (?:voted )?)?against\b"),
        ("abstain", r"\b(\w+) (?:members? )?(?:abstained|abstentions?|abstaining)\b"),
    ):
        match = re.search(pattern, text, re.IGNORECASE)
        value = _value(match.group(1)) if match else None
        if value is not None:
            counts[name] = value
    if not counts:
        return None
    candidates = len(re.findall(r"\b\w+ (?:votes? )?for (?:Mr|Mrs|Ms|Dr|Cllr|Councillor)\b", text))
    return Vote("named candidates" if candidates > 1 else "vote", text, **counts)


def _value(word: str) -> int | None:
    return int(word) if word.isdigit() and len(word) < 4 else _NUMBERS.get(word.lower())
