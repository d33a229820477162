"""Page furniture and the fixed labels of a page: what a web page or a word processor adds around the text."""

import re

# Labels that stand alone on a line, or (in a flattened table) inside one.
PAGE_LABEL = re.compile(
    r"(?P<label>(?:Additional|Supporting|Related|Background) (?:documents|papers)|(?:Draft )?Minutes|Decisions?"
    r"|Cofnodion|Penderfyniad(?:au)?|Dogfennau (?:ychwanegol|ategol)) ?:(?![-\w])",
    re.IGNORECASE,
)
# After one of these come names of files, up to the next item.
DOCUMENTS_LABEL = re.compile(r"(?:Supporting|Related|Background) (?:documents|papers)|Dogfennau ategol", re.IGNORECASE)
MINUTES_LABEL = re.compile(r"(?:Draft )?Minutes|Cofnodion", re.IGNORECASE)
DECISION_LABEL = re.compile(r"Decision|Penderfyniad", re.IGNORECASE)

# A file's size after a title, as committee systems print it.
FILE_SIZE = re.compile(
    r"(?:\(?Pages? \d+(?: ?- ?\d+)?\)? ?)?(?:pdf icon |PDF icon )(?:[^\n]{0,80}? )?(?:PDF|DOC|DOCX"
    r"|Word) ?[\d.,]+ ?[KMG]B"
    r"|\(?PDF,? [\d.,]+ ?[KMG]B\)?$|\(Pages? \d+(?: ?- ?\d+)?\)$"
)

# Whole lines that are furniture wherever they stand.
CHROME_LINE = re.compile(
    r"""(?:
      agenda\ items?(?:\ (?:no\.?|number))?:?(?:\ ?\d+[a-z]?)?\.?      # heads a single item
    | (?:printed\ |public\ )?(?:draft\ |agenda\ and\ |agenda\ and\ draft\ )?(?:minutes|agenda)
        (?:\ (?:pdf|pack|frontsheet).{0,60})?
    | meeting\ documents | councillors\ and\ committees | council\ and\ democracy | committee\ details
    | items? | no\.? | no\.?\ ?\|?\ ?item | item\ ?no\.? | item\ description\ decision | item\ ?preamble | preamble
    | attendance\ details | attendance | public | media | webcast | documents | home | search | menu | back\ to\ top
    | \W?\ ?share\ this\ (?:item|page) | view\ directions | view\ the\ full\ minutes\ text\ for\ item\ .{1,40}
    | view\ the\ .{1,60}\ (?:agenda|minutes) | skip\ to\ (?:main\ )?content | print\ this\ page | bookmark\ this\ page
    | home\ >\ .{1,160}
    | rss\ feed | subscribe\ to\ updates.{0,60} | sign\ in | contact\ us | accessibility | privacy(?:\ policy)?
    | (?:accept|reject|manage|choose)\ (?:all\ |additional\ |analytics?\ |analytical\ )?cookies?.{0,90}
    | accept\ all\ .{0,60}
    | cookies?(?:\ (?:on|policy|settings)\b.{0,60})? | our\ use\ of\ cookies
    | (?:this|the)\ (?:web\ ?)?site\ (?:sets|uses)\ .{0,60}cookies.{0,200}
    | we\ (?:use|would\ like\ to\ use|have\ placed)\ .{0,80}cookies.{0,400}
    | to\ agree\ to\ our\ use\ of\ .{0,40}cookies.{0,200}
    | (?:nothing|no\ results?)\ (?:was\ |were\ )?found.{0,60}
    | there\ are\ no\ results\ that\ match.{0,60}
    | quickly\ exit\ this\ site.{0,80} | thanks\ for\ trying\ the\ 'beta'.{0,200}
    | (?:page|sheet)\ \d+
    | -\ ?\d+\ ?- | \[?page\ break\]?
    | [a-z]:\\[^\s].{0,200} | \\\\[\w.-]+\\.{0,200}                     # where a word processor kept the file
    | [\w/\\ .-]{1,120}\.docx?
    | note:?\ (?:these\ minutes\ are\ )?(?:in\ )?draft\b.{0,100}
    | (?:these\ )?minutes\ (?:are\ )?(?:in\ )?draft\ (?:until|subject)\b.{0,100}
    | \(?\d\d?:\d\d(?::\d\d)?\ (?:on\ (?:the\ )?)?(?:recording|webcast)\)?  # place in a recording
    | \d\d?[.:]\d\d\ ?[ap]\.?m\.?\ (?:to|-)\ \d\d?[.:]\d\d\ ?[ap]\.?m\.?
    )\.?$""",
    re.IGNORECASE | re.VERBOSE,
)
# "Marl PCP - confirmed minutes - sheet 1 of 3"
PAGE_OF = re.compile(r"(?:.{0,80}[ \W])?(?:page|sheet) \d+ of \d+$", re.IGNORECASE)
_LONGEST = 450
# The line that heads one item on a page of its own.
ITEM_PAGE = re.compile(r"(?:agenda item(?: details)?|issue(?: details)?)$", re.IGNORECASE)

# Fixed lines of the agenda beside a title.
REPORT_AUTHOR = re.compile(
    r"(?:(?:Joint |Verbal |Oral |Written )?(?:[Rr]eport|[Uu]pdate|[Pp]resentation|[Bb]riefing) (?:of|by|from) "
    r"|Lead (?:officer|member)s?:|Report author:|Author:|Presented by:?|Presenting officer:)",
)
AGENDA_LINE = re.compile(
    r"""(?: Guide\ time\b | Contact(?:\ officer)?: | Lead\ officer: | Wards?\ affected: | Time(?:\ allowed)?:
    | To\ (?:receive|consider|elect|appoint|agree|approve|note|confirm|decide|sign|hear|take|be\ |review|discuss|answer
        |scrutinise|deal|determine|endorse|ask|adopt|invite|disclose|declare|report|make|fix|set|authorise|ratify)
    | (?:The\ )?(?:[A-Z]\w+\ ){0,6}(?:Panel|Committee|Members?|Sub-Committee|Board|Authority)\ (?:is|are)
        \ (?:asked|recommended|invited|requested)\b
    | Members\ (?:are|will\ be)\ | (?:It\ is\ )?(?:R|r)ecommend(?:ed|ation)s?:?
    | This\ (?:report|item|paper)\ (?!was\b|had\b)
    | (?:The\ )?attached\ report\b | (?:Report|Papers?)\ (?:attached|to\ follow)\b | Anyone\ wishing\b
    | Questions?\ (?:must|should|may)\b | A\ question\ (?:must|should|may)\b
    | (?:A\ )?(?:copy|copies)\ of\ .{1,80}\ (?:is|are)\ attached )""",
    re.VERBOSE,
)
# "The Panel is recommended to:": a list below it is the agenda's, however much it looks like a decision.
RECOMMENDED_TO = re.compile(
    r"\b(?:is|are) (?:recommended|asked|invited|requested)\b|^Recommendations?\b", re.IGNORECASE
)

# Lines that open something of their own, so that they never continue the line above.
OPENER = re.compile(
    r"""(?: (?:It\ was\ )?(?:UNANIMOUSLY\ )?(?:RESOLVED|Resolved|AGREED|RECOMMENDED|NOTED|DECISION|PENDERFYNWYD)
    | (?:ACTIONS?|Actions?)\b.{0,40}: | (?:Supplementary\ )?(?:Question|Response|Answer|Reply|Q|A)(?:\ \d+)?\ ?:
    | (?:For|Against|Abstain(?:ed|ing)?|Abstentions?)\b.{0,40}\(\d+\) | (?:Motion|Amendment)\ (?:not\ )?[Cc]arried
    | (?:Moved|Proposed)\ by | Agenda\ [Ii]tem | pdf\ icon | \[ )""",
    re.VERBOSE,
)


def is_chrome(text: str) -> bool:
    """Whether a whole line is furniture."""
    if len(text) >= _LONGEST:
        return False
    if text[-1:].isdigit() and PAGE_OF.match(text):
        return True
    return _may_be_chrome(text) and CHROME_LINE.match(text) is not None


# Words with which such lines begin: of most others it is known at once that they are none.
_FIRST_WORDS = frozenset(
    """
    accept accessibility agenda attendance back bookmark choose committee contact cookie cookies council councillors
    document documents draft home item itemno itempreamble items manage media meeting menu minutes no note nothing our
    page preamble print printed privacy public quickly reject rss search share sheet sign skip subscribe thanks the
    there these this to view we webcast
    """.split()  # noqa: SIM905 - sixty words are read more easily than sixty strings
)


def _may_be_chrome(text: str) -> bool:
    first = text.split(" ", 1)[0].lower().rstrip(".:?|")
    return first in _FIRST_WORDS or not first.isalpha() or text.rstrip(".").lower().endswith((".doc", ".docx"))
