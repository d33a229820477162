"""On a phone, a tablet and a desk: everything can be hit, seen and printed. That nothing runs off the side of a page of
any kind is in test_pages.py."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.record import DESK_PAGES, PUBLIC_PAGES

pytestmark = pytest.mark.only_reads

WIDTHS = (320, 390, 1280)
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2 success criterion 2.5.8
# What stands in the way of the reader who must scroll sideways: each element that ends beyond the edge.
BEYOND = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const scrolls = one => one !== document.body && one !== document.documentElement
    && (getComputedStyle(one).overflowX !== "visible" || (one.parentElement && scrolls(one.parentElement)));
  return [...document.body.querySelectorAll("*")]
    .filter(one => one.getBoundingClientRect().right > edge + 1 && !scrolls(one.parentElement))
    .map(one => one.tagName.toLowerCase() + "." + one.className)
    .concat("the page is " + document.documentElement.scrollWidth + " px wide");
}"""
# Controls, and links that stand by themselves. A link inside a sentence may be as high as its line.
TOO_SMALL = """smallest => [...document.querySelectorAll(
    "button, input:not([type=hidden]), select, textarea, summary, nav a, .portal-list__title a, .button")]
  .filter(one => one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(one => !one.closest(".govuk-visually-hidden, .visually-hidden"))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && (box.width < smallest || box.height < smallest))
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} is ${box.width} by ${box.height}`)"""
# Whether the focused element looks different from how it looks without focus, and nothing lies over it.
FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const looks = style => [style.outlineStyle + style.outlineWidth + style.outlineColor, style.boxShadow,
    style.backgroundColor, style.borderColor].join();
  const focused = looks(getComputedStyle(one));
  const box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  one.blur();
  const plain = looks(getComputedStyle(one));
  one.focus({preventScroll: true});
  return {
    what: one.outerHTML.slice(0, 120),
    marked: focused !== plain,
    by: top?.outerHTML.slice(0, 60),
    covered: top !== null && top !== one && !one.contains(top) && !top.contains(one)
      && !(one.labels && [...one.labels].some(label => label.contains(top))),
  };
}"""


def assert_nothing_beyond_the_edge(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate(BEYOND)
        assert not beyond, f"at {width} px: " + ", ".join(beyond)


def test_page_that_is_too_wide_is_found(page, one_of_each):
    page.goto("/about/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', `<pre>${'x'.repeat(900)}</pre>`)")
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(BEYOND) != []


@pytest.mark.parametrize(
    "kind", ["home", "meetings", "held meeting with draft minutes", "item with decisions", "actions"]
)
def test_targets_on_public_page_are_large_enough(page, one_of_each, kind):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(PUBLIC_PAGES[kind](one_of_each))
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET) == []


def focus_by_tab(page, steps: int) -> list[dict]:
    """What has the focus after each of `steps` presses of Tab."""
    seen = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        if found := page.evaluate(FOCUS):
            seen.append(found)
    return seen


def assert_seen(focused: list[dict]) -> None:
    unseen = [f"{one}" for one in focused if not one["marked"] or one["covered"]]
    assert not unseen, "\n".join(unseen)


@pytest.mark.parametrize("kind", ["home", "meetings", "item with decisions", "sign-in"])
def test_focus_on_public_page_is_visible_and_uncovered(page, one_of_each, kind):
    page.goto(PUBLIC_PAGES[kind](one_of_each))
    seen = focus_by_tab(page, 12)
    assert len(seen) == 12
    assert_seen(seen)


@pytest.mark.parametrize("kind", ["desk", "item"])
def test_focus_at_the_desk_is_visible_and_uncovered(at_the_desk, one_of_each, kind):
    page = at_the_desk(one_of_each.clerk, viewport={"width": 1280, "height": 700})
    page.goto(DESK_PAGES[kind](one_of_each))
    if kind == "item":
        page.locator("[contenteditable='true']").first.wait_for()
    seen = focus_by_tab(page, 45)
    assert len(seen) > 20
    assert_seen(seen)


def test_skip_link_leads_to_the_main_content(page, one_of_each):
    page.goto("/meetings/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_text("Skip to main content")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


@pytest.mark.parametrize("address", ["/accounts/login/", "/meetings/?year=never", "/actions/?year=never"])
def test_error_summary_leads_to_the_field_that_is_wrong(page, one_of_each, address):
    page.goto(address)
    if "login" in address:
        page.get_by_role("button", name="Sign in").click()
    links = page.locator(".govuk-error-summary a")
    expect(links.first).to_be_visible()
    page.wait_for_load_state("load")
    targets = links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    for link, target in zip(links.all(), targets, strict=True):
        assert re.fullmatch(r"#[-\w]+", target)
        link.click()
        expect(page.locator(target)).to_be_focused()


def test_print_leaves_out_navigation_and_keeps_the_record(page, one_of_each):
    page.goto(one_of_each.decided.get_absolute_url())
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu).to_be_visible()
    page.emulate_media(media="print")
    expect(menu).to_be_hidden()
    expect(page.locator(".govuk-phase-banner")).to_be_hidden()
    expect(page.locator(".portal-notice--draft").first).to_be_visible()
    expect(page.locator("#limb-a")).to_be_visible()
