"""What comes back from the Commissioner: written by the office, published by the clerk, and what that moves below."""

from django.core.exceptions import ValidationError

from meetings import workflow as meetings
from meetings.models import Action
from panel_portal.records.periods import today
from panel_portal.records.publication import Publication
from panel_portal.records.references import next_reference
from panel_portal.records.workflow import verb
from questions import workflow as questions
from questions.models import Question
from reports.models import CommissionerResponse, Inspection, PanelReport, PartAnswer, ResponseEvidence
from reports.models.response import key_of
from reports.workflow.inspections import mark_responded
from reports.workflow.letters import mark_replied

Kind = CommissionerResponse.Kind
State = CommissionerResponse.State


# In the office --------------------------------------------------------------------------------------------


def hindrance_to(answered) -> str:
    """Why no response to this can be taken now, in a sentence; "" where it can."""
    if answered.publication == Publication.WITHDRAWN:
        return f"The {answered._meta.verbose_name} was withdrawn from the public record. No answer is wanted any more."
    if answered.publication != Publication.PUBLISHED:
        return f"The {answered._meta.verbose_name} is not published. Publish it first; the response stands beside it."
    if isinstance(answered, Question) and answered.state not in {Question.State.SENT, *Question.ANSWERED}:
        return (
            "The question has not been sent for an answer. Record that first, or that it was answered at the meeting."
        )
    if isinstance(answered, Action) and not answered.is_outstanding:
        return "The panel has closed this action. It wants no answer any more."
    if isinstance(answered, Inspection) and answered.state == Inspection.State.UNDER_WAY:
        return "The inspectorate has not published its report. Record that first."
    return ""


def _nothing_to_answer(response) -> str:
    if response.state != State.RECEIVED:
        return "The office is still writing it. It can be published once the office has sent it."
    return hindrance_to(response.answered)


@verb(
    "state",
    from_={State.DRAFTING},
    to=State.RECEIVED,
    label="Send to the clerk",
    permission="reports.answer_for_office",
)
def send_response(response, *, by, note="", on=None):
    """The office has finished it. The clerk reads it and publishes it beside what it answers."""
    if not response.text.strip():
        raise ValidationError({"text": "It has no words yet. Write the answer, then send it."})
    if sentence := hindrance_to(response.answered):
        raise ValidationError(sentence)
    response.received_on = on or today()
    response.returned_note = ""


def _cannot_go_back(response) -> str:
    if response.publication != Publication.DRAFT:
        return "It was published already."
    return (
        "" if response.written_by_id else "It was not written here by an office. Put it right yourself, or ask again."
    )


@verb(
    "state",
    from_={State.RECEIVED},
    to=State.DRAFTING,
    label="Give back to the office",
    permission="reports.change_commissionerresponse",
    note_required=True,
    note_label="What is wrong with it, as the office will read it",
    hindrance=_cannot_go_back,
)
def return_response(response, *, by, note):
    """It cannot be published as it came: a name too many, a file missing. The office puts it right and sends it
    again."""
    response.returned_note = note.strip()


# Published beside what it answers -----------------------------------------------------------------------


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish this response",
    permission="records.publish_record",
    hindrance=_nothing_to_answer,
)
def publish_response(response, *, by, note=""):
    """Publish it beside what it answers, which is then answered; a holding response leaves it waiting."""
    response.prepare_publication()
    if response.kind != Kind.HOLDING and response.part_answers.filter(outcome="").exists():
        raise ValidationError(
            "Say of each part whether it is answered: choose its outcome on the page of this response, then publish."
        )
    if not response.reference:
        response.reference = next_reference("C", response.received_on.year)
    _answer[key_of(response.answered)](response, by)
    return lambda: _supersede(response)


def _answer_report(response, by) -> None:
    report = response.report
    if response.received_on < report.issued_on:
        raise ValidationError("It was received before the report was issued. Put the day right first.")
    if response.kind == Kind.HOLDING:
        return
    if report.state == PanelReport.State.ISSUED:
        mark_replied(report, by=by, received_on=response.received_on)
    # What was asked for in the report is an action of its own. It was done where the clerk says that it was answered.
    answers = response.part_answers.filter(outcome=PartAnswer.Outcome.ANSWERED, request__as_action__isnull=False)
    for answer in answers.select_related("request__as_action"):
        action = answer.request.as_action
        ResponseEvidence.objects.get_or_create(response=response, asked_action=action)
        if action.state == Action.State.OPEN:
            _done(action, response, by)


def _answer_action(response, by) -> None:
    action = response.asked_action
    if action.asked_on and response.received_on < action.asked_on:
        raise ValidationError("It was received before the action was asked for. Put the day right first.")
    if action.state != Action.State.OPEN:
        return  # reported done already; the panel has this, too, before it closes the action
    if response.kind in {Kind.HOLDING, Kind.PARTIAL}:
        words = "A holding response came" if response.kind == Kind.HOLDING else "A response in part came"
        meetings.report_progress(action, by=by, note=f"{words}: {response.reference}.", said_on=response.received_on)
    else:
        _done(action, response, by)


def _done(action, response, by) -> None:
    words = "Nothing will be done, says" if response.kind == Kind.NOTHING else "Answered in"
    meetings.report_done(action, by=by, note=f"{words} {response.reference}.", received_on=response.received_on)


def _answer_inspection(response, by) -> None:
    inspection = response.inspection
    if response.received_on < inspection.reported_on:
        raise ValidationError("It was received before the inspectorate published its report. Put the day right first.")
    if inspection.state == Inspection.State.REPORTED and response.kind != Kind.HOLDING:
        mark_responded(inspection, by=by, received_on=response.received_on)


def _answer_question(response, by) -> None:
    question = response.question
    if response.received_on < question.asked_on:
        raise ValidationError("It was received before the question was asked. Put the day right first.")
    if response.kind == Kind.HOLDING:
        if question.state != Question.State.SENT:
            raise ValidationError("The question has been answered already. A holding response comes before the answer.")
        questions.mark_holding(question, by=by, received_on=response.received_on)
    elif question.state == Question.State.SENT:
        questions.mark_answered(question, by=by, received_on=response.received_on)
        for other in question.grouped.filter(state=Question.State.SENT):
            questions.mark_answered(other, by=by, received_on=max(response.received_on, other.asked_on))
    else:
        questions.mark_corrected(question, by=by, received_on=response.received_on)


_answer = {
    "question": _answer_question,
    "asked_action": _answer_action,
    "report": _answer_report,
    "inspection": _answer_inspection,
}


def _supersede(response) -> None:
    """What was answered before it stays to be read, marked as superseded."""
    if response.kind != Kind.CORRECTED:
        return
    given = CommissionerResponse.objects.to(response.answered).filter(publication=Publication.PUBLISHED)
    earlier = given.filter(superseded_by=None).exclude(pk=response.pk)
    last = earlier.exclude(kind=Kind.HOLDING).order_by("-received_on", "-pk").first()
    if last is not None:
        CommissionerResponse.objects.filter(pk=last.pk).update(superseded_by=response)


def asked_of(answered) -> tuple[str, list]:
    """What is asked in parts of whoever answers this: the name of the key in `PartAnswer`, and the parts in order."""
    if isinstance(answered, Question):
        return "part", list(answered.parts.all())
    if isinstance(answered, PanelReport):
        return "request", list(answered.requests.all())
    if isinstance(answered, Inspection):
        return "finding", list(answered.findings.to_answer())
    return "", []


def note_parts(response: CommissionerResponse) -> list[PartAnswer]:
    """For each part of a question, request of a report or finding of an inspection, a line on the response on which the
    clerk says whether it is answered. An action is one thing and has no parts."""
    key, asked = asked_of(response.answered)
    if not asked:
        return []
    known = set(response.part_answers.values_list(f"{key}_id", flat=True))
    return [PartAnswer.objects.create(response=response, **{key: one}) for one in asked if one.pk not in known]
