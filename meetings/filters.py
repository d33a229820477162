"""What the public lists can be narrowed by."""

import django_filters
from django.db.models.functions import ExtractYear

from meetings.models import Action, Body, Meeting, Office
from panel_portal.records.publication import RecordQuerySet


def years(rows: RecordQuerySet, column: str) -> list[tuple[str, str]]:
    """The years that occur in a list, latest first, as choices."""
    found = rows.order_by().annotate(year=ExtractYear(column)).values_list("year", flat=True).distinct()
    return [(str(year), str(year)) for year in sorted(filter(None, found), reverse=True)]


class MeetingFilter(django_filters.FilterSet):
    """Meetings by year, body and state."""

    year = django_filters.ChoiceFilter(field_name="starts_at__year", label="Year", empty_label="All years")
    body = django_filters.ModelChoiceFilter(
        queryset=Body.objects.public().prefetch_related("names"),
        label="Body",
        to_field_name="slug",
        empty_label="All bodies",
    )
    state = django_filters.ChoiceFilter(choices=Meeting.State.choices, label="State", empty_label="All states")

    class Meta:
        model = Meeting
        fields = ["year", "body", "state"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(Meeting.objects.public(), "starts_at")


class ActionFilter(django_filters.FilterSet):
    """Actions by state, owner, year of asking, and words."""

    SHOWN = [("open", "Not yet accepted"), ("overdue", "Overdue"), ("closed", "Closed"), ("all", "All")]

    show = django_filters.ChoiceFilter(choices=SHOWN, label="Show", method="narrow", empty_label=None)
    owner = django_filters.ModelChoiceFilter(
        field_name="owner_office",
        queryset=Office.objects.public().prefetch_related("titles"),
        to_field_name="slug",
        label="Asked of",
        empty_label="Anybody",
    )
    year = django_filters.ChoiceFilter(field_name="asked_on__year", label="Asked in", empty_label="Any year")
    words = django_filters.CharFilter(field_name="text", lookup_expr="icontains", label="Words", max_length=200)

    class Meta:
        model = Action
        fields = ["show", "owner", "year", "words"]

    def __init__(self, data=None, *args, **kwargs):
        # Without a choice the list is what people come for: what is still owed.
        data = (data.copy() if data is not None else {}) or {}
        if not data.get("show"):
            data["show"] = "open"
        super().__init__(data, *args, **kwargs)
        self.filters["year"].extra["choices"] = years(Action.objects.public(), "asked_on")

    def narrow(self, actions, name, shown):
        if shown == "overdue":
            return actions.overdue()
        if shown == "closed":
            return actions.closed()
        return actions if shown == "all" else actions.outstanding()
