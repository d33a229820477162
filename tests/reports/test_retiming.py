"""The command that counts every open day anew."""

from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from panel_portal.records import holidays, periods
from panel_portal.records.history import story
from panel_portal.records.models import ProclaimedHoliday, StatutoryPeriod
from questions import workflow as questions
from reports import programme
from tests import factories
from tests.factories import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_may():
    with time_machine.travel(datetime(2024, 5, 20, 12, tzinfo=LONDON), tick=False):
        yield
    periods.announce({})
    holidays._read_at = None


def sent_question(meeting_on=(2024, 6, 24)):
    """Its answer is due five working days before its meeting."""
    meeting = factories.published_meeting(starts_at=datetime(*meeting_on, 10, tzinfo=LONDON))
    question = factories.published_question(meeting=meeting)
    question.scheme.answer_number = 5
    question.scheme.save()
    return questions.send(question, by=factories.a_clerk(), addressee=factories.the_commissioner())


def proclaim(day=date(2024, 6, 20)):
    ProclaimedHoliday.objects.create(day=day, name="Coronation", source="Proclamation")


def retime(*arguments) -> list[str]:
    told = StringIO()
    call_command("retime", *arguments, stdout=told)
    return told.getvalue().splitlines()


def test_added_holiday_moves_the_open_day_and_the_reason_is_told():
    question = sent_question()
    assert question.answer_due_on == date(2024, 6, 17)
    proclaim()
    assert retime() == [
        f"{question}: Monday 17 June 2024 became Friday 14 June 2024. In between lies: Coronation, Thursday 20 June "
        "2024.",
        "1 day changed.",
    ]
    question.refresh_from_db()
    assert question.answer_due_on == date(2024, 6, 14)
    line = story(question)[-1]
    assert (line.who, line.sentence) == ("The system", "Counted its day anew")
    assert line.note == "In between lies: Coronation, Thursday 20 June 2024."


def test_second_run_finds_nothing():
    question = sent_question()
    proclaim()
    retime()
    events = question.events.count()
    assert retime() == ["0 days changed."]
    assert question.events.count() == events


def test_dry_run_lists_and_writes_nothing():
    question = sent_question()
    proclaim()
    events = question.events.count()
    assert retime("--dry-run")[-1] == "1 day would change. Nothing was written."
    question.refresh_from_db()
    assert question.answer_due_on == date(2024, 6, 17)
    assert question.events.count() == events


def test_answered_question_keeps_the_day_it_had():
    question = questions.mark_answered(sent_question(), by=factories.a_clerk())
    proclaim()
    assert retime() == ["0 days changed."]
    question.refresh_from_db()
    assert question.answer_due_on == date(2024, 6, 17)


def test_holiday_outside_the_span_moves_nothing():
    sent_question()
    proclaim(date(2024, 7, 3))
    assert retime() == ["0 days changed."]


def test_planned_work_follows_its_period_and_what_is_done_does_not(administrator):
    period = StatutoryPeriod.objects.get(key="chief-constable")
    planned, done = (
        factories.PlannedWorkFactory(statutory_period=period, begins_on=date(2024, 9, 2)) for _ in range(2)
    )
    for work in (planned, done):
        programme.retime_work(work)
    programme.complete(done, by=factories.a_clerk())
    StatutoryPeriod.objects.filter(pk=period.pk).update(number=4)
    assert len(retime("--by", administrator.email)) == 2
    for work, day in ((planned, date(2024, 9, 29)), (done, date(2024, 9, 22))):
        work.refresh_from_db()
        assert work.due_on == day
    assert story(planned)[-1].who == str(administrator)


def test_question_follows_its_meeting():
    question = sent_question()
    type(question.at_meeting).objects.filter(pk=question.at_meeting_id).update(
        starts_at=datetime(2024, 7, 1, 10, tzinfo=LONDON)
    )
    assert retime()[-1] == "1 day changed."
    question.refresh_from_db()
    assert question.answer_due_on == date(2024, 6, 24)


def test_retime_by_nobody_known_is_refused():
    with pytest.raises(CommandError, match="Nobody signs in as"):
        retime("--by", "nobody@northmere.example")
