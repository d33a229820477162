"""Days, clear days and statutory periods, as they are counted in England and Wales.

Everything is a pure function over `datetime.date`; a `datetime` is refused, because which day it falls on
depends on the time zone (`day_in_london` answers that). Bank holidays come from the table bundled with
`govuk_bank_holidays`, and those that an installation entered itself are told by `announce()`; nothing here uses the
network or the database. How many days a rule asks for is data with its statutory reference, never a number in this
file. Rules with a start, a direction and pauses are in `clocks`.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from itertools import groupby
from types import MappingProxyType
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class BeyondTheTable(ValueError):
    """A count of working days needs a day for which the bank holidays are not known."""

    def __init__(self, day: date):
        super().__init__(
            f"Working days cannot be counted to {in_words(day)}: the bank holidays are known only from "
            f"{in_words(table_begins_on())} to {in_words(table_ends_on())}."
        )
        self.day = day


@cache
def bundled_bank_holidays() -> Mapping[date, str]:
    """Name of each bank holiday in England and Wales that GOV.UK lists, by day.

    A day given in place of another is named "Christmas Day, substitute day".
    """
    # use_cached_holidays reads the table inside the package; without it the constructor asks www.gov.uk.
    table = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return MappingProxyType(
        {
            row["date"]: ", ".join(filter(None, [row["title"], row["notes"][:1].lower() + row["notes"][1:]]))
            for row in table
        }
    )


@cache
def table_begins_on() -> date:
    """First day whose bank holidays are known: 1 January, as GOV.UK lists whole calendar years."""
    return date(min(bundled_bank_holidays()).year, 1, 1)


@cache
def table_ends_on() -> date:
    """Last day whose bank holidays are known: 31 December, as GOV.UK lists whole calendar years."""
    return date(max(bundled_bank_holidays()).year, 12, 31)


class _Known:
    """The holidays that are counted with now, and what is worked out from them once. Replaced whole, never changed."""

    def __init__(self, announced: Mapping[date, str]):
        self.announced = MappingProxyType(dict(announced))

    @cached_property
    def holidays(self) -> Mapping[date, str]:
        return MappingProxyType({**self.announced, **bundled_bank_holidays()})

    @cached_property
    def working_days(self) -> tuple[date, ...]:
        return tuple(
            day
            for day in _each_day(table_begins_on(), table_ends_on())
            if day.weekday() < SATURDAY and day not in self.holidays
        )


_known = _Known({})


def announce(holidays: Mapping[date, str]) -> bool:
    """Count from now on with these bank holidays, too: all those that were proclaimed before the bundled table knew
    of them. Whether that changed anything. For this process only; `records.holidays` tells each process.
    """
    global _known  # noqa: PLW0603 - one binding, replaced whole, so that a count in another thread is never half new
    if holidays == _known.announced:
        return False
    _known = _Known(holidays)
    return True


def bank_holidays() -> Mapping[date, str]:
    """Name of each bank holiday in England and Wales (Banking and Financial Dealings Act 1971 s1), by day: those of
    the bundled table, and those announced."""
    return _known.holidays


def _working_days() -> tuple[date, ...]:
    return _known.working_days


def _each_day(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def require_dates(*days: date) -> None:
    for day in days:
        if isinstance(day, datetime):
            raise TypeError("A day is needed here, not a moment. Use day_in_london() to find its day.")


def _require_in_table(*days: date) -> None:
    for day in days:
        if not table_begins_on() <= day <= table_ends_on():
            raise BeyondTheTable(day)


def is_working_day(day: date) -> bool:
    """Neither a Saturday, a Sunday nor a bank holiday in England and Wales. Raises `BeyondTheTable`."""
    require_dates(day)
    _require_in_table(day)
    return day.weekday() < SATURDAY and day not in bank_holidays()


def working_day_on_or_before(day: date) -> date:
    """The day itself if it is a working day, otherwise the last one before it. Raises `BeyondTheTable`."""
    return day if is_working_day(day) else add_working_days(day, -1)


def add_working_days(start: date, n: int) -> date:
    """The n-th working day after `start`, or before it if n is negative; `start` itself if n is 0.

    `start` is not counted and need not be a working day. Raises `BeyondTheTable`.
    """
    require_dates(start)
    if n == 0:
        return start
    _require_in_table(start)
    days = _working_days()
    index = bisect_right(days, start) + n - 1 if n > 0 else bisect_left(days, start) + n
    if index < 0:
        raise BeyondTheTable(table_begins_on() - ONE_DAY)
    if index >= len(days):
        raise BeyondTheTable(table_ends_on() + ONE_DAY)
    return days[index]


def working_days_between(start: date, end: date) -> int:
    """Number of working days after `start` up to and including `end`, as in "waited 46 working days".

    0 if `end` is not after `start`. Raises `BeyondTheTable`.
    """
    require_dates(start, end)
    if end <= start:
        return 0
    _require_in_table(start + ONE_DAY, end)
    return bisect_right(_working_days(), end) - bisect_right(_working_days(), start)


def clear_working_days_between(published: date, meeting: date) -> int:
    """Number of clear working days: both days left out, and weekends and bank holidays between them too.

    The "five clear days" of LGA 1972 s100A(6) and s100B(3), as councils commonly count them.
    0 if `meeting` is not after `published`. Raises `BeyondTheTable`.
    """
    require_dates(published, meeting)
    return working_days_between(published, meeting - ONE_DAY)


def clear_days_between(a: date, b: date) -> int:
    """Number of calendar days strictly between two days; 0 if `b` is not after `a`."""
    require_dates(a, b)
    return max((b - a).days - 1, 0)


def last_day_for_clear_working_days(meeting: date, number: int) -> date:
    """The latest day on which publishing still leaves `number` clear working days before `meeting`.

    The day itself is not counted, so it may be a Sunday or a bank holiday; `working_day_on_or_before` gives
    the day by which an office that is closed then must publish. With number 0 it is the day before the
    meeting. Raises `BeyondTheTable`, and `ValueError` for a negative number. LGA 1972 s100A(6), s100B(3).
    """
    require_dates(meeting)
    _require_not_negative(number)
    return add_working_days(meeting, -number) - ONE_DAY


def last_day_for_clear_days(meeting: date, number: int) -> date:
    """The latest day that leaves `number` clear calendar days before `meeting`. `ValueError` below 0."""
    require_dates(meeting)
    _require_not_negative(number)
    return meeting - timedelta(days=number + 1)


def last_day_beginning_with(first_day: date, number_of_days: int) -> date:
    """Last day of a period of days "beginning with" a day, which is therefore day 1.

    Police Act 1996 s55: "before the end of the period of 56 days beginning with the day on which the
    report is published". `ValueError` for a period of less than one day.
    """
    require_dates(first_day)
    if number_of_days < 1:
        raise ValueError("A period lasts at least one day.")
    return first_day + timedelta(days=number_of_days - 1)


def last_day_of_weeks_beginning_with(first_day: date, weeks: int) -> date:
    """Last day of a period of weeks "beginning with" a day, as in PRSRA 2011 Sch 8 para 4(6)."""
    return last_day_beginning_with(first_day, weeks * 7)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last; earlier where `months` is negative."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _require_not_negative(number: int) -> None:
    if number < 0:
        raise ValueError("The number of clear days cannot be less than 0.")


# Said in words


def in_words(day: date) -> str:
    """As in "Monday 30 September 2024"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


@dataclass(frozen=True)
class Explanation:
    """A result and the sentences that let a reader check it against a wall calendar."""

    result: date | int
    sentences: tuple[str, ...]


def explain_last_day_for_clear_working_days(meeting: date, number: int) -> Explanation:
    """`last_day_for_clear_working_days` with its working. Raises the same errors."""
    last_day = last_day_for_clear_working_days(meeting, number)
    sentences = [f"Counting back from {in_words(meeting)}, the day of the meeting, which does not count."]
    sentences += reversed(_days_left_out(last_day, meeting))
    if number:
        first, last = last_day + ONE_DAY, add_working_days(meeting, -1)
        sentences.append(
            f"The clear working day is {in_words(first)}."
            if number == 1
            else f"The {number} clear working days run from {in_words(first)} to {in_words(last)}."
        )
    sentences.append(f"The last day is {in_words(last_day)}, which does not count either.")
    working_day = working_day_on_or_before(last_day)
    if working_day != last_day:
        sentences.append(f"That is not a working day; the last working day before it is {in_words(working_day)}.")
    return Explanation(last_day, tuple(sentences))


def explain_clear_working_days_between(published: date, meeting: date) -> Explanation:
    """`clear_working_days_between` with its working. Raises the same errors."""
    number = clear_working_days_between(published, meeting)
    if meeting <= published:
        sentence = f"{in_words(published)} is not before {in_words(meeting)}, the day of the meeting."
        return Explanation(number, (sentence, "That leaves no clear working days."))
    return Explanation(
        number,
        (
            f"Counting from {in_words(published)}, which does not count.",
            *_days_left_out(published, meeting),
            f"{in_words(meeting)}, the day of the meeting, does not count.",
            f"That leaves {number or 'no'} clear working {'day' if number == 1 else 'days'}.",
        ),
    )


def _days_left_out(after: date, before: date) -> list[str]:
    """A sentence for each weekend and bank holiday strictly between two days, in order."""
    left_out = [day for day in _each_day(after + ONE_DAY, before - ONE_DAY) if not is_working_day(day)]
    sentences = []

    def one_sentence(day: date) -> tuple:
        # Saturday and Sunday of one week share a sentence; each bank holiday has its own.
        return day.isocalendar()[:2] if day.weekday() >= SATURDAY else (day,)

    for _, group in groupby(left_out, key=one_sentence):
        days = list(group)
        reason = "weekend" if days[0].weekday() >= SATURDAY else bank_holidays()[days[0]]
        sentences.append(f"{_pair_in_words(days)} {'do' if len(days) > 1 else 'does'} not count ({reason}).")
    return sentences


def _pair_in_words(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return in_words(first)
    opening = f"{first:%A} {first.day}"
    if first.month != last.month:
        opening += f" {first:%B}"
    if first.year != last.year:
        opening += f" {first.year}"
    return f"{opening} and {in_words(last)}"


# Europe/London


def day_in_london(moment: datetime) -> date:
    """The day it was in London at that moment. `ValueError` if the moment has no time zone."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError("A moment without a time zone has no certain day.")
    return moment.astimezone(LONDON).date()


def clock(moment: datetime) -> str:
    """A time of day in London as GOV.UK writes it: 10am, 2:30pm, midday."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    if (local.hour, local.minute) == (0, 0):
        return "midnight"
    hour = local.hour % 12 or 12
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{hour}{minutes}{'am' if local.hour < 12 else 'pm'}"


def today() -> date:
    """Today in London."""
    return datetime.now(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The last moment of the day in London: "before the end of" it is `moment <= end_of_day(day)`."""
    require_dates(day)
    return datetime.combine(day, time.max, tzinfo=LONDON)
