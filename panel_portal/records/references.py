"""Permanent references such as A2026/014, counted by calendar year, and addresses made from words."""

import re

from django.db import connection, models, transaction
from django.db.models import Func, Value
from django.db.models.functions import Lower
from django.utils.text import slugify

from panel_portal.records.models import ReferenceCounter


def next_reference(prefix: str, year: int) -> str:
    """The next reference of a series, e.g. "A2026/014". Two callers at once get two numbers: the row is locked
    until their transaction ends, so no number is given twice and none is lost to a rollback.

    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A reference is given inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ReferenceCounter._meta.db_table} (prefix, year, last) VALUES (%s, %s, 1) "  # noqa: S608
            "ON CONFLICT (prefix, year) DO UPDATE SET last = "
            f"{ReferenceCounter._meta.db_table}.last + 1 RETURNING last",
            [prefix, year],
        )
        number = cursor.fetchone()[0]
    return f"{prefix}{year}/{number:03d}"


def reference_in_address(reference: str) -> str:
    """ "Q2026/017" as it stands in an address: "2026-017"; the address says of itself what it is the number of."""
    return reference[1:].replace("/", "-")


def reference_from_address(initial: str, words: str) -> str:
    """ "2026-017" of an address under the initial of its series: "Q2026/017"."""
    return initial + words.replace("-", "/")


def folded_number(number: str) -> str:
    """What the ways of writing a number have in common: "PCP 8/21", "pcp-8-21" and "PCP8/21"."""
    dashed = re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")
    return re.sub(r"([a-z])-([0-9])", r"\1\2", dashed)


def folded(column: str) -> Func:
    """`folded_number` of a column, by the database."""
    dashed = _replaced(Lower(column), r"^[^a-z0-9]+|[^a-z0-9]+$", "")
    return _replaced(_replaced(dashed, "[^a-z0-9]+", "-"), "([a-z])-([0-9])", r"\1\2")


def _replaced(text, pattern: str, instead: str) -> Func:
    return Func(
        text,
        Value(pattern),
        Value(instead),
        Value("g"),
        function="REGEXP_REPLACE",
        output_field=models.TextField(),
    )


def free_slug(text: str, taken, *, longest: int = 80) -> str:
    """An address word from a title: kebab-case, cut at a word, "-2" and on where it is already in `taken`."""
    stem = slugify(text)[: longest + 1]
    if len(stem) > longest:
        stem = stem.rsplit("-", 1)[0][:longest]
    stem = stem or "item"
    taken = set(taken)
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
