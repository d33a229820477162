"""Printed documents as files: an accessible PDF (PDF/UA-1) and a Word file. Generic; what stands in them is not known
here."""

import io
import re
import threading
import zipfile
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, time
from functools import lru_cache

import docx
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from panel_portal.records import markup, richtext
from panel_portal.records.printed import Printed

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class CannotRender(Exception):
    """This installation lacks what is needed to make such a file."""


# PDF ------------------------------------------------------------------------------------------------------

# WeasyPrint holds the whole layout in memory, so a process lays out one document at a time.
_ONE_AT_A_TIME = threading.Lock()


def as_pdf(printed: Printed) -> bytes:
    """A tagged PDF. Raises CannotRender where WeasyPrint or Debian's pango is missing."""
    html = render_to_string("records/printed_pdf.html", {"printed": printed})
    with _ONE_AT_A_TIME:
        return _pdf_of(html)


@lru_cache(maxsize=32)
def _pdf_of(html: str) -> bytes:
    """The same words make the same file; asked for again, it is not laid out again (a second of work for minutes of
    25 items, up to some hundred kilobytes each)."""
    try:
        # Heavy, and not every installation has the libraries it opens: pango is Debian's, not the package index's.
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as missing:
        raise CannotRender(str(missing)) from missing
    stylesheet = weasyprint.CSS(filename=finders.find("css/printed.css"), url_fetcher=_fetch_nothing)
    page = weasyprint.HTML(string=html, url_fetcher=_fetch_nothing)
    return page.write_pdf(stylesheets=[stylesheet], pdf_variant="pdf/ua-1")


def _fetch_nothing(url, *args, **kwargs):
    """A document on its way to paper loads nothing: no text in it can make this server fetch an address."""
    raise ValueError("Printed documents load nothing.")


# Word -----------------------------------------------------------------------------------------------------

INDENT = Cm(1)
BULLET = Cm(0.63)  # as far as Word's own list style puts the text behind its bullet
INK = RGBColor(0, 0, 0)


def as_word(printed: Printed) -> bytes:
    """A Word file with real headings, lists and table headers, A4, in British English."""
    return _Word(_without_controls(printed)).written()


# What XML cannot hold: most control characters, and two that are no characters.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _without_controls(value):
    """The same document or part of one, without the characters that a Word file cannot hold."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, tuple):
        return tuple(map(_without_controls, value))
    if is_dataclass(value):
        return replace(value, **{one.name: _without_controls(getattr(value, one.name)) for one in fields(value)})
    return value


class _Word:
    def __init__(self, printed: Printed):
        self.printed = printed
        self.file = docx.Document()
        self._set_properties()
        self._set_styles()
        self._set_page()

    def written(self) -> bytes:
        self.add(self.printed.caption, style="Subtitle")
        self.add(self.printed.title, style="Title")
        if self.printed.mark:
            self.add(self.printed.mark, style="Notice")
        for block in self.printed.blocks:
            getattr(self, f"add_{block.kind}")(block)
        raw = io.BytesIO()
        self.file.save(raw)
        return _without_times(raw)

    # The page

    def _set_properties(self):
        properties = self.file.core_properties
        properties.title, properties.author = self.printed.title, self.printed.caption
        properties.language, properties.comments, properties.keywords = "en-GB", self.printed.mark, ""
        properties.created = properties.modified = datetime.combine(self.printed.dated, time(12), UTC)
        properties.last_modified_by, properties.revision = "", 1

    def _set_styles(self):
        styles = self.file.styles
        normal = styles["Normal"]
        tight = self.printed.tight
        normal.font.name, normal.font.size = "Arial", Pt(9.5 if tight else 12)
        normal.paragraph_format.space_after = Pt(2 if tight else 6)
        sizes = (15, 9.5, 11, 9.5) if tight else (22, 12, 14, 12)
        for name, size in zip(("Title", "Subtitle", "Heading 2", "Heading 3"), sizes, strict=True):
            style = styles[name]
            style.font.name, style.font.size, style.font.color.rgb, style.font.italic = "Arial", Pt(size), INK, False
            # The theme's typeface would win over the name.
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for spacing in style.element.rPr.findall(qn("w:spacing")):
                style.element.rPr.remove(spacing)
        borders = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if borders is not None:
            styles["Title"].element.pPr.remove(borders)
        styles["Title"].font.bold = True
        styles["Heading 2"].paragraph_format.space_before = Pt(7 if tight else 14)
        notice = styles.add_style("Notice", WD_STYLE_TYPE.PARAGRAPH)
        notice.base_style, notice.font.bold = normal, True
        small = styles.add_style("Beside", WD_STYLE_TYPE.PARAGRAPH)
        small.base_style, small.font.size = normal, Pt(9 if tight else 11)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "en-GB")
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        defaults.append(language)

    def _set_page(self):
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        margin = Cm(1.6 if self.printed.tight else 2.5)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
        if self.printed.tight:
            section.header_distance = section.footer_distance = Cm(0.7)
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if self.printed.mark:
            head.add_run(self.printed.mark).bold = True
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        foot.add_run(f"{self.printed.title}, page ")
        for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
            run = foot.add_run()
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = words
            run._r.append(mark)

    # Blocks

    def add(self, words: str = "", *, style: str | None = None, bold=False):
        paragraph = self.file.add_paragraph(style=style)
        if words:
            paragraph.add_run(words).bold = bold or None
        return paragraph

    def add_heading(self, block):
        self.file.add_heading(block.text, level=block.level)

    def add_paragraph(self, block):
        style = {"notice": "Notice", "small": "Beside"}.get(block.manner)
        paragraph = self.add(block.text, style=style, bold=block.manner == "strong")
        paragraph.paragraph_format.keep_with_next = block.manner in {"strong", "small"} or None

    def add_facts(self, block):
        for term, lines in block.rows:
            if self.printed.tight:
                self.add_below(term, lines)
                continue
            paragraph = self.add(f"{term}:", bold=True)
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(4.5), Cm(-4.5)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(4.5))
            for number, line in enumerate(lines):
                if number:
                    paragraph.add_run().add_break()
                paragraph.add_run(f"\t{line}" if not number else line)

    def add_below(self, term, lines):
        """A name with its lines below it, kept together: where each of them is as long as the page is wide."""
        paragraph = self.add(term, bold=True)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(3), Pt(0)
        paragraph.paragraph_format.keep_with_next = True
        for number, line in enumerate(lines, start=1):
            paragraph = self.add(line)
            paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_after = Cm(0.4), Pt(0)
            paragraph.paragraph_format.keep_with_next = number < len(lines) or None

    def add_bullets(self, block):
        for line in block.lines:
            self.add(line, style="List Bullet")

    def add_signature(self, block):
        for line in block.lines:
            paragraph = self.add(f"{line} \t")
            paragraph.paragraph_format.space_before = Pt(30)
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(12), leader=WD_TAB_LEADER.DOTS)

    def add_prose(self, block):
        self.write(self.file, richtext.blocks(block.html), level=0)

    def add_labelled(self, block):
        """The label as typed, with the text hanging behind it."""
        self.write_item(self.file, f"{block.label}\t" if block.label else "", richtext.blocks(block.html), level=1)

    # Rich text

    def write(self, place, blocks, *, level: int):
        for block in blocks:
            match block:
                case markup.Paragraph(tag, runs):
                    paragraph = self.new_paragraph(place, f"Heading {min(int(tag[1]), 4)}" if tag != "p" else None)
                    self.indent(paragraph, level)
                    self.write_runs(paragraph, runs)
                case markup.List(tag, _, items):
                    for label, item in zip(markup.labels(block), items, strict=True):
                        self.write_item(place, label.replace(" ", "\t"), item, level=level + 1, bullet=tag == "ul")
                case markup.Quotation(inner):
                    self.write(place, inner, level=level + 1)
                case markup.Table(head, body):
                    self.write_table(place, head, body)

    def write_item(self, place, label, blocks, *, level, bullet=False):
        """An item of a list. Its number is written as it was typed, so that no program counts anew."""
        first, *rest = blocks or [markup.Paragraph("p", [])]
        if not isinstance(first, markup.Paragraph):
            first, rest = markup.Paragraph("p", []), blocks
        paragraph = self.new_paragraph(place, "List Bullet" if bullet else None)
        self.indent(paragraph, level)
        if label:
            paragraph.paragraph_format.first_line_indent = -BULLET if bullet else -INDENT
        if label and not bullet:
            paragraph.add_run(label)
        self.write_runs(paragraph, first.runs)
        self.write(place, rest, level=level)

    def new_paragraph(self, place, style):
        return place.add_paragraph(style=style)

    def indent(self, paragraph, level):
        if level:
            paragraph.paragraph_format.left_indent = INDENT * level

    def write_runs(self, paragraph, runs):
        for text, marks in runs:
            tags = dict(marks)
            if text is markup.BREAK:
                paragraph.add_run().add_break()
                continue
            run = paragraph.add_run(" ".join(text.split(" ")).replace("\n", " ").replace("\t", " "))
            run.bold = "strong" in tags or None
            run.italic = "em" in tags or None
            run.font.subscript, run.font.superscript = "sub" in tags or None, "sup" in tags or None
            if address := tags.get("a"):
                self.link(paragraph, run, address)

    def link(self, paragraph, run, address):
        """python-docx has no links of its own: an element around the run, and a relationship to the address."""
        run.font.underline = True
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        paragraph._p.replace(run._r, link)
        link.append(run._r)

    def write_table(self, place, head, body):
        rows = [*head, *body]
        width = max((sum(_span(cell) for cell in row) for row in rows), default=0)
        if place is not self.file or not width or width > 30:
            # A table in a table, or one too wide for a page: its cells one under the other.
            for row in rows:
                for cell in row:
                    self.write(place, cell.blocks, level=0)
            return
        table = self.file.add_table(len(rows), width, style="Table Grid")
        taken = set()
        for across, row in enumerate(rows):
            free = (at for at in range(width) if (across, at) not in taken)
            for cell in row:
                if (at := next(free, None)) is None:
                    self.write(table.cell(across, width - 1), cell.blocks, level=0)  # a row with more than it has
                    continue
                right = min(at + _span(cell), width) - 1
                below = min(across + _span(cell, "rowspan"), len(rows)) - 1
                room = {(down, along) for down in range(across, below + 1) for along in range(at, right + 1)}
                to = table.cell(across, at)
                if len(room) > 1 and not room & taken:
                    to = to.merge(table.cell(below, right))
                    taken |= room
                self.write(to, cell.blocks, level=0)
                if len(to.paragraphs) > 1 and not to.paragraphs[0].text:  # Word's own empty first paragraph
                    to._tc.remove(to.paragraphs[0]._p)
                for paragraph in to.paragraphs if cell.tag == "th" else ():
                    for run in paragraph.runs:
                        run.bold = True
                taken.add((across, at))
        for written in table.rows[: len(head)]:
            written._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self.add()


def _span(cell: markup.Cell, name: str = "colspan") -> int:
    found = cell.attributes.partition(f'{name}="')[2].partition('"')[0]
    return int(found) if found.isdecimal() else 1


def _without_times(raw: io.BytesIO) -> bytes:
    """The same parts, dated alike, so that the same words make the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


FORMS = {"pdf": (as_pdf, PDF), "docx": (as_word, WORD)}
