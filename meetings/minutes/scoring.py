"""Compares a reading with the structure expected of it, measure by measure.

Texts are compared after folding white space; a label without its final stop; owners without regard to case. Items,
decisions and questions are paired in order by their texts, so that one missing does not make all after it wrong.
"""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from meetings.minutes.folding import fold
from meetings.minutes.structure import Piece

# Measure: (words, the share that must be found or None). Measures without a share are reported only.
MEASURES = {
    "items": ("items (number and title)", 0.97),
    "decisions": ("explicit decisions", 0.98),
    "proposed_decisions": ("proposed decisions", None),
    "parts": ("parts of decisions", 0.95),
    "certain_actions": ("certain actions (owner and due)", 0.95),
    "proposed_actions": ("proposed actions (owner and due)", 0.80),
    "questions": ("questions with their answers", 0.95),
    "kinds": ("kinds of parts", None),
    "askers": ("who asked the questions found", None),
    "supplementaries": ("supplementary questions with their answers", None),
}


@dataclass
class Tally:
    """How many of a measure were expected, found, and found without being expected."""

    expected: int = 0
    found: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.expected += other.expected
        self.found += other.found
        self.false += other.false
        self.missed += other.missed
        self.wrong += other.wrong

    @property
    def share(self) -> float:
        return self.found / self.expected if self.expected else 1.0


@dataclass
class Score:
    """The tallies of a text (or of many), the characters lost and the characters covered twice."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {measure: Tally() for measure in MEASURES})
    lost: int = 0
    doubled: int = 0

    def add(self, other: "Score") -> None:
        for measure, tally in other.tallies.items():
            self.tallies[measure].add(tally)
        self.lost += other.lost
        self.doubled += other.doubled

    def missed_bars(self) -> list[str]:
        """The measures below their bar, in words; false explicit decisions and lost text count as well."""
        below = [
            words for measure, (words, bar) in MEASURES.items() if bar is not None and self.tallies[measure].share < bar
        ]
        if self.tallies["decisions"].false:
            below.append("explicit decisions that are none")
        if self.lost:
            below.append("characters lost")
        if self.doubled:
            below.append("characters covered twice")
        return below


def score(read: dict, expected: dict, text: str) -> Score:
    """Score a reading (`Reading.as_dict()`) against the expected structure of a text.

    Raises KeyError or TypeError when `expected` is not in the shape of the examples.
    """
    result = Score()
    pairs = _paired(read["items"], expected["items"], _item_key)
    _count(result.tallies["items"], pairs, lambda mine, theirs: _item_key(mine) == _item_key(theirs), _item_key)
    for mine, theirs in pairs:
        _score_item(result, mine or {}, theirs or {})
    result.lost, result.doubled = coverage(read["pieces"], text)
    return result


def coverage(pieces: list, text: str) -> tuple[int, int]:
    """(lost, doubled): characters of a text, blanks apart, that are in no piece and in more than one."""
    spans = [tuple(piece.passage.span if isinstance(piece, Piece) else piece["span"]) for piece in pieces]
    lost = doubled = reached = 0
    for start, end in sorted(spans):
        if start > reached:
            lost += _characters(text[reached:start])
        elif start < reached:
            doubled += _characters(text[start : min(end, reached)])
        reached = max(reached, end)
    return lost + _characters(text[reached:]), doubled


def _characters(text: str) -> int:
    return sum(not char.isspace() for char in text)


def _score_item(result: Score, mine: dict, theirs: dict) -> None:
    decisions = _paired(mine.get("decisions", []), theirs.get("decisions", []), _decision_key)
    explicit, proposed = result.tallies["decisions"], result.tallies["proposed_decisions"]
    for one, other in decisions:
        tally = explicit if _is_explicit(other if other is not None else one) else proposed
        if other is None and not (one["carried"] and one["restates"] is None):
            continue
        if one is not None and other is not None:
            same = _is_explicit(one) == _is_explicit(other) and one["carried"] == other["carried"]
            _enter(tally, _decision_key(other), found=same and (one["restates"] is None) == (other["restates"] is None))
            if not same and _is_explicit(one):
                explicit.false += 1
                explicit.wrong.append(_decision_key(one))
        elif other is not None:
            _enter(tally, _decision_key(other), found=False)
        else:
            tally.false += 1
            tally.wrong.append(_decision_key(one))
        _score_parts(result, (one or {}).get("parts", []), (other or {}).get("parts", []))
    _score_actions(result, mine.get("actions", []), theirs.get("actions", []))
    questions = _paired(mine.get("questions", []), theirs.get("questions", []), lambda one: _fold(one["text"]))
    _count(result.tallies["questions"], questions, _same_question, lambda one: _fold(one["text"]))
    for one, other in questions:
        if one is not None and other is not None:
            told = f"{_fold(other['text'])[:60]}: {other['asker']}, read as {one['asker']}"
            _enter(result.tallies["askers"], told, found=_folded(one["asker"]) == _folded(other["asker"]))
        _score_supplementaries(result, one or {}, other or {})


def _score_parts(result: Score, mine: list, theirs: list) -> None:
    pairs = _paired(mine, theirs, _part_key)
    _count(result.tallies["parts"], pairs, lambda one, other: _part_key(one) == _part_key(other), _part_key)
    for one, other in pairs:
        if one is not None and other is not None:
            told = f"{_fold(other['text'])[:60]}: {other['kind']}, read as {one['kind']}"
            _enter(result.tallies["kinds"], told, found=one["kind"] == other["kind"])


def _score_supplementaries(result: Score, one: dict, other: dict) -> None:
    pairs = _paired(one.get("supplementary", []), other.get("supplementary", []), _supplementary_key)
    _count(
        result.tallies["supplementaries"],
        pairs,
        lambda mine, theirs: (
            (_supplementary_key(mine), _folded(mine["answer"]))
            == (_supplementary_key(theirs), _folded(theirs["answer"]))
        ),
        _supplementary_key,
    )


def _supplementary_key(one: dict) -> str:
    return _fold(one["text"]).strip(QUOTES)


def _score_actions(result: Score, mine: list, theirs: list) -> None:
    pairs = _of_the_same_words(mine, theirs)
    for place, other in enumerate(theirs):
        tally = result.tallies["certain_actions" if other["confidence"] == "certain" else "proposed_actions"]
        best = pairs.get(place)
        if best is None:
            _enter(tally, f"{_fold(other['text'])[:80]}: not found", found=False)
            continue
        same = _folded(best["owner"]) == _folded(other["owner"]) and _folded(best["due_text"]) == _folded(
            other["due_text"]
        )
        same = same and best["confidence"] == other["confidence"]
        told = (
            f"{_fold(other['text'])[:80]}: {other['owner']} / {other['due_text']} / {other['confidence']},"
            f" read as {best['owner']} / {best['due_text']} / {best['confidence']}"
        )
        _enter(tally, told, found=same)
    paired = [id(one) for one in pairs.values()]
    for one in mine:
        if id(one) in paired:
            continue
        tally = result.tallies["certain_actions" if one["confidence"] == "certain" else "proposed_actions"]
        tally.false += 1
        tally.wrong.append(_fold(one["text"])[:100])


def _of_the_same_words(mine: list, theirs: list) -> dict[int, dict]:
    """The action read for each one expected: the most words in common first; the extent does not decide."""
    alike = [
        (_overlap(one["text"], other["text"]), -place, -at)
        for place, other in enumerate(theirs)
        for at, one in enumerate(mine)
    ]
    pairs: dict[int, dict] = {}
    taken: set[int] = set()
    for share, place, at in sorted(alike, reverse=True):
        if share >= 0.5 and -place not in pairs and -at not in taken:
            pairs[-place] = mine[-at]
            taken.add(-at)
    return pairs


def _overlap(one: str, other: str) -> float:
    mine, theirs = set(_fold(one).lower().split()), set(_fold(other).lower().split())
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


QUOTES = "\"'“”‘’"


def _same_question(one: dict, other: dict) -> bool:
    # The marks round a quoted question are part of its text in some of the texts and not in others.
    return _fold(one["text"]).strip(QUOTES) == _fold(other["text"]).strip(QUOTES) and _fold(
        " ".join(one["answer"])
    ) == _fold(" ".join(other["answer"]))


def _is_explicit(decision: dict) -> bool:
    return decision["form"] in ("marked", "motion") and decision["confidence"] == "certain"


def _item_key(item: dict) -> str:
    return f"{_fold(item.get('number') or '')} {_fold(item.get('title') or '')}".strip()


def _decision_key(decision: dict) -> str:
    return " ".join(_fold(part["text"]) for part in decision["parts"])


def _part_key(part: dict) -> str:
    return f"{_fold(part['label'] or '').rstrip('.')} {_fold(part['text'])}"


def _fold(text: str | None) -> str:
    return fold(text or "")  # a page of answers only has questions without words


def _folded(words: str | None) -> str:
    return _fold(words or "").casefold()


def _paired(mine: list, theirs: list, key) -> list[tuple]:
    """Pairs in order: equal keys first, and between them what stands at the same place."""
    matcher = SequenceMatcher(None, [key(one) for one in mine], [key(one) for one in theirs], autojunk=False)
    pairs: list[tuple] = []
    for _, begin, end, other_begin, other_end in matcher.get_opcodes():
        left, right = mine[begin:end], theirs[other_begin:other_end]
        for index in range(max(len(left), len(right))):
            pairs.append((left[index] if index < len(left) else None, right[index] if index < len(right) else None))
    return pairs


def _count(tally: Tally, pairs: list[tuple], same, key) -> None:
    for one, other in pairs:
        if other is not None:
            _enter(tally, key(other), found=one is not None and same(one, other))
        if one is not None and (other is None or not same(one, other)):
            tally.false += 1
            tally.wrong.append(key(one))


def _enter(tally: Tally, told: str, *, found: bool) -> None:
    tally.expected += 1
    if found:
        tally.found += 1
    else:
        tally.missed.append(told)
