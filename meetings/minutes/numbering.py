"""The ways in which items are numbered. Each gives the places where items begin; none where a text is not numbered so.

Inside an item the same figures number paragraphs and lists, which is why a number must be the next in the sequence and
be followed by something like a title.
"""

import re
from bisect import bisect_right
from itertools import pairwise
from string import ascii_uppercase

from meetings.minutes import furniture
from meetings.minutes.lines import Block, Line
from meetings.minutes.titles import LIMIT, NUMBERED, WORDS_BEFORE, Section, Start, is_title, reads_as_title

_PREFIX = rf"(?P<prefix>(?:[A-Z]{{2,6}}|{WORDS_BEFORE})[ -]{{0,2}})?"
_ALONE = re.compile(rf"{_PREFIX}(?P<core>(?P<first>\d{{1,4}})(?P<rest>/\d{{2,4}}|[a-zA-Z]|\(\d{{1,2}}\))?\.?)$")
_SLASHED = re.compile(
    r"(?P<prefix>[A-Z]{2,6}[ -]?)?(?P<core>(?P<first>\d{1,4})/\d{2,4}\.?)(?![/\d]) ?(?:- )?(?P<title>\S.*)$"
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


def single_pages(blocks: list[Block]) -> list[Start]:
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
            starts.append(Start(index, body, section))
    return starts


def rows(blocks: list[Block]) -> list[Start]:
    """The rows of a table: number, title, decision; below it perhaps another of numbers and what was said."""
    starts = []
    for index, block in enumerate(blocks):
        if block.row:
            section, body = Section(number=block, row=True), index + 1
            if block.row > 2 and body < len(blocks) and blocks[body].cell and is_title(blocks[body], numbered=True):
                section.title = blocks[body]
                body += 1
            starts.append(Start(index, body, section))
    return starts


def minute_numbers(blocks: list[Block]) -> list[Start]:
    """Numbers with a year, `71/26`. Where they are references inside items with numbers of their own ("12/2026 - Body
    Worn Video": what became of older actions), those."""
    starts = _numbers_with_a_year(blocks)
    plain = (numbers_alone(blocks) or numbered_titles(blocks)) if starts else []
    return plain if plain and (_are_references(starts) or _lie_inside(starts, plain)) else starts


def _numbers_with_a_year(blocks: list[Block]) -> list[Start]:
    """`71/26`, alone or before the title, perhaps with the body's letters before them."""
    starts = []
    for index, block in enumerate(blocks):
        text = block.text
        if "/" not in text[:16] or block.kind or block.source.text.count("\t", block.start, block.end) > 1:
            continue  # of more than one tab it is the row of a table
        match = _ALONE.match(text) if len(text) < 30 else None
        if not (match and match["rest"] and match["rest"][0] == "/"):
            match = _SLASHED.match(text)
            if not match or len(text) > LIMIT or text[-1] in ".;," and not match["title"].isupper():
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
        starts.append(Start(at, body, section))
    return starts


def _are_references(starts: list[Start]) -> bool:
    """Whether numbers with a year are references of other things: they do not count on from one to the next."""
    figures = [[int(one) for one in re.findall(r"\d+", start.section.number.text)] for start in starts]
    # "PCP26/14", "PCP26/15": where the year comes first, the second number counts.
    lettered = all(start.section.number.text[0].isalpha() for start in starts)
    place = 1 if lettered and len(figures) > 1 and len({one[0] for one in figures}) == 1 else 0
    values = [one[place] for one in figures]
    steps = [after - before for before, after in zip(values, values[1:], strict=False)]
    return bool(steps) and sum(step == 1 for step in steps) < 0.6 * len(steps)


def _lie_inside(starts: list[Start], plain: list[Start]) -> bool:
    """Whether numbers with a year all stand inside one item of those that are numbered 1, 2, 3."""
    items = [start.at for start in plain]
    is_whole = len(items) >= 3 and plain[0].section.number.text.strip(".") == "1"
    return is_whole and len({bisect_right(items, start.at) for start in starts}) == 1 and items[0] < starts[0].at


def lettered_numbers(blocks: list[Block]) -> list[Start]:
    """ "PCP12 DECLARATIONS": the same letters before each number, which counts on."""
    starts: list[Start] = []
    last: tuple[str, int] | None = None
    for index, block in enumerate(blocks):
        match = _LETTERS_FIRST.match(block.text) if not block.kind and len(block.text) < LIMIT else None
        if not match or not reads_as_title(match["title"]):
            continue
        letters, value = match["letters"], int(match["first"])
        if last is None or (letters == last[0] and last[1] < value <= last[1] + 3):
            section = Section(number=block.part(0, match.end("core")), title=block.part(match.start("title")))
            starts.append(Start(index, index + 1, section))
            last = letters, value
    return starts if len(starts) >= 3 else []


def numbers_alone(blocks: list[Block]) -> list[Start]:
    """A figure on a line of its own, then the title."""
    starts: list[Start] = []
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
        starts.append(Start(index, body, section))
        last = value
    return starts


def _leads_to_a_list(block: Block, *, first: bool) -> bool:
    """Whether a number after this block would number an entry of a list: after a bare marker, or a colon."""
    marker = block.marker
    if marker is not None and len(block.text) - marker.end < 12:
        return True
    return not first and block.text.endswith(":") and not block.is_label


def numbers_behind(blocks: list[Block]) -> list[Start]:
    """ "Apologies (Minute 2026.41)", or the number at the right-hand edge: it counts on."""
    starts: list[Start] = []
    last = None
    for index, block in enumerate(blocks):
        text = block.text
        if block.kind or len(text) > LIMIT or not text[-2:-1].isdigit() or text[-1] not in "0123456789)":
            continue
        match = _BEHIND.match(text)
        typed = block.source.text[block.start : block.end]
        if not match or not reads_as_title(match["title"] if match["brackets"] else match["title"].rstrip(".")):
            continue  # "... would follow in the spring. (41)" is the number of an action
        if not match["brackets"] and "\t" not in typed[len(match["title"]) :]:
            continue
        if last is not None and int(match["last"]) != last + 1:
            continue
        last = int(match["last"])
        section = Section(number=block.part(*match.span("core")), title=block.part(0, match.end("title")))
        section.furniture = [block.part(match.end("title"))] if match["brackets"] else []
        starts.append(Start(index, index + 1, section))
    return starts if len(starts) >= 3 else []


def run_in_titles(blocks: list[Block]) -> list[Start]:
    """ "1. Minutes - RESOLVED that ...": from the first on, numbered lines go on with their text."""
    starts: list[Start] = []
    run_in = 0
    for index, block in enumerate(blocks):
        if block.kind or not block.text[:1].isdigit():
            continue
        match = _RUN_IN.match(block.text)
        plain = match or (NUMBERED.match(block.text) if starts and len(block.text) < LIMIT else None)
        if not plain or int(plain["first"]) != len(starts) + 1 or not reads_as_title(plain["title"]):
            continue
        section = Section(number=block.part(*plain.span("core")), title=block.part(*plain.span("title")))
        if match:
            rest = block.part(match.start("text"))
            section.blocks = [Block(block.source, Line(rest.start, rest.end, inner=True))]
            run_in += 1
        starts.append(Start(index, index + 1, section))
    return starts if run_in >= 3 else []


def numbered_titles(blocks: list[Block]) -> list[Start]:
    """A figure and the title on one line. Points of a list look the same: the sequence and what follows decide."""
    starts: list[Start] = []
    last, strong, refused = None, 0, None
    for index, block in enumerate(blocks):
        match = None if block.kind or len(block.text) > LIMIT + 12 else NUMBERED.match(block.text)
        if not match or not (match["stop"] or match["space"]) or _MONTH.match(match["title"]):
            continue
        value = int(match["first"])
        sure = _is_sure(blocks, index, match)
        if not sure:
            # A point of a list that was refused makes the next point of it refused too.
            in_list = refused == value - 1 or (index and blocks[index - 1].text.endswith((":", ":-")))
            weak = reads_as_title(match["title"])
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
        starts.append(Start(index, index + 1, section))
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


def lettered_titles(blocks: list[Block]) -> list[Start]:
    """ "A. Apologies", "B. Minutes", or "I. Apologies", "II. Minutes": they count on, each with a title."""
    for counted in (ascii_uppercase, _ROMANS):
        starts: list[Start] = []
        for index, block in enumerate(blocks):
            match = _LETTERED.match(block.text) if not block.kind and len(block.text) < LIMIT else None
            is_next = match and len(starts) < len(counted) and match["first"] == counted[len(starts)]
            if match and is_next and reads_as_title(match["title"]):
                section = Section(number=block.part(0, match.end("core")), title=block.part(match.start("title")))
                starts.append(Start(index, index + 1, section))
        if len(starts) >= 3:
            return starts
    return []


def decimal_titles(blocks: list[Block]) -> list[Start]:
    """ "7.1 Election of Chair", "7.2 ...": the items of a seventh meeting, where nothing has the number 7 alone."""
    starts: list[Start] = []
    first = None
    for index, block in enumerate(blocks):
        tag = block.tag if not block.kind and len(block.text) < LIMIT else None
        if not tag or not tag.is_decimal or tag.depth != 2:
            continue
        if not (block.body[:1].isupper() and reads_as_title(block.body)):
            continue
        head, value = map(int, tag.core.split("."))
        if value == len(starts) + 1 and head == (first or head):
            first = head
            section = Section(number=block.part(0, tag.end), title=block.part(tag.body))
            starts.append(Start(index, index + 1, section))
    with_text = [start for start, following in pairwise(starts) if following.at > start.body]
    return starts if len(starts) >= 3 and len(with_text) >= len(starts) // 2 else []


# In the order in which they are tried: a way that says more of itself before one that might be anything.
WAYS = (
    rows, minute_numbers, lettered_numbers, numbers_alone, numbers_behind, run_in_titles, numbered_titles,
    lettered_titles, decimal_titles,
)  # fmt: skip
