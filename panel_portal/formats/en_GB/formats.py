"""How days and times of day may be typed, as people here write them. The first of each is how they are shown again.

No names of weekdays: Python reads over a wrong one, and "Tuesday 15 March" of a year in which it is a Monday is a slip
that wants asking about.
"""

DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y"]
TIME_INPUT_FORMATS = [
    "%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%H.%M",
    "%I%p", "%I:%M%p", "%I.%M%p", "%I %p", "%I:%M %p", "%I.%M %p",
]  # fmt: skip
