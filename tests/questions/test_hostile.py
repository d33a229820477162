"""A thousand broken and hostile submissions: each ends in a clear message or a 4xx, and none that is valid is lost."""

import random
import uuid

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from questions.models import Question, QuestionPart
from tests import factories
from tests.questions.test_asking import ANSWERS

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

SCRIPT = "<script>alert('zq')</script>"
NASTY = (
    SCRIPT, "' OR 1=1 --", "{{ 7*7 }}{% debug %}", "\u202egnirts", "\u200b\u200b",
    "a" * 6000, "🙂" * 3000, "\r\nBcc: all@mail.example", "../../etc/passwd", "=HYPERLINK(1)", "\x07\x1b[31m", "１２３",
    "نص عربي", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "null", "-1", "1924-01-01", "99999999999999999999", "", " ", "\n" * 400,
)  # fmt: skip
TRAPS = (
    "/questions/2026-999/", "/questions/0000-000/", "/questions/Q2026/1/", "/questions/track/" + "x" * 43 + "/",
    "/questions/track/../../admin/", "/questions/ask/../", "/questions/ask/%00/", "/questions/scheme/2026-99-99.ics",
    "/questions/?meeting=x&year=abc&show=zz&page=-1", "/questions/?words=%00", "/questions/?words=" + "x" * 3000,
    "/questions/999999999999-001/", "/questions/track/short/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def scheme():
    cache.clear()
    return factories.SchemeFactory(most_words=200, statements_allowed=True)


def spoiled(chance) -> tuple[str, dict]:
    """One step of asking with one to three of its answers replaced, left out, doubled, or with others added."""
    step = chance.choice(list(ANSWERS))
    answers = dict(ANSWERS[step])
    for _ in range(chance.randint(1, 3)):
        field = chance.choice([*answers, "part_2", "part_10", "part_500", "kind", "website", "csrf", "add"])
        match chance.randint(0, 3):
            case 0:
                answers.pop(field, None)
            case 1:
                answers[field] = [chance.choice(NASTY), chance.choice(NASTY)]
            case _:
                answers[field] = chance.choice(NASTY)
    return step, answers


def test_thousand_spoiled_submissions_never_break_and_never_publish(scheme):
    chance = random.Random(20261122)
    statuses, refused = set(), 0
    for _ in range(50):
        client = Client(raise_request_exception=False)
        client.post("/questions/ask/kind/", {"kind": "question"})
        for _ in range(20):
            step, answers = spoiled(chance)
            address = f"/questions/ask/{step}/"
            response = client.post(address, answers)
            if response.get("Location") == address:
                refused += 1
                response = client.get(address)
            statuses.add(response.status_code)
            assert response.status_code in {200, 302, 400, 404, 422, 429}, (step, answers, response.status_code)
            assert SCRIPT.encode() not in response.content
    assert {200, 302} <= statuses
    assert refused > 20
    assert not QuestionPart.objects.exists()
    assert not Question.objects.exclude(publication="draft").exists()


@pytest.mark.parametrize("address", TRAPS)
def test_forged_address_is_a_clear_page(address):
    response = Client(raise_request_exception=False).get(address)
    assert response.status_code in {200, 301, 302, 400, 404}, response.status_code


def test_valid_question_with_nasty_words_is_not_lost_and_shown_as_words():
    client = Client()
    words = f"When did {SCRIPT} meet? ' OR 1=1 -- {{{{ 7*7 }}}}"
    client.post("/questions/ask/kind/", {"kind": "question"})
    for step, answers in ANSWERS.items():
        more = {"part_1": words} if step == "words" else {"name": SCRIPT} if step == "person" else {}
        assert client.post(f"/questions/ask/{step}/", {**answers, **more}).status_code == 302
    question = Question.objects.get()
    assert question.submission.parts == [words]
    clerk = Client()
    clerk.force_login(factories.a_clerk())
    page = clerk.get(f"/admin/questions/question/{question.pk}/change/").content.decode()
    assert SCRIPT not in page
    assert "alert(&#x27;zq&#x27;)" in page


def test_nul_character_is_taken_out_and_ten_megabytes_are_refused_in_words():
    client = Client(raise_request_exception=False)
    client.post("/questions/ask/kind/", {"kind": "question"})
    assert client.post("/questions/ask/words/", {"part_1": "a\x00b?"}).status_code == 302
    assert client.session["asking"]["answers"]["words"]["parts"] == ["ab?"]
    response = client.post("/questions/ask/words/", {"part_1": "x" * 10_000_000})
    assert response.status_code == 422
    assert "Your question must be 5,000 characters or less" in response.content.decode()


def test_five_hundred_parts_are_cut_to_the_ten_that_may_be_and_nothing_breaks():
    client = Client()
    client.post("/questions/ask/kind/", {"kind": "question"})
    sent = {f"part_{n}": f"Ask {n}?" for n in range(1, 501)}
    assert client.post("/questions/ask/words/", sent).status_code == 302
    assert len(client.session["asking"]["answers"]["words"]["parts"]) == 10


def test_without_the_token_against_forgery_nothing_is_taken():
    client = Client(enforce_csrf_checks=True)
    assert client.post("/questions/ask/words/", ANSWERS["words"]).status_code == 403
    assert not Question.objects.exists()


@override_settings(LOGGING_CONFIG=None)
def test_nothing_private_is_written_to_the_log(caplog):
    client = Client(raise_request_exception=False)
    client.post("/questions/ask/kind/", {"kind": "question"})
    with caplog.at_level("DEBUG"):
        for step, answers in ANSWERS.items():
            more = {"name": "Zq Private", "email": "zq.private@mail.example"} if step == "person" else {}
            client.post(f"/questions/ask/{step}/", {**answers, **more})
        client.get("/questions/ask/nonsense/")
    assert Question.objects.exists()
    told = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not [line for line in told if "Zq Private" in line or "zq.private" in line]


def test_clerks_page_with_nasty_words_is_a_message_or_a_question():
    chance, client = random.Random(7), Client(raise_request_exception=False)
    client.force_login(factories.a_clerk())
    good = {
        "sent_from": str(uuid.uuid4()), "kind": "question", "came": "post", "received_on": "2026-01-05",
        "received_time": "09:30", "text": "When?\n\nWhere?", "name": "Jo", "phone": "0123", "eligibility": "lives",
        "naming": "name",
    }  # fmt: skip
    for _ in range(100):
        answers = {**good, "sent_from": str(uuid.uuid4())}
        for field in chance.sample([*good, "email", "law_url", "meeting", "signatures", "place"], 2):
            answers[field] = chance.choice(NASTY)
        response = client.post("/admin/questions/question/add/", answers)
        assert response.status_code in {302, 422}, answers
    assert client.post("/admin/questions/question/add/", good).status_code == 302
    first = Question.objects.latest("pk")
    assert first.submission.parts == ["When?", "Where?"]
    assert client.post("/admin/questions/question/add/", good)["Location"].endswith(f"/{first.pk}/change/")
