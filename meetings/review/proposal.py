"""The proposal: what the reader found in a pasted text, in a form that a clerk can correct field by field.

Pure: no database. Kept as JSON in `PastedMinutes.work` between visits. Every part has a key (`i2.d0.p1`: item 2,
decision 0, part 1) that names its fields on the screen and the record made of it, and stays the same through every
correction.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any

Span = tuple[int, int]

# What of the covering layer is the minute's own text, and what belongs to a decision.
TEXT_KINDS = {"paragraph", "heading", "bullet", "declaration", "vote", "question", "answer", "duplicate", "lead_in"}
DECISION_KINDS = {"marker", "stem", "part", "subpart", "part_bullet", "continuation"}
ROUND_GLYPHS = {"·", "•", "●", "▪", "◦", "-", "–", "*", "o", "Ø", "§", "?-", ""}
# Late and left are told by the item at which it happened, which the clerk adds on the page of the minutes.
KINDS_OF_PERSON = {one: one for one in ("present", "apologies", "substitute", "in_attendance", "absent")} | {
    "late": "present",
    "left": "present",
}
# Where a decision stands in the text of its item; the clerk may move the line, or take it out.
PLACE = "[decision {}]"
_PLACE = re.compile(r"^\[decision (\d{1,3})\]$")


@dataclass
class Part:
    """One limb: its text is what is minuted, with sub-parts and bullets on lines of their own."""

    key: str
    label: str = ""
    text: str = ""
    kinds: list[str] = field(default_factory=list)
    span: list[int] = field(default_factory=list)


@dataclass
class Decision:
    """`fate`: "record" makes a resolution of it, "text" leaves its words in the minute, "drop" leaves it out."""

    key: str
    fate: str = "record"
    doubt: str = ""  # why the clerk should look, in words; empty where the text is plain
    stem: str = ""  # the words before the parts, with the marker: "RESOLVED that the Panel:"
    carried: bool = True
    unanimous: bool = False
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    parts: list[Part] = field(default_factory=list)
    span: list[int] = field(default_factory=list)


@dataclass
class Asked:
    """An action: asked by a decision (`part` is the key of that part) or in the discussion."""

    key: str
    take: bool = True
    doubt: str = ""
    text: str = ""
    owner_words: str = ""
    owner: str = ""  # "office:3", "body:5"; empty: nobody named
    due_words: str = ""
    due_rule: str = "none"
    due_on: str = ""  # ISO
    part: str = ""
    span: list[int] = field(default_factory=list)


@dataclass
class Item:
    """`match`: the key of the agenda item it is, "new" to make one, "skip" to leave it out."""

    key: str
    number: str = ""
    minute_number: str = ""
    title: str = ""
    report_of: str = ""
    match: str = "new"
    doubt: str = ""
    text: str = ""
    decisions: list[Decision] = field(default_factory=list)
    actions: list[Asked] = field(default_factory=list)
    span: list[int] = field(default_factory=list)


@dataclass
class Person:
    """Who was there: one row of the attendance. `match`: "member:4", "office:2", or empty for the name alone."""

    key: str
    take: bool = True
    name: str = ""
    kind: str = "present"
    match: str = ""
    instead_of: str = ""  # "member:7"
    note: str = ""
    span: list[int] = field(default_factory=list)


@dataclass
class Stray:
    """A line the reader could not place. `goes_to`: the key of the item whose text it joins; empty: not yet placed."""

    key: str
    text: str = ""
    goes_to: str = ""
    span: list[int] = field(default_factory=list)


@dataclass
class Proposal:
    items: list[Item] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)
    # Read, and kept for the rooms above: questions with their answers, a letter.
    questions: list[dict] = field(default_factory=list)
    letter: dict | None = None

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Proposal":
        return cls(
            items=[
                Item(
                    **{
                        **one,
                        "decisions": [
                            Decision(**{**d, "parts": [Part(**p) for p in d["parts"]]}) for d in one["decisions"]
                        ],
                        "actions": [Asked(**action) for action in one["actions"]],
                    }
                )
                for one in stored["items"]
            ],
            people=[Person(**one) for one in stored["people"]],
            strays=[Stray(**one) for one in stored["strays"]],
            questions=stored["questions"],
            letter=stored["letter"],
        )

    def decisions(self) -> Iterator[Decision]:
        for item in self.items:
            yield from item.decisions

    def parts(self) -> Iterator[Part]:
        for decision in self.decisions():
            yield from decision.parts

    def actions(self) -> Iterator[Asked]:
        for item in self.items:
            yield from item.actions

    @property
    def counts(self) -> dict[str, int]:
        """The count line: what is to be recorded as it stands, and how many lines wait for a place."""
        recorded = [one for one in self.decisions() if one.fate == "record"]
        return {
            "items": sum(item.match != "skip" for item in self.items),
            "decisions": len(recorded),
            "parts": sum(len(one.parts) for one in recorded),
            "actions": sum(action.take for action in self.actions()),
            "unplaced": sum(not stray.goes_to for stray in self.strays),
            "doubtful": sum(bool(one.doubt) for one in [*self.items, *self.decisions(), *self.actions()]),
        }


# From what the reader found -------------------------------------------------------------------------------------


def propose(reading: dict) -> Proposal:
    """The proposal for a reading (the dict of `Reading.as_dict()`). Nothing is matched with the database yet."""
    pieces = reading["pieces"]
    items = [_item(f"i{n}", n, found, pieces) for n, found in enumerate(reading["items"])]
    people = [
        Person(
            key=f"a{n}",
            name=one["name"],
            kind=KINDS_OF_PERSON.get(one["status"], "present"),
            note=", ".join(filter(None, (one.get("role"), one.get("organisation"), one.get("note")))),
            span=list(one.get("source_span") or []),
        )
        for n, one in enumerate((reading.get("meeting") or {}).get("attendance", []))
    ]
    strays = [
        Stray(key=f"u{n}", text=one["text"], span=list(one["span"])) for n, one in enumerate(reading["unclassified"])
    ]
    questions = [question for item in reading["items"] for question in item["questions"]]
    return Proposal(items=items, people=people, strays=strays, questions=questions, letter=reading.get("letter"))


def _item(key: str, index: int, found: dict, pieces: list[dict]) -> Item:
    decisions = [_decision(f"{key}.d{n}", one) for n, one in enumerate(found["decisions"])]
    differs = found.get("agenda_number") not in (None, found.get("number"))
    return Item(
        key=key,
        number=_plain_number(found["agenda_number"] if differs else found.get("number")),
        minute_number=_plain_number(found["number"]) if differs else "",
        title=found.get("title") or "",
        report_of=_REPORT_OF.sub("", found.get("report_author") or "").rstrip("."),
        doubt="" if found.get("title") else "No title was found.",
        text=_text(index, found, decisions, pieces),
        decisions=decisions,
        actions=[_asked(f"{key}.a{n}", key, found, one) for n, one in enumerate(found["actions"])],
        span=list(found.get("span") or []),
    )


# The page says "Report of" before the name by itself.
_REPORT_OF = re.compile(r"^(?:joint )?report (?:of|by|from) ", re.IGNORECASE)


def _plain_number(typed: str | None) -> str:
    return (typed or "").strip().rstrip(".").strip()


def _decision(key: str, found: dict) -> Decision:
    vote = found.get("vote") or {}
    fate, doubt = "record", ""
    if found.get("restates") is not None:
        fate, doubt = "drop", "The text says this decision twice. It is recorded once."
    elif found["confidence"] != "certain":
        fate, doubt = "text", "It reads like a decision, but no word such as RESOLVED says so."
    parts = [_part(f"{key}.p{n}", one) for n, one in enumerate(found["parts"])]
    if found.get("doubtful") and not doubt:
        doubt = "The word that marks it is misspelt or odd."
    return Decision(
        key=key,
        fate=fate,
        doubt=doubt,
        stem=" ".join(filter(None, (found.get("marker"), found.get("stem"))))[:500],
        carried=found.get("carried", True),
        unanimous=vote.get("method") == "unanimous",
        votes_for=vote.get("for_"),
        votes_against=vote.get("against"),
        votes_abstained=vote.get("abstain"),
        parts=parts,
        span=list(found.get("span") or []),
    )


def _part(key: str, found: dict) -> Part:
    lines = [found["text"]]
    lines += [f"{one['label']} {one['text']}" for one in found["subparts"]]
    lines += [f"{_glyph(one['glyph'])} {one['text']}" for one in found["bullets"]]
    text = "\n".join(lines)
    text = "\n\n".join([text, *(one if isinstance(one, str) else one["text"] for one in found["continuation"])])
    return Part(
        key=key,
        label=found.get("label") or "",
        text=text,
        kinds=list(found.get("kinds") or ([found["kind"]] if found.get("kind") else [])),
        span=list(found.get("span") or []),
    )


def _glyph(typed: str) -> str:
    return "•" if typed.strip() in ROUND_GLYPHS else typed


def _asked(key: str, item_key: str, found_item: dict, found: dict) -> Asked:
    certain = found["confidence"] == "certain"
    part = ""
    if found["source"] == "decision_part" and found.get("decision") is not None:
        decision = found_item["decisions"][found["decision"]]
        labels = [one.get("label") for one in decision["parts"]]
        number = labels.index(found["part"]) if found.get("part") in labels else 0
        part = f"{item_key}.d{found['decision']}.p{number}"
        certain = certain and decision.get("restates") is None and decision.get("carried", True)
    return Asked(
        key=key,
        take=certain and found.get("status", "open") == "open",
        doubt="" if certain else "It may be a request or a promise; the text does not say so outright.",
        text=found["text"],
        owner_words=found.get("owner") or "",
        due_words=found.get("due_text") or "",
        due_rule="on_date" if found.get("due_date") else _due_rule(found.get("due_text") or ""),
        due_on=found.get("due_date") or "",
        part=part,
        span=list(found.get("span") or []),
    )


def _due_rule(words: str) -> str:
    """Only what the portal can work out a day from; everything else stays in the words of the action."""
    said = words.casefold()
    return "next_ordinary_meeting" if "next" in said and "meeting" in said else "none"


def _text(index: int, found: dict, decisions: list[Decision], pieces: list[dict]) -> str:
    """The minute as plain text in the order of the source, a line for each decision where it stands."""
    bullets = {tuple(one["span"]): one for one in found["bullets"] if one.get("span")}
    labelled = {tuple(one["span"]): one for one in found["narrative"] if one.get("span")}
    blocks, placed, in_list = [], set(), False
    for piece in pieces:
        if piece["item"] != index:
            continue
        if piece["kind"] in DECISION_KINDS:
            number = _nearest(decisions, piece["span"])
            if number is not None and number not in placed:
                placed.add(number)
                blocks.append(PLACE.format(number + 1))
            in_list = False
        elif piece["kind"] == "bullet":
            one = _overlapping(bullets, piece["span"])
            glyph = one["glyph"] if one else ""
            indent = "  " * (max(one.get("level") or 1, 1) - 1) if one else ""
            line = f"{indent}{_glyph(glyph)} {one['text'] if one else piece['text']}"
            if in_list:
                blocks[-1] += f"\n{line}"
            else:
                blocks.append(line)
            in_list = True
        elif piece["kind"] in TEXT_KINDS:
            one = _overlapping(labelled, piece["span"])
            label = f"{one['label']} " if one and one.get("label") else ""
            blocks.append(f"{label}{piece['text']}" if not piece["text"].startswith(label or "\0") else piece["text"])
            in_list = False
    return "\n\n".join(blocks)


def _overlapping(known: dict, span) -> dict | None:
    found = known.get(tuple(span))
    if found is not None:
        return found
    return next((one for (start, end), one in known.items() if start < span[1] and span[0] < end), None)


def _nearest(decisions: list[Decision], span) -> int | None:
    def distance(decision: Decision) -> int:
        return max(decision.span[0] - span[1], span[0] - decision.span[1], 0)

    known = [(distance(one), number) for number, one in enumerate(decisions) if one.span]
    return min(known)[1] if known else None


# The clerk's corrections ------------------------------------------------------------------------------------------

EDITABLE: dict[type, tuple[str, ...]] = {
    Item: ("number", "minute_number", "title", "report_of", "match", "text"),
    Decision: ("fate", "stem", "carried", "unanimous", "votes_for", "votes_against", "votes_abstained"),
    Part: ("label", "text", "kinds"),
    Asked: ("take", "text", "owner", "due_rule", "due_on"),
    Person: ("take", "name", "kind", "match", "instead_of"),
    Stray: ("goes_to",),
}


def all_parts(proposal: Proposal) -> Iterator[Any]:
    """Everything on the screen that has fields."""
    yield from proposal.people
    for item in proposal.items:
        yield item
        for decision in item.decisions:
            yield decision
            yield from decision.parts
        yield from item.actions
    yield from proposal.strays


def take_in(proposal: Proposal, sent) -> None:
    """Write what a form sent (a QueryDict) into the proposal. What the form did not show stays as it is."""
    for one in all_parts(proposal):
        if f"{one.key}-shown" not in sent:
            continue
        types = {known.name: known.type for known in fields(one)}
        for name in EDITABLE[type(one)]:
            address, kind = f"{one.key}-{name}", types[name]
            if kind is bool:
                setattr(one, name, address in sent)
            elif name == "kinds":
                one.kinds = sent.getlist(address)
            elif address not in sent:
                continue
            elif kind is str:
                setattr(one, name, sent[address].replace("\r\n", "\n").replace("\x00", "").strip())
            else:
                setattr(one, name, int(sent[address]) if sent[address].strip().isdecimal() else None)
    for stray in [one for one in proposal.strays if one.goes_to]:
        item = next((one for one in proposal.items if one.key == stray.goes_to), None)
        if item is not None and stray.text not in item.text:
            item.text = f"{item.text}\n\n{stray.text}".strip()


def operate(proposal: Proposal, operation: str) -> str:
    """One press of a button: "split:KEY", "join:KEY", "add-part:KEY", "decide:KEY". What happened, in a sentence.

    Raises ValueError with a sentence for the clerk where it cannot be done.
    """
    name, _, key = operation.partition(":")
    for item in proposal.items:
        if name == "decide" and item.key == key:
            return _add_decision(item)
        for decision in item.decisions:
            if name == "add-part" and decision.key == key:
                decision.parts.append(Part(key=_fresh(decision, "p")))
                return "An empty part was added."
            for place, part in enumerate(decision.parts):
                if part.key == key and name == "split":
                    return _split(decision, place)
                if part.key == key and name == "join":
                    return _join(item, decision, place)
    raise ValueError("What this button belongs to is not there any more. Nothing was changed.")


def _fresh(owner, letter: str) -> str:
    """A key that was never used under `owner`: records are found again by it."""
    children = owner.parts if isinstance(owner, Decision) else owner.decisions
    used = [int(child.key.rpartition(letter)[2]) for child in children]
    return f"{owner.key}.{letter}{max(used, default=-1) + 1}"


def _add_decision(item: Item) -> str:
    decision = Decision(key=_fresh(item, "d"))
    decision.parts.append(Part(key=f"{decision.key}.p0"))
    item.decisions.append(decision)
    item.text = f"{item.text}\n\n{PLACE.format(len(item.decisions))}".strip()
    return "An empty decision was added at the end of the item. Write its text, and say what the panel did."


LABEL = re.compile(r"^(\(?(?:[a-z]{1,2}|[ivx]{1,5}|\d{1,3})[.)]|\d{1,3}(?:\.\d{1,3}){1,3})\s+", re.IGNORECASE)


def _split(decision: Decision, place: int) -> str:
    part = decision.parts[place]
    first, gap, rest = part.text.partition("\n\n")
    if not gap:
        first, gap, rest = part.text.partition("\n")
    if not rest.strip():
        raise ValueError("To split this part, press Enter where the second part is to begin, then the button.")
    label = LABEL.match(rest.strip())
    other = Part(
        key=_fresh(decision, "p"),
        label=label[1] if label else "",
        text=rest.strip()[label.end() if label else 0 :],
        kinds=list(part.kinds),
        span=part.span,
    )
    part.text = first.strip()
    decision.parts.insert(place + 1, other)
    return "The part was split in two."


def _join(item: Item, decision: Decision, place: int) -> str:
    if place + 1 == len(decision.parts):
        raise ValueError("This is the last part, so there is none to join it with.")
    part, other = decision.parts[place], decision.parts.pop(place + 1)
    part.text = f"{part.text}\n{other.label} {other.text}".strip() if other.label else f"{part.text}\n{other.text}"
    part.kinds += [kind for kind in other.kinds if kind not in part.kinds]
    if part.span and other.span:
        part.span = [min(part.span[0], other.span[0]), max(part.span[1], other.span[1])]
    for action in item.actions:
        if action.part == other.key:
            action.part = part.key
    return "The two parts were joined."


# What becomes of the text ------------------------------------------------------------------------------------------


def words_of(decision: Decision) -> str:
    """A decision as it would stand in running text."""
    parts = [f"{part.label} {part.text}".strip() for part in decision.parts]
    return "\n\n".join([f"{decision.stem} {parts[0]}".strip(), *parts[1:]]) if parts else decision.stem


def minute_text(item: Item) -> str:
    """The text of the item's minute: its own words, and in their places those decisions that stay words only.

    A decision whose place was taken out of the text is put at the end: it is never lost.
    """
    blocks, placed = [], set()
    for block in re.split(r"\n\s*\n", item.text):
        place = _PLACE.match(block.strip())
        number = int(place[1]) - 1 if place else -1
        if place and number < len(item.decisions):
            placed.add(number)
            if item.decisions[number].fate == "text":
                blocks.append(words_of(item.decisions[number]))
        elif block.strip():
            blocks.append(block.rstrip())
    left = [one for number, one in enumerate(item.decisions) if number not in placed and one.fate == "text"]
    return "\n\n".join([*blocks, *map(words_of, left)])
