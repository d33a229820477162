"""How something got the day on which it is due, in words: every rule, and what did not count."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import workflow
from meetings.duedates import explain_due
from meetings.models import Action
from panel_portal.records.models import Provision
from panel_portal.records.publication import Audience
from tests import factories
from tests.factories import LONDON

pytestmark = pytest.mark.django_db

ASKED = "That time was part of what was asked."
NEXT = "It was asked for at the next ordinary meeting."


def at(*moment):
    return datetime(*moment, 10, tzinfo=LONDON)


def explained(action, audience=Audience.PUBLIC):
    action.refresh_from_db()
    return explain_due(action, audience)


def meeting_on(*day, **fields):
    return factories.published_meeting(starts_at=at(*day), **fields)


def asked(**fields):
    """Asked at a meeting of 1 March 2024, of which the minutes are out."""
    found = Action.objects.filter(origin_item__meeting__starts_at=at(2024, 3, 1)).first()
    item = found.origin_item if found else factories.held_meeting(starts_at=at(2024, 3, 1)).agenda_items.get()
    if not found:
        factories.MinuteFactory(agenda_item=item)
        workflow.publish_minutes(item.meeting.minutes, by=factories.a_clerk())
    action = factories.published_action(origin_item=item, **fields)
    workflow.retime(action)
    return action


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({}, ["No date was set, so it cannot become overdue."]),
        (
            {"due_rule": "on_date", "due_given_on": date(2024, 5, 1)},
            ["It was asked for by Wednesday 1 May 2024.", ASKED],
        ),
        (
            {"due_rule": "on_date", "due_given_on": date(2024, 5, 1), "due_basis": "panel"},
            ["It was asked for by Wednesday 1 May 2024.", "The panel set that time."],
        ),
        (
            {"due_rule": "before_event", "due_event": "any decision on the roll-out"},
            [
                "It was asked for before this: any decision on the roll-out.",
                "The day of that is not known yet, so it cannot become overdue.",
                ASKED,
            ],
        ),
        (
            {"due_rule": "before_event", "due_event": "the budget.", "due_event_on": date(2025, 2, 3)},
            [
                "It was asked for before this: the budget.",
                "That is on Monday 3 February 2025, so it is due by then.",
                ASKED,
            ],
        ),
        (
            {"due_rule": "next_ordinary_meeting"},
            [NEXT, "That meeting has not been called yet, so there is no day on which it is due.", ASKED],
        ),
    ],
)
def test_rule_without_a_meeting_is_told_in_words(fields, sentences):
    assert explained(asked(**fields)) == sentences


def test_time_set_by_the_law_names_its_provision():
    provision = Provision.objects.first()
    action = asked(due_rule="on_date", due_given_on=date(2024, 5, 1), due_basis="statute", due_provision=provision)
    assert explained(action)[-1] == f"The law sets that time: {provision}."


def test_next_ordinary_meeting_tells_which_meetings_did_not_count_and_why():
    action = asked(due_rule="next_ordinary_meeting")
    factories.published_meeting(starts_at=at(2024, 3, 20), body=factories.BodyFactory())
    meeting_on(2024, 4, 1, kind="special")
    workflow.cancel(meeting_on(2024, 4, 10), by=factories.a_clerk(), note="Snow.")
    moved, later = meeting_on(2024, 4, 20), meeting_on(2024, 5, 2)
    workflow.postpone(moved, by=factories.a_clerk(), note="No room.", later_meeting=later)
    workflow.retime_open_actions()
    assert explained(action) == [
        NEXT,
        "The meeting of Monday 1 April 2024 does not count: it is not an ordinary meeting (special meeting).",
        "The meeting of Wednesday 10 April 2024 does not count: it was cancelled.",
        "The meeting of Saturday 20 April 2024 does not count: it was postponed to Thursday 2 May 2024.",
        "That is the meeting of Thursday 2 May 2024. If it moves or is cancelled, the day changes with it.",
        ASKED,
    ]


def test_meeting_that_is_not_public_is_named_to_nobody_outside():
    action = asked(due_rule="next_ordinary_meeting")
    workflow.cancel(meeting_on(2024, 4, 10), by=factories.a_clerk(), note="Snow.")
    factories.withdrawn(meeting_on(2024, 4, 12, kind="special"))
    factories.MeetingFactory(starts_at=at(2024, 4, 15), kind="special")
    factories.MeetingFactory(starts_at=at(2024, 5, 2))
    workflow.retime_open_actions()
    assert explained(action) == [
        NEXT,
        "The meeting of Wednesday 10 April 2024 does not count: it was cancelled.",
        "That is expected on Thursday 2 May 2024; the meeting is not announced yet.",
        ASKED,
    ]
    preview = explained(action, Audience.PREVIEW)
    assert (
        "The meeting of Monday 15 April 2024 does not count: it is not an ordinary meeting (special meeting)."
        in preview
    )
    assert "12 April" not in " ".join(preview)


def in_report():
    report = factories.StandingReportFactory(name="the Commissioner’s update report")
    return report, asked(due_rule="in_report", due_report=report)


def test_report_on_an_agenda_leaves_out_the_meetings_without_it():
    report, action = in_report()
    meeting_on(2024, 4, 10)
    meeting = factories.MeetingFactory(starts_at=at(2024, 6, 1))
    factories.AgendaItemFactory(meeting=meeting, standing_report=report)
    workflow.publish_agenda(meeting, by=factories.a_clerk())
    workflow.retime_open_actions()
    assert explained(action) == [
        "It was asked for in the next report of one kind: the Commissioner’s update report.",
        "The meeting of Wednesday 10 April 2024 does not count: that report was not on its agenda.",
        "That report is on the agenda of the meeting of Saturday 1 June 2024.",
        ASKED,
    ]


def test_report_on_no_agenda_is_expected_at_the_next_ordinary_meeting():
    _, action = in_report()
    meeting_on(2024, 4, 1, kind="special")
    meeting_on(2024, 4, 10)
    workflow.retime_open_actions()
    told = explained(action)
    assert told[1].endswith("it is not an ordinary meeting (special meeting).")
    assert told[2].startswith(
        "No agenda has that report yet. It is expected at the next ordinary meeting, on Wednesday 10 April 2024;"
    )


def test_closed_action_keeps_the_day_it_had_when_it_was_closed():
    action = asked(due_rule="next_ordinary_meeting")
    due_at = meeting_on(2024, 5, 2)
    workflow.retime_open_actions()
    workflow.accept(action, by=factories.a_clerk(), note="It came.", at_meeting=action.origin_item.meeting)
    workflow.cancel(due_at, by=factories.a_clerk(), note="Snow.")
    told = explained(action)
    assert "The meeting of Thursday 2 May 2024 does not count: it was cancelled." in told


def test_explaining_costs_at_most_three_queries():
    report, action = in_report()
    for day in range(1, 9):
        meeting_on(2024, 4, day)
    action = Action.objects.public().with_origin().get(pk=action.pk)
    with CaptureQueriesContext(connection) as asked_for:
        explain_due(action, Audience.PUBLIC)
    assert len(asked_for) <= 3
