"""What was asked before, in a browser: on the page of a question, and for whoever is about to ask; with script and
without."""

import pytest
from playwright.sync_api import expect

from panel_portal.pages import suggesting
from questions.models import Question
from tests import factories
from tests.browser.test_accessibility import assert_no_violation


@pytest.fixture(scope="module")
def asked(committed):
    """Two questions about the same thing, half a year apart."""
    factories.the_panel()
    factories.SchemeFactory()
    earlier, later = (
        factories.published_question(parts=(f"What did speed cameras in villages cost {when}?",))
        for when in ("last winter", "this summer")
    )
    Question.objects.filter(pk=earlier.pk).update(title="Cameras in winter", asked_on="2026-01-12")
    Question.objects.filter(pk=later.pk).update(title="Cameras in summer", asked_on="2026-07-13")
    suggesting.learn()
    return earlier, later


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_page_of_a_question_leads_to_the_one_that_was_asked_before(open_browser, asked, script):
    earlier, later = asked
    page = open_browser(java_script_enabled=script)
    page.goto(later.get_absolute_url())
    expect(page.get_by_role("heading", name="Asked before")).to_be_visible()
    if script:
        assert_no_violation(page)
    page.get_by_role("link", name="Cameras in winter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cameras in winter")
    expect(page.get_by_role("heading", name="Related")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_whoever_is_about_to_ask_sees_it_and_can_send_all_the_same(open_browser, asked, script):
    page = open_browser(java_script_enabled=script)
    page.goto("/questions/ask/words/")
    page.locator("[name=part_1]").fill("What will the speed cameras in our villages cost?")
    page.get_by_role("button", name="Continue").click()
    for step in ("law", "meeting"):
        page.wait_for_url(f"**/ask/{step}/")
        page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/ask/eligibility/")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/ask/person/")
    page.locator("[name=name]").fill("Jo Asker")
    page.locator("[name=email]").fill("jo@mail.example")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/ask/naming/")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/ask/check/")
    expect(page.get_by_role("heading", name="Has it been asked before?")).to_be_visible()
    expect(page.get_by_role("link", name="Cameras in winter")).to_be_visible()
    if script:
        assert_no_violation(page)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send my question").click()
    page.wait_for_url("**/ask/sent/")
    assert Question.objects.filter(parts__isnull=True, submission__isnull=False).exists()
