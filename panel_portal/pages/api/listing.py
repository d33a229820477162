"""Rows of a kind, page by page; what changed since a moment; what is left of what was withdrawn.

A page is asked for by a cursor: the place after which it begins. So nothing that is added while somebody walks moves a
row from one page to another. Without `modified_since` rows come in the order in which they were entered; with it, in
the order in which they changed, so that what changes during the walk comes (again) at its end.
"""

import hashlib
import heapq
import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q
from django.http import Http404

from panel_portal.pages.api.kinds import Kind
from panel_portal.pages.api.told import At, api_address
from panel_portal.records import revision
from panel_portal.records.publication import Exemptable, PublicRecord, at_the_end
from panel_portal.records.stamps import Source, last_changed, newest_of, touched_since
from panel_portal.records.views import withdrawn_above

MOST, USUAL = 100, 40
# Rows that are named to the database one by one.
NAMED = 1_000
# RFC 3339, which is what OpenAPI calls date-time: a moment without a time zone is nobody's.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


class Refused(Exception):
    """What was asked cannot be answered. Its words are for whoever asked."""


class Withdrawn(Exception):
    """The record asked for was withdrawn."""

    def __init__(self, tombstone: dict):
        super().__init__(tombstone["id"])
        self.tombstone = tombstone


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the row with this key, among those that changed at this moment."""

    pk: int
    changed: datetime | None = None

    @property
    def after(self) -> Q:
        if self.changed is None:
            return Q(pk__gt=self.pk)
        return Q(changed__gt=self.changed) | Q(changed=self.changed, pk__gt=self.pk)


def _signer(kind: Kind) -> signing.Signer:
    return signing.Signer(salt=f"api.v1.{kind.name}")


def written(kind: Kind, place: Place) -> str:
    """A place as a cursor. It is signed: one that was made up is refused instead of answered with something."""
    return _signer(kind).sign_object([place.pk, place.changed and place.changed.isoformat()])


def place_of(kind: Kind, cursor: str, *, by_change: bool) -> Place:
    try:
        pk, changed = _signer(kind).unsign_object(cursor)
    except (signing.BadSignature, ValueError):
        raise Refused("This cursor is not one that was given out here. Take it from “next” as it stands.") from None
    if (changed is not None) is not by_change:
        raise Refused("This cursor belongs to a walk of another sort: with it, ask for “modified_since” as before.")
    return Place(pk, changed and datetime.fromisoformat(changed))


def moment_of(words: str) -> datetime:
    """The moment written in words, kept within what the database can compare."""
    if not MOMENT.fullmatch(words):
        raise Refused(
            "“modified_since” is a moment with its time zone, as 2026-09-14T10:30:00Z. In an address write %2B for +."
        )
    date, clock = words[:10], words[11:].upper()
    if date < "2000":
        return EARLIEST
    try:
        # A leap second is a moment, too; Python knows none.
        moment = datetime.fromisoformat(f"{date}T{clock.replace(':60', ':59', 1) if clock[6:8] == '60' else clock}")
    except ValueError:
        raise Refused("“modified_since” names a day or a time of day that does not exist.") from None
    try:
        return min(max(moment.astimezone(UTC), EARLIEST), LATEST)
    except OverflowError:
        return LATEST


# Rows -----------------------------------------------------------------------------------------------------


def _ancestors(model, before: str = "") -> dict[str, type]:
    """What a row hangs from, and what that hangs from, by the path that leads there."""
    found = {}
    for path in (*model.public_through, *model.public_after):
        above = at_the_end(model, path)
        found[before + path] = above
        found |= _ancestors(above, f"{before}{path}__")
    return found


def _sources(kind: Kind) -> tuple[Source, ...]:
    """Also what a row hangs from: it comes and goes with that."""
    above = [
        Source(model, ("exempt",) if issubclass(model, Exemptable) else (), outer=path)
        for path, model in _ancestors(kind.model).items()
        if issubclass(model, PublicRecord)
    ]
    return (*kind.sources, *above)


def _changed(kind: Kind):
    """Of public rows only: then what they hang from is public, and so are they for what hangs from them; unless of an
    exempt one no more than its bare fact is."""
    given = {*_ancestors(kind.model).values()}
    if not (issubclass(kind.model, Exemptable) and kind.model.shell_when_exempt):
        given.add(kind.model)
    columns = ["published_at"] if kind.is_published else []
    return last_changed(_sources(kind), *columns, given=frozenset(given))


def with_last_change(kind: Kind, rows):
    """`changed` of each row: when something that is told of it last changed."""
    return rows.annotate(changed=_changed(kind))


def _gone_since(kind: Kind):
    """When what was withdrawn was: it, or what it hangs from."""
    return last_changed((), *(f"{path}withdrawn_at" for path in _withdrawn_paths(kind)))


def _withdrawn_paths(kind: Kind) -> list[str]:
    return ["", *(f"{path}__" for path, model in _ancestors(kind.model).items() if issubclass(model, PublicRecord))]


def _named(keys) -> list[int] | None:
    """Those keys; None where they are too many to be named one by one."""
    found = list(keys[: NAMED + 1])
    return found if len(found) <= NAMED else None


def _touched(kind: Kind, since: datetime) -> list[int] | None:
    """The keys of rows to which anything happened since; None where they are too many to be named one by one.

    Whoever asks every few minutes mostly asks after the newest that happened, which is kept for each state of the
    record: what the public could not see may have happened since, and changed nothing that is told.
    """
    stamped = ["published_at"] if kind.is_published else []
    if kind.may_be_gone:
        stamped += [f"{path}withdrawn_at" for path in _withdrawn_paths(kind)]
    sources = _sources(kind)
    newest = revision.kept(f"newest of {kind.name}", lambda: newest_of(kind.model, sources, *stamped) or EARLIEST)
    if newest < since:
        return []
    return _named(touched_since(kind.model, sources, since, *stamped))


def _alive(kind: Kind, rows, chosen: dict, touched: list[int] | None, since: datetime, place, most: int) -> list[tuple]:
    """(changed, key) of the first public rows that changed since a moment, after a place. Only those that are `touched`
    can have: when a row last changed is read out of the history of all that is told of it."""
    if touched is not None:
        found = with_last_change(kind, rows.filter(pk__in=touched))
        found = found.filter(Q(changed__gte=since) & (place.after if place else Q()))
        return list(found.order_by("changed", "pk").values_list("changed", "pk")[:most])
    # Whoever walks through that many asks for page after page of the same record.
    moments, keys = revision.kept(f"changes of {kind.name}", lambda: _all_changes(kind))
    at = bisect_left(moments, _counted(since))
    if place and place.changed and place.changed >= since:
        moment = _counted(place.changed)
        at = bisect_right(keys, place.pk, bisect_left(moments, moment), bisect_right(moments, moment))
    wanted = set(rows.order_by().values_list("pk", flat=True)) if chosen else None
    places = (n for n in range(at, len(keys)) if wanted is None or keys[n] in wanted)
    return [(EARLIEST + timedelta(microseconds=moments[n]), keys[n]) for n in islice(places, most)]


def _all_changes(kind: Kind) -> tuple[array, array]:
    """When each public row last changed, in microseconds from `EARLIEST`, and its key, in that order."""
    rows = with_last_change(kind, kind.model.objects.public()).filter(changed__isnull=False)
    told = list(rows.order_by("changed", "pk").values_list("changed", "pk"))
    return array("q", [_counted(changed) for changed, _ in told]), array("q", [pk for _, pk in told])


def _counted(moment: datetime) -> int:
    return (moment - EARLIEST) // timedelta(microseconds=1)


def _withdrawn_since(kind: Kind, since: datetime) -> Q:
    withdrawn = Q()
    for path in _withdrawn_paths(kind):
        withdrawn |= Q(**{f"{path}withdrawn_at__gte": since})
    return withdrawn


def _gone(kind: Kind, rows):
    """Of these rows, public or gone, those that were public until they, or what they hang from, were withdrawn."""
    gone = rows.select_related(*kind.above)
    return gone.exclude(pk__in=kind.model.objects.public().order_by().values("pk")).annotate(changed=_gone_since(kind))


def _tombstone(kind: Kind, record, *, asked_for: bool = False) -> dict | None:
    """What is left of a withdrawn record; None where nothing was withdrawn. Whoever asked for it has its id."""
    withdrawn = withdrawn_above(record)
    if withdrawn is None:
        return None
    key = kind.key(record)
    return {
        "id": key if asked_for or not kind.has_words_for_ids else None,
        "id_sha256": hashlib.sha256(key.encode()).hexdigest(),
        "withdrawn_at": withdrawn.withdrawn_at,
        "reason": withdrawn.withdrawn_reason,
        "tombstone": True,
    }


def _told(kind: Kind, rows, at: At, changed: dict[int, datetime] | None = None) -> dict[int, dict]:
    """What is told of public rows, by their keys in the database. `changed`: when each last changed, where that was
    asked already; to write that question takes longer than all the others together."""
    rows = list(kind.loaded(rows) if changed is not None else with_last_change(kind, kind.loaded(rows)))
    return {
        row.pk: {
            **told,
            "api_url": at(api_address(kind.name, told["id"])),
            "published_at": row.published_at if kind.is_published else None,
            "modified_at": changed[row.pk] if changed is not None else row.changed,
        }
        for row, told in zip(rows, kind.tell(rows, at), strict=True)
    }


def _narrowed(kind: Kind, chosen: dict):
    """The public rows, narrowed as the list on the pages is by the same words."""
    rows = kind.model.objects.public()
    if kind.filters is None:
        return rows
    narrowing = kind.filters({**dict(kind.unasked), **chosen}, queryset=rows)
    if not narrowing.is_valid():
        name, errors = next(iter(narrowing.errors.items()))
        raise Refused(f"“{name}”: {errors[0]}")
    return kind.model.objects.public().filter(pk__in=narrowing.qs.order_by().values("pk")) if chosen else rows


def page(kind: Kind, at: At, *, limit: int, cursor: str, modified_since: str, chosen: dict) -> tuple[list[dict], str]:
    """A page of what is told, and the cursor of the next; "" after the last. Raises Refused."""
    rows = _narrowed(kind, chosen)
    since = moment_of(modified_since) if modified_since else None
    place = place_of(kind, cursor, by_change=since is not None) if cursor else None
    if since is None:
        rows = rows.order_by("pk")
        keys = list((rows.filter(place.after) if place else rows).values_list("pk", flat=True)[: limit + 1])
        told = _told(kind, kind.model.objects.public().filter(pk__in=keys[:limit]), at)
        results = [told[key] for key in keys[:limit] if key in told]
        return results, written(kind, Place(keys[limit - 1])) if len(keys) > limit else ""
    found = Q(changed__gte=since) & (place.after if place else Q())
    earliest = max(since, place.changed) if place and place.changed else since
    touched = _touched(kind, earliest)
    if touched == []:
        return [], ""
    alive = _alive(kind, rows, chosen, touched, since, place, limit + 1)
    # A withdrawn record is told of whatever was chosen: that it has a word must not be told.
    gone = []
    if kind.may_be_gone:
        every = kind.model.objects.public_or_gone()
        keys = touched
        if keys is None:
            keys = _named(every.filter(_withdrawn_since(kind, earliest)).order_by().values_list("pk", flat=True))
        withdrawn = _gone(kind, every if keys is None else every.filter(pk__in=keys))
        gone = list(withdrawn.filter(found).order_by("changed", "pk")[: limit + 1])
    places = list(
        heapq.merge(
            ((changed, pk, None) for changed, pk in alive),
            ((record.changed, record.pk, record) for record in gone),
            key=lambda one: one[:2],
        )
    )
    shown = places[:limit]
    changed = {pk: moment for moment, pk, gone in shown if gone is None}
    told = _told(kind, kind.model.objects.public().filter(pk__in=changed), at, changed)
    results = [_tombstone(kind, record) if record else told.get(pk) for _, pk, record in shown]
    last = shown[-1] if shown else None
    return [one for one in results if one], written(kind, Place(last[1], last[0])) if len(places) > limit else ""


def one(kind: Kind, at: At, key: str) -> dict:
    """What is told of one record. Raises Http404, or Withdrawn."""
    try:
        wanted = kind.find(key)
    except ValueError:
        raise Http404 from None
    told = _told(kind, kind.model.objects.public().filter(**wanted), at)
    if told:
        return next(iter(told.values()))
    if kind.may_be_gone:
        try:
            record = kind.model.objects.public_or_gone().select_related(*kind.above).get(**wanted)
        except ObjectDoesNotExist:
            raise Http404 from None
        if tombstone := _tombstone(kind, record, asked_for=True):
            raise Withdrawn(tombstone)
    raise Http404
