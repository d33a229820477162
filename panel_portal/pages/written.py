"""Statements that Django writes once and that are asked again with other values.

To write one of search's takes Django longer than most searches take the database.
"""

import copy
import re
from collections.abc import Iterable, Mapping

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, F, QuerySet, Value
from django.db.models.functions import Cast

from panel_portal.records.arrays import IsAnyOf

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


class WrittenRows:
    """The records of a queryset that has `mark`s among its values, as `Written` is one statement."""

    def __init__(self, rows: QuerySet):
        self._rows = rows
        self._compiler = rows.query.get_compiler(connection=connection)
        self._written = Written(*self._compiler.as_sql())

    def with_values(self, values: Mapping[str, object]) -> QuerySet:
        """The rows, fetched. Raises KeyError where a value is missing."""
        rows, compiler = self._rows.all(), copy.copy(self._compiler)
        # What the compiler knows of its columns is as true of the next rows: all but the asking is left to Django.
        compiler.execute_sql = lambda **chunks: [self._asked(values)]
        rows.query.get_compiler = lambda **using: compiler
        len(rows)
        return rows

    def _asked(self, values) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(self._written.with_values(values))
            return cursor.fetchall()


def is_among(column: str, name: str) -> IsAnyOf:
    """The condition that a key is one of those that the `mark` of this name will stand for: a list, of any length."""
    return IsAnyOf(F(column), Cast(Value(mark(name)), ArrayField(BigIntegerField())))


def _quoted(sql: str, params: Iterable) -> str:
    with connection.cursor() as cursor:
        return cursor.mogrify(sql, list(params))
