"""Meetings, and the last moments to ask a question, as calendars that a calendar program follows (RFC 5545).

An entry keeps its UID for ever; SEQUENCE rises whenever its time, its place or its standing changes, and all stamps
are those of such changes, so that the same entry has the same bytes. Which changes there were is read out of what
stood in public (`moments`).
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import View
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from meetings.models import Body, Meeting
from panel_portal.pages import moments, wording
from panel_portal.pages.context import portal
from panel_portal.pages.moments import CALLED_OFF
from panel_portal.records.periods import LONDON, months_after, today
from panel_portal.records.views import PublicDetail, Revalidated
from questions import scheme
from questions.calendar import closing_event, uid
from questions.scheme import Closing

YEARS_BACK = 2
REFRESH, AN_HOUR = timedelta(hours=6), timedelta(hours=1)
MEDIA_TYPE = "text/calendar; charset=utf-8"
# Control characters, which no calendar line may hold (RFC 5545 3.1): pasted text brings them along.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def shown():
    """The meetings that a calendar shows, with what is told of them: all to come, and those of two years."""
    since = months_after(today(), -12 * YEARS_BACK)
    return told_of(Meeting.objects.public()).filter(starts_at__date__gte=since).order_by("starts_at", "pk")


def told_of(meetings):
    return meetings.with_names().select_related("body").with_visible("later_meeting", "earlier_meetings")


def bodies_that_meet():
    """The keys of the bodies with a meeting that a calendar shows."""
    return Meeting.objects.public().order_by().values("body")


def takes_questions() -> bool:
    """Whether the panel takes questions from the public now."""
    return scheme.scheme_for(today()) is not None


# Whole calendars --------------------------------------------------------------------------------------------------


def calendar_of(name: str, events: Iterable[Event], days: Iterable[date]) -> bytes:
    """A calendar under a name, with the rules of summer time for its `days`. It has no METHOD: that makes a message of
    it, with an organiser to answer to (RFC 5546 3.2.1), and this is what is to be seen at an address (RFC 5545 3.7.2).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Panel Portal//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", said(name))
    calendar.add("x-wr-calname", said(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    years = [day.year for day in days] or [today().year]
    calendar.add_component(summer_time(min(years), max(years)))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


@lru_cache(maxsize=64)
def summer_time(first_year: int, last_year: int) -> Timezone:
    """When the clocks go forward and back in London, from the first of these years to the last.

    Out of the table of time zones, as `icalendar` would do it; but that (7.3.0) puts the beginning of summer time an
    hour late: it gives it in summer time, and RFC 5545 3.6.5 wants the time by the clock that is put forward.
    """
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    begins = datetime(first_year, 1, 1, tzinfo=UTC)
    zone.add_component(_observance(begins, begins.astimezone(LONDON).utcoffset()))
    hours = (datetime(last_year + 1, 1, 1, tzinfo=UTC) - begins) // AN_HOUR
    offset = begins.astimezone(LONDON).utcoffset()
    for number in range(hours):
        moment = begins + number * AN_HOUR
        if moment.astimezone(LONDON).utcoffset() != offset:
            zone.add_component(_observance(moment, offset))
            offset = moment.astimezone(LONDON).utcoffset()
    return zone


def _observance(moment: datetime, offset_before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """The time that London keeps from `moment` on."""
    local = moment.astimezone(LONDON)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (moment + offset_before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", offset_before)
    observance.add("tzoffsetto", local.utcoffset())
    observance.add("tzname", local.tzname())
    return observance


def said(words: str) -> str:
    return UNSPEAKABLE.sub("", words)


def answer(content: bytes, filename: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{filename}.ics"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


# Entries ----------------------------------------------------------------------------------------------------------


def meeting_event(meeting: Meeting, stood: list[moments.Standing], address: str) -> Event:
    """One meeting. `stood`: how it stood in public, oldest first; `address`: that of its page."""
    later, earlier = wording.seen(meeting.later_meeting), list(wording.seen(meeting.earlier_meetings))
    since = max(
        [
            meeting.published_at,
            *([stood[-1].at] if stood else []),
            *([later.published_at] if later else []),
            *(one.settled_at for one in earlier),
        ]
    )
    off = meeting.state in CALLED_OFF
    event = Event()
    event.add("uid", uid(f"meeting-{meeting.slug}"))
    event.add("dtstamp", since.astimezone(UTC))
    event.add("last-modified", since.astimezone(UTC))
    event.add("created", meeting.published_at.astimezone(UTC))
    event.add("sequence", moments.changes(stood))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    if meeting.ends_at:
        event.add("dtend", meeting.ends_at.astimezone(LONDON))
    name = f"{meeting.short_body_name}: {meeting.get_kind_display().lower()}"
    event.add("summary", said(f"{meeting.get_state_display()}: {name}" if off else name))
    if meeting.place:
        event.add("location", said(meeting.place))
    event.add("description", said(_description(meeting, earlier, address)))
    event.add("url", address)
    event.add("class", "PUBLIC")
    for other in (later, *earlier):
        if other:
            event.add("related-to", uid(f"meeting-{other.slug}"), parameters={"RELTYPE": "SIBLING"})
    return event


def _description(meeting: Meeting, earlier: list[Meeting], address: str) -> str:
    agenda = "The agenda and the papers are on its page" if meeting.agenda_is_out else "Its page"
    return wording.paragraphs(
        wording.what_became_of_it(meeting),
        meeting.purpose,
        wording.meeting_facts(meeting),
        *(f"This takes the place of the meeting of {wording.moment(one)}." for one in earlier),
        f"{agenda}: {address}",
    )


def cut_off_event(closing: Closing, stood: list[moments.Standing], fixed: list[datetime], address: str) -> Event:
    """The last moment to ask for one meeting. `fixed`: when the moment itself was set or set anew."""
    meeting = closing.meeting
    since = max([meeting.published_at, *([stood[-1].at] if stood else []), *fixed])
    event = closing_event(closing, address, stands_since=since)
    event.add("last-modified", since.astimezone(UTC))
    event.add("sequence", moments.changes(stood) + len(fixed))
    event.add("status", "CANCELLED" if meeting.state in CALLED_OFF else "CONFIRMED")
    if meeting.state in CALLED_OFF:
        event.summary = f"{meeting.get_state_display()}: {event.summary}"
    event.add("class", "PUBLIC")
    return event


# Addresses --------------------------------------------------------------------------------------------------------


def of_meetings(request, name: str, meetings: Iterable[Meeting], filename: str) -> HttpResponse:
    meetings = list(meetings)
    stood = moments.standings(meetings)
    events = [
        meeting_event(one, stood.get(one.pk, []), request.build_absolute_uri(one.get_absolute_url()))
        for one in meetings
    ]
    return answer(calendar_of(name, events, [one.day for one in meetings]), filename)


class AllMeetings(Revalidated, View):
    """Every meeting of every body that the portal lists."""

    def get(self, request):
        name = f"Meetings – {portal(request)['portal']['panel_short_name']}"
        return of_meetings(request, name, shown(), "meetings")


class MeetingsOfBody(PublicDetail):
    """The meetings of one body."""

    model = Body

    def refine(self, rows):
        return rows.with_names()

    def render_to_response(self, context, **kwargs):
        body = self.object
        return of_meetings(self.request, f"Meetings – {body.name_then}", shown().for_body(body), body.slug)


class OneMeeting(PublicDetail):
    """One meeting, for good: also one of many years ago."""

    model = Meeting

    def refine(self, rows):
        return told_of(rows)

    def render_to_response(self, context, **kwargs):
        meeting = self.object
        return of_meetings(self.request, str(meeting), [meeting], f"meeting-{meeting.slug}")


class CutOffs(Revalidated, View):
    """The last moment to ask a question for each ordinary meeting of the panel."""

    def get(self, request):
        asked_at = shown().filter(body__kind=Body.Kind.PANEL, kind__in=[Meeting.Kind.ORDINARY, Meeting.Kind.ANNUAL])
        closings = scheme.closings(asked_at)
        meetings = [one.meeting for one in closings]
        stood, fixed = moments.standings(meetings), moments.fixed_anew(meetings)
        address = request.build_absolute_uri(reverse("questions:scheme"))
        events = [cut_off_event(one, stood.get(one.meeting.pk, []), fixed[one.meeting.pk], address) for one in closings]
        name = f"Public questions – {portal(request)['portal']['panel_short_name']}"
        return answer(calendar_of(name, events, [one.at.date() for one in closings]), "questions")
