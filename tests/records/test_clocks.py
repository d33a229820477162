"""Clocks, against a walker that writes every day down and strikes out what does not count."""

from datetime import date, datetime, timedelta

import holidays as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_portal.records import periods
from panel_portal.records.clocks import Clock, Pause, Rule, Unit, stretches
from panel_portal.records.periods import BeyondTheTable, table_ends_on

ONE_DAY = timedelta(days=1)
ORACLE = oracle.UnitedKingdom(subdiv="ENG", years=range(2012, 2031))

ten_years = st.dates(date(2015, 1, 1), date(2024, 12, 31))
numbers = st.integers(0, 60)
back = st.booleans()


@st.composite
def stretches_around(draw, most=3):
    """A day and up to three closed pauses near it, which may overlap."""
    day = draw(ten_years)
    pauses = []
    for _ in range(draw(st.integers(0, most))):
        begins = day + timedelta(days=draw(st.integers(-90, 90)))
        pauses.append(Pause(begins, begins + timedelta(days=draw(st.integers(0, 40))), "a reason"))
    return day, tuple(pauses)


def works(day) -> bool:
    """The independent oracle's opinion."""
    return day.weekday() not in (5, 6) and day not in ORACLE


def calendar(day, *, backwards=False, inclusive=False):
    """A wall calendar of three years from a day on, or back from it."""
    step = -ONE_DAY if backwards else ONE_DAY
    return [day + step * n for n in range(0 if inclusive else 1, 1100)]


def kept(days, pauses, *, working=False):
    """The days that are not struck out."""
    struck = {pause.from_on + ONE_DAY * n for pause in pauses for n in range((pause.until_on - pause.from_on).days + 1)}
    return [day for day in days if day not in struck and (works(day) or not working)]


@given(stretches_around(), numbers, back, st.booleans())
def test_days_and_working_days_with_pauses_agree_with_calendar(case, number, back, working):
    day, pauses = case
    unit = Unit.WORKING_DAYS if working else Unit.DAYS
    left = kept(calendar(day, backwards=back), pauses, working=working)
    assert Clock(Rule(unit, number, back=back), day, pauses=pauses).day() == (left[number - 1] if number else day)


@given(stretches_around(), numbers, back, st.booleans())
def test_clear_days_with_pauses_agree_with_calendar(case, number, back, working):
    day, pauses = case
    unit = Unit.CLEAR_WORKING_DAYS if working else Unit.CLEAR_DAYS
    left = kept(calendar(day, backwards=back), pauses, working=working)
    beside = left[number - 1] if number else day
    expected = beside + (-ONE_DAY if back else ONE_DAY)
    assert Clock(Rule(unit, number, back=back), day, pauses=pauses).day() == expected


@given(stretches_around(), st.integers(1, 90))
def test_days_beginning_with_and_pauses_agree_with_calendar(case, number):
    day, pauses = case
    left = kept(calendar(day, inclusive=True), pauses)
    assert Clock(Rule(Unit.DAYS_BEGINNING_WITH, number), day, pauses=pauses).day() == left[number - 1]


@given(stretches_around(), st.integers(1, 12))
def test_weeks_beginning_with_and_pauses_agree_with_calendar(case, weeks):
    day, pauses = case
    left = kept(calendar(day, inclusive=True), pauses)
    assert Clock(Rule(Unit.WEEKS_BEGINNING_WITH, weeks), day, pauses=pauses).day() == left[weeks * 7 - 1]


@given(ten_years, st.integers(1, 24))
def test_months_beginning_with_any_day_agree_with_calendar(day, months):
    # Turn the leaves of the calendar, then look for the same number on the leaf.
    leaves = sorted({(one.year, one.month) for one in calendar(day, inclusive=True)})
    leaf = [one for one in calendar(day, inclusive=True) if (one.year, one.month) == leaves[months]]
    same = [one for one in leaf if one.day == day.day]
    expected = same[0] - ONE_DAY if same else leaf[-1]
    assert Clock(Rule(Unit.MONTHS_BEGINNING_WITH, months), day).day() == expected


@given(stretches_around(), st.integers(1, 12))
def test_months_with_pauses_last_as_many_days_as_without(case, months):
    day, pauses = case
    rule = Rule(Unit.MONTHS_BEGINNING_WITH, months)
    length = (Clock(rule, day).day() - day).days + 1
    assert Clock(rule, day, pauses=pauses).day() == kept(calendar(day, inclusive=True), pauses)[length - 1]


@given(ten_years, st.sampled_from([(1, 2), (8, 2), (15, 2), (22, 2), (1, 3), (31, 3), (28, 2)]))
def test_fixed_day_is_the_first_of_its_kind_from_any_day_on(day, fixed):
    found = [one for one in calendar(day, inclusive=True) if (one.day, one.month) == fixed]
    assert Clock(Rule(Unit.FIXED_DAY, fixed[0], month=fixed[1]), day).day() == found[0]


@given(ten_years, numbers)
def test_clear_working_days_without_pauses_agree_with_periods(meeting, number):
    clock = Clock(Rule(Unit.CLEAR_WORKING_DAYS, number, back=True), meeting)
    assert clock.day() == periods.last_day_for_clear_working_days(meeting, number)


@given(ten_years, st.integers(1, 40), st.sets(st.integers(1, 30), max_size=4))
def test_working_days_count_with_the_holidays_that_are_handed_in(day, number, struck):
    holidays = {day + ONE_DAY * n: "A day of rest" for n in struck}
    left = [one for one in calendar(day) if one.weekday() < 5 and one not in holidays]
    assert Clock(Rule(Unit.WORKING_DAYS, number), day).day(holidays) == left[number - 1]


@given(stretches_around(), numbers, st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]))
def test_explanation_of_any_count_ends_with_the_day_it_comes_to(case, number, unit):
    day, pauses = case
    explanation = Clock(Rule(unit, number), day, pauses=pauses).explain()
    assert periods.in_words(explanation.result) in explanation.sentences[-1]


# Worked by hand (domain.md)


@pytest.mark.parametrize(
    ("rule", "starts_on", "day"),
    [
        # 1.7: 56 days beginning with publication, which is day 1
        (Rule(Unit.DAYS_BEGINNING_WITH, 56), date(2022, 9, 22), date(2022, 11, 16)),
        # 1.3: the steps of a precept for 2025/26
        (Rule(Unit.FIXED_DAY, 1, month=2), date(2024, 5, 1), date(2025, 2, 1)),
        (Rule(Unit.FIXED_DAY, 8, month=2), date(2024, 5, 1), date(2025, 2, 8)),
        (Rule(Unit.FIXED_DAY, 15, month=2), date(2024, 5, 1), date(2025, 2, 15)),
        (Rule(Unit.FIXED_DAY, 22, month=2), date(2024, 5, 1), date(2025, 2, 22)),
        (Rule(Unit.FIXED_DAY, 1, month=3), date(2024, 5, 1), date(2025, 3, 1)),
        # 1.4: three weeks beginning with the day the notice arrives, a Monday; six weeks before a removal
        (Rule(Unit.WEEKS_BEGINNING_WITH, 3), date(2024, 9, 2), date(2024, 9, 22)),
        (Rule(Unit.WEEKS_BEGINNING_WITH, 6), date(2025, 9, 22), date(2025, 11, 2)),
        # 1.9: five clear days before the meeting of 30 September 2024; six years beginning with it
        (Rule(Unit.CLEAR_WORKING_DAYS, 5, back=True), date(2024, 9, 30), date(2024, 9, 22)),
        (Rule(Unit.CLEAR_DAYS, 5, back=True), date(2024, 9, 30), date(2024, 9, 24)),
        (Rule(Unit.MONTHS_BEGINNING_WITH, 72), date(2024, 9, 30), date(2030, 9, 29)),
        (Rule(Unit.MONTHS_BEGINNING_WITH, 1), date(2023, 1, 31), date(2023, 2, 28)),
        (Rule(Unit.MONTHS_BEGINNING_WITH, 1), date(2024, 3, 1), date(2024, 3, 31)),
        # 2.1: the Staffordshire answer of 13 June 2024 left six clear working days before the 24th
        (Rule(Unit.CLEAR_WORKING_DAYS, 6, back=True), date(2024, 6, 24), date(2024, 6, 13)),
        # 1.4: held back five clear working days after the hearing of Thursday 18 April 2024
        (Rule(Unit.CLEAR_WORKING_DAYS, 5), date(2024, 4, 18), date(2024, 4, 26)),
    ],
)
def test_clock_with_a_worked_start_comes_to_the_worked_day(rule, starts_on, day):
    assert Clock(rule, starts_on).day() == day


def test_three_weeks_leave_out_the_period_after_an_election():
    # Sch 8 para 4(9): notice on 22 April 2024, the poll on 2 May, the new Commissioner in office on the 9th.
    pause = Pause(date(2024, 5, 2), date(2024, 5, 9), "the post-election period")
    explanation = Clock(Rule(Unit.WEEKS_BEGINNING_WITH, 3), date(2024, 4, 22), "when notice came", (pause,)).explain()
    assert explanation.result == date(2024, 5, 20)
    assert explanation.sentences == (
        "The period begins with Monday 22 April 2024, when notice came: that is day 1.",
        "Every day counts, weekends and bank holidays too.",
        "3 weeks are 21 days.",
        "Thursday 2 May 2024 to Thursday 9 May 2024 do not count (the post-election period): 8 days.",
        "Day 21 is Monday 20 May 2024, the last day.",
    )


def test_overlapping_pauses_leave_a_day_out_once():
    pauses = (Pause(date(2024, 6, 3), date(2024, 6, 7), "one"), Pause(date(2024, 6, 5), date(2024, 6, 9), "two"))
    assert Clock(Rule(Unit.DAYS_BEGINNING_WITH, 4), date(2024, 6, 1), pauses=pauses).day() == date(2024, 6, 11)


def test_stopped_clock_has_no_day_and_says_since_when():
    pauses = stretches([(date(2024, 6, 5), None, "waiting for the inspectorate")])
    explanation = Clock(Rule(Unit.DAYS_BEGINNING_WITH, 56), date(2024, 6, 1), pauses=pauses).explain()
    assert explanation.result is None
    assert explanation.sentences[-2:] == (
        "4 days had counted when the clock stopped.",
        "It stopped on Wednesday 5 June 2024 (waiting for the inspectorate) and has not begun again, so there is no "
        "day yet.",
    )


def test_clock_that_ran_out_before_it_was_stopped_keeps_its_day():
    pauses = stretches([(date(2024, 6, 5), None, "too late")])
    assert Clock(Rule(Unit.DAYS_BEGINNING_WITH, 4), date(2024, 6, 1), pauses=pauses).day() == date(2024, 6, 4)


def test_clock_begun_again_counts_that_day_and_stopped_for_no_day_leaves_nothing_out():
    again = stretches([(date(2024, 6, 3), date(2024, 6, 5), "a"), (date(2024, 6, 6), date(2024, 6, 6), "b")])
    assert again == (Pause(date(2024, 6, 3), date(2024, 6, 4), "a"),)
    assert Clock(Rule(Unit.DAYS_BEGINNING_WITH, 5), date(2024, 6, 1), pauses=again).day() == date(2024, 6, 7)


# In words


def test_explanation_of_clear_working_days_names_the_bank_holiday():
    assert Clock(
        Rule(Unit.CLEAR_WORKING_DAYS, 5, back=True), date(2024, 9, 2), "the day of the meeting"
    ).explain().sentences == (
        "Counting back from Monday 2 September 2024, the day of the meeting, which does not count.",
        "Saturdays and Sundays do not count: 4 such days lie in between.",
        "Monday 26 August 2024 does not count (Summer bank holiday).",
        "The 5 clear working days run from Friday 23 August 2024 to Friday 30 August 2024.",
        "The last day is Thursday 22 August 2024, which does not count either.",
    )


def test_explanation_of_a_fixed_day_says_that_the_law_names_it():
    assert Clock(Rule(Unit.FIXED_DAY, 8, month=2), date(2025, 5, 1)).explain().sentences == (
        "The law names the day: 8 February, whatever day of the week it is.",
        "The next one from Thursday 1 May 2025 is Sunday 8 February 2026.",
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(Unit.DAYS_BEGINNING_WITH, 56), "56 days beginning with the day"),
        (Rule(Unit.WEEKS_BEGINNING_WITH, 1), "1 week beginning with the day"),
        (Rule(Unit.CLEAR_WORKING_DAYS, 5, back=True), "5 clear working days before"),
        (Rule(Unit.WORKING_DAYS, 1), "1 working day after"),
        (Rule(Unit.FIXED_DAY, 8, month=2), "8 February"),
    ],
)
def test_rule_in_words_reads_as_in_the_law(rule, words):
    assert rule.words == words


# What is refused


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Rule(Unit.FIXED_DAY, 8), "has a month"),
        (lambda: Rule(Unit.DAYS, 8, month=2), "has a month"),
        (lambda: Rule(Unit.FIXED_DAY, 29, month=2), "day is out of range|must be in range"),
        (lambda: Rule(Unit.FIXED_DAY, 8, month=13), "month must be in"),
        (lambda: Rule(Unit.WEEKS_BEGINNING_WITH, 3, back=True), "not counted back"),
        (lambda: Rule(Unit.DAYS_BEGINNING_WITH, 0), "at least one day"),
        (lambda: Rule(Unit.CLEAR_DAYS, -1), "at least one day"),
        (lambda: Rule(Unit.DAYS, 10_001), "surely a slip"),
        (lambda: Pause(date(2024, 6, 5), date(2024, 6, 4), ""), "ends before it begins"),
        (
            lambda: Clock(
                Rule(Unit.FIXED_DAY, 8, month=2), date(2024, 1, 1), pauses=(Pause(date(2024, 1, 2), None, ""),)
            ),
            "not put off by a pause",
        ),
    ],
)
def test_clock_that_makes_no_sense_is_refused(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


@pytest.mark.parametrize("start", [table_ends_on(), date(2060, 1, 1)])
def test_working_days_beyond_the_table_raise_plain_sentence(start):
    with pytest.raises(BeyondTheTable, match="known only from"):
        Clock(Rule(Unit.WORKING_DAYS, 5), start).day()


def test_calendar_days_beyond_the_table_are_counted():
    assert Clock(Rule(Unit.DAYS_BEGINNING_WITH, 56), date(2060, 1, 1)).day() == date(2060, 2, 25)


def test_clock_given_a_moment_instead_of_a_day_is_refused():
    with pytest.raises(TypeError, match="day_in_london"):
        Clock(Rule(Unit.DAYS, 1), datetime(2024, 6, 1, 12))


def test_announced_holiday_is_counted_with_until_it_is_taken_back():
    day, before = date(2024, 6, 20), periods.last_day_for_clear_working_days(date(2024, 6, 24), 3)
    assert periods.announce({day: "A coronation"})
    try:
        assert not periods.announce({day: "A coronation"})
        assert not periods.is_working_day(day)
        assert periods.last_day_for_clear_working_days(date(2024, 6, 24), 3) == before - ONE_DAY
    finally:
        periods.announce({})
    assert periods.is_working_day(day)
