"""What is destroyed when its time is up, and how somebody who asked becomes nameless afterwards."""

from dataclasses import dataclass, field

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from panel_portal.records import tokens
from panel_portal.records.models import TaskToken
from panel_portal.records.periods import months_after, today
from questions import letters
from questions.models import Question, Submission


@dataclass
class Destroyed:
    """What a run destroyed: how many of each, and of which questions, by reference."""

    submissions: int = 0
    messages: int = 0
    links: int = 0
    sessions: int = 0
    references: list[str] = field(default_factory=list)

    def __str__(self):
        sessions = f" {self.sessions} expired sessions were cleared." if self.sessions else ""
        if not self.references:
            return f"Nothing was due to be destroyed.{sessions}"
        return (
            f"Destroyed what was received with {self.submissions} question{'s' if self.submissions != 1 else ''} "
            f"({', '.join(self.references)}), {self.messages} messages and {self.links} links.{sessions}"
        )


def last_step_on(question: Question):
    """The day of the last thing that happened to a question: from then the months are counted."""
    days = (
        question.asked_on, question.acknowledged_on, question.accepted_on, question.sent_on, question.holding_on,
        question.answered_on, question.corrected_on, question.ended_on,
        question.noted_at_meeting.day if question.noted_at_meeting else None,
        question.at_meeting.day if question.state == Question.State.HEARD else None,
    )  # fmt: skip
    return max(day for day in days if day)


def is_due(question: Question, day) -> bool:
    """Whether what was received with a question has been kept as long as the scheme says. What still waits for an
    answer is kept: the asker has to be told of it."""
    if question.state in {*Question.UNDECIDED, *Question.AWAITING}:
        return False
    return months_after(last_step_on(question), question.scheme.months_kept) <= day


def destroy_due(day=None) -> Destroyed:
    """Destroy contact details, received words, messages and links of every question whose time is up. The question,
    its reference, its days and its ground stay."""
    done, day = Destroyed(), day or today()
    kept = Question.objects.filter(submission__isnull=False).select_related("scheme", "noted_at_meeting", "at_meeting")
    for question in kept.order_by("pk"):
        if not is_due(question, day):
            continue
        destroy(question, done)
    # What somebody began to ask and never sent is in their session.
    done.sessions = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    return done


@transaction.atomic
def destroy(question: Question, done: Destroyed | None = None) -> Destroyed:
    """Destroy what is private of one question, and count it in `done`."""
    done = done or Destroyed()
    done.submissions += Submission.objects.filter(question=question).delete()[0]
    done.messages += letters.forget(question)
    done.links += tokens.forget(TaskToken.Purpose.TRACK_QUESTION, question.pk)
    done.references.append(question.reference)
    return done
