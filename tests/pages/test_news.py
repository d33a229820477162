"""What happened in public."""

import pytest

from panel_portal.pages.news import news
from tests.site.test_queries import more

pytestmark = pytest.mark.django_db


def test_news_of_much_has_a_key_for_each_thing():
    more(2)
    told = news(most=500)
    assert len({one.key for one in told}) == len(told) > 30
