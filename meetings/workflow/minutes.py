"""The life of minutes: draft, published as draft, approved at a later meeting, signed; and how they are corrected."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from meetings import forms
from meetings.models import Action, AgendaItem, Correction, Limb, Meeting, Minute, Minutes
from meetings.workflow.actions import publish_action
from meetings.workflow.meetings import next_order
from panel_portal.records import richtext
from panel_portal.records.history import because
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import Publication
from panel_portal.records.workflow import IllegalMove, verb

State = Meeting.State


def _not_held(minutes) -> str:
    if minutes.meeting.has_sat:
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
        for action in Action.objects.arisen_at(meeting=meeting).filter(publication=Publication.DRAFT).order_by("pk"):
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
def approve_minutes(minutes, *, by, at_meeting, corrections_agreed="", note=""):
    """The panel agreed, at a later meeting, that these minutes are a correct record (LGA 1972 Sch 12 para 41).

    `corrections_agreed` tells the public what was put right before; empty means approved as they stood. From here on
    the text changes only by `correct_minute`.
    """
    if at_meeting.body_id != minutes.meeting.body_id:
        raise ValidationError({"at_meeting": "Minutes are approved by the body whose meeting it was."})
    if at_meeting.starts_at <= minutes.meeting.starts_at:
        raise ValidationError(
            {"at_meeting": "Minutes are approved at a later meeting. This one is not later than theirs."}
        )
    if at_meeting.state != State.HELD:
        raise ValidationError({"at_meeting": "That meeting has not been recorded as held."})
    minutes.approved_at_meeting = at_meeting
    minutes.corrections_agreed = corrections_agreed.strip()


@verb(
    "state",
    from_={Minutes.State.APPROVED},
    to=Minutes.State.SIGNED,
    label="Record as signed",
    permission="meetings.approve_minutes",
    form=forms.SignatureForm,
)
def sign_minutes(minutes, *, by, signed_by, signed_on, note=""):
    """Whoever chaired signed the approved minutes, which makes them evidence (LGA 1972 Sch 12 para 41(1), (2))."""
    if not signed_by.strip():
        raise ValidationError({"signed_by": "Say who signed, with the office."})
    approved_on = minutes.approved_at_meeting.day
    if signed_on < approved_on:
        raise ValidationError({"signed_on": f"They were approved on {in_words(approved_on)}, so not signed before."})
    if signed_on > today():
        raise ValidationError({"signed_on": "That day is still to come."})
    minutes.signed_by, minutes.signed_on = signed_by.strip(), signed_on


# Once they are approved -----------------------------------------------------------------------------------

CORRECT = "Correct the minutes"


@transaction.atomic
def correct_minute(minute, *, by, new_text, reason, limb=None, agreed_at_meeting=None) -> Correction:
    """Change the text of an approved minute, or of one `limb` of its decisions, by a correction that the public sees:
    old and new text, today's day and why. The database lets the text change in no other way.

    Raises IllegalMove while the minutes are not approved, ValidationError where nothing would change or no reason is
    given, PermissionDenied without the right.
    """
    if not by.has_perm("meetings.approve_minutes"):
        raise PermissionDenied(f"{by} may not: {CORRECT}")
    with because(by=by, verb=CORRECT, note=reason):
        minute = Minute.objects.select_for_update(of=("self",)).select_related("minutes__meeting").get(pk=minute.pk)
        if not minute.minutes.is_approved:
            raise IllegalMove("These minutes are not approved yet. Change the text itself.", code="illegal_move")
        corrected = minute
        if limb is not None:
            corrected = Limb.objects.select_for_update(of=("self",)).get(pk=limb.pk, resolution__minute=minute)
        _refuse_unfit_correction(minute, corrected.text, richtext.clean(new_text), reason, agreed_at_meeting)
        correction = Correction.objects.create(
            minute=minute,
            limb=limb,
            old_text=corrected.text,
            new_text=new_text,
            reason=reason.strip(),
            agreed_at_meeting=agreed_at_meeting,
        )
        corrected.text = correction.new_text
        corrected.save(update_fields=["text"])
    return correction


def _refuse_unfit_correction(minute, old_text, new_text, reason, agreed_at_meeting) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Say why. The public will read it."})
    if not richtext.as_text(new_text).strip():
        raise ValidationError({"text": "Say what it should read instead. Minutes are corrected, not emptied."})
    if new_text == old_text:
        raise ValidationError(
            {"text": "This is what the minutes say already, so there is nothing to correct. Nothing was changed."}
        )
    if agreed_at_meeting is None:
        return
    if agreed_at_meeting.body_id != minute.minutes.meeting.body_id:
        raise ValidationError({"agreed_at_meeting": "That is a meeting of another body."})
    if agreed_at_meeting.state != State.HELD:
        raise ValidationError({"agreed_at_meeting": "That meeting has not been recorded as held."})
    if agreed_at_meeting.starts_at <= minute.minutes.meeting.starts_at:
        raise ValidationError({"agreed_at_meeting": "That meeting was before these minutes were written."})


# Before they are approved: the standing item of the next meeting ------------------------------------------


@transaction.atomic
def put_on_next_agenda(minutes, *, by) -> AgendaItem:
    """Let the next meeting of the body have its item "Minutes of the last meeting", with these minutes named in it.

    Taken again it finds the same item. An item that is out already is left as it is. Raises IllegalMove when the
    minutes are approved already or there is no next meeting, PermissionDenied without the right.
    """
    if not by.has_perm("meetings.add_agendaitem"):
        raise PermissionDenied(f"{by} may not add agenda items")
    if minutes.is_approved:
        raise IllegalMove("These minutes are approved already.", code="illegal_move")
    meeting = next_meeting(minutes)
    if meeting is None:
        raise IllegalMove(
            "There is no later meeting of this body whose agenda is being prepared or is out. Enter the next meeting, "
            "then come back.",
            code="no_next_meeting",
        )
    # The meeting is locked, so that two clicks find one item.
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    items = AgendaItem.objects.filter(meeting=meeting).exclude(publication=Publication.WITHDRAWN)
    item = items.filter(kind=AgendaItem.Kind.LAST_MINUTES).in_order().first()
    with because(by=by, verb="Put minutes on the agenda"):
        if item is None:
            item = AgendaItem.objects.create(
                meeting=meeting,
                order=_after_opening_items(meeting, items),
                title=AgendaItem.Kind.LAST_MINUTES.label,
                kind=AgendaItem.Kind.LAST_MINUTES,
            )
        asked = f"To approve as a correct record the minutes of the meeting of {in_words(minutes.meeting.day)}."
        if item.publication == Publication.DRAFT and not item.exempt and asked not in richtext.as_text(item.purpose):
            item.purpose += f"<p>{asked}</p>"
            item.save(update_fields=["purpose"])
    return item


def next_meeting(minutes) -> Meeting | None:
    """The next meeting of the body whose agenda is being prepared or is out."""
    later = Meeting.objects.filter(
        body=minutes.meeting.body_id,
        starts_at__gt=minutes.meeting.starts_at,
        state__in=[State.AGENDA_DRAFT, State.AGENDA_PUBLISHED],
    )
    return later.exclude(publication=Publication.WITHDRAWN).order_by("starts_at").first()


def _after_opening_items(meeting, items) -> int:
    """Behind apologies and declarations, where minutes are taken; at the end where neither is there."""
    opening = items.filter(kind__in=[AgendaItem.Kind.APOLOGIES, AgendaItem.Kind.DECLARATIONS]).in_order().last()
    return opening.order if opening else next_order(meeting)
