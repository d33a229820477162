"""Deleting what was never published: a record entered by mistake goes, and what hangs from it goes with it."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models, transaction

from panel_portal.records import scheduling
from panel_portal.records.models import ScheduledVerb


def with_parts(record) -> list:
    """`record` and every row that hangs from it (`public_through`), however far."""
    found = [record]
    for row in found:
        for relation in row._meta.related_objects:
            if relation.field.name in getattr(relation.related_model, "public_through", ()):
                parts = relation.related_model._base_manager.filter(**{relation.field.name: row})
                found += [part for part in parts if part not in found]
    return found


def obstacles(record) -> list:
    """Why `record` cannot be deleted: parts of it that were published once, and other records that lead to it."""
    rows = with_parts(record)
    found = [row for row in rows if getattr(row, "published_at", None)]
    for row in rows:
        for relation in row._meta.related_objects:
            if relation.on_delete is models.PROTECT:
                leading = relation.related_model._base_manager.filter(**{relation.field.name: row})
                found += [other for other in leading if other not in rows and other not in found]
    return found


@transaction.atomic
def remove(record, *, by) -> int:
    """Delete `record` with its parts, and take back what was set for later; how many rows went.

    Raises ValidationError, and deletes nothing, when there are obstacles.
    """
    rows = with_parts(record)
    if found := obstacles(record):
        names = "; ".join(f"{row._meta.verbose_name} “{row}”" for row in found[:5])
        raise ValidationError(f"This cannot be deleted. It was published, or other records need it: {names}.")
    for row in _leaves_first(rows):
        for scheduled in ScheduledVerb.objects.for_record(row).unsettled():
            scheduling.cancel(scheduled, by=by)
        row.delete()
    return len(rows)


def _leaves_first(rows: list) -> Iterator:
    """Each row before those it points to."""
    while rows:
        pointed_to = {
            (field.related_model, getattr(row, field.attname))
            for row in rows
            for field in row._meta.concrete_fields
            if field.is_relation
        }
        leaves = [row for row in rows if (type(row), row.pk) not in pointed_to]
        yield from leaves
        rows = [row for row in rows if row not in leaves]
