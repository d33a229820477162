"""What the API tells of what passes between panel and Commissioner: reports, responses, inspections, decisions."""

from datetime import date, datetime

from ninja import Field, Schema

from panel_portal.pages.api.kinds import Kind, by_reference, by_slug
from panel_portal.pages.api.told import (
    At,
    Link,
    State,
    Told,
    in_address,
    seen,
    state,
    to_action,
    to_inspection,
    to_question,
    to_report,
    to_response,
    to_topics,
)
from panel_portal.records.stamps import Source
from reports.filters import DecisionFilter, InspectionFilter, ReportFilter, ResponseFilter
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

# Reports and letters --------------------------------------------------------------------------------------


class Request(Schema):
    text: str
    action: Link | None = Field(description="The action by which it is tracked.")


class ReportTold(Told):
    reference: str = Field(description="R2026/003.")
    kind: State
    title: str
    text: str = Field(description="HTML: what it says.")
    legal_basis: str = Field(description="The provision under which the panel reports; empty for a free letter.")
    sent_to: str = Field(description="The office, as called on the day of issue.")
    signed_by: str
    state: State
    overdue: bool = Field(description="Whether the day for the reply is over and none is published.")
    issued_on: date | None
    reply_due_on: date | None
    replied_on: date | None
    requests: list[Request]
    responses: list[Link]
    topics: list[Link]


def tell_reports(reports, at: At) -> list[dict]:
    return [
        {
            "id": in_address(report.reference),
            "url": at(report.get_absolute_url()),
            "reference": report.reference,
            "kind": state(report, "kind"),
            "title": report.title,
            "text": report.text,
            "legal_basis": str(report.provision or ""),
            "sent_to": report.addressee_then,
            "signed_by": ", ".join(filter(None, [report.signatory, report.signatory_office])),
            "state": state(report),
            "overdue": report.is_overdue,
            "issued_on": report.issued_on,
            "reply_due_on": report.reply_due_on,
            "replied_on": report.replied_on,
            "requests": [
                {"text": one.text, "action": to_action(at, seen(one.as_action))} for one in seen(report.requests)
            ],
            "responses": [to_response(at, one) for one in seen(report.responses)],
            "topics": to_topics(at, report),
        }
        for report in reports
    ]


REPORTS = Kind(
    name="reports",
    one="report or letter",
    about="Reports and letters of the panel to the Commissioner, or to another office.",
    model=PanelReport,
    schema=ReportTold,
    loaded=lambda rows: rows.with_what_is_shown().with_visible("requests__as_action", "responses", "topic_links"),
    tell=tell_reports,
    key=lambda report: in_address(report.reference),
    find=by_reference("R"),
    sources=(
        Source(
            PanelReport,
            (
                "reference", "kind", "title", "text", "provision_id", "addressee_id", "signatory", "signatory_office",
                "state", "issued_on", "reply_basis", "reply_due_on", "clock_stopped_on", "replied_on",
            ),
        ),
        Source(ReportRequest, ("text", "order"), "report"),
        Source(ReportTopic, ("topic_id",), "report"),
    ),
    filters=ReportFilter,
    example="R2026-003",
)  # fmt: skip

# Responses ------------------------------------------------------------------------------------------------


class Answer(Schema):
    asked: str = Field(description="What was asked for.")
    outcome: State = Field(description="The clerk's note of follow-up, not of truth.")
    text: str
    note: str


class File(Schema):
    title: str
    url: str


class ResponseTold(Told):
    reference: str = Field(description="C2026/009.")
    kind: State
    answers_to: Link = Field(description="The question, action, report or inspection that it answers.")
    text: str = Field(description="HTML: what was answered, as received.")
    author: str
    position: str
    dated_on: date
    received_on: date
    officer: str = Field(description="Of an inspection: the chief officer who commented.")
    officer_comments: str = Field(description="HTML.")
    rejoinder: str = Field(description="HTML: the Commissioner's reply to those comments.")
    answers: list[Answer] = Field(description="Part by part, where that was recorded.")
    files: list[File]


TO = {"question": to_question, "asked_action": to_action, "report": to_report, "inspection": to_inspection}


def tell_responses(responses, at: At) -> list[dict]:
    return [
        {
            "id": in_address(response.reference),
            "url": at(response.get_absolute_url()),
            "reference": response.reference,
            "kind": state(response, "kind"),
            # It is public only where this is.
            "answers_to": next(to(at, getattr(response, key)) for key, to in TO.items() if getattr(response, key)),
            "text": response.text,
            "author": response.author,
            "position": response.position,
            "dated_on": response.dated_on,
            "received_on": response.received_on,
            "officer": response.officer,
            "officer_comments": response.officer_comments,
            "rejoinder": response.rejoinder,
            "answers": [
                {"asked": one.asked, "outcome": state(one, "outcome"), "text": one.text, "note": one.note}
                for one in seen(response.part_answers)
            ],
            "files": [{"title": one.title, "url": at(one.get_absolute_url())} for one in seen(response.files)],
        }
        for response in responses
    ]


RESPONSES = Kind(
    name="responses",
    one="response",
    about="What came back from the Commissioner: to a question, an action, a report or letter, or an inspection.",
    model=CommissionerResponse,
    schema=ResponseTold,
    loaded=lambda rows: rows.select_related(*TO).with_visible(
        "part_answers__part", "part_answers__request", "part_answers__finding", "files"
    ),
    tell=tell_responses,
    key=lambda response: in_address(response.reference),
    find=by_reference("C"),
    sources=(
        Source(
            CommissionerResponse,
            (
                "reference", "kind", "text", "author", "position", "dated_on", "received_on", "officer",
                "officer_comments", "rejoinder",
            ),
        ),
        Source(PartAnswer, ("outcome", "text", "note"), "response"),
        Source(ResponseFile, ("title", "sha256"), "response"),
    ),
    above=("question", "report", "inspection", "asked_action"),
    filters=ResponseFilter,
    example="C2026-009",
)  # fmt: skip

# Inspections ----------------------------------------------------------------------------------------------


class FindingTold(Schema):
    kind: State
    area: str
    text: str
    recommendation: str
    grade: State | None = Field(description="Of a judgement.")
    state: State
    closed_on: date | None
    closing_note: str


class Statement(Schema):
    speaker: str
    position: str
    said_at: datetime
    text: str = Field(description="HTML: what was said.")


class Step(Schema):
    kind: State
    happened_on: date
    text: str


class InspectionTold(Told):
    title: str
    inspectorate: str
    programme: str
    service: State
    summary: str = Field(description="HTML: what it was about.")
    state: State
    overdue: bool = Field(description="Whether the day for the response is over and none is published.")
    reported_on: date | None
    report_url: str = Field(description="The inspectorate's own report.")
    response_due_on: date | None
    responded_on: date | None
    closed_on: date | None
    closing_note: str
    findings: list[FindingTold]
    statements: list[Statement]
    progress: list[Step]
    responses: list[Link]
    topics: list[Link]


def tell_inspections(inspections, at: At) -> list[dict]:
    return [
        {
            "id": inspection.slug,
            "url": at(inspection.get_absolute_url()),
            "title": inspection.title,
            "inspectorate": inspection.inspectorate,
            "programme": inspection.programme,
            "service": state(inspection, "service"),
            "summary": inspection.summary,
            "state": state(inspection),
            "overdue": inspection.is_overdue,
            "reported_on": inspection.reported_on,
            "report_url": inspection.report_url,
            "response_due_on": inspection.response_due_on,
            "responded_on": inspection.responded_on,
            "closed_on": inspection.closed_on,
            "closing_note": inspection.closing_note,
            "findings": [_finding(one) for one in seen(inspection.findings)],
            "statements": [
                {"speaker": one.speaker, "position": one.position, "said_at": one.said_at, "text": one.text}
                for one in seen(inspection.statements)
            ],
            "progress": [
                {"kind": state(one, "kind"), "happened_on": one.happened_on, "text": one.text}
                for one in seen(inspection.progress)
            ],
            "responses": [to_response(at, one) for one in seen(inspection.responses)],
            "topics": to_topics(at, inspection),
        }
        for inspection in inspections
    ]


def _finding(finding) -> dict:
    return {
        "kind": state(finding, "kind"),
        "area": finding.area,
        "text": finding.text,
        "recommendation": finding.recommendation,
        "grade": state(finding, "grade") if finding.grade else None,
        "state": state(finding),
        "closed_on": finding.closed_on,
        "closing_note": finding.closing_note,
    }


INSPECTIONS = Kind(
    name="inspections",
    one="inspection",
    about="Inspections of the police force and the fire service, with what was found and what was answered.",
    model=Inspection,
    schema=InspectionTold,
    loaded=lambda rows: rows.with_visible("findings", "statements", "progress", "responses", "topic_links"),
    tell=tell_inspections,
    key=lambda inspection: inspection.slug,
    find=by_slug,
    sources=(
        Source(
            Inspection,
            (
                "title", "slug", "inspectorate", "programme", "service", "summary", "state", "reported_on",
                "report_url", "response_due_on", "clock_stopped_on", "responded_on", "closed_on", "closing_note",
            ),
        ),
        Source(
            Finding,
            ("kind", "area", "text", "recommendation", "grade", "state", "closed_on", "closing_note", "order"),
            "inspection",
        ),
        Source(InspectionStatement, ("speaker", "position", "said_at", "text"), "inspection"),
        Source(InspectionProgress, ("kind", "happened_on", "text"), "inspection"),
        Source(InspectionTopic, ("topic_id",), "inspection"),
    ),
    filters=InspectionFilter,
    example="first-contact-2026",
    has_words_for_ids=True,
)  # fmt: skip

# The Commissioner's decisions -----------------------------------------------------------------------------


class DecisionTold(Told):
    number: str = Field(description="As on the notice.")
    title: str
    service: State
    summary: str
    decided_on: date
    published_on: date | None
    notice_url: str = Field(description="The notice on the Commissioner's website; empty where it is not known.")
    topics: list[Link]


def tell_decisions(decisions, at: At) -> list[dict]:
    return [
        {
            "id": decision.slug,
            "url": at(decision.get_absolute_url()),
            "number": decision.number,
            "title": decision.title,
            "service": state(decision, "service"),
            "summary": decision.summary,
            "decided_on": decision.decided_on,
            "published_on": decision.published_on,
            "notice_url": decision.link,
            "topics": to_topics(at, decision),
        }
        for decision in decisions
    ]


DECISIONS = Kind(
    name="decisions",
    one="decision of the Commissioner",
    about="The panel's register of the Commissioner's own decisions.",
    model=CommissionersDecision,
    schema=DecisionTold,
    loaded=lambda rows: rows.with_visible("topic_links"),
    tell=tell_decisions,
    key=lambda decision: decision.slug,
    find=by_slug,
    sources=(
        Source(
            CommissionersDecision,
            ("number", "slug", "title", "service", "summary", "decided_on", "published_on", "link"),
        ),
        Source(DecisionTopic, ("topic_id",), "decision"),
    ),
    filters=DecisionFilter,
    example="nm-d-2026-014",
    has_words_for_ids=True,
)

KINDS = (REPORTS, RESPONSES, INSPECTIONS, DECISIONS)
