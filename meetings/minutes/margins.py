"""What stands in the margin of a text: marks of a quoted e-mail, the numbers of a page's lines, the times of day.

It is furniture: the text is read as if it were not there, and each of its characters is still entered.
"""

import re

from meetings.minutes.folding import Source

# At the beginning of a line, and what must follow for it to be a margin.
_QUOTED = re.compile(r"[ \u200b]*>(?: ?>)* ?")
_TIMED = re.compile(r"[ \u200b]*\d{1,2}[.:]\d\d ?[ap]\.?m\.?(?= {2,}\S)")
_COUNTED = re.compile(r"[ \u200b]*(?P<number>\d{1,4})(?= \S)")
_FEWEST, _FEWEST_COUNTED = 3, 10
_MOST, _NEARLY_ALL = 0.5, 0.8


def margin_of(source: Source) -> re.Pattern | None:
    """The pattern of the margin that a text has at the beginning of its lines, or None."""
    view = source.view
    # Looked for first: nearly every text has none.
    if ">" not in view and "m " not in view and not _COUNTED.match(view):
        return None
    lines = [line for line in _lines(source) if line.strip(" \u200b")]
    if sum(line.lstrip(" \u200b").startswith(">") for line in lines) >= max(_FEWEST, _MOST * len(lines)):
        return _QUOTED
    numbers = [int(match["number"]) for line in lines if (match := _COUNTED.match(line))]
    steps = sum(after == before + 1 for before, after in zip(numbers, numbers[1:], strict=False))
    if len(numbers) >= max(_FEWEST_COUNTED, _NEARLY_ALL * len(lines)) and steps >= _NEARLY_ALL * len(numbers):
        return _COUNTED
    if sum(_TIMED.match(line) is not None for line in lines) >= _FEWEST:
        return _TIMED
    return None


def _lines(source: Source) -> list[str]:
    start, found = 0, []
    for typed in source.text.splitlines(keepends=True):
        found.append(source.view[start : start + len(typed)])
        start += len(typed)
    return found
