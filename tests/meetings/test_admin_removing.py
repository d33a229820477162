"""What is taken away at the clerk's desk: withdrawn with its reason, or deleted once asked."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import workflow
from meetings.models import Action, AgendaItem, Meeting, Minute, Minutes, Paper
from tests import factories
from tests.meetings.pages import Page
from tests.meetings.test_admin_desk import do, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


# Withdrawing -----------------------------------------------------------------------------------------------


def test_withdrawal_asks_for_a_reason_and_the_page_then_gives_it(desk):
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    assert desk.post(do(item, "withdraw"), {"note": " "}).status_code == 422
    assert Client().get(item.get_absolute_url()).status_code == 200
    assert desk.post(do(item, "withdraw"), {"note": "It named a <b>child</b>."}).status_code == 302
    gone = Client().get(item.get_absolute_url())
    assert gone.status_code == 410
    assert "It named a <b>child</b>." in Page(gone).words
    assert Client().get(meeting.get_absolute_url()).status_code == 200
    assert desk.post(do(item, "restore"), {"note": "It did not."}).status_code == 302
    assert Client().get(item.get_absolute_url()).status_code == 200


def test_everything_below_a_withdrawn_meeting_is_gone_with_its_reason(desk):
    meeting = factories.held_meeting_with_minutes()
    addresses = [meeting.get_absolute_url(), meeting.agenda_items.get().get_absolute_url()]
    addresses += [Action.objects.get().get_absolute_url()]
    desk.post(do(meeting, "withdraw"), {"note": "It was another panel's."})
    for address in addresses:
        gone = Client().get(address)
        assert gone.status_code == 410
        assert "It was another panel's." in Page(gone).words


# Deleting --------------------------------------------------------------------------------------------------


def _entered_meeting():
    factories.StandingItemFactory()
    meeting = factories.MeetingFactory()
    workflow.begin_agenda(meeting)
    item = factories.AgendaItemFactory(meeting=meeting, number="9")
    factories.minuted_item(item, limbs=2)
    factories.AttendanceFactory(minutes=meeting.minutes, arrived_at_item=item)
    factories.InvitationFactory(meeting=meeting)
    paper = factories.PaperFactory(agenda_item=item)
    factories.PaperFactory(agenda_item=item, supersedes=paper)
    return meeting


def test_draft_meeting_is_deleted_with_all_that_hangs_from_it_once_asked(desk):
    meeting = _entered_meeting()
    address = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
    assert address in Page(desk.get(page_of(meeting))).links.values()
    words = Page(desk.get(address)).words
    assert "It was never published" in words
    assert "Standing matter" in words
    assert Meeting.objects.exists()
    assert desk.post(address, {"post": "yes"}).status_code == 302
    for model in (Meeting, AgendaItem, Minutes, Minute, Action, Paper):
        assert not model.objects.exists()


def test_draft_item_is_deleted_once_asked_and_leaves_its_meeting(desk):
    meeting = _entered_meeting()
    item = meeting.agenda_items.get(number="9")
    address = reverse("admin:meetings_agendaitem_delete", args=[item.pk])
    assert Page(desk.get(page_of(item))).links["Delete this item"] == address
    desk.post(reverse("admin:meetings_minutes_change", args=[meeting.minutes.pk]), {})
    meeting.minutes.attendances.update(arrived_at_item=None)
    assert desk.get(address).status_code == 200
    assert desk.post(address, {"post": "yes"}).status_code == 302
    assert [item.title for item in meeting.agenda_items.all()] == ["Standing matter 0"]


@pytest.mark.parametrize("which", ["a paper published", "an arrival at it", "a meeting its decision called"])
def test_draft_that_something_else_needs_is_not_deleted_and_the_page_names_it(desk, which):
    meeting = _entered_meeting()
    item = meeting.agenda_items.get(number="9")
    meeting.minutes.attendances.update(arrived_at_item=None)
    if which == "a paper published":
        named = factories.published_paper(item, title="The one that is out")
    elif which == "an arrival at it":
        named = factories.AttendanceFactory(minutes=meeting.minutes, name="Late Comer", arrived_at_item=item)
    else:
        limb = item.minute.resolutions.get().limbs.first()
        named = factories.MeetingFactory(called_by_limb=limb)
    address = reverse("admin:meetings_agendaitem_delete", args=[item.pk])
    page = Page(desk.get(address))
    assert "cannot be deleted" in page.words
    assert str(named) in page.words
    assert desk.post(address, {"post": "yes"}).status_code in {200, 403}
    assert AgendaItem.objects.filter(pk=item.pk).exists()


@pytest.mark.parametrize(
    "make",
    [
        factories.published_meeting,
        lambda: factories.published_meeting().agenda_items.get(),
        factories.published_member,
        factories.published_paper,
        factories.published_action,
        lambda: factories.withdrawn(factories.published_member()),
        lambda: factories.held_meeting_with_minutes().minutes,
    ],
    ids=["meeting", "item", "member", "paper", "action", "withdrawn member", "minutes"],
)
def test_published_record_offers_no_delete_and_takes_none(desk, make):
    record = make()
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_delete", args=[record.pk])
    assert address not in Page(desk.get(page_of(record))).links.values()
    assert desk.get(address).status_code == 403
    assert desk.post(address, {"post": "yes"}).status_code == 403
    with pytest.raises(Exception, match="Cannot delete|protected foreign keys"), transaction.atomic():
        record.delete()
    assert type(record).objects.filter(pk=record.pk).exists()


def test_body_with_meetings_is_not_deleted_and_a_mistaken_one_is(desk):
    mistaken, used = factories.BodyFactory(), factories.MeetingFactory().body
    for body, gone in ((mistaken, True), (used, False)):
        desk.post(reverse("admin:meetings_body_delete", args=[body.pk]), {"post": "yes"})
        assert type(body).objects.filter(pk=body.pk).exists() != gone


def test_history_of_a_record_tells_who_did_what_and_why(desk, clerk):
    meeting = factories.published_meeting()
    desk.post(do(meeting, "cancel"), {"note": "Snow closed the roads."})
    words = Page(desk.get(reverse("admin:meetings_meeting_history", args=[meeting.pk]))).words
    for part in ("Cancel", str(clerk), "Snow closed the roads.", "Publish the agenda", "Entered"):
        assert part in words


def test_pages_of_verbs_say_what_they_do_and_mark_what_removes(desk):
    meeting = factories.published_meeting(starts_at=timezone.now() + timedelta(days=30))
    page = desk.get(do(meeting, "cancel"))
    assert "The meeting will not take place" in Page(page).words
    assert b'class="default portal-removes"' in page.content
    assert "Back without doing it" in Page(page).links
