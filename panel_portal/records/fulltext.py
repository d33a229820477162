"""What a record says, as PostgreSQL's full-text search reads it: one column that the database writes itself.

The column is of the row it tells about, so whoever may not see the row cannot find it by its words, and there is no
index beside the record that could fall behind it.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Coalesce, Left

CONFIG = "english"
# Characters of one text that are searched. A vector may have a megabyte; this is the most that surely fits.
LONGEST = 150_000


class UnreadVector(SearchVectorField):
    """A vector that is asked about, and never fetched: a page that shows a record has no use for it, and it is as long
    as its text. Every ordinary query reads NULL in its place, those that join the table too."""

    def select_format(self, compiler, sql, params):
        return "NULL", []


class Lexemes(models.GeneratedField):
    """The column. It is not handed back when a row is inserted either."""

    db_returning = False

    def __init__(self, **kwargs):
        kwargs.setdefault("output_field", UnreadVector())
        kwargs.setdefault("db_persist", True)
        super().__init__(**kwargs)


def as_words(field: str, longest: int = LONGEST) -> Func:
    """A text column as it is read: HTML and all (the parser drops tags), with "police/fire" as two words, which the
    parser would take for the name of a file."""
    text = Left(Coalesce(F(field), Value("")), longest)
    return Func(
        text,
        Value(r"(?<=\w)/(?=\w)"),
        Value(" "),
        Value("g"),
        function="REGEXP_REPLACE",
        output_field=models.TextField(),
    )


def searchable(*, longest: int = LONGEST, **fields: str | tuple[str, ...]) -> Lexemes:
    """The column of a model, from text columns of its own by weight: `searchable(a="title", b=("text", "note"))`.

    longest  how many characters of each are searched; with more than fit, a row of nothing but rare letters is refused
    """
    vector = None
    for weight, names in fields.items():
        for name in (names,) if isinstance(names, str) else names:
            part = SearchVector(as_words(name, longest), config=CONFIG, weight=weight.upper())
            vector = part if vector is None else vector + part
    return Lexemes(expression=vector)


def index(name: str) -> GinIndex:
    """The index over the column."""
    return GinIndex(fields=["lexemes"], name=f"{name}_lexemes")
