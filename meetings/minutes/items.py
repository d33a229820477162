"""Where the items of a meeting begin: their numbers and titles.

A text is numbered in one way throughout, so the way is chosen once: pages of single items, minute numbers (`71/26`),
numbers on a line of their own, numbers before the title (all in `numbering`), or no numbers at all, as here.
"""

import re
from itertools import pairwise, zip_longest

from meetings.minutes import furniture, numbering
from meetings.minutes.dates import FULL_DATE
from meetings.minutes.lines import Block
from meetings.minutes.titles import LIMIT, NUMBERED, VERB, Section, Start, is_title

_HEADING = re.compile(
    r"(?:Matters? [Aa]rising|Witnesses|Terms of [Rr]eference|(?:Key )?[Pp]oints (?:raised|discussed|of discussion)"
    r"|Discussion|Background|Actions?(?! (?:[Ll]ist|[Ll]og|[Tt]racker|[Rr]egister|[Pp]lan|[Ss]heet)\b)"
    r"|Recommendations?|Conclusions?|Supplementary [Qq]uestions?)\b.{0,40}$"
)
_POSED = re.compile(r"Questions? [Pp]osed ?:|Commissioner'?s? [Rr]esponse ?:")
_BODY_NAME = re.compile(r".*\b(?:Panel|Committee|PANEL|COMMITTEE)$")
_DAY = re.compile(rf"(?:\w+day,? )?(?:{FULL_DATE.pattern})")
_ENDS_HEAD = re.compile(r"(?:No\.?(?: ?\|? ?Item)?|Items?|Venue:.*|Contact:.*)$")


def sections_of(blocks: list[Block]) -> tuple[list[Block], list[Section]]:
    """The blocks before the first item, and the items."""
    _mark_listing(blocks)
    for way in (numbering.single_pages, _question_page, *numbering.WAYS, _colon_titles, _titles_only):
        starts = way(blocks)
        if starts:
            break
    else:
        return blocks, []
    sections = []
    for start, following in zip_longest(starts, starts[1:]):
        start.section.blocks += blocks[start.body : following.at if following else len(blocks)]
        sections += _split_again(start.section)
    return blocks[: starts[0].at], sections


def _mark_listing(blocks: list[Block]) -> None:
    """An agenda that is printed above the minutes is furniture: the same numbers and titles come again."""
    places: dict[str, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.text[:1].isdigit() and not block.kind and len(block.text) < LIMIT and NUMBERED.match(block.text):
            places.setdefault(block.text.lower(), []).append(index)
    first = [found[0] for found in places.values() if len(found) == 2]
    if len(first) < 3 or first[-1] - first[0] > len(first):
        return
    for index in first:
        blocks[index].kind, blocks[index].is_chrome = "chrome", True


def _question_page(blocks: list[Block]) -> list[Start]:
    """A page of labels and values around a question: one item, titled by its first line."""
    if not any(_POSED.match(block.text) for block in blocks[:40]):
        return []
    for index, block in enumerate(blocks[:12]):
        if is_title(block) and not block_is_body(block):
            return [Start(index, index + 1, Section(title=block))]
    return []


def _colon_titles(blocks: list[Block]) -> list[Start]:
    """ "Declarations:" with bullets below: minutes in which all that was said stands in bullets."""
    starts = []
    for index, (block, following) in enumerate(pairwise(blocks)):
        if block.kind or block.tag or block.marker or not block.text.endswith(":") or len(block.text) > 80:
            continue
        if following.tag and following.tag.is_glyph and block.text[0].isupper():
            starts.append(Start(index, index + 1, Section(title=block)))
    titles = {start.at for start in starts}
    below = (block for index, block in enumerate(blocks) if starts and index > starts[0].at and index not in titles)
    return starts if len(starts) >= 3 and all(block.kind or block.tag for block in below) else []


def _titles_only(blocks: list[Block]) -> list[Start]:
    """No numbers: the title stands before "Minutes:", or is a short line with text under it."""
    labels = [index for index, block in enumerate(blocks) if _is_minutes_label(block)]
    found = _before_labels(blocks, labels) if labels else _short_lines(blocks)
    starts = []
    for index in found:
        section = Section(title=blocks[index])
        starts.append(Start(index, index + 1, section))
    return starts


def _is_minutes_label(block: Block) -> bool:
    return block.is_label and furniture.MINUTES_LABEL.match(block.text) is not None


def _before_labels(blocks: list[Block], labels: list[int]) -> list[int]:
    found = []
    floor = 0
    for label in labels:
        titles = [index for index in range(floor, label) if is_title(blocks[index])]
        if titles:
            found.append(titles[-1])
        floor = label + 1
    return found


def _short_lines(blocks: list[Block]) -> list[int]:
    """Short lines with text under them; two or more in a row are a table or a list of names, not titles."""
    spaced = sum(block.gap > 0 for block in blocks) > len(blocks) // 3
    anchor = max((index for index in range(min(len(blocks), 40)) if _ends_head(blocks[index])), default=-1)
    shaped = {
        index
        for index, block in enumerate(blocks)
        if is_title(block) and not _HEADING.match(block.text) and not _DAY.fullmatch(block.text)
    }
    found: list[int] = []
    for index in sorted(shaped):
        following = next((at for at in range(index + 1, len(blocks)) if blocks[at].kind != "chrome"), None)
        if index <= anchor or following is None or following in shaped:
            continue
        # The line above may end a card of name, council and status; a title above would make this one a table.
        if index - 1 in shaped and not (spaced and blocks[index].gap and not blocks[index - 1].gap):
            continue
        below = blocks[following]
        # A text with blank lines has them around its titles.
        if spaced and not (below.gap and (blocks[index].gap or not index)) and not blocks[following - 1].kind:
            continue
        in_head = not found and (block_is_body(blocks[index]) or blocks[index].is_chrome)
        tells = VERB.search(below.text) or furniture.AGENDA_LINE.match(below.text)
        if in_head and (below.is_chrome or not tells):
            continue
        found.append(index)
    return found


def block_is_body(block: Block) -> bool:
    """Whether a line is the name of a panel or committee, as heads of minutes have it."""
    return _BODY_NAME.match(block.text) is not None


def _ends_head(block: Block) -> bool:
    """The furniture that stands right before the first item."""
    return _ENDS_HEAD.match(block.text) is not None


def _split_again(section: Section) -> list[Section]:
    """A second "Minutes:" in one section shows that an item whose number is lost began before it."""
    labels = [index for index, block in enumerate(section.blocks) if _is_minutes_label(block)]
    if len(labels) < 2:
        return [section]
    found = _before_labels(section.blocks[: labels[-1] + 1], labels)
    cuts = [index for index in found if index > labels[0]]
    whole = section.blocks
    sections = [section]
    for cut, following in zip_longest(cuts, cuts[1:]):
        sections.append(Section(title=whole[cut], blocks=whole[cut + 1 : following]))
    if cuts:
        section.blocks = whole[: cuts[0]]
    return sections
