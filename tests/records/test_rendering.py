"""Any text that the portal keeps can be written to a Word file."""

import io
from datetime import date

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel_portal.records import richtext
from panel_portal.records.printed import Bullets, Facts, Heading, Labelled, Paragraph, Printed, Prose, Signature
from panel_portal.records.rendering import as_word

PIECES = ["<p>", "</p>", "<ul>", "<ol>", "<li>", "</li>", "</ul>", "<table>", "<tr>", "<td rowspan=3>", "</table>"]
PIECES += ["<th colspan=2>", "<blockquote>", "<b>", "</b>", "<h3>", "<br>", "<a href='https://x.example/'>", "word "]
PIECES += ["• ", "\x0b"]


def printed(*blocks, title="Minutes"):
    return Printed(title, "The Panel", "Draft", "minutes", date(2026, 1, 5), blocks)


def text_of(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_rich_text_can_be_written(text):
    assert as_word(printed(Prose(richtext.clean(text)), Labelled("a)", richtext.clean(text))))


@pytest.mark.parametrize("character", ["\x0b", "\x01", "\x1f", "\ufffe"])
def test_character_that_a_word_file_cannot_hold_is_left_out(character):
    words = f"be{character}fore"
    content = as_word(
        printed(
            Heading(words),
            Paragraph(words),
            Facts(((words, (words,)),)),
            Bullets((words,)),
            Labelled(words, f"<p>{words}</p>"),
            Signature((words,)),
            title=words,
        )
    )
    assert text_of(content).count("before") == 9


def test_line_ends_stay():
    assert "one\ntwo" in text_of(as_word(printed(Paragraph("one\ntwo"))))
