"""What is searched: the kinds of pages that can be found, and the columns of words that lead to them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from meetings.models import (
    Action,
    ActionNote,
    ActionTopic,
    AgendaItem,
    Correction,
    ItemTopic,
    Limb,
    Meeting,
    Member,
    Minute,
    Paper,
    PaperFile,
    PublicSummary,
)
from panel_portal.records import publication
from panel_portal.records.periods import LONDON
from panel_portal.records.publication import Audience
from questions.models import Question, QuestionPart, QuestionTopic
from reports.models import (
    CommissionerResponse,
    CommissionersDecision,
    DecisionTopic,
    Finding,
    Inspection,
    InspectionProgress,
    InspectionStatement,
    InspectionTopic,
    PanelReport,
    PartAnswer,
    ReportRequest,
    ReportTopic,
    ResponseFile,
)


def nothing(prefix: str) -> models.Expression:
    return Value(None, output_field=models.BigIntegerField())


def no_word(prefix: str) -> models.Expression:
    return Value("", output_field=models.TextField())


def _key(path: str) -> Callable[[str], models.Expression]:
    return lambda prefix: F(f"{prefix}{path}")


def _either_way(closed: Q, open_: Q) -> Callable[[str], models.Expression]:
    def told(prefix: str) -> models.Expression:
        return Case(
            When(_under(prefix, open_), then=Value("open")),
            When(_under(prefix, closed), then=Value("closed")),
            default=Value(""),
            output_field=models.TextField(),
        )

    return told


def _under(prefix: str, condition: Q) -> Q:
    """A condition on a record, as one on what leads to it."""
    children = [
        _under(prefix, one) if isinstance(one, Q) else (f"{prefix}{one[0]}", one[1]) for one in condition.children
    ]
    return Q.create(children, connector=condition.connector, negated=condition.negated)


def _origin_body(prefix: str) -> models.Expression:
    """The body at whose meeting an action arose, whichever way."""
    limb = f"{prefix}origin_limb__resolution__minute__agenda_item__meeting__body"
    return Coalesce(f"{prefix}origin_item__meeting__body", limb)


def _body_asked(prefix: str) -> models.Expression:
    """The body before which a question comes, once its meeting is public."""
    meeting = publication.visible_q(Meeting, Audience.PUBLIC, prefix=f"{prefix}at_meeting__")
    return Case(When(meeting, then=F(f"{prefix}at_meeting__body")))


def _owner(prefix: str) -> models.Expression:
    def told(word: str, path: str):
        return When(
            **{f"{prefix}{path}__isnull": False},
            then=Concat(Value(f"{word}:"), Cast(f"{prefix}{path}", models.TextField())),
        )

    return Case(
        told("office", "owner_office"), told("body", "owner_body"), default=Value(""), output_field=models.TextField()
    )


def _end(model, path: str) -> models.Field:
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


@dataclass(frozen=True)
class Kind:
    """A sort of page that can be found. `day`, `body`, `state` and `owner` are asked of its record; `topics` is the
    model of the rows that give it topics, and the name of their key to it."""

    key: str
    label: str
    model: type
    day: str
    body: Callable[[str], models.Expression] = nothing
    state: Callable[[str], models.Expression] = no_word
    owner: Callable[[str], models.Expression] = no_word
    topics: tuple[type, str] | None = None

    @property
    def is_dated_by_moments(self) -> bool:
        return isinstance(_end(self.model, self.day), models.DateTimeField)

    def day_of(self, prefix: str) -> models.Expression:
        """The day in London by which it is ordered, from what leads to it."""
        day = f"{prefix}{self.day}"
        return TruncDate(day, tzinfo=LONDON) if self.is_dated_by_moments else F(day)


@dataclass(frozen=True)
class Branch:
    """One column of words. `path` leads to the record of the page ("" for the page's own), `text` is what is shown
    of it in context."""

    kind: str
    model: type
    path: str
    text: tuple[str, ...]
    lexemes: str = "lexemes"

    @property
    def prefix(self) -> str:
        return f"{self.path}__" if self.path else ""

    @property
    def page(self) -> str:
        return self.path or "pk"


KINDS = {
    kind.key: kind
    for kind in (
        Kind("meeting", "Meetings", Meeting, "starts_at", _key("body")),
        Kind(
            "item",
            "Agenda items, minutes and decisions",
            AgendaItem,
            "meeting__starts_at",
            _key("meeting__body"),
            topics=(ItemTopic, "agenda_item"),
        ),
        Kind("paper", "Papers", Paper, "agenda_item__meeting__starts_at", _key("agenda_item__meeting__body")),
        Kind(
            "action",
            "What has been asked",
            Action,
            "asked_on",
            _origin_body,
            _either_way(~Q(state__in=Action.OUTSTANDING), Q(state__in=Action.OUTSTANDING)),
            _owner,
            topics=(ActionTopic, "asked_action"),
        ),
        Kind(
            "question",
            "Public questions",
            Question,
            "asked_on",
            _body_asked,
            _either_way(
                Q(state__in=[*Question.ANSWERED, Question.State.HEARD]),
                Q(state=Question.State.SENT) | Q(state=Question.State.ACCEPTED, kind__in=Question.ASKING),
            ),
            topics=(QuestionTopic, "question"),
        ),
        Kind(
            "letter",
            "Reports and letters of the panel",
            PanelReport,
            "issued_on",
            _key("from_body"),
            _either_way(
                Q(state=PanelReport.State.REPLIED),
                Q(state=PanelReport.State.ISSUED) & ~Q(reply_basis=PanelReport.ReplyBasis.NONE),
            ),
            topics=(ReportTopic, "report"),
        ),
        Kind("response", "Responses of the Commissioner", CommissionerResponse, "received_on"),
        Kind(
            "inspection",
            "Inspections",
            Inspection,
            "reported_on",
            state=_either_way(
                Q(state__in=[Inspection.State.RESPONDED, Inspection.State.CLOSED]),
                Q(state__in=[Inspection.State.UNDER_WAY, Inspection.State.REPORTED]),
            ),
            topics=(InspectionTopic, "inspection"),
        ),
        Kind(
            "decision",
            "Decisions of the Commissioner",
            CommissionersDecision,
            "decided_on",
            topics=(DecisionTopic, "decision"),
        ),
        Kind("member", "Members", Member, "published_at"),
    )
}
STATES = {"open": "Still open", "closed": "Settled"}

BRANCHES = (
    Branch("meeting", Meeting, "", ("purpose", "place", "outcome_reason")),
    Branch("item", AgendaItem, "", ("purpose", "report_of")),
    Branch("item", Minute, "agenda_item", ("text",)),
    Branch("item", PublicSummary, "agenda_item", ("text",)),
    Branch("item", Limb, "resolution__minute__agenda_item", ("text",)),
    Branch("paper", Paper, "", ()),
    Branch("paper", PaperFile, "paper", ("read__words",), "read__lexemes"),
    Branch("item", Correction, "minute__agenda_item", ("new_text", "reason")),
    Branch("action", Action, "", ("text", "given_in", "closing_note")),
    Branch("action", ActionNote, "action", ("text",)),
    Branch("question", Question, "", ("introduction", "law", "given_at_meeting")),
    Branch("question", QuestionPart, "question", ("text",)),
    Branch("letter", PanelReport, "", ("text",)),
    Branch("letter", ReportRequest, "report", ("text",)),
    Branch("response", CommissionerResponse, "", ("text", "officer_comments", "rejoinder")),
    Branch("response", PartAnswer, "response", ("text", "note")),
    Branch("response", ResponseFile, "response", ("title",)),
    Branch("response", ResponseFile, "response", ("read__words",), "read__lexemes"),
    Branch("inspection", Inspection, "", ("summary", "closing_note")),
    Branch("inspection", Finding, "inspection", ("area", "text", "recommendation")),
    Branch("inspection", InspectionStatement, "inspection", ("text",)),
    Branch("inspection", InspectionProgress, "inspection", ("text",)),
    Branch("decision", CommissionersDecision, "", ("summary",)),
    Branch("member", Member, "", ()),
)
