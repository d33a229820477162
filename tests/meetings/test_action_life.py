"""What each verb of an action does beyond moving its state, and what it refuses. Where it may be taken stands in
test_transitions.py."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from meetings import registers, workflow
from meetings.models import Action, ActionPaper, AgendaAction, OwnerChange
from panel_portal.records.history import story
from panel_portal.records.periods import today
from panel_portal.records.sheets import harmless
from panel_portal.records.workflow import IllegalMove
from tests import factories
from tests.meetings.states import NOTE, covered_action, held_today, listed_action
from tests.records.test_workflow import in_another_connection, waits_for_a_lock

pytestmark = pytest.mark.django_db

SOON = timedelta(days=14)


def asked(**fields):
    return factories.published_action(**{"asked_on": today() - timedelta(days=40), **fields})


def close(verb, action, **details):
    return verb(action, by=factories.a_clerk(), note=NOTE, **{"at_meeting": held_today(), **details})


# Four dates ------------------------------------------------------------------------------------------------


def test_progress_keeps_the_promise_and_the_last_word_and_moves_no_due_day():
    action = asked(due_rule="on_date", due_given_on=today())
    said = today() - timedelta(days=3)
    workflow.report_progress(
        action, by=factories.a_clerk(), note=" Half of it. ", said_on=said, promised_on=today() + SOON
    )
    assert (action.promised_on, action.last_word, action.last_word_on) == (today() + SOON, "Half of it.", said)
    assert (action.due_on, action.received_on, action.closed_on) == (today(), None, None)


@pytest.mark.parametrize(
    ("verb", "field", "day", "sentence"),
    [
        (workflow.report_progress, "promised_on", -41, "before the day on which it was asked"),
        (workflow.report_progress, "said_on", -41, "before the day on which it was asked"),
        (workflow.report_progress, "said_on", 1, "still to come"),
        (workflow.report_done, "received_on", -41, "before the day on which it was asked"),
        (workflow.report_done, "received_on", 1, "still to come"),
        (workflow.chase, "waiting_until", -1, "That day is over"),
        (workflow.defer, "until", 0, "still to come"),
    ],
)
def test_day_that_cannot_be_is_refused_at_its_field_and_nothing_changes(verb, field, day, sentence):
    action = asked()
    before = Action.objects.filter(pk=action.pk).values().get()
    with pytest.raises(ValidationError) as refused:
        verb(action, by=factories.a_clerk(), note=NOTE, **{field: today() + timedelta(days=day)})
    assert sentence in refused.value.message_dict[field][0]
    assert Action.objects.filter(pk=action.pk).values().get() == before


def test_report_done_with_evidence_shows_it_and_two_at_once_are_refused():
    paper = factories.published_paper()
    action = asked()
    with pytest.raises(ValidationError, match="only one of them"):
        workflow.report_done(action, by=factories.a_clerk(), note=NOTE, paper=paper, url="https://a.example/")
    assert action.evidence.count() == 0
    workflow.report_done(action, by=factories.a_clerk(), note=NOTE, paper=paper)
    assert action.evidence.get().paper == paper


# Closing ---------------------------------------------------------------------------------------------------


def test_accept_in_part_leaves_what_is_left_as_a_public_action_of_the_same_origin_and_owner():
    item = factories.held_meeting_with_minutes().agenda_items.first()
    action = factories.published_action(origin_item=item, owner_office=factories.the_commissioner())
    close(workflow.accept_in_part, action, what_is_left=" The figures for Cranby. ")
    rest = action.successor
    assert (rest.text, rest.origin_item, rest.owner_office) == (
        "The figures for Cranby.",
        item,
        factories.the_commissioner(),
    )
    assert rest.is_public
    assert rest.reference
    assert rest.asked_on == action.closed_at_meeting.day


def test_accept_in_part_without_saying_what_is_left_is_refused():
    action = asked()
    with pytest.raises(ValidationError) as refused:
        close(workflow.accept_in_part, action, what_is_left="  ")
    assert "what_is_left" in refused.value.message_dict
    assert Action.objects.count() == 1


@pytest.mark.parametrize("verb", [workflow.merge, workflow.supersede])
def test_action_cannot_take_its_own_place(verb):
    action = asked()
    with pytest.raises(ValidationError, match="its own place"):
        close(verb, action, other=action)


def test_merging_in_a_circle_is_refused():
    first, second, third = asked(), asked(), asked()
    close(workflow.supersede, first, other=second)
    close(workflow.supersede, second, other=third)
    with pytest.raises(ValidationError, match="round in a circle"):
        close(workflow.supersede, third, other=first)
    third.refresh_from_db()
    assert (third.state, third.successor) == (Action.State.OPEN, None)


def test_merging_into_a_closed_action_is_refused():
    closed = close(workflow.drop, asked())
    with pytest.raises(ValidationError, match="is closed"):
        close(workflow.merge, asked(), other=closed)


def test_hand_over_asks_the_new_body_for_the_same():
    body, action = factories.BodyFactory(), asked(text="To publish the register")
    close(workflow.hand_over, action, to_body=body)
    assert (action.successor.owner_body, action.successor.text) == (body, "To publish the register")


@pytest.mark.parametrize("verb", [workflow.transfer, workflow.correct_owner, workflow.hand_over])
def test_passing_on_to_nobody_or_to_two_is_refused(verb):
    action = asked()
    more = {"at_meeting": held_today()} if verb is workflow.hand_over else {}
    for owner in ({}, {"to_body": factories.BodyFactory(), "to_office": factories.the_commissioner()}):
        with pytest.raises(ValidationError, match="an office or a body"):
            verb(action, by=factories.a_clerk(), note=NOTE, **more, **owner)
    assert OwnerChange.objects.count() == 0


def test_passing_on_keeps_of_whom_it_was_asked_before():
    commissioner, body = factories.the_commissioner(), factories.BodyFactory()
    action = asked(owner_office=commissioner)
    was = action.owner
    workflow.transfer(action, by=factories.a_clerk(), note="The duty moved.", to_body=body)
    assert (action.owner_office, action.owner_body) == (None, body)
    change = action.owner_changes.get()
    assert (change.before, change.reason, change.kind) == (was, "The duty moved.", "transfer")
    with pytest.raises(ValidationError, match="already"):
        workflow.transfer(action, by=factories.a_clerk(), note=NOTE, to_body=body)


@pytest.mark.parametrize(
    "verb", [workflow.accept, workflow.drop, workflow.reject], ids=lambda verb: verb.verb.short_name
)
def test_closing_at_a_meeting_not_held_or_before_the_asking_is_refused(verb):
    action = workflow.report_done(asked(), by=factories.a_clerk(), note=NOTE)
    with pytest.raises(ValidationError, match="has not been recorded as held"):
        close(verb, action, at_meeting=factories.published_meeting())
    with pytest.raises(ValidationError, match="before this was asked"):
        close(verb, action, at_meeting=factories.held_meeting())


def test_note_of_ten_megabytes_is_refused_by_the_form_with_what_was_typed(clerk, signed_in):
    action = asked()
    answer = signed_in(clerk).post(
        f"/admin/meetings/action/{action.pk}/do/drop/", {"note": "x" * 2_000_000, "at_meeting": held_today().pk}
    )
    assert answer.status_code == 422
    assert "at most 5,000" in answer.content.decode() or "at most 5000" in answer.content.decode()
    action.refresh_from_db()
    assert action.state == Action.State.OPEN


@pytest.mark.django_db(transaction=True)
def test_two_people_closing_at_once_one_wins_the_other_is_told_and_the_history_has_both():
    clerk, action, meeting = factories.a_clerk(), asked(), held_today()
    with transaction.atomic():
        mine = Action.objects.get(pk=action.pk)
        workflow.accept(mine, by=clerk, note="It came.", at_meeting=meeting)
        thread, outcome = in_another_connection(
            lambda: workflow.drop(action, by=clerk, note="Not wanted.", at_meeting=meeting)
        )
        while not waits_for_a_lock(outcome["pid"]):
            assert thread.is_alive(), "The second did not wait for the first."
    thread.join(30)
    assert isinstance(outcome["error"], IllegalMove)
    assert "Somebody else" in " ".join(outcome["error"].messages)
    told = [happening.sentence for happening in story(action)][-2:]
    assert told == ["Accept as done", "Refused: Close as no longer needed"]
    action.refresh_from_db()
    assert action.state == Action.State.ACCEPTED


# Due in a report, before an event ---------------------------------------------------------------------------


def test_asked_for_in_a_report_is_due_where_the_report_is_and_until_then_at_the_next_ordinary_meeting():
    item = factories.held_meeting_with_minutes().agenda_items.first()
    report = factories.StandingReportFactory()
    first, second = factories.MeetingFactory(), factories.MeetingFactory()
    action = factories.published_action(origin_item=item, due_rule="in_report", due_report=report)
    assert action.due_on == first.day
    factories.AgendaItemFactory(meeting=second, standing_report=report)
    workflow.retime_open_actions()
    action.refresh_from_db()
    assert action.due_on == second.day


def test_report_counts_although_another_item_of_its_meeting_was_withdrawn_and_not_when_it_was_itself():
    item = factories.held_meeting_with_minutes().agenda_items.first()
    report = factories.StandingReportFactory()
    action = factories.published_action(origin_item=item, due_rule="in_report", due_report=report)
    factories.MeetingFactory()
    second = factories.MeetingFactory()
    reported = factories.AgendaItemFactory(meeting=second, standing_report=report)
    other = factories.AgendaItemFactory(meeting=second)
    workflow.publish_agenda(second, by=factories.a_clerk())
    for one in (other, reported):
        one.refresh_from_db()
    factories.withdrawn(other)
    assert workflow.due_meeting(action) == second
    factories.withdrawn(reported)
    assert workflow.due_meeting(action) != second


def test_due_before_an_event_has_no_day_until_the_event_has_one():
    action = asked(due_rule="before_event", due_event="any decision on the roll-out")
    assert action.due_on is None
    action.due_event_on = today() - timedelta(days=1)
    action.save()
    workflow.retime(action)
    assert action.is_overdue


# On the agenda ----------------------------------------------------------------------------------------------


def agenda(*reports, **fields):
    """A meeting a month away, with an item for actions and one for each report, its agenda published."""
    meeting = factories.MeetingFactory(**fields)
    workflow.begin_agenda(meeting)
    factories.AgendaItemFactory(meeting=meeting, kind="actions")
    for report in reports:
        factories.AgendaItemFactory(meeting=meeting, standing_report=report)
    workflow.publish_agenda(meeting, by=factories.a_clerk())
    return meeting


def test_open_actions_stand_under_the_standing_item_and_under_the_report_they_were_asked_for_in():
    report = factories.StandingReportFactory()
    plain = factories.published_action(asked_on="2020-01-01")
    in_report = factories.published_action(asked_on="2020-01-01", due_rule="in_report", due_report=report)
    close(workflow.drop, factories.published_action(asked_on="2020-01-01"))
    meeting = agenda(report)
    under = {one.action: one.agenda_item for one in AgendaAction.objects.for_meeting(meeting)}
    assert set(under) == {plain, in_report}
    assert under[plain].kind == "actions"
    assert under[in_report].standing_report == report


def test_new_agenda_has_the_standing_reports_of_its_body():
    report = factories.StandingReportFactory()
    factories.StandingItemFactory(body=factories.the_panel(), title="Update", standing_report=report)
    meeting = factories.MeetingFactory()
    workflow.begin_agenda(meeting)
    assert meeting.agenda_items.get(title="Update").standing_report == report


def test_tick_reports_the_action_done_with_the_item_as_evidence_and_taking_it_away_opens_it_again():
    listed = covered_action()
    action = listed.action
    assert action.state == Action.State.REPORTED_DONE
    assert action.evidence.get().agenda_item == listed.agenda_item
    workflow.uncover(listed, by=factories.a_clerk(), note="It was not in it.")
    action.refresh_from_db()
    assert (action.state, listed.covered_at) == (Action.State.OPEN, None)


def test_what_a_report_did_not_cover_is_carried_forward_and_counted():
    listed = listed_action()
    action, report = listed.action, listed.agenda_item.standing_report
    workflow.hold(listed.agenda_item.meeting, by=factories.a_clerk())
    assert registers.times_missed([action])[action.pk] == 1
    second = agenda(report)
    assert AgendaAction.objects.for_meeting(second).get().action == action
    workflow.hold(second, by=factories.a_clerk())
    assert registers.times_missed([action])[action.pk] == 2
    third = agenda(report)
    workflow.cover(AgendaAction.objects.for_meeting(third).get(), by=factories.a_clerk())
    workflow.hold(third, by=factories.a_clerk())
    assert registers.times_missed([action])[action.pk] == 2


def test_paper_is_frozen_with_the_agenda_and_tells_what_changed_since_the_last():
    stays = factories.published_action(asked_on="2020-01-01")
    goes = factories.published_action(asked_on="2020-01-01")
    first = ActionPaper.objects.get(meeting=agenda())
    assert first.sha256 == registers.paper_csv(first.rows).sha256
    close(workflow.drop, goes)
    workflow.report_done(stays, by=factories.a_clerk(), note="It was sent.")
    new = factories.published_action(asked_on="2020-01-20")
    second = ActionPaper.objects.get(meeting=agenda())
    assert [row["state"] for row in first.rows] == ["Open", "Open"]
    told = registers.changes_since(second, first)
    assert f"{new.reference} is new: “{new.text}”" in told
    assert f"{goes.reference} is no longer listed: “{goes.text}”" in told
    assert f"{stays.reference} was “Open” and is “Reported done”." in told


def test_publishing_an_agenda_again_after_an_undone_cancellation_keeps_the_first_paper():
    factories.published_action(asked_on="2020-01-01")
    meeting = agenda()
    paper = ActionPaper.objects.get(meeting=meeting)
    workflow.cancel(meeting, by=factories.a_clerk(), note=NOTE)
    workflow.reinstate(meeting, by=factories.a_clerk(), note=NOTE)
    assert workflow.freeze_paper(meeting) == paper
    assert ActionPaper.objects.count() == 1


# As CSV -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formula_in_a_cell_is_words(typed):
    action = asked(text=f"{typed} and more")
    content = registers.ACTIONS.csv(Action.objects.filter(pk=action.pk).with_names().with_origin())
    assert f"'{typed.strip()}".encode() in content or f"'{typed}".encode() in content
    assert content.startswith(b"\xef\xbb\xbfReference,")


def test_date_in_a_cell_is_a_date():
    assert harmless(date(2026, 3, 1)) == "2026-03-01"
