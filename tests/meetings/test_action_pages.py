"""The page of an action, the public list with its pictures and its CSV, the action paper, and actions on agendas."""

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import telling, workflow
from meetings.models import Action
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import publish
from panel_portal.records.workflow import IllegalMove
from tests import factories
from tests.factories import LONDON
from tests.meetings.pages import Page, in_order
from tests.meetings.states import STATES

pytestmark = pytest.mark.django_db
NOTE = "Because the panel agreed it."


def at(*moment):
    return datetime(*moment, 10, tzinfo=LONDON)


def read(address, status=200):
    response = Client().get(address)
    assert response.status_code == status, address
    return Page(response)


def page_of(record):
    return read(record.get_absolute_url())


def queries(address) -> int:
    Client().get(address)
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(address).status_code == 200
    return len(asked)


# The page of an action -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES[Action, "state"])
def test_every_state_is_explained_on_the_page_of_the_action_and_below_the_list(state):
    action = STATES[Action, "state"][state]()
    words = page_of(action).words
    assert action.get_state_display() in words
    explained = re.search(rf"{action.get_state_display()}\s+(.+)", words).group(1)
    assert len(explained) > 30
    assert action.get_state_display() in read("/actions/?show=all").words.partition("What the words mean")[2]


@pytest.mark.parametrize(
    ("make", "heading"),
    [
        ("accepted", "What satisfied the panel"),
        ("accepted_in_part", "What satisfied the panel"),
        ("no_longer_needed", "Why it is no longer needed"),
        ("superseded", "Why another took its place"),
        ("merged", "Why it was merged"),
        ("handed_over", "Why it was handed over"),
    ],
)
def test_closed_action_says_why_and_at_which_meeting(make, heading):
    action = STATES[Action, "state"][make]()
    page = page_of(action)
    in_order(page.words, [heading, action.closing_note, f"Closed at the meeting of {in_words(action.closed_on)}"])
    assert action.closed_at_meeting.get_absolute_url() in page.links.values()


@pytest.mark.parametrize("make", ["accepted_in_part", "superseded", "merged", "handed_over"])
def test_what_took_its_place_is_named_on_both_pages_while_it_is_public(make):
    action = STATES[Action, "state"][make]()
    successor = action.successor
    assert successor.get_absolute_url() in page_of(action).links.values()
    assert action.get_absolute_url() in page_of(successor).links.values()
    factories.withdrawn(successor)
    page = page_of(action)
    assert successor.get_absolute_url() not in page.links.values()
    assert successor.reference not in page.words


def test_four_dates_are_kept_apart():
    clerk, asked_on = factories.a_clerk(), today() - timedelta(days=90)
    action = factories.published_action(asked_on=asked_on, due_rule="on_date", due_given_on=today() + timedelta(days=1))
    in_order(page_of(action).words, ["No day was promised", "Nothing yet", "Not yet"])
    workflow.report_progress(action, by=clerk, note="Half.", promised_on=today() + timedelta(days=2))
    workflow.report_done(action, by=clerk, note="Sent.", received_on=today() - timedelta(days=3))
    held = factories.held_meeting(starts_at=timezone.now())
    workflow.accept(action, by=clerk, note="It came.", at_meeting=held)
    days = (asked_on, today() + timedelta(days=1), today() + timedelta(days=2), today() - timedelta(days=3), held.day)
    in_order(
        page_of(action).words,
        [
            part
            for pair in zip(("Asked", "Due", "Promised for", "Received", "Accepted"), days, strict=True)
            for part in (pair[0], in_words(pair[1]))
        ],
    )


def test_undertaking_shows_the_sentence_it_was_given_in_and_who_held_the_office():
    office = factories.OfficeFactory(held__name="Alex Holder")
    words = page_of(
        factories.published_action(
            kind="undertaking", owner_office=office, given_in="He undertook to send the figures."
        )
    ).words
    in_order(
        words, ["Promised by the Commissioner", "Alex Holder held the office", "He undertook to send the figures."]
    )


def test_evidence_is_linked_while_what_it_names_is_public():
    paper = factories.published_paper(title="The figures")
    action = factories.published_action(asked_on=date(2020, 1, 1))
    workflow.report_done(action, by=factories.a_clerk(), note="In the paper.", paper=paper)
    assert page_of(action).links["The figures"] == paper.get_absolute_url()
    factories.exempt(paper, public_title="A confidential paper")
    words = page_of(action).words
    assert "The figures" not in words
    assert "What was given" not in words


def test_change_of_owner_is_told_with_its_reason():
    action = factories.published_action(owner_office=factories.the_commissioner())
    workflow.transfer(
        action, by=factories.a_clerk(), note="The duty moved.", to_body=factories.BodyFactory(named__name="The Trust")
    )
    words = page_of(action).words
    assert f"Until {in_words(today())} it was for the Commissioner. It was passed on: The duty moved." in words
    assert "Asked of The Trust" in words


def test_reminded_action_waits_until_its_day_and_a_deferral_is_the_clerks_own():
    action = factories.published_action()
    until = today() + timedelta(days=14)
    workflow.chase(action, by=factories.a_clerk(), note="By telephone.", waiting_until=until)
    workflow.defer(action, by=factories.a_clerk(), note="Too much to do.", until=until)
    words = page_of(action).words
    assert f"until {in_words(until)}" in words
    in_order(words, ["Reminded", "By telephone."])
    assert "Too much to do." not in words
    assert action.text in read("/actions/").links


def test_every_verb_of_an_action_is_told_in_the_story_or_kept_for_a_reason():
    labels = {function.verb.label for function in admin.site._registry[Action].verbs}
    kept = labels - set(telling.TOLD)
    # The clerk's own list; and what is withdrawn or exempt has no page on which to tell it.
    assert {label for label in kept if label.startswith("Look at it")} == {"Look at it again later"}
    assert len(kept) <= 6, kept
    assert not set(telling.AT_MEETING) - labels
    assert not set(telling.SAID_ON) - labels


def test_story_tells_each_thing_on_the_day_it_happened_and_a_day_that_moved():
    asked_on = today() - timedelta(days=40)
    action = factories.published_action(asked_on=asked_on, due_rule="next_ordinary_meeting")
    first = factories.published_meeting(starts_at=timezone.now() - timedelta(days=20))
    second = factories.published_meeting(starts_at=timezone.now() + timedelta(days=60))
    workflow.retime_open_actions()
    workflow.cancel(first, by=factories.a_clerk(), note="Snow.")
    action.refresh_from_db()
    said_on = today() - timedelta(days=30)
    workflow.report_progress(action, by=factories.a_clerk(), note="Half of it.", said_on=said_on)
    events = Client().get(action.get_absolute_url()).context["events"]
    assert [(event["on"], event["title"]) for event in events] == [
        (asked_on, "Asked"),
        (said_on, "Progress reported"),
        (today(), "Published in this register"),
        (today(), "Due on another day"),
        (today(), "Due on another day"),
    ]
    assert events[-1]["text"] == f"Before: {in_words(first.day)}. Now: {in_words(second.day)}."


def test_refused_attempt_is_not_told_in_public():
    action = factories.closed_action()
    with pytest.raises(IllegalMove):
        workflow.accept(action, by=factories.a_clerk(), note="Twice.", at_meeting=action.closed_at_meeting)
    assert "Twice" not in page_of(action).words
    assert "Refused" not in page_of(action).words


def test_action_page_costs_the_same_on_one_agenda_and_on_many():
    action = factories.published_action(asked_on=date(2020, 1, 1))
    counts = []
    for number in (1, 5):
        for _ in range(number):
            workflow.transfer(action, by=factories.a_clerk(), note=NOTE, to_body=factories.BodyFactory())
            item = factories.published_meeting().agenda_items.get()
            factories.AgendaActionFactory(action=action, agenda_item=item)
            factories.ActionEvidenceFactory(action=action)
        counts.append(queries(action.get_absolute_url()))
    assert counts[0] == counts[1]


# The list and its CSV --------------------------------------------------------------------------------------


@pytest.fixture
def three_origins(db):
    first = factories.held_meeting_with_minutes()
    second = factories.held_meeting()
    item = second.agenda_items.get()
    factories.MinuteFactory(agenda_item=item)
    factories.ActionFactory(origin_item=item, text="Said in discussion")
    workflow.publish_minutes(second.minutes, by=factories.a_clerk())
    factories.published_action(text="The panel’s own")
    return first, second


def listed(query):
    return {row["What was asked"] for row in rows_of(f"/actions.csv{query}")}


def rows_of(address) -> list[dict]:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_list_is_narrowed_by_origin_and_by_meeting_alike_on_the_page_and_in_the_csv(three_origins):
    first, second = three_origins
    decision = "That the Commissioner be asked for the figures."
    wanted = {
        "?origin=decision": {decision},
        "?origin=discussion": {"Said in discussion"},
        "?origin=panel": {"The panel’s own"},
        f"?meeting={first.slug}": {decision},
        f"?meeting={second.slug}": {"Said in discussion"},
        f"?meeting={second.slug}&origin=decision": set(),
        "": {decision, "Said in discussion", "The panel’s own"},
    }
    assert {query: listed(query) for query in wanted} == wanted
    for query, texts in wanted.items():
        assert set(read(f"/actions/{query}").links) & wanted[""] == texts


def test_filter_offers_only_meetings_at_which_something_was_asked_in_public(three_origins):
    factories.held_meeting(starts_at=at(2019, 5, 6))
    draft = factories.held_meeting(starts_at=at(2019, 6, 6))
    factories.ActionFactory(origin_item=draft.agenda_items.get())
    words = read("/actions/").words
    assert f"{three_origins[0].day.day} {three_origins[0].day:%B %Y}" in words
    assert "May 2019" not in words
    assert "June 2019" not in words


def test_list_is_narrowed_to_an_office_or_a_body_of_whom_something_was_asked():
    office, idle, body = factories.the_commissioner(), factories.OfficeFactory(), factories.BodyFactory()
    factories.published_action(text="Of an office", owner_office=office)
    factories.published_action(text="Of a body", owner_body=body)
    page = read("/actions/").html
    for one, is_offered in ((office, True), (body, True), (idle, False)):
        assert (f'<option value="{one.slug}"' in page) is is_offered
    assert listed(f"?owner={office.slug}") == {"Of an office"}
    assert listed(f"?owner={body.slug}") == {"Of a body"}
    # Its own page may link to what was asked of it before anything was.
    assert listed(f"?owner={idle.slug}") == set()
    assert "Select a valid choice" in read("/actions/?owner=nobody").words


@pytest.mark.parametrize(
    ("address", "label"),
    [("/actions.csv?show=bogus", "Show"), ("/actions.csv?year=x", "Asked in"), ("/meetings.csv?state=bogus", "State")],
)
def test_csv_that_cannot_be_narrowed_as_asked_says_so_and_gives_no_rows(address, label):
    factories.published_action()
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == f"This list cannot be narrowed as its address asks: {label}.\n"


def test_csv_holds_every_row_and_a_formula_comes_out_harmless():
    owner = factories.OfficeFactory(titled__short_title="@SUM(A1)")
    for text in ("=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "Plain, with a comma and a “quote”"):
        factories.published_action(text=text, owner_office=owner)
    for _ in range(60):
        factories.published_action()
    workflow.exempt_action(
        factories.published_action(text="zqexempt"), by=factories.a_clerk(), **factories.reached.PARAGRAPHS
    )
    factories.ActionFactory(text="zqdraft")
    response = Client().get("/actions.csv")
    assert response["Content-Disposition"] == f'attachment; filename="actions-{today().isoformat()}.csv"'
    rows = rows_of("/actions.csv")
    assert len(rows) == 66
    texts = [row["What was asked"] for row in rows]
    assert {"'=cmd|' /C calc'!A0", "'+1", "'-1", "'@x", "'\tx", "Plain, with a comma and a “quote”"} <= set(texts)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert b"zq" not in response.content
    assert "Download this list" in " ".join(read("/actions/").links)


def test_csv_link_carries_the_filter():
    factories.published_action(text="To send figures")
    page = read("/actions/?show=all&words=figures&page=1")
    assert page.links["Download this list (CSV)"] == "/actions.csv?show=all&words=figures"


def test_csv_costs_the_same_for_two_rows_and_for_twenty():
    counts = []
    for number in (2, 18):
        for _ in range(number):
            factories.published_action(owner_office=factories.OfficeFactory(), due_rule="next_ordinary_meeting")
            factories.held_meeting_with_minutes()
        counts.append(queries("/actions.csv?show=all"))
    assert counts[0] == counts[1]


def test_pictures_stand_beside_their_figures_without_a_style():
    factories.closed_action()
    factories.published_action(asked_on=date(2020, 1, 1))
    response = Client().get("/actions/")
    html = response.content.decode()
    assert html.count('<svg class="portal-chart__picture"') == 2
    assert " style=" not in html
    in_order(
        Page(response).words,
        [
            "How long ago the open ones were asked",
            "Of 1 not yet accepted, 1 was asked for over a year ago.",
            "How long it took until the panel accepted",
            "had taken 0 working days",
        ],
    )


# What was said last -----------------------------------------------------------------------------------------------


def test_page_tells_the_newest_word_be_it_a_note_or_a_report_and_no_draft():
    clerk = factories.a_clerk()
    action = factories.published_action(asked_on=date(2020, 1, 8))
    workflow.report_progress(action, by=clerk, note="Half of them are ready.", said_on=date(2020, 3, 1))
    assert "What was said last Half of them are ready. Sunday 1 March 2020" in _said(action)
    note = factories.ActionNoteFactory(action=action, written_on=date(2020, 4, 1), author="The office", text="In May.")
    assert "In May." not in _said(action)
    publish(note, by=clerk)
    assert "What was said last In May. The office, Wednesday 1 April 2020" in _said(action)


def _said(action) -> str:
    return " ".join(page_of(action).words.split())


def test_what_was_closed_last_is_by_the_day_of_the_meeting_not_of_the_entry():
    clerk = factories.a_clerk()
    later, earlier = (factories.held_meeting(starts_at=at(2020, month, 8)) for month in (6, 3))
    actions = [factories.published_action(asked_on=date(2020, 1, 8)) for _ in range(2)]
    for action, meeting in zip(actions, (later, earlier), strict=True):
        workflow.accept(action, by=clerk, note="It came.", at_meeting=meeting)
    assert list(Action.objects.public().closed().newest_closed_first()) == actions


@pytest.mark.parametrize("reopen", [False, True])
def test_action_that_came_back_is_not_said_to_have_been_left_alone(reopen):
    """What it was asked for is told of an open action in words that hold whatever happened before."""
    clerk = factories.a_clerk()
    meeting = factories.held_meeting()
    action = factories.published_action(asked_on=meeting.day)
    workflow.report_done(action, by=clerk, note="Here it is.", received_on=meeting.day)
    if reopen:
        workflow.accept(action, by=clerk, note="It came.", at_meeting=meeting)
        workflow.reopen(action, by=clerk, note="A part was missing.")
    else:
        workflow.reject(action, by=clerk, note="It was not what was asked.", at_meeting=meeting)
    words = _said(action)
    assert "Nobody has said" not in words
    assert "or the panel was not satisfied with what came" in words
    assert "Received Nothing that settles it" in words
