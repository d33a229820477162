"""What the panel did about an inspection, put together for its page: each row with the day it happened on."""

from dataclasses import dataclass
from datetime import date

from meetings.models import Action, AgendaItem
from panel_portal.records.publication import Audience
from questions.models import Question
from reports.models import Finding, Inspection, InspectionScrutiny, PanelReport

KINDS = ("item", "question", "action", "report")


@dataclass(frozen=True)
class Did:
    """One thing the panel did: what, when, and because of which finding."""

    kind: str
    record: AgendaItem | Question | Action | PanelReport
    on: date
    finding: Finding | None


def of(inspection: Inspection, audience: Audience) -> list[Did]:
    """In order of time. One query."""
    rows = InspectionScrutiny.objects.visible_to(audience).filter(inspection=inspection)
    rows = rows.select_related(
        "finding",
        "agenda_item__meeting__body",
        "public_question__scheme",
        "asked_action__origin_limb",
        "panel_report",
    )
    # On one day an item comes before what it asked for.
    return sorted((_did(row) for row in rows), key=lambda did: (did.on, KINDS.index(did.kind)))


def _did(row: InspectionScrutiny) -> Did:
    if row.agenda_item_id:
        return Did("item", row.agenda_item, row.agenda_item.meeting.day, row.finding)
    if row.public_question_id:
        return Did("question", row.public_question, row.public_question.asked_on, row.finding)
    if row.asked_action_id:
        return Did("action", row.asked_action, row.asked_action.asked_on, row.finding)
    return Did("report", row.panel_report, row.panel_report.issued_on, row.finding)
