"""From a pasted text to a reading: what kind of text it is, its head, its items, and the layer that covers it."""

import contextlib
import gc
import re
from bisect import bisect_right
from collections.abc import Iterator

from meetings.minutes import furniture
from meetings.minutes.bodies import ItemReader
from meetings.minutes.folding import Source
from meetings.minutes.heads import HeadReader
from meetings.minutes.items import sections_of
from meetings.minutes.ledger import Ledger
from meetings.minutes.letters import read_letter, salutation_at
from meetings.minutes.lines import MARGIN, Block, paragraphs_of
from meetings.minutes.running import mark_feet, mark_paragraph_numbers
from meetings.minutes.runons import cut_run_on
from meetings.minutes.structure import Item, Reading
from meetings.minutes.titles import Section

# Characters of a text from which on it is long.
_LONG = 50_000
_DECISION_PAGE = re.compile(r"(?:item )?description (?:and )?decision|item ?preamble", re.IGNORECASE)


def read(text: str) -> Reading:
    """Read a pasted text of any kind, in time in proportion; what could not be placed is in `unclassified`."""
    with _without_collecting(len(text) > _LONG):
        return _read(text)


@contextlib.contextmanager
def _without_collecting(wanted: bool) -> Iterator[None]:
    """What a reading makes is kept until its end and has no cycles: to search a long one's for rubbish again and again
    takes a tenth of the time."""
    stopped = wanted and gc.isenabled()
    if stopped:
        gc.disable()
    try:
        yield
    finally:
        if stopped:
            gc.enable()


def _read(text: str) -> Reading:
    source = Source(text)
    ledger = Ledger(source)
    lines = cut_run_on(source, paragraphs_of(source))
    for line in lines:
        if line.kind == MARGIN:
            ledger.enter("chrome", source.stretch(line.start, line.end))
    blocks = [Block(source, line) for line in lines if line.kind != MARGIN]
    mark_feet(blocks)
    mark_paragraph_numbers(blocks)
    reading = Reading()
    dear = salutation_at(blocks)
    head, sections = ([], []) if dear is not None else sections_of(blocks)
    if dear is not None and not sections:
        reading.doc_type = "letter"
        reading.letter = read_letter(blocks, dear, ledger.enter)
    else:
        _read_minutes(reading, source, ledger, head, sections)
        reading.doc_type = _doc_type(reading, blocks)
    reading.pieces = ledger.pieces()
    reading.chrome = [
        piece.passage
        for piece in reading.pieces
        if piece.kind == "chrome" and any(char.isalnum() for char in piece.passage.text)
    ]
    _lay_actions(reading)
    return reading


def _read_minutes(reading: Reading, source: Source, ledger: Ledger, head: list[Block], sections: list[Section]) -> None:
    reader = HeadReader(ledger.enter)
    if sections:
        reading.meeting = reader.read(head)
        loose = reader.loose
    else:
        loose = head
    # What stands above "Agenda item", at the head of a page of one item, belongs to the web site: nobody enters it.
    of_the_site = bool(sections and sections[0].furniture) and furniture.ITEM_PAGE.match(sections[0].furniture[0].text)
    if loose and not of_the_site:
        # Words before the first title, or a text without any: an item of their own, without number and title.
        sections = [Section(blocks=loose), *sections]
    # Decisions and narrative printed apart are joined by the minute number.
    known: dict[str, int] = {}
    for section in sections:
        number = section.number.passage().text if section.number else ""
        index = known.get(number) if section.row or "/" in number else None
        if index is None:
            reading.items.append(Item())
            index = len(reading.items) - 1
            known.setdefault(number, index)
        ItemReader(source, ledger, section, reading.items[index], index).read()


def _doc_type(reading: Reading, blocks: list[Block]) -> str:
    first = blocks[:60]
    if any(_DECISION_PAGE.match(block.text) for block in blocks if len(block.text) < 40):
        return "decision_page"
    single = [item for item in reading.items if item.title]
    page = any(furniture.ITEM_PAGE.match(block.text) for block in first)
    if any(item.questions for item in reading.items) and len(single) <= 1:
        return "public_question"
    if page:
        return "agenda_item"
    if (
        reading.meeting is not None
        or len(reading.items) > 1
        or any(re.match(r"Agenda and|No\.? ?\|?", block.text) for block in first)
    ):
        return "meeting"
    if single or any(item.decisions for item in reading.items):
        return "agenda_item"
    return "other"


def _lay_actions(reading: Reading) -> None:
    """Say of each action which piece it lies in."""
    starts = [piece.passage.span[0] for piece in reading.pieces]
    for item in reading.items:
        for action in item.actions:
            action.of = _piece_at(starts, action.text.span[0])


def _piece_at(starts: list[int], place: int) -> int | None:
    index = bisect_right(starts, place) - 1
    return index if index >= 0 else None
