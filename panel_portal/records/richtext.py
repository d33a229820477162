"""Rich text: one allow-list, applied once, on the way into the database.

`clean` works in two steps. The first reads whatever was typed or pasted (plain text, the editor's HTML,
Word's, a broken page) with a small linear reader into blocks, and writes those blocks out in one canonical
form. The second passes that through nh3, whose answer is what gets stored: safety rests on nh3 alone, good
manners on the reader. The reader comes first because nh3's own parser takes quadratic time on deeply nested
markup, and because dropping a tag after parsing can leave HTML that parses differently the next time; a
canonical form does not.
"""

import html as htmllib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

import nh3
from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.widgets import AdminProseEditorWidget

ALLOWED = {
    **dict.fromkeys(["p", "h3", "h4", "h5", "ul", "li", "blockquote", "br"], frozenset()),
    **dict.fromkeys(["strong", "em", "sub", "sup"], frozenset()),
    **dict.fromkeys(["table", "thead", "tbody", "tr"], frozenset()),
    "a": frozenset({"href"}),
    "ol": frozenset({"start", "type"}),
    "th": frozenset({"scope", "colspan", "rowspan"}),
    "td": frozenset({"colspan", "rowspan"}),
}
SCHEMES = frozenset({"http", "https", "mailto"})
_GATE = nh3.Cleaner(
    tags=set(ALLOWED),
    attributes={tag: set(names) for tag, names in ALLOWED.items()},
    url_schemes=set(SCHEMES),
    link_rel="noopener",
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What the reader makes of a tag

MARKS = {"strong", "em", "sub", "sup", "a"}
RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h6": "h5", "tfoot": "tbody"}
HEADINGS = {"h3", "h4", "h5"}
LISTS = {"ul", "ol"}
CELLS = {"td", "th"}
ROW_GROUPS = {"thead", "tbody"}
# Boundaries between paragraphs that are not kept as themselves.
DIVISIONS = _names("""
    address article aside body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form header hgroup hr html legend main menu nav option p pre search
    section summary
""")
BLOCKS = DIVISIONS | HEADINGS | LISTS | CELLS | ROW_GROUPS | {"li", "blockquote", "table", "tr"}
# Gone with everything inside them. The first group swallows the rest of the text if it is never closed.
SWALLOWING = {"script", "style", "title", "iframe", "noembed", "noframes", "xmp", "plaintext"}
DROPPED = SWALLOWING | {
    "template",
    "svg",
    "math",
    "object",
    "select",
    "audio",
    "video",
    "canvas",
    "applet",
    "xml",
}
# Known to HTML, not kept; the text inside them is.
TRANSPARENT = _names("""
    abbr acronym area base basefont bdi bdo big blink button cite code col colgroup data
    datalist del dfn embed font frame frameset head img input ins kbd label link map mark
    marquee meta meter nobr noscript output param picture portal progress q rp rt ruby s samp
    slot small source span strike textarea time track tt u var wbr
""")
TREE = BLOCKS | MARKS  # what becomes an element while reading
KNOWN = TREE | set(RENAMED) | DROPPED | TRANSPARENT | {"br"}
# Word's own (<o:p>) and custom elements (<app-card>).
FOREIGN_NAME = re.compile(r"(?:o|w|v|m|x|st1):|[a-z][a-z0-9]*-")

# Where the search for an element to close stops.
ENDS_PARAGRAPH = BLOCKS - {"p"}
AROUND_ITEM = LISTS | CELLS | {"table", "blockquote"}
AROUND_MARK = BLOCKS - HEADINGS - DIVISIONS
TABLE_PARTS = CELLS | ROW_GROUPS | {"tr"}

MAX_DEPTH = 100  # elements open at once while reading
MAX_NESTING = 8  # lists, quotations and tables inside one another in what is kept
MAX_HREF = 2_000  # characters
LONG_RUN = 1_000  # characters

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c]")
_BLANK = " \t\n\u00a0\u200b\ufeff"
# The last is the bullet of Word's Symbol font.
_GAP = r"[\s\u200b\ufeff]"  # at least what `_BLANK` trims, or a second cleaning would find a second bullet
_BULLET = re.compile(rf"(?:[•●◦▪■‣\uf0b7]{_GAP}*|·{_GAP}+)+")
_BULLET_IN_TEXT = re.compile(rf"(?:[•●◦▪■‣\uf0b7]{_GAP}*|[·*-]{_GAP}+)+")


def clean(html: str) -> str:
    """The text as it may be stored: only `ALLOWED` tags and attributes, in canonical form.

    Text without a block tag is read as typed text: a blank line separates paragraphs, a single line end is a
    `<br>`, lines that begin with a bullet glyph become a list, and `<` and `&` stay what they are.
    Never raises for a str, takes linear time, and cleaning twice is cleaning once.
    """
    return _GATE.clean(_as_html(_blocks(html)))


def as_text(html: str) -> str:
    """Plain text for search, e-mail and comparison: a blank line between blocks, "• " before each bullet."""
    return _as_text(_blocks(html))


def bullets(html: str) -> list[str]:
    """Plain text of each item of the outermost lists, in order, without its bullet or number."""
    return [_as_text(item, "\n") for block in _blocks(html) if isinstance(block, List) for item in block.items]


def without_lists(html: str) -> str:
    """Plain text of everything but the outermost lists."""
    return _as_text([block for block in _blocks(html) if not isinstance(block, List)])


def render(html: str) -> SafeString:
    """Stored rich text for a template. It was cleaned on its way in, so it is not escaped on its way out."""
    return mark_safe(html)  # noqa: S308


# Reading: characters to tokens


@dataclass(slots=True)
class Token:
    kind: str  # text, start, end
    raw: str
    name: str = ""
    attributes: str = ""


_TEXT = re.compile(r"(?:[^<]|<(?!/?[a-zA-Z]|[!?]))++")
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>|.*)|<[!?][^>]*+>", re.DOTALL)
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]*+)
    (   (?: [\s/]++
        |   [^\s/>][^\s/>=]*+
            (?: \s*+=\s*+ (?: "[^"]*+(?:"|\Z) | '[^']*+(?:'|\Z) | [^\s>"'][^\s>]*+ )?+ )?+
        )*+ )
    (>?)""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s/>=]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+))""")
# In an attribute "&copy=1" is part of an address, so a named reference needs its semicolon.
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[a-zA-Z][a-zA-Z0-9]*;)")


def _tokens(html: str) -> Iterator[Token]:
    position, last_closing, never_closed = 0, html.rfind(">"), set()
    while position < len(html):
        if text := _TEXT.match(html, position):
            yield Token("text", text[0])
            position = text.end()
            continue
        tag = _COMMENT.match(html, position) if html[position + 1] in "!?" else _TAG.match(html, position)
        unfinished = position > last_closing or (tag and tag.re is _TAG and not tag[4])
        if html.startswith("<!--", position):
            unfinished = False
        if tag is None or unfinished:
            # Nothing closes this tag: what follows is text. Trying again at every "<" would be quadratic.
            yield Token("text", html[position:])
            return
        position = tag.end()
        if tag.re is _COMMENT:
            continue
        name = tag[2].lower()
        name = RENAMED.get(name, name)
        yield Token("end" if tag[1] else "start", tag[0], name, tag[3])
        if not tag[1] and name in DROPPED and name not in never_closed:
            if closing := _closing_tag(name).search(html, position):
                position = closing.start()
            elif name in SWALLOWING:
                return
            else:
                never_closed.add(name)


@lru_cache
def _closing_tag(name: str) -> re.Pattern:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


def _attribute(attributes: str, wanted: str) -> str:
    for name, *values in _ATTRIBUTE.findall(attributes):
        if name.lower() == wanted:
            value = _REFERENCE.sub(lambda reference: htmllib.unescape(reference[0]), "".join(values))
            return _without_controls(value)
    return ""


def _without_controls(text: str) -> str:
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


@lru_cache(maxsize=1_000)
def _address(href: str) -> str:
    """The address if nh3 keeps it, otherwise an empty string."""
    href = re.sub(r"[\t\n]", "", href).strip(_BLANK).replace(" ", "%20")
    if len(href) > MAX_HREF or "href" not in _GATE.clean(f'<a href="{htmllib.escape(href)}"></a>'):
        return ""
    return href


# Reading: tokens to a tree whose depth is bounded


@dataclass(slots=True)
class Node:
    tag: str
    attributes: str = ""
    children: list = field(default_factory=list)  # of Node and str
    repeats: int = 0  # the same mark opened again inside itself


def _tree(html: str) -> tuple[Node, bool]:
    """The text as a tree, and whether it was typed as plain text."""
    html = _without_controls(html)
    tokens = list(_tokens(html))
    names = {token.name for token in tokens}
    typed = names.isdisjoint(BLOCKS)
    if typed and names.isdisjoint(KNOWN):
        tree = _Tree(newlines_count=True)
        tree.text(html)
        return tree.root, True
    tree = _Tree(newlines_count=typed and "br" not in names)
    for token in tokens:
        tree.read(token)
    return tree.root, typed


class _Tree:
    def __init__(self, *, newlines_count: bool):
        self.root = Node("")
        self.open = [self.root]
        self.newlines_count = newlines_count

    def read(self, token: Token) -> None:
        if token.kind == "text":
            self.text(_without_controls(htmllib.unescape(token.raw)))
        elif token.name not in KNOWN and not FOREIGN_NAME.match(token.name):
            self.text(token.raw)  # "if x <y and z> 3" is not a tag, nor is <name@example.org>
        elif token.name == "br":
            self.append(Node("br"))
        elif token.name not in TREE:
            pass
        elif token.kind == "start":
            self.start(token.name, token.attributes)
        else:
            self.end(token.name)

    def append(self, child: Node | str) -> None:
        self.open[-1].children.append(child)

    def text(self, text: str) -> None:
        if not self.newlines_count:
            self.append(text)
            return
        for number, paragraph in enumerate(re.split(r"\n[ \t]*(?:\n[ \t]*)+", text)):
            if number:
                self.append(Node("p"))
            for line_number, line in enumerate(paragraph.split("\n")):
                if line_number:
                    self.append(Node("br"))
                self.append(line)

    def start(self, tag: str, attributes: str) -> None:
        if tag in MARKS:
            for node in self.open:
                if node.tag == tag:
                    node.repeats += 1
                    return
        elif tag == "li":
            self.close("li", within=AROUND_ITEM)
        elif tag in CELLS:
            self.close(*CELLS, within={"table"})
        elif tag == "tr":
            self.close("tr", within={"table"})
        elif tag in ROW_GROUPS:
            self.close(*ROW_GROUPS, within={"table"})
        else:
            self.close("p", within=ENDS_PARAGRAPH)
        if tag == "hr" or len(self.open) >= MAX_DEPTH:
            self.append(Node("p"))
            return
        node = Node(tag, attributes)
        self.append(node)
        self.open.append(node)

    def end(self, tag: str) -> None:
        if tag in MARKS:
            for node in self.open:
                if node.tag == tag and node.repeats:
                    node.repeats -= 1
                    return
            self.close(tag, within=AROUND_MARK)
        elif tag in TABLE_PARTS:
            self.close(tag, within={"table"})
        elif tag == "table":
            self.close(tag, within=())
        else:
            self.close(tag, within=CELLS)

    def close(self, *tags: str, within: Iterable[str]) -> None:
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag in tags:
                del self.open[depth:]
                return
            if self.open[depth].tag in within:
                return


# Reading: the tree to blocks

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


def _blocks(html: str) -> list:
    root, typed = _tree(html)
    reader = _Reader(bullet=_BULLET_IN_TEXT if typed else _BULLET, link_budget=len(html) + MAX_HREF)
    return reader.blocks(root.children)


class _Reader:
    def __init__(self, *, bullet: re.Pattern, link_budget: int):
        self.bullet = bullet
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
            href = _address(_attribute(node.attributes, "href"))
            if not href:
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
    value = _attribute(node.attributes, name)
    if re.fullmatch(r"[0-9]{1,4}", value) and 2 <= int(value) <= largest:
        return f' {name}="{int(value)}"'
    return ""


def _list_attributes(node: Node) -> str:
    if node.tag == "ul":
        return ""
    kind = _attribute(node.attributes, "type")
    return _whole_number(node, "start", 9999) + (f' type="{kind}"' if kind in {"a", "A", "i", "I"} else "")


def _cell_attributes(node: Node) -> str:
    scope = _attribute(node.attributes, "scope").lower()
    kept = f' scope="{scope}"' if node.tag == "th" and scope in {"col", "row", "colgroup", "rowgroup"} else ""
    return kept + _whole_number(node, "colspan", 100) + _whole_number(node, "rowspan", 1000)


# Writing: blocks to HTML


def _as_html(blocks: list) -> str:
    return "".join(map(_block_as_html, blocks))


def _block_as_html(block) -> str:
    match block:
        case Paragraph(tag, runs):
            return f"<{tag}>{_runs_as_html(runs)}</{tag}>"
        case List(tag, attributes, items):
            inner = "".join(f"<li>{_compact(item)}</li>" for item in items)
            return f"<{tag}{attributes}>{inner}</{tag}>"
        case Quotation(inner):
            return f"<blockquote>{_as_html(inner)}</blockquote>"
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
            return _runs_as_html(runs) + _as_html(rest)
    return _as_html(blocks)


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


def _as_text(blocks: list, between: str = "\n\n") -> str:
    return between.join(map(_block_as_text, blocks))


def _block_as_text(block) -> str:
    match block:
        case Paragraph(_, runs):
            return _runs_as_text(runs)
        case List(_, _, items):
            return "\n".join(
                label + _as_text(item, "\n").replace("\n", "\n  ")
                for label, item in zip(_labels(block), items, strict=True)
            )
        case Quotation(inner):
            return _as_text(inner)
        case Table(head, body):
            return "\n".join(
                " | ".join(_as_text(cell.blocks, "\n").replace("\n", " ") for cell in row) for row in [*head, *body]
            )


def _runs_as_text(runs: list) -> str:
    lines = "".join("\v" if text is BREAK else text for text, _ in runs).split("\v")
    return "\n".join(re.sub(r"[ \t\n\u00a0]+", " ", line).strip() for line in lines)


def _labels(block: List) -> Iterator[str]:
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


# The field

MAX_CHARACTERS = 500_000
# The editor offers what the allow-list keeps, and nothing else.
EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Subscript": True,
        "Superscript": True,
        "HardBreak": True,
        "Heading": {"levels": [3, 4, 5]},
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Blockquote": True,
        "Link": {"enableTarget": False, "protocols": sorted(SCHEMES)},
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "History": True,
    }
}


def _refuse_if_longer(text: str, most: int) -> None:
    if len(text) > most:
        raise ValidationError(
            f"This text is {len(text):,} characters long; the most this field holds is {most:,}. "
            "Put the rest in a paper and attach it.",
            code="max_characters",
        )


def _checked_and_cleaned(text: str, most: int) -> str:
    _refuse_if_longer(text, most)
    cleaned = clean(text)
    _refuse_if_longer(cleaned, most)
    return cleaned


class RichTextArea(AdminProseEditorWidget):
    """The editor in the admin and in the workspaces; without JavaScript it is the textarea it is built on."""

    def __init__(self, attrs=None):
        super().__init__(attrs={"rows": 12, **(attrs or {})}, config=EDITOR, preset="configurable")


class RichTextFormField(forms.CharField):
    """Cleans what was sent before asking whether anything was: an empty paragraph is an empty answer."""

    widget = RichTextArea

    def __init__(self, *, max_characters: int = MAX_CHARACTERS, **kwargs):
        self.max_characters = max_characters
        super().__init__(**kwargs)

    def to_python(self, value):
        return _checked_and_cleaned(super().to_python(value), self.max_characters)


class RichTextField(models.TextField):
    """A text column that cannot be written without being cleaned.

    `max_characters` counts the HTML, tags included; it is a guard against mistakes and abuse, checked where
    models are validated. `create()`, `save()` and `bulk_create()` leave the cleaned text on the instance; a
    bulk update cleans the column only. A database expression (`Value`, `Concat`) has no text to clean, so do
    not write one here.
    """

    def __init__(self, *args, max_characters: int = MAX_CHARACTERS, **kwargs):
        self.max_characters = max_characters
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.max_characters != MAX_CHARACTERS:
            kwargs["max_characters"] = self.max_characters
        return name, path, args, kwargs

    def clean(self, value, model_instance):
        if isinstance(value, str):
            value = _checked_and_cleaned(value, self.max_characters)
        return super().clean(value, model_instance)

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(clean(value) if isinstance(value, str) else value, connection)

    def value_from_object(self, obj):
        value = super().value_from_object(obj)
        # A SafeString would reach the textarea unescaped, and escaped text would turn into tags.
        return str.__str__(value) if isinstance(value, str) else value

    def formfield(self, **kwargs):
        # The admin proposes its own textarea for every TextField; another widget was asked for on purpose.
        if kwargs.get("widget", AdminTextareaWidget) is AdminTextareaWidget:
            kwargs["widget"] = RichTextArea
        return super().formfield(**{"form_class": RichTextFormField, "max_characters": self.max_characters, **kwargs})
