"""What a clerk does at the desk, said once: sign in, enter, write, take a verb."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD

PASTE = """async ([html, text]) => {
  const kinds = {"text/plain": new Blob([text], {type: "text/plain"})};
  if (html) kinds["text/html"] = new Blob([html], {type: "text/html"});
  await navigator.clipboard.write([new ClipboardItem(kinds)]);
}"""


def sign_in(page: Page, user, to: str = "/admin/") -> None:
    """By the sign-in page, as anybody would."""
    page.goto(f"/accounts/login/?next={to}")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(re.escape(to)))


def editor(page: Page, field: str) -> Locator:
    """The rich text editor of a field, by the field's name."""
    return page.locator(f".prose-editor:has(textarea[name='{field}']) [contenteditable='true']")


def paste(page: Page, field: str, text: str, html: str = "") -> None:
    """From the clipboard, as a clerk who has the text in another window."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(PASTE, [html, text])
    editor(page, field).click()
    page.keyboard.press("Control+v")


def write(page: Page, field: str, text: str) -> None:
    """Key by key, as far as the page can tell."""
    editor(page, field).click()
    page.keyboard.insert_text(text)


def take_verb(page: Page, label: str, **answers: str) -> None:
    """Press the verb's button, answer what it asks, and do it. `answers` are by the name of the field."""
    page.get_by_role("link", name=label, exact=True).click()
    for name, words in answers.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name=label, exact=True).click()


def done(page: Page, words: str) -> None:
    expect(page.locator(".messagelist .success")).to_contain_text(words)


def enter_meeting(page: Page, *, day: str, kind: str = "ordinary", at: str = "10:00") -> None:
    """A new meeting of the panel, from the desk, left on its own page. `day` as 28/09/2023."""
    page.goto("/admin/meetings/meeting/add/")
    page.get_by_label("Body:", exact=True).select_option(index=1)
    page.get_by_label("Kind:", exact=True).select_option(kind)
    page.locator("[name=starts_at_0]").fill(day)
    page.locator("[name=starts_at_1]").fill(at)
    page.get_by_label("Place:", exact=True).fill("County Hall")


def save_and_stay(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()
    done(page, "successfully")


def add_item(page: Page, number: str, title: str, report_of: str = "") -> None:
    """On the meeting's page; then open it."""
    page.get_by_label("Number", exact=True).fill(number)
    page.get_by_label("Title of a new item").fill(title)
    page.get_by_label("Report of", exact=True).fill(report_of)
    page.get_by_role("button", name="Add the item").click()
    done(page, "Added")
    page.get_by_role("link", name=title, exact=True).click()
    expect(editor(page, "minute-text")).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    done(page, "Saved")
