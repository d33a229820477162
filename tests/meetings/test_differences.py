"""What a correction changed, in words."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.differences import AROUND, MOST_WORDS, Piece, differences


def test_changed_word_stands_between_what_was_kept():
    assert differences("<p>The vote was 3 to 2.</p>", "<p>The vote was 4 to 2.</p>") == [
        Piece("kept", "The vote was"),
        Piece("removed", "3"),
        Piece("added", "4"),
        Piece("kept", "to 2."),
    ]


def test_long_unchanged_stretch_is_left_out():
    words = " ".join(f"word{number}" for number in range(100))
    pieces = differences(f"<p>{words} old</p>", f"<p>{words} new</p>")
    assert [piece.kind for piece in pieces] == ["left_out", "kept", "removed", "added"]
    assert len(pieces[1].text.split()) == AROUND


def test_text_that_was_empty_is_all_added():
    assert differences("", "<p>One</p><p>Two</p>") == [Piece("added", "One\n\nTwo")]


def test_very_long_text_is_not_compared_word_by_word():
    long = "<p>" + "word " * MOST_WORDS + "</p>"
    assert [piece.kind for piece in differences(long, long + "<p>More</p>")] == ["removed", "added"]


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_both_texts_can_be_read_from_the_pieces(old, new):
    """With nothing left out: short texts."""
    pieces = differences(f"<p>{' '.join(old)}</p>", f"<p>{' '.join(new)}</p>")
    if any(piece.kind == "left_out" for piece in pieces):
        return
    for words, gone in ((old, "added"), (new, "removed")):
        assert " ".join(piece.text for piece in pieces if piece.kind != gone and piece.text).split() == words
