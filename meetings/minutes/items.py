"""Where the items of a meeting begin: their numbers and titles.

A text is numbered in one way throughout, so the way is chosen once: pages of single items, minute numbers (`71/26`),
numbers on a line of their own, numbers before the title, or no numbers at all. Inside an item the same figures number
paragraphs and lists, which is why a number must be the next in the sequence and be followed by something like a title.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from string import ascii_uppercase

from meetings.minutes import furniture
from meetings.minutes.dates import FULL_DATE
from meetings.minutes.folding import Stretch
from meetings.minutes.lines import Block, Line

_WORDS_BEFORE = r"(?:Minute|Min\.|Item|Agenda [Ii]tem)(?: [Nn]o\.?)?"
_PREFIX = rf"(?P<prefix>(?:[A-Z]{{2,6}}|{_WORDS_BEFORE})[ -]{{0,2}})?"
_ALONE = re.compile(rf"{_PREFIX}(?P<core>(?P<first>\d{{1,4}})(?P<rest>/\d{{2,4}}|[a-zA-Z]|\(\d{{1,2}}\))?\.?)$")
_SLASHED = re.compile(
    r"(?P<prefix>[A-Z]{2,6}[ -]?)?(?P<core>(?P<first>\d{1,4})/\d{2,4}\.?)(?![/\d]) ?(?:- )?(?P<title>\S.*)$"
)
_TITLED = re.compile(
    rf"(?P<prefix>{_WORDS_BEFORE} )?"
    r"(?P<core>(?P<first>\d{1,3})(?P<rest>[a-z]|\(\d{1,2}\))?(?P<stop>[.):]?))(?P<space> ?)(?:- )?(?P<titl"
    r"e>[^\W\d_a-z].*|['\"(][A-Z].*)$"
)
_LETTERS_FIRST = re.compile(r"(?P<core>(?P<letters>[A-Z]{2,6})(?P<first>\d{1,4})[.:]?) (?:- )?(?P<title>[A-Z'\"].+)$")
_BEHIND = re.compile(
    r"(?P<title>[A-Z'\"][^()]{2,120}?) (?P<brackets>\()?(?:(?:Minute|Min\.|Item)(?: [Nn]o\.?)? )?"
    r"(?P<core>(?:\d{1,4}[./])?(?P<last>\d{1,4}))(?(brackets)\))$"
)
_RUN_IN = re.compile(r"(?P<core>(?P<first>\d{1,3})[.)]) (?P<title>[A-Z][^.;?-]{2,90}?) - (?P<text>[A-Z'\"].*[.?!:;])$")
_LETTERED = re.compile(r"(?P<core>(?P<first>[A-Z]|[IVX]{1,5})[.)]) (?P<title>[A-Z'\"].+)$")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII")
_PREFIX_ALONE = re.compile(r"[A-Z]{2,6}$")
_YEAR = re.compile(r"(?:19|20)\d\d/")
_MONTH = re.compile(
    r"(?:(?:st|nd|rd|th) ?)?(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)\b"
)
_PERSON = re.compile(
    r"(?:Cllrs?|Councillors?|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Rev|Alderman|[PA]\.)\b"
)
_VERB = re.compile(
    r"\b(?:was|were|had|has|have|is|are|be|been|said|asked|noted|thanked|stated|reported|declared|agreed"
    r"|advised|explained"
    r"|welcomed|confirmed|replied|commented|expressed|gave|presented|introduced|would|could|should)\b"
)
_HEADING = re.compile(
    r"(?:Matters? [Aa]rising|Witnesses|Terms of [Rr]eference|(?:Key )?[Pp]oints (?:raised|discussed|of discussion)"
    r"|Discussion|Background|Actions?(?! (?:[Ll]ist|[Ll]og|[Tt]racker|[Rr]egister|[Pp]lan|[Ss]heet)\b)"
    r"|Recommendations?|Conclusions?|Supplementary [Qq]uestions?)\b.{0,40}$"
)
_POSED = re.compile(r"Questions? [Pp]osed ?:|Commissioner'?s? [Rr]esponse ?:")
# "Date: ...", "Contact: ...": a label with its value is no title.
_LABEL_VALUE = re.compile(
    r"(?:Date|Time|Venue|Place|Location|Contact|Author|Position|Question|Panel Member|Present|Apologies"
    r"|E-?mail|Tel)\b[^:]{0,30}:"
)
_BODY_NAME = re.compile(r".*\b(?:Panel|Committee|PANEL|COMMITTEE)$")
_DAY = re.compile(rf"(?:\w+day,? )?(?:{FULL_DATE.pattern})")
_WORD = re.compile(r"[^\W\d_]{3}")
_THAT, _DECIDES = re.compile(r"That\b"), re.compile(r"(?:That|RESOLVED|Resolved)\b")
_ENDS_HEAD = re.compile(r"(?:No\.?(?: ?\|? ?Item)?|Items?|Venue:.*|Contact:.*)$")
_LIMIT = 220
# The cell of a table, never a subject by itself.
_COUNCILS = tuple(f" {kind} Council" for kind in ("Borough", "District", "City", "County", "Town", "Metropolitan"))


@dataclass(slots=True)
class Section:
    """An item before its text is read: where its number, title and blocks are."""

    number: Stretch | None = None
    prefix: Stretch | None = None
    agenda_number: Stretch | None = None
    title: Stretch | None = None
    furniture: list[Stretch] = field(default_factory=list)
    row: bool = False
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class _Start:
    """A place where an item begins: `at` its first block, `body` the first block after number and title."""

    at: int
    body: int
    section: Section


def sections_of(blocks: list[Block]) -> tuple[list[Block], list[Section]]:
    """The blocks before the first item, and the items."""
    _mark_listing(blocks)
    for way in (
        _single_pages, _question_page, _rows, _minute_numbers, _lettered_numbers, _numbers_alone, _numbers_behind,
        _run_in_titles, _numbered_titles, _lettered_titles, _decimal_titles, _colon_titles, _titles_only,
    ):  # fmt: skip
        starts = way(blocks)
        if starts and way is _minute_numbers:
            # "12/2026 - Body Worn Video": what became of older actions, inside an item with a number of its own
            plain = _numbers_alone(blocks) or _numbered_titles(blocks)
            starts = plain if plain and (_references(starts) or _lie_inside(starts, plain)) else starts
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
        if block.text[:1].isdigit() and not block.kind and len(block.text) < _LIMIT and _TITLED.match(block.text):
            places.setdefault(block.text.lower(), []).append(index)
    first = [found[0] for found in places.values() if len(found) == 2]
    if len(first) < 3 or first[-1] - first[0] > len(first):
        return
    for index in first:
        blocks[index].kind, blocks[index].is_chrome = "chrome", True


def is_title(block: Block, *, numbered: bool = False) -> bool:
    """Whether a block looks like a title: short, no sentence. With a number before it, less is asked."""
    text = block.text
    if not 3 <= len(text) <= _LIMIT or block.kind or block.is_label:
        return False
    if numbered:
        return text[-1] not in ";:," and not _DECIDES.match(text)
    if not (text[0].isupper() or text[0].isdigit() or text[0] in "'\"") or block.tag or text[-1] in ".;:,?!)]-":
        return False
    if text[-1] in "'\"" and text[-2] in ".?!":
        return False
    if any(one.match(text) for one in (furniture.OPENER, furniture.AGENDA_LINE, furniture.REPORT_AUTHOR)):
        return False
    if _LABEL_VALUE.match(text) or not _WORD.search(text) or text.endswith(_COUNCILS):
        return False
    if (block.is_chrome and text not in ("Minutes", "MINUTES")) or _PERSON.match(text) or _THAT.match(text):
        return False
    return len(text.split()) <= 22 and not _VERB.search(text) and text.count(",") <= 4


_AGENDA_NUMBER = re.compile(r"[Aa]genda [Ii]tem(?: [Nn]o\.?)? (?P<number>\d{1,3}[a-z]?)\.?$")


def _title_after(blocks: list[Block], index: int, section: Section) -> int:
    """Take the title (and furniture before it) from the blocks at `index`; return where the text begins."""
    while index < len(blocks):
        block = blocks[index]
        on_agenda = _AGENDA_NUMBER.match(block.text)
        # Between a minute number and the title it says which item of the agenda this was.
        if on_agenda and section.number and section.agenda_number is None:
            section.agenda_number = block.part(on_agenda.start("number"), on_agenda.end("number"))
        elif block.kind != "chrome":
            break
        section.furniture.append(block)
        index += 1
    if index < len(blocks) and not blocks[index].kind and not blocks[index].is_label:
        section.title = blocks[index]
        index += 1
    return index


def _single_pages(blocks: list[Block]) -> list[_Start]:
    """Pages of one item each, headed "Agenda item"."""
    starts = []
    for index, block in enumerate(blocks):
        if furniture.ITEM_PAGE.match(block.text):
            section = Section(furniture=[block])
            at = index + 1
            if at + 1 < len(blocks) and _ALONE.match(blocks[at].text):
                section.number = blocks[at]
                at += 1
            body = _title_after(blocks, at, section)
            starts.append(_Start(index, body, section))
    return starts


def _question_page(blocks: list[Block]) -> list[_Start]:
    """A page of labels and values around a question: one item, titled by its first line."""
    if not any(_POSED.match(block.text) for block in blocks[:40]):
        return []
    for index, block in enumerate(blocks[:12]):
        if is_title(block) and not block_is_body(block):
            return [_Start(index, index + 1, Section(title=block))]
    return []


def _rows(blocks: list[Block]) -> list[_Start]:
    """The rows of a table: number, title, decision; below it perhaps another of numbers and what was said."""
    starts = []
    for index, block in enumerate(blocks):
        if block.row:
            section, body = Section(number=block, row=True), index + 1
            if block.row > 2 and body < len(blocks) and blocks[body].cell and is_title(blocks[body], numbered=True):
                section.title = blocks[body]
                body += 1
            starts.append(_Start(index, body, section))
    return starts


def _minute_numbers(blocks: list[Block]) -> list[_Start]:
    """Numbers with a year, `71/26`, alone or before the title, perhaps with the body's letters before them."""
    starts = []
    for index, block in enumerate(blocks):
        text = block.text
        if "/" not in text[:16] or block.kind or block.source.text.count("\t", block.start, block.end) > 1:
            continue  # of more than one tab it is the row of a table
        match = _ALONE.match(text) if len(text) < 30 else None
        if not (match and match["rest"] and match["rest"][0] == "/"):
            match = _SLASHED.match(text)
            if not match or len(text) > _LIMIT or text[-1] in ".;," and not match["title"].isupper():
                continue
        if _YEAR.match(match["core"]):
            continue
        section = Section(number=block.part(match.start("core"), match.end("core")))
        at = index
        if match["prefix"] and match["prefix"][-1].isalpha():
            # "PCP26/14": the letters are part of the number.
            section.number = block.part(0, match.end("core"))
        elif match["prefix"]:
            section.prefix = block.part(0, match.end("core"))
        elif index and _PREFIX_ALONE.match(blocks[index - 1].text):
            at = index - 1
            section.prefix = blocks[at].until(block)
        if "title" in match.re.groupindex:
            section.title, body = block.part(match.start("title")), index + 1
        else:
            body = _title_after(blocks, index + 1, section)
        starts.append(_Start(at, body, section))
    return starts


def _references(starts: list[_Start]) -> bool:
    """Whether numbers with a year are references of other things: they do not count on from one to the next."""
    figures = [[int(one) for one in re.findall(r"\d+", start.section.number.text)] for start in starts]
    # "PCP26/14", "PCP26/15": where the year comes first, the second number counts.
    lettered = all(start.section.number.text[0].isalpha() for start in starts)
    place = 1 if lettered and len(figures) > 1 and len({one[0] for one in figures}) == 1 else 0
    values = [one[place] for one in figures]
    steps = [after - before for before, after in zip(values, values[1:], strict=False)]
    return bool(steps) and sum(step == 1 for step in steps) < 0.6 * len(steps)


def _lie_inside(starts: list[_Start], plain: list[_Start]) -> bool:
    """Whether numbers with a year all stand inside one item of those that are numbered 1, 2, 3."""
    items = [start.at for start in plain]
    is_whole = len(items) >= 3 and plain[0].section.number.text.strip(".") == "1"
    return is_whole and len({bisect_right(items, start.at) for start in starts}) == 1 and items[0] < starts[0].at


def _lettered_numbers(blocks: list[Block]) -> list[_Start]:
    """ "PCP12 DECLARATIONS": the same letters before each number, which counts on."""
    starts: list[_Start] = []
    last: tuple[str, int] | None = None
    for index, block in enumerate(blocks):
        match = _LETTERS_FIRST.match(block.text) if not block.kind and len(block.text) < _LIMIT else None
        if not match or not _reads_as_title(match["title"]):
            continue
        letters, value = match["letters"], int(match["first"])
        if last is None or (letters == last[0] and last[1] < value <= last[1] + 3):
            section = Section(number=block.part(0, match.end("core")), title=block.part(match.start("title")))
            starts.append(_Start(index, index + 1, section))
            last = letters, value
    return starts if len(starts) >= 3 else []


def _numbers_alone(blocks: list[Block]) -> list[_Start]:
    """A figure on a line of its own, then the title."""
    starts: list[_Start] = []
    last = None
    for index, block in enumerate(blocks[:-1]):
        match = _ALONE.match(block.text) if len(block.text) < 30 and not block.kind else None
        if not match:
            continue
        value = int(match["first"])
        following = blocks[index + 1]
        if last is not None and not (last < value <= last + 6 or (value == last and match["rest"])):
            continue
        if value > 1500 or (index and _leads_to_a_list(blocks[index - 1], first=last is None)):
            continue
        if following.tag and following.tag.is_decimal:
            continue  # the number of a page, between two numbered paragraphs
        if not following.kind and not is_title(following, numbered=True):
            continue
        section = Section(number=block.part(match.start("core")))
        if match["prefix"]:
            section.prefix = block
        body = _title_after(blocks, index + 1, section)
        starts.append(_Start(index, body, section))
        last = value
    return starts


def _leads_to_a_list(block: Block, *, first: bool) -> bool:
    """Whether a number after this block would number an entry of a list: after a bare marker, or a colon."""
    marker = block.marker
    if marker is not None and len(block.text) - marker.end < 12:
        return True
    return not first and block.text.endswith(":") and not block.is_label


def _numbers_behind(blocks: list[Block]) -> list[_Start]:
    """ "Apologies (Minute 2026.41)", or the number at the right-hand edge: it counts on."""
    starts: list[_Start] = []
    last = None
    for index, block in enumerate(blocks):
        text = block.text
        if block.kind or len(text) > _LIMIT or not text[-2:-1].isdigit() or text[-1] not in "0123456789)":
            continue
        match = _BEHIND.match(text)
        typed = block.source.text[block.start : block.end]
        if not match or not _reads_as_title(match["title"] if match["brackets"] else match["title"].rstrip(".")):
            continue  # "... would follow in the spring. (41)" is the number of an action
        if not match["brackets"] and "\t" not in typed[len(match["title"]) :]:
            continue
        if last is not None and int(match["last"]) != last + 1:
            continue
        last = int(match["last"])
        section = Section(number=block.part(*match.span("core")), title=block.part(0, match.end("title")))
        section.furniture = [block.part(match.end("title"))] if match["brackets"] else []
        starts.append(_Start(index, index + 1, section))
    return starts if len(starts) >= 3 else []


def _run_in_titles(blocks: list[Block]) -> list[_Start]:
    """ "1. Minutes - RESOLVED that ...": from the first on, numbered lines go on with their text."""
    starts: list[_Start] = []
    run_in = 0
    for index, block in enumerate(blocks):
        if block.kind or not block.text[:1].isdigit():
            continue
        match = _RUN_IN.match(block.text)
        plain = match or (_TITLED.match(block.text) if starts and len(block.text) < _LIMIT else None)
        if not plain or int(plain["first"]) != len(starts) + 1 or not _reads_as_title(plain["title"]):
            continue
        section = Section(number=block.part(*plain.span("core")), title=block.part(*plain.span("title")))
        if match:
            rest = block.part(match.start("text"))
            section.blocks = [Block(block.source, Line(rest.start, rest.end, inner=True))]
            run_in += 1
        starts.append(_Start(index, index + 1, section))
    return starts if run_in >= 3 else []


def _colon_titles(blocks: list[Block]) -> list[_Start]:
    """ "Declarations:" with bullets below: minutes in which all that was said stands in bullets."""
    starts = []
    for index, (block, following) in enumerate(pairwise(blocks)):
        if block.kind or block.tag or block.marker or not block.text.endswith(":") or len(block.text) > 80:
            continue
        if following.tag and following.tag.is_glyph and block.text[0].isupper():
            starts.append(_Start(index, index + 1, Section(title=block)))
    titles = {start.at for start in starts}
    below = (block for index, block in enumerate(blocks) if starts and index > starts[0].at and index not in titles)
    return starts if len(starts) >= 3 and all(block.kind or block.tag for block in below) else []


def _numbered_titles(blocks: list[Block]) -> list[_Start]:
    """A figure and the title on one line. Points of a list look the same: the sequence and what follows decide."""
    starts: list[_Start] = []
    last, strong, refused = None, 0, None
    for index, block in enumerate(blocks):
        match = None if block.kind or len(block.text) > _LIMIT + 12 else _TITLED.match(block.text)
        if not match or not (match["stop"] or match["space"]) or _MONTH.match(match["title"]):
            continue
        value = int(match["first"])
        sure = _is_sure(blocks, index, match)
        if not sure:
            # A point of a list that was refused makes the next point of it refused too.
            in_list = refused == value - 1 or (index and blocks[index - 1].text.endswith((":", ":-")))
            weak = _reads_as_title(match["title"])
            if in_list or not weak or (last is not None and not last < value <= last + 3):
                refused = value
                continue
        elif last is not None and value < last:
            continue
        section = Section(number=block.part(match.start("core"), match.end("core")))
        if match["prefix"]:
            # "Item 3:": the number is 3.
            section.number = block.part(match.start("core"), match.start("stop"))
            section.prefix = block.part(0, match.end("core"))
        section.title = block.part(match.start("title"))
        starts.append(_Start(index, index + 1, section))
        last, refused = value, None
        strong += sure
    return starts if strong or len(starts) >= 2 else []


def _is_sure(blocks: list[Block], index: int, match: re.Match) -> bool:
    """Whether what follows proves the number an item's: paragraph 4.1 under 4, a label, a title in capitals."""
    title = match["title"]
    if title[-1] in ";," or re.match(r"That\b|RESOLVED|Resolved", title):
        return False
    for following in blocks[index + 1 : index + 4]:
        if following.kind == "chrome":
            continue
        tag = following.tag
        if tag and tag.is_decimal and tag.core.split(".")[0] == match["first"]:
            return True
        return following.is_label or title.isupper() and len(title) > 3
    return title.isupper() and len(title) > 3


def _reads_as_title(title: str) -> bool:
    return len(title) <= 140 and title[-1] not in ".;:,?" and not _VERB.search(title) and not _PERSON.match(title)


def _lettered_titles(blocks: list[Block]) -> list[_Start]:
    """ "A. Apologies", "B. Minutes", or "I. Apologies", "II. Minutes": they count on, each with a title."""
    for counted in (ascii_uppercase, _ROMANS):
        starts: list[_Start] = []
        for index, block in enumerate(blocks):
            match = _LETTERED.match(block.text) if not block.kind and len(block.text) < _LIMIT else None
            is_next = match and len(starts) < len(counted) and match["first"] == counted[len(starts)]
            if match and is_next and _reads_as_title(match["title"]):
                section = Section(number=block.part(0, match.end("core")), title=block.part(match.start("title")))
                starts.append(_Start(index, index + 1, section))
        if len(starts) >= 3:
            return starts
    return []


def _decimal_titles(blocks: list[Block]) -> list[_Start]:
    """ "7.1 Election of Chair", "7.2 ...": the items of a seventh meeting, where nothing has the number 7 alone."""
    starts: list[_Start] = []
    first = None
    for index, block in enumerate(blocks):
        tag = block.tag if not block.kind and len(block.text) < _LIMIT else None
        if not tag or not tag.is_decimal or tag.depth != 2:
            continue
        if not (block.body[:1].isupper() and _reads_as_title(block.body)):
            continue
        head, value = map(int, tag.core.split("."))
        if value == len(starts) + 1 and head == (first or head):
            first = head
            section = Section(number=block.part(0, tag.end), title=block.part(tag.body))
            starts.append(_Start(index, index + 1, section))
    with_text = [start for start, following in pairwise(starts) if following.at > start.body]
    return starts if len(starts) >= 3 and len(with_text) >= len(starts) // 2 else []


def _titles_only(blocks: list[Block]) -> list[_Start]:
    """No numbers: the title stands before "Minutes:", or is a short line with text under it."""
    labels = [index for index, block in enumerate(blocks) if _is_minutes_label(block)]
    found = _before_labels(blocks, labels) if labels else _short_lines(blocks)
    starts = []
    for index in found:
        section = Section(title=blocks[index])
        starts.append(_Start(index, index + 1, section))
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
        tells = _VERB.search(below.text) or furniture.AGENDA_LINE.match(below.text)
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
