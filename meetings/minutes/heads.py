"""The head of the minutes: body, date, time, place, and who was there."""

import re

from meetings.minutes.dates import FULL_DATE, MONTHS, iso_date
from meetings.minutes.folding import Stretch
from meetings.minutes.lines import Block
from meetings.minutes.people import add_people, add_row, attendance_label, coded_entry, group_label
from meetings.minutes.structure import Meeting

_TIME = r"\d{1,2}[.:]\d\d ?(?:[ap]\.?m\b\.?|A\.M\.|P\.M\.|hours|hrs)?|\d{1,2} ?(?:[ap]\.?m\b\.?|noon)"
_TIME_WORDS = re.compile(_TIME, re.IGNORECASE)
_MONTH = "|".join(MONTHS)
_DATE = (
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ?(?:the )?)?\d{{1,2}} ?(?:st|nd|rd"
    rf"|th)? ?(?:of )?(?:{_MONTH}),? ?\d{{4}}"
)
_DATE_WORDS = re.compile(_DATE, re.IGNORECASE)
_BODY = re.compile(
    r"(?P<body>(?:[A-Z][\w'.&-]*,?|and|of|for|the|with|a|&)(?: (?:[A-Z][\w'.&-]*,?|and|of|for|the"
    r"|&)){0,14} ?(?:Panel|Committee|Board|Authority|PANEL|COMMITTEE))\b"
)
_MINUTES_OF = re.compile(r"(?:DRAFT )?minutes of (?:a |the )?(?:\w+ )?meeting of (?:the )?", re.IGNORECASE)
_PLACE = re.compile(r"(?:(?:[A-Z]\w+ / )?(?:Venue|Place|Location|Held at|Lleoliad|VENUE|PLACE|LOCATION) ?:)\s?")
_DATE_LABEL = re.compile(r"(?:Date(?: and time)?|DATE|Dyddiad) ?:\s?")
_TIME_LABEL = re.compile(r"(?:Time|TIME|Start time|Amser) ?:\s?")
_CONTACT = re.compile(r"(?:Contact|Contact officer|Clerk|Enquiries|Officer contact)s? ?:", re.IGNORECASE)
_FULL_SENTENCE = re.compile(r"[A-Z\"'(\[].{25,}[.!?\])]$", re.DOTALL)
_FINITE = re.compile(r"\b(?:was|were|is|are|had|has|have|will|would|noted|welcomed|thanked|reported|declared|agreed)\b")
_FURNITURE_LABEL = re.compile(
    r"(?:Note|Media|Livestream|Webcast|Link|Website|Tel|Telephone|E-?mail|Quorum) ?:", re.IGNORECASE
)
_COLUMNS = (
    ("name", re.compile(r"(?:Name|Member|Attendee|Councillor)s?$", re.IGNORECASE)),
    ("role", re.compile(r"(?:Role|Position|Office|Capacity)$", re.IGNORECASE)),
    ("organisation", re.compile(r"(?:Authority|Council|Representing|Organisation|Body)$", re.IGNORECASE)),
    ("status", re.compile(r"(?:Status|Attendance|Present)$", re.IGNORECASE)),
)
_COUNCIL = re.compile(r"[\w' -]{2,60}(?:Council|Authority|Combined Authority|County|Borough|Panel|Committee)$")


class HeadReader:
    """Reads the blocks before the first item. `placed(kind, stretch)` enters pieces; `loose` holds the sentences."""

    def __init__(self, placed):
        self.placed = placed
        self.meeting = Meeting()
        self.loose: list[Block] = []
        self._waiting = ""
        self._status = ""
        self._columns: list[str] = []

    def read(self, blocks: list[Block]) -> Meeting | None:
        for block in blocks:
            self._block(block)
        meeting = self.meeting
        found = meeting.body or meeting.date_text or meeting.attendance or meeting.venue
        for one in meeting.attendance:
            if one.status == "present" and one.role and re.match(r"(?:Chair|Chairman|Chairperson)\b", one.role.text):
                meeting.chair = meeting.chair or one.name
        return meeting if found else None

    def _block(self, block: Block) -> None:
        text = block.text
        if block.kind:
            self.placed("chrome", block)
            return
        if self._waiting and not self._is_label(text):
            self._answer(block)
            return
        self._waiting = ""
        # A web page's own lines end the list of those present.
        if block.is_chrome:
            self._status = (
                "" if self._status and not re.match(r"attendance|public", text, re.IGNORECASE) else self._status
            )
            self.placed("chrome", block)
            return
        if self._row(block) or self._labelled(block):
            return
        if self._status or coded_entry(text):
            if coded_entry(text) or not _FINITE.search(text):
                if group_label(text) and not coded_entry(text):
                    self.meeting.labels.append(block.passage())
                    self.placed("attendance", block)
                else:
                    add_people(self.meeting, block, self._status or "present")
                    self.placed("attendance", block)
                return
            self._status = ""
        if self._body_or_date(block):
            return
        if _FULL_SENTENCE.match(text) and len(text.split()) >= 6:
            self.loose.append(block)
        elif group_label(text) and self.meeting.date_text:
            self.meeting.labels.append(block.passage())
            self.placed("attendance", block)
        elif _COUNCIL.match(text) or _CONTACT.match(text):
            self.placed("chrome", block)
        else:
            self.placed("unclassified", block)

    def _row(self, block: Block) -> bool:
        """A row of a table of those present: name, role, authority and status, in the order its first row gives."""
        typed = block.source.text[block.start : block.end]
        if "\t" not in typed:
            return False
        cells = [
            block.source.stretch(block.start + cell.start(), block.start + cell.end())
            for cell in re.finditer(r"[^\t]+", typed)
            if cell.group().strip()
        ]
        columns = [next((name for name, words in _COLUMNS if words.match(cell.text)), "") for cell in cells]
        if "name" in columns and ("role" in columns or "organisation" in columns):
            self._columns = columns
            self.meeting.labels.append(block.passage())
        elif len(cells) > 1 and self._columns and len(cells) <= len(self._columns):
            add_row(self.meeting, block, dict(zip(self._columns, cells, strict=False)))
        else:
            return False
        self.placed("attendance", block)
        return True

    def _is_label(self, text: str) -> bool:
        return (
            any(label.match(text) for label in (_PLACE, _DATE_LABEL, _TIME_LABEL)) or attendance_label(text) is not None
        )

    def _labelled(self, block: Block) -> bool:
        text = block.text
        for name, pattern in (("venue", _PLACE), ("date", _DATE_LABEL), ("time", _TIME_LABEL)):
            match = pattern.match(text)
            if match:
                self.placed("chrome", block.part(0, match.end()))
                self._status = ""
                rest = block.part(match.end())
                self._waiting = name
                if rest:
                    self._answer(rest)
                return True
        if _CONTACT.match(text) or _FURNITURE_LABEL.match(text):
            self.placed("chrome", block)
            return True
        label = attendance_label(text)
        if label:
            end, self._status = label
            self.meeting.labels.append(block.part(0, end).passage())
            self.placed("attendance", block.part(0, end))
            rest = block.part(end)
            if rest:
                add_people(self.meeting, rest, self._status)
                self.placed("attendance", rest)
            return True
        return False

    def _answer(self, stretch: Stretch) -> None:
        waiting, self._waiting = self._waiting, ""
        if waiting == "venue" and self.meeting.venue is None:
            self.meeting.venue = stretch.part(0, len(stretch.text.rstrip("."))).passage()
        elif waiting == "date" and self.meeting.date_text is None:
            match = _DATE_WORDS.search(stretch.text)
            self._date(stretch.part(*match.span()) if match else stretch)
            if match:
                self._time(stretch, match.end())
        elif waiting == "time" and self.meeting.time_text is None:
            self.meeting.time_text = stretch.passage()
        self.placed("meeting_head", stretch)

    def _date(self, stretch: Stretch) -> None:
        self.meeting.date_text = stretch.passage()
        self.meeting.date = iso_date(stretch.text)

    def _time(self, stretch: Stretch, begin: int) -> None:
        match = _TIME_WORDS.search(stretch.text[:600], begin)
        if match and self.meeting.time_text is None:
            self.meeting.time_text = stretch.part(*match.span()).passage()

    def _body_or_date(self, block: Block) -> bool:
        """A line with the body's name, the date, or both, and perhaps time and place after them."""
        text = block.text[:600]
        if len(block.text) > 600:
            return False
        lead = _MINUTES_OF.match(text)
        begin = lead.end() if lead else 0
        body = _BODY.match(text, begin)
        date = _DATE_WORDS.search(text, begin) or FULL_DATE.search(text, begin)
        if not body and not date:
            return False
        if date is None and (_FULL_SENTENCE.match(text) or body is None or len(text) > body.end() + 30):
            return False
        if date is not None and len(text) > 250:
            return False
        if body and self.meeting.body is None:
            self.meeting.body = block.part(*body.span("body")).passage()
        if date is not None and self.meeting.date_text is None:
            start = 0 if text[: date.start()].rstrip().endswith("/") and not body else date.start()
            self._date(block.part(start, date.end()))
            self._time(block, date.end())
            rest = text[date.end() :]
            place = re.match(r"(?:,| -| at| in) (?:the )?(?=[A-Z])", rest)
            if place and self.meeting.venue is None and not _TIME_WORDS.match(rest[place.end() :]):
                self.meeting.venue = block.part(date.end() + place.end()).passage()
        self.placed("meeting_head", block)
        return True
