"""What the API tells of meetings, agenda items with their minutes and decisions, and actions."""

from datetime import date, datetime

from ninja import Field, Schema

from meetings.filters import ActionFilter, MeetingFilter
from meetings.models import (
    Action,
    ActionNote,
    ActionTopic,
    AgendaItem,
    ItemTopic,
    Limb,
    Meeting,
    Minute,
    Minutes,
    Paper,
    PublicSummary,
    Resolution,
)
from panel_portal.pages.api.bodies import key_of_body, to_body
from panel_portal.pages.api.kinds import Kind, by_reference, by_slug
from panel_portal.pages.api.told import (
    At,
    Link,
    State,
    Told,
    in_address,
    key_of_item,
    seen,
    state,
    to_action,
    to_item,
    to_meeting,
    to_topics,
)
from panel_portal.records.stamps import Source

# Meetings -------------------------------------------------------------------------------------------------


class ItemListed(Link):
    number: str = Field(description="As printed on the agenda: 6, 7a.")
    not_for_publication: bool = Field(description="Whether it is exempt; then only its public title is told.")


class MinutesTold(Schema):
    state: State
    published_at: datetime | None
    approved_at_meeting: Link | None
    url: str = Field(description="The minutes as one page.")


class MeetingTold(Told):
    body: Link
    kind: State
    state: State
    starts_at: datetime
    ends_at: datetime | None
    place: str
    watch_url: str = Field(description="Where to watch or join; empty where there is no such link.")
    recording_url: str
    reason: str = Field(description="Why it did not go ahead; empty otherwise.")
    later_meeting: Link | None = Field(description="To which meeting it was postponed or adjourned.")
    agenda_published_at: datetime | None
    items: list[ItemListed] = Field(description="The agenda, in order; empty until it is published.")
    minutes: MinutesTold | None


def tell_meetings(meetings, at: At) -> list[dict]:
    return [_meeting(meeting, at) for meeting in meetings]


def _meeting(meeting, at: At) -> dict:
    minutes = seen(getattr(meeting, "minutes", None))
    items = seen(meeting.agenda_items) if meeting.agenda_is_out else []
    return {
        "id": meeting.slug,
        "url": at(meeting.get_absolute_url()),
        "body": to_body(at, meeting.body, meeting.body_name),
        "kind": state(meeting, "kind"),
        "state": state(meeting),
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "watch_url": meeting.remote_link,
        "recording_url": meeting.recording_url,
        "reason": meeting.outcome_reason,
        "later_meeting": to_meeting(at, seen(meeting.later_meeting)),
        "agenda_published_at": meeting.agenda_published_at,
        "items": [
            {**to_item(at, item), "title": item.title, "number": item.number, "not_for_publication": item.exempt}
            for item in sorted(items, key=lambda item: (item.order, item.pk))
        ],
        "minutes": minutes
        and {
            "state": state(minutes),
            "published_at": minutes.published_at,
            "approved_at_meeting": to_meeting(at, seen(minutes.approved_at_meeting)),
            "url": at(f"{meeting.get_absolute_url()}print/minutes/"),
        },
    }


MEETINGS = Kind(
    name="meetings",
    one="meeting",
    about="Meetings with their agendas. What was minuted and decided stands with each agenda item.",
    model=Meeting,
    schema=MeetingTold,
    loaded=lambda rows: (
        rows.with_names()
        .select_related("body")
        .with_visible("later_meeting", "minutes__approved_at_meeting", "agenda_items__meeting")
    ),
    tell=tell_meetings,
    key=key_of_body,
    find=by_slug,
    sources=(
        Source(
            Meeting,
            (
                "body_id", "kind", "state", "starts_at", "ends_at", "place", "remote_link", "recording_url",
                "outcome_reason", "agenda_published_at", "slug",
            ),

        ),
        Source(AgendaItem, ("number", "title", "order", "exempt", "slug"), "meeting"),
        Source(Minutes, ("state", "published_at"), "meeting"),
    ),
    filters=MeetingFilter,
    example="2026-09-14",
)  # fmt: skip

# Agenda items ---------------------------------------------------------------------------------------------


class PaperTold(Schema):
    title: str
    kind: State | None
    not_for_publication: bool = Field(description="Whether it is exempt; then only its title is told.")
    author: str
    dated_on: date | None
    url: str = Field(description="Its file, or where it is published; empty where the paper is not for publication.")


class LimbTold(Schema):
    label: str = Field(description="As lettered in the minutes: a), (ii); empty if unlettered.")
    text: str = Field(description="HTML: paragraphs, lists, tables and links.")
    kinds: list[State] = Field(description="What the panel did by it: noted, requested, approved …")
    carried: bool
    url: str


class Votes(Schema):
    votes_for: int
    votes_against: int
    votes_abstained: int | None


class ResolutionTold(Schema):
    stem: str = Field(description="The words before the limbs.")
    unanimous: bool
    votes: Votes | None = Field(description="Where the minutes give numbers.")
    limbs: list[LimbTold] = Field(description="Its parts, as lettered.")


class ItemMinute(Schema):
    number: str = Field(description="The minute number, by the panel's own scheme.")
    text: str = Field(description="HTML: paragraphs, lists, tables and links.")
    resolutions: list[ResolutionTold]


class ItemTold(Told):
    meeting: Link
    number: str
    title: str
    kind: State
    report_of: str = Field(description="Whose report the panel had before it.")
    purpose: str = Field(description="HTML: what stands under the title on the agenda.")
    not_for_publication: bool
    paragraphs: list[str] = Field(description="Of an exempt item: under which paragraphs of Schedule 12A.")
    papers: list[PaperTold]
    minute: ItemMinute | None = Field(description="Once minutes are published.")
    public_summary: str = Field(description="HTML: what is told of exempt business; mostly empty.")
    topics: list[Link]


def tell_items(items, at: At) -> list[dict]:
    return [_item(item, at) for item in items]


def _item(item, at: At) -> dict:
    minute = seen(getattr(item, "minute", None))
    summary = seen(getattr(item, "public_summary", None))
    return {
        "id": key_of_item(item),
        "url": at(item.get_absolute_url()),
        "meeting": to_meeting(at, item.meeting),
        "number": item.number,
        "title": item.title,
        "kind": state(item, "kind"),
        "report_of": item.report_of,
        "purpose": item.purpose,
        "not_for_publication": item.exempt,
        "paragraphs": item.exempt_paragraph_labels if item.exempt else [],
        "papers": [_paper(paper, at) for paper in seen(item.papers)],
        "minute": minute
        and {
            "number": minute.number,
            "text": minute.text,
            "resolutions": [_resolution(one, item, at) for one in seen(minute.resolutions)],
        },
        "public_summary": summary.text if summary else "",
        "topics": to_topics(at, item),
    }


def _paper(paper, at: At) -> dict:
    """Of one that is not for publication only its title, which is always fit for the public."""
    told = {"title": paper.title, "not_for_publication": paper.exempt}
    if paper.exempt:
        return {**told, "kind": None, "author": "", "dated_on": None, "url": ""}
    files = list(seen(paper.files))
    return {
        **told,
        "kind": state(paper, "kind"),
        "author": paper.author,
        "dated_on": paper.dated_on,
        "url": at(files[0].get_absolute_url()) if files else paper.url,
    }


def _resolution(resolution, item, at: At) -> dict:
    return {
        "stem": resolution.stem,
        "unanimous": resolution.unanimous,
        "votes": {name: getattr(resolution, name) for name in Votes.model_fields}
        if resolution.vote_is_recorded
        else None,
        "limbs": [
            {
                "label": limb.label,
                "text": limb.text,
                "kinds": [{"value": kind, "words": Limb.Kind(kind).label} for kind in limb.kinds],
                "carried": limb.carried,
                "url": at(f"{item.get_absolute_url()}#{limb.anchor}"),
            }
            for limb in seen(resolution.limbs)
        ],
    }


def find_item(key: str) -> dict:
    day, point, slug = key.partition(".")
    if not (day and point and slug):
        raise ValueError(key)
    return {"meeting__slug": day, "slug": slug}


ITEMS = Kind(
    name="items",
    one="agenda item",
    about="Agenda items, each with its papers, its minute, and its resolutions limb by limb.",
    model=AgendaItem,
    schema=ItemTold,
    loaded=lambda rows: rows.select_related("meeting").with_visible(
        "papers__files", "minute__resolutions__limbs", "public_summary", "topic_links"
    ),
    tell=tell_items,
    key=key_of_item,
    find=find_item,
    sources=(
        Source(
            AgendaItem,
            ("number", "title", "kind", "report_of", "purpose", "exempt", "exempt_paragraphs", "slug"),
        ),
        Source(Paper, ("title", "exempt", "order"), "agenda_item", held_back=("kind", "author", "dated_on", "url")),
        Source(Minutes, (), "meeting", "meeting"),
        Source(Minute, ("number", "text"), "agenda_item"),
        Source(
            Resolution,
            ("stem", "order", "unanimous", "votes_for", "votes_against", "votes_abstained"),
            "minute__agenda_item",
        ),
        Source(Limb, ("label", "text", "order", "kinds", "carried"), "resolution__minute__agenda_item"),
        Source(PublicSummary, ("text",), "agenda_item"),
        Source(ItemTopic, ("topic_id",), "agenda_item"),
    ),
    above=("meeting",),
    example="2026-09-14.police-and-crime-plan",
    has_words_for_ids=True,
)

# Actions --------------------------------------------------------------------------------------------------


class Note(Schema):
    written_on: date
    author: str
    text: str


class ActionTold(Told):
    reference: str = Field(description="As in the minutes: A2026/014.")
    kind: State
    text: str = Field(description="What was asked.")
    state: State
    overdue: bool = Field(description="Whether its day has passed and it is not even reported done.")
    owner: str = Field(description="Of whom it was asked, as called on that day.")
    asked_on: date | None
    due: str = Field(description="By when, in the words of the decision.")
    due_on: date | None
    promised_on: date | None
    received_on: date | None
    closed_at_meeting: Link | None
    closing_note: str
    last_word: str = Field(description="What whoever was asked said last.")
    origin: Link | None = Field(description="The agenda item it arose under; none for the panel's own task.")
    successor: Link | None = Field(description="The action that took its place, or holds what is left of it.")
    notes: list[Note]
    topics: list[Link]


def tell_actions(actions, at: At) -> list[dict]:
    actions = list(actions)
    closed_at = {action.closed_at_meeting_id for action in actions} - {None}
    meetings = Meeting.objects.public().in_bulk(closed_at) if closed_at else {}
    return [
        {
            "id": in_address(action.reference),
            "url": at(action.get_absolute_url()),
            "reference": action.reference,
            "kind": state(action, "kind"),
            "text": action.text,
            "state": state(action),
            "overdue": action.is_overdue,
            "owner": action.owner,
            "asked_on": action.asked_on,
            "due": action.due_words,
            "due_on": action.due_on,
            "promised_on": action.promised_on,
            "received_on": action.received_on,
            "closed_at_meeting": to_meeting(at, meetings.get(action.closed_at_meeting_id)),
            "closing_note": action.closing_note,
            "last_word": action.last_word,
            "origin": to_item(at, action.item_of_origin),
            "successor": to_action(at, seen(action.successor)),
            "notes": [
                {"written_on": note.written_on, "author": note.author, "text": note.text} for note in seen(action.notes)
            ],
            "topics": to_topics(at, action),
        }
        for action in actions
    ]


ACTIONS = Kind(
    name="actions",
    one="action",
    about="What the panel asked of somebody, tracked until the panel is satisfied.",
    model=Action,
    schema=ActionTold,
    loaded=lambda rows: rows.with_names().with_origin().with_visible("successor", "notes", "topic_links"),
    tell=tell_actions,
    key=lambda action: in_address(action.reference),
    find=by_reference("A"),
    sources=(
        Source(
            Action,
            (
                "reference", "kind", "text", "state", "asked_on", "owner_office_id", "owner_body_id", "due_rule",
                "due_event", "due_report_id", "due_on", "promised_on", "received_on", "closing_note", "last_word",
            ),

        ),
        Source(ActionNote, ("written_on", "author", "text"), "action"),
        Source(ActionTopic, ("topic_id",), "asked_action"),
    ),
    above=(
        "origin_item__meeting__minutes",
        "origin_limb__resolution__minute__minutes__meeting",
        "origin_limb__resolution__minute__agenda_item__meeting",
    ),
    filters=ActionFilter,
    unasked=(("show", "all"),),
    example="A2026-014",
)  # fmt: skip

KINDS = (MEETINGS, ITEMS, ACTIONS)
