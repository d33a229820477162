"""Feeds, read by what others wrote: `feedparser`."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.models import Action
from panel_portal.pages.news import STREAMS, WHAT, news
from panel_portal.records.periods import today
from panel_portal.records.publication import publish, restore, withdraw
from questions import workflow as questions
from reports import workflow as reports
from tests import factories
from tests.factories import reached

pytestmark = pytest.mark.django_db


def fetched(address) -> bytes:
    response = Client().get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return response.content


def read(address="/feeds/everything.atom"):
    feed = feedparser.parse(fetched(address))
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    assert feed.feed.id.startswith("tag:localhost,2026:feeds/")
    assert feed.feed.author
    assert feed.feed.updated
    assert "Open Government Licence" in feed.feed.rights
    assert {"self", "alternate", "license"} <= {link.rel for link in feed.feed.links}
    assert next(link.href for link in feed.feed.links if link.rel == "self") == f"http://testserver{address}"
    for entry in feed.entries:
        assert entry.id.startswith("tag:localhost,2026:")
        assert entry.link.startswith("http://testserver/")
        assert entry.updated_parsed
        assert entry.published_parsed
        assert entry.title
        assert entry.content[0].value
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    return feed


def titles(address="/feeds/everything.atom") -> list[str]:
    return [entry.title for entry in read(address).entries]


def an_answered_question(words="Answered in full: 12 patrols a week."):
    question = factories.published_question()
    questions.send(question, by=factories.a_clerk(), addressee=factories.OfficeFactory())
    response = factories.CommissionerResponseFactory(question=question, text=words)
    factories.decided(response)
    reports.publish_response(response, by=factories.a_clerk())
    question.refresh_from_db()
    return question, response


# What an entry says ---------------------------------------------------------------------------------------------


def test_answered_question_is_told_with_question_and_answer():
    question, response = an_answered_question()
    answered = read("/feeds/states/answered.atom").entries[0]
    assert answered.id == f"tag:localhost,2026:question/{question.reference.replace('/', '-')}/answered"
    text = answered.content[0].value
    assert "When was the last meeting?" in text
    assert "12 patrols a week" in text
    assert [one.what for one in news(question=question)] == ["answered", "published"]


def test_ids_stay_the_same_when_everything_else_changes():
    question, _ = an_answered_question()
    before = {entry.id for entry in read().entries}
    question.title = "Patrols in the villages"
    question.save()
    after = read()
    assert {entry.id for entry in after.entries} == before
    assert any("Patrols in the villages" in entry.title for entry in after.entries)


def test_corrected_response_is_told_beside_the_answer():
    question, _ = an_answered_question()
    put_right = factories.CommissionerResponseFactory(question=question, kind="corrected", text="13 patrols a week.")
    factories.decided(put_right)
    reports.publish_response(put_right, by=factories.a_clerk())
    kinds = [(one.kind, one.what) for one in news(question=question)]
    assert kinds == [("response", "published"), ("question", "answered"), ("question", "published")]


def test_action_becomes_overdue_at_the_beginning_of_the_day_after(time_machine):
    time_machine.move_to("2026-06-10 10:00+00:00")
    action = factories.published_action(due_rule=Action.DueRule.ON_DATE, due_given_on="2026-06-20")
    time_machine.move_to("2026-06-20 22:59+00:00")
    assert news(what="became overdue") == []
    time_machine.move_to("2026-06-20 23:01+00:00")  # one minute past midnight in London
    (overdue,) = news(what="became overdue")
    assert overdue.key == f"action/{action.reference.replace('/', '-')}/became-overdue/2026-06-20"
    assert overdue.at.isoformat() == "2026-06-20T23:00:00+00:00"
    workflow.report_done(action, by=factories.a_clerk(), note="Done.", received_on=today())
    # That it came late stays told.
    assert [one.key for one in news(what="became overdue")] == [overdue.key]


def test_action_accepted_is_told_with_why():
    meeting = factories.held_meeting(starts_at=timezone.now())
    action = factories.published_action()
    workflow.report_done(action, by=factories.a_clerk(), note="It is done.", received_on=today())
    workflow.accept(action, by=factories.a_clerk(), note="The figures are there.", at_meeting=meeting)
    (entry,) = read("/feeds/states/accepted.atom").entries
    assert "The figures are there." in entry.content[0].value
    assert [one.what for one in news(action=action)] == ["accepted", "published"]


def test_cancelled_meeting_is_told_with_its_reason():
    meeting = factories.published_meeting()
    workflow.cancel(meeting, by=factories.a_clerk(), note="The hall is flooded.")
    newest = read().entries[0]
    assert newest.title.startswith("Meeting cancelled")
    assert "The hall is flooded." in newest.content[0].value


def test_every_thing_that_can_happen_has_its_meaning():
    assert {stream.what for stream in STREAMS} == set(WHAT)


def test_words_that_xml_cannot_say_are_left_out():
    question = factories.published_question(title="Patrols\x0b at night")
    assert f"New question: {question.reference}: Patrols at night" in titles()


def test_markup_in_a_title_is_words():
    factories.published_question(title="Is <b>this</b> & that safe?")
    assert "Is &lt;b&gt;this&lt;/b&gt; &amp; that safe?" in fetched("/feeds/everything.atom").decode()


# Which feed -----------------------------------------------------------------------------------------------------


def test_feed_of_a_body_holds_its_own_things_only():
    ours = factories.published_meeting()
    theirs = factories.published_meeting(body=factories.BodyFactory(slug="audit"))
    panels = [entry.link for entry in read("/feeds/bodies/panel.atom").entries]
    audits = [entry.link for entry in read("/feeds/bodies/audit.atom").entries]
    assert panels == [f"http://testserver{ours.get_absolute_url()}"]
    assert audits == [f"http://testserver{theirs.get_absolute_url()}"]


def test_feed_of_a_topic_holds_what_stands_under_it():
    question, other = factories.published_question(), factories.published_question()
    link = factories.QuestionTopicFactory(question=question)
    links = {entry.link for entry in read(f"/feeds/topics/{link.topic.slug}.atom").entries}
    assert links == {f"http://testserver{question.get_absolute_url()}"}
    assert other.get_absolute_url() not in links


def test_feed_of_an_action_tells_its_notes():
    action, other = factories.published_action(), factories.published_action()
    publish(factories.ActionNoteFactory(action=action, text="The list is drawn up."), by=factories.a_clerk())
    told = titles(f"/feeds/actions/{action.reference_in_address}.atom")
    assert len(told) == 2
    assert told[0].startswith(f"Note on {action.reference}")
    assert len(titles(f"/feeds/actions/{other.reference_in_address}.atom")) == 1


def test_empty_feed_is_still_a_feed():
    factories.the_panel()
    assert read().entries == []


def test_feed_of_what_nobody_knows_is_not_found():
    for address in ("questions/2026-999", "actions/2026-999", "bodies/none", "topics/none", "states/none"):
        assert Client().get(f"/feeds/{address}.atom").status_code == 404


# What is hidden -------------------------------------------------------------------------------------------------


def test_entries_give_way_to_one_of_the_withdrawal_and_the_feed_of_the_record_is_gone():
    question, _ = an_answered_question()
    feed = f"/feeds/questions/{question.reference_in_address}.atom"
    before = fetched("/feeds/everything.atom")
    assert len(read(feed).entries) == 2
    withdraw(question, by=factories.a_clerk(), note="It names somebody.")
    assert titles() == [f"Question {question.reference} was withdrawn"]
    told = fetched("/feeds/everything.atom").decode()
    assert "It names somebody." in told
    assert question.title not in told
    gone = Client().get(feed)
    assert gone.status_code == 410
    assert "It names somebody." in gone.content.decode()
    restore(question, by=factories.a_clerk(), note="It does not.")
    assert fetched("/feeds/everything.atom") == before


def test_feed_of_a_draft_is_not_found():
    draft = factories.accepted_question()
    assert Client().get(f"/feeds/questions/{draft.reference_in_address}.atom").status_code == 404


def test_answer_that_was_withdrawn_is_not_told():
    _, response = an_answered_question()
    withdraw(response, by=factories.a_clerk(), note="It names somebody.")
    assert "12 patrols" not in fetched("/feeds/everything.atom").decode()


def test_exempt_action_is_in_no_feed():
    action = factories.published_action(text="To buy the site at Hollow Lane")
    before = fetched("/feeds/everything.atom").decode()
    assert "Hollow Lane" in before
    workflow.exempt_action(action, by=factories.a_clerk(), **reached.PARAGRAPHS)
    assert "Hollow Lane" not in fetched("/feeds/everything.atom").decode()
    assert Client().get(f"/feeds/actions/{action.reference_in_address}.atom").status_code == 404


def test_feed_has_the_same_bytes_until_something_that_is_public_changes():
    factories.published_question()
    draft, withdrawn = factories.accepted_question(), factories.published_question()
    withdraw(withdrawn, by=factories.a_clerk(), note="It names somebody.")
    before = fetched("/feeds/everything.atom")
    for hidden in (draft, withdrawn):
        hidden.refresh_from_db()
        hidden.title = "Something else entirely"
        hidden.save()
    factories.AgendaItemFactory(meeting=factories.MeetingFactory())
    assert fetched("/feeds/everything.atom") == before


def test_news_since_a_moment_leaves_out_what_was_before():
    factories.published_question()
    newest = news()[0]
    assert news(since=newest.at) == []
    assert newest in news(since=newest.at - timedelta(seconds=1))
    assert len(news(most=1)) == 1
