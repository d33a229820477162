"""The columns of the lists of meetings and members."""

from django.utils.timezone import localtime

from meetings.models import Member, Membership
from panel_portal.records.publication import Audience, visible_rows
from panel_portal.records.sheets import Column, Sheet, page_of


def _minutes_state(meeting) -> str:
    minutes = visible_rows(getattr(meeting, "minutes", None), Audience.PUBLIC)
    return minutes.get_state_display() if minutes else ""


MEETINGS = Sheet(
    "meetings",
    "Meetings",
    (
        Column("Day", "The day of the meeting.", lambda one: one.day, "date"),
        Column("Starts at", "With the time zone.", lambda one: localtime(one.starts_at), "datetime"),
        Column("Body", "Which body meets, as it was called on that day.", lambda one: one.body_name),
        Column("Kind", "Ordinary, annual, special and so on.", lambda one: one.get_kind_display()),
        Column("Place", "Where it meets.", lambda one: one.place),
        Column("State", "Where it stands. The words are explained on the list.", lambda one: one.get_state_display()),
        Column("Why it did not go ahead", "Empty where it did.", lambda one: one.outcome_reason),
        Column("Minutes", "Draft, approved or signed; empty while none are published.", _minutes_state),
        Column("Decisions", "How many parts of resolutions were carried.", lambda one: one.decision_count, "integer"),
        Column("Requests", "How many things it asked of somebody.", lambda one: one.request_count, "integer"),
        Column("Page", "The address of its page.", page_of),
    ),
)


def terms_of(members: list[Member]) -> list[tuple[Member, Membership | None]]:
    """Each member with each term; with none where none is recorded."""
    return [(member, term) for member in members for term in member.terms or [None]]


def _chairs(member) -> str:
    return "; ".join(f"{role.get_role_display()}, {role.body}" for role in member.chairs_now)


def _attended(which: str):
    return lambda row: row[0].attendance[which] if row[0].attendance else 0


MEMBERS = Sheet(
    "members",
    "Members, with their terms",
    (
        Column("Name", "As in the minutes. A member with two terms has two lines.", lambda row: row[0].name),
        Column("Body", "On which body.", lambda row: str(row[1].body) if row[1] else ""),
        Column("Kind", "Councillor, independent, substitute.", lambda row: row[1].get_kind_display() if row[1] else ""),
        Column("Appointed by", "Which council; empty for independent members.", lambda row: _authority(row[1])),
        Column("Party", "Where it is recorded.", lambda row: row[1].party if row[1] else ""),
        Column("From", "The first day of the term.", lambda row: row[1] and row[1].from_on, "date"),
        Column("Until", "The last day; empty while it lasts.", lambda row: row[1] and row[1].until_on, "date"),
        Column("Now", "Chair or vice-chair of which body today.", lambda row: _chairs(row[0])),
        Column("Attended", "Meetings at which the member was, by published minutes.", _attended("came"), "integer"),
        Column("Named", "Meetings whose minutes name the member at all.", _attended("called"), "integer"),
        Column("Page", "The address of the member's entry.", lambda row: page_of(row[0])),
    ),
)


def _authority(term) -> str:
    return str(term.authority) if term and term.authority else ""
