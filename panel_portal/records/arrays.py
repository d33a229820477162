"""What is asked of arrays."""

from django.db.models import BooleanField, Func


class IsAnyOf(Func):
    """That a column is one of the values of an array: `IsAnyOf(F("pk"), array)`. An array that a subquery makes is made
    first, and the rows are then looked up by it; as `__in`, the planner may begin with all rows instead."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()
