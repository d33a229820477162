"""What happened to actions since a moment, told from their history in the words of the panel's procedure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, Subquery

from meetings import workflow
from meetings.models import Action, ActionNote
from meetings.telling import NOTE_NOT_TOLD, TOLD_TO_MEMBERS
from panel_portal.records.periods import in_words
from reports.keeping import Mark

Event = Action.events.rel.related_model


@dataclass(frozen=True)
class Change:
    """One thing that happened to an action."""

    action: int  # its key
    at: datetime
    words: str
    text: str = ""


def _events(since: Mark):
    """What happened to published actions since then and is told: verbs, and another day or other words."""
    before = Event.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    later = Q(pgh_created_at__gt=since.at) if since.event is None else Q(pgh_id__gt=since.event)
    events = Event.objects.filter(later, publication="published", pgh_label="update")
    events = events.annotate(
        due_before=Subquery(before.values("due_on")[:1]), text_before=Subquery(before.values("text")[:1])
    )
    another_day = (
        Q(due_on__isnull=True, due_before__isnull=False)
        | Q(due_on__isnull=False, due_before__isnull=True)
        | Q(due_on__isnull=False, due_before__isnull=False) & ~Q(due_on=F("due_before"))
    )
    return events.filter(
        Q(pgh_context__metadata__verb__in=list(TOLD_TO_MEMBERS)) | another_day | ~Q(text=F("text_before"))
    )


def _notes(since: Mark):
    return ActionNote.objects.for_members().filter(published_at__gt=since.at)


def changed_since(since: Mark) -> Q:
    """The condition under which something happened to an action since then."""
    return Q(pk__in=_events(since).values("pgh_obj")) | Q(pk__in=_notes(since).values("action"))


def latest(since: Mark, *, most: int) -> list[int]:
    """The keys of the actions that changed last, latest first, at most so many. Two queries."""
    seen = Action.objects.for_members()
    # An action rarely changes more than a few times between two looks; where it does, fewer are named here.
    events = _events(since).filter(pgh_obj__in=seen.values("pk")).order_by("-pgh_id")[: most * 10]
    notes = _notes(since).order_by("-published_at")[: most * 10]
    moments = [*events.values_list("pgh_created_at", "pgh_obj"), *notes.values_list("published_at", "action")]
    return list(dict.fromkeys(key for _, key in sorted(moments, reverse=True)))[:most]


def of(keys, since: Mark) -> dict[int, list[Change]]:
    """What happened to each of these actions since then, oldest first. Two queries, however many they are."""
    found = defaultdict(list)
    events = _events(since).filter(pgh_obj__in=keys).order_by("pgh_id")
    rows = events.values(
        "pgh_obj", "pgh_created_at", "pgh_context__metadata", "due_on", "due_before", "text", "text_before"
    )
    for row in rows:
        found[row["pgh_obj"]] += _told(row)
    for note in _notes(since).filter(action__in=keys):
        found[note.action_id].append(Change(note.action_id, note.published_at, f"Note by {note.author}", note.text))
    return {key: sorted(changes, key=lambda change: change.at) for key, changes in found.items()}


def _told(row) -> list[Change]:
    key, at = row["pgh_obj"], row["pgh_created_at"]
    context = row["pgh_context__metadata"] or {}
    told = []
    if (verb := context.get("verb")) in TOLD_TO_MEMBERS:
        told.append(Change(key, at, TOLD_TO_MEMBERS[verb], "" if verb in NOTE_NOT_TOLD else context.get("note", "")))
    elif row["text"] != row["text_before"]:
        told.append(Change(key, at, "Its words were changed"))
    if row["due_on"] != row["due_before"] and context.get("verb") != workflow.publish_action.verb.label:
        due = f"Now due {in_words(row['due_on'])}" if row["due_on"] else "No longer due on a fixed day"
        told.append(Change(key, at, due, f"Until then: {in_words(row['due_before'])}." if row["due_before"] else ""))
    return told
