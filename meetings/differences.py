"""What a correction changed, in words: the pieces that stayed, went and came."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from panel_portal.records.richtext import as_text

AROUND = 12  # words left standing on either side of a change
MOST_WORDS = 4_000  # beyond this the comparison, which is quadratic, says "all of it"


@dataclass(frozen=True)
class Piece:
    kind: str  # "kept", "removed", "added" or "left_out"
    text: str = ""


def differences(old_html: str, new_html: str) -> list[Piece]:
    """The way from the old text to the new one, word by word, long unchanged stretches left out."""
    old, new = _words(old_html), _words(new_html)
    if len(old) + len(new) > MOST_WORDS:
        return _pieces([("removed", old), ("added", new)])
    stretches = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            stretches.append(("kept", old[a:b]))
        else:
            stretches += [("removed", old[a:b]), ("added", new[c:d])]
    return _pieces(_shortened([stretch for stretch in stretches if stretch[1]]))


def _words(html: str) -> list[str]:
    """Words and, as words of their own, line ends."""
    return re.findall(r"\n+|[^\s]+", as_text(html))


def _shortened(stretches):
    for index, (kind, words) in enumerate(stretches):
        before, after = (AROUND if index else 0), (AROUND if index + 1 < len(stretches) else 0)
        if kind != "kept" or len(words) <= before + after + 3:
            yield kind, words
            continue
        if before:
            yield kind, words[:before]
        yield "left_out", []
        if after:
            yield kind, words[-after:]


def _pieces(stretches) -> list[Piece]:
    return [Piece(kind, re.sub(r" ?(\n+) ?", r"\1", " ".join(words))) for kind, words in stretches]
