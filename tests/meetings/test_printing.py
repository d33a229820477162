"""Minutes, agenda and extract on their way to paper: as a page, as an accessible PDF and as a Word file."""

from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from meetings import workflow
from panel_portal.records import rendering
from tests import factories
from tests.crawler import words_of_file
from tests.meetings.pages import Page, in_order

pytestmark = pytest.mark.django_db

DRAFT = "Draft minutes – not yet approved"
FORMS = ["", "pdf", "docx"]


def address(record, what, form=""):
    return f"{record.get_absolute_url()}{what}" + (f".{form}" if form else "/")


def words(record, what, form="") -> str:
    """What stands in a printed document, whatever its form, on one line."""
    response = Client().get(address(record, what, form))
    assert response.status_code == 200
    told = words_of_file(response.content, response["Content-Type"]) if form else Page(response).words
    return " ".join(told.split())


def full_meeting(**fields):
    """Draft minutes with everything that minutes hold."""
    meeting = factories.held_meeting(items=3, **fields)
    first, second, third = meeting.agenda_items.in_order()
    factories.AttendanceFactory(minutes=meeting.minutes, name="Cllr Present Person")
    factories.AttendanceFactory(minutes=meeting.minutes, kind="apologies", name="Cllr Absent Person")
    member = factories.published_member(name="Cllr Declaring Person")
    factories.DeclarationFactory(minutes=meeting.minutes, member=member, agenda_item=second)
    factories.published_paper(first, title="The budget report")
    minute = factories.minuted_item(first, limbs=2, actions=False)
    minute.text = (
        "<h3>Budget</h3><p>The <strong>panel</strong> heard <a href='https://x.example/'>a report</a>.</p>"
        "<ol type='a' start='3'><li>third<ul><li>inner</li></ul></li></ol>"
        "<table><thead><tr><th>Year</th><th>Sum</th></tr></thead>"
        "<tbody><tr><td rowspan='2'>2025</td><td>£5</td></tr><tr><td>£6</td></tr></tbody></table>"
    )
    minute.number = "12/26"
    minute.save()
    factories.minuted_item(second, actions=False)
    factories.exempt(third, public_title="A contract")
    factories.MinuteFactory(agenda_item=third, text="<p>zqsecret</p>")
    factories.PublicSummaryFactory(agenda_item=third, text="<p>A contract was let.</p>")
    return workflow.publish_minutes(meeting.minutes, by=factories.a_clerk()).meeting


EXPECTED = [
    "Northmere Police and Crime Panel",
    "Minutes, Wednesday 8 January 2020",
    DRAFT,
    "10am",
    "County Hall, Northmere",
    "Attendance",
    "Cllr Present Person",
    "Apologies",
    "Cllr Absent Person",
    "Interests declared",
    "Cllr Declaring Person, item 2",
    "1 Matter 1",
    "Minute 12/26",
    "Budget",
    "The panel heard a report",
    "third",
    "inner",
    "2025",
    "£6",
    "Resolved",
    "That the Panel:",
    "a)",
    "b)",
    "3 A contract",
    "This item is not for publication",
    "Summary for the public",
    "A contract was let.",
    "Signed by the Chair",
]


@pytest.mark.parametrize("form", FORMS)
def test_draft_minutes_hold_everything_in_order_and_say_that_they_are_draft(form):
    told = words(full_meeting(), "print/minutes", form)
    if form == "docx":
        told = told[told.index("Northmere Police") :]
    in_order(told, EXPECTED)
    assert "zqsecret" not in told


def test_draft_mark_stands_on_every_page_of_the_pdf_and_in_the_head_of_the_word_file():
    meeting = factories.held_meeting()
    minute = factories.minuted_item(meeting.agenda_items.get())
    minute.text = "<p>A long debate.</p>" * 150
    minute.save()
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    pdf = PdfReader(BytesIO(Client().get(address(meeting, "print/minutes", "pdf")).content))
    assert len(pdf.pages) > 2
    assert all(DRAFT in page.extract_text() for page in pdf.pages)
    word = docx.Document(BytesIO(Client().get(address(meeting, "print/minutes", "docx")).content))
    assert word.sections[0].header.paragraphs[0].text == DRAFT


@pytest.mark.parametrize("form", FORMS)
def test_signed_minutes_say_who_signed_and_nothing_of_draft(form):
    told = words(factories.signed_minutes().meeting, "print/minutes", form)
    assert "Approved as a correct record at the meeting of Wednesday 22 January 2020." in told
    assert "Signed by Cllr Ann Other, Chair on Wednesday 22 January 2020." in told
    assert "Signed by the Chair" not in told
    assert "raft" not in told


@pytest.mark.parametrize("form", FORMS)
def test_approved_minutes_tell_of_every_correction(form):
    meeting = factories.held_meeting_with_minutes()
    workflow.approve_minutes(
        meeting.minutes, by=factories.a_clerk(), at_meeting=factories.held_meeting(), corrections_agreed="Four for 3."
    )
    item = meeting.agenda_items.get()
    workflow.correct_minute(
        item.minute, by=factories.a_clerk(), new_text="<p>The Panel considered the paper.</p>", reason="It was a paper."
    )
    for record, what in ((meeting, "print/minutes"), (item, "extract")):
        told = words(record, what, form)
        assert "with these corrections: Four for 3." in told
        assert "considered the [removed: “matter.”] [added: “paper.”]" in told
        assert "Why: It was a paper." in told


@pytest.mark.parametrize("form", FORMS)
def test_agenda_lists_items_and_papers_and_nothing_of_the_minutes(form):
    told = words(full_meeting(), "print/agenda", form)
    assert "Agenda, Wednesday 8 January 2020" in told
    assert "The budget report (report)" in told
    assert "3 A contract" in told
    for word in ("zqsecret", "Resolved", "A contract was let", "raft"):
        assert word not in told


@pytest.mark.parametrize("form", FORMS)
def test_agenda_lists_the_actions_that_stand_on_it(form):
    meeting = factories.published_meeting()
    action = factories.published_action(
        text="To send the figures.",
        owner_office=factories.the_commissioner(),
        due_rule="on_date",
        due_given_on="2030-03-01",
    )
    factories.AgendaActionFactory(agenda_item=meeting.agenda_items.get(), action=action)
    told = words(meeting, "print/agenda", form)
    in_order(told, ["Still owed", f"{action.reference}: To send the figures. Asked of", "Due Friday 1 March 2030."])


def test_agenda_of_a_cancelled_meeting_says_so():
    meeting = workflow.cancel(factories.published_meeting(), by=factories.a_clerk(), note="There was snow.")
    assert "Cancelled. There was snow." in words(meeting, "print/agenda")


@pytest.mark.parametrize("form", FORMS)
def test_extract_holds_one_item_with_its_decision_and_papers(form):
    item = full_meeting().agenda_items.in_order().first()
    told = words(item, "extract", form)
    for part in (
        DRAFT,
        "Extract from the minutes of Wednesday 8 January 2020",
        "12/26",
        "The budget report",
        "Resolved",
    ):
        assert part in told
    assert "A contract" not in told
    assert "Cllr Present Person" not in told


def test_extract_before_the_minutes_is_of_the_agenda():
    item = factories.published_meeting().agenda_items.get()
    told = words(item, "extract")
    assert "Extract from the agenda of" in told
    assert "raft" not in told


@pytest.mark.parametrize("form", FORMS)
def test_minutes_that_are_draft_are_not_found_and_withdrawn_ones_are_gone(form):
    meeting = factories.held_meeting()
    factories.minuted_item(meeting.agenda_items.get())
    assert Client().get(address(meeting, "print/minutes", form)).status_code == 404
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    factories.withdrawn(meeting.minutes)
    response = Client().get(address(meeting, "print/minutes", form))
    assert response.status_code == 410
    assert "It was published by mistake." in response.content.decode()
    assert "Extract from the agenda" in words(meeting.agenda_items.get(), "extract", form)


@pytest.mark.parametrize("form", FORMS)
def test_agenda_that_is_not_out_is_not_found(form):
    meeting = workflow.announce(factories.MeetingFactory(), by=factories.a_clerk())
    assert Client().get(address(meeting, "print/agenda", form)).status_code == 404


@pytest.mark.parametrize("title", ["Print", "Minutes", "Agenda", "Extract"])
def test_item_of_any_title_keeps_its_address_beside_what_is_printed(title):
    meeting = factories.MeetingFactory()
    item = factories.AgendaItemFactory(meeting=meeting, title=title)
    workflow.publish_agenda(meeting, by=factories.a_clerk())
    item.refresh_from_db()
    client = Client()
    assert f'<h1 class="govuk-heading-l">{title}</h1>' in client.get(item.get_absolute_url()).content.decode()
    assert "Extract from the agenda" in words(item, "extract")
    assert "Agenda, Wed" in words(meeting, "print/agenda")


def test_pdf_is_tagged_titled_and_in_english():
    response = Client().get(address(full_meeting(), "print/minutes", "pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="2020-01-08-minutes.pdf"'
    pdf = PdfReader(BytesIO(response.content))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pdf.metadata.title == "Minutes, Wednesday 8 January 2020 – Northmere Police and Crime Panel"
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH"} <= roles_of(root["/StructTreeRoot"])


def roles_of(node) -> set[str]:
    found, waiting = set(), [node]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            found.add(str(one.get("/S", "")))
            waiting += [one["/K"]] if "/K" in one else []
    return found


def test_word_file_has_real_headings_lists_tables_and_properties():
    response = Client().get(address(full_meeting(), "print/minutes", "docx"))
    assert response["Content-Disposition"] == 'inline; filename="2020-01-08-minutes.docx"'
    word = docx.Document(BytesIO(response.content))
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert styles["Minutes, Wednesday 8 January 2020"] == "Title"
    assert styles["1 Matter 1"] == "Heading 2"
    assert styles["Budget"] == "Heading 3"
    assert styles["inner"] == "List Bullet"
    assert "c.\tthird" in styles
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [
        ["Year", "Sum"],
        ["2025", "£5"],
        ["2025", "£6"],
    ]
    assert word.core_properties.title == "Minutes, Wednesday 8 January 2020"
    assert word.core_properties.language == "en-GB"
    assert "a)\tThat the Commissioner be asked for the figures." in styles
    assert any(text.startswith("Signed by the Chair") for text in styles)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_same_words_make_the_same_file(form):
    meeting = full_meeting()
    first = Client().get(address(meeting, "print/minutes", form)).content
    rendering._pdf_of.cache_clear()
    assert Client().get(address(meeting, "print/minutes", form)).content == first


def test_missing_pango_is_said_in_plain_words_with_the_other_ways(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    rendering._pdf_of.cache_clear()
    meeting = factories.held_meeting_with_minutes()
    response = Client().get(address(meeting, "print/minutes", "pdf"))
    assert response.status_code == 503
    page = Page(response)
    assert "This file cannot be made at the moment" in page.words
    assert page.links["read and print the same text as a page"] == address(meeting, "print/minutes")
    assert page.links["Word document"] == address(meeting, "print/minutes", "docx")


def test_printed_document_loads_nothing():
    with pytest.raises(ValueError, match="load nothing"):
        rendering._fetch_nothing("http://169.254.169.254/")


def test_pages_lead_to_what_is_printed():
    meeting = factories.held_meeting_with_minutes()
    links = Page(Client().get(meeting.get_absolute_url())).links
    assert links["minutes"] == address(meeting, "print/minutes")
    assert links["agenda"] == address(meeting, "print/agenda")
    item = meeting.agenda_items.get()
    assert Page(Client().get(item.get_absolute_url())).links["Print or save this item"] == address(item, "extract")
    page = Page(Client().get(address(meeting, "print/minutes")))
    assert page.links["PDF"] == address(meeting, "print/minutes", "pdf")
    announced = workflow.announce(factories.MeetingFactory(), by=factories.a_clerk())
    assert "Print or save" not in Page(Client().get(announced.get_absolute_url())).words


@pytest.mark.parametrize("what", ["print/minutes", "print/agenda"])
def test_printed_meeting_costs_the_same_for_one_item_and_for_six(what):
    counts = []
    for items in (1, 6):
        meeting = factories.held_meeting(items=items)
        for item in meeting.agenda_items.in_order():
            factories.minuted_item(item, limbs=2)
            factories.published_paper(item)
            factories.DeclarationFactory(minutes=meeting.minutes, agenda_item=item)
            factories.AttendanceFactory(minutes=meeting.minutes, name="", member=factories.published_member())
        workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
        with CaptureQueriesContext(connection) as captured:
            Client().get(address(meeting, what))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
