"""A pasted table as records of cells, and which column is which by its heading."""

import csv
import io
import re
from collections import Counter
from enum import Enum

from reports.decision_reading.cells import day_in, is_address, is_number


class Column(Enum):
    NUMBER = "number"
    TITLE = "title"
    DECIDED = "date of the decision"
    PUBLISHED = "date of publication"
    SERVICE = "police or fire"
    LINK = "link"
    SUMMARY = "what it decides"


# The words that registers of commissioners put over their columns, in small letters and without punctuation.
HEADINGS = {
    Column.NUMBER: (
        "number", "no", "num", "ref", "ref no", "reference", "reference number", "decision number", "decision no",
        "decision ref", "decision reference", "decision id", "id", "notice number", "decision notice number", "dn no",
        "decision record number", "unique reference",
    ),
    Column.TITLE: (
        "title", "decision title", "title of decision", "decision", "decisions", "subject", "name", "decision notice",
        "notice", "topic", "decision name", "description of decision", "decision taken", "document title",
    ),
    Column.DECIDED: (
        "date", "decision date", "date of decision", "date decided", "decided", "decided on", "date made", "made on",
        "date signed", "signed", "signed on", "date taken", "date of approval", "date approved", "date agreed",
    ),
    Column.PUBLISHED: (
        "published", "published on", "date published", "publication date", "date of publication", "publish date",
    ),
    Column.SERVICE: (
        "service", "police fire", "police or fire", "police and fire", "area", "function", "portfolio", "force",
        "organisation", "type", "category",
    ),
    Column.LINK: (
        "link", "url", "web address", "address", "link to notice", "link to the notice", "link to decision", "document",
        "download", "file", "web link", "hyperlink", "pdf",
    ),
    Column.SUMMARY: ("summary", "description", "details", "purpose", "what it decides", "background", "synopsis"),
}  # fmt: skip
COLUMN_OF = {words: column for column, known in HEADINGS.items() for words in known}


def delimiter_of(text: str) -> str:
    """What stands between the cells, or "" where these are lines of words."""
    lines = [line for line in text.split("\n") if line.strip()][:200]
    for sign in ("\t", "|"):
        if sum(line.count(sign) >= 2 for line in lines) * 2 >= len(lines):
            return sign
    # Commas also stand in sentences. They divide cells where a line of headings says so, or most lines agree.
    for sign in (",", ";"):
        for line in lines[:5]:
            cells = _split(line, sign)
            if len(headings_of(cells)) >= 2:
                return sign
        counts = Counter(len(_split(line, sign)) for line in lines)
        cells, times = max(counts.items(), key=lambda pair: pair[1])
        if cells >= 3 and times * 2 > len(lines) and _begin_with_a_cell(lines, sign):
            return sign
    # One tab between number and title is still a table.
    return "\t" if any("\t" in line for line in lines) else ""


def _split(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:  # a cell longer than the module takes: no table has it
        return []


def _begin_with_a_cell(lines, sign) -> bool:
    """Whether what stands before the first comma is mostly a number or a date by itself, as in no sentence."""
    first = [line.split(sign)[0].strip(' "') for line in lines]
    return sum(bool(is_number(cell) or day_in(cell)) for cell in first) * 2 >= len(lines)


def records_of(text: str, delimiter: str) -> list[tuple[int, int, str, list[str]]]:
    """First and last line, text and cells of each record. Where a quotation mark is opened and never closed, the lines
    are taken one by one: half a file in one cell would be read as one decision."""
    lines = text.split("\n")
    if delimiter == "|":
        return [
            (number, number, line, [cell.strip() for cell in line.strip().strip("|").split("|")])
            for number, line in enumerate(lines, start=1)
            if line.strip()
        ]
    records, number = [], 0
    while number < len(lines):
        if not lines[number].strip(f" {delimiter}"):
            # A line of nothing but delimiters says nothing; it is a row that somebody left empty.
            number += 1
            continue
        last = _end_of_record(lines, number, delimiter)
        whole = "\n".join(lines[number : last + 1])
        records.append((number + 1, last + 1, whole, _cells(whole, delimiter)))
        number = last + 1
    return records


LONGEST_RECORD = 12  # lines of one quoted cell


def _end_of_record(lines, first, delimiter) -> int:
    """The index of the last line of the record that begins at `first`."""
    if not _opens(lines[first], delimiter):
        return first
    whole = lines[first]
    for last in range(first + 1, min(first + LONGEST_RECORD, len(lines))):
        whole = f"{whole}\n{lines[last]}"
        if not _opens(whole, delimiter):
            return last
    return first


def _opens(whole: str, delimiter: str) -> bool:
    """Whether a quoted cell is still open at the end. Only a mark at the beginning of a cell opens one."""
    open_, at_start, position = False, True, 0
    while position < len(whole):
        sign = whole[position]
        if open_:
            if sign == '"':
                if whole[position + 1 : position + 2] == '"':
                    position += 1
                else:
                    open_ = False
        elif sign == '"' and at_start:
            open_ = True
        at_start = not open_ and (sign in (delimiter, "\n") or (at_start and sign == " "))
        position += 1
    return open_


def _cells(whole: str, delimiter: str) -> list[str]:
    quoting = csv.QUOTE_NONE if _opens(whole, delimiter) else csv.QUOTE_MINIMAL
    try:
        rows = list(csv.reader(io.StringIO(whole), delimiter=delimiter, quoting=quoting, skipinitialspace=True))
    except csv.Error:  # a cell longer than the module takes
        rows = [line.split(delimiter) for line in whole.split("\n")]
    return [" ".join(cell.split()) for row in rows for cell in row]


# Headings ---------------------------------------------------------------------------------------------------------


def words_of(cell: str) -> str:
    return " ".join(re.sub(r"[^a-z ]+", " ", cell.lower()).split())


def headings_of(cells) -> dict[int, Column]:
    """Which cells of a line are headings; none where a cell is a number, a day or an address itself."""
    if any(day_in(cell) or is_number(cell) or is_address(cell) for cell in cells):
        return {}
    found = {}
    for place, cell in enumerate(cells):
        column = COLUMN_OF.get(words_of(cell))
        if column and column not in found.values():
            found[place] = column
    return found
