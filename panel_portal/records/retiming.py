"""A stored day counted anew: what it was, what it is, and why; written with its line in the history."""

from dataclasses import dataclass
from datetime import date

from panel_portal.records.history import because
from panel_portal.records.models import ProclaimedHoliday
from panel_portal.records.periods import bank_holidays, in_words

VERB = "Counted its day anew"


@dataclass(frozen=True)
class Retimed:
    """One clock whose day has changed."""

    record: object
    old: date | None
    new: date | None
    reason: str

    def __str__(self):
        old, new = (in_words(day) if day else "no day" for day in (self.old, self.new))
        return f"{self.record}: {old} became {new}. {self.reason}"


def write_day(record, name: str, day: date | None, *, until: date | None, by=None) -> list[Retimed]:
    """Store the day in the field `name` of a record, if it is another one; what changed, if anything did.

    until  the other end of the count, so that the holidays in between can be named as the reason
    """
    old = getattr(record, name)
    if day == old:
        return []
    reason = why(*sorted(filter(None, (old, day, until)))) if until else "What it is counted from has changed."
    with because(by=by, verb=VERB, note=reason):
        type(record)._base_manager.filter(pk=record.pk).update(**{name: day})
    setattr(record, name, day)
    return [Retimed(record, old, day, reason)]


def why(first: date, *others: date) -> str:
    """The bank holidays in the span of a count as a reason: those entered by hand, otherwise all of them."""
    last = others[-1] if others else first
    added = dict(ProclaimedHoliday.objects.filter(day__gte=first, day__lte=last).values_list("day", "name"))
    known = added or {day: name for day, name in bank_holidays().items() if first <= day <= last}
    if not known:
        return "What it is counted from has changed."
    named = "; ".join(f"{name}, {in_words(day)}" for day, name in sorted(known.items()))
    return f"In between lies: {named}."
