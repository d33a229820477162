"""What the questions come to: counts in public, without a word of what was turned away or a name."""

from django.db.models import Count
from django.db.models.functions import ExtractYear

from questions.models import Question


def counts(questions) -> dict[str, int]:
    """How many of these wait, are overdue and were answered. Three counts."""
    return {
        "waiting": questions.awaiting().count(),
        "overdue": questions.overdue().count(),
        "answered": questions.answered().count(),
    }


def turned_away() -> dict:
    """How many questions were ever received, refused by ground and passed on by to whom, by year, latest first. Numbers
    alone: what was turned away is not public, that it was is."""
    received = Question.objects.order_by()
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
