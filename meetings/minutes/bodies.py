"""The text of one item, paragraph by paragraph: agenda text, discussion, decisions, questions, declarations, actions."""

import re

from meetings.minutes import furniture
from meetings.minutes.actions import (
    is_list_heading,
    line_action,
    list_action,
    part_actions,
    prose_actions,
    same_request,
)
from meetings.minutes.decisions import PartReader
from meetings.minutes.declarations import ABOUT as ABOUT_INTERESTS
from meetings.minutes.declarations import read_declaration, table_of
from meetings.minutes.enumerators import best_reading
from meetings.minutes.folding import Source, Stretch
from meetings.minutes.items import Section, is_title
from meetings.minutes.ledger import Ledger
from meetings.minutes.lines import Block, Line
from meetings.minutes.markers import Marker
from meetings.minutes.proposals import decision_sentence, is_bare_that, lost_list_at, recommends
from meetings.minutes.questions import ABOUT as ABOUT_QUESTIONS
from meetings.minutes.questions import QuestionReader
from meetings.minutes.structure import Action, Bullet, Decision, Item, Labelled, Part, Vote
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

_AUTHOR_IN_TITLE = re.compile(
    r" - (?P<author>(?:Joint |Verbal |Oral )?(?:Report|Update|Presentation|Briefing) (?:of|by|from) .+)$"
)
_AUTHOR_IN_TEXT = re.compile(
    r"\b(?P<author>report (?:of|by|from) the (?:[A-Z][\w'-]*(?: (?:of|for|and|the))? ?){1,8})(?=\W|$)"
)
_HEADING_END = re.compile(r"(?::|:-|: -| -)$")
_NOT_HEADING = re.compile(r"(?:None|Nil|Noted|Agreed|Carried|Closed|Complete|For|Against|Abstain)\b", re.IGNORECASE)
_PARAGRAPH_NUMBERS = ("stop", "round", "half")


class ItemReader:
    """Reads one section into an `Item`, entering every piece in the ledger under the item's index."""

    def __init__(self, source: Source, ledger: Ledger, section: Section, item: Item, index: int):
        self.source, self.ledger, self.section, self.item, self.index = source, ledger, section, item, index
        self.blocks = _joined_labels(source, section.blocks)
        self.at = 0
        self.minutes_begun = False
        self.documents = False
        self.decision_label: Stretch | None = None
        self.lead_in: Stretch | None = None
        self.bullet_levels: list[tuple[str, int]] = []
        self.action_list = False
        self.seen: set[str] = set()
        self.open_motions: list[Decision] = []
        self.candidates: list[tuple[Stretch, str]] = []
        self.known_decisions = len(item.decisions)

    def read(self) -> None:
        self._title()
        texts = [block.text for block in self.blocks]
        labels = [at for at, block in enumerate(self.blocks) if block.is_label]
        minutes = [
            at for at in labels if furniture.MINUTES_LABEL.match(texts[at]) or furniture.DECISION_LABEL.match(texts[at])
        ]
        self.labelled = bool(minutes) and not self.item_begun
        self.marked = any(block.marker for block in self.blocks[minutes[0] if minutes else 0 :])
        self.last_text = max(
            (at for at, block in enumerate(self.blocks) if not block.kind and at not in labels), default=-1
        )
        while self.at < len(self.blocks):
            block = self.blocks[self.at]
            before = self.at
            self._block(block)
            if self.at == before:
                self.at += 1
        self._finish()

    @property
    def item_begun(self) -> bool:
        """Whether another section under the same number was read before (decisions and narrative apart)."""
        return bool(self.item.spans)

    def placed(self, kind: str, stretch) -> None:
        self.ledger.enter(kind, stretch, self.index)

    # Title --------------------------------------------------------------------------------------------

    def _title(self) -> None:
        section, item = self.section, self.item
        for one in section.furniture:
            self.placed("chrome", one)
        if section.number:
            self.placed("number", section.prefix or section.number)
            item.number = item.number or section.number.passage()
            if section.prefix and item.number_as_typed is None:
                item.number_as_typed = section.prefix.passage()
        if not section.title:
            return
        title = section.title
        if item.title is not None:
            # The same number again: what stands after it is text, not a second title.
            self.blocks.insert(0, _as_block(title))
            return
        size = furniture.FILE_SIZE.search(title.text)
        if size and size.start():
            self.placed("chrome", title.part(size.start()))
            title = title.part(0, size.start())
        self.placed("title", title)
        item.title = title.passage()
        author = _AUTHOR_IN_TITLE.search(title.text)
        if author:
            item.report_author = title.part(*author.span("author")).passage()

    # One block ----------------------------------------------------------------------------------------

    def _block(self, block: Block) -> None:
        text = block.text
        if block.is_chrome:
            self.placed("chrome", block)
        elif block.is_label:
            self._page_label(block)
        elif self.documents:
            self.item.supporting_documents.append(block.passage())
            self.placed("supporting_document", block)
        elif self._is_agenda(block):
            self._agenda(block)
        else:
            self._minutes(block)

    def _page_label(self, block: Block) -> None:
        text = block.text
        self.documents = furniture.DOCUMENTS_LABEL.match(text) is not None
        self.action_list = False
        if furniture.MINUTES_LABEL.match(text) or furniture.DECISION_LABEL.match(text):
            self.minutes_begun = True
        following = self.blocks[self.at + 1] if self.at + 1 < len(self.blocks) else None
        if (
            furniture.DECISION_LABEL.match(text)
            and following is not None
            and not following.marker
            and not following.kind
            and not following.is_label
        ):
            self._decide(block, Marker(0, 0, len(text), text))
            return
        self.item.page_labels.append(block.passage())
        self.placed("page_label", block)

    def _is_agenda(self, block: Block) -> bool:
        if self.minutes_begun:
            return False
        if self.labelled:
            return True
        if block.marker or self.item.narrative or self.item.decisions or self.item.title is None:
            return False
        text = block.text
        if furniture.REPORT_AUTHOR.match(text) and len(text) < 160 or furniture.AGENDA_LINE.match(text):
            return True
        # The list under "is recommended to:" is the agenda's too.
        return bool(self.item.agenda_text) and block.tag is not None and self.recommended

    @property
    def recommended(self) -> bool:
        return any(furniture.RECOMMENDED_TO.search(one.text) for one in self.item.agenda_text)

    def _agenda(self, block: Block) -> None:
        match = furniture.REPORT_AUTHOR.match(block.text)
        if match and self.item.report_author is None and len(block.text) < 160:
            self.item.report_author = block.passage()
            self.placed("report_author", block)
        else:
            self.placed("agenda_text", block)
        self.item.agenda_text.append(block.passage())

    # Minutes ------------------------------------------------------------------------------------------

    def _minutes(self, block: Block) -> None:
        text = block.text
        marker = block.marker
        if marker:
            self._decide(block, marker)
            return
        if text in self.seen and len(text) > 60:
            self.item.duplicates.append(block.passage())
            self.placed("duplicate", block)
            return
        for reader in (
            self._motion,
            self._result,
            self._recorded_vote,
            self._question,
            self._declaration,
            self._action_line,
            self._recommendation,
            self._bare_that,
            self._sub_report,
            self._heading,
            self._lost_list,
        ):
            if reader(block):
                return
        if block.tag is not None and self._bullet(block):
            return
        self.action_list = False
        self._paragraph(block)

    def _decide(self, block: Block, marker: Marker) -> None:
        tag = block.tag
        begin = tag.body if tag else 0
        decision = Decision("marked", "suggest" if marker.doubtful else "certain", doubtful=marker.doubtful)
        decision.marker = block.part(marker.begin, marker.end).passage()
        if tag and not tag.is_glyph and marker.lead == begin:
            decision.label = block.part(0, tag.end).passage()
        if marker.lead > begin:
            self._paragraph(block.part(0, marker.lead), tagged=tag is not None)
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
        reader = PartReader(self.blocks, self.at + 1, self._part_placed, self.seen)
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

    def _part_placed(self, kind: str, stretch: Stretch) -> None:
        self.placed(kind, stretch)
        if kind == "duplicate":
            self.item.duplicates.append(stretch.passage())

    def _restated(self, decision: Decision) -> int | None:
        """The earlier decision of the item that this one says again: in the same words, nearly, or in Welsh."""
        said = " ".join(part.text.text for part in decision.parts)
        for index, earlier in enumerate(self.item.decisions):
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
            printed_twice = any(furniture.DECISION_LABEL.match(label.text) for label in self.item.page_labels) or (
                earlier.marker is not None and furniture.DECISION_LABEL.match(earlier.marker.text)
            )
            if printed_twice and len(earlier.parts) == len(decision.parts) and _alike(told, said):
                return index
        return None

    # Motions ------------------------------------------------------------------------------------------

    def _motion(self, block: Block) -> bool:
        text = block.text
        following = self.blocks[self.at + 1] if self.at + 1 < len(self.blocks) else None
        if LEAD_IN.match(text) and len(text) < 260 and following is not None and not following.kind:
            if following.marker or MOVED.match(following.text) or following.text.startswith("That "):
                self.lead_in = block
                self.placed("lead_in", block)
                if following.text.startswith("That "):
                    return False if following.marker else self._stranded(block)
                return True
        if not MOVED.match(text) or following is None or following.kind:
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
        self._parts_of_motion(decision, following)
        self.open_motions.append(decision)
        return True

    def _parts_of_motion(self, decision: Decision, first: Block) -> None:
        reader = PartReader(self.blocks, self.at, self._part_placed, self.seen)
        reader.read(self.source.stretch(first.start, first.start), None)
        self.at = reader.next
        decision.parts = reader.parts
        self.item.decisions.append(decision)

    def _stranded(self, block: Block) -> bool:
        """A lead-in whose marker was lost: the "That ..." after it is offered as a decision."""
        return True

    def _result(self, block: Block) -> bool:
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
            self._paragraph(block)
        return True

    def _recorded_vote(self, block: Block) -> bool:
        match = recorded_side(block.text)
        if not match or len(block.text) > 1500:
            return False
        vote = self._vote_of_last("recorded")
        names = block.text[match.end() :]
        self.placed("vote", block)
        self.item.narrative.append(Labelled(block.passage()))
        spans = [block.passage().span]
        following = self.blocks[self.at + 1] if self.at + 1 < len(self.blocks) else None
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

    # Questions, declarations, actions -----------------------------------------------------------------

    def _question(self, block: Block) -> bool:
        title = self.item.title.text if self.item.title else ""
        reader = QuestionReader(self.blocks, self.at, self.placed, expected=bool(ABOUT_QUESTIONS.search(title)))
        found = reader.read()
        if not found:
            return False
        self.at = reader.next
        self.item.questions += found
        self.item.narrative += [Labelled(detail.passage()) for detail in reader.details]
        for question in found:
            for answer in question.answer:
                self.candidates.append((self.source.stretch(*answer.span), "narrative"))
        return True

    def _declaration(self, block: Block) -> bool:
        title = self.item.title.text if self.item.title else ""
        expected = bool(ABOUT_INTERESTS.search(title))
        if expected:
            pairs = table_of(self.blocks, self.at)
            if pairs:
                for heading in self.blocks[self.at : self.at + 2]:
                    self._paragraph(heading)
                for member, interest in pairs:
                    self._table_row(member, interest)
                self.at += 2 + 2 * len(pairs)
                return True
        found = read_declaration(block, expected=expected)
        if found is None:
            return False
        self.item.declarations.append(found)
        self.placed("declaration", block)
        return True

    def _table_row(self, member: Block, interest: Block) -> None:
        from_both = member.until(interest)
        declaration = read_declaration(from_both and interest, expected=False)
        del declaration
        self.placed("declaration", from_both)
        self.item.declarations.append(_row(from_both, member))

    def _action_line(self, block: Block) -> bool:
        text = block.text
        if is_list_heading(text):
            self.action_list = True
            self._head(block)
            return True
        action = line_action(block if not block.tag else block.part(block.tag.body))
        if action is not None:
            self.item.actions.append(action)
            self._paragraph(block, quiet=True)
            return True
        if self.action_list and (
            block.tag is not None or re.match(r"[A-Z][\w ]{2,60} ?- |[A-Z][\w ]{2,60} to [a-z]", text)
        ):
            body = block.part(block.tag.body) if block.tag else block
            self.item.actions.append(list_action(body))
            if block.tag:
                self._bullet(block, quiet=True, force=True)
            else:
                self._paragraph(block, quiet=True)
            return True
        self.action_list = False
        return False

    # Proposals ----------------------------------------------------------------------------------------

    def _recommendation(self, block: Block) -> bool:
        """ "The Panel recommends that -" and a list: offered, as a recommendation."""
        following = self.blocks[self.at + 1] if self.at + 1 < len(self.blocks) else None
        if not recommends(block.text) or following is None or following.tag is None:
            return False
        self._head(block)
        decision = Decision("sentence", "suggest")
        self.at += 1
        reader = PartReader(self.blocks, self.at, self._part_placed, self.seen)
        reader.read(self.source.stretch(following.start, following.start), None)
        self.at = reader.next
        decision.parts = reader.parts
        for part in decision.parts:
            part.kind, part.kinds = "recommendation", ["recommendation"]
        self.item.decisions.append(decision)
        return True

    def _bare_that(self, block: Block) -> bool:
        if not is_bare_that(block.text) or (self.marked and self.lead_in is None):
            return False
        self._propose_parts(block)
        return True

    def _lost_list(self, block: Block) -> bool:
        """A lettered list after the discussion whose marker was lost."""
        if self.marked or self.item.decisions or not lost_list_at(self.blocks, self.at, self.last_text):
            return False
        self._propose_parts(block)
        return True

    def _propose_parts(self, block: Block) -> None:
        decision = Decision("bare_that", "suggest", lead_in=self.lead_in.passage() if self.lead_in else None)
        self.lead_in = None
        reader = PartReader(self.blocks, self.at, self._part_placed, self.seen)
        reader.read(self.source.stretch(block.start, block.start), None)
        self.at = reader.next
        decision.parts = reader.parts
        self.item.decisions.append(decision)

    # Text ---------------------------------------------------------------------------------------------

    def _sub_report(self, block: Block) -> bool:
        """ "(1) Office Budget Report": a numbered line in title case is a heading, also "4.1 Minute 6 - ..."."""
        tag = block.tag
        if (
            tag is None
            or tag.is_glyph
            or (tag.is_decimal and tag.depth > 2)
            or (not tag.is_decimal and not tag.is_figure)
        ):
            return False
        body = block.part(tag.body)
        words = [word for word in body.text.split() if len(word) > 3]
        if not words or body.text[-1] in ".:;,?!" or len(body.text) > 120:
            return False
        if sum(word[0].isupper() or word[0].isdigit() for word in words) < 0.7 * len(words):
            return False
        self._head(block)
        return True

    def _heading(self, block: Block) -> bool:
        text = block.text
        if block.tag is not None or len(text) > 100 or _NOT_HEADING.match(text):
            reference = re.match(r"\d{1,3}/\d{4}/\w+ -", text)
            if not reference:
                return False
            self._head(block)
            return True
        if re.match(r"\d{1,3}/\d{4}/\w+ -", text):
            self._head(block)
            return True
        following = self.blocks[self.at + 1] if self.at + 1 < len(self.blocks) else None
        if _HEADING_END.search(text):
            if (
                len(text.split()) <= 7
                and text[0].isupper()
                and not re.search(r"\b(?:was|were|had|said|asked|noted|that)\b", text)
            ):
                self._head(block)
                return True
            return False
        previous = self.blocks[self.at - 1] if self.at else None
        if following is None or following.kind or not is_title(block) or len(text.split()) > 9:
            return False
        if is_title(following) or (
            previous is not None and is_title(previous) and not previous.kind and not self.item.headings
        ):
            return False
        if len(text.split()) == 1 and not text.isupper() and len(text) < 4:
            return False
        self._head(block)
        return True

    def _head(self, block: Block) -> None:
        self.item.headings.append(block.passage())
        self.placed("heading", block)
        self.bullet_levels = []

    def _bullet(self, block: Block, *, quiet: bool = False, force: bool = False) -> bool:
        tag = block.tag
        if tag is None:
            return False
        numbered = (tag.is_decimal and tag.depth < 3) or (tag.is_figure and tag.style in _PARAGRAPH_NUMBERS)
        if numbered and not force or not block.body:
            return False
        family, value = best_reading(tag, self.bullet_levels)
        known = [level for level, _ in self.bullet_levels]
        if family in known:
            self.bullet_levels = [*self.bullet_levels[: known.index(family)], (family, value)]
        elif self.bullet_levels and not (tag.is_decimal or value > 1):
            self.bullet_levels.append((family, value))
        else:
            self.bullet_levels = [(family, value)]
        self.item.bullets.append(
            Bullet(block.part(tag.body).passage(), block.part(0, tag.end).passage(), len(self.bullet_levels))
        )
        self.placed("bullet", block)
        self._remember(block)
        if not quiet:
            self.candidates.append((block.part(tag.body), "bullet"))
        return True

    def _paragraph(self, stretch: Stretch, *, quiet: bool = False, tagged: bool = True) -> None:
        tag = stretch.tag if isinstance(stretch, Block) else None
        body = stretch.part(tag.body) if tag else stretch
        label = stretch.part(0, tag.end) if tag else None
        self.bullet_levels = []
        if not quiet and self._sentence_decision(stretch, body, label):
            return
        self.item.narrative.append(Labelled(body.passage(), label.passage() if label else None))
        self.placed("paragraph", stretch)
        self._remember(stretch)
        if not quiet:
            self.candidates.append((body, "narrative"))
            self._author(body)

    def _remember(self, stretch: Stretch) -> None:
        """Keep a long paragraph's words, to know a copy of it."""
        if len(stretch.text) > 60:
            self.seen.add(stretch.text)

    def _author(self, body: Stretch) -> None:
        if self.item.report_author is None:
            match = _AUTHOR_IN_TEXT.search(body.text[:300])
            if match and self.item.decisions == [] and len(self.item.narrative) == 1:
                self.item.report_author = body.part(*match.span("author")).passage()

    def _sentence_decision(self, stretch: Stretch, body: Stretch, label: Stretch | None) -> bool:
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
        if begin:
            self.item.narrative.append(Labelled(body.part(0, begin).passage()))
            self.placed("paragraph", stretch.source.stretch(stretch.start, text.start))
            self.candidates.append((body.part(0, begin), "narrative"))
            self.placed("part", text)
        elif end < len(body.text):
            self.placed("part", stretch.source.stretch(stretch.start, text.end))
        else:
            self.placed("part", stretch)
        if end < len(body.text):
            after = body.part(end)
            self.item.narrative.append(Labelled(after.passage()))
            self.placed("paragraph", after)
            self.candidates.append((after, "narrative"))
        self.candidates.append((text, "narrative"))
        vote = figures_in_words(body.text[:600])
        decision.vote = vote
        self.item.decisions.append(decision)
        if re.search(r"(?::|: ?-)$", text.text) and self.at + 1 < len(self.blocks):
            reader = PartReader(self.blocks, self.at + 1, self._part_placed, self.seen)
            reader.parts, reader.lettered = decision.parts, False
            while reader.next < len(self.blocks) and reader._take(self.blocks[reader.next], None):
                reader.next += 1
            self.at = reader.next
        from_kinds(part, decision)
        return True

    # The end ------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        item = self.item
        spans = [
            block
            for block in (
                self.section.prefix or self.section.number,
                self.section.title,
                *self.section.furniture,
                *self.blocks,
            )
            if block
        ]
        if spans:
            item.spans.append((min(one.start for one in spans), max(one.end for one in spans)))
        certain: list[Action] = []
        for index, decision in enumerate(item.decisions):
            if (
                index < self.known_decisions
                or decision.restates is not None
                or not decision.carried
                or decision.form == "sentence"
            ):
                continue
            stem = self.source.stretch(*decision.stem.span) if decision.stem and decision.form != "motion" else None
            for part in decision.parts:
                if part.kinds == ["recommendation"]:
                    continue
                certain += part_actions(self.source.stretch(*part.text.span), part, decision, index, stem)
        proposed = [action for stretch, source in self.candidates for action in prose_actions(stretch, source)]
        proposed = [one for one in proposed if not any(same_request(one, other) for other in [*certain, *item.actions])]
        item.actions = sorted([*item.actions, *certain, *proposed], key=lambda action: action.text.span)


def from_kinds(part: Part, decision: Decision) -> None:
    from meetings.minutes.kinds import kinds_of

    part.kind, part.kinds = kinds_of(part.text.text, decision.stem.text if decision.stem else "")


def _row(both: Stretch, member: Block):
    from meetings.minutes.structure import Declaration

    return Declaration(both.passage(), member.passage())


def _joined_labels(source: Source, blocks: list[Block]) -> list[Block]:
    """Blocks with a number that stands alone on its line joined to the paragraph it numbers."""
    found: list[Block] = []
    waiting: Block | None = None
    for block in blocks:
        if waiting is not None:
            if block.kind or block.is_label or (block.tag and not block.body):
                found.append(waiting)
            else:
                block = _spanning(source, waiting, block)
            waiting = None
        if not block.kind and block.tag and not block.body:
            waiting = block
        else:
            found.append(block)
    return [*found, waiting] if waiting is not None else found


def _spanning(source: Source, first: Block, last: Block) -> Block:
    return Block(source, Line(first.start, last.end, first.indent, first.gap, 0, "", first.inner, first.cell))


def _as_block(stretch: Stretch) -> Block:
    return Block(stretch.source, Line(stretch.start, stretch.end))


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
