"""Minutes once they are approved: signed, corrected in public, and changed in no other way."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import workflow
from meetings.models import AgendaItem, Correction, Limb, Minute, Resolution
from panel_portal.records.history import story
from panel_portal.records.periods import today
from panel_portal.records.workflow import IllegalMove
from tests import factories
from tests.meetings.pages import Page, typed

pytestmark = pytest.mark.django_db

NEW = "<p>The Panel considered the matter twice.</p>"
WHY = "It was considered again after the break."
EARLY = datetime(2019, 1, 9, 10, tzinfo=factories.LONDON)


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


@pytest.fixture
def approved(db):
    """The item of a meeting with approved minutes."""
    return factories.meeting_with_approved_minutes().agenda_items.get()


def correct(minute, **more):
    return workflow.correct_minute(minute, **{"by": factories.a_clerk(), "new_text": NEW, "reason": WHY, **more})


def limb_of(item):
    return Limb.objects.get(resolution__minute__agenda_item=item)


# Approved with corrections, and signed ---------------------------------------------------------------------


def test_approve_minutes_with_corrections_tells_the_public_which(client):
    meeting = factories.held_meeting_with_minutes()
    later = factories.held_meeting()
    workflow.approve_minutes(
        meeting.minutes, by=factories.a_clerk(), at_meeting=later, corrections_agreed=" In minute 1, four for three. "
    )
    words = Page(client.get(meeting.get_absolute_url())).words
    assert "Corrections agreed when the minutes were approved\nIn minute 1, four for three." in words


def test_approve_minutes_as_they_stood_tells_of_no_correction(client, approved):
    assert "orrection" not in Page(client.get(approved.meeting.get_absolute_url())).words


def test_sign_minutes_names_who_signed_and_when(client):
    minutes = factories.signed_minutes()
    assert minutes.is_approved
    assert minutes.is_signed
    words = Page(client.get(minutes.get_absolute_url())).words
    assert "They were signed by Cllr Ann Other, Chair on Wednesday 22 January 2020." in words
    assert "Minutes signed" in words


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("signed_by", "  ", "Say who signed"),
        ("signed_on", timedelta(days=-1), "They were approved on Wednesday 22 January 2020, so not signed before"),
        ("signed_on", today() + timedelta(days=1), "still to come"),
    ],
)
def test_sign_minutes_by_nobody_or_on_an_unfit_day_is_refused(approved, field, value, sentence):
    minutes = approved.meeting.minutes
    day = minutes.approved_at_meeting.day
    details = {"signed_by": "The Chair", "signed_on": day}
    details[field] = day + value if isinstance(value, timedelta) else value
    with pytest.raises(ValidationError) as refusal:
        workflow.sign_minutes(minutes, by=factories.a_clerk(), **details)
    assert sentence in refusal.value.message_dict[field][0]
    minutes.refresh_from_db()
    assert minutes.state == "approved"


# A correction ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("signed", [False, True])
def test_correct_minute_writes_text_and_correction_together(signed):
    item = (factories.signed_minutes() if signed else factories.meeting_with_approved_minutes().minutes).entries.get()
    old, meeting = item.text, factories.held_meeting()
    made = correct(item, agreed_at_meeting=meeting)
    item.refresh_from_db()
    assert (item.text, made.old_text, made.new_text, made.reason) == (NEW, old, NEW, WHY)
    assert (made.corrected_on, made.agreed_at_meeting, made.limb) == (today(), meeting, None)
    told = story(item)[-1]
    assert (told.sentence, told.note, told.who) == ("Correct the minutes", WHY, "The Clerk")


def test_correct_minute_of_a_limb_leaves_the_minute_and_the_limbs_label_and_kinds(approved):
    limb, minute = limb_of(approved), approved.minute
    correct(minute, limb=limb, new_text="<p>That four figures be asked for.</p>")
    before = (limb.label, limb.kinds, minute.text)
    limb.refresh_from_db()
    minute.refresh_from_db()
    assert (limb.label, limb.kinds, minute.text) == before
    assert limb.text == "<p>That four figures be asked for.</p>"


def test_correct_minute_twice_keeps_both(approved):
    first = correct(approved.minute)
    second = correct(approved.minute, new_text="<p>Three times.</p>")
    assert [first, second] == list(Correction.objects.order_by("pk"))
    assert second.old_text == NEW


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"reason": " "}, "reason", "Say why"),
        ({"new_text": "<p> </p>"}, "text", "corrected, not emptied"),
        ({"new_text": "<p>The Panel considered the matter.</p>"}, "text", "say already"),
        ({"agreed_at_meeting": lambda: factories.published_meeting()}, "agreed_at_meeting", "not been recorded"),
        (
            {"agreed_at_meeting": lambda: factories.held_meeting(body=factories.BodyFactory())},
            "agreed_at_meeting",
            "another body",
        ),
        (
            {"agreed_at_meeting": lambda: factories.held_meeting(starts_at=EARLY)},
            "agreed_at_meeting",
            "before these minutes",
        ),
    ],
)
def test_correct_minute_that_is_unfit_is_refused_at_its_field(approved, change, field, sentence):
    change = {name: value() if callable(value) else value for name, value in change.items()}
    with pytest.raises(ValidationError) as refusal:
        correct(approved.minute, **change)
    assert sentence in refusal.value.message_dict[field][0]
    assert not Correction.objects.exists()


def test_correct_minute_before_approval_is_refused():
    minute = factories.held_meeting_with_minutes().minutes.entries.get()
    with pytest.raises(IllegalMove, match="not approved yet"):
        correct(minute)


def test_correct_minute_without_the_right_is_denied(approved):
    with pytest.raises(PermissionDenied):
        correct(approved.minute, by=factories.UserFactory())


# Below the forms -------------------------------------------------------------------------------------------


def refused_by_the_database(work):
    with pytest.raises(DatabaseError, match="Approved minutes change only by a correction"), transaction.atomic():
        work()


def test_database_refuses_any_other_change_to_approved_words(approved):
    minute, limb = approved.minute, limb_of(approved)
    correct(minute)  # and a correction opens no door for another text
    refused_by_the_database(lambda: Minute.objects.filter(pk=minute.pk).update(text="<p>Changed.</p>"))
    refused_by_the_database(lambda: Limb.objects.filter(pk=limb.pk).update(text=NEW))
    refused_by_the_database(lambda: Limb.objects.filter(pk=limb.pk)._raw_delete("default"))
    refused_by_the_database(lambda: factories.LimbFactory(resolution=limb.resolution))
    other = factories.AgendaItemFactory(meeting=approved.meeting, number="9")
    refused_by_the_database(lambda: factories.MinuteFactory(agenda_item=other))


def test_database_lets_everything_else_of_approved_minutes_change(approved):
    Minute.objects.filter(pk=approved.minute.pk).update(number="12/20")
    limb = limb_of(approved)
    limb.kinds = [Limb.Kind.NOTING]
    limb.save()


def test_database_lets_draft_minutes_change():
    minute = factories.held_meeting_with_minutes().minutes.entries.get()
    Minute.objects.filter(pk=minute.pk).update(text=NEW)
    Limb.objects.filter(resolution__minute=minute).update(text=NEW)
    assert factories.LimbFactory(resolution=Resolution.objects.get(minute=minute), label="z)")


@pytest.mark.parametrize(
    "work", [lambda rows: rows.update(reason="Another."), lambda rows: rows._raw_delete("default")]
)
def test_database_keeps_corrections_as_they_were_made(approved, work):
    correct(approved.minute)
    with pytest.raises(DatabaseError, match="Cannot (update|delete)"), transaction.atomic():
        work(Correction.objects.all())


# The clerk's pages -----------------------------------------------------------------------------------------


def page_of(item):
    return reverse("admin:meetings_agendaitem_change", args=[item.pk])


def correct_page(item, part=None):
    return reverse("admin:meetings_agendaitem_correct", args=[item.pk]) + (f"?part={part}" if part else "")


def send(desk, address, **changes):
    fields = typed(desk.get(address))
    return desk.post(address, {**fields, **changes})


def test_item_page_of_approved_minutes_shows_the_text_and_where_to_correct_it(desk, approved):
    response = desk.get(page_of(approved))
    page = Page(response)
    assert page.links["Correct this minute"] == correct_page(approved)
    assert page.links["Correct this part a)"] == correct_page(approved, limb_of(approved).pk)
    fields = typed(response)
    assert "minute-text" not in fields
    assert "resolutions-0-limbs-0-text" not in fields
    assert "resolutions-0-limbs-1-text" not in fields
    assert "The Panel considered the matter." in page.words
    assert "save_resolution" not in page.html


def test_item_page_of_approved_minutes_still_saves_what_is_not_their_text(desk, approved):
    response = send(desk, page_of(approved), **{"item-title": "A better title", "minute-number": "4/20"})
    assert response.status_code == 302, Page(response).errors
    approved.refresh_from_db()
    assert (approved.title, approved.minute.number) == ("A better title", "4/20")
    assert approved.minute.text == "<p>The Panel considered the matter.</p>"


def test_item_page_opened_before_the_approval_is_told_and_nothing_is_lost(desk):
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    fields = typed(desk.get(page_of(item)))
    workflow.approve_minutes(meeting.minutes, by=factories.a_clerk(), at_meeting=factories.held_meeting())
    assert desk.post(page_of(item), fields).status_code == 302  # nothing of the text was changed
    fields |= {
        "item-opened_version": str(AgendaItem.objects.get(pk=item.pk).version),
        "minute-opened_version": str(Minute.objects.get(agenda_item=item).version),
        "resolutions-0-opened_version": str(Resolution.objects.get().version),
        "resolutions-0-limbs-0-opened_version": str(Limb.objects.get().version),
        "minute-text": "<p>What I had typed.</p>",
        "resolutions-0-limbs-0-text": "<p>A part I had typed.</p>",
        "resolutions-0-limbs-1-text": "<p>A new part.</p>",
        "resolutions-0-limbs-1-kinds": ["noting"],
    }
    response = desk.post(page_of(item), fields)
    assert response.status_code == 422
    page = Page(response)
    assert sum("The panel has approved these minutes" in error for error in page.errors) == 3, page.errors
    assert typed(response)["minute-text"] == "<p>What I had typed.</p>"
    assert "A new part." in page.html
    assert Minute.objects.get(agenda_item=item).text == "<p>The Panel considered the matter.</p>"
    assert Limb.objects.count() == 1


def test_correct_page_makes_the_correction_and_goes_back(desk, approved):
    meeting = factories.held_meeting()
    response = send(desk, correct_page(approved), text=NEW, reason=WHY, agreed_at_meeting=str(meeting.pk))
    assert response.status_code == 302, Page(response).errors
    assert response["Location"] == page_of(approved)
    made = Correction.objects.get()
    assert (made.minute, made.new_text, made.reason, made.agreed_at_meeting) == (approved.minute, NEW, WHY, meeting)


def test_correct_page_of_a_part_corrects_the_part(desk, approved):
    limb = limb_of(approved)
    response = send(desk, correct_page(approved, limb.pk), text=NEW, reason=WHY)
    assert response.status_code == 302, Page(response).errors
    limb.refresh_from_db()
    assert limb.text == NEW


def test_correct_page_sent_twice_corrects_once_and_tells(desk, approved):
    fields = {**typed(desk.get(correct_page(approved))), "text": NEW, "reason": WHY}
    assert desk.post(correct_page(approved), fields).status_code == 302
    response = desk.post(correct_page(approved), fields)
    assert response.status_code == 422
    assert "saved this at" in Page(response).words
    response = desk.post(correct_page(approved), typed(response))
    assert "say already" in " ".join(Page(response).errors)
    assert Correction.objects.count() == 1


def test_correct_page_of_a_second_clerk_is_told_and_then_goes_through(desk, approved):
    fields = {**typed(desk.get(correct_page(approved))), "text": "<p>As I heard it.</p>", "reason": WHY}
    correct(approved.minute)
    response = desk.post(correct_page(approved), fields)
    assert response.status_code == 422
    assert "The Clerk saved this at" in Page(response).words
    assert desk.post(correct_page(approved), typed(response)).status_code == 302
    assert [made.old_text for made in Correction.objects.order_by("pk")][1] == NEW


def test_correct_page_without_reason_or_text_keeps_what_was_typed(desk, approved):
    response = send(desk, correct_page(approved), text=NEW, reason="")
    assert response.status_code == 422
    assert typed(response)["text"] == NEW
    response = send(desk, correct_page(approved), text="", reason=WHY)
    assert "corrected, not emptied" in " ".join(Page(response).errors)
    assert not Correction.objects.exists()


def test_correct_page_of_an_item_left_out_of_the_minutes_enters_it(desk, approved):
    left_out = factories.AgendaItemFactory(meeting=approved.meeting, number="9")
    assert send(desk, correct_page(left_out), text="", reason=WHY).status_code == 422
    assert not Minute.objects.filter(agenda_item=left_out).exists()
    assert send(desk, correct_page(left_out), text=NEW, reason=WHY).status_code == 302
    assert Minute.objects.get(agenda_item=left_out).text == NEW


def test_correct_page_before_approval_leads_to_the_item(desk):
    item = factories.held_meeting_with_minutes().agenda_items.get()
    assert desk.get(correct_page(item))["Location"] == page_of(item)


@pytest.mark.parametrize("part", ["x", "0", "9" * 30])
def test_correct_page_of_no_part_is_not_found(desk, approved, part):
    assert desk.get(correct_page(approved, part)).status_code == 404


def test_correct_page_of_another_items_part_is_not_found(desk, approved):
    other = factories.meeting_with_approved_minutes().agenda_items.get()
    assert desk.get(correct_page(approved, limb_of(other).pk)).status_code == 404


# What the public reads -------------------------------------------------------------------------------------


def test_public_pages_tell_of_a_correction_with_old_and_new_words(approved):
    meeting = factories.held_meeting()
    made = correct(approved.minute, agreed_at_meeting=meeting)
    part = correct(approved.minute, limb=limb_of(approved), new_text="<p>That the Chair be asked.</p>")
    page = Page(Client().get(approved.get_absolute_url()))
    assert f'id="{made.anchor}"' in page.html
    assert f'id="{part.anchor}"' in page.html
    assert "The Panel considered the Removed: matter. Added: matter twice." in page.words
    assert f"Why: {WHY} Agreed at the meeting of" in page.words
    assert "part a) of the decision" in page.words
    whole = Page(Client().get(approved.meeting.get_absolute_url()))
    assert "These minutes have been corrected since they were approved" in whole.words
    assert {made.get_absolute_url(), part.get_absolute_url()} <= set(whole.links.values())


def test_public_page_of_an_exempt_item_tells_of_no_correction(approved):
    correct(approved.minute, new_text="<p>The tender was let to zqfirm.</p>")
    factories.exempt(approved)
    approved.refresh_from_db()
    for address in (approved.get_absolute_url(), approved.meeting.get_absolute_url()):
        html = Client().get(address).content.decode()
        assert "zqfirm" not in html
        assert "corrected" not in html


def test_pages_cost_the_same_for_one_correction_and_for_ten(approved):
    meeting, counts = factories.held_meeting(), []
    for how_many in (1, 9):
        for _ in range(how_many):
            words = f"<p>Version {Correction.objects.count()}.</p>"
            correct(approved.minute, new_text=words, agreed_at_meeting=meeting)
        for address in (approved.get_absolute_url(), approved.meeting.get_absolute_url()):
            Client().get(address)
            with CaptureQueriesContext(connection) as captured:
                Client().get(address)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


# The next agenda -------------------------------------------------------------------------------------------


def next_agenda(desk, minutes):
    return desk.post(reverse("admin:meetings_minutes_next_agenda", args=[minutes.pk]), follow=True)


def test_put_on_next_agenda_makes_one_item_behind_the_opening_ones(desk):
    minutes = factories.held_meeting_with_minutes().minutes
    following = factories.MeetingFactory()
    apologies = factories.AgendaItemFactory(meeting=following, number="1", order=10, kind="apologies")
    report = factories.AgendaItemFactory(meeting=following, number="2", order=20)
    for _ in range(2):
        words = Page(next_agenda(desk, minutes)).words
        assert "“Minutes of the last meeting” stands on the agenda of" in words
    items = list(AgendaItem.objects.filter(meeting=following).in_order())
    assert [item.kind for item in items] == ["apologies", "last_minutes", "substantive"]
    assert (items[0], items[2]) == (apologies, report)
    assert items[1].purpose == (
        "<p>To approve as a correct record the minutes of the meeting of Wednesday 8 January 2020.</p>"
    )


def test_put_on_next_agenda_names_a_second_set_of_minutes_beside_the_first(desk):
    first, second = factories.held_meeting_with_minutes().minutes, factories.held_meeting_with_minutes().minutes
    following = factories.MeetingFactory()
    next_agenda(desk, first)
    next_agenda(desk, second)
    assert AgendaItem.objects.get(meeting=following).purpose.count("To approve as a correct record") == 2


def test_put_on_next_agenda_finds_the_item_that_is_out_and_leaves_it(desk):
    minutes = factories.held_meeting_with_minutes().minutes
    following = factories.MeetingFactory()
    item = factories.AgendaItemFactory(meeting=following, kind="last_minutes")
    workflow.publish_agenda(following, by=factories.a_clerk())
    assert "It is out already, so its text was left as it is." in Page(next_agenda(desk, minutes)).words
    item.refresh_from_db()
    assert item.purpose == ""


def test_put_on_next_agenda_that_is_out_waits_to_be_published(desk):
    minutes = factories.held_meeting_with_minutes().minutes
    following = factories.published_meeting()
    assert "the item waits to be published" in Page(next_agenda(desk, minutes)).words
    assert AgendaItem.objects.get(meeting=following, kind="last_minutes").publication == "draft"


@pytest.mark.parametrize("other", [None, "earlier", "held", "another body"])
def test_put_on_next_agenda_without_a_next_meeting_says_so(desk, other):
    minutes = factories.held_meeting_with_minutes().minutes
    make = {
        "earlier": lambda: factories.MeetingFactory(starts_at=EARLY),
        "held": factories.held_meeting,
        "another body": lambda: factories.MeetingFactory(body=factories.BodyFactory()),
    }
    if other:
        make[other]()
    assert "There is no later meeting of this body" in Page(next_agenda(desk, minutes)).words
    assert not AgendaItem.objects.filter(kind="last_minutes").exists()


def test_put_on_next_agenda_of_approved_minutes_is_not_offered_and_refused(desk, approved):
    factories.MeetingFactory()
    minutes = approved.meeting.minutes
    response = desk.get(reverse("admin:meetings_minutes_change", args=[minutes.pk]))
    assert "Put these minutes on the next agenda" not in Page(response).words
    assert "approved already" in Page(next_agenda(desk, minutes)).words


def test_put_on_next_agenda_without_the_right_is_denied(administrator, signed_in):
    minutes = factories.held_meeting_with_minutes().minutes
    address = reverse("admin:meetings_minutes_next_agenda", args=[minutes.pk])
    assert signed_in(administrator).post(address).status_code == 403
    with pytest.raises(PermissionDenied):
        workflow.put_on_next_agenda(minutes, by=administrator)
