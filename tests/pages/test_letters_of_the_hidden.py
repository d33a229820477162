"""No letter with news has a word of what is not public; and were one let through, it would be found."""

from datetime import timedelta

import pytest
from django.utils import timezone

from panel_portal.pages.follow import choices
from panel_portal.pages.follow.sending import tell
from panel_portal.pages.models import Subscription, Told
from panel_portal.records import publication
from tests import twins
from tests.pages.followers import HOUR, follower, letters

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
HIDDEN = (twins.DRAFT, twins.WITHDRAWN, twins.EXEMPT, twins.PRIVATE)


@pytest.fixture(scope="module")
def world(for_module):
    return twins.build()


def follow_the_world() -> None:
    """Everything that can be followed, in both rhythms."""
    for n, rhythm in enumerate(Subscription.Rhythm):
        for choice in choices.offered():
            follower(choice.value, rhythm=rhythm, since=timedelta(days=6), address=f"reader{n}@mail.example")


def hidden_words_told() -> list[str]:
    tell(timezone.now() + 2 * HOUR)
    tell(timezone.now() + timedelta(days=1))
    told = letters()
    assert len(told) >= 2
    assert Told.objects.filter(email__in=told).values("email", "news").distinct().count() > 30
    return [word for word in HIDDEN for one in told if word in f"{one.subject}{one.body}{one.stop_address}".lower()]


def test_no_letter_has_a_word_of_what_is_hidden(world, monkeypatch):
    monkeypatch.setattr("panel_portal.pages.follow.letters.MOST_TOLD", 10_000)
    monkeypatch.setattr("panel_portal.pages.follow.asking.MOST_LINKS_A_DAY", 1_000)
    follow_the_world()
    assert hidden_words_told() == []


def test_hidden_word_in_a_letter_would_be_found(world, monkeypatch):
    monkeypatch.setattr("panel_portal.pages.follow.letters.MOST_TOLD", 10_000)
    monkeypatch.setattr("panel_portal.pages.follow.asking.MOST_LINKS_A_DAY", 1_000)
    seen = [publication.Publication.PUBLISHED, publication.Publication.WITHDRAWN]
    monkeypatch.setitem(publication.SEEN, publication.Audience.PUBLIC, seen)
    follow_the_world()
    assert twins.WITHDRAWN in hidden_words_told()
