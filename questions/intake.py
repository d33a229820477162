"""How a question comes in, whichever way: one function makes the record, and keeps the private words apart."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from meetings.models import Meeting
from panel_portal.records import tokens
from panel_portal.records.models import TaskToken
from panel_portal.records.periods import day_in_london
from panel_portal.records.references import next_reference
from questions import letters, scheme
from questions.models import Question, Scheme, Submission


class NoScheme(Exception):
    """The panel has entered no scheme for public questions that holds on the day."""


@dataclass(frozen=True)
class Received:
    """What somebody sent, as it came."""

    received_at: datetime
    parts: tuple[str, ...]
    name: str
    eligibility: str
    naming: str
    kind: str = Question.Kind.QUESTION
    came: str = Question.Came.ONLINE
    law: str = ""
    law_url: str = ""
    meeting: Meeting | None = None  # the one asked for; None: the next for which it is in time
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    organisation: str = ""
    place: str = ""
    signatures: int | None = None


def receive(received: Received, *, sent_from: uuid.UUID, address_of_track=None) -> tuple[Question, str]:
    """Enter what came in; returns the question and the token that follows it ("" where it had come before).

    The same `sent_from` twice is the same question. `address_of_track(token)` makes the link for the receipt. Raises
    NoScheme.
    """
    if known := Submission.objects.filter(sent_from=sent_from).select_related("question").first():
        return known.question, ""
    try:
        with transaction.atomic():
            return _enter(received, sent_from, address_of_track)
    except IntegrityError:
        # Two clicks at once: the other was entered in between.
        known = Submission.objects.filter(sent_from=sent_from).select_related("question").first()
        if known is None:
            raise
        return known.question, ""


def _enter(received, sent_from, address_of_track):
    asked_on = day_in_london(received.received_at)
    meeting, late = scheme.meeting_for(received.meeting, received.received_at)
    rules = scheme.scheme_for(meeting.day if meeting else asked_on) or Scheme.objects.in_force(asked_on)
    if rules is None:
        raise NoScheme
    question = Question.objects.create(
        reference=next_reference("Q", asked_on.year),
        kind=received.kind,
        came=received.came,
        scheme=rules,
        at_meeting=meeting,
        late=late,
        asked_on=asked_on,
    )
    Submission.objects.create(
        question=question,
        received_at=received.received_at,
        sent_from=sent_from,
        parts=list(received.parts),
        **{
            name: getattr(received, name)
            for name in (
                "law", "law_url", "name", "email", "phone", "postal_address", "eligibility", "organisation", "naming",
                "place", "signatures",
            )
        },
    )  # fmt: skip
    token = tokens.give(TaskToken.Purpose.TRACK_QUESTION, question.pk)
    followed = f"Follow it here, and keep this link to yourself: {address_of_track(token)}" if address_of_track else ""
    letters.tell(
        question,
        "received",
        "we have it",
        "The panel has received it.",
        "It came after the deadline for the meeting you chose, so it goes to the next." if late else "",
        letters.for_the_meeting(question),
        "The clerk will read it and tell you whether it is within the panel’s rules for public questions.",
        "You sent:",
        *received.parts,
        followed,
    )
    return question, token


def others_from_the_same(submission: Submission) -> int:
    """How many more questions the same address sent for the same meeting, for the clerk to hold against the scheme."""
    if not submission.email or submission.question.at_meeting_id is None:
        return 0
    meeting = submission.question.at_meeting_id
    same = Submission.objects.filter(email__iexact=submission.email, question__at_meeting=meeting)
    return same.exclude(pk=submission.pk).count()
