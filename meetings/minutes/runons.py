"""A text whose line breaks were all lost: cut again where its decimal numbers say that a paragraph begins.

Only the sequence is trusted: after item 4 come 4.1, 4.2 and item 5, so that "3.5%" and "2.1 million" begin nothing.
"""

import re
from itertools import zip_longest

from meetings.minutes.folding import GHOST, Source
from meetings.minutes.lines import Line

_LONG = 250
# Begins with its first figure, and looks back from there: a search for a figure is the quickest there is.
_NUMBER = re.compile(
    r"(?P<number>[0-9](?<!\S[0-9])[0-9]{0,2}(?:\.[0-9]{1,3}){0,2})(?P<stop>\.?)"
    rf"(?: {GHOST}?){{1,4}}(?=[^\W\d_]|['\"(])"
)
_LABELS = re.compile(
    r"(?:(?<=\s)|^)(?:(?:MEMBERS )?PRESENT|IN ATTENDANCE|ALSO PRESENT|APOLOGIES(?: FOR ABSENCE)?|OFFICERS(?: PRESENT)?"
    r"|Present|In attendance|Apologies) ?:"
    r"|(?:(?<=\s)|^)(?:Draft Minutes|DRAFT MINUTES|Item \d{1,2}|AGENDA ITEM \d{1,2})(?= [A-Z\d])"
)


def cut_run_on(source: Source, lines: list[Line]) -> list[Line]:
    """The paragraphs of a text; where many numbered ones were run together they are cut apart again."""
    if not any(line.end - line.start >= _LONG for line in lines):
        return lines
    order = _Order()
    places = [[] if line.kind else order.places(source.view, line) for line in lines]
    inside = [place for line, found in zip(lines, places, strict=True) for place in found if place > line.start]
    if len(inside) < 3:
        return lines
    cut: list[Line] = []
    head = True
    for line, found in zip(lines, places, strict=True):
        if head and found:
            found = [*_labels(source.view, line.start, found[0]), *found]
            head = False
        cut += _cut(source.view, line, found) if found else [line]
    return cut


def _labels(view: str, start: int, end: int) -> list[int]:
    """Where the labels of the head stand, before the first item."""
    found = []
    for match in _LABELS.finditer(view, start, end):
        found.append(match.start())
        if not match.group().endswith(":"):
            found.append(match.end() + 1)
    return found


def _cut(view: str, line: Line, cuts: list[int]) -> list[Line]:
    starts = sorted({line.start, *cuts})
    return [
        Line(
            start, end or line.end, line.indent, 0 if start > line.start else line.gap, line.width, "", True, line.cell
        )
        for start, end in zip_longest(starts, starts[1:])
        if view[start : end or line.end].strip()
    ]


class _Order:
    """The numbers met so far: item, paragraph and point."""

    def __init__(self):
        self.item: int | None = None
        self.paragraph = self.point = 0

    def places(self, view: str, line: Line) -> list[int]:
        """Where in a line the next item, paragraph or point begins."""
        return [match.start() for match in _NUMBER.finditer(view, line.start, line.end) if self._is_next(view, match)]

    def _is_next(self, view: str, match: re.Match) -> bool:
        numbers = [int(part) for part in match["number"].split(".")]
        if len(numbers) == 1:
            (item,) = numbers
            in_order = self.item is None or self.item < item <= self.item + 2
            if not match["stop"] or not in_order or not view[match.end()].isupper():
                return False
            # An item is believed when its first paragraph follows.
            if not re.search(rf"\b{item}\.1\b", view[match.end() : match.end() + 400]):
                return False
            self.item, self.paragraph, self.point = item, 0, 0
        elif len(numbers) == 2:
            item, paragraph = numbers
            if item != self.item or not self.paragraph < paragraph <= self.paragraph + 3:
                return False
            self.paragraph, self.point = paragraph, 0
        else:
            item, paragraph, point = numbers
            if (item, paragraph) != (self.item, self.paragraph) or not self.point < point <= self.point + 2:
                return False
            self.point = point
        return True
