"""What runs through a whole text and shows only there: the feet of pages with their numbers, and paragraphs that are
counted in hundreds."""

import re
from itertools import pairwise

from meetings.minutes.enumerators import Tag
from meetings.minutes.lines import Block

# "Ostermere PFCP      2": a name, a gap and the number of the page, or "... Page 2".
_FOOT = re.compile(
    r"(?P<name>[^\W\d_].{2,80}?)(?P<gap>\s{3,}|\t\s*)(?:(?:page|p\.) ?)?(?P<number>\d{1,3})$", re.IGNORECASE
)
_PAGE = re.compile(r"(?P<name>[^\W\d_].{2,80}?)(?P<gap>\W+)(?:page|p\.) ?(?P<number>\d{1,3})$", re.IGNORECASE)
_LONGEST = 110
_COUNTED = re.compile(r"(?P<number>\d{3})\.? (?=[A-Z'\"])")
# "See the table on page 2" leads there.
_POINTS = re.compile(r"\b(?:on|see|of|to|from|in|at|and|until|the)\W*$", re.IGNORECASE)
_FEWEST = 3
# Blocks of a text among which its name stands.
_HEAD = 12


def mark_feet(blocks: list[Block]) -> None:
    """Lines of the same name whose numbers grow through the text are furniture, and so is one that says "page"."""
    names: dict[str, list[tuple[int, Block]]] = {}
    for block in blocks:
        if block.kind or block.end - block.start > _LONGEST or not block.text[-1:].isdigit():
            continue
        typed = block.source.view[block.start : block.end]
        match = _FOOT.match(typed) or _PAGE.match(typed)
        if match:
            names.setdefault(match["name"], []).append((int(match["number"]), block))
    _mark_heads(blocks)
    single = [feet[0][0] for feet in names.values() if len(feet) == 1]
    if sum(after == before + 1 for before, after in pairwise(single)) >= _FEWEST - 1:
        return  # the numbers of items, at the right-hand edge
    for name, feet in names.items():
        numbers = [number for number, _ in feet]
        grows = len(feet) > 1 and all(before < after for before, after in zip(numbers, numbers[1:], strict=False))
        if grows or len(feet) == 1 and _stands_alone(name, feet[0][1], blocks):
            for _, block in feet:
                block.kind, block.is_chrome = "chrome", True


def _mark_heads(blocks: list[Block]) -> None:
    """The same short line at each turn of the page, beside the page's number."""
    same: dict[str, list[Block]] = {}
    for index, block in enumerate(blocks):
        beside = [
            one
            for one in blocks[max(0, index - 1) : index + 2]
            if one.is_chrome and one.text[-3:].strip(" -)]").isdigit()
        ]
        if beside and not block.is_chrome and block.tag is None and len(block.text) <= _LONGEST:
            same.setdefault(block.text, []).append(block)
    for lines in same.values():
        if len(lines) >= _FEWEST - 1:
            for block in lines:
                block.kind, block.is_chrome = "chrome", True


def _stands_alone(name: str, foot: Block, blocks: list[Block]) -> bool:
    """Whether the foot of a single page is one: it says "page", or begins as the name in the head of the text does."""
    first, _, more = name.partition(" ")
    if not more or _POINTS.search(name):
        return False
    begins = [block.text.lower().split()[:1] for block in blocks[:_HEAD] if block is not foot]
    return re.search(r"\bpage \d+$", foot.text, re.IGNORECASE) is not None or [first.lower()] in begins


def mark_paragraph_numbers(blocks: list[Block]) -> None:
    """Paragraphs numbered 101, 102, 103 without a stop: a figure of three digits is a number only in such a row."""
    found = [
        (int(match["number"]), block, match)
        for block in blocks
        if not block.kind and block.tag is None and (match := _COUNTED.match(block.text))
    ]
    steps = [after[0] - before[0] for before, after in zip(found, found[1:], strict=False)]
    if len(found) < _FEWEST or sum(step == 1 for step in steps) < 0.7 * len(steps):
        return
    for _, block, match in found:
        block.number_paragraph(Tag("stop", match["number"], match.end("number"), match.end()))
