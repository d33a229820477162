"""The leak crawl: a stranger walks everything there is to walk and never meets what is not public."""

import re
from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve
from django.utils.text import slugify

from meetings.models import AgendaItem, Meeting, Paper, PaperFile, PublicSummary
from panel_portal.accounts import roles
from panel_portal.pages import suggesting
from panel_portal.pages.models import KnownWord
from panel_portal.pages.search import Asked, search
from panel_portal.records import filewords, publication
from panel_portal.records.publication import Publication, PublicRecord
from reports.models import ResponseFile
from tests import factories, twins
from tests.crawler import NOT_WALKED, PRINTED, PUBLIC_SEEDS, crawl, fetch, walk
from tests.twins import DRAFT, EXEMPT, PRIVATE, WITHDRAWN

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
HIDDEN = (DRAFT, WITHDRAWN, EXEMPT, PRIVATE)


@pytest.fixture(scope="module")
def world(for_module):
    return twins.build()


@pytest.fixture(scope="module")
def walked(world, kept_walk):
    kept_walk.update(crawl(Client()))
    return kept_walk


def leaks(pages) -> list[str]:
    return [place for page in pages for word in HIDDEN for place in page.tells(word)]


# The world is what it says -------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", twins.records(), ids=lambda model: model.__name__)
def test_every_model_that_can_be_hidden_has_its_twins(world, model):
    for kind in twins.kinds_of_hiding(model):
        made = [record for record in world.hidden[kind] if type(record) is model]
        shells = [record for record in world.shells if type(record) is model] if kind == EXEMPT else []
        if kind == EXEMPT and model in {Meeting, PublicSummary}:
            continue
        assert made or shells, f"{model.__name__} has no {kind} twin: add one to tests/twins.py"


def test_model_without_a_twin_would_be_found(world):
    assert {kind for model in twins.records() for kind in twins.kinds_of_hiding(model)} == {DRAFT, WITHDRAWN, EXEMPT}
    assert not any(type(record) is Meeting for record in world.hidden[EXEMPT])
    assert twins.kinds_of_hiding(AgendaItem) == {DRAFT, WITHDRAWN, EXEMPT}
    assert twins.kinds_of_hiding(Meeting) == {DRAFT, WITHDRAWN}


@pytest.mark.parametrize("kind", [DRAFT, WITHDRAWN, EXEMPT])
def test_hidden_twins_are_not_public_and_carry_their_word(world, kind):
    assert len(world.hidden[kind]) > 10
    for record in world.hidden[kind]:
        assert not record.is_public, record
    assert any(kind in str(vars(record)) for record in world.hidden[kind])


def test_public_record_is_reached_by_the_walk(world, walked):
    for record in world.public:
        assert record.is_public
        assert record.get_absolute_url().partition("#")[0] in walked, record
    assert len(walked) > 40


# The walk ------------------------------------------------------------------------------------------------------


def test_stranger_never_meets_a_hidden_word(walked):
    assert leaks(walked.values()) == []


def test_every_link_of_a_public_page_leads_to_a_page(walked):
    """But for those of a feed that tells of a withdrawal: they lead to the page that says why."""
    odd = [page for page in walked.values() if page.status not in {200, 301}]
    told = [page for page in odd if page.linked_from.startswith("/feeds/") and page.status == 410]
    assert [(page.linked_from, page.address, page.status) for page in odd if page not in told] == []
    assert told
    assert all(twins.REASON in page.text for page in told)


def accept_also(monkeypatch, *states):
    monkeypatch.setitem(publication.SEEN, publication.Audience.PUBLIC, [Publication.PUBLISHED, *states])


# Where a leak would be met soon; and what such a walk leaves out, for it tells of the same records once more.
NEAR = ("/feeds/everything.atom", "/calendar/meetings.ics", "/members/", "/actions/?show=all", "/meetings/")
ONCE_MORE = (
    "/api/", "/search/", "/thread/", "/follow/", "/sitemap", "/data/", "/questions/ask/", "/calendar/meetings/",
    "/calendar/bodies/", "/feeds/bodies/", "/feeds/questions/", "/feeds/actions/", "/feeds/states/", "/feeds/topics/",
)  # fmt: skip


def of(model, records) -> list:
    return [one for one in records if type(one) is model]


def not_met(*wanted: str, beside=()) -> set[str]:
    """Walk from what the records `beside` stand on, then from everywhere, until something of each kind in `wanted` was
    met: the beginning of a leak, or of a status. What is left over was not met on the whole walk."""
    missing = set(wanted)
    client = Client(raise_request_exception=False)
    stood_on = [one.meeting if isinstance(one, AgendaItem) else one.agenda_item for one in beside]
    seeds = (*(record.get_absolute_url() for record in stood_on), *NEAR)
    for page in walk(client, seeds, not_walked=(*NOT_WALKED, *ONCE_MORE), files=0):
        met = [f"status {page.status}", *leaks([page])]
        missing -= {one for one in missing if any(place.startswith(one) for place in met)}
        if not missing:
            break
    return missing


def test_leak_of_drafts_would_be_found(world, monkeypatch):
    """The crawl is worth nothing unless it fails: let drafts through the one rule, and it must see them. (Some pages
    break on a draft, which has no address yet; a browser would be shown the error page.)"""
    accept_also(monkeypatch, Publication.DRAFT)
    assert not_met("body of /members/", "status 500") == set()


def test_leak_of_what_was_withdrawn_would_be_found(world, monkeypatch):
    accept_also(monkeypatch, Publication.WITHDRAWN)
    places = ("meetings/", "actions/", "members/", "feeds/everything.atom", "calendar/meetings.ics")
    places = ("address of /meetings/", *(f"body of /{place}" for place in places))
    assert not_met(*places, beside=of(AgendaItem, world.hidden[WITHDRAWN])) == set()


def test_leak_of_what_is_exempt_would_be_found(world, monkeypatch):
    original = publication.visible_q

    def without_exempt(model, audience, *, as_shell=True, **more):
        return original(model, audience, as_shell=True, **more)

    monkeypatch.setattr(publication, "visible_q", without_exempt)
    for model in twins.records():
        monkeypatch.setattr(model, "shell_when_exempt", True, raising=False)
    assert not_met("body of /papers/", "body of /meetings/", beside=of(Paper, world.hidden[EXEMPT])) == set()


def test_clerk_is_given_the_same_public_pages_as_a_stranger(world, walked):
    client = Client()
    client.force_login(factories.user_in_role(roles.CLERK))
    # The longest and the shortest of each kind: what differs for a clerk stands in a template, not in one record. (A
    # file is made of the value of its printed page, which is compared.)
    kinds = defaultdict(list)
    for page in walked.values():
        if not PRINTED.match(page.address):
            kinds[resolve(urlsplit(page.address).path).view_name].append(page)
    assert len(kinds) > 15
    for pages in kinds.values():
        pages = sorted((page for page in pages if page.status == 200), key=lambda page: len(page.body))
        compared = {page.address: page for page in (*pages[:1], *pages[-1:])}
        theirs = {address: fetch(client, address) for address in compared}
        assert changed_pages(compared, theirs) == []


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_words_of_a_printed_file_would_be_found(world, walked, form):
    """What the leak crawl reads of a file: were it nothing, no leak in it would be found."""
    printed = [page for address, page in walked.items() if address.endswith(f"/print/minutes.{form}")]
    assert len(printed) > 3
    assert all(page.tells("Minutes") for page in printed)
    pages = [page for address, page in walked.items() if address.endswith("/print/minutes/")]
    longest = max(pages, key=lambda page: len(page.body))
    assert fetch(Client(), f"{longest.address.rstrip('/')}.{form}").tells("That the Panel:")


def changed_pages(pages, others) -> list[str]:
    def plain(page):
        return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page.body)

    everything = sorted({*pages, *others})
    return [
        address
        for address in everything
        if address not in pages or address not in others or plain(pages[address]) != plain(others[address])
    ]


# Addresses of what is hidden -----------------------------------------------------------------------------------


def addresses(record) -> list[str]:
    """Every address at which somebody might look for a record, those that can only be guessed included."""
    found = []
    if isinstance(record, Meeting):
        found.append(f"/meetings/{record.slug or record.day.isoformat()}/")
        found.append(f"/calendar/meetings/{record.slug or record.day.isoformat()}.ics")
    elif isinstance(record, AgendaItem):
        meeting = record.meeting.slug or record.meeting.day.isoformat()
        found.append(f"/meetings/{meeting}/{record.slug or slugify(record.title)}/")
    elif record._meta.model_name in {"paperfile", "question"} or (
        record._meta.model_name == "action" and record.reference
    ):
        found.append(record.get_absolute_url())
        if record._meta.model_name != "paperfile":
            found.append(f"/feeds{record.get_absolute_url().rstrip('/')}.atom")
    return found


def statuses(records, client=None) -> dict[str, int]:
    return {address: fetch(client or Client(), address).status for one in records for address in addresses(one)}


def test_drafts_are_not_found_at_any_address(world):
    found = statuses(world.hidden[DRAFT])
    assert len(found) >= 5
    assert set(found.values()) == {404}


def test_withdrawn_records_answer_gone_with_the_reason_and_no_word_of_theirs(world):
    found = statuses(world.hidden[WITHDRAWN])
    assert len(found) >= 8
    assert set(found.values()) == {410}
    for address in found:
        page = fetch(Client(), address)
        assert twins.REASON in page.text
        assert not [place for place in page.tells(WITHDRAWN) if not place.startswith("address")]


def test_exempt_records_and_downloads_are_not_found(world):
    found = statuses(world.hidden[EXEMPT])
    assert len(found) >= 4
    assert set(found.values()) == {404}


def test_exempt_shells_are_listed_without_a_word_of_what_they_hold(world, walked):
    for shell in world.shells:
        page = walked[shell.get_absolute_url().partition("#")[0]]
        assert page.tells(EXEMPT) == []


@pytest.mark.parametrize("role", [roles.CLERK, roles.MEMBER, roles.OFFICE, roles.ADMINISTRATOR])
def test_hidden_records_have_no_public_address_for_anybody(world, role):
    client = Client()
    client.force_login(factories.user_in_role(role))
    for kind, status in ((DRAFT, 404), (WITHDRAWN, 410), (EXEMPT, 404)):
        assert set(statuses(world.hidden[kind], client).values()) == {status}, kind


def test_search_of_the_actions_does_not_find_hidden_words(world):
    def found(words) -> list[str]:
        page = fetch(Client(), f"/actions/?show=all&words={words}")
        assert page.status == 200
        return [link for link in page.links() if re.match(r"/actions/\d{4}-\d+/", link)]

    assert found("figures")
    assert [found(word) for word in HIDDEN] == [[], [], [], []]


def read_every_file() -> None:
    """The words of each file there is, as if it had been read while it was public."""
    for model in (PaperFile, ResponseFile):
        for document in model.objects.all():
            filewords.read(document)


def told_by_search(word: str) -> list[str]:
    """What a stranger who searches for a word is told of it, beyond that it was not found."""
    page = fetch(Client(), f"/search/?q={word}")
    assert page.status == 200
    said = [f"{hit.kind} {hit.page}" for hit in search(Asked(word)).hits]
    said += [link for link in page.links() if word in link and not link.startswith(f"{page.address}#")]
    said += ["a result" for _ in re.findall("portal-context|search-result|Results</h2>", page.text)]
    said += [f"facet {name}" for name, counts in search(Asked(word)).facets.items() if counts]
    return said + (["a suggestion"] if "Did you mean" in page.text else [])


def test_search_finds_no_hidden_word_and_counts_suggests_and_quotes_none(world):
    read_every_file()
    suggesting.learn()
    assert told_by_search("figures")
    assert not KnownWord.objects.filter(word__startswith="zq").exists()
    for word in HIDDEN:
        # The word itself, as part of a phrase, with a slip of the keyboard, as an alternative to another.
        assert told_by_search(word) == []
        assert told_by_search(f'"{word} text"') == []
        assert told_by_search(f"{word[:-1]}x") == []
        assert told_by_search(f"{word} or aubergine") == []
    with connection.cursor() as cursor:
        # They are there to be found: only the one rule keeps them back.
        cursor.execute("SELECT count(*) FROM meetings_paperfilewords WHERE words LIKE '%%zq%%'")
        assert cursor.fetchone()[0] >= 3


def test_counts_of_search_do_not_move_with_what_is_hidden(world):
    def facets():
        return {name: dict(counts) for name, counts in search(Asked("text or figures or paper")).facets.items()}

    before = facets()
    twins.Scribe(DRAFT).meeting()
    twins.Scribe(DRAFT).action(text="figures and paper")
    assert facets() == before


@pytest.mark.parametrize(
    ("state", "word"), [(Publication.DRAFT, DRAFT), (Publication.WITHDRAWN, WITHDRAWN)], ids=["draft", "withdrawn"]
)
def test_leak_into_search_would_be_found(world, monkeypatch, state, word):
    read_every_file()
    accept_also(monkeypatch, state)
    suggesting.learn()
    # What has no address yet breaks the page; that it was found is leak enough.
    assert {hit.kind for hit in search(Asked(word)).hits} >= {"item", "paper", "action", "question", "response"}
    assert search(Asked(f'"{word} in the file"')).facets["kind"]["paper"]
    assert KnownWord.objects.filter(word=word).exists()


def test_exempt_words_would_be_found_by_search(world, monkeypatch):
    original = publication.visible_q

    def without_exempt(model, audience, *, as_shell=True, **more):
        return original(model, audience, as_shell=True, **more)

    read_every_file()
    monkeypatch.setattr(publication, "visible_q", without_exempt)
    for model in twins.records():
        monkeypatch.setattr(model, "shell_when_exempt", True, raising=False)
    assert {hit.kind for hit in search(Asked(EXEMPT)).hits} >= {"paper"}


def test_lists_with_their_filters_are_among_what_was_walked(walked):
    assert [seed for seed in PUBLIC_SEEDS if seed not in walked] == []


def test_every_published_kind_has_a_way_to_be_gone():
    """`PublicRecord` is what can answer 410; a new one must have its address asked above."""
    kinds = {model._meta.model_name for model in twins.records() if issubclass(model, PublicRecord)}
    assert kinds == {
        "meeting", "minutes", "agendaitem", "paper", "member", "action", "actionnote", "question",
        "commissionerresponse", "panelreport", "commissionersdecision", "inspection", "clockstop", "plannedwork",
    }  # fmt: skip
