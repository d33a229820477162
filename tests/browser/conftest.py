"""A real browser before a real server: one Chromium for the folder, a context of its own for every test, or, where a
module says that its tests only read (`pytest.mark.only_reads`), one with warm caches and nothing else left in it.

Whatever a page says in the console, asks of another host or answers with a failure fails the test that opened it.
"""

import contextlib
import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client, TransactionTestCase, override_settings
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import factories
from tests.browser import record

HERE = Path(__file__).parent
SEEDS = HERE.parents[2] / "shared" / "seeds"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds; a busy machine is slow, a missing element is still found out
expect.set_options(timeout=PATIENCE)
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 120_000, "uploadThroughput": -1}  # ms, bytes a second
# Chromium puts these in the console for the page itself, too, when that page is meant to be one of them.
REFUSALS = {404, 410, 422}


def pytest_collection_modifyitems(items):
    for test in items:
        if HERE in test.path.parents:
            test.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    return os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="package")
def browser():
    """Started once, and stopped with the folder: its event loop would be in the way of other tests."""
    path = chromium()
    if path is None:
        reason = "No Chromium here. Install Debian's, or name one in PORTAL_CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's synchronous interface keeps an event loop in this thread, which Django takes for asynchronous
        # code and refuses its database. Nothing here is: every call returns before the next is made.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=path, args=QUIET)
            yield started
            started.close()


@pytest.fixture(scope="package")
def server(django_db_setup):
    """pytest-django's own server, without its fixture: that one empties the database after every test, and here
    several tests read one record."""
    running = LiveServer("localhost")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker, tmp_path_factory):
    """Rows that the server sees, for all tests of a module. The database is copied afresh after the last."""
    documents = tmp_path_factory.mktemp("documents")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=documents, DOCUMENTS_DIR=documents):
        factories.begin_again()
        yield
        # tests/conftest.py has put there what makes the copy; it needs no test of its own.
        TransactionTestCase._fixture_teardown(None)


@pytest.fixture(scope="module")
def one_of_each(committed):
    """A record with every kind of page on it."""
    return record.enter()


class Watch:
    """Everything the browser did that a reader should never meet."""

    def __init__(self, context, server):
        self.origin, self.home = server.url, urlsplit(server.url).netloc
        self.forget()
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.complaints.append(f"script failed: {error.error}"))
        context.on("response", self._answered)
        context.on("request", self._asked)

    def forget(self):
        self.complaints: list[str] = []
        self.elsewhere: set[str] = set()  # hosts a test leads to on purpose
        self._pages: set[str] = set()

    def _asked(self, request):
        address = urlsplit(request.url)
        if request.is_navigation_request():
            self._pages.add(request.url.partition("#")[0])
        if address.scheme in {"http", "https"} and address.netloc not in {self.home, *self.elsewhere}:
            self.complaints.append(f"asked another host: {request.url}")

    def _answered(self, response):
        allowed = REFUSALS if response.request.is_navigation_request() else set()
        if response.status >= 400 and response.status not in allowed:
            self.complaints.append(f"{response.status} from {response.url}")

    def _heard(self, message):
        if message.type not in {"error", "warning"} and "Content Security Policy" not in message.text:
            return
        refused = re.search(r"^Failed to load resource: .* status of (\d+)", message.text)
        if refused and int(refused[1]) in REFUSALS and message.location["url"].partition("#")[0] in self._pages:
            return
        self.complaints.append(f"console {message.type}: {message.text} ({message.location['url']})")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    setattr(item, f"report_{report.when}", report)
    return report


class Contexts:
    """The browser contexts of a module. A new one costs a third of a second, and a second more until its caches are as
    warm as a reader's."""

    def __init__(self, browser, server):
        self.browser, self.server = browser, server
        self.kept = []

    def new(self, options):
        context = self.browser.new_context(base_url=self.server.url, locale="en-GB", accept_downloads=True, **options)
        context.set_default_timeout(PATIENCE)
        context.watch = Watch(context, self.server)
        return context

    def lend(self, options, taken):
        """One that nobody in this test has yet, without what was stored in it, and heard as if new."""
        for made_with, context in self.kept:
            if made_with == options and context not in taken:
                context.clear_cookies()
                context.watch.forget()
                return context
        self.kept.append((options, self.new(options)))
        return self.kept[-1][1]

    def close(self):
        for _, context in self.kept:
            context.close()


@pytest.fixture(scope="module")
def contexts(browser, server):
    those = Contexts(browser, server)
    yield those
    those.close()


@contextlib.contextmanager
def no_complaint(node, pages, directory):
    """Around a test: what the browser says of any of `pages` until the end fails it. Of a test that failed already,
    there are pictures."""
    yield
    failed = getattr(node, "report_call", None) is None or node.report_call.failed
    if failed:
        for number, page in enumerate(pages, start=1):
            picture = directory / f"page-{number}.png"
            with contextlib.suppress(Exception):
                page.screenshot(path=picture, full_page=True)
                print(f"Page {number} was {page.url}; picture in {picture}")  # noqa: T201
    complaints = [complaint for page in pages for complaint in page.watch.complaints]
    for page in pages:
        page.watch.forget()
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


@pytest.fixture
def open_browser(request, contexts, tmp_path):
    """`open_browser(**options)`: the page of somebody new, in a context of their own. Options are Playwright's."""
    pages = []
    shared = request.node.get_closest_marker("only_reads") is not None

    def open_one(**options):
        taken = [page.context for page in pages]
        context = contexts.lend(options, taken) if shared else contexts.new(options)
        page = context.new_page()
        if os.environ.get("PORTAL_SLOW") == "1":
            slow_down(page)
        page.watch = context.watch
        if shared:
            forget_stored(page)
        pages.append(page)
        return page

    def close():
        for page in pages:
            page.close() if shared else page.context.close()

    with contextlib.ExitStack() as after:
        after.callback(close)
        after.enter_context(no_complaint(request.node, pages, tmp_path))
        yield open_one


def slow_down(page):
    """As over a poor connection: a test that reads a page before it is there mostly passes on a quick machine."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)


def forget_stored(page):
    """What a script put by for the next page; what is kept by the page alone went with the last one."""
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": page.watch.origin, "storageTypes": "local_storage,indexeddb"})
    session.detach()


@pytest.fixture
def page(open_browser):
    """A stranger's page."""
    return open_browser()


@pytest.fixture
def at_the_desk(open_browser, server):
    """`at_the_desk(user)`: the page of somebody who signed in a moment ago."""

    def sign_in_new(user, **options):
        page = open_browser(**options)
        sign_in(page, user, server)
        return page

    return sign_in_new


def sign_in(page, user, server):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])


@pytest.fixture(scope="session")
def seed():
    """`seed("001")`: the text of a seed, which lies beside the checkout."""

    def read(number: str) -> str:
        found = sorted(SEEDS.glob(f"{number}_*.txt"))
        if not found:
            reason = f"{SEEDS} holds no seed {number}: the seeds are kept beside the project, not in it."
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        return found[0].read_text(encoding="utf-8")

    return read
