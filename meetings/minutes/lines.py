"""From the pasted text to blocks: one block for each paragraph, entry, label or piece of furniture.

A physical line may hold several blocks (a table cell, bullets run on, a label inside a line) and a block several lines
(hard wraps). Both are found line by line; nothing looks back further than the line before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetings.minutes import furniture
from meetings.minutes.enumerators import Tag, tag_of
from meetings.minutes.folding import GHOST, Source, Stretch
from meetings.minutes.margins import margin_of
from meetings.minutes.markers import Marker, find_marker

# A place inside a line where another block may begin: what may stand before it is checked by `_breaks`.
_INNER = re.compile(
    r"(?P<pipe>\|)|(?P<glyph>[·•▪●◦‣∙\uf0b7\uf0a7](?= ))|(?P<label>(?:Additional documents"
    r"|Supporting documents|Minutes):)"
    r"|(?P<chrome>pdf icon PDF [\d.,]{1,9} ?[KMG]B|View directions|Page \d{1,4} of \d{1,4}"
    r"|\(\d\d?:\d\d(?::\d\d)? on recording\))"
    r"|(?P<marker>(?:UNANIMOUSLY )?RESOLVED)"
)
# None of these in a line: nothing begins inside it. Looking for them one by one is much quicker than the pattern.
_SIGNS = ("|", "documents:", "Minutes:", "pdf icon", "View directions", "Page ", "on recording", "RESOLVED")
_GLYPH = re.compile("[·•▪●◦‣∙\uf0b7\uf0a7]")
_RULE = re.compile(r"[-_=*|: ]*[-_=|][-_=*|: ]*$")
_WRAP_LIMIT = 130
# The kind of a line that stands in the margin of another: no block is made of it.
MARGIN = "margin"
# A title that ends so goes on.
_JOINING = re.compile(r"(?:\b(?:AND|OF|THE|FOR|TO|IN|ON|BY|WITH|A|AN|OR)|[,&-])$")
# The head of a table whose rows are the items of a meeting, and what such a row begins with.
_NUMBER_COLUMN = re.compile(r"(?:Min(?:ute)?|Item|Agenda [Ii]tem|Ref(?:erence)?|No)\b\.?(?: (?:No\.?|[Nn]umber))?$")
_TEXT_COLUMN = re.compile(r"(?:Decisions?|Resolutions?|Resolved|Outcome|Discussion|Narrative|Preamble)\b.{0,20}$")
_ROW = re.compile(r"[ \u00a0]*(?:[A-Z]{2,6}[ -]?)?\d{1,4}(?:/\d{2,4}|[a-z])?\.?[ \u00a0]*\t")


@dataclass(slots=True)
class Line:
    """A line, or a part of one. `gap` counts the blank lines before it, `width` is the length of the typed line; `row`
    is how many columns the table has whose row of decisions begins with it."""

    start: int
    end: int
    indent: int = 0
    gap: int = 0
    width: int = 0
    kind: str = ""
    inner: bool = False
    cell: bool = False
    row: int = 0


class Block(Stretch):
    """A paragraph of the source with what its layout says about it, and the enumerator it begins with."""

    __slots__ = ("gap", "indent", "kind", "cell", "inner", "row", "tag", "is_label", "is_chrome", "_marker")

    def __init__(self, source: Source, line: Line):
        super().__init__(source, line.start, line.end)
        self.gap, self.indent, self.kind = line.gap, line.indent, line.kind
        self.cell, self.inner, self.row = line.cell, line.inner, line.row
        text = self.text
        self.tag: Tag | None = tag_of(text)
        self.is_label = len(text) < 40 and furniture.PAGE_LABEL.fullmatch(text) is not None
        self.is_chrome = line.kind == "chrome" or furniture.is_chrome(text)
        self._marker: Marker | None | bool = False

    def number_paragraph(self, tag: Tag) -> None:
        """Take the figure it begins with for its number."""
        self.tag, self._marker = tag, False

    @property
    def marker(self) -> Marker | None:
        """The marker of a decision in it."""
        if self._marker is False:
            self._marker = None if self.kind else find_marker(self, self.tag.body if self.tag else 0)
        return self._marker

    @property
    def body(self) -> str:
        """The text after the enumerator."""
        return self.text[self.tag.body :] if self.tag else self.text


def paragraphs_of(source: Source) -> list[Line]:
    """The lines of a text with hard wraps undone: each is a paragraph, an entry, a label or a piece of furniture."""
    lines = lines_of(source)
    wrap = _wrap_width(source, [line for line in lines if line.kind != MARGIN])
    joined: list[Line] = []
    previous: Line | None = None
    for line in lines:
        if line.kind == MARGIN:
            joined.append(line)
            previous = None
            continue
        if previous is not None and _continues(source, previous, line, wrap):
            joined[-1].end = line.end
        else:
            joined.append(line)
        previous = line
    return joined


def lines_of(source: Source) -> list[Line]:
    """The lines that hold anything, cut where a block begins inside a line."""
    found: list[Line] = []
    start = gap = columns = 0
    margin = margin_of(source)
    for typed in source.text.splitlines(keepends=True):
        end = start + len(typed)
        beside = margin.match(source.view, start, end) if margin else None
        if beside:
            found.append(Line(start, beside.end(), kind=MARGIN))
            typed, start = typed[beside.end() - start :], beside.end()
        view = source.view[start:end]
        words = view.strip(" " + GHOST)
        heads = _columns(typed) if "\t" in typed else 0
        in_table = columns and not heads and "\t" in typed and _ROW.match(typed)
        if words and not in_table:
            columns = heads
        if not words:
            gap += 1
        elif heads:
            found.append(Line(start, end, 0, gap, len(view), "chrome"))
            gap = 0
        elif in_table:
            found += _cells(source.view, start, typed, columns)
            gap = 0
        else:
            indent = len(view) - len(view.lstrip(" " + GHOST))
            begin = start + indent
            found += _cut(source.view, Line(begin, begin + len(words), indent, gap, len(view.rstrip())))
            gap = 0
        start = end
    return found


def _columns(typed: str) -> int:
    """How many columns the table has whose head this line is: of minute numbers and decisions, or what was said."""
    first, *others = (cell.strip() for cell in typed.split("\t"))
    return 1 + len(others) if _NUMBER_COLUMN.match(first) and any(map(_TEXT_COLUMN.match, others)) else 0


def _cells(view: str, start: int, typed: str, columns: int) -> Iterator[Line]:
    """The cells of such a row that hold anything."""
    at, row = start, columns
    for cell in typed.split("\t"):
        words = view[at : at + len(cell)]
        text = words.strip(" " + GHOST)
        if text:
            begin = at + words.index(text)
            yield Line(begin, begin + len(text), 0, 1, len(typed), inner=not row, cell=True, row=row)
        at, row = at + len(cell) + 1, 0


def _cut(view: str, line: Line) -> Iterable[Line]:
    """The line in parts: table cells, bullets run on, labels and furniture inside it."""
    words = view[line.start : line.end]
    if words[0] in "-_=*|:" and _RULE.match(words[:200]) and not words.strip("-_=*|: "):
        line.kind = "chrome"
        return [line]
    for sign in _SIGNS:
        if sign in words:
            break
    else:
        if words.isascii() or not _GLYPH.search(words):
            return [line]
    return _cut_inside(view, line)


def _cut_inside(view: str, line: Line) -> Iterator[Line]:
    """The line cut at each place inside it where a block begins."""
    at, cell, first = line.start, False, True
    for match in _INNER.finditer(view, line.start, line.end):
        where = match.start()
        if where < at or not _breaks(view, line, match):
            continue
        if where > at:
            yield from _segment(view, line, at, where, first, cell)
            first, cell = False, False
        if match.lastgroup in ("pipe", "chrome", "label"):
            kind = "label" if match.lastgroup == "label" else "chrome"
            yield Line(where, match.end(), line.indent, line.gap if first else 0, line.width, kind, not first, cell)
            cell = cell or match.lastgroup == "pipe"
            at, first = match.end(), False
        else:
            at = where
    if at < line.end:
        yield from _segment(view, line, at, line.end, first, cell)


def _segment(view: str, line: Line, start: int, end: int, first: bool, cell: bool):
    words = view[start:end]
    if words.strip(" " + GHOST):
        start += len(words) - len(words.lstrip(" " + GHOST))
        end -= len(words) - len(words.rstrip(" " + GHOST))
        yield Line(start, end, line.indent, line.gap if first else 0, line.width, "", not first, cell)


def _breaks(view: str, line: Line, match: re.Match) -> bool:
    """Whether a block begins at this place inside a line."""
    before = view[max(line.start, match.start() - 40) : match.start()]
    words = before.rstrip()
    if match.lastgroup == "pipe":
        return True
    if match.lastgroup == "glyph":
        return not words or before.endswith(" ")
    if match.lastgroup == "label":
        return not words or (before.endswith(" ") and not re.search(r"\b(?:the|these|of|draft)$", words, re.IGNORECASE))
    if match.lastgroup == "chrome":
        return not words or before.endswith(" ")
    return bool(words) and words[-1] in ".:;)]" and not re.search(r"\d\.\d{1,3}\.?$|^\d{1,3}\.$", words)


def _title_goes_on(source: Source, above: Line, line: Line) -> bool:
    """Whether a line in capitals is the rest of the numbered title above it."""
    if line.indent <= above.indent and not _JOINING.search(source.view[above.start : above.end]):
        return False
    title = source.view[above.start : above.end]
    return title.isupper() and title[0].isdigit() and len(title) >= 20


def _wrap_width(source: Source, lines: list[Line]) -> int:
    """The width a text was wrapped at, or 0 when its lines are whole paragraphs."""
    if not lines:
        return 0
    widest = 0
    evidence = []
    previous = None
    for line in lines:
        if line.width > _WRAP_LIMIT:
            return 0
        widest = max(widest, line.width)
        if previous and not line.gap and not line.inner and line.width and previous.width >= 45:
            last = source.view[previous.end - 1]
            if source.view[line.start].islower() and (last.isalnum() or last == ","):
                evidence.append(previous.width + 1 + _first_word(source, line))
        previous = line
    if not evidence or (len(evidence) < 2 and len(lines) >= 12):
        return 0
    # A line typed by hand may be wider than the wrap: most of the lines that were wrapped decide, not the widest.
    return max(sorted(evidence)[len(evidence) // 5], int(widest * 0.75))


def _first_word(source: Source, line: Line) -> int:
    """How many characters the first word of a line has: it did not fit on the line above."""
    return len(source.view[line.start : min(line.end, line.start + 80)].split(" ", 1)[0])


def _continues(source: Source, above: Line, line: Line, wrap: int) -> bool:
    """Whether a line goes on with the paragraph of the line above it."""
    if line.gap or line.inner or line.kind or above.kind or line.cell:
        return False
    words = source.view[line.start : min(line.end, line.start + 80)]
    last = source.view[above.end - 1]
    if furniture.OPENER.match(words) or furniture.PAGE_LABEL.match(words) or furniture.is_chrome(words):
        return False
    tag = tag_of(words)
    if tag:
        return False
    lower = words[0].islower()
    if not lower and words.isupper() and _title_goes_on(source, above, line):
        return True
    if wrap:
        filled = above.width + 1 + _first_word(source, line) >= wrap - 2
        return filled or (lower and last not in ".:;?!" and above.width >= wrap * 0.6)
    return lower and ((above.width >= 45 and (last.isalnum() or last in ",-")) or (above.width >= 70 and last == ";"))
