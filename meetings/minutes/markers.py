"""The words that open a decision, and where in a paragraph they stand.

A marker is RESOLVED and its kin at the beginning of a paragraph, after a sentence, or after "it was". The same word in
running prose ("had been resolved informally") or inside a quotation is not one.
"""

import re
from dataclasses import dataclass

from meetings.minutes.folding import Stretch

_STRONG = r"RESOLVED|PENDERFYNWYD|Penderfynwyd"
_CAPITALS = r"AGREED|RECOMMENDED|NOTED|DECIDED|DECISION"
_PLAIN = r"Resolved|Agreed|Noted|Decided|Decision"
_WORD = (
    r"(?P<before>(?:UNANIMOUSLY|Unanimously|unanimously),? )?"
    rf"(?P<word>{_STRONG}|{_CAPITALS}|{_PLAIN})"
    r"(?P<after> (?:UNANIMOUSLY|[Uu]nanimously|YN UNFRYDOL|yn unfrydol|NEM\.? CON\.?|nem\.? con\.?))?"
)
# Dash, colon, comma, colon-dash, or nothing; "DECISION -"; a full stop after a bare word.
_PUNCTUATION = r"(?P<punct> ?(?:: ?-{1,2}|-{1,2}|[:;,.] ?-?)(?![\w]*\d))?"
_AT_START = re.compile(
    rf"(?P<lead>(?:and |Accordingly,? |Therefore,? )?(?:[Ii]t was|IT WAS)(?: [a-z]+){{0,4}},? )?{_WORD}{_PUNCTUATION}"
)
# "... seconded and it was RESOLVED that"; lower case counts here and nowhere else.
_AFTER_IT_WAS = re.compile(
    r"\b[Ii]t was(?: (?:then|therefore|accordingly|unanimously|subsequently|also|duly|so)){0,3},?:? ?"
    r"(?P<word>(?:UNANIMOUSLY )?(?:RESOLVED|Resolved|resolved)(?: unanimously)?)(?P<punct> ?(?:: ?-{1,2}|-|[:,]))?"
    r"(?= (?:that|to|That|To)\b| ?\(|$)"
)
_AFTER_SENTENCE = re.compile(
    r"[.;:)] (?P<word>(?:UNANIMOUSLY )?(?:RESOLVED|Resolved))(?P<punct> ?(?:: ?-{1,2}|-"
    r"|[:,]))?(?= (?:that|to|That|To)\b)"
)
# "It was agreed, on the motion of ..., seconded by ..., that"; "On the motion of ..., it was agreed that": with who
# moved it, what was agreed is a decision and no turn of a discussion. So it is where a list of it follows.
_MOVED = r"on (?:the |a )?(?:motion|proposal|proposition) of [^.;:]{2,160}?"
_VOTED_FOR = (
    r"(?:UNANIMOUSLY |unanimously )?(?:RESOLVED|Resolved|resolved|AGREED|Agreed|agreed|decided)(?: unanimously)?"
)
_WITH_ITS_MOVER = re.compile(
    rf"[Ii]t was (?:then )?(?P<word>{_VOTED_FOR}),? {_MOVED},?(?= (?:that|to)\b)"
    rf"|[Oo]{_MOVED[1:]},? it was (?:then )?(?P<later>{_VOTED_FOR})(?P<punct> ?[:,]-?)?(?= (?:that|to)\b| ?\(|$)"
    rf"|[Ii]t was (?:then )?(?P<listed>{_VOTED_FOR})(?= that ?:(?: ?-)?$)"
)
_GOES_ON = re.compile(r" ?(?:that|to|That|To)\b|thatt?h?|that:|\(| ?(?:the|The) [A-Z]| ?\d")
# A misspelling with the letters of RESOLVED in another order, or one of them missing or doubled.
_MISSPELT = re.compile(r"(?P<word>R[A-Z]{6,8})(?P<punct> ?(?:: ?-|-|[:,]))?(?= (?:that|to|That|To)\b|$| ?-)")
_REACH = 400


@dataclass(frozen=True, slots=True)
class Marker:
    """Offsets in a block's text: the lead-in begins at `lead`, the marker's words at `begin`, the decision at `end`."""

    lead: int
    begin: int
    end: int
    word: str
    doubtful: bool = False

    @property
    def unanimous(self) -> bool:
        return "unanim" in self.word.lower() or "unfrydol" in self.word.lower() or "nem" in self.word.lower()

    @property
    def welsh(self) -> bool:
        return self.word.lower().startswith("penderfynwyd")


def find_marker(block: Stretch, begin: int = 0) -> Marker | None:
    """The marker in a paragraph whose text (after its own number) begins at `begin`."""
    text = block.text
    match = _AT_START.match(text, begin)
    if match and _counts(match, text):
        return _made(match, begin, begin + len(match["lead"] or ""))
    match = _MISSPELT.match(text, begin)
    if match and match["word"] != "RESOLVED" and _nearly_resolved(match["word"]):
        return Marker(begin, begin, match.end(), match["word"], doubtful=True)
    match = _WITH_ITS_MOVER.match(text, begin)
    if match:
        return _made(match, begin, max(match.start(name) for name in ("word", "later", "listed")))
    if "esolved" not in text and "ESOLVED" not in text:
        return None
    match = _AFTER_IT_WAS.search(text, begin)
    if match and not _quoted(text, match.start()):
        return _made(match, _clause_start(text, begin, match.start()), match.start("word"))
    match = _AFTER_SENTENCE.search(text, begin)
    if match and not _quoted(text, match.start()):
        return _made(match, match.start("word"), match.start("word"))
    return None


def _made(match: re.Match, lead: int, begin: int) -> Marker:
    return Marker(lead, begin, match.end(), match.group().strip())


def _counts(match: re.Match, text: str) -> bool:
    """Whether a word at the start of a paragraph is a marker and not the beginning of a sentence about something."""
    word, punct = match["word"], (match["punct"] or "").strip()
    rest = text[match.end() : match.end() + 40]
    if match["lead"] and not (word.isupper() or word == "Resolved"):
        return False
    if re.fullmatch(_STRONG, word):
        return True
    if rest.startswith(" ") is False and rest and not punct and rest[0].islower() and not rest.startswith("that"):
        return False
    if word == "Resolved":
        return bool(punct) or not rest or bool(_GOES_ON.match(rest))
    if word.isupper():
        return bool(punct and rest) or not rest or bool(_GOES_ON.match(rest))
    if word == "Agreed":
        return bool(punct.strip(".,") or re.match(r" that\b", rest)) and bool(rest)
    # "Noted that" opens many a point of discussion; only with a colon or a dash is it a label.
    return punct.startswith((":", "-")) and bool(rest.strip())


def _clause_start(text: str, floor: int, at: int) -> int:
    """Where the sentence begins that holds the marker."""
    window = text[max(floor, at - _REACH) : at]
    cut = max(window.rfind(". "), window.rfind("; "), window.rfind("? "))
    return max(floor, at - len(window) + cut + 2 if cut >= 0 else at - len(window))


def _quoted(text: str, at: int) -> bool:
    """Whether a place is inside double quotation marks, or in single ones that opened shortly before."""
    window = text[max(0, at - _REACH) : at]
    if window.count('"') % 2:
        return True
    opened = window.rfind(" '") + 1 if " '" in window else (0 if window.startswith("'") else -1)
    return opened >= 0 and "' " not in window[opened + 1 :] and "'." not in window[opened + 1 :]


def _nearly_resolved(word: str) -> bool:
    if sorted(word) == sorted("RESOLVED"):
        return sum(one != other for one, other in zip(word, "RESOLVED", strict=True)) == 2
    shorter, longer = sorted((word, "RESOLVED"), key=len)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
