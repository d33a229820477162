"""The two real agenda items, entered by a clerk through the admin and read back by a stranger, word for word."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from panel_portal.records.periods import today
from tests import factories
from tests.browser import desk

pytestmark = pytest.mark.django_db(transaction=True)

BLOCKS = """blocks => blocks.map(block => [block.tagName.toLowerCase(), block.textContent])"""
BULLET = re.compile(r"^[•·]\s*")


def fold(text: str) -> str:
    """One space for any run of white space: nobody sees the difference."""
    return " ".join(text.split())


def as_blocks(text: str) -> list[tuple[str, str]]:
    """Each line of a seed as the element it has to become."""
    lines = filter(None, map(fold, text.splitlines()))
    return [("li", BULLET.sub("", line)) if BULLET.match(line) else ("p", line) for line in lines]


def expect_shown(page, within: str, blocks: list[tuple[str, str]]) -> None:
    """The paragraphs and bullets inside an element of the page are `blocks`, in order; waits until they are."""
    innermost = page.locator(f"{within} :is(p, li):not(:has(p))")
    expect(innermost).to_have_text([text for _, text in blocks])
    assert [(tag if tag == "li" else "p", fold(text)) for tag, text in _with_lists(innermost)] == blocks


def _with_lists(blocks):
    # A bullet may hold its words in a paragraph of its own.
    return blocks.evaluate_all(
        "all => all.map(one => [one.closest('li.portal-limb') === one.closest('li') ? one.tagName.toLowerCase()"
        " : 'li', one.textContent])"
    )


def between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


@pytest.fixture
def panel():
    """What stands before the first meeting: the panel with what its agendas begin with, and the Commissioner."""
    body = factories.the_panel()
    for title in ("Apologies", "Declarations of interest"):
        factories.StandingItemFactory(body=body, title=title)
    factories.the_commissioner()
    return body


def fill_limb(page, number, *, label, text, kinds, owner="", due="none"):
    row = f"resolutions-0-limbs-{number}"
    folded = page.locator(f"details:not([open]):has([name='{row}-label']) > summary")
    if folded.count():
        folded.click()
    page.locator(f"[name='{row}-label']").fill(label)
    desk.paste(page, f"{row}-text", text)
    for kind in kinds:
        page.locator(f"[name='{row}-kinds'][value='{kind}']").check()
    if owner:
        page.locator(f"[name='{row}-raises']").select_option("raise")
        page.locator(f"[name='{row}-owner']").select_option(label=owner)
        page.locator(f"[name='{row}-due_rule']").select_option(due)


def publish_all(page, meeting_url: str) -> None:
    """Agenda, meeting, minutes, in the order of the procedure."""
    page.goto(meeting_url)
    desk.take_verb(page, "Publish the agenda")
    desk.done(page, "Publish the agenda")
    desk.take_verb(page, "Record as held")
    page.get_by_role("link", name="Attendance, declarations").click()
    desk.take_verb(page, "Publish as draft minutes")
    desk.done(page, "Publish as draft minutes")


def test_seed_001_entered_at_the_desk_is_read_whole_and_calls_a_special_meeting(open_browser, clerk, panel, seed):
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
    expect(page.locator("#agenda tbody th")).to_have_text(["Apologies", "Declarations of interest"])
    desk.add_item(page, "6", "Police and Crime Plan Update", "the Staffordshire Police Fire and Crime Commissioner")
    desk.paste(page, "minute-text", minute)
    page.get_by_label("Stem").fill("Resolved-")
    fill_limb(page, 0, label="a)", text=limbs["a)"], kinds=["noting"])
    fill_limb(page, 1, label="b)", text=limbs["b)"], kinds=["invitation"], owner="Police and Crime Commissioner")
    fill_limb(
        page,
        2,
        label="c)",
        text=limbs["c)"],
        kinds=["invitation"],
        owner="Safeguarding Overview and Scrutiny Committee",
    )
    desk.save(page)
    publish_all(page, meeting_url)

    stranger = open_browser()
    stranger.goto("/meetings/2023-09-28/")
    stranger.get_by_role("link", name="Police and Crime Plan Update", exact=True).click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Police and Crime Plan Update")
    expect(stranger.get_by_text("Draft minutes – not yet approved").first).to_be_visible()
    expected = as_blocks(minute)
    assert [tag for tag, _ in expected].count("li") == 11
    expect_shown(stranger, "#main-content > .portal-minute", expected)
    for letter, words in limbs.items():
        limb = stranger.locator(f"#limb-{letter[0]}")
        expect(limb.locator(".portal-limb__words")).to_have_text(words)
    assert stranger.locator(".portal-limb").evaluate_all("all => all.map(one => one.id)") == [
        "limb-a",
        "limb-b",
        "limb-c",
    ]
    expect(stranger.locator("#limb-a .portal-came")).to_have_count(0)
    expect(stranger.locator("#limb-b .portal-came")).to_contain_text("the Commissioner")
    expect(stranger.locator("#limb-c .portal-came")).to_contain_text("Safeguarding Overview and Scrutiny Committee")
    expect(stranger.get_by_role("heading", name="Supporting documents")).to_have_count(0)
    stranger.goto("/actions/")
    expect(stranger.locator("#main-content ol.portal-list > li h3")).to_have_text([limbs["b)"], limbs["c)"]])

    soon = today() + timedelta(days=3)
    desk.enter_meeting(page, day=soon.strftime("%d/%m/%Y"), kind="special")
    by_label = {
        "Called because of:": "b) That the Commissioner be invited",
        "Asked for by": "c) That the Safeguarding",
    }
    page.get_by_role("button", name="Add another Invitation").click()
    page.locator("[name=invitations-0-body]").select_option(label="Safeguarding Overview and Scrutiny Committee")
    page.locator("[name=invitations-0-part]").select_option("take_part")
    for name, words in (
        ("called_by_limb", by_label["Called because of:"]),
        ("invitations-0-limb", by_label["Asked for by"]),
    ):
        option = page.locator(f"[name='{name}'] option", has_text=words)
        page.locator(f"[name='{name}']").select_option(value=option.get_attribute("value"))
    desk.save_and_stay(page)
    desk.take_verb(page, "Publish the agenda")
    expect(page.locator(".errorlist")).to_contain_text("Say why the notice is short.")
    page.get_by_label("Reason for short notice").fill("The inspection report came out on Monday.")
    page.get_by_role("button", name="Publish the agenda").click()
    desk.done(page, "Publish the agenda")

    stranger.goto(f"/meetings/{soon.isoformat()}/")
    main = stranger.locator("#main-content")
    expect(main.get_by_role("heading", name="Why it was called")).to_be_visible()
    expect(main.get_by_text("It was asked for by a decision of Thursday 28 September 2023")).to_be_visible()
    invited = main.locator("#invited + ul > li")
    expect(invited).to_have_count(1)
    expect(invited).to_contain_text("Safeguarding Overview and Scrutiny Committee: may take part in the discussion")
    expect(main).to_contain_text("The inspection report came out on Monday.")
    main.get_by_role("link", name="decision of Thursday 28 September 2023").first.click()
    expect(stranger).to_have_url(re.compile(r"/meetings/2023-09-28/.*#limb-b$"))


def test_seed_002_entered_at_the_desk_raises_five_actions_and_an_undertaking(open_browser, clerk, panel, seed):
    text = seed("002")
    minute = "The Commissioner presented" + between(text, "The Commissioner presented", "RESOLVED –")
    asked = between(text, "RESOLVED –", "Supporting documents")
    bullets = [words for tag, words in as_blocks(asked) if tag == "li"]
    assert len(bullets) == 5
    promise = "To contact Council Leaders for their views on reviving the CCTV proposal"
    title = "Safer, Fairer, United Communities for Staffordshire, 2017-2020 - Update"
    page = open_browser()

    desk.sign_in(page, clerk)
    desk.enter_meeting(page, day="30/04/2018")
    desk.save_and_stay(page)
    desk.enter_meeting(page, day="29/01/2018")
    desk.save_and_stay(page)
    meeting_url = page.url
    desk.add_item(page, "4", title)
    desk.paste(page, "minute-text", minute)
    page.get_by_label("Stem").fill("RESOLVED –")
    fill_limb(
        page,
        0,
        label="",
        text=asked,
        kinds=["noting", "request"],
        owner="Police and Crime Commissioner",
        due="next_ordinary_meeting",
    )
    page.get_by_text("Add an action from the discussion").click()
    page.locator("[name=actions-0-text]").fill(promise)
    page.locator("[name=actions-0-owner]").select_option(label="Police and Crime Commissioner")
    desk.save(page)
    publish_all(page, meeting_url)

    stranger = open_browser()
    stranger.goto("/meetings/2018-01-29/")
    stranger.get_by_role("link", name=title, exact=True).click()
    expect_shown(stranger, "#main-content > .portal-minute", as_blocks(minute))
    expect(stranger.locator(".portal-limb")).to_have_count(1)
    expect(stranger.locator(".portal-limb__kind")).to_have_text("Noted, Requested")
    expect_shown(stranger, ".portal-limb__words", as_blocks(asked))
    raised = stranger.locator(".portal-limb .portal-came > li")
    expect(raised).to_have_count(5)
    for line, bullet in zip(raised.all(), bullets, strict=True):
        expect(line).to_contain_text(bullet)
        expect(line).to_contain_text("the Commissioner")
    undertaking = stranger.locator("#asked + ol > li")
    expect(undertaking).to_have_count(1)
    expect(undertaking).to_contain_text(promise)
    expect(stranger.get_by_role("heading", name="Supporting documents")).to_have_count(0)
    raised.first.get_by_role("link").click()
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("Asked of the Commissioner")
    explained = stranger.locator("#due + *")
    expect(explained).to_contain_text("at the next ordinary meeting")
    expect(explained).to_contain_text("Monday 30 April 2018")
    stranger.goto("/actions/?show=all")
    expect(stranger.locator("#main-content ol.portal-list > li")).to_have_count(6)
