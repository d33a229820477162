from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from panel_portal.records import periods
from panel_portal.records.periods import (
    BeyondTheTable,
    add_working_days,
    bank_holidays,
    bundled_bank_holidays,
    clear_days_between,
    clear_working_days_between,
    day_in_london,
    end_of_day,
    explain_clear_working_days_between,
    explain_last_day_for_clear_working_days,
    in_words,
    is_working_day,
    last_day_beginning_with,
    last_day_for_clear_days,
    last_day_for_clear_working_days,
    last_day_of_weeks_beginning_with,
    table_begins_on,
    table_ends_on,
    working_day_on_or_before,
    working_days_between,
)

ONE_DAY = timedelta(days=1)
ORACLE = holidays.UnitedKingdom(subdiv="ENG", years=range(2012, 2031))

ten_years = st.dates(date(2015, 1, 1), date(2024, 12, 31))
shortly_after = st.integers(0, 120).map(lambda n: timedelta(days=n))


def walk(first, last):
    """Every day from first to last, by the slowest and plainest means."""
    while first <= last:
        yield first
        first += ONE_DAY


def works(day):
    """The independent oracle's opinion."""
    return day.weekday() not in (5, 6) and day not in ORACLE


# The table


def test_bank_holidays_when_network_is_cut_come_from_bundled_table(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("asked the network")

    monkeypatch.setattr(requests, "get", refuse)
    monkeypatch.setattr(requests.Session, "request", refuse)
    assert bundled_bank_holidays.__wrapped__()[date(2024, 8, 26)] == "Summer bank holiday"


def test_bank_holidays_over_every_common_year_agree_with_independent_table():
    first, last = table_begins_on(), table_ends_on()
    # The oracle also names a holiday that falls on a weekend; GOV.UK names only the day kept instead.
    on_weekdays = {day for day in ORACLE if first <= day <= last and day.weekday() < 5}
    assert set(bank_holidays()) == on_weekdays


def test_bank_holidays_when_changed_by_caller_refuse():
    with pytest.raises(TypeError):
        bank_holidays()[date(2024, 8, 27)] = "Clerk's birthday"


def test_table_covers_every_year_with_eight_holidays_or_more():
    assert table_begins_on() == date(2012, 1, 1)
    assert table_ends_on() >= date(2028, 12, 31)
    for year in range(table_begins_on().year, table_ends_on().year + 1):
        assert sum(day.year == year for day in bank_holidays()) >= 8


@pytest.mark.parametrize(
    "calculate",
    [
        lambda: is_working_day(table_ends_on() + ONE_DAY),
        lambda: is_working_day(table_begins_on() - ONE_DAY),
        lambda: add_working_days(table_ends_on(), 1),
        lambda: add_working_days(table_begins_on(), -1),
        lambda: working_days_between(date(2024, 1, 1), table_ends_on() + ONE_DAY),
        lambda: clear_working_days_between(table_ends_on(), table_ends_on() + 5 * ONE_DAY),
        lambda: last_day_for_clear_working_days(date(2012, 1, 4), 5),
        lambda: explain_last_day_for_clear_working_days(date(2060, 1, 4), 5),
    ],
)
def test_calculation_outside_the_table_raises_plain_sentence(calculate):
    with pytest.raises(BeyondTheTable, match=r"^Working days cannot be counted to .+ known only from .+\.$"):
        calculate()


def test_clear_working_days_between_when_meeting_is_first_day_after_table_still_counts():
    assert clear_working_days_between(table_ends_on(), table_ends_on() + ONE_DAY) == 0
    assert clear_working_days_between(date(2028, 12, 26), date(2029, 1, 1)) == 3


@pytest.mark.parametrize(
    "calculate",
    [
        lambda moment: is_working_day(moment),
        lambda moment: add_working_days(moment, 1),
        lambda moment: clear_days_between(moment, moment),
        lambda moment: clear_working_days_between(moment, moment),
        lambda moment: last_day_for_clear_days(moment, 1),
        lambda moment: last_day_beginning_with(moment, 1),
        lambda moment: end_of_day(moment),
    ],
)
def test_calculation_given_a_moment_instead_of_a_day_is_refused(calculate):
    with pytest.raises(TypeError, match="day_in_london"):
        calculate(datetime(2024, 8, 26, tzinfo=UTC))


# Against a walker that takes one day at a time


@given(ten_years)
def test_is_working_day_on_any_day_agrees_with_oracle(day):
    assert is_working_day(day) is works(day)


@given(ten_years)
def test_working_day_on_or_before_any_day_agrees_with_walker(day):
    walker = day
    while not works(walker):
        walker -= ONE_DAY
    assert working_day_on_or_before(day) == walker


@given(ten_years, st.integers(-60, 60))
def test_add_working_days_for_any_number_agrees_with_walker(start, n):
    walker, left = start, abs(n)
    while left:
        walker += ONE_DAY if n > 0 else -ONE_DAY
        left -= works(walker)
    assert add_working_days(start, n) == walker


@given(ten_years, shortly_after)
def test_working_days_between_any_days_agrees_with_walker(start, span):
    end = start + span
    assert working_days_between(start, end) == sum(works(day) for day in walk(start + ONE_DAY, end))


@given(ten_years, shortly_after)
def test_clear_working_days_between_any_days_agrees_with_walker(published, span):
    meeting = published + span
    expected = sum(works(day) for day in walk(published + ONE_DAY, meeting - ONE_DAY))
    assert clear_working_days_between(published, meeting) == expected
    assert explain_clear_working_days_between(published, meeting).result == expected


@given(ten_years, shortly_after)
def test_clear_days_between_any_days_agrees_with_walker(a, span):
    b = a + span
    assert clear_days_between(a, b) == len(list(walk(a + ONE_DAY, b - ONE_DAY)))


@given(ten_years, st.integers(0, 40))
def test_last_day_for_clear_working_days_is_latest_that_leaves_enough(meeting, number):
    walker = meeting - ONE_DAY
    while sum(works(day) for day in walk(walker + ONE_DAY, meeting - ONE_DAY)) < number:
        walker -= ONE_DAY
    assert last_day_for_clear_working_days(meeting, number) == walker
    assert explain_last_day_for_clear_working_days(meeting, number).result == walker


@given(ten_years, st.integers(0, 400))
def test_last_day_for_clear_days_is_latest_that_leaves_enough(meeting, number):
    last_day = last_day_for_clear_days(meeting, number)
    assert clear_days_between(last_day, meeting) == number
    assert last_day < meeting
    assert number == 0 or clear_days_between(last_day + ONE_DAY, meeting) < number


@given(ten_years, st.integers(1, 400))
def test_last_day_beginning_with_any_day_is_that_many_days_long(first_day, number):
    assert len(list(walk(first_day, last_day_beginning_with(first_day, number)))) == number


@given(ten_years, shortly_after)
def test_explanation_of_any_span_accounts_for_every_day(published, span):
    meeting = published + span
    explanation = explain_clear_working_days_between(published, meeting)
    named = sum(2 if " do not count" in sentence else 1 for sentence in explanation.sentences[1:-2])
    if meeting > published:
        assert named + explanation.result == clear_days_between(published, meeting)


# Worked by hand


def test_clear_working_days_between_in_seed_003_is_six():
    assert clear_working_days_between(date(2024, 6, 13), date(2024, 6, 24)) == 6


def test_last_day_beginning_with_inspection_of_2022_is_16_november():
    # Police Act 1996 s55: the day of publication is day 1.
    assert last_day_beginning_with(date(2022, 9, 22), 56) == date(2022, 11, 16)


def test_last_day_of_weeks_beginning_with_a_monday_is_a_sunday():
    assert last_day_of_weeks_beginning_with(date(2024, 9, 2), 3) == date(2024, 9, 22)


@pytest.mark.parametrize(
    ("meeting", "number", "last_day"),
    [
        (date(2024, 9, 30), 5, date(2024, 9, 22)),  # a Monday: the Sunday still leaves Monday to Friday
        (date(2024, 9, 27), 5, date(2024, 9, 19)),
        (date(2024, 9, 2), 5, date(2024, 8, 22)),  # the summer bank holiday is left out
        (date(2025, 1, 3), 5, date(2024, 12, 23)),  # Christmas, Boxing Day and New Year's Day are left out
        (date(2022, 9, 26), 5, date(2022, 9, 15)),  # the State Funeral, a one-off holiday
        (date(2024, 9, 30), 1, date(2024, 9, 26)),
        (date(2024, 9, 30), 0, date(2024, 9, 29)),
    ],
)
def test_last_day_for_clear_working_days_before_a_known_meeting(meeting, number, last_day):
    assert last_day_for_clear_working_days(meeting, number) == last_day


@pytest.mark.parametrize("calculate", [working_days_between, clear_working_days_between, clear_days_between])
def test_count_between_days_in_reverse_order_is_zero(calculate):
    assert calculate(date(2024, 9, 30), date(2024, 9, 2)) == 0
    assert calculate(date(2024, 9, 30), date(2024, 9, 30)) == 0


@pytest.mark.parametrize("calculate", [last_day_for_clear_working_days, last_day_for_clear_days])
def test_last_day_for_a_negative_number_is_refused(calculate):
    with pytest.raises(ValueError, match="cannot be less than 0"):
        calculate(date(2024, 9, 30), -1)


@pytest.mark.parametrize("calculate", [last_day_beginning_with, last_day_of_weeks_beginning_with])
def test_last_day_of_an_empty_period_is_refused(calculate):
    with pytest.raises(ValueError, match="at least one day"):
        calculate(date(2024, 9, 30), 0)


# In words


def test_in_words_gives_day_without_leading_zero():
    assert in_words(date(2024, 9, 2)) == "Monday 2 September 2024"


def test_explain_last_day_over_weekend_and_bank_holiday_names_each():
    assert explain_last_day_for_clear_working_days(date(2024, 9, 2), 5).sentences == (
        "Counting back from Monday 2 September 2024, the day of the meeting, which does not count.",
        "Saturday 31 August and Sunday 1 September 2024 do not count (weekend).",
        "Monday 26 August 2024 does not count (Summer bank holiday).",
        "Saturday 24 and Sunday 25 August 2024 do not count (weekend).",
        "The 5 clear working days run from Friday 23 August 2024 to Friday 30 August 2024.",
        "The last day is Thursday 22 August 2024, which does not count either.",
    )


def test_explain_last_day_falling_on_sunday_names_working_day_before():
    assert explain_last_day_for_clear_working_days(date(2024, 9, 30), 5).sentences[-2:] == (
        "The last day is Sunday 22 September 2024, which does not count either.",
        "That is not a working day; the last working day before it is Friday 20 September 2024.",
    )


def test_explain_last_day_for_one_day_speaks_in_singular():
    sentences = explain_last_day_for_clear_working_days(date(2024, 9, 26), 1).sentences
    assert sentences[1] == "The clear working day is Wednesday 25 September 2024."


def test_explain_clear_working_days_between_gives_count_last():
    assert explain_clear_working_days_between(date(2024, 6, 13), date(2024, 6, 24)).sentences == (
        "Counting from Thursday 13 June 2024, which does not count.",
        "Saturday 15 and Sunday 16 June 2024 do not count (weekend).",
        "Saturday 22 and Sunday 23 June 2024 do not count (weekend).",
        "Monday 24 June 2024, the day of the meeting, does not count.",
        "That leaves 6 clear working days.",
    )


@pytest.mark.parametrize(
    ("published", "meeting", "sentence"),
    [
        (
            date(2022, 12, 30),
            date(2023, 1, 4),
            "31 December 2022 and Sunday 1 January 2023 do not count",
        ),
        (date(2022, 12, 30), date(2023, 1, 4), "does not count (New Year’s Day, substitute day)."),
        (date(2024, 6, 14), date(2024, 6, 16), "Saturday 15 June 2024 does not count (weekend)."),
        (date(2024, 6, 14), date(2024, 6, 17), "That leaves no clear working days."),
        (date(2024, 6, 14), date(2024, 6, 18), "That leaves 1 clear working day."),
        (date(2024, 6, 14), date(2024, 6, 14), "Friday 14 June 2024 is not before Friday 14 June 2024"),
    ],
)
def test_explain_clear_working_days_between_at_edges_reads_well(published, meeting, sentence):
    assert sentence in " ".join(explain_clear_working_days_between(published, meeting).sentences)


# Europe/London


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 6, 30, 23, 30, tzinfo=UTC), date(2024, 7, 1)),  # summer time: half past midnight
        (datetime(2024, 12, 31, 23, 30, tzinfo=UTC), date(2024, 12, 31)),
        (datetime(2024, 3, 30, 23, 59, tzinfo=UTC), date(2024, 3, 30)),  # the clocks go forward on the 31st
        (datetime(2024, 3, 31, 22, 59, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 3, 31, 23, 0, tzinfo=UTC), date(2024, 4, 1)),
        (datetime(2024, 10, 26, 23, 0, tzinfo=UTC), date(2024, 10, 27)),  # the clocks go back on the 27th
        (datetime(2024, 10, 27, 23, 59, tzinfo=UTC), date(2024, 10, 27)),
    ],
)
def test_day_in_london_around_midnight_follows_the_clocks(moment, day):
    assert day_in_london(moment) == day


def test_day_in_london_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        day_in_london(datetime(2024, 6, 30, 23, 30))


@pytest.mark.parametrize(("day", "hours"), [(date(2024, 3, 31), 23), (date(2024, 10, 27), 25), (date(2024, 6, 13), 24)])
def test_end_of_day_when_clocks_change_makes_a_short_or_long_day(day, hours):
    length = end_of_day(day).astimezone(UTC) - end_of_day(day - ONE_DAY).astimezone(UTC)
    assert length == timedelta(hours=hours)


@given(st.dates(date(2012, 1, 1), date(2040, 1, 1)))
def test_end_of_any_day_is_still_that_day_and_a_moment_later_the_next(day):
    assert day_in_london(end_of_day(day)) == day
    assert day_in_london(end_of_day(day).astimezone(UTC) + timedelta(microseconds=1)) == day + ONE_DAY


def test_today_late_on_a_summer_evening_in_utc_is_tomorrow(monkeypatch):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2024, 6, 30, 23, 30, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(periods, "datetime", Clock)
    assert periods.today() == date(2024, 7, 1)
