"""How something asked for got the day on which it is due, in sentences that a reader can check."""

from meetings.models import Action, AgendaItem, Meeting
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import Audience, visible_rows

Rule, State = Action.DueRule, Meeting.State

BASES = {
    Action.DueBasis.PANEL: "The panel set that time.",
    Action.DueBasis.REQUEST: "That time was part of what was asked.",
}


def meetings_after_asking(action: Action, meetings):
    """Those of `meetings` that are of the body that asked and after it asked, earliest first; without an origin, the
    panel's."""
    item = action.item_of_origin
    meetings = meetings.filter(body=item.meeting.body_id) if item else meetings.filter(body__kind="panel")
    if item and not (action.asked_on and action.asked_on > item.meeting.day):
        meetings = meetings.filter(starts_at__gt=item.meeting.starts_at)
    else:
        meetings = meetings.filter(starts_at__date__gt=action.asked_on or today())
    return meetings.order_by("starts_at")


def explain_due(action: Action, audience: Audience) -> list[str]:
    """Why an action is due when it is, a sentence each: the rule, the meetings that did not count and why, and who
    set the time. Only meetings that `audience` may see are named. At most three queries."""
    match action.due_rule:
        case Rule.ON_DATE:
            sentences = [f"It was asked for by {in_words(action.due_given_on)}."]
        case Rule.BEFORE_EVENT:
            sentences = [f"It was asked for before this: {action.due_event.rstrip('.')}."]
            if action.due_event_on:
                sentences.append(f"That is on {in_words(action.due_event_on)}, so it is due by then.")
            else:
                sentences.append("The day of that is not known yet, so it cannot become overdue.")
        case Rule.NEXT_ORDINARY_MEETING | Rule.IN_REPORT:
            sentences = _by_meeting(action, audience)
        case _:
            return ["No date was set, so it cannot become overdue."]
    if action.due_basis == Action.DueBasis.STATUTE:
        return [*sentences, f"The law sets that time: {action.due_provision}."]
    return [*sentences, BASES[action.due_basis]]


def _by_meeting(action, audience) -> list[str]:
    meetings = meetings_after_asking(action, Meeting.objects.visible_to(audience))
    if action.due_on:
        meetings = meetings.filter(starts_at__date__lte=action.due_on)
    reporting = set()
    if action.due_rule == Rule.IN_REPORT:
        items = AgendaItem.objects.visible_to(audience).filter(standing_report=action.due_report_id)
        reporting = set(items.filter(meeting__in=meetings).values_list("meeting_id", flat=True))
        opening = f"It was asked for in the next report of one kind: {action.due_report}."
    else:
        opening = "It was asked for at the next ordinary meeting."
    meetings = list(meetings.with_visible("later_meeting"))
    at = _found(action, meetings, reporting)
    left_out = [
        f"The meeting of {in_words(meeting.day)} does not count: {reason}."
        for meeting in meetings
        if meeting is not at
        and (reason := _why_left_out(meeting, audience, in_report=at and at.pk in reporting, reporting=reporting))
    ]
    return [opening, *left_out, _where_it_led(action, at, reporting)]


def _found(action, meetings, reporting) -> Meeting | None:
    """The meeting on the day on which it is due: the one with the report before any other."""
    then = [one for one in meetings if one.day == action.due_on and not _did_not_happen(one)]
    with_report = [one for one in then if one.pk in reporting]
    return next(iter(with_report or [one for one in then if _is_ordinary(one)]), None)


def _where_it_led(action, at, reporting) -> str:
    in_report = action.due_rule == Rule.IN_REPORT
    if at and at.pk in reporting:
        return f"That report is on the agenda of the meeting of {in_words(at.day)}."
    if at and in_report:
        return (
            f"No agenda has that report yet. It is expected at the next ordinary meeting, on {in_words(at.day)}; "
            "if it comes to another, the day changes."
        )
    if at:
        return f"That is the meeting of {in_words(at.day)}. If it moves or is cancelled, the day changes with it."
    if action.due_on:
        return f"That is expected on {in_words(action.due_on)}; the meeting is not announced yet."
    return "That meeting has not been called yet, so there is no day on which it is due."


def _is_ordinary(meeting) -> bool:
    return meeting.kind in {Meeting.Kind.ORDINARY, Meeting.Kind.ANNUAL}


def _did_not_happen(meeting) -> bool:
    return meeting.state in {State.CANCELLED, State.POSTPONED, State.INQUORATE}


def _why_left_out(meeting, audience, *, in_report, reporting) -> str:
    """In words; empty for a meeting of which there is nothing to say (one called after the day had been fixed)."""
    if meeting.state == State.CANCELLED:
        return "it was cancelled"
    if meeting.state == State.POSTPONED:
        later = visible_rows(meeting.later_meeting, audience)
        return f"it was postponed to {in_words(later.day)}" if later else "it was postponed"
    if meeting.state == State.INQUORATE:
        return "too few members came for it to decide anything"
    if in_report:
        return "" if meeting.pk in reporting else "that report was not on its agenda"
    if not _is_ordinary(meeting):
        return f"it is not an ordinary meeting ({meeting.get_kind_display().lower()})"
    return ""
