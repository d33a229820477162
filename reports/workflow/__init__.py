"""What passes between panel and Commissioner, verb by verb; each module reads from top to bottom as a life."""

from reports.workflow.clocks import agree_stop, ask_to_stop, decline_stop, restart, restart_clock, stop_clock
from reports.workflow.inspections import (
    close_finding,
    close_inspection,
    correct_report,
    mark_responded,
    record_report,
    reopen_finding,
    reopen_inspection,
    response_day,
    response_period,
)
from reports.workflow.letters import (
    confirm_published,
    issue,
    mark_replied,
    publish_report,
    restore_report,
    withdraw_report,
)
from reports.workflow.responses import (
    asked_of,
    hindrance_to,
    note_parts,
    publish_response,
    return_response,
    send_response,
)

__all__ = [
    "agree_stop",
    "ask_to_stop",
    "asked_of",
    "close_finding",
    "close_inspection",
    "confirm_published",
    "correct_report",
    "decline_stop",
    "hindrance_to",
    "issue",
    "mark_replied",
    "mark_responded",
    "note_parts",
    "publish_report",
    "publish_response",
    "record_report",
    "reopen_finding",
    "reopen_inspection",
    "response_period",
    "response_day",
    "restart",
    "restart_clock",
    "restore_report",
    "return_response",
    "send_response",
    "stop_clock",
    "withdraw_report",
]
