"""The public pages of the meeting record: what they list, in what order, and where their addresses lead."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.models import Action, Attendance
from panel_portal.records.publication import publish
from tests import factories
from tests.factories import LONDON, pdf
from tests.meetings.pages import Page, in_order

pytestmark = pytest.mark.django_db


def at(*moment):
    return datetime(*moment, tzinfo=LONDON)


@pytest.fixture
def stranger():
    return Client()


def read(stranger, address, status=200):
    response = stranger.get(address)
    assert response.status_code == status, address
    return Page(response)


# Meetings --------------------------------------------------------------------------------------------------


@pytest.fixture
def four_meetings(db):
    """Of 2019, 2020, 2021 by the panel, of 2020 by another body; the last is cancelled."""
    group = factories.BodyFactory(slug="budget-group", named__name="Budget Group")
    return [
        factories.held_meeting_with_minutes(starts_at=at(2019, 5, 1, 10), limbs=2),
        factories.held_meeting(starts_at=at(2020, 5, 1, 10)),
        factories.published_meeting(starts_at=at(2020, 6, 1, 10), body=group),
        workflow.cancel(
            factories.published_meeting(starts_at=at(2021, 5, 1, 10)), by=factories.a_clerk(), note="Snow."
        ),
    ]


def _listed(stranger, query):
    page = read(stranger, f"/meetings/{query}")
    return [
        address.strip("/").removeprefix("meetings/") for address in page.links.values() if "/meetings/20" in address
    ]


NARROWED = {
    "": ["2021-05-01", "2020-06-01", "2020-05-01", "2019-05-01"],
    "?year=2020": ["2020-06-01", "2020-05-01"],
    "?body=budget-group": ["2020-06-01"],
    "?state=held": ["2020-05-01", "2019-05-01"],
    "?state=cancelled": ["2021-05-01"],
    "?year=2020&state=held": ["2020-05-01"],
    "?year=2019&body=budget-group": [],
}


def test_meeting_list_is_narrowed_and_latest_first(stranger, four_meetings):
    assert {query: _listed(stranger, query) for query in NARROWED} == NARROWED


def test_meeting_list_offers_the_years_there_are(stranger, four_meetings):
    factories.MeetingFactory(starts_at=at(2018, 5, 1, 10))  # a draft tells no year
    words = read(stranger, "/meetings/").words
    in_order(words, ["All years", "2021", "2020", "2019"])
    assert "2018" not in words


def test_meeting_list_offers_bodies_that_have_met_or_will_and_the_one_asked_for(stranger, four_meetings):
    idle = factories.BodyFactory(slug="idle-group", named__name="Idle Group")
    assert idle.is_public
    factories.MeetingFactory(body=idle)  # a draft
    offered = '<option value="{}"'.format
    page = read(stranger, "/meetings/").html
    assert offered("budget-group") in page
    assert offered("idle-group") not in page
    asked = read(stranger, "/meetings/?body=idle-group")
    assert f"{offered('idle-group')} selected" in asked.html
    assert "No meeting" in asked.words


def test_meeting_list_counts_meetings_decisions_and_requests(stranger, four_meetings):
    words = read(stranger, "/meetings/").words
    assert "4 meetings" in words
    assert "2 decisions, 2 requests" in words
    assert "1 meeting found." in read(stranger, "/meetings/?year=2019").words


def test_meeting_list_puts_those_to_come_first_soonest_at_the_top(stranger, four_meetings):
    with time_machine.travel(at(2026, 6, 1, 9), tick=False):
        for month in (9, 7):
            workflow.announce(factories.MeetingFactory(starts_at=at(2026, month, 1, 10)), by=factories.a_clerk())
        assert _listed(stranger, "")[:3] == ["2026-07-01", "2026-09-01", "2021-05-01"]
        in_order(read(stranger, "/meetings/").words, ["Upcoming", "Past meetings in 2021", "Past meetings in 2020"])


def test_meeting_list_is_cut_into_pages_that_keep_the_filter(stranger, db):
    group = factories.BodyFactory(slug="group")
    for number in range(41):
        meeting = factories.MeetingFactory(body=group, starts_at=at(2020, 1, 1 + number % 28, 8 + number // 28))
        workflow.announce(meeting, by=factories.a_clerk())
    page = read(stranger, "/meetings/?body=group&page=2")
    assert len([address for address in page.links.values() if "/meetings/2020" in address]) == 1
    assert "Showing 41 to 41 of 41." in page.words
    assert "?body=group&page=1" in page.links.values()


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (factories.MeetingFactory, 404),
        (factories.published_meeting, 200),
        (lambda **fields: factories.withdrawn(factories.published_meeting(**fields)), 410),
    ],
    ids=["draft", "published", "withdrawn"],
)
def test_meeting_page_by_state(stranger, make, status):
    make(starts_at=at(2020, 9, 14, 10))
    read(stranger, "/meetings/2020-09-14/", status)


def test_announced_meeting_shows_no_agenda_yet(stranger):
    item = factories.AgendaItemFactory(title="Not yet to be seen")
    workflow.announce(item.meeting, by=factories.a_clerk())
    assert "Not yet to be seen" not in read(stranger, item.meeting.get_absolute_url()).words


def test_meeting_that_was_moved_leads_to_the_later_one_where_that_is_public(stranger):
    meeting, later = factories.published_meeting(), factories.MeetingFactory()
    workflow.postpone(meeting, by=factories.a_clerk(), note="Snow closed the roads.", later_meeting=later)
    page = read(stranger, meeting.get_absolute_url())
    assert "Snow closed the roads." in page.words
    assert not [
        address
        for address in page.links.values()
        if address.startswith("/meetings/2")
        and "#" not in address
        and not address.startswith(meeting.get_absolute_url())
    ]
    workflow.announce(later, by=factories.a_clerk())
    assert later.get_absolute_url() in read(stranger, meeting.get_absolute_url()).links.values()


def test_draft_minutes_are_marked_until_they_are_approved(stranger):
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    for address in (meeting.get_absolute_url(), item.get_absolute_url()):
        assert "Draft minutes – not yet approved" in read(stranger, address).words
    workflow.approve_minutes(meeting.minutes, by=factories.a_clerk(), at_meeting=factories.held_meeting())
    for address in (meeting.get_absolute_url(), item.get_absolute_url()):
        assert "Draft minutes – not yet approved" not in read(stranger, address).words


# Items -----------------------------------------------------------------------------------------------------


def test_item_page_leads_to_the_one_before_and_the_one_after_that_are_public(stranger):
    meeting = factories.published_meeting(items=4)
    first, second, third, fourth = meeting.agenda_items.in_order()
    factories.withdrawn(second)
    addresses = read(stranger, third.get_absolute_url()).links.values()
    assert first.get_absolute_url() in addresses
    assert fourth.get_absolute_url() in addresses
    assert not set(addresses) & {second.get_absolute_url()}
    assert "Previous item" not in read(stranger, first.get_absolute_url()).words
    assert "Next item" not in read(stranger, fourth.get_absolute_url()).words


def test_item_page_lists_the_same_matter_at_other_meetings_of_the_body(stranger):
    def matter(title="Fleet review", **fields):
        item = factories.AgendaItemFactory(title=title, **fields)
        workflow.publish_agenda(item.meeting, by=factories.a_clerk())
        item.refresh_from_db()
        return item

    older, item, newer = matter(), matter(), matter("FLEET REVIEW")
    other_body = matter(meeting__body=factories.BodyFactory())
    another = matter("Estate review")
    withdrawn = factories.withdrawn(matter())
    page = read(stranger, item.get_absolute_url())
    in_order(page.words, ["The same matter at other meetings", "2 meetings, latest first."])
    addresses = list(page.links.values())
    assert addresses.index(newer.get_absolute_url()) < addresses.index(older.get_absolute_url())
    assert not {one.get_absolute_url() for one in (other_body, another, withdrawn)} & set(addresses)


def test_exempt_item_is_listed_and_tells_only_why(stranger):
    meeting = factories.held_meeting_with_minutes()
    item = factories.exempt(meeting.agenda_items.get())
    page = read(stranger, item.get_absolute_url())
    assert "A confidential matter" in page.words
    assert "It would harm a tender that is still open." in page.words
    assert "The Panel considered the matter." not in page.words
    assert "A confidential matter" in read(stranger, meeting.get_absolute_url()).words
    read(stranger, Action.objects.get().get_absolute_url(), 404)


def test_item_of_a_meeting_is_found_only_under_that_meeting(stranger):
    item, other = factories.published_meeting().agenda_items.get(), factories.published_meeting()
    assert item.slug != other.agenda_items.get().slug
    read(stranger, f"/meetings/{other.slug}/{item.slug}/", 404)


# Papers ----------------------------------------------------------------------------------------------------


def test_paper_is_served_under_its_title_with_its_type(stranger):
    upload = pdf("Secret.pdf", title="Inside")
    content = upload.read()
    upload.seek(0)
    document = factories.published_paper(title="The budget", upload=upload).files.get()
    response = stranger.get(document.get_absolute_url())
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="the-budget.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert int(response["Content-Length"]) == len(content) == document.size


def test_paper_a_browser_cannot_show_is_saved(stranger):
    document = factories.published_paper(title="Figures", upload=SimpleUploadedFile("f.csv", b"a,b\n1,2\n")).files.get()
    response = stranger.get(document.get_absolute_url())
    assert response["Content-Disposition"] == 'attachment; filename="figures.csv"'
    assert response["Content-Type"] == "text/csv"


@pytest.mark.parametrize("stale", ["the-budjet.pdf", "x", "The-Budget.pdf"])
def test_paper_under_a_stale_name_leads_to_its_present_one(stranger, stale):
    paper = factories.published_paper(title="The budget")
    response = stranger.get(f"/papers/{paper.pk}/{stale}")
    assert response.status_code == 301
    assert response.url == f"/papers/{paper.pk}/the-budget.pdf"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (factories.exempt, 404),
        (factories.withdrawn, 410),
        (lambda paper: factories.withdrawn(paper.agenda_item), 410),
        (lambda paper: factories.withdrawn(paper.agenda_item.meeting), 410),
        (lambda paper: factories.exempt(paper.agenda_item), 404),
    ],
    ids=["exempt", "withdrawn", "item withdrawn", "meeting withdrawn", "item exempt"],
)
@pytest.mark.parametrize("name", ["the-budget.pdf", "stale.pdf"])
def test_paper_that_is_not_public_is_not_served(stranger, change, status, name):
    paper = factories.published_paper(title="The budget")
    change(paper)
    page = read(stranger, f"/papers/{paper.pk}/{name}", status)
    assert "/papers/" not in " ".join(page.links.values())


# Members ---------------------------------------------------------------------------------------------------


def test_member_list_counts_attendance_at_public_minutes_only(stranger):
    member = factories.published_member(name="Cllr Ruth Okafor")
    kinds = ["present", "substitute", "apologies", "absent"]
    for kind in kinds:
        meeting = factories.held_meeting_with_minutes()
        stand_in = {"substitute_for": factories.MemberFactory()} if kind == "substitute" else {}
        factories.AttendanceFactory(minutes=meeting.minutes, name="", member=member, kind=kind, **stand_in)
    draft = factories.held_meeting().minutes
    factories.AttendanceFactory(minutes=draft, name="", member=member)
    assert Attendance.objects.count() == 5
    assert "Attended 2 of 4 meetings" in read(stranger, "/members/").words


def test_member_list_shows_public_members_by_council_and_name_and_former_ones_apart(stranger):
    zander = factories.published_member(name="Cllr Zoe Zander", sort_name="Zander")
    abbot = factories.published_member(name="Cllr Abe Abbot", sort_name="Abbot")
    abbot.memberships.update(authority=zander.memberships.get().authority)
    former = factories.published_member(name="Cllr Former")
    former.memberships.update(until_on=date(2020, 1, 1))
    factories.MembershipFactory(member__name="Cllr Draft")
    words = read(stranger, "/members/").words
    in_order(words, ["Cllr Abe Abbot", "Cllr Zoe Zander", "Cllr Former"])
    assert "Cllr Draft" not in words


# Actions ---------------------------------------------------------------------------------------------------


@pytest.fixture
def register(db):
    """Three that are owed, of which one is overdue and one reported; one accepted; one still a draft."""
    office = factories.the_commissioner()
    owned = {"owner_office": office}
    factories.published_action(text="Owed without a day", asked_on=date(2024, 3, 1))
    late = {"due_rule": "on_date", "due_given_on": date(2025, 1, 1)}
    factories.published_action(text="Owed and late", asked_on=date(2024, 3, 2), **late, **owned)
    reported = factories.published_action(text="Reported done", asked_on=date(2025, 3, 1), **owned)
    workflow.report_done(reported, by=factories.a_clerk(), note="Sent.")
    factories.closed_action(text="Accepted already", **owned)
    factories.ActionFactory(text="Still a draft")


ALL = {"Owed and late", "Owed without a day", "Reported done", "Accepted already"}


SHOWN = {
    "": ALL - {"Accepted already"},
    "?show=open": ALL - {"Accepted already"},
    "?show=overdue": {"Owed and late"},
    "?show=closed": {"Accepted already"},
    "?show=all": ALL,
    "?show=all&owner=commissioner": ALL - {"Owed without a day"},
    "?show=all&year=2024": {"Owed without a day", "Owed and late"},
    "?words=LATE": {"Owed and late"},
    "?words=%25": set(),
    "?show=closed&year=2024": set(),
}


def test_action_list_is_narrowed(stranger, register):
    found = {query: set(read(stranger, f"/actions/{query}").links) for query in SHOWN}
    assert {query: links & (ALL | {"Still a draft"}) for query, links in found.items()} == SHOWN


def test_action_list_counts_and_puts_the_longest_overdue_first(stranger, register):
    page = read(stranger, "/actions/")
    counted = stranger.get("/actions/").context["counted"]
    assert (counted["open"], counted["overdue"], counted["closed"]) == (3, 1, 1)
    in_order(page.words, ["Owed and late", "Owed without a day", "Reported done"])


@pytest.mark.parametrize("written", ["A2024/001/", "A2024/001", "A2024-001/", "A2024-001"])
def test_reference_as_written_in_minutes_leads_to_the_action(stranger, written):
    action = factories.published_action(asked_on=date(2024, 3, 1))
    response = stranger.get(f"/actions/{written}")
    assert (response.status_code, response.url) == (301, "/actions/2024-001/")
    assert response.url == action.get_absolute_url()


@pytest.mark.parametrize(("change", "status"), [(lambda action: action, 200), (factories.withdrawn, 410)])
def test_action_page_by_state(stranger, change, status):
    action = change(factories.published_action())
    read(stranger, action.get_absolute_url(), status)


def test_action_page_tells_what_happened_in_the_order_of_the_days(stranger):
    with time_machine.travel(at(2024, 3, 1, 12), tick=False):
        action = factories.published_action(text="To send the figures", owner_office=factories.the_commissioner())
        draft = factories.ActionNoteFactory(action=action, text="Not for anybody")
    with time_machine.travel(at(2024, 4, 1, 12), tick=False):
        note = factories.ActionNoteFactory(action=action, written_on=date(2024, 3, 20), text="Promised for May.")
        publish(note, by=factories.a_clerk())
        workflow.report_done(action, by=factories.a_clerk(), note="They are on the website.")
    with time_machine.travel(at(2024, 5, 1, 12), tick=False):
        held = factories.held_meeting(starts_at=timezone.now())
        workflow.reject(action, by=factories.a_clerk(), note="One district is missing.", at_meeting=held)
    words = read(stranger, action.get_absolute_url()).words
    in_order(
        words,
        [
            "To send the figures",
            "Promised for May.",
            "Reported done",
            "They are on the website.",
            "Not accepted; it stays open",
            "One district is missing.",
        ],
    )
    assert draft.text not in words


def test_action_page_leads_to_the_decision_and_the_meeting_it_came_from(stranger):
    meeting = factories.held_meeting_with_minutes()
    action = Action.objects.get()
    addresses = read(stranger, action.get_absolute_url()).links.values()
    assert any(address.startswith(meeting.agenda_items.get().get_absolute_url()) for address in addresses)


def test_public_page_is_the_same_for_a_clerk_and_for_a_stranger(stranger, clerk, signed_in):
    item = factories.AgendaItemFactory(meeting=factories.published_meeting(), number="9", title="Draft supplement")
    words = [Page(one.get(item.meeting.get_absolute_url())).words for one in (stranger, signed_in(clerk))]
    assert not any("Draft supplement" in page for page in words)
    preview = signed_in(clerk).get(f"/admin/preview/meeting/{item.meeting.pk}/")
    assert "Draft supplement" in Page(preview).words
    assert "private" in preview["Cache-Control"]
    assert stranger.get(f"/admin/preview/meeting/{item.meeting.pk}/").status_code == 302


def test_preview_of_a_meeting_that_has_not_sat_shows_no_minutes(clerk, signed_in):
    meeting = factories.published_meeting(items=1)
    item = meeting.agenda_items.get()
    desk, addresses = signed_in(clerk), [f"/admin/preview/meeting/{meeting.pk}/", f"/admin/preview/item/{item.pk}/"]
    assert not [one for one in addresses if "Draft minutes – not yet" in Page(desk.get(one)).words]
    factories.MinuteFactory(agenda_item=item, text="<p>Members noted it.</p>")
    assert [one for one in addresses if "Draft minutes – not yet" in Page(desk.get(one)).words] == addresses
