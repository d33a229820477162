"""Decisions in the text of an item: after a marker, moved and put to the vote, or only told in a sentence."""

import re

from meetings.minutes.decisions import PartReader
from meetings.minutes.folding import Stretch
from meetings.minutes.itemtext import ItemText, as_block
from meetings.minutes.kinds import kinds_of
from meetings.minutes.lines import Block
from meetings.minutes.markers import Marker
from meetings.minutes.proposals import decision_sentence, is_bare_that, lost_list_at, recommends
from meetings.minutes.structure import Decision, Labelled, Part, Vote
from meetings.minutes.votes import (
    AMENDMENT,
    LEAD_IN,
    MOTION_CARRIED,
    MOTION_LOST,
    MOVED,
    add_side,
    figures_in_words,
    recorded_side,
    result_in,
)

# With how many earlier ones a decision or a motion is compared; no item has as many.
_COMPARED = 60


class DecisionText(ItemText):
    """The steps that read decisions. Each step takes the block at hand and says whether it was its own."""

    def decide(self, block: Block, marker: Marker) -> None:
        tag = block.tag
        begin = tag.body if tag else 0
        decision = Decision("marked", "suggest" if marker.doubtful else "certain", doubtful=marker.doubtful)
        decision.marker = block.part(marker.begin, marker.end).passage()
        if tag and not tag.is_glyph and marker.lead == begin:
            decision.label = block.part(0, tag.end).passage()
        if marker.lead > begin:
            self.paragraph(as_block(block.part(0, marker.lead)))
        elif tag:
            self.placed("marker", block.part(0, tag.end))
        if marker.begin > marker.lead:
            decision.lead_in = block.part(marker.lead, marker.begin).passage()
            self.placed("lead_in", decision.lead_in)
        elif self.lead_in is not None:
            decision.lead_in = self.lead_in.passage()
        self.lead_in = None
        self.placed("marker", decision.marker)
        if marker.unanimous:
            decision.vote = Vote("unanimous", "unanimous", spans=[decision.marker.span])
        self._parts(decision, block.part(marker.end), tag if marker.lead == begin else None)

    def _parts(self, decision: Decision, rest: Stretch, own) -> None:
        reader = PartReader(self.blocks, self.at + 1, self.part_placed, self.seen)
        reader.read(rest, own)
        self.at = reader.next
        decision.stem, decision.parts = reader.stem or decision.stem, reader.parts
        self.action_list = False
        if not decision.parts:
            if reader.stem:
                decision.parts = [Part(reader.stem)]
                decision.stem = None
            elif decision.form == "marked":
                # A marker with nothing after it: its own words are the decision, for the clerk to look at.
                decision.parts = [Part(decision.marker)] if decision.marker else []
                decision.confidence = "suggest"
                decision.form = "sentence"
                decision.marker = None
        decision.restates = self._restated(decision)
        self.item.decisions.append(decision)

    def part_placed(self, kind: str, stretch: Stretch) -> None:
        self.placed(kind, stretch)
        if kind == "duplicate":
            self.item.duplicates.append(stretch.passage())

    def _restated(self, decision: Decision) -> int | None:
        """The earlier decision of the item that this one says again: in the same words, nearly, or in Welsh."""
        said = " ".join(part.text.text for part in decision.parts)
        first = max(0, len(self.item.decisions) - _COMPARED)
        for index, earlier in enumerate(self.item.decisions[first:], first):
            if earlier.restates is not None or not earlier.carried:
                continue
            if (
                _welsh(decision) != _welsh(earlier)
                and index == len(self.item.decisions) - 1
                and earlier.form == "marked"
            ):
                return index
            told = " ".join(part.text.text for part in earlier.parts)
            if told.lower() == said.lower():
                return index
            if self.printed_twice and len(earlier.parts) == len(decision.parts) and _alike(told, said):
                return index
        return None

    def motion(self, block: Block) -> bool:
        tag = block.tag
        # "4. It was moved by ...": the number is the paragraph's.
        text = block.text[tag.body :] if tag and tag.is_figure else block.text
        following = self.following
        if following is None or following.kind or len(text) > 500:
            return False
        listed = following.tag is not None and not following.tag.is_glyph and following.tag.begins()
        leads = following.marker or listed or MOVED.match(following.text) or following.text.startswith("That ")
        if leads and len(text) < 260 and LEAD_IN.match(text):
            self.lead_in = block
            self.placed("lead_in", block)
            return True
        if not MOVED.match(text):
            return False
        if following.marker:
            self.lead_in = block
            self.placed("lead_in", block)
            return True
        if not re.match(r"(?:\(?[a-z1]\)|[Tt]hat\b|[Tt]o\b|\")", following.text):
            return False
        decision = Decision(
            "motion", "suggest", lead_in=self.lead_in.passage() if self.lead_in else None, stem=block.passage()
        )
        self.lead_in = None
        self.placed("stem", block)
        self.at += 1
        self._listed_parts(decision)
        self.item.decisions.append(decision)
        self.open_motions = [*self.open_motions[-_COMPARED:], decision]
        return True

    def _listed_parts(self, decision: Decision) -> None:
        """Read the parts that begin with the block at hand."""
        reader = PartReader(self.blocks, self.at, self.part_placed, self.seen)
        reader.read(None, None)
        self.at = reader.next
        decision.stem, decision.parts = reader.stem or decision.stem, reader.parts

    def result(self, block: Block) -> bool:
        """What came of the motions that are still open."""
        text = block.text
        if not self.open_motions or len(text) > 700:
            return False
        told = result_in(text)
        if told is None:
            return False
        carried, about_amendment = told
        amendments = [motion for motion in self.open_motions if motion.stem and AMENDMENT.search(motion.stem.text)]
        others = [motion for motion in self.open_motions if motion not in amendments]
        motion = (amendments or others)[-1] if about_amendment else (others or amendments)[-1]
        self.open_motions.remove(motion)
        motion.carried, motion.confidence = carried, "certain"
        motion.vote = Vote("vote", text, spans=[block.passage().span])
        if MOTION_CARRIED.match(text):
            motion.marker = block.passage()
            self.placed("marker", block)
        elif MOTION_LOST.match(text):
            self.placed("vote", block)
            self.item.narrative.append(Labelled(block.passage()))
        else:
            self.paragraph(block)
        return True

    def recorded_vote(self, block: Block) -> bool:
        match = recorded_side(block.text)
        if not match or len(block.text) > 1500:
            return False
        vote = self._vote_of_last("recorded")
        names = block.text[match.end() :]
        self.placed("vote", block)
        self.item.narrative.append(Labelled(block.passage()))
        spans = [block.passage().span]
        following = self.following
        if not names.strip(" .:-") and following is not None and _is_names(following):
            names = following.text
            self.placed("vote", following)
            self.item.narrative.append(Labelled(following.passage()))
            spans.append(following.passage().span)
            self.at += 2
        if vote is not None:
            add_side(vote, match, names)
            vote.spans += spans
        return True

    def _vote_of_last(self, method: str) -> Vote | None:
        if not self.item.decisions:
            return None
        decision = self.item.decisions[-1]
        if decision.vote is None:
            decision.vote = Vote(method)
        decision.vote.method = method
        return decision.vote

    def recommendation(self, block: Block) -> bool:
        """ "The Panel recommends that -" and a list: offered, as a recommendation."""
        following = self.following
        if not recommends(block.text) or following is None or following.tag is None:
            return False
        self.head(block)
        decision = Decision("sentence", "suggest")
        self.at += 1
        self._listed_parts(decision)
        for part in decision.parts:
            part.kind, part.kinds = "recommendation", ["recommendation"]
        self.item.decisions.append(decision)
        return True

    def bare_that(self, block: Block) -> bool:
        text = block.text
        if block.tag and not block.tag.is_glyph and not self._under_a_colon() and block.tag.begins():
            # "(1) That ...; (2) That ...", a blank line between them
            text = block.body
        if not is_bare_that(text) or (self.marked and self.lead_in is None):
            return False
        self._propose_parts(block)
        return True

    def _under_a_colon(self) -> bool:
        above = self.blocks[self.at - 1] if self.at else None
        return above is not None and above.text.endswith((":", ":-", "-")) and not above.is_label

    def lost_list(self, block: Block) -> bool:
        """A lettered list after the discussion whose marker was lost."""
        led_in = self.lead_in is not None and block.tag is not None and block.tag.begins()
        if self.marked or self.item.decisions:
            return False
        if not led_in and not lost_list_at(self.blocks, self.at, self.last_text):
            return False
        self._propose_parts(block)
        return True

    def _propose_parts(self, block: Block) -> None:
        decision = Decision("bare_that", "suggest", lead_in=self.lead_in.passage() if self.lead_in else None)
        self.lead_in = None
        self._listed_parts(decision)
        self.item.decisions.append(decision)

    def sentence_decision(self, stretch: Stretch, body: Stretch, label: Stretch | None) -> bool:
        """A decision told in a sentence, in an item without a marker: offered, and shown apart from the paragraph."""
        if self.marked:
            return False
        found = decision_sentence(body.text)
        if found is None:
            return False
        begin, end = found
        decision = Decision("sentence", "suggest", label=label.passage() if label else None)
        text = body.part(begin, end)
        part = Part(text.passage())
        decision.parts = [part]
        # A number before the paragraph belongs to the piece it begins.
        self.placed("part", self.source.stretch(text.start if begin else stretch.start, text.end))
        self.candidates.append((text, "narrative", None))
        around = [(body.part(0, begin), stretch.start)] if begin else []
        around += [(body.part(end), text.end)] if end < len(body.text) else []
        for beside, start in around:
            self.item.narrative.append(Labelled(beside.passage()))
            self.placed("paragraph", self.source.stretch(start, beside.end))
            self.candidates.append((beside, "narrative", None))
        decision.vote = figures_in_words(body.text[:600])
        self.item.decisions.append(decision)
        if re.search(r"(?::|: ?-)$", text.text) and self.at + 1 < len(self.blocks):
            reader = PartReader(self.blocks, self.at + 1, self.part_placed, self.seen)
            reader.go_on(part)
            self.at = reader.next
        part.kind, part.kinds = kinds_of(part.text.text)
        return True


def _welsh(decision: Decision) -> bool:
    return decision.marker is not None and decision.marker.text.lower().startswith("penderfynwyd")


def _alike(one: str, other: str) -> bool:
    """Whether two texts share most of their words."""
    mine, theirs = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(mine & theirs) >= 0.6 * min(len(mine), len(theirs)) if mine and theirs else False


def _is_names(block: Block) -> bool:
    """A line of names under a side of a recorded vote."""
    text = block.text
    if block.kind or recorded_side(text) or block.is_label or len(text) > 1500:
        return False
    return re.match(r"(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Dr)\b", text) is not None and not re.search(
        r"\b(?:was|were|had|said|asked)\b", text
    )
