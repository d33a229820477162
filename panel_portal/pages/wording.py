"""The words of each thing that happened in public (`news`): a title and a text that is complete in itself.

Plain text, as a feed, an e-mail and a calendar can all show it. Every related row is asked for as the public may see
it; rows are read for all entries at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model, Value
from django.db.models.functions import Coalesce

from meetings.models import Action, ActionNote, AgendaItem, Body, Meeting, Minutes
from panel_portal.pages import moments
from panel_portal.records.periods import clock, day_in_london, in_words
from panel_portal.records.publication import Audience, Publication, visible_rows
from panel_portal.records.richtext import as_text
from questions.models import Question
from reports.models import CommissionerResponse, CommissionersDecision, Inspection, PanelReport

LONGEST_TITLE = 150
# Minutes of a long day would fill a feed by themselves.
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Words:
    """What is told of a record. `name` is that of the record in a key; `kind` and `record` are those of `News`."""

    kind: str
    name: str
    title: str
    text: str
    url: str
    record: tuple[str, int]
    body_slug: str = ""


class Records(dict):
    """Records by kind and key, and the word in the address of the panel, to which belongs what has no body."""

    panel_slug = ""


# Read, for the public, with all that is told of them -------------------------------------------------------------

# An action is public only where the item is from which it came, so this tells nothing that is hidden.
ORIGINS = ("origin_item__meeting", "origin_limb__resolution__minute__agenda_item__meeting")


def gone(model):
    """What was withdrawn itself, and would else be public. Of it the public is told what its page says, no more."""
    return model.objects.public_or_gone().filter(publication=Publication.WITHDRAWN)


ROWS = {
    "meeting": lambda: (
        Meeting.objects.public().with_names().select_related("body").with_visible("later_meeting", "agenda_items")
    ),
    "item": lambda: AgendaItem.objects.public().select_related("meeting__body").with_visible("papers"),
    "minutes": lambda: Minutes.objects.public().with_visible(
        "meeting__body", "approved_at_meeting", "entries__agenda_item", "public_summaries"
    ),
    "question": lambda: (
        Question.objects.public()
        .select_related("scheme", "addressee")
        .with_visible("parts", "responses__question", "at_meeting__body", "grouped_with")
    ),
    "action": lambda: (
        Action.objects.public()
        .with_names()
        .select_related("due_report")
        .annotate(body_slug=Coalesce(*(f"{path}__body__slug" for path in ORIGINS), Value("")))
        .with_visible("responses", "closed_at_meeting", "successor")
    ),
    "note": lambda: ActionNote.objects.public().select_related("action"),
    "report": lambda: PanelReport.objects.public().with_what_is_shown().with_visible("requests", "responses"),
    "response": lambda: CommissionerResponse.objects.public().with_visible(
        "question", "asked_action", "report", "inspection"
    ),
    "inspection": lambda: Inspection.objects.public().with_visible("findings", "responses"),
    "decision": lambda: CommissionersDecision.objects.public(),
    "gone question": lambda: gone(Question),
    "gone action": lambda: gone(Action),
}


def read(wanted: Iterable[tuple[str, int]]) -> Records:
    """What these kinds and keys name, where the public may see it; a few queries for each kind."""
    records, wanted = Records(), list(wanted)
    for kind, rows in ROWS.items():
        keys = [key for of, key in wanted if of == kind]
        if keys:
            records.update({(kind, record.pk): record for record in rows().filter(pk__in=keys)})
    meetings = [record for (kind, _), record in records.items() if kind == "meeting"]
    stood = moments.standings(meetings) if meetings else {}
    for meeting in meetings:
        meeting.before_it_moved = moments.before_it_moved(stood.get(meeting.pk, []))
    panel = Body.objects.public().filter(kind=Body.Kind.PANEL).values_list("slug", flat=True)
    records.panel_slug = next(iter(panel[:1]), "") if records else ""
    return records


def tell(kind: str, what: str, record: Model) -> Words:
    """What is told when this (one of `news.WHAT`) happened to a record read by `read`."""
    return TELLERS[kind](what, record)


# Small parts ------------------------------------------------------------------------------------------------------


def paragraphs(*parts: str) -> str:
    """One text of those parts that say anything, cut where it is longer than a reader of feeds takes."""
    text = "\n\n".join(part.strip() for part in parts if part and part.strip())
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT].rpartition(' ')[0]} …\n\nThe rest stands on the page."


def title(opening: str, words: str) -> str:
    whole = f"{opening}: {' '.join(words.split())}"
    return whole if len(whole) <= LONGEST_TITLE else f"{whole[:LONGEST_TITLE].rpartition(' ')[0]} …"


def listed(rows: Iterable) -> str:
    return "\n".join(f"• {one}" for one in rows)


def seen(related):
    """The related rows, or the one related record, that the public may see."""
    return visible_rows(related, Audience.PUBLIC)


def moment(meeting: Meeting) -> str:
    """ "Monday 14 September 2026, 10am to midday"."""
    until = f" to {clock(meeting.ends_at)}" if meeting.ends_at else ""
    return f"{in_words(meeting.day)}, {clock(meeting.starts_at)}{until}"


def _in_address(reference: str) -> str:
    return reference.replace("/", "-")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _responses_in_full(record) -> list[str]:
    given = [one for one in seen(record.responses) if one.kind != CommissionerResponse.Kind.HOLDING]
    last = [one for one in given if not one.superseded_by_id] or given
    return [_response_in_full(one) for one in last]


def _response_in_full(response: CommissionerResponse) -> str:
    comments = as_text(response.officer_comments)
    reply = as_text(response.rejoinder)
    return paragraphs(
        f"{response.heading}, {response.reference}, from {response.author}, {response.position}, dated "
        f"{in_words(response.dated_on)}:",
        as_text(response.text),
        f"Comments of {response.officer}:" if comments else "",
        comments,
        "Reply to those comments:" if reply else "",
        reply,
    )


# Meetings ---------------------------------------------------------------------------------------------------------

MEETING_TITLES = {
    "published": "New meeting",
    "agenda published": "Agenda published",
    "moved": "Meeting moved",
    "cancelled": "Meeting cancelled",
    "adjourned": "Meeting adjourned",
    "not quorate": "Meeting not quorate",
}


def meeting_facts(meeting: Meeting) -> str:
    """What meeting it is, when and where."""
    return paragraphs(
        f"{meeting.body_name}: {meeting.get_kind_display().lower()}.",
        f"When: {moment(meeting)}.",
        f"Where: {meeting.place}." if meeting.place else "",
        f"Watch or join: {meeting.remote_link}" if meeting.remote_link else "",
    )


def what_became_of_it(meeting: Meeting) -> str:
    """Why it did not go ahead, and where it went; empty where it stands or was held."""
    if not meeting.did_not_go_ahead:
        return ""
    opening = {
        Meeting.State.CANCELLED: "This meeting will not take place.",
        Meeting.State.POSTPONED: "This meeting does not take place on that day.",
        Meeting.State.ADJOURNED: "This meeting was opened and goes on at another.",
        Meeting.State.INQUORATE: "Too few members came for this meeting to decide anything.",
    }[meeting.state]
    later = seen(meeting.later_meeting)
    return paragraphs(
        opening,
        f"Why: {meeting.outcome_reason}",
        f"The new meeting: {moment(later)}{f', {later.place}' if later.place else ''}." if later else "",
    )


def _where_it_was(meeting: Meeting) -> str:
    was = meeting.before_it_moved
    if was is None:
        return ""
    place = f", {was.place}" if was.place else ""
    return f"It was to begin on {in_words(day_in_london(was.starts_at))}, {clock(was.starts_at)}{place}."


def _tell_meeting(what: str, meeting: Meeting) -> Words:
    items = [str(one) for one in seen(meeting.agenda_items)] if what == "agenda published" else []
    return Words(
        kind="meeting",
        name=meeting.slug,
        title=title(MEETING_TITLES[what], str(meeting)),
        text=paragraphs(
            meeting_facts(meeting),
            meeting.purpose if what == "published" else "",
            _where_it_was(meeting) if what == "moved" and not meeting.did_not_go_ahead else "",
            what_became_of_it(meeting),
            "On the agenda:" if items else "",
            listed(items),
        ),
        url=meeting.get_absolute_url(),
        record=("meeting", meeting.pk),
        body_slug=meeting.body.slug,
    )


def _tell_item(what: str, item: AgendaItem) -> Words:
    papers = [str(one) for one in seen(item.papers)]
    return Words(
        kind="item",
        name=f"{item.meeting.slug}/{item.slug}",
        title=title("Added to an agenda", item.title),
        text=paragraphs(
            f"Added to the agenda of the meeting of {in_words(item.meeting.day)} after it was published.",
            str(item),
            f"Report of {item.report_of}." if item.report_of else "",
            as_text(item.purpose),
            f"Urgent, because: {item.urgent_reason}" if item.urgent_reason else "",
            "Papers:" if papers else "",
            listed(papers),
        ),
        url=item.get_absolute_url(),
        record=("item", item.pk),
        body_slug=item.meeting.body.slug,
    )


def _tell_minutes(what: str, minutes: Minutes) -> Words:
    meeting = minutes.meeting
    approved = what == "approved"
    at = seen(minutes.approved_at_meeting) if approved else None
    summaries = {one.agenda_item_id: as_text(one.text) for one in seen(minutes.public_summaries)}
    entries = [
        paragraphs(f"{one.number} {one.agenda_item.title}".strip(), as_text(one.text)) for one in seen(minutes.entries)
    ]
    return Words(
        kind="minutes",
        name=meeting.slug,
        title=title("Minutes approved" if approved else "Minutes published", str(meeting)),
        text=paragraphs(
            f"The panel agreed that these minutes are a correct record{f', on {in_words(at.day)}' if at else ''}."
            if approved
            else "The minutes of this meeting can be read.",
            f"Put right before: {minutes.corrections_agreed}" if minutes.corrections_agreed and approved else "",
            *entries,
            *(f"Not for publication, in summary: {text}" for text in summaries.values()),
        ),
        url=minutes.get_absolute_url(),
        record=("minutes", minutes.pk),
        body_slug=meeting.body.slug,
    )


# Questions --------------------------------------------------------------------------------------------------------


def _tell_question(what: str, question: Question) -> Words:
    meeting, grouped = seen(question.at_meeting), seen(question.grouped_with)
    noun = _capital(question.noun)
    opening = {
        "published": f"New {question.noun}",
        "answered": f"{noun} answered",
        "heard": f"{noun} heard",
        "became overdue": "Answer overdue",
    }[what]
    asked = "\n".join(part.text for part in seen(question.parts))
    answered = what == "answered"
    late = answered and question.answer_due_on and question.answered_on > question.answer_due_on
    return Words(
        kind="question",
        name=_in_address(question.reference),
        title=title(opening, str(question)),
        text=paragraphs(
            f"Asked by {question.published_name} on {in_words(question.asked_on)}, put to {question.put_to}.",
            question.introduction,
            asked,
            f"For the meeting of {in_words(meeting.day)}." if meeting else "",
            f"The answer was due on {in_words(question.answer_due_on)}." if what == "became overdue" else "",
            f"An answer is due on {in_words(question.answer_due_on)}."
            if what == "published" and question.is_awaiting and question.answer_due_on
            else "",
            f"Answered on {in_words(question.answered_on)}." if answered else "",
            f"That was after it was due, on {in_words(question.answer_due_on)}." if late else "",
            f"Answered together with {grouped.reference}." if answered and grouped else "",
            f"Said at the meeting: {question.given_at_meeting}"
            if what in {"answered", "heard"} and question.given_at_meeting
            else "",
            *(_responses_in_full(question) if answered else ()),
        ),
        url=question.get_absolute_url(),
        record=("question", question.pk),
        body_slug=meeting.body.slug if meeting else "",
    )


# Actions ----------------------------------------------------------------------------------------------------------

ACTION_TITLES = {
    "published": "New request",
    "reported done": "Reported done",
    "accepted": "Accepted by the panel",
    "accepted in part": "Accepted in part by the panel",
    "closed": "Closed by the panel",
    "became overdue": "Overdue",
}


def _tell_action(what: str, action: Action) -> Words:
    closed_at, successor = seen(action.closed_at_meeting), seen(action.successor)
    over = what in {"accepted", "accepted in part", "closed"}
    return Words(
        kind="action",
        name=_in_address(action.reference),
        title=title(f"{ACTION_TITLES[what]}: {action.reference}", action.text),
        text=paragraphs(
            f"The panel asked {action.owner}:" if action.owner else "The panel asked for this:",
            action.text,
            f"Asked on {in_words(action.asked_on)}." if action.asked_on else "",
            f"Due on {in_words(action.due_on)}." if action.due_on else f"Due: {action.due_words}.",
            f"What was said last, on {in_words(action.last_word_on)}: {action.last_word}" if action.last_word else "",
            f"{action.get_state_display()}: {action.closing_note}" if over else "",
            f"At the meeting of {in_words(closed_at.day)}." if over and closed_at else "",
            f"Another action took its place: {successor.reference}, {successor.text}" if over and successor else "",
            *(_responses_in_full(action) if what == "reported done" else ()),
        ),
        url=action.get_absolute_url(),
        record=("action", action.pk),
        body_slug=action.body_slug,
    )


def _tell_note(what: str, note: ActionNote) -> Words:
    action = note.action
    return Words(
        kind="action",
        name=f"{_in_address(action.reference)}/note-{note.pk}",
        title=title(f"Note on {action.reference}", action.text),
        text=paragraphs(f"Note by {note.author}, {in_words(note.written_on)}:", note.text, "On this:", action.text),
        url=action.get_absolute_url(),
        record=("action", action.pk),
    )


# Letters, responses, inspections, decisions -----------------------------------------------------------------------


def _tell_report(what: str, report: PanelReport) -> Words:
    opening = {
        "published": f"New {report.noun} of the panel",
        "replied": "The Commissioner replied",
        "became overdue": "Reply overdue",
    }[what]
    requests = [one.text for one in seen(report.requests)]
    return Words(
        kind="report",
        name=_in_address(report.reference),
        title=title(opening, str(report)),
        text=paragraphs(
            f"{report.get_kind_display()} to the {report.addressee_then}, issued on {in_words(report.issued_on)}.",
            as_text(report.text) if what == "published" else "",
            "What it asks for:" if requests else "",
            listed(requests),
            f"A reply was asked for by {in_words(report.reply_due_on)}." if report.reply_due_on else "",
            *(_responses_in_full(report) if what == "replied" else ()),
        ),
        url=report.get_absolute_url(),
        record=("report", report.pk),
        body_slug=report.from_body.slug,
    )


def _tell_response(what: str, response: CommissionerResponse) -> Words:
    answered = response.answered
    to = f"{answered.reference}: {answered.text}" if response.asked_action_id else str(answered)
    return Words(
        kind="response",
        name=_in_address(response.reference),
        title=title(f"{response.get_kind_display()} {response.reference}", f"to {to}"),
        text=paragraphs(f"To {to}", _response_in_full(response)),
        url=response.get_absolute_url(),
        record=("response", response.pk),
    )


def _tell_inspection(what: str, inspection: Inspection) -> Words:
    opening = {
        "published": "Inspection",
        "report published": "Inspection report published",
        "responded": "Response to an inspection",
        "closed": "Inspection closed",
        "became overdue": "Response to an inspection overdue",
    }[what]
    findings = [f"{one}. {one.recommendation or one.text}".strip() for one in seen(inspection.findings)]
    reported = inspection.reported_on
    return Words(
        kind="inspection",
        name=inspection.slug,
        title=title(opening, inspection.title),
        text=paragraphs(
            f"Inspected by {inspection.inspectorate}.",
            as_text(inspection.summary),
            f"Its report was published on {in_words(reported)}: {inspection.report_url}" if reported else "",
            "What it found:" if findings and what != "responded" else "",
            listed(findings) if what != "responded" else "",
            f"A response was due by {in_words(inspection.response_due_on)}." if inspection.response_due_on else "",
            f"Closed on {in_words(inspection.closed_on)}: {inspection.closing_note}" if what == "closed" else "",
            *(_responses_in_full(inspection) if what == "responded" else ()),
        ),
        url=inspection.get_absolute_url(),
        record=("inspection", inspection.pk),
    )


def _tell_decision(what: str, decision: CommissionersDecision) -> Words:
    return Words(
        kind="decision",
        name=decision.slug,
        title=title("Decision of the Commissioner", str(decision)),
        text=paragraphs(
            f"Decided on {in_words(decision.decided_on)}.",
            decision.title,
            decision.summary,
            f"The notice: {decision.link}" if decision.link else "",
        ),
        url=decision.get_absolute_url(),
        record=("decision", decision.pk),
    )


def _tell_gone(what, record) -> Words:
    kind = record._meta.model_name
    return Words(
        kind=kind,
        name=_in_address(record.reference),
        title=f"{kind.capitalize()} {record.reference} was withdrawn",
        text=paragraphs(f"On {in_words(day_in_london(record.withdrawn_at))}.", record.withdrawn_reason),
        url=record.get_absolute_url(),
        record=(kind, record.pk),
    )


TELLERS = {
    "gone question": _tell_gone,
    "gone action": _tell_gone,
    "meeting": _tell_meeting,
    "item": _tell_item,
    "minutes": _tell_minutes,
    "question": _tell_question,
    "action": _tell_action,
    "note": _tell_note,
    "report": _tell_report,
    "response": _tell_response,
    "inspection": _tell_inspection,
    "decision": _tell_decision,
}
