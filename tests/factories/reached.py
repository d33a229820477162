"""Later states, each reached by the verbs that lead there: no test stands on a record the portal cannot make."""

from meetings import models, workflow
from panel_portal.accounts import roles
from panel_portal.accounts.models import User
from panel_portal.records.publication import publish, withdraw
from tests.factories import first

__all__ = [
    "a_clerk",
    "closed_action",
    "exempt",
    "held_meeting",
    "held_meeting_with_minutes",
    "meeting_with_approved_minutes",
    "minuted_item",
    "published_action",
    "published_meeting",
    "published_member",
    "published_paper",
    "signed_minutes",
    "user_in_role",
    "withdrawn",
]

PARAGRAPHS = {"exempt_paragraphs": ["3"], "exempt_reason": "It would harm a tender that is still open."}


def user_in_role(role: str, **fields) -> User:
    user = first.UserFactory(**fields)
    roles.give_role(user, role)
    return user


# The clerk of the test that runs, with the rights that were asked for once.
KEPT = {}


def a_clerk() -> User:
    """Whoever takes the verbs when a test does not care who."""
    if "clerk" not in KEPT:
        found = User.objects.filter(email="the-clerk@northmere.example").first()
        KEPT["clerk"] = found or user_in_role(roles.CLERK, email="the-clerk@northmere.example", name="The Clerk")
    return KEPT["clerk"]


def published_meeting(*, items: int = 1, by=None, **fields) -> models.Meeting:
    """A meeting whose agenda is out, with its items and whatever papers they have."""
    meeting = first.MeetingFactory(**fields)
    for number in range(1, items + 1):
        first.AgendaItemFactory(meeting=meeting, number=str(number), order=number * 10)
    workflow.begin_agenda(meeting)
    return workflow.publish_agenda(meeting, by=by or a_clerk(), short_notice_reason="It was called at short notice.")


def held_meeting(*, by=None, **fields) -> models.Meeting:
    return workflow.hold(published_meeting(by=by, **fields), by=by or a_clerk())


def minuted_item(item: models.AgendaItem, *, limbs: int = 1, actions: bool = True) -> models.Minute:
    """The entry for one item: its minute, a resolution with `limbs` limbs, and the action each limb raises."""
    minute = first.MinuteFactory(agenda_item=item)
    resolution = first.ResolutionFactory(minute=minute)
    for order in range(1, limbs + 1):
        limb = first.LimbFactory(resolution=resolution, order=order, label=f"{chr(96 + order)})")
        if actions:
            workflow.raise_actions(limb, owner_office=first.the_commissioner())
    return minute


def held_meeting_with_minutes(*, items: int = 1, limbs: int = 1, by=None, **fields) -> models.Meeting:
    """A meeting that was held, its minutes published as draft, with a decision under each item and an action each."""
    meeting = held_meeting(items=items, by=by, **fields)
    for item in meeting.agenda_items.in_order():
        minuted_item(item, limbs=limbs)
    workflow.publish_minutes(meeting.minutes, by=by or a_clerk())
    meeting.refresh_from_db()
    return meeting


def meeting_with_approved_minutes(*, by=None, **fields) -> models.Meeting:
    meeting = held_meeting_with_minutes(by=by, **fields)
    later = held_meeting(by=by, body=meeting.body)
    workflow.approve_minutes(meeting.minutes, by=by or a_clerk(), at_meeting=later)
    return meeting


def signed_minutes(*, by=None, **fields) -> models.Minutes:
    minutes = meeting_with_approved_minutes(by=by, **fields).minutes
    return workflow.sign_minutes(
        minutes, by=by or a_clerk(), signed_by="Cllr Ann Other, Chair", signed_on=minutes.approved_at_meeting.day
    )


def published_member(*, by=None, **fields) -> models.Member:
    """A member with a term on the panel."""
    membership = first.MembershipFactory(**{f"member__{name}": value for name, value in fields.items()})
    return publish(membership.member, by=by or a_clerk())


def published_paper(item: models.AgendaItem | None = None, *, by=None, upload=None, **fields) -> models.Paper:
    """A paper with its file, before a published item."""
    item = item or published_meeting(by=by).agenda_items.first()
    paper = first.PaperFactory(agenda_item=item, **fields)
    first.PaperFileFactory(paper=paper, upload=upload)
    return publish(paper, by=by or a_clerk())


def published_action(*, by=None, **fields) -> models.Action:
    return workflow.publish_action(first.ActionFactory(**fields), by=by or a_clerk())


def closed_action(*, by=None, **fields) -> models.Action:
    """One that the panel accepted, at the meeting on whose day it was asked."""
    meeting = held_meeting(by=by)
    action = published_action(by=by, asked_on=meeting.day, **fields)
    return workflow.accept(action, by=by or a_clerk(), note="The figures came.", at_meeting=meeting)


def exempt(record, *, by=None, public_title: str = "A confidential matter"):
    """Kept from the public, by the verb for an item or for a paper."""
    verb = workflow.exempt_item if isinstance(record, models.AgendaItem) else workflow.exempt_paper
    return verb(record, by=by or a_clerk(), public_title=public_title, **PARAGRAPHS)


def withdrawn(record, *, by=None, reason: str = "It was published by mistake."):
    """Published, then taken back; the record must be public already."""
    return withdraw(record, by=by or a_clerk(), note=reason)
