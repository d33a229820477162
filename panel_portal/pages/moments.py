"""Since when the public could read something, worked out of the history where no stamp says it.

Only what stood in a record while it was public counts. So a change to a draft, or to what was withdrawn, is no change
until it is published, and none at all where it was undone before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from meetings.models import Meeting
from panel_portal.records.history import REFUSED
from panel_portal.records.publication import Publication
from questions.models import Scheme, StatedClosing

# A meeting in one of these states does not take place at its time; of one that was opened the time still stands.
CALLED_OFF = frozenset({Meeting.State.CANCELLED, Meeting.State.POSTPONED})
# What somebody has to know who means to come; a change of it is told (RFC 5545 3.8.7.4).
MATTERS = ("starts_at", "ends_at", "place", "remote_link")
# What else of a meeting a calendar repeats.
REPEATED = ("kind", "purpose", "agenda_published_at", "state", "outcome_reason", "later_meeting_id")

MeetingEvent = Meeting.events.rel.related_model


class InWords(Func):
    """A moment as it stands in a key: "20260914T090000Z"."""

    template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"')"""
    output_field = CharField()


def while_public(model):
    """The events of the row of `model` in the query around it, at which it was public."""
    event = model.events.rel.related_model
    return event.objects.filter(pgh_obj=OuterRef("pk"), publication=Publication.PUBLISHED)


def came_to(model, states: Iterable[str]) -> Subquery:
    """Since when the public could read that a row is in one of these states. Of what was reopened and came to it
    again, the later time."""
    event, states = model.events.rel.related_model, list(states)
    before = event.objects.filter(pgh_obj=OuterRef("pgh_obj")).exclude(state__in=states).order_by("-pgh_id")
    since = while_public(model).filter(state__in=states, pgh_id__gt=Coalesce(Subquery(before.values("pgh_id")[:1]), 0))
    return Subquery(since.order_by("pgh_id").values("pgh_created_at")[:1])


def last_moved() -> Subquery:
    """When a meeting that could be read already and was to come was last given another time, or another place."""
    before = MeetingEvent.objects.filter(
        pgh_obj=OuterRef("pgh_obj"), publication=Publication.PUBLISHED, pgh_id__lt=OuterRef("pgh_id")
    ).order_by("-pgh_id")
    moves = while_public(Meeting).annotate(
        starts_before=Subquery(before.values("starts_at")[:1]), place_before=Subquery(before.values("place")[:1])
    )
    # That a place is named at last is no move.
    elsewhere = ~Q(place_before="") & ~Q(place=F("place_before"))
    moves = moves.filter(~Q(starts_at=F("starts_before")) | elsewhere, starts_before__gt=F("pgh_created_at"))
    return Subquery(moves.order_by("-pgh_id").values("pgh_created_at")[:1])


@dataclass(frozen=True)
class Standing:
    """How a meeting stood in public from `at` on."""

    at: datetime
    matters: tuple
    repeated: tuple

    @property
    def starts_at(self) -> datetime:
        return self.matters[0]

    @property
    def place(self) -> str:
        return self.matters[2]


def standings(meetings: Iterable[Meeting]) -> dict[int, list[Standing]]:
    """How each of these public meetings stood in public, oldest first, each unlike the one before. One query."""
    found = defaultdict(list)
    events = MeetingEvent.objects.filter(
        pgh_obj__in=[meeting.pk for meeting in meetings], publication=Publication.PUBLISHED
    )
    rows = events.order_by("pgh_id").values_list("pgh_obj", "pgh_created_at", *MATTERS, *REPEATED)
    for key, at, *columns in rows:
        matters, repeated = columns[: len(MATTERS)], columns[len(MATTERS) :]
        off = repeated[REPEATED.index("state")] in CALLED_OFF
        one = Standing(at, (*matters, off), tuple(repeated))
        last = found[key][-1] if found[key] else None
        if last is None or (last.matters, last.repeated) != (one.matters, one.repeated):
            found[key].append(one)
    return found


def changes(stood: list[Standing]) -> int:
    """How often what matters changed, for whoever has the meeting in a calendar."""
    return sum(one.matters != other.matters for one, other in zip(stood, stood[1:], strict=False))


def before_it_moved(stood: list[Standing]) -> Standing | None:
    """How it stood before it was last given another time or place; None where that never happened."""
    last = stood[-1:] and (stood[-1].starts_at, stood[-1].place)
    return next((one for one in reversed(stood) if (one.starts_at, one.place) != last), None)


def fixed_anew(meetings: Iterable[Meeting]) -> dict[int, list[datetime]]:
    """When the last moment to ask for each of these public meetings may have become another since it was published:
    the clerk fixed it by hand, the agenda came out from which it is counted, or the scheme was changed. Two queries."""
    meetings = list(meetings)
    since = {meeting.pk: meeting.published_at for meeting in meetings}
    found = {key: [] for key in since}
    by_hand = StatedClosing.events.rel.related_model.objects.filter(meeting__in=list(since)).exclude(pgh_label=REFUSED)
    for key, at in by_hand.order_by("pgh_id").values_list("meeting", "pgh_created_at"):
        found[key] += [at] if at > since[key] else []
    schemes = Scheme.events.rel.related_model.objects.exclude(pgh_label=REFUSED).order_by("pgh_id")
    rules = list(schemes.values_list("pgh_created_at", "from_on", "until_on", "counted_from"))
    for meeting in meetings:
        holding = [
            (at, counted_from)
            for at, first, last, counted_from in rules
            if (first is None or first <= meeting.day) and (last is None or meeting.day <= last)
        ]
        found[meeting.pk] += [at for at, _ in holding if at > meeting.published_at]
        from_agenda = holding and holding[-1][1] == Scheme.CountedFrom.AGENDA
        if from_agenda and meeting.agenda_published_at and meeting.agenda_published_at > meeting.published_at:
            found[meeting.pk].append(meeting.agenda_published_at)
    return found
