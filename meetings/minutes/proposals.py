"""Decisions without a marker: sentences and lists that are offered to the clerk and never published by themselves."""

import re

from meetings.minutes.lines import Block

_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z\"'(])")
_DECISION = re.compile(
    r"""
      \b[Mm]inutes\b.{0,160}\b(?:were|was|be|had\ been)\ (?:then\ |duly\ |unanimously\ |also\ )?
        (?:agreed|approved|confirmed|accepted|taken\ as\ read|signed|received\ as)
    | ^(?:It\ was|IT\ WAS)\ (?:\w+\ ){0,2}?(?:agreed|AGREED|decided)\ (?:that|to)\b
    | ^(?:(?:Following|After|Having|On)\b[^.]{0,80}?\ )?
        (?:(?:[Tt]he\ )?(?:[A-Z]\w+\ ){0,5}(?:Panel|Committee|Members|PANEL)
        | [Tt]he\ (?:Joint\ |Scrutiny\ )?(?:Board|Sub-Committee|Forum))     # a board with a name is another body
        \ (?:then\ |also\ |unanimously\ |therefore\ )?
        (?:agreed|decided|resolved|noted|approved|endorsed|supported|recommended|voted|received\ and\ noted)\b
    | \b(?:was|were)\ (?:then\ |duly\ |unanimously\ |accordingly\ )?(?:re-?)?(?:appointed|elected)\b
    | ^(?:The\ )?(?:[a-z]+\ )?(?:report|update|presentation|minutes|plan|programme)s?\b.{0,80}\b(?:was|were)
        \ (?:noted|received|approved|endorsed)\.?$
    | ^(?:Agreed|AGREED|Noted|NOTED)\.?$
    """,
    re.VERBOSE,
)
_OLD = re.compile(
    r"\b(?:had|has|have) been\b|\bpreviously\b|\blast (?:year|meeting)\b|\bat (?:its|the) (?:previous|last) meeting\b"
)
_REPORTED = re.compile(r"\b(?:noted|agreed) (?:with|in principle by|a correction|how|the (?:concern|point|comment))")
_RECOMMENDS = re.compile(
    r"(?:The )?(?:[A-Z][\w,']*(?: and)? ){0,8}(?:Panel|Committee|Members) (?:recommends?"
    r"|recommended)(?: that)? ?(?::-|:|-)$"
)
_BARE_THAT = re.compile(r"That,? (?!is\b|was\b|said\b|has\b|had\b|would\b|will\b|could\b|meant\b)\S")
_SUBJUNCTIVE = re.compile(
    r"\b(?:be|include|send|write|provide|report|note|consider|continue|agree|approve|receive|publish"
    r"|circulate|attend|invite|ask|support|draft|carry|let|make|set|bring|hold|write)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|(?<!be )(?:said|asked|noted|thanked|stated|reported|explained)|would)\b")
# "the bodies which had received money", "the questions asked at the last meeting"
_RELATIVE = re.compile(r",? \b(?:which|who|whose|where)\b[^,;]*| (?:asked|reported|noted) (?:at|by|in|to) [^,;]*")
_LIMIT = 3000
_LONGEST_LIST = 40


def decision_sentence(text: str) -> tuple[int, int] | None:
    """Offsets of the sentence of a paragraph that tells a decision, or None."""
    begin = 0
    text = text[:_LIMIT]
    for cut in [*(match.end() for match in _SENTENCE.finditer(text)), len(text)]:
        sentence = text[begin:cut].strip()
        match = _DECISION.search(sentence)
        if match and match.group().endswith("noted") and sentence.endswith((":", "-")):
            return None  # "Members noted:" opens a list of what was said
        if match and not _OLD.search(sentence) and not _REPORTED.search(sentence) and not sentence.endswith("?"):
            return begin, begin + len(sentence)
        begin = cut
    return None


def is_bare_that(text: str) -> bool:
    """A paragraph "That ... be noted." with nothing before it."""
    return _BARE_THAT.match(text) is not None and _SUBJUNCTIVE.search(text[:600]) is not None


def recommends(text: str) -> bool:
    """ "The ... Panel recommends that -", before a list."""
    return len(text) < 160 and _RECOMMENDS.match(text) is not None


def lost_list_at(blocks: list[Block], at: int, last: int) -> bool:
    """Whether a lettered list begins here that ends the item and reads like parts of a decision.

    It does not follow a colon (then it would be points of the discussion), and its verbs are not in the past.
    """
    block = blocks[at]
    tag = block.tag
    if tag is None or tag.is_glyph or tag.is_decimal or not tag.begins() or at == 0:
        return False
    before = blocks[at - 1]
    if before.text.endswith((":", ":-", "-")) or before.tag is not None:
        return False
    if not 1 <= last - at < _LONGEST_LIST:
        return False
    listed = blocks[at : last + 1]
    if any(one.tag is None for one in listed if not one.kind):
        return False
    # What a relative clause tells is past all the same.
    told = [_RELATIVE.sub("", one.text) for one in listed]
    return not any(_PAST.search(words) for words in told) and any(_SUBJUNCTIVE.search(words) for words in told)
