"""The life of an inspection: its report, the response to it within the time that the law gives, and its closure."""

from datetime import date

from django.core.exceptions import ValidationError

from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.periods import in_words, today
from panel_portal.records.workflow import STAYS, verb
from reports import forms
from reports.models import Finding, Inspection

State = Inspection.State
CHANGE = "reports.change_inspection"


def response_period() -> StatutoryPeriod:
    """56 days beginning with the day on which the report is published (Police Act 1996 s55)."""
    return StatutoryPeriod.objects.select_related("provision").get(key="inspection-comments")


def response_day(inspection: Inspection) -> date:
    """The day by which a response is due; stored by these verbs and by `retime` alone."""
    return response_period().clock(inspection.reported_on).day()


@verb(
    "state",
    from_={State.UNDER_WAY},
    to=State.REPORTED,
    label="The report is published",
    permission=CHANGE,
    form=forms.InspectionReportForm,
)
def record_report(inspection, *, by, note="", reported_on, address):
    """The inspectorate has published its report. From that day, which counts, the Commissioner has 56 days to publish
    a response with the chief officer's comments (Police Act 1996 s55)."""
    if inspection.fieldwork_from and reported_on < inspection.fieldwork_from:
        raise ValidationError({"reported_on": "This is before the fieldwork began."})
    inspection.reported_on, inspection.report_url = reported_on, address
    inspection.response_due_on = response_day(inspection)


@verb(
    "state",
    from_={State.REPORTED},
    to=STAYS,
    label="Correct the day of the report",
    permission=CHANGE,
    note_required=True,
    form=forms.InspectionReportForm,
)
def correct_report(inspection, *, by, note, reported_on, address):
    """Its day or address was recorded wrongly. The day for the response moves with it."""
    inspection.reported_on, inspection.report_url = reported_on, address
    inspection.response_due_on = response_day(inspection)


@verb(
    "state",
    from_={State.REPORTED},
    to=State.RESPONDED,
    label="Record that a response came",
    permission="reports.change_commissionerresponse",
)
def mark_responded(inspection, *, by, note="", received_on=None):
    """The Commissioner's response to it is published."""
    inspection.responded_on = received_on or today()


@verb(
    "state",
    from_={State.RESPONDED},
    to=State.CLOSED,
    label="Close the inspection",
    permission=CHANGE,
    note_required=True,
    note_label="How it was closed, as the public will read it",
    form=forms.InspectionClosingForm,
)
def close_inspection(inspection, *, by, note, on, address=""):
    """The inspectorate is satisfied. What it still had open is closed with it."""
    _not_before(inspection, on)
    inspection.closed_on, inspection.closing_note, inspection.closing_url = on, note.strip(), address
    for finding in inspection.findings.open():
        close_finding(finding, by=by, note=note, on=on)


@verb(
    "state",
    from_={State.CLOSED},
    to=State.RESPONDED,
    label="Reopen the inspection",
    permission=CHANGE,
    note_required=True,
    clears=("closed_on", "closing_note", "closing_url"),
)
def reopen_inspection(inspection, *, by, note):
    """It was closed by mistake, or the inspectorate has taken it up again. What was found is reopened one by one."""


def _is_judgement(finding) -> str:
    judged = finding.kind == Finding.Kind.JUDGEMENT
    return "A judgement stands as it was given. It asks for nothing, so there is nothing to close." if judged else ""


@verb(
    "state",
    from_={Finding.State.OPEN},
    to=Finding.State.CLOSED,
    label="Close the finding",
    permission=CHANGE,
    note_required=True,
    note_label="How it was closed, as the public will read it",
    form=forms.FindingClosingForm,
    hindrance=_is_judgement,
)
def close_finding(finding, *, by, note, on):
    """The inspectorate has said that what it found is put right."""
    if finding.told_on and on < finding.told_on:
        raise ValidationError({"on": f"The service was told of it only on {in_words(finding.told_on)}."})
    finding.closed_on, finding.closing_note = on, note.strip()


@verb(
    "state",
    from_={Finding.State.CLOSED},
    to=Finding.State.OPEN,
    label="Reopen the finding",
    permission=CHANGE,
    note_required=True,
    clears=("closed_on", "closing_note"),
)
def reopen_finding(finding, *, by, note):
    """It was closed by mistake, or the inspectorate has taken it up again."""


def _not_before(inspection, on) -> None:
    if on < inspection.reported_on:
        raise ValidationError({"on": f"The report was published only on {in_words(inspection.reported_on)}."})
