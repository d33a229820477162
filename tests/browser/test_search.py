"""Searching the record: with a mouse, with a keyboard alone, and without JavaScript."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.only_reads
RESULTS = "#main-content ol.portal-list > li"


def test_reader_searches_from_any_page_and_narrows_what_is_found(page, one_of_each):
    page.goto("/members/")
    page.get_by_role("searchbox", name="Search the record").fill("commissioner")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=commissioner")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    results = page.locator(RESULTS)
    expect(results.first).to_be_visible()
    expect(page.locator("mark").first).to_have_text("Commissioner")
    everything = results.count()
    page.get_by_label("Kind").select_option("action")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**kind=action**")
    assert 0 < results.count() < everything
    for kind in results.locator(".portal-meta:first-child").all_inner_texts():
        assert kind.startswith("What has been asked")
    page.get_by_role("link", name="All results").click()
    expect(results).to_have_count(everything)


def test_reader_with_a_keyboard_alone_finds_an_item(page, one_of_each):
    page.goto("/")
    box = page.get_by_role("searchbox", name="Search the record")
    for _ in range(30):
        page.keyboard.press("Tab")
        if box.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type("figures")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=figures")
    link = page.locator(f"{RESULTS} a").first
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    address = link.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_search_without_javascript_finds_narrows_and_says_when_there_is_nothing(open_browser, one_of_each):
    page = open_browser(java_script_enabled=False)
    page.goto("/")
    page.get_by_label("Search the record").fill("commissioner")
    page.get_by_role("button", name="Search").click()
    results = page.locator(RESULTS)
    expect(results).not_to_have_count(0)
    page.get_by_label("Order").select_option("best")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#main-content")).to_contain_text("best match first")
    page.get_by_label("Search the record").fill("zebra")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#main-content")).to_contain_text("Nothing public has “zebra”")


def test_reference_typed_into_the_box_leads_straight_there(page, one_of_each):
    page.goto("/members/")
    year, number = one_of_each.action.strip("/").rpartition("/")[2].split("-")
    page.get_by_role("searchbox", name="Search the record").fill(f"a{year} {number}")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"**{one_of_each.action}")
