"""What the public list of actions comes to: counts, and two pictures with the figures behind them.

Each is one query that the database adds up, whatever the number of actions.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from meetings.models import Action
from panel_portal.records.periods import BeyondTheTable, months_after, today, working_days_between

# Where the longest bar ends, in per cent of the picture's width: beside it stands its number.
LONGEST = 82
ROW = 58  # height of one bar with its label, in pixels


@dataclass(frozen=True)
class Bar:
    """One bar. `number` is its length and stands beside it; `more` are further columns of the table."""

    label: str
    number: float
    more: tuple[int, ...] = ()
    length: int = 0
    top: int = 0

    @property
    def label_at(self) -> int:
        return self.top + 16

    @property
    def bar_at(self) -> int:
        return self.top + 24

    @property
    def number_at(self) -> int:
        return self.top + 40


@dataclass(frozen=True)
class Chart:
    """A picture of bars: what it shows, what it says in one sentence, and its table."""

    name: str
    heading: str
    summary: str
    columns: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


def counts(actions, day: date | None = None) -> dict[str, int]:
    """How many are outstanding, overdue and closed, and how old the outstanding ones are: `age_0` under 3 months,
    `age_3`, `age_6`, `age_12` over a year since they were asked. One query."""
    day = day or today()
    outstanding = Q(state__in=Action.OUTSTANDING)
    asked_by = {months: Q(asked_on__lte=months_after(day, -months)) for months in (3, 6, 12)}
    return actions.order_by().aggregate(
        open=Count("pk", filter=outstanding),
        overdue=Count("pk", filter=Q(state=Action.State.OPEN, due_on__lt=day)),
        closed=Count("pk", filter=~outstanding),
        age_0=Count("pk", filter=outstanding & ~asked_by[3]),
        age_3=Count("pk", filter=outstanding & asked_by[3] & ~asked_by[6]),
        age_6=Count("pk", filter=outstanding & asked_by[6] & ~asked_by[12]),
        age_12=Count("pk", filter=outstanding & asked_by[12]),
    )


def days_to_accept(actions) -> dict[int, list[int]]:
    """For each year of acceptance, the working days that each action accepted in full then had taken since it was
    asked, shortest first. One query, of as many rows as there are pairs of days. Days beyond the table of bank
    holidays are left out."""
    accepted = actions.filter(state=Action.State.ACCEPTED).annotate(day=TruncDate("closed_at_meeting__starts_at"))
    days = defaultdict(list)
    for asked_on, day, number in accepted.order_by().values_list("asked_on", "day").annotate(n=Count("pk")):
        try:
            taken = working_days_between(asked_on, day)
        except BeyondTheTable:
            continue
        days[day.year] += [taken] * number
    return {year: sorted(days[year]) for year in sorted(days)}


def charts(counted: dict[str, int], days: dict[int, list[int]]) -> list[Chart]:
    """The two pictures, from `counts` and `days_to_accept`; one of which there is nothing to show is left out."""
    return [chart for chart in (_ages(counted), _waits(days)) if chart]


def _ages(counted) -> Chart | None:
    if not counted["open"]:
        return None
    old = counted["age_12"]
    return Chart(
        name="age",
        heading="How long ago the open ones were asked",
        summary=f"Of {counted['open']} not yet accepted, {old or 'none'} {_was(old)} asked for over a year ago.",
        columns=("Asked", "Not yet accepted"),
        bars=_drawn(
            Bar(label, counted[f"age_{months}"])
            for months, label in (
                (0, "Under 3 months ago"),
                (3, "3 to 6 months ago"),
                (6, "6 to 12 months ago"),
                (12, "Over a year ago"),
            )
        ),
    )


def _waits(days) -> Chart | None:
    if not days:
        return None
    year, last = max(days.items())
    if len(last) == 1:
        summary = f"The one action accepted in {year} had taken {_in_figures(last[0])} working days."
    else:
        summary = f"Of the {len(last)} accepted in {year}, half had taken {_middle(last)} working days or fewer."
    return Chart(
        name="wait",
        heading="How long it took until the panel accepted",
        summary=summary,
        columns=("Year", "Working days, median", "Actions"),
        bars=_drawn(Bar(str(year), median(taken), (len(taken),)) for year, taken in days.items()),
    )


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _middle(numbers) -> str:
    return _in_figures(median(numbers))


def _in_figures(number: float) -> str:
    return f"{number:g}"


def _drawn(bars) -> tuple[Bar, ...]:
    """The same bars with their lengths and places; what is not nothing can be seen."""
    bars = list(bars)
    longest = max(bar.number for bar in bars) or 1
    return tuple(
        Bar(
            bar.label,
            _whole(bar.number),
            bar.more,
            length=max(round(LONGEST * bar.number / longest), 1 if bar.number else 0),
            top=ROW * place,
        )
        for place, bar in enumerate(bars)
    )


def _whole(number: float) -> float:
    return int(number) if number == int(number) else number
