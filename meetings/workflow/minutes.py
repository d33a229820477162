"""The life of minutes: draft, published as draft, approved at a later meeting."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from meetings import forms
from meetings.models import Action, Meeting, Minute, Minutes
from meetings.workflow.actions import publish_action
from panel_portal.records.publication import Publication
from panel_portal.records.workflow import verb

State = Meeting.State


def _not_held(minutes) -> str:
    if minutes.meeting.state in {State.HELD, State.ADJOURNED, State.INQUORATE}:
        return ""
    return "Record first that the meeting was held. Then publish its minutes."


@verb(
    "state",
    from_={Minutes.State.DRAFT},
    to=Minutes.State.PUBLISHED_AS_DRAFT,
    label="Publish as draft minutes",
    permission="records.publish_record",
    hindrance=_not_held,
)
def publish_minutes(minutes, *, by, note=""):
    """Publish the minutes, marked everywhere as not yet approved, with the decisions and the actions in them."""
    meeting = minutes.meeting
    if not Minute.objects.filter(minutes=minutes).exclude(text="").exists():
        raise ValidationError("These minutes are empty. Write the minute of at least one item, then publish them.")
    minutes.publication = Publication.PUBLISHED
    minutes.published_at = minutes.published_at or timezone.now()

    def publish_actions():
        for action in Action.objects.for_meeting(meeting).filter(publication=Publication.DRAFT).order_by("pk"):
            publish_action(action, by=by)

    return publish_actions


@verb(
    "state",
    from_={Minutes.State.PUBLISHED_AS_DRAFT},
    to=Minutes.State.APPROVED,
    stamp="approved_at",
    label="Record as approved",
    permission="meetings.approve_minutes",
    form=forms.ApprovalForm,
)
def approve_minutes(minutes, *, by, at_meeting, note=""):
    """The panel agreed, at a later meeting, that these minutes are a correct record (LGA 1972 Sch 12 para 41)."""
    if at_meeting.body_id != minutes.meeting.body_id:
        raise ValidationError({"at_meeting": "Minutes are approved by the body whose meeting it was."})
    if at_meeting.starts_at <= minutes.meeting.starts_at:
        raise ValidationError(
            {"at_meeting": "Minutes are approved at a later meeting. This one is not later than theirs."}
        )
    if at_meeting.state != State.HELD:
        raise ValidationError({"at_meeting": "That meeting has not been recorded as held."})
    minutes.approved_at_meeting = at_meeting
