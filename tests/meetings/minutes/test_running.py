"""What runs through a whole text, and tables of actions: what is taken for one, and what only looks like one."""

from pathlib import Path

import pytest

from meetings.minutes import furniture, read

TEXTS = Path(__file__).parent


def chrome(text: str) -> list[str]:
    return [passage.text for passage in read(text).chrome]


def actions(text: str) -> list[tuple]:
    return [
        (one.text.text, one.owner and one.owner.text, one.due and one.due.text, one.status)
        for item in read(text).items
        for one in item.actions
    ]


def minutes(*paragraphs: str) -> str:
    return "\n\n".join(("1. Apologies", "None.", "2. Update", *paragraphs, "3. Close", "The meeting ended at noon."))


@pytest.mark.parametrize(
    "feet",
    [
        ("Marl PCP      1", "Marl PCP      2"),
        ("Marl Police and Crime Panel 3.2.27\tPage 1", "Marl Police and Crime Panel 3.2.27\tPage 2"),
        ("Marl PCP – confirmed minutes – sheet 1 of 2", "Marl PCP – confirmed minutes – sheet 2 of 2"),
    ],
)
def test_feet_of_pages_are_furniture(feet):
    found = chrome(minutes("The plan was explained.", feet[0], "Questions followed.", feet[1], "Members agreed."))
    assert [" ".join(foot.split()) for foot in feet] == found


@pytest.mark.parametrize("rule", ["-" * 31, "____", "= = = =", "|---|---|"])
def test_rule_between_two_lines_is_furniture(rule):
    reading = read(minutes("The plan was explained.", f"Questions followed.\n{rule}\nMembers agreed."))
    assert [piece.kind for piece in reading.pieces if piece.passage.text == rule] == ["chrome"]


@pytest.mark.parametrize(
    "line",
    [
        "Thefts of boats in the year came to 2",
        "See the table on page 2",
        "Burglary      23",
        "The figures for the harbour are given on page 14 of 20 and were not contested by anybody in the room that day",
    ],
)
def test_sentence_or_row_that_ends_in_a_number_is_none(line):
    assert chrome(minutes("The plan was explained.", line, "Questions followed.")) == []


def test_rows_whose_numbers_do_not_grow_are_a_table_and_no_feet():
    assert chrome(minutes("Marl vale      9", "Some words.", "Marl vale      4", "More words.")) == []


def test_paragraphs_in_hundreds_are_numbered_and_their_decisions_found():
    text = "1 Minutes\n\n101\tCllr Orr was away.\n\n102\tRESOLVED: That the minutes be signed.\n\n103\tMrs Pym spoke."
    (item,) = read(text).items
    (decision,) = item.decisions
    assert decision.parts[0].text.text == "That the minutes be signed."


def test_single_figure_of_three_digits_begins_a_sentence():
    text = minutes("101 Dalmatian Road would be searched.", "999 calls had risen.", "Members were glad.")
    assert [action for item in read(text).items for action in item.decisions] == []
    assert "101 Dalmatian Road would be searched." in [
        one.text.text for item in read(text).items for one in item.narrative
    ]


LINES = sorted({" ".join(line.split()) for path in TEXTS.glob("*/*.txt") for line in path.read_text().splitlines()})


def test_first_words_keep_no_line_from_the_pattern_that_it_has():
    found = [line for line in LINES if line and furniture.CHROME_LINE.match(line)]
    assert len(found) > 40
    assert [line for line in found if not furniture.is_chrome(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "M:\\minutes\\june.docx",
        "ItemPreamble",
        "June minutes final.doc",
        "› Share this page",
        "12",
    ],
)
def test_line_of_a_page_is_furniture_however_it_begins(line):
    assert furniture.is_chrome(line) is (furniture.CHROME_LINE.match(line) is not None)


ROWS = (("Send the map", "Clerk", "30 April 2027", "Open"), ("Find a hall", "Chair", "", "Closed"))


def test_table_of_actions_with_tabs_is_read_row_by_row():
    lines = ["Ref\tAction\tLead\tDue\tStatus", *(f"L{n}\t" + "\t".join(row) for n, row in enumerate(ROWS))]
    assert actions(minutes("The log was gone through.", "\n".join(lines), "Members thanked the Clerk.")) == [
        ("Send the map", "Clerk", "30 April 2027", "open"),
        ("Find a hall", "Chair", None, "closed"),
    ]


def test_table_of_actions_with_a_line_for_each_cell_is_read_row_by_row():
    cells = ["Action", "Lead", "By when", "Send the map", "Clerk", "30 April 2027", "Find a hall", "Chair", "in May"]
    assert actions(minutes("\n".join(cells))) == [
        ("Send the map", "Clerk", "30 April 2027", "open"),
        ("Find a hall", "Chair", "in May", "open"),
    ]


@pytest.mark.parametrize(
    "head",
    ["Area\tLead\tBudget", "Action\tCost\tYear", "What we heard\tWho\tWhere"],
)
def test_table_of_something_else_is_text(head):
    assert actions(minutes(f"{head}\nHarbour\tClerk\t2027\nMoor\tChair\t2028")) == []


def test_not_completed_is_open():
    rows = "Action\tOwner\tStatus\nSend the map\tClerk\tNot yet completed\nFind a hall\tChair\tpart done"
    assert [status for *_, status in actions(minutes(rows))] == ["open", "open"]
