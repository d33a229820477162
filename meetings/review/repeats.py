"""A request that minutes tell twice: in a part of the decision, and again in an "ACTION:" line below."""

import re

from meetings.review.proposal import Asked, Proposal

# How it is said that something is asked, and of whom: no part of what is asked.
SAYS_NOTHING = {
    "action", "agreed", "asked", "been", "from", "have", "invited", "panel", "requested", "shall", "should", "that",
    "their", "this", "will", "with", "would",
}  # fmt: skip


def drop_what_is_asked_twice(proposal: Proposal) -> None:
    """Leave the action of the part, give it what only the line says (of whom, by when), and untick the line. Changes
    `proposal`."""
    for item in proposal.items:
        for line in (one for one in item.actions if not one.part):
            for asked in (one for one in item.actions if one.part and one.take):
                if not _says_no_more(line, asked):
                    continue
                line.take, line.doubt = False, "A part of the decision asks this already. Tick it to track both."
                asked.owner_words = asked.owner_words or line.owner_words
                if line.due_words and not asked.due_words:
                    asked.due_words, asked.due_rule, asked.due_on = line.due_words, line.due_rule, line.due_on


def _says_no_more(line: Asked, asked: Asked) -> bool:
    """Whether every word of the line that says what is asked stands in the part: one other place or year, and it asks
    something else. Two words are too few to tell."""
    said = _words(line.text) - _words(f"{line.due_words} {line.owner_words}")
    return len(said) > 2 and said <= _words(asked.text)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}|\d+", text.casefold())) - SAYS_NOTHING
