"""A walk over the site as a browser would go: from some seeds along every link of the same site, breadth first."""

import json
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.test import Client
from pypdf import PdfReader

SITE = "http://testserver"
# Files of the look, and the doors to what is not public (test_permissions.py walks those).
NOT_WALKED = ("/static/", "/accounts/", "/admin/")
PUBLIC_SEEDS = (
    "/",
    "/meetings/",
    "/actions/",
    "/actions/?show=all",
    "/actions/?show=overdue",
    "/actions/?show=closed",
    "/questions/",
    "/questions/ask/",
    "/questions/ask/sent/",
    "/questions/scheme/",
    "/questions/not-put/",
    "/reports/",
    "/inspections/",
    "/responses/",
    "/responses/awaiting/",
    "/decisions/",
    "/topics/",
    "/search/",
    "/search/?q=figures",
    "/search/?q=figures&kind=action&sort=best",
    "/search/?q=nowhere+in+the+record",
    "/year/",
    "/members/",
    "/feeds/",
    "/follow/",
    "/follow/?what=overdue",
    "/follow/sent/",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/health/",
    "/data/",
    "/robots.txt",
    "/sitemap.xml",
    "/api/v1/",
    "/api/v1/openapi.json",
    *(
        f"/api/v1/{kind}/{query}"
        for kind in (
            "bodies", "members", "meetings", "items", "actions", "topics", "questions", "reports", "responses",
            "inspections", "decisions",
        )
        for query in ("", "?modified_since=2000-01-01T00:00:00Z")
    ),
)  # fmt: skip
MOST = 1000  # a calendar that links to its next month for ever would otherwise be walked for ever


class Reader(HTMLParser):
    """What the promises about pages need to know of one page."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.links, self.sources, self.ids, self.headings = [], [], [], 0
        self.title, self.lang = None, None
        self.form_actions, self.described = [], []
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "html":
            self.lang = attributes.get("lang")
        elif tag == "h1":
            self.headings += 1
        elif tag == "title" and self.title is None:
            self._in_title, self.title = True, ""
        elif (
            tag in {"a", "area"}
            and attributes.get("href") is not None
            or tag == "link"
            and attributes.get("rel") == "alternate"
        ):
            self.links.append(attributes["href"])
        elif tag in {"link", "use"} and attributes.get("href"):
            self.sources.append(attributes["href"])
        elif tag in {"img", "script", "iframe", "source", "audio", "video", "embed"} and attributes.get("src"):
            self.sources.append(attributes["src"])
        elif tag == "form":
            self.form_actions.append(attributes.get("action", ""))
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            self.described += (attributes.get(name) or "").split()

    def handle_endtag(self, tag):
        if tag == "title":
            self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.title += data


@dataclass
class Page:
    address: str
    status: int
    headers: dict
    body: bytes
    linked_from: str = ""
    cookies: tuple[str, ...] = ()
    reader: Reader | None = field(default=None, repr=False)

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def media_type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    def links(self) -> list[str]:
        """Addresses on this site that this page leads to, fragments and all."""
        found = list(self.reader.links) if self.reader else []
        if self.media_type == "application/atom+xml":
            found += re.findall(r'href="([^"]+)"', self.text)
        elif self.media_type == "text/calendar":
            found += re.findall(r"(?m)^URL:(\S+)\r$", unfolded(self.text))
        found += self._told_addresses
        if "Location" in self.headers:
            found.append(self.headers["Location"])
        ours = (urljoin(SITE + self.address, link) for link in found)
        return [link.removeprefix(SITE) or "/" for link in ours if urlsplit(link).netloc == "testserver"]

    @cached_property
    def _told_addresses(self) -> list[str]:
        """Of a list of the API the pages of its records, its first record by itself (of the others it tells what the
        list told: tests/pages/api/test_listing.py), and the next page of the list; of a sitemap everything."""
        if self.headers.get("Content-Type", "").startswith("application/xml"):
            return re.findall(r"<loc>([^<]+)</loc>", self.text)
        if not self.address.startswith("/api/") or self.address.endswith("openapi.json"):
            return []
        told = json.loads(self.body)
        results = [one for one in told.get("results", ()) if "url" in one]
        return [told.get("next") or "/", *(one["url"] for one in results), *(one["api_url"] for one in results[:1])]

    def tells(self, word: str) -> list[str]:
        """Where on this page a word stands: its address, its headers, its body."""
        return [f"{place} of {self.address}" for place, text in self._places.items() if word.lower() in text]

    @cached_property
    def _places(self) -> dict[str, str]:
        """All that is said in each place, in small letters; a page is asked for several words, and reading a PDF file
        takes its time."""
        places = {
            "address": unquote(self.address),
            "headers": unquote(str(self.headers)),
            "body": unquote(self.body.decode("utf-8", errors="replace")),
            "words": words_of_file(self.body, self.headers.get("Content-Type", "")),
        }
        return {place: text.lower() for place, text in places.items()}


def unfolded(calendar: str) -> str:
    """A calendar without its line folding, which parts words in the middle (RFC 5545 3.1)."""
    return calendar.replace("\r\n ", "")


def words_of_file(body: bytes, media_type: str) -> str:
    """What a PDF or Word file says, its properties included: both are compressed, so their bytes tell nothing. And a
    calendar, without its folds."""
    if media_type.startswith("text/calendar"):
        return unfolded(body.decode())
    if media_type == "application/pdf":
        reader = PdfReader(BytesIO(body))
        return "\n".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    if "wordprocessingml" in media_type:
        with zipfile.ZipFile(BytesIO(body)) as parts:
            return "\n".join(
                re.sub(r"<[^>]*>", "", re.sub(r"</w:p>", "\n", parts.read(name).decode()))
                for name in parts.namelist()
                if name.endswith((".xml", ".rels"))
            )
    return ""


def fetch(client: Client, address: str, linked_from: str = "") -> Page:
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    page = Page(address, response.status_code, dict(response.headers), body, linked_from, tuple(response.cookies))
    if page.is_html:
        page.reader = Reader(page.text)
    return page


# A file that is made of a page when it is asked for: of what, and in which form. It takes a fifth of a second.
PRINTED = re.compile(r"/(?:meetings|reports)/.+/(print/\w+|print|extract)\.(pdf|docx)$")
FILES_OF_A_KIND = 4


def walk(client: Client, seeds=PUBLIC_SEEDS, *, not_walked=NOT_WALKED, files=FILES_OF_A_KIND) -> Iterator[Page]:
    """Every page that can be reached from `seeds`, one after the other. Of the files made of a printed page, which are
    laid out from the very same value as that page, at most `files` of each kind and form."""
    seen, made = set(), Counter()
    waiting = deque((seed, "a seed") for seed in seeds)
    while waiting:
        address, linked_from = waiting.popleft()
        address = urldefrag(address).url
        if address in seen or address.startswith(tuple(not_walked)):
            continue
        if file := PRINTED.match(address):
            made[file.groups()] += 1
            if made[file.groups()] > files:
                continue
        assert len(seen) < MOST, f"More than {MOST} pages; the last from {linked_from}: {address}"
        seen.add(address)
        page = fetch(client, address, linked_from)
        yield page
        waiting.extend((link, address) for link in page.links())


def crawl(client: Client, seeds=PUBLIC_SEEDS, **how) -> dict[str, Page]:
    """The whole walk, by address."""
    return {page.address: page for page in walk(client, seeds, **how)}
