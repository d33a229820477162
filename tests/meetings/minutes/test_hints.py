"""Letters looked for before a pattern is tried: where they do not stand, the pattern may not match either."""

import re
from pathlib import Path

import pytest

from meetings.minutes import asking, kinds

pytestmark = pytest.mark.thorough

FOLDERS = Path(__file__).parent.glob("texts*")
# Turns of phrase that the kept texts lack.
RARE = (
    "The Clerk be directed. Members be mandated. It is required. Officers are encouraged. The Chair be tasked.",
    "Calls upon the Minister to act. Directs the Clerk to reply. Authorises the Chair to sign. Tasks officers to see.",
    "Instructs the Clerk to write. Urges Members to attend. Requires the Force to answer. Invites the Mayor to speak.",
    "The Panel voted to urge the Minister to act and decided to instruct the Clerk to write.",
    "Officers who were tasked to look. He gave an assurance to write. They were content to share it.",
    "Cllr Day assured members that he would write. Ms Orr told Mr Poe that it would follow. The Mayor stated she will.",
    "The Chief Constable did not have the figure to hand and would obtain it.",
    "co-opted; coopted; nominated; held over; carried over; put back; be closed; recorded as; be set; be raised",
    "cofnodion; vetoes; endorsed; thanked; is of the view; satisfied that; considers that; be reduced; shut out",
)


def sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for folder in FOLDERS for path in sorted(folder.glob("*.txt"))]
    return [part.strip() for text in [*texts, *RARE] for part in re.split(r"(?<=[.;:?!])\s|\n", text) if part.strip()]


SENTENCES = sentences()


@pytest.mark.parametrize(
    ("hints", "names"),
    [
        (asking.BE_ASKED_HINTS, ["BE_ASKED"]),
        (asking.ASKS_HINTS, ["ASKS"]),
        (asking.REQUESTS_THAT_HINTS, ["REQUESTS_THAT"]),
        (asking.REQUEST_HINTS, ["ASKED_TO", "RESOLVED_TO_ASK", "WAS_ASKED", "ASKED_FOR", "ASKED_THAT"]),
        (asking.SAID_HINTS, ["SAID", "OPENING_SAID"]),
        (asking.PROMISE_HINTS, ["PROMISED", "AND_AGREED"]),
        (asking.WAS_ASKED_HINT, ["WAS_ASKED"]),
        (asking.OWNER_WOULD_HINT, ["OWNER_WOULD"]),
        (asking.WOULD_HINT, ["WOULD_BE", "PRONOUN_WOULD", "AND_WOULD", "OPENING_WOULD", "OPENING_AND_WOULD"]),
    ],
)
@pytest.mark.parametrize("reach", [1, 3])
def test_no_sentence_is_passed_over_for_want_of_a_hint(hints, names, reach):
    holds = hints.search if isinstance(hints, re.Pattern) else lambda text: any(hint in text for hint in hints)
    tried = [" ".join(SENTENCES[at : at + reach]) for at in range(len(SENTENCES))]
    for name in names:
        matched = [text for text in tried if getattr(asking, name).search(text)]
        assert matched, f"no text tries {name}"
        assert [text for text in matched if not holds(text)] == []


@pytest.mark.parametrize("kind", kinds._COMPILED)
def test_no_kind_is_passed_over_for_want_of_a_hint(kind):
    hints, pattern = kinds._COMPILED[kind]
    matched = [text for text in (sentence.lower() for sentence in SENTENCES) if pattern.search(text)]
    assert matched, f"no text is of kind {kind}"
    assert [text for text in matched if not any(hint in text for hint in hints)] == []
