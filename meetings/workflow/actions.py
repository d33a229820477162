"""The life of an action: raised, published, reported done, closed by the panel; and when it is due."""

from datetime import date

from django.core.exceptions import ValidationError

from meetings import forms
from meetings.duedates import meetings_after_asking
from meetings.models import Action, ActionEvidence, AgendaItem, Limb, Meeting, OwnerChange
from panel_portal.records.periods import today
from panel_portal.records.publication import Publication
from panel_portal.records.richtext import bullets
from panel_portal.records.workflow import STAYS, verb

State = Meeting.State


def plan_actions(limb: Limb, *, asked_on, **details) -> list[Action]:
    """The actions that a limb asks for, not yet stored: one for each bullet of its list, or one for the whole of it.

    A bullet alone would not say what was asked, so its lead-in words go before it. `details` are fields of Action:
    of whom it is asked, and by when.
    """
    asked = bullets(limb.text)
    lead_in = limb.lead_in
    texts = [f"{lead_in}: {bullet}" if lead_in else bullet for bullet in asked] or [lead_in]
    invites = Limb.Kind.INVITATION in limb.kinds and Limb.Kind.REQUEST not in limb.kinds
    kind = Action.Kind.INVITATION if invites else Action.Kind.REQUEST
    return [Action(kind=kind, text=text, origin_limb=limb, asked_on=asked_on, **details) for text in texts]


def raise_actions(limb: Limb, **details) -> list[Action]:
    """Enter as drafts the actions that a limb asks for; `details` as in `plan_actions`. Returns them."""
    actions = plan_actions(limb, asked_on=limb.resolution.minute.minutes.meeting.day, **details)
    for action in actions:
        # What the forms before it cannot know. The constraints are asked by the database, once.
        action.full_clean(validate_unique=False, validate_constraints=False)
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


# Whoever was asked ----------------------------------------------------------------------------------------

OUTSTANDING = frozenset(Action.OUTSTANDING)
CLOSED = set(Action.State) - OUTSTANDING


@verb(
    "state",
    from_={Action.State.OPEN},
    to=STAYS,
    label="Report progress",
    permission="meetings.report_action",
    note_required=True,
    note_label="Where it stands, as the public will read it",
    form=forms.ProgressForm,
)
def report_progress(action, *, by, note, said_on=None, promised_on=None):
    """Whoever was asked says how far it is, and perhaps for when it is promised."""
    if promised_on:
        if action.asked_on and promised_on < action.asked_on:
            raise ValidationError({"promised_on": "That is before the day on which it was asked."})
        action.promised_on = promised_on
    said_on = said_on or today()
    if said_on > today():
        raise ValidationError({"said_on": "That day is still to come."})
    if action.asked_on and said_on < action.asked_on:
        raise ValidationError({"said_on": "That is before the day on which it was asked."})
    action.last_word, action.last_word_on = note.strip(), said_on


@verb(
    "state",
    from_={Action.State.OPEN},
    to=Action.State.REPORTED_DONE,
    stamp="reported_done_at",
    label="Report as done",
    permission="meetings.report_action",
    note_required=True,
    note_label="What was done, as the public will read it",
    form=forms.EvidenceForm,
)
def report_done(action, *, by, note, received_on=None, paper=None, agenda_item=None, url=""):
    """Whoever was asked says that it is done. The panel has not yet said whether it is satisfied."""
    received_on = received_on or today()
    if action.asked_on and received_on < action.asked_on:
        raise ValidationError({"received_on": "That is before the day on which it was asked."})
    if received_on > today():
        raise ValidationError({"received_on": "That day is still to come."})
    action.received_on = received_on
    action.last_word, action.last_word_on = note.strip(), received_on
    action.chased_on = action.waiting_until = None
    if sum(map(bool, (paper, agenda_item, url))) > 1:
        raise ValidationError({"url": "Give a paper, an agenda item or an address, and only one of them."})
    if paper or agenda_item or url:
        evidence = ActionEvidence(action=action, paper=paper, agenda_item=agenda_item, url=url, given_on=received_on)
        evidence.full_clean()
        evidence.save()


@verb(
    "state",
    from_={Action.State.REPORTED_DONE},
    to=Action.State.OPEN,
    clears=("reported_done_at", "received_on"),
    label="Take back the report",
    permission="meetings.report_action",
    note_required=True,
    note_label="What was wrong, as the public will read it",
)
def take_back(action, *, by, note):
    """It was reported done by mistake."""


# The panel's side: only it closes, and always at a meeting ------------------------------------------------


def _closing(to, label, note_label, form=forms.ClosingMeetingForm, from_=OUTSTANDING, removes=False):
    """The row of the table of every verb that closes."""
    return verb(
        "state",
        from_=from_,
        to=to,
        stamp="closed_at",
        label=label,
        permission="meetings.close_action",
        note_required=True,
        note_label=note_label,
        form=form,
        removes=removes,
    )


@_closing(Action.State.ACCEPTED, "Accept as done", "What satisfied the panel, as the public will read it")
def accept(action, *, by, note, at_meeting):
    """The panel is satisfied that what it asked for has been given."""
    _close(action, at_meeting, note)


@_closing(
    Action.State.ACCEPTED_IN_PART,
    "Accept in part",
    "What satisfied the panel, as the public will read it",
    form=forms.RemainderForm,
)
def accept_in_part(action, *, by, note, at_meeting, what_is_left):
    """The panel is satisfied with a part; what is left becomes an action of its own."""
    _close(action, at_meeting, note)
    if not what_is_left.strip():
        raise ValidationError({"what_is_left": "Say what is left. If nothing is, accept it as done."})
    action.successor = _follow_up(
        action,
        by=by,
        text=what_is_left.strip(),
        asked_on=at_meeting.day,
        owner=(action.owner_office, action.owner_body),
    )


@verb(
    "state",
    from_={Action.State.REPORTED_DONE},
    to=Action.State.OPEN,
    clears=("reported_done_at", "received_on"),
    label="Not accepted, stays open",
    permission="meetings.close_action",
    note_required=True,
    note_label="What is still missing, as the public will read it",
    form=forms.ClosingMeetingForm,
)
def reject(action, *, by, note, at_meeting):
    """What came back was not what the panel asked for."""
    _refuse_early_closing(action, at_meeting)
    action.rejected_at_meeting = at_meeting


@_closing(Action.State.NO_LONGER_NEEDED, "Close as no longer needed", "Why, as the public will read it", removes=True)
def drop(action, *, by, note, at_meeting):
    """The panel no longer wants what it asked for."""
    _close(action, at_meeting, note)


@_closing(
    Action.State.SUPERSEDED,
    "Close as superseded by another",
    "Why, as the public will read it",
    form=forms.OtherActionForm,
)
def supersede(action, *, by, note, at_meeting, other):
    """The panel has since asked for something else instead."""
    _close(action, at_meeting, note)
    _refuse_circle(action, other)
    action.successor = other


@_closing(
    Action.State.MERGED,
    "Merge into another",
    "Why, as the public will read it",
    form=forms.OtherActionForm,
)
def merge(action, *, by, note, at_meeting, other):
    """Another action asks for the same; this one is followed there."""
    _close(action, at_meeting, note)
    _refuse_circle(action, other)
    if not other.is_outstanding:
        raise ValidationError({"other": f"{other} is closed. Merge it into one that is still open."})
    action.successor = other


@_closing(
    Action.State.HANDED_OVER,
    "Hand over: the body is no more",
    "Why, as the public will read it",
    form=forms.HandOverForm,
)
def hand_over(action, *, by, note, at_meeting, to_office=None, to_body=None):
    """Whoever was asked no longer exists; somebody else is asked for the same."""
    _close(action, at_meeting, note)
    owner = _one_owner(to_office, to_body)
    _refuse_same_owner(action, owner)
    action.successor = _follow_up(action, by=by, text=action.text, asked_on=at_meeting.day, owner=owner)


@verb(
    "state",
    from_=CLOSED,
    to=Action.State.OPEN,
    clears=("closed_at", "closed_at_meeting", "closing_note", "reported_done_at", "received_on", "successor"),
    label="Reopen",
    permission="meetings.close_action",
    note_required=True,
    note_label="Why, as the public will read it",
)
def reopen(action, *, by, note):
    """It was closed too early."""
    action.due_on = due_day(action)


# Of whom, and when to look again --------------------------------------------------------------------------


@verb(
    "state",
    from_=OUTSTANDING,
    to=STAYS,
    label="Correct of whom it was asked",
    permission="meetings.close_action",
    note_required=True,
    note_label="What was recorded wrongly, as the public will read it",
    form=forms.OwnerForm,
)
def correct_owner(action, *, by, note, to_office=None, to_body=None):
    """It was asked of somebody else than was recorded."""
    _change_owner(action, OwnerChange.Kind.CORRECTION, note, _one_owner(to_office, to_body))


@verb(
    "state",
    from_=OUTSTANDING,
    to=STAYS,
    label="Pass on to somebody else",
    permission="meetings.close_action",
    note_required=True,
    note_label="Why, as the public will read it",
    form=forms.OwnerForm,
)
def transfer(action, *, by, note, to_office=None, to_body=None):
    """It is now for somebody else to do."""
    _change_owner(action, OwnerChange.Kind.TRANSFER, note, _one_owner(to_office, to_body))


@verb(
    "state",
    from_={Action.State.OPEN},
    to=STAYS,
    label="Record a reminder",
    permission="meetings.close_action",
    note_required=True,
    note_label="How they were reminded, as the public will read it",
    form=forms.ChaseForm,
)
def chase(action, *, by, note, waiting_until):
    """Whoever was asked was reminded, and has until a day to answer."""
    if waiting_until < today():
        raise ValidationError({"waiting_until": "That day is over."})
    action.chased_on, action.waiting_until = today(), waiting_until


@verb(
    "state",
    from_=OUTSTANDING,
    to=STAYS,
    label="Look at it again later",
    permission="meetings.close_action",
    note_required=True,
    note_label="Why, for the history",
    form=forms.DeferForm,
)
def defer(action, *, by, note, until):
    """The clerk puts it out of sight until a day. The public list goes on showing it."""
    if until <= today():
        raise ValidationError({"until": "Choose a day that is still to come."})
    action.deferred_until = until


def _close(action, at_meeting, note) -> None:
    _refuse_early_closing(action, at_meeting)
    action.closed_at_meeting = at_meeting
    action.closing_note = note.strip()
    action.chased_on = action.waiting_until = action.deferred_until = None


def _refuse_early_closing(action, at_meeting) -> None:
    if at_meeting.state != State.HELD:
        raise ValidationError({"at_meeting": "That meeting has not been recorded as held."})
    if action.asked_on and at_meeting.day < action.asked_on:
        raise ValidationError({"at_meeting": "That meeting was before this was asked."})


def _refuse_circle(action, other) -> None:
    """What takes an action's place may not itself lead back to it."""
    if other.pk == action.pk:
        raise ValidationError({"other": "An action cannot take its own place. Choose another."})
    seen = {action.pk}
    following = other
    while following is not None and following.pk not in seen:
        seen.add(following.pk)
        following = following.successor
    if following is not None:
        raise ValidationError({"other": f"{other} itself leads to this action, so they would go round in a circle."})


def _one_owner(office, body):
    if (office is None) == (body is None):
        raise ValidationError({"to_office": "Choose an office or a body, one of them."})
    return office, body


def _refuse_same_owner(action, owner) -> None:
    if (action.owner_office, action.owner_body) == owner:
        raise ValidationError({"to_office": f"It is asked of {action.owner} already."})


def _change_owner(action, kind, note, owner) -> None:
    _refuse_same_owner(action, owner)
    OwnerChange.objects.create(action=action, kind=kind, before=action.owner[:200], reason=note.strip())
    action.owner_office, action.owner_body = owner


def _follow_up(action, *, by, text, asked_on, owner) -> Action:
    """A new action of the same origin that goes on where another ends; public when that one is."""
    following = Action(
        kind=action.kind,
        text=text,
        given_in=action.given_in,
        origin_limb=action.origin_limb,
        origin_item=action.origin_item,
        asked_on=asked_on,
        owner_office=owner[0],
        owner_body=owner[1],
        due_rule=Action.DueRule.NEXT_ORDINARY_MEETING,
        exempt=action.exempt,
        exempt_paragraphs=action.exempt_paragraphs,
        exempt_reason=action.exempt_reason,
    )
    following.full_clean()
    following.save()
    retime(following)
    return publish_action(following, by=by) if action.publication == Publication.PUBLISHED else following


# When an action is due ------------------------------------------------------------------------------------


def due_day(action: Action) -> date | None:
    """The day on which an action falls due, or None while it has none (no rule; the meeting is not yet called; the
    day of the event is not known)."""
    match action.due_rule:
        case Action.DueRule.ON_DATE:
            return action.due_given_on
        case Action.DueRule.BEFORE_EVENT:
            return action.due_event_on
        case Action.DueRule.NEXT_ORDINARY_MEETING | Action.DueRule.IN_REPORT:
            meeting = due_meeting(action)
            return meeting.day if meeting else None
    return None


def due_meeting(action: Action) -> Meeting | None:
    """The meeting at which an action falls due, where its rule names one that has been called.

    What is asked for in a report falls due where that report is on an agenda, and until then at the next ordinary
    meeting, where it is to be expected.
    """
    later = _later_meetings(action)
    if action.due_rule == Action.DueRule.IN_REPORT:
        reports = AgendaItem.objects.filter(standing_report=action.due_report)
        reported = later.filter(agenda_items__in=reports.exclude(publication=Publication.WITHDRAWN))
        return reported.first() or later.ordinary().first()
    return later.ordinary().first() if action.due_rule == Action.DueRule.NEXT_ORDINARY_MEETING else None


def _later_meetings(action: Action):
    """The meetings that count, of the same body after the one at which it was asked, earliest first."""
    meetings = Meeting.objects.exclude(state__in=[State.CANCELLED, State.POSTPONED, State.INQUORATE])
    return meetings_after_asking(action, meetings.exclude(publication=Publication.WITHDRAWN))


def retime(action: Action) -> bool:
    """Work out again when an action is due, and write it down if that has changed. The only writer of `due_on`
    besides the verbs; the history keeps each day it had."""
    return _write_due_day(action, due_day(action))


def _write_due_day(action, day) -> bool:
    if day == action.due_on:
        return False
    Action.objects.filter(pk=action.pk).update(due_on=day)
    action.due_on = day
    return True


def retime_open_actions() -> int:
    """After a meeting was called, moved or cancelled: how many open actions got another day. Those asked for in the
    same way at the same meeting fall due together, so their day is looked for once."""
    rules = [Action.DueRule.NEXT_ORDINARY_MEETING, Action.DueRule.IN_REPORT]
    days, changed = {}, 0
    for action in Action.objects.outstanding().filter(due_rule__in=rules).with_origin():
        item = action.item_of_origin
        alike = (action.due_rule, action.due_report_id, item and item.meeting_id, action.asked_on)
        if alike not in days:
            days[alike] = due_day(action)
        changed += _write_due_day(action, days[alike])
    return changed
