"""What the responses ask a clerk to decide, on the home page of the admin."""

from datetime import timedelta

from django.urls import reverse

from meetings.models import Body, Meeting
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.periods import in_words, today
from panel_portal.records.worklist import Question, register
from questions.models import Question as PublicQuestion
from reports import workflow, year
from reports.models import CommissionerResponse, CommissionersDecision, PanelReport, PlannedWork
from reports.models.year import municipal_year

BOOK_AHEAD = timedelta(days=150)  # how early a clerk is asked to book a meeting for a duty
AT_ONCE = 10  # as many of a kind as a clerk can look over


@register
def responses_to_publish(user):
    """Responses that came and are not yet beside their question."""
    if not user.has_perm("reports.change_commissionerresponse"):
        return
    waiting = CommissionerResponse.objects.waiting_for_publication().select_related("question", "report")
    for response in waiting.order_by("received_on", "pk")[:AT_ONCE]:
        ready = workflow.publish_response.verb.possible(response)
        page = "do" if ready else "change"
        arguments = [response.pk, *([workflow.publish_response.verb.short_name] if ready else [])]
        yield Question(
            sentence=f"A response to {response.answered} came. Publish it?",
            detail="" if ready else workflow.publish_response.verb.hindrance(response),
            button="Publish the response" if ready else "Look at it",
            url=reverse(f"admin:reports_commissionerresponse_{page}", args=arguments),
        )


@register
def reports_to_finish(user):
    """Reports and letters that were sent and are not public, and those still being written."""
    if not user.has_perm("reports.issue_panelreport"):
        return
    drafts = PanelReport.objects.filter(publication="draft").order_by("-state", "pk")
    for report in drafts[:AT_ONCE]:
        issued = report.state != PanelReport.State.DRAFT
        if issued and report.is_embargoed:
            continue
        yield Question(
            sentence=f"{report} was sent and is not yet public. Publish it?"
            if issued
            else f"The {report.noun} “{report.title}” is being written. Finish it?",
            detail="The panel has to publish what it reports (PRSRA 2011 s28(7))." if issued else "",
            button="Look at it",
            url=reverse("admin:reports_panelreport_change", args=[report.pk]),
            urgent=issued,
        )


@register
def late_replies(user):
    """Reports and letters whose day for a reply is over."""
    if not user.has_perm("reports.add_commissionerresponse"):
        return
    come = CommissionerResponse.objects.waiting_for_publication().filter(report__isnull=False)
    late = PanelReport.objects.overdue().exclude(pk__in=come.values("report"))  # what came waits in a line of its own
    for report in late.order_by("reply_due_on", "pk")[:AT_ONCE]:
        yield Question(
            sentence=f"A reply to {report} was asked for by {in_words(report.reply_due_on)}. Has it come?",
            button="Enter the reply",
            url=reverse("admin:reports_commissionerresponse_add", query={"report": report.pk}),
        )


@register
def late_answers(user):
    """Questions sent to the office whose day for an answer is over."""
    if not user.has_perm("reports.add_commissionerresponse"):
        return
    come = CommissionerResponse.objects.waiting_for_publication().filter(question__isnull=False)
    late = PublicQuestion.objects.overdue().filter(state=PublicQuestion.State.SENT)
    late = late.exclude(pk__in=come.values("question"))
    for question in late.order_by("answer_due_on", "pk")[:AT_ONCE]:
        yield Question(
            sentence=f"{question} was to be answered by {in_words(question.answer_due_on)}. Has an answer come?",
            button="Enter the answer",
            url=reverse("admin:reports_commissionerresponse_add", query={"question": question.pk}),
        )


@register
def decisions_to_publish(user):
    """Decisions of the Commissioner that were entered and are not public: one line for all of them."""
    if not user.has_perm("records.publish_record") or not user.has_perm("reports.change_commissionersdecision"):
        return
    if count := CommissionersDecision.objects.filter(publication="draft").count():
        yield Question(
            sentence=f"{count} decisions of the Commissioner are entered and not public. Publish them?"
            if count > 1
            else "A decision of the Commissioner is entered and not public. Publish it?",
            detail="Until then the item “Decisions published since the last meeting” does not list them.",
            button="Look them over",
            url=reverse("admin:reports_commissionersdecision_publish_all"),
        )


@register
def meetings_to_book(user):
    """Duties of the law for which no meeting is booked in time, drafts counted too."""
    if not user.has_perm("meetings.add_meeting") or not Body.objects.filter(kind=Body.Kind.PANEL).exists():
        return  # before the panel itself is entered, nobody asks for its meetings
    first = year.begins_on(municipal_year(today()))
    booked = Meeting.objects.filter(body__kind=Body.Kind.PANEL, starts_at__date__gte=first).exclude(
        publication="withdrawn"
    )
    periods = StatutoryPeriod.objects.filter(key__in=year.HELD_FOR).select_related("provision")
    works = PlannedWork.objects.open().filter(due_on__gte=today()).exclude(publication="withdrawn")
    works = works.select_related("at_meeting", "statutory_period__provision")
    late = [*year.late_duties(periods, first, list(booked.order_by("starts_at"))), *year.late_work(works)]
    for warning in late:
        if warning.day <= today() + BOOK_AHEAD:
            yield Question(
                sentence=f"{warning.sentence} Book one in time?",
                detail=f"{warning.provision}",
                button="Enter a meeting",
                url=reverse("admin:meetings_meeting_add"),
                urgent=True,
            )
