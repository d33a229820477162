"""The words inside files, as far as they can be read."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from docx import Document as WordDocument
from weasyprint import HTML

from panel_portal.records.filetext import words_of
from tests import factories


def held(name: str, content: bytes):
    """What `words_of` asks of a document."""
    return SimpleNamespace(extension=name[name.index(".") :], file=ContentFile(content, name=name))


def word_file(*paragraphs) -> bytes:
    document, written = WordDocument(), io.BytesIO()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in runs:
            paragraph.add_run(run)
    document.save(written)
    return written.getvalue()


def test_words_cut_into_runs_are_read_as_one_and_paragraphs_apart():
    words = words_of(held("a.docx", word_file(("Marian Oake", "shott & Co"), ("Second.",))))
    assert words.whole
    assert "Marian Oakeshott & Co\n" in words.text
    assert "CoSecond" not in words.text


def test_pages_of_a_pdf_and_its_own_title_are_read():
    page = "<html lang='en'><title>Patrols</title><p>Seen at Saltholme.</p></html>"
    content = HTML(string=page).write_pdf()
    words = words_of(held("a.pdf", content))
    assert words.whole
    assert "Seen at Saltholme." in words.text
    assert "Patrols" in words.text


def test_pdf_without_words_on_its_pages_is_told_from_one_that_was_read():
    words = words_of(held("a.pdf", factories.pdf(title="Only a title").read()))
    assert (words.whole, "Only a title" in words.text) == (False, True)


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.png"])
def test_what_cannot_be_read_is_said_to_be_so(name):
    assert words_of(held(name, b"%PDF-1.7 broken")) == ("", False)


def test_plain_text_is_read_with_its_broken_bytes_marked():
    assert words_of(held("a.csv", b"Farrow,\xff")).text == "Farrow,\ufffd"


def test_part_of_an_office_file_too_long_to_be_typed_is_left_out(monkeypatch):
    monkeypatch.setattr("panel_portal.records.filetext.LONGEST_PART", 10)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parts:
        parts.writestr("xl/short.xml", "<v>7</v>")
        parts.writestr("xl/long.xml", "<v>12345678</v>")
    assert words_of(held("a.xlsx", written.getvalue())).text == "7"
