"""What public questions ask a clerk to decide, on the home page of the admin."""

from django.urls import reverse

from panel_portal.records.periods import in_words, today
from panel_portal.records.worklist import Question as ToDecide
from panel_portal.records.worklist import register
from questions import workflow
from questions.models import Question

AT_ONCE = 10  # as many of a kind as a clerk can look over


def _page(question) -> str:
    return reverse("admin:questions_question_change", args=[question.pk])


def _do(question, verb) -> str:
    return reverse("admin:questions_question_do", args=[question.pk, verb.verb.short_name])


@register
def questions_to_decide(user):
    """What came in and has not been decided, earliest first."""
    if not user.has_perm("questions.handle_question"):
        return
    for question in Question.objects.to_decide().select_related("at_meeting").order_by("asked_on", "pk")[:AT_ONCE]:
        for_when = f", for {in_words(question.at_meeting.day)}" if question.at_meeting else ""
        yield ToDecide(
            sentence=f"{question.get_kind_display()} {question.reference} came on {in_words(question.asked_on)}"
            f"{for_when}. Is it within the scheme?",
            detail="It came after the deadline for the meeting asked for." if question.late else "",
            button="Decide",
            url=_page(question),
            urgent=bool(question.at_meeting and question.at_meeting.day <= today()),
        )


@register
def questions_to_publish_or_send(user):
    """Those taken that the public cannot read yet, and those that the office has not been given."""
    if not user.has_perm("questions.handle_question"):
        return
    taken = (
        Question.objects.filter(state__in=Question.TAKEN)
        .select_related("at_meeting", "scheme")
        .order_by("asked_on", "pk")
    )
    for question in taken.filter(publication="draft")[:AT_ONCE]:
        yield ToDecide(
            sentence=f"{question} is accepted and not yet public. Publish it?",
            button="Look at it",
            url=_page(question),
        )
    for question in taken.filter(state=Question.State.ACCEPTED, kind__in=Question.ASKING)[:AT_ONCE]:
        yield ToDecide(
            sentence=f"{question} has not been sent to {question.sent_to}. Send it?",
            button="Send it",
            url=_do(question, workflow.send),
        )
    for question in taken.to_be_heard().filter(at_meeting__state="held")[:AT_ONCE]:
        yield ToDecide(
            sentence=f"{question} was for the meeting on {in_words(question.at_meeting.day)}. "
            f"Was the {question.noun} heard?",
            button="Record that it was heard",
            url=_do(question, workflow.hear),
        )


@register
def questions_of_meetings_that_do_not_take_place(user):
    """Those for a meeting that was cancelled or put off: they need another."""
    if not user.has_perm("questions.handle_question"):
        return
    stranded = Question.objects.filter(
        state__in=[*Question.UNDECIDED, *Question.AWAITING],
        at_meeting__state__in=["cancelled", "postponed", "inquorate"],
    )
    for question in stranded.select_related("at_meeting").order_by("pk")[:AT_ONCE]:
        yield ToDecide(
            sentence=f"{question} is for {in_words(question.at_meeting.day)}, which did not go ahead. "
            "Which meeting now?",
            button="Hold it over",
            url=_do(question, workflow.hold_over),
        )
