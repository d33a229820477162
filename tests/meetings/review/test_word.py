"""A Word document keeps the numbers of its lists, and a bad one is told from a good one."""

import io
import struct
import zipfile

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from meetings.review.word import text_of_document


def numbered(document, *levels: tuple[str, str], start: int = 1) -> int:
    """A list of its own: for each level its form and its text ("lowerLetter", "%1)"). Returns its number."""
    root = document.part.numbering_part.element
    key = len(root.findall(qn("w:abstractNum"))) + 100
    inside = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{inside}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))
    return key


def entry(document, number: int, depth: int, words: str):
    paragraph = document.add_paragraph(words)
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = depth
    properties.get_or_add_numId().val = number


def upload(document, name="minutes.docx") -> SimpleUploadedFile:
    file = io.BytesIO()
    document.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def test_letters_romans_and_bullets_stay_as_word_prints_them():
    document = docx.Document()
    document.add_paragraph("RESOLVED –")
    key = numbered(document, ("lowerLetter", "%1)"), ("lowerRoman", "(%2)"), ("bullet", "\uf0b7"))
    for depth, words in [(0, "To note it;"), (0, "To ask:"), (1, "when"), (2, "a date"), (1, "how"), (0, "To thank.")]:
        entry(document, key, depth, words)
    assert text_of_document(upload(document)).split("\n\n") == [
        "RESOLVED –",
        "a) To note it;",
        "b) To ask:",
        "(i) when",
        "• a date",
        "(ii) how",
        "c) To thank.",
    ]


def test_decimals_of_several_levels_count_on_and_a_start_is_kept():
    document = docx.Document()
    key = numbered(document, ("decimal", "%1."), ("decimal", "%1.%2"), start=4)
    for depth, words in [(0, "Budget"), (1, "first"), (1, "second"), (0, "Plan"), (1, "third")]:
        entry(document, key, depth, words)
    assert [line.split()[0] for line in text_of_document(upload(document)).split("\n\n")] == [
        "4.", "4.4", "4.5", "5.", "5.4",
    ]  # fmt: skip


def test_cells_of_a_table_come_one_by_one_and_what_was_struck_out_does_not():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "4", "Budget\tand plan"
    paragraph = document.add_paragraph("It was agreed.")
    struck = OxmlElement("w:del")
    struck.append(parse_xml(f"<w:r {nsdecls('w')}><w:delText>not </w:delText></w:r>"))
    paragraph._p.append(struck)
    assert text_of_document(upload(document)) == "4\n\nBudget\tand plan\n\nIt was agreed."


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def bomb() -> bytes:
    return zipped(word__document_xml=b"<w>" + b" " * (40 * 1024 * 1024), **{"[Content_Types]_xml": b"<Types/>"})


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("minutes.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Word format"),
        ("photo.png", lambda: b"\x89PNG\r\n\x1a\n", "not a Word document"),
        ("photo.docx", lambda: b"\x89PNG\r\n\x1a\n", "Word document"),
        ("locked.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        ("half.docx", lambda: b"PK\x03\x04" + struct.pack("<20x"), "half.docx"),
        ("bomb.docx", bomb, "bomb.docx"),
        ("odd.docx", lambda: zipped(word__document_xml=b"<w:document", x=b""), "odd.docx"),
        ("empty.docx", lambda: b"", "empty"),
    ],
)
def test_document_that_cannot_be_read_is_refused_in_the_clerks_words(name, make, said):
    with pytest.raises(ValidationError) as refusal:
        text_of_document(SimpleUploadedFile(name, make()))
    assert said in " ".join(refusal.value.messages)
