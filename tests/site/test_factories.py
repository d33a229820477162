"""The factories themselves: what they make first is private, and what they say they reach is reached."""

import pytest

from meetings.models import Action, Meeting, Minutes
from panel_portal.records.publication import PublicRecord
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [name for name in factories.first.__all__ if name.endswith("Factory")])
def test_factory_called_plainly_makes_a_first_state(name):
    record = getattr(factories, name)()
    record.full_clean()
    if isinstance(record, PublicRecord):
        assert not record.is_public


def test_helpers_reach_what_they_say():
    assert factories.published_meeting().state == Meeting.State.AGENDA_PUBLISHED
    assert factories.held_meeting().state == Meeting.State.HELD
    assert factories.held_meeting_with_minutes(items=2).minutes.state == Minutes.State.PUBLISHED_AS_DRAFT
    assert factories.meeting_with_approved_minutes().minutes.state == Minutes.State.APPROVED
    assert factories.published_member().is_public
    assert factories.published_paper().files.get().is_public
    assert factories.published_action().reference == "A2026/001"
    assert factories.closed_action().state == Action.State.ACCEPTED
    assert not factories.exempt(factories.published_paper()).files.get().is_public
    assert not factories.withdrawn(factories.published_member()).is_public


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_database_after_real_transactions_is_as_migrated(time):
    """Twice, because the second one finds what the first one left."""
    assert not Meeting.objects.exists()
    assert factories.published_meeting().is_public
