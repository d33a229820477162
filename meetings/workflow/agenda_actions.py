"""Actions on the agenda: each open action stands under an item of the next meeting, is ticked when a report covers it,
and is carried forward by itself when none does."""

from django.db.models import Q
from django.utils import timezone

from meetings.models import Action, ActionPaper, AgendaAction, AgendaItem, Meeting
from meetings.registers import paper_csv, paper_rows
from meetings.workflow.actions import report_done, take_back
from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import Publication
from panel_portal.records.workflow import verb


def open_actions(meeting: Meeting):
    """What the body of a meeting is still owed, asked before that day: public or exempt, longest overdue first."""
    asked_here = Q(origin_item__meeting__body=meeting.body) | Q(
        origin_limb__resolution__minute__agenda_item__meeting__body=meeting.body
    )
    if meeting.body.kind == "panel":
        asked_here |= Q(origin_item__isnull=True, origin_limb__isnull=True)
    actions = Action.objects.outstanding().filter(asked_here, publication=Publication.PUBLISHED)
    return actions.filter(asked_on__lt=meeting.day).with_names().with_origin().longest_overdue_first()


def plan_agenda(meeting: Meeting) -> list[AgendaAction]:
    """Under which item of a meeting each open action belongs, not yet stored.

    What was asked for in a report stands under that report; everything else under the standing item for actions. An
    agenda without such an item lists only what its reports owe.
    """
    items = list(AgendaItem.objects.filter(meeting=meeting).exclude(publication=Publication.WITHDRAWN).in_order())
    reports = {item.standing_report_id: item for item in reversed(items) if item.standing_report_id}
    standing = next((item for item in items if item.kind == AgendaItem.Kind.ACTIONS), None)
    planned = []
    if not reports and standing is None:
        return planned
    for action in open_actions(meeting):
        item = reports.get(action.due_report_id) if action.due_rule == Action.DueRule.IN_REPORT else None
        if item := item or standing:
            planned.append(AgendaAction(agenda_item=item, action=action))
    return planned


def put_on_agenda(meeting: Meeting) -> list[AgendaAction]:
    """Write down, when the agenda is published, which actions stand under which item. Those listed already stay."""
    planned = plan_agenda(meeting)
    if not planned:
        return []
    listed = set(AgendaAction.objects.for_meeting(meeting).values_list("action_id", flat=True))
    return AgendaAction.objects.bulk_create(one for one in planned if one.action_id not in listed)


def freeze_paper(meeting: Meeting) -> ActionPaper:
    """Keep the action paper of a meeting as it stands now. It is made once: a second call returns the first."""
    paper = ActionPaper.objects.filter(meeting=meeting).first()
    if paper is None:
        rows = paper_rows(meeting, Action.objects.public())
        paper = ActionPaper(meeting=meeting, frozen_at=timezone.now(), rows=rows)
        paper.sha256 = paper_csv(rows).sha256
        paper.save()
    return paper


@verb(
    "state",
    from_={AgendaAction.State.LISTED},
    to=AgendaAction.State.COVERED,
    stamp="covered_at",
    label="Tick: the report covers it",
    permission="meetings.close_action",
)
def cover(listed, *, by, note=""):
    """The report answers what was asked for in it, so that it is reported done. The panel has still to accept it."""
    action, item = listed.action, listed.agenda_item
    if action.state == Action.State.OPEN:
        said = note.strip() or f"Covered in “{item.title}” at the meeting of {in_words(item.meeting.day)}."
        shown = {"agenda_item": item} if item.is_public else {}
        report_done(action, by=by, note=said, received_on=min(item.meeting.day, today()), **shown)


@verb(
    "state",
    from_={AgendaAction.State.COVERED},
    to=AgendaAction.State.LISTED,
    clears=("covered_at",),
    label="Take the tick away",
    permission="meetings.close_action",
    note_required=True,
    note_label="What was wrong, as the public will read it",
)
def uncover(listed, *, by, note):
    """It was ticked by mistake: the report does not cover it."""
    action = listed.action
    if action.state == Action.State.REPORTED_DONE:
        take_back(action, by=by, note=note)
