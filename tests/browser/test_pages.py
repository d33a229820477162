"""Every kind of page, opened once for all that is promised of it. A failure names the promise and the kind of page."""

import pytest

from tests.browser.conftest import no_complaint, sign_in
from tests.browser.record import DESK_PAGES, PUBLIC_PAGES
from tests.browser.test_accessibility import assert_no_violation
from tests.browser.test_layout import assert_nothing_beyond_the_edge

DESK = {"width": 1280, "height": 720}


@pytest.fixture(scope="module")
def reader(contexts):
    """`reader(user)`: the one page in which a stranger (None) or somebody who signed in opens all the others."""
    pages = {}

    def page_of(user):
        if user not in pages:
            context = contexts.new({})
            pages[user] = context.new_page()
            pages[user].watch = context.watch
            if user:
                sign_in(pages[user], user, contexts.server)
        return pages[user]

    yield page_of
    for page in pages.values():
        page.context.close()


def _open(page, address):
    page.set_viewport_size(DESK)
    page.goto(address)
    return page


@pytest.fixture(scope="module")
def opened(request, reader, one_of_each):
    return _open(reader(None), PUBLIC_PAGES[request.param](one_of_each))


@pytest.fixture(scope="module")
def opened_at_the_desk(request, reader, one_of_each):
    return _open(reader(one_of_each.clerk), DESK_PAGES[request.param](one_of_each))


# Both fixtures are made once for each kind, so that tests of one kind follow one another in one visit. What the browser
# says while the page loads is the first one's.


@pytest.fixture
def public_page(request, opened, tmp_path):
    with no_complaint(request.node, [opened], tmp_path):
        yield opened


@pytest.fixture
def desk_page(request, opened_at_the_desk, tmp_path):
    with no_complaint(request.node, [opened_at_the_desk], tmp_path):
        yield opened_at_the_desk


every_public_kind = pytest.mark.parametrize("opened", list(PUBLIC_PAGES), indirect=True)
every_desk_kind = pytest.mark.parametrize("opened_at_the_desk", list(DESK_PAGES), indirect=True)


@every_public_kind
def test_public_page_of_each_kind_violates_no_rule(public_page):
    assert_no_violation(public_page)


@every_public_kind
def test_public_page_of_each_kind_needs_no_sideways_scrolling(public_page):
    assert_nothing_beyond_the_edge(public_page)


@every_desk_kind
def test_desk_page_of_each_kind_violates_no_rule(desk_page):
    assert_no_violation(desk_page)


@every_desk_kind
def test_desk_page_of_each_kind_needs_no_sideways_scrolling(desk_page):
    assert_nothing_beyond_the_edge(desk_page)
