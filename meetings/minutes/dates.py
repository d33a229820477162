"""Dates and words of time, as written. A date is computed only from a day, a month and a year."""

import re
from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(MONTHS) + "|" + "|".join(month[:3] for month in MONTHS if month != "May") + "|Sept"
_DAY = r"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? ?)?(?:the )?)?"
FULL_DATE = re.compile(
    rf"(?P<day>\d{{1,2}}) ?(?:st|nd|rd|th)?(?: day)?(?: of)? ?(?P<month>{_MONTH}),? ?(?P<year>\d{{4}})(?!\d)"
    rf"|(?P<month_first>{_MONTH}) (?P<day_second>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year_last>\d{{4}})(?!\d)"
    r"|(?P<figures>(?<![\d/])\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d))"
)

_FULL = (
    rf"{_DAY}\d{{1,2}} ?(?:st|nd|rd|th)? ?(?:of )?(?:{_MONTH}),? ?\d{{4}}|(?<![\d/])\d{{1,2}}/\d{{1,2}}/\d{{4}}"
    rf"|(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
)
_PARTIAL = rf"{_DAY}\d{{1,2}} ?(?:st|nd|rd|th)? ?(?:of )?(?:{_MONTH})\b"
_MONTH_YEAR = rf"(?:early |late |mid-?)?(?:{_MONTH})(?: \d{{4}})?\b"
_SEASON = (
    r"(?:the )?(?:early |late |new )?(?:spring|summer|autumn|winter|new year|New Year|Spring|Summer"
    r"|Autumn|Winter)(?: of \d{4}| \d{4})?\b(?: (?:recess|holidays?|break|term)\b)?"
    r"(?! [A-Z]| (?:[a-z]+ )?(?:workshop|visit|seminar|hearing|conference|session)\b)"
)
_NUMBER = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|eighteen"
    r"|(?:twenty|thirty|forty|fifty|sixty|ninety)(?:-\w{3,5})?)"
)
_UNIT = r"(?:(?:clear |working |calendar )?(?:day|week|fortnight|month|year)s?(?:' time)?)"
_MEETING = (
    rf"(?:(?:(?:the|its|their|his|her|our|each|a|an) )?(?:(?:next|following|forthcoming|subsequent|future"
    rf"|annual|ordinary|{_MONTH}|spring|summer|autumn|winter"
    r"|scheduled|first|second|third|fourth|\d{4}|[Pp]anel|[Cc]ommittee|[Bb]oard|public|formal) ){1,5}meetings?\b"
    rf"(?: of (?:the|this) (?!Panel\b)(?:[A-Z][\w']* ?(?:and )?){{1,5}}"
    rf"| (?:of|in) (?:early |late )?(?:{_MONTH})(?: \d{{4}})?\b"
    r"| of \d{4}\b)?"
    rf"|(?:the )?meeting in (?:early |late )?(?:{_MONTH})(?: \d{{4}})?\b)"
)
_TAIL = (
    r"(?: or (?:as soon as (?:possible|practicable)|earlier|sooner|before)(?: (?:afterwards|thereafter|after that))?)?"
)
_WHEN = (
    r"(?:(?:the (?:following|next|coming) )?(?:Mon|Tues|Wednes|Thurs|Fri)day\b(?! ?,? ?\d)"
    rf"|{_FULL}|{_PARTIAL}|{_MEETING}|{_MONTH_YEAR}|{_SEASON})"
)
_EVENT = (
    r"(?:decisions?|purchases?|meetings?|votes?|changes?|roll-?out|implementation|hearing|consultation"
    r"|launch|visit|debate|review|workshop|seminar|session|conference|elections?)"
)
_OF_BODY = r"(?: (?:of|with) the (?:[A-Z][\w']* ?(?:and )?){1,5}(?<! ))"
_ON_DAY = rf"(?: (?:on|in) (?:{_FULL}|{_PARTIAL}|{_MONTH_YEAR}))"
# Each with the words it is known by kept: "by 1 May 2030", "within six weeks", but "next meeting" after "to the".
_DUE = (
    rf"(?<=meeting on )(?:{_FULL}|{_PARTIAL}){_TAIL}",
    r"(?:by|before|no later than|not later than|until|prior to|ahead of|in advance of|in time for"
    r"|following|after|on or before"
    rf"|by or before|from) (?:the (?:end|close|beginning|start|middle) of )?{_WHEN}{_TAIL}",
    r"(?:by|at|before|towards|until) the (?:end|close|beginning|start) of (?:the |this |next )?(?:[\w-]+ ){0,2}?"
    rf"(?:{_MONTH_YEAR}|year|month|week|quarter|term|day|summer|autumn|winter|spring)",
    rf"within (?:the (?:next|following|coming) |the )?{_NUMBER} {_UNIT}(?: of [^,.;:]{{1,40}})?",
    # "ten days before each meeting", "in the week after the meeting"
    rf"(?:(?:at least|no later than|not later than) )?(?:in the )?(?:{_NUMBER} )?(?:clear |working |calendar )*"
    r"(?:day|week|fortnight|month)s? (?:before|after|ahead of|following|of) "
    rf"(?:(?:the|each|every|any|this|that|its|their) (?:[\w'-]+ ){{0,3}}?(?:meetings?|{_EVENT})\b|{_MEETING})",
    rf"in (?:the (?:next|coming) )?{_NUMBER} {_UNIT}",
    rf"(?:in|within|during|over) (?:the|his|her|its|their) (?:first|next|coming|following) "
    rf"(?:{_NUMBER}|hundred|few|couple of) {_UNIT}",
    r"in (?:next|this) (?:year|month|quarter|autumn|spring)'s (?:[\w-]+ ){0,3}?(?:report|update|plan|budget|meeting)\b",
    r"(?<=that )the next (?:[\w-]+ ){0,2}?(?:report|update)\b",
    # "in his next yearly report": the report is the time
    r"in (?:the|its|their|his|her|your) (?:next|following|forthcoming|coming|annual|yearly|quarterly|monthly) "
    r"(?:[\w-]+ ){0,3}?(?:report|update|briefing|bulletin|newsletter|return|statement|paper|review)\b",
    rf"by (?:noon|midday|midnight|\d{{1,2}}(?:[.:]\d\d)? ?(?:[ap]\.?m\.?|o'clock)) on (?:{_FULL}|{_PARTIAL})",
    r"(?:once|twice) (?:a|each|every) (?:week|month|quarter|year)\b|from next (?:month|year|quarter)\b",
    r"the same (?:day|evening|week|afternoon)\b",
    r"(?:on |by )?the (?:next|following) (?:clear |working |calendar )?day\b",
    # "in time for the budget meeting in January", "prior to the meeting of the County Council on 19 February 2026"
    rf"(?:at|for|before|by|ahead of|in advance of|in time for|prior to) (?:the|their|its|his|her|our)"
    rf"(?: (?:(?!after\b|before\b|following\b)[\w'-]+ ){{1,3}}?(?:pre-)?meetings?\b{_OF_BODY}?{_ON_DAY}?"
    rf"| (?:pre-)?meetings?(?:{_OF_BODY}{_ON_DAY}?|{_ON_DAY}))",
    rf"(?:at|for) (?:the|their|its|his|her|our) (?:[\w'-]+ ){{0,3}}?"
    rf"(?:workshop|visit|seminar|away day|training day|summit|hearing|conference)\b{_ON_DAY}?",
    rf"(?:at|for) {_MEETING}",
    r"at the meeting after\b[^,.;:]{0,40}",
    rf"(?<=to the ){_MEETING}",
    rf"(?<=to ){_MEETING}",
    rf"(?<=attend the ){_MEETING}",
    rf"(?<=attend ){_MEETING}",
    rf"(?:later |early |earlier )?in (?:{_MONTH_YEAR}|{_SEASON}|the (?:first|second|third"
    rf"|fourth) quarter(?: of \d{{4}})?|\d{{4}}\b)",
    rf"(?<!meeting )on (?:{_FULL}|{_PARTIAL}|(?:the day|(?:Mon|Tues|Wednes|Thurs|Fri)day)(?: (?:it|they|he"
    rf"|she) (?:(?:is|are|was|were) )?\w+(?: it| them)?(?=[,.;]|$))?)",
    rf"(?<=to )(?:{_FULL}|(?:{_MONTH}|spring|summer|autumn|winter) \d{{4}})",
    r"with (?:the|his|her|its|their) next (?:[\w-]+ ){0,3}?(?:report|update|paper|bulletin|return)\b",
    r"that (?:same )?(?:day|week|month|afternoon|evening)(?=[.,;]|$)",
    # "a month beforehand", "without delay", "on receipt"
    rf"(?:at least |no later than |not later than )?{_NUMBER} {_UNIT} (?:beforehand|in advance|afterwards|later)\b",
    r"within the (?:day|week|fortnight|month|quarter|year|hour)\b",
    r"without (?:further )?delay|by return|on receipt(?: of [^,.;:()]{2,40})?",
    rf"at (?:the|his|her|its|their) (?:next|coming|forthcoming) (?:[\w-]+ ){{0,3}}?"
    rf"(?:forum|briefing|summit|{_EVENT})\b",
    rf"(?<=\bbe )(?:{_FULL}|(?:{_MONTH}) \d{{4}})",
    rf"(?:before|prior to|ahead of|in advance of|in time for|until) (?:any|a|the|its|their|his|her) "
    rf"(?:[\w'-]+ ){{0,6}}?{_EVENT}\b(?: (?:is|are|was|were) [^,.;:()]{{2,60}})?",
    r"(?:after|following|before) (?:the|this|today's|that) meeting\b",
    r"(?:by|before|after|until|at) (?:(?:Christmas|Easter)(?: \d{4})?|the new year|the New Year|the end of (?:the )?\w+"
    r"|today|tomorrow|then)\b",
    r"as soon as (?:possible|practicable|it is available|they are available)",
    r"in due course|next (?:time|week|month|year)\b"
    r"|(?<!in )(?<!for )(?:each|every) (?:month|quarter|year|summer|week)\b(?! of\b)",
    r"in the (?:following|coming|next) (?:week|month|year|quarter)\b",
    r"this (?:week|month|year|summer|autumn|winter|spring)\b|later (?:this|in the) (?:year|month)\b",
    r"(?:monthly|quarterly|annually|shortly|immediately)(?=[.,;]|$)",
)
DUE = re.compile(r"(?<![\w-])(?:" + "|".join(f"(?:{pattern})" for pattern in _DUE) + ")")
# A quick look for any word of time, before the long pattern is tried.
HINT = re.compile(
    r"\b(?:once|when|by|before|within|meetings?|in|on|after|until|prior|next|each|every|soon|shortly|from"
    r"|following|end|to|ahead|later|be|at|without|beforehand|as)\b"
)

# Of several words of time in one sentence these are the deadline; the others may be about something else.
# A clause of time ("once the sale is done"), when there are no plainer words.
_CLAUSE = re.compile(
    r"\b(?:once|(?<!confirm )(?<!say )(?<!explain )(?<!clarify )(?<!ask )when"
    r"|as soon as|after|following|before|until|prior to|during) (?!that\b|which\b"
    r"|doing\b)[^,.;:()\[\]]{3,70}(?=[,.;:)\]]| \(|$)"
)
_DEADLINE = re.compile(r"(?:by|before|within|no later|not later|on or before|in time|prior|until|ahead|in advance)\b")


# "a list of the engines which were off the run in 2026": when that was.
_TOLD_OF = re.compile(
    r"\b(?:which|who|that) (?:was|were|had)\b[^,.;(]{0,80}$"
    r"|(?<!\bbe )(?<!\bare )\b(?:used|made|held|given|taken|published|received|sent|spent|shown|issued|adopted) $"
)
_TO_MEETING = re.compile(
    r"\b(?:bring|report|submit|present|return)\b.* to (?:the|its|a|their) (?:[\w-]+ ){1,3}meeting$"
)


def due_in(text: str) -> tuple[int, int] | None:
    """Offsets of the words that say by when: a deadline before other words of time, and of several the last."""
    if not HINT.search(text):
        return None
    found = list(DUE.finditer(text))
    found = [one for one in found if _DEADLINE.match(one.group()) or not _TOLD_OF.search(text[: one.start()])]
    if not found:
        clause = _CLAUSE.search(text)
        return clause.span() if clause else None
    best = next((match for match in reversed(found) if _DEADLINE.match(match.group())), found[-1])
    if _TO_MEETING.search(text[: found[-1].end()]):
        # "bring a report on leavers within two years to the March meeting": the meeting is when.
        best = found[-1]
    start = best.start()
    # "to the next meeting": the article belongs to "to", not to the time.
    if text[start : start + 4] == "the " and text[:start].endswith(("to ", "attend ")):
        start += 4
    return start, best.end()


def iso_date(text: str) -> str | None:
    """The date in a text as YYYY-MM-DD, or None when there is no full and real date in it."""
    match = FULL_DATE.search(text)
    if not match:
        return None
    if match["figures"]:
        day, month, year = (int(part) for part in re.split(r"[/.]", match["figures"]))
    else:
        day = int(match["day"] or match["day_second"])
        name = (match["month"] or match["month_first"])[:3]
        month = 1 + next(index for index, known in enumerate(MONTHS) if known.startswith(name))
        year = int(match["year"] or match["year_last"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
