"""Choices to narrow an admin list by, where a row is called by a dated name."""

from django.contrib import admin


class BodyChoices(admin.RelatedFieldListFilter):
    """Bodies by their names of today, all in two queries."""

    names = "names"

    def field_choices(self, field, request, model_admin):
        return [(row.pk, str(row)) for row in field.related_model.objects.prefetch_related(self.names)]


class LateActions(admin.SimpleListFilter):
    """Overdue actions: all, or those that the home page counts."""

    title = "overdue"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return [("yes", "All that are overdue"), ("quiet", "Overdue, and nobody is waiting for an answer")]

    def queryset(self, request, queryset):
        if self.value() == "quiet":
            return queryset.to_chase()
        return queryset.overdue() if self.value() == "yes" else queryset


class OfficeChoices(BodyChoices):
    """Offices by their titles of today."""

    names = "titles"
