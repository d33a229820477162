"""The columns of the lists of reports, responses, inspections and the Commissioner's decisions."""

from panel_portal.records.publication import Audience, visible_rows
from panel_portal.records.richtext import as_text
from panel_portal.records.sheets import Column, Sheet, page_of

_STATE = "Where it stands. The words are explained on the list."
_PAGE = Column("Page", "The address of its page.", page_of)

REPORTS = Sheet(
    "reports",
    "Reports and letters of the panel",
    (
        Column("Reference", "The number of the report or letter, such as R2026/003.", lambda one: one.reference),
        Column("Kind", "Which report the law names, or a letter.", lambda one: one.get_kind_display()),
        Column("Title", "What it is about.", lambda one: one.title),
        Column("Legal basis", "Under which provision; empty for a free letter.", lambda one: str(one.provision or "")),
        Column("To", "The office, as called on the day of issue.", lambda one: one.addressee_then),
        Column("Sent on", "The day of issue.", lambda one: one.issued_on, "date"),
        Column("State", _STATE, lambda one: one.get_state_display()),
        Column("Reply", "Whether one is owed, and who sets the day.", lambda one: one.get_reply_basis_display()),
        Column("Reply due on", "The last day for the reply.", lambda one: one.reply_due_on, "date"),
        Column("Replied on", "The day of the reply.", lambda one: one.replied_on, "date"),
        _PAGE,
    ),
)

RESPONSES = Sheet(
    "responses",
    "Responses of the Commissioner",
    (
        Column("Reference", "The number of the response, such as C2026/009.", lambda one: one.reference),
        Column("Kind", "In full, in part, holding, corrected.", lambda one: one.get_kind_display()),
        Column("To", "What it answers.", lambda one: str(one.answered)),
        Column("Received on", "The day on which it came.", lambda one: one.received_on, "date"),
        Column("Dated", "The date on it.", lambda one: one.dated_on, "date"),
        Column("Author", "Who signed it.", lambda one: one.author),
        Column("Position", "In what office.", lambda one: one.position),
        Column("What was answered", "As plain text.", lambda one: as_text(one.text)),
        _PAGE,
    ),
)


def _findings(inspection) -> int:
    return len(visible_rows(inspection.findings, Audience.PUBLIC))


INSPECTIONS = Sheet(
    "inspections",
    "Inspections",
    (
        Column("Title", "What was inspected.", lambda one: one.title),
        Column("Inspectorate", "As it calls itself.", lambda one: one.inspectorate),
        Column("Programme", "Of which programme it was a part.", lambda one: one.programme),
        Column("Service", "Police, fire and rescue, or both.", lambda one: one.get_service_display()),
        Column("State", _STATE, lambda one: one.get_state_display()),
        Column("Report published on", "By the inspectorate.", lambda one: one.reported_on, "date"),
        Column("Response due on", "The last day for the response.", lambda one: one.response_due_on, "date"),
        Column("Responded on", "The day of that response.", lambda one: one.responded_on, "date"),
        Column(
            "Closed on",
            "The day from which the inspectorate is satisfied.",
            lambda one: one.closed_on,
            "date",
        ),
        Column("Findings", "How many, judgements included.", _findings, "integer"),
        Column("Report", "The address of the inspectorate's report.", lambda one: one.report_url),
        _PAGE,
    ),
)

DECISIONS = Sheet(
    "decisions",
    "Decisions of the Commissioner",
    (
        Column("Number", "As on the notice.", lambda one: one.number),
        Column("Title", "What it is about.", lambda one: one.title),
        Column("Police or fire", "Which service it is about.", lambda one: one.get_service_display()),
        Column("Decided on", "The day of the decision.", lambda one: one.decided_on, "date"),
        Column("Published on", "By the Commissioner, where that is known.", lambda one: one.published_on, "date"),
        Column("What it decides", "Where the title does not tell.", lambda one: one.summary),
        Column("Link", "The notice on the Commissioner's website.", lambda one: one.link),
    ),
)
