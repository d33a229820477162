"""The numbers of an agenda, as they follow from its order: 1, 2, 3, 3a, 3b, 4."""

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"(\d+)([a-z]?)", re.IGNORECASE)


def in_order(numbers: Iterable[str]) -> list[str]:
    """The numbers that items with these numbers, "" for none, have once they are numbered in this order.

    "3a" stays with the "3" or "3a" before it. What is no number of this shape, as "A1", is the panel's own and stays.
    """
    told, count, before = [], 0, ""
    for number in numbers:
        found = _NUMBER.fullmatch(number)
        if number and not found:
            told.append(number)
            continue
        digits, letter = found.groups() if found else ("", "")
        if not (letter and digits == before):
            count += 1
        before = digits
        told.append(f"{count}{letter}")
    return told


def next_number(numbers: Iterable[str]) -> str:
    """What an item added at the end is mostly called; "" where the last one says nothing of it."""
    last = [*numbers][-1:] or ["0"]
    found = _NUMBER.fullmatch(last[0])
    return str(int(found[1]) + 1) if found and len(found[1]) < 4 else ""
