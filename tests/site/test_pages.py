"""Every page of the walk is a page: found, titled, headed once, with ids that are one and links that arrive."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.test import Client

from panel_portal.accounts import roles
from tests import factories
from tests.crawler import Reader, fetch

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

VNU = Path(os.environ.get("VNU_JAR", "/nowhere"))
CAN_VALIDATE = VNU.is_file() and shutil.which("java") is not None

# Pages that nothing public links to, each with what it should answer.
ELSEWHERE = {
    "/nowhere/": 404,
    "/meetings/1999-01-01/": 404,
    "/accounts/login/": 200,
    "/accounts/password/reset/": 200,
    "/accounts/signup/": 200,
    "/?q=%00": 400,
}


@pytest.fixture(scope="module")
def pages(public_pages):
    """What a stranger can see, what signed-in people can, and the error pages."""
    found = dict(public_pages)
    meeting = factories.meeting_with_approved_minutes(items=3, limbs=2)
    factories.published_paper(meeting.agenda_items.first())
    for address in ELSEWHERE:
        found[address] = fetch(Client(), address)
    gone = factories.withdrawn(factories.published_meeting())
    found["gone"] = fetch(Client(), f"/meetings/{gone.slug}/")
    for role, address in (
        (roles.MEMBER, "/workspace/"),
        (roles.OFFICE, "/accounts/second-factor/"),
        (roles.OFFICE, "/accounts/email/"),
        (roles.OFFICE, "/accounts/password/change/"),
        (roles.OFFICE, "/accounts/2fa/"),
        (roles.OFFICE, "/accounts/logout/"),
        (roles.CLERK, f"/admin/preview/meeting/{meeting.pk}/"),
    ):
        client = Client()
        client.force_login(factories.user_in_role(role))
        found[f"{role}: {address}"] = fetch(client, address)
    return found


@pytest.fixture(scope="module")
def html(pages):
    return {address: page for address, page in pages.items() if page.is_html}


def test_pages_answer_as_they_should(pages):
    told = {address for address, page in pages.items() if page.linked_from.startswith("/feeds/") and page.status == 410}
    odd = {one: page.status for one, page in pages.items() if page.status not in {200, 301} and one not in told}
    assert odd == {**{address: status for address, status in ELSEWHERE.items() if status != 200}, "gone": 410}


def test_pages_have_a_title_of_their_own_that_ends_with_the_panel(html):
    for address, page in html.items():
        own, _, panel = page.reader.title.strip().rpartition(" – ")
        assert own.strip(), f"{address}: {page.reader.title!r}"
        # The page for a broken request asks the database nothing, so it does not know the panel's name.
        assert panel == ("Panel Portal" if page.status == 400 else "Northmere Police and Crime Panel"), address


def test_pages_have_exactly_one_main_heading(html):
    assert {address: page.reader.headings for address, page in html.items() if page.reader.headings != 1} == {}


def test_pages_say_that_they_are_in_british_english(html):
    assert {page.reader.lang for page in html.values()} == {"en-GB"}


def test_pages_have_no_id_twice(html):
    twice = {
        address: [one for one, count in Counter(page.reader.ids).items() if count > 1] for address, page in html.items()
    }
    assert {address: ids for address, ids in twice.items() if ids} == {}


def test_labels_and_descriptions_point_at_what_is_there(html):
    missing = {address: set(page.reader.described) - set(page.reader.ids) for address, page in html.items()}
    assert {address: ids for address, ids in missing.items() if ids} == {}


def broken_anchors(pages) -> list[tuple[str, str]]:
    broken = []
    for page in pages.values():
        for link in page.links():
            address, anchor = urldefrag(link)
            target = pages.get(address)
            if anchor and target is not None and target.is_html and anchor not in target.reader.ids:
                broken.append((page.address, link))
    return broken


def test_every_link_into_a_page_finds_its_place(html):
    links = [link for page in html.values() for link in page.links() if "#" in link]
    assert any("#limb-" in link for link in links)
    assert broken_anchors(html) == []


def test_nothing_is_loaded_from_another_site(html):
    loaded = {source for page in html.values() for source in page.reader.sources}
    assert loaded
    assert {source for source in loaded if not source.startswith(("/static/", "data:", "#"))} == set()


def test_every_file_of_the_look_is_there(html):
    from django.contrib.staticfiles import finders  # noqa: PLC0415 - asks the settings when imported

    wanted = {source for page in html.values() for source in page.reader.sources if source.startswith("/static/")}
    assert {source for source in wanted if finders.find(source.removeprefix("/static/")) is None} == set()


def test_reader_sees_what_the_promises_ask_for():
    """The tests above are worth nothing if the reader is blind."""
    reader = Reader(
        '<html lang="en-GB"><title>A</title><svg><title>B</title></svg><h1 id="x">1</h1><h1 id="x">2</h1>'
        '<a href="/y#z">go</a><label for="nobody"></label><script src="https://cdn.example/x.js"></script>'
    )
    assert (reader.lang, reader.title, reader.headings, reader.ids) == ("en-GB", "A", 2, ["x", "x"])
    assert (reader.links, reader.described, reader.sources) == (["/y#z"], ["nobody"], ["https://cdn.example/x.js"])


def invalid(folder: Path) -> str:
    """What the Nu HTML checker says about a folder of pages; empty when all is well."""
    command = ["java", "-jar", VNU, "--errors-only", "--format", "text", "--skip-non-html", folder]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    return checked.stderr if checked.returncode else ""


@pytest.mark.skipif(
    not CAN_VALIDATE and os.environ.get("CI") != "true",
    reason="the Nu HTML checker needs java and VNU_JAR (path of vnu.jar); it is required when CI=true",
)
def test_pages_are_valid_html(html, tmp_path):
    assert CAN_VALIDATE, "With CI=true java and VNU_JAR are required."
    for number, page in enumerate(html.values()):
        (tmp_path / f"{number:03d}.html").write_text(page.text)
    names = "\n".join(f"{number:03d} {address}" for number, address in enumerate(html))
    found = invalid(tmp_path)
    assert not found, f"{found}\n{names}"
    (tmp_path / "planted.html").write_text("<!doctype html><html lang=en><title>x</title><p><div id=a></div><p id=a>")
    assert "Duplicate ID" in invalid(tmp_path)
