"""What a clerk does most, with the keyboard alone; and what must hold whoever else is at work."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from meetings import workflow
from meetings.models import Meeting
from panel_portal.accounts import roles
from panel_portal.records.periods import today
from tests import factories
from tests.browser import desk

pytestmark = pytest.mark.django_db(transaction=True)

MOST_TABS = 60


def tab_to(page, selector: str) -> None:
    """Press Tab until the focus is on an element that the selector names."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never reached {selector} on {page.url}")


def test_clerk_with_a_keyboard_publishes_an_agenda_with_a_note(page, clerk):
    day = today() + timedelta(days=2)
    meeting = factories.MeetingFactory(starts_at=datetime(day.year, day.month, day.day, 10, tzinfo=factories.LONDON))
    factories.AgendaItemFactory(meeting=meeting, title="The budget")

    page.goto("/accounts/login/?next=/admin/")
    tab_to(page, "[name=login]")
    page.keyboard.type(clerk.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    expect(page.locator(".portal-question--urgent").first).to_contain_text("is not out. Publish it?")
    tab_to(page, ".portal-question a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/do/publish_agenda/")
    tab_to(page, "[name=short_notice_reason]")
    page.keyboard.type("The Commissioner asked for an early date.")
    tab_to(page, "[name=note]")
    page.keyboard.type("Agreed with the Chair by telephone.")
    tab_to(page, "input[type=submit][value='Publish the agenda']")
    page.keyboard.press("Enter")
    desk.done(page, "Publish the agenda")
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.AGENDA_PUBLISHED

    tab_to(page, "a[href$='/history/']")
    page.keyboard.press("Enter")
    expect(page.locator("#change-history blockquote")).to_have_text("Agreed with the Chair by telephone.")
    page.goto(meeting.get_absolute_url())
    expect(page.locator("#main-content")).to_contain_text("The Commissioner asked for an early date.")
    expect(page.locator("#main-content")).not_to_contain_text("Agreed with the Chair")


def test_paper_uploaded_at_the_desk_is_downloaded_whole_by_a_stranger(open_browser, clerk, tmp_path):
    meeting = factories.published_meeting(by=clerk)
    item = meeting.agenda_items.get()
    upload = factories.pdf("report.pdf", title="The budget in full")
    content = upload.read()
    source = tmp_path / "report.pdf"
    source.write_bytes(content)
    page = open_browser()
    desk.sign_in(page, clerk, f"/admin/meetings/agendaitem/{item.pk}/change/")
    page.get_by_text("Add a paper").click()
    page.locator("[name=papers-0-title]").fill("The budget")
    page.locator("[name=papers-0-upload]").set_input_files(source)
    desk.save(page)
    page.get_by_role("link", name="Publish, withdraw, keep private or replace it").click()

    stranger = open_browser()
    stranger.goto(item.get_absolute_url())
    expect(stranger.get_by_text("Supporting documents")).to_have_count(0)
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish", exact=True).click()
    desk.done(page, "Publish")
    stranger.reload()
    expect(stranger.get_by_role("heading", name="Supporting documents")).to_be_visible()
    link = stranger.get_by_role("link", name=re.compile("The budget.*PDF"))
    # Chromium would show the file in its own viewer; what arrives is what matters.
    answer = stranger.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body() == content


def test_editor_tells_a_screen_reader_its_name_and_what_its_buttons_do(open_browser, clerk):
    item = factories.held_meeting(by=clerk).agenda_items.get()
    page = open_browser()
    desk.sign_in(page, clerk, f"/admin/meetings/agendaitem/{item.pk}/change/")
    box = desk.editor(page, "minute-text")
    expect(box).to_have_accessible_name("Minute")
    frame = page.locator(".prose-editor:has(textarea[name='minute-text'])")
    undo, bold = (frame.locator(f"[data-name='{name}']") for name in ("history:undo", "bold"))
    expect(undo).to_be_disabled()
    box.press_sequentially("x")
    expect(undo).not_to_be_disabled()
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "true")
    bold.click()
    expect(bold).to_have_attribute("aria-pressed", "false")


def test_preview_shows_the_draft_that_the_public_page_does_not(open_browser, clerk):
    meeting = factories.held_meeting(by=clerk)
    item = meeting.agenda_items.get()
    factories.MinuteFactory(agenda_item=item, text="<p>A sentence still in draft.</p>")
    page = open_browser()
    desk.sign_in(page, clerk, f"/admin/meetings/agendaitem/{item.pk}/change/")
    page.get_by_role("link", name="Preview as the public will see it").click()
    expect(page.get_by_text("Preview: the public cannot see this page as it is here")).to_be_visible()
    expect(page.get_by_text("A sentence still in draft.")).to_be_visible()
    page.goto(item.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text(item.title)
    expect(page.get_by_text("A sentence still in draft.")).to_have_count(0)


def test_item_withdrawn_at_the_desk_tells_the_public_why(open_browser, clerk):
    item = factories.published_meeting(by=clerk).agenda_items.get()
    page = open_browser()
    desk.sign_in(page, clerk, f"/admin/meetings/agendaitem/{item.pk}/change/")
    page.get_by_role("link", name="Withdraw", exact=True).click()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.locator(".errorlist").first).to_be_visible()
    page.locator("[name=note]").fill("It named a person who should not be named.")
    page.get_by_role("button", name="Withdraw", exact=True).click()
    desk.done(page, "Withdraw")
    answer = open_browser().goto(item.get_absolute_url())
    assert answer.status == 410
    assert "It named a person who should not be named." in answer.text()


def test_second_clerk_to_save_is_told_and_keeps_what_they_typed(open_browser, clerk):
    item = factories.held_meeting(by=clerk).agenda_items.get()
    factories.MinuteFactory(agenda_item=item, text="<p>As it was.</p>")
    address = f"/admin/meetings/agendaitem/{item.pk}/change/"
    first, second = open_browser(), open_browser()
    other = factories.user_in_role(roles.CLERK, name="Second Clerk")
    for page, user in ((first, clerk), (second, other)):
        desk.sign_in(page, user, address)
        expect(desk.editor(page, "minute-text")).to_have_text("As it was.")
    desk.write(first, "minute-text", "The first clerk wrote this. ")
    desk.save(first)
    desk.write(second, "minute-text", "The second clerk wrote that. ")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator(".errorlist").first).to_contain_text(f"{clerk.name} saved this at")
    expect(desk.editor(second, "minute-text")).to_contain_text("The second clerk wrote that.")
    item.minute.refresh_from_db()
    assert "first clerk" in item.minute.text
    assert "second clerk" not in item.minute.text
    second.get_by_role("button", name="Save", exact=True).click()
    desk.done(second, "Saved")
    item.minute.refresh_from_db()
    assert "second clerk" in item.minute.text


def test_meeting_that_two_clerks_hold_at_once_is_held_once(open_browser, clerk):
    meeting = factories.published_meeting(by=clerk)
    page = open_browser()
    desk.sign_in(page, clerk, f"/admin/meetings/meeting/{meeting.pk}/do/hold/")
    workflow.hold(meeting, by=clerk)
    page.get_by_role("button", name="Record as held").click()
    expect(page.locator(".errorlist")).to_contain_text("Nothing was changed. Somebody else")


def test_moving_an_item_asks_before_what_was_typed_about_the_meeting_is_left_behind(page, clerk):
    meeting = factories.MeetingFactory()
    for number in "12":
        factories.AgendaItemFactory(meeting=meeting, number=number, title=f"Item {number}")
    desk.sign_in(page, clerk, f"/admin/meetings/meeting/{meeting.pk}/change/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    up = page.locator("#agenda button[name=up]").nth(1)
    page.locator("[name=place]").fill("Committee Room 1")
    up.click()
    expect(page.locator("[name=place]")).to_have_value("Committee Room 1")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    desk.save_and_stay(page)
    up.click()
    expect(page.locator("#agenda tbody th").first).to_contain_text("Item 2")
    expect(page.locator("[name=place]")).to_have_value("Committee Room 1")
    assert asked == ["beforeunload"]
