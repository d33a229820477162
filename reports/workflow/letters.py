"""What the panel writes: issued, published, replied to."""

from django.core.exceptions import ValidationError

from meetings import workflow as meetings
from meetings.models import Action
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import Publication, restore, withdraw
from panel_portal.records.references import next_reference
from panel_portal.records.workflow import STAYS, verb
from reports import forms
from reports.models import PanelReport

State = PanelReport.State
Basis = PanelReport.ReplyBasis


@verb(
    "state",
    from_={State.DRAFT},
    to=State.ISSUED,
    label="Issue",
    permission="reports.issue_panelreport",
    form=forms.IssueForm,
)
def issue(report, *, by, note="", on=None):
    """It is signed and sent (PRSRA 2011 s28(3) to (6)). It has its reference from now on, and each thing it asks for
    is an action, not public before the report is."""
    if not report.text.strip():
        raise ValidationError("It has no words yet. Write it, then issue it.")
    if not report.signatory.strip():
        raise ValidationError("Say who signs it, then issue it.")
    report.issued_on = on or today()
    if report.reply_due_on and report.reply_due_on < report.issued_on:
        raise ValidationError(f"The day of the reply is before {in_words(report.issued_on)}. Put it right first.")
    report.reference = next_reference("R", report.issued_on.year)
    for request in report.requests.filter(as_action=None):
        request.as_action = _action_of(request, report)
        request.save()


def _action_of(request, report) -> Action:
    basis = {
        Basis.STATUTE: {"due_basis": Action.DueBasis.STATUTE, "due_provision": report.provision},
        Basis.PANEL: {"due_basis": Action.DueBasis.PANEL},
    }
    dated = report.reply_due_on is not None
    action = Action(
        kind=Action.Kind.REQUEST,
        text=request.text,
        owner_office=report.addressee,
        asked_on=report.issued_on,
        due_rule=Action.DueRule.ON_DATE if dated else Action.DueRule.NONE,
        due_given_on=report.reply_due_on,
        **basis.get(report.reply_basis, {}),
    )
    action.full_clean(validate_unique=False, validate_constraints=False)
    action.save()
    meetings.retime(action)
    return action


def _not_yet(report) -> str:
    if report.state == State.DRAFT:
        return "Issue it first. What was not sent is not published."
    if report.is_embargoed:
        return f"It may not be public before {report.embargo_words}. Set it to be published then."
    return ""


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish this report or letter",
    permission="records.publish_record",
    hindrance=_not_yet,
)
def publish_report(report, *, by, note=""):
    """Let the public read it, as the panel must (PRSRA 2011 s28(7)). What it asks for joins the register of actions."""
    report.prepare_publication()
    for request in report.requests.select_related("as_action").exclude(as_action=None):
        if request.as_action.publication == Publication.DRAFT:
            meetings.publish_action(request.as_action, by=by)


@verb(
    "publication",
    from_={Publication.PUBLISHED},
    to=Publication.WITHDRAWN,
    stamp="withdrawn_at",
    label="Withdraw with what it asks for",
    permission="records.withdraw_record",
    note_required=True,
    note_label="Reason, as the public will read it",
    removes=True,
)
def withdraw_report(report, *, by, note):
    """Take it from the public, and with it the actions that repeat its words."""
    if len(note) > 2000:
        raise ValidationError({"note": "Keep the reason under 2,000 characters."})
    report.withdrawn_reason = note.strip()
    for request in report.requests.select_related("as_action").filter(as_action__publication=Publication.PUBLISHED):
        withdraw(request.as_action, by=by, note=note)


@verb(
    "publication",
    from_={Publication.WITHDRAWN},
    to=Publication.PUBLISHED,
    clears=("withdrawn_at", "withdrawn_reason"),
    label="Publish again with what it asks for",
    permission="records.publish_record",
    note_required=True,
)
def restore_report(report, *, by, note):
    """Undo a withdrawal. The history keeps both."""
    for request in report.requests.select_related("as_action").filter(as_action__publication=Publication.WITHDRAWN):
        restore(request.as_action, by=by, note=note)


@verb(
    "state",
    from_={State.ISSUED},
    to=State.REPLIED,
    label="Record that a reply came",
    permission="reports.change_commissionerresponse",
)
def mark_replied(report, *, by, note="", received_on=None):
    """A response to it is published."""
    report.replied_on = received_on or today()


@verb(
    "state",
    from_={State.ISSUED, State.REPLIED},
    to=STAYS,
    label="Seen on the Commissioner’s website",
    permission="reports.change_panelreport",
    form=forms.SeenPublishedForm,
)
def confirm_published(report, *, by, note="", seen_on, address):
    """The panel decides how its report is published (s12(5)); where it asked for that, somebody has looked."""
    if seen_on < report.issued_on:
        raise ValidationError({"seen_on": "This is before the day on which it was issued."})
    report.seen_published_on, report.seen_published_at = seen_on, address
