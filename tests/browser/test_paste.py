"""Real minutes in one paste each: pasted, checked on one screen, published, and read by a stranger word for word."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser import desk
from tests.browser.test_accessibility import assert_no_violation
from tests.browser.test_seeds import as_blocks, between, expect_shown, panel, publish_all

__all__ = ["panel"]  # a fixture
pytestmark = pytest.mark.django_db(transaction=True)


def test_seed_001_pasted_with_its_formatting_gives_three_limbs_and_two_actions(open_browser, clerk, panel, seed):
    text = seed("001")
    minute = between(text, "Minutes:", "Resolved-")
    limbs = dict(re.findall(r"^([abc]\))\s+(.*?)\s*$", text, re.MULTILINE))
    name = "Safeguarding Overview and Scrutiny Committee"
    factories.BodyFactory(named__name=name, named__short_name=name)
    page = open_browser()
    desk.sign_in(page, clerk)
    desk.enter_meeting(page, day="28/09/2023")
    desk.save_and_stay(page)
    meeting_url = page.url
    desk.add_item(page, "6", "Police and Crime Plan Update", "the Staffordshire Police Fire and Crime Commissioner")
    page.get_by_role("link", name="Paste its minute").click()
    assert_no_violation(page)
    desk.paste(page, "rich", text)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#counts")).to_contain_text("1 item, 1 decision in 3 parts, 2 actions")
    assert_no_violation(page)

    # By keyboard: from the first item on to its fields, and the drafts are made with Enter on the button.
    page.get_by_role("button", name="Make the drafts").focus()
    page.keyboard.press("Enter")
    desk.done(page, "Drafts made of 1 item, 1 decision and 2 actions")
    publish_all(page, meeting_url)

    stranger = open_browser()
    stranger.goto("/meetings/2023-09-28/")
    stranger.get_by_role("link", name="Police and Crime Plan Update", exact=True).click()
    expect_shown(stranger, "#main-content > .portal-minute", as_blocks(minute))
    for letter, words in limbs.items():
        expect(stranger.locator(f"#limb-{letter[0]} .portal-limb__words")).to_have_text(words)
    expect(stranger.locator("#limb-a .portal-came")).to_have_count(0)
    expect(stranger.locator("#limb-b .portal-came")).to_contain_text("the Commissioner")
    expect(stranger.locator("#limb-c .portal-came")).to_contain_text(name)


def test_seed_002_pasted_as_plain_text_gives_five_actions_and_keeps_work_by_itself(open_browser, clerk, panel, seed):
    text = seed("002")
    minute = "The Commissioner presented" + between(text, "The Commissioner presented", "RESOLVED –")
    asked = between(text, "RESOLVED –", "Supporting documents")
    title = "Safer, Fairer, United Communities for Staffordshire, 2017-2020 - Update"
    page = open_browser()
    desk.sign_in(page, clerk)
    desk.enter_meeting(page, day="30/04/2018")
    desk.save_and_stay(page)
    desk.enter_meeting(page, day="29/01/2018")
    desk.save_and_stay(page)
    meeting_url = page.url
    page.get_by_role("link", name="Paste the minutes, or upload them from Word").click()
    page.get_by_label("Or paste as plain text").fill(text)
    page.get_by_role("button", name="Read it").click()
    # A promise in the discussion is proposed, and tracked only once the clerk ticks it.
    proposed = page.get_by_role("group", name="Asked or promised in the discussion").first
    expect(proposed.get_by_label("Track it as an action")).not_to_be_checked()
    proposed.get_by_label("Track it as an action").check()
    proposed.get_by_label("What was asked").fill("To contact Council Leaders for their views")
    # The browser is closed before anything is pressed; the work is there in another.
    expect(page.locator("#autosave")).to_contain_text("Your work was kept at")
    address = page.url
    page.close(run_before_unload=False)
    page = open_browser()
    desk.sign_in(page, clerk)
    page.goto(address)
    expect(page.get_by_label("What was asked").first).to_have_value("To contact Council Leaders for their views")
    page.get_by_role("button", name="Make the drafts").click()
    desk.done(page, "Drafts made")
    publish_all(page, meeting_url)

    stranger = open_browser()
    stranger.goto("/meetings/2018-01-29/")
    stranger.get_by_role("link", name=title, exact=True).click()
    expect_shown(stranger, "#main-content > .portal-minute", as_blocks(minute))
    expect(stranger.locator(".portal-limb__kind")).to_have_text("Noted, Requested")
    expect_shown(stranger, ".portal-limb__words", as_blocks(asked))
    expect(stranger.locator(".portal-limb .portal-came > li")).to_have_count(5)
    expect(stranger.locator("#asked + ol > li")).to_contain_text("To contact Council Leaders for their views")


def test_unsaved_minute_is_there_after_the_browser_was_closed(open_browser, clerk):
    item = factories.held_meeting().agenda_items.get()
    page = open_browser()
    desk.sign_in(page, clerk)
    address = f"/admin/meetings/agendaitem/{item.pk}/change/"
    page.goto(address)
    desk.write(page, "minute-text", "Half a sentence")
    expect(page.locator("#kept")).to_contain_text("Kept at")
    page.close(run_before_unload=False)

    page = open_browser()
    desk.sign_in(page, clerk)
    page.goto(address)
    page.get_by_role("link", name="Take it up again").click()
    expect(desk.editor(page, "minute-text")).to_have_text("Half a sentence")
    desk.save(page)
    page.goto(address)
    expect(page.get_by_text("did not save it")).to_have_count(0)
