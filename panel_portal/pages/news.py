"""What happened in public, newest first: what feeds and e-mails tell.

Composed when it is asked for, from rows that the public may see; nothing of it is stored. So an entry vanishes with
its record, and what is hidden leaves no trace here. Of a question or an action that was withdrawn it tells that alone,
with the reason, as its page does. All kinds are sought in one query, and what was found is read in a few for each kind,
however many there are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import and_

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Greatest, TruncDate
from django.utils import timezone

from meetings.models import Action, ActionNote, AgendaItem, Body, Meeting, Minutes
from panel_portal.pages import wording
from panel_portal.pages.moments import InWords, came_to, last_moved, while_public
from panel_portal.records.models import Topic
from panel_portal.records.overdue import DayAfter, overdue_since
from panel_portal.records.periods import LONDON
from questions.models import Question
from reports import topics
from reports.models import CommissionerResponse, CommissionersDecision, Inspection, PanelReport

# What can have happened, as it stands in `News.what`, and what it means.
WHAT = {
    "published": "It can be read here for the first time.",
    "agenda published": "The agenda of a meeting, and the papers for it, can be read.",
    "moved": "A meeting has another day, time or place.",
    "cancelled": "A meeting will not take place, and no other takes its place.",
    "adjourned": "A meeting was opened and goes on at another.",
    "not quorate": "Too few members came to a meeting for it to decide anything.",
    "approved": "The panel agreed that minutes are a correct record.",
    "answered": "A question of the public was answered, in writing or at a meeting.",
    "heard": "A statement or a petition was heard at a meeting.",
    "reported done": "Whoever was asked says that it is done. The panel has not yet said that it is satisfied.",
    "accepted": "The panel is satisfied that what it asked for was done.",
    "accepted in part": "The panel is satisfied with a part of what it asked for. Another action holds the rest.",
    "closed": "The panel no longer waits for it.",
    "noted": "A note was added: progress, a promise, or why it waits.",
    "replied": "The Commissioner replied to a report or letter of the panel.",
    "responded": "The Commissioner responded to an inspection.",
    "report published": "An inspectorate published its report.",
    "became overdue": "The last day for an answer is over, and there was none.",
    "withdrawn": "It was published here, and the panel took it back.",
}
ACCEPTED = ("accepted", "accepted in part")


@dataclass(frozen=True)
class News:
    """One thing that happened, told so that nothing else has to be opened to understand it.

    key     the same for ever, and of nothing else: "question/Q2026-017/answered"
    at      when it could first be read; when something became overdue, the beginning of the day after its last day
    kind    of the record: meeting, item, minutes, question, action, report, response, inspection, decision
    what    one of `WHAT`
    text    plain text, paragraphs parted by a blank line
    url     the path of its page
    record  kind and primary key
    """

    key: str
    at: datetime
    kind: str
    what: str
    title: str
    text: str
    url: str
    body_slug: str
    record: tuple[str, int]


def news(
    *,
    since: datetime | None = None,
    most: int = 50,
    body: Body | None = None,
    topic: Topic | None = None,
    question: Question | None = None,
    action: Action | None = None,
    what: str | Iterable[str] | None = None,
) -> list[News]:
    """The newest things that happened, newest first, at most so many.

    since  only what happened after this moment
    body, topic, question, action  only what belongs to it; to a question and an action belong the responses to it
    what   only these of `WHAT`
    """
    scope = _Scope(body, topic, question, action)
    wanted = {what} if isinstance(what, str) else set(WHAT if what is None else what)
    streams = [one for one in STREAMS if one.what in wanted and scope.has(one.kind)]
    sought = [_sought(one, scope, since) for one in streams]
    if not sought or not most:
        return []
    # The newest of each, so that no more than those are looked for where an index has them in order.
    newest = [one.order_by("-news_at", "-pk")[:most] for one in sought]
    if len(newest) == 1:
        return _told(list(newest[0]))
    union = newest[0].union(*newest[1:], all=True)
    return _told(list(union.order_by("-news_at", "news_kind", "news_what", "-pk")[:most]))


# What belongs to what ---------------------------------------------------------------------------------------------


def _of_topic(topic: Topic) -> dict[str, Q]:
    """Under which condition a row of each kind belongs to a topic. A kind that is not named has no topics."""
    under = {
        kind: link.objects.public().filter(topic=topic).order_by().values(link.linked())
        for kind, link in topics.LINKS.items()
    }
    answered = Q(question__in=under["question"]) | Q(asked_action__in=under["action"])
    answered |= Q(report__in=under["report"]) | Q(inspection__in=under["inspection"])
    return {
        **{kind: Q(pk__in=keys) for kind, keys in under.items()},
        "note": Q(action__in=under["action"]),
        "response": answered,
    }


def _of_body(body: Body) -> dict[str, Q]:
    """The same for a body. What has none of its own is the panel's."""
    panel = body.kind == Body.Kind.PANEL
    meetings = Meeting.objects.public().filter(body=body).values("pk")
    asked = Q(at_meeting__in=meetings)
    from_item, from_limb = "origin_item__meeting", "origin_limb__resolution__minute__agenda_item__meeting"
    arose = Q(**{f"{from_item}__in": meetings}) | Q(**{f"{from_limb}__in": meetings})
    if panel:
        elsewhere = Meeting.objects.public().exclude(body=body).values("pk")
        asked |= Q(at_meeting__isnull=True) | ~Q(at_meeting__in=elsewhere)
        arose |= Q(origin_item__isnull=True, origin_limb__isnull=True)
    questions, actions = Question.objects.public().filter(asked), Action.objects.public().filter(arose)
    reports = PanelReport.objects.public().filter(from_body=body)
    answered = Q(question__in=questions.values("pk"))
    answered |= Q(asked_action__in=actions.values("pk")) | Q(report__in=reports.values("pk"))
    of_panel = {"inspection": Q(), "decision": Q()} if panel else {}
    return {
        "meeting": Q(body=body),
        "item": Q(meeting__body=body),
        "minutes": Q(meeting__body=body),
        "question": asked,
        "action": arose,
        "note": Q(action__in=actions.values("pk")),
        "report": Q(from_body=body),
        "response": answered | Q(inspection__isnull=False) if panel else answered,
        **of_panel,
    }


@dataclass(frozen=True)
class _Scope:
    """Of what news is wanted; of everything where all are empty."""

    body: Body | None = None
    topic: Topic | None = None
    question: Question | None = None
    action: Action | None = None

    @cached_property
    def conditions(self) -> list[dict[str, Q]]:
        found = []
        if self.body:
            found.append(_of_body(self.body))
        if self.topic:
            found.append(_of_topic(self.topic))
        if self.question:
            itself = Q(pk=self.question.pk)
            found.append({"question": itself, "gone question": itself, "response": Q(question=self.question)})
        if self.action:
            notes, responses = Q(action=self.action), Q(asked_action=self.action)
            itself = Q(pk=self.action.pk)
            found.append({"action": itself, "gone action": itself, "note": notes, "response": responses})
        return found

    def has(self, kind: str) -> bool:
        """Whether anything of this kind can belong to it."""
        return all(kind in one for one in self.conditions)

    def condition(self, kind: str) -> Q:
        """Under which a row of this kind belongs to it."""
        return reduce(and_, (one[kind] for one in self.conditions), Q())


# Where it is sought -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stream:
    """One sort of thing that happens: to rows of a kind, at a moment that stands in a column or is worked out.

    mark  what tells two such things apart that happen to one row: on another last day it can become overdue again
    """

    kind: str
    what: str
    rows: Callable[[], QuerySet]
    at: object
    mark: object = Value("")


def _sought(stream: Stream, scope: _Scope, since: datetime | None) -> QuerySet:
    at = F(stream.at) if isinstance(stream.at, str) else stream.at
    rows = stream.rows().filter(scope.condition(stream.kind)).order_by()
    rows = (
        rows.annotate(news_came=at)
        .filter(news_came__isnull=False)
        .annotate(
            # Nothing is news before it can be read: an old record that is entered today is told today.
            news_at=Greatest("news_came", "published_at"),
            news_kind=Value(stream.kind, output_field=CharField()),
            news_what=Value(stream.what, output_field=CharField()),
            news_mark=Cast(stream.mark, CharField()),
        )
    )
    if since:
        rows = rows.filter(news_at__gt=since)
    return rows.values("pk", "news_at", "news_kind", "news_what", "news_mark")


def _meetings(state):
    return lambda: Meeting.objects.public().filter(state=state)


def _announced():
    """Those that were listed before their agenda; the others are told with it."""
    with_agenda = Q(agenda_published_at__lte=F("published_at"))
    return Meeting.objects.public().exclude(with_agenda)


def _reported_since():
    """Inspections that could be read before their report was published; the others are told with it."""
    under_way = Inspection.State.UNDER_WAY
    before = while_public(Inspection).filter(state=under_way)
    return Inspection.objects.public().exclude(state=under_way).filter(Exists(before))


def _actions(*states):
    return lambda: Action.objects.public().filter(state__in=states)


def _responses():
    """Those that are not told with what they answer: the first full answer makes it answered, and is told there."""
    earlier = CommissionerResponse.objects.public().exclude(kind=CommissionerResponse.Kind.HOLDING)
    earlier = earlier.filter(published_at__lt=OuterRef("published_at"))
    later = Q(kind=CommissionerResponse.Kind.HOLDING) | Q(asked_action__isnull=False)
    later |= Q(question__isnull=False) & ~Q(question__given_at_meeting="")
    for key in ("question", "report", "inspection"):
        later |= Q(**{f"{key}__isnull": False}) & Exists(earlier.filter(**{key: OuterRef(key)}))
    return CommissionerResponse.objects.public().filter(later)


def _overdue(kind: str, model, due: str, came: str) -> Stream:
    """What waits although its day is over; and what came late, where it stood here while it was waited for."""

    def rows():
        late = model.objects.public().filter(**{f"{came}__gt": F(due)}, published_at__lt=DayAfter(F(due)))
        if hasattr(model, "clock_stopped_on"):
            late = late.filter(clock_stopped_on=None)
        # One condition with an "or" in it: as two streams each asked who may see the row, and the second of the first.
        rows = model.objects.public().overdue() | late
        # Nothing is overdue before it is: so the index is gone through from now, not from the days that are to come.
        return rows.alias(overdue_since=overdue_since(due)).filter(overdue_since__lte=timezone.now())

    return Stream(kind, "became overdue", rows, DayAfter(F(due)), F(due))


WITHDRAWN_ON = TruncDate("withdrawn_at", tzinfo=LONDON)
STREAMS = [
    Stream("meeting", "published", _announced, "published_at"),
    Stream(
        "meeting",
        "agenda published",
        lambda: Meeting.objects.public().filter(agenda_published_at__isnull=False),
        "agenda_published_at",
    ),
    Stream("meeting", "cancelled", _meetings(Meeting.State.CANCELLED), "settled_at"),
    Stream("meeting", "moved", _meetings(Meeting.State.POSTPONED), "settled_at", Value("postponed")),
    Stream("meeting", "moved", lambda: Meeting.objects.public(), last_moved(), InWords(last_moved())),
    Stream("meeting", "adjourned", _meetings(Meeting.State.ADJOURNED), "settled_at"),
    Stream("meeting", "not quorate", _meetings(Meeting.State.INQUORATE), "settled_at"),
    # The items of an agenda are told with it; what was added later is told by itself.
    Stream(
        "item", "published", lambda: AgendaItem.objects.public().filter(supplementary_at__isnull=False), "published_at"
    ),
    Stream("minutes", "published", lambda: Minutes.objects.public(), "published_at"),
    Stream("minutes", "approved", lambda: Minutes.objects.public().filter(approved_at__isnull=False), "approved_at"),
    Stream("question", "published", lambda: Question.objects.public(), "published_at"),
    Stream(
        "question",
        "answered",
        lambda: Question.objects.public().answered(),
        came_to(Question, Question.ANSWERED),
    ),
    Stream(
        "question",
        "heard",
        lambda: Question.objects.public().filter(state=Question.State.HEARD),
        came_to(Question, [Question.State.HEARD]),
    ),
    _overdue("question", Question, "answer_due_on", "answered_on"),
    Stream("action", "published", lambda: Action.objects.public(), "published_at"),
    Stream("action", "reported done", _actions(Action.State.REPORTED_DONE), "reported_done_at"),
    Stream("action", "accepted", _actions(Action.State.ACCEPTED), "closed_at"),
    Stream("action", "accepted in part", _actions(Action.State.ACCEPTED_IN_PART), "closed_at"),
    Stream(
        "action",
        "closed",
        _actions(Action.State.NO_LONGER_NEEDED, Action.State.SUPERSEDED, Action.State.MERGED, Action.State.HANDED_OVER),
        "closed_at",
    ),
    _overdue("action", Action, "due_on", "received_on"),
    Stream("note", "noted", lambda: ActionNote.objects.public(), "published_at"),
    Stream("report", "published", lambda: PanelReport.objects.public(), "published_at"),
    Stream(
        "report",
        "replied",
        lambda: PanelReport.objects.public().filter(state=PanelReport.State.REPLIED),
        came_to(PanelReport, [PanelReport.State.REPLIED]),
    ),
    _overdue("report", PanelReport, "reply_due_on", "replied_on"),
    Stream("response", "published", _responses, "published_at"),
    Stream("inspection", "published", lambda: Inspection.objects.public(), "published_at"),
    Stream(
        "inspection",
        "report published",
        _reported_since,
        came_to(Inspection, [one for one in Inspection.State if one != Inspection.State.UNDER_WAY]),
    ),
    Stream(
        "inspection",
        "responded",
        lambda: Inspection.objects.public().filter(responded_on__isnull=False),
        came_to(Inspection, [Inspection.State.RESPONDED, Inspection.State.CLOSED]),
    ),
    Stream(
        "inspection",
        "closed",
        lambda: Inspection.objects.public().filter(state=Inspection.State.CLOSED),
        came_to(Inspection, [Inspection.State.CLOSED]),
    ),
    _overdue("inspection", Inspection, "response_due_on", "responded_on"),
    Stream("decision", "published", lambda: CommissionersDecision.objects.public(), "published_at"),
    # Published again, it can be withdrawn again.
    Stream("gone question", "withdrawn", lambda: wording.gone(Question), "withdrawn_at", WITHDRAWN_ON),
    Stream("gone action", "withdrawn", lambda: wording.gone(Action), "withdrawn_at", WITHDRAWN_ON),
]


# What is told of it -----------------------------------------------------------------------------------------------


def _told(rows: list[dict]) -> list[News]:
    records = wording.read({(row["news_kind"], row["pk"]) for row in rows})
    told = []
    for row in rows:
        kind, what = row["news_kind"], row["news_what"]
        record = records.get((kind, row["pk"]))
        if record is None:
            continue  # withdrawn between the two queries
        words = wording.tell(kind, what, record)
        parts = (words.kind, words.name, what, row["news_mark"])
        told.append(
            News(
                key="/".join(part.replace(" ", "-") for part in parts if part),
                at=row["news_at"],
                kind=words.kind,
                what=what,
                title=words.title,
                text=words.text,
                url=words.url,
                body_slug=words.body_slug or records.panel_slug,
                record=words.record,
            )
        )
    return told
