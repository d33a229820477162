"""Votes that need two thirds of the members in post, and names taken at a vote."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from meetings import votes
from meetings.models import Attendance, Limb, Membership, RecordedVote, Resolution, VetoOf
from meetings.models.voting import needed
from tests import factories
from tests.meetings.pages import Page, typed

pytestmark = pytest.mark.django_db


def member_since(name, body, until=None, kind=Membership.Kind.COUNCILLOR, since=date(2019, 5, 1)):
    member = factories.MemberFactory(name=name, sort_name=name)
    factories.MembershipFactory(member=member, body=body, from_on=since, until_on=until, kind=kind)
    return member


@pytest.fixture
def item(db):
    """An item of a meeting that was held, of a panel of twelve of whom eleven came."""
    meeting = factories.held_meeting()
    item = meeting.agenda_items.get()
    members = [member_since(f"Cllr {letter}", meeting.body) for letter in "ABCDEFGHIJKL"]
    for member in members[:11]:
        factories.AttendanceFactory(minutes=meeting.minutes, member=member, name="")
    item.members = members
    return item


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


def page_of(item):
    return reverse("admin:meetings_agendaitem_change", args=[item.pk])


def voted(**fields):
    return {f"resolutions-0-{name}": value for name, value in fields.items()}


def motion(kind="veto", carried=False):
    words = {"text": "<p>That the precept be vetoed as too high.</p>", "kinds": [kind]}
    tick = {"carried": "on"} if carried else {}
    return {f"resolutions-0-limbs-0-{name}": value for name, value in {**words, **tick}.items()}


def press(desk, item, **changes):
    fields = typed(desk.get(page_of(item)))
    fields.pop("resolutions-0-limbs-0-carried", None)
    return desk.post(page_of(item), {**fields, **changes, "save": "Save"})


# What is needed


@given(st.integers(1, 200))
def test_two_thirds_are_the_fewest_votes_that_are_not_less(in_post):
    votes_needed = next(number for number in range(in_post + 1) if 3 * number >= 2 * in_post)
    assert needed(in_post) == votes_needed


@pytest.mark.parametrize(("in_post", "wanted"), [(12, 8), (13, 9), (11, 8), (10, 7), (20, 14)])
def test_two_thirds_of_a_known_panel_are_the_worked_number(in_post, wanted):
    assert needed(in_post) == wanted


# Who is counted


def test_members_in_post_leave_out_a_vacant_seat_and_whoever_stands_in(item):
    body, chamber = item.meeting.body, votes.Chamber(item, item.meeting.minutes)
    day = item.meeting.day
    member_since("Cllr Gone", body, until=day.replace(day=1), since=date(2018, 5, 1))
    member_since("Cllr Substitute", body, kind=Membership.Kind.SUBSTITUTE)
    member_since("Cllr Elsewhere", factories.BodyFactory())
    assert chamber.in_post == 12


def test_members_in_post_count_the_first_and_the_last_day_of_a_term(item):
    body, day = item.meeting.body, item.meeting.day
    member_since("Cllr Leaves Today", body, until=day)
    member_since("Cllr Begins Today", body, since=day)
    assert votes.Chamber(item, item.meeting.minutes).in_post == 14


def test_member_who_left_before_the_item_was_not_present(item):
    earlier = factories.AgendaItemFactory(meeting=item.meeting, order=item.order)
    type(item).objects.filter(pk=item.pk).update(order=item.order + 10)
    item.refresh_from_db()
    rows = list(item.meeting.minutes.attendances.order_by("pk"))
    Attendance.objects.filter(pk=rows[0].pk).update(left_at_item=earlier)
    Attendance.objects.filter(pk=rows[1].pk).update(left_at_item=item)
    Attendance.objects.filter(pk=rows[2].pk).update(arrived_at_item=item)
    present = votes.Chamber(item, item.meeting.minutes).present
    assert rows[0].member not in present
    assert {rows[1].member, rows[2].member} <= set(present)
    assert len(present) == 10


# Entering it


def test_veto_is_entered_with_the_numbers_counted_from_terms_and_roll(desk, item):
    changes = {**motion(), **voted(veto_of="precept", votes_for="7", votes_against="3", votes_abstained="1")}
    response = press(desk, item, **changes)
    assert response.status_code == 302, Page(response).errors
    made = Resolution.objects.get()
    assert (made.in_post, made.present) == (12, 11)
    assert votes.told(made) == (
        "The veto needed the votes of 8 of the 12 members in post that day, which is two thirds of them "
        "(Sch 5 para 4(4) PRSRA 2011). 11 were present. 7 voted for it and 3 against; 1 abstained. So it was not "
        "carried."
    )


def test_names_are_counted_where_no_numbers_were_typed(desk, item):
    ways = ["for"] * 8 + ["against"] * 2 + ["abstained"]
    names = {f"name-{member.pk}": way for member, way in zip(item.members, ways, strict=False)}
    response = press(desk, item, **motion(carried=True), **voted(veto_of="chief_constable", **names))
    assert response.status_code == 302, Page(response).errors
    made = Resolution.objects.get()
    assert (made.votes_for, made.votes_against, made.votes_abstained, made.names_taken) == (8, 2, 1, True)
    assert made.recorded_votes.count() == 11
    assert votes.told(made).endswith("So it was carried.")


def test_names_taken_again_replace_those_before(desk, item):
    first, second = item.members[:2]
    press(desk, item, **motion("noting", carried=True), **voted(**{f"name-{first.pk}": "for"}))
    changed = voted(**{f"name-{first.pk}": "", f"name-{second.pk}": "against"}, votes_for="0", votes_against="1")
    response = press(desk, item, **changed, **{"resolutions-0-limbs-0-carried": "on"})
    assert response.status_code == 302, Page(response).errors
    assert [(row.member, row.way) for row in RecordedVote.objects.all()] == [(second, "against")]


REFUSED = {
    "more votes than members present": (
        {"veto_of": "precept", "votes_for": "7", "votes_against": "5"},
        "These are 12 votes, and 11 members were present.",
    ),
    "more present than in post": (
        {"veto_of": "precept", "present": "13", "in_post": "12"},
        "13 were present, and only 12 were in post.",
    ),
    "in post without a veto": ({"in_post": "12"}, "Say what the veto was of, or take the number out."),
    "enough votes and not carried": (
        {"veto_of": "precept", "votes_for": "8", "votes_against": "3"},
        "A veto needs 8 votes here, and it has 8. Tick “carried”.",
    ),
    "one number": ({"veto_of": "precept", "votes_for": "8"}, "Give both the votes for and the votes against."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_vote_that_does_not_fit_is_refused_in_words(desk, item, case):
    fields, sentence = REFUSED[case]
    response = press(desk, item, **motion(), **voted(**fields))
    assert response.status_code == 422
    assert any(sentence in error for error in Page(response).errors), Page(response).errors
    assert not Resolution.objects.exists()


def test_veto_ticked_as_carried_with_too_few_votes_is_refused(desk, item):
    numbers = voted(veto_of="precept", votes_for="7", votes_against="4")
    response = press(desk, item, **motion(carried=True), **numbers)
    assert "A veto needs 8 votes here, and it has 7. Take the tick off “carried”." in Page(response).errors


def test_names_that_do_not_agree_with_the_number_are_refused(desk, item):
    names = {f"name-{member.pk}": "for" for member in item.members[:2]}
    response = press(desk, item, **motion("noting", carried=True), **voted(votes_for="3", votes_against="0", **names))
    assert response.status_code == 422
    assert "You say 3, and 2 names stand for it below." in Page(response).errors


def test_veto_of_a_panel_without_terms_asks_how_many_were_in_post(desk):
    item = factories.held_meeting().agenda_items.get()
    response = press(desk, item, **motion(), **voted(veto_of="precept"))
    assert response.status_code == 422
    assert any("Enter how many were in post" in error for error in Page(response).errors)


def test_everyday_decision_is_entered_without_any_of_it(desk, item):
    response = press(desk, item, **motion("noting", carried=True), **voted(votes_for="20", votes_against="1"))
    assert response.status_code == 302, Page(response).errors
    made = Resolution.objects.get()
    assert (made.veto_of, made.in_post, made.present, made.names_taken) == ("", None, None, False)
    assert votes.told(made) == "Votes: 20 for, 1 against."


def test_item_page_opens_the_seldom_fields_only_where_they_are_filled(desk, item):
    summary = "<summary>A veto, or a vote at which the names were taken</summary>"
    folded = re.sub(r"\s+", " ", desk.get(page_of(item)).content.decode())
    assert f'<details class="portal-bench__new"> {summary}' in folded
    press(desk, item, **motion(), **voted(veto_of="precept", votes_for="1", votes_against="3"))
    opened = re.sub(r"\s+", " ", desk.get(page_of(item)).content.decode())
    assert f'<details class="portal-bench__new" open> {summary}' in opened


@pytest.mark.parametrize(
    "fields",
    [
        {"veto_of": "precept"},
        {"in_post": 12},
        {"veto_of": "precept", "in_post": 0},
        {"veto_of": "precept", "in_post": 12, "present": 13},
        {"votes_for": 5, "votes_against": 2, "present": 6},
        {"votes_for": 5, "votes_against": 0, "votes_abstained": 2, "present": 6},
    ],
)
def test_database_refuses_a_vote_that_cannot_be(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ResolutionFactory(**fields)


def test_database_refuses_a_second_vote_of_one_member():
    vote = factories.RecordedVoteFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.RecordedVoteFactory(resolution=vote.resolution, member=vote.member, way="against")


# Reading it


def the_veto(minute, **fields):
    numbers = {"votes_for": 8, "votes_against": 3, "in_post": 12, "present": 11, "veto_of": VetoOf.CHIEF_CONSTABLE}
    made = factories.ResolutionFactory(minute=minute, order=2, stem="", **{**numbers, **fields})
    factories.LimbFactory(resolution=made, kinds=[Limb.Kind.VETO], label="", text="<p>That it be vetoed.</p>")
    return made


@pytest.fixture
def item_with_veto(db):
    """Of a meeting whose draft minutes are public."""
    item = factories.held_meeting_with_minutes().agenda_items.get()
    made = the_veto(item.minute, names_taken=True)
    for name, way in [("Cllr Hale", "for"), ("Cllr Amos", "for"), ("Cllr Bright", "against")]:
        factories.RecordedVoteFactory(
            resolution=made, member=factories.MemberFactory(name=name, sort_name=name), way=way
        )
    return item


def test_public_page_and_print_tell_the_outcome_and_each_name(item_with_veto):
    stranger, meeting = Client(), item_with_veto.meeting
    sentence = "The veto needed the votes of 8 of the 12 members in post that day"
    for address in (item_with_veto.get_absolute_url(), f"{meeting.get_absolute_url()}print/minutes/"):
        words = Page(stranger.get(address)).words
        assert sentence in words
        assert "So it was carried." in words
    page = stranger.get(item_with_veto.get_absolute_url()).content.decode()
    assert "for: Cllr Amos, Cllr Hale" in page
    assert "against: Cllr Bright" in page


def test_names_are_not_asked_for_where_none_were_taken(item_with_veto, django_assert_max_num_queries):
    plain = factories.held_meeting_with_minutes().agenda_items.get()
    with django_assert_max_num_queries(200) as without:
        Client().get(plain.get_absolute_url())
    with django_assert_max_num_queries(200) as taken:
        Client().get(item_with_veto.get_absolute_url())
    assert not any("recordedvote" in query["sql"] for query in without.captured_queries)
    assert sum("recordedvote" in query["sql"] for query in taken.captured_queries) == 1


def test_veto_without_numbers_tells_only_what_was_needed():
    made = factories.ResolutionFactory.build(veto_of="precept", in_post=13, minute=None)
    assert votes.told(made).endswith("which is two thirds of them (Sch 5 para 4(4) PRSRA 2011).")
