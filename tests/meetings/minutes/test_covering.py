"""Whatever is pasted: it is read without an error, and each character of it stands in exactly one piece."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.minutes import read
from meetings.minutes.scoring import coverage

# Fragments that reach the readers; between them anything.
FRAGMENTS = [
    "RESOLVED",
    "RESOLVED – That ",
    "Resolved:",
    "Resolved:-  ",
    "UNANIMOUSLY RESOLVED that",
    "RESLOVED that ",
    "that:",
    "to:",
    "(a) ",
    "(b) ",
    "b)",
    "(i) ",
    "ii.",
    "1. ",
    "2.",
    "1.1 ",
    "2.1.1",
    "2.1RESOLVED",
    "• ",
    "· ",
    "- ",
    "o ",
    "?-",
    "Ø ",
    "Minutes:",
    "Additional documents:",
    "Supporting documents:",
    "Decision:",
    "Agenda item",
    "Items\nNo. Item\n",
    "71/26",
    "PCP",
    "4/26",
    "12.",
    "7a.",
    "Question: ",
    "Response: ",
    "Questions Posed:",
    "Question Date: 1 May 2030",
    "(1) Why?",
    "[Because.]",
    "The following question was submitted by Ann Ash",
    "Ms Ash asked as a supplementary question",
    "Dear Ms Ash",
    "Yours sincerely",
    "Moved by Ann Ash and seconded by Bo Birch -",
    "Motion Carried",
    "it was not carried",
    "For (11)",
    "Against (0)",
    "That the report be noted.",
    "The Commissioner agreed to write by 5 May 2027.",
    "ACTION: Clerk / by 12 June 2026: x",
    "Actions:",
    "The Panel recommends that –",
    "It was then –",
    "Cllr Ash declared an interest as a trustee.",
    "Member",
    "Interest",
    "PRESENT: Cllr Ash (Chair) - Elm Council",
    "P. Councillor Birch",
    "Venue: Hall",
    "Date:",
    "Page 1 of 2",
    "pdf icon PDF 1 KB",
    "“",
    "”",
    "[",
    "]",
    "|",
    "(12)",
    ": ",
    "; and",
    ". ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\xa0",
    "\u200b",
    "\xad",
    "\ufeff",
    "\x00",
    "\x85",
    "\u2028",
    "\ud800",
]
# Lines of a page of questions: who asks, who answers, and what is said after it.
ASKED = [
    "Question 1", "Question 2:", "PQ 27/03", "Q. Why?", "Q - Why? A - So.", "A. So.", "Question:", "Question: Why?",
    "From Mr Abel Poe", "Questioner: Mr Abel Poe", "Asked by: Mr Abel Poe", "Panel Member: Mr Abel Poe", "Mr Abel Poe",
    "Mr Abel Poe asked why.", "Mr Poe asked: “Why?”", "Mr Abel Poe: Why?", "Chair: So.",
    "Members asked these questions:",
    "(1) Why?", "[Answer by the Clerk: so.]", "[So.]", "(a) why; and", "- Salt - she asked why. The Clerk said so.",
    "Question 1: Salt - asked by Mr Abel Poe", "On behalf of Mr Abel Poe, the Clerk asked why.", "Why?", "So.",
    "Answer",
    "Reply -", "Answer: So.", "The Commissioner replied as follows:", "The Commissioner's answers were:",
    "Reply to Mr Poe:",
    "Supplementary question", "Supplementary: Why?", "Further question:", "By way of supplementary, Mr Poe asked why.",
    "A follow-up question from Mr Poe was whether. The Clerk said so.", "Mr Poe then asked if so.",
    "Mr Poe thanked the Chair.", "The Chair said that time was up.", "No.\tFrom\tQuestion\tAnswer",
    "1\tMr Poe\tWhy?\tSo.", "\t\t", "No.", "From", "Question", "1", "2", "That was said.", "RESOLVED that it be noted.",
]  # fmt: skip
pages = st.lists(st.sampled_from(ASKED), max_size=14).map(
    lambda lines: "Agenda item\n\nQuestions from the public\n\nMinutes:\n\n" + "\n\n".join(lines)
)
# Lines of minutes in which items, rows, parts and entries are numbered in every way at once.
NUMBERED = [
    "Minute\tSubject\tDecision", "Minute\tDiscussion", "No.\tTitle\tResolved\tDiscussion", "42\tEstates\t", "44\t",
    "\t\t",
    "41\tMinutes\tRESOLVED: That the minutes be approved.", "42\tFour people spoke.", "43\t\tRESOLVED to note.",
    "4/26\tPlan\tThat it be noted", "Item 1 - Welcome", "Minute 45 – Minutes", "Min. No. 33", "PCP12   DECLARATIONS",
    "PCP13 MINUTES", "PCP14 BUDGET", "13.1 DECISION: That", "7.1 Election", "7.2 Members", "7.3 Grant", "I. Apologies",
    "II. Minutes", "III. Fraud", "A. Apologies", "B. Minutes", "C. Fraud", "16/2024 – Visit", "17/2024 – Custody", "1.",
    "2.", "3.", "Apologies", "25. REVIEW OF COUNTERS AND", "  CONTACT POINTS", "AGREED – That substitutes be welcome.",
    "RESOLVED:", "(a) the web page carry:", "(i) a photograph", "AP1 – Clerk to advertise by 30 June 2027.",
    "→ Clerk to ask", "Actions arising:", "- Draft a letter (Clerk) – by 30 April", "Minutes:", "Agenda item",
    "Salt (Minute 2026.41)", "Sand (Minute 2026.42)", "Grit (Minute 2026.43)", "Salt\t\t31", "Sand\t\t32", "Grit\t\t33",
    "1. Salt – RESOLVED to note.", "2. Sand – None.", "3. Grit – The Chair spoke.", "Salt:",
    "• AGREED: That it be so.", "AGENDA", "- 1 -", "- 2 -", "QUAY PANEL – 29.10.26",
    "that the plan be noted.", "(b) that the Clerk write.",
    "Nobody spoke.", "", "The Chair asked the Clerk to write to them.", "| a | b |",
]  # fmt: skip
MARGINS = ["", "> ", "> > ", ">", "10.00 am   ", "           ", "{n} ", "  {n} "]
numbered = st.tuples(
    st.lists(st.tuples(st.sampled_from(NUMBERED), st.booleans()), max_size=24), st.sampled_from(MARGINS)
).map(
    lambda drawn: "\n".join(
        (drawn[1].format(n=n) if beside else "") + line for n, (line, beside) in enumerate(drawn[0], start=1)
    )
)
texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=12)), max_size=40).map("".join)


def check(text: str) -> None:
    reading = read(text)
    told = reading.as_dict()
    json.dumps(told)
    spans = [piece["span"] for piece in told["pieces"]]
    lost_and_doubled = coverage(told["pieces"], text)
    assert lost_and_doubled == (0, 0)
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)
    assert all(piece.passage.span[0] >= 0 and piece.passage.span[1] <= len(text) for piece in reading.pieces)
    for item in reading.items:
        for action in item.actions:
            start, end = reading.pieces[action.of].passage.span
            assert start <= action.text.span[0] < end


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_any_text_is_covered_once_in_order(text):
    check(text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pages)
def test_any_page_of_questions_is_covered_once_in_order(text):
    check(text)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(numbered)
def test_any_lines_with_numbers_are_covered_once_in_order(text):
    check(text)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_characters_are_covered_once_in_order(text):
    check(text)


@pytest.mark.parametrize(
    "text", ["", " \n\u00a0\n", "\ud800", "\x00", "\u200b", "|||", "\ufeffMinutes:", "(", "\u00ad|\u00ad"]
)
def test_odd_text_is_covered(text):
    check(text)


def test_text_without_anything_known_is_one_item_of_paragraphs():
    reading = read("Once there was a bridge.\n\nIt fell into the river, and nobody minded much.")
    (item,) = reading.items
    assert reading.doc_type == "other"
    assert (item.number, item.title, item.decisions) == (None, None, [])
    assert [paragraph.text.text[:4] for paragraph in item.narrative] == ["Once", "It f"]


@pytest.mark.parametrize(
    "unit",
    [
        "A ",
        "a ",
        "(a) x; ",
        "1.1 ",
        '"',
        "|",
        "· x ",
        "RESOLVED ",
        "it was ",
        "The Commissioner said that he would write. ",
    ],
)
def test_one_long_line_costs_in_proportion(unit):
    """A line ten times as long may cost twenty times as much on a busy machine, not a hundred times."""

    def cost(length: int) -> float:
        text = unit * (length // len(unit))
        best = float("inf")
        for _ in range(3):
            begun = time.process_time()
            read(text)
            best = min(best, time.process_time() - begun)
        return best

    assert cost(30_000) < 30 * max(cost(3_000), 0.001)
