"""The revision of the public record, over every table there is: it moves with all that is public and nothing else."""

import pytest
from django.db import transaction

from panel_portal.records import revision
from tests import twins

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
# Their rows are written once and never changed: a trigger refuses every update.
WRITTEN_ONCE = {"correction"}


@pytest.fixture(scope="module")
def world(for_module):
    return twins.build()


def moves_it(record) -> bool:
    """Whether a change to the row of a record moves the revision. The change is taken back."""
    rows = type(record)._base_manager.filter(pk=record.pk)
    with transaction.atomic():
        before = revision.current()
        rows.update(version=7)
        after = revision.current()
        transaction.set_rollback(True)
    return after != before


@pytest.mark.parametrize("kind", [twins.DRAFT, twins.WITHDRAWN, twins.EXEMPT])
def test_change_to_any_hidden_record_is_not_visible_as_a_change(world, kind):
    tried = [record for record in world.hidden[kind] if record._meta.model_name not in WRITTEN_ONCE]
    assert len(tried) > 10
    assert [record for record in tried if moves_it(record)] == []


def test_change_to_a_row_of_every_table_that_the_public_sees_moves_it(world):
    found = [model.objects.public().order_by("pk").first() for model in twins.records()]
    tried = [record for record in found if record and record._meta.model_name not in WRITTEN_ONCE]
    assert len(tried) > 30
    assert [record for record in tried if not moves_it(record)] == []
