"""Topics: what stands under each, what is open now, and how the clerk puts records under them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings import workflow as meetings
from meetings.models import ActionTopic, ItemTopic
from panel_portal.records.publication import withdraw
from reports import topic_entry, topics
from tests import factories

pytestmark = pytest.mark.django_db

LISTS = {
    "action": "/actions/?show=all",
    "question": "/questions/?show=all",
    "report": "/reports/?",
    "inspection": "/inspections/?",
    "decision": "/decisions/?",
}


@pytest.fixture
def cameras(db):
    return factories.TopicFactory(name="Cameras", slug="cameras", words="speeding, ANPR")


def one_of_each(topic):
    """A public record of every kind that can stand under a topic, under that one."""
    item = factories.held_meeting(items=1).agenda_items.get()
    records = {
        "item": item,
        "question": factories.sent_question(),
        "action": factories.published_action(asked_on="2020-02-01"),
        "report": factories.published_report(reply_basis="undated"),
        "inspection": factories.reported_inspection(),
        "decision": factories.published_decision(),
    }
    for kind, record in records.items():
        assert topic_entry.put_under(kind, record, [topic]) == 1
    return records


def test_page_of_a_topic_has_every_kind_of_record_and_what_is_open_at_its_top(client, cameras):
    records = one_of_each(cameras)
    page = client.get("/topics/cameras/")
    told = page.content.decode()
    for kind, record in records.items():
        assert record.get_absolute_url() in told, kind
    assert {event.kind for event in page.context["open_now"]} == {"question", "action", "report", "inspection"}
    assert {event.place for event in page.context["thread"].events} == {"self"}


def test_list_says_how_much_stands_under_each_topic_and_leaves_out_those_with_nothing(client, cameras):
    factories.TopicFactory(name="Secret plans", slug="secret")
    one_of_each(cameras)
    page = client.get("/topics/").content.decode()
    assert "1 agenda item, 1 public question, 1 action, 1 report or letter, 1 inspection, 1 decision" in page
    assert "Secret plans" not in page


def test_what_is_closed_is_not_open_now(client, cameras):
    action = one_of_each(cameras)["action"]
    later = factories.held_meeting(starts_at=timezone.now())
    meetings.drop(action, by=factories.a_clerk(), note="It has been overtaken.", at_meeting=later)
    page = client.get("/topics/cameras/")
    assert "action" not in {event.kind for event in page.context["open_now"]}


@pytest.mark.parametrize("kind", LISTS)
def test_list_is_narrowed_by_topic_and_the_page_of_the_record_names_it(client, cameras, kind):
    records = one_of_each(cameras)
    other = factories.TopicFactory(name="Stations", slug="stations")
    topic_entry.put_under("item", records["item"], [other])
    found = client.get(f"{LISTS[kind]}&topic=cameras")
    assert records[kind] in found.context["object_list"]
    assert "Stations" not in found.content.decode()  # offered only where it would find something
    assert "/topics/cameras/" in client.get(records[kind].get_absolute_url()).content.decode()


def test_page_of_an_item_names_its_topics(client, cameras):
    item = one_of_each(cameras)["item"]
    assert "/topics/cameras/" in client.get(item.get_absolute_url()).content.decode()


@pytest.mark.parametrize("kind", topics.LINKS)
def test_record_that_is_withdrawn_is_gone_from_its_topic(client, cameras, kind):
    record = one_of_each(cameras)[kind]
    assert topics.counted()[cameras.pk][kind] == 1
    withdraw(record, by=factories.a_clerk(), note="By mistake.")
    assert topics.counted()[cameras.pk][kind] == 0
    assert record.get_absolute_url() not in client.get("/topics/cameras/").content.decode()


def test_exempt_item_does_not_stand_under_its_topic_for_the_public(cameras):
    item = one_of_each(cameras)["item"]
    factories.exempt(item)
    assert topics.counted()[cameras.pk]["item"] == 0


def test_what_else_came_of_an_item_is_not_told_under_its_topic(client, cameras):
    item = factories.held_meeting_with_minutes(limbs=2).agenda_items.get()
    meetings_actions = [limb.actions.get() for limb in item.minute.resolutions.get().limbs.all()]
    topic_entry.put_under("item", item, [cameras])
    topic_entry.put_under("action", meetings_actions[0], [cameras])
    told = [event.record for event in client.get("/topics/cameras/").context["thread"].events]
    assert told == [item, meetings_actions[0]]


def test_topic_of_many_records_costs_as_many_queries_as_one_of_few(client, cameras):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get("/topics/cameras/")
            client.get("/topics/")
        return len(asked)

    one_of_each(cameras)
    few = cost()
    for _ in range(4):
        one_of_each(cameras)
    assert cost() == few


# Suggested ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("To publish what cameras bring in", True),
        ("To publish what each camera brings in", False),  # the name is in the plural, and another word
        ("Reports of Speeding near schools", True),
        ("To list the ANPRs", True),
        ("To speed up the answer", False),
        ("To say what it costs", False),
    ],
)
def test_topic_is_suggested_where_its_name_or_one_of_its_words_stands_as_a_whole_word(cameras, text, suggested):
    factories.published_action(text=text)
    assert bool(topic_entry.suggestions()) is suggested


def test_words_of_a_minute_point_to_a_topic(cameras):
    item = factories.held_meeting_with_minutes().agenda_items.get()
    item.minute.text = "<p>Members asked about <strong>speeding</strong>.</p>"
    item.minute.save()
    assert [(one.kind, one.record) for one in topic_entry.suggestions()] == [("item", item)]


def test_nothing_is_suggested_for_what_is_not_public(cameras):
    factories.ActionFactory(text="To publish what cameras bring in")
    assert topic_entry.suggestions() == []


def test_clerk_takes_what_is_suggested_leaves_what_is_wrong_and_adds_another(clerk, signed_in, cameras):
    stations = factories.TopicFactory(name="Stations", slug="stations")
    right, wrong = (factories.published_action(text=f"To count the cameras {n}") for n in range(2))
    desk, address = signed_in(clerk), reverse("suggested-topics")
    page = desk.get(address).content.decode()
    assert page.count("checked") == 2
    sent = {f"action-{right.pk}": [cameras.pk], f"action-{right.pk}-more": [stations.pk]}
    told = desk.post(address, sent, follow=True).content.decode()
    assert "2 put under topics." in told
    assert set(ActionTopic.objects.values_list("asked_action", "topic")) == {
        (right.pk, cameras.pk),
        (right.pk, stations.pk),
    }
    assert f"action-{wrong.pk}" in told
    assert f"action-{right.pk}" not in told


def test_what_was_sent_about_another_record_is_not_taken(clerk, signed_in, cameras):
    draft = factories.AgendaItemFactory(title="About cameras")
    told = signed_in(clerk).post(
        reverse("suggested-topics"), {f"item-{draft.pk}": [cameras.pk, "x", "99999"]}, follow=True
    )
    assert "Nothing was chosen" in told.content.decode()
    assert not ItemTopic.objects.exists()
