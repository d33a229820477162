"""Every open clock of the portal, counted anew: after a bank holiday was added, or the law's period was corrected.

Only what is stored is counted anew. The last day for an agenda and the last moment to ask are worked out whenever they
are read; days that somebody set (of a reply, of a deadline fixed by hand) are nobody's to move.
"""

from collections.abc import Iterator

from django.db import transaction

from meetings import workflow as meetings
from meetings.models import Action
from panel_portal.records import holidays
from panel_portal.records.history import because
from panel_portal.records.retiming import VERB, Retimed, write_day
from questions import workflow as questions
from reports import programme, workflow
from reports.models import Inspection

MOVED = "A meeting was called, moved or cancelled."


def retime_everything(*, by=None, dry_run=False) -> list[Retimed]:
    """Each stored day that changed, in one transaction; with `dry_run` nothing stays. A second run finds nothing."""
    holidays.reread()
    with transaction.atomic():
        changed = [
            *_actions(by),
            *questions.retime_open_questions(by=by),
            *programme.retime_open_work(by=by),
            *_inspections(by),
        ]
        if dry_run:
            transaction.set_rollback(True)
    return changed


def _inspections(by) -> Iterator[Retimed]:
    """No holiday moves the day of a response, but a correction of the law's period does."""
    for inspection in Inspection.objects.awaiting().order_by("pk"):
        yield from write_day(inspection, "response_due_on", workflow.response_day(inspection), until=None, by=by)


def _actions(by) -> Iterator[Retimed]:
    """Actions fall due at meetings, which no holiday moves; they are counted anew all the same."""
    before = dict(Action.objects.outstanding().values_list("pk", "due_on"))
    with because(by=by, verb=VERB, note=MOVED):
        meetings.retime_open_actions()
    for action in Action.objects.filter(pk__in=before).order_by("pk"):
        if action.due_on != before[action.pk]:
            yield Retimed(action, before[action.pk], action.due_on, MOVED)
