"""What the API has to know of a kind of record."""

from collections.abc import Callable
from dataclasses import dataclass

from ninja import Schema

from panel_portal.records.publication import PublicRecord
from panel_portal.records.stamps import Source


@dataclass(frozen=True)
class Kind:
    """One kind of record as the API tells it.

    name     the word in addresses: "meetings"
    one      what one of them is called, for sentences: "meeting"
    about    what they are, in a sentence or two, for the document
    model    whose public rows they are
    schema   what is told of each
    loaded   given the public queryset, loads all that `tell` needs, in a number of queries that does not grow
    tell     given rows so loaded, and what makes whole addresses, what is told of each but for its stamps
    key      the id of a row
    find     from an id the lookups of its row; raises ValueError where nothing can have this id
    sources  whose changes move `modified_at`
    above    foreign keys to load for finding what was withdrawn above a row
    filters  the FilterSet of the list on the pages, and what it is given where nothing was chosen
    example  an id, for the document
    has_words_for_ids  whether ids are made of titles or names, which a withdrawal may have to take away
    """

    name: str
    one: str
    about: str
    model: type
    schema: type[Schema]
    loaded: Callable
    tell: Callable
    key: Callable[[object], str]
    find: Callable[[str], dict]
    sources: tuple[Source, ...]
    example: str
    above: tuple[str, ...] = ()
    filters: type | None = None
    unasked: tuple[tuple[str, str], ...] = ()
    has_words_for_ids: bool = False

    @property
    def is_published(self) -> bool:
        """Whether each row is published by a decision of its own, and so may also be withdrawn."""
        return issubclass(self.model, PublicRecord)

    @property
    def may_be_gone(self) -> bool:
        return self.is_published


def by_reference(initial: str) -> Callable[[str], dict]:
    """ "Q2026-017" leads to the row whose reference is Q2026/017."""

    def find(key: str) -> dict:
        year, hyphen, number = key.removeprefix(initial).partition("-")
        if not (key.startswith(initial) and hyphen and year.isdecimal() and number.isdecimal() and key.isascii()):
            raise ValueError(key)
        return {"reference": f"{initial}{year}/{number}"}

    return find


def by_slug(key: str) -> dict:
    if not key or "\0" in key:
        raise ValueError(key)
    return {"slug": key}
