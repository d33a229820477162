"""What happened in public."""

from datetime import datetime, time, timedelta

import pytest

from meetings import workflow
from panel_portal.pages.news import news
from panel_portal.records.periods import LONDON, in_words, today
from tests import factories
from tests.site.test_queries import more

pytestmark = pytest.mark.django_db


def test_news_of_much_has_a_key_for_each_thing():
    more(2)
    told = news(most=500)
    assert len({one.key for one in told}) == len(told) > 30


def a_meeting_to_come(days=10, **details):
    starts_at = datetime.combine(today() + timedelta(days=days), time(14), tzinfo=LONDON)
    return factories.published_meeting(starts_at=starts_at, **details)


def test_meeting_moved_after_it_was_public_is_told_with_where_it_was():
    meeting = a_meeting_to_come()
    assert [one.what for one in news(what="moved")] == []
    was = meeting.day
    meeting.starts_at += timedelta(days=7)
    meeting.save()
    (moved,) = news(what="moved")
    assert in_words(meeting.day) in moved.text
    assert f"It was to begin on {in_words(was)}, 2pm, County Hall" in moved.text


def test_meeting_moved_while_it_was_a_draft_is_no_news():
    meeting = factories.MeetingFactory()
    meeting.starts_at += timedelta(days=7)
    meeting.save()
    workflow.announce(meeting, by=factories.a_clerk())
    assert [one.what for one in news()] == ["published"]


def test_old_meeting_put_right_is_no_news():
    meeting = factories.published_meeting()
    meeting.starts_at += timedelta(days=7)
    meeting.save()
    assert news(what="moved") == []
