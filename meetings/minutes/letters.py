"""A letter in its parts: to whom, date, subject, provision, paragraphs, what it asks for, sign-off."""

import re

from meetings.minutes.dates import FULL_DATE, due_in, iso_date
from meetings.minutes.lines import Block
from meetings.minutes.structure import Letter, Request

_DEAR = re.compile(r"Dear [A-Z].{0,80}$")
_CLOSING = re.compile(
    r"(?:Yours? (?:sincerely|faithfully|truly)|(?:Kind|Best|With kind) (?:regards|wishes)|Regards),?$", re.IGNORECASE
)
_DATE = re.compile(r"(?:Date ?: ?)?(?=\w)")
_STATUTE = re.compile(
    r"(?:[Ss]ections?|[Ss]chedules?|[Pp]aragraphs?|[Rr]egulations?) \d{1,3}[A-Z]?(?:\(\w{1,3}\)){0,4}(?:(?"
    r": and| to|,) \d{1,3}(?:\(\w{1,3}\)){0,4})?"
    r"(?: (?:of|to) (?:the )?(?:[Ss]chedule \d{1,2} (?:of|to) (?:the )?)?(?:[A-Z(][\w',()&-]* ?|and |of "
    r"|for |the ){1,20}?(?:Act|Regulations|Order) ?\d{0,4})?"
)
_REFERENCE = re.compile(
    r"(?:(?:Our|Your|My) )?ref(?:erence)?\.? ?:|Tel(?:ephone)? ?:|E-?mail ?:|By e-?mail|www\.|Please ask for",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(?:[Yy]ou are (?:requested|asked|invited|required) to|[Tt]he (?:Panel|Committee"
    r"|Members) (?:would like|wishes|wish) to be (?:shown|told|given|informed|kept|provided)"
    r"|[Tt]he (?:Panel|Committee) (?:has |have |also )?(?:asks?|asked|requests?|requested|would (?:like"
    r"|ask|be grateful)|invites?)\b(?! (?:you )?(?:about|whether|how|if|why|what|when)\b)"
    r"|(?:I|[Ww]e|I would|[Ww]e would) (?:would )?(?:ask|request|be grateful|invite)\b"
    r"|[Pp]lease (?:provide|send|confirm|let|publish|respond|reply|could)|[Mm]embers (?:have )?(?:asked"
    r"|requested) (?:that|to|for)"
    r"|I should be grateful)"
)
_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z])")
_SENDER = re.compile(r"\b(?:Chair|Chairman|Chairperson|Vice-Chair)\b")
_COMMISSIONER = re.compile(r"\bCommissioner\b")
_PANEL = re.compile(r"\bPanel\b")


def salutation_at(blocks: list[Block]) -> int | None:
    """The index of "Dear ..." when the text is a letter: near the beginning, and signed off or without items."""
    for index, block in enumerate(blocks[:60]):
        if _DEAR.match(block.text) and not block.kind:
            return index
    return None


def read_letter(blocks: list[Block], dear: int, placed) -> Letter:
    """Read a letter whose salutation is block `dear`. `placed(kind, stretch)` enters pieces."""
    letter = Letter(salutation=blocks[dear].passage())
    placed("letter", blocks[dear])
    _address(letter, blocks[:dear], placed)
    closing = next((at for at in range(dear + 1, len(blocks)) if _CLOSING.match(blocks[at].text)), len(blocks))
    body = blocks[dear + 1 : closing]
    if body and len(body[0].text) < 220 and not body[0].text.endswith((".", ",")):
        letter.subject = body[0].passage()
        placed("letter", body[0])
        body = body[1:]
    for block in body:
        if _is_furniture(block):
            placed("chrome", block)
            continue
        letter.paragraphs.append(block.passage())
        placed("letter", block)
        _provision(letter, block)
    _sign_off(letter, blocks[closing:], placed)
    letter.kind = _kind(letter)
    for block in body:
        if not _is_furniture(block):
            letter.requests += _requests(block, letter.kind)
    return letter


def _is_furniture(block: Block) -> bool:
    return bool(block.kind) or block.is_chrome


def _address(letter: Letter, blocks: list[Block], placed) -> None:
    """Before the salutation: furniture, the addressee's block, references and the date."""
    first = _address_begins(blocks)
    for index, block in enumerate(blocks):
        text = block.text
        date = FULL_DATE.search(text) if len(text) < 60 else None
        if date and letter.date_text is None:
            placed("chrome", block.part(0, date.start()))
            found = block.part(*date.span())
            letter.date_text, letter.date = found.passage(), iso_date(found.text)
            placed("letter", block)
        elif _is_furniture(block) or _REFERENCE.match(text) or index < first:
            placed("chrome", block)
        elif letter.to is None:
            letter.to = block.passage()
            placed("letter", block)
        else:
            letter.sender_block.append(block.passage())
            placed("letter", block)


def _address_begins(blocks: list[Block]) -> int:
    """The addressee's block is the last run of lines without a blank between them that does not hold the date."""
    last = None
    for index, block in enumerate(blocks):
        if (
            FULL_DATE.search(block.text[:60])
            and len(block.text) < 60
            or _is_furniture(block)
            or _REFERENCE.match(block.text)
        ):
            continue
        if last is None or block.gap or _is_furniture(blocks[index - 1]):
            last = index
    return last if last is not None else len(blocks)


def _provision(letter: Letter, block: Block) -> None:
    match = _STATUTE.search(block.text[:4000]) if letter.statute is None else None
    if match:
        letter.statute = block.part(match.start(), match.end()).passage()


def _sign_off(letter: Letter, blocks: list[Block], placed) -> None:
    """The sign-off, name and office; what comes after a wider gap, or looks like a page, is furniture."""
    for index, block in enumerate(blocks):
        if _is_furniture(block) or index > 6 or len(block.text) > 160:
            placed("chrome" if _is_furniture(block) else "unclassified", block)
        else:
            letter.closing.append(block.passage())
            placed("letter", block)


def _kind(letter: Letter) -> str:
    signed = " ".join(one.text for one in letter.closing)
    if _SENDER.search(signed) and _PANEL.search(signed):
        return "panel_to_commissioner"
    if _COMMISSIONER.search(signed) and not _PANEL.search(signed):
        return "commissioner_to_panel"
    return "other"


def _requests(block: Block, kind: str) -> list[Request]:
    found = []
    text = block.text
    begin = 0
    for cut in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        if _REQUEST.search(text[begin : min(cut, begin + 1200)]):
            sentence = block.part(begin, cut)
            due = due_in(sentence.text[:1200])
            words = sentence.part(*due).passage() if due else None
            owner = "Commissioner" if kind == "panel_to_commissioner" else None
            found.append(Request(sentence.passage(), owner, words, iso_date(words.text) if words else None))
        begin = cut
    return found
