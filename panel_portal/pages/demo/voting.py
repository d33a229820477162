"""Votes of the story that matter: a veto is measured by those in post, and the names that were called are kept."""

from meetings import votes
from meetings.models import Minute, Resolution
from panel_portal.pages.demo import shapes


def numbers(decided: shapes.Resolution, minute: Minute) -> dict:
    """The fields of a vote, as the clerk's form would fill them."""
    asked = zip(votes.NUMBERS.values(), decided.vote or (None, None, None), strict=True)
    answers = {**dict(asked), "veto_of": decided.veto_of, "names_taken": bool(decided.names)}
    votes.complete(answers, {}, votes.Chamber(minute.agenda_item, minute.minutes))
    return answers


def keep_names(resolution: Resolution, decided: shapes.Resolution, members: dict) -> None:
    ways = {members[slug].pk: way for way, slugs in decided.names for slug in slugs.split()}
    votes.record_names(resolution, ways)
