"""What a reading of minutes consists of.

Every piece of text is a `Passage`: the words with white space folded, and the span of the source they stand at. Nothing
here decides anything; the readers beside this module fill it in, and `Reading.as_dict()` is what leaves the package.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

Span = tuple[int, int]


class Passage(NamedTuple):
    """Words of the source. `text` is folded; `source[span[0]:span[1]]` is what was typed."""

    text: str
    span: Span


@dataclass(slots=True)
class Labelled:
    """A paragraph, a sub-part: text with the number or letter typed before it, if any."""

    text: Passage
    label: Passage | None = None

    def as_dict(self) -> dict:
        return {**_named("label", self.label), **_text(self.text)}


@dataclass(slots=True)
class Bullet:
    """An entry of a list. `glyph` as typed (`·`, `a)`, `5.3.1`); `level` counts from 1."""

    text: Passage
    glyph: Passage
    level: int = 1

    def as_dict(self) -> dict:
        return {**_named("glyph", self.glyph), "level": self.level, **_text(self.text)}


@dataclass(slots=True)
class Declaration:
    """An interest declared: whole text, and the member's words in it."""

    text: Passage
    member: Passage | None = None
    label: Passage | None = None

    def as_dict(self) -> dict:
        return {**_named("member", self.member), **_named("label", self.label), **_text(self.text)}


@dataclass(slots=True)
class Vote:
    """How it was voted, from the text alone: `method` is unanimous, recorded, named candidates or vote."""

    method: str
    result: str | None = None
    in_favour: int | None = None
    against: int | None = None
    abstain: int | None = None
    names: dict[str, list[str]] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)

    def as_dict(self) -> dict:
        told = {"method": self.method}
        if self.result is not None:
            told["result"] = self.result
        figures = {"for_": self.in_favour, "against": self.against, "abstain": self.abstain}
        told |= {name: figure for name, figure in figures.items() if figure is not None}
        told |= {f"names_{name}": names for name, names in self.names.items()}
        return told | {"spans": [list(span) for span in self.spans]}


@dataclass(slots=True)
class Part:
    """One part of a decision. `kinds` holds every kind that applies, `kind` the one it is shown under."""

    text: Passage
    label: Passage | None = None
    kind: str = "other"
    kinds: list[str] = field(default_factory=list)
    subparts: list[Labelled] = field(default_factory=list)
    bullets: list[Bullet] = field(default_factory=list)
    continuation: list[Passage] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {
            **_named("label", self.label),
            **_text(self.text),
            "kind": self.kind,
            "kinds": list(self.kinds),
            "subparts": [subpart.as_dict() for subpart in self.subparts],
            "bullets": [{**_named("glyph", one.glyph), **_text(one.text)} for one in self.bullets],
            **_listed("continuation", self.continuation),
        }


@dataclass(slots=True)
class Decision:
    """A decision, or a motion that was lost (`carried` false).

    `form` is marked, sentence, bare_that or motion; `confidence` certain or suggest. `restates` is the index, in the
    item's decisions, of the one this repeats.
    """

    form: str
    confidence: str
    marker: Passage | None = None
    label: Passage | None = None
    lead_in: Passage | None = None
    stem: Passage | None = None
    carried: bool = True
    vote: Vote | None = None
    restates: int | None = None
    doubtful: bool = False
    parts: list[Part] = field(default_factory=list)

    def passages(self):
        """Everything the decision is made of, in no order."""
        yield from (one for one in (self.marker, self.label, self.lead_in, self.stem) if one)
        for part in self.parts:
            yield from (one for one in (part.label, part.text, *part.continuation) if one)
            for below in (*part.subparts, *part.bullets):
                yield below.text

    @property
    def span(self) -> Span:
        spans = [passage.span for passage in self.passages()]
        return (min(span[0] for span in spans), max(span[1] for span in spans)) if spans else (0, 0)

    def as_dict(self) -> dict:
        return {
            **_named("marker", self.marker),
            **_named("label", self.label),
            **_named("lead_in", self.lead_in),
            **_named("stem", self.stem),
            "form": self.form,
            "confidence": self.confidence,
            "doubtful": self.doubtful,
            "carried": self.carried,
            "vote": self.vote.as_dict() if self.vote else None,
            "restates": self.restates,
            "span": list(self.span),
            "parts": [part.as_dict() for part in self.parts],
        }


@dataclass(slots=True)
class Action:
    """Something somebody is to do: lies over pieces, so it is not in the covering layer.

    `owner` and `due` are words of the text or None; `due_date` is an ISO date, only from a day, a month and a year.
    `source` is decision_part, action_list, action_line, narrative or bullet; `status` open, closed or update.
    """

    text: Passage
    source: str
    confidence: str
    owner: Passage | None = None
    due: Passage | None = None
    due_date: str | None = None
    status: str = "open"
    reference: Passage | None = None
    decision: int | None = None
    part: str | None = None
    of: int | None = None

    def as_dict(self) -> dict:
        return {
            **_text(self.text),
            **_named("owner", self.owner),
            **_named("due_text", self.due),
            "due_date": self.due_date,
            "source": self.source,
            "decision": self.decision,
            "part": self.part,
            "confidence": self.confidence,
            "status": self.status,
            **_named("reference", self.reference),
            "of": self.of,
        }


@dataclass(slots=True)
class Supplementary:
    """A further question on the answer just given."""

    text: Passage
    label: Passage | None = None
    answer: Passage | None = None
    answer_label: Passage | None = None

    def as_dict(self) -> dict:
        return {
            **_named("label", self.label),
            **_text(self.text),
            **_named("answer_label", self.answer_label),
            **_named("answer", self.answer),
        }


@dataclass(slots=True)
class Question:
    """A question and what was answered. `answer_mode` is oral, written, referred or none."""

    text: Passage
    asker: Passage | None = None
    to: Passage | None = None
    lead_in: Passage | None = None
    label: Passage | None = None
    answer: list[Passage] = field(default_factory=list)
    answer_label: Passage | None = None
    answer_mode: str = "none"
    answered_by: Passage | None = None
    supplementary: list[Supplementary] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {
            **_named("asker", self.asker),
            **_named("to", self.to),
            **_named("lead_in", self.lead_in),
            **_named("label", self.label),
            **_text(self.text),
            **_listed("answer", self.answer),
            **_named("answer_label", self.answer_label),
            "answer_mode": self.answer_mode,
            **_named("answered_by", self.answered_by),
            "supplementary": [one.as_dict() for one in self.supplementary],
        }


@dataclass(slots=True)
class Item:
    """An agenda item. `spans` has one entry, or more when decisions and narrative stand apart under one number."""

    number: Passage | None = None
    number_as_typed: Passage | None = None
    agenda_number: Passage | None = None
    title: Passage | None = None
    report_author: Passage | None = None
    page_labels: list[Passage] = field(default_factory=list)
    headings: list[Passage] = field(default_factory=list)
    agenda_text: list[Passage] = field(default_factory=list)
    narrative: list[Labelled] = field(default_factory=list)
    bullets: list[Bullet] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    supporting_documents: list[Passage] = field(default_factory=list)
    duplicates: list[Passage] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def as_dict(self) -> dict:
        told = _named("number", self.number)
        if self.number_as_typed:
            told |= _named("number_as_typed", self.number_as_typed)
        if self.agenda_number:
            told |= _named("agenda_number", self.agenda_number)
        return told | {
            **_named("title", self.title),
            **_named("report_author", self.report_author),
            "span": list(self.spans[0]) if self.spans else None,
            "spans": [list(span) for span in self.spans],
            **_listed("page_labels", self.page_labels),
            **_listed("headings", self.headings),
            **_listed("agenda_text", self.agenda_text),
            "narrative": [one.as_dict() for one in self.narrative],
            "bullets": [one.as_dict() for one in self.bullets],
            "declarations": [one.as_dict() for one in self.declarations],
            "decisions": [one.as_dict() for one in self.decisions],
            "actions": [one.as_dict() for one in self.actions],
            "questions": [one.as_dict() for one in self.questions],
            **_listed("supporting_documents", self.supporting_documents),
            **_listed("duplicates", self.duplicates),
        }


@dataclass(slots=True)
class Attendance:
    """One person at, or absent from, the meeting.

    `status` is present, apologies, substitute, in_attendance, absent, late or left.
    """

    source: Passage
    name: Passage
    status: str
    role: Passage | None = None
    organisation: Passage | None = None
    note: Passage | None = None

    def as_dict(self) -> dict:
        return {
            **_named("name", self.name),
            **_named("role", self.role),
            **_named("organisation", self.organisation),
            "status": self.status,
            **_named("note", self.note),
            **_named("source", self.source),
        }


@dataclass(slots=True)
class Meeting:
    """The head of the minutes. `date` is ISO, only from a full date."""

    body: Passage | None = None
    date_text: Passage | None = None
    date: str | None = None
    time_text: Passage | None = None
    venue: Passage | None = None
    chair: Passage | None = None
    attendance: list[Attendance] = field(default_factory=list)
    labels: list[Passage] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {
            **_named("body", self.body),
            **_named("date_text", self.date_text),
            "date": self.date,
            **_named("time_text", self.time_text),
            **_named("venue", self.venue),
            **_named("chair", self.chair),
            "attendance": [one.as_dict() for one in self.attendance],
            **_listed("labels", self.labels),
        }


@dataclass(slots=True)
class Request:
    """Something a letter asks for."""

    text: Passage
    owner: str | None = None
    due: Passage | None = None
    due_date: str | None = None

    def as_dict(self) -> dict:
        return {**_text(self.text), "owner": self.owner, **_named("due_text", self.due), "due_date": self.due_date}


@dataclass(slots=True)
class Letter:
    """A letter. `kind` is panel_to_commissioner, commissioner_to_panel or other; `date` ISO."""

    kind: str = "other"
    to: Passage | None = None
    sender_block: list[Passage] = field(default_factory=list)
    date_text: Passage | None = None
    date: str | None = None
    salutation: Passage | None = None
    subject: Passage | None = None
    statute: Passage | None = None
    paragraphs: list[Passage] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    closing: list[Passage] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {
            "kind": self.kind,
            **_named("to", self.to),
            **_listed("sender_block", self.sender_block),
            **_named("date_text", self.date_text),
            "date": self.date,
            **_named("salutation", self.salutation),
            **_named("subject", self.subject),
            **_named("statute", self.statute),
            **_listed("paragraphs", self.paragraphs),
            "requests": [one.as_dict() for one in self.requests],
            **_listed("closing", self.closing),
        }


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the covering layer. `item` is the index of the item it belongs to, or None."""

    kind: str
    passage: Passage
    item: int | None = None

    def as_dict(self) -> dict:
        return {"kind": self.kind, "span": list(self.passage.span), "item": self.item, "text": self.passage.text}


@dataclass(slots=True)
class Reading:
    """What was read from one text. `pieces` covers every non-blank character of the source once, in order.

    `doc_type` is meeting, agenda_item, decision_page, public_question, letter or other.
    """

    doc_type: str = "other"
    meeting: Meeting | None = None
    chrome: list[Passage] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    letter: Letter | None = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def unclassified(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == "unclassified"]

    def counts(self) -> dict[str, int]:
        """Totals; a decision that repeats another or was lost is not counted."""
        decisions = [decision for item in self.items for decision in item.decisions]
        live = [decision for decision in decisions if decision.restates is None and decision.carried]
        actions = [action for item in self.items for action in item.actions]
        return {
            "items": len(self.items),
            "decisions": len(live),
            "decisions_restated": sum(decision.restates is not None for decision in decisions),
            "decision_parts": sum(len(decision.parts) for decision in live),
            "actions": len(actions),
            "actions_certain": sum(action.confidence == "certain" for action in actions),
            "questions": sum(len(item.questions) for item in self.items),
            "bullets": sum(len(item.bullets) for item in self.items),
            "declarations": sum(len(item.declarations) for item in self.items),
            "unclassified": len(self.unclassified),
        }

    def as_dict(self) -> dict:
        return {
            "doc_type": self.doc_type,
            "meeting": self.meeting.as_dict() if self.meeting else None,
            **_listed("chrome", self.chrome),
            "items": [item.as_dict() for item in self.items],
            "letter": self.letter.as_dict() if self.letter else None,
            "counts": self.counts(),
            "pieces": [piece.as_dict() for piece in self.pieces],
            "unclassified": [
                {"text": piece.passage.text, "span": list(piece.passage.span), "item": piece.item}
                for piece in self.unclassified
            ],
        }


def _text(passage: Passage) -> dict:
    return {"text": passage.text, "span": list(passage.span)}


def _named(name: str, passage: Passage | None) -> dict:
    return {name: passage.text if passage else None, f"{name}_span": list(passage.span) if passage else None}


def _listed(name: str, passages: list[Passage]) -> dict:
    return {name: [one.text for one in passages], f"{name}_spans": [list(one.span) for one in passages]}
