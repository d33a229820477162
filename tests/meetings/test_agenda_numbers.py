"""Numbers as they follow from the order of an agenda."""

import pytest

from meetings.agenda_numbers import in_order, next_number


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([], []),
        (["", "", ""], ["1", "2", "3"]),
        (["1", "2", "3"], ["1", "2", "3"]),
        (["1", "3", "2"], ["1", "2", "3"]),
        (["1", "7", "7a", "7B", "2"], ["1", "2", "2a", "2B", "3"]),
        (["7a", "7b", "8"], ["1a", "1b", "2"]),
        (["7a", "", "7b"], ["1a", "2", "3b"]),
        (["A1", "5", "A2", "9"], ["A1", "1", "A2", "2"]),
        (["3(ii)", "3"], ["3(ii)", "1"]),
    ],
)
def test_numbers_follow_the_order(numbers, told):
    assert in_order(numbers) == told


@pytest.mark.parametrize(
    ("numbers", "told"),
    [([], "1"), (["1", "2"], "3"), (["1", "2a"], "3"), (["2", "A1"], ""), (["1", ""], ""), (["99999"], "")],
)
def test_next_number_follows_the_last(numbers, told):
    assert next_number(numbers) == told
