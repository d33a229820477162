"""The Commissioner's responses: published beside the question, which they move on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from panel_portal.accounts import roles
from panel_portal.records.models import OutgoingEmail
from panel_portal.records.periods import in_words, today
from panel_portal.records.workflow import IllegalMove
from panel_portal.records.worklist import questions_for
from questions import workflow as questions
from reports import brief, workflow
from reports.models import PartAnswer
from tests import factories
from tests.meetings.pages import Page, in_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.a_clerk()


def test_response_answers_the_question_on_the_day_it_came(clerk):
    question = factories.sent_question()
    response = factories.CommissionerResponseFactory(question=question, received_on=today(), dated_on=today())
    workflow.publish_response(response, by=clerk)
    question.refresh_from_db()
    assert (question.state, question.answered_on) == ("answered_in_writing", today())
    assert OutgoingEmail.objects.filter(key__endswith=":answered").exists()


def test_holding_response_leaves_the_question_waiting(clerk):
    question = factories.sent_question()
    response = factories.CommissionerResponseFactory(question=question, kind="holding")
    workflow.publish_response(response, by=clerk)
    question.refresh_from_db()
    assert (question.state, question.holding_on, question.answered_on) == ("sent", today(), None)
    page = Page(Client().get(question.get_absolute_url()))
    assert "Commissioner’s response (holding response)" in page.words
    assert "Awaiting an answer" in page.words


def test_corrected_response_takes_the_place_of_the_first_and_both_stay(clerk):
    question = factories.answered_question()
    first = question.responses.get()
    second = factories.CommissionerResponseFactory(question=question, kind="corrected", text="<p>On Tuesday.</p>")
    factories.decided(second)
    workflow.publish_response(second, by=clerk)
    first.refresh_from_db()
    question.refresh_from_db()
    assert first.superseded_by == second
    assert (question.state, question.corrected_on) == ("answered_in_writing", today())
    page = Page(Client().get(question.get_absolute_url()))
    in_order(page.words, ["A corrected response has taken its place", "on Monday", "On Tuesday."])


def test_response_waits_for_its_question(clerk):
    response = factories.CommissionerResponseFactory(question=factories.accepted_question())
    with pytest.raises(IllegalMove, match="The question is not published"):
        workflow.publish_response(response, by=clerk)
    response = factories.CommissionerResponseFactory(question=factories.published_question())
    with pytest.raises(IllegalMove, match="has not been sent"):
        workflow.publish_response(response, by=clerk)


def test_part_of_another_question_is_refused(clerk):
    response = factories.CommissionerResponseFactory(question=factories.sent_question())
    other = factories.QuestionPartFactory(question=factories.sent_question())
    with pytest.raises(ValidationError, match="another question"):
        PartAnswer(response=response, part=other).full_clean()


def test_response_dated_after_it_came_is_refused():
    response = factories.CommissionerResponseFactory.build(
        question=factories.sent_question(), received_on=today() - timedelta(days=2), dated_on=today()
    )
    with pytest.raises(ValidationError, match="after the day on which it was received"):
        response.full_clean()


def test_page_shows_each_part_beside_what_was_answered_to_it_and_who_answered():
    question = factories.answered_question(outcomes=("not_answered", "in_part"))
    answer = PartAnswer.objects.get(outcome="not_answered")
    answer.note = "No date was given."
    answer.save()
    page = Page(Client().get(question.get_absolute_url()))
    in_order(
        page.words,
        [
            "Part 1",
            "When was the last meeting?",
            "No answer recorded to this part",
            "The panel’s note: No date was given.",
            "Part 2",
            "When is the next?",
            "Answered in part",
            "Commissioner’s response",
            "The last patrol was on Monday.",
            "Contact officer",
            "Robin Officer",
            "Chief Executive",
            in_words(today()),
        ],
    )


def test_clerk_is_asked_to_publish_what_came_and_to_look_for_what_is_late(clerk):
    question = factories.sent_question()
    response = factories.CommissionerResponseFactory(question=question)
    sentences = {one.sentence: one.url for one in questions_for(clerk)}
    assert sentences[f"A response to {question} came. Publish it?"].endswith(f"/{response.pk}/do/publish_response/")


def test_page_costs_the_same_for_one_part_and_for_many():
    counts = []
    for parts in (1, 8):
        question = factories.answered_question(
            parts=tuple(f"Part {n}?" for n in range(parts)), outcomes=["answered"] * parts
        )
        client = Client()
        client.get(question.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(question.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_brief_tells_late_answers_and_parts_without_one():
    late = factories.sent_question(title="Speed cameras")
    type(late).objects.filter(pk=late.pk).update(answer_due_on=today() - timedelta(days=3))
    left_out = factories.answered_question(outcomes=("not_answered", "answered"), title="Meetings")
    PartAnswer.objects.filter(outcome="not_answered").update(note="No day was given.")
    told = brief.late_answers()[0].lines
    assert [line.partition(".")[0] for line in told] == [f"{late.reference}: Speed cameras"]
    (line,) = brief.unanswered_parts()[0].lines
    words = "When was the last meeting? No answer recorded to this part. No day was given."
    assert line == f"{left_out.reference}, part 1: {words}"


def test_brief_has_neither_heading_where_nothing_is_late():
    assert (brief.late_answers(), brief.unanswered_parts()) == ([], [])


def test_members_read_what_was_turned_away_without_the_name():
    question = factories.received_question(name="Zq Private", parts=("Who walks the beach?",))
    ground = factories.RefusalGroundFactory(name="Operational")
    questions.refuse(question, by=factories.a_clerk(), note="Ask the force.", ground=ground)
    member = Client()
    member.force_login(factories.user_in_role(roles.MEMBER))
    page = Page(member.get("/workspace/questions/"))
    in_order(page.words, [question.reference, "Operational", "Who walks the beach?", "Ask the force."])
    assert "Zq Private" not in page.words
    public = Page(Client().get("/questions/not-put/"))
    assert "Not accepted: Operational" in public.words
    assert "Who walks the beach?" not in public.words


def test_nobody_is_told_answered_before_the_clerk_has_said_so(clerk):
    response = factories.CommissionerResponseFactory(question=factories.sent_question())
    assert {answer.outcome for answer in workflow.note_parts(response)} == {""}
    with pytest.raises(ValidationError, match="Say of each part"):
        workflow.publish_response(response, by=clerk)
    factories.decided(response, "not_answered")
    assert workflow.publish_response(response, by=clerk).publication == "published"


def test_response_received_before_the_question_was_asked_is_refused(clerk):
    day = today() - timedelta(days=3)
    response = factories.CommissionerResponseFactory(question=factories.sent_question(), received_on=day, dated_on=day)
    with pytest.raises(ValidationError, match="before the question was asked"):
        workflow.publish_response(response, by=clerk)
