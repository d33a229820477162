"""Calendars, read by what others wrote: `icalendar`, and `khal` as somebody's calendar program."""

import re
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import Client
from icalendar import Calendar

from meetings import workflow
from panel_portal.pages.calendars import summer_time
from panel_portal.records.periods import LONDON, today
from panel_portal.records.publication import restore, withdraw
from tests import factories
from tests.libical import complaints, needed

pytestmark = pytest.mark.django_db
KHAL = Path(sys.executable).with_name("khal")


def a_meeting_to_come(days=30, **details):
    starts_at = datetime.combine(today() + timedelta(days=days), time(14), tzinfo=LONDON)
    return factories.published_meeting(starts_at=starts_at, **details)


def move(meeting, *, days=7, **details):
    for name, value in {"starts_at": meeting.starts_at + timedelta(days=days), **details}.items():
        setattr(meeting, name, value)
    meeting.save()


def asked_for(address="/calendar/meetings.ics") -> bytes:
    response = Client().get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def entries(address="/calendar/meetings.ics") -> dict:
    """What a calendar holds, by UID, once nothing was found wrong with it."""
    content = asked_for(address)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    assert [error for one in calendar.walk() for error in one.errors] == []
    assert complaints(content) == []
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    events = calendar.events
    for event in events:
        assert all(event[name] for name in ("uid", "dtstamp", "summary", "last-modified", "status", "url"))
    assert len({event["uid"] for event in events}) == len(events)
    return {str(event["uid"]): event for event in events}


def test_broken_calendar_would_be_complained_of():
    needed()
    a_meeting_to_come()
    content = asked_for()
    assert complaints(content) == []
    assert complaints(re.sub(rb"DTSTART;[^\r]*", b"DTSTART:tomorrow", content))
    assert complaints(re.sub(rb"(SEQUENCE:\d+\r\n)", rb"\1\1", content))
    assert complaints(b"<p>No calendar</p>")


# What an entry says ---------------------------------------------------------------------------------------------


def test_meeting_has_its_time_in_london_and_its_place():
    meeting = a_meeting_to_come(place="County Hall, Northmere; the east door")
    (event,) = entries().values()
    assert event["uid"] == f"meeting-{meeting.slug}@localhost"
    assert event["dtstart"].dt == meeting.starts_at
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 0)
    assert event["location"] == "County Hall, Northmere; the east door"
    assert event["url"] == f"http://testserver{meeting.get_absolute_url()}"
    assert event["url"] in event["description"]


def test_moved_meeting_keeps_its_uid_and_its_sequence_rises():
    meeting = a_meeting_to_come()
    (before,) = entries().values()
    move(meeting)
    (after,) = entries().values()
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["dtstart"].dt - before["dtstart"].dt == timedelta(days=7)
    assert after["dtstamp"].dt >= before["dtstamp"].dt
    move(meeting, days=0, place="The Guildhall")
    assert next(iter(entries().values()))["sequence"] == 2


def test_cancelled_meeting_stays_as_cancelled():
    meeting = a_meeting_to_come()
    workflow.cancel(meeting, by=factories.a_clerk(), note="The hall is flooded.")
    (event,) = entries().values()
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["summary"].startswith("Cancelled: ")
    assert "The hall is flooded." in event["description"]
    workflow.reinstate(meeting, by=factories.a_clerk(), note="It is dry again.")
    (event,) = entries().values()
    assert (event["status"], event["sequence"]) == ("CONFIRMED", 2)


def test_postponed_meeting_says_where_it_went():
    meeting, later = a_meeting_to_come(30), a_meeting_to_come(60)
    workflow.postpone(meeting, by=factories.a_clerk(), note="Snow.", later_meeting=later)
    found = entries()
    old, new = (found[f"meeting-{one.slug}@localhost"] for one in (meeting, later))
    assert old["status"] == "CANCELLED"
    assert new["status"] == "CONFIRMED"
    assert old["related-to"] == new["uid"]
    assert new["related-to"] == old["uid"]
    assert f"The new meeting: {later.starts_at.astimezone(LONDON):%A}" in old["description"]
    withdraw(later, by=factories.a_clerk(), note="Entered twice.")
    (old,) = entries().values()
    assert "related-to" not in old
    assert "The new meeting" not in old["description"]


def test_meetings_of_two_years_back_are_shown_and_older_ones_have_their_own_file():
    old = factories.published_meeting()
    recent = a_meeting_to_come(-600)
    assert set(entries()) == {f"meeting-{recent.slug}@localhost"}
    assert len(entries(f"/calendar/meetings/{old.slug}.ics")) == 1


def test_calendar_of_a_body_holds_its_meetings_only():
    ours, theirs = a_meeting_to_come(), a_meeting_to_come(31, body=factories.BodyFactory(slug="audit"))
    assert set(entries("/calendar/bodies/panel.ics")) == {f"meeting-{ours.slug}@localhost"}
    assert set(entries("/calendar/bodies/audit.ics")) == {f"meeting-{theirs.slug}@localhost"}


def test_calendar_without_meetings_is_still_a_calendar():
    assert entries() == {}
    assert [one.name for one in Calendar.from_ical(asked_for()).subcomponents] == ["VTIMEZONE"]


def test_summer_time_begins_and_ends_as_in_london():
    zone = summer_time(2026, 2027)
    onsets = [(one.name, one["dtstart"].dt) for one in zone.subcomponents]
    # By the clock that is put forward or back (RFC 5545 3.6.5): at 1am, and at 2am.
    assert onsets == [
        ("STANDARD", datetime(2026, 1, 1, 0)),
        ("DAYLIGHT", datetime(2026, 3, 29, 1)),
        ("STANDARD", datetime(2026, 10, 25, 2)),
        ("DAYLIGHT", datetime(2027, 3, 28, 1)),
        ("STANDARD", datetime(2027, 10, 31, 2)),
    ]
    told = zone.to_tz()
    for day in (date(2026, 1, 15), date(2026, 7, 1), date(2027, 3, 29), date(2027, 12, 1)):
        moment = datetime.combine(day, time(12), tzinfo=UTC)
        assert moment.astimezone(told).utcoffset() == moment.astimezone(LONDON).utcoffset()


# What is hidden -------------------------------------------------------------------------------------------------


def test_calendar_has_the_same_bytes_until_something_that_is_public_changes():
    meeting = a_meeting_to_come()
    draft = factories.MeetingFactory(starts_at=meeting.starts_at + timedelta(days=1))
    before = asked_for()
    move(draft)
    draft.place = "Nowhere yet"
    draft.save()
    meeting.save()  # a form saved without a change
    assert asked_for() == before


def test_draft_moved_before_it_was_published_begins_at_nought():
    meeting = factories.MeetingFactory(starts_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=30))
    move(meeting)
    move(meeting)
    workflow.announce(meeting, by=factories.a_clerk())
    (event,) = entries().values()
    assert event["sequence"] == 0


def test_meeting_withdrawn_and_back_is_changed_only_where_it_was_changed():
    meeting = a_meeting_to_come()
    before = asked_for()
    withdraw(meeting, by=factories.a_clerk(), note="A mistake.")
    assert entries() == {}
    assert Client().get(f"/calendar/meetings/{meeting.slug}.ics").status_code == 410
    restore(meeting, by=factories.a_clerk(), note="It was none.")
    assert asked_for() == before
    withdraw(meeting, by=factories.a_clerk(), note="A mistake.")
    meeting.refresh_from_db()
    move(meeting)
    restore(meeting, by=factories.a_clerk(), note="It has another day.")
    (event,) = entries().values()
    assert event["sequence"] == 1


# By when to ask -------------------------------------------------------------------------------------------------


def test_cut_off_moves_with_its_meeting_and_keeps_its_uid():
    factories.SchemeFactory()
    meeting = a_meeting_to_come()
    (before,) = entries("/calendar/questions.ics").values()
    assert before["uid"] == f"questions-{meeting.slug}@localhost"
    move(meeting)
    (after,) = entries("/calendar/questions.ics").values()
    assert after["uid"] == before["uid"]
    # Bank holidays may lie in between.
    assert after["dtend"].dt > before["dtend"].dt
    assert after["sequence"] > before["sequence"]
    workflow.cancel(meeting, by=factories.a_clerk(), note="The hall is flooded.")
    (after,) = entries("/calendar/questions.ics").values()
    assert after["status"] == "CANCELLED"


@pytest.mark.django_db(transaction=True)  # the history is dated by transactions
def test_cut_off_fixed_by_the_clerk_is_a_change():
    factories.SchemeFactory()
    meeting = a_meeting_to_come()
    (before,) = entries("/calendar/questions.ics").values()
    fixed = factories.StatedClosingFactory(meeting=meeting, closes_at=meeting.starts_at - timedelta(days=2))
    (after,) = entries("/calendar/questions.ics").values()
    assert after["dtend"].dt == fixed.closes_at
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstamp"].dt >= before["dtstamp"].dt


# A real calendar program ----------------------------------------------------------------------------------------


class Khal:
    """khal with a calendar of its own in a directory of its own."""

    def __init__(self, home: Path):
        self.home = home
        (home / "kept").mkdir()
        dates = "%Y-%m-%d"
        (home / "config").write_text(
            f"[calendars]\n[[meetings]]\npath = {home}/kept\n[sqlite]\npath = {home}/khal.db\n[locale]\n"
            f"timeformat = %H:%M\ndateformat = {dates}\nlongdateformat = {dates}\n"
            f"datetimeformat = {dates} %H:%M\nlongdatetimeformat = {dates} %H:%M\n"
            "local_timezone = Europe/London\ndefault_timezone = Europe/London\n"
        )

    def run(self, *words: str) -> str:
        told = subprocess.run(  # noqa: S603
            [KHAL, "-c", self.home / "config", *words], capture_output=True, text=True, check=True
        )
        return told.stdout

    def follow(self, calendar: bytes) -> list[str]:
        """Take the calendar in as it is now, and list what stands in it."""
        (self.home / "now.ics").write_bytes(calendar)
        self.run("import", "--batch", "-a", "meetings", str(self.home / "now.ics"))
        last = today() + timedelta(days=300)
        listed = self.run(
            "list", "--day-format", "", "--format", "{uid}|{start}|{status}|{location}", str(today()), str(last)
        )
        return [line.strip() for line in listed.splitlines() if "|" in line]


def test_khal_follows_a_meeting_that_moves_and_is_cancelled(tmp_path):
    khal, meeting, other = Khal(tmp_path), a_meeting_to_come(), a_meeting_to_come(90)
    uids = [f"meeting-{one.slug}@localhost" for one in (meeting, other)]

    def line(uid, one, status="CONFIRMED"):
        at = one.starts_at.astimezone(LONDON)
        return f"{uid}|{at:%Y-%m-%d %H:%M}|{status} |{one.place}"

    assert khal.follow(asked_for()) == [line(uids[0], meeting), line(uids[1], other)]
    move(meeting, place="The Guildhall")
    assert khal.follow(asked_for()) == [line(uids[0], meeting), line(uids[1], other)]
    workflow.cancel(meeting, by=factories.a_clerk(), note="The hall is flooded.")
    assert khal.follow(asked_for()) == [line(uids[0], meeting, "CANCELLED"), line(uids[1], other)]
