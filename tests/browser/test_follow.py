"""Following by e-mail in a browser: asked for on a question's page, confirmed, changed and stopped, with the links of
the letters; with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from panel_portal.pages.follow.sending import tell
from panel_portal.pages.models import Subscriber
from panel_portal.records.models import OutgoingEmail
from tests import factories
from tests.browser.test_accessibility import assert_no_violation
from tests.pages.followers import path


@pytest.fixture
def question(committed):
    factories.the_panel()
    return factories.published_question(title="Patrols at night")


def latest() -> OutgoingEmail:
    return OutgoingEmail.objects.filter(to="reader@mail.example").order_by("-pk").first()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_question_is_followed_confirmed_told_and_stopped(open_browser, question, script):
    page = open_browser(java_script_enabled=script)
    page.goto(question.get_absolute_url())
    page.get_by_role("link", name="Get an e-mail when something happens here").click()
    expect(page.get_by_label(f"Question {question.reference}")).to_be_checked()
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your e-mail address")
    if script:
        assert_no_violation(page)
    page.get_by_label("Soon after it happens").check()
    page.get_by_label("Your e-mail address").fill("reader@mail.example")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look in your e-mail")).to_be_visible()

    page.goto(path(latest().body, "confirm"))
    expect(page.locator("main")).to_contain_text("Patrols at night")
    if script:
        assert_no_violation(page)
    page.get_by_role("button", name="Yes, send me these e-mails").click()
    expect(page.get_by_role("heading", name="You will get these e-mails")).to_be_visible()
    if script:
        assert_no_violation(page)

    page.get_by_role("link", name="See or change what you follow").click()
    page.get_by_label("Once a day").check()
    page.get_by_role("button", name="Save how often").click()
    expect(page.locator("main")).to_contain_text("Saved")
    page.get_by_label("Soon after it happens").check()
    page.get_by_role("button", name="Save how often").click()
    if script:
        assert_no_violation(page)

    Subscriber.objects.get().subscriptions.update(confirmed_at=timezone.now() - timedelta(hours=1))
    tell(timezone.now() + timedelta(hours=1))
    letter = latest()
    assert question.reference in letter.subject
    page.goto(path(letter.body, "stop"))
    if script:
        assert_no_violation(page)
    page.get_by_role("button", name="Stop these e-mails").click()
    expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    assert not Subscriber.objects.exists()
    page.goto(path(letter.body, "change"))
    expect(page.locator("main")).to_contain_text("They were stopped already")
    if script:
        assert_no_violation(page)
