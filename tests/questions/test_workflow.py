"""The life of a question: what each step does, tells and refuses."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.html import escape

from meetings import workflow as meetings
from panel_portal.accounts import roles
from panel_portal.records.models import OutgoingEmail
from panel_portal.records.periods import today
from panel_portal.records.publication import restore, withdraw
from panel_portal.records.workflow import IllegalMove
from panel_portal.records.worklist import questions_for
from questions import intake, workflow
from questions.models import Question, Scheme
from reports import workflow as reports
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.a_clerk()


def told(step) -> OutgoingEmail:
    return OutgoingEmail.objects.get(key__endswith=f":{step}")


@pytest.mark.parametrize("verb", ["accept", "refuse"])
def test_page_on_which_a_question_is_decided_shows_its_words(clerk, client, verb):
    client.force_login(clerk)
    question = factories.received_question()
    body = client.get(f"/admin/questions/question/{question.pk}/do/{verb}/").content.decode()
    assert question.submission.parts
    for part in question.submission.parts:
        assert escape(part) in body


def test_page_on_which_a_question_is_sent_shows_its_words_as_published(clerk, client):
    client.force_login(clerk)
    question = factories.published_question()
    part = question.parts.last()
    part.text = "As it was published."
    part.save()
    body = client.get(f"/admin/questions/question/{question.pk}/do/send/").content.decode()
    assert "<p>As it was published.</p>" in body


def next_meeting(days=30):
    return factories.published_meeting(starts_at=timezone.now() + timedelta(days=days), body=factories.the_panel())


def held_meeting():
    """Today, as early as a day can be: these tests are run at night, too."""
    this_morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return factories.held_meeting(body=factories.the_panel(), starts_at=this_morning)


def test_accepting_copies_the_words_part_by_part_and_tells_the_name_that_is_published(clerk):
    question = factories.received_question(law="Section 34", law_url="https://law.example/34")
    workflow.accept(question, by=clerk, title="Meetings", published_name="J. A.", meeting=None)
    assert [part.text for part in question.parts.all()] == ["When was the last meeting?", "When is the next?"]
    assert (question.law, question.law_url) == ("Section 34", "https://law.example/34")
    assert question.accepted_on == today()
    assert "J. A." in told("accepted").body


def test_words_changed_for_publication_leave_the_received_ones_as_they_came(clerk):
    question = factories.accepted_question()
    part = question.parts.first()
    part.text = "When was the last [name left out] meeting?"
    part.save()
    assert question.submission.parts[0] == "When was the last meeting?"


def test_refusal_names_its_ground_tells_the_asker_and_keeps_the_words_from_the_public(clerk):
    question = factories.received_question()
    ground = factories.RefusalGroundFactory(text="It is operational.")
    with pytest.raises(ValidationError, match="needs a note"):
        workflow.refuse(question, by=clerk, note=" ", ground=ground)
    workflow.refuse(question, by=clerk, note="Ask the force.", ground=ground)
    assert (question.state, question.ground, question.ended_on) == ("refused", ground, today())
    body = told("refused").body
    assert "It is operational." in body
    assert "Ask the force." in body
    with pytest.raises(IllegalMove, match="Accept it first"):
        workflow.publish_question(question, by=clerk)


def test_published_question_is_not_refused_until_it_is_withdrawn(clerk):
    question = factories.published_question()
    with pytest.raises(ValidationError, match="Withdraw it first"):
        workflow.refuse(question, by=clerk, note="No.", ground=factories.RefusalGroundFactory())
    withdraw(question, by=clerk, note="By mistake.")
    workflow.refuse(question, by=clerk, note="No.", ground=factories.RefusalGroundFactory())


def test_passing_on_says_to_whom_and_what_came_of_it(clerk):
    question = factories.received_question()
    workflow.redirect(question, by=clerk, note="It is theirs.", redirected_to="The Chief Constable’s office")
    workflow.record_outcome(question, by=clerk, redirect_outcome="They wrote back.")
    assert question.redirect_outcome == "They wrote back."
    assert "The Chief Constable’s office" in told("redirected").body


def test_reopening_needs_a_reason_and_clears_how_it_ended(clerk):
    question = factories.received_question()
    workflow.refuse(question, by=clerk, note="No.", ground=factories.RefusalGroundFactory())
    workflow.reopen(question, by=clerk, note="The ground was wrong.")
    assert (question.state, question.ground, question.ended_on) == ("acknowledged", None, None)


def test_holding_over_moves_it_and_remembers_the_first_meeting(clerk):
    first, second, third = (next_meeting(days) for days in (30, 60, 90))
    question = factories.accepted_question(meeting=first)
    workflow.hold_over(question, by=clerk, note="Too late for this agenda.", meeting=second)
    workflow.hold_over(question, by=clerk, note="Again.", meeting=third)
    assert (question.at_meeting, question.held_over_from) == (third, first)
    assert (
        "Too late for this agenda."
        in OutgoingEmail.objects.filter(key__endswith=":held-over").order_by("pk").first().body
    )


def test_sending_fixes_the_day_for_the_answer_and_gives_the_office_only_what_is_published(clerk):
    rules = factories.SchemeFactory(answer_number=1, answer_unit="days", office_email="office@commissioner.example")
    meeting = next_meeting()
    question = factories.published_question(meeting=meeting, published_name="A resident", name="Zq Private")
    workflow.send(question, by=clerk, addressee=factories.the_commissioner())
    assert question.scheme == rules
    assert question.answer_due_on == meeting.day - timedelta(days=1)
    sent = told("sent")
    assert sent.to == "office@commissioner.example"
    assert "1. When was the last meeting?\n\n2. When is the next?" in sent.body
    assert "A resident" in sent.body
    assert "Zq Private" not in sent.body
    assert "jo.asker@mail.example" not in sent.body


def test_without_a_rule_for_answers_the_day_of_the_meeting_is_the_day(clerk):
    meeting = next_meeting()
    question = factories.sent_question(meeting=meeting)
    assert question.answer_due_on == meeting.day


def test_answer_at_the_meeting_is_kept_and_dated_by_the_meeting(clerk):
    question = factories.sent_question()
    meeting = held_meeting()
    workflow.answer_at_meeting(question, by=clerk, meeting=meeting, given_at_meeting="On Monday.")
    assert (question.state, question.answered_on, question.given_at_meeting) == (
        "answered_at_meeting",
        meeting.day,
        "On Monday.",
    )


def test_noting_names_a_meeting_that_was_not_before_the_answer(clerk):
    question = factories.answered_question()
    earlier = factories.held_meeting(body=factories.the_panel(), starts_at=timezone.now() - timedelta(days=20))
    with pytest.raises(ValidationError, match="before the answer"):
        workflow.note_at_meeting(question, by=clerk, meeting=earlier)
    meeting = held_meeting()
    workflow.note_at_meeting(question, by=clerk, meeting=meeting)
    assert (question.state, question.noted_at_meeting) == ("noted", meeting)


def test_like_questions_are_answered_together_and_not_in_a_chain(clerk):
    first, second, third = (factories.accepted_question() for _ in range(3))
    workflow.group(second, by=clerk, other=first)
    assert second.grouped_with == first
    with pytest.raises(ValidationError, match="Choose that one"):
        workflow.group(third, by=clerk, other=second)


def test_question_without_title_name_or_words_is_not_published(clerk):
    question = factories.accepted_question()
    for wanting in ({"title": ""}, {"published_name": " "}):
        Question.objects.filter(pk=question.pk).update(**{"title": "T", "published_name": "N", **wanting})
        with pytest.raises(ValidationError, match="then publish it"):
            workflow.publish_question(question, by=clerk)
    Question.objects.filter(pk=question.pk).update(title="T", published_name="N")
    question.parts.all().delete()
    with pytest.raises(ValidationError, match="no words yet"):
        workflow.publish_question(question, by=clerk)


@pytest.mark.parametrize("role", [roles.MEMBER, roles.OFFICE, roles.ADMINISTRATOR])
def test_nobody_but_the_clerk_handles_questions(role):
    question = factories.received_question()
    with pytest.raises(PermissionDenied):
        workflow.acknowledge(question, by=factories.user_in_role(role))


def test_every_step_is_told_once_and_only_where_an_address_was_given(clerk):
    question = factories.received_question(email="", phone="0123")
    workflow.acknowledge(question, by=clerk)
    assert not OutgoingEmail.objects.exists()


def test_messages_name_the_reference_and_the_meeting(clerk):
    meeting = next_meeting()
    question = factories.received_question()
    assert question.at_meeting == meeting
    message = told("received")
    assert question.reference in message.subject
    assert f"{meeting.starts_at:%-d %B %Y}" in message.body


def test_working_days_waited_count_until_the_answer():
    question = factories.QuestionFactory.build(asked_on=today() - timedelta(days=14), answered_on=None)
    assert question.days_waited in {9, 10, 8, 7}
    question.answered_on = question.asked_on
    assert question.days_waited == 0


def test_references_count_on_in_the_year():
    first, second = factories.received_question(), factories.received_question()
    assert second.reference == f"{first.reference[:6]}{int(first.reference[6:]) + 1:03d}"


def test_page_at_the_desk_has_nothing_to_publish_until_the_question_is_taken(clerk, client):
    client.force_login(clerk)
    question = factories.received_question()
    address = f"/admin/questions/question/{question.pk}/change/"
    assert "parts-TOTAL_FORMS" not in client.get(address).content.decode()
    workflow.accept(question, by=clerk, title="Meetings", published_name="J. A.")
    assert "parts-TOTAL_FORMS" in client.get(address).content.decode()


def test_without_a_scheme_nothing_is_entered():
    with pytest.raises(intake.NoScheme):
        intake.receive(factories.received(), sent_from=uuid.uuid4())
    assert not Question.objects.exists()


def test_meeting_that_was_cancelled_leaves_its_questions_on_the_clerks_list(clerk):
    meeting = next_meeting()
    question = factories.accepted_question(meeting=meeting)
    meetings.cancel(meeting, by=clerk, note="Snow.")
    sentences = [one.sentence for one in questions_for(clerk)]
    assert any(str(question) in sentence and "did not go ahead" in sentence for sentence in sentences)


def test_refused_question_is_not_published_again_after_its_withdrawal(clerk):
    question = factories.accepted_question()
    workflow.publish_question(question, by=clerk)
    withdraw(question, by=clerk, note="By mistake.")
    workflow.refuse(question, by=clerk, note="No.", ground=factories.RefusalGroundFactory())
    with pytest.raises(ValidationError, match="Only what the panel took is public"):
        restore(question, by=clerk, note="Why not.")
    question.refresh_from_db()
    assert question.publication == "withdrawn"


def test_like_questions_are_not_made_a_chain_from_the_other_end(clerk):
    first, second, third = (factories.accepted_question() for _ in range(3))
    workflow.group(second, by=clerk, other=first)
    with pytest.raises(ValidationError, match="Group them with the other first"):
        workflow.group(first, by=clerk, other=third)
    workflow.separate(second, by=clerk)
    workflow.group(first, by=clerk, other=third)
    assert (second.grouped_with, first.grouped_with) == (None, third)


def test_question_is_refused_on_a_ground_of_the_rules_it_was_asked_under(clerk):
    question = factories.received_question()
    Scheme.objects.update(until_on=today() + timedelta(days=399))
    later = factories.SchemeFactory(from_on=today() + timedelta(days=400))
    with pytest.raises(ValidationError, match="other rules"):
        workflow.refuse(question, by=clerk, note="No.", ground=factories.RefusalGroundFactory(scheme=later))


def test_question_refused_again_after_it_was_reopened_is_told_again(clerk):
    question = factories.received_question()
    for _ in range(2):
        workflow.refuse(question, by=clerk, note="No.", ground=factories.RefusalGroundFactory())
        workflow.reopen(question, by=clerk, note="By mistake.")
    assert OutgoingEmail.objects.filter(key__endswith=":refused").count() == 2
    assert OutgoingEmail.objects.filter(key__endswith=":reopened").count() == 2


def test_statement_is_heard_and_never_awaits_an_answer(clerk):
    statement = factories.accepted_question(kind="statement", parts=("We want to be told.",))
    assert not statement.is_awaiting
    assert statement not in Question.objects.awaiting()
    assert statement in Question.objects.to_be_heard()
    with pytest.raises(ValidationError, match="gets no answer"):
        workflow.send(statement, by=clerk, addressee=None)
    meeting = held_meeting()
    workflow.hear(statement, by=clerk, meeting=meeting)
    assert (statement.state, statement.at_meeting, statement.answered_on) == ("heard", meeting, None)
    assert "Your statement to the panel" in told("heard").body


def test_petition_keeps_its_signatures_and_may_be_sent_for_an_answer(clerk):
    petition = factories.accepted_question(kind="petition", parts=("Keep the desk open.",), signatures=412)
    assert petition.signatures == 412
    assert not petition.is_awaiting
    workflow.send(petition, by=clerk, addressee=factories.the_commissioner())
    assert petition.is_awaiting
    assert "Petition" in told("sent").body


def test_question_is_answered_and_not_merely_heard(clerk):
    with pytest.raises(ValidationError, match="Record the answer instead"):
        workflow.hear(factories.accepted_question(), by=clerk, meeting=held_meeting())


def test_where_the_scheme_names_the_chair_nothing_speaks_of_the_commissioner(clerk, client):
    factories.SchemeFactory(addressee="chair", office_email="chair@panel.example")
    question = factories.published_question(meeting=next_meeting())
    workflow.send(question, by=clerk, addressee=None)
    assert question.is_for_the_chair
    sent = told("sent")
    assert sent.to == "chair@panel.example"
    assert "to the Chair of the panel" in sent.subject
    response = factories.CommissionerResponseFactory(question=question, author="Cllr Chair", position="Chair")
    reports.publish_response(response, by=clerk)
    assert "The Chair’s response is published" in told("answered").body
    page = client.get(question.get_absolute_url()).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "Response of the Chair" in main
    assert "ommissioner" not in main


def test_question_to_the_chair_where_others_go_to_the_commissioner_is_the_chairs(clerk):
    question = factories.published_question()
    assert not question.is_for_the_chair
    workflow.send(question, by=clerk, addressee=None)
    question.refresh_from_db()
    assert question.response_heading == "Response of the Chair"


@pytest.mark.parametrize(
    ("marked", "told_of", "words"), [(True, False, "Say below what"), (False, True, "do not show where")]
)
def test_what_was_left_out_is_marked_and_explained_or_nothing_is_published(clerk, marked, told_of, words):
    question = factories.accepted_question()
    if marked:
        question.parts.update(text="Why did [name left out] come?")
    if told_of:
        factories.RedactionFactory(question=question)
    with pytest.raises(ValidationError, match=words):
        workflow.publish_question(question, by=clerk)


def test_action_that_followed_a_question_leads_to_it_and_back(clerk, client):
    question = factories.answered_question()
    action, other = factories.published_action(), factories.published_action()
    factories.FollowUpFactory(question=question, action=action)
    page = client.get(question.get_absolute_url()).content.decode()
    assert action.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert question.get_absolute_url() in client.get(action.get_absolute_url()).content.decode()
    assert question.get_absolute_url() not in client.get(other.get_absolute_url()).content.decode()


def test_statement_recorded_as_heard_by_mistake_is_put_back_and_its_asker_told(clerk):
    statement = factories.accepted_question(kind="statement")
    workflow.hear(statement, by=clerk, meeting=held_meeting(), given_at_meeting="Thanks.")
    workflow.not_heard(statement, by=clerk, note="It was another.")
    assert (statement.state, statement.given_at_meeting) == ("accepted", "")
    assert "It was another." in told("not-heard").body


def test_nothing_is_heard_or_answered_at_a_meeting_before_it_came(clerk):
    earlier = factories.held_meeting(body=factories.the_panel(), starts_at=timezone.now() - timedelta(days=20))
    with pytest.raises(ValidationError, match="before it came"):
        workflow.hear(factories.accepted_question(kind="statement"), by=clerk, meeting=earlier)
    with pytest.raises(ValidationError, match="before it came"):
        workflow.answer_at_meeting(factories.sent_question(), by=clerk, meeting=earlier, given_at_meeting="Yes.")


def test_answer_at_another_meeting_leaves_the_agenda_item_of_the_first(clerk):
    first = next_meeting()
    question = factories.sent_question(meeting=first)
    Question.objects.filter(pk=question.pk).update(under_item=first.agenda_items.first())
    workflow.answer_at_meeting(question, by=clerk, meeting=held_meeting(), given_at_meeting="Yes.")
    assert question.under_item is None


def test_no_answer_is_due_before_the_question_was_sent(clerk):
    factories.SchemeFactory(answer_number=20, answer_unit="days")
    soon = next_meeting(days=5)
    assert factories.sent_question(meeting=soon).answer_due_on == soon.day
    past = factories.held_meeting(body=factories.the_panel(), starts_at=timezone.now() - timedelta(days=1))
    assert factories.sent_question(meeting=past).answer_due_on is None


def test_one_response_answers_every_question_that_was_grouped_with_it(clerk, client):
    first, second, not_sent = factories.sent_question(), factories.sent_question(), factories.accepted_question()
    for one in (second, not_sent):
        workflow.group(one, by=clerk, other=first)
    response = factories.CommissionerResponseFactory(question=first)
    factories.decided(response)
    reports.publish_response(response, by=clerk)
    for one in (second, not_sent):
        one.refresh_from_db()
    assert (second.state, not_sent.state) == ("answered_in_writing", "accepted")
    page = client.get(second.get_absolute_url()).content.decode()
    assert "One response was given to both" in page
    assert "None has come" not in page


def test_question_grouped_with_one_already_answered_is_answered_with_it(clerk):
    first, second = factories.answered_question(), factories.sent_question()
    workflow.group(second, by=clerk, other=first)
    assert (second.state, second.answered_on) == ("answered_in_writing", first.answered_on)


def test_statement_is_not_answered_together_with_a_question(clerk):
    with pytest.raises(ValidationError, match="not answered together"):
        workflow.group(factories.accepted_question(kind="statement"), by=clerk, other=factories.accepted_question())


def test_step_is_not_dated_before_the_one_that_came_before_it(clerk, client):
    client.force_login(clerk)
    question = factories.received_question()
    workflow.accept(question, by=clerk, title="Meetings", published_name="J. A.")
    workflow.publish_question(question, by=clerk)
    Question.objects.filter(pk=question.pk).update(asked_on=today() - timedelta(days=9))
    address = f"/admin/questions/question/{question.pk}/do/send/"
    response = client.post(address, {"note": "", "on": today() - timedelta(days=1), "addressee": ""})
    assert response.status_code == 422
    assert "The step before it was on" in response.content.decode()


def test_list_has_what_waits_first_and_heard_statements_by_the_day_of_their_meeting(clerk):
    answered, waiting = factories.answered_question(), factories.sent_question()
    heard = factories.accepted_question(kind="statement")
    workflow.hear(heard, by=clerk, meeting=held_meeting())
    Question.objects.filter(pk=answered.pk).update(answered_on=today() - timedelta(days=30))
    assert list(Question.objects.newest_answer_first()) == [waiting, heard, answered]


def test_words_of_the_clerk_lose_what_turns_the_direction_of_a_line(clerk, client):
    client.force_login(clerk)
    question = factories.received_question()
    address = f"/admin/questions/question/{question.pk}/do/accept/"
    client.post(address, {"note": "", "on": today(), "title": "Me\u202eetings", "published_name": "J.\u202d A."})
    question.refresh_from_db()
    assert (question.title, question.published_name) == ("Meetings", "J. A.")


def test_question_is_found_under_its_topic_and_the_list_offers_only_topics_that_occur(clerk, client):
    question, other = factories.published_question(title="Front desk"), factories.published_question(title="Patrols")
    draft = factories.accepted_question()
    stations = factories.TopicFactory(name="Stations", slug="stations")
    hidden = factories.TopicFactory(name="Secret plans", slug="secret")
    factories.QuestionTopicFactory(question=question, topic=stations)
    factories.QuestionTopicFactory(question=draft, topic=hidden)
    page = client.get("/questions/?topic=stations").content.decode()
    assert question.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert "Secret plans" not in page
    assert "/topics/stations/" in client.get(question.get_absolute_url()).content.decode()


def test_what_the_panel_accepted_is_called_by_what_it_waits_for():
    """ "Accepted" is, of an action, the end of it: a question so called would seem to be over."""
    assert factories.published_question().standing == "Awaiting an answer"
    assert factories.answered_question().standing == "Answered in writing"
    heard = factories.QuestionFactory(kind=Question.Kind.STATEMENT, state=Question.State.ACCEPTED)
    assert heard.standing == "To be heard"
