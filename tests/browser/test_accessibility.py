"""axe, with every rule of WCAG 2.2 AA and colour contrast, on pages as they answer; each kind of page as it first
opens is in test_pages.py."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.record import DESK_PAGES

pytestmark = pytest.mark.only_reads

RULES = {
    "preload": False,  # it reads style sheets by putting them inline, which our own policy refuses
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": True}},
}


def violations(page) -> list[str]:
    """What axe finds on the page once it is there whole, a line for each element: the rule, where, and why."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")  # the name of an icon is no text
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{one['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def assert_no_violation(page) -> None:
    found = violations(page)
    assert not found, "\n".join(found)


def test_sign_in_page_with_an_error_violates_no_rule(page, one_of_each):
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".govuk-error-summary").wait_for()
    assert_no_violation(page)


def test_workspace_violates_no_rule(at_the_desk, one_of_each):
    page = at_the_desk(one_of_each.member)
    page.goto("/workspace/")
    page.get_by_role("heading", name="Members’ workspace").wait_for()
    assert_no_violation(page)


def test_verb_page_with_an_error_violates_no_rule(at_the_desk, one_of_each):
    page = at_the_desk(one_of_each.clerk)
    page.goto(DESK_PAGES["verb"](one_of_each))
    page.get_by_role("button", name="Cancel").click()
    page.locator(".errorlist").first.wait_for()
    assert_no_violation(page)


def test_item_page_with_an_error_violates_no_rule(at_the_desk, one_of_each):
    page = at_the_desk(one_of_each.clerk)
    page.goto(DESK_PAGES["item"](one_of_each))
    page.locator("[name=item-title]").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errorlist").first.wait_for()
    assert_no_violation(page)


def test_violation_that_is_planted_is_found(page, one_of_each):
    page.goto("/about/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [line.split(" ")[0] for line in violations(page)] == ["label"]
