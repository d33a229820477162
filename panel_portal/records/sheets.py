"""Lists as spreadsheet files: CSV, and beside it the table schema that says what each column holds.

Both come from the same declaration of columns, so that one cannot say what the other does not.
"""

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.conf import settings

# A cell that begins with one of these is a formula to a spreadsheet; with an apostrophe before it, it is words.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Table:
    """A list as CSV: UTF-8 with the mark that spreadsheets look for, lines ended by CR LF (RFC 4180)."""

    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def harmless(value) -> str:
    """A value as a cell that no spreadsheet runs."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    text = "" if value is None else value.isoformat() if isinstance(value, date | datetime) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(header, rows) -> Table:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(header)
    writer.writerows([harmless(value) for value in row] for row in rows)
    return Table(b"\xef\xbb\xbf" + written.getvalue().encode())


def page_of(record) -> str:
    """The whole address of a record's page, for a file that is read far from here."""
    return settings.SITE_ADDRESS + record.get_absolute_url()


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it holds in a sentence, the value of a row, and of what type that is."""

    heading: str
    says: str
    value: Callable
    type: Literal["string", "date", "datetime", "integer"] = "string"


def _itself(record):
    return record


@dataclass(frozen=True)
class Sheet:
    """The columns of a public list.

    name   the word in the addresses of the file (`name`.csv) and of its schema
    title  what the list is called
    read   what the columns are given of a record; the record itself, unless said otherwise
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    read: Callable = _itself

    def csv(self, records) -> bytes:
        """Records with all that the columns need, as CSV."""
        header = [column.heading for column in self.columns]
        return as_csv(
            header, ([column.value(row) for column in self.columns] for row in map(self.read, records))
        ).content

    def table_schema(self) -> dict:
        """What each column holds, as a Frictionless Table Schema."""
        fields = [
            {"name": one.heading, "type": one.type, "description": one.says} | _format(one.type) for one in self.columns
        ]
        return {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "title": self.title,
            "description": "UTF-8 with a byte order mark, separated by commas, a heading in the first line. Words that "
            "a spreadsheet would take for a formula have an apostrophe before them.",
            "fields": fields,
            "missingValues": [""],
        }


def _format(type_: str) -> dict:
    """`default` is ISO 8601 for days; of moments with their time zone it is not."""
    return {"format": "any"} if type_ == "datetime" else {"format": "default"}
