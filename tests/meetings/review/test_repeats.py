"""A line that repeats a request, and a line that only sounds like it."""

import pytest

from meetings.review.proposal import Asked, Item, Proposal
from meetings.review.repeats import drop_what_is_asked_twice

ASKED = "That the Commissioner be requested to provide a report on custody in the north of the county in 2026."


def ticked(line: Asked, asked: Asked) -> list[bool]:
    drop_what_is_asked_twice(Proposal(items=[Item("i0", actions=[asked, line])]))
    return [asked.take, line.take]


@pytest.mark.parametrize(
    "words",
    [
        "Commissioner to provide a report on custody in the north of the county",
        "The Commissioner should provide a report on custody by 1 June 2027",
        "Report on custody, county",
    ],
)
def test_line_that_says_no_more_than_the_part_is_left_and_gives_what_only_it_says(words):
    line = Asked("a1", text=words, owner_words="Treasurer", due_words="by 1 June 2027", due_rule="on_date")
    asked = Asked("a0", text=ASKED, part="i0.d0.p0")
    assert ticked(line, asked) == [True, False]
    assert line.doubt
    assert (asked.owner_words, asked.due_words, asked.due_rule) == ("Treasurer", "by 1 June 2027", "on_date")


@pytest.mark.parametrize(
    "words",
    [
        "Commissioner to provide a report on custody in the south of the county",
        "Commissioner to provide a report on custody in the north of the county in 2027",
        "Commissioner to provide a report on custody and complaints in the north of the county",
        "Report",
    ],
)
def test_line_that_asks_something_else_stays(words):
    line = Asked("a1", text=words, due_words="by May", due_rule="none")
    asked = Asked("a0", text=ASKED, part="i0.d0.p0")
    assert ticked(line, asked) == [True, True]
    assert (line.doubt, asked.due_words) == ("", "")


def test_line_stays_where_the_part_itself_is_doubtful():
    assert ticked(Asked("a1", text=ASKED), Asked("a0", text=ASKED, part="i0.d0.p0", take=False)) == [False, True]


def test_what_the_part_says_of_itself_is_kept():
    asked = Asked("a0", text=ASKED, part="i0.d0.p0", owner_words="Commissioner", due_words="in May", due_rule="none")
    ticked(Asked("a1", text=ASKED, owner_words="Treasurer", due_words="by 1 June 2027", due_rule="on_date"), asked)
    assert (asked.owner_words, asked.due_words, asked.due_rule) == ("Commissioner", "in May", "none")
