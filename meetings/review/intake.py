"""A text comes in: read, matched with what the portal knows, and kept privately until a clerk has checked it."""

from django.utils import timezone

from meetings.minutes import read
from meetings.models import AgendaItem, Meeting, PastedMinutes
from meetings.review.matching import match
from meetings.review.proposal import propose
from meetings.review.repeats import drop_what_is_asked_twice


def keep_pasted(
    meeting: Meeting, text: str, *, by, form: str, item: AgendaItem | None = None, filename: str = ""
) -> PastedMinutes:
    """The text with what was read of it, ready for the review; `item` where it is the minute of that item alone."""
    proposal = propose(read(text).as_dict())
    drop_what_is_asked_twice(proposal)
    match(proposal, meeting, only=item)
    return PastedMinutes.objects.create(
        meeting=meeting,
        agenda_item=item,
        form=form,
        filename=filename[:255],
        text=text,
        pasted_by=by,
        work=proposal.as_json(),
        worked_by=by,
        worked_at=timezone.now(),
    )
