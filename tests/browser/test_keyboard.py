"""The public record without a mouse."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.only_reads

MOST_TABS = 80


def tab_to(page, name: str) -> None:
    """Press Tab until the focus is on something with that name."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ').trim()") == name:
            return
    raise AssertionError(f"Tab never reached “{name}” on {page.url}")


def test_reader_with_a_keyboard_gets_from_home_to_an_action(page, one_of_each):
    meeting, item = one_of_each.held, one_of_each.decided
    page.goto("/")
    tab_to(page, "Meetings")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/")
    link = page.locator(f"a[href='{meeting.get_absolute_url()}']").first
    tab_to(page, " ".join(link.inner_text().split()))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{meeting.get_absolute_url()}")
    tab_to(page, item.title)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{item.get_absolute_url()}")
    anchor = page.locator("a.portal-limb__anchor[href='#limb-b']")
    tab_to(page, " ".join(anchor.inner_text().split()))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#limb-b$"))
    expect(page.locator("#limb-b")).to_be_in_viewport()
    reference = page.locator("#limb-b a[href^='/actions/']")
    tab_to(page, " ".join(reference.inner_text().split()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/*/")
    expect(page.locator("#origin + p").get_by_role("link", name="Decision b)")).to_be_visible()


def test_shift_pressed_three_times_leaves_a_sensitive_page(page, one_of_each):
    page.watch.elsewhere.add("www.bbc.co.uk")
    page.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>"))
    page.goto(one_of_each.sensitive.get_absolute_url())
    expect(page.get_by_role("button", name="Exit this page").first).to_be_visible()
    expect(page.locator(".govuk-frontend-supported .govuk-exit-this-page__indicator")).to_be_attached()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.bbc.co.uk/weather")


def test_page_that_is_not_sensitive_offers_no_exit(page, one_of_each):
    page.goto(one_of_each.decided.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".govuk-exit-this-page")).to_have_count(0)
