"""The life of a meeting: entered, announced, its agenda published, and what became of it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from meetings import agenda_numbers, forms
from meetings.models import AgendaItem, Meeting, Minutes, Paper, StandingItem
from meetings.workflow.actions import retime_open_actions
from meetings.workflow.agenda_actions import freeze_paper, put_on_agenda
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.periods import clear_working_days_between, table_ends_on, today
from panel_portal.records.publication import Publication, publish
from panel_portal.records.workflow import IllegalMove, verb

State = Meeting.State

# Entering -------------------------------------------------------------------------------------------------


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
            standing_report=standing.standing_report,
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


@transaction.atomic
def number_items(meeting: Meeting) -> None:
    """Number the items of an agenda as they stand. Raises ValidationError once it is out: its numbers are cited."""
    if Meeting.objects.select_for_update().get(pk=meeting.pk).state != State.AGENDA_DRAFT:
        raise ValidationError("This agenda is out, and its numbers are cited. Change one on the page of its item.")
    items = list(AgendaItem.objects.for_meeting(meeting).in_order())
    told = agenda_numbers.in_order(item.number for item in items)
    changed = [(item, number) for item, number in zip(items, told, strict=True) if item.number != number]
    # Two that change places would for a moment have one number, so all that change have none first.
    AgendaItem.objects.filter(pk__in=[item.pk for item, _ in changed]).exclude(number="").update(number="")
    for item, number in changed:
        item.number = number
    AgendaItem.objects.bulk_update([item for item, _ in changed], ["number"])


# The agenda -----------------------------------------------------------------------------------------------


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
    if meeting.day >= today() and not short_notice_reason.strip():
        notice, left = agenda_notice(), clear_days_left(meeting)
        if left < notice.number:
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
    return lambda: _carry_actions(meeting)


def _carry_actions(meeting):
    """The open actions go with the agenda, and their list is kept as it stands."""
    retime_open_actions()
    if put_on_agenda(meeting):
        freeze_paper(meeting)


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


# What became of the meeting -------------------------------------------------------------------------------


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
