"""From a page to its feed and its calendar, without JavaScript."""

import feedparser
import pytest
from icalendar import Calendar
from playwright.sync_api import expect

pytestmark = pytest.mark.only_reads
NO_SCRIPT = {"java_script_enabled": False}


def test_reader_finds_the_feed_of_a_question_and_what_feeds_are(open_browser, one_of_each):
    page = open_browser(**NO_SCRIPT)
    page.goto(one_of_each.question)
    link = page.get_by_role("link", name="Atom feed")
    address = link.get_attribute("href")
    assert page.locator("head link[rel=alternate]").get_attribute("href") == address
    feed = feedparser.parse(page.request.get(page.url.partition("/questions/")[0] + address).body())
    assert not feed.bozo
    assert feed.entries[-1].link == page.url
    page.get_by_role("link", name="what these are").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Feeds and calendars")


def test_reader_puts_a_meeting_into_a_calendar(open_browser, one_of_each):
    page = open_browser(**NO_SCRIPT)
    page.goto(one_of_each.upcoming.get_absolute_url())
    address = page.get_by_role("link", name="Put this meeting into your calendar").get_attribute("href")
    entry = Calendar.from_ical(page.request.get(page.url.partition("/meetings/")[0] + address).body())
    assert [event["url"] for event in entry.events] == [page.url]


def test_footer_leads_to_feeds_and_calendars_from_every_page(open_browser, one_of_each):
    page = open_browser(**NO_SCRIPT)
    page.goto("/members/")
    page.get_by_role("contentinfo").get_by_role("link", name="Feeds and calendars").click()
    for words in ("All meetings", "Everything new", "What became overdue"):
        expect(page.locator("#main-content").get_by_role("link", name=words, exact=True).first).to_be_visible()
