"""Actions in amounts, written past the verbs: for how a page grows, never for what it says."""

from datetime import timedelta

from django.utils import timezone

from meetings.models import Action, AgendaAction
from tests import factories

# Of every five, how they stand: most are open, and some of those late.
STATES = ("open", "open", "open", "reported_done", "accepted")


def many_actions(how_many: int, meeting) -> list[Action]:
    """Published actions from the discussion at a meeting that was held, of every state, due and late by all degrees."""
    items = list(meeting.agenda_items.in_order())
    office, moment, day = factories.the_commissioner(), timezone.now(), timezone.localdate()
    first = Action.objects.count() + 1
    rows = []
    for number in range(first, first + how_many):
        state = STATES[number % 5]
        due = day + timedelta(days=number * 7 % 1500 - 750) if number % 4 else None
        row = Action(
            text=f"To send the figures for district {number}, with the reasons for what changed",
            reference=f"A2019/{number:05}",
            origin_item=items[number % len(items)],
            owner_office=office,
            asked_on=meeting.day,
            due_rule="on_date" if due else "none",
            due_given_on=due,
            due_on=due,
            state=state,
            publication="published",
            published_at=moment,
        )
        if state == "reported_done":
            row.reported_done_at, row.received_on = moment, day
        if state == "accepted":
            row.closed_at, row.closed_at_meeting, row.closing_note = moment, meeting, "The figures came."
        rows.append(row)
    return Action.objects.bulk_create(rows, batch_size=1000)


def on_the_agenda(meeting, actions) -> None:
    item = meeting.agenda_items.in_order()[0]
    AgendaAction.objects.bulk_create([AgendaAction(agenda_item=item, action=one) for one in actions], batch_size=1000)
