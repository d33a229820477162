"""Verbs set for later: "publish at 9 on Monday". The worker takes them, as the clerk who set them, at their time."""

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from panel_portal.records.models import ScheduledVerb
from panel_portal.records.workflow import ALL_VERBS, IllegalMove

logger = logging.getLogger(__name__)


def schedule(record, verb, *, at, by, note="", details=None) -> ScheduledVerb:
    """Set `verb` (a function made by @verb) for the moment `at`.

    Raises ValidationError for a moment that is past, or when the same verb already waits for this record;
    PermissionDenied when `by` may not do it now.
    """
    if at <= timezone.now():
        raise ValidationError({"at": "This moment is already past. Choose a later one, or do it now."})
    if not verb.verb.may(by):
        raise PermissionDenied
    if not verb.verb.possible(record):
        raise IllegalMove(f"“{verb.verb.label}” is not possible for this record as it stands.")
    waiting = ScheduledVerb(record=record, verb=verb.verb.path, at=at, by=by, note=note, details=details or {})
    waiting.validate_constraints()
    waiting.save()
    return waiting


def cancel(scheduled: ScheduledVerb, *, by) -> None:
    """Take back a verb that waits, or set aside one that was refused. Raises IllegalMove when it has been done."""
    with transaction.atomic():
        locked = ScheduledVerb.objects.select_for_update().get(pk=scheduled.pk)
        if locked.state not in {ScheduledVerb.State.WAITING, ScheduledVerb.State.REFUSED}:
            raise IllegalMove(f"This is no longer waiting: {locked.get_state_display().lower()}.")
        _settle(locked, ScheduledVerb.State.CANCELLED, locked.refusal)


def take_due() -> int:
    """Take every waiting verb whose time has come; how many were taken.

    Each in a transaction of its own: one that is refused is marked so, with the reason, for the clerk's work list.
    """
    taken = 0
    for pk in ScheduledVerb.objects.waiting().filter(at__lte=timezone.now()).values_list("pk", flat=True):
        with transaction.atomic():
            scheduled = ScheduledVerb.objects.select_for_update(of=("self",)).select_related("by").get(pk=pk)
            if scheduled.state != ScheduledVerb.State.WAITING:
                continue
            taken += _take(scheduled)
    return taken


def _take(scheduled) -> int:
    verb = next((verb for verb in ALL_VERBS if verb.path == scheduled.verb), None)
    try:
        if scheduled.record is None:
            raise IllegalMove("What this was set for was deleted in the meantime.")
        if verb is None:
            raise IllegalMove("The portal no longer offers what was to be done here.")
        with transaction.atomic():
            verb.call(scheduled.record, by=scheduled.by, note=scheduled.note, **scheduled.details)
    except ValidationError as refusal:
        _settle(scheduled, ScheduledVerb.State.REFUSED, " ".join(refusal.messages))
    except PermissionDenied:
        _settle(scheduled, ScheduledVerb.State.REFUSED, f"{scheduled.by} may no longer do this.")
    else:
        _settle(scheduled, ScheduledVerb.State.DONE)
        return 1
    logger.warning("scheduled verb %s was refused", scheduled.pk)
    return 0


def _settle(scheduled, state, refusal="") -> None:
    scheduled.state, scheduled.refusal, scheduled.settled_at = state, refusal, timezone.now()
    scheduled.save(update_fields=["state", "refusal", "settled_at"])
