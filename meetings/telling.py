"""What readers are told of the life of an action, out of its history."""

from datetime import date
from typing import NamedTuple

from meetings import workflow
from meetings.models import ActionNote, Meeting
from panel_portal.records.history import story
from panel_portal.records.periods import day_in_london, in_words
from panel_portal.records.publication import Audience, restore, visible_rows

# What readers want of the history, by the name of the verb; the rest is the clerk's own housekeeping.
TOLD = {
    one.verb.label: words
    for one, words in {
        workflow.publish_action: "Published in this register",
        workflow.report_progress: "Progress reported",
        workflow.report_done: "Reported done",
        workflow.take_back: "Report taken back",
        workflow.accept: "Accepted by the panel",
        workflow.accept_in_part: "Accepted in part by the panel",
        workflow.reject: "Not accepted; it stays open",
        workflow.drop: "Closed as no longer needed",
        workflow.supersede: "Closed: another took its place",
        workflow.merge: "Closed: merged into another",
        workflow.hand_over: "Handed over to somebody else",
        workflow.reopen: "Reopened",
        workflow.correct_owner: "Put right of whom it was asked",
        workflow.transfer: "Passed on to somebody else",
        workflow.chase: "Reminded",
    }.items()
}
# Members, who see what is not for publication, are also told when that changes.
TOLD_TO_MEMBERS = TOLD | {
    workflow.exempt_action.verb.label: "Now not for publication",
    workflow.disclose.verb.label: "Now open to the public",
    restore.verb.label: "Published again",
}
# With these, the note was for the clerk's own record.
NOTE_NOT_TOLD = {
    one.verb.label for one in (workflow.publish_action, workflow.exempt_action, workflow.disclose, restore)
}

# The day on which it happened, where that is not the day on which it was entered here.
SAID_ON = {workflow.report_progress.verb.label: "last_word_on", workflow.report_done.verb.label: "received_on"}
AT_MEETING = {workflow.reject.verb.label: "rejected_at_meeting_id"} | {
    one.verb.label: "closed_at_meeting_id"
    for one in (
        workflow.accept,
        workflow.accept_in_part,
        workflow.drop,
        workflow.supersede,
        workflow.merge,
        workflow.hand_over,
    )
}


def life(action, audience) -> list[dict]:
    """What happened to an action, and what was noted, in the order of the days: `on`, `title`, `text`, and `meeting`
    where it happened at one that `audience` may see. Its `notes` must have been loaded for that audience."""
    happenings = story(action)
    told = [one for one in happenings if one.sentence in TOLD]
    keys = {getattr(one.after, AT_MEETING[one.sentence]) for one in told if one.sentence in AT_MEETING}
    meetings = Meeting.objects.visible_to(audience).in_bulk(keys - {None}) if keys else {}
    events = [{"on": action.asked_on, "title": "Asked", "text": ""}] if action.asked_on else []
    events += [_event(one, meetings) for one in told]
    events += _other_days(happenings)
    events += [
        {"on": note.written_on, "title": f"Note by {note.author}", "text": note.text}
        for note in visible_rows(action.notes, audience)
    ]
    return sorted(events, key=lambda event: event["on"])


def _event(happening, meetings) -> dict:
    verb = happening.sentence
    meeting = meetings.get(getattr(happening.after, AT_MEETING.get(verb, ""), None))
    said_on = getattr(happening.after, SAID_ON.get(verb, ""), None)
    return {
        "on": meeting.day if meeting else said_on or day_in_london(happening.at),
        "title": TOLD[verb],
        "text": "" if verb in NOTE_NOT_TOLD else happening.note,
        "meeting": meeting,
    }


def _other_days(happenings) -> list[dict]:
    """Each time the day on which it is due became another, after it was public."""
    events, before = [], None
    for happening in happenings:
        now = happening.after
        public = before is not None and before.publication == now.publication == "published"
        if public and before.due_on != now.due_on:
            old, new = (in_words(day) if day else "not fixed" for day in (before.due_on, now.due_on))
            text = f"Before: {old}. Now: {new}."
            events.append({"on": day_in_london(happening.at), "title": "Due on another day", "text": text})
        before = now
    return events


class Word(NamedTuple):
    """Something that was said of an action; by nobody by name: by whoever was asked."""

    on: date
    author: str
    words: str


def last_words(actions, audience: Audience) -> dict[int, Word]:
    """For each action the newest thing that was said, in a note or by whoever was asked. One query."""
    seen = ActionNote.objects.visible_to(audience).filter(action__in=[action.pk for action in actions])
    notes = seen.order_by("action_id", "-written_on", "-pk").distinct("action_id")
    said = {note.action_id: Word(note.written_on, note.author, note.text) for note in notes}
    for action in actions:
        if action.last_word and (action.pk not in said or action.last_word_on >= said[action.pk].on):
            said[action.pk] = Word(action.last_word_on, "", action.last_word)
    return said
