"""A clerk enters a meeting: what stands there already, and how a day and a time may be typed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from meetings.models import Meeting
from tests import factories
from tests.meetings.pages import errors_by_field, typed

pytestmark = pytest.mark.django_db
ADD = "admin:meetings_meeting_add"


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def enter(desk, **changes):
    """A new meeting of the panel with these fields typed into the page as it opens."""
    factories.the_panel()
    sent = {**typed(desk.get(reverse(ADD))), "body": factories.the_panel().pk, "starts_at_1": "14:00", **changes}
    return desk.post(reverse(ADD), sent)


@pytest.mark.parametrize(
    "day", ["15/03/2027", "15/3/27", "15.3.2027", "15-03-2027", "15 March 2027", "15 mar 2027", "2027-03-15"]
)
def test_day_is_taken_however_people_write_it(desk, day):
    enter(desk, starts_at_0=day)
    assert Meeting.objects.get().day.isoformat() == "2027-03-15"


@pytest.mark.parametrize("time", ["14:30", "14.30", "2.30pm", "2:30 PM", "02:30pm", "14:30:00"])
def test_time_of_day_is_taken_however_people_write_it(desk, time):
    enter(desk, starts_at_0="15 March 2027", starts_at_1=time)
    assert Meeting.objects.get().starts_at == datetime(2027, 3, 15, 14, 30, tzinfo=UTC)


def test_what_is_no_day_and_no_time_is_refused_with_how_to_write_them(desk):
    answer = enter(desk, starts_at_0="Tuesday 15 March 2027", starts_at_1="after lunch")
    assert errors_by_field(answer)["starts_at"] == [
        "Enter a day that exists, as 15/3/2027 or 15 March 2027.",
        "Enter a time of day, as 14:30 or 2.30pm.",
    ]
    assert typed(answer)["starts_at_0"] == "Tuesday 15 March 2027"


def test_end_without_a_day_is_on_the_day_of_the_beginning(desk):
    enter(desk, starts_at_0="15 March 2027", ends_at_1="4pm")
    assert Meeting.objects.get().ends_at == datetime(2027, 3, 15, 16, 0, tzinfo=UTC)


def test_end_without_a_day_says_nothing_more_than_the_wrong_beginning(desk):
    answer = enter(desk, starts_at_0="31 February 2027", ends_at_1="4pm")
    assert list(errors_by_field(answer)) == ["starts_at"]
    assert typed(answer)["ends_at_1"] == "4pm"
    assert typed(answer)["ends_at_0"] == ""


def test_end_before_the_beginning_is_still_refused(desk):
    answer = enter(desk, starts_at_0="15 March 2027", ends_at_1="1pm")
    assert "The meeting ends before it starts." in errors_by_field(answer)["ends_at"][0]


def test_new_meeting_is_where_the_panel_met_last(desk):
    contact = factories.ContactFactory()
    panel = factories.the_panel()
    for year, place in ((2019, "The old hall"), (2021, "County Hall")):
        factories.MeetingFactory(
            body=panel, starts_at=datetime(year, 1, 8, 10, tzinfo=UTC), place=place, contact=contact
        )
    other = factories.BodyFactory(kind="commissioner_meeting")
    factories.MeetingFactory(body=other, starts_at=datetime(2022, 1, 8, 10, tzinfo=UTC), place="Police headquarters")
    shown = typed(desk.get(reverse(ADD)))
    assert {name: shown[name] for name in ("body", "place", "contact", "starts_at_0")} == {
        "body": str(panel.pk),
        "place": "County Hall",
        "contact": str(contact.pk),
        "starts_at_0": "",
    }


def test_first_meeting_of_all_begins_empty(desk):
    assert typed(desk.get(reverse(ADD)))["place"] == ""
