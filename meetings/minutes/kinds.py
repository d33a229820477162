"""What kind of decision a part is, from its verbs."""

import re

# In the order of the words in the text, except that a plain request outranks what stands before it.
_PATTERNS = {
    "approve_minutes": r"\bminutes\b.{0,200}\b(?:approved|agreed|confirmed|signed|correct record|accurate record"
    r"|taken as read)"
    r"|\b(?:approve|agree|confirm|sign)\w*\b.{0,80}\bminutes\b|\bcofnodion\b"
    r"|\brecord of the (?:last |previous )?(?:meeting|proceedings)\b.{0,120}\b(?:approv|agre|confirm|sign)",
    "exclusion": r"\b(?:press and |press or )?public\b.{0,30}\bexclu|\bexclu\w+\b.{0,40}\bpublic\b|\bpublic interest\b"
    r"|\bpublic\b.{0,40}\b(?:shut out|asked to (?:leave|withdraw)|leave the (?:meeting|room))\b",
    "appointment": r"\b(?:re-?)?(?:elect|appoint|nominat|co-?opt)\w*\b",
    "invitation": r"\binvit\w+\b",
    "request": r"\b(?:be|is|are) (?:asked|requested|instructed|required|urged|directed)\b|\b(?:asks|requests)\b"
    r"|\bto request\b|\bgofyn i\b"
    r"|\b(?:write|provide|send|supply|circulate|bring|raise|publish|respond|prepare|submit|arrange)\b",
    "receiving": r"\breceiv(?:e|ed|es)\b|\bderbyn\b",
    "deferral": r"\b(?:defer|adjourn|postpon)\w*\b|\b(?:be|is|are) (?:put (?:off|back)|held over|carried over)\b",
    "veto": r"\b(?:be|is|are) vetoed\b|\bvetoes\b|\bto veto\b|\b(?:use|exercise)[sd]? (?:its|the) (?:power of )?veto\b",
    "support": r"\b(?:support(?:ed|s)?(?! (?:officer|staff|service|team|unit|group))|endors\w+)\b",
    "recommendation": r"\brecommend\w*\b",
    "thanks": r"\bthank\w*\b|\bcommend(?:s|ed)?\b",
    "finding": r"\b(?:findings?|finds|found|concluded|concludes|satisfied that|considers that|is of the (?:view"
    r"|opinion)|has no confidence|(?:has|have) the professional competence|personal independence"
    r"|standards of competence|is (?:not yet )?assured|is (?:very |deeply )?concerned|regrets?"
    r"|to find (?:that )?m(?:r|s|rs))\b",
    "noting": r"\bnote(?:s|d)?\b|\bnodi\b|\brecorded as\b|\bbe closed\b",
    "approval": r"\b(?:approv|agree|adopt|accept|confirm|authoris|delegat|increas|amend|cymeradwy)\w*\b|\bbe (?:raised"
    r"|reduced|set|held|kept|left|met|extended|placed|put towards|as (?:shown|set out))\b|\bremain\b"
    r"|\bmeet (?:\w+ times|on)\b",
}
# What a text must hold for the pattern of a kind to be worth trying: letters are looked for many times quicker. Where
# nothing stands the pattern is always tried.
_HINTS = {
    "approve_minutes": ("minutes", "cofnodion", "record of the "),
    "exclusion": ("public",),
    "appointment": ("elect", "appoint", "nominat", "opt"),
    "invitation": ("invit",),
    "receiving": ("receiv", "derbyn"),
    "deferral": ("defer", "adjourn", "postpon", " put ", "held over", "carried over"),
    "veto": ("veto",),
    "support": ("support", "endors"),
    "recommendation": ("recommend",),
    "thanks": ("thank", "commend"),
    "finding": (
        *("find", "found", "conclude", "satisfied that", "considers that", "is of the ", "confidence", "competence"),
        *("independence", "assured", "concerned", "regret"),
    ),
    "noting": ("note", "nodi", "recorded as", "be closed"),
    "approval": (
        *("approv", "agree", "adopt", "accept", "confirm", "authoris", "delegat", "increas", "amend"),
        *("cymeradwy", "be raised", "be reduced", "be set", "be held", "be kept", "be left", "be met", "be extended"),
        *("be placed", "be put", "be as ", "remain", "meet "),
    ),
}
# Asked of small letters: a pattern that takes both is several times slower.
_COMPILED = {kind: (_HINTS.get(kind, ("",)), re.compile(pattern)) for kind, pattern in _PATTERNS.items()}
# "It was agreed that the Clerk would write": somebody is to do something, and nothing is approved.
_AGREED_THAT_ONE_WOULD = re.compile(r"\bagreed that (?:[\w'-]+ ){1,6}?would (?!be\b|have\b)")
_PLAIN_REQUEST = re.compile(r"\b(?:be|is|are) (?:asked|requested|instructed|urged)\b")
_REACH = 1500


def kinds_of(text: str, stem: str = "") -> tuple[str, list[str]]:
    """(kind, kinds): the kind a part is shown under and all that apply, in the order of the words."""
    words = f"{stem} {text}"[:_REACH].lower()
    places = {}
    for kind, (hints, pattern) in _COMPILED.items():
        for hint in hints:
            if hint in words:
                match = pattern.search(words)
                if match:
                    places[kind] = match.start()
                break
    # "agreed as a correct record" is an approval of minutes and nothing else; "note" as a noun is no noting.
    if "approve_minutes" in places:
        for implied in ("approval", "receiving", "finding"):
            places.pop(implied, None)
    if "noting" in places and re.match(r"(?:a|the) $", words[max(0, places["noting"] - 4) : places["noting"]][-4:]):
        places.pop("noting")
    if "approval" in places and _AGREED_THAT_ONE_WOULD.search(words):
        places["request"] = min(places.pop("approval"), places.get("request", _REACH))
    kinds = sorted(places, key=places.__getitem__)
    if not kinds:
        return "other", ["other"]
    shown = kinds[0]
    if shown == "noting" and places[shown] <= len(stem) + 1:
        return shown, kinds  # "Notes that ...": the verb itself comes first
    if shown == "noting" and "request" in kinds and _PLAIN_REQUEST.search(words):
        shown = "request"
    for outranks in ("invitation", "appointment", "support", "exclusion", "veto", "approve_minutes"):
        if outranks in kinds:
            shown = outranks
    # "recommends that she be appointed": the panel recommends, another body appoints.
    if "recommendation" in kinds and shown == "appointment" and places["recommendation"] < places["appointment"]:
        shown = "recommendation"
    return shown, kinds


def kind_of_marker(marker: str) -> str:
    """The kind of a part whose own words do not tell, from the word before it: NOTED, AGREED, RECOMMENDED."""
    words = marker.lower()
    return next((kind for word, kind in _MARKERS.items() if word in words), "other")


_MARKERS = {"noted": "noting", "agreed": "approval", "recommended": "recommendation"}
