"""The roll: members ticked on one page, substitutes in the places of those who are away."""

import pytest
from django.urls import reverse

from meetings.models import Attendance
from tests import factories
from tests.meetings.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes():
    return factories.held_meeting().minutes


def sits(minutes, name, **fields):
    return factories.MembershipFactory(member__name=name, body=minutes.meeting.body, **fields).member


@pytest.fixture
def roll(clerk, signed_in, minutes):
    """`roll(**ticks)`: send the page with these fields; the answer after its redirect."""
    address = reverse("admin:meetings_minutes_roll", args=[minutes.pk])
    client = signed_in(clerk)

    def send(**ticks):
        return client.post(address, ticks, follow=True) if ticks else client.get(address)

    return send


def recorded(minutes) -> dict:
    return {row.member.name: row.kind for row in Attendance.objects.filter(minutes=minutes)}


def test_ticked_members_are_recorded_once_and_may_be_changed(minutes, roll):
    green, hill = sits(minutes, "Cllr Green"), sits(minutes, "Cllr Hill")
    ticks = {f"kind-{green.pk}": "present", f"kind-{hill.pk}": "apologies"}
    roll(**ticks)
    roll(**ticks)
    assert recorded(minutes) == {"Cllr Green": "present", "Cllr Hill": "apologies"}
    roll(**{f"kind-{green.pk}": "", f"kind-{hill.pk}": "present"})
    assert recorded(minutes) == {"Cllr Hill": "present"}


def test_one_button_makes_all_present_of_whom_nothing_else_is_said(minutes, roll):
    green, hill, reed = (sits(minutes, f"Cllr {name}") for name in ("Green", "Hill", "Reed"))
    ward = sits(minutes, "Cllr Ward", kind="substitute")
    said = {f"kind-{green.pk}": "", f"kind-{hill.pk}": "apologies", f"kind-{reed.pk}": ""}
    assert "Save, and all the others are present" in roll().content.decode()
    roll(**said, **{f"instead-{reed.pk}": str(ward.pk)}, rest="1")
    # Somebody sits in Reed's place: so Reed is not there, and the clerk says whether that was sent ahead.
    assert recorded(minutes) == {"Cllr Green": "present", "Cllr Hill": "apologies", "Cllr Ward": "substitute"}


def test_substitute_takes_the_place_of_a_member_and_gives_it_back(minutes, roll):
    green, ward = sits(minutes, "Cllr Green"), sits(minutes, "Cllr Ward", kind="substitute")
    roll(**{f"kind-{green.pk}": "apologies", f"instead-{green.pk}": str(ward.pk)})
    assert recorded(minutes) == {"Cllr Green": "apologies", "Cllr Ward": "substitute"}
    roll(**{f"kind-{green.pk}": "present", f"instead-{green.pk}": ""})
    assert recorded(minutes) == {"Cllr Green": "present"}


def test_substitute_of_two_and_substitute_of_one_who_is_there_are_told(minutes, roll):
    green, hill = sits(minutes, "Cllr Green", member__sort_name="A"), sits(minutes, "Cllr Hill", member__sort_name="B")
    ward = sits(minutes, "Cllr Ward", kind="substitute")
    instead = {f"instead-{green.pk}": str(ward.pk), f"instead-{hill.pk}": str(ward.pk)}
    response = roll(**{f"kind-{green.pk}": "apologies", f"kind-{hill.pk}": "apologies", **instead})
    assert "Cllr Ward cannot sit in the place of two members." in Page(response).words
    assert recorded(minutes) == {"Cllr Green": "apologies", "Cllr Ward": "substitute"}
    response = roll(**{f"kind-{green.pk}": "present", **instead})
    assert "Cllr Green is present, so nobody sits in their place." in Page(response).words


def test_page_lists_those_who_sit_on_that_day_only(minutes, roll):
    sits(minutes, "Cllr Green")
    sits(minutes, "Cllr Late", from_on="2099-01-01")
    factories.MembershipFactory(member__name="Cllr Elsewhere", body=factories.BodyFactory())
    words = Page(roll()).words
    assert "Cllr Green" in words
    assert "Cllr Late" not in words
    assert "Cllr Elsewhere" not in words
