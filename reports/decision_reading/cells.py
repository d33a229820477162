"""What one cell of a pasted list of decisions is (a number, a day, a service, an address), and how a file becomes
text."""

import codecs
import re

from django.core.exceptions import ValidationError

from reports.models.decision import LONGEST_NUMBER, CommissionersDecision, tidy_number

LARGEST_FILE = 1_000_000  # bytes
Service = CommissionersDecision.Service

# From a file to text -----------------------------------------------------------------------------------------

_OFFICE_FILES = {
    b"PK\x03\x04": "an Excel or Word file",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}


def text_of_file(content: bytes) -> str:
    """The text of a CSV or text file in UTF-8, UTF-16 or the encoding of Windows. Raises ValidationError, with what to
    do, for anything else."""
    if len(content) > LARGEST_FILE:
        raise ValidationError(
            f"This file has {len(content) / 1_000_000:.1f} MB; at most {LARGEST_FILE // 1_000_000} MB can be read. "
            "Take out the rows that are in the register already, or divide it."
        )
    for start, what in _OFFICE_FILES.items():
        if content.startswith(start):
            raise ValidationError(
                f"This is {what}, whatever its name says. Open it, copy the rows and paste them, or save it as CSV."
            )
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif content[:400].count(0) > len(content[:400]) // 4:  # UTF-16 without its mark: every other byte is empty
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError("This file is not text that can be read. Save it as “CSV UTF-8”, or paste its rows.")


# Cells ----------------------------------------------------------------------------------------------------------

_NUMBER = r"(?:[A-Z]{1,8}(?:[-/. ][A-Z]{1,8})*[-/. ]?)?\d[\dA-Z]*(?:[-/.][\dA-Z]+)*"
_NUMBER_CELL = re.compile(
    rf"(?:(?:decision(?: notice| record)?|notice|ref(?:erence)?|number|no)\b[.:]?\s*)*(?P<number>{_NUMBER})\.?",
    re.IGNORECASE,
)
# In a line of words a number needs letters and figures joined to each other, or it could be a sum or a year.
_NUMBER_IN_LINE = re.compile(
    r"(?<![\w£/.-])(?:[A-Z]{2,8}(?:[-/.][A-Z]{1,8})*[-/. ]?\d[\dA-Z]*|\d{2,4}[-/]\d{2,4})(?:[-/.][\dA-Z]+)*"
    r"(?![\w/])"
)


def is_number(cell: str) -> bool:
    return bool(number_of_cell(cell)) and not day_in(cell)


def number_of_cell(cell: str) -> str:
    """The number that a cell is, without "Decision notice" before it, or ""."""
    cell = tidy_number(cell)
    if len(cell) > 2 * LONGEST_NUMBER:
        return ""
    match = _NUMBER_CELL.fullmatch(cell)
    if not match or len(match["number"]) > LONGEST_NUMBER:
        return ""
    number = match["number"]
    # A bare figure is a line count or a year as often as a number; its heading has to say so.
    return number if re.search(r"[A-Za-z]|\d[-/.]\d", number) else ""


def number_in(line: str) -> str:
    """The first number in a line of words that is not a date."""
    plain = line.translate(str.maketrans("‐‑‒–—−", "------"))
    for match in _NUMBER_IN_LINE.finditer(plain):
        written = match[0]
        if day_in(written) or not re.search(r"\d{2}", written) or re.fullmatch(r"(?:19|20)\d\d[-/]\d\d", written):
            continue
        if written.upper().startswith("COVID"):
            continue
        return line[match.start() : match.end()]
    return ""


def is_address(cell: str) -> bool:
    return bool(re.match(r"(?:[a-z]{2,12}:(?://)?|www\.)\S+$", cell, re.IGNORECASE))


_POLICE = {"police", "policing", "force", "constabulary", "pcc"}
_FIRE = {"fire", "rescue", "frs", "fra"}
_BOTH = {"both", "joint"}
_BESIDE = {"and", "the", "service", "services", "or", "only", "for", "of"}


def service_in(cell: str) -> str:
    """The service that a short cell names, or ""."""
    words = set(re.findall(r"[a-z]+", cell.lower()))
    if len(words) > 8:
        return ""
    police, fire = bool(words & _POLICE), bool(words & _FIRE)
    if words & _BOTH or police and fire:
        return Service.BOTH
    return Service.FIRE if fire else Service.POLICE if police else ""


def is_service(cell: str) -> bool:
    """Whether a cell says nothing but the service: "Fire station roof" is a title."""
    words = set(re.findall(r"[a-z]+", cell.lower()))
    return bool(words) and words <= _POLICE | _FIRE | _BOTH | _BESIDE and bool(service_in(cell))


def service_of_number(number: str, series: dict[str, str]) -> str:
    """The service that the series of a number tells: the letters it begins with, or a group of letters in it."""
    letters = re.findall(r"[A-Z]+", number.upper())
    for group in letters:
        if group in series:
            return series[group]
    for group in letters:
        if group in {"FIRE", "FRS", "FRA"}:
            return Service.FIRE
        if group in {"POLICE", "POL"}:
            return Service.POLICE
    return ""


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,?\s+(?:the\s+)?)?"
_WRITTEN = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:\s?(?:st|nd|rd|th))?(?:\s+(?:day\s+)?of)?[\s-]+(?P<month>{_MONTH})\.?,?"
    r"[\s-]+(?P<year>\d{4}|\d{2})"
)
_MONTH_FIRST = rf"{_WEEKDAY}(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
_FIGURES = r"(?P<day3>\d{1,2})(?P<sign>[/.-])(?P<month3>\d{1,2})(?P=sign)(?P<year3>\d{4}|\d{2})"
_ISO = r"(?P<year4>(?:19|20)\d\d)[-/](?P<month4>\d{2})[-/](?P<day4>\d{2})"
_DAY = rf"(?:{_ISO}|{_WRITTEN}|{_MONTH_FIRST}|{_FIGURES})"
_DAY_CELL = re.compile(
    rf"{_DAY}(?:,?[T\s]+(?:at\s+)?\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?\s?(?:[ap]m|Z)?)?\.?", re.IGNORECASE
)
DAY_SOMEWHERE = re.compile(rf"(?<![\w/.-]){_DAY}(?![\w/])", re.IGNORECASE)


def day_in(cell: str) -> tuple[int, int, int] | None:
    """Year, month and day that a cell is written to be (British order), whether or not there is such a day."""
    match = _DAY_CELL.fullmatch(cell.strip())
    if not match:
        return None
    found = match.groupdict()
    for end in ("", "2", "3", "4"):
        day, month, year = (found.get(f"{name}{end}") for name in ("day", "month", "year"))
        if day is not None:
            figure = int(month) if month.isdigit() else 1 + _MONTHS.index(month.lower()[:3])
            return (int(year) + 2000 if len(year) == 2 else int(year)), figure, int(day)
    return None
