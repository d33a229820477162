"""The thread of a record: what led to it and what came of it, across every room, walked along the foreign keys.

Nothing here is typed by anybody. A step from cause to effect is a row that the public may see (`STEPS`); a walk takes
all steps from everything it has reached in one query, so its cost is the length of the longest chain, not the number
of records.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import CharField, F, QuerySet, Value

from meetings.models import Action, ActionEvidence, AgendaItem, Limb, Meeting
from panel_portal.records.models import Topic
from panel_portal.records.periods import day_in_london
from questions.models import FollowUp, Question
from reports import owed, topics
from reports.models import (
    CommissionerResponse,
    CommissionersDecision,
    ConsideredItem,
    Inspection,
    InspectionProgress,
    InspectionScrutiny,
    InspectionStatement,
    PanelReport,
    ReportRequest,
    ResponseEvidence,
    ScrutinisedDecision,
)

MODELS = {
    "inspection": Inspection,
    "decision": CommissionersDecision,
    "question": Question,
    "item": AgendaItem,
    "action": Action,
    "report": PanelReport,
    "response": CommissionerResponse,
}
# Before the number of those that have one.
INITIALS = {**owed.INITIALS, "response": "C"}
# On one day what led to something stands before it.
ORDER = ("inspection", "decision", "question", "item", "report", "action", "response")
MOST_STEPS = 12  # from a record in either direction; a longer chain is cut, and the page says so
MOST_RECORDS = 1000

Reached = dict[str, set[int]]


@dataclass(frozen=True)
class Step:
    """From a cause to its effect: the kind of each, the rows that say so, and under which keys each end stands.

    last    the effect is shown, and nothing is walked on from it: an item at which an action was answered has other
            business that did not come of the action
    """

    cause: str
    effect: str
    rows: Callable[[], QuerySet]
    cause_key: str
    effect_key: str
    last: bool = False


_LIMB = "origin_limb__resolution__minute__agenda_item_id"
_CALLED = "meeting__called_by_limb__resolution__minute__agenda_item_id"


def _called_items():
    """What a meeting dealt with that a decision had called."""
    called = AgendaItem.objects.public().filter(meeting__called_by_limb__in=Limb.objects.public().values("pk"))
    return called.filter(kind="substantive")


def _requests():
    return ReportRequest.objects.public().filter(as_action__in=Action.objects.public().values("pk"))


def _continued():
    return Action.objects.public().filter(successor__in=Action.objects.public().values("pk"))


STEPS = (
    *(
        Step("inspection", kind, InspectionScrutiny.objects.public, "inspection_id", f"{key}_id")
        for kind, key in (
            ("item", "agenda_item"),
            ("question", "public_question"),
            ("action", "asked_action"),
            ("report", "panel_report"),
        )
    ),
    *(
        Step(kind, "response", CommissionerResponse.objects.public, f"{key}_id", "pk")
        for kind, key in (
            ("inspection", "inspection"),
            ("question", "question"),
            ("action", "asked_action"),
            ("report", "report"),
        )
    ),
    Step("action", "response", ResponseEvidence.objects.public, "asked_action_id", "response_id"),
    Step("decision", "item", ScrutinisedDecision.objects.public, "decision_id", "considered_at_id"),
    Step("item", "action", Action.objects.public, "origin_item_id", "pk"),
    Step("item", "action", Action.objects.public, _LIMB, "pk"),
    Step("item", "item", _called_items, _CALLED, "pk"),
    Step("item", "report", ConsideredItem.objects.public, "agenda_item_id", "report_id"),
    Step("report", "action", _requests, "report_id", "as_action_id"),
    Step("question", "action", FollowUp.objects.public, "question_id", "action_id"),
    Step("question", "question", Question.objects.public, "follows_id", "pk"),
    Step("question", "item", Question.objects.public, "pk", "under_item_id", last=True),
    Step("action", "action", _continued, "pk", "successor_id"),
    Step("action", "item", ActionEvidence.objects.public, "action_id", "agenda_item_id", last=True),
)


@dataclass(frozen=True)
class Event:
    """One line of a thread."""

    on: date | None
    kind: str
    title: str
    record: object = None
    text: str = ""
    decisions: tuple[str, ...] = ()
    place: str = ""  # "before": it led to the record; "self"; "after": it came of it
    is_step: bool = False  # something that happened to a record which has a line of its own

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes something on it."""
        match self.kind:
            case "action":
                return not self.is_step and self.record.is_outstanding
            case "question" | "report":
                return self.record.is_awaiting
            case "inspection":
                return not self.is_step and self.record.state != Inspection.State.CLOSED
        return False


@dataclass
class Thread:
    """What led to some records, those records, and what came of them, in order of time."""

    events: list[Event] = field(default_factory=list)
    records: int = 0
    is_cut: bool = False
    is_sensitive: bool = False  # something on it may put who reads it at risk


def of(start: Reached, *, all_that_came_of_items: bool = True) -> Thread:
    """The thread of these records, which the caller has seen to be public.

    all_that_came_of_items  where not, what came of the agenda items among them is left out, unless something else leads
                            to it: an item deals with many things
    """
    before, cut_before = _walk(start, back=True)
    after, cut_after = _walk(start, back=False, left_alone=set() if all_that_came_of_items else {"item"})
    thread = Thread(is_cut=cut_before or cut_after)
    places = {}
    for place, reached in (("after", after), ("before", before), ("self", start)):
        places |= {(kind, pk): place for kind, keys in reached.items() for pk in keys}
    for kind in MODELS:
        keys = {pk for one, pk in places if one == kind}
        if not keys:
            continue
        records = list(_shown(kind, keys))
        thread.records += len(records)
        if kind == "item":
            thread.is_sensitive = any(one.sensitive or one.meeting.sensitive for one in records)
        for event in _TELL[kind](records):
            place = places[kind, event.record.pk]
            thread.events.append(replace(event, place=place))
    thread.events.sort(key=lambda event: (event.on or date.max, ORDER.index(event.kind)))
    return thread


def of_meeting(meeting: Meeting) -> Thread:
    """What led to the business of a meeting, and what came of it."""
    items = AgendaItem.objects.public().filter(meeting=meeting, kind=AgendaItem.Kind.SUBSTANTIVE)
    return of({"item": set(items.values_list("pk", flat=True))})


def of_topic(topic: Topic) -> Thread:
    """What stands under a topic, with what led to it and came of it; of what came of its agenda items, which deal with
    more than one thing, only what stands under the topic itself."""
    start: Reached = {}
    for kind, pk in topics.under(topic)[:MOST_RECORDS]:
        start.setdefault(kind, set()).add(pk)
    return of(start, all_that_came_of_items=False)


def _walk(start: Reached, *, back: bool, left_alone=frozenset()) -> tuple[Reached, bool]:
    """Everything reached from `start`, without it, and whether there was more; one query for each length of chain.
    `left_alone`: kinds of which those in `start` are not walked on from."""
    walked = {kind: set(keys) for kind, keys in start.items()}
    reached: Reached = {}
    front = {kind: keys for kind, keys in start.items() if kind not in left_alone}
    for _ in range(MOST_STEPS):
        found = _next(front, back=back)
        front = {}
        for kind, walks_on, pk in found:
            if pk in start.get(kind, ()):
                continue
            reached.setdefault(kind, set()).add(pk)
            # What was shown as the end of a chain is walked on from all the same, where a step leads to it properly.
            if walks_on and pk not in walked.setdefault(kind, set()):
                walked[kind].add(pk)
                front.setdefault(kind, set()).add(pk)
        if not front:
            return reached, len(found) > MOST_RECORDS
        if len(found) > MOST_RECORDS or sum(map(len, reached.values())) > MOST_RECORDS:
            return reached, True
    return reached, True


def _next(front: Reached, *, back: bool) -> list[tuple[str, bool, int]]:
    """One step from everything in `front`: kind, whether to walk on from it, key. One more than MOST_RECORDS of them
    says that there are more."""
    asked = []
    for step in STEPS:
        here, there = (step.effect, step.cause) if back else (step.cause, step.effect)
        key, other = (step.effect_key, step.cause_key) if back else (step.cause_key, step.effect_key)
        if not front.get(here) or back and step.last:
            continue
        rows = step.rows().order_by().filter(**{f"{key.removesuffix('_id')}__in": front[here]})
        rows = rows.annotate(
            kind_word=Value(there, output_field=CharField()), goes_on=Value(not step.last), key=F(other)
        )
        asked.append(rows.filter(key__isnull=False).values_list("kind_word", "goes_on", "key"))
    return list(asked[0].union(*asked[1:])[: MOST_RECORDS + 1]) if asked else []


# Each kind as lines of a timeline -------------------------------------------------------------------------


def _shown(kind: str, keys: Iterable[int]):
    rows = MODELS[kind].objects.public().filter(pk__in=keys)
    match kind:
        case "item":
            return rows.select_related("meeting__body").prefetch_related("meeting__body__names")
        case "action":
            return rows.with_names().with_origin()
        case "response":
            return rows.select_related("question", "asked_action", "report", "inspection")
        case "decision":
            return rows
    return rows.with_what_is_shown()


def _items(records) -> Iterable[Event]:
    limbs = Limb.objects.public().carried().filter(resolution__minute__agenda_item__in=records)
    decided: dict[int, list[str]] = {}
    for limb in limbs.select_related("resolution__minute").order_by("resolution", "order", "pk"):
        decided.setdefault(limb.resolution.minute.agenda_item_id, []).append(limb.text)
    for item in records:
        meeting = item.meeting
        yield Event(
            meeting.day, "item", str(item), item, meeting.body.name_on(meeting.day), tuple(decided.get(item.pk, ()))
        )


def _actions(records) -> Iterable[Event]:
    for action in records:
        asked = f"{action.reference}, asked of {action.owner}" if action.owner else action.reference
        yield Event(action.asked_on, "action", asked, action, action.own_words)
        if action.closed_at:
            words = f"{action.reference}: {action.get_state_display().lower()}"
            yield Event(action.closed_on, "action", words, action, action.closing_note, is_step=True)


def _inspections(records) -> Iterable[Event]:
    for statement in InspectionStatement.objects.public().filter(inspection__in=records).select_related("inspection"):
        words = f"Statement of {statement.speaker}, {statement.position}"
        yield Event(day_in_london(statement.said_at), "inspection", words, statement.inspection, is_step=True)
    for step in InspectionProgress.objects.public().filter(inspection__in=records).select_related("inspection"):
        yield Event(step.happened_on, "inspection", step.get_kind_display(), step.inspection, step.text, is_step=True)
    for inspection in records:
        if inspection.reported_on:
            yield Event(inspection.reported_on, "inspection", f"{inspection}: report published", inspection)
        else:
            day = inspection.fieldwork_to or inspection.fieldwork_from
            yield Event(day, "inspection", str(inspection), inspection)
        if inspection.closed_on:
            words = f"{inspection}: closed"
            yield Event(inspection.closed_on, "inspection", words, inspection, inspection.closing_note, is_step=True)


def _questions(records) -> Iterable[Event]:
    for question in records:
        yield Event(question.asked_on, "question", str(question), question)


def _reports(records) -> Iterable[Event]:
    for report in records:
        yield Event(report.issued_on, "report", str(report), report)


def _responses(records) -> Iterable[Event]:
    for response in records:
        who = f"{response.author}, {response.position}"
        yield Event(response.received_on, "response", f"{response.reference}: {response}", response, who)


def _decisions(records) -> Iterable[Event]:
    for decision in records:
        yield Event(decision.decided_on, "decision", str(decision), decision)


_TELL: dict[str, Callable[[list], Iterable[Event]]] = {
    "inspection": _inspections,
    "decision": _decisions,
    "question": _questions,
    "item": _items,
    "action": _actions,
    "report": _reports,
    "response": _responses,
}
