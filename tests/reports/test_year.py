"""The panel's year: what stands in it, for whom, and what is warned of."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from meetings import workflow
from meetings.models import Meeting
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.publication import Audience, publish
from reports import programme, worklist, year
from reports.models import Election, PlannedWork
from reports.models.year import municipal_year
from tests import factories
from tests.factories import LONDON
from tests.meetings.pages import Page, in_order

pytestmark = pytest.mark.django_db
AUTUMN = datetime(2025, 11, 10, 12, tzinfo=LONDON)


@pytest.fixture
def autumn():
    with time_machine.travel(AUTUMN, tick=False):
        yield


def booked(day, kind=Meeting.Kind.PRECEPT, **fields):
    return factories.published_meeting(starts_at=datetime(*day, 10, tzinfo=LONDON), kind=kind, **fields)


def announced(day, kind=Meeting.Kind.PRECEPT):
    meeting = factories.MeetingFactory(starts_at=datetime(*day, 10, tzinfo=LONDON), kind=kind)
    return workflow.announce(meeting, by=factories.a_clerk())


def words(address="/year/2025/") -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return Page(response).words


def warnings() -> list[str]:
    return [warning.sentence for warning in year.read_year(2025, Audience.PUBLIC).warnings]


# Which year, and what the law sets in it


@pytest.mark.parametrize(
    ("day", "number"), [(date(2025, 4, 30), 2024), (date(2025, 5, 1), 2025), (date(2026, 1, 31), 2025)]
)
def test_municipal_year_begins_in_may(day, number):
    assert municipal_year(day) == number


def test_year_lists_each_step_of_the_precept_in_its_month_with_its_provision(autumn):
    told = words()
    in_order(
        told,
        ["February 2026", "Sunday 1 February 2026", "Sunday 8 February 2026", "15 February 2026", "22 February 2026"],
    )
    in_order(told, ["March 2026", "Sunday 1 March 2026", "Precept issued"])
    assert "reg 4 SI 2012/2271" in told
    assert "The law names the day: 8 February, whatever day of the week it is." in told
    assert "The panel holds a public meeting on the Commissioner's annual report" in told


def test_year_of_an_election_has_the_plan_by_31_march_and_another_has_not(autumn):
    booked((2024, 9, 9), kind=Meeting.Kind.ORDINARY)
    Election.objects.create(held_on=date(2024, 5, 2))
    assert "Police and crime plan after an election" in words("/year/2024/")
    assert "Police and crime plan after an election" not in words("/year/2025/")


def test_year_without_number_is_this_one_and_offers_the_next(autumn):
    page = Page(Client().get("/year/"))
    assert "The panel’s year 2025/26" in page.words
    assert page.links["2026/27"] == "/year/2026/"
    assert "2025/26" not in page.links


@pytest.mark.parametrize("address", ["/year/2024/", "/year/2027/", "/year/1999/", "/year/20255/"])
def test_year_beyond_those_offered_is_not_found(autumn, address):
    assert Client().get(address).status_code == 404


# Meetings and what they bring


def test_upcoming_meeting_brings_the_last_day_of_its_agenda_and_the_last_moment_to_ask(autumn):
    factories.SchemeFactory()
    announced((2025, 12, 8), kind=Meeting.Kind.ORDINARY)
    told = words()
    in_order(told, ["Sunday 30 November 2025 · Last day for an agenda", "Monday 8 December 2025 · Meeting"])
    assert "That is no working day; the last one before it is Friday 28 November 2025." in told
    assert "Questions for the meeting of Monday 8 December 2025" in told


def test_meeting_that_is_past_or_cancelled_brings_no_agenda_day(autumn):
    factories.held_meeting(starts_at=datetime(2025, 9, 8, 10, tzinfo=LONDON))
    gone = announced((2025, 12, 8))
    workflow.cancel(gone, by=factories.a_clerk(), note="The hall was flooded.")
    told = words()
    assert "Last day for an agenda" not in told
    assert "Held." in told
    assert "Cancelled." in told


def test_draft_meeting_and_what_is_planned_for_it_stand_nowhere(autumn):
    draft = factories.MeetingFactory(starts_at=datetime(2025, 12, 8, 10, tzinfo=LONDON))
    publish(factories.PlannedWorkFactory(title="A secret visit", month=None, at_meeting=draft), by=factories.a_clerk())
    told = words()
    assert "8 December" not in told
    assert "secret" not in told


def test_reply_asked_for_stands_on_its_day(autumn):
    factories.published_report(
        title="The estate", reply_basis="panel", reply_due_on=date(2026, 1, 12), on=date(2025, 11, 3)
    )
    assert "Monday 12 January 2026 · Reply asked for" in words()


# The work programme


def test_planned_work_stands_in_its_month_or_with_its_meeting(autumn):
    clerk = factories.a_clerk()
    publish(factories.PlannedWorkFactory(title="Rural crime", month=date(2026, 1, 20)), by=clerk)
    meeting = announced((2026, 3, 2), kind=Meeting.Kind.ORDINARY)
    publish(factories.PlannedWorkFactory(title="Fire stations", month=None, at_meeting=meeting), by=clerk)
    factories.PlannedWorkFactory(title="Not yet said", month=date(2026, 1, 1))
    told = words()
    in_order(told, ["January 2026", "Rural crime", "no meeting chosen yet", "March 2026", "Fire stations"])
    assert "Not yet said" not in told


def test_planned_work_that_was_dropped_says_why(autumn):
    clerk = factories.a_clerk()
    work = publish(factories.PlannedWorkFactory(month=date(2026, 1, 1)), by=clerk)
    programme.give_up(work, by=clerk, note="The office closed.")
    assert "What came of it: The office closed." in words()
    programme.plan_again(work, by=clerk, note="It opened again.")
    assert (work.state, work.outcome, work.settled_on) == ("planned", "", None)


def test_planned_work_with_a_period_leaves_out_the_days_after_an_election():
    Election.objects.create(held_on=date(2024, 5, 2), in_office_on=date(2024, 5, 9))
    period = StatutoryPeriod.objects.get(key="chief-constable")
    work = factories.PlannedWorkFactory(month=date(2024, 5, 1), statutory_period=period, begins_on=date(2024, 4, 22))
    assert programme.retime_work(work)
    assert work.due_on == date(2024, 5, 20)
    assert not programme.retime_work(work)


def test_clerk_who_enters_work_with_a_period_sees_its_last_day(clerk, signed_in):
    sent = {
        "title": "A new Chief Constable",
        "purpose": "",
        "month": "2025-12-01",
        "at_meeting": "",
        "statutory_period": StatutoryPeriod.objects.get(key="chief-constable").pk,
        "begins_on": "2025-12-01",
    }
    response = signed_in(clerk).post(reverse("admin:reports_plannedwork_add"), sent)
    assert response.status_code == 302, Page(response).errors
    assert PlannedWork.objects.get().due_on == date(2025, 12, 21)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"month": ""}, "Say at which meeting, or in which month: one of the two."),
        ({"begins_on": ""}, "A period of the law counts from a day: give both, or neither."),
    ],
)
def test_planned_work_that_says_too_little_is_refused_in_words(clerk, signed_in, changes, sentence):
    period = StatutoryPeriod.objects.get(key="chief-constable").pk
    sent = {"title": "A hearing", "month": "2025-12-01", "statutory_period": period, "begins_on": "2025-12-01"}
    response = signed_in(clerk).post(reverse("admin:reports_plannedwork_add"), {**sent, **changes})
    assert sentence in Page(response).errors


@pytest.mark.parametrize("fields", [{"state": "done"}, {"due_on": date(2025, 1, 1)}, {"month": None}])
def test_database_refuses_planned_work_that_cannot_be(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.PlannedWorkFactory(**fields)


# Warnings


def test_year_without_a_precept_meeting_warns_in_neutral_words(autumn):
    assert warnings() == [
        "First report on the precept: the law sets Sunday 8 February 2026 as the last day. No precept meeting is "
        "booked yet."
    ]


def test_precept_meeting_on_the_last_day_is_in_time_and_a_day_later_is_not(autumn):
    late = announced((2026, 2, 9))
    assert warnings()[0].endswith("The precept meeting is booked for Monday 9 February 2026, which is after it.")
    workflow.cancel(late, by=factories.a_clerk(), note="It was too late.")
    assert warnings()[0].endswith("No precept meeting is booked yet.")
    announced((2026, 2, 8))
    assert warnings() == []


def test_precept_meeting_of_a_task_group_or_of_last_year_does_not_count(autumn):
    announced((2025, 2, 5))
    other = factories.MeetingFactory(
        starts_at=datetime(2026, 2, 2, 10, tzinfo=LONDON), kind="precept", body=factories.BodyFactory()
    )
    workflow.announce(other, by=factories.a_clerk())
    assert len(warnings()) == 1


def test_duty_that_is_over_warns_no_more():
    with time_machine.travel(datetime(2026, 2, 9, 12, tzinfo=LONDON), tick=False):
        assert warnings() == []


def test_work_planned_for_a_meeting_after_its_last_day_warns(autumn):
    meeting = announced((2025, 12, 8), kind=Meeting.Kind.CONFIRMATION)
    period = StatutoryPeriod.objects.get(key="chief-constable")
    work = factories.PlannedWorkFactory(
        title="A new Chief Constable",
        month=None,
        at_meeting=meeting,
        statutory_period=period,
        begins_on=date(2025, 11, 10),
    )
    programme.retime_work(work)
    publish(work, by=factories.a_clerk())
    assert "A new Chief Constable: its last day is Sunday 30 November 2025." in warnings()[1]


def test_clerk_is_asked_to_book_within_150_days_and_a_draft_meeting_is_enough(clerk):
    factories.the_panel()

    def asked(moment) -> list[str]:
        with time_machine.travel(moment, tick=False):
            return [question.sentence for question in worklist.meetings_to_book(clerk)]

    assert asked(datetime(2025, 9, 10, 12, tzinfo=LONDON)) == []
    assert "No precept meeting is booked yet. Book one in time?" in asked(AUTUMN)[0]
    factories.MeetingFactory(starts_at=datetime(2026, 2, 4, 10, tzinfo=LONDON), kind="precept")
    assert asked(AUTUMN) == []


def test_member_is_not_asked_to_book(member):
    assert list(worklist.meetings_to_book(member)) == []


def test_six_weeks_do_not_stand_still_after_an_election():
    Election.objects.create(held_on=date(2024, 5, 2), in_office_on=date(2024, 5, 9))
    period = StatutoryPeriod.objects.get(key="call-to-resign")
    work = factories.PlannedWorkFactory(month=date(2024, 5, 1), statutory_period=period, begins_on=date(2024, 4, 22))
    programme.retime_work(work)
    assert work.due_on == date(2024, 6, 2)


def test_answer_due_is_explained_by_the_rules_and_its_meeting(autumn):
    rules = factories.SchemeFactory(answer_number=5)
    meeting = announced((2025, 12, 8), kind=Meeting.Kind.ORDINARY)
    question = factories.sent_question(meeting=meeting)
    assert question.scheme == rules
    told = words()
    assert "Monday 1 December 2025 · Answer due" in told
    assert "The panel’s rules ask for it 5 working days before that." in told
    assert "Working day 5 is Monday 1 December 2025, the last day." in told
