"""Who was there: names with role, council, substitution and the letters or labels that say present or absent."""

import re

from meetings.minutes.folding import Stretch
from meetings.minutes.structure import Attendance, Meeting

_STATUS = (
    ("substitute", r"Substitutes?|Substitute members?"),
    ("apologies", r"Apologies(?: for absence)?(?: received)?(?: from)?|Apology|Ymddiheuriadau"),
    ("absent", r"Absent|Not present|Members absent"),
    (
        "in_attendance",
        r"(?:Also )?[Ii]n attendance|Also present|Officers?(?: present| in attendance)?|Observers?"
        r"|Other attendees|Invitees|Guests",
    ),
    ("present", r"(?:Members |Panel members |Councillors )?Present|Members|Panel members|Attendees|Presennol"),
)
_LABELS = [(status, re.compile(rf"(?:{words}) ?(?::-|:|$)\s?", re.IGNORECASE)) for status, words in _STATUS]
_CODE = re.compile(r"(?P<code>P|A|AP|S|Ab)(?:(?:\.| ?-) ?(?=[A-Z])| (?=(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Prof)\b))")
_CODES = {"P": "present", "A": "absent", "AP": "apologies", "S": "substitute", "Ab": "absent"}
_TITLE = r"(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Rev|Alderman|Baroness)\b"
_RUN_ON = re.compile(rf"(?<=[\w)]) (?={_TITLE}\.? [A-Z])")
_ONE_OFFICE = re.compile(r"\bPolice(?P<comma>,) (?=(?:Fire|Crime)\b)")
_GROUP = re.compile(r"[\w',& -]{3,70}(?:Council|Councils|Members|Authority|Authorities|Independents|Officers)$")
_ENTRY = re.compile(
    r"(?P<name>(?:Police, (?=Fire\b|Crime\b)|[^()\[\-,:]){2,80}?(?:-\w[^()\[\-,:]{1,40})?)"
    r" ?(?:[(\[](?P<brackets>[^()\]]{1,120})[)\]])? ?"
    r"(?:(?:-|,|:) ?(?P<organisation>[^()]{2,120}?))?"
    r"(?: ?[(\[](?P<late>[^()\]]{1,80})[)\]])?[.,;]?$"
)
_SUBSTITUTE = re.compile(
    r"substitut\w+ for|sub(?:\.|stitute)? for|for (?:Cllr|Councillor|Mr|Mrs|Ms)|in place of", re.IGNORECASE
)
_ROLE = re.compile(
    r"(?:vice|deputy|co)?-? ?(?:chair\w*|commissioner|chief \w+|clerk|monitoring officer|chief constable"
    r"|independent|co-opted|lead)\b.{0,60}$",
    re.IGNORECASE,
)
_ARRIVED = re.compile(r"\b(?:arriv|join|from) ?\w*.{0,12}\d|\bitems? \d|\blate\b", re.IGNORECASE)
_LEFT = re.compile(r"\b(?:left|leaving|until|departed)\b", re.IGNORECASE)
_LIMIT = 4000


def attendance_label(text: str) -> tuple[int, str] | None:
    """(end, status) of a label of an attendance list at the beginning of a text."""
    for status, pattern in _LABELS:
        match = pattern.match(text)
        if match:
            return match.end(), status
    return None


def coded_entry(text: str) -> bool:
    """ "P. Councillor ..." or "A - ...": a letter that says present or absent."""
    return _CODE.match(text) is not None and len(text) < 200


def group_label(text: str) -> bool:
    """The name of a council or a group that heads the names under it."""
    return len(text) < 80 and _GROUP.match(text) is not None and not re.match(_TITLE, text)


def add_people(meeting: Meeting, stretch: Stretch, status: str) -> None:
    """Enter the people named in a line; a line may hold several, parted by commas or run on."""
    text = stretch.text
    if len(text) > _LIMIT:
        return
    for begin, end in _entries(text):
        one = _person(stretch.part(begin, end), status)
        if one is not None:
            meeting.attendance.append(one)


def add_row(meeting: Meeting, row: Stretch, cells: dict[str, Stretch]) -> None:
    """Enter the person in a row of a table; `cells` by column: name, role, organisation, status."""
    name = cells.get("name")
    if not name:
        return
    said = cells.get("status")
    label = attendance_label(said.text.split("(")[0].strip()) if said else None
    one = Attendance(row.passage(), name.passage(), label[1] if label else "present")
    one.role = cells["role"].passage() if cells.get("role") else None
    one.organisation = cells["organisation"].passage() if cells.get("organisation") else None
    if said and "(" in said.text:
        one.note = said.passage()
        one.status = "left" if _LEFT.search(said.text) else one.status
    meeting.attendance.append(one)


def _entries(text: str):
    """Offsets of the entries: cut outside brackets, at commas and semicolons that part people and before titles."""
    titles = {match.start() for match in _RUN_ON.finditer(text)}
    commas = not re.search(r" - |- (?=[A-Z])", text)
    inside = {match.start("comma") for match in _ONE_OFFICE.finditer(text)}
    depth = begin = 0
    for index, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        parts = char == ";" or (char == "," and commas and index not in inside) or index in titles
        if depth <= 0 and parts:
            if re.search(r"[A-Z]", text[begin : index + 1]):
                yield begin, index + 1
            begin = index + 1
    if re.search(r"[A-Z]", text[begin:]):
        yield begin, len(text)


def _person(stretch: Stretch, status: str) -> Attendance | None:
    text = stretch.text
    code = _CODE.match(text)
    begin = code.end() if code else 0
    if re.match(r"and ", text[begin:]):
        begin += 4
    match = _ENTRY.match(text, begin)
    if not match or not match["name"].strip():
        return None
    if code:
        status = _CODES[code["code"]]
    one = Attendance(stretch.passage(), stretch.part(match.start("name"), match.end("name")).passage(), status)
    if match["organisation"]:
        one.organisation = stretch.part(match.start("organisation"), match.end("organisation")).passage()
    for group in ("brackets", "late"):
        words = match[group]
        if not words:
            continue
        passage = stretch.part(match.start(group), match.end(group)).passage()
        if _SUBSTITUTE.search(words):
            one.status, one.note = "substitute", passage
        elif _ARRIVED.search(words):
            one.status, one.note = "late", passage
        elif _LEFT.search(words):
            one.status, one.note = "left", passage
        elif _ROLE.match(words):
            one.role = passage
        elif one.organisation is None:
            one.organisation = passage
        else:
            one.note = passage
    return one
