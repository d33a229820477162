"""Interests declared: one sentence each, in bullets, or a two-column table flattened to alternating lines."""

import re

from meetings.minutes.lines import Block
from meetings.minutes.structure import Declaration

ABOUT = re.compile(r"\b(?:declarations?|interests?)\b", re.IGNORECASE)
_NAME = (
    r"(?:(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Rev|Reverend|Alderman)\.? )?"
    r"(?:[A-Z][\w'.-]*)(?: [A-Z][\w'.-]*){0,4}"
)
_DECLARED = re.compile(
    rf"(?:^|(?<=[,.;] )|(?<= the ))(?P<member>{_NAME}(?:(?:, | and "
    rf"|, and ){_NAME}){{0,8}})(?:,? (?:\([^)]{{1,80}}\) )?(?:also |each |both |then )?)"
    r"(?:declared|disclosed|stated) (?:(?:that )?(?:he|she|they) |an? |his |her |their |the following |personal |non-)"
)
_INTEREST = re.compile(r"\binterests?\b|\btrustee\b|\bmember of\b|\bemployed\b|\bdeclared that\b")
_NEGATIVE = re.compile(r"\b(?:no|none|not any|nil)\b.{0,60}\b(?:interests?|declar)|^none\b", re.IGNORECASE)
_HEADER = re.compile(r"(?:Panel ?)?(?:Member|Councillor|Name)s?(?: of .{1,30})?$", re.IGNORECASE)
_HEADER_INTEREST = re.compile(r".{0,40}(?:interest|nature|reason)s?.{0,40}$", re.IGNORECASE)
_PERSON_ENTRY = re.compile(rf"(?P<member>{_NAME}) ?(?:-|:|,) ?\S")


def read_declaration(block: Block, *, expected: bool) -> Declaration | None:
    """The declaration a paragraph makes. `expected`: the item is about declarations, so less is asked of the words."""
    text = block.text
    if "eclare" not in text and "isclos" not in text and not (expected and block.tag and block.tag.is_glyph):
        return None
    if _NEGATIVE.search(text[:400]):
        return None
    tag = block.tag
    begin = tag.body if tag else 0
    match = _DECLARED.search(text[:600], begin)
    if match and (expected or _INTEREST.search(text[match.end() - 30 : 600])) and "interest" + text[:600].lower():
        if not expected and "interest" not in text[:600].lower():
            return None
    elif expected and tag and tag.is_glyph and (entry := _PERSON_ENTRY.match(text, begin)):
        match = entry
    else:
        return None
    return Declaration(
        block.part(begin).passage(),
        block.part(match.start("member"), match.end("member")).passage(),
        block.part(0, tag.end).passage() if tag and not tag.is_glyph else None,
    )


def table_of(blocks: list[Block], index: int) -> list[tuple[Block, Block]]:
    """The pairs of a flattened table whose two headings stand at `index`; empty when there is none."""
    if index + 3 >= len(blocks) or not _HEADER.match(blocks[index].text):
        return []
    if len(blocks[index + 1].text) > 80 or not _HEADER_INTEREST.match(blocks[index + 1].text):
        return []
    pairs = []
    at = index + 2
    while at + 1 < len(blocks) and all(_is_cell(block) for block in blocks[at : at + 2]):
        pairs.append((blocks[at], blocks[at + 1]))
        at += 2
    return pairs


def _is_cell(block: Block) -> bool:
    text = block.text
    return (
        not block.kind
        and block.tag is None
        and len(text) <= 200
        and not text.endswith(":")
        and not re.match(r"RESOLVED|Resolved|(?:Supporting|Additional) documents", text)
    )
