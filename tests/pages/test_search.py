"""Search: what is found, how it is ordered and narrowed, what it says when nothing is, and that nothing breaks it."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings import workflow
from meetings.models import Meeting
from panel_portal.pages import search as searching
from panel_portal.pages import suggesting
from panel_portal.pages.models import FruitlessSearch, KnownWord
from panel_portal.pages.search import CAP, Asked, Found, search
from panel_portal.records.publication import publish, withdraw
from tests import factories

pytestmark = pytest.mark.django_db


def on(year: int):
    """A public meeting in a year. Some of them may be in the same."""
    day = date(year, 3, 1) + timedelta(days=Meeting.objects.count())
    return factories.published_meeting(starts_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC))


def item_about(title: str, meeting=None, **fields):
    item = factories.AgendaItemFactory(meeting=meeting or on(2024), title=title, **fields)
    publish(item, by=factories.a_clerk())
    return item


def pages(words: str, **narrowed) -> list[tuple[str, int]]:
    return [hit[:2] for hit in search(Asked(words, **narrowed)).hits]


def get(**asked):
    return Client().get("/search/", asked)


def text(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


# What is found -----------------------------------------------------------------------------------------------------


def test_word_in_another_form_is_found():
    item = item_about("Speed cameras on rural roads")
    assert pages("camera") == [("item", item.pk)]


def test_tags_and_their_attributes_are_no_words_and_two_words_with_a_stroke_are_two():
    item = item_about("Estates", purpose='<p>Police/fire <a href="https://secret.example/">link</a></p>')
    assert pages("police") == pages("fire") == pages("police/fire") == [("item", item.pk)]
    assert pages("href") == pages("secret") == []


def test_item_its_minute_and_its_decisions_are_one_result():
    meeting = factories.held_meeting(items=1)
    item = meeting.agenda_items.get()
    factories.minuted_item(item, limbs=2)
    minute = item.minute
    minute.text = "<p>Members asked about burglary.</p>"
    minute.save()
    for limb in minute.resolutions.get().limbs.all():
        limb.text = "<p>That burglary figures be given.</p>"
        limb.save()
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    assert [hit for hit in pages("burglary") if hit[0] == "item"] == [("item", item.pk)]
    shown = get(q="burglary")
    assert shown.content.count(b"<mark>") >= 1
    assert "asked about burglary" in text(shown)


def test_notes_corrections_and_progress_are_found_on_the_page_where_they_stand():
    note = factories.ActionNoteFactory(action=factories.published_action(), text="The trams were counted")
    assert pages("trams") == []
    publish(note, by=factories.a_clerk())
    assert pages("trams") == [("action", note.action_id)]
    assert "The trams were counted" in text(get(q="trams"))
    minute = factories.meeting_with_approved_minutes().agenda_items.get().minute
    workflow.correct_minute(
        minute, by=factories.a_clerk(), new_text="<p>Ferries, not buses.</p>", reason="A slip of the pen."
    )
    assert ("item", minute.agenda_item_id) in pages("slip pen")
    inspection = factories.published_inspection()
    factories.InspectionProgressFactory(inspection=inspection, text="Funiculars were looked at again")
    assert pages("funicular") == [("inspection", inspection.pk)]


def test_newest_stands_first_and_the_best_match_first_where_that_is_chosen():
    old = item_about("Burglary", on(2016), purpose="<p>Burglary and burglary and burglary.</p>")
    weak = item_about("Other business", on(2016), report_of="The officer for burglary and for many other things")
    new = item_about("Other business", on(2024), report_of="The officer for burglary and for many other things")
    assert pages("burglary")[0] == ("item", new.pk)
    assert pages("burglary", best_first=True).index(("item", old.pk)) < pages("burglary", best_first=True).index(
        ("item", weak.pk)
    )
    assert pages("burglary", best_first=True).index(("item", new.pk)) < pages("burglary", best_first=True).index(
        ("item", weak.pk)
    )


def test_phrase_word_left_out_and_either_word_are_understood():
    both = item_about("Rural crime strategy")
    apart = item_about("Crime in rural towns")
    assert pages('"rural crime"') == [("item", both.pk)]
    assert pages("rural -strategy") == [("item", apart.pk)]
    assert len(pages("strategy or towns")) == 2


def test_filters_count_and_narrow():
    item_about("Burglary", on(2023))
    item_about("Burglary", on(2024))
    action = factories.published_action(text="Send the burglary figures", owner_office=factories.the_commissioner())
    found = search(Asked("burglary"))
    assert found.facets["kind"] == {"item": 2, "action": 1}
    assert found.facets["state"] == {"open": 1}
    assert found.facets["owner"] == {f"office:{action.owner_office_id}": 1}
    assert {2023: 1, 2024: 1}.items() <= found.facets["year"].items()
    narrow = search(Asked("burglary", kind="item", year=2023))
    assert len(narrow.hits) == 1
    # A chosen facet still tells what its other values would leave.
    assert narrow.facets["year"][2024] == 1
    assert pages("burglary", state="open") == pages("burglary", owner=f"office:{action.owner_office_id}")
    assert pages("burglary", state="closed") == []


def test_narrowing_asks_the_database_again_where_there_is_more_than_is_held(monkeypatch):
    monkeypatch.setattr(searching, "CAP", 2)
    monkeypatch.setattr(searching._found, "__defaults__", (2,))
    old = item_about("Burglary", on(2015))
    for year in (2022, 2023, 2024):
        item_about("Burglary", on(year))
    found = search(Asked("burglary"))
    assert (len(found.hits), found.capped, found.how_many) == (2, True, "2+")
    assert pages("burglary", year=2015) == [("item", old.pk)]


def statements_of(captured) -> int:
    return sum("WITH hit" in query["sql"] for query in captured.captured_queries)


def test_kind_needs_no_second_look_and_leaves_its_own_newest(monkeypatch):
    monkeypatch.setattr(searching._found, "__defaults__", (2,))
    old = factories.published_action(text="Send the burglary figures", asked_on=date(2015, 3, 5))
    older = factories.published_action(text="Send the burglary papers", asked_on=date(2014, 3, 5))
    for year in (2022, 2023, 2024):
        item_about("Burglary", on(year))
    assert {kind for kind, page in pages("burglary")} == {"item"}
    with CaptureQueriesContext(connection) as captured:
        found = search(Asked("burglary", kind="action"))
    assert statements_of(captured) == 1
    assert [hit[:2] for hit in found.hits] == [("action", old.pk), ("action", older.pk)]
    assert not found.capped
    assert search(Asked("burglary", kind="item")).how_many == "2+"
    # The years of its own; the kinds of the newest of everything.
    assert found.facets["year"] == {2015: 1, 2014: 1}
    assert found.facets["kind"] == {"item": 2}


def test_who_turns_the_page_or_narrows_the_search_is_answered_from_what_was_found(kept_found, monkeypatch):
    monkeypatch.setattr(searching._found, "__defaults__", (2,))
    old, *_, newest = [item_about("Burglary", on(year)) for year in (2015, 2022, 2023, 2024)]
    found = search(Asked("burglary"))
    with CaptureQueriesContext(connection) as again:
        assert search(Asked("burglary")).hits[0] == found.hits[0] == ("item", newest.pk, newest.meeting.day, 2)
        assert list(search(Asked("burglary")).hits) == list(found.hits)
    assert statements_of(again) == 0
    with CaptureQueriesContext(connection) as narrowed:
        assert pages("burglary", year=2015) == [("item", old.pk)]
    assert statements_of(narrowed) == 1
    # What the chosen facet would leave otherwise is told as before.
    assert search(Asked("burglary", year=2015)).facets["year"] == found.facets["year"]


def test_what_was_found_is_not_kept_beyond_the_next_change(kept_found, monkeypatch):
    monkeypatch.setattr(searching._found, "__defaults__", (2,))
    *_, newest = [item_about("Burglary", on(year)) for year in (2015, 2022, 2023, 2024)]
    assert ("item", newest.pk) in pages("burglary")
    withdraw(newest, by=factories.a_clerk(), note="By mistake.")
    assert ("item", newest.pk) not in pages("burglary")


def test_no_more_results_are_held_than_the_cap():
    assert Found(hits=(None,) * CAP, capped=True).how_many == "2,000+"


def test_question_is_found_by_a_part_and_its_topic():
    question = factories.published_question()
    link = factories.QuestionTopicFactory(question=question)
    part = question.parts.first()
    part.text = "Why is the marina unlit?"
    part.save()
    assert pages("marina") == [("question", question.pk)]
    assert search(Asked("marina")).facets["topic"] == {link.topic_id: 1}
    assert pages("marina", topic=link.topic_id) == [("question", question.pk)]
    assert pages("marina", topic=link.topic_id + 1) == []


# References --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["{0}", "{1}", "  {1} ", "{2}", "{3}"])
def test_reference_however_written_leads_straight_there(form):
    action = factories.published_action()
    year, number = action.reference[1:].split("/")
    typed = form.format(action.reference, action.reference.lower(), f"a {year} {int(number)}", f"A{year}-{number}")
    response = get(q=typed)
    assert (response.status_code, response.headers["Location"]) == (302, action.get_absolute_url())


@pytest.mark.parametrize("typed", ["PCP 8/21", "pcp8/21", "PCP-8-21", "minute PCP 8/21"])
def test_minute_number_leads_to_its_item(typed):
    meeting = factories.held_meeting(items=1)
    item = meeting.agenda_items.get()
    factories.MinuteFactory(agenda_item=item, number="PCP 8/21")
    assert get(q=typed).status_code == 200
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    assert get(q=typed).headers["Location"] == f"{item.get_absolute_url()}#minute"


def test_decision_number_leads_to_the_decision():
    decision = factories.published_decision(number="NM/D/2024/007")
    for typed in ("nm-d-2024-007", "NM/D/2024/007"):
        assert get(q=typed).headers["Location"] == decision.get_absolute_url()


def test_reference_of_a_hidden_record_leads_nowhere():
    action = factories.published_action()
    withdraw(action, by=factories.a_clerk(), note="By mistake.")
    assert get(q=action.reference).status_code == 200


def test_bare_number_is_a_word():
    meeting = factories.held_meeting(items=1)
    factories.MinuteFactory(agenda_item=meeting.agenda_items.get(), number="101")
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    assert get(q="101").status_code == 200
    assert get(q="minute 101").status_code == 302


# Nothing found -----------------------------------------------------------------------------------------------------


def test_nothing_found_says_what_was_searched_and_what_to_try():
    item_about("Burglary")
    shown = text(get(q="aubergine"))
    assert "Nothing public has “aubergine”" in shown
    assert re.search(r"Agenda items, minutes and decisions \d", shown)
    assert "another word for the same thing" in shown


@pytest.mark.parametrize("typed", ["burglray", "burgulary", "Burglry", "burglaryy"])
def test_misspelt_word_gets_a_suggestion(typed):
    item_about("Burglary in towns")
    suggesting.learn()
    response = get(q=f"{typed} towns")
    assert "Did you mean burglary towns ?" in text(response)


def test_word_of_hidden_records_is_neither_learnt_nor_suggested():
    item = item_about("Burglary in towns")
    factories.AgendaItemFactory(meeting=item.meeting, title="Aubergines", purpose="<p>A draft</p>")
    suggesting.learn()
    assert not KnownWord.objects.filter(word__startswith="auberg").exists()
    withdraw(item, by=factories.a_clerk(), note="By mistake.")
    assert KnownWord.objects.filter(word="burglary").exists()
    assert "Did you mean" not in text(get(q="burglray"))


def test_search_that_finds_nothing_is_counted_by_day_without_who():
    get(q="  Aubergine ")
    get(q="aubergine")
    counted = FruitlessSearch.objects.get()
    assert (counted.words, counted.count) == ("aubergine", 2)
    assert {field.name for field in FruitlessSearch._meta.fields} == {"id", "words", "day", "count"}


@pytest.mark.parametrize("typed", ["ann@home.example aubergine", "aubergine 01632 960 001", "case 1234567"])
def test_search_with_something_personal_is_not_counted(typed):
    assert get(q=typed).status_code == 200
    assert not FruitlessSearch.objects.exists()


def test_count_of_searches_has_an_end_each_day(monkeypatch):
    monkeypatch.setattr(suggesting, "MOST_A_DAY", 1)
    assert suggesting.note("one")
    assert not suggesting.note("two")


# Hostile -----------------------------------------------------------------------------------------------------------


HOSTILE = {
    "a megabyte": "a" * 1_000_000,
    "a megabyte of words": "word " * 200_000,
    "nested quotes": '"' * 90 + "police" + '"' * 90,
    "quotes in quotes": '"police "and" crime"',
    "operators only": '- -- "" or OR & | ! <-> ()',
    "only what must not be there": "-police",
    "tsquery": "police & !crime:*ABCD <-> 'x",
    "per cent": "%%%",
    "underscores": "_ __ _%_",
    "right to left": "שרטה المشرطة \u202epolice",
    "emoji": "👮🏽‍♀️🔥",
    "half a character": "\ud800",
    "backslashes": "\\\\' \\x00 \\",
    "markup": "<script>alert(1)</script>",
    "sql": "'; DROP TABLE meetings_meeting; --",
    "template": "{{ 7*7 }} {% csrf_token %}",
    "combining": "e" + "\u0301" * 190,
    "spaces": "\u00a0\u2003\t\n ",
    "many words": " or ".join("abcdefghij"[i % 10] * 3 for i in range(28)),
    "reference of another world": "Q9999/999999999999999999",
    "number": "9" * 199,
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_get_a_clear_page(words):
    item_about("Police and crime")
    response = Client().get("/search/?q=" + quote(words, errors="surrogatepass"))
    assert response.status_code == 200
    assert b"<h1" in response.content
    assert b"<script>alert" not in response.content


def test_too_long_a_search_says_so_in_the_box():
    shown = text(get(q="a" * 201))
    assert "longer than 200 characters" in shown


def test_nul_is_a_bad_request():
    assert Client().get("/search/?q=a%00b").status_code == 400


def test_ten_thousand_values_are_a_bad_request():
    many = urlencode([("kind", f"k{number}") for number in range(10_000)])
    assert Client().get(f"/search/?q=police&{many}").status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nonsense"},
        {"year": "0"},
        {"year": "٢٠٢٤"},
        {"year": "99999999999"},
        {"body": "-1"},
        {"topic": "x' OR 1=1"},
        {"owner": "office:"},
        {"state": "[]"},
        {"sort": "rank"},
    ],
)
def test_filter_that_is_no_choice_is_said_and_the_rest_is_searched(wrong):
    item_about("Police and crime")
    response = get(q="police", **wrong)
    assert response.status_code == 200
    assert "this is none of them" in text(response) or "not one of the available choices" in text(response)
    assert "Police and crime" in text(response)


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", ""])
def test_page_that_is_none_is_the_nearest(page):
    item_about("Police and crime")
    response = get(q="police", page=page)
    assert response.status_code == 200
    assert "Police and crime" in text(response)


def test_search_that_takes_too_long_asks_to_narrow_it(monkeypatch):
    def slow(asked, most=CAP, **how):
        return "SELECT pg_sleep(5)"

    monkeypatch.setattr(searching, "statement", slow)
    monkeypatch.setattr(searching, "SECONDS", 0.05)
    response = get(q="police")
    assert response.status_code == 503
    assert "Narrow your search" in text(response)
    assert 'value="police"' in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() != ("50ms",)


# Cost --------------------------------------------------------------------------------------------------------------


def test_column_of_words_is_never_fetched():
    item = item_about("Police and crime")
    fetched = type(item).objects.select_related("meeting").get(pk=item.pk)
    assert fetched.lexemes is None
    assert fetched.meeting.lexemes is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT lexemes::text FROM meetings_agendaitem WHERE id = %s", [item.pk])
        assert "polic" in cursor.fetchone()[0]


def test_history_has_no_column_of_words():
    event = type(item_about("Police and crime")).events.rel.related_model
    assert "lexemes" not in {field.name for field in event._meta.fields}
