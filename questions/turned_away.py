"""What the panel did not put: numbers for the public, the words for its members. Names for neither.

The one place outside the doors from which something of unpublished questions reaches readers: that they were turned
away, how many and why, is public by decision (DEVELOPERS.md); what they said is read by members alone.
"""

from django.db.models import Count
from django.db.models.functions import ExtractYear

from questions import workflow
from questions.models import Question


def counted() -> dict:
    """How many questions were ever received, refused by ground and passed on by to whom, by year, latest first. Numbers
    alone: what was turned away is not public, that it was is."""
    received = Question.objects.exclude(state=Question.State.DISCARDED).order_by()
    years = {}
    for year, number in (
        received.annotate(year=ExtractYear("asked_on")).values_list("year").annotate(n=Count("pk")).order_by("-year")
    ):
        years[year] = {"year": year, "received": number, "refused": [], "redirected": [], "taken_back": 0}
    by_ground = received.filter(state=Question.State.REFUSED).annotate(year=ExtractYear("asked_on"))
    for year, ground, number in (
        by_ground.values_list("year", "ground__name").annotate(n=Count("pk")).order_by("-n", "ground__name")
    ):
        years[year]["refused"].append((ground, number))
    passed_on = received.filter(state=Question.State.REDIRECTED).annotate(year=ExtractYear("asked_on"))
    for year, to, number in (
        passed_on.values_list("year", "redirected_to").annotate(n=Count("pk")).order_by("-n", "redirected_to")
    ):
        years[year]["redirected"].append((to, number))
    for year, number in (
        received.filter(state=Question.State.TAKEN_BACK)
        .annotate(year=ExtractYear("asked_on"))
        .values_list("year")
        .annotate(n=Count("pk"))
    ):
        years[year]["taken_back"] = number
    for row in years.values():
        row["refused_total"] = sum(number for _, number in row["refused"])
        row["redirected_total"] = sum(number for _, number in row["redirected"])
    return {"years": list(years.values()), "received": sum(row["received"] for row in years.values())}


def for_members() -> list[dict]:
    """Each question that was refused or passed on, latest first, with its words as received while they are kept, the
    ground, and what whoever asked was told. Without the name."""
    questions = Question.objects.turned_away().select_related("ground", "submission").order_by("-ended_on", "-pk")
    told = _told(questions)
    return [
        {
            "question": question,
            "words": question.submission.parts if hasattr(question, "submission") else [],
            "told": told.get(question.pk, ""),
        }
        for question in questions
    ]


def _told(questions) -> dict[int, str]:
    """The note with which each was turned away last. One query."""
    events = Question.events.rel.related_model.objects
    verbs = [workflow.refuse.verb.label, workflow.redirect.verb.label]
    lines = events.filter(pgh_obj__in=questions.values("pk"), pgh_context__metadata__verb__in=verbs).order_by("pgh_id")
    return {key: context["note"] for key, context in lines.values_list("pgh_obj", "pgh_context__metadata")}
