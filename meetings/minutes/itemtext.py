"""An item while it is read: what is known of it so far, and how a paragraph, a bullet or a heading is entered."""

import re

from meetings.minutes.enumerators import best_reading
from meetings.minutes.folding import Source, Stretch
from meetings.minutes.ledger import Ledger
from meetings.minutes.lines import Block, Line
from meetings.minutes.structure import Bullet, Decision, Item, Labelled, Passage
from meetings.minutes.titles import Section

_AUTHOR_IN_TEXT = re.compile(
    r"\b(?P<author>report (?:of|by|from) the (?:[A-Z][\w'-]*(?: (?:of|for|and|the))? ?){1,8})(?=\W|$)"
)
# A figure before a paragraph numbers it; a letter, a roman or a glyph makes it an entry of a list.
_PARAGRAPH_NUMBERS = ("stop", "round", "half")


class ItemText:
    """What the readers of one item share. Pieces are entered in the ledger under the item's index."""

    def __init__(self, source: Source, ledger: Ledger, section: Section, item: Item, index: int):
        self.source, self.ledger, self.section, self.item, self.index = source, ledger, section, item, index
        self.blocks = joined_labels(source, section.blocks)
        self.at = 0
        self.minutes_begun = False
        self.documents = False
        self.lead_in: Stretch | None = None
        self.bullet_levels: list[tuple[str, int]] = []
        self.action_list = False
        self.seen: set[str] = set()
        self.open_motions: list[Decision] = []
        # (text, where it stands, who speaks in it when the text does not say)
        self.candidates: list[tuple[Stretch, str, Passage | None]] = []
        self.known_decisions, self.known_actions = len(item.decisions), len(item.actions)
        # Settled by the reader of the whole item before it begins.
        self.labelled = self.marked = self.printed_twice = self.recommended = False
        self.about_questions = self.about_interests = False
        self.last_text = -1

    def placed(self, kind: str, stretch) -> None:
        self.ledger.enter(kind, stretch, self.index)

    @property
    def following(self) -> Block | None:
        """The block after the one at hand."""
        return self.blocks[self.at + 1] if self.at + 1 < len(self.blocks) else None

    def paragraph(self, stretch: Stretch, *, quiet: bool = False) -> None:
        """Enter a paragraph of the discussion, with its number if it has one. `quiet`: nothing is looked for in it."""
        tag = stretch.tag if isinstance(stretch, Block) else None
        body = stretch.part(tag.body) if tag else stretch
        label = stretch.part(0, tag.end) if tag else None
        self.bullet_levels = []
        if not quiet and self.sentence_decision(stretch, body, label):
            return
        self.item.narrative.append(Labelled(body.passage(), label.passage() if label else None))
        self.placed("paragraph", stretch)
        self.remember(stretch)
        if not quiet:
            self.candidates.append((body, "narrative", None))
            self.author(body)

    def sentence_decision(self, stretch: Stretch, body: Stretch, label: Stretch | None) -> bool:
        """Whether the paragraph tells a decision and was entered as one; the reader of decisions knows how."""
        raise NotImplementedError

    def remember(self, stretch: Stretch) -> None:
        """Keep a long paragraph's words, to know a copy of it."""
        if len(stretch.text) > 60:
            self.seen.add(stretch.text)

    def author(self, body: Stretch) -> None:
        if self.item.report_author is None:
            match = _AUTHOR_IN_TEXT.search(body.text[:300])
            if match and self.item.decisions == [] and len(self.item.narrative) == 1:
                self.item.report_author = body.part(*match.span("author")).passage()

    def bullet(self, block: Block, *, quiet: bool = False, force: bool = False) -> bool:
        """Enter an entry of a list; False when its number is that of a paragraph."""
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
        self.remember(block)
        if not quiet:
            self.candidates.append((block.part(tag.body), "bullet", None))
        return True

    def head(self, block: Block) -> None:
        self.item.headings.append(block.passage())
        self.placed("heading", block)
        self.bullet_levels = []


def joined_labels(source: Source, blocks: list[Block]) -> list[Block]:
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


def as_block(stretch: Stretch) -> Block:
    return Block(stretch.source, Line(stretch.start, stretch.end))
