"""The procedure of meetings, minutes and actions, verb by verb. Read from top to bottom it is the life of a meeting."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from meetings import forms
from meetings.models import (
    Action,
    AgendaItem,
    ExemptMatter,
    Limb,
    Meeting,
    Minute,
    Minutes,
    Paper,
    StandingItem,
)
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.periods import clear_working_days_between, table_ends_on, today
from panel_portal.records.publication import Publication, publish
from panel_portal.records.richtext import bullets
from panel_portal.records.workflow import IllegalMove, verb

State = Meeting.State

# Entering ------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_agenda(meeting: Meeting) -> None:
    """Give a new meeting its minutes to be written and the standing items of its body."""
    Minutes.objects.get_or_create(meeting=meeting)
    for number, standing in enumerate(StandingItem.objects.filter(body=meeting.body).order_by("order"), start=1):
        AgendaItem.objects.create(
            meeting=meeting,
            order=number * 10,
            number=str(number),
            title=standing.title,
            kind=standing.kind or AgendaItem.Kind.SUBSTANTIVE,
            report_of=standing.report_of,
        )


def after_saving(meeting: Meeting, *, new: bool) -> None:
    """What follows from entering a meeting or changing its day."""
    if new:
        begin_agenda(meeting)
    retime_open_actions()


def next_order(meeting: Meeting) -> int:
    """Where a new item goes: after the last."""
    last = AgendaItem.objects.filter(meeting=meeting).order_by("order").last()
    return last.order + 10 if last else 10


@transaction.atomic
def move_item(item: AgendaItem, *, up: bool) -> bool:
    """Let an item change places with its neighbour; False when it is the first or the last already."""
    items = list(AgendaItem.objects.select_for_update().filter(meeting=item.meeting).order_by("order", "pk"))
    here = next(index for index, other in enumerate(items) if other.pk == item.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(items):
        return False
    items[here], items[there] = items[there], items[here]
    for number, other in enumerate(items, start=1):
        other.order = number * 10
    AgendaItem.objects.bulk_update(items, ["order"])
    return True


# The agenda ----------------------------------------------------------------------------------------------


def clear_days_left(meeting: Meeting) -> int:
    """Clear working days between today and the meeting; for one beyond the table of bank holidays, at least so many."""
    return clear_working_days_between(today(), min(meeting.day, table_ends_on())) if meeting.day > today() else 0


def agenda_notice() -> StatutoryPeriod:
    return StatutoryPeriod.objects.select_related("provision").get(key="agenda-notice")


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Announce the day and place",
    permission="records.publish_record",
)
def announce(meeting, *, by, note=""):
    """List the meeting in public, before its agenda is ready (LGA 1972 s100A(6))."""
    meeting.prepare_publication()


@verb(
    "state",
    from_={State.AGENDA_DRAFT},
    to=State.AGENDA_PUBLISHED,
    stamp="agenda_published_at",
    label="Publish the agenda",
    permission="meetings.run_meeting",
    form=forms.PublishAgendaForm,
)
def publish_agenda(meeting, *, by, note="", short_notice_reason=""):
    """Open the agenda and its papers to the public, five clear days before (LGA 1972 s100B(3)).

    With fewer days left it asks why, and the reason is shown. A meeting already over (an old record being entered)
    needs none.
    """
    items = AgendaItem.objects.filter(meeting=meeting)
    if not items.exists():
        raise ValidationError("This agenda has no items yet. Add at least one, then publish it.")
    notice = agenda_notice()
    left = clear_days_left(meeting)
    if meeting.day >= today() and left < notice.number and not short_notice_reason.strip():
        raise ValidationError(
            {
                "short_notice_reason": f"Clear working days left before the meeting: {left}. "
                f"The law asks for {notice.number} ({notice.provision}). Say why the notice is short."
            }
        )
    meeting.short_notice_reason = short_notice_reason.strip()
    if meeting.publication == Publication.DRAFT:
        # On a copy: a verb reads its record back from the database, and this one holds what is not yet saved.
        announce(Meeting.objects.get(pk=meeting.pk), by=by)
        meeting.refresh_from_db(fields=["publication", "published_at", "slug", "version"])
    for item in items.filter(publication=Publication.DRAFT):
        publish(item, by=by)
    for paper in Paper.objects.filter(agenda_item__meeting=meeting, publication=Publication.DRAFT):
        publish(paper, by=by)


def _agenda_not_out(item) -> str:
    return "" if item.meeting.agenda_is_out else "The agenda is not out yet. This item is published with it."


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish this item",
    permission="records.publish_record",
    hindrance=_agenda_not_out,
)
def publish_item(item, *, by, note=""):
    """Publish one item with its papers; after the agenda it is a supplement (LGA 1972 s100B(3), (4))."""
    item.prepare_publication()
    item.supplementary_at = item.published_at
    for paper in Paper.objects.filter(agenda_item=item, publication=Publication.DRAFT):
        publish(paper, by=by)


@verb(
    "exempt",
    from_={False},
    to=True,
    label="Mark as not for publication",
    permission="records.publish_record",
    form=forms.ExemptTitleForm,
    removes=True,
)
def exempt_item(item, *, by, exempt_paragraphs, exempt_reason, public_title, note=""):
    """Keep an item from the public (LGA 1972 s100A(4), Sch 12A). What it says moves to its exempt part; what stays
    is a title fit for the public, the paragraph and the reason."""
    ExemptMatter.objects.update_or_create(
        agenda_item=item,
        defaults={"title": item.title, "report_of": item.report_of, "purpose": item.purpose},
    )
    item.title, item.report_of, item.purpose = public_title, "", ""
    item.exempt_paragraphs, item.exempt_reason = [int(number) for number in exempt_paragraphs], exempt_reason
    if item.slug:
        # An address made from the full title would go on telling it.
        item.slug = ""
        item.prepare_publication()


@verb(
    "exempt",
    from_={True},
    to=False,
    clears=("exempt_paragraphs", "exempt_reason"),
    label="Open to the public",
    permission="records.publish_record",
    note_required=True,
)
def open_item(item, *, by, note):
    """The reason for keeping an item private has gone: its full title and text become public."""
    matter = item.exempt_matter
    item.title, item.report_of, item.purpose = matter.title, matter.report_of, matter.purpose
    matter.delete()


@verb(
    "exempt",
    from_={False},
    to=True,
    label="Mark as not for publication",
    permission="records.publish_record",
    form=forms.ExemptTitleForm,
    removes=True,
)
def exempt_paper(paper, *, by, exempt_paragraphs, exempt_reason, public_title, note=""):
    """Keep the file of a paper from the public; its title, paragraph and reason stay listed."""
    if paper.url:
        raise IllegalMove("This paper is a link to another site, so it cannot be kept private here. Remove the link.")
    paper.title = public_title
    paper.exempt_paragraphs, paper.exempt_reason = (
        [int(number) for number in exempt_paragraphs],
        exempt_reason,
    )


@verb(
    "exempt",
    from_={False},
    to=True,
    label="Mark as not for publication",
    permission="records.publish_record",
    form=forms.ExemptForm,
    removes=True,
)
def exempt_action(action, *, by, exempt_paragraphs, exempt_reason, note=""):
    """Keep an action from the public register: what it asks for would tell what the panel heard in private
    (LGA 1972 Sch 12A). Members see it, marked."""
    action.exempt_paragraphs = [int(number) for number in exempt_paragraphs]
    action.exempt_reason = exempt_reason


@verb(
    "exempt",
    from_={True},
    to=False,
    clears=("exempt_paragraphs", "exempt_reason"),
    label="Open to the public",
    permission="records.publish_record",
    note_required=True,
)
def disclose(record, *, by, note):
    """The reason for keeping a paper or an action private has gone."""


# What became of the meeting --------------------------------------------------------------------------------


@verb(
    "state",
    from_={State.AGENDA_PUBLISHED},
    to=State.HELD,
    stamp="settled_at",
    label="Record as held",
    permission="meetings.run_meeting",
)
def hold(meeting, *, by, note=""):
    """The meeting took place."""
    if meeting.day > today():
        raise ValidationError("This meeting is still to come. Record it as held on the day or afterwards.")
    Minutes.objects.get_or_create(meeting=meeting)


@verb(
    "state",
    from_={State.AGENDA_DRAFT, State.AGENDA_PUBLISHED},
    to=State.CANCELLED,
    stamp="settled_at",
    label="Cancel",
    permission="meetings.run_meeting",
    note_required=True,
    note_label="Why, as the public will read it",
    removes=True,
)
def cancel(meeting, *, by, note):
    """The meeting will not take place, and no other takes its place."""
    return _settle(meeting, note)


@verb(
    "state",
    from_={State.AGENDA_DRAFT, State.AGENDA_PUBLISHED},
    to=State.POSTPONED,
    stamp="settled_at",
    label="Postpone to another meeting",
    permission="meetings.run_meeting",
    note_required=True,
    note_label="Why, as the public will read it",
    form=forms.LaterMeetingForm,
    removes=True,
)
def postpone(meeting, *, by, note, later_meeting):
    """The meeting will take place on another day."""
    return _move_to(meeting, later_meeting, note)


@verb(
    "state",
    from_={State.AGENDA_PUBLISHED, State.HELD},
    to=State.ADJOURNED,
    stamp="settled_at",
    label="Adjourn to another meeting",
    permission="meetings.run_meeting",
    note_required=True,
    note_label="Why, as the public will read it",
    form=forms.LaterMeetingForm,
)
def adjourn(meeting, *, by, note, later_meeting):
    """The meeting was opened and goes on at another."""
    return _move_to(meeting, later_meeting, note)


@verb(
    "state",
    from_={State.AGENDA_PUBLISHED},
    to=State.INQUORATE,
    stamp="settled_at",
    label="Record as not quorate",
    permission="meetings.run_meeting",
    note_required=True,
    note_label="What happened, as the public will read it",
)
def find_inquorate(meeting, *, by, note):
    """Too few members came for the meeting to decide anything."""
    return _settle(meeting, note)


@verb(
    "state",
    from_={State.HELD, State.CANCELLED, State.POSTPONED, State.ADJOURNED, State.INQUORATE},
    to=State.AGENDA_PUBLISHED,
    clears=("settled_at", "outcome_reason", "later_meeting"),
    label="Undo what was recorded",
    permission="meetings.run_meeting",
    note_required=True,
)
def reinstate(meeting, *, by, note):
    """What was recorded of the meeting was a mistake. The history keeps it."""
    if not meeting.agenda_published_at:
        raise IllegalMove("Its agenda was never published. Enter a new meeting instead.")
    if meeting.minutes.state != Minutes.State.DRAFT:
        raise IllegalMove("Its minutes are published, so the meeting was held.")
    return retime_open_actions


def _settle(meeting, reason):
    meeting.outcome_reason = reason.strip()
    return retime_open_actions


def _move_to(meeting, later_meeting, reason):
    if later_meeting.starts_at <= meeting.starts_at:
        raise ValidationError({"later_meeting": "That meeting is not later than this one."})
    if later_meeting.body_id != meeting.body_id:
        raise ValidationError({"later_meeting": "That is a meeting of another body."})
    meeting.later_meeting = later_meeting
    return _settle(meeting, reason)


# Minutes ---------------------------------------------------------------------------------------------------


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
    for action in Action.objects.for_meeting(meeting).filter(publication=Publication.DRAFT).order_by("pk"):
        publish_action(action, by=by)


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


# Actions -----------------------------------------------------------------------------------------------------


def plan_actions(limb: Limb, *, asked_on, **details) -> list[Action]:
    """The actions that a limb asks for, not yet stored: one for each bullet of its list, or one for the whole of it.

    A bullet alone would not say what was asked, so its lead-in words go before it. `details` are fields of Action:
    of whom it is asked, and by when.
    """
    asked = bullets(limb.text)
    lead_in = limb.lead_in
    texts = [f"{lead_in}: {bullet}" if lead_in else bullet for bullet in asked] or [lead_in]
    return [Action(text=text, origin_limb=limb, asked_on=asked_on, **details) for text in texts]


def raise_actions(limb: Limb, **details) -> list[Action]:
    """Enter as drafts the actions that a limb asks for; `details` as in `plan_actions`. Returns them."""
    actions = plan_actions(limb, asked_on=limb.resolution.minute.minutes.meeting.day, **details)
    for action in actions:
        action.full_clean()
        action.save()
        retime(action)
    return actions


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish this action",
    permission="records.publish_record",
)
def publish_action(action, *, by, note=""):
    """Put the action into the public register and give it its permanent reference."""
    action.prepare_publication()
    action.due_on = due_day(action)


@verb(
    "state",
    from_={Action.State.OPEN},
    to=Action.State.REPORTED_DONE,
    stamp="reported_done_at",
    label="Report as done",
    permission="meetings.report_action",
    note_required=True,
    note_label="What was done, as the public will read it",
)
def report_done(action, *, by, note):
    """Whoever was asked says that it is done. The panel has not yet said whether it is satisfied."""


@verb(
    "state",
    from_={Action.State.OPEN, Action.State.REPORTED_DONE},
    to=Action.State.ACCEPTED,
    stamp="closed_at",
    label="Accept as done",
    permission="meetings.close_action",
    note_required=True,
    note_label="What satisfied the panel, as the public will read it",
    form=forms.ClosingMeetingForm,
)
def accept(action, *, by, note, at_meeting):
    """The panel is satisfied that what it asked for has been given."""
    _refuse_early_closing(action, at_meeting)
    action.closed_at_meeting = at_meeting
    action.closing_note = note.strip()


@verb(
    "state",
    from_={Action.State.REPORTED_DONE},
    to=Action.State.OPEN,
    clears=("reported_done_at",),
    label="Not accepted, stays open",
    permission="meetings.close_action",
    note_required=True,
    note_label="What is still missing, as the public will read it",
)
def reject(action, *, by, note):
    """What came back was not what the panel asked for."""


@verb(
    "state",
    from_={Action.State.OPEN, Action.State.REPORTED_DONE},
    to=Action.State.NO_LONGER_NEEDED,
    stamp="closed_at",
    label="Close as no longer needed",
    permission="meetings.close_action",
    note_required=True,
    note_label="Why, as the public will read it",
    removes=True,
)
def drop(action, *, by, note):
    """The panel no longer wants what it asked for."""
    action.closing_note = note.strip()


@verb(
    "state",
    from_={Action.State.ACCEPTED, Action.State.NO_LONGER_NEEDED},
    to=Action.State.OPEN,
    clears=("closed_at", "closed_at_meeting", "closing_note", "reported_done_at"),
    label="Reopen",
    permission="meetings.close_action",
    note_required=True,
    note_label="Why, as the public will read it",
)
def reopen(action, *, by, note):
    """It was closed too early."""
    action.due_on = due_day(action)


def _refuse_early_closing(action, at_meeting) -> None:
    if at_meeting.state != State.HELD:
        raise ValidationError({"at_meeting": "That meeting has not been recorded as held."})
    if action.asked_on and at_meeting.day < action.asked_on:
        raise ValidationError({"at_meeting": "That meeting was before this was asked."})


# When an action is due -----------------------------------------------------------------------------------------


def due_day(action: Action):
    """The day on which an action falls due, or None while it has none (no rule; the meeting is not yet called)."""
    if action.due_rule == Action.DueRule.ON_DATE:
        return action.due_given_on
    if action.due_rule == Action.DueRule.NONE:
        return None
    item = action.item_of_origin
    bodies = Meeting.objects.ordinary()
    bodies = bodies.filter(body=item.meeting.body) if item else bodies.filter(body__kind="panel")
    after = item.meeting.starts_at if item else None
    if after is None:
        later = bodies.filter(starts_at__date__gt=action.asked_on or today())
    else:
        later = bodies.filter(starts_at__gt=after)
    following = later.order_by("starts_at").first()
    return following.day if following else None


def retime(action: Action) -> bool:
    """Work out again when an action is due, and write it down if that has changed. The only writer of `due_on`
    besides the verbs; the history keeps each day it had."""
    day = due_day(action)
    if day == action.due_on:
        return False
    Action.objects.filter(pk=action.pk).update(due_on=day)
    action.due_on = day
    return True


def retime_open_actions() -> int:
    """After a meeting was called, moved or cancelled: how many open actions got another day."""
    waiting = Action.objects.outstanding().filter(due_rule=Action.DueRule.NEXT_ORDINARY_MEETING)
    return sum(retime(action) for action in waiting.select_related("origin_item", "origin_limb"))
