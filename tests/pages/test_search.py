"""Search: what is found, how it is ordered and narrowed, and what is never found."""

import pytest

from panel_portal.pages.search import Asked, search
from tests import factories

pytestmark = pytest.mark.django_db


def test_item_is_found_by_a_word_of_its_title():
    meeting = factories.published_meeting(items=2)
    item = meeting.agenda_items.first()
    type(item).objects.filter(pk=item.pk).update(title="Speed cameras on rural roads")
    found = search(Asked("camera"))
    assert [(hit.kind, hit.page) for hit in found.hits] == [("item", item.pk)]
    assert found.facets["kind"] == {"item": 1}
