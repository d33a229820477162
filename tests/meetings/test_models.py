"""The models of the meeting record: names that have dates, addresses that last, and what the clock decides."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from meetings import workflow
from meetings.models import (
    Action,
    Attendance,
    BodyName,
    Limb,
    Meeting,
    Membership,
    OfficeTitle,
    PanelRole,
)
from panel_portal.records.publication import publish
from tests import factories
from tests.factories import LONDON, pdf

pytestmark = pytest.mark.django_db

OLD, NEW = "Police and Crime Panel", "Policing and Crime Board"


def at(*moment):
    return datetime(*moment, tzinfo=LONDON)


@pytest.fixture
def renamed_body():
    """Called OLD from 2012 until 2020, NEW from 2022: between the two nobody wrote a name down."""
    body = factories.BodyFactory(named=None)
    factories.BodyNameFactory(
        body=body, name=OLD, short_name="Panel", from_on=date(2012, 11, 22), until_on=date(2020, 12, 31)
    )
    factories.BodyNameFactory(body=body, name=NEW, short_name="", from_on=date(2022, 1, 1))
    return body


# Names on a day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name", "short"),
    [
        (date(2012, 1, 1), OLD, "Panel"),  # before all of them: the first
        (date(2012, 11, 22), OLD, "Panel"),
        (date(2020, 12, 31), OLD, "Panel"),
        (date(2021, 6, 1), NEW, NEW),  # in the gap: the next; no short name is its name
        (date(2022, 1, 1), NEW, NEW),
        (date(2099, 1, 1), NEW, NEW),
    ],
)
def test_body_is_called_what_it_was_called_on_the_day(renamed_body, day, name, short):
    assert renamed_body.name_on(day) == name
    assert renamed_body.short_name_on(day) == short


def test_body_whose_names_have_all_ended_keeps_the_last():
    body = factories.BodyFactory(named=None)
    factories.BodyNameFactory(body=body, name=OLD, until_on=date(2020, 12, 31))
    assert body.name_on(date(2025, 1, 1)) == OLD


def test_body_without_a_name_is_called_by_its_address():
    assert factories.BodyFactory(named=None, slug="audit").name_on(date(2025, 1, 1)) == "audit"


@pytest.mark.parametrize(
    ("day", "name"),
    [(date(2019, 5, 1), OLD), (date(2021, 5, 4), NEW), (date(2023, 5, 4), NEW)],
)
def test_meeting_is_of_the_body_as_called_on_its_day_in_python_and_in_sql(renamed_body, day, name):
    meeting = factories.MeetingFactory(body=renamed_body, starts_at=at(day.year, day.month, day.day, 10))
    assert meeting.body_name == name
    if day.year != 2021:  # a gap: SQL has no row, the property falls back to the next name
        assert Meeting.objects.with_names().get().name_then == name
    assert Meeting.objects.with_names().select_related("body").get().body_name == name


def test_office_is_called_and_held_as_on_the_day():
    office = factories.OfficeFactory(titled=None, held=None)
    factories.OfficeTitleFactory(
        office=office, title="Commissioner", short_title="the Commissioner", until_on=date(2025, 5, 5)
    )
    factories.OfficeTitleFactory(office=office, title="Mayor", short_title="the Mayor", from_on=date(2025, 5, 6))
    factories.OfficeHolderFactory(office=office, name="Ann First", until_on=date(2025, 5, 5))
    assert office.title_on(date(2025, 5, 5)) == "Commissioner"
    assert office.short_title_on(date(2025, 5, 6)) == "the Mayor"
    assert office.holder_on(date(2025, 5, 5)).name == "Ann First"
    assert office.holder_on(date(2025, 5, 6)) is None


@pytest.mark.parametrize(("day", "owner"), [(date(2025, 5, 5), "the Commissioner"), (date(2025, 5, 6), "the Mayor")])
def test_action_is_asked_of_its_owner_as_called_on_the_day_of_asking(day, owner):
    office = factories.OfficeFactory(titled=None, held=None)
    factories.OfficeTitleFactory(
        office=office, title="Commissioner", short_title="the Commissioner", until_on=date(2025, 5, 5)
    )
    factories.OfficeTitleFactory(office=office, title="Mayor", short_title="the Mayor", from_on=date(2025, 5, 6))
    action = factories.ActionFactory(owner_office=office, asked_on=day)
    assert action.owner == owner
    assert Action.objects.with_names().get().owner == owner


def test_action_of_a_body_and_of_nobody_is_named_so(renamed_body):
    of_body = factories.ActionFactory(owner_body=renamed_body, asked_on=date(2019, 1, 1))
    assert of_body.owner == OLD
    assert factories.ActionFactory().owner == ""


def test_attendance_names_office_and_holder_as_on_the_day():
    commissioner = factories.OfficeFactory(held=None)
    factories.OfficeHolderFactory(office=commissioner, name="Ann First", until_on=date(2020, 6, 30))
    minutes = factories.MinutesFactory()  # of a meeting in January 2020
    factories.AttendanceFactory(minutes=minutes, name="", office=commissioner, kind="in_attendance")
    assert Attendance.objects.with_names().get().who == "Ann First, Police and Crime Commissioner"
    assert Attendance.objects.get().who == "Ann First, Police and Crime Commissioner"


# Periods that overlap --------------------------------------------------------------------------------------


def _overlapping():
    body, office = factories.BodyFactory(named=None), factories.OfficeFactory(titled=None)
    factories.BodyNameFactory(body=body, until_on=date(2020, 12, 31))
    factories.OfficeTitleFactory(office=office, from_on=date(2020, 1, 1))
    member = factories.MembershipFactory(from_on=date(2020, 1, 1)).member
    chair = factories.PanelRoleFactory(from_on=date(2020, 1, 1), until_on=date(2020, 12, 31))
    term = Membership.objects.get()
    other = factories.MemberFactory()
    return {
        "name, last day shared": BodyName(body=body, name="x", from_on=date(2020, 12, 31)),
        "title, open end": OfficeTitle(office=office, title="x", from_on=date(2030, 1, 1)),
        "term, open on both ends": Membership(member=member, body=term.body, authority=term.authority),
        "chair, another member": PanelRole(member=other, body=chair.body, role="chair", from_on=date(2020, 6, 1)),
    }


FITTING = {
    "name, the day after": lambda: factories.BodyNameFactory(
        body=factories.BodyNameFactory(until_on=date(2020, 12, 31)).body, from_on=date(2021, 1, 1)
    ),
    "chair beside vice-chair": lambda: factories.PanelRoleFactory(
        role="vice_chair", body=factories.PanelRoleFactory().body
    ),
    "a member on two bodies": lambda: factories.MembershipFactory(
        member=factories.MembershipFactory().member, body=factories.BodyFactory()
    ),
}


@pytest.mark.parametrize(
    "case", ["name, last day shared", "title, open end", "term, open on both ends", "chair, another member"]
)
def test_overlapping_periods_are_refused_with_a_sentence_and_by_the_database(case):
    row = _overlapping()[case]
    with pytest.raises(ValidationError, match="These days overlap with another row"):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("case", FITTING)
def test_periods_that_only_touch_or_are_of_another_kind_are_taken(case):
    FITTING[case]().full_clean()


def test_period_that_ends_before_it_begins_is_refused_with_a_sentence():
    row = BodyName(body=factories.BodyFactory(named=None), name="x", from_on="2020-02-02", until_on="2020-02-01")
    with pytest.raises(ValidationError, match="The last day is before the first"):
        row.full_clean()


def test_second_panel_is_refused_with_a_sentence():
    factories.the_panel()
    with pytest.raises(ValidationError, match="One installation serves one panel"):
        factories.BodyFactory.build(kind="panel", slug="other").full_clean()


def test_councillor_without_a_council_is_refused_and_an_independent_member_is_not():
    member, panel = factories.MemberFactory(), factories.the_panel()
    with pytest.raises(ValidationError, match="Say which council appointed"):
        Membership(member=member, body=panel).full_clean()
    Membership(member=member, body=panel, kind="independent").full_clean()


# Addresses -------------------------------------------------------------------------------------------------


def test_second_and_third_meeting_of_a_day_have_addresses_of_their_own():
    meetings = [factories.published_meeting(starts_at=at(2020, 9, 14, hour)) for hour in (10, 14, 18)]
    assert [meeting.get_absolute_url() for meeting in meetings] == [
        "/meetings/2020-09-14/",
        "/meetings/2020-09-14-2/",
        "/meetings/2020-09-14-3/",
    ]


def test_address_of_a_withdrawn_meeting_is_never_given_again():
    factories.withdrawn(factories.published_meeting(starts_at=at(2020, 9, 14, 10)))
    assert factories.published_meeting(starts_at=at(2020, 9, 14, 10)).slug == "2020-09-14-2"


@pytest.mark.parametrize(
    ("starts_at", "slug"),
    [(at(2020, 7, 1, 0, 30), "2020-07-01"), (at(2020, 12, 31, 23, 30), "2020-12-31")],
)
def test_meeting_near_midnight_has_the_day_it_is_in_london(starts_at, slug):
    assert factories.published_meeting(starts_at=starts_at).slug == slug


def test_items_of_one_title_have_addresses_of_their_own_within_the_meeting_only():
    meeting = factories.MeetingFactory()
    for number in "123":
        factories.AgendaItemFactory(meeting=meeting, number=number, title="Update: the Plan’s progress")
    workflow.publish_agenda(meeting, by=factories.a_clerk())
    stem = "update-the-plans-progress"
    assert [item.slug for item in meeting.agenda_items.in_order()] == [stem, f"{stem}-2", f"{stem}-3"]
    other = factories.AgendaItemFactory(title="Update: the Plan’s progress").meeting
    workflow.publish_agenda(other, by=factories.a_clerk())
    assert other.agenda_items.get().slug == stem


@pytest.mark.parametrize(
    ("title", "slug"),
    [("?!", "item"), ("Çözüm", "cozum"), ("word " * 40, "-".join(["word"] * 16)), ("x" * 200, "x" * 80)],
)
def test_item_whose_title_is_odd_or_long_still_has_an_address(title, slug):
    item = factories.AgendaItemFactory(title=title.strip())
    publish(item, by=factories.a_clerk())
    assert item.slug == slug


def test_address_of_an_item_stays_when_its_title_is_corrected():
    item = factories.published_meeting().agenda_items.get()
    address = item.slug
    item.title = "Something else"
    item.save()
    factories.withdrawn(item)
    assert item.slug == address


@pytest.mark.parametrize(
    ("label", "order", "resolution", "anchor"),
    [
        ("b)", 2, 1, "limb-b"),
        ("(ii)", 2, 1, "limb-ii"),
        ("1.", 1, 1, "limb-1"),
        ("", 1, 1, "limb-1"),
        ("", 3, 1, "limb-3"),
        ("b)", 2, 2, "limb-2-b"),
        ("–", 4, 2, "limb-2-4"),
    ],
)
def test_limb_has_its_anchor(label, order, resolution, anchor):
    limb = factories.LimbFactory(label=label, order=order, resolution__order=resolution)
    assert limb.anchor == anchor


def test_limb_has_the_address_of_its_item_and_its_anchor():
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    assert Limb.objects.get().get_absolute_url() == f"/meetings/{meeting.slug}/{item.slug}/#limb-a"


@pytest.mark.parametrize(
    ("title", "filename"),
    [
        ("Budget 2026: the £1m gap", "budget-2026-the-1m-gap.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("<script>", "script.pdf"),
        ("会議", "document.pdf"),
    ],
)
def test_paper_is_offered_under_its_public_title_and_never_under_the_name_on_the_clerks_disk(title, filename):
    paper = factories.PaperFactory(title=title)
    document = factories.PaperFileFactory(paper=paper, upload=pdf("Secret deal with Smith Ltd.pdf"))
    assert document.filename == filename
    assert "secret" not in document.file.name.lower()
    assert document.get_absolute_url() == f"/papers/{paper.pk}/{filename}"


# What the clock decides ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "overdue", "days"),
    [
        (at(2026, 7, 1, 23, 59, 59), False, 0),
        (at(2026, 7, 2, 0, 0, 0), True, 1),  # 23:00 on 1 July by the clock of the computer, which runs in UTC
        (at(2026, 7, 31, 12), True, 30),
    ],
)
def test_action_is_overdue_from_midnight_in_london(now, overdue, days):
    action = factories.ActionFactory(due_on=date(2026, 7, 1))
    with time_machine.travel(now, tick=False):
        assert (action.is_overdue, action.days_overdue) == (overdue, days)
        assert Action.objects.overdue().exists() == overdue


def test_action_without_a_day_is_never_overdue():
    action = factories.ActionFactory()
    assert not action.is_overdue
    assert not Action.objects.overdue().exists()


def test_closed_or_reported_action_is_not_overdue():
    closed = factories.closed_action(due_rule="on_date", due_given_on=date(2020, 2, 1))
    reported = factories.published_action(due_rule="on_date", due_given_on=date(2020, 2, 1))
    assert [action.pk for action in Action.objects.overdue()] == [reported.pk]
    workflow.report_done(reported, by=factories.a_clerk(), note="Done.")
    assert not Action.objects.overdue().exists()
    assert not reported.is_overdue
    assert not closed.is_overdue


@pytest.mark.parametrize(
    ("now", "upcoming"), [(at(2026, 7, 1, 23, 59), True), (at(2026, 7, 2, 0, 0), False), (at(2026, 6, 1, 0), True)]
)
def test_meeting_is_upcoming_until_the_end_of_its_day(now, upcoming):
    meeting = factories.MeetingFactory(starts_at=at(2026, 7, 1, 10))
    with time_machine.travel(now, tick=False):
        assert meeting.is_upcoming == upcoming
        assert Meeting.objects.upcoming().exists() == upcoming
        assert Meeting.objects.past().exists() != upcoming


@pytest.mark.parametrize(
    ("year", "plausible"), [(1924, False), (2011, False), (2012, True), (2026, True), (2031, True), (2032, False)]
)
def test_year_of_a_meeting_is_refused_where_it_can_only_be_a_slip(year, plausible):
    with time_machine.travel(at(2026, 6, 1), tick=False):
        meeting = factories.MeetingFactory.build(body=factories.the_panel(), starts_at=at(year, 6, 1, 10))
        if plausible:
            meeting.full_clean()
        else:
            with pytest.raises(ValidationError) as refusal:
                meeting.full_clean()
            assert "Is the year right?" in refusal.value.message_dict["starts_at"][0]


def test_invitation_attendance_and_origin_are_of_one_thing_only():
    meeting, office = factories.MeetingFactory(), factories.OfficeFactory()
    with pytest.raises(ValidationError, match="only one of them"):
        factories.InvitationFactory.build(meeting=meeting, office=office, name="Somebody").full_clean()
    with pytest.raises(ValidationError, match="Say who"):
        factories.AttendanceFactory.build(minutes=factories.MinutesFactory(), name="").full_clean()
    with pytest.raises(ValidationError, match="Choose an office or a body"):
        factories.ActionFactory.build(owner_office=office, owner_body=factories.BodyFactory()).full_clean()
    with pytest.raises(ValidationError, match="not from both"):
        factories.ActionFactory.build(
            origin_item=factories.AgendaItemFactory(), origin_limb=factories.LimbFactory()
        ).full_clean()


def test_minute_of_another_meeting_is_refused():
    with pytest.raises(ValidationError, match="belongs to another meeting"):
        factories.MinuteFactory.build(
            agenda_item=factories.AgendaItemFactory(), minutes=factories.MinutesFactory()
        ).full_clean()
