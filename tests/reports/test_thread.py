"""Threads: what led to a record and what came of it, for whoever may see it, at a cost that does not grow."""

from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import workflow as meetings
from panel_portal.records.publication import publish, withdraw
from questions.models import FollowUp
from reports import thread, workflow
from reports.models import InspectionScrutiny
from tests import factories

pytestmark = pytest.mark.django_db


def told(kind, record) -> list[tuple[str, str]]:
    """Each line: its kind, and whether it led to the record, is it, or came of it."""
    return [(event.kind, event.place) for event in thread.of({kind: {record.pk}}).events if not event.is_step]


def whole_story():
    """Inspection, item, decision, action, response; question, response; letter, its action, response."""
    clerk = factories.a_clerk()
    inspection = factories.reported_inspection()
    meeting = factories.held_meeting(items=1)
    item = meeting.agenda_items.get()
    factories.minuted_item(item, limbs=1)
    meetings.publish_minutes(meeting.minutes, by=clerk)
    action = item.minute.resolutions.get().limbs.get().actions.get()
    response = factories.CommissionerResponseFactory(question=None, asked_action=action)
    workflow.publish_response(response, by=clerk)
    question = factories.answered_question()
    report = factories.published_report(requests=1)
    factories.ConsideredItemFactory(report=report, agenda_item=item)
    for key, record in (("agenda_item", item), ("public_question", question)):
        InspectionScrutiny.objects.create(inspection=inspection, **{key: record})
    return inspection, item, action, response, question, report


def test_thread_of_an_inspection_has_everything_that_came_of_it():
    inspection, *_ = whole_story()
    found = told("inspection", inspection)
    assert sorted(kind for kind, _ in found) == sorted(
        ["inspection", "item", "action", "response", "question", "response", "report", "action"]
    )
    assert {place for kind, place in found if kind != "inspection"} == {"after"}


def test_thread_of_a_response_has_what_led_to_it_and_nothing_beside():
    _, _, _, response, question, report = whole_story()
    lines = thread.of({"response": {response.pk}}).events
    assert {(line.kind, line.place) for line in lines} == {
        ("inspection", "before"),
        ("item", "before"),
        ("action", "before"),
        ("response", "self"),
    }
    assert question not in [line.record for line in lines]
    assert report not in [line.record for line in lines]


def test_thread_is_in_order_of_time():
    inspection, *_ = whole_story()
    days = [event.on for event in thread.of({"inspection": {inspection.pk}}).events]
    assert days == sorted(days)


def test_item_at_which_an_action_was_answered_is_shown_and_not_walked_on_from():
    clerk = factories.a_clerk()
    later = factories.held_meeting(items=1)
    its_item = later.agenda_items.get()
    factories.minuted_item(its_item, limbs=1)
    meetings.publish_minutes(later.minutes, by=clerk)
    action = factories.published_action(asked_on="2020-01-08")
    meetings.report_done(action, by=clerk, note="It is on the agenda.", agenda_item=its_item)
    assert sorted(told("action", action)) == [("action", "self"), ("item", "after")]


def test_end_of_one_chain_is_walked_on_from_where_another_leads_to_it():
    clerk = factories.a_clerk()
    meeting = factories.held_meeting(items=1)
    item = meeting.agenda_items.get()
    factories.minuted_item(item, limbs=1)
    meetings.publish_minutes(meeting.minutes, by=clerk)
    inspection = factories.reported_inspection()
    action = factories.published_action(asked_on="2020-01-08")
    meetings.report_done(action, by=clerk, note="It is on the agenda.", agenda_item=item)
    raised = item.minute.resolutions.get().limbs.get().actions.get()
    InspectionScrutiny.objects.create(inspection=inspection, asked_action=action)
    found = [event.record for event in thread.of({"inspection": {inspection.pk}}).events]
    assert item in found
    assert raised not in found  # nothing but the evidence leads to the item
    # Now an earlier item leads to it, too, one step later than the evidence does: it called that meeting.
    earlier = factories.held_meeting(items=1)
    calling = earlier.agenda_items.get()
    factories.minuted_item(calling, limbs=1)
    meetings.publish_minutes(earlier.minutes, by=clerk)
    limb = calling.minute.resolutions.get().limbs.get()
    type(meeting).objects.filter(pk=meeting.pk).update(called_by_limb=limb)
    InspectionScrutiny.objects.create(inspection=inspection, agenda_item=calling)
    assert raised in [event.record for event in thread.of({"inspection": {inspection.pk}}).events]


def test_thread_of_a_meeting_is_that_of_its_business(client):
    _, item, action, *_ = whole_story()
    page = client.get(f"/threads/meeting/{item.meeting.slug}/")
    places = {(event.kind, event.place) for event in page.context["thread"].events}
    assert {("item", "self"), ("action", "after"), ("inspection", "before"), ("report", "after")} <= places
    assert action.reference in page.content.decode()
    assert f"/threads/meeting/{item.meeting.slug}/" in client.get(item.meeting.get_absolute_url()).content.decode()


def test_thread_of_a_meeting_without_published_business_says_so(client):
    meeting = publish(factories.MeetingFactory(), by=factories.a_clerk())
    page = client.get(f"/threads/meeting/{meeting.slug}/").content.decode()
    assert "No business of this meeting is published." in page


def test_thread_of_more_than_a_page_can_show_is_cut_and_says_so(client, monkeypatch):
    monkeypatch.setattr(thread, "MOST_RECORDS", 3)
    inspection = factories.reported_inspection()
    for _ in range(6):
        InspectionScrutiny.objects.create(inspection=inspection, asked_action=factories.published_action())
    page = client.get(f"/threads/inspection/{inspection.slug}/").content.decode()
    assert "There is more than one page can show" in page


def test_meeting_called_by_a_decision_came_of_it():
    clerk = factories.a_clerk()
    meeting = factories.held_meeting(items=1)
    item = meeting.agenda_items.get()
    factories.minuted_item(item, limbs=1)
    meetings.publish_minutes(meeting.minutes, by=clerk)
    limb = item.minute.resolutions.get().limbs.get()
    special = factories.published_meeting(called_by_limb=limb)
    called = special.agenda_items.first()
    assert called in [event.record for event in thread.of({"item": {item.pk}}).events]
    assert item in [event.record for event in thread.of({"item": {called.pk}}).events]


@pytest.mark.parametrize("hidden", ["draft", "withdrawn", "exempt"])
def test_thread_never_passes_through_what_is_not_public(hidden):
    clerk = factories.a_clerk()
    report = factories.published_report(requests=1)
    action = report.requests.get().as_action
    response = factories.CommissionerResponseFactory(question=None, asked_action=action)
    if hidden != "draft":
        workflow.publish_response(response, by=clerk)
    if hidden == "withdrawn":
        withdraw(response, by=clerk, note="By mistake.")
    if hidden == "exempt":
        action.refresh_from_db()
        meetings.exempt_action(action, by=clerk, **factories.reached.PARAGRAPHS)
        assert told("report", report) == [("report", "self")]
        return
    assert "response" not in {kind for kind, _ in told("report", report)}


def test_no_step_has_an_end_that_the_public_may_not_see():
    """Whatever is hidden, the rows of a step that name it are left out."""
    *_, question, report = whole_story()
    action = report.requests.get().as_action
    successor = factories.published_action()
    FollowUp.objects.create(question=question, action=action)
    later = factories.held_meeting(starts_at=timezone.now())
    meetings.supersede(action, by=factories.a_clerk(), note="It is part of that.", at_meeting=later, other=successor)
    seen = Counter()
    for kind, model in thread.MODELS.items():
        for hidden in list(model.objects.public()):
            gone = {"publication": "withdrawn", "withdrawn_at": timezone.now(), "withdrawn_reason": "A slip."}
            model.objects.filter(pk=hidden.pk).update(**gone)
            for step in thread.STEPS:
                ends = [key for key, of in ((step.cause_key, step.cause), (step.effect_key, step.effect)) if of == kind]
                for key in ends:
                    assert hidden.pk not in step.rows().values_list(key, flat=True), (step, hidden)
                    seen[kind] += 1
            model.objects.filter(pk=hidden.pk).update(publication="published", withdrawn_at=None, withdrawn_reason="")
    assert set(seen) >= {"inspection", "question", "item", "action", "report", "response"}


def test_circle_ends():
    one, two = factories.published_question(), factories.published_question()
    for question, other in ((one, two), (two, one)):
        type(question).objects.filter(pk=question.pk).update(follows=other)  # no form makes it; the page must end
    assert {event.record for event in thread.of({"question": {one.pk}}).events} == {one, two}


def test_page_of_every_kind_opens_from_the_record_and_leads_back(client):
    for record in whole_story():
        page = client.get(record.get_absolute_url()).content.decode()
        assert "/threads/" in page, record
        address = page.partition('href="/threads/')[2].partition('"')[0]
        story = client.get(f"/threads/{address}")
        assert story.status_code == 200
        assert record.get_absolute_url() in story.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "question/2001-001",
        "action/2001-001",
        "report/2001-001",
        "response/2001-001",
        "inspection/none",
        "decision/none",
        "item/2001-01-01/none",
        "question/none",
        "meeting/2001-01-01",
        "member/1",
    ],
)
def test_thread_of_what_is_not_there_is_not_found(client, address):
    assert client.get(f"/threads/{address}/").status_code == 404


def test_thread_of_what_was_withdrawn_says_so(client):
    report = factories.published_report()
    address = f"/threads/report/{report.reference_in_address}/"
    assert client.get(address).status_code == 200
    workflow.withdraw_report(report, by=factories.a_clerk(), note="It named a witness.")
    gone = client.get(address)
    assert gone.status_code == 410
    assert "It named a witness." in gone.content.decode()


def test_topic_has_the_page_of_its_questions_and_what_came_of_them(client):
    question = factories.answered_question()
    link = factories.QuestionTopicFactory(question=question)
    page = client.get(f"/threads/topic/{link.topic.slug}/", follow=True).content.decode()
    assert question.reference in page
    assert question.responses.get().reference in page


def test_thread_of_many_records_costs_as_many_queries_as_one_of_few():
    def cost(how_many) -> int:
        inspection = factories.reported_inspection()
        for _ in range(how_many):
            action = factories.published_action(owner_office=factories.the_commissioner())
            InspectionScrutiny.objects.create(inspection=inspection, asked_action=action)
            response = factories.CommissionerResponseFactory(question=None, asked_action=action)
            workflow.publish_response(response, by=factories.a_clerk())
        address = f"/threads/inspection/{inspection.slug}/"
        Client().get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = Client().get(address)
        assert page.context["thread"].records == 1 + 2 * how_many
        return len(asked)

    assert cost(2) == cost(12)
