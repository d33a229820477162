"""A clock: a rule, the day from which it counts, and the stretches left out of the count; from these the day it
comes to, with sentences that a reader can check on a wall calendar.

Pure like `periods`: no database, no network, and the bank holidays may be handed in. The numbers and the provisions
they rest on are data (`records.models.StatutoryPeriod`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date
from enum import StrEnum

from panel_portal.records.periods import (
    ONE_DAY,
    SATURDAY,
    BeyondTheTable,
    Explanation,
    bank_holidays,
    in_words,
    months_after,
    require_dates,
    table_begins_on,
    table_ends_on,
)

MOST = 10_000  # no rule counts for longer; a slip of the keyboard must not walk to the end of time


class Unit(StrEnum):
    """What is counted."""

    DAYS = "days"  # the day from which it counts is left out
    CLEAR_DAYS = "clear_days"  # both ends are left out
    WORKING_DAYS = "working_days"
    CLEAR_WORKING_DAYS = "clear_working_days"
    DAYS_BEGINNING_WITH = "days_beginning_with"  # the day from which it counts is day 1
    WEEKS_BEGINNING_WITH = "weeks_beginning_with"
    MONTHS_BEGINNING_WITH = "months_beginning_with"
    FIXED_DAY = "fixed_day"  # the same day of every year, as 8 February


CLEAR = {Unit.CLEAR_DAYS, Unit.CLEAR_WORKING_DAYS}
WORKING = {Unit.WORKING_DAYS, Unit.CLEAR_WORKING_DAYS}
BEGINNING_WITH = {Unit.DAYS_BEGINNING_WITH, Unit.WEEKS_BEGINNING_WITH, Unit.MONTHS_BEGINNING_WITH}
ONE_OF = {
    Unit.DAYS: "day",
    Unit.CLEAR_DAYS: "clear day",
    Unit.WORKING_DAYS: "working day",
    Unit.CLEAR_WORKING_DAYS: "clear working day",
    Unit.DAYS_BEGINNING_WITH: "day",
    Unit.WEEKS_BEGINNING_WITH: "week",
    Unit.MONTHS_BEGINNING_WITH: "month",
}


@dataclass(frozen=True)
class Rule:
    """So many of a unit, after a day or `back` before it; or a fixed day of the year, whose number is the day of the
    month. Raises ValueError where the parts make no sense together."""

    unit: Unit
    number: int
    month: int | None = None
    back: bool = False

    def __post_init__(self):
        if (self.month is None) == (self.unit == Unit.FIXED_DAY):
            raise ValueError("A fixed day of the year has a month, and no other rule has one.")
        if self.unit == Unit.FIXED_DAY:
            date(2001, self.month, self.number)  # ValueError for 31 April, and for 29 February: not every year has one
        if self.back and self.unit in {*BEGINNING_WITH, Unit.FIXED_DAY}:
            raise ValueError("What begins with a day, or is a fixed day, is not counted back.")
        if self.number < (1 if self.unit in BEGINNING_WITH else 0):
            raise ValueError("A period lasts at least one day, and a notice is not less than 0 days.")
        if self.number > MOST:
            raise ValueError(f"A period of more than {MOST} is surely a slip.")

    @property
    def words(self) -> str:
        """ "56 days beginning with the day", "5 clear working days before", "8 February"."""
        if self.unit == Unit.FIXED_DAY:
            return f"{self.number} {date(2001, self.month, 1):%B}"
        noun = ONE_OF[self.unit]
        counted = f"{self.number} {noun if self.number == 1 else noun + 's'}"
        if self.unit in BEGINNING_WITH:
            return f"{counted} beginning with the day"
        return f"{counted} {'before' if self.back else 'after'}"


@dataclass(frozen=True)
class Pause:
    """A stretch left out of the count, both ends included. Without an end the clock stands still.

    reason is read in public: "the period after the election".
    """

    from_on: date
    until_on: date | None
    reason: str

    def __post_init__(self):
        require_dates(*filter(None, (self.from_on, self.until_on)))
        if self.until_on and self.until_on < self.from_on:
            raise ValueError("The pause ends before it begins.")

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class Clock:
    """A rule that counts from a day.

    starts_on  the day from which it counts (for a rule that counts back: the day before which it must be)
    called     what that day is, for the sentences: "the day on which the report was published"
    """

    rule: Rule
    starts_on: date
    called: str = ""
    pauses: tuple[Pause, ...] = ()

    def __post_init__(self):
        require_dates(self.starts_on)
        if self.pauses and self.rule.unit == Unit.FIXED_DAY:
            raise ValueError("A fixed day of the year is not put off by a pause.")

    def day(self, holidays: Mapping[date, str] | None = None) -> date | None:
        """The day this clock comes to; None while it stands still. See `explain`."""
        return self.explain(holidays).result

    def explain(self, holidays: Mapping[date, str] | None = None) -> Explanation:
        """The day with its working. It is the last day on which something may be done; counted in clear days after
        a day, the first. None as the day while the clock stands still.

        holidays  the bank holidays to count with; those of `periods` unless given
        Raises BeyondTheTable where working days are counted to where the bank holidays are not known.
        """
        known = bank_holidays() if holidays is None else holidays
        if self.rule.unit == Unit.FIXED_DAY:
            return _fixed_day(self)
        return _counted(self, known)


def _fixed_day(clock: Clock) -> Explanation:
    rule, start = clock.rule, clock.starts_on
    this_year = date(start.year, rule.month, rule.number)
    found = this_year if this_year >= start else date(start.year + 1, rule.month, rule.number)
    return Explanation(
        found,
        (
            f"The law names the day: {rule.words}, whatever day of the week it is.",
            f"The next one from {in_words(start)}{_called(clock)} is {in_words(found)}.",
        ),
    )


@dataclass
class _Walk:
    """What was met on the way from the start to the day found."""

    last: date  # the last day that counted
    counted: int
    first: date | None = None
    weekend_days: int = 0
    holidays: list | None = None
    paused: dict | None = None
    stood_still: Pause | None = None


def _counted(clock: Clock, holidays: Mapping[date, str]) -> Explanation:
    rule = clock.rule
    wanted = _how_many(clock)
    walk = _walk(clock, wanted, holidays)
    if walk.stood_still:
        return Explanation(None, tuple(_told_standing(clock, walk)))
    result = walk.last
    if rule.unit in CLEAR:
        result += -ONE_DAY if rule.back else ONE_DAY
    return Explanation(result, tuple(_told(clock, walk, wanted, result)))


def _how_many(clock: Clock) -> int:
    """How many days the rule counts. A calendar step has as many as the calendar gives it from that day."""
    rule, start = clock.rule, clock.starts_on
    match rule.unit:
        case Unit.WEEKS_BEGINNING_WITH:
            return rule.number * 7
        case Unit.MONTHS_BEGINNING_WITH:
            # It ends on the day before the corresponding date, or where that month has no such date, on its last day.
            corresponding = months_after(start, rule.number)
            last = corresponding - ONE_DAY if corresponding.day == start.day else corresponding
            return (last - start).days + 1
    return rule.number


def _walk(clock: Clock, wanted: int, holidays: Mapping[date, str]) -> _Walk:
    """One day at a time, until as many as wanted have counted."""
    rule = clock.rule
    step = -ONE_DAY if rule.back else ONE_DAY
    walk = _Walk(last=clock.starts_on, counted=0, holidays=[], paused={})
    day = clock.starts_on if rule.unit in BEGINNING_WITH else clock.starts_on + step
    while walk.counted < wanted:
        pause = next((one for one in clock.pauses if one.covers(day)), None)
        if pause:
            if _is_endless(pause, back=rule.back):
                walk.stood_still = pause
                return walk
            walk.paused[pause] = walk.paused.get(pause, 0) + 1
        elif rule.unit in WORKING and not _works(day, holidays):
            if day.weekday() >= SATURDAY:
                walk.weekend_days += 1
            else:
                walk.holidays.append((day, holidays[day]))
        else:
            walk.first = walk.first or day
            walk.last, walk.counted = day, walk.counted + 1
        if day.year >= MAXYEAR:
            raise ValueError("The count runs out of the calendar.")
        day += step
    return walk


def _is_endless(pause: Pause, *, back: bool) -> bool:
    # Counted back from a day that lies in an open pause, the count comes out at its beginning.
    return pause.until_on is None and not back


def _works(day: date, holidays: Mapping[date, str]) -> bool:
    if not table_begins_on() <= day <= table_ends_on():
        raise BeyondTheTable(day)
    return day.weekday() < SATURDAY and day not in holidays


# In words


def _called(clock: Clock) -> str:
    return f", {clock.called}," if clock.called else ""


def _opening(clock: Clock) -> Iterator[str]:
    rule, start = clock.rule, f"{in_words(clock.starts_on)}{_called(clock)}"
    if rule.unit in BEGINNING_WITH:
        left_out = any(pause.covers(clock.starts_on) for pause in clock.pauses)
        yield f"The period begins with {start.rstrip(',')}" + ("." if left_out else ": that is day 1.")
    else:
        yield f"Counting {'back ' if rule.back else ''}from {start} which does not count."
    if rule.unit not in WORKING:
        yield "Every day counts, weekends and bank holidays too."


def _left_out(clock: Clock, walk: _Walk) -> Iterator[str]:
    if walk.weekend_days:
        days = "1 such day lies" if walk.weekend_days == 1 else f"{walk.weekend_days} such days lie"
        yield f"Saturdays and Sundays do not count: {days} in between."
    for day, name in sorted(walk.holidays):
        yield f"{in_words(day)} does not count ({name})."
    for pause, days in sorted(walk.paused.items(), key=lambda met: met[0].from_on):
        yield f"{_stretch(pause)} {'does' if days == 1 else 'do'} not count ({pause.reason}): {_days(days)}."


def _stretch(pause: Pause) -> str:
    if pause.until_on is None:
        return f"The days from {in_words(pause.from_on)}"
    if pause.until_on == pause.from_on:
        return in_words(pause.from_on)
    return f"{in_words(pause.from_on)} to {in_words(pause.until_on)}"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"


def _told(clock: Clock, walk: _Walk, wanted: int, result: date) -> Iterator[str]:
    rule = clock.rule
    yield from _opening(clock)
    if rule.unit in {Unit.WEEKS_BEGINNING_WITH, Unit.MONTHS_BEGINNING_WITH}:
        noun = ONE_OF[rule.unit] + ("" if rule.number == 1 else "s")
        yield f"{rule.number} {noun} {'is' if rule.number == 1 else 'are'} {_days(wanted)}" + (
            ", counted from that day by the calendar." if rule.unit == Unit.MONTHS_BEGINNING_WITH else "."
        )
    yield from _left_out(clock, walk)
    if rule.unit in CLEAR:
        if wanted:
            first, last = sorted((walk.first, walk.last))
            yield (
                f"The {ONE_OF[rule.unit]} is {in_words(first)}."
                if wanted == 1
                else f"The {wanted} {ONE_OF[rule.unit]}s run from {in_words(first)} to {in_words(last)}."
            )
        end = "last" if rule.back else "first"
        yield f"The {end} day is {in_words(result)}, which does not count either."
    elif wanted == 0:
        yield f"No days are counted, so it is {in_words(result)} itself."
    else:
        noun = "Working day" if rule.unit in WORKING else "Day"
        yield f"{noun} {wanted} is {in_words(result)}, the last day."


def _told_standing(clock: Clock, walk: _Walk) -> Iterator[str]:
    yield from _opening(clock)
    yield from _left_out(clock, walk)
    noun = "working day" if clock.rule.unit in WORKING else "day"
    yield f"{walk.counted} {noun}{'' if walk.counted == 1 else 's'} had counted when the clock stopped."
    pause = walk.stood_still
    yield f"It stopped on {in_words(pause.from_on)} ({pause.reason}) and has not begun again, so there is no day yet."


def stretches(stops: Iterable[tuple[date, date | None, str]]) -> tuple[Pause, ...]:
    """Pauses from stored rows of (stopped on, begun again on, reason). The day on which it begins again counts, so
    the pause ends the day before; stopped and begun again on one day leaves nothing out."""
    return tuple(
        Pause(stopped, again and again - ONE_DAY, reason)
        for stopped, again, reason in stops
        if again is None or again > stopped
    )
