"""Which meetings the lists offer to choose from: the latest of those that occur, no more than one can look through."""

import re

import pytest
from django.test import Client

from meetings import filters
from tests import factories
from tests.amounts import many_actions, many_meetings

pytestmark = pytest.mark.django_db


def offered(page: str) -> list[str]:
    inside = re.search(r'<select[^>]*name="meeting".*?</select>', page, re.DOTALL)[0]
    return re.findall(r'<option value="([^"]+)"', inside)


def listed(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def meetings(monkeypatch):
    """Four at which something was asked, latest first, of which three are offered; and one at which nothing was."""
    monkeypatch.setattr(filters, "OFFERED", 3)
    meetings = sorted(many_meetings(5), key=lambda meeting: meeting.starts_at, reverse=True)
    asked_at = meetings[:4]
    many_actions(8, asked_at[0], [meeting.agenda_items.first() for meeting in asked_at])
    return meetings


def test_latest_are_offered_and_the_list_says_that_there_are_more(meetings):
    page = listed("/actions/?show=all")
    assert offered(page) == [meeting.slug for meeting in meetings[:3]]
    assert "The latest 3 are here." in page


def test_older_one_can_be_asked_for_and_then_stands_among_the_others(meetings):
    page = listed(f"/actions/?show=all&meeting={meetings[3].slug}")
    assert offered(page) == [meeting.slug for meeting in meetings[:4]]
    assert page.count("To send the figures") == 2


def test_meeting_at_which_nothing_was_asked_is_an_empty_list_and_a_hidden_one_no_choice(meetings):
    assert "govuk-error-message" not in listed(f"/actions/?show=all&meeting={meetings[4].slug}")
    hidden = factories.MeetingFactory(slug="2020-01-01")
    page = listed(f"/actions/?show=all&meeting={hidden.slug}")
    assert hidden.slug not in offered(page)
    assert "govuk-error-message" in page


def test_few_are_all_offered_without_a_word(meetings, monkeypatch):
    monkeypatch.setattr(filters, "OFFERED", 4)
    page = listed("/actions/?show=all")
    assert len(offered(page)) == 4
    assert "are here." not in page
