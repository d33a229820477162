"""The brief for a meeting: what is owed, item by item, on two sides of paper."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from meetings import workflow
from meetings.models import Action
from panel_portal.accounts import roles
from panel_portal.records.periods import today
from panel_portal.records.printed import Heading, Paragraph
from panel_portal.records.publication import publish
from reports import brief
from tests import factories
from tests.crawler import words_of_file
from tests.meetings.pages import Page, in_order

pytestmark = pytest.mark.django_db

BRIEF = "/workspace/brief/"
FORMS = ["", "pdf", "docx"]
ASKED = (
    "That the Commissioner be asked to give the panel the figures for each district by quarter since the roll-out of "
    "the new control room, with the reasons for the longest waits and what has been done about each of them since, "
    "and to say when the panel may expect the next of them"
)
SAID = (
    "The figures for the first two quarters are ready; those for the third wait for the new system of the contractor, "
    "who has promised them for the end of next month, together with the reasons for the delay in the two districts."
)


def soon(days=20):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def bench(member, signed_in):
    return signed_in(member)


def told(client, address=BRIEF, form="") -> str:
    """What stands in the brief, whatever its form, on one line."""
    address = f"{address.rstrip('/')}.{form}" if form else address
    response = client.get(address)
    assert response.status_code == 200, address
    words = words_of_file(response.content, response["Content-Type"]) if form else Page(response).words
    return " ".join(words.split())


def owed(text=ASKED, *, said=SAID, days_late=30, **fields):
    """A published request, with a word from whoever was asked, overdue by so many days."""
    due = {"due_rule": "on_date", "due_given_on": timezone.localdate() - timedelta(days=days_late)} if days_late else {}
    action = factories.published_action(
        text=text, asked_on=date(2024, 1, 8), owner_office=factories.the_commissioner(), **due, **fields
    )
    if said:
        workflow.report_progress(action, by=factories.a_clerk(), note=said, said_on=date(2024, 5, 1))
    return action


def meeting_with_actions(*, days=20):
    """An upcoming meeting whose agenda has an item for actions and is out."""
    meeting = factories.MeetingFactory(starts_at=soon(days))
    factories.AgendaItemFactory(meeting=meeting, number="4", title="Action list", kind="actions")
    return workflow.publish_agenda(meeting, by=factories.a_clerk(), short_notice_reason="It was called late.")


@pytest.mark.parametrize("form", FORMS)
def test_brief_tells_what_was_asked_of_whom_how_late_and_the_last_word(bench, form):
    action = owed("To publish the cost of each car", said="Next month.")
    meeting_with_actions()
    in_order(
        told(bench, form=form)[-3000:],
        [
            "1 request not yet accepted, 1 overdue",
            "4 Action list",
            f"{action.reference}: overdue by 30 days",
            "To publish the cost of each car",
            "Asked of the Commissioner, 8 January 2024; due",
            "Last word, 1 May 2024: Next month.",
        ],
    )


def test_brief_puts_overdue_ones_first_under_each_item(bench):
    owed("Not late", days_late=-400)
    owed("Without a day", days_late=0)
    owed("Late", days_late=1)
    owed("Later still", days_late=100)
    meeting_with_actions()
    in_order(told(bench), ["4 Action list", "Later still", "Late", "Not late", "Without a day"])


def test_brief_groups_what_is_due_in_a_report_under_its_item(bench):
    report = factories.StandingReportFactory(name="the update report")
    owed("In the report", due_rule=Action.DueRule.IN_REPORT, due_report=report, days_late=0)
    owed("Elsewhere")
    meeting = factories.MeetingFactory(starts_at=soon())
    factories.AgendaItemFactory(meeting=meeting, number="4", order=10, title="Action list", kind="actions")
    factories.AgendaItemFactory(meeting=meeting, number="5", order=20, title="Update", standing_report=report)
    workflow.publish_agenda(meeting, by=factories.a_clerk(), short_notice_reason="It was called late.")
    in_order(told(bench), ["4 Action list", "Elsewhere", "5 Update", "In the report"])


def test_brief_before_the_agenda_is_out_names_no_draft_item(bench):
    report = factories.StandingReportFactory(name="the update report")
    owed("In the report", due_rule=Action.DueRule.IN_REPORT, due_report=report, days_late=0)
    owed("Elsewhere")
    meeting = factories.MeetingFactory(starts_at=soon())
    factories.AgendaItemFactory(meeting=meeting, title="Still a draft title", kind="actions")
    workflow.announce(meeting, by=factories.a_clerk())
    words = told(bench)
    in_order(words, ["the agenda is not yet out", "Due in the update report", "In the report"])
    in_order(words, ["From earlier meetings", "Elsewhere"])
    assert "Still a draft title" not in words


def test_brief_lists_what_is_open_but_not_on_the_agenda_at_the_end(bench):
    owed("On the agenda")
    meeting_with_actions()
    owed("Asked for since")
    in_order(told(bench), ["4 Action list", "On the agenda", "Open, but not on this agenda", "Asked for since"])


@pytest.mark.parametrize("form", FORMS)
def test_brief_marks_what_is_exempt_on_every_page_and_at_the_action(bench, form):
    workflow.exempt_action(owed("A secret"), by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    meeting_with_actions()
    words = told(bench, form=form)
    assert brief.MARK in words
    in_order(words, ["overdue by 30 days – not for publication (paragraph 3)", "A secret"])


def test_brief_without_anything_exempt_bears_no_mark(bench):
    owed()
    meeting_with_actions()
    assert brief.MARK not in told(bench)


def test_brief_gives_the_newest_word_be_it_a_note_or_a_report(bench):
    noted, reported = owed("Noted last"), owed("Reported last")
    for action, day in ((noted, date(2024, 6, 1)), (reported, date(2024, 2, 1))):
        note = factories.ActionNoteFactory(action=action, written_on=day, author="The clerk", text="By telephone.")
        publish(note, by=factories.a_clerk())
    factories.ActionNoteFactory(action=noted, written_on=date(2024, 7, 1), text="Never published.")
    meeting_with_actions()
    words = told(bench)
    in_order(words, ["Noted last", "Last word, 1 June 2024, The clerk: By telephone."])
    in_order(words, ["Reported last", "Last word, 1 May 2024: The figures"])
    assert "Never published." not in words


def test_brief_says_what_it_leaves_to_the_workspace(bench):
    meeting = meeting_with_actions()
    owed("Asked of the panel")
    assert "in the workspace" not in told(bench)
    group = factories.held_meeting_with_minutes(items=1, body=factories.BodyFactory(), starts_at=soon(-40))
    assert Action.objects.arisen_at(meeting=group).count() == 1
    words = told(bench, f"{BRIEF}{meeting.slug}/")
    assert "1 request not yet accepted" in words
    assert "1 more, asked by other bodies or since, is in the workspace." in words


def test_brief_says_how_often_something_was_carried_forward(bench):
    report = factories.StandingReportFactory(name="the update report")
    owed(due_rule=Action.DueRule.IN_REPORT, due_report=report, days_late=0)
    for day in (date(2024, 3, 4), date(2024, 6, 3)):
        held = factories.MeetingFactory(starts_at=datetime.combine(day, time(10), factories.LONDON))
        factories.AgendaItemFactory(meeting=held, title="Update", standing_report=report)
        workflow.publish_agenda(held, by=factories.a_clerk(), short_notice_reason="It was called late.")
        workflow.hold(held, by=factories.a_clerk())
    meeting_with_actions()
    assert "carried forward 2 times" in told(bench)


def test_brief_of_fifteen_actions_prints_on_two_sides(bench):
    for number in range(15):
        owed(f"{number}: {ASKED}", days_late=number * 10)
    meeting_with_actions()
    pdf = PdfReader(BytesIO(bench.get("/workspace/brief.pdf").content))
    assert len(pdf.pages) <= 2
    assert "14: That the Commissioner" in " ".join(page.extract_text() for page in pdf.pages)


def test_brief_is_for_the_next_meeting_or_the_one_named(bench):
    later, meeting = meeting_with_actions(days=40), meeting_with_actions(days=20)
    held = factories.held_meeting()
    assert brief.in_words(meeting.day) in told(bench)
    assert brief.in_words(later.day) in told(bench, f"{BRIEF}{later.slug}/")
    assert "Nothing is owed to this meeting." in told(bench, f"{BRIEF}{held.slug}/")
    assert bench.get(f"{BRIEF}2001-01-01/").status_code == 404


def test_brief_without_a_meeting_says_so(bench):
    assert "No meeting of the panel is announced" in told(bench)
    assert bench.get("/workspace/brief.pdf").status_code == 200


def test_brief_of_a_meeting_not_yet_published_is_not_there(bench):
    draft = factories.MeetingFactory(starts_at=soon())
    assert bench.get(f"{BRIEF}{draft.day.isoformat()}/").status_code == 404


def test_part_without_anything_in_it_prints_no_heading():
    assert brief.part("Late responses", []) == []
    assert brief.part("Late responses", [Paragraph("One")]) == [Heading("Late responses"), Paragraph("One")]


@pytest.mark.parametrize("form", FORMS)
def test_brief_is_for_members_only_and_kept_in_no_cache(bench, signed_in, form):
    meeting_with_actions()
    address = f"/workspace/brief.{form}" if form else BRIEF
    kept = bench.get(address)["Cache-Control"]
    assert {"private", "no-store"} <= {part.strip() for part in kept.split(",")}
    assert Client().get(address).status_code == 302
    assert signed_in(factories.user_in_role(roles.OFFICE)).get(address).status_code == 403


def test_brief_lists_late_replies_late_responses_and_findings_without_an_answer(bench):
    late = today() - timedelta(days=2)
    report = factories.published_report(
        on=today() - timedelta(days=20), reply_basis="panel", reply_due_on=late, title="The fleet of cars"
    )
    factories.reported_inspection(reported_on=today() - timedelta(days=60), title="Calls at night")
    factories.reported_inspection(title="Not late")
    answered = factories.responded_inspection(title="Custody")
    answered.responses.get().part_answers.update(outcome="not_answered", note="No day was given.")
    meeting_with_actions()
    words = told(bench)
    assert f"{report.reference}: The fleet of cars" in words
    assert "Calls at night. Due" in words
    assert "Not late" not in words
    assert "Custody, Cause of concern" in words
    assert "No day was given." in words
