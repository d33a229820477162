"""What fills a standing item by itself. A higher room knows what ("the decisions published since the last meeting") and
registers it here; this room knows where it stands, on the page, in the preview and in print alike."""

from collections.abc import Callable, Iterator
from typing import Protocol

from meetings.models import AgendaItem
from meetings.models.meeting import ItemKind
from panel_portal.records.printed import Block
from panel_portal.records.publication import Audience


class Filling(Protocol):
    """What stands under an item. The page of the item shows it by a component for its kind."""

    def printed(self) -> Iterator[Block]:
        """The same as it is printed."""


Filler = Callable[[AgendaItem, Audience], Filling]
_fillers: dict[str, Filler] = {}


def fills(kind: ItemKind):
    """Register a function `filler(item, audience) -> Filling` for every item of this kind."""

    def register(filler: Filler) -> Filler:
        _fillers[kind] = filler
        return filler

    return register


def filling_of(item: AgendaItem, audience: Audience) -> Filling | None:
    """What fills this item for this reader; None for an item of another kind, and for one that is withheld."""
    filler = None if item.exempt else _fillers.get(item.kind)
    return filler(item, audience) if filler else None
