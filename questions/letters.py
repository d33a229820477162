"""What whoever asked, and the Commissioner's office, are told by e-mail: plain words, complete in themselves.

Each message is a row written in the transaction of its cause and sent by the worker (records/mail.py). Its key names
the question, its version and the step, so that no step is told twice and one taken again later is; with the question's
private words it is destroyed in time.
"""

from django.conf import settings

from panel_portal.records import mail
from panel_portal.records.models import OutgoingEmail
from panel_portal.records.periods import in_words
from questions.models import Question, Submission


def _keys(question: Question) -> str:
    return f"question:{question.pk}:"


def forget(question: Question) -> int:
    """Destroy the messages about a question; how many there were."""
    return OutgoingEmail.objects.filter(key__startswith=_keys(question)).delete()[0]


def tell(question: Question, step: str, subject: str, *paragraphs: str) -> OutgoingEmail | None:
    """Write to whoever asked, where they gave an address and it has not been destroyed."""
    submission = Submission.objects.filter(question=question).exclude(email="").first()
    if submission is None:
        return None
    words = [
        f"Dear {submission.name}",
        f"Your {question.noun} to the panel: {question.reference}",
        *paragraphs,
        f"You can write to the panel’s clerk about it: {settings.FEEDBACK_EMAIL}. Please give the reference.",
    ]
    return mail.queue(
        to=submission.email,
        subject=f"{question.reference}: {subject}",
        body=_letter(words),
        key=f"{_keys(question)}{question.version}:{step}",
    )


def send_for_an_answer(question: Question, address: str, asked: list[str]) -> OutgoingEmail | None:
    """Send a question, as published, to those who are to answer it. Nothing of whoever asked but the name that is
    published goes with it."""
    if not address:
        return None
    due = f"An answer is asked for by {in_words(question.answer_due_on)}." if question.answer_due_on else ""
    meeting = f"It is for the panel’s meeting on {in_words(question.at_meeting.day)}." if question.at_meeting else ""
    law = f"It quotes this law: {question.law_url}\n\n{question.law}".strip() if question.law else ""
    words = [
        f"{question.noun.capitalize()} {question.reference} to {question.put_to}, from {question.published_name}",
        question.introduction,
        law,
        *(f"{number}. {text}" if len(asked) > 1 else text for number, text in enumerate(asked, start=1)),
        " ".join(filter(None, [meeting, due])),
        "Please answer each part, and say who answers: name, position and date.",
    ]
    return mail.queue(
        to=address,
        subject=f"{question.reference}: a {question.noun} to {question.put_to}",
        body=_letter(words),
        key=f"{_keys(question)}{question.version}:sent",
    )


def _letter(paragraphs) -> str:
    return "\n\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip()) + "\n"


def address_of(question: Question) -> str:
    """A sentence that says where it can be read."""
    return f"Read it here: {settings.SITE_ADDRESS}{question.get_absolute_url()}"


def for_the_meeting(question: Question) -> str:
    """A sentence on when it will be dealt with."""
    if question.at_meeting is None:
        return "The panel has not yet called the meeting at which it will be dealt with."
    return f"It is for the panel’s meeting on {in_words(question.at_meeting.day)}."
