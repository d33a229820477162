"""The life of an action: raised, published, reported done, closed by the panel; and when it is due."""

from django.core.exceptions import ValidationError

from meetings import forms
from meetings.models import Action, Limb, Meeting
from panel_portal.records.periods import today
from panel_portal.records.publication import Publication
from panel_portal.records.richtext import bullets
from panel_portal.records.workflow import verb

State = Meeting.State


def plan_actions(limb: Limb, *, asked_on, **details) -> list[Action]:
    """The actions that a limb asks for, not yet stored: one for each bullet of its list, or one for the whole of it.

    A bullet alone would not say what was asked, so its lead-in words go before it. `details` are fields of Action:
    of whom it is asked, and by when.
    """
    asked = bullets(limb.text)
    lead_in = limb.lead_in
    texts = [f"{lead_in}: {bullet}" if lead_in else bullet for bullet in asked] or [lead_in]
    return [Action(text=text, origin_limb=limb, asked_on=asked_on, **details) for text in texts]


def raise_actions(limb: Limb, **details) -> list[Action]:
    """Enter as drafts the actions that a limb asks for; `details` as in `plan_actions`. Returns them."""
    actions = plan_actions(limb, asked_on=limb.resolution.minute.minutes.meeting.day, **details)
    for action in actions:
        action.full_clean()
        action.save()
        retime(action)
    return actions


def _minutes_not_out(action) -> str:
    item = action.item_of_origin
    if item is None or item.meeting.minutes.publication == Publication.PUBLISHED:
        return ""
    return "The minutes of its meeting are not public. An action that arose there is published with them."


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish this action",
    permission="records.publish_record",
    hindrance=_minutes_not_out,
)
def publish_action(action, *, by, note=""):
    """Put the action into the public register and give it its permanent reference."""
    action.prepare_publication()
    action.due_on = due_day(action)


@verb(
    "state",
    from_={Action.State.OPEN},
    to=Action.State.REPORTED_DONE,
    stamp="reported_done_at",
    label="Report as done",
    permission="meetings.report_action",
    note_required=True,
    note_label="What was done, as the public will read it",
)
def report_done(action, *, by, note):
    """Whoever was asked says that it is done. The panel has not yet said whether it is satisfied."""


@verb(
    "state",
    from_={Action.State.OPEN, Action.State.REPORTED_DONE},
    to=Action.State.ACCEPTED,
    stamp="closed_at",
    label="Accept as done",
    permission="meetings.close_action",
    note_required=True,
    note_label="What satisfied the panel, as the public will read it",
    form=forms.ClosingMeetingForm,
)
def accept(action, *, by, note, at_meeting):
    """The panel is satisfied that what it asked for has been given."""
    _refuse_early_closing(action, at_meeting)
    action.closed_at_meeting = at_meeting
    action.closing_note = note.strip()


@verb(
    "state",
    from_={Action.State.REPORTED_DONE},
    to=Action.State.OPEN,
    clears=("reported_done_at",),
    label="Not accepted, stays open",
    permission="meetings.close_action",
    note_required=True,
    note_label="What is still missing, as the public will read it",
)
def reject(action, *, by, note):
    """What came back was not what the panel asked for."""


@verb(
    "state",
    from_={Action.State.OPEN, Action.State.REPORTED_DONE},
    to=Action.State.NO_LONGER_NEEDED,
    stamp="closed_at",
    label="Close as no longer needed",
    permission="meetings.close_action",
    note_required=True,
    note_label="Why, as the public will read it",
    removes=True,
)
def drop(action, *, by, note):
    """The panel no longer wants what it asked for."""
    action.closing_note = note.strip()


@verb(
    "state",
    from_={Action.State.ACCEPTED, Action.State.NO_LONGER_NEEDED},
    to=Action.State.OPEN,
    clears=("closed_at", "closed_at_meeting", "closing_note", "reported_done_at"),
    label="Reopen",
    permission="meetings.close_action",
    note_required=True,
    note_label="Why, as the public will read it",
)
def reopen(action, *, by, note):
    """It was closed too early."""
    action.due_on = due_day(action)


def _refuse_early_closing(action, at_meeting) -> None:
    if at_meeting.state != State.HELD:
        raise ValidationError({"at_meeting": "That meeting has not been recorded as held."})
    if action.asked_on and at_meeting.day < action.asked_on:
        raise ValidationError({"at_meeting": "That meeting was before this was asked."})


# When an action is due ------------------------------------------------------------------------------------


def due_day(action: Action):
    """The day on which an action falls due, or None while it has none (no rule; the meeting is not yet called)."""
    if action.due_rule == Action.DueRule.ON_DATE:
        return action.due_given_on
    if action.due_rule == Action.DueRule.NONE:
        return None
    item = action.item_of_origin
    bodies = Meeting.objects.ordinary()
    bodies = bodies.filter(body=item.meeting.body) if item else bodies.filter(body__kind="panel")
    after = item.meeting.starts_at if item else None
    if after is None:
        later = bodies.filter(starts_at__date__gt=action.asked_on or today())
    else:
        later = bodies.filter(starts_at__gt=after)
    following = later.order_by("starts_at").first()
    return following.day if following else None


def retime(action: Action) -> bool:
    """Work out again when an action is due, and write it down if that has changed. The only writer of `due_on`
    besides the verbs; the history keeps each day it had."""
    day = due_day(action)
    if day == action.due_on:
        return False
    Action.objects.filter(pk=action.pk).update(due_on=day)
    action.due_on = day
    return True


def retime_open_actions() -> int:
    """After a meeting was called, moved or cancelled: how many open actions got another day."""
    waiting = Action.objects.outstanding().filter(due_rule=Action.DueRule.NEXT_ORDINARY_MEETING)
    return sum(retime(action) for action in waiting.select_related("origin_item", "origin_limb"))
