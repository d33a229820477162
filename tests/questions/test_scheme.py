"""By when a question must be in: each panel's rule, day by day, against a second table of bank holidays."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from icalendar import Calendar

from panel_portal.records import periods
from panel_portal.records.periods import LONDON
from questions import scheme
from questions.models import Scheme
from tests import factories
from tests.libical import complaints

Unit = Scheme.Unit
# The rules that real panels print, as (number, unit, hour). Domain notes, section 2.
RULES = {
    "3 clear working days": (3, Unit.CLEAR_WORKING_DAYS, None),
    "15 clear working days": (15, Unit.CLEAR_WORKING_DAYS, None),
    "5 complete working days": (5, Unit.CLEAR_WORKING_DAYS, None),
    "7 days": (7, Unit.DAYS, None),
    "9 am on the working day before": (1, Unit.WORKING_DAYS, time(9)),
    "3 working days": (3, Unit.WORKING_DAYS, None),
    "midday, 3 working days": (3, Unit.WORKING_DAYS, time(12)),
    "10.30 am on the third working day before": (3, Unit.WORKING_DAYS, time(10, 30)),
    "a day": (1, Unit.DAYS, None),
    "8.30 am, 3 clear working days": (3, Unit.CLEAR_WORKING_DAYS, time(8, 30)),
    "15 working days": (15, Unit.WORKING_DAYS, None),
    "7 clear working days": (7, Unit.CLEAR_WORKING_DAYS, None),
    "noon, the day before": (1, Unit.DAYS, time(12)),
    "noon, two weeks": (14, Unit.DAYS, time(12)),
    "noon, 2 working days": (2, Unit.WORKING_DAYS, time(12)),
}
ORACLE = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2031))
# The years that both tables know, less the margin that the longest rule counts back.
FIRST = date(periods.table_begins_on().year, 3, 1)
LAST = periods.table_ends_on()


def oracle_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in ORACLE


def counted_back(meeting: date, number: int, unit: str) -> date:
    """The same rule, walked day by day over the other table."""
    if unit == Unit.DAYS:
        return meeting - timedelta(days=number)
    if unit == Unit.CLEAR_DAYS:
        return meeting - timedelta(days=number + 1)
    day, left = meeting, number
    while left:
        day -= timedelta(days=1)
        left -= oracle_working_day(day)
    return day if unit == Unit.WORKING_DAYS else day - timedelta(days=1)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_last_moment_agrees_with_a_second_table_on_every_day_of_their_common_years(rule):
    number, unit, hour = rule
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    assert len(days) > 5000
    for meeting in days:
        at = scheme.closing_moment(meeting, number, unit, hour)
        last = counted_back(meeting, number, unit)
        assert at == datetime.combine(last, hour or time.max, tzinfo=LONDON), meeting


@pytest.mark.parametrize(
    ("meeting", "last_second"),
    [
        # The clocks go forward on Sunday 29 March 2026 and back on Sunday 25 October 2026.
        (date(2026, 3, 30), datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_end_of_the_day_is_midnight_in_london_when_the_clocks_change(meeting, last_second):
    at = scheme.closing_moment(meeting, 1, Unit.DAYS)
    assert last_second < at < last_second + timedelta(seconds=1)


def test_hour_of_the_day_is_london_time_on_both_sides_of_the_change():
    before, after = (scheme.closing_moment(date(2026, 3, day), 1, Unit.DAYS, time(12)) for day in (29, 31))
    assert (before.astimezone(UTC).hour, after.astimezone(UTC).hour) == (12, 11)


def test_unit_that_is_none_is_refused():
    with pytest.raises(ValueError, match="fortnights"):
        scheme.last_day(date(2026, 9, 14), 1, "fortnights")


def meeting_on(day, **more):
    return factories.published_meeting(
        starts_at=datetime.combine(day, time(10), tzinfo=LONDON), body=factories.the_panel(), **more
    )


@pytest.mark.django_db
def test_last_moment_is_said_in_words_with_its_working(time_machine):
    time_machine.move_to(datetime(2026, 8, 20, 12, tzinfo=LONDON))
    factories.SchemeFactory(notice_number=3)
    meeting_on(date(2026, 9, 14))
    (closing,) = scheme.meetings_to_ask_at()
    assert closing.words == "Tuesday 8 September 2026, end of day"
    assert closing.sentences[0] == "The scheme asks for 3 clear working days before the meeting."
    assert "Saturday 12 and Sunday 13 September 2026 do not count (weekend)." in closing.sentences
    assert closing.sentences[-1] == "So questions are taken until its end on Tuesday 8 September 2026."


@pytest.mark.django_db
def test_notice_can_be_counted_from_the_day_of_the_agenda():
    rules = factories.SchemeFactory(notice_number=7, notice_unit=Unit.DAYS, counted_from="agenda", notice_time=time(12))
    meeting = factories.MeetingFactory(starts_at=datetime(2026, 9, 14, 10, tzinfo=LONDON))
    # Five clear working days before 14 September the agenda has to be out: by Friday 4 September.
    closing = scheme.closing(meeting, rules)
    assert closing.words == "Friday 28 August 2026, midday"
    assert "The agenda has to be published by Friday 4 September 2026." in closing.sentences


@pytest.mark.django_db
def test_moment_fixed_by_the_clerk_takes_the_place_of_the_rule():
    meeting = factories.MeetingFactory(starts_at=datetime(2026, 9, 14, 10, tzinfo=LONDON))
    factories.StatedClosingFactory(
        meeting=meeting, closes_at=datetime(2026, 9, 10, 8, 30, tzinfo=LONDON), reason="The agenda is late."
    )
    closing = scheme.closing(meeting, factories.a_scheme())
    assert closing.words == "Thursday 10 September 2026, 8:30am"
    assert closing.sentences == ("The clerk fixed this moment for this meeting. The agenda is late.",)


@pytest.mark.django_db
def test_scheme_in_force_on_the_day_of_the_meeting_counts(time_machine):
    time_machine.move_to(datetime(2026, 8, 20, 12, tzinfo=LONDON))
    factories.SchemeFactory(notice_number=3, until_on=date(2026, 9, 30))
    factories.SchemeFactory(notice_number=10, from_on=date(2026, 10, 1))
    for day in (date(2026, 9, 14), date(2026, 10, 12)):
        meeting_on(day)
    assert [one.words for one in scheme.meetings_to_ask_at()] == [
        "Tuesday 8 September 2026, end of day",
        "Sunday 27 September 2026, end of day",
    ]


@pytest.mark.django_db
def test_two_schemes_at_a_time_are_refused():
    factories.SchemeFactory(from_on=date(2026, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.SchemeFactory(from_on=date(2026, 6, 1))
    with pytest.raises(ValidationError, match="End it first"):
        factories.SchemeFactory.build(from_on=date(2026, 6, 1)).full_clean()


@pytest.mark.django_db
def test_question_that_comes_too_late_goes_to_the_next_meeting(time_machine):
    time_machine.move_to(datetime(2026, 8, 20, 12, tzinfo=LONDON))
    factories.SchemeFactory(notice_number=3)
    first, second = meeting_on(date(2026, 9, 14)), meeting_on(date(2026, 10, 12))
    in_time = scheme.closing(first, factories.a_scheme()).at
    assert scheme.meeting_for(first, in_time) == (first, False)
    assert scheme.meeting_for(first, in_time + timedelta(seconds=1)) == (second, True)
    assert scheme.meeting_for(None, in_time) == (first, False)


@pytest.mark.django_db
def test_meeting_beyond_the_table_of_bank_holidays_breaks_no_page():
    factories.SchemeFactory(notice_number=3)
    meeting_on(periods.table_ends_on() + timedelta(days=40))
    assert scheme.meetings_to_ask_at() == []
    for address in ("/", "/questions/", "/questions/scheme/", "/questions/ask/"):
        assert Client().get(address).status_code == 200


@pytest.mark.django_db
def test_page_prints_the_last_moment_of_two_meetings_and_gives_it_as_a_calendar_entry(time_machine):
    time_machine.move_to(datetime(2026, 8, 20, 12, tzinfo=LONDON))
    rules = factories.SchemeFactory(notice_number=3, most_words=150)
    factories.RefusalGroundFactory(scheme=rules, name="Operational")
    for day in (date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 9)):
        meeting_on(day)
    text = Client().get("/questions/scheme/").content.decode()
    assert "Tuesday 8 September 2026, end of day" in text
    assert "Tuesday 6 October 2026, end of day" in text
    assert "November" not in text
    assert "At most 150 words." in text
    assert "Operational" in text
    response = Client().get("/questions/scheme/2026-09-14.ics")
    assert complaints(response.content) == []
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtend") == datetime(2026, 9, 8, 22, 59, 59, tzinfo=UTC)
    assert event["uid"] == "questions-2026-09-14@localhost"
    assert "Tuesday 8 September 2026, end of day" in event["description"]
    assert Client().get("/questions/scheme/2026-09-15.ics").status_code == 404


@pytest.mark.django_db
def test_without_a_scheme_there_is_no_page_and_asking_says_so():
    for address in ("/questions/scheme/", "/questions/ask/", "/questions/ask/words/"):
        assert "has not entered its rules" in Client().get(address).content.decode()
