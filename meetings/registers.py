"""Lists of actions as rows: for CSV, for the action paper and for the pictures on the public page."""

from collections import Counter
from datetime import date

from django.utils.text import Truncator

from meetings.models import Action, ActionPaper, AgendaAction
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import Audience
from panel_portal.records.sheets import Column, Sheet, Table, as_csv


def action_row(action: Action, *, day: date | None = None) -> dict:
    """An action as plain values, by name; `day` is that on which it is looked at."""
    item = action.item_of_origin
    late = action.due_on and action.state == Action.State.OPEN and action.due_on < (day or today())
    return {
        "reference": action.reference,
        "text": action.own_words,
        "kind": action.get_kind_display(),
        "owner": action.owner,
        "holder": action.holder,
        "asked_on": action.asked_on,
        "due_on": action.due_on,
        "due_rule": action.due_words,
        "promised_on": action.promised_on,
        "received_on": action.received_on,
        "closed_on": action.closed_on,
        "state": action.get_state_display(),
        "days_late": ((day or today()) - action.due_on).days if late else 0,
        "item": str(item) if item else "",
        "meeting": item.meeting.day if item else None,
        "last_word": action.last_word,
    }


def _of(name: str):
    return lambda row: row[name]


ACTIONS = Sheet(
    "actions",
    "What the panel asked for",
    (
        Column("Reference", "The number under which it is tracked, such as A2026/014.", _of("reference")),
        Column("What was asked", "In the words of the minutes.", _of("text")),
        Column("Kind", "Request, invitation, undertaking, the panel's own task, or condition.", _of("kind")),
        Column("Asked of", "Of whom, as called on the day of asking.", _of("owner")),
        Column("Held on that day by", "Who held that office on the day of asking.", _of("holder")),
        Column("Asked on", "The day of the meeting, or of the report, that asked for it.", _of("asked_on"), "date"),
        Column("Due on", "The last day for it, where there is one.", _of("due_on"), "date"),
        Column("Due", "By when, in the words of the decision.", _of("due_rule")),
        Column("Promised for", "The day that whoever was asked has named.", _of("promised_on"), "date"),
        Column("Received on", "The day on which something came in answer.", _of("received_on"), "date"),
        Column("Closed on", "The day of the meeting at which the panel closed it.", _of("closed_on"), "date"),
        Column("State", "Where it stands. The words are explained on its page.", _of("state")),
        Column("Days late", "Calendar days since it was due; 0 where it is not late.", _of("days_late"), "integer"),
        Column("Agenda item it came from", "Number and title of the agenda item.", _of("item")),
        Column("Meeting it came from", "The day of that meeting.", _of("meeting"), "date"),
        Column(
            "Last report", "What whoever was asked reported last: how far it is, or that it is done.", _of("last_word")
        ),
    ),
    read=action_row,
)


# The action paper -----------------------------------------------------------------------------------------

PAPER_COLUMNS = (
    "reference",
    "item",
    "text",
    "owner",
    "asked_on",
    "due_on",
    "state",
    "days_late",
    "missed",
    "last_word",
)
PAPER_HEADINGS = (
    "Reference",
    "Under agenda item",
    "What was asked",
    "Asked of",
    "Asked on",
    "Due on",
    "State",
    "Days late at the meeting",
    "Times carried forward",
    "What was said last",
)


def times_missed(actions) -> Counter:
    """For each action, or key of one, on how many reports that came it stood and was not covered."""
    return Counter(AgendaAction.objects.missed().filter(action__in=actions).values_list("action_id", flat=True))


def paper_rows(meeting, readable) -> list[dict]:
    """What stands on the agenda of a meeting, as plain values that can be kept; `readable` is who may read what."""
    listed = AgendaAction.objects.for_meeting(meeting).select_related("agenda_item")
    under = {one.action_id: one.agenda_item for one in listed.order_by("agenda_item__order", "pk")}
    missed = times_missed(under)
    actions = {action.pk: action for action in readable.filter(pk__in=under).with_names().with_origin()}
    rows = []
    for key, item in under.items():
        if key not in actions:
            continue
        row = action_row(actions[key], day=meeting.day)
        kept = {name: row[name] for name in PAPER_COLUMNS if name in row}
        kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in kept.items()}
        rows.append({**kept, "action": key, "item": str(item), "missed": missed[key]})
    return rows


def paper_csv(rows: list[dict]) -> Table:
    """The rows of an action paper as CSV: what its SHA-256 is taken of."""
    return as_csv(PAPER_HEADINGS, ([row[name] for name in PAPER_COLUMNS] for row in rows))


def shown_rows(paper: ActionPaper, audience: Audience) -> list[dict]:
    """Those rows of a frozen paper that `audience` may still see, under the present titles of their items.

    What has been withdrawn or become exempt since, action or item, is left out; a title that was changed because of
    that is not shown as it was. One query.
    """
    keys = [row["action"] for row in paper.rows]
    standing = AgendaAction.objects.visible_to(audience).filter(agenda_item__meeting=paper.meeting_id, action__in=keys)
    standing = standing.select_related("agenda_item").order_by("-agenda_item__order", "-pk")
    items = {one.action_id: one.agenda_item for one in standing}
    return [{**row, "item": str(items[row["action"]])} for row in paper.rows if row["action"] in items]


def paper_before(paper: ActionPaper, audience: Audience) -> ActionPaper | None:
    """The last action paper of the same body before this one. A meeting at which nothing stood on the agenda (a
    confirmation hearing) is passed over."""
    return (
        ActionPaper.objects.visible_to(audience)
        .filter(meeting__body=paper.meeting.body_id, meeting__starts_at__lt=paper.meeting.starts_at)
        .exclude(rows=[])
        .select_related("meeting")
        .order_by("-meeting__starts_at")
        .first()
    )


def changes_since(paper: ActionPaper, earlier: ActionPaper, audience: Audience = Audience.PUBLIC) -> list[str]:
    """What became different between an earlier action paper and this one, in sentences that name only what `audience`
    may still see. Two queries."""
    before = {row["action"]: row for row in shown_rows(earlier, audience)}
    now = {row["action"]: row for row in shown_rows(paper, audience)}
    # Against all rows of the other paper: what was left out there for other reasons is neither new nor gone.
    known, still = ({row["action"] for row in one.rows} for one in (earlier, paper))
    told = [f"{row['reference']} is new: {_short(row['text'])}" for key, row in now.items() if key not in known]
    told += [
        f"{row['reference']} is no longer listed: {_short(row['text'])}"
        for key, row in before.items()
        if key not in still
    ]
    for key, row in now.items():
        if key in before:
            told += _differences(before[key], row)
    return told


def _short(text: str) -> str:
    return f"“{Truncator(text).words(14, truncate='…')}”"


def _differences(before: dict, now: dict) -> list[str]:
    told = []
    if before["state"] != now["state"]:
        told.append(f"{now['reference']} was “{before['state']}” and is “{now['state']}”.")
    if before["due_on"] != now["due_on"]:
        due = in_words(date.fromisoformat(now["due_on"])) if now["due_on"] else "not fixed"
        told.append(f"{now['reference']} is now due {due}.")
    if before["owner"] != now["owner"]:
        told.append(f"{now['reference']} is now asked of {now['owner'] or 'nobody by name'}.")
    if before["last_word"] != now["last_word"] and now["last_word"]:
        told.append(f"{now['reference']}: something new was said.")
    return told
