"""What every answer tells the browser: the exact policy, and no cookie for a stranger who reads."""

import re

import pytest
from django.test import Client

from panel_portal.accounts import roles
from panel_portal.records.csp import EDITOR_STYLE_HASH, import_map_hash
from tests import factories
from tests.crawler import fetch

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
}


def policy(response) -> dict[str, set[str]]:
    """The directives of an answer; a directive named twice is refused, for a browser would take the first."""
    directives = [part.split() for part in response.headers["Content-Security-Policy"].split(";") if part.strip()]
    assert len({name for name, *_ in directives}) == len(directives)
    return {name: set(sources) for name, *sources in directives}


@pytest.fixture(scope="module")
def pages(public_pages):
    return public_pages


def test_public_pages_have_exactly_the_policy(pages):
    assert {address: policy(page) for address, page in pages.items() if policy(page) != POLICY} == {}


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/accounts/login/", "/accounts/password/reset/", "/?q=%00", "/health/"]
)
def test_pages_off_the_walk_have_exactly_the_policy(address):
    assert policy(Client().get(address)) == POLICY


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/find/?q=x", "/admin/meetings/meeting/", "/admin/meetings/meeting/add/"]
)
def test_admin_pages_add_only_the_two_hashes_of_the_editor(address, clerk, signed_in):
    expected = {
        **POLICY,
        "script-src": {"'self'", import_map_hash()},
        "style-src": {"'self'", EDITOR_STYLE_HASH},
    }
    assert policy(signed_in(clerk).get(address)) == expected


@pytest.mark.parametrize("address", ["/accounts/second-factor/", "/accounts/email/", "/accounts/2fa/", "/workspace/"])
def test_pages_of_ones_own_have_exactly_the_policy(address, member, signed_in):
    assert policy(signed_in(member).get(address)) == POLICY


def test_authenticator_page_adds_only_its_picture(member):
    client = Client()
    client.post("/accounts/login/", {"login": member.email, "password": factories.PASSWORD})
    asked = client.get("/accounts/2fa/totp/activate/")
    response = client.post(asked["Location"], {"password": factories.PASSWORD}, follow=True)
    assert response.request["PATH_INFO"] == "/accounts/2fa/totp/activate/"
    assert policy(response) == {**POLICY, "img-src": {"'self'", "data:"}}


def test_nothing_unsafe_is_allowed_anywhere(pages, clerk, signed_in):
    answers = [*pages.values(), signed_in(clerk).get("/admin/"), Client().get("/accounts/login/")]
    for answer in answers:
        for sources in policy(answer).values():
            assert not [source for source in sources if "unsafe" in source or "*" in source or source == "http:"]


def test_other_security_headers_stand_on_every_page(pages):
    for page in pages.values():
        assert page.headers["X-Content-Type-Options"] == "nosniff", page.address
        assert page.headers["Referrer-Policy"] == "same-origin", page.address
        assert page.headers["X-Frame-Options"] == "DENY", page.address
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin", page.address


def test_reading_the_public_pages_sets_no_cookie(pages):
    for page in pages.values():
        if re.match(r"/questions/ask/\w+/$", page.address) and page.address != "/questions/ask/sent/":
            continue  # a form needs its own against forgery; test_asking.py
        if re.match(r"/follow/(\?|$)", page.address):
            continue  # another form
        assert not page.cookies, page.address
        # What somebody has entered so far is theirs alone.
        own = page.address.startswith("/questions/ask/")
        assert own or "cookie" not in page.headers.get("Vary", "").lower() or page.status != 200, page.address


# Public pages that are made anew each time, and why: what they say does not follow from the public record alone, or
# somebody fills them in.
WITHOUT_ETAG = {
    "/search/": "searches that find nothing are counted",
    "/questions/not-put/": "counts questions that are not public",
    "/questions/ask/": "a form",
    "/questions/track/": "a form",
    "/follow/": "a form",
    "/accounts/": "a form",
    "/robots.txt": "a line or two",
    "/health/": "asks whether the database answers",
    "/sitemap": "asked for by robots, once a day",
    "/data/schemas/": "a line or two, of the program and not of the record",
    "/questions/scheme/2": "one entry for a calendar, taken once",
}


def test_every_public_page_can_be_asked_for_with_if_none_match(pages):
    answered = {one.address: one for one in pages.values() if one.status == 200}
    files = re.compile(r"/(papers|responses/files|static)/")
    lacking = [
        address
        for address, page in answered.items()
        if "ETag" not in page.headers and not address.startswith(tuple(WITHOUT_ETAG)) and not files.match(address)
    ]
    assert lacking == []
    assert sum("ETag" in page.headers for page in answered.values()) > len(answered) / 2


def test_cookie_set_on_the_walk_would_be_seen():
    assert fetch(Client(), "/accounts/login/").cookies == ("csrftoken",)


def test_sign_in_sets_the_two_cookies_the_cookies_page_names(member):
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": member.email, "password": factories.PASSWORD})
    client.get("/workspace/")
    assert set(client.cookies) <= {"sessionid", "csrftoken", "messages"}
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
    named = Client().get("/cookies/").content.decode()
    for cookie in set(client.cookies) - {"messages"}:
        assert cookie in named


@pytest.mark.parametrize(
    ("role", "address"), [(roles.MEMBER, "/workspace/"), (roles.CLERK, "/admin/preview/meeting/{pk}/")]
)
def test_pages_that_show_more_than_public_are_never_kept_by_a_cache(role, address, signed_in):
    meeting = factories.MeetingFactory()
    response = signed_in(factories.user_in_role(role)).get(address.format(pk=meeting.pk))
    assert response.status_code == 200
    assert {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}
