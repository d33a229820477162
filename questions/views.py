"""The public pages of questions, all through the doors of `records/views.py`."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import RedirectView, TemplateView

from meetings.models import Action, Meeting
from panel_portal.records import revision
from panel_portal.records.periods import BeyondTheTable, today
from panel_portal.records.publication import visible_rows
from panel_portal.records.references import reference_from_address
from panel_portal.records.views import KeysFirst, Preview, PublicDetail, PublicList, PublicSheet
from questions import calendar, figures, scheme, sheets, telling, turned_away
from questions.filters import QuestionFilter
from questions.models import FollowUp, Question, Scheme


class QuestionList(PublicList):
    """What was asked: what waits first, then the newest answer."""

    model = Question
    filterset_class = QuestionFilter
    paginator_class = KeysFirst
    template_name = "questions/question_list.html"
    section = "questions"

    def refine(self, rows):
        return rows.with_what_is_shown().newest_answer_first()

    def get_context_data(self, **kwargs):
        first = next(iter(scheme.open_meetings(1)), None)
        counted = revision.kept("figures of questions", lambda: figures.counts(Question.objects.public()))
        return super().get_context_data(counted=counted, closing=first, **kwargs)


@revision.register_moments
def last_moments_for_questions() -> list[datetime]:
    """Until when questions are taken is told on many pages; the hour comes without anything being changed."""
    return [one.at for one in scheme.meetings_to_ask_at(12)]


class QuestionSheet(PublicSheet):
    """The same list as CSV."""

    model = Question
    filterset_class = QuestionFilter
    sheet = sheets.QUESTIONS

    def refine(self, rows):
        # The meeting is loaded apart, where it may be seen.
        return rows.select_related("scheme").with_visible("parts", "at_meeting").newest_answer_first()


class QuestionPage:
    """What the page of a question and its preview have in common."""

    model = Question
    template_name = "questions/question_detail.html"
    section = "questions"

    def refine(self, rows):
        rows = rows.with_what_is_shown().select_related("follows", "grouped_with", "noted_at_meeting", "held_over_from")
        return rows.with_visible("parts", "redactions", "supplementaries", "grouped", "topic_links")

    def get_context_data(self, **kwargs):
        question = self.object
        return super().get_context_data(
            meeting=(meeting := visible_rows(question.at_meeting, self.audience)),
            due_sentences=scheme.explain_answer_due(question, meeting) if question.answer_due_on else (),
            item=visible_rows(question.under_item, self.audience),
            held_over_from=visible_rows(question.held_over_from, self.audience),
            follows=visible_rows(question.follows, self.audience),
            grouped_with=visible_rows(question.grouped_with, self.audience),
            followed=Action.objects.visible_to(self.audience).filter(
                pk__in=FollowUp.objects.visible_to(self.audience).filter(question=question).values("action")
            ),
            events=telling.life(question, self.audience),
            **kwargs,
        )


class QuestionDetail(QuestionPage, PublicDetail):
    """One question for good: its parts, the response beside them, and what came of it."""

    def find(self, rows):
        return rows.get(reference=reference_from_address("Q", self.kwargs["reference"]))


class QuestionPreview(QuestionPage, Preview):
    """The same, as a draft, for the clerk."""


class QuestionAsWritten(RedirectView):
    """/questions/Q2026/017/, as the reference is written in minutes, leads to its address."""

    permanent = True

    def get_redirect_url(self, year, number):
        return reverse("questions:question-detail", args=[f"{year}-{number}"])


class SchemeDetail(PublicDetail):
    """The rules, in plain English, and by when to ask for the next two meetings."""

    model = Scheme
    template_name = "questions/scheme.html"
    section = "questions"

    def refine(self, rows):
        return rows.with_visible("grounds")

    def find(self, rows):
        return rows.get(pk=scheme.scheme_for(today()).pk)

    def get(self, request, *args, **kwargs):
        if scheme.scheme_for(today()) is None:
            return render(request, "questions/closed.html", {"section": self.section})
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(closings=scheme.meetings_to_ask_at(2), **kwargs)


def closing_in_calendar(request, slug):
    """The last moment to ask for one meeting, as an entry for a calendar."""
    meeting = Meeting.objects.public().ordinary().filter(slug=slug, body__kind="panel").with_names().first()
    rules = scheme.scheme_for(meeting.day) if meeting else None
    if rules is None:
        raise Http404
    try:
        closing = scheme.closing(meeting, rules)
    except BeyondTheTable:
        raise Http404 from None
    address = request.build_absolute_uri(reverse("questions:scheme"))
    return HttpResponse(
        calendar.entry(closing, address),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="questions-{meeting.slug}.ics"'},
    )


class NotPut(TemplateView):
    """How many questions were turned away, on which grounds, and to whom they were passed on."""

    template_name = "questions/not_put.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(section="questions", told=turned_away.counted(), **kwargs)
