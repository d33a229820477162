"""The members' workspace: what is owed, with what is exempt, for members only."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from panel_portal.accounts import roles
from tests import factories
from tests.meetings.pages import Page, in_order

pytestmark = pytest.mark.django_db

WORKSPACE = "/workspace/"
SECRETS = {"exempt_paragraphs": ["3"], "exempt_reason": "It would harm a tender that is still open."}


def texts(response) -> list[str]:
    """What is in the list, in its order."""
    return [action.text for action in response.context["page_obj"]]


@pytest.fixture
def bench(member, signed_in):
    return signed_in(member)


@pytest.fixture
def secret(db):
    action = factories.published_action(text="To end the secret contract", asked_on=date(2024, 1, 1))
    return workflow.exempt_action(action, by=factories.a_clerk(), **SECRETS)


@pytest.mark.parametrize(
    ("role", "status"), [(roles.MEMBER, 200), (roles.CLERK, 200), (roles.OFFICE, 403), (roles.ADMINISTRATOR, 403)]
)
def test_workspace_opens_for_members_and_the_clerk_only(signed_in, secret, role, status):
    response = signed_in(factories.user_in_role(role)).get(WORKSPACE)
    assert response.status_code == status
    assert ("To end the secret contract" in response.content.decode()) == (status == 200)


def test_workspace_sends_a_stranger_to_sign_in(secret):
    response = Client().get(WORKSPACE)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={WORKSPACE}")


def test_workspace_marks_what_is_exempt_and_gives_it_no_public_link(bench, secret):
    public = factories.published_action(text="To send the figures")
    page = Page(bench.get(f"{WORKSPACE}?show=all"))
    in_order(page.words, ["To end the secret contract", "Not for publication: paragraph 3"])
    assert page.words.count("Not for publication: paragraph 3") == 1
    assert public.get_absolute_url() in page.links.values()
    assert secret.get_absolute_url() not in page.links.values()


def test_exempt_action_has_a_page_for_members_with_what_led_to_it_and_what_came_back(bench, secret, signed_in):
    workflow.report_progress(secret, by=factories.a_clerk(), note="The lawyers are at it.", said_on=date(2024, 2, 1))
    address = Page(bench.get(f"{WORKSPACE}?show=all")).links["To end the secret contract"]
    page = Page(bench.get(address))
    parts = [
        "Not for publication",
        "must not be passed on",
        "To end the secret contract",
        "paragraph 3",
        "What came back",
    ]
    in_order(page.words, [*parts, "The lawyers are at it.", "Said on Thursday 1 February 2024.", "Progress reported"])
    assert signed_in(factories.user_in_role(roles.OFFICE)).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert "no-store" in bench.get(address)["Cache-Control"]


def test_action_of_an_exempt_item_has_a_page_for_members(bench):
    meeting = factories.held_meeting_with_minutes()
    factories.exempt(meeting.agenda_items.get())
    response = bench.get(f"{WORKSPACE}?show=all")
    action = response.context["page_obj"][0]
    page = Page(bench.get(f"{WORKSPACE}actions/{action.reference_in_address}/"))
    in_order(page.words, [action.text, "Not for publication: paragraph 3", "It arose under"])


def test_workspace_marks_an_action_of_an_exempt_item(bench):
    meeting = factories.held_meeting_with_minutes()
    factories.exempt(meeting.agenda_items.get())
    page = Page(bench.get(WORKSPACE))
    assert "Not for publication: paragraph 3" in page.words
    assert not [address for address in page.links.values() if address.startswith("/actions/2")]


def test_exempt_action_is_nowhere_for_the_public(secret):
    assert Client().get(secret.get_absolute_url()).status_code == 404
    for address in ("/", "/actions/?show=all"):
        response = Client().get(address)
        assert secret.text not in response.content.decode()
        assert secret.reference not in response.content.decode()


def test_exempt_action_is_not_on_the_public_list_for_a_member_either(bench, secret):
    assert secret.text not in bench.get("/actions/?show=all").content.decode()


@pytest.mark.parametrize("client", ["member", "stranger"])
def test_workspace_is_never_kept_in_a_cache(bench, client):
    visitor = {"member": bench, "stranger": Client()}[client]
    kept = visitor.get(WORKSPACE)["Cache-Control"]
    assert {"private", "no-store"} <= {part.strip() for part in kept.split(",")}


def test_workspace_puts_the_longest_overdue_first_and_counts(bench):
    for text, due in (("Due later", "2026-01-01"), ("Due first", "2024-01-01")):
        factories.published_action(text=text, due_rule="on_date", due_given_on=due, asked_on="2023-01-01")
    factories.published_action(text="Without a day")
    factories.closed_action(text="Closed long ago")
    factories.ActionFactory(text="Still a draft")
    response = bench.get(WORKSPACE)
    assert texts(response) == ["Due first", "Due later", "Without a day"]
    assert "Still a draft" not in response.content.decode()
    assert response.context["open_count"] == 3


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?show=closed", {"Closed"}),
        ("?show=all", {"Closed", "Open"}),
        ("?words=ope", {"Open"}),
        ("?unknown=1999", {"Open"}),
    ],
)
def test_workspace_is_narrowed_by_what_is_shown_and_by_words(bench, query, shown):
    factories.closed_action(text="Closed")
    factories.published_action(text="Open")
    assert set(texts(bench.get(WORKSPACE + query))) == shown


def test_workspace_tells_the_next_meeting_of_the_panel(bench):
    soon, later = (timezone.now() + timedelta(days=days) for days in (20, 40))
    factories.published_meeting(starts_at=later)
    meeting = factories.published_meeting(starts_at=soon)
    factories.published_meeting(starts_at=timezone.now() + timedelta(days=5), body=factories.BodyFactory())
    factories.MeetingFactory(starts_at=timezone.now() + timedelta(days=2))
    page = Page(bench.get(WORKSPACE))
    assert meeting.get_absolute_url() in page.links.values()
    assert len([address for address in page.links.values() if address.startswith("/meetings/2")]) == 1


@pytest.mark.parametrize(
    "query",
    ["?page=0", "?page=zzz", "?meeting=abc", "?owner=zzz", "?show=zzz", "?owner=%00", "?state=x", "?followed=council"],
)
def test_workspace_with_a_garbled_query_is_a_clear_page(bench, query):
    assert bench.get(WORKSPACE + query).status_code in {200, 400, 404}
