"""What an item is before its text is read, and what looks like its title."""

import re
from dataclasses import dataclass, field

from meetings.minutes import furniture
from meetings.minutes.folding import Stretch
from meetings.minutes.lines import Block

WORDS_BEFORE = r"(?:Minute|Min\.|Item|Agenda [Ii]tem)(?: [Nn]o\.?)?"
NUMBERED = re.compile(
    rf"(?P<prefix>{WORDS_BEFORE} )?"
    r"(?P<core>(?P<first>\d{1,3})(?P<rest>[a-z]|\(\d{1,2}\))?(?P<stop>[.):]?))(?P<space> ?)(?:- )?(?P<titl"
    r"e>[^\W\d_a-z].*|['\"(][A-Z].*)$"
)
_PERSON = re.compile(
    r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Rev|Alderman|[PA]\.)\b"
)
VERB = re.compile(
    r"\b(?:was|were|had|has|have|is|are|be|been|said|asked|noted|thanked|stated|reported|declared|agreed"
    r"|advised|explained"
    r"|welcomed|confirmed|replied|commented|expressed|gave|presented|introduced|would|could|should)\b"
)
# "Date: ...", "Contact: ...": a label with its value is no title.
_LABEL_VALUE = re.compile(
    r"(?:Date|Time|Venue|Place|Location|Contact|Author|Position|Question|Panel Member|Present|Apologies"
    r"|E-?mail|Tel)\b[^:]{0,30}:"
)
_WORD = re.compile(r"[^\W\d_]{3}")
_THAT, _DECIDES = re.compile(r"That\b"), re.compile(r"(?:That|RESOLVED|Resolved)\b")
LIMIT = 220
# The cell of a table, never a subject by itself.
_COUNCILS = tuple(f" {kind} Council" for kind in ("Borough", "District", "City", "County", "Town", "Metropolitan"))


@dataclass(slots=True)
class Section:
    """An item before its text is read: where its number, title and blocks are."""

    number: Stretch | None = None
    prefix: Stretch | None = None
    agenda_number: Stretch | None = None
    title: Stretch | None = None
    furniture: list[Stretch] = field(default_factory=list)
    row: bool = False
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Start:
    """A place where an item begins: `at` its first block, `body` the first block after number and title."""

    at: int
    body: int
    section: Section


def is_title(block: Block, *, numbered: bool = False) -> bool:
    """Whether a block looks like a title: short, no sentence. With a number before it, less is asked."""
    text = block.text
    if not 3 <= len(text) <= LIMIT or block.kind or block.is_label:
        return False
    if numbered:
        return text[-1] not in ";:," and not _DECIDES.match(text)
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "'\"") or block.tag or text[-1] in ".;:,?!)]-":
        return False
    if text[-1] in "'\"" and text[-2] in ".?!":
        return False
    if any(one.match(text) for one in (furniture.OPENER, furniture.AGENDA_LINE, furniture.REPORT_AUTHOR)):
        return False
    if _LABEL_VALUE.match(text) or not _WORD.search(text) or text.endswith(_COUNCILS):
        return False
    if (block.is_chrome and text not in ("Minutes", "MINUTES")) or _PERSON.match(text) or _THAT.match(text):
        return False
    return len(text.split()) <= 22 and not VERB.search(text) and text.count(",") <= 4


def reads_as_title(title: str) -> bool:
    return len(title) <= 140 and title[-1] not in ".;:,?" and not VERB.search(title) and not _PERSON.match(title)
