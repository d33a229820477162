"""What a member does before a meeting: find what is longest overdue, see what led to it and what came back, and print
the brief."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from meetings import workflow
from meetings.models import Action
from panel_portal.accounts import roles
from panel_portal.records.publication import publish
from tests import factories
from tests.browser import desk
from tests.browser.test_accessibility import assert_no_violation
from tests.browser.test_layout import assert_nothing_beyond_the_edge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def overdue(clerk) -> Action:
    """Three requests, one of them long overdue, of whom whoever was asked has told something; and a meeting to come."""
    meeting = factories.held_meeting_with_minutes(by=clerk)
    item = meeting.agenda_items.get()
    asked = {"origin_item": item, "owner_office": factories.the_commissioner(), "by": clerk, "due_rule": "on_date"}
    oldest = factories.published_action(text="To publish the cost of each car", due_given_on=date(2020, 3, 1), **asked)
    factories.published_action(text="To send the figures", due_given_on=date(2024, 3, 1), **asked)
    secret = factories.published_action(text="To end the contract", due_given_on=date(2022, 3, 1), **asked)
    workflow.exempt_action(secret, by=clerk, **factories.reached.PARAGRAPHS)
    workflow.report_progress(oldest, by=clerk, note="The list is with the auditors.", said_on=date(2020, 4, 1))
    publish(factories.ActionNoteFactory(action=oldest, text="They answered by telephone."), by=clerk)
    coming = factories.MeetingFactory(starts_at=timezone.now() + timedelta(days=20))
    factories.AgendaItemFactory(meeting=coming, number="4", title="Action list", kind="actions")
    workflow.publish_agenda(coming, by=clerk, short_notice_reason="It was called late.")
    oldest.refresh_from_db()
    return oldest


@pytest.fixture
def member(db):
    return factories.user_in_role(roles.MEMBER)


def test_member_finds_the_oldest_overdue_request_what_led_to_it_and_prints_the_brief(page, member, overdue):
    desk.sign_in(page, member, "/workspace/")
    first = page.locator("#list ~ .portal-list > li").first
    expect(first).to_contain_text("Overdue")
    expect(first).to_contain_text("The Secretary: They answered by telephone.")
    expect(page.get_by_text("Not for publication: paragraph 3").first).to_be_visible()
    first.get_by_role("link", name="To publish the cost of each car").click()
    page.wait_for_url(f"**{overdue.get_absolute_url()}")
    expect(page.locator("#main-content")).to_contain_text("The list is with the auditors.")
    expect(page.locator("#main-content")).to_contain_text("They answered by telephone.")
    page.locator("#main-content").get_by_role("link", name="8 January 2020").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("8 January 2020")

    page.goto("/workspace/")
    page.get_by_role("link", name="The brief for this meeting").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Brief for the meeting of")
    terms = page.locator(".portal-printed__facts dt")
    expect(terms.first).to_contain_text(f"{overdue.reference}: overdue by")
    expect(page.locator(".portal-printed__facts")).to_contain_text("They answered by telephone.")
    assert_no_violation(page)
    assert_nothing_beyond_the_edge(page)
    printed = PdfReader(BytesIO(page.pdf(format="A4")))
    assert len(printed.pages) == 1
    assert "For members only" in printed.pages[0].extract_text()
    # Chromium would show the file in its own viewer; what arrives is what matters.
    answer = page.request.get(page.get_by_role("link", name="PDF").get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert len(PdfReader(BytesIO(answer.body())).pages) == 1


def test_member_follows_a_request_and_marks_changes_as_seen_without_javascript(open_browser, member, overdue):
    page = open_browser(java_script_enabled=False)
    desk.sign_in(page, member, "/workspace/")
    row = page.locator(f"#action-{overdue.pk}")
    row.get_by_role("button", name=f"Follow {overdue.reference}").click()
    expect(page).to_have_url(re.compile(rf"/workspace/#action-{overdue.pk}$"))
    expect(row).to_contain_text("you follow this")
    page.get_by_label("Followed").select_option("mine")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".portal-list > li")).to_have_count(1)
    row.get_by_role("button", name=f"Stop following {overdue.reference}").click()
    expect(page.get_by_text("Nothing matches what you chose.")).to_be_visible()

    page.goto("/workspace/")
    expect(page.locator("#changed ~ .portal-list").first).to_contain_text("The list is with the auditors.")
    page.get_by_role("button", name="I have seen these").click()
    expect(page.get_by_text("Nothing has changed since you last looked.")).to_be_visible()


def test_workspace_with_changes_violates_no_rule_and_fits_every_screen(at_the_desk, member, overdue):
    page = at_the_desk(member)
    for address in ("/workspace/", "/workspace/?show=changed"):
        page.goto(address)
        page.get_by_role("button", name="I have seen these").wait_for()
        assert_no_violation(page)
        assert_nothing_beyond_the_edge(page)
