"""Tag soup: whatever was typed or pasted, read into a tree of bounded depth.

Ours, because no kept parser does all of it: read hostile text in linear time on every supported Python, bound
the depth without losing text, and leave alone what only looks like a tag (DEVELOPERS.md has the figures).
Safety does not rest on it: nh3 has the last word, in richtext.py.
"""

import html as htmllib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache


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

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c]")


# Characters to tokens


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


def _without_controls(text: str) -> str:
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


# Tokens to a tree


@dataclass(slots=True)
class Node:
    tag: str
    attributes: str = ""
    children: list = field(default_factory=list)  # of Node and str
    repeats: int = 0  # the same mark opened again inside itself

    def attribute(self, wanted: str) -> str:
        for name, *values in _ATTRIBUTE.findall(self.attributes):
            if name.lower() == wanted:
                value = _REFERENCE.sub(lambda reference: htmllib.unescape(reference[0]), "".join(values))
                return _without_controls(value)
        return ""


def tree(html: str) -> tuple[Node, bool]:
    """The text as a tree, and whether it was typed as plain text."""
    html = _without_controls(html)
    tokens = list(_tokens(html))
    names = {token.name for token in tokens}
    typed = names.isdisjoint(BLOCKS)
    if typed and names.isdisjoint(KNOWN):
        builder = _Tree(newlines_count=True)
        builder.text(html)
        return builder.root, True
    builder = _Tree(newlines_count=typed and "br" not in names)
    for token in tokens:
        builder.read(token)
    return builder.root, typed


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
