"""The real question of the source documents goes in by either form and comes out whole."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from panel_portal.accounts import roles
from panel_portal.records.periods import in_words
from questions import workflow
from questions.models import Question
from reports.models import CommissionerResponse
from tests import factories
from tests.meetings.pages import Page, in_order

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "003_public_question_with_answer.txt"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not SEED.is_file() and os.environ.get("CI") != "true",
        reason="the source documents are not here (../shared/seeds)",
    ),
]


class Seed:
    """The parts of the source document, as a clerk would copy them."""

    def __init__(self):
        text = SEED.read_text()
        asked, _, answered = text.partition("Commissioner Response:")
        quoted = re.search(
            r"(34Engagement.*?)\n\n(What date.*?)\n\nPanel Member: (.*?)\n\nQuestion Date: (\S+)", asked, re.S
        )
        self.law, question, self.name, day = quoted.groups()
        self.law_url = re.search(r"<(https://\S+)>", asked)[1]
        last, _, plan = question.partition("? ")
        first, _, following = last.partition(" and what date")
        self.asks = [f"{first}?", f"What date{following}?", plan]
        self.asked_on = date(*map(int, reversed(day.split("/"))))
        self.answer, _, officer = answered.partition("Contact Officer")
        self.author, self.position, dated = re.findall(r":\t(.+)", officer)
        self.dated_on = date(*map(int, reversed(dated.strip().split("/"))))

    @property
    def html(self) -> str:
        blocks = []
        for block in self.answer.strip().split("\n\n"):
            lines = block.splitlines()
            if lines[0].startswith("- "):
                blocks.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>")
            else:
                blocks.append(f"<p>{' '.join(lines)}</p>")
        return "".join(blocks)


@pytest.fixture
def seed():
    cache.clear()
    factories.SchemeFactory()
    return Seed()


def by_the_clerks_form(seed, client):
    factories.published_meeting(body=factories.the_panel())
    response = client.post(
        "/admin/questions/question/add/",
        {
            "sent_from": "0d7cbd29-5d4f-4c7c-9a33-6a0f35a4f9a1",
            "kind": "question",
            "came": "email",
            "received_on": seed.asked_on.isoformat(),
            "received_time": "09:00",
            "text": "\n\n".join(seed.asks),
            "law": seed.law,
            "law_url": seed.law_url,
            "name": seed.name,
            "email": "asker@mail.example",
            "eligibility": "lives",
            "naming": "name",
        },
    )
    assert response.status_code == 302, Page(response).words


def by_the_public_form(seed, client):
    stranger = Client()
    steps = {
        "words": {f"part_{n}": text for n, text in enumerate(seed.asks, start=1)},
        "law": {"law": seed.law, "law_url": seed.law_url},
        "meeting": {"meeting": "next"},
        "eligibility": {"eligibility": "lives"},
        "person": {"name": seed.name, "email": "asker@mail.example"},
        "naming": {"naming": "name"},
        "check": {"agreed": "on"},
    }
    for step, answers in steps.items():
        response = stranger.post(f"/questions/ask/{step}/", answers)
        assert response.status_code == 302, Page(response).words


@pytest.mark.parametrize("entered", [by_the_clerks_form, by_the_public_form])
def test_question_of_the_source_documents_goes_in_and_comes_out_whole(seed, entered):
    clerk, client = factories.a_clerk(), Client()
    client.force_login(clerk)
    entered(seed, client)
    question = Question.objects.get()
    assert question.submission.parts == seed.asks
    if entered is by_the_clerks_form:
        assert question.asked_on == seed.asked_on
    workflow.accept(question, by=clerk, title="Meetings with local people", published_name=seed.name)
    workflow.publish_question(question, by=clerk)
    workflow.send(question, by=clerk, addressee=factories.the_commissioner())
    # The response goes in by the clerk's form, which notes each part.
    response = client.post(
        "/admin/reports/commissionerresponse/add/",
        {
            "question": question.pk,
            "kind": "full",
            "text": seed.html,
            "author": seed.author,
            "position": seed.position,
            "dated_on": seed.dated_on.isoformat(),
            # Asked online it was asked today, and nothing comes back before that.
            "received_on": max(seed.dated_on, question.asked_on).isoformat(),
            "part_answers-TOTAL_FORMS": "0",
            "part_answers-INITIAL_FORMS": "0",
            "files-TOTAL_FORMS": "0",
            "files-INITIAL_FORMS": "0",
            "evidence_for-TOTAL_FORMS": "0",
            "evidence_for-INITIAL_FORMS": "0",
        },
    )
    assert response.status_code == 302, Page(response).words
    answer = CommissionerResponse.objects.get()
    assert answer.part_answers.count() == 3
    answer.part_answers.update(outcome="not_answered")
    client.post(f"/admin/reports/commissionerresponse/{answer.pk}/do/publish_response/", {"note": ""})
    page = Page(Client().get(question.get_absolute_url()))
    in_order(
        page.words,
        [
            "Asked by",
            seed.name,
            *seed.law.split("\n\n")[:3],
            seed.law_url,
            "Part 1",
            seed.asks[0],
            "No answer recorded to this part",
            "Part 2",
            seed.asks[1],
            "Part 3",
            seed.asks[2],
            "Commissioner’s response",
            *[line.removeprefix("- ") for line in seed.answer.strip().splitlines() if line.strip()],
            "Contact officer",
            seed.author,
            seed.position,
            in_words(seed.dated_on),
        ],
    )
    assert "Panel Member" not in page.words
    assert factories.user_in_role(roles.MEMBER).name not in page.words
