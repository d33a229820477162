"""References are never given twice and never lost; address words are free."""

import threading

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from panel_portal.records.models import ReferenceCounter
from panel_portal.records.references import free_slug, next_reference


@pytest.mark.django_db
def test_references_count_up_within_a_year_and_begin_again_in_the_next():
    given_out = [next_reference("A", year) for year in (2026, 2026, 2027, 2026)]
    assert given_out == ["A2026/001", "A2026/002", "A2027/001", "A2026/003"]


@pytest.mark.django_db
def test_references_of_two_series_do_not_share_numbers():
    assert [next_reference(prefix, 2026) for prefix in ("A", "Q")] == ["A2026/001", "Q2026/001"]


@pytest.mark.django_db
def test_reference_after_a_thousand_keeps_its_order_of_digits():
    ReferenceCounter.objects.create(prefix="A", year=2026, last=999)
    assert next_reference("A", 2026) == "A2026/1000"


@pytest.mark.django_db(transaction=True)
def test_reference_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        next_reference("A", 2026)
    assert not ReferenceCounter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reference_of_a_transaction_that_was_rolled_back_is_given_again():
    def give(fail):
        with transaction.atomic():
            reference = next_reference("A", 2026)
            transaction.set_rollback(fail)
        return reference

    assert [give(fail) for fail in (False, True, True, False)] == ["A2026/001", "A2026/002", "A2026/002", "A2026/002"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first_fails", [False, True])
def test_references_given_at_the_same_moment_are_two_and_none_is_lost(first_fails):
    second, started = [], threading.Event()

    def other_clerk():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                second.append(cursor.fetchone()[0])
            started.set()
            second.append(next_reference("A", 2026))
        connection.close()

    thread = threading.Thread(target=other_clerk)
    with transaction.atomic():
        first = next_reference("A", 2026)
        thread.start()
        assert started.wait(30)
        waiting = None
        while waiting != ("Lock",):
            assert thread.is_alive(), "The second did not wait for the first."
            with connection.cursor() as cursor:
                cursor.execute("SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s", [second[0]])
                waiting = cursor.fetchone()
        transaction.set_rollback(first_fails)
    thread.join(30)
    assert first == "A2026/001"
    assert second[1] == ("A2026/001" if first_fails else "A2026/002")
    assert ReferenceCounter.objects.get().last == (1 if first_fails else 2)


@pytest.mark.parametrize(
    ("text", "taken", "slug"),
    [
        ("Police and Crime Plan", [], "police-and-crime-plan"),
        ("Police and Crime Plan", ["police-and-crime-plan"], "police-and-crime-plan-2"),
        ("Plan", ["plan", "plan-2", "plan-4"], "plan-3"),
        ("???", [], "item"),
        ("", ["item"], "item-2"),
        ("Café & bar: 100%", [], "cafe-bar-100"),
    ],
)
def test_free_slug_is_the_words_with_a_number_where_taken(text, taken, slug):
    assert free_slug(text, taken) == slug


def test_free_slug_of_a_long_title_ends_with_a_whole_word():
    assert free_slug("alpha " * 40, [], longest=20) == "alpha-alpha-alpha"
    assert free_slug("a" * 200, [], longest=20) == "a" * 20


@given(st.text(max_size=300), st.integers(5, 80))
def test_free_slug_is_never_too_long_nor_empty_nor_taken(text, longest):
    first = free_slug(text, [], longest=longest)
    assert 0 < len(first) <= longest
    assert free_slug(text, [first], longest=longest) != first
    assert set(first) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
