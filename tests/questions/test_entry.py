"""The clerk's form for what came by post or telephone, or was read in pasted minutes."""

import pytest

from meetings.review.intake import keep_pasted
from questions.models import Question
from tests import factories
from tests.meetings.pages import Page

pytestmark = pytest.mark.django_db

PASTED = """Present: Cllr Green (Chair)

4. Public questions

Minutes:

Question from Mr Jo Asker to the Commissioner:

When did officers last meet residents in Aldhurst?

Response: They met on Monday.

5. Close

The meeting closed at noon.
"""


@pytest.fixture
def at_desk(client):
    factories.a_scheme()
    client.force_login(factories.a_clerk())
    return client


def read_questions(pasted) -> list[str]:
    return [question["text"] for question in pasted.work["questions"]]


def test_question_read_in_pasted_minutes_begins_the_form_and_is_entered_once(at_desk):
    meeting = factories.held_meeting(body=factories.the_panel())
    pasted = keep_pasted(meeting, PASTED, by=factories.a_clerk(), form="plain")
    assert read_questions(pasted) == ["When did officers last meet residents in Aldhurst?"]
    review = Page(at_desk.get(f"/admin/meetings/meeting/pasted/{pasted.pk}/"))
    address = f"/admin/questions/question/add/?pasted={pasted.pk}&number=0"
    assert address in review.links.values()
    form = at_desk.get(address).context["form"]
    filled = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    assert filled["text"] == "When did officers last meet residents in Aldhurst?"
    assert "Jo Asker" in filled["name"]
    assert (filled["received_on"], filled["meeting"]) == (meeting.day, meeting)
    sent = {
        **{name: value for name, value in filled.items() if value not in (None, "")},
        "kind": "question",
        "meeting": meeting.pk,
        "eligibility": "lives",
        "naming": "name",
        "phone": "0123",
    }
    for _ in range(2):
        assert at_desk.post("/admin/questions/question/add/", sent).status_code == 302
    assert Question.objects.get().submission.parts == [filled["text"]]


@pytest.mark.parametrize(
    "query",
    ["pasted=1&number=0", "pasted=x&number=0", "pasted=-1&number=-1", "number=0", f"pasted={'9' * 5000}&number=0"],
)
def test_what_names_no_question_read_in_minutes_is_an_empty_form(at_desk, query):
    response = at_desk.get(f"/admin/questions/question/add/?{query}")
    assert response.status_code == 200
    assert not response.context["form"].initial.get("text")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"naming": "resident"}, "they want to be named by it"),
        ({"eligibility": "organisation"}, "Enter the name of the organisation"),
        ({"phone": ""}, "Enter an e-mail address, a telephone number"),
        ({"kind": "petition"}, "Enter how many people signed"),
    ],
)
def test_what_the_public_is_asked_is_asked_of_the_clerk_too(at_desk, wrong, sentence):
    sent = {
        "sent_from": "c826ff9f-0822-477b-b8dd-cb72c0dc6791", "kind": "question", "came": "post",
        "received_on": "2026-01-05", "received_time": "09:30", "text": "When?", "name": "Jo", "phone": "0123",
        "eligibility": "lives", "naming": "name",
    }  # fmt: skip
    response = at_desk.post("/admin/questions/question/add/", {**sent, **wrong})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "When?" in response.content.decode()
    assert not Question.objects.exists()


def test_statement_of_several_paragraphs_is_one_part(at_desk):
    sent = {
        "sent_from": "c826ff9f-0822-477b-b8dd-cb72c0dc6791", "kind": "statement", "came": "post",
        "received_on": "2026-01-05", "received_time": "09:30", "text": "First.\n\nSecond.", "name": "Jo",
        "phone": "0123", "eligibility": "lives", "naming": "name",
    }  # fmt: skip
    assert at_desk.post("/admin/questions/question/add/", sent).status_code == 302
    assert Question.objects.get().submission.parts == ["First.\n\nSecond."]
