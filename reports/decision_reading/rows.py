"""Reads a list of decisions as it was copied: a table from a web page or a spreadsheet, a CSV file, or lines of text.

Pure: text in, rows out, no database. Every line that holds more than delimiters belongs to exactly one row, and a row
is read, or refused with a reason, or a line of headings; `Reading.rows` holds them in the order of the paste. So
nothing that was pasted can be lost without being told (tests/reports/test_decision_reading.py holds it to that).
"""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from reports.decision_reading.cells import (
    DAY_SOMEWHERE,
    Service,
    day_in,
    is_address,
    is_number,
    is_service,
    number_in,
    number_of_cell,
    service_in,
    service_of_number,
)
from reports.decision_reading.tables import COLUMN_OF, Column, delimiter_of, headings_of, records_of, words_of
from reports.models.decision import CommissionersDecision, folded, secure_address, tidy_number

LONGEST = 500_000  # characters; a register of ten years has about 200,000
MOST_ROWS = 500  # rows in one go: as many as somebody can look over
LONGEST_ROW = 5_000  # characters: a title of 300, a summary of 2,000, an address of 500
FIRST_YEAR = 2012
_LIMITS = {
    name: CommissionersDecision._meta.get_field(name).max_length for name in ("number", "title", "link", "summary")
}

# The series of numbers that tell police from fire, by the letters they begin with.
SERIES = {"SCP": Service.POLICE, "SCF": Service.FIRE}


@dataclass(frozen=True)
class Row:
    """Some lines of the paste: `first` and `last` count from 1."""

    first: int
    last: int
    text: str

    @property
    def lines(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True)
class ReadRow(Row):
    """One decision. `notes`: what was left out or assumed, for the clerk to see."""

    number: str = ""
    title: str = ""
    decided_on: date | None = None
    published_on: date | None = None
    service: str = ""
    link: str = ""
    summary: str = ""
    notes: tuple[str, ...] = ()

    @property
    def values(self) -> dict:
        """By the names of the fields of `CommissionersDecision`."""
        names = ("number", "title", "decided_on", "published_on", "service", "link", "summary")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class RefusedRow(Row):
    """What is not a decision, or not one that can be entered: with the reason, for the clerk."""

    reason: str = ""


@dataclass(frozen=True)
class HeadingRow(Row):
    """A line of headings: which column each is, and those of which nothing is kept."""

    columns: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass
class Reading:
    rows: list[Row] = field(default_factory=list)

    def _of(self, kind) -> list:
        return [row for row in self.rows if isinstance(row, kind)]

    @property
    def read(self) -> list[ReadRow]:
        return self._of(ReadRow)

    @property
    def refused(self) -> list[RefusedRow]:
        return self._of(RefusedRow)

    @property
    def headings(self) -> list[HeadingRow]:
        return self._of(HeadingRow)


class _Refused(Exception):
    """Why a row cannot be entered, in the clerk's words."""


# Tables and lines ----------------------------------------------------------------------------------------------


def read_decisions(text: str, *, series: dict[str, str] | None = None, otherwise: str = "") -> Reading:
    """The decisions in `text`.

    series     letters with which numbers begin -> the service, besides those known anyway
    otherwise  the service of rows that do not say; "" refuses them
    Raises ValidationError where there is nothing to read, or too much for one go.
    """
    # The characters that some programs put between words are no letters of anything; line numbers stay as they are.
    text = re.sub("[\x00\ufeff\u200b\u200c\u200d\u2060\u00ad]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]", " ", text).replace("\u00a0", " ")
    if not text.strip():
        raise ValidationError("There is nothing to read yet. Paste the rows, or choose a CSV file.")
    if len(text) > LONGEST:
        raise ValidationError(
            f"This has {len(text):,} characters; at most {LONGEST:,} can be read at once. Paste it in parts."
        )
    known = {**SERIES, **{letters.upper(): service for letters, service in (series or {}).items()}}
    delimiter = delimiter_of(text)
    reading = Reading()
    if delimiter:
        _read_table(records_of(text, delimiter), reading, known, otherwise)
    else:
        _read_lines(text, reading, known, otherwise)
    _look_over(len(reading.rows))
    reading.rows = _without_repeats(sorted(reading.rows, key=lambda row: row.first))
    return reading


def _look_over(many: int) -> None:
    if many > MOST_ROWS:
        raise ValidationError(
            f"This has {many:,} rows; at most {MOST_ROWS} can be looked over at once. Take the first {MOST_ROWS}, "
            "enter them, then the next."
        )


# Headings and columns --------------------------------------------------------------------------------------------


def _read_table(records, reading, series, otherwise) -> None:
    """Rows of cells. Headings hold for what stands below them until others come; columns that they do not name, or all
    where there are none, are known by what stands in them."""
    _look_over(len(records))
    columns, waiting = None, []

    def settle():
        roles = _by_content([cells for _, _, _, cells in waiting if len(cells) > 1], columns or {})
        for first, last, whole, cells in waiting:
            # A line without cells among the rows is read as words.
            given = _by_column(cells, roles) if len(cells) > 1 else _in_line(whole)
            reading.rows.append(_row(first, last, whole, given, series, otherwise))
        waiting.clear()

    for first, last, whole, cells in records:
        headings = headings_of(cells)
        if len(headings) >= 2:
            settle()
            columns = headings
            unused = [cell for place, cell in enumerate(cells) if cell and place not in headings]
            told = tuple(f"{cells[place]}: {column.value}" for place, column in headings.items())
            reading.rows.append(HeadingRow(first, last, whole, told, tuple(unused)))
        elif all(set(cell) <= set("-:= ") for cell in cells):
            reading.rows.append(RefusedRow(first, last, whole, "This is a ruled line without words."))
        else:
            waiting.append((first, last, whole, cells))
    settle()


def _by_content(rows: list[list[str]], named: dict[int, Column]) -> dict[int, Column]:
    """The column of each place: as its heading says, or as most of its cells do."""
    roles = dict(named)
    width = max(map(len, rows), default=0)
    free = [place for place in range(width) if place not in roles]
    tests = (
        (Column.LINK, is_address),
        (Column.NUMBER, is_number),
        (Column.DECIDED, day_in),
        (Column.PUBLISHED, day_in),
        (Column.SERVICE, is_service),
    )
    for column, is_one in tests:
        if column in roles.values():
            continue
        # Where there is one column of days under a heading, another without one is not known to be of publication.
        if column is Column.PUBLISHED and named:
            continue
        shares = {place: _share(rows, place, is_one) for place in free}
        best = max(shares, key=lambda place: (shares[place], -place), default=None)
        if best is not None and shares[best] >= 0.5:
            roles[best] = column
            free.remove(best)
    if Column.TITLE not in roles.values() and free:
        lengths = {place: sum(len(row[place]) for row in rows if place < len(row)) for place in free}
        longest = max(free, key=lengths.get)
        if lengths[longest]:
            roles[longest] = Column.TITLE
    return roles


def _share(rows, place, is_one) -> float:
    filled = [row[place] for row in rows if place < len(row) and row[place]]
    return sum(bool(is_one(cell)) for cell in filled) / len(filled) if filled else 0


def _by_column(cells, roles) -> dict[Column, str]:
    return {roles[place]: cell for place, cell in enumerate(cells) if cell and place in roles}


# Lines of words ---------------------------------------------------------------------------------------------------


def _read_lines(text, reading, series, otherwise) -> None:
    """Lines of words. One with a number begins a decision; what follows belongs to it as long as something is wanting,
    so that a page on which each cell has its own line can be read as well."""
    gathered: list[tuple[int, str]] = []
    given: dict[Column, str] = {}

    def settle():
        if gathered:
            first, last = gathered[0][0], gathered[-1][0]
            whole = "\n".join(line for _, line in gathered)
            reading.rows.append(_row(first, last, whole, dict(given), series, otherwise))
        gathered.clear()
        given.clear()

    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found = _in_line(line)
        begins = Column.NUMBER in found
        continues = bool(gathered) and not begins and Column.NUMBER in given and not set(found) & set(given)
        if begins and gathered and Column.NUMBER not in given and not set(found) & set(given):
            # The title stands over its number.
            continues = number == gathered[-1][0] + 1 and len(gathered) == 1 and Column.TITLE in given
            continues = continues and set(given) == {Column.TITLE} and Column.TITLE not in found
        if not continues:
            settle()
        gathered.append((number, line))
        given.update(found)
    settle()


# What may stand before a number: "Decision notice no."
_CALLED = re.compile(r"(?:\b(?:decision|notice|record|reference|ref|number|no)\b[\s.:–-]*)+$", re.IGNORECASE)
_LABEL = re.compile(r"^\s*([A-Za-z][A-Za-z /]{1,30}?)\s*:\s*(.*)$")


def _in_line(line: str) -> dict[Column, str]:
    """What one line of words says, by column."""
    line = " ".join(re.sub(r"^[\s•·▪*]+", "", line[: LONGEST_ROW + 1]).split())
    labelled = _LABEL.match(line)
    if labelled and (column := COLUMN_OF.get(words_of(labelled[1]))):
        return {column: labelled[2]} if labelled[2] else {}
    found = {}
    if address := re.search(r"(?:https?|ftp|javascript|data|file):\S+|\bwww\.\S+", line, re.IGNORECASE):
        found[Column.LINK] = address[0].rstrip(".,;)>")
        line = line.replace(address[0], " ")
    if number := number_in(line):
        found[Column.NUMBER] = number
        before, _, after = line.partition(number)
        line = f"{_CALLED.sub('', before)} {after}"
    if day := DAY_SOMEWHERE.search(line):
        found[Column.DECIDED] = day[0]
        line = line.replace(day[0], " ", 1)
    line = _bare(line)
    if service := re.search(
        r"[(\[]?\b(police and fire|police & fire|police|fire and rescue|fire|both)\b[)\]]?$", line, re.I
    ):
        before = line[: service.start()]
        # At the end and set apart; in "Grants for the police" it belongs to the title.
        if service[0][0] in "([" or not before or re.search(r"[-–—,;:|.]\s*$", before):
            found[Column.SERVICE], line = service[0].strip("()[]"), _bare(before)
    if line:
        found[Column.TITLE] = line
    return found


def _bare(line: str) -> str:
    """Words without what only stood between them and what was taken out."""
    line = re.sub(r"[(\[]\s*[)\]]", " ", line)
    line = re.sub(r"(?:\s+[-–—|,;:]+)+\s*$|^\s*(?:[-–—|,;:.]+\s*)+", " ", f" {line} ")
    line = re.sub(r"\s([-–—|])(?:\s+[-–—|,;]+)+\s", r" \1 ", f" {line} ")
    line = re.sub(r"(?:,?\s+(?:dated|signed on|signed|decided on|made on|on))?\s*[-–—|,;:]*\s*$", "", line)
    return " ".join(line.strip(" -–—|,;:").split())


# From cells to a decision -----------------------------------------------------------------------------------------


def _day(cell: str, what: str) -> date:
    found = day_in(cell)
    if not found:
        raise _Refused(f"“{_short(cell)}” is not a day as {what}. Write it like 12 May 2022 or 12/05/2022.")
    year, month, day = found
    if month > 12 >= day:
        raise _Refused(f"“{cell}” has no month {month}. Days are read in the British order: day, month, year.")
    try:
        read = date(year, month, day)
    except ValueError:
        raise _Refused(f"There is no such day as “{cell}”.") from None
    if read.year < FIRST_YEAR:
        raise _Refused(f"There were no Commissioners in {read.year}. Check the year.")
    return read


def _short(cell: str) -> str:
    return cell if len(cell) <= 60 else f"{cell[:60]}…"


def _row(first, last, whole, given: dict[Column, str], series, otherwise) -> Row:
    if len(whole) > LONGEST_ROW:
        return RefusedRow(first, last, whole, f"It is longer than {LONGEST_ROW:,} characters: this is no list.")
    try:
        return ReadRow(first, last, whole, **_decision(given, series, otherwise))
    except _Refused as refusal:
        return RefusedRow(first, last, whole, str(refusal))


def _decision(given, series, otherwise) -> dict:
    for cell in given.values():
        if cell.startswith(("=", "@")):
            raise _Refused(f"“{_short(cell)}” is a formula, not words. Copy what the cell shows.")
    number, title, notes = _number_and_title(given)
    decided_on = _the_day(given)
    published_on = _day(given[Column.PUBLISHED], "the date of publication") if Column.PUBLISHED in given else None
    if published_on and published_on < decided_on:
        raise _Refused("It is published before it is decided. Check both days.")
    service = _service(given, number, series, otherwise)
    link, about_link = _link(given.get(Column.LINK, ""))
    return {
        "number": number,
        "title": title,
        "decided_on": decided_on,
        "published_on": published_on,
        "service": service,
        "link": link,
        "summary": _of_a_length(given.get(Column.SUMMARY, ""), "summary", "What it decides"),
        "notes": (*notes, *about_link),
    }


def _number_and_title(given) -> tuple[str, str, tuple[str, ...]]:
    written, title = given.get(Column.NUMBER, ""), given.get(Column.TITLE, "")
    number = number_of_cell(written) or tidy_number(written)
    if not number and title and (found := number_in(title)):
        number, title = tidy_number(found), _bare(title.replace(found, " ", 1))
    if not number:
        raise _Refused("It has no number of a decision, like SCP-D-202223-002.")
    if len(number) > _LIMITS["number"]:
        raise _Refused(f"The number is longer than {_LIMITS['number']} characters: “{_short(number)}”.")
    if not re.fullmatch(r"(?=.*\d)[A-Za-z0-9][-A-Za-z0-9/.:_() ]*", number):
        raise _Refused(f"“{_short(number)}” is not a number of letters, figures and hyphens with a figure in it.")
    if not title:
        raise _Refused("It has no title.")
    return number, _of_a_length(title, "title", "The title"), ()


def _the_day(given) -> date:
    if Column.DECIDED in given:
        return _day(given[Column.DECIDED], "the date of the decision")
    if Column.PUBLISHED in given:
        return _day(given[Column.PUBLISHED], "the date of publication")
    raise _Refused("It has no date.")


def _service(given, number, series, otherwise) -> str:
    said = given.get(Column.SERVICE, "")
    service = service_in(said) or service_of_number(number, series) or otherwise
    if not service:
        raise _Refused(
            "It does not say whether it is of police or fire, and its number does not tell. Choose below what holds "
            "for such rows, and read it again."
        )
    return service


def _link(written: str) -> tuple[str, tuple[str, ...]]:
    """The address, if it is one that can be kept, and otherwise a note of what was left out."""
    if not written:
        return "", ()
    address = f"https://{written}" if written.lower().startswith("www.") else written
    try:
        if len(address) > _LIMITS["link"]:
            raise ValidationError("too long")
        secure_address(address)
    except ValidationError:
        return "", (f"The link is left out, because it is not an address that begins with https://: {_short(written)}",)
    return address, ()


def _of_a_length(text: str, name: str, what: str) -> str:
    if len(text) > _LIMITS[name]:
        raise _Refused(f"{what} is longer than {_LIMITS[name]} characters. Shorten it.")
    return text


def _without_repeats(rows: list[Row]) -> list[Row]:
    """The same number twice in one paste: the first stands, the next is refused and says where the first is."""
    seen: dict[str, ReadRow] = {}
    kept = []
    for row in rows:
        if isinstance(row, ReadRow):
            before = seen.setdefault(folded(row.number), row)
            if before is not row:
                same = "word for word" if before.values == row.values else "but with another title, day or link"
                reason = f"{row.number} is already in line {before.lines} of this list, {same}."
                kept.append(RefusedRow(row.first, row.last, row.text, reason))
                continue
        kept.append(row)
    return kept
