"""Statements that Django writes once and that are asked again with other values.

To write one of search's takes Django longer than most searches take the database.
"""

import re
from collections.abc import Iterable, Mapping

from django.db import connection

# What stands around the name of a value that is not known yet: a character that no text has.
EDGE = "\ufdd0"


def mark(name: str) -> str:
    """What a statement has in place of a value when it is written. Django takes it for a text."""
    return f"{EDGE}{name}{EDGE}"


class Written:
    """One SQL statement with `mark`s among its values; every other value is part of it."""

    def __init__(self, sql: str, params: Iterable):
        # Every second piece is the name of a mark.
        self._pieces = re.split(f"'{EDGE}([^{EDGE}]*){EDGE}'", _quoted(sql, params))

    def with_values(self, values: Mapping[str, object]) -> str:
        """The statement as it is asked, each value quoted by the database's own driver. Raises KeyError where one is
        missing."""
        # Put together in one pass: nothing inside a value is ever read as a mark.
        quoted = {name: _quoted("%s", [value]) for name, value in values.items()}
        return "".join(quoted[piece] if at % 2 else piece for at, piece in enumerate(self._pieces))


def _quoted(sql: str, params: Iterable) -> str:
    with connection.cursor() as cursor:
        return cursor.mogrify(sql, list(params))
