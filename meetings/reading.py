"""A meeting as it is read: each item with its papers, its minute, its decisions limb by limb and what was asked.

Put together in a fixed number of queries, whatever the number of items, and every row through the one rule of
`records/publication.py`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from meetings import votes
from meetings.differences import differences
from meetings.filling import Filling, filling_of
from meetings.models import (
    Action,
    AgendaAction,
    AgendaItem,
    Attendance,
    Correction,
    Declaration,
    Invitation,
    Limb,
    Meeting,
    Minute,
    Minutes,
    Paper,
    PublicSummary,
    RecordedVote,
    Resolution,
)
from panel_portal.records.periods import day_in_london, in_words
from panel_portal.records.publication import Audience


@dataclass
class Decision:
    """A resolution with those of its limbs that may be seen, each with the actions it raised."""

    resolution: Resolution
    limbs: list[Limb] = field(default_factory=list)
    names: list[tuple[str, list[str]]] = field(default_factory=list)  # who voted how, where the names were taken

    @property
    def was_carried(self) -> bool:
        return any(limb.carried for limb in self.limbs)

    @property
    def how_agreed(self) -> str:
        """Who moved it and how the vote fell, in a sentence or two; empty where the minutes do not say."""
        resolution, said = self.resolution, []
        if resolution.mover:
            seconder = f", seconded by {resolution.seconder}" if resolution.seconder else ""
            said.append(f"Moved by {resolution.mover}{seconder}.")
        if resolution.unanimous:
            said.append("Agreed by all.")
        return " ".join([*said, votes.told(resolution)]).strip()


@dataclass
class Business:
    """One agenda item with everything about it that the reader may see."""

    item: AgendaItem
    papers: list[Paper] = field(default_factory=list)
    minute: Minute | None = None
    decisions: list[Decision] = field(default_factory=list)
    undertakings: list[Action] = field(default_factory=list)
    listed: list[Action] = field(default_factory=list)
    summary: PublicSummary | None = None
    corrections: list[Correction] = field(default_factory=list)
    filling: Filling | None = None

    @property
    def actions(self) -> list[Action]:
        return [a for d in self.decisions for limb in d.limbs for a in limb.raised] + self.undertakings

    @property
    def has_background_papers(self) -> bool:
        return any(paper.kind == Paper.Kind.BACKGROUND for paper in self.papers)

    @property
    def has_papers_but_background(self) -> bool:
        return any(paper.kind != Paper.Kind.BACKGROUND for paper in self.papers)


@dataclass
class Step:
    """One station of a meeting: agenda out, held, draft minutes, approved."""

    name: str
    done: bool
    current: bool
    detail: str = ""


def with_listing(items):
    """Agenda items that know whether actions stand under them, so that those are asked for only where there are any."""
    listed = AgendaAction.objects.visible_to(items.audience).filter(agenda_item=OuterRef("pk"))
    return items.annotate(has_listing=Exists(listed))


def read_items(items, audience: Audience, *, minuted: bool = True) -> list[Business]:
    """The business of `items` (visible agenda items `with_listing`, in order). At most seven queries; one more where
    actions stand on the agenda, one where a correction was agreed at a meeting, one where names were taken at a
    vote, and those of what fills a standing item by itself. `minuted=False` leaves out what came of them."""
    business = {item.pk: Business(item) for item in items}
    keys = list(business)
    papers = Paper.objects.visible_to(audience).filter(agenda_item__in=keys).with_visible("files")
    for paper in papers.select_related("agenda_item__meeting"):
        business[paper.agenda_item_id].papers.append(paper)
    for one in business.values():
        _mark_replaced(one.papers)
        one.filling = filling_of(one.item, audience)
    listing = [item.pk for item in items if item.has_listing]
    for action in read_listed(listing, audience) if listing else ():
        business[action.listed_under].listed.append(action)
    if minuted:
        _read_minutes_of(business, keys, audience)
    if any(one.item.exempt for one in business.values()):
        for summary in PublicSummary.objects.visible_to(audience).filter(agenda_item__in=keys):
            business[summary.agenda_item_id].summary = summary
    return list(business.values())


def _read_minutes_of(business, keys, audience) -> None:
    """Give each item its minute, its corrections, its decisions limb by limb, and the actions that came of it."""
    for minute in Minute.objects.visible_to(audience).filter(agenda_item__in=keys).select_related("minutes"):
        business[minute.agenda_item_id].minute = minute
    corrected = _read_corrections(business, audience)
    raised = _read_actions(business, keys, audience)
    decisions: dict[int, Decision] = {}
    limbs = Limb.objects.visible_to(audience).filter(resolution__minute__agenda_item__in=keys)
    for limb in limbs.select_related("resolution__minute", "resolution__mover", "resolution__seconder").order_by(
        "resolution__order", "resolution", "order", "pk"
    ):
        resolution = limb.resolution
        if resolution.pk not in decisions:
            decisions[resolution.pk] = Decision(resolution)
            business[resolution.minute.agenda_item_id].decisions.append(decisions[resolution.pk])
        limb.raised = raised.get(limb.pk, [])
        limb.corrected = corrected.get(limb.pk)
        decisions[resolution.pk].limbs.append(limb)
    _read_names(decisions, audience)


def _read_names(decisions, audience) -> None:
    """Who voted how, where the names were taken; otherwise nothing is asked."""
    taken = [pk for pk, decision in decisions.items() if decision.resolution.names_taken]
    if not taken:
        return
    rows = defaultdict(list)
    for row in RecordedVote.objects.visible_to(audience).filter(resolution__in=taken).select_related("member"):
        rows[row.resolution_id].append(row)
    for pk, voted in rows.items():
        decisions[pk].names = votes.by_way(voted)


def _read_corrections(business, audience) -> dict[int, Correction]:
    """Give each item the corrections of its approved minutes, oldest first; return the newest of each limb."""
    entries = {one.minute.pk: one for one in business.values() if one.minute and one.minute.minutes.is_approved}
    newest = {}
    if not entries:
        return newest
    corrections = Correction.objects.visible_to(audience).filter(minute__in=entries).with_visible("agreed_at_meeting")
    for correction in corrections.select_related("minute", "limb__resolution").order_by("pk"):
        correction.pieces = differences(correction.old_text, correction.new_text)
        correction.place = _place(correction)
        entries[correction.minute_id].corrections.append(correction)
        if correction.limb_id:
            newest[correction.limb_id] = correction
    return newest


def _place(correction) -> str:
    """What of an item was corrected, in words."""
    if correction.limb_id:
        return f"part {correction.limb.label}".strip() + " of the decision" if correction.limb.label else "the decision"
    return f"minute {correction.minute.number}" if correction.minute.number else "the minute"


def _mark_replaced(papers: list[Paper]) -> None:
    """Let each paper of an item know which of the others it replaces, and which replaces it."""
    known = {paper.pk: paper for paper in papers}
    for paper in papers:
        paper.replaces = known.get(paper.supersedes_id)
        if paper.replaces:
            paper.replaces.replaced_by = paper


def _read_actions(business, keys, audience) -> dict[int, list[Action]]:
    """Give each item the actions of its discussion; return those of each limb."""
    raised = defaultdict(list)
    actions = Action.objects.visible_to(audience).with_names().with_origin()
    for action in actions.arisen_at(pk__in=keys).order_by("pk"):
        if action.origin_limb_id:
            raised[action.origin_limb_id].append(action)
        else:
            business[action.origin_item_id].undertakings.append(action)
    return raised


def read_listed(items, audience: Audience) -> list[Action]:
    """The actions that stand under agenda items, longest overdue first, each with the item's key as `listed_under`,
    whether a report covered it as `covered`, and how many times it was carried forward as `missed`. One query."""
    standing = AgendaAction.objects.visible_to(audience)
    missed = standing.missed().filter(action=OuterRef("pk")).order_by().values("action")
    # Conditions and columns of the same listing: one join for all of them.
    actions = Action.objects.visible_to(audience).with_names().with_origin()
    actions = actions.filter(listings__in=standing.filter(agenda_item__in=items)).annotate(
        listed_under=F("listings__agenda_item"),
        covered=Q(listings__state=AgendaAction.State.COVERED),
        missed=Coalesce(Subquery(missed.annotate(times=Count("pk")).values("times")), 0),
    )
    return list(actions.longest_overdue_first())


def read_minutes(meeting: Meeting, audience: Audience) -> Minutes | None:
    """The minutes of a meeting as a whole, where the reader may see them, with who was there."""
    if audience is Audience.PREVIEW and not meeting.has_sat and not _is_minuted(meeting, audience):
        return None  # they are there from the first day, to be filled; nobody will see them before
    return Minutes.objects.visible_to(audience).filter(meeting=meeting).with_visible("approved_at_meeting").first()


def _is_minuted(meeting: Meeting, audience: Audience) -> bool:
    return Minute.objects.visible_to(audience).filter(agenda_item__meeting=meeting).exclude(text="").exists()


def read_attendance(minutes: Minutes, audience: Audience) -> dict[str, list[Attendance]]:
    """Who was there, by kind, in the order of `Attendance.Kind`."""
    rows = defaultdict(list)
    attendances = Attendance.objects.visible_to(audience).with_names().filter(minutes=minutes)
    for attendance in attendances.select_related(
        "member", "office", "substitute_for", "arrived_at_item", "left_at_item", "minutes__meeting"
    ):
        rows[attendance.kind].append(attendance)
    return {kind.label: rows[kind] for kind in Attendance.Kind if rows[kind]}


def read_declarations(minutes: Minutes, audience: Audience):
    return (
        Declaration.objects.visible_to(audience)
        .filter(minutes=minutes)
        .select_related("member", "agenda_item__meeting")
    )


def read_invitations(meeting: Meeting, audience: Audience) -> list[Invitation]:
    """Who is invited, each with the decision that asked for it where the reader may see that."""
    invitations = list(
        Invitation.objects.visible_to(audience)
        .filter(meeting=meeting)
        .with_names()
        .select_related("body", "office", "meeting")
    )
    asked_for_by = read_limbs({invitation.limb_id for invitation in invitations}, audience)
    for invitation in invitations:
        invitation.asked_for_by = asked_for_by.get(invitation.limb_id)
    return invitations


def read_limbs(keys: set[int | None], audience: Audience) -> dict[int, Limb]:
    """Those of the limbs that the reader may see, by key, each with the way up to its meeting. No keys, no query."""
    limbs = Limb.objects.visible_to(audience).filter(pk__in=keys - {None})
    found = limbs.select_related("resolution__minute__agenda_item__meeting").in_bulk() if keys - {None} else {}
    for limb in found.values():
        limb.meeting = limb.resolution.minute.agenda_item.meeting
    return found


def steps(meeting: Meeting, minutes: Minutes | None) -> list[Step]:
    """Where a meeting stands, as a line of four stations, a fifth once its minutes are signed; empty for one that did
    not go ahead."""
    if meeting.did_not_go_ahead:
        return []
    approved = minutes is not None and minutes.is_approved
    done = [
        ("Agenda out", meeting.agenda_is_out, meeting.agenda_published_at),
        ("Held", meeting.state == Meeting.State.HELD, meeting.starts_at),
        ("Draft minutes", minutes is not None, minutes and minutes.published_at),
        (
            "Minutes approved",
            approved,
            approved and minutes.approved_at_meeting and minutes.approved_at_meeting.starts_at,
        ),
    ]
    if minutes is not None and minutes.is_signed:
        done.append(("Minutes signed", True, minutes.signed_on))
    last = max((index for index, (_, is_done, _) in enumerate(done) if is_done), default=-1)
    # An old meeting entered afterwards has its agenda and minutes published long after the event. Those days say
    # nothing of the meeting, so a day later than that of a later step is left out.
    latest, stations = None, []
    for index, (name, is_done, moment) in reversed(list(enumerate(done))):
        day = day_in_london(moment) if isinstance(moment, datetime) else moment
        told = is_done and day and (latest is None or day <= latest)
        latest = day if told else latest
        stations.append(Step(name, is_done, index == last, in_words(day) if told else ""))
    return stations[::-1]
