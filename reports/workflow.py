"""The Commissioner's responses: entered as received, published by the clerk, and what that moves below."""

from django.core.exceptions import ValidationError

from panel_portal.records.publication import Publication
from panel_portal.records.workflow import verb
from questions import workflow as questions
from questions.models import Question
from reports.models import CommissionerResponse, PartAnswer

Kind = CommissionerResponse.Kind


def _question_not_out(response) -> str:
    if response.question.publication != Publication.PUBLISHED:
        return "The question is not published. Publish it first; the response stands beside it."
    if response.question.state not in {Question.State.SENT, *Question.ANSWERED}:
        return (
            "The question has not been sent to the office. Record that first, or that it was answered at the meeting."
        )
    return ""


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish this response",
    permission="records.publish_record",
    hindrance=_question_not_out,
)
def publish_response(response, *, by, note=""):
    """Publish it beside the question, which is then answered; a holding response leaves it waiting."""
    response.prepare_publication()
    question = response.question
    if response.kind == Kind.HOLDING:
        if question.state != Question.State.SENT:
            raise ValidationError("The question has been answered already. A holding response comes before the answer.")
        questions.mark_holding(question, by=by, received_on=response.received_on)
        return None
    if question.state == Question.State.SENT:
        questions.mark_answered(question, by=by, received_on=response.received_on)
    else:
        questions.mark_corrected(question, by=by, received_on=response.received_on)
    return lambda: _supersede(response)


def _supersede(response) -> None:
    """What was answered before it stays to be read, marked as superseded."""
    if response.kind != Kind.CORRECTED:
        return
    earlier = CommissionerResponse.objects.filter(
        question=response.question, publication=Publication.PUBLISHED, superseded_by=None
    ).exclude(pk=response.pk)
    last = earlier.exclude(kind=Kind.HOLDING).order_by("-received_on", "-pk").first()
    if last is not None:
        CommissionerResponse.objects.filter(pk=last.pk).update(superseded_by=response)


def note_parts(response: CommissionerResponse) -> list[PartAnswer]:
    """For each part of the question a line on the response, "answered" until the clerk says otherwise."""
    known = set(response.part_answers.values_list("part_id", flat=True))
    missing = [part for part in response.question.parts.all() if part.pk not in known]
    return [PartAnswer.objects.create(response=response, part=part) for part in missing]
