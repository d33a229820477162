"""Markup: the blocks a text is made of, and those blocks written as canonical HTML and as plain text.

What is written here reads as the same blocks again, so that cleaning twice is cleaning once.
"""

import html as htmllib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from panel_portal.records.tagsoup import CELLS, HEADINGS, LISTS, MARKS, ROW_GROUPS, Node, tree

MAX_NESTING = 8  # lists, quotations and tables inside one another in what is kept
MAX_HREF = 2_000  # characters
LONG_RUN = 1_000  # characters

_BLANK = " \t\n\u00a0\u200b\ufeff"
_GAP = r"[\s\u200b\ufeff]"  # at least what `_BLANK` trims, or a second cleaning would find a second bullet
# The last glyph is the bullet of Word's Symbol font.
_BULLET = re.compile(rf"(?:[•●◦▪■‣\uf0b7]{_GAP}*|·{_GAP}+)+")
_BULLET_IN_TEXT = re.compile(rf"(?:[•●◦▪■‣\uf0b7]{_GAP}*|[·*-]{_GAP}+)+")


# Reading: a tree to blocks

BREAK = None


@dataclass
class Paragraph:
    tag: str  # p, h3, h4, h5
    runs: list  # of (text or BREAK, marks); a mark is (tag, address)


@dataclass
class List:
    tag: str
    attributes: str
    items: list  # of lists of blocks
    made_here: bool = False  # from glyphs, so that a glyph in the next paragraph continues it


@dataclass
class Quotation:
    blocks: list


@dataclass
class Cell:
    tag: str
    attributes: str
    blocks: list


@dataclass
class Table:
    head: list  # of rows, each a list of cells
    body: list


def read(html: str, *, allows_address: Callable[[str], bool]) -> list:
    """The blocks of a text, typed or pasted. A link to an address that is not allowed leaves its words only."""
    root, typed = tree(html)
    return _Reader(
        bullet=_BULLET_IN_TEXT if typed else _BULLET,
        allows_address=allows_address,
        link_budget=len(html) + MAX_HREF,
    ).blocks(root.children)


class _Reader:
    def __init__(self, *, bullet: re.Pattern, allows_address: Callable[[str], bool], link_budget: int):
        self.bullet = bullet
        self.allows_address = allows_address
        self.nesting = 0
        # A link around many blocks is repeated in each. Bounded, or a small text could become a huge one.
        self.link_budget = link_budget

    def blocks(self, nodes: list, marks: tuple = ()) -> list:
        flow = _Flow(self)
        flow.read(nodes, marks, "p")
        flow.flush("p")
        return flow.blocks

    def nested(self, nodes: list, marks: tuple) -> list:
        self.nesting += 1
        blocks = self.blocks(nodes, marks)
        self.nesting -= 1
        return blocks

    def item(self, nodes: list, marks: tuple) -> list:
        """The blocks of a list item; a glyph typed in front of its text is the same bullet once more."""
        blocks = self.nested(nodes, marks)
        if blocks and isinstance(blocks[0], List) and blocks[0].made_here:
            first, *others = blocks[0].items
            rest = [List("ul", "", others)] if others else []
            blocks = [*first, *rest, *blocks[1:]]
        return blocks

    def list_items(self, nodes: list, marks: tuple) -> Iterator[list]:
        """A list directly inside a list belongs to the item before it; other loose text is an item."""
        groups, loose = [], False
        for node in nodes:
            if isinstance(node, str) and not node.strip(_BLANK):
                continue
            tag = "" if isinstance(node, str) else node.tag
            if tag == "li":
                groups.append(list(node.children))
            elif groups and (loose or tag in LISTS):
                groups[-1].append(node)
            else:
                groups.append([node])
            loose = tag != "li" and (loose or tag not in LISTS)
        return filter(None, (self.item(group, marks) for group in groups))

    def table(self, node: Node, marks: tuple) -> tuple[list, Table]:
        """What lies loose in the table (a caption, stray text), and the table."""
        loose, table = [], Table([], [])

        def read_rows(children: list, rows: list) -> None:
            for child in children:
                tag = "" if isinstance(child, str) else child.tag
                if tag in ROW_GROUPS:
                    read_rows(child.children, table.head if tag == "thead" else table.body)
                elif tag == "tr":
                    read_row(child.children, rows)
                elif tag in CELLS:
                    read_row([child], rows)
                else:
                    loose.append(child)

        def read_row(children: list, rows: list) -> None:
            row = []
            for child in children:
                if isinstance(child, Node) and child.tag in CELLS:
                    blocks = self.nested(child.children, marks)
                    row.append(Cell(child.tag, _cell_attributes(child), blocks))
                else:
                    loose.append(child)
            if row:
                rows.append(row)

        read_rows(node.children, table.body)
        return loose, table


class _Flow:
    """Gathers running text into paragraphs and puts blocks one after another."""

    def __init__(self, reader: _Reader):
        self.reader = reader
        self.blocks = []
        self.runs = []

    def read(self, nodes: list, marks: tuple, paragraph: str) -> None:
        for node in nodes:
            if isinstance(node, str):
                if node:
                    self.runs.append((node, marks))
            elif node.tag == "br":
                self.runs.append((BREAK, marks))
            elif node.tag in MARKS:
                self.read(node.children, self.with_mark(marks, node), paragraph)
            else:
                self.flush(paragraph)
                self.read_block(node, self.carried(marks))

    def with_mark(self, marks: tuple, node: Node) -> tuple:
        href = ""
        if node.tag == "a":
            href = re.sub(r"[\t\n]", "", node.attribute("href")).strip(_BLANK).replace(" ", "%20")
            if not href or len(href) > MAX_HREF or not self.reader.allows_address(href):
                return marks
        return (*marks, (node.tag, href))

    def carried(self, marks: tuple) -> tuple:
        length = sum(len(href) for _, href in marks)
        if length > self.reader.link_budget:
            return tuple(mark for mark in marks if mark[0] != "a")
        self.reader.link_budget -= length
        return marks

    def read_block(self, node: Node, marks: tuple) -> None:
        reader, blocks = self.reader, self.blocks
        if reader.nesting < MAX_NESTING:
            if node.tag in LISTS:
                if items := list(reader.list_items(node.children, marks)):
                    blocks.append(List(node.tag, _list_attributes(node), items))
                return
            if node.tag == "li":
                if item := reader.item(node.children, marks):
                    self.add_bullet(item)
                return
            if node.tag == "blockquote":
                if inner := reader.nested(node.children, marks):
                    blocks.append(Quotation(inner))
                return
            if node.tag == "table":
                loose, table = reader.table(node, marks)
                self.read(loose, marks, "p")
                self.flush("p")
                if any(cell.blocks for row in [*table.head, *table.body] for cell in row):
                    blocks.append(table)
                return
        paragraph = node.tag if node.tag in HEADINGS else "p"
        self.read(node.children, marks, paragraph)
        self.flush(paragraph)

    def flush(self, paragraph: str) -> None:
        """End the paragraph; lines in it that begin with a bullet become a list."""
        lines = [list(group) for is_break, group in groupby(self.runs, _is_break) if not is_break]
        bullets = [self.bullet_length(line) if paragraph == "p" else 0 for line in lines]
        if not any(bullets):
            self.add_paragraph(paragraph, self.runs)
        else:
            together = []
            for line, length in zip(lines, bullets, strict=True):
                if length:
                    self.add_paragraph(paragraph, together)
                    together = []
                    runs = _trimmed(_without_start(_trimmed(line), length))
                    if runs:
                        self.add_bullet([Paragraph("p", runs)])
                else:
                    together += [(BREAK, ()), *line] if together else line
            self.add_paragraph(paragraph, together)
        self.runs = []

    def bullet_length(self, line: list) -> int:
        if self.reader.nesting >= MAX_NESTING:
            return 0
        match = self.reader.bullet.match("".join(text for text, _ in _trimmed(line)))
        return match.end() if match else 0

    def add_paragraph(self, tag: str, runs: list) -> None:
        if runs := _trimmed(runs):
            self.blocks.append(Paragraph(tag, runs))

    def add_bullet(self, item: list) -> None:
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, List) and last.made_here:
            last.items.append(item)
        else:
            self.blocks.append(List("ul", "", [item], made_here=True))


def _is_break(run: tuple) -> bool:
    return run[0] is BREAK


def _trimmed(runs: list) -> list:
    """Without blanks and line breaks at either end."""
    runs = list(runs)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if end == 0:
            runs.reverse()  # so that taking from the front is cheap
        while runs:
            text, marks = runs.pop()
            if text is not BREAK and (kept := strip(text, _BLANK)):
                runs.append((kept, marks))
                break
        if end == 0:
            runs.reverse()
    return runs


def _without_start(runs: list, length: int) -> list:
    kept = []
    for text, marks in runs:
        kept.append((text[length:], marks))
        length = max(length - len(text), 0)
    return [run for run in kept if run[0]]


def _whole_number(node: Node, name: str, largest: int) -> str:
    """The attribute if it is a number from 2 to the largest; 1 is what all of them mean when absent."""
    value = node.attribute(name)
    if re.fullmatch(r"[0-9]{1,4}", value) and 2 <= int(value) <= largest:
        return f' {name}="{int(value)}"'
    return ""


def _list_attributes(node: Node) -> str:
    if node.tag == "ul":
        return ""
    kind = node.attribute("type")
    return _whole_number(node, "start", 9999) + (f' type="{kind}"' if kind in {"a", "A", "i", "I"} else "")


def _cell_attributes(node: Node) -> str:
    scope = node.attribute("scope").lower()
    kept = f' scope="{scope}"' if node.tag == "th" and scope in {"col", "row", "colgroup", "rowgroup"} else ""
    return kept + _whole_number(node, "colspan", 100) + _whole_number(node, "rowspan", 1000)


# Writing: blocks to HTML


def as_html(blocks: list) -> str:
    return "".join(map(_block_as_html, blocks))


def _block_as_html(block) -> str:
    match block:
        case Paragraph(tag, runs):
            return f"<{tag}>{_runs_as_html(runs)}</{tag}>"
        case List(tag, attributes, items):
            inner = "".join(f"<li>{_compact(item)}</li>" for item in items)
            return f"<{tag}{attributes}>{inner}</{tag}>"
        case Quotation(inner):
            return f"<blockquote>{as_html(inner)}</blockquote>"
        case Table(head, body):
            parts = [("thead", head), ("tbody", body)]
            inner = "".join(f"<{tag}>{_rows_as_html(rows)}</{tag}>" for tag, rows in parts if rows)
            return f"<table>{inner}</table>"


def _rows_as_html(rows: list) -> str:
    return "".join(
        "<tr>" + "".join(f"<{cell.tag}{cell.attributes}>{_compact(cell.blocks)}</{cell.tag}>" for cell in row) + "</tr>"
        for row in rows
    )


def _compact(blocks: list) -> str:
    """An item or cell with one paragraph, perhaps with lists after it, needs no `<p>`."""
    match blocks:
        case [Paragraph("p", runs), *rest] if all(isinstance(block, List) for block in rest):
            return _runs_as_html(runs) + as_html(rest)
    return as_html(blocks)


def _runs_as_html(runs: list) -> str:
    parts, opened = [], ()
    for text, marks in [*runs, ("", ())]:
        shared = 0
        while shared < min(len(opened), len(marks)) and opened[shared] == marks[shared]:
            shared += 1
        parts += [f"</{tag}>" for tag, _ in reversed(opened[shared:])]
        parts += [
            f'<{tag} href="{htmllib.escape(href)}">' if tag == "a" else f"<{tag}>" for tag, href in marks[shared:]
        ]
        parts.append("<br>" if text is BREAK else _escaped(text))
        opened = marks
    return "".join(parts)


def _escaped(text: str) -> str:
    # nh3 can take quadratic time over a very long run of text. Empty comments, which it removes, divide it.
    pieces = range(0, len(text), LONG_RUN)
    return "".join(f"<!---->{htmllib.escape(text[at : at + LONG_RUN], quote=False)}" for at in pieces)


# Writing: blocks to plain text


def as_text(blocks: list, between: str = "\n\n") -> str:
    return between.join(map(_block_as_text, blocks))


def _block_as_text(block) -> str:
    match block:
        case Paragraph(_, runs):
            return _runs_as_text(runs)
        case List(_, _, items):
            return "\n".join(
                label + as_text(item, "\n").replace("\n", "\n  ")
                for label, item in zip(labels(block), items, strict=True)
            )
        case Quotation(inner):
            return as_text(inner)
        case Table(head, body):
            return "\n".join(
                " | ".join(as_text(cell.blocks, "\n").replace("\n", " ") for cell in row) for row in [*head, *body]
            )


def _runs_as_text(runs: list) -> str:
    lines = "".join("\v" if text is BREAK else text for text, _ in runs).split("\v")
    return "\n".join(re.sub(r"[ \t\n\u00a0]+", " ", line).strip() for line in lines)


def labels(block: List) -> Iterator[str]:
    """What stands before each item of a list, with the space after it: "• ", "3. ", "iv. "."""
    start = re.search(r'start="(\d+)"', block.attributes)
    kind = re.search(r'type="(.)"', block.attributes)
    for number in range(int(start[1]) if start else 1, 10_000 + len(block.items)):
        if block.tag == "ul":
            yield "• "
        else:
            yield f"{_number_as_typed(number, kind[1] if kind else '1')}. "
        if number - (int(start[1]) if start else 1) + 1 == len(block.items):
            return


def _number_as_typed(number: int, kind: str) -> str:
    written = str(number)
    if kind in "aA":
        written = ""
        while number:
            number, letter = divmod(number - 1, 26)
            written = chr(ord("a") + letter) + written
    elif kind in "iI" and number < 4000:
        written = ""
        for value, numeral in _ROMAN:
            count, number = divmod(number, value)
            written += numeral * count
    return written.upper() if kind in "AI" else written


_ROMAN = [
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
]
