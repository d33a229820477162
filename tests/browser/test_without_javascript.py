"""With JavaScript switched off: everything a reader needs, and the clerk's way from an item to its publication."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import desk
from tests.browser.record import PUBLIC_PAGES

pytestmark = pytest.mark.only_reads  # the last enters a meeting of its own, which nobody after it reads
NO_SCRIPT = {"java_script_enabled": False}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("home", "Northmere Police and Crime Panel"),
        ("held meeting with draft minutes", "Items and decisions"),
        ("item with decisions", "That the Commissioner be asked for the figures."),
        ("action", "That the Commissioner be asked for the figures."),
        ("members", "Councillors"),
    ],
)
def test_public_page_without_javascript_says_what_it_holds(open_browser, one_of_each, kind, words):
    page = open_browser(**NO_SCRIPT)
    page.goto(PUBLIC_PAGES[kind](one_of_each))
    expect(page.locator("body")).to_contain_text(words)


def test_filters_without_javascript_narrow_the_lists(open_browser, one_of_each):
    page = open_browser(**NO_SCRIPT)
    page.goto("/meetings/")
    page.get_by_label("State").select_option("cancelled")
    page.get_by_role("button", name="Show").click()
    rows = page.locator("#main-content ol.portal-list > li")
    expect(rows).to_have_count(1)
    expect(rows.get_by_role("link").first).to_have_attribute("href", one_of_each.cancelled.get_absolute_url())
    page.get_by_role("link", name="Clear").click()
    expect(rows).not_to_have_count(1)
    page.goto("/actions/")
    page.get_by_label("Show").select_option("closed")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#main-content")).to_contain_text("Nothing matches what you chose.")


def test_exit_this_page_without_javascript_is_a_link_away(open_browser, one_of_each):
    page = open_browser(**NO_SCRIPT)
    page.watch.elsewhere.add("www.bbc.co.uk")
    page.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    page.goto(one_of_each.sensitive.get_absolute_url())
    page.get_by_role("button", name="Exit this page").click()
    page.wait_for_url("https://www.bbc.co.uk/weather")


def test_clerk_without_javascript_enters_a_minute_and_a_decision_and_publishes_them(open_browser, one_of_each):
    meeting = factories.held_meeting(by=one_of_each.clerk, starts_at=datetime(2021, 3, 3, 10, tzinfo=factories.LONDON))
    item = meeting.agenda_items.get()
    page = open_browser(**NO_SCRIPT)
    desk.sign_in(page, one_of_each.clerk, f"/admin/meetings/agendaitem/{item.pk}/change/")
    page.locator("[name=minute-text]").fill(
        "Two things were said.\n\n• Calls are answered.\n• Courts are slow.\n\nThanks."
    )
    page.get_by_label("Stem").fill("Resolved:")
    page.locator("[name=resolutions-0-limbs-0-label]").fill("1.")
    page.locator("[name=resolutions-0-limbs-0-text]").fill("That the report be noted.")
    page.locator("[name=resolutions-0-limbs-0-kinds][value=noting]").check()
    desk.save(page)
    page.goto(f"/admin/meetings/minutes/{meeting.minutes.pk}/change/")
    desk.take_verb(page, "Publish as draft minutes")
    desk.done(page, "Publish as draft minutes")
    page.goto(item.get_absolute_url())
    expect(page.locator("#main-content > .portal-minute > p")).to_have_text(["Two things were said.", "Thanks."])
    expect(page.locator("#main-content > .portal-minute li")).to_have_text(["Calls are answered.", "Courts are slow."])
    expect(page.locator(".portal-decision__stem")).to_have_text("Resolved:")
    expect(page.locator("#limb-1 .portal-limb__words")).to_have_text("That the report be noted.")
