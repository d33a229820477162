"""Since when something is overdue, as the database works it out, and an index by it."""

from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Greatest


class DayAfter(Func):
    """The beginning, in London, of the day after a date."""

    template = "((%(expressions)s + 1)::timestamp AT TIME ZONE 'Europe/London')"
    output_field = models.DateTimeField()


def overdue_since(due: str) -> Greatest:
    """Since when a row was overdue for those who could read it, from the column of its last day."""
    return Greatest(DayAfter(F(due)), F("published_at"))


def newest_overdue(name: str, due: str) -> models.Index:
    """For the rows whose last day was over last: where two thousand are overdue, fifty are told."""
    return models.Index(overdue_since(due).desc(), F("id").desc(), name=f"{name}_newest_overdue")
