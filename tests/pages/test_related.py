"""What is closest to a record by words and topics, and whether a question was asked before."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.models import ActionTopic
from panel_portal.pages import related, suggesting
from panel_portal.pages.models import KnownWord
from panel_portal.records import revision
from panel_portal.records.publication import withdraw
from questions.models import Question, QuestionTopic
from tests import factories

pytestmark = pytest.mark.django_db

CAMERAS = "How many average speed cameras stand in Northmere villages, and what did enforcement cost last winter?"
LIKE_IT = "What did enforcement by average speed cameras cost, village by village, last winter?"
OTHER = "Why was the custody suite at the old mill closed to solicitors on Sundays?"


def asked(text: str, **given):
    """A public question with one part."""
    question = factories.published_question(parts=(text,))
    Question.objects.filter(pk=question.pk).update(**{"title": f"Title {question.pk}", **given})
    question.refresh_from_db()
    return question


@pytest.fixture
def three():
    """Two questions that ask for much the same, the first one earlier, and one that does not."""
    earlier = asked(CAMERAS, title="Cameras in villages", asked_on="2026-03-02")
    later = asked(LIKE_IT, title="The price of cameras", asked_on="2026-05-04")
    other = asked(OTHER, title="The mill", asked_on="2026-04-04")
    suggesting.learn()
    return earlier, later, other


def names(results) -> list[str]:
    return [result.title for result in results]


def test_question_that_asks_much_the_same_was_asked_before_and_another_was_not(three):
    earlier, later, other = three
    assert names(related.to(later).before) == ["Cameras in villages"]
    assert names(related.to(later).others) == []
    assert related.to(other) == related.Closest()


def test_what_was_asked_later_is_related_and_not_asked_before(three):
    earlier, later, _ = three
    assert names(related.to(earlier).before) == []
    assert names(related.to(earlier).others) == ["The price of cameras"]


def test_page_says_what_was_asked_before(three):
    _, later, other = three
    page = Client().get(later.get_absolute_url()).content.decode()
    assert "Asked before" in page
    assert "Cameras in villages" in page
    assert "Asked before" not in Client().get(other.get_absolute_url()).content.decode()


def test_actions_and_items_with_the_same_words_are_related(three):
    earlier, *_ = three
    action = factories.published_action(text="To publish what enforcement by average speed cameras cost")
    item = factories.published_meeting().agenda_items.first()
    type(item).objects.filter(pk=item.pk).update(title="Average speed cameras: the cost of enforcement")
    item.refresh_from_db()
    suggesting.learn()
    assert {one.kind for one in related.to(earlier).others} == {
        "What has been asked",
        "Public questions",
        "Agenda items, minutes and decisions",
    }
    assert {earlier.title, item.title} <= set(names(related.to(action).others))
    assert earlier.title in names(related.to(item).others)


def test_action_that_asks_the_same_again_was_asked_before():
    first = factories.published_action(text="To publish the response times of rural patrols", asked_on="2026-01-05")
    again = factories.published_action(text="To publish response times, rural patrols too", asked_on="2026-06-05")
    suggesting.learn()
    assert [one.reference for one in related.to(again).before] == [first.reference]
    assert [one.reference for one in related.to(first).others] == [again.reference]


def test_one_word_in_common_is_chance_unless_they_stand_under_a_topic_together():
    question = asked("Which shelters?", title="Shelters")
    action = factories.published_action(text="To count the shelters for cattle quarterly")
    suggesting.learn()
    assert related.to(question) == related.Closest()
    topic = factories.TopicFactory()
    QuestionTopic.objects.create(question=question, topic=topic)
    assert related.to(question) == related.Closest()
    ActionTopic.objects.create(asked_action=action, topic=topic)
    assert [one.reference for one in related.to(question).others] == [action.reference]


def test_action_whose_day_was_emptied_has_no_likes_of_its_own_day_and_breaks_nothing():
    one, other = (factories.published_action(text="To publish the response times of rural patrols") for _ in range(2))
    suggesting.learn()
    type(one).objects.filter(pk=one.pk).update(asked_on=None)
    one.refresh_from_db()
    assert related.to(other) == related.Closest()
    assert [result.reference for result in related.to(one).others] == [other.reference]


def test_what_is_not_public_is_related_to_nothing(three):
    earlier, later, _ = three
    draft = factories.QuestionPartFactory(text=CAMERAS, question=factories.QuestionFactory(title="Secret cameras"))
    assert not type(draft.question).objects.public().filter(pk=draft.question.pk).exists()
    withdraw(earlier, by=factories.a_clerk(), note="By mistake.")
    suggesting.learn()
    assert related.to(later) == related.Closest()
    assert related.asked_before(CAMERAS, later) == []


def test_what_is_hidden_takes_no_place_from_what_is_public(three):
    earlier, later, _ = three
    for _ in range(related.MOST + 1):
        factories.QuestionPartFactory(text=LIKE_IT, question=factories.QuestionFactory(title=later.title))
    suggesting.learn()
    assert names(related.to(later).before) == [earlier.title]


def test_what_the_page_names_for_another_reason_is_not_named_again():
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    action = factories.published_action(origin_item=item, text=f"To report on {item.title} and enforcement cameras")
    suggesting.learn()
    assert names(related.to(item).others) == []
    assert names(related.to(action).others) == []


def test_words_that_most_records_have_relate_nothing():
    one, _ = asked("Police commissioner panel"), asked("Police commissioner panel")
    suggesting.learn()
    KnownWord.objects.update(records=related.COMMON + 1)
    assert related.to(one) == related.Closest()


def test_text_without_any_word_is_like_nothing():
    assert related.asked_before("") == []
    assert related.asked_before("1234 ?? \x00") == []
    assert related.asked_before("' OR 1=1 -- & | ! :* <->") == []


def test_as_many_queries_for_many_as_for_few(three):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            related.to(three[1])
        return len(captured)

    few = queries()
    for _ in range(12):
        asked(CAMERAS)
    suggesting.learn()
    assert queries() <= few + 1
    assert len(related.to(three[1]).before + related.to(three[1]).others) == related.MOST


def test_pages_are_made_anew_when_other_words_are_learnt_and_only_then(three):
    before = revision.current()
    suggesting.learn()
    assert revision.current() == before
    asked("Zebra crossings")
    published = revision.current()
    suggesting.learn()
    assert revision.current() > published


def test_whoever_is_about_to_ask_sees_what_was_asked_before(three):
    client = Client()
    steps = {
        "words": {"part_1": "What did the average speed cameras cost, village by village?"},
        "law": {},
        "meeting": {"meeting": "next"},
        "eligibility": {"eligibility": "lives"},
        "person": {"name": "Jo Asker", "email": "jo@mail.example"},
        "naming": {"naming": "name"},
    }
    for step, answers in steps.items():
        assert client.post(f"/questions/ask/{step}/", answers).status_code == 302, step
    page = client.get("/questions/ask/check/").content.decode()
    assert "Has it been asked before?" in page
    assert three[0].get_absolute_url() in page
    assert three[2].get_absolute_url() not in page


def test_clerk_sees_what_was_asked_before_beside_what_came_in(three, clerk, signed_in):
    again = factories.received_question(parts=(LIKE_IT,))
    page = signed_in(clerk).get(f"/admin/questions/question/{again.pk}/change/").content.decode()
    assert "Asked before, perhaps" in page
    assert three[0].get_absolute_url() in page
    other = factories.received_question(parts=("Is the pope a catholic?",))
    page = signed_in(clerk).get(f"/admin/questions/question/{other.pk}/change/").content.decode()
    assert "Asked before, perhaps" not in page
