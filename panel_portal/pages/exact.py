"""A reference typed into the search box leads straight to its record, where exactly one public record has it."""

import re

from meetings.models import Action, Minute
from panel_portal.records.references import folded, folded_number
from questions.models import Question
from reports.models import CommissionerResponse, CommissionersDecision, PanelReport

# "Q2026/017", "q2026-17", "A 2026 014"
REFERENCE = re.compile(r"([aqrc])\s*(20\d\d)\s*[-/\s]\s*(\d{1,6})", re.IGNORECASE)
# "Minute 29", "min. PCP 8/21"
MINUTE = re.compile(r"(?:minute|min\.?)\s+(?:number\s+|no\.?\s*)?(.{1,20})", re.IGNORECASE)
# Of the numbers a panel gives: with a figure, and a stroke, hyphen or letters; a bare "101" is a telephone number to
# most who type it, so that has to be "minute 101".
NUMBER = re.compile(r"(?=.*\d)(?=.*[-/a-z])[a-z0-9][-a-z0-9/.:_() ]{1,39}", re.IGNORECASE)
LONGEST = 40


def address_of(words: str) -> str:
    """The address of the one public record that is quoted by these words, or ""."""
    words = " ".join(words.split())
    if len(words) > LONGEST or not re.search(r"\d", words):
        return ""
    if found := REFERENCE.fullmatch(words):
        initial, year, number = found.groups()
        return _only(_referenced(initial.upper(), f"{initial.upper()}{year}/{int(number):03d}"))
    if found := MINUTE.fullmatch(words):
        return _only(_minutes(found[1]))
    if NUMBER.fullmatch(words):
        return _only([*_minutes(words), *_decisions(words)])
    return ""


def _only(records) -> str:
    records = list(records)
    return records[0] if len(records) == 1 else ""


def _referenced(initial: str, reference: str):
    model = {"A": Action, "Q": Question, "R": PanelReport, "C": CommissionerResponse}[initial]
    return [record.get_absolute_url() for record in model.objects.public().filter(reference=reference)[:2]]


def _minutes(number: str) -> list[str]:
    rows = Minute.objects.public().alias(folded=folded("number")).filter(folded=folded_number(number))
    return [f"{one.agenda_item.get_absolute_url()}#minute" for one in rows.select_related("agenda_item__meeting")[:2]]


def _decisions(number: str) -> list[str]:
    rows = CommissionersDecision.objects.public().alias(folded=folded("number"))
    return [one.get_absolute_url() for one in rows.filter(folded=folded_number(number))[:2]]
