"""What the clerk is asked about actions, each question with its button."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import workflow, worklist
from meetings.models import Action
from panel_portal.records.periods import in_words, today
from tests import factories
from tests.meetings.states import NOTE, covered_action, listed_action

pytestmark = pytest.mark.django_db


def sentences(questions, user=None):
    return [question.sentence for question in questions(user or factories.a_clerk())]


def overdue(**fields):
    day = today() - timedelta(days=5)
    return factories.published_action(
        **{"asked_on": day - timedelta(days=40), "due_rule": "on_date", "due_given_on": day, **fields}
    )


def test_overdue_action_is_asked_about_until_a_reminder_went_out_or_it_was_put_off():
    action = overdue()
    assert "1 action is overdue" in sentences(worklist.actions_due_and_not_chased)[0]
    workflow.chase(action, by=factories.a_clerk(), note="By e-mail.", waiting_until=today() + timedelta(days=7))
    assert sentences(worklist.actions_due_and_not_chased) == []
    assert action.is_waiting
    assert action.is_overdue
    put_off = overdue()
    workflow.defer(put_off, by=factories.a_clerk(), note=NOTE, until=today() + timedelta(days=7))
    assert sentences(worklist.actions_due_and_not_chased) == []
    assert put_off in Action.objects.public().overdue()


def test_question_leads_to_the_actions_that_it_counted(client):
    counted, chased, put_off = overdue(), overdue(), overdue()
    clerk = factories.a_clerk()
    workflow.chase(chased, by=clerk, note="By e-mail.", waiting_until=today() + timedelta(days=7))
    workflow.defer(put_off, by=clerk, note=NOTE, until=today() + timedelta(days=7))
    draft = factories.ActionFactory()
    Action.objects.filter(pk=draft.pk).update(due_on=counted.due_on)
    factories.published_action()
    client.force_login(clerk)
    (question,) = worklist.actions_due_and_not_chased(clerk)
    assert list(client.get(question.url).context["cl"].queryset) == [counted]
    everything = client.get(f"{question.url.partition('?')[0]}?late=yes").context["cl"].queryset
    assert everything.count() == 4


def test_page_and_list_say_when_whoever_was_asked_was_reminded(client):
    action, clerk = overdue(), factories.a_clerk()
    until = today() + timedelta(days=7)
    client.force_login(clerk)
    page, the_list = (f"/admin/meetings/action/{tail}" for tail in (f"{action.pk}/change/", ""))
    assert "Reminded" not in client.get(page).content.decode()
    workflow.chase(action, by=clerk, note="By e-mail.", waiting_until=until)
    workflow.defer(action, by=clerk, note=NOTE, until=until)
    shown = " ".join(client.get(page).content.decode().split())
    assert f"<dd> on {in_words(today())}, until {in_words(until)} </dd>" in shown
    assert f"<dd> until {in_words(until)} </dd>" in shown
    assert f"<dd> since {in_words(action.due_on)} </dd>" in shown
    assert f'class="field-reminded_on nowrap">{today():%-d %b %Y}<' in client.get(the_list).content.decode()


def test_action_put_off_comes_back_on_its_day():
    action = overdue()
    Action.objects.filter(pk=action.pk).update(deferred_until=today())
    assert action.reference in sentences(worklist.actions_to_look_at_again)[0]


def test_action_due_at_the_next_meeting_without_owner_is_asked_about():
    meeting = factories.published_meeting(starts_at=timezone.now() + timedelta(days=20))
    factories.published_action(asked_on=today(), due_rule="on_date", due_given_on=meeting.day)
    assert "1 action falls due" in sentences(worklist.actions_due_at_the_next_meeting)[0]


def test_report_of_a_held_meeting_is_asked_about_until_something_is_ticked():
    listed = listed_action()
    meeting = listed.agenda_item.meeting
    meeting.starts_at = timezone.now() - timedelta(days=2)
    meeting.save()
    workflow.hold(meeting, by=factories.a_clerk())
    (question,) = worklist.reports_to_tick(factories.a_clerk())
    assert question.url.endswith("#asked-before")
    workflow.cover(listed, by=factories.a_clerk())
    assert list(worklist.reports_to_tick(factories.a_clerk())) == []


def test_checklist_stands_on_the_page_of_the_item_with_a_tick_for_each(clerk, signed_in):
    listed = listed_action()
    client = signed_in(clerk)
    page = client.get(f"/admin/meetings/agendaitem/{listed.agenda_item_id}/change/").content.decode()
    tick = f"/admin/meetings/agendaaction/{listed.pk}/do/cover/"
    assert tick in page
    assert client.post(tick).status_code == 302
    page = client.get(f"/admin/meetings/agendaitem/{listed.agenda_item_id}/change/").content.decode()
    assert "covered" in page
    assert tick not in page


def test_nobody_else_is_asked():
    covered_action()
    overdue()
    for questions in (
        worklist.actions_due_and_not_chased,
        worklist.actions_to_look_at_again,
        worklist.actions_due_at_the_next_meeting,
        worklist.reports_to_tick,
    ):
        assert sentences(questions, factories.UserFactory()) == []
