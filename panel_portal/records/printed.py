"""A document on its way to paper: one list of blocks, from which the page, the PDF and the Word file are all made, so
that they cannot differ."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """`level` 2 for the parts of the document, 3 below them; 1 is its title."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Plain words. `manner`: "" for text, "strong", "small" for what stands beside it, "notice" for what must not be
    overlooked."""

    kind: ClassVar[str] = "paragraph"
    text: str
    manner: str = ""


@dataclass(frozen=True)
class Prose:
    """Rich text, as it was cleaned on its way into the database."""

    kind: ClassVar[str] = "prose"
    html: str


@dataclass(frozen=True)
class Labelled:
    """Rich text behind a label as it was typed: "b)"."""

    kind: ClassVar[str] = "labelled"
    label: str
    html: str


@dataclass(frozen=True)
class Facts:
    """Names with one line or more each."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Signature:
    """Lines to be signed on: each a name of what goes there."""

    kind: ClassVar[str] = "signature"
    lines: tuple[str, ...]


Block = Heading | Paragraph | Prose | Labelled | Facts | Bullets | Signature


@dataclass(frozen=True)
class Printed:
    title: str
    caption: str  # whose document it is, above the title
    mark: str  # what stands at the head of every page ("Draft – not yet approved"), or nothing
    filename: str  # without its ending
    dated: date  # of what it tells, for the file's properties
    blocks: tuple[Block, ...]
    tight: bool = False  # in small type with narrow margins, for what must fit on few pages
