"""Verbs set for later: taken at their time, as the clerk who set them, or refused where a person must look."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from meetings import workflow
from panel_portal.accounts import roles
from panel_portal.records import scheduling
from panel_portal.records.history import story
from panel_portal.records.models import ScheduledVerb
from panel_portal.records.publication import publish
from panel_portal.records.workflow import IllegalMove
from tests import factories

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 6, 7, 12, tzinfo=UTC)
MONDAY_AT_NINE = datetime(2026, 6, 8, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(SUNDAY, tick=False) as clock:
        yield clock


def scheduled(record=None, **more):
    record = record or factories.MemberFactory()
    return scheduling.schedule(record, publish, **{"at": MONDAY_AT_NINE, "by": factories.a_clerk(), **more})


def test_verb_before_its_time_is_not_taken(clock):
    waiting = scheduled()
    clock.move_to(MONDAY_AT_NINE - timedelta(seconds=1))
    assert scheduling.take_due() == 0
    assert not waiting.record.is_public


def test_verb_at_its_time_is_taken_once_as_the_clerk_with_the_note(clock):
    waiting = scheduled(note="As agreed.")
    clock.move_to(MONDAY_AT_NINE)
    assert [scheduling.take_due(), scheduling.take_due()] == [1, 0]
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_at) == ("done", MONDAY_AT_NINE)
    told = story(waiting.record)[-1]
    assert (told.who, told.sentence, told.note) == ("The Clerk", "Publish", "As agreed.")


def test_verb_with_details_is_given_them(clock):
    meeting = factories.AgendaItemFactory(meeting__starts_at=MONDAY_AT_NINE + timedelta(days=2)).meeting
    scheduling.schedule(
        meeting,
        workflow.publish_agenda,
        at=MONDAY_AT_NINE,
        by=factories.a_clerk(),
        details={"short_notice_reason": "The report came late."},
    )
    clock.move_to(MONDAY_AT_NINE)
    assert scheduling.take_due() == 1
    meeting.refresh_from_db()
    assert (meeting.state, meeting.short_notice_reason) == ("agenda_published", "The report came late.")


@pytest.mark.parametrize("at", [SUNDAY, SUNDAY - timedelta(days=1)])
def test_moment_that_is_past_is_refused_at_its_field(at):
    with pytest.raises(ValidationError) as refused:
        scheduled(at=at)
    assert list(refused.value.message_dict) == ["at"]


def test_same_verb_twice_for_a_record_is_refused_until_the_first_is_cancelled():
    first = scheduled()
    with pytest.raises(ValidationError, match="already set"):
        scheduled(first.record)
    scheduling.cancel(first, by=factories.a_clerk())
    scheduled(first.record)


def test_somebody_without_the_right_cannot_set_a_verb():
    with pytest.raises(PermissionDenied):
        scheduled(by=factories.UserFactory())


def test_verb_that_is_not_possible_now_cannot_be_set():
    with pytest.raises(IllegalMove):
        scheduled(factories.published_member())


def test_cancelled_verb_is_not_taken(clock):
    waiting = scheduled()
    scheduling.cancel(waiting, by=factories.a_clerk())
    clock.move_to(MONDAY_AT_NINE)
    assert scheduling.take_due() == 0
    assert not waiting.record.is_public


def test_cancelling_what_was_taken_is_refused(clock):
    waiting = scheduled()
    clock.move_to(MONDAY_AT_NINE)
    scheduling.take_due()
    with pytest.raises(IllegalMove, match="no longer waiting: done"):
        scheduling.cancel(waiting, by=factories.a_clerk())


def refused_at_its_time(waiting, clock) -> str:
    """The reason for which it was refused; another verb due at the same moment must be taken all the same."""
    bystander = scheduled()
    clock.move_to(MONDAY_AT_NINE)
    assert scheduling.take_due() == 1
    waiting.refresh_from_db()
    bystander.refresh_from_db()
    assert (waiting.state, bystander.state) == ("refused", "done")
    return waiting.refusal


def test_verb_somebody_took_by_hand_meanwhile_is_refused_with_the_reason(clock):
    waiting = scheduled()
    publish(waiting.record, by=factories.a_clerk())
    assert "already “Published”" in refused_at_its_time(waiting, clock)


def test_verb_of_a_clerk_who_left_is_refused(clock):
    leaver = factories.user_in_role(roles.CLERK, name="Ann Leaver")
    waiting = scheduled(by=leaver)
    leaver.is_active = False
    leaver.save()
    assert refused_at_its_time(waiting, clock) == "Ann Leaver may no longer do this."


def test_verb_of_a_record_that_was_deleted_meanwhile_is_refused(clock):
    waiting = scheduled()
    waiting.record.delete()
    assert "deleted" in refused_at_its_time(waiting, clock)


def test_verb_that_no_longer_exists_is_refused(clock):
    waiting = scheduled()
    ScheduledVerb.objects.filter(pk=waiting.pk).update(verb="meetings.workflow.dance")
    assert "no longer" in refused_at_its_time(waiting, clock)


def test_half_done_verb_that_is_refused_leaves_nothing_behind(clock):
    item = factories.AgendaItemFactory(meeting__starts_at=MONDAY_AT_NINE + timedelta(days=30))
    factories.PaperFactory(agenda_item=item)  # cannot be published: neither file nor link
    waiting = scheduling.schedule(item.meeting, workflow.publish_agenda, at=MONDAY_AT_NINE, by=factories.a_clerk())
    assert "neither a file nor a link" in refused_at_its_time(waiting, clock)
    item.refresh_from_db()
    assert item.publication == "draft"


def questions(client) -> list:
    return [
        question for question in client.get("/admin/").context["questions"] if "was set for 09:00" in question.sentence
    ]


def test_refused_verb_stands_on_the_work_list_until_its_record_is_gone(clock, signed_in):
    waiting = scheduled()
    publish(waiting.record, by=factories.a_clerk())
    deleted = scheduled(draft := factories.MemberFactory())
    ScheduledVerb.objects.filter(pk=deleted.pk).update(verb="meetings.workflow.dance")
    clock.move_to(MONDAY_AT_NINE)
    assert scheduling.take_due() == 0
    client = signed_in(factories.a_clerk())
    assert len(questions(client)) == 2
    draft.delete()
    (left,) = questions(client)
    assert "already “Published”" in left.detail
