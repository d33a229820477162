"""The pasted source with what was made of it marked, for the left side of the review screen."""

from dataclasses import dataclass

from meetings.review.proposal import Asked, Decision, Item, Part, Person, Proposal, Stray, all_parts

LONGEST_SHOWN = 200_000  # characters; beyond that the page would be slower than the reading
KIND_OF = {Part: "decision", Person: "person", Stray: "stray", Item: "item", Asked: "action", Decision: "decision"}


@dataclass(frozen=True)
class Stretch:
    """A run of the source: unmarked (`kind` empty), or made into the part `key`."""

    text: str
    kind: str = ""
    key: str = ""
    doubtful: bool = False


def marked_source(text: str, proposal: Proposal) -> list[Stretch]:
    """The source cut at the beginnings and ends of what was found, in order; nothing is left out or said twice.

    Parts of decisions, strays and people are marked before actions, which lie over them.
    """
    marks = []
    for one in all_parts(proposal):
        if isinstance(one, Item | Decision) or not one.span:
            continue
        doubtful = isinstance(one, Stray) or bool(getattr(one, "doubt", ""))
        marks.append((one.span[0], one.span[1], KIND_OF[type(one)], one.key, doubtful))
    marks.sort(key=lambda mark: (mark[0], mark[2] == "action", -mark[1]))
    shown = text[:LONGEST_SHOWN]
    stretches, here = [], 0
    for start, end, kind, key, doubtful in marks:
        if start < here or end > len(shown):
            continue
        if start > here:
            stretches.append(Stretch(shown[here:start]))
        stretches.append(Stretch(shown[start:end], kind, key, doubtful))
        here = end
    if here < len(shown):
        stretches.append(Stretch(shown[here:]))
    return stretches
