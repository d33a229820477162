"""The clerk's desk: what waits for a decision, finding anything, the agenda, what was set for later, deleting."""

from datetime import datetime

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import workflow
from meetings.models import Action, AgendaItem, Meeting, Minute, Minutes
from panel_portal.accounts import roles
from panel_portal.records.history import story
from panel_portal.records.models import OutgoingEmail, ScheduledVerb
from panel_portal.records.periods import in_words
from panel_portal.records.scheduling import take_due
from tests import factories
from tests.factories import LONDON
from tests.meetings.pages import Page, typed
from tests.records.test_workflow import in_another_connection, waits_for_a_lock

pytestmark = pytest.mark.django_db

HOME = "/admin/"
NOTE = "Because the panel agreed it."


def at(*moment):
    return datetime(*moment, tzinfo=LONDON)


def page_of(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def do(record, verb):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_do", args=[record.pk, verb])


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


# What waits for a decision ---------------------------------------------------------------------------------

NOW = at(2026, 6, 10, 12)  # a Wednesday; agendas are asked for from 15 working days before


def _soon():
    return factories.AgendaItemFactory(meeting__starts_at=at(2026, 6, 24, 10)).meeting


def _over():
    return factories.published_meeting(starts_at=at(2026, 6, 9, 10))


def _over_without_agenda():
    return factories.AgendaItemFactory(meeting__starts_at=at(2026, 6, 9, 10)).meeting


def _written():
    meeting = factories.held_meeting(starts_at=at(2026, 6, 9, 10))
    factories.minuted_item(meeting.agenda_items.get(), actions=False)
    return meeting.minutes


def _unwritten():
    return factories.held_meeting(starts_at=at(2026, 6, 9, 10)).minutes


def _to_approve():
    first = factories.held_meeting_with_minutes(starts_at=at(2026, 3, 4, 10))
    _written_and_out(factories.held_meeting(starts_at=at(2026, 6, 9, 10)))
    return first.minutes


def _written_and_out(meeting):
    factories.minuted_item(meeting.agenda_items.get(), actions=False)
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())


def _reported():
    action = factories.published_action(owner_office=factories.the_commissioner(), text="To send the figures")
    return workflow.report_done(action, by=factories.a_clerk(), note=NOTE)


def _ownerless():
    return factories.published_action()


def _left_behind():
    meeting = factories.held_meeting_with_minutes(starts_at=at(2026, 6, 9, 10))
    item = meeting.agenda_items.get()
    return factories.ActionFactory(origin_item=item, owner_office=factories.the_commissioner(), text="Left behind")


def _post(**fields):
    def press(desk, record, address):
        return desk.post(address, fields)

    return press


def _approve(desk, record, address):
    (choice,) = [meeting for meeting in Meeting.objects.all() if meeting != record.meeting]
    return desk.post(address, {"at_meeting": choice.pk})


def _write_minute(desk, record, address):
    factories.MinuteFactory(agenda_item=record.meeting.agenda_items.get(), minutes=record)
    workflow.publish_minutes(record, by=factories.a_clerk())


def _give_owner(desk, record, address):
    page = desk.get(page_of(record))
    return desk.post(page_of(record), {**typed(page), "owner_body": factories.the_panel().pk})


QUESTIONS = {
    "agenda": (_soon, "The agenda for Wednesday 24 June 2026", "Publish the agenda", _post()),
    "held": (_over, "Was the meeting of Tuesday 9 June 2026", "Record as held", _post()),
    "minutes": (_written, "The minutes of Tuesday 9 June 2026", "Publish as draft minutes", _post()),
    "writing": (_unwritten, "Nothing is written yet", "Write them", _write_minute),
    "approval": (_to_approve, "Were the minutes of Wednesday 4 March 2026", "Record as approved", _approve),
    "reported": (_reported, "is reported done. Is the panel satisfied?", "Open the action", None),
    "no owner": (_ownerless, "1 open action has no owner.", "See which", _give_owner),
    "left behind": (_left_behind, "1 action of published minutes is not public yet.", "See which", None),
}


def _asked(desk, sentence):
    """The address of the button beside a question, or None where it is not asked."""
    page = Page(desk.get(HOME))
    return next((address for words, address in page.links.items() if sentence in words), None)


def test_item_that_the_published_minutes_left_behind_is_asked_about_until_it_is_public(desk):
    meeting = factories.held_meeting_with_minutes()
    item = factories.AgendaItemFactory(meeting=meeting, number="8", title="Custody")
    factories.MinuteFactory(minutes=meeting.minutes, agenda_item=item, text="<p>It was agreed.</p>")
    sentence = f"The minutes of {in_words(meeting.day)} are out, but not item 8 Custody. Publish it?"
    assert sentence in Page(desk.get("/admin/")).words
    workflow.publish_item(item, by=factories.a_clerk())
    assert "Custody" not in Page(desk.get("/admin/")).words


@pytest.mark.parametrize(("make", "sentence", "button", "press"), QUESTIONS.values(), ids=QUESTIONS)
def test_question_is_asked_leads_to_its_page_and_is_gone_once_answered(desk, make, sentence, button, press):
    with time_machine.travel(NOW, tick=False):
        assert _asked(desk, sentence) is None
        record = make()
        address = _asked(desk, sentence)
        assert address
        page = desk.get(address)
        assert page.status_code == 200
        assert f"{button}: " in " ".join(Page(desk.get(HOME)).links)
        if press is None:
            if isinstance(record, Action) and not record.reference:
                workflow.publish_action(record, by=factories.a_clerk(), note=NOTE)
            else:
                held = factories.held_meeting(starts_at=timezone.now())
                workflow.reject(record, by=factories.a_clerk(), note=NOTE, at_meeting=held)
        else:
            done = press(desk, record, address)
            assert done is None or done.status_code == 302, Page(done).errors
        assert _asked(desk, sentence) is None


def test_question_of_a_meeting_without_agenda_leads_to_the_meeting(desk):
    with time_machine.travel(NOW, tick=False):
        meeting = _over_without_agenda()
        assert _asked(desk, "Was the meeting of Tuesday 9 June 2026") == page_of(meeting)


@pytest.mark.parametrize(
    ("now", "words", "urgent"),
    [
        (at(2026, 6, 10, 9), "The last day for 5 clear working days is Tuesday 16 June 2026", False),
        (at(2026, 6, 15, 9), "The last day for 5 clear working days is Tuesday 16 June 2026", True),
        (at(2026, 6, 17, 9), "It is too late for 5 clear working days was Tuesday 16 June 2026", True),
    ],
)
def test_agenda_that_is_due_tells_its_last_day_and_when_it_is_urgent(desk, now, words, urgent):
    with time_machine.travel(now, tick=False):
        _soon()
        text = Page(desk.get(HOME)).words
    assert words in text
    assert ("Urgent:" in text) == urgent


def test_agenda_far_ahead_is_not_asked_for(desk):
    with time_machine.travel(NOW, tick=False):
        factories.AgendaItemFactory(meeting__starts_at=at(2026, 9, 1, 10))
        assert _asked(desk, "The agenda for") is None
        assert "1 September 2026" in Page(desk.get(HOME)).words  # under what is coming


@pytest.mark.parametrize("left", [factories.MeetingFactory, _written, _reported, _left_behind])
def test_desk_of_an_administrator_asks_nothing_that_is_the_clerks(administrator, signed_in, left):
    left()
    assert "Nothing waits for a decision." in Page(signed_in(administrator).get(HOME)).words


def test_desk_with_nothing_to_decide_says_so(desk):
    assert "Nothing waits for a decision." in Page(desk.get(HOME)).words


def test_desk_tells_of_mail_that_could_not_be_sent(desk):
    OutgoingEmail.objects.create(key="k", to="a@b.example", subject="s", body="b", last_error="refused")
    address = _asked(desk, "1 e-mail could not be sent.")
    assert desk.get(address).status_code == 200


# Finding ---------------------------------------------------------------------------------------------------


def test_find_finds_words_in_any_record_whatever_its_state(desk):
    meeting = factories.held_meeting(place="The Zebra Rooms")
    item = factories.AgendaItemFactory(meeting=meeting, number="7", title="Zebra crossings")
    factories.MinuteFactory(agenda_item=factories.AgendaItemFactory(), text="<p>A zebra was seen.</p>")
    action = factories.withdrawn(factories.published_action(text="To count every zebra"))
    factories.published_member(name="Cllr Zebra", slug="zebra")
    factories.PaperFactory(title="Zebra report")
    page = Page(desk.get("/admin/find/?q=zebra"))
    for record in (meeting, item, action):
        assert page_of(record) in page.links.values()
    for heading in ("Meetings", "Agenda items", "Actions", "Members", "Papers"):
        assert heading in page.words
    assert "A zebra was seen" not in page.words  # titles are shown, and the item of that minute is among them
    assert page_of(Minute.objects.get().agenda_item) in page.links.values()


def test_find_says_what_to_do_when_it_finds_nothing_and_when_it_is_asked_nothing(desk):
    assert "Nothing holds “xyzzy”." in Page(desk.get("/admin/find/?q=xyzzy")).words
    assert "Type a word" in Page(desk.get("/admin/find/")).words


def test_find_offers_the_rest_of_many(desk):
    for number in range(12):
        factories.PaperFactory(title=f"Zebra report {number}")
    page = Page(desk.get("/admin/find/?q=zebra"))
    assert desk.get(page.links["More of these"]).status_code == 200


def test_find_shows_an_administrator_nothing_of_the_clerks(administrator, signed_in):
    factories.PaperFactory(title="Zebra report")
    assert "Zebra report" not in Page(signed_in(administrator).get("/admin/find/?q=zebra")).words


# The agenda ------------------------------------------------------------------------------------------------


@pytest.fixture
def agenda():
    meeting = factories.MeetingFactory()
    for number in "123":
        factories.AgendaItemFactory(meeting=meeting, number=number, order=5, title=f"Matter {number}")
    return meeting


def _order(meeting):
    return [item.number for item in meeting.agenda_items.in_order()]


@pytest.mark.parametrize(
    ("number", "way", "order"),
    [("2", "up", "213"), ("2", "down", "132"), ("1", "up", "123"), ("3", "down", "123"), ("3", "up", "132")],
)
def test_item_moves_one_place_and_stops_at_the_ends(desk, agenda, number, way, order):
    item = agenda.agenda_items.get(number=number)
    response = desk.post(reverse("admin:meetings_agendaitem_move", args=[item.pk]), {way: ""}, follow=True)
    assert "".join(_order(agenda)) == order
    said = {"1": "is first already", "3": "is last already"}.get(number, "") if order == "123" else ""
    assert said in Page(response).words


def test_move_changes_nothing_when_only_looked_at(desk, agenda):
    item = agenda.agenda_items.get(number="2")
    assert desk.get(reverse("admin:meetings_agendaitem_move", args=[item.pk])).status_code == 302
    assert "".join(_order(agenda)) == "123"


def test_items_are_numbered_in_their_order_by_one_button(desk, agenda):
    factories.AgendaItemFactory(meeting=agenda, number="", order=1, title="Apologies")
    agenda.agenda_items.filter(number="3").update(number="2a")
    workflow.move_item(agenda.agenda_items.get(number="2a"), up=True)  # above its "2"
    address = reverse("admin:meetings_meeting_number_items", args=[agenda.pk])
    assert "1 item without a number." in Page(desk.get(page_of(agenda))).words
    assert desk.get(address).url == page_of(agenda) + "#agenda"
    assert _order(agenda) == ["", "1", "2a", "2"]
    page = Page(desk.post(address, follow=True))
    assert _order(agenda) == ["1", "2", "3a", "4"]
    assert "without a number" not in page.words
    assert address not in page.html


def test_item_without_a_number_is_told_before_the_agenda_is_published_and_after(desk, agenda):
    factories.AgendaItemFactory(meeting=agenda, number="", title="Any other business")
    words = Page(desk.get(do(agenda, "publish_agenda"))).words
    assert "1 Matter 1" in words
    assert "(no number) Any other business" in words
    assert "Any other business" not in Page(desk.get(do(agenda, "announce"))).words
    workflow.publish_agenda(agenda, by=factories.a_clerk(), short_notice_reason="It could not wait.")
    page = Page(desk.get(page_of(agenda)))
    assert "give each its number on its own page" in page.words
    address = reverse("admin:meetings_meeting_number_items", args=[agenda.pk])
    assert address not in page.html
    assert "its numbers are cited" in Page(desk.post(address, follow=True)).words
    assert _order(agenda).count("") == 1


def test_next_number_is_offered_for_a_new_item(desk, agenda):
    forms = dict(Page(desk.get(page_of(agenda))).forms)
    assert forms[reverse("admin:meetings_meeting_add_item", args=[agenda.pk])]["number"] == "4"


def test_new_item_goes_to_the_end_of_the_agenda(desk, agenda):
    address = reverse("admin:meetings_meeting_add_item", args=[agenda.pk])
    response = desk.post(address, {"number": "4", "title": " Any other business ", "report_of": "the Clerk"})
    assert response.url == page_of(agenda) + "#agenda"
    item = agenda.agenda_items.in_order().last()
    assert (item.number, item.title, item.report_of, item.publication) == (
        "4",
        "Any other business",
        "the Clerk",
        "draft",
    )
    assert "Any other business" in Page(desk.get(page_of(agenda))).words


@pytest.mark.django_db(transaction=True)
def test_second_of_two_items_of_one_number_added_at_the_same_instant_is_told():
    meeting, clerk = factories.MeetingFactory(), factories.a_clerk()
    address = reverse("admin:meetings_meeting_add_item", args=[meeting.pk])
    second = Client()
    second.force_login(clerk)
    with transaction.atomic():
        Meeting.objects.select_for_update().get(pk=meeting.pk)  # as the first clerk's request holds it
        factories.AgendaItemFactory(meeting=meeting, number="4")
        thread, outcome = in_another_connection(lambda: second.post(address, {"number": "4", "title": "Late"}))
        while not waits_for_a_lock(outcome["pid"]):
            assert thread.is_alive(), "The second did not wait for the first."
    thread.join(30)
    assert outcome["result"].status_code == 422
    assert "Item 4 of this meeting is “Matter 1” already." in Page(outcome["result"]).words
    assert meeting.agenda_items.count() == 1


def test_new_meeting_starts_with_the_standing_items_of_its_body(desk):
    panel = factories.the_panel()
    for title in ("Apologies", "Declarations"):
        factories.StandingItemFactory(body=panel, title=title)
    add = reverse("admin:meetings_meeting_add")
    sent = {**typed(desk.get(add)), "body": panel.pk, "starts_at_0": "2027-01-13", "starts_at_1": "10:00"}
    with time_machine.travel(NOW, tick=False):
        assert desk.post(add, sent).status_code == 302
    meeting = Meeting.objects.get()
    assert [item.title for item in meeting.agenda_items.in_order()] == ["Apologies", "Declarations"]
    assert meeting.minutes.state == Minutes.State.DRAFT


# Set for later ---------------------------------------------------------------------------------------------


@pytest.fixture
def set_for_later(desk):
    """A meeting whose agenda the clerk set to go out at 9 on 1 June 2026."""
    with time_machine.travel(at(2026, 5, 28, 12), tick=False):
        meeting = _soon()
        sent = {"at_0": "2026-06-01", "at_1": "09:00", "note": NOTE}
        response = desk.post(do(meeting, "publish_agenda"), sent, follow=True)
    assert "will be done at 09:00 on 1 June 2026" in Page(response).words
    return meeting


def test_scheduled_verb_waits_until_its_time_and_is_taken_once(desk, set_for_later, clerk):
    with time_machine.travel(at(2026, 6, 1, 8, 59), tick=False):
        assert take_due() == 0
        assert "Publish the agenda" in Page(desk.get(page_of(set_for_later))).words
        assert "Set for" in Page(desk.get(page_of(set_for_later))).words
    set_for_later.refresh_from_db()
    assert not set_for_later.is_public
    with time_machine.travel(at(2026, 6, 1, 9, 0), tick=False):
        assert take_due() == 1
        assert take_due() == 0
    set_for_later.refresh_from_db()
    assert set_for_later.is_public
    told = [happening for happening in story(set_for_later) if happening.sentence == "Publish the agenda"]
    assert [(happening.who, happening.note) for happening in told] == [(str(clerk), NOTE)]


def test_scheduled_verb_is_set_once_only(desk, set_for_later):
    with time_machine.travel(at(2026, 5, 28, 13), tick=False):
        response = desk.post(do(set_for_later, "publish_agenda"), {"at_0": "2026-06-02", "at_1": "09:00"})
    assert response.status_code == 422
    assert "This is already set for a later time." in " ".join(Page(response).errors)
    assert ScheduledVerb.objects.waiting().count() == 1


def test_scheduled_verb_can_be_taken_back(desk, set_for_later):
    waiting = ScheduledVerb.objects.get()
    address = reverse("admin:meetings_meeting_cancel", args=[set_for_later.pk, waiting.pk])
    assert address in [action for action, _ in Page(desk.get(page_of(set_for_later))).forms]
    assert "It will not happen" in Page(desk.post(address, follow=True)).words
    assert "no longer waiting" in Page(desk.post(address, follow=True)).words
    with time_machine.travel(at(2026, 6, 2, 9), tick=False):
        assert take_due() == 0
    set_for_later.refresh_from_db()
    assert not set_for_later.is_public


def test_refused_verb_is_on_the_work_list_until_it_is_set_aside(desk, set_for_later):
    AgendaItem.objects.all().delete()
    with time_machine.travel(at(2026, 6, 1, 9), tick=False):
        assert take_due() == 0
        page = Page(desk.get(HOME))
        assert "“Publish the agenda” was set for 09:00 on 1 June and was refused" in page.words
        assert "no items yet" in page.words
        assert _asked(desk, "was refused") == page_of(set_for_later)
        refused = ScheduledVerb.objects.get()
        desk.post(reverse("admin:meetings_meeting_cancel", args=[set_for_later.pk, refused.pk]))
        assert _asked(desk, "was refused") is None


@pytest.mark.parametrize("role", [roles.MEMBER, roles.OFFICE, roles.ADMINISTRATOR])
def test_scheduled_verb_is_not_taken_back_by_another_role(signed_in, set_for_later, role):
    waiting = ScheduledVerb.objects.get()
    client = signed_in(factories.user_in_role(role))
    address = reverse("admin:meetings_meeting_cancel", args=[set_for_later.pk, waiting.pk])
    assert client.post(address, follow=True).status_code == 403
    assert ScheduledVerb.objects.waiting().exists()


def test_draft_deleted_takes_what_was_set_for_later_with_it(desk, set_for_later):
    desk.post(reverse("admin:meetings_meeting_delete", args=[set_for_later.pk]), {"post": "yes"})
    assert not Meeting.objects.exists()
    with time_machine.travel(at(2026, 6, 1, 9), tick=False):
        assert take_due() == 0
    assert desk.get(HOME).status_code == 200
