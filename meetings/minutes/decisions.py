"""A decision from its marker on: stem, parts, sub-parts, bullets, and where it ends.

Parts come only after a marker. The first enumerator sets the family of the parts; another family below it holds
sub-parts (or bullets, when it is a glyph) of the part above. The list ends at the first paragraph without an
enumerator, unless the part above is unfinished or the next part of the list follows right after.
"""

import re
from itertools import zip_longest

from meetings.minutes.enumerators import Tag, best_reading, follows, tag_of
from meetings.minutes.folding import Stretch
from meetings.minutes.kinds import kinds_of
from meetings.minutes.lines import Block
from meetings.minutes.structure import Bullet, Labelled, Part, Passage

# Words shared by the parts: "that:", "to:", "That the Committee:-", "that the Panel".
_BARE_STEM = re.compile(
    r"(?:(?:that|to|That|To|THAT|TO)\b,?)?(?: ?(?:the|The) (?:[A-Z][\w'&]*,?|and|of"
    r"|for)(?: (?:[A-Z][\w'&]*,?|and|of|for|&)){0,9})?"
    r" ?(?::-|: -|:|-|,)?$"
)
_UNFINISHED = re.compile(r"(?::|:-|: -|[–—-])$")
_ENDS_OPEN = re.compile(r"(?::|:-|: -|-)$")
# "the following amendments:": what comes below is the content of this part, not parts of their own.
_LISTING = re.compile(
    r"\b(?:following|amendments?|changes|corrections?|conditions|as follows|namely|below|these|matters|points|dates)\b",
    re.IGNORECASE,
)
_COMPLETE = re.compile(r"\b(?:be|is|are|were|was) [a-z]+(?:ed|en|t)\b(?! to\b ?[:-]*$)")
_INLINE = re.compile(
    r"(?<![\w)(\]\"'])(?:\([a-z]{1,3}\)|\([ivx]{1,5}\)|\(\d{1,2}\)|[a-z]\)|[ivx]{1,4}\)|\d{1,2}\))(?=[ A-Z])"
)
# A paragraph that is a part by its own first words: "That ...", "and that ...", "To approve ...".
_PART_START = re.compile(r"(?:[Aa]nd )?(?:That|that|To|to)\b")
_VERB_START = re.compile(
    r"(?:Note|Approve|Agree|Request|Ask|Thank|Invite|Recommend|Endorse|Support|Receive|Appoint|Elect|Confirm|Delegate"
    r"|Authorise|Write|Defer|Welcome|Accept|Adopt|Refer|Instruct|Require|Express|Congratulate|Publish)s?\b"
)
# What can only be the words of a decision whose marker stands on the page before.
_AFTER_MARKER = re.compile(r"(?:[Tt]hat|[Tt]o)\b")


class PartReader:
    """Reads the parts of one decision from the blocks after its marker.

    `placed` is called as placed(kind, stretch) for every stretch used. `next` is the index of the first block not used.
    """

    def __init__(self, blocks: list[Block], index: int, placed, seen=frozenset()):
        self.blocks, self.next, self.placed, self.seen = blocks, index, placed, seen
        self.parts: list[Part] = []
        self.stem: Passage | None = None
        self.levels: list[tuple[str, int]] = []
        self.lettered = False
        self.last, self.quotes = "", 0

    def read(self, rest: Stretch | None, own: Tag | None) -> None:
        """`rest` is what stands after the marker on its line (may be empty); `own` the marker's paragraph number."""
        if rest:
            self._first(rest, has_more=True)
        elif not self._next_is_part(own) and not self._turns_the_page():
            return
        while self.next < len(self.blocks) and (self._take(self.blocks[self.next], own) or self._turns_the_page()):
            self.next += 1
        for part in self.parts:
            part.kind, part.kinds = kinds_of(part.text.text, self.stem.text if self.stem else "")

    def go_on(self, part: Part) -> None:
        """Read what belongs to a part that stands already."""
        self.parts = [part]
        self.last = part.text.text
        self.quotes = _open_quotes(self.last)
        while self.next < len(self.blocks) and self._take(self.blocks[self.next], None):
            self.next += 1

    # What stands on the marker's own line ------------------------------------------------------------

    def _first(self, rest: Stretch, *, has_more: bool) -> None:
        labels = _inline_labels(rest.text)
        if labels:
            if labels[0][0] > 0:
                self._take_stem(rest.part(0, labels[0][0]))
            self._take_inline(rest, labels)
            return
        tag = tag_of(rest.text)
        if tag and tag.begins():
            self._take_tagged(rest, tag)
        elif has_more and self._is_stem(rest.text):
            self._take_stem(rest)
        else:
            self._add(rest, None)

    def _is_stem(self, text: str) -> bool:
        following = self._peek()
        if following is None:
            return False
        if _BARE_STEM.match(text):
            return True
        if not _ENDS_OPEN.search(text) or not following.tag or len(text.split()) > 25:
            return False
        if following.tag.is_glyph:
            return bool(re.search(r"\b(?:that|to) ?:", text)) and not _LISTING.search(text)
        return not _LISTING.search(text) and not _COMPLETE.search(text)

    def _take_stem(self, stretch: Stretch) -> None:
        self.stem = stretch.passage()
        self.placed("stem", stretch)

    def _take_inline(self, stretch: Stretch, labels: list[tuple[int, int]]) -> None:
        """(a) ...; (b) ... within one paragraph."""
        for (begin, body), following in zip_longest(labels, labels[1:]):
            end = following[0] if following else len(stretch.text)
            one = stretch.part(begin, end)
            tag = tag_of(one.text)
            if tag:
                self._take_tagged(one, tag)
            else:
                self._add(stretch.part(body, end), stretch.part(begin, body), whole=one)

    # The blocks below --------------------------------------------------------------------------------

    def _peek(self, ahead: int = 0) -> Block | None:
        at = self.next + ahead
        return self.blocks[at] if at < len(self.blocks) else None

    def _next_is_part(self, own: Tag | None) -> bool:
        block = self._peek()
        return block is not None and not self._ends_here(block) and not self._is_next_paragraph(block, own)

    def _turns_the_page(self) -> bool:
        """Whether only the foot or head of a page stands before what goes on; `next` is its last block then."""
        at = self.next
        while at < len(self.blocks) and self.blocks[at].is_chrome:
            at += 1
        if at == self.next or at == len(self.blocks):
            return False
        beyond, tag = self.blocks[at], self.blocks[at].tag
        counts_on = tag is not None and any(follows(tag, *level) for level in self.levels if not tag.is_glyph)
        if beyond.marker or not (counts_on or not self.parts and _AFTER_MARKER.match(beyond.text)):
            return False
        for block in self.blocks[self.next : at]:
            self.placed("chrome", block)
        self.next = at - 1
        return True

    def _ends_here(self, block: Block) -> bool:
        """Something that can never belong to a decision: a label, furniture, another marker."""
        text = block.text
        return (
            bool(block.kind)
            or block.is_label
            or block.is_chrome
            or block.marker
            or re.match(r"(?:ACTIONS?|Actions?)\b.{0,40}:|Supporting documents|(?:Moved|Proposed) by\b", text)
            is not None
        )

    def _is_next_paragraph(self, block: Block, own: Tag | None) -> bool:
        """Whether the block's number goes on counting the paragraphs the marker's own number counts."""
        tag = block.tag
        if own is None or own.is_glyph or tag is None:
            return False
        return any(follows(tag, family, value) for family, value in own.readings())

    def _take(self, block: Block, own: Tag | None) -> bool:
        if self._ends_here(block) or self._is_next_paragraph(block, own):
            return False
        if block.text in self.seen:
            self.placed("duplicate", block)
            return True
        if not self.parts and not self.stem:
            self.next += 1
            self._first(block, has_more=True)
            self.next -= 1
            return True
        tag = block.tag
        if tag is not None:
            return self._take_listed(block, tag)
        return self._take_untagged(block)

    def _take_listed(self, block: Block, tag: Tag) -> bool:
        if not self.parts:
            self._take_block(block, tag)
            return True
        last = self.parts[-1]
        if self.lettered:
            family, _ = best_reading(tag, self.levels)
            if (
                family == self.levels[0][0]
                or len(self.levels) > 1
                or self._open()
                or _deeper(tag, self.levels[0][0])
                or not tag.is_decimal
            ):
                self._take_block(block, tag)
                return True
            return False
        # One part without a letter: a list below it is its content if it asks for one.
        if self._open() or self.levels or last.text.text.endswith((";", "; and", ",")):
            self._take_block(block, tag)
            return True
        return False

    def _take_block(self, block: Block, tag: Tag) -> None:
        labels = _inline_labels(block.text)
        if len(labels) > 1 and labels[0][0] == 0:
            self._take_inline(block, labels)
        else:
            self._take_tagged(block, tag)

    def _take_untagged(self, block: Block) -> bool:
        text = block.text
        if not self.parts:
            self._add(block, None)
            return True
        end = self.last
        if self._list_goes_on_after():
            return self._continue(block)
        if self.lettered:
            return self._open() and (text[0] in "\"'(" or text[0].islower()) and self._continue(block)
        if self._open():
            return self._continue(block)
        if (
            _PART_START.match(text)
            and not text.startswith(("To receive", "To consider"))
            or end.endswith((";", "; and", ";and"))
        ):
            self._add(block, None)
            return True
        if self.stem and re.search(r"\bto\b|Panel|Committee", self.stem.text) and _VERB_START.match(text):
            self._add(block, None)
            return True
        return False

    def _list_goes_on_after(self) -> bool:
        """Whether the very next part of the list stands after this paragraph (which then belongs to the part above)."""
        following = self._peek(1)
        if following is None or following.tag is None or following.tag.is_glyph or not self.lettered:
            return False
        family, last = self.levels[0]
        return follows(following.tag, family, last)

    def _continue(self, block: Block) -> bool:
        self.parts[-1].continuation.append(self._under(block.passage()))
        self.placed("continuation", block)
        return True

    def _open(self) -> bool:
        """Whether the part above is unfinished: it ends with a colon, or in an open quotation."""
        return self.quotes > 0 or _UNFINISHED.search(self.last) is not None

    def _under(self, passage: Passage) -> Passage:
        """Remember the last words under the part, and whether a quotation is open."""
        self.last = passage.text
        self.quotes += _open_quotes(self.last)
        return passage

    def _take_tagged(self, stretch: Stretch, tag: Tag) -> None:
        family, value = best_reading(tag, self.levels)
        text = stretch.part(tag.body)
        label = stretch.part(0, tag.end)
        known = [level for level, _ in self.levels]
        below = bool(self.parts) and (family not in known or known.index(family) > 0)
        if self.parts and not self.lettered:
            below = True  # a list under a part that has no letter of its own
        if not below:
            self.levels = [(family, value)]
            self.lettered = True
            self._add(text, label, whole=stretch)
            return
        if family in known:
            self.levels = [*self.levels[: known.index(family)], (family, value)]
        else:
            self.levels.append((family, value))
        last = self.parts[-1]
        if tag.is_glyph:
            last.bullets.append(Bullet(self._under(text.passage()), label.passage()))
            self.placed("part_bullet", stretch)
        else:
            last.subparts.append(Labelled(self._under(text.passage()), label.passage()))
            self.placed("subpart", stretch)

    def _add(self, text: Stretch, label: Stretch | None, whole: Stretch | None = None) -> None:
        self.quotes = 0
        self.parts.append(Part(self._under(text.passage()), label.passage() if label else None))
        self.placed("part", whole or text)


def _open_quotes(text: str) -> int:
    return text.count("“") - text.count("”")


def _deeper(tag: Tag, family: str) -> bool:
    """Whether a decimal goes one number deeper than the family of the parts (2.1.1.1 under 2.1.1)."""
    return tag.is_decimal and family.endswith(".n") and tag.core.startswith(family[:-1])


# "recommendations (i) and (ii) be adopted": named, not begun.
_NAMED_BY = re.compile(
    r"\b(?:recommendations?|paragraphs?|parts?|options?|items?|sections?|points?|clauses?)"
    r"(?: \([a-z]{1,4}\),?(?: and| to| or)?)* $",
    re.IGNORECASE,
)


def _inline_labels(text: str) -> list[tuple[int, int]]:
    """(begin, body) of labels in sequence inside a text; at least two, or one right after a stem."""
    found: list[tuple[int, int]] = []
    levels: list[tuple[str, int]] = []
    quotes = counted = 0
    for match in _INLINE.finditer(text):
        tag = tag_of(match.group())
        quotes, counted = quotes + text.count('"', counted, match.start()), match.start()
        if (
            tag is None
            or quotes % 2
            or text.startswith((" below", " above"), match.end())
            or _NAMED_BY.search(text[max(0, match.start() - 24) : match.start()])
        ):
            continue
        body = match.end() + (text[match.end()] == " ")
        if not found:
            if tag.begins():
                family, value = next(reading for reading in tag.readings() if reading[1] in (0, 1))
                levels, found = [(family, value)], [(match.start(), body)]
        elif follows(tag, *levels[0]):
            levels = [(levels[0][0], levels[0][1] + 1)]
            found.append((match.start(), body))
    if len(found) > 1:
        return found
    if found and found[0][0] and _BARE_STEM.match(text[: found[0][0]].rstrip()):
        return found
    return []
