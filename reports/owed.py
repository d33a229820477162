"""What waits for an answer from the Commissioner's side, whatever it is: questions, actions, reports and inspections in
one shape, so that every page that lists or answers them says the same."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast

from meetings.models import Action, Office
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.publication import Audience, visible_rows
from panel_portal.records.references import reference_from_address
from questions import scheme
from questions.models import Question
from reports import workflow
from reports.models import ClockStop, Inspection, PanelReport
from reports.models.response import key_of

# The word of each in addresses, and under which key its addressee stands.
KINDS = {
    "question": (Question, "addressee"),
    "action": (Action, "owner_office"),
    "report": (PanelReport, "addressee"),
    "inspection": (Inspection, "addressee"),
}
# Before the number of those that have one.
INITIALS = {"question": "Q", "action": "A", "report": "R"}
_SINCE = {"question": "asked_on", "action": "asked_on", "report": "issued_on", "inspection": "reported_on"}
_DUE = {"question": "answer_due_on", "action": "due_on", "report": "reply_due_on", "inspection": "response_due_on"}


def waiting_rows(kind: str, office: Office | None = None) -> QuerySet:
    """What is public, of one kind, and waits for an answer; of one office where it is given."""
    model, addressee = KINDS[kind]
    rows = model.objects.public()
    match kind:
        case "question":
            rows = rows.filter(state=Question.State.SENT).exclude(addressee=None)
        case "action":
            rows = rows.filter(state=Action.State.OPEN)
        case _:
            rows = rows.awaiting()
    return rows.filter(**{addressee: office}) if office else rows


def can_be_answered(key: str) -> QuerySet:
    """What a response may be entered to, for the key of `CommissionerResponse` it would stand under."""
    match key:
        case "question":
            return Question.objects.filter(state__in=[Question.State.SENT, *Question.ANSWERED])
        case "asked_action":
            return Action.objects.filter(state__in=Action.OUTSTANDING).exclude(reference="").order_by("-reference")
        case "report":
            return PanelReport.objects.exclude(state=PanelReport.State.DRAFT)
    return Inspection.objects.exclude(state=Inspection.State.UNDER_WAY)


def longest_first(office: Office | None = None, kinds=tuple(KINDS)) -> QuerySet:
    """The key and kind of everything that waits, in one query: by the day it is due, then by how long it has waited."""
    asked = [
        waiting_rows(kind, office)
        .order_by()
        .annotate(
            kind_word=Value(kind, output_field=CharField()),
            since_day=Cast(_SINCE[kind], DateField()),
            due_day=Cast(_DUE[kind], DateField()),
        )
        .values("pk", "kind_word", "since_day", "due_day")
        for kind in kinds
    ]
    return asked[0].union(*asked[1:], all=True).order_by(F("due_day").asc(nulls_last=True), "since_day", "pk")


def fetch(rows) -> list["Owed"]:
    """What such rows name, in their order; two queries for each kind at most."""
    rows = list(rows)
    found = {}
    for kind, (model, _) in KINDS.items():
        keys = [row["pk"] for row in rows if row["kind_word"] == kind]
        if keys:
            shown = model.objects.public().filter(pk__in=keys)
            shown = shown.with_names().with_origin() if kind == "action" else shown.with_what_is_shown()
            if kind == "question":
                shown = shown.with_visible("at_meeting")  # to explain its day
            found |= {(kind, record.pk): record for record in shown}
    period = workflow.response_period() if any(row["kind_word"] == "inspection" for row in rows) else None
    return [Owed(row["kind_word"], found[row["kind_word"], row["pk"]], period) for row in rows]


def find(kind: str, reference: str, office: Office | None = None) -> "Owed":
    """What an address names, where it is public; of that office, where one is given. It need not wait any more.
    Raises ObjectDoesNotExist."""
    model, addressee = KINDS[kind]
    rows = model.objects.public()
    if office:
        rows = rows.filter(**{addressee: office})
    if kind == "inspection":
        return Owed(kind, rows.get(slug=reference))
    return Owed(kind, rows.get(reference=reference_from_address(INITIALS[kind], reference)))


def of(record) -> "Owed":
    """The same for a record in hand."""
    return Owed(next(kind for kind, (model, _) in KINDS.items() if isinstance(record, model)), record)


@dataclass(frozen=True)
class Owed:
    """One thing that waits for an answer, or waited for one."""

    kind: str
    record: Question | Action | PanelReport | Inspection
    period: StatutoryPeriod | None = None  # of an inspection, where it is at hand already

    @property
    def key(self) -> str:
        return key_of(self.record)

    @property
    def noun(self) -> str:
        return {"question": "public question", "action": "action", "inspection": "inspection"}.get(
            self.kind, getattr(self.record, "noun", "report")
        )

    @property
    def in_address(self) -> str:
        return self.record.slug if self.kind == "inspection" else self.record.reference_in_address

    @property
    def title(self) -> str:
        return f"{self.record}: {self.record.text}" if self.kind == "action" else str(self.record)

    @property
    def since(self) -> date | None:
        return getattr(self.record, _SINCE[self.kind])

    @property
    def due_on(self) -> date | None:
        return getattr(self.record, _DUE[self.kind])

    @property
    def stopped_on(self) -> date | None:
        return getattr(self.record, "clock_stopped_on", None)

    @property
    def is_overdue(self) -> bool:
        return self.record.is_overdue

    @property
    def is_waiting(self) -> bool:
        return self.record.state == Action.State.OPEN if self.kind == "action" else self.record.is_awaiting

    @property
    def can_stop(self) -> bool:
        """Whether the office may ask for its clock to be stopped."""
        if self.is_overdue:
            return False  # it has run out
        if self.kind == "question":
            return self.is_waiting and not self.stopped_on
        by_law = PanelReport.ReplyBasis.STATUTE
        return self.kind == "report" and self.is_waiting and not self.stopped_on and self.record.reply_basis != by_law

    @cached_property
    def basis(self) -> str:
        """Why an answer is owed, in a sentence."""
        record = self.record
        match self.kind:
            case "question":
                return "A question of the public, under the panel’s rules for questions."
            case "action":
                dated = record.due_rule == Action.DueRule.ON_DATE
                return "The panel asked for it." if dated else f"The panel asked for it. {record.due_words}."
            case "inspection":
                return f"The law asks for a response: {(self.period or workflow.response_period()).provision}."
        under = f" ({record.provision})" if record.provision else ""
        return f"{record.get_reply_basis_display()}{under}."

    @cached_property
    def explanation(self) -> tuple[str, ...]:
        """How the day was come to, in sentences that can be checked on a wall calendar; empty where there is none, and
        for an action: its own page has it."""
        if not self.due_on:
            return ()
        if self.kind == "question":
            return scheme.explain_answer_due(self.record, visible_rows(self.record.at_meeting, Audience.PUBLIC))
        if self.kind == "report":
            return self.record.reply_working
        if self.kind != "inspection":
            return ()
        period = self.period or workflow.response_period()
        counted = period.clock(self.record.reported_on).explain().sentences
        return (*counted, f"The law sets that time: {period.provision}.")

    @cached_property
    def asked(self) -> list:
        """What is asked in parts (`PartAnswer` has a row for each); empty where it is one thing."""
        return workflow.asked_of(self.record)[1]

    @cached_property
    def stops(self) -> list[ClockStop]:
        """When its clock stood still, and why; what the public may read of it."""
        if self.kind not in ClockStop.TO:
            return []
        return list(ClockStop.objects.visible_to(Audience.PUBLIC).filter(**{self.kind: self.record}))
