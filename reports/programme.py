"""The life of an entry of the work programme: planned, then done or dropped; and its last day, where the law gives
it one."""

from panel_portal.records.periods import today
from panel_portal.records.retiming import Retimed, write_day
from panel_portal.records.workflow import verb
from reports import forms
from reports.models import Election, PlannedWork

State = PlannedWork.State
SETTLE = "reports.settle_plannedwork"


@verb("state", from_={State.PLANNED}, to=State.DONE, label="Mark as done", permission=SETTLE, form=forms.SettledForm)
def complete(work, *, by, note="", on=None):
    """The panel has done what was planned. A note is read in public as what came of it."""
    work.settled_on, work.outcome = on or today(), note.strip()


@verb(
    "state",
    from_={State.PLANNED},
    to=State.DROPPED,
    label="Drop from the programme",
    permission=SETTLE,
    note_required=True,
    note_label="Why, as the public will read it",
    removes=True,
    form=forms.SettledForm,
)
def give_up(work, *, by, note, on=None):
    """It will not be done. The entry stays to be read, with the reason."""
    work.settled_on, work.outcome = on or today(), note.strip()


@verb(
    "state",
    from_={State.DONE, State.DROPPED},
    to=State.PLANNED,
    clears=("settled_on", "outcome"),
    label="Plan it again",
    permission=SETTLE,
    note_required=True,
)
def plan_again(work, *, by, note):
    """What was said to have come of it was a mistake, or the panel takes it up again."""
    return lambda: retime_work(work, by=by)


def retime_work(work: PlannedWork, elections=None, *, by=None) -> list[Retimed]:
    """Work out again the last day of an entry, and write it down if that has changed; the change, if there was one.
    The only writer of `due_on`; the history keeps each day it had. Raises BeyondTheTable."""
    clock = work.clock(list(Election.objects.all()) if elections is None else elections)
    return write_day(work, "due_on", clock.day() if clock else None, until=work.begins_on, by=by)


def retime_open_work(*, by=None) -> list[Retimed]:
    """The same for every entry that is still planned."""
    elections, changed = list(Election.objects.all()), []
    for work in PlannedWork.objects.open().with_a_clock().select_related("statutory_period").order_by("pk"):
        changed += retime_work(work, elections, by=by)
    return changed
