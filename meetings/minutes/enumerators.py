"""What stands before an entry of a list: glyphs, letters, romans, figures, decimals.

An enumerator alone proves nothing: nearly every family marks parts of decisions in one text and points of a discussion
in another. This module only recognises them and says what follows what.
"""

import re
from typing import NamedTuple

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

# \uf000-\uf0ff are bullets of Word's symbol fonts; Ø § o and ?- are what other programs make of them.
GLYPHS = "·•▪▫●◦‣∙○■□➢➤►→⇒➔❖✓*§Ø\uf000-\uf0ff"
_TAG = re.compile(
    rf"""
      (?P<glyph> \?- | [{GLYPHS}] | -(?=\ ) | o(?=\ ) )
    | (?P<decimal> \d{{1,3}}(?:\.\d{{1,3}}){{1,3}} )\.?
        (?! \d | \ ?% | \ ?[ap]\.?m\b | \ (?:million|billion|per\ cent|percent|bn|m)\b | /\d | , )
    | \( (?P<round> [a-z] | [ivxl]{{1,5}} | [a-z]{{2}} | \d{{1,3}} | [A-Z] | [IVX]{{1,5}} ) \)[.:]?
    | (?P<half> [a-z] | [ivxl]{{1,5}} | \d{{1,3}} | [A-Z] | [IVX]{{1,5}} ) \)
    | (?P<stop> [a-z] | [ivxl]{{1,5}} | \d{{1,3}} | [A-Z] | [IVX]{{1,5}} ) \. (?! \d | [a-z]\. )
    """,
    re.VERBOSE,
)
_OPEN = {"glyph": "", "decimal": "", "round": "(", "half": ")", "stop": "."}


class Tag(NamedTuple):
    """An enumerator at the beginning of a text: how it is written, what is written, where the text goes on."""

    style: str
    core: str
    end: int
    body: int

    @property
    def is_glyph(self) -> bool:
        return self.style == "glyph"

    @property
    def is_decimal(self) -> bool:
        return self.style == "decimal"

    @property
    def is_figure(self) -> bool:
        return self.core.isdigit() and not self.is_decimal

    @property
    def depth(self) -> int:
        """How many numbers a decimal has: 2 for 4.1, 3 for 4.1.2."""
        return self.core.count(".") + 1

    def readings(self) -> list[tuple[str, int]]:
        """(family, value) in every way the enumerator can be read: `(i)` is the ninth letter or the first roman."""
        if self.is_glyph:
            return [(self.core, 0)]
        if self.is_decimal:
            head, _, last = self.core.rpartition(".")
            return [(f"{head}.n", int(last))]
        mark = _OPEN[self.style]
        if self.core.isdigit():
            return [(f"{mark}1", int(self.core))]
        case = "a" if self.core.islower() else "A"
        lower = self.core.lower()
        found = []
        if (value := _roman(lower)) is not None:
            found.append((f"{mark}{'i' if case == 'a' else 'I'}", value))
        if len(lower) == 1:
            found.append((f"{mark}{case}", ord(lower) - 96))
        elif lower[0] == lower[1] and len(lower) == 2:
            found.append((f"{mark}{case}", 26 + ord(lower[0]) - 96))
        return found or [(f"{mark}{case}", 0)]

    def begins(self) -> bool:
        """Whether this can be the first entry of a list."""
        return any(value in (0, 1) for _, value in self.readings())


def tag_of(text: str) -> Tag | None:
    """The enumerator a folded text begins with, or None."""
    match = _TAG.match(text)
    if not match:
        return None
    style = match.lastgroup or ""
    core = match.group(style)
    body = match.end() + (text[match.end() : match.end() + 1] == " ")
    # An initial of a name is not an enumerator: "J. Smith", "P.C. Brown"; a list in capitals has a sentence after it.
    if style == "stop" and core.isupper() and not re.match(r"That\b|To\b|The\b", text[body:]):
        return None
    return Tag(style, core, match.end(), body)


def follows(tag: Tag, family: str, last: int) -> bool:
    """Whether the enumerator is the next in a family after the given value (glyphs only repeat)."""
    return any(kin == family and (tag.is_glyph or value == last + 1) for kin, value in tag.readings())


def best_reading(tag: Tag, open_levels: list[tuple[str, int]]) -> tuple[str, int]:
    """The reading that continues one of the open lists (innermost first), or else the one that can begin a list."""
    for family, last in reversed(open_levels):
        if follows(tag, family, last):
            return family, 0 if tag.is_glyph else last + 1
    readings = tag.readings()
    begins = next((reading for reading in readings if reading[1] == 1), None)
    known = next((reading for reading in readings if any(reading[0] == family for family, _ in open_levels)), None)
    # (i) after (a) begins a list of romans; (a) after (c) is the letters again.
    if begins is not None and (known is None or begins[0] != known[0]):
        return begins
    return known or readings[-1]


def _roman(text: str) -> int | None:
    if not text or any(char not in _ROMAN for char in text):
        return None
    values = [_ROMAN[char] for char in text]
    return sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value for index, value in enumerate(values)
    )
