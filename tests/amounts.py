"""Actions, meetings and questions in amounts, written past the verbs: for how a page grows, never for what it says."""

from datetime import timedelta

from django.utils import timezone

from meetings.models import Action, AgendaAction, AgendaItem, Meeting, Minutes
from questions.models import Question, Scheme
from tests import factories

# Of every five, how they stand: most are open, and some of those late.
STATES = ("open", "open", "open", "reported_done", "accepted")


def many_actions(how_many: int, meeting, items=()) -> list[Action]:
    """Published actions from the discussion at a meeting that was held, or of these items, in turn; of every state, due
    and late by all degrees."""
    items = list(items or meeting.agenda_items.in_order())
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


def many_meetings(how_many: int, items: int = 2, days_ago: int = 7) -> list[Meeting]:
    """Meetings that were held, two a day back from so many days ago, each with some items and draft minutes."""
    body, moment = factories.the_panel(), timezone.now()
    first = Meeting.objects.count() + 1
    rows = []
    for number in range(first, first + how_many):
        starts_at = (moment - timedelta(days=days_ago + number // 2)).replace(
            hour=9 + number % 2 * 5, minute=0, second=0, microsecond=0
        )
        rows.append(
            Meeting(
                body=body,
                starts_at=starts_at,
                slug=f"{starts_at:%Y-%m-%d}-{number}"[-16:],
                place="County Hall, Northmere",
                state="held",
                agenda_published_at=moment,
                settled_at=moment,
                publication="published",
                published_at=moment,
            )
        )
    meetings = Meeting.objects.bulk_create(rows, batch_size=1000)
    Minutes.objects.bulk_create(
        [
            Minutes(meeting=meeting, state="published_as_draft", publication="published", published_at=moment)
            for meeting in meetings
        ],
        batch_size=1000,
    )
    AgendaItem.objects.bulk_create(
        [
            AgendaItem(
                meeting=meeting,
                order=order,
                number=str(order),
                title=f"Update of the Commissioner {order}",
                slug=f"update-{order}",
                publication="published",
                published_at=moment,
            )
            for meeting in meetings
            for order in range(1, items + 1)
        ],
        batch_size=1000,
    )
    return meetings


def many_questions(how_many: int, after: int = 0) -> list[Question]:
    """Questions that wait for their answer, asked a day apart; numbered after so many that there are."""
    scheme = Scheme.objects.first() or factories.SchemeFactory()
    office, moment = factories.the_commissioner(), timezone.now()
    day = timezone.localdate()
    rows = [
        Question(
            scheme=scheme,
            reference=f"Q2018/{number:05}",
            title=f"Patrols in district {number}",
            asked_on=day - timedelta(days=number % 3000),
            addressee=office,
            state="sent",
            sent_on=day,
            accepted_on=day,
            published_name="A resident",
            publication="published",
            published_at=moment,
        )
        for number in range(after + 1, after + how_many + 1)
    ]
    return Question.objects.bulk_create(rows, batch_size=1000)
