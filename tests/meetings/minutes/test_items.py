"""Items, head, attendance, declarations and furniture."""

import pytest

from meetings.minutes import read


def numbered(reading) -> list[tuple[str | None, str | None]]:
    return [(item.number and item.number.text, item.title and item.title.text) for item in reading.items]


BODY = "The Harbour Master spoke.\n\nRESOLVED that the plan be noted.\n"


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("41.\n\nSalt", "42.\n\nSand", [("41.", "Salt"), ("42.", "Sand")]),
        ("7\n\nSalt", "7a\n\nSand", [("7", "Salt"), ("7a", "Sand")]),
        ("71/30\n\nSALT", "72/30\n\nSAND", [("71/30", "SALT"), ("72/30", "SAND")]),
        ("71/30 SALT", "72/30 SAND", [("71/30", "SALT"), ("72/30", "SAND")]),
        ("PCP\n4/30\nSALT", "PCP\n5/30\nSAND", [("4/30", "SALT"), ("5/30", "SAND")]),
        ("PCP 4/30\n\nSALT", "PCP 5/30\n\nSAND", [("4/30", "SALT"), ("5/30", "SAND")]),
        ("12 SALT FOR THE ROADS", "13 SAND", [("12", "SALT FOR THE ROADS"), ("13", "SAND")]),
        ("1. Salt for the roads", "2. Sand", [("1.", "Salt for the roads"), ("2.", "Sand")]),
        ("1.Salt for the roads", "2.Sand", [("1.", "Salt for the roads"), ("2.", "Sand")]),
        ("1(1)\n\nSalt", "1(2)\n\nSand", [("1(1)", "Salt"), ("1(2)", "Sand")]),
        ("Item 1 - Salt", "Item 2: Sand", [("1", "Salt"), ("2", "Sand")]),
        ("Minute 45 – Salt", "Minute 46 – Sand", [("45", "Salt"), ("46", "Sand")]),
        ("Min. No. 31\n\nSALT", "Min. No. 32\n\nSAND", [("31", "SALT"), ("32", "SAND")]),
        ("Salt for the roads", "Sand", [(None, "Salt for the roads"), (None, "Sand")]),
    ],
)
def test_numbering_in_every_style_parts_the_items(first, second, wanted):
    text = f"Agenda and minutes\n\nNo. Item\n\n{first}\n\nMinutes:\n\n{BODY}\n{second}\n\nMinutes:\n\n{BODY}"
    assert numbered(read(text)) == wanted


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        (("PCP12 ", "PCP13 ", "PCP14 "), ("PCP12", "PCP13", "PCP14")),
        (("7.1 ", "7.2 ", "7.3 "), ("7.1", "7.2", "7.3")),
        (("I. ", "II. ", "III. "), ("I.", "II.", "III.")),
        (("A. ", "B. ", "C. "), ("A.", "B.", "C.")),
    ],
)
def test_numbers_that_are_only_known_by_counting_on_need_three(before, wanted):
    titles = ("Salt for the roads", "Sand", "Date of next meeting")
    items = [f"{one}{title}\n\n{BODY}" for one, title in zip(before, titles, strict=True)]
    assert numbered(read("\n".join(items))) == list(zip(wanted, titles, strict=True))
    assert wanted[0] not in [number for number, _ in numbered(read("\n".join(items[:2])))]


def test_references_to_older_actions_inside_an_item_are_no_items():
    review = "16/2024 – Visit to the quay\n\nMembers heard of it.\n\n17/2024 – Data\n\nIt was late.\n"
    text = f"No. Item\n\n1.\n\nSalt\n\n{BODY}\n2.\n\nActions\n\n{review}\n3.\n\nSand\n\n{BODY}"
    assert numbered(read(text)) == [("1.", "Salt"), ("2.", "Actions"), ("3.", "Sand")]


def test_rows_of_decisions_are_joined_with_the_rows_of_what_was_said():
    text = (
        "Minute\tSubject\tDecision\n41\tSalt\tRESOLVED: That the plan be noted.\n42\tSand\t\n"
        "43\tGrit\tRESOLVED: That the Clerk write to the Minister.\n\n"
        "Minute\tDiscussion\n41\tThe Harbour Master spoke.\n42\tNobody spoke.\n"
    )
    reading = read(text)
    assert numbered(reading) == [("41", "Salt"), ("42", "Sand"), ("43", "Grit")]
    assert [len(item.decisions) for item in reading.items] == [1, 0, 1]
    assert [[one.text.text for one in item.narrative] for item in reading.items] == [
        ["The Harbour Master spoke."],
        ["Nobody spoke."],
        [],
    ]


def test_title_in_capitals_goes_on_in_the_next_line():
    text = f"24. SALT\n\n24.1 Nobody spoke.\n\n25. REVIEW OF COUNTERS AND\n    CONTACT POINTS\n\n25.1 {BODY}"
    assert numbered(read(text)) == [("24.", "SALT"), ("25.", "REVIEW OF COUNTERS AND CONTACT POINTS")]


THREE = [
    (1, "Apologies", "Nobody was away."),
    (2, "Salt", "RESOLVED that the plan be noted."),
    (3, "Sand", "It was dry."),
]
TITLES = [("1.", "Apologies"), ("2.", "Salt"), ("3.", "Sand")]


def with_three(item: str) -> str:
    return "".join(item.format(*one) for one in THREE)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (with_three("{1} (Minute 2026.4{0})\n\n{2}\n\n"), [(f"2026.4{n}", title) for n, title, _ in THREE]),
        (with_three("{1}\t\t\t3{0}\n\n{2}\n\n"), [(f"3{n}", title) for n, title, _ in THREE]),
        (with_three("{0}. {1} – {2}\n\n"), TITLES),
        (with_three("{0}. {1} – {2}\n\n") + "4. Grit\n\nThere was none.\n", [*TITLES[1:], ("4.", "Grit")]),
        (with_three("{1}:\n• {2}\n\n"), [(None, f"{title}:") for _, title, _ in THREE]),
        (with_three("10.0{0} am   {0}.  {1}\n\n           {2}\n\n"), TITLES),
        (with_three("> {0}. {1}\n>\n> {2}\n>\n"), TITLES),
        ("AGENDA\n" + with_three("{0}. {1}\n") + "\nMINUTES\n\n" + with_three("{0}. {1}\n\n{2}\n\n"), TITLES),
        ("| Item | Minute | Action |\n" + with_three("| {0}. {1} | {2} | |\n"), TITLES),
    ],
    ids=[
        "brackets",
        "right-hand edge",
        "run-in",
        "run-in and plain",
        "colons",
        "times",
        "e-mail",
        "agenda above",
        "table",
    ],
)
def test_layout_of_a_whole_meeting_parts_its_items(text, wanted):
    reading = read(text)
    assert numbered(reading)[-3:] == wanted
    assert sum(len(item.decisions) for item in reading.items) == 1


def test_dash_before_an_author_and_number_of_an_action_begin_no_text_and_no_item():
    items = "".join(f"{n}. {title} – Report of the Clerk\n\n{BODY}\n" for n, title, _ in THREE)
    assert [number for number, _ in numbered(read(items))] == ["1.", "2.", "3."]
    assert read(items).items[0].title.text == "Apologies – Report of the Clerk"
    said = "".join(f"The Clerk would buy it. (4{n})\n\n" for n in (1, 2, 3))
    assert numbered(read(f"1. Apologies\n\n{said}2. Salt\n\n{BODY}")) == [("1.", "Apologies"), ("2.", "Salt")]


def test_numbers_of_the_lines_of_a_page_are_furniture():
    lines = ["Quay Panel", "1. Apologies", "Nobody was away.", "2. Salt", "12 barrels were left.", "Nobody spoke.",
             "RESOLVED that the plan be noted.", "3. Sand", "It was dry.", "4. Grit", "There was none."]  # fmt: skip
    reading = read("".join(f"{number:3} {line}\n" for number, line in enumerate(lines, start=1)))
    assert numbered(reading) == [("1.", "Apologies"), ("2.", "Salt"), ("3.", "Sand"), ("4.", "Grit")]
    assert [paragraph.text.text for paragraph in reading.items[1].narrative] == [
        "12 barrels were left.",
        "Nobody spoke.",
    ]
    assert [piece.passage.text for piece in reading.pieces if piece.kind == "chrome"][:3] == ["1", "2", "3"]


def test_decision_goes_on_over_the_turn_of_a_page():
    turn = "\n\n- {} -\n\nQUAY PANEL – 29.10.26\n\n"
    text = (
        f"1. SALT\n\nRESOLVED{turn.format(1)}that the plan be noted.\n\n2. SAND\n\nRESOLVED:\n\n(a) that the plan be"
        f" noted; and{turn.format(2)}(b) that the Clerk write.\n"
    )
    first, second = read(text).items
    assert [part.text.text for part in first.decisions[0].parts] == ["that the plan be noted."]
    assert [part.label.text for part in second.decisions[0].parts] == ["(a)", "(b)"]


def test_date_above_the_first_title_is_no_title():
    text = f"QUAY PANEL\n\nFriday 5 November 2027\n\nSALT\n\nNobody spoke.\n\nSAND\n\n{BODY}"
    assert [title for _, title in numbered(read(text))] == ["SALT", "SAND"]


def test_numbers_of_paragraphs_and_lists_begin_no_item():
    text = (
        f"No. Item\n\n8.\n\nSalt\n\nMinutes:\n\n1.  Members spoke of:\n\n2.  Mr Ash left.\n\n{BODY}\n9.\n\nSan"
        f"d\n\nMinutes:\n\n{BODY}"
    )
    assert numbered(read(text)) == [("8.", "Salt"), ("9.", "Sand")]


def test_number_alone_under_a_marker_is_the_label_of_a_part():
    (item,) = read(
        "No. Item\n\n8.\n\nSalt\n\nMinutes:\n\nRESOLVED:\n\n1.\n\nThat it be noted.\n\n2.\n\nThat it be bought.\n"
    ).items
    assert [part.label.text for part in item.decisions[0].parts] == ["1.", "2."]


def test_item_whose_number_is_lost_begins_before_its_label():
    text = f"No. Item\n\n8.\n\nSalt\n\nMinutes:\n\n{BODY}\nSand and grit\n\nMinutes:\n\n{BODY}"
    assert numbered(read(text)) == [("8.", "Salt"), (None, "Sand and grit")]


def test_titles_without_numbers_or_labels_are_found_by_their_shape():
    text = f"Agenda and minutes\n\nNo. Item\n\nSalt for the roads\n\n\n{BODY}\n\nSand pdf icon PDF 12 KB\n\n\n{BODY}"
    assert numbered(read(text)) == [(None, "Salt for the roads"), (None, "Sand")]


def test_decisions_and_discussion_apart_are_joined_by_their_number():
    text = (
        "Item Description Decision\nPCP\n4/30\nSALT\nRESOLVED that it be noted.\nPCP\n5/30\nSAND\nPreamble\n"
        "PCP\n4/30\nMembers spoke of salt.\nPCP\n5/30\nMembers spoke of sand.\n"
    )
    reading = read(text)
    assert numbered(reading) == [("4/30", "SALT"), ("5/30", "SAND")]
    assert [item.narrative[0].text.text for item in reading.items] == [
        "Members spoke of salt.",
        "Members spoke of sand.",
    ]
    assert len(reading.items[0].spans) == 2


def test_text_without_line_breaks_is_parted_by_its_decimals():
    text = (
        "Elm Police and Crime Panel Draft Minutes 6 May 2030, Town Hall PRESENT: Councillor Ann Ash (Chair) -"
        " Elm Council "
        "1. Apologies 1.1 There were none, and the Chair thanked everybody for coming out in such weather. 2."
        " Salt for the roads "
        "2.1 The Clerk reported a rise of 3.5%, or 2.1 million in all. Page 1 of 2 2.2 RESOLVED - that the pl"
        "an be noted. "
        "3. Next meeting 3.1 It would be in June."
    )
    reading = read(text)
    assert numbered(reading) == [("1.", "Apologies"), ("2.", "Salt for the roads"), ("3.", "Next meeting")]
    assert reading.meeting.date == "2030-05-06"
    assert reading.items[1].decisions[0].label.text == "2.2"


def test_hard_wrapped_text_reads_like_the_same_text_in_long_lines():
    long = (
        "No. Item\n\n8.\n\nSalt\n\nMinutes:\n\nThe Harbour Master spoke for a long time about the salt that h"
        "ad been bought last "
        "year, and about the price of it, which had risen.\n\nRESOLVED that the plan for the upper villages b"
        "e noted and that the "
        "Clerk be asked to write to the owners of the barges by 3 May 2031.\n"
    )
    words, wrapped, width = long.split(" "), "", 0
    for word in words:
        if width + len(word) > 60:
            wrapped, width = wrapped.rstrip() + "\n", 0
        wrapped += word + " "
        width = 0 if "\n" in word else width + len(word) + 1
    one, other = read(long), read(wrapped)
    assert [part.text.text for part in one.items[0].decisions[0].parts] == [
        part.text.text for part in other.items[0].decisions[0].parts
    ]
    assert len(one.items[0].narrative) == len(other.items[0].narrative) == 1


def test_head_gives_body_date_time_place_and_people():
    reading = read(
        "Elm and Ash Police and Crime Panel - Tuesday, 14th May, 2030 2.00 pm\n\nVenue: Old Hall, Elm. View d"
        "irections\n\n"
        "Present: Cllr Ann Ash (Chair), Cllr Bo Birch (Substitute for Cllr Cy Cedar)\nOfficers: Di Dale (Elm Council)\n"
        f"Apologies for absence: Cllr Cy Cedar\n\nNo. Item\n\n1.\n\nSalt\n\nMinutes:\n\n{BODY}"
    )
    meeting = reading.meeting
    assert meeting.body.text == "Elm and Ash Police and Crime Panel"
    assert (meeting.date, meeting.time_text.text, meeting.venue.text) == ("2030-05-14", "2.00 pm", "Old Hall, Elm")
    assert meeting.chair.text == "Cllr Ann Ash"
    assert [one.status for one in meeting.attendance] == ["present", "substitute", "in_attendance", "apologies"]


@pytest.mark.parametrize(
    "office", ["Police, Fire and Crime Commissioner", "Deputy Police, Crime and Fire Commissioner"]
)
def test_office_with_a_comma_is_one_attender(office):
    reading = read(
        f"Elm Police and Crime Panel\n\n6 May 2030\n\nIn attendance: the {office}, Di Dale (Clerk)\n\n1.\n\nSalt\n\n"
        f"Minutes:\n\n{BODY}"
    )
    assert [one.name.text for one in reading.meeting.attendance] == [f"the {office}", "Di Dale"]


def test_letters_and_notes_tell_who_was_there():
    reading = read(
        "Elm Police and Crime Panel\n\n6 May 2030\n\nP. Councillor Ann Ash (Chair)\nA. Councillor Bo Birch\n"
        f"P Councillor Cy Cedar [arrived at 10.03am]\n\n1.\n\nSalt\n\nMinutes:\n\n{BODY}"
    )
    assert [one.status for one in reading.meeting.attendance] == ["present", "absent", "late"]


def test_date_without_a_year_is_not_computed():
    reading = read(f"Elm Police and Crime Panel\n\nDate: Tuesday 6 May\n\n1.\n\nSalt\n\nMinutes:\n\n{BODY}")
    assert reading.meeting.date is None


@pytest.mark.parametrize(
    "line",
    [
        "Share this item",
        "pdf icon PDF 119 KB",
        "View directions",
        "Page 2 of 3",
        "(20:25 on recording)",
        "Agenda and minutes",
    ],
)
def test_furniture_is_kept_as_furniture(line):
    reading = read(f"No. Item\n\n1.\n\nSalt\n\n{line}\n\nMinutes:\n\n{BODY}")
    assert line in [one.text for one in reading.chrome]
    assert line not in [one.text for one in reading.items[0].agenda_text]


def test_table_row_holds_title_label_and_minutes():
    text = (
        "No. | Item |\n---|---|\nSalt for the roads Minutes: Members spoke of: · price · weight |\n|||"
        "|\nSand Minutes: Mr Ash left. |\n"
    )
    reading = read(text)
    assert numbered(reading) == [(None, "Salt for the roads"), (None, "Sand")]
    assert [bullet.text.text for bullet in reading.items[0].bullets] == ["price", "weight"]


def test_levels_of_bullets_are_kept():
    (item,) = read(
        "Agenda item\n\nSalt\n\nMinutes:\n\nMembers noted:\n\nØ  first\n\no   below\n\no   again\n\nØ  second\n"
    ).items
    assert [(bullet.glyph.text, bullet.level) for bullet in item.bullets] == [("Ø", 1), ("o", 2), ("o", 2), ("Ø", 1)]


def test_report_author_is_taken_from_its_line_or_the_title():
    line, title = read(
        "Agenda item\n\nSalt\n\nReport of the Harbour Master.\n\nMinutes:\n\nNone.\n\nAgenda item\n\nSand - R"
        "eport of the Clerk\n\nMinutes:\n\nNone.\n"
    ).items
    assert (line.report_author.text, title.report_author.text) == (
        "Report of the Harbour Master.",
        "Report of the Clerk",
    )


DECLARED = "No. Item\n\n3.\n\nDeclarations of Interest\n\nMinutes:\n\n"


@pytest.mark.parametrize(
    ("typed", "members"),
    [
        ("Cllr Ash declared an interest as a trustee of the ferry.", ["Cllr Ash"]),
        ("1.  Mr Birch declared that he was a trustee of the ferry.", ["Mr Birch"]),
        ("·  Cllr Ash – member of the Salt Board\n\n·  Mr Birch – owner of a barge", ["Cllr Ash", "Mr Birch"]),
        (
            "Panel Member\n\nPersonal Interest\n\nAnn Ash\n\nMember of the Salt Board\n\nBo Birch\n\nOwner of a barge",
            ["Ann Ash", "Bo Birch"],
        ),
        ("There were no interests declared.", []),
        ("None.", []),
    ],
)
def test_declarations_in_every_layout_name_their_members(typed, members):
    (item,) = read(DECLARED + typed + "\n").items
    assert [one.member.text for one in item.declarations] == members


def test_words_of_the_site_above_a_page_of_one_item_make_no_item():
    reading = read(
        "Cookies\n\nWe keep one small file to remember what you chose.\n\nAgenda item\n\nSalt plan\n\nMinutes:\n\n"
        "The plan was explained.\n"
    )
    assert [item.title.text for item in reading.items] == ["Salt plan"]
    kinds = {piece.passage.text: piece.kind for piece in reading.pieces}
    assert kinds["We keep one small file to remember what you chose."] == "unclassified"
