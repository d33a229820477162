"""Text as it is matched, and where each character of it stands in the source.

For matching, runs of white space are one space, zero-width characters and soft hyphens are gone, and dashes and quotes
are plain. The source itself is never changed; a `Stretch` knows the way back to it.
"""

import re
from bisect import bisect_right
from functools import cached_property

from meetings.minutes.structure import Passage

# Characters that take no room: zero-width space, (non-)joiners, word joiner, byte order mark, soft hyphen, and the
# marks of direction that come with a paste from a browser.
WEIGHTLESS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
# Written as one of them in the view, so that the view is as long as the source.
GHOST = "\u200b"

_DROP = dict.fromkeys(map(ord, WEIGHTLESS))
_VIEW = (
    {ord(char): GHOST for char in WEIGHTLESS}
    | {ord(char): " " for char in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"}
    | dict.fromkeys(range(8192, 8203), " ")
    | {ord(char): "-" for char in "‐‑‒–—―−"}
    | {ord(char): "'" for char in "‘’‚‛"}
    | {ord(char): '"' for char in "“”„‟"}
)
_RUN = re.compile(f"[^ {GHOST}]+")


def fold(text: str) -> str:
    """The words of a text with white space folded to single spaces; nothing else is changed."""
    return " ".join(text.translate(_DROP).split())


class Source:
    """The pasted text and its view for matching (as long as the text, character for character)."""

    def __init__(self, text: str):
        self.text = text
        self.view = text.translate(_VIEW)

    def passage(self, start: int, end: int) -> Passage:
        """The words between two offsets, without the blanks at either end."""
        start, end = self._trimmed(start, end)
        return Passage(fold(self.text[start:end]), (start, end))

    def stretch(self, start: int, end: int) -> "Stretch":
        start, end = self._trimmed(start, end)
        return Stretch(self, start, end)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        words = self.view[start:end]
        left = words.lstrip(" " + GHOST)
        start += len(words) - len(left)
        return start, start + len(left.rstrip(" " + GHOST))


class Stretch:
    """Part of the source. `text` is for matching; `passage(i, j)` turns offsets in it into words and a span."""

    def __init__(self, source: Source, start: int, end: int):
        self.source, self.start, self.end = source, start, end

    @cached_property
    def text(self) -> str:
        return self._folded[0]

    @cached_property
    def _folded(self) -> tuple[str, list[int] | None, list[int] | None]:
        words = self.source.view[self.start : self.end]
        if "  " not in words and GHOST not in words:
            return words, None, None
        built: list[str] = []
        here: list[int] = []  # where a run of characters begins in the folded text
        there: list[int] = []  # and where it stands in the source
        length = reached = 0
        for run in _RUN.finditer(words):
            if built and " " in words[reached : run.start()]:
                built.append(" ")
                length += 1
            here.append(length)
            there.append(self.start + run.start())
            built.append(run.group())
            length += run.end() - run.start()
            reached = run.end()
        return "".join(built), here, there

    def at(self, index: int) -> int:
        """Where the character of `text` at this index stands in the source."""
        _, here, there = self._folded
        if here is None or there is None or not here:
            return self.start + index
        run = bisect_right(here, index) - 1
        return there[run] + index - here[run]

    def passage(self, begin: int = 0, end: int | None = None) -> Passage:
        part = self.part(begin, end)
        return self.source.passage(part.start, part.end)

    def part(self, begin: int = 0, end: int | None = None) -> "Stretch":
        """The stretch of these characters of `text`."""
        end = len(self.text) if end is None else min(end, len(self.text))
        if begin >= end:
            spot = self.at(begin) if begin < len(self.text) else self.end
            return Stretch(self.source, spot, spot)
        return self.source.stretch(self.at(begin), self.at(end - 1) + 1)

    def until(self, other: "Stretch") -> "Stretch":
        """From the beginning of this one to the end of the other."""
        return self.source.stretch(self.start, other.end)

    def __bool__(self) -> bool:
        return self.end > self.start
