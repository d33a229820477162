"""A Word document as plain text, with the numbers of its lists as Word shows them.

`minutes_formats.md` wants `a)` to stay `a)`. Converters to HTML (mammoth, pandoc) turn every numbered list into `<ol>`
and lose how it was lettered, so the numbering part is read here.
"""

import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from string import ascii_lowercase

import docx
from django.core.exceptions import ValidationError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from panel_portal.records.uploads import check_upload

LARGEST = 20 * 1024 * 1024  # bytes of the file
LARGEST_TEXT_PART = 30 * 1024 * 1024  # bytes of XML; 500 pages have about 5 MB
BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "o": "o", "\uf0d8": "Ø"}  # of Word's symbol fonts
ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")]
ROMAN += [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]

PARAGRAPH, ROW, FALLBACK = (
    qn("w:p"),
    qn("w:tr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
WORDS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def text_of_document(upload) -> str:
    """The words of an uploaded `.docx`, a blank line between paragraphs; those of a table cell by cell.

    Raises ValidationError, in words for the clerk, for anything that is not a Word document that can be read.
    """
    if not str(upload.name).lower().endswith((".docx", ".doc", ".docm", ".rtf", ".dot")):
        raise ValidationError(f"{upload.name} is not a Word document. Upload a .docx, or paste its text.")
    facts = check_upload(upload, largest=LARGEST)
    if facts.extension != "docx":
        raise ValidationError(f"{upload.name} is not a Word document. Upload a .docx, or paste its text.")
    try:
        with zipfile.ZipFile(upload) as container:
            sizes = [part.file_size for part in container.infolist() if part.filename.endswith(".xml")]
            if max(sizes, default=0) > LARGEST_TEXT_PART:
                raise ValidationError(f"{upload.name} holds more text than can be read at once. Upload it in parts.")
        upload.seek(0)
        document = docx.Document(upload)
        return "\n\n".join(_paragraphs(document)).strip("\n")
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError) as broken:
        raise ValidationError(
            f"{upload.name} cannot be read: it is damaged or not a whole Word document. "
            "Open it in Word and save it again, or copy its text and paste it."
        ) from broken


def _paragraphs(document) -> Iterator[str]:
    numbering = _Numbering(document)
    for element in document.element.body.iter(PARAGRAPH):
        if next(element.iterancestors(FALLBACK), None) is not None:
            continue  # an old copy of a text box, for programs that cannot show the new one
        label, words = numbering.label(element), "".join(_words(element)).strip()
        if words or label:
            yield f"{label} {words}".strip()


def _words(element) -> Iterator[str]:
    """What a paragraph says. A text box inside it is a paragraph of its own, and what was struck out is not said."""
    for child in element:
        if child.tag in {PARAGRAPH, FALLBACK}:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in WORDS:
            yield WORDS[child.tag]
        elif child.tag != qn("w:del"):
            yield from _words(child)


class _Numbering:
    """Counts the lists of a document as Word does (ECMA-376 part 1, 17.9)."""

    def __init__(self, document):
        self.levels, self.abstract, self.restarts = {}, {}, {}
        self.counters = defaultdict(dict)  # by abstract list: level -> the last number given
        self.begun = set()
        self.of_style = {
            style.style_id: style.element.pPr.numPr
            for style in document.styles
            if getattr(style.element, "pPr", None) is not None and style.element.pPr.numPr is not None
        }
        if "numbering" not in {relation.reltype.rpartition("/")[2] for relation in document.part.rels.values()}:
            return
        root = document.part.numbering_part.element
        for definition in root.iter(qn("w:abstractNum")):
            key = definition.get(qn("w:abstractNumId"))
            self.levels[key] = {level.get(qn("w:ilvl")): level for level in definition.iter(qn("w:lvl"))}
        for use in root.iter(qn("w:num")):
            number = use.get(qn("w:numId"))
            self.abstract[number] = use.find(qn("w:abstractNumId")).get(qn("w:val"))
            self.restarts[number] = {
                override.get(qn("w:ilvl")): int(override.find(qn("w:startOverride")).get(qn("w:val")))
                for override in use.iter(qn("w:lvlOverride"))
                if override.find(qn("w:startOverride")) is not None
            }

    def label(self, paragraph) -> str:
        """What Word prints before this paragraph: "a)", "2.1", "•"; empty where it is in no list. Counts it."""
        number, depth = self._place(paragraph)
        abstract = self.abstract.get(number)
        level = self.levels.get(abstract, {}).get(str(depth))
        if level is None:
            return ""
        counter = self.counters[abstract]
        for deeper in [one for one in counter if one > depth]:
            del counter[deeper]
        restart = self.restarts[number].get(str(depth))
        if restart is not None and (number, depth) not in self.begun:
            counter[depth] = restart
        else:
            counter[depth] = counter[depth] + 1 if depth in counter else self._start(level)
        self.begun.add((number, depth))
        return self._printed(abstract, level, counter)

    def _place(self, paragraph) -> tuple[str, int]:
        properties = paragraph.pPr
        if properties is None:
            return "", 0
        place = properties.numPr
        if place is None and properties.pStyle is not None:
            place = self.of_style.get(properties.pStyle.val)
        if place is None or place.numId is None:
            return "", 0
        return str(place.numId.val), place.ilvl.val if place.ilvl is not None else 0

    def _start(self, level) -> int:
        start = level.find(qn("w:start"))
        return int(start.get(qn("w:val"))) if start is not None else 1

    def _printed(self, abstract, level, counter) -> str:
        pattern = level.find(qn("w:lvlText"))
        printed = pattern.get(qn("w:val")) or "" if pattern is not None else ""
        if _format_of(level) == "bullet":
            return BULLETS.get(printed, printed)
        for depth, number in counter.items():
            other = self.levels[abstract].get(str(depth), level)
            printed = printed.replace(f"%{depth + 1}", _written(number, _format_of(other)))
        return printed


def _format_of(level) -> str:
    given = level.find(qn("w:numFmt"))
    return given.get(qn("w:val")) if given is not None else "decimal"


def _written(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        # Word goes on after z with aa, bb, cc
        letters = ascii_lowercase[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"}:
        numerals, left = "", number
        for value, numeral in ROMAN:
            numerals += numeral * (left // value)
            left %= value
        return numerals.upper() if form == "upperRoman" else numerals
    if form == "decimalZero":
        return f"{number:02}"
    return "" if form == "none" else str(number)
