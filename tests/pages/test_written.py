"""Statements that are written once: values are quoted, and nothing in one is read as part of the statement."""

from datetime import date

import pytest
from django.db import connection

from panel_portal.pages.search import Asked, search
from panel_portal.pages.written import Written, mark

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


@pytest.mark.parametrize("typed", TYPED)
def test_search_for_such_words_finds_nothing_and_breaks_nothing(typed):
    assert len(search(Asked(typed)).hits) == 0
