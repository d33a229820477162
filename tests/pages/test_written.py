"""Statements that are written once: values are quoted, and nothing in one is read as part of the statement."""

from datetime import date

import pytest
from django.db import connection

from meetings.models import AgendaItem
from panel_portal.pages.findings import BEGIN, END
from panel_portal.pages.search import Asked, search
from panel_portal.pages.templatetags.results import marked
from panel_portal.pages.written import Written, WrittenRows, is_among, mark
from panel_portal.records.publication import Audience
from tests import factories

pytestmark = pytest.mark.django_db
TYPED = ["it's", "100 %s", "back\\slash", "'; SELECT 1 --", mark("second"), f"'{mark('second')}'", "{0} {}"]


def asked(written: Written, **values) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(written.with_values(values))
        return cursor.fetchone()


@pytest.mark.parametrize("typed", TYPED)
def test_value_comes_back_as_it_was_typed(typed):
    written = Written("SELECT %s::text, %s::text, %s, %s", [mark("first"), mark("second"), 7, "it's"])
    assert asked(written, first=typed, second="other") == (typed, "other", 7, "it's")
    assert asked(written, first="other", second=typed) == ("other", typed, 7, "it's")


def test_days_and_lists_of_keys_are_values_too():
    written = Written("SELECT %s + 1, 5 = ANY(%s::bigint[])", [mark("day"), mark("pages")])
    assert asked(written, day=date(2026, 2, 28), pages=[4, 5]) == (date(2026, 3, 1), True)


def test_missing_value_is_an_error():
    with pytest.raises(KeyError, match="day"):
        Written("SELECT %s", [mark("day")]).with_values({"words": "x"})


def test_rows_written_once_are_those_that_django_would_fetch(django_assert_num_queries):
    meeting = factories.held_meeting(items=3)
    items = list(meeting.agenda_items.in_order())
    rows = AgendaItem.objects.public().with_names().select_related("meeting").prefetch_related("papers").order_by()
    rows = rows.only("number", "title", "meeting__slug")
    written = WrittenRows(rows.filter(is_among("pk", "pages")))
    for wanted in (items[:2], items[2:], []):
        pages = [item.pk for item in wanted]
        with django_assert_num_queries(2 if wanted else 1):
            fetched = sorted(written.with_values({"pages": pages}), key=lambda item: item.pk)
            told = [(item.title, item.number, item.meeting.slug, list(item.papers.all())) for item in fetched]
        assert [item.pk for item in fetched] == pages
        assert told == [(item.title, item.number, meeting.slug, []) for item in wanted]
        names = {item.pk: item.short_name_then for item in rows.filter(pk__in=pages)}
        assert {item.pk: item.short_name_then for item in fetched} == names
        assert all(item.seen_by is Audience.PUBLIC for item in fetched)
    with pytest.raises(KeyError, match="pages"):
        written.with_values({})


def test_words_in_context_are_text_whatever_they_say():
    assert marked(f"<b> & {BEGIN}<i>{END}") == "&lt;b&gt; &amp; <mark>&lt;i&gt;</mark>"
    # Signs of ours that stand in the text itself open and close nothing.
    assert marked(f"{END}a{BEGIN}b{BEGIN}c{END}d{END}e{BEGIN}") == "ab<mark>c</mark>de"


@pytest.mark.parametrize("typed", TYPED)
def test_search_for_such_words_finds_nothing_and_breaks_nothing(typed):
    assert len(search(Asked(typed)).hits) == 0
