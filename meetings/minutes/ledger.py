"""The covering layer: which stretch of the source is what, each non-blank character in exactly one piece.

Readers enter what they used as they go. What nobody entered comes out as unclassified, so no reader can lose text, and
what was entered twice stays with the first: the promise is kept here and nowhere else.
"""

import re

from meetings.minutes.folding import Source
from meetings.minutes.structure import Passage, Piece

_WORD = re.compile(r"[^\W_]")


class Ledger:
    def __init__(self, source: Source):
        self.source = source
        self._entries: list[tuple[int, int, int, str, int | None]] = []

    def enter(self, kind: str, stretch, item: int | None = None) -> None:
        """Enter a stretch or a passage under a kind."""
        start, end = stretch.span if isinstance(stretch, Passage) else (stretch.start, stretch.end)
        if end > start:
            # A longer entry at the same place goes first: what begins inside it lies over it and is dropped.
            self._entries.append((start, -end, len(self._entries), kind, item))

    def pieces(self) -> list[Piece]:
        found: list[Piece] = []
        reached = 0
        for start, before_end, _, kind, item in sorted(self._entries):
            end = -before_end
            if end <= reached:
                continue
            start = max(start, reached)
            self._fill(found, reached, start)
            self._add(found, kind, start, end, item)
            reached = end
        self._fill(found, reached, len(self.source.text))
        return found

    def _fill(self, found: list[Piece], start: int, end: int) -> None:
        """What lies between two entries: separators are furniture, anything with words is unclassified."""
        if end <= start or self.source.text[start:end].isspace():
            return
        words = self.source.text[start:end]
        kind = "unclassified" if _WORD.search(words) else "chrome"
        item = found[-1].item if found else None
        self._add(found, kind, start, end, item)

    def _add(self, found: list[Piece], kind: str, start: int, end: int, item: int | None) -> None:
        """Add what is not blank between two offsets; characters without room count as not blank here."""
        words = self.source.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        if words:
            end = start + len(words)
            found.append(Piece(kind, Passage(self.source.folded(start, end), (start, end)), item))
