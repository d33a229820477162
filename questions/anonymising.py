"""Taking a name out of the record, its history included, because the person asked for it.

The one place where history is rewritten. It is done by a command, leaves a line in the history of the question that
says who did it and why, and says where it could not reach.
"""

import contextlib
import html
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import pgtrigger
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Left, Replace
from pghistory.models import Context, Event

from meetings import registers
from meetings.models import ActionPaper
from panel_portal.records.checks import our_models
from panel_portal.records.documents import Document
from panel_portal.records.filetext import words_of
from panel_portal.records.history import because
from panel_portal.records.publication import Record
from questions.models import Question

SHORTEST = 4  # letters; "Lee" would be taken out of "Leeds"


@dataclass
class Anonymised:
    """How many rows were changed, by model, and what a person must look at."""

    changed: Counter = field(default_factory=Counter)
    look_at: list[str] = field(default_factory=list)


def anonymise(question: Question, *, by, note: str, instead: str = "A member of the public") -> Anonymised:
    """Put `instead` in the place of the published name of a question, wherever it stands: the question, minutes,
    corrections, actions, names of files, and the history of all of them.

    Raises ValidationError for a name too short to be told from other words, and without a reason.
    """
    name = question.published_name.strip()
    if not note.strip():
        raise ValidationError("Say why. The history keeps the reason.")
    if len(name) < SHORTEST:
        raise ValidationError(f"“{name}” is too short to be told from other words. Change it on the pages by hand.")
    if name == instead:
        raise ValidationError(f"It is published under “{instead}” already.")
    done = Anonymised()
    with transaction.atomic():
        for written in spellings(name):
            _replace_everywhere(written, instead, done, by=by, note=note)
        done.look_at += _files(name)
    question.refresh_from_db()
    return done


def spellings(name: str) -> list[str]:
    """A name as it may stand in the record: with a straight or a curly apostrophe, and as HTML writes it."""
    straight = name.replace("’", "'")
    curly = straight.replace("'", "’")
    plain = dict.fromkeys([name, straight, curly])
    return list(dict.fromkeys([*plain, *(html.escape(one, quote=False) for one in plain)]))


def _replace_everywhere(name, instead, done, *, by, note):
    for model in sorted(_public_models(), key=lambda model: model._meta.label):
        # First the history as it was, without its lock; then the record, whose trigger writes the new line.
        event = _event_of(model)
        with pgtrigger.ignore(f"{event._meta.label}:append_only"):
            _replace(event, name, instead, done)
        locks = _locks_of(model)
        # Without a name, `ignore` would ignore every trigger there is.
        unlocked = pgtrigger.ignore(*locks) if locks else contextlib.nullcontext()
        with because(by=by, verb="Anonymise", note=note), unlocked:
            _replace(model, name, instead, done)
    for paper in ActionPaper.objects.all():
        # What it was the sum of has changed with the name.
        paper.sha256, before = registers.paper_csv(paper.rows).sha256, paper.sha256
        if paper.sha256 != before:
            with because(by=by, verb="Anonymise", note=note):
                paper.save(update_fields=["sha256"])
    _replace_notes(name, instead, done)


def _public_models():
    return [model for model in our_models() if issubclass(model, Record) and _event_of(model)]


def _locks_of(model) -> list[str]:
    """What keeps the text of approved minutes and of corrections as it is, for everybody but this command. The
    triggers that count versions and write the history stay."""
    locks = {"text_of_approved_minutes_is_corrected", "keep_corrections"}
    return [f"{model._meta.label}:{one.name}" for one in getattr(model._meta, "triggers", ()) if one.name in locks]


def _event_of(model):
    return next((one for one in apps.get_models() if issubclass(one, Event) and _tracks(one, model)), None)


def _tracks(event, model) -> bool:
    return getattr(event, "pgh_tracked_model", None) is model


def _texts(model):
    for one in model._meta.concrete_fields:
        if isinstance(one, models.CharField | models.TextField) and not one.choices and one.name != "pgh_label":
            yield one


def _replace(model, name, instead, done) -> None:
    """In one statement for each table, so that the history gets one new line for each row, without the name."""
    texts = list(_texts(model))
    # JSON is looked through as it is written, where a quotation mark has a backslash before it.
    coded = [one for one in model._meta.concrete_fields if isinstance(one, models.JSONField)]
    old, new = (json.dumps(text, ensure_ascii=False)[1:-1] for text in (name, instead))
    found = {one.name: Q(**{f"{one.name}__contains": name}) for one in texts}
    found |= {f"as_text_{one.name}": Q(**{f"as_text_{one.name}__contains": old}) for one in coded}
    if not found:
        return
    as_text = {f"as_text_{one.name}": Cast(one.name, models.TextField()) for one in coded}
    rows = model._base_manager.annotate(**as_text).filter(reduce(or_, found.values()))
    words = {one.name: Replace(F(one.name), Value(name), Value(instead)) for one in texts}
    words |= {one.name: Left(words[one.name], one.max_length) for one in texts if one.max_length}
    words |= {
        one.name: Cast(Replace(Cast(one.name, models.TextField()), Value(old), Value(new)), models.JSONField())
        for one in coded
    }
    if number := rows.update(**words):
        done.changed[model._meta.verbose_name] += number


def _replace_notes(name, instead, done) -> None:
    """The notes of verbs: they stand in the contexts of the history."""
    old, new = (json.dumps(text, ensure_ascii=False)[1:-1] for text in (name, instead))
    with contextlib.ExitStack() as stack:
        stack.enter_context(pgtrigger.ignore(f"{Context._meta.label}:keep_who_and_why"))
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Context._meta.db_table} SET metadata = replace(metadata::text, %s, %s)::jsonb "  # noqa: S608
                "WHERE position(%s in metadata::text) > 0",
                [old, new, old],
            )
            if cursor.rowcount:
                done.changed["note in the history"] += cursor.rowcount


def _files(name) -> list[str]:
    """Files that hold the name, and how many could not be looked into: nobody can change them here."""
    holding, unread = [], 0
    for model in our_models():
        if not issubclass(model, Document):
            continue
        for document in model._base_manager.order_by("pk").iterator():
            words = words_of(document)
            if any(written in " ".join(words.text.split()) for written in spellings(name)):
                holding.append(document)
            elif not words.whole:
                unread += 1
    found = [f"The name stands in the file “{one.original_name}”. Put one without it in its place." for one in holding]
    if unread:
        found.append(f"{unread} files could not be looked into (pictures, scans). Look at those of the meeting.")
    return found
