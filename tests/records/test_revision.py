"""The revision of the public record and the ETags made of it: never stale, and silent about what is hidden."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.models import Action, AgendaItem, StandingReport
from panel_portal.records import periods, revision
from panel_portal.records.models import ProclaimedHoliday, Provision, PublicChange
from panel_portal.records.publication import publish, withdraw
from questions.models import Question
from tests import factories

pytestmark = pytest.mark.django_db


def moved(change) -> bool:
    """Whether a change moves the revision."""
    before = revision.current()
    change()
    return revision.current() != before


# The revision ---------------------------------------------------------------------------------------------------


def test_change_to_what_is_public_moves_it():
    action = factories.published_action()
    assert moved(lambda: Action.objects.filter(pk=action.pk).update(text="To publish the figures"))


def test_change_to_a_draft_does_not():
    action = factories.ActionFactory()
    assert not moved(lambda: Action.objects.filter(pk=action.pk).update(text="To publish the figures"))
    assert not moved(lambda: action.delete())
    assert not moved(factories.ActionFactory)


def test_publishing_and_withdrawing_move_it():
    member = factories.MemberFactory()
    assert moved(lambda: publish(member, by=factories.a_clerk()))
    assert moved(lambda: withdraw(member, by=factories.a_clerk(), note="By mistake."))
    assert not moved(lambda: type(member).objects.filter(pk=member.pk).update(name="Cllr Other"))


def test_change_below_what_is_exempt_does_not_move_it():
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    assert moved(lambda: factories.exempt(item))
    limbs = item.minute.resolutions.get().limbs
    assert not moved(lambda: limbs.update(text="<p>In private.</p>"))


def test_change_by_a_line_of_sql_moves_it():
    meeting = factories.published_meeting()
    with connection.cursor() as cursor:
        assert moved(
            lambda: cursor.execute("UPDATE meetings_meeting SET place = 'Elsewhere' WHERE id = %s", [meeting.pk])
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda: Provision.objects.create(short_label="s1 XA 2001", act="Example Act 2001", section="1"),
        lambda: ProclaimedHoliday.objects.create(day="2031-05-06", name="A day of joy", source="The Gazette"),
        lambda: StandingReport.objects.create(name="Update of the Commissioner"),
    ],
)
def test_what_pages_tell_from_although_it_is_no_record_moves_it(change):
    assert moved(change)


def test_old_changes_are_added_up_and_the_revision_stays(django_assert_num_queries):
    factories.published_action()
    before = revision.current()
    with django_assert_num_queries(1):  # between two, the sum would be lower
        assert revision.gather() >= 1
    assert revision.current() == before
    assert list(PublicChange.objects.values_list("transaction", flat=True)) == [0]
    assert moved(factories.published_action)
    assert revision.gather() == 1
    assert revision.gather() == 0
    assert list(PublicChange.objects.values_list("transaction", flat=True)) == [0]


@pytest.mark.django_db(transaction=True)
def test_change_that_is_rolled_back_does_not_move_it():
    action = factories.published_action()
    before = revision.current()
    with transaction.atomic():
        Action.objects.filter(pk=action.pk).update(text="To publish the figures")
        transaction.set_rollback(True)
    assert revision.current() == before


# Parts of pages -------------------------------------------------------------------------------------------------


def test_part_is_made_once_until_something_public_changes(kept_parts):
    made = []
    action = factories.published_action()

    def make() -> int:
        made.append("made")
        return len(made)

    assert [revision.kept("a part", make) for _ in range(3)] == [1, 1, 1]
    factories.ActionFactory()
    assert revision.kept("a part", make) == 1
    assert revision.kept("another part", make) == 2
    Action.objects.filter(pk=action.pk).update(text="To publish the figures")
    assert revision.kept("a part", make) == 3
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert revision.kept("a part", make) == 4


@pytest.mark.parametrize("address", ["/actions/?show=all", "/questions/", "/responses/awaiting/", "/meetings/"])
def test_list_asks_less_the_second_time_and_the_same_again_after_a_change(kept_parts, address):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code == 200
        return len(captured)

    factories.sent_question()
    factories.published_action()
    first, second = asked(), asked()
    assert second < first
    factories.published_action(asked_on="2019-05-06")
    assert asked() == first


def test_counts_and_choices_of_a_list_are_those_of_the_record_as_it_is(kept_parts):
    def shown() -> str:
        return " ".join(Client().get("/actions/?show=all").content.decode().split())

    factories.published_action(asked_on="2024-05-06")
    assert '<option value="2019"' not in shown()
    for _ in range(60):
        action = factories.published_action(asked_on="2019-05-06")
    assert '<option value="2019"' in shown()
    assert "page=2" in shown()
    withdraw(action, by=factories.a_clerk(), note="By mistake.")
    Action.objects.filter(asked_on="2019-05-06").exclude(pk=action.pk).update(asked_on="2018-05-06")
    assert '<option value="2019"' not in shown()


# Pages ----------------------------------------------------------------------------------------------------------


def etag_of(address: str, client=None) -> str:
    return (client or Client()).get(address)["ETag"]


def test_page_that_is_unchanged_is_not_made_again(django_assert_max_num_queries):
    action = factories.published_action()
    etag = etag_of(action.get_absolute_url())
    with django_assert_max_num_queries(8):
        answer = Client().get(action.get_absolute_url(), headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == etag
    assert "no-cache" in answer["Cache-Control"]


def test_page_is_made_again_once_anything_public_changes():
    action, other = factories.published_action(), factories.published_action()
    etag = etag_of(action.get_absolute_url())
    Action.objects.filter(pk=other.pk).update(text="To publish the figures")
    answer = Client().get(action.get_absolute_url(), headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer["ETag"] != etag


def test_withdrawal_is_gone_at_the_next_request(kept_pages):
    action = factories.published_action(text="To publish the zebra figures")
    address = action.get_absolute_url()
    etag = etag_of(address)
    assert "zebra" in Client().get(address).content.decode()
    withdraw(action, by=factories.a_clerk(), note="By mistake.")
    answer = Client().get(address, headers={"If-None-Match": etag})
    assert answer.status_code == 410
    assert "zebra" not in answer.content.decode()
    assert "zebra" not in Client().get("/actions/").content.decode()


def test_overdue_begins_at_midnight_without_any_change(kept_pages):
    with time_machine.travel("2026-09-10T21:00:00Z"):
        action = factories.published_action(asked_on="2026-09-01", due_rule="on_date", due_given_on="2026-09-10")
        assert action.due_on == periods.today()
        address = action.get_absolute_url()
        etag = etag_of(address)
        assert "Overdue" not in Client().get(address).content.decode()
    with time_machine.travel("2026-09-10T23:30:00Z"):  # half past midnight in London
        answer = Client().get(address, headers={"If-None-Match": etag})
        assert answer.status_code == 200
        assert "Overdue" in answer.content.decode()


def test_last_moment_for_questions_comes_without_any_change(kept_pages):
    with time_machine.travel("2026-09-07T08:00:00Z", tick=False) as traveller:
        factories.SchemeFactory()
        meeting = factories.published_meeting(body=factories.the_panel(), starts_at=timezone.now() + timedelta(days=10))
        factories.StatedClosingFactory(meeting=meeting, closes_at=timezone.now() + timedelta(hours=4))
        etag = etag_of("/questions/")
        traveller.shift(timedelta(hours=3))
        assert Client().get("/questions/", headers={"If-None-Match": etag}).status_code == 304
        traveller.shift(timedelta(hours=2))
        assert Client().get("/questions/", headers={"If-None-Match": etag}).status_code == 200


def test_page_is_kept_and_given_out_as_it_was_made(kept_pages, django_assert_max_num_queries):
    action = factories.published_action()
    made = Client().get(action.get_absolute_url())
    with django_assert_max_num_queries(8):
        again = Client().get(action.get_absolute_url())
    assert again.content == made.content
    assert {**again.headers} == {**made.headers}


def test_kept_page_is_of_its_own_address_and_filters(kept_pages):
    factories.published_action(text="To publish the zebra figures")
    assert "zebra" in Client().get("/actions/?words=zebra").content.decode()
    assert "zebra figures" not in Client().get("/actions/?words=lion").content.decode()


def test_kept_page_is_of_the_name_and_scheme_by_which_it_was_asked_for(kept_pages):
    assert "http://testserver/" in Client().get("/feeds/everything.atom").content.decode()
    assert "https://testserver/" in Client().get("/feeds/everything.atom", secure=True).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/feeds/everything.atom", "/feeds/states/accepted.atom", "/calendar/meetings.ics", "/calendar/questions.ics"],
)
def test_feed_or_calendar_that_is_asked_again_and_again_is_made_once(
    address, kept_pages, django_assert_max_num_queries
):
    factories.published_action()
    factories.published_meeting()
    etag = etag_of(address)
    with django_assert_max_num_queries(3):
        assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304
        assert Client().get(address).status_code == 200
    factories.published_action()
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200


def test_whoever_is_signed_in_gets_a_page_of_their_own(clerk, signed_in, kept_pages):
    action = factories.published_action()
    answer = signed_in(clerk).get(action.get_absolute_url())
    assert "ETag" not in answer


def test_message_that_waits_is_told_once_and_to_whom_it_is_for_alone(kept_pages):
    action = factories.published_action()
    client = Client()
    client.cookies["messages"] = "something"
    assert "ETag" not in client.get(action.get_absolute_url())
    assert "ETag" in Client().get(action.get_absolute_url())


def test_preview_and_workspace_have_no_etag(clerk, member, signed_in):
    item = factories.AgendaItemFactory()
    assert "ETag" not in signed_in(clerk).get(f"/admin/preview/item/{item.pk}/")
    assert "ETag" not in signed_in(member).get("/workspace/")


def test_page_that_is_not_there_is_not_kept(kept_pages):
    answer = Client().get("/actions/2001-001/")
    assert answer.status_code == 404
    assert "ETag" not in answer


def test_hidden_change_leaves_the_etag_as_it_is():
    action = factories.published_action()
    draft = factories.QuestionFactory()
    item = factories.AgendaItemFactory()
    etag = etag_of(action.get_absolute_url())
    Question.objects.filter(pk=draft.pk).update(title="Something secret")
    AgendaItem.objects.filter(pk=item.pk).update(title="Something secret")
    assert etag_of(action.get_absolute_url()) == etag


def test_answer_to_head_has_the_etag_of_the_page():
    action = factories.published_action()
    assert Client().head(action.get_absolute_url())["ETag"] == etag_of(action.get_absolute_url())
