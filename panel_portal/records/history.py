"""What happened to a record, written by the database's own triggers and told in sentences.

`@tracked` puts a trigger on the table: every insert, update and delete, from whatever code or SQL prompt, adds a
row to an append-only table of events. `because()` says who did it, through which verb and why.
"""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pghistory
import pgtrigger
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils.html import strip_tags
from django.utils.text import Truncator
from pghistory.models import Context as PghistoryContext
from pghistory.runtime import Context, _tracker

# pghistory writes a context by upsert, at each event that belongs to it, so an update must be let pass; but who did
# a thing and why, once written, stays.
pgtrigger.register(
    pgtrigger.Trigger(
        name="keep_who_and_why",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF TG_OP = 'UPDATE' AND NEW.id = OLD.id AND NEW.metadata @> OLD.metadata THEN RETURN NEW; END IF;
            RAISE EXCEPTION 'pgtrigger: Cannot take back who changed a record and why (%)', OLD.id;
        """,
    )
)(PghistoryContext)


# The label of an event at which nothing changed: somebody tried, and was refused.
REFUSED = "refused"


def tracked(model):
    """Class decorator: keep the history of `model`, deletes too. (pghistory's trackers remember their model, so each
    table gets its own.) What the database works out from the other columns is no event, and has no history."""
    worked_out = [field.name for field in model._meta.fields if field.generated]
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        pghistory.ManualEvent(REFUSED),
        append_only=True,
        exclude=worked_out or None,
        obj_field=pghistory.ObjForeignKey(related_name="events"),
    )(model)


@contextlib.contextmanager
def because(*, by, verb: str, note: str = "") -> Iterator[None]:
    """Give the changes made inside their own author (None: the system), verb and note.

    pghistory merges nested contexts into the outermost one, so that a verb calling another would be told as one
    event with the inner verb's note. Each verb here gets a context of its own, and the caller's is put back.
    """
    metadata = {"user": by and by.pk, "verb": verb, "note": note}
    outer = getattr(_tracker, "value", None)
    if outer is None:
        with pghistory.context(**metadata):
            yield
        _forget_context()
        return
    _tracker.value = Context(id=uuid.uuid4(), metadata=metadata)
    try:
        yield
    finally:
        _tracker.value = outer


def tell_refusal(record, *, by, verb: str, sentence: str) -> None:
    """Keep that somebody tried a verb and was refused, with the sentence they were told: of two people who close the
    same thing at once, the history has both attempts in order."""
    stored = type(record)._base_manager.filter(pk=record.pk).first()
    if stored is None:
        return
    with transaction.atomic(), because(by=by, verb=f"Refused: {verb}", note=sentence):
        pghistory.create_event(stored, label=REFUSED)


def _forget_context() -> None:
    """pghistory sets its variables until the end of the transaction; what follows in it has another cause."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


@dataclass(frozen=True)
class Happening:
    """One line of a record's story."""

    at: datetime
    who: str
    sentence: str
    note: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    after: object = None  # the record's columns as they stood then
    refused: bool = False  # nothing happened: somebody tried, and was told why not


# Bookkeeping that every event carries and no reader wants.
NOT_TOLD = {"version", "published_at", "withdrawn_at"}


def story(record) -> list[Happening]:
    """Everything that happened to `record`, oldest first, each event with its author, verb, note and what changed.

    Costs two queries, however long the story is.
    """
    events = list(record.events.select_related("pgh_context").order_by("pgh_id"))
    authors = _authors(events)
    told, before = [], None
    for event in events:
        context = event.pgh_context.metadata if event.pgh_context else {}
        changes = _changes(record, before, event) if before is not None else ()
        told.append(
            Happening(
                at=event.pgh_created_at,
                who=authors.get(context.get("user"), "The system"),
                sentence=_sentence(event, context, changes),
                note=context.get("note", ""),
                changes=changes,
                after=event,
                refused=event.pgh_label == REFUSED,
            )
        )
        before = event
    return told


def last_change(record) -> Happening | None:
    """Who changed `record` last and how, for the clerk who is told that somebody was quicker."""
    happenings = [one for one in story(record) if not one.refused]
    return happenings[-1] if happenings else None


def _authors(events) -> dict[int, str]:
    ids = {event.pgh_context.metadata.get("user") for event in events if event.pgh_context}
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=ids - {None})}


def _sentence(event, context, changes) -> str:
    if verb := context.get("verb"):
        return verb
    if event.pgh_label == "insert":
        return "Entered"
    if event.pgh_label == "delete":
        return "Deleted"
    return "Changed: " + ", ".join(name for name, _, _ in changes) if changes else "Saved without a change"


def _changes(record, before, after) -> tuple[tuple[str, str, str], ...]:
    changes = []
    for field in record._meta.concrete_fields:
        if field.name in NOT_TOLD:
            continue
        old, new = getattr(before, field.attname, None), getattr(after, field.attname, None)
        if old != new:
            changes.append((str(field.verbose_name), _in_short(field, old), _in_short(field, new)))
    return tuple(changes)


def _in_short(field, value) -> str:
    if value in (None, "", []):
        return "nothing"
    choices = dict(field.flatchoices)
    values = value if isinstance(value, list) else [value]
    return Truncator(strip_tags(", ".join(str(choices.get(one, one)) for one in values))).words(30)
