"""Asking online: step by step, without an account, and nothing private in sight."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from panel_portal.records import tokens
from panel_portal.records.models import OutgoingEmail, TaskToken
from questions import ask_forms, intake
from questions.models import Question, QuestionPart, Scheme, Submission
from tests import factories
from tests.meetings.pages import Page

pytestmark = pytest.mark.django_db

ANSWERS = {
    "words": {"part_1": "When was the last meeting with residents?"},
    "law": {"law": "", "law_url": ""},
    "meeting": {"meeting": "next"},
    "eligibility": {"eligibility": "lives"},
    "person": {"name": "Jo Asker", "email": "jo@mail.example"},
    "naming": {"naming": "resident", "place": "Aldhurst"},
    "check": {"agreed": "on"},
}


@pytest.fixture(autouse=True)
def scheme():
    cache.clear()
    return factories.SchemeFactory(notice_number=3, most_words=100)


def answer(client, step, **more):
    return client.post(f"/questions/ask/{step}/", {**ANSWERS[step], **more})


def answer_all(client, **changed):
    """Go through every step; the last response."""
    response = None
    for step in ANSWERS:
        response = answer(client, step, **changed.get(step, {}))
        assert response.status_code == 302, (step, Page(response).words)
    return response


def test_question_asked_step_by_step_comes_in_with_a_reference_an_email_and_a_link():
    meeting = factories.published_meeting(starts_at=timezone.now() + timedelta(days=30), body=factories.the_panel())
    client = Client()
    response = client.get(answer_all(client, meeting={"meeting": meeting.slug})["Location"])
    question = Question.objects.get()
    assert question.reference == f"Q{timezone.localdate().year}/001"
    assert question.at_meeting == meeting
    assert (question.state, question.publication) == ("received", "draft")
    assert question.title == question.published_name == ""
    assert question.submission.parts == ["When was the last meeting with residents?"]
    assert question.submission.name_to_publish == "A resident of Aldhurst"
    assert question.reference in Page(response).words
    message = OutgoingEmail.objects.get()
    assert message.to == "jo@mail.example"
    link = re.search(r"http://testserver(/questions/track/\S+/)", message.body)[1]
    assert f"http://testserver{link}" in Page(response).links.values()
    assert "The clerk has not read it yet" in Page(Client().get(link)).words


def test_words_are_kept_apart_until_the_panel_accepts_them():
    client = Client()
    answer_all(client)
    assert not QuestionPart.objects.exists()


def test_step_whose_turn_has_not_come_leads_to_the_one_that_is_missing():
    client = Client()
    assert client.get("/questions/ask/check/")["Location"] == "/questions/ask/words/"
    answer(client, "words")
    assert client.get("/questions/ask/naming/")["Location"] == "/questions/ask/law/"
    assert client.get("/questions/ask/nonsense/").status_code == 404


def test_another_part_is_a_box_more_and_loses_nothing():
    client = Client()
    response = client.post("/questions/ask/words/", {"part_1": "First?", "add": "part"}, follow=True)
    page = Page(response)
    assert response.status_code == 200
    assert "First?" in response.content.decode()
    assert "Part 2" in page.words
    assert client.post("/questions/ask/words/", {"part_1": "First?", "part_2": "Second?"}).status_code == 302
    assert client.session["asking"]["answers"]["words"]["parts"] == ["First?", "Second?"]


@pytest.mark.parametrize(
    ("step", "wrong", "sentence"),
    [
        ("words", {"part_1": "  "}, "Write your question"),
        ("words", {"part_1": "word " * 101}, "Your question has 101 words. The panel’s rules allow 100."),
        ("words", {"part_1": "x" * 5001}, "Your question must be 5,000 characters or less"),
        ("law", {"law_url": "not an address"}, "Enter a web address"),
        ("law", {"law_url": "javascript://x"}, "Enter a web address"),
        ("meeting", {"meeting": "2019-01-01"}, "That meeting can no longer be chosen"),
        ("eligibility", {"eligibility": "martian"}, "martian"),
        ("eligibility", {"eligibility": "organisation"}, "Enter the name of the organisation"),
        ("person", {"name": ""}, "Enter your name"),
        ("person", {"email": ""}, "Enter an e-mail address, a telephone number or a postal address"),
        ("person", {"email": "nobody"}, "Enter an e-mail address like"),
        ("naming", {"place": ""}, "Enter your town or village"),
        ("check", {"agreed": ""}, "Tick the box"),
    ],
)
def test_slip_is_told_in_words_and_what_was_typed_stays(step, wrong, sentence):
    client = Client()
    for one in ANSWERS:
        if one == step:
            break
        answer(client, one)
    assert answer(client, step, **wrong)["Location"] == f"/questions/ask/{step}/"
    response = client.get(f"/questions/ask/{step}/")
    assert sentence in response.content.decode()
    for value in wrong.values():
        if value.strip() and step not in {"meeting", "eligibility"}:
            assert value.strip()[:60] in response.content.decode()
    assert not Question.objects.exists()


def test_slip_that_was_mended_is_gone_when_somebody_goes_back():
    """A browser's Back leads to an address: there the answer stands as it was given last, without the error."""
    client = Client()
    answer(client, "words", part_1="")
    assert "Write your question" in client.get("/questions/ask/words/").content.decode()
    assert answer(client, "words")["Location"] != "/questions/ask/words/"
    back = client.get("/questions/ask/words/").content.decode()
    assert "Write your question" not in back
    assert ANSWERS["words"]["part_1"] in back


def test_slip_on_one_page_stays_while_another_is_answered():
    client = Client()
    answer(client, "words")
    answer(client, "law", law_url="not an address")
    answer(client, "words")
    assert "not an address" in client.get("/questions/ask/law/").content.decode()


def test_check_shows_every_answer_with_a_way_to_change_it():
    client = Client()
    for step in list(ANSWERS)[:-1]:
        answer(client, step)
    page = Page(client.get("/questions/ask/check/"))
    for words in (ANSWERS["words"]["part_1"], "Jo Asker", "jo@mail.example", "Aldhurst", "I live in the area"):
        assert words in page.words
    assert "/questions/ask/person/" in page.links.values()
    answer(client, "person", name="Sam Other")
    assert "Sam Other" in Page(client.get("/questions/ask/check/")).words


def test_second_click_and_the_way_back_make_no_second_question():
    client = Client()
    for step in list(ANSWERS)[:-1]:
        answer(client, step)
    kept = dict(client.session["asking"])
    answer(client, "check")
    session = client.session
    session["asking"] = kept
    session.save()
    assert answer(client, "check").status_code == 302
    assert Question.objects.count() == 1
    assert client.get("/questions/ask/check/").status_code == 302


def test_machine_that_fills_in_the_hidden_field_is_thanked_and_forgotten():
    client = Client()
    answer_all(client, check={"website": "https://spam.example"})
    assert not Question.objects.exists()


def test_too_many_from_one_connection_are_told_to_wait_and_lose_nothing():
    for _ in range(20):
        answer_all(Client())
    client = Client()
    for step in list(ANSWERS)[:-1]:
        answer(client, step)
    response = answer(client, "check")
    assert response.status_code == 429
    assert "Try again later" in response.content.decode()
    assert client.session["asking"]["answers"]["person"]["name"] == "Jo Asker"
    assert Question.objects.count() == 20


def test_limit_is_counted_by_the_address_before_the_proxy():
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for _ in range(21):
            busy = Client(headers={"x-forwarded-for": "203.0.113.7, 198.51.100.1"})
            for step in list(ANSWERS)[:-1]:
                answer(busy, step)
            status = answer(busy, "check").status_code
        assert status == 429
        answer_all(Client(headers={"x-forwarded-for": "203.0.113.7, 198.51.100.2"}))


def test_kinds_are_asked_only_where_the_scheme_allows_more_than_questions(scheme):
    assert Client().get("/questions/ask/kind/").status_code == 404
    scheme.statements_allowed = True
    scheme.save()
    client = Client()
    assert "A petition" not in client.get("/questions/ask/kind/").content.decode()
    client.post("/questions/ask/kind/", {"kind": "statement"})
    answer_all(client)
    assert Question.objects.get().kind == "statement"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\u202eb", "ab"),
        ("a\u200bb", "ab"),
        ("a\x07b", "ab"),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        ("  café  ", "café"),
        ("<script>x</script>", "<script>x</script>"),
    ],
)
def test_invisible_and_control_characters_are_taken_out(typed, kept):
    assert ask_forms.plain(typed) == kept


def test_link_that_is_forged_expired_or_revoked_opens_nothing():
    question = factories.received_question()
    purpose = TaskToken.Purpose.TRACK_QUESTION
    good = tokens.give(purpose, question.pk)
    expired = tokens.give(purpose, question.pk, expires_at=timezone.now() - timedelta(seconds=1))
    revoked = tokens.give(purpose, question.pk)
    TaskToken.objects.filter(hash=tokens._hash(revoked)).update(revoked_at=timezone.now())
    assert Client().get(f"/questions/track/{good}/").status_code == 200
    for token in (expired, revoked, "x" * 43, good[:-1] + "_"):
        response = Client().get(f"/questions/track/{token}/")
        assert (token, response.status_code) == (token, 404)
        assert "This link does not work" in response.content.decode()
    assert not TaskToken.objects.filter(hash=good).exists()
    assert TaskToken.objects.get(hash=tokens._hash(good)).uses == 1


def test_page_that_follows_a_question_says_nothing_of_who_asked():
    question = factories.received_question(name="Zq Private", phone="0123 456")
    response = Client().get(f"/questions/track/{tokens.give('track_question', question.pk)}/")
    text = response.content.decode()
    assert "Zq Private" not in text
    assert "0123 456" not in text
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_two_clicks_at_once_are_one_question():
    sent_from = uuid.uuid4()
    first, token = intake.receive(factories.received(), sent_from=sent_from)
    again, nothing = intake.receive(factories.received(), sent_from=sent_from)
    assert (again, nothing) == (first, "")
    assert token
    assert Submission.objects.count() == 1


def test_question_under_rules_that_do_not_hold_yet_is_told_and_not_lost(monkeypatch):
    client = Client()
    for step in list(ANSWERS)[:-1]:
        answer(client, step)

    def no_scheme(*args, **more):
        raise intake.NoScheme

    monkeypatch.setattr(intake, "receive", no_scheme)
    response = answer(client, "check")
    assert response.status_code == 422
    assert "takes no questions yet" in response.content.decode()
    assert client.session["asking"]["answers"]["person"]["name"] == "Jo Asker"


def ask_for(client, kind, **words):
    client.post("/questions/ask/kind/", {"kind": kind})
    for step, answers in ANSWERS.items():
        response = client.post(f"/questions/ask/{step}/", {**answers, **(words if step == "words" else {})})
        assert response.status_code == 302, (step, Page(response).words)
    return client.get(response["Location"])


def test_statement_is_called_a_statement_on_every_page_and_has_one_part(scheme):
    Scheme.objects.update(statements_allowed=True)
    client = Client()
    client.post("/questions/ask/kind/", {"kind": "statement"})
    page = Page(client.get("/questions/ask/words/"))
    assert "Your statement" in page.words
    assert "gets no answer" in page.words
    assert "Add another part" not in page.words
    response = ask_for(client, "statement", part_1="We want to be told.")
    assert "We have your statement" in Page(response).words
    assert Question.objects.get().kind == "statement"


def test_petition_asks_how_many_signed_it(scheme):
    Scheme.objects.update(petitions_allowed=True)
    client = Client()
    client.post("/questions/ask/kind/", {"kind": "petition"})
    response = client.post("/questions/ask/words/", {"part_1": "Keep the desk open."}, follow=True)
    assert "Enter how many people signed the petition" in Page(response).words
    assert "Keep the desk open." in response.content.decode()
    ask_for(client, "petition", part_1="Keep the desk open.", signatures="412")
    assert Submission.objects.get().signatures == 412


def test_who_turns_a_question_into_a_statement_keeps_what_was_written(scheme):
    Scheme.objects.update(statements_allowed=True)
    client = Client()
    client.post("/questions/ask/kind/", {"kind": "question"})
    client.post("/questions/ask/words/", {"part_1": "First.", "part_2": "Second."})
    response = client.post("/questions/ask/kind/", {"kind": "statement"})
    assert response["Location"] == "/questions/ask/words/"
    assert "First.\n\nSecond." in client.get("/questions/ask/words/").content.decode()


@pytest.mark.parametrize("written", ["1,234", "1 234", "1234"])
def test_signatures_are_read_as_people_write_them(scheme, written):
    Scheme.objects.update(petitions_allowed=True)
    ask_for(Client(), "petition", part_1="Keep it open.", signatures=written)
    assert Submission.objects.get().signatures == 1234
