"""The two pictures of the public list: their arithmetic against values known from a wall calendar."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings import figures, workflow
from meetings.models import Action
from panel_portal.records.periods import months_after
from tests import factories
from tests.factories import LONDON

pytestmark = pytest.mark.django_db


def at(*moment):
    return datetime(*moment, 10, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 3, date(2026, 8, 22)),
        (date(2026, 1, 31), 3, date(2025, 10, 31)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
        (date(2028, 5, 31), 3, date(2028, 2, 29)),
        (date(2026, 3, 1), 12, date(2025, 3, 1)),
        (date(2026, 12, 15), 12, date(2025, 12, 15)),
    ],
)
def test_months_before_a_day(day, months, before):
    assert months_after(day, -months) == before


def test_open_actions_are_counted_by_their_age():
    for asked_on in ("2026-11-22", "2026-08-23", "2026-08-22", "2026-05-23", "2026-05-22", "2025-11-23", "2025-11-22"):
        factories.published_action(asked_on=date.fromisoformat(asked_on))
    late = {"due_rule": "on_date", "due_given_on": date(2026, 11, 21), "asked_on": date(2020, 1, 1)}
    factories.published_action(**late)
    reported = factories.published_action(**late)
    workflow.report_done(reported, by=factories.a_clerk(), note="Sent.")
    factories.closed_action()
    factories.ActionFactory(asked_on=date(2020, 1, 1))
    assert figures.counts(Action.objects.public(), date(2026, 11, 22)) == {
        "open": 9,
        "overdue": 1,
        "closed": 1,
        "age_0": 2,
        "age_3": 2,
        "age_6": 2,
        "age_12": 3,
    }


@pytest.fixture
def accepted(db):
    """Accepted in 2025 after 5, 10 and 21 working days (Good Friday and Easter Monday left out), and in 2026 after 1
    and 4 (New Year's Day left out)."""
    clerk = factories.a_clerk()
    april, january = (factories.held_meeting(starts_at=at(*day)) for day in ((2025, 5, 1), (2026, 1, 5)))
    for asked_on, meeting in (
        ("2025-04-24", april),  # 25, 28, 29, 30 April, 1 May
        ("2025-04-15", april),  # 16, 17, 22 to 25, 28 to 30 April, 1 May
        ("2025-03-31", april),  # all working days of April but Good Friday (18) and Easter Monday (21), and 1 May
        ("2026-01-02", january),  # Monday the 5th
        ("2025-12-29", january),  # 30, 31 December, 2 and 5 January
    ):
        action = factories.published_action(asked_on=date.fromisoformat(asked_on))
        workflow.accept(action, by=clerk, note="It came.", at_meeting=meeting)
    dropped = factories.published_action(asked_on=date(2025, 3, 31))
    workflow.drop(dropped, by=clerk, note="No longer wanted.", at_meeting=april)


def test_working_days_to_acceptance_by_year(accepted):
    assert figures.days_to_accept(Action.objects.public()) == {2025: [5, 10, 21], 2026: [1, 4]}


def test_pictures_say_what_they_show(accepted):
    public = Action.objects.public()
    (wait,) = figures.charts(figures.counts(public), figures.days_to_accept(public))
    assert wait.summary == "Of the 2 accepted in 2026, half had taken 2.5 working days or fewer."
    assert [(bar.label, bar.number, bar.more, bar.length) for bar in wait.bars] == [
        ("2025", 10, (3,), 82),
        ("2026", 2.5, (2,), 20),
    ]
    factories.published_action(asked_on=date(2020, 1, 1))
    age, _ = figures.charts(figures.counts(public), {2026: [7]})
    assert age.summary == "Of 1 not yet accepted, 1 was asked for over a year ago."
    assert [(bar.number, bar.length) for bar in age.bars] == [(0, 0), (0, 0), (0, 0), (1, 82)]
    assert figures.charts(figures.counts(public), {2026: [7]})[1].summary == (
        "The one action accepted in 2026 had taken 7 working days."
    )


def test_days_beyond_the_table_of_bank_holidays_are_left_out(db):
    with time_machine.travel(at(2040, 1, 9), tick=False):
        meeting = factories.held_meeting(starts_at=at(2040, 1, 5))
        action = factories.published_action(asked_on=date(2039, 12, 1))
        workflow.accept(action, by=factories.a_clerk(), note="It came.", at_meeting=meeting)
        assert figures.days_to_accept(Action.objects.public()) == {}


def test_nothing_asked_makes_no_picture(db):
    public = Action.objects.public()
    assert figures.charts(figures.counts(public), figures.days_to_accept(public)) == []


def test_figures_cost_one_query_each(accepted):
    public = Action.objects.public()
    for read in (figures.counts, figures.days_to_accept):
        with CaptureQueriesContext(connection) as asked:
            read(public)
        assert len(asked) == 1
