"""How minutes say that somebody asks and somebody answers: labels, lines above a question, turns of phrase in prose."""

import re

ABOUT = re.compile(r"\bquestions?\b|\bpublic participation\b|\bpublic speaking\b|\bpublic question", re.IGNORECASE)

PERSON = r"(?:Councillor|Cllr|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Alderman|Deputy)\b\.? "
_PERSON_NAMED = rf"{PERSON}[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){{0,3}}"

QUESTION = re.compile(
    r"(?P<label>(?:Cwestiwn(?: \d{1,2})? / )?(?:Questions?(?: Posed)?|QUESTION|Q)(?: ?\(?\d{1,2}\)?)?"
    r"(?: (?:from|by|submitted by"
    r"|asked by) (?P<asker>[^:]{2,80})| ?[(\[](?P<named>[A-Z][^()\[\]:]{2,70})[)\]])?"
    r"(?: to (?P<to>[^:]{2,60}))? ?(?::-|:|(?<=\d)\.(?= )|(?<=Q)\.(?= )|(?<=Q )-|(?<=Q\d )-))"
    rf"(?: (?P<lead_in>\((?P<first>{_PERSON_NAMED})\))(?= ))?(?: |$)"
)
# "Question 3", "PQ 27/03", with who asks on the line below.
COUNTED = re.compile(r"(?:(?:Question|QUESTION|Q|PQ|MQ|WQ)(?: No\.?)? ?\d{1,3}(?:/\d{1,4})?)[.:]?$")
# "Overtime - asked by Councillor Umney", after the label of a question and above its words.
ABOUT_BY = re.compile(
    rf"(?:[^?:]{{2,90}}? -?,? ?)?(?:asked by|put by|from|by) (?P<asker>{_PERSON_NAMED})(?: \([^)]{{2,50}}\))?:?$"
)
# "Mr Hurrell: Why ...?" and "Commissioner: Because ...": the words of a meeting as they were spoken.
SPEAKER_ASKS = re.compile(rf"(?P<lead_in>(?P<asker>{_PERSON_NAMED}): )(?=.*\?$)")
SPEAKER = re.compile(
    r"(?P<label>(?P<by>(?:The )?(?:[A-Z][\w'-]*)(?:,? (?:(?:of|for|and|the|to) )*[A-Z][\w'-]*){0,6}):)(?: |$)"
)
# "Question 2 from Mrs ...", "Question from Cllr ... to the Commissioner": a line of its own, with no stop at its end.
HEADED = re.compile(
    r"(?:(?:Public|Written|Oral|Member'?s'?|Supplementary|Further|Another|Next|Final|Last|First|Second|Third|Fourth"
    r"|Fifth|Sixth) ){0,2}(?:[Qq]uestions?|QUESTION|Q)(?: ?(?:No\.? ?)?\(?(?:\d{4}/)?\d{1,3}\)?)?"
    r"(?: ?[-:])?(?: (?:from|by|put by|submitted by|asked by|received from) | - )"
    r"(?:the )?(?P<asker>[A-Z][^?:]{1,80}?)(?: to (?P<to>the [^:?]{2,60}))?:?$"
)
# "Question from: Mr ...", on a line of its own above "Question Posed:".
FROM = re.compile(
    r"(?:(?:Question|Asked|Submitted) (?:from|by|asked by|submitted by)|Questioner) ?: ?(?P<asker>[^?]{2,100})$"
)
# Lines of a label/value page that are neither question nor answer.
DETAIL = re.compile(
    r"(?:Panel Member|Question Date|(?:Response )?Date(?: of (?:[Qq]uestion|[Rr]esponse))?|Contact Officer|Author"
    r"|Position|(?:Question )?Reference|Telephone|E-?mail|Name|(?:Submitted|Asked|Posed) (?:on|by)"
    r"|Questioner)(?: ?:|$)",
    re.IGNORECASE,
)
ASKER_DETAIL = re.compile(
    r"(?P<whole>(?:Panel Member|(?:Submitted|Asked|Posed) by|Questioner) ?: ?(?P<asker>[^?]{2,100}))$",
    re.IGNORECASE,
)
# A member's name heads a list of subjects, each with its answer: "Councillor Keech" over "- Scooters - he replied ...".
MEMBER = re.compile(rf"(?P<asker>{PERSON}[A-Z][\w'. -]{{1,50}}?)(?: \([^)]{{2,40}}\))?:?$")
TOPIC = re.compile(r"(?P<topic>[A-Z\"'][^:?]{2,110}?)(?: -|:) (?P<answer>\S.*)$")
# "- Asked how ...", "- Scooters - she asked how ...": the question is told, and its answer in a sentence after it.
TOPIC_ASKED = re.compile(
    r"(?:(?:[Hh]e|[Ss]he|[Tt]hey) )?(?:(?:[Aa]lso|then) )?(?:[Aa]sked|[Ww]ished to know|[Ee]nquired)\b"
)
NO_ANSWER = re.compile(
    r"\bno (?:answer|response|reply) (?:was|could be|had been) (?:given|provided|received)\b|\bnot (?:be )?answered\b"
    r"|\b(?:answer|response|reply)\b[^.]{0,40}\b(?:is|was) (?:still )?awaited\b"
)
# "Reply by the Chair", on a line of its own; "The Commissioner responded:" before the words or above them.
ANSWERED_BY = re.compile(
    r"(?P<label>(?:(?:The )?(?:Written |Oral )?(?:Response|RESPONSE|Answer|ANSWER|Reply|REPLY)"
    r"(?: (?:to (?:the )?)?[Qq]uestion)?(?: ?\(?\d{1,2}\)?)? (?:from|by|of|given by) (?P<by>[^:.?]{2,80})"
    r"|(?:(?:Written|Oral|Supplementary|Further|Final) )?"
    r"(?:[Rr]esponse|RESPONSE|[Aa]nswer|ANSWER|[Rr]eply|REPLY|Ateb|Ymateb)))$"
    r"|(?P<dash>(?:(?:Further |Supplementary |Written )?"
    r"(?:[Rr]esponse|RESPONSE|[Aa]nswer|ANSWER|[Rr]eply|REPLY)|A)(?: ?\(?\d{1,2}\)?)? -)(?= )"
    r"|(?P<said>(?:In (?:reply|response|answer),? )?(?:[Tt]he )?(?P<who>[A-Z][\w']*(?:[ -](?:(?:of|for|and|the) )?"
    r"[A-Z][\w']*){0,6})(?:, [^,.:?]{2,60},)? (?:then )?(?:responded|replied|answered|RESPONDED|REPLIED)"
    r"(?: as follows| in writing)? ?(?::-|:))(?: |$)"
    r"|(?P<were>(?:The )?(?P<whose>[A-Z][\w']*(?: [A-Z][\w']*){0,5})'s? (?:answers?|repl(?:y|ies)|responses?)"
    r" (?:was|were)(?: as follows)? ?(?::-|:))(?: |$)"
)
RESPONSE = re.compile(
    r"(?P<label>(?:(?:The )?(?:[A-Z][\w']* (?:/ )?){0,4})?(?:written |oral |full )?"
    r"(?:Response|RESPONSE|Answer|ANSWER|Reply|A|response"
    r"|answer|reply)(?: ?\(?\d{1,2}\)?)?"
    r"(?: (?:from|by|of) (?P<by>[^:]{2,80}))? ?(?::-|:|(?<=\d)\.(?= )|(?<=^A)\.(?= )))(?: |$)"
)
LEAD_IN = re.compile(
    r"(?:The following|A further|A second|A|The|One|Another|The next|The first|The second"
    r"|The third|(?:Notice|Due notice) had been (?:given|received) of)\b[^.?]{0,40}\bquestions?\b[^.?]{0,60}?"
    r"\b(?:by|from) (?P<asker>(?!the (?:deadline|date|day|time|meeting|end|close)\b)[^:?]{2,100}?)"
    r"(?: to (?P<to>the [^:?]{2,60}))? ?(?::-|:|-|\.)?$"
)
# Somebody is named: "Asked by Mr Orr:", or "Mr Lark had sent in a second question:".
NAMES = re.compile(
    r"(?:(?:Asked|Put|Submitted|Sent in|Raised|Received) (?:by|from)|From|By)?:? ?(?:[A-Z][a-z]+ / )?"
    rf"(?P<asker>(?:{PERSON})?[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){{1,4}})"
    r"(?:,? [^.?:]{2,80})?(?<!\.):?$"
)
LONGEST_LINE = 120
# A line that names who asked whom, with the question below it: Mrs Shaw, who was away, asked the Chair.
# Any other line that names a question and whose it is: only right above what is clearly a question.
LOOSE_LEAD_IN = re.compile(
    r"[A-Z(\d][^.?:]{0,70}\b[Qq]uestions?\b[^.?:]{0,60}?\b(?:from|by|of)\b:? (?P<asker>[A-Z][^?:]{1,90}?)"
    r"(?:,? to (?P<to>the [^:?]{2,60}))? ?[.:-]?$"
)
NAMED_LEAD_IN = re.compile(
    r"(?P<asker>(?:(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame)\.? )?"
    r"[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,3})"
    r"(?:, [^,:?]{2,60},)? (?:had )?(?:then |also )?"
    r"(?:asked|(?:sent in|sent|submitted|put|tabled|handed in|given notice of|asked)"
    r" (?:this|the following|a|one|the) (?:written )?question)"
    r"(?:(?: (?:to|for|of))? (?P<to>[Tt]he [A-Z][^:?]{2,50}))? ?(?::-|:)$"
)
ASKED = re.compile(
    r"(?P<asker>(?:A member of the public|A resident(?: of [A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3})?"
    r"|(?:Cllr|Councillor|Mr|Mrs|Ms|Miss|Dr|Prof(?:essor)?|Sir|Dame|The Chair(?:man)?)?\.? ?"
    r"(?:[A-Z][\w'.-]*)?(?: [A-Z][\w'.-]*){0,3}))(?: \([^()?]{2,50}\))?"
    r"(?:,? (?:of|from) [A-Z][^,.?]{1,40})?(?:, [^,.?]{2,80})?,? (?:then "
    r"|also |further )?(?:asked|enquired|inquired|queried|(?:wished|wanted|sought|asked) to (?:know|hear|learn)"
    r"|sought (?:an assurance|assurance|clarification|confirmation|information))\b"
    r"(?! (?:a|as a) supplementary)"
    # "asked the Clerk to write": that is a request; of whoever is held to account it is a question all the same
    r"(?! (?:the )?(?!(?:Deputy |Police(?:,? Fire)? and Crime |Assistant )*(?:Commissioner|Mayor|Chief Constable"
    r"|Chief Fire Officer|Chair(?:man)?|Panel)\b)"
    r"[A-Z](?:(?! (?:what|how|why|whether|if|when|which|who|where|about|for)\b)[^.?,]){1,50}? to"
    r" (?!(?:explain|say|confirm|tell|clarify|outline|describe|comment|state|give|account|justify)\b)[a-z]+\b)"
)
SUPPLEMENTARY = re.compile(
    r"(?P<label>(?:[A-Z][\w'. -]{1,60} )?(?:asked|put|posed|raised) (?:as )?(?:a|the following|his|her"
    r"|their) (?:further )?supplementary(?: question)?(?: and asked|:)?"
    r"|(?:Cwestiwn atodol / )?(?:First |Second )?[Ss]upplementary(?: [Qq]uestion)?(?: (?:from|by) [^:]{2,60})?"
    r" ?(?::-|:|-|$)"
    r"|(?:Further|Follow-up) question ?(?::-|:|-|$)"
    rf"|{_PERSON_NAMED} \(supplementary\) ?:"
    rf"|{_PERSON_NAMED} (?:was (?:invited|allowed) to )?(?:put|asked) a"
    r" (?:further|second|follow-up)(?: question)? and asked"
    rf"|(?:His|Her|Their|A|The|{_PERSON_NAMED}'s?) (?:supplementary|follow-up|further|second)(?: question)?"
    rf"(?: (?:from|by) {_PERSON_NAMED})? was(?=,? (?:whether|if|when|how|what|why|who))"
    r"|(?:By way of|As|In|For|With) (?:(?:a|his|her|their) )?supplementary(?: question)?,? ?"
    r"(?:(?:[A-Z][\w'.-]* ){1,5}(?:then |also )?asked|(?:he|she|they) (?:then |also )?asked|asked)?"
    r"|[A-Z][\w'. -]{1,60} (?:then |also )?asked,? (?:by way of|as|in|for) (?:a|his|her|their) supplementary"
    r"(?: question)?,?"
    rf"|{_PERSON_NAMED}, (?:by way of|as|in|for) (?:a|his|her|their) supplementary(?: question)?,? asked)"
)
ANSWERED = re.compile(
    r"(?:\[ ?)?(?:In (?:reply|response|answer),? |(?:Replying|Answering|Responding)(?: to this)?,? )?"
    r"(?:[Tt]he )?(?P<by>(?:[A-Z][\w']*)(?:,? (?:(?:of|for"
    r"|and|the) )?[A-Z][\w']*){0,6}) (?:also |then )?"
    r"(?:replied|answered|responded|said|explained|advised|confirmed|stated|agreed|undertook|informed"
    r"|reported|thanked|told|assured|noted|referred|outlined|apologised|believed|thought|accepted|recalled|pointed|listed"
    r"|acknowledged|recognised|hoped|offered|promised|put|did|had|could|was)\b"
)
SENTENCES = re.compile(r"(?<=[.?]) (?=[A-Z])")
ANSWER_SENTENCE = re.compile(
    r"(?<=[.?]) (?=(?:In (?:reply|response|answer),? |(?:Replying|Answering|Responding)(?: to this)?,? )?"
    r"(?:[Tt]he )?(?:[A-Z][\w']* ?(?:of |for "
    r"|and )?){1,6}(?:of the [a-z]+ )?"
    r"(?:replied|answered|responded|explained|advised|confirmed|said|agreed t(?:o|hat)|put (?:it|the)|told|informed"
    r"|assured|stated|undertook|offered to|promised)\b)"
)
REFERRED = re.compile(
    r"\b(?:would|will|to) be (?:sent|referred|passed|forwarded) (?:on )?to the\b|\boperational (?:policing|matter)"
)
PROMISED_LATER = re.compile(
    r"\bwritten (?:response|reply|answer)\b.{0,60}\b(?:would|will|to) be\b|\bwould (?:be )?(?:provide"
    r"|sen[dt]).{0,40}\bwritten\b|\b(?:would|will) (?:reply|respond|write|answer)\b.{0,60}\bin writing\b"
    r"|\b(?:was|were) (?:not (?:able|present|at|there|in)|unable|absent)\b.{0,90}"
    r"\b(?:would|will) (?:reply|respond|write|answer)\b"
    r"|^(?:There being (?:no|nobody)|Nobody|No one|Time)\b.{0,160}"
    r"\b(?:would|will) (?:reply|respond|write|answer|send)\b"
)
SPEAKS = re.compile(r"\b(?:said|replied|answered|undertook|agreed|confirmed|explained|did not have)\b")
TO = re.compile(
    r"\basked (?:the )?(?P<asked>(?:Deputy |Assistant )?(?:Police(?:,? Fire)? and Crime )?Commissioner"
    r"|(?:Deputy |Assistant )?Chief (?:Constable|Executive|Fire Officer)|(?:Deputy )?Mayor|(?:Vice-)?Chair(?:man)?"
    r"|Panel|Clerk)\b"
    r"|\b(?:the|The) (?P<to>(?:Police(?:, Fire)? and Crime )?Commissioner|Chief Constable)\b"
)
# Somebody speaks who asks nothing: with that an answer before it is at its end.
STATEMENT = re.compile(
    rf"{_PERSON_NAMED}(?:, [^,.?]{{2,80}},)? (?:then |also )?"
    r"(?:made a (?:short |brief )?statement|addressed the|presented a petition|handed in|read out)\b"
)


ANSWER_INSIDE = re.compile(r"(?<=\?) (?P<label>(?:A|Answer|Reply|Response) ?(?:-|:|\.)) ")
LONGEST_QUESTION = 20
LONGEST_HEAD = 50
# "Mr Fludd said that he was obliged": whoever asked has the answer.
SAYS = re.compile(
    rf"(?P<who>{_PERSON_NAMED}) (?:then )?(?:said|thanked|was|remarked|observed|commented|welcomed|accepted|had no)\b"
)
# The chair speaks who was not asked.
CHAIR_SAYS = re.compile(r"(?:The )?(?:Vice-)?Chair(?:man|woman|person)?,? (?:then |also )?(?:[a-z]+ed|said)\b")
# "Mr Poe sent in this question: "Why ...?"", in one line.
QUOTED_HERE = re.compile(r"(?P<lead_in>[^\"?]{5,250}:) (?=\"[^\"]+\?\"?$)")
# A page of answers only: the questions stood somewhere else.
REPLY_TO = re.compile(
    rf"(?:(?:Written )?(?:Reply|Answer|Response)) (?:to|for) (?P<asker>{_PERSON_NAMED})[^?:]{{0,60}}:?$"
)
# "On behalf of Mr Laine, who was unwell, the Clerk asked how many ..."
BEHALF = re.compile(rf"(?:On|In) behalf of (?P<asker>{_PERSON_NAMED})[^.?]{{0,80}}? (?:asked|read)\b")
# With one of these something else begins.
NO_LONGER = re.compile(
    r"That\b(?! (?:was|is|would|had|has|could|will|depend\w*|being)\b)|(?:Moved|Proposed) by|ACTIONS?\b"
    r"|(?:The )?(?:Panel|Committee|Board) (?:noted|agreed|thanked)\b"
    r"|There being no |(?:The )?[Tt]ime (?:set aside |allowed |allotted )?(?:having|had|was|ran)\b"
    r"|(?:The )?(?:Vice-)?Chair(?:man|woman|person)?,? (?:then )?(?:thanked|closed|brought|moved"
    r"|remarked|drew|called|reminded|ended)\b|\(?(?:Laughter|Applause)\b"
    r"|There (?:was|were) (?:some )?(?:laughter|applause)"
    r"|The (?:meeting|Panel) (?:was |stood )?adjourned\b"
    r"|Question (?:No\.? ?)?\d{1,2}\.?$"
)
# "Ms Corrie then asked if ...": whoever asked asks again.
FOLLOW_UP = re.compile(r"(?P<label>(?:[A-Z][\w'.-]* ){1,4}(?:then|also|further) asked)\b")


# The name is no more than this of "Mrs Dace, who was away" and "Mr Okell of Sandling".
_NAME = re.compile(
    rf"(?:{PERSON}[A-Z][\w'-]*(?: (?:(?:de|la|le|van|von|der|ap|ab) )?[A-Z][\w'-]*){{0,4}}|Members)"
    r"(?=,| (?:of|from|and)\b| \(|$)"
)
# Without one of these no line leads in.
LEADING = ("uestion", "QUESTION", "sked", "Q", ":")


# "Members put these questions:", and below it they are only numbered.
MEMBERS_ASKED = re.compile(
    r"\b(?P<asker>Members)(?: of the (?:Panel|Committee|Board))? (?:then |also |had )*(?:asked|put|raised)\b"
    r"|\bquestions?\b[^.]{0,40} (?:by|from|of) (?P<of>Members)\b"
)


def name_in(text: str) -> int:
    """How many characters of what names an asker are the name."""
    match = _NAME.match(text)
    return match.end() if match else len(text)


# Any other line that ends in a colon and tells who asked: only right above what is clearly asked.
TELLS_WHO = re.compile(
    r"(?=[^?]{5,290}:-?$)(?=.*\b(?:asked|ask|questions?|submitted|put|enquired|wished|sent in|raised)\b)"
    rf"[^?]*?(?P<asker>{_PERSON_NAMED})"
)


def leads_in(text: str) -> re.Match | None:
    return HEADED.match(text) or LEAD_IN.match(text) or NAMED_LEAD_IN.match(text)


def answer_label(text: str) -> tuple[int, tuple[int, int] | None] | None:
    """Where the label of an answer ends that a paragraph begins with, and where in it whoever answers is named."""
    match = RESPONSE.match(text)
    if match and len(match["label"]) < 90:
        return match.end("label"), match.span("by") if match["by"] else None
    match = ANSWERED_BY.match(text)
    if not match:
        return None
    who = next((name for name in ("by", "who", "whose") if match[name]), None)
    label = next(name for name in ("label", "dash", "said", "were") if match[name])
    return match.end(label), match.span(who) if who else None
