"""What the responses ask a clerk to decide, on the home page of the admin."""

from django.urls import reverse

from panel_portal.records.periods import in_words
from panel_portal.records.worklist import Question, register
from questions.models import Question as PublicQuestion
from reports import workflow
from reports.models import CommissionerResponse


@register
def responses_to_publish(user):
    """Responses that came and are not yet beside their question."""
    if not user.has_perm("reports.change_commissionerresponse"):
        return
    for response in CommissionerResponse.objects.waiting_for_publication().select_related("question"):
        ready = workflow.publish_response.verb.possible(response)
        page = "do" if ready else "change"
        arguments = [response.pk, *([workflow.publish_response.verb.short_name] if ready else [])]
        yield Question(
            sentence=f"A response to {response.question} came. Publish it?",
            detail="" if ready else workflow.publish_response.verb.hindrance(response),
            button="Publish the response" if ready else "Look at it",
            url=reverse(f"admin:reports_commissionerresponse_{page}", args=arguments),
        )


@register
def late_answers(user):
    """Questions sent to the office whose day for an answer is over."""
    if not user.has_perm("reports.add_commissionerresponse"):
        return
    late = PublicQuestion.objects.overdue().filter(state=PublicQuestion.State.SENT)
    for question in late.order_by("answer_due_on", "pk"):
        yield Question(
            sentence=f"{question} was to be answered by {in_words(question.answer_due_on)}. Has an answer come?",
            button="Enter the answer",
            url=reverse("admin:reports_commissionerresponse_add", query={"question": question.pk}),
        )
