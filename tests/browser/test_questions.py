"""A question from the asker's first page to its publication, with script, without, and with a keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from panel_portal.records.models import OutgoingEmail
from questions.models import Question
from tests import factories
from tests.browser import desk
from tests.browser.test_accessibility import assert_no_violation


@pytest.fixture
def ground(committed):
    """A panel that takes questions, and its clerk."""
    factories.a_scheme()
    meeting = factories.published_meeting(starts_at=timezone.now() + timedelta(days=40), body=factories.the_panel())
    clerk = factories.a_clerk()
    return meeting, clerk


def go_on(page):
    page.get_by_role("button", name="Continue").click()


def ask(page):
    """Through every step, by what is written on the page; returns the reference."""
    page.goto("/questions/")
    page.get_by_role("button", name="Ask a question").click()
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Your question").fill("When did officers last meet residents?")
    page.get_by_role("button", name="Add another part").click()
    page.get_by_label("Part 2").fill("When is the next meeting?")
    go_on(page)
    page.get_by_label("Where that law can be read").fill("legislation.example/section/34")
    go_on(page)
    go_on(page)
    page.get_by_label("I live in the area").check()
    go_on(page)
    page.get_by_label("Your name").fill("Jo Asker")
    page.get_by_label("E-mail address").fill("jo@mail.example")
    go_on(page)
    page.get_by_label("My initials").check()
    go_on(page)
    expect(page.locator("main")).to_contain_text("When is the next meeting?")
    page.get_by_label("I have read how the panel uses what I send").check()
    page.get_by_role("button", name="Send my question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
    return page.locator(".govuk-panel strong").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_question_is_asked_followed_accepted_published_and_read(open_browser, ground, script):
    _, clerk = ground
    asker = open_browser(java_script_enabled=script)
    reference = ask(asker)
    question = Question.objects.get(reference=reference)
    assert OutgoingEmail.objects.filter(to="jo@mail.example").count() >= 1
    asker.get_by_role("link", name="Follow your question").click()
    expect(asker.locator("main")).to_contain_text("The clerk has not read it yet")
    followed = asker.url

    page = open_browser(java_script_enabled=script)
    desk.sign_in(page, clerk, "/admin/")
    page.locator(f"a[href='/admin/questions/question/{question.pk}/change/']").first.click()
    expect(page.locator("#content-main")).to_contain_text("Jo Asker")
    page.goto(f"/admin/questions/question/{question.pk}/do/accept/")
    page.get_by_label("What it is about, in a few words").fill("Meetings with residents")
    expect(page.get_by_label("Asked by, as published")).to_have_value("J. A.")
    page.get_by_role("button", name="Accept").click()
    desk.done(page, "Accept")
    page.goto(f"/admin/questions/question/{question.pk}/do/publish_question/")
    page.get_by_role("button", name="Publish this question").click()
    desk.done(page, "Publish this question")

    asker.goto(followed)
    asker.get_by_role("link", name="Read it as published").click()
    main = asker.locator("main")
    expect(main).to_contain_text("Meetings with residents")
    expect(main).to_contain_text("Asked by")
    expect(main).to_contain_text("J. A.")
    expect(main).to_contain_text("Part 2")
    expect(main).not_to_contain_text("Jo Asker")


def tab_to(page, what: str):
    """Press Tab until the focus is where `what` (a condition in the page) says."""
    for _ in range(40):
        if page.evaluate(f"(at => {what})(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No way with Tab to: {what}")


def press(page, words: str):
    """Go to the button with these words and press it."""
    tab_to(page, f"at.tagName == 'BUTTON' && at.innerText.trim() == '{words}'")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)


def test_question_is_asked_with_a_keyboard_alone(page, ground):
    page.goto("/questions/ask/words/")
    tab_to(page, "at.name == 'part_1'")
    page.keyboard.type("When is the next meeting?")
    press(page, "Continue")
    press(page, "Continue")  # no law
    press(page, "Continue")  # the meeting that is chosen already
    tab_to(page, "at.name == 'eligibility'")
    page.keyboard.press("Space")
    press(page, "Continue")
    tab_to(page, "at.name == 'name'")
    page.keyboard.type("Jo Asker")
    tab_to(page, "at.name == 'email'")
    page.keyboard.type("jo@mail.example")
    press(page, "Continue")
    tab_to(page, "at.name == 'naming'")
    page.keyboard.press("ArrowDown")
    press(page, "Continue")
    tab_to(page, "at.name == 'agreed'")
    page.keyboard.press("Space")
    press(page, "Send my question")
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
    assert Question.objects.latest("pk").submission.naming == "initials"


def test_each_step_of_asking_violates_no_rule_also_with_an_error(page, ground):
    page.goto("/questions/ask/words/")
    go_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_no_violation(page)
    page.get_by_label("Your question").fill("When?")
    for step in ("words", "law", "meeting"):
        page.wait_for_url(f"**/ask/{step}/")
        assert_no_violation(page)
        go_on(page)
    go_on(page)
    assert_no_violation(page)
    page.get_by_label("I live in the area").check()
    go_on(page)
    page.get_by_label("Your name").fill("Jo Asker")
    page.get_by_label("E-mail address").fill("jo@mail.example")
    assert_no_violation(page)
    go_on(page)
    assert_no_violation(page)
    page.get_by_label("My name").check()
    go_on(page)
    assert_no_violation(page)
    page.get_by_label("I have read how the panel uses what I send").check()
    page.get_by_role("button", name="Send my question").click()
    expect(page.get_by_role("heading", name="We have your question")).to_be_visible()
    assert_no_violation(page)


def test_clerks_page_for_a_question_violates_no_rule(at_the_desk, ground):
    _, clerk = ground
    question = factories.received_question()
    page = at_the_desk(clerk)
    for address in (
        f"/admin/questions/question/{question.pk}/change/",
        f"/admin/questions/question/{question.pk}/do/accept/",
        "/admin/questions/question/add/",
        "/admin/reports/commissionerresponse/add/",
        "/admin/questions/scheme/add/",
    ):
        page.goto(address)
        assert_no_violation(page)
