"""Small real files for the invented papers: each opens in the program its name promises, and the same words always
make the same bytes."""

import textwrap
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

LINES_ON_A_PAGE = 46
CHARACTERS_IN_A_LINE = 88
LONG_AGO = (2024, 1, 1, 0, 0, 0)  # a zip file dates its members; the day of the build would change the bytes


def make_file(form: str, title: str, author: str, text: str) -> bytes:
    """The bytes of a paper. `form` is pdf, docx or csv; a csv's text is taken as it is."""
    paragraphs = [" ".join(part.split()) for part in text.strip().split("\n\n")]
    if form == "csv":
        return textwrap.dedent(text).strip().encode() + b"\n"
    return (_docx if form == "docx" else _pdf)(title, author, paragraphs)


def _pdf(title: str, author: str, paragraphs: list[str]) -> bytes:
    """A PDF 1.4 of plain text in Helvetica, written object by object."""
    lines = [author, ""] if author else []
    for paragraph in paragraphs:
        lines += [*textwrap.wrap(paragraph, CHARACTERS_IN_A_LINE), ""]
    pages = [lines[at : at + LINES_ON_A_PAGE] for at in range(0, max(len(lines), 1), LINES_ON_A_PAGE)]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) /ViewerPreferences << /DisplayDocTitle true >> >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Title " + _pdf_text(title) + b" /Producer (Panel Portal demonstration) >>",
    }
    kids = []
    for number, page in enumerate(pages):
        here = 5 + 2 * number
        kids.append(b"%d 0 R" % here)
        heading = [b"BT /F1 15 Tf 60 780 Td " + _pdf_text(title[:70]) + b" Tj ET"] if number == 0 else []
        drawn = [b"BT /F1 10.5 Tf 15 TL 60 750 Td"]
        drawn += [_pdf_text(line) + b" Tj T*" for line in page]
        content = b"\n".join([*heading, *drawn, b"ET"])
        objects[here] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (here + 1)
        )
        objects[here + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number in sorted(objects):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, objects[number]))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _pdf_text(text: str) -> bytes:
    raw = text.encode("cp1252", errors="replace")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>"""


def _docx(title: str, author: str, paragraphs: list[str]) -> bytes:
    words = [title, *filter(None, [author]), *paragraphs]
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in words)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", _DOCUMENT % body),
        ):
            container.writestr(zipfile.ZipInfo(name, LONG_AGO), content)
    return out.getvalue()
