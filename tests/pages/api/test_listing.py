"""What the API tells: each record once, what changed, what was withdrawn; and never that something hidden moved."""

import hashlib
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings import workflow
from meetings.models import ActionNote, AgendaItem
from panel_portal.pages.api import listing
from panel_portal.pages.api.document import KINDS
from panel_portal.records.publication import publish, restore, withdraw
from panel_portal.records.workflow import IllegalMove
from questions import workflow as questions
from reports import workflow as reports
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
LONG_AGO = "2000-01-01T00:00:00Z"


def ask(address: str, client=None, **headers):
    return (client or Client()).get(address.removeprefix("http://testserver"), headers=headers)


def told(address: str) -> dict:
    answer = ask(address)
    assert answer.status_code == 200, answer.content
    return answer.json()


def walked(address: str) -> list[dict]:
    """All rows of a list, page by page."""
    rows = []
    while address:
        page = told(address)
        rows += page["results"]
        address = page["next"]
    return rows


def as_committed() -> None:
    """In a test all is one transaction, and the database dates every event by its beginning. Here the events so far
    are put an hour back, as if they had been committed then."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'pgh_created_at'"
            " AND table_schema = 'public'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"UPDATE \"{table}\" SET pgh_created_at = pgh_created_at - interval '1 hour'")  # noqa: S608
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'published_at'"
            " AND table_schema = 'public' AND table_name NOT LIKE '%%event'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"UPDATE \"{table}\" SET published_at = published_at - interval '1 hour'")  # noqa: S608
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def stamp(kind: str, key: str) -> str:
    return told(f"/api/v1/{kind}/{key}/")["modified_at"]


# What is told -----------------------------------------------------------------------------------------------------


@pytest.fixture
def record():
    """Something of every kind."""
    meeting = factories.held_meeting_with_minutes(items=2, limbs=2)
    item = meeting.agenda_items.in_order().first()
    factories.published_paper(item)
    factories.published_member()
    factories.published_action(origin_item=item)
    question = factories.answered_question()
    factories.QuestionTopicFactory(question=question)
    reply = factories.CommissionerResponseFactory(question=None, report=factories.published_report(requests=1))
    reports.publish_response(reply, by=factories.a_clerk())
    factories.responded_inspection()
    factories.published_decision()
    return item


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_record_tells_the_same_alone_as_in_its_list(record, kind):
    rows = walked(f"/api/v1/{kind.name}/")
    assert len(rows) == kind.model.objects.public().count() > 0
    assert [told(row["api_url"]) for row in rows] == rows
    assert walked(f"/api/v1/{kind.name}/?modified_since={LONG_AGO}") != []
    for row in rows:
        assert ask(row["url"].partition("#")[0]).status_code == 200
        assert row["modified_at"] >= (row["published_at"] or "")


def test_item_tells_its_minute_and_decisions_limb_by_limb(record):
    row = told(f"/api/v1/items/{record.meeting.slug}.{record.slug}/")
    limbs = [limb for one in row["minute"]["resolutions"] for limb in one["limbs"]]
    assert [limb["text"] for limb in limbs] == [
        limb.text for limb in record.minute.resolutions.get().limbs.order_by("order", "pk")
    ]
    assert row["papers"][0]["url"].startswith("http://testserver/papers/")


def test_filters_are_those_of_the_list_on_the_pages(record):
    late = factories.published_action(due_rule="on_date", due_given_on="2020-03-01")
    assert [row["reference"] for row in walked("/api/v1/actions/?show=overdue")] == [late.reference]
    assert len(walked("/api/v1/actions/")) > 1
    assert walked("/api/v1/meetings/?year=2020") == walked("/api/v1/meetings/")


# Pages ------------------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 5), added=st.lists(st.integers(0, 2), max_size=6), by_change=st.booleans())
def test_walk_has_every_row_once_whatever_is_added_between(limit, added, by_change):
    before = {factories.published_decision().slug for _ in range(3)} | {
        row["id"] for row in walked("/api/v1/decisions/?limit=100")
    }
    address = f"/api/v1/decisions/?limit={limit}" + (f"&modified_since={LONG_AGO}" if by_change else "")
    met, more = [], iter(added)
    while address:
        page = told(address)
        met += [row["id"] for row in page["results"]]
        for _ in range(next(more, 0)):
            factories.published_decision()
        address = page["next"]
    assert len(met) == len(set(met))
    assert before <= set(met)


def test_last_page_has_no_next():
    factories.published_decision()
    page = told("/api/v1/decisions/?limit=1")
    assert (len(page["results"]), page["next"]) == (1, None)
    factories.published_decision()
    assert told("/api/v1/decisions/?limit=1")["next"] is not None


def test_next_keeps_what_was_chosen():
    for _ in range(2):
        factories.published_decision(service="fire")
    factories.published_decision()
    rows = walked("/api/v1/decisions/?service=fire&limit=1")
    assert [row["service"]["value"] for row in rows] == ["fire", "fire"]


# What changed -----------------------------------------------------------------------------------------------------


def test_modified_since_tells_only_what_changed_then():
    old, new = factories.published_decision(), factories.published_decision()
    as_committed()
    moment = quote((timezone.now() - timedelta(minutes=30)).isoformat())
    assert walked(f"/api/v1/decisions/?modified_since={moment}") == []
    new.title = "The purchase of other vans"
    new.save()
    assert [row["id"] for row in walked(f"/api/v1/decisions/?modified_since={moment}")] == [new.slug]
    assert stamp("decisions", new.slug) > stamp("decisions", old.slug)


def test_poll_that_found_nothing_finds_what_changes_afterwards(kept_parts):
    """The newest that happened is kept for each state of the record, so that such a poll asks no further."""
    told, other = factories.published_decision(), factories.published_decision()
    as_committed()
    moment = quote((timezone.now() - timedelta(minutes=30)).isoformat())

    def poll() -> list[str]:
        return [row["id"] or "withdrawn" for row in walked(f"/api/v1/decisions/?modified_since={moment}")]

    assert poll() == poll() == []
    draft = factories.CommissionersDecisionFactory()
    assert poll() == []
    told.title = "The purchase of other vans"
    told.save()
    assert poll() == [told.slug]
    publish(draft, by=factories.a_clerk())
    assert set(poll()) == {told.slug, draft.slug}
    withdraw(other, by=factories.a_clerk(), note="Entered twice.")
    assert len(poll()) == 3


def test_more_changes_than_are_named_one_by_one_tell_the_same(record, monkeypatch):
    addresses = [f"/api/v1/{kind.name}/?modified_since={LONG_AGO}&limit=3" for kind in KINDS]
    named = [walked(address) for address in addresses]
    monkeypatch.setattr(listing, "NAMED", 0)
    assert [walked(address) for address in addresses] == named
    assert any(len(rows) > 3 for rows in named)


def test_more_changes_than_are_named_are_narrowed_and_begin_where_asked(monkeypatch):
    decisions = [factories.published_decision(service=service) for service in ("fire", "police", "fire", "fire")]
    stamps = [stamp("decisions", one.slug) for one in decisions]
    monkeypatch.setattr(listing, "NAMED", 0)

    def told_since(moment: str, more: str = "") -> list[str]:
        rows = walked(f"/api/v1/decisions/?modified_since={quote(moment)}&limit=1{more}")
        return [row["id"] for row in rows]

    slugs = [one.slug for one in decisions]
    since = [slug for slug, changed in zip(slugs, stamps, strict=True) if changed >= stamps[2]]
    assert told_since(stamps[2]) == since != []
    assert told_since(LONG_AGO, "&service=fire") == [slugs[0], slugs[2], slugs[3]]
    assert told_since("2090-01-01T00:00:00Z") == []


def hidden_edits():
    """Each: what is public, and a change that nobody but the clerk or the members can see."""

    def note_being_written():
        action = factories.published_action()
        note = factories.ActionNoteFactory(action=action)

        def change():
            ActionNote.objects.filter(pk=note.pk).update(text="Written anew.")

        return "actions", f"A{action.reference[1:].replace('/', '-')}", change

    def reminder_put_off():
        action = factories.published_action()

        def change():
            type(action).objects.filter(pk=action.pk).update(deferred_until=timezone.now().date())

        return "actions", f"A{action.reference[1:].replace('/', '-')}", change

    def refused_attempt():
        action = factories.closed_action()
        meeting = factories.published_meeting()

        def change():
            with pytest.raises(IllegalMove):
                workflow.accept(action, by=factories.a_clerk(), note="Again.", at_meeting=meeting)

        return "actions", f"A{action.reference[1:].replace('/', '-')}", change

    def draft_minutes():
        item = factories.held_meeting().agenda_items.get()
        factories.minuted_item(item)

        def change():
            item.minute.text = "<p>Written anew.</p>"
            item.minute.save()
            limb = item.minute.resolutions.get().limbs.first()
            limb.text = "<p>That it be otherwise.</p>"
            limb.save()

        return "items", f"{item.meeting.slug}.{item.slug}", change

    def draft_item_and_paper():
        meeting = factories.published_meeting()
        hidden = factories.AgendaItemFactory(meeting=meeting, number="99")

        def change():
            factories.PaperFactory(agenda_item=hidden)
            hidden.title = "Something else"
            hidden.save()

        return "meetings", meeting.slug, change

    def exempt_matter():
        meeting = factories.published_meeting(items=2)
        item = factories.exempt(meeting.agenda_items.in_order().first())

        def change():
            item.exempt_matter.title = "Something else altogether"
            item.exempt_matter.save()
            AgendaItem.objects.filter(pk=item.pk).update(exempt_reason="For another reason.")

        return "items", f"{meeting.slug}.{item.slug}", change

    def exempt_paper():
        item = factories.published_meeting().agenda_items.get()
        paper = factories.published_paper(item)
        factories.exempt(paper)

        def change():
            paper.refresh_from_db()
            paper.author = "Somebody else"
            paper.save()

        return "items", f"{item.meeting.slug}.{item.slug}", change

    def draft_answer():
        question = factories.sent_question()
        response = factories.CommissionerResponseFactory(question=question)

        def change():
            response.text = "<p>Another answer.</p>"
            response.save()

        return "questions", f"Q{question.reference[1:].replace('/', '-')}", change

    def nothing_said():
        decision = factories.published_decision()

        def change():
            decision.refresh_from_db()
            decision.save()

        return "decisions", decision.slug, change

    return [
        note_being_written, reminder_put_off, refused_attempt, draft_minutes, draft_item_and_paper, exempt_matter,
        exempt_paper, draft_answer, nothing_said,
    ]  # fmt: skip


@pytest.mark.parametrize("edit", hidden_edits(), ids=lambda edit: edit.__name__)
def test_change_that_is_hidden_is_no_change(edit):
    kind, key, change = edit()
    as_committed()
    before = ask(f"/api/v1/{kind}/{key}/")
    change()
    after = ask(f"/api/v1/{kind}/{key}/")
    assert after.content == before.content
    assert after["ETag"] == before["ETag"]
    moment = quote((timezone.now() - timedelta(minutes=30)).isoformat())
    assert walked(f"/api/v1/{kind}/?modified_since={moment}") == []


def shown_edits():
    """Each: what is public, and a change that everybody can see."""

    def minutes_published():
        item = factories.held_meeting().agenda_items.get()
        factories.minuted_item(item)
        return (
            "items",
            f"{item.meeting.slug}.{item.slug}",
            lambda: workflow.publish_minutes(item.meeting.minutes, by=factories.a_clerk()),
        )

    def minutes_withdrawn():
        meeting = factories.held_meeting_with_minutes()
        item = meeting.agenda_items.get()
        return "items", f"{meeting.slug}.{item.slug}", lambda: factories.withdrawn(meeting.minutes)

    def meeting_restored():
        meeting = factories.published_meeting()
        item = meeting.agenda_items.get()
        factories.withdrawn(meeting)
        return (
            "items",
            f"{meeting.slug}.{item.slug}",
            lambda: restore(meeting, by=factories.a_clerk(), note="A slip."),
        )

    def limb_taken_out():
        item = factories.held_meeting_with_minutes(limbs=2).agenda_items.get()
        limb = item.minute.resolutions.get().limbs.last()
        limb.actions.all().update(origin_limb=None)
        return "items", f"{item.meeting.slug}.{item.slug}", limb.delete

    def note_published():
        action = factories.published_action()
        note = factories.ActionNoteFactory(action=action)
        return (
            "actions",
            f"A{action.reference[1:].replace('/', '-')}",
            lambda: publish(note, by=factories.a_clerk()),
        )

    def answer_published():
        question = factories.sent_question()
        response = factories.CommissionerResponseFactory(question=question)
        factories.decided(response)
        return (
            "questions",
            f"Q{question.reference[1:].replace('/', '-')}",
            lambda: reports.publish_response(response, by=factories.a_clerk()),
        )

    def meeting_cancelled():
        meeting = factories.published_meeting()
        return "meetings", meeting.slug, lambda: workflow.cancel(meeting, by=factories.a_clerk(), note="Snow.")

    return [
        minutes_published, minutes_withdrawn, meeting_restored, limb_taken_out, note_published, answer_published,
        meeting_cancelled,
    ]  # fmt: skip


@pytest.mark.parametrize("edit", shown_edits(), ids=lambda edit: edit.__name__)
def test_change_that_is_shown_is_found(edit):
    kind, key, change = edit()
    as_committed()
    moment = quote((timezone.now() - timedelta(minutes=30)).isoformat())
    assert key not in [row.get("id") for row in walked(f"/api/v1/{kind}/?modified_since={moment}")]
    change()
    assert key in [row.get("id") for row in walked(f"/api/v1/{kind}/?modified_since={moment}")]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-09-14T10:30:00Z",
        "2026-09-14t10:30:00.123456z",
        "2026-09-14T10:30:00%2B01:00",
        "2016-12-31T23:59:60Z",
        "0001-01-01T00:00:00%2B23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_moment_with_a_time_zone_is_understood(moment):
    assert ask(f"/api/v1/topics/?modified_since={moment}").status_code == 200


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-09-14", "2026-09-14T10:30:00", "2026-02-30T10:30:00Z", "1", "٢٠٢٦-09-14T10:30:00Z"]
)
def test_moment_that_is_none_is_refused_in_words(moment):
    answer = ask(f"/api/v1/topics/?modified_since={quote(moment)}")
    assert answer.status_code == 400
    assert "modified_since" in answer.json()["detail"]


# What was withdrawn -----------------------------------------------------------------------------------------------


def test_withdrawn_record_leaves_a_tombstone():
    action = factories.published_action()
    key = f"A{action.reference[1:].replace('/', '-')}"
    factories.withdrawn(action, reason="It named somebody.")
    answer = ask(f"/api/v1/actions/{key}/")
    assert answer.status_code == 410
    action.refresh_from_db()
    expected = {
        "id": key,
        "id_sha256": hashlib.sha256(key.encode()).hexdigest(),
        "withdrawn_at": answer.json()["withdrawn_at"],
        "reason": "It named somebody.",
        "tombstone": True,
    }
    assert answer.json() == expected
    assert walked(f"/api/v1/actions/?modified_since={LONG_AGO}") == [expected]
    assert walked("/api/v1/actions/") == []
    restore(action, by=factories.a_clerk(), note="It did not.")
    assert ask(f"/api/v1/actions/{key}/").status_code == 200
    assert "tombstone" not in walked(f"/api/v1/actions/?modified_since={LONG_AGO}")[0]


def test_tombstone_of_what_is_named_by_words_keeps_them_back_from_who_has_them_not():
    item = factories.published_meeting(items=2).agenda_items.in_order().first()
    key = f"{item.meeting.slug}.{item.slug}"
    factories.withdrawn(item)
    (stone,) = [row for row in walked(f"/api/v1/items/?modified_since={LONG_AGO}") if "tombstone" in row]
    assert stone["id"] is None
    assert stone["id_sha256"] == hashlib.sha256(key.encode()).hexdigest()
    assert item.slug not in ask(f"/api/v1/items/?modified_since={LONG_AGO}").content.decode()
    assert ask(f"/api/v1/items/{key}/").json()["id"] == key


def test_what_hangs_from_a_withdrawn_meeting_is_gone_with_its_reason():
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    factories.withdrawn(meeting, reason="It was another meeting.")
    answer = ask(f"/api/v1/items/{meeting.slug}.{item.slug}/")
    assert (answer.status_code, answer.json()["reason"]) == (410, "It was another meeting.")
    assert len([row for row in walked(f"/api/v1/items/?modified_since={LONG_AGO}") if "tombstone" in row]) == 1


def test_words_chosen_say_nothing_of_what_was_withdrawn():
    for text in ("About the secret depot.", "About something else."):
        factories.withdrawn(factories.published_action(text=text))
    stones = [walked(f"/api/v1/actions/?modified_since={LONG_AGO}&words={word}") for word in ("depot", "nowhere")]
    assert stones[0] == stones[1]
    assert len(stones[0]) == 2


def test_drafts_and_what_is_exempt_are_not_found():
    draft = factories.MeetingFactory()
    assert ask(f"/api/v1/meetings/{draft.day.isoformat()}/").status_code == 404
    action = factories.published_action()
    workflow.exempt_action(action, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    assert ask(f"/api/v1/actions/A{action.reference[1:].replace('/', '-')}/").status_code == 404
    assert walked(f"/api/v1/actions/?modified_since={LONG_AGO}") == []
    refused = factories.received_question()
    questions.refuse(refused, by=factories.a_clerk(), note="No.", ground=factories.RefusalGroundFactory())
    assert ask(f"/api/v1/questions/Q{refused.reference[1:].replace('/', '-')}/").status_code == 404


# How it answers ---------------------------------------------------------------------------------------------------

CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}


def cors(answer) -> dict:
    return {name: value for name, value in answer.headers.items() if name.startswith("Access-Control-")}


def test_unchanged_answer_is_304_and_a_changed_one_is_sent():
    decision = factories.published_decision()
    for address in (f"/api/v1/decisions/{decision.slug}/", "/api/v1/decisions/", "/api/v1/openapi.json"):
        first = ask(address)
        again = ask(address, **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert cors(again) == CORS
        assert ask(address, **{"If-None-Match": '"another"'}).status_code == 200
    first = ask("/api/v1/decisions/")
    factories.published_decision()
    assert ask("/api/v1/decisions/", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_head_answers_as_get_without_the_body():
    factories.published_decision()
    got, head = Client().get("/api/v1/decisions/"), Client().head("/api/v1/decisions/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", got["ETag"])


def test_options_says_what_may_be_asked():
    answer = Client().options("/api/v1/decisions/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert cors(answer) == {
        **CORS,
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since",
        "Access-Control-Max-Age": "86400",
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_writing_is_refused(method):
    answer = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/decisions/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.json() == {"detail": "The API only reads: ask with GET."}


def test_pages_of_other_sites_may_read_the_api_and_nothing_else():
    factories.published_decision()
    for address in ("/api/v1/decisions/", "/api/v1/openapi.json", "/api/v1/decisions/none/", "/api/nothing/"):
        assert cors(ask(address)) == CORS, address
    for address in ("/", "/decisions/", "/decisions.csv", "/data/", "/accounts/login/", "/sitemap.xml"):
        assert cors(ask(address)) == {}, address


def test_answers_are_the_same_for_a_clerk_and_set_no_cookie(signed_in, clerk):
    factories.published_decision()
    stranger, known = ask("/api/v1/decisions/"), ask("/api/v1/decisions/", signed_in(clerk))
    assert stranger.content == known.content
    assert not stranger.cookies
    assert "cookie" not in stranger.headers.get("Vary", "").lower()


FORGED = (
    "9" * 400, "-1", "%2e%2e", "Q2026-017' OR 1=1", "Q٢٠٢٦-٠١٧", "\N{ZERO WIDTH SPACE}", "a" * 5000, "A2026-", ".",
    f"A{'9' * 300}-1",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["members", "items", "actions"])
@pytest.mark.parametrize("key", FORGED, ids=range(len(FORGED)))
def test_id_that_was_made_up_is_not_found_in_words(kind, key):
    answer = ask(f"/api/v1/{kind}/{quote(key, safe='')}/")
    assert answer.status_code == 404
    assert answer.json()["detail"]


@pytest.mark.parametrize("address", ["/api/v1/meetings/%00/", "/api/v1/meetings/?cursor=%00", "/api/v1/items/a%2Fb/"])
def test_address_that_nothing_can_have_is_refused_as_json(address):
    answer = ask(address)
    assert answer.status_code in {400, 404}
    assert answer.json()["detail"]


def a_cursor(kind: str, query: str = "") -> str:
    for _ in range(2):
        factories.published_decision()
    address = told(f"/api/v1/decisions/?limit=1{query}")["next"]
    return address.partition("cursor=")[2].partition("&")[0]


def test_cursor_that_was_changed_or_comes_from_elsewhere_is_refused():
    cursor = a_cursor("decisions")
    for forged in (cursor[:-1] + ("A" if cursor[-1] != "A" else "B"), "x", "a:b", "é", "MTI6", "1" * 5000):
        answer = ask(f"/api/v1/decisions/?cursor={quote(forged, safe='%')}")
        assert (answer.status_code, "cursor" in answer.json()["detail"]) == (400, True), forged
    assert ask(f"/api/v1/meetings/?cursor={cursor}").status_code == 400
    assert ask(f"/api/v1/decisions/?cursor={cursor}&modified_since={LONG_AGO}").status_code == 400
    assert ask(f"/api/v1/decisions/?cursor={cursor}").status_code == 200


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=" + "9" * 300, "limit"),
        ("modifed_since=2026-01-01", "modifed_since"),
        ("year=x", "year"),
        ("body=nobody", "body"),
        ("year=2020&year=2021", "year"),
    ],
)
def test_parameter_that_cannot_be_is_refused_in_words(query, word):
    answer = ask(f"/api/v1/meetings/?{query}")
    assert answer.status_code == 400
    assert word in answer.json()["detail"]


def test_stamp_by_every_saving_would_be_found(monkeypatch):
    """The promise above is worth nothing unless it can fail: count every event, and a draft moves the stamp."""
    monkeypatch.setattr("panel_portal.records.stamps.visible_q", lambda model, audience, given: listing.Q())
    question = factories.sent_question()
    response = factories.CommissionerResponseFactory(question=question)
    as_committed()
    before = stamp("questions", f"Q{question.reference[1:].replace('/', '-')}")
    response.text = "<p>Another answer.</p>"
    response.save()
    assert stamp("questions", f"Q{question.reference[1:].replace('/', '-')}") > before
