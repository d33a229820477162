"""What stands in the printed minutes, agenda, action paper and extract of a meeting, put together from what the reader
may see."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from meetings import reading, registers
from meetings.models import ActionPaper, AgendaItem, Meeting, Minutes
from panel_portal.records.periods import clock, day_in_london, in_words
from panel_portal.records.printed import (
    Block,
    Bullets,
    Facts,
    Heading,
    Labelled,
    Paragraph,
    Printed,
    Prose,
    Signature,
)
from panel_portal.records.publication import Audience, visible_rows

DRAFT = "Draft minutes – not yet approved"


def minutes_printed(minutes: Minutes, audience: Audience) -> Printed:
    """The whole minutes, to be signed once they are approved."""
    meeting = minutes.meeting
    business = reading.read_items(_items(meeting, audience), audience)
    return Printed(
        title=f"Minutes, {in_words(meeting.day)}",
        caption=meeting.body_name,
        mark="" if minutes.is_approved else DRAFT,
        filename=f"{meeting.slug}-minutes",
        dated=meeting.day,
        blocks=(
            _where_and_when(meeting),
            *_approval(minutes, audience),
            *_who_was_there(minutes, audience),
            *(block for one in business for block in _item(one, minuted=True)),
            *_signature(minutes),
        ),
    )


def agenda_printed(meeting: Meeting, audience: Audience) -> Printed:
    invitations = [
        f"{invitation.invited}: {invitation.get_part_display().lower()}"
        for invitation in reading.read_invitations(meeting, audience)
    ]
    business = reading.read_items(_items(meeting, audience), audience, minuted=False)
    return Printed(
        title=f"Agenda, {in_words(meeting.day)}",
        caption=meeting.body_name,
        mark="",
        filename=f"{meeting.slug}-agenda",
        dated=meeting.day,
        blocks=(
            *_what_became_of(meeting),
            _where_and_when(meeting, coming=True),
            *([Heading("Why it is called"), Paragraph(meeting.purpose)] if meeting.purpose else []),
            *([Heading("Who is invited"), Bullets(tuple(invitations))] if invitations else []),
            *(block for one in business for block in _item(one, minuted=False)),
        ),
    )


def extract_printed(item: AgendaItem, audience: Audience) -> Printed:
    """One item: what the agenda said of it and, where the minutes are out, what they say."""
    meeting, minutes = item.meeting, reading.read_minutes(item.meeting, audience)
    (one,) = reading.read_items([item], audience)
    minuted = minutes is not None and bool(one.minute or one.summary)
    heading, *rest = _item(one, minuted=minuted, papers=True)
    return Printed(
        title=item.title,
        caption=meeting.body_name,
        mark=DRAFT if minuted and not minutes.is_approved else "",
        filename=f"{meeting.slug}-{item.slug}"[:110],
        dated=meeting.day,
        blocks=(
            Paragraph(f"Extract from the {'minutes' if minuted else 'agenda'} of {in_words(meeting.day)}"),
            *([Paragraph(f"Agenda item {item.number}", "small")] if item.number else []),
            *(_approval(minutes, audience) if minuted else []),
            *rest,
        ),
    )


def action_paper_name(paper: ActionPaper) -> str:
    return f"{paper.meeting.slug}-actions"


def action_paper_printed(paper: ActionPaper, audience: Audience) -> Printed:
    """What was owed before a meeting as it stood when the agenda was published, what had changed first."""
    meeting = paper.meeting
    rows = registers.shown_rows(paper, audience)
    number = f"{len(rows)} action{'s' if len(rows) != 1 else ''}"
    return Printed(
        title=f"Action paper, {in_words(meeting.day)}",
        caption=meeting.body_name,
        mark="",
        filename=action_paper_name(paper),
        dated=meeting.day,
        blocks=(
            Paragraph(f"What was owed before this meeting, as it stood when its agenda was published: {number}."),
            Heading("Changed since the last meeting"),
            *_changes(paper, audience),
            *_owed(rows),
            *_how_it_was_kept(paper, left_out=len(paper.rows) - len(rows)),
        ),
    )


def _items(meeting, audience):
    items = AgendaItem.objects.visible_to(audience).for_meeting(meeting).in_order().select_related("meeting")
    return reading.with_listing(items)


# The head of it -------------------------------------------------------------------------------------------


def _where_and_when(meeting, *, coming=False) -> Facts:
    hours = clock(meeting.starts_at) + (f" to {clock(meeting.ends_at)}" if meeting.ends_at else "")
    rows = [
        ("Meeting", (meeting.get_kind_display(),)),
        ("Date", (in_words(meeting.day),)),
        ("Time", (hours,)),
        ("Place", (meeting.place,)),
    ]
    contact = meeting.contact or meeting.body.contact
    if coming:
        rows.append(("Getting there", tuple(meeting.directions.splitlines())))
        rows.append(("Online", (meeting.remote_link,)))
        if contact:
            rows.append(("Contact", (f"{contact.name}, {contact.position}", contact.email, contact.phone)))
        rows.append(("Short notice", (meeting.short_notice_reason,)))
    return Facts(tuple((term, told) for term, lines in rows if (told := tuple(filter(None, lines)))))


def _what_became_of(meeting) -> Iterator[Block]:
    if meeting.did_not_go_ahead:
        yield Paragraph(f"{meeting.get_state_display()}. {meeting.outcome_reason}", "notice")


def _approval(minutes, audience) -> Iterator[Block]:
    if not minutes.is_approved:
        return
    at = visible_rows(minutes.approved_at_meeting, audience)
    where = f" at the meeting of {in_words(at.day)}" if at else ""
    corrected = ", with these corrections:" if minutes.corrections_agreed else "."
    yield Paragraph(f"Approved as a correct record{where}{corrected}")
    if minutes.corrections_agreed:
        yield Paragraph(minutes.corrections_agreed)


def _who_was_there(minutes, audience) -> Iterator[Block]:
    attendance = reading.read_attendance(minutes, audience)
    if attendance:
        yield Heading("Attendance")
        yield Facts(tuple((kind, tuple(map(_attended, people))) for kind, people in attendance.items()))
    if declarations := list(reading.read_declarations(minutes, audience)):
        yield Heading("Interests declared")
        yield Bullets(tuple(map(_declared, declarations)))


def _attended(attendance) -> str:
    words = attendance.who
    if attendance.substitute_for:
        words += f", in place of {attendance.substitute_for.name}"
    if attendance.arrived_at_item and attendance.arrived_at_item.number:
        words += f", arrived at item {attendance.arrived_at_item.number}"
    if attendance.left_at_item and attendance.left_at_item.number:
        words += f", left at item {attendance.left_at_item.number}"
    return words


def _declared(declaration) -> str:
    item = declaration.agenda_item
    where = f", item {item.number}" if item and item.number else ""
    return (
        f"{declaration.member}{where}: {declaration.get_kind_display().lower()}. "
        f"{declaration.nature} {declaration.effect}"
    ).strip()


# The action paper -----------------------------------------------------------------------------------------


def _changes(paper, audience) -> Iterator[Block]:
    earlier = registers.paper_before(paper, audience)
    if earlier is None:
        yield Paragraph("No action paper was published before this one.")
        return
    changes = registers.changes_since(paper, earlier, audience)
    yield Paragraph(f"Compared with the action paper of {in_words(earlier.meeting.day)}:", "small")
    yield Bullets(tuple(changes)) if changes else Paragraph("Nothing.")


def _owed(rows) -> Iterator[Block]:
    """The rows, which stand in the order of the agenda, under their items."""
    for item, under in groupby(rows, key=lambda row: row["item"]):
        yield Heading(item)
        for row in under:
            asked_of = f", asked of {row['owner']}" if row["owner"] else ""
            yield Heading(f"{row['reference']}{asked_of}", level=3)
            yield Paragraph(row["text"])
            yield Paragraph(" ".join(_where_it_stood(row)), "small")
            if row["last_word"]:
                yield Paragraph(f"Last word: {row['last_word']}", "small")


def _where_it_stood(row) -> Iterator[str]:
    if row["asked_on"]:
        yield f"Asked on {_day(row['asked_on'])}."
    yield f"Due {_day(row['due_on'])}." if row["due_on"] else "No day is fixed."
    if late := row["days_late"]:
        yield f"{late} day{'s' if late != 1 else ''} late at the meeting."
    yield f"{row['state']}."
    if missed := row["missed"]:
        yield f"Carried forward {missed} time{'s' if missed != 1 else ''}."


def _day(written: str) -> str:
    return in_words(date.fromisoformat(written))


def _how_it_was_kept(paper, *, left_out: int) -> Iterator[Block]:
    yield Heading("About this paper")
    frozen = f"{in_words(day_in_london(paper.frozen_at))} at {clock(paper.frozen_at)}"
    yield Paragraph(
        f"It was frozen on {frozen} and is not changed afterwards. What has happened since is in the register."
    )
    if left_out:
        entries = "1 entry is" if left_out == 1 else f"{left_out} entries are"
        yield Paragraph(f"{entries} no longer public and left out here.")
    yield Paragraph(f"SHA-256 of the list as it was frozen, as CSV: {paper.sha256}", "small")


# The items ------------------------------------------------------------------------------------------------


def _listed(action) -> str:
    """An action as it stands on the agenda, in one sentence each."""
    asked_of = f" Asked of {action.owner}." if action.owner else ""
    due = f" Due {in_words(action.due_on)}." if action.due_on else ""
    missed = f" Carried forward {action.missed} time{'s' if action.missed != 1 else ''}." if action.missed else ""
    return f"{action.reference}: {action.own_words.rstrip('.')}.{asked_of}{due}{missed}"


def _item(one: reading.Business, *, minuted: bool, papers: bool | None = None) -> Iterator[Block]:
    """One item, its heading first. In minutes its papers are left out, unless asked for."""
    item = one.item
    yield Heading(str(item))
    if minuted and one.minute and one.minute.number:
        yield Paragraph(f"Minute {one.minute.number}", "small")
    if item.report_of:
        yield Paragraph(f"Report of {item.report_of}", "small")
    if item.urgent:
        yield Paragraph(f"Urgent business, taken by leave of the Chair. {item.urgent_reason}".strip())
    if item.supplementary_at and not minuted:
        yield Paragraph("Added to the agenda after it was published.", "small")
    if item.exempt:
        yield Paragraph(_withheld(item, "This item"), "notice")
    if item.purpose and (papers or not minuted):
        yield Prose(item.purpose)
    if not minuted and one.listed:
        yield Paragraph("Asked for in this report" if item.standing_report_id else "Still owed", "strong")
        yield Bullets(tuple(map(_listed, one.listed)))
    if one.filling and (papers or not minuted):
        yield from one.filling.printed()
    if papers or papers is None and not minuted:
        yield from _papers(one)
    if minuted:
        yield from _minuted(one)


def _minuted(one) -> Iterator[Block]:
    if one.summary:
        yield Paragraph("Summary for the public", "strong")
        yield Prose(one.summary.text)
    if one.minute and one.minute.text:
        yield Prose(one.minute.text)
    for decision in one.decisions:
        yield Paragraph("Resolved" if decision.was_carried else "Motion put to the vote and lost", "strong")
        if decision.resolution.stem:
            yield Paragraph(decision.resolution.stem)
        for limb in decision.limbs:
            yield Labelled(limb.label, limb.text)
            if decision.was_carried and not limb.carried:
                yield Paragraph("This part was put to the vote and lost.", "small")
        if decision.how_agreed:
            yield Paragraph(decision.how_agreed, "small")
        for way, names in decision.names:
            yield Paragraph(f"{way}: {', '.join(names)}", "small")
    for correction in one.corrections:
        yield Paragraph(f"Corrected on {in_words(correction.corrected_on)}: {correction.place}", "strong")
        yield Paragraph(_changed(correction))
        yield Paragraph(f"Why: {correction.reason}")


def _changed(correction) -> str:
    """Old and new in words alone, which every printer and every reader can tell apart."""
    written = {
        "kept": "{}",
        "left_out": "…",
        "removed": "[removed: “{}”]",
        "added": "[added: “{}”]",
    }
    return " ".join(written[piece.kind].format(piece.text) for piece in correction.pieces)


def _papers(one) -> Iterator[Block]:
    if not one.papers:
        return
    yield Paragraph("Papers", "strong")
    yield Bullets(tuple(_paper(paper) for paper in one.papers))


def _paper(paper) -> str:
    words = f"{paper.title} ({paper.get_kind_display().lower()})"
    return f"{words}. {_withheld(paper, 'This paper')}" if paper.exempt else words


def _withheld(record, what) -> str:
    paragraphs = " and ".join(f"paragraph {label}" for label in record.exempt_paragraph_labels)
    return (
        f"{what} is not for publication, under {paragraphs} (Schedule 12A to the Local Government Act 1972). "
        f"{record.exempt_reason}"
    ).strip()


def _signature(minutes) -> Iterator[Block]:
    if minutes.is_signed:
        yield Heading("Signature")
        yield Paragraph(f"Signed by {minutes.signed_by} on {in_words(minutes.signed_on)}.")
    else:
        yield Signature(("Signed by the Chair", "Date"))
