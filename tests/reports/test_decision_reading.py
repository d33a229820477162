"""Reading pasted lists of decisions: many layouts, days as the British write them, files, and nothing lost."""

import contextlib
import time
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.decision_reading import HeadingRow, ReadRow, RefusedRow, read_decisions, text_of_file
from reports.decision_reading.cells import day_in, number_of_cell
from reports.decision_reading.rows import LONGEST, MOST_ROWS

VANS = ("SCP-D-202223-002", "Purchase of vans, and their repair", date(2022, 5, 12), "police")
ROOF = ("SCF-D-202223-001", "The roof of the fire station", date(2022, 6, 3), "fire")


def told(text, **how):
    return [(row.number, row.title, row.decided_on, row.service) for row in read_decisions(text, **how).read]


def reasons(text, **how):
    return [row.reason for row in read_decisions(text, **how).refused]


LAYOUTS = {
    "tabs with headings": (
        "Decision number\tTitle\tDate of decision\tService\n"
        "SCP-D-202223-002\tPurchase of vans, and their repair\t12 May 2022\tPolice\n"
        "SCF-D-202223-001\tThe roof of the fire station\t3 June 2022\tFire and Rescue\n"
    ),
    "tabs without headings": (
        "SCP-D-202223-002\tPurchase of vans, and their repair\t12/05/2022\n"
        "SCF-D-202223-001\tThe roof of the fire station\t3.6.22\n"
    ),
    "columns in another order": (
        "12 May 2022\tPurchase of vans, and their repair\tSCP-D-202223-002\n"
        "3 June 2022\tThe roof of the fire station\tSCF-D-202223-001\n"
    ),
    "CSV": (
        'Ref,Subject,Date signed\r\nSCP-D-202223-002,"Purchase of vans, and their repair",12-May-22\r\n'
        "SCF-D-202223-001,The roof of the fire station,03/06/2022\r\n"
    ),
    "CSV with a title over two lines": (
        'Ref,Subject,Date signed\nSCP-D-202223-002,"Purchase of vans,\nand their repair",12th May 2022\n'
        "SCF-D-202223-001,The roof of the fire station,Friday 3rd June 2022\n"
    ),
    "semicolons": (
        "Number;Title;Date\nSCP-D-202223-002;Purchase of vans, and their repair;2022-05-12\n"
        "SCF-D-202223-001;The roof of the fire station;2022-06-03 10:30\n"
    ),
    "a table of markdown": (
        "| No. | Title | Date |\n| SCP-D-202223-002 | Purchase of vans, and their repair | 12 May 2022 |\n"
        "| SCF-D-202223-001 | The roof of the fire station | 3 June 2022 |\n"
    ),
    "number and title in one cell": (
        "Title\tDate\nSCP-D-202223-002 Purchase of vans, and their repair\t12 May 2022\n"
        "The roof of the fire station (SCF-D-202223-001)\t3 June 2022\n"
    ),
    "lines": (
        "SCP-D-202223-002 – Purchase of vans, and their repair – 12 May 2022\n"
        "Decision notice SCF-D-202223-001: The roof of the fire station (3 June 2022)\n"
    ),
    "each cell on its own line": (
        "SCP-D-202223-002\nPurchase of vans, and their repair\n12 May 2022\n"
        "SCF-D-202223-001\nThe roof of the fire station\n3 June 2022\n"
    ),
    "labels": (
        "Decision number: SCP-D-202223-002\nTitle: Purchase of vans, and their repair\nDate: May 12, 2022\n\n"
        "Decision number: SCF-D-202223-001\nTitle: The roof of the fire station\nDate: the 3rd of June 2022\n"
    ).replace("the 3rd", "3rd"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_is_read_whole(layout):
    assert told(LAYOUTS[layout]) == [VANS, ROOF]
    assert reasons(LAYOUTS[layout]) == []


def test_headings_that_are_not_kept_are_told():
    (heading,) = read_decisions("Number\tTitle\tDate\tOfficer\nSCP-1/22\tVans\t1 May 2022\tA Person\n").headings
    assert heading.unused == ("Officer",)
    assert "Number: number" in heading.columns


def test_headings_in_the_middle_hold_for_what_follows():
    text = "Number\tTitle\tDate\nSCP-1/22\tVans\t1 May 2022\nDate\tTitle\tNumber\n2 May 2022\tCars\tSCP-2/22\n"
    assert [row[:2] for row in told(text)] == [("SCP-1/22", "Vans"), ("SCP-2/22", "Cars")]


def test_link_published_day_and_summary_are_read():
    text = "No\tTitle\tDate\tPublished\tSummary\tURL\nSCP-1/22\tVans\t1 May 2022\t3 May 2022\tTen.\twww.x.example/1\n"
    (row,) = read_decisions(text).read
    assert (row.published_on, row.summary, row.link) == (date(2022, 5, 3), "Ten.", "https://www.x.example/1")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://x.example/1", "data:text/html,x", "file:///etc/passwd"]
)
def test_link_that_is_not_secure_is_left_out_and_told(link):
    (row,) = read_decisions(f"No\tTitle\tDate\tLink\nSCP-1/22\tVans\t1 May 2022\t{link}\n").read
    assert row.link == ""
    assert link in row.notes[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("12 May 2022", (2022, 5, 12)),
        ("12th May 2022", (2022, 5, 12)),
        ("Thursday, the 12th of May, 2022", (2022, 5, 12)),
        ("Thursday 12th of May 2022", (2022, 5, 12)),
        ("Thu 12 May 22", (2022, 5, 12)),
        ("12/5/22", (2022, 5, 12)),
        ("12.05.2022", (2022, 5, 12)),
        ("12-05-2022", (2022, 5, 12)),
        ("12 Sept. 2022", (2022, 9, 12)),
        ("2022-05-12T00:00:00", (2022, 5, 12)),
        ("12/05/2022 10:30", (2022, 5, 12)),
        ("May 12, 2022", (2022, 5, 12)),
        ("31/02/2022", (2022, 2, 31)),
        ("2022", None),
        ("12/2022", None),
        ("202223-002", None),
    ],
)
def test_day_is_read_in_the_british_order(written, expected):
    assert day_in(written) == expected


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("SCP-D-202223-002", "SCP-D-202223-002"),
        ("Decision notice no. 2023/014", "2023/014"),
        ("PCC–2023–01", "PCC-2023-01"),
        ("D123", "D123"),
        ("14", ""),
        ("Purchase of vans", ""),
        ("", ""),
    ],
)
def test_number_of_a_cell(cell, number):
    assert number_of_cell(cell) == number


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("\tVans\t1 May 2022", "no number"),
        ("SCP-1/22\t\t1 May 2022", "no title"),
        ("SCP-1/22\tVans\t", "no date"),
        ("SCP-1/22\tVans\tin the spring", "is not a day"),
        ("SCP-1/22\tVans\t31/02/2022", "no such day"),
        ("SCP-1/22\tVans\t05/13/2022", "no month 13"),
        ("SCP-1/22\tVans\t1 May 1998", "no Commissioners in 1998"),
        ("XYZ-1/22\tVans\t1 May 2022", "police or fire"),
        ("=HYPERLINK(1)\tVans\t1 May 2022", "formula"),
        ("SCP-1/22\t@SUM(A1)\t1 May 2022", "formula"),
        ("SCP-1/22\t" + "x" * 400 + "\t1 May 2022", "longer than 300"),
        ("SCP-1/22\t" + "x" * 6000 + "\t1 May 2022", "this is no list"),
        ("no figures\tVans\t1 May 2022", "not a number"),
        ("Total of all rows", "no number"),
    ],
)
def test_row_that_cannot_be_entered_says_why(row, reason):
    reading = read_decisions(f"Number\tTitle\tDate\n{row}\nSCP-9/22\tCars\t1 May 2022\n")
    assert [one.number for one in reading.read] == ["SCP-9/22"]
    (refused,) = reading.refused
    assert reason in refused.reason
    assert refused.lines == "2"


def test_number_twice_in_one_list_is_read_once():
    text = "SCP-1/22\tVans\t1 May 2022\nscp 1-22\tVans\t1 May 2022\nSCP-1/22\tCars\t1 May 2022\n"
    assert [row[1] for row in told(text)] == ["Vans"]
    assert ["already in line 1" in reason for reason in reasons(text)] == [True, True]
    assert "another title" in reasons(text)[1]


def test_service_comes_from_the_column_then_the_series_then_the_choice():
    text = "No\tTitle\tDate\tService\nSCF-1\tA\t1 May 2022\tPolice\nSCF-2\tB\t1 May 2022\t\nXY-3\tC\t1 May 2022\t\n"
    assert [row[3] for row in told(text, otherwise="both")] == ["police", "fire", "both"]
    assert [row[3] for row in told(text, series={"xy": "fire"})] == ["police", "fire", "fire"]


def test_title_that_speaks_of_fire_is_not_taken_for_the_service():
    assert told("SCP-1/22\tFire station roof\t1 May 2022\nSCP-2/22\tPolice and fire fleet\t1 May 2022\n")[0][1] == (
        "Fire station roof"
    )


# Files -------------------------------------------------------------------------------------------------------------

TEXT = "Number,Title,Date\r\nSCP-1/22,Café – the lease,1 May 2022\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_file_is_read_in_every_usual_encoding(encoding):
    assert told(text_of_file(TEXT.encode(encoding)))[0][1] == "Café – the lease"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04" + b"x" * 100, "an Excel or Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "an old Excel or Word file"),
        (b"%PDF-1.7", "a PDF"),
        (b"x" * 1_000_001, "1 MB"),
        (b"Number,Title\r\n\x81\x8d\x8f\xff\xfe", "not text that can be read"),
    ],
)
def test_file_that_is_not_text_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(ValidationError, match=sentence):
        text_of_file(content)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "nothing to read"),
        (" \n\t\n\x00", "nothing to read"),
        ("x" * (LONGEST + 1), "characters"),
        ("".join(f"SCP-{n}/22\tVans\t1 May 2022\n" for n in range(10_000)), "10,000 rows"),
        ("\n".join(f"SCP-{n}/22 – Vans – 1 May 2022" for n in range(MOST_ROWS + 1)), f"{MOST_ROWS + 1} rows"),
    ],
)
def test_text_that_is_nothing_or_too_much_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        read_decisions(text)


def test_quotation_mark_that_is_never_closed_swallows_nothing():
    text = 'Number,Title,Date\nSCP-1/22,"Vans,1 May 2022\nSCP-2/22,Cars,2 May 2022\n'
    assert [row[0] for row in told(text)] == ["SCP-1/22", "SCP-2/22"]


@pytest.mark.parametrize(
    "text",
    ["A" * 400_000, "A-" * 200_000, '"' * 400_000, '"a\n' * 100_000, "- " * 200_000, "1/" * 200_000, "(" * 400_000],
)
def test_hostile_text_is_read_in_a_few_seconds(text):
    began = time.monotonic()
    with contextlib.suppress(ValidationError):
        read_decisions(text)
    assert time.monotonic() - began < 10


# Nothing is lost ---------------------------------------------------------------------------------------------------

_words = st.sampled_from(
    [
        "SCP-1/22",
        "SCF-D-2",
        "Number",
        "Title",
        "Date",
        "Vans",
        "1 May 2022",
        "31/02/2022",
        '"',
        '"a',
        'b"',
        "=1",
        "-",
        "",
    ]
)
_signs = st.sampled_from(["\t", ",", ";", "|", "\n", "\n\n", "\r\n", " ", " – ", ": "])
_pastes = st.lists(st.tuples(_words | st.text(max_size=6), _signs), max_size=40).map(
    lambda pairs: "".join(word + sign for word, sign in pairs)
)


@settings(max_examples=400, deadline=None)
@given(_pastes)
def test_every_line_with_words_is_in_exactly_one_row(paste):
    try:
        rows = read_decisions(paste, otherwise="police").rows
    except ValidationError:
        return
    covered = [number for row in rows for number in range(row.first, row.last + 1)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    lines = paste.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    with_words = {n for n, line in enumerate(lines, start=1) if any(sign.isalnum() for sign in line)}
    assert with_words <= set(covered)
    assert all(type(row) in {ReadRow, RefusedRow, HeadingRow} for row in rows)
    assert all(row.reason for row in rows if isinstance(row, RefusedRow))
    assert all(row.number and row.title and row.decided_on and row.service for row in rows if isinstance(row, ReadRow))
