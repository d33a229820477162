"""Text as it is matched, and where each character of it stands in the source.

For matching, runs of white space are one space, zero-width characters and soft hyphens are gone, and dashes and quotes
are plain. The source itself is never changed; a `Stretch` knows the way back to it.
"""

import re
from bisect import bisect_right

from meetings.minutes.structure import Passage

# Characters that take no room: zero-width space, (non-)joiners, word joiner, byte order mark, soft hyphen, and the
# marks of direction that come with a paste from a browser.
WEIGHTLESS = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
# Written as one of them in the view, so that the view is as long as the source.
GHOST = "\u200b"

_DROP = dict.fromkeys(map(ord, WEIGHTLESS))
_VIEW = (
    dict.fromkeys(WEIGHTLESS, GHOST)
    | dict.fromkeys("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
    | dict.fromkeys(map(chr, range(0x2000, 0x200B)), " ")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’‚‛", "'")
    | dict.fromkeys("“”„‟", '"')
)
_BLANK = " " + GHOST
# More than one blank, or any character without room.
_GAP = re.compile(f"[ {GHOST}]{{2,}}|{GHOST}")


def fold(text: str) -> str:
    """The words of a text with white space folded to single spaces; nothing else is changed."""
    return " ".join(text.translate(_DROP).split())


class Source:
    """The pasted text and its view for matching (as long as the text, character for character)."""

    __slots__ = ("text", "view", "ghosts")

    def __init__(self, text: str):
        self.text = text
        # A text holds few of these characters: replacing each in turn is many times quicker than translating.
        view = text
        for char in set(text) & _VIEW.keys():
            view = view.replace(char, _VIEW[char])
        self.view = view
        self.ghosts = GHOST in self.view

    def passage(self, start: int, end: int) -> Passage:
        """The words between two offsets, without the blanks at either end."""
        start, end = self._trimmed(start, end)
        return Passage(self.folded(start, end), (start, end))

    def folded(self, start: int, end: int) -> str:
        """The words between two offsets at which no blank stands, folded."""
        words = self.text[start:end]
        # Most are folded as they are, and most texts have no characters without room: both are quicker.
        if "  " not in words and words == self.view[start:end] and not (self.ghosts and GHOST in words):
            return words
        return fold(words) if self.ghosts else " ".join(words.split())

    def stretch(self, start: int, end: int) -> "Stretch":
        start, end = self._trimmed(start, end)
        return Stretch(self, start, end)

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        view = self.view
        if start >= end or (view[start] not in _BLANK and view[end - 1] not in _BLANK):
            return start, end
        words = view[start:end]
        left = words.lstrip(_BLANK)
        start += len(words) - len(left)
        return start, start + len(left.rstrip(_BLANK))


class Stretch:
    """Part of the source. `text` is for matching; `passage(i, j)` turns offsets in it into words and a span."""

    __slots__ = ("source", "start", "end", "text", "_here", "_there")

    def __init__(self, source: Source, start: int, end: int):
        self.source, self.start, self.end = source, start, end
        self._here: list[int] | None = None  # where a run of characters begins in the folded text
        self._there: list[int] | None = None  # and where it stands in the source
        words = source.view[start:end]
        if "  " in words or (source.ghosts and GHOST in words):
            words = self._run_together(words)
        self.text = words

    def _run_together(self, words: str) -> str:
        built: list[str] = []
        here: list[int] = [0]
        there: list[int] = [self.start]
        length = reached = 0
        for gap in _GAP.finditer(words):
            run = words[reached : gap.start()] + (" " if " " in gap.group() else "")
            built.append(run)
            length += len(run)
            reached = gap.end()
            here.append(length)
            there.append(self.start + reached)
        built.append(words[reached:])
        self._here, self._there = here, there
        return "".join(built)

    def at(self, index: int) -> int:
        """Where the character of `text` at this index stands in the source."""
        here, there = self._here, self._there
        if not here or not there:
            return self.start + index
        run = bisect_right(here, index) - 1
        return there[run] + index - here[run]

    def passage(self, begin: int = 0, end: int | None = None) -> Passage:
        if begin == 0 and end is None:
            return self.source.passage(self.start, self.end)
        part = self.part(begin, end)
        return self.source.passage(part.start, part.end)

    def part(self, begin: int = 0, end: int | None = None) -> "Stretch":
        """The stretch of these characters of `text`."""
        length = len(self.text)
        end = length if end is None else min(end, length)
        if begin >= end:
            spot = self.at(begin) if begin < length else self.end
            return Stretch(self.source, spot, spot)
        if begin == 0 and end == length:
            return self
        return self.source.stretch(self.at(begin), self.at(end - 1) + 1)

    def until(self, other: "Stretch") -> "Stretch":
        """From the beginning of this one to the end of the other."""
        return self.source.stretch(self.start, other.end)

    def __bool__(self) -> bool:
        return self.end > self.start
