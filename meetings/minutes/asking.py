"""How minutes say that somebody is to do something: who can be asked, the verbs, and the turns of phrase."""

import re

# Who can be asked: words in capitals joined by small ones ("Deputy Mayor for Safety"), or a plain noun of office.
CAPS = r"[A-Z][\w&/-]*(?:'s?(?= [A-Z]))?"
_TO = r"(?:(?<=Assistant )|(?<=Advis[eo]r )|(?<=Clerk )|(?<=Secretary ))to the"
JOIN = rf"(?:of the|of|for the|for|and the|and|{_TO}|&|in the)"
NOUN = (
    r"(?:(?:(?!(?:and|the|that|a|an|of|to|by|with|or|for|are|is|be)\b)[a-z]+ ){0,2}(?:working group"
    r"|task group|task and finish group|sub-group|group|panel|committee)"
    r"|(?:(?!(?:and|the|that|a|an|of|to|by|with|or|for|are|is|be|all)\b)[a-z]+ ){0,2}(?:officers?|members"
    r"|clerk|chair|chairman|chairperson|secretariat|force|monitoring officer|vice-chair))"
)
# Words in capitals only because a sentence begins with them.
OPENING = (
    r"(?!(?:That|To|This|These|Those|It|In|On|At|And|With|For|From|As|If|When|While|Any|No|The|A|An|There"
    r"|Following|He|She|They"
    r"|We|By|Of|All|Its|His|Her|Their|RESOLVED|Resolved)\b)"
)
OWNER = (
    rf"(?:{OPENING}{CAPS}(?:(?:,(?= Fire\b))? {CAPS}"
    rf"|(?:,? {CAPS})? {JOIN} {CAPS}){{0,7}}(?:'s? (?:office|team|officers))?"
    rf"(?: (?:working group|group|office|officers?|team|members|support officer|staff))?"
    rf"|{OPENING}{CAPS}(?: {CAPS})?'s? (?:[a-z]+ ){{0,2}}(?:officer|advis[eo]r|secretary|manager|solicitor|treasurer)"
    rf"|{NOUN})"
)
ARTICLE = r"(?:(?:[Tt]he|[Aa]n?|[Tt]heir|[Ii]ts|[Aa]ll|his|her) )?"
BASE = (
    r"(?:provide|write|send|report|bring|raise|prepare|circulate|submit|publish|supply|produce|share"
    r"|arrange|attend|respond"
    r"|reply|review|draw up|present|give|let|make|meet|contact|ensure|develop|update|add|speak|look"
    r"|undertake|investigate"
    r"|follow|explore|consult|convene|seek|take|return|come|draft|examine|set|complete|lead|confirm|issue"
    r"|monitor|inform"
    r"|tell|discuss|answer|raise|feed|forward|pass|work|liaise|collate|compile|obtain|find|pursue"
    r"|organise|establish|keep|urge"
    r"|include|consider|clarify|check|ask|invite|request|carry|amend|hold|visit|join|notify|advise"
    r"|finalise|lobby|commission"
    r"|show|place|record|explain|offer|refer|cover|set out|put|e-?mail|telephone|research|enquire|chase"
    r"|request|press|remind|brief|order|advertise|recruit|appoint|procure|purchase|install|repair|replace|remove"
    r"|restore|survey|audit|assess|evaluate|measure|compare|analyse|announce|translate|print|post|mail|display|upload"
    r"|nominate|reopen|resolve|settle|negotiate|recast|rewrite|redraft|reconsider|re-?examine|resubmit|reissue"
    r"|inspect|trace|identify|gather|collect|summarise|describe|outline|demonstrate"
    r"|finish|stage|launch|host|deliver|build|break down|spell out|append|approach|pilot|trial"
    r"|sign off|correct|revise|repeat|resend|visit|re-?circulate|distribute|alert)"
)
DONE = (
    r"(?:brought|provided|circulated|submitted|presented|sent|prepared|arranged|produced|shared|reported"
    r"|published|supplied"
    r"|issued|held|written|convened|added|drafted|updated|included|forwarded|given|made(?! up)|undertaken"
    r"|scheduled|set up|drawn up"
    r"|established|reviewed|organised|carried out|commissioned|obtained|sought|rescheduled|e-?mailed|distributed"
    r"|re-?circulated|fed back|followed up|placed|fixed|looked (?:at|into)|investigated|corrected"
    r"|checked|invited|asked|told|informed|notified|taken up|explored)"
)
ASKED = r"(?:asked|requested|instructed|required|urged|directed|invited|tasked|mandated|encouraged)"

# "the Commissioner be asked to ..."; "the Chief Constable be invited"
BE_ASKED = re.compile(
    rf"{ARTICLE}(?<![\w'])(?P<owner>{OWNER}|(?<=[Tt]he )(?:[a-z]+ ){{0,3}}[a-z]+(?= be (?:invited|asked|requested) to))"
    rf"(?P<verb> (?:also |formally |further )?(?:be|is"
    rf"|are) (?:also |formally |further )?{ASKED})\b"
)
# "asks the Policy Adviser to ..."
ASKS = re.compile(
    rf"\b(?:[Aa]sks?|[Rr]equests?|[Ii]nvites?|[Ii]nstructs?|[Rr]equires?|[Uu]rges?"
    rf"|[Tt]asks?|[Aa]uthorises?|[Dd]irects?|[Cc]alls? (?:up)?on) {ARTICLE}(?P<owner>{OWNER}) (?:to|for)\b"
)
# "requests that a briefing with the Chief Fire Officer ... be arranged"
REQUESTS_THAT = re.compile(r"(?:(?:The|the) \w+ )?\b(?:[Aa]sks?|[Rr]equests?) that\b(?P<clause>.{1,400})")
# "the Chair write to ..."; "Clerk to circulate ..."; "officers will provide ..."
SHALL = re.compile(
    rf"{ARTICLE}(?<![\w'])(?P<owner>{OWNER})(?:,? (?:in consultation|in discussion|together|jointly) with"
    r" [^,;]{3,90},|, (?:on behalf of|after|following|as|through|via|with) [^,;]{3,90},)?"
    rf"(?P<verb> (?:(?:also|then|further|again|jointly"
    rf"|now) )?(?:(?:to|will|would|shall|should|must) )?(?:also )?{BASE})\b(?!-)"
)
# "a further report on overtime be brought to ..."
BE_DONE = re.compile(
    rf"(?:(?:\b[Aa]n?|\b[Tt]he|\b[Tt]his|\b[Ff]urther|\b[Aa]ny) )(?:[\w'/-]+ ){{1,14}}?be (?:also )?{DONE}\b"
)
# "that the Commissioner be thanked and that he inform members"
HE_SHALL = re.compile(rf"\bthat (?P<owner>he|she|they) (?={BASE}\b)")
TO_DO = re.compile(rf"(?:To |to )?(?P<verb>{BASE.replace('(?:', '(?:', 1)})\b", re.IGNORECASE)
BY_WHOM = re.compile(rf"\b(?:by|on behalf of) the (?P<owner>{OWNER})")
WITH_WHOM = re.compile(rf"\b(?:with|from|by) (?:the )?(?P<owner>{OWNER})")

# The patterns above try every word for an owner; they are only tried where letters of their verb occur.
BE_ASKED_HINTS = (
    *("asked", "requested", "instructed", "required", "urged", "directed", "invited", "tasked", "mandated"),
    "encouraged",
)
ASKS_HINTS = (
    *("sk ", "sks ", "equest", "nvite", "nstruct", "equire", "rge ", "rges ", "uthorise", "irect", "all on "),
    *("alls on ", "all upon ", "alls upon "),
)
REQUESTS_THAT_HINTS = ("sk that", "sks that", "equest that", "equests that")
# Where a clause begins: a subject that is to do something stands there and nowhere else.
CLAUSE = re.compile(r"(?:^|\b[Tt]hat |\band |\bthen |[,;:-] ?)")

# Verbs that only sound like a task: the panel deciding, not somebody doing.
NOT_TASK = re.compile(r"(?:go|continue|note|agree|include in)\b")
NO_TASK = re.compile(r" (?:take|leave) the [Cc]hair\b")
NO_ACTION = re.compile(r"(?:that )?(?:to )?take no (?:further |formal )?action\b", re.IGNORECASE)
# To set up a group, to hold a meeting, to find something: the panel has done it with its decision.
DONE_WITH_IT = re.compile(
    r"\b(?:[Gg]roup|[Cc]ommittee|[Ff]orum|[Pp]arty)\b[^.;]{0,60}\bbe (?:set up|established)$"
    r"|to (?:find that|hold (?:the|its|a|an) [\w -]*meeting\b|note|confirm|consider|record)"
)
NOT_OWNER = re.compile(
    r"(?:That|To|This|These|Those|It|In|On|At|And|With|For|From|As|If|When|While|Any|No|Agenda|Report"
    r"|Minutes?|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|Section|Schedule|Act|Appendix"
    r"|Item|A|An|The|RESOLVED|Resolved"
    r"|There|Following|He|She|They|We|Reports?|Plan|Police|Crime"
    # The panel's own verb, at the beginning of a part.
    r"|Agrees|Notes|Requests|Asks|Supports|Approves|Endorses|Recommends|Resolves|Welcomes|Thanks|Accepts|Confirms)$"
)

# Prose. --------------------------------------------------------------------------------------------
HINTS = (
    *("would", "agreed", "undert", "committed", "offered", "promised", "asked", "requested", "will", "could be"),
    *(
        "awaited",
        "should",
        "urged",
        "volunteered",
        "pledged",
        " date should",
        " date would",
        " date to",
        " date be",
        " date was",
    ),
)
HINT = re.compile(rf"\(\d{{1,3}}\)\]?\.?$|(?:^|[.?!] )[^.]{{3,60}} to {BASE}\b")
# The patterns with an owner in them try every word; they are only tried where their verb occurs.
PROMISE_HINTS = (
    *("agreed", "undert", "committed to", "offered", "promised", "happy to", "willing to", "content to", "gave an"),
    *("accepted", "volunteered to", "pledged to"),
)
REQUEST_HINTS = ("asked", "requested", "urged", "invited", "tasked", " to ask ", " to invite ", " to request ")
REQUEST_HINTS += (" to urge ", " to instruct ")
SAID_HINTS = (
    *("said", "confirmed", "replied", "advised", "stated", "explained", "reported", "answered", "added", "indicated"),
    *("responded", "noted", "assured", "informed", "told"),
)
WAS_ASKED_HINT = re.compile(r"(?:was|were|be) (?:asked|requested|invited|tasked) (?:to|by)")
WOULD_HINT = re.compile(r"would |will |shall |could be|still awaited")
SENTENCE = re.compile(r"(?<=[.?!])['\")\]]? (?=[A-Z\[\"']|\((?!\d{1,3}\)))")
# "The partnership manager agreed to ...": an office in small letters, where the verb leaves no doubt.
_PLAIN = (
    r"(?!(?:and|but|the|that|an?|of|to|by|with|or|for|are|is|be|had|has|was|not|who|which|in|on|panel|committee)\b)"
    r"[a-z]+"
)
SMALL = rf"(?<=\b[Tt]he )(?:{_PLAIN} ){{0,3}}?{_PLAIN}"
PROMISED = re.compile(
    rf"{ARTICLE}(?<![\w'])(?P<owner>{OWNER}|[Hh]e|[Ss]he|[Tt]hey|{SMALL})(?:, [^,;.]{{3,60}},)?"
    r"(?P<verb> (?:also |then |further |kindly )?"
    r"(?:agreed to(?! (?:this|that|it|these|do so|the|an?)\b)|undert(?:ook|akes?) to|undertook that|committed to"
    r"|offered to|promised to|volunteered to|pledged to|(?:was|were) (?:happy|willing|content) to(?! (?:serve|stand)\b)"
    r"|gave an (?:undertaking|assurance|commitment) to"
    r"|gave an undertaking that|(?:accepted the point|agreed) and (?:offered|agreed|committed|promised|undertook) to"
    r"|agreed that (?:he|she|they|it|this|these|the) (?:[a-z]+ ){0,2}?would"
    r"|(?:promised|offered) (?:an?|the|that|members|councillors|him|her|them|(?:[A-Z][a-z]+ ){1,3}an?)))\b"
)
# "Mrs Salt asked that ..., and the Chief Fire Officer agreed to this": who agreed will do it.
AGREED_TO_THIS = re.compile(
    rf"(?:^|, and |; )(?:[Tt]he )?(?P<owner>{OWNER}) (?:agreed|undertook|accepted)"
    r"(?: to (?:this|that|it|do so)| this)?\.?$"
)
SAID = re.compile(
    rf"{ARTICLE}(?<![\w'])(?P<owner>{OWNER}|[Hh]e|[Ss]he)(?:, [^,;.]{{3,60}},)?"
    r" (?:also |then |further )?(?:said|confirmed"
    rf"|replied|advised|stated|explained|reported|answered|added|indicated|responded"
    r"|noted|assured \w+(?: \w+)?|informed (?:\w+ ){1,3}?|told (?:\w+ ){1,3}?)"
    r"(?:,? ?that\b|(?= (?:he|she|they|his|her|their|this|that|it|these|those|a|an|the) ))"
)
# "The Commissioner did not have the figure and said that ...": who speaks opens the sentence.
OPENING_SAID = re.compile(
    rf"^{ARTICLE}(?P<owner>{OWNER}|He|She|They) [^;]{{3,200}}?,? and (?:said|confirmed|advised|stated|explained|added"
    r"|replied|indicated|noted) that\b"
)
PRONOUN_WOULD = re.compile(
    rf"\b(?:he|she|they|his office|her office|their office) (?:would|will) (?:also |then |be happy to "
    rf"|be willing to )?(?:{BASE}|fix|book|host|name|hand|deliver|call|open|chase up|sort out|find out|go back)\b"
)
WOULD_BE = re.compile(
    r"\b(?:(?:would|will) (?:also |then |therefore )?be (?:circulated|sent|posted|mailed|provided"
    r"|shared|supplied|given|forwarded|issued|e-?mailed|distributed|brought|reported|fed back"
    r"|prepared|drawn up|submitted|presented|arranged|produced|followed up|looked (?:at|into)|re-?circulated|added"
    r"|investigated|checked|taken up|written"
    r"|convened|scheduled|updated|asked|contacted|raised with"
    r"|passed|forwarded|referred|placed on)"
    r"|could (?:also )?be (?:circulated|sent|provided|shared|supplied|given|brought|arranged))\b"
    r"|\b(?:would|will) follow\b"
    r"|\bis still awaited\b"
)
OWNER_WOULD = re.compile(
    rf"{ARTICLE}(?<![\w'])(?P<owner>{OWNER})(?:, who)? (?:would|will|shall) (?:also |then |now )?(?P<verb>{BASE})\b"
)
OWNER_WOULD_HINT = re.compile(rf"(?:would|will|shall) (?:also |then |now )?{BASE}\b")
# After "It was agreed that" whatever somebody would do is a task.
ANYTHING = re.compile(rf"{ARTICLE}(?<![\w'])(?P<owner>{OWNER}) (?:would|will|should) (?!be\b|not\b|have\b)[a-z]+\b")
ASKED_TO = re.compile(
    rf"\b(?:asked|requested|urged|invited) (?:that )?{ARTICLE}(?P<owner>{OWNER}|her|him|them) to\b"
    # to speak at once, and not later
    r"(?! (?:speak(?! to\b)|introduce|comment|begin|sum up|take the floor)\b)"
)
WAS_ASKED = re.compile(
    rf"{ARTICLE}(?<![\w'])(?P<owner>{OWNER}|^(?:He|She|They)),? (?:who )?(?:was|were|would be|will be) "
    r"(?:asked|requested|invited|tasked)(?: by [^,.;]{3,50}?)? to\b"
)
# "She would come back to the Panel": a sentence that opens with a pronoun reports a promise.
OPENING_WOULD = re.compile(
    rf"(?:^|(?<=; ))(?P<owner>[Hh]e|[Ss]he|[Tt]hey) would (?:also |then |now )?(?P<verb>{BASE})\b"
)
# "Officers to circulate the dates."
OPENING_TO = re.compile(rf"^{ARTICLE}(?P<owner>{OWNER}) to (?:also )?{BASE}\b")
# "Councillor Webb asked for the figures to be sent"
ASKED_FOR = re.compile(rf"\basked for (?:[\w'-]+ ){{1,12}}?to be (?:{DONE}|put|placed|added|taken)\b")
# "... did not have it but would obtain it": who would is who spoke.
AND_WOULD = re.compile(rf"\b(?:he|she|they) [^.;]{{3,140}}? (?:but|and) would (?:also |then )?{BASE}\b")
OPENING_AND_WOULD = re.compile(
    rf"^{ARTICLE}(?P<owner>{OWNER}) (?:(?! that )[^.;]){{3,140}}? (?:but|and) would (?:also |then )?{BASE}\b"
)
# "would be passed to the Chief Constable", "the Commissioner's future reports"
HANDED_ON = re.compile(r"(?:passed|forwarded|referred)$")
TO_WHOM = re.compile(rf"(?: on)? to (?:the )?(?P<owner>{OWNER})(?= |$|[,.])")
WHOSE_REPORT = re.compile(rf" (?:the )?(?P<owner>{OWNER})(?:'s|') (?:\w+ ){{0,2}}?(?:reports?|update|papers?)\b")
# "The Commissioner asked for the names and agreed to look into each": who agreed opens the sentence.
AND_AGREED = re.compile(
    rf"^{ARTICLE}(?P<owner>{OWNER}|He|She|They)(?: (?![A-Z])|, )"
    r"(?P<rest>[^;]{3,200}? (?:and|but) (?:agreed to|undertook to|offered to|promised to|committed to"
    r"|gave an (?:assurance|undertaking) (?:that|to)))\b"
)
# "The Board resolved to ask the Commissioner to attend ..."
RESOLVED_TO_ASK = re.compile(
    r"\b(?:resolved|agreed|decided|voted) (?:also |therefore |then )?to (?P<asks>(?:ask|invite|request|urge|instruct)"
    rf" {ARTICLE}(?P<owner>{OWNER}) to)\b"
)
ASKED_THAT = re.compile(r"\b(?:asked|requested) that\b")
AGREED_THAT = re.compile(
    r"(?:\b[Ii]t was (?:also |further |therefore )?agreed that|\b(?:Panel|Members|Committee) (?:also )?agreed that)\b"
)
# Somebody named as speaking or acting, to whom a later "he" or "she" goes back.
SPOKE = re.compile(
    rf"(?:^|(?<=[.?!] )|(?<=, )|(?<=\band )|(?<=\b[Tt]he ))(?:[Tt]he )?(?P<owner>{OWNER})(?:, [^,.]{{2,40}},)? "
    r"(?:[a-z]+ed|said|gave|thought|did|had|felt|told|spoke|knew|took|found|saw|made|set|put|went|could"
    r"|was (?:not )?(?:(?:un)?able|(?:un)?aware|(?:un)?sure|(?:un)?certain|content|happy|convinced))\b"
)
MOVE_DUE = re.compile(
    r"\b(?:the|its|their|this) (?:(?:due|target|completion) )?date (?:should|would|to|be"
    r"|was(?= (?:put|moved|changed|now|extended|brought|set back|revised)\b))\b.{1,80}"
)
REFERENCE = re.compile(r"\((?P<number>\d{1,3})\)\]?\.?$")
SUBORDINATE = re.compile(
    rf"^(?:As|Since|Because|While|Although) the (?P<owner>{OWNER}) (?:had|was|is|has|did not|could not|knew)\b"
)
# "As the Commissioner had come without the figure, she would write"
AND_SO_WOULD = re.compile(rf", (?:he|she|they) would (?:also |then |now )?{BASE}\b")
# "As it was for the Chief Constable it would be passed to him"
TO_HIM = re.compile(r"(?: on)? to (?:him|her|them)\b")
NAMED = re.compile(rf"\b[Tt]he (?P<owner>{OWNER})")
# After "asked that" any verb asks: "the Chief Executive break down the figures".
ASKED_ANYTHING = re.compile(
    rf" {ARTICLE}(?P<owner>{OWNER}) (?!(?:be|is|are|was|were|had|has|would|should|could|of|and|in|for|to|on|at|by"
    r"|with|or|who|which|that|not)\b)[a-z]+\b"
)
OLD = re.compile(r"\b(?:had|has|have|having|previously|was) (?:\w+ )?$")
RECURRING = re.compile(r"\bas (?:they|it) (?:arose|arises?)\b|\bas and when\b|\bif (?:required|necessary|needed)\b")
# "it was hoped that", "how it would be shared": nobody has said that it will be done.
NO_PROMISE = re.compile(
    r"\b[Ii]t was (?:confirmed|noted|explained|reported|hoped)\b|\b(?:how|whether|if|why|what|where|when"
    r"|which)\b[^,;.]{0,60}$"
)
# "The Clerk to the Panel" is a person.
BODY = re.compile(r"(?!.*\b(?:to|of|for) the )(?:.*\b)?(?:Panel|Committee|Members?|Board)$")
REACH = 1200
COMPARED = 60
PRONOUNS = ("he", "she", "they", "her", "him", "them")

LIST_HEADING = re.compile(
    r"(?:(?:Agreed |Summary of |List of |Further |New )?(?:ACTIONS?|[Aa]ctions?)(?: ?/ ?[Rr]equests?.{0,40}"
    r"| [Pp]oints?| [Aa]greed| [Aa]rising.{0,40}| [Rr]equired| for .{0,30}| to be taken)?"
    r"|Camau gweithredu(?: ?/ ?Actions?)?|Requests for (?:further )?information|Action arising from the minutes)"
    r"\s?(?::-|: ?-|:|-)?$"
)
LINE = re.compile(
    r"(?:\(|\[)?(?:(?:ACTIONS?|Actions?)(?: (?:[Pp]oint|[Nn]o\.?)?\s?\d{0,3})?|AP ?\d{1,3})"
    r"(?: ?\((?P<named>[A-Z][^()\[\]:]{2,70})\))? ?(?::-|:|-)\s?(?P<rest>.+)$"
)
ENTRY = re.compile(
    rf"(?:(?:[Tt]he|[Aa]n?|[Tt]heir|[Ii]ts|his|her) )?(?P<owner>(?:All )?{OWNER}|[A-Z]{{2,6}})"
    rf"(?: ?(?:-|:|/) ?(?!\d)| (?=to\b|will\b|would\b))"
)
# "Unison branch secretary to let the Panel have ..."
ENTRY_TO = re.compile(rf"(?P<owner>[A-Z][\w'&/-]*(?: (?!to\b|the\b|[a-z]+ed\b)[A-Za-z][\w'&/-]*){{0,5}}) to {BASE}\b")
# "... (Samir Dole, by 30 October 2026)", at the end of a line of action
IN_BRACKETS = re.compile(
    r"[(\[](?P<owner>[A-Z][^()\[\],]{2,60})(?:, ?(?P<due>[^()\[\]]{2,60}))?[)\]]"
    r"(?: ?-? ?(?:by|before|within|at|in|for)\b[^()\[\]]{2,60})?\.?$"
)
SLASH = re.compile(r"(?P<owner>[^/:]{2,60}?) ?/ ?(?P<due>[^/:]{2,60}?) ?:")
