"""The last moment to ask, as a calendar entry."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Alarm, Calendar, Event

from panel_portal.records.periods import in_words
from questions.scheme import Closing

WARNING, HALF_AN_HOUR = timedelta(days=2), timedelta(minutes=30)


def uid(word: str) -> str:
    """The name for ever of an entry in anybody's calendar: that of the place where the portal is read is part of it,
    as somebody may have the meetings of two panels in one calendar (RFC 7986 5.3)."""
    return f"{word}@{urlsplit(settings.SITE_ADDRESS).hostname}"


def entry(closing: Closing, address: str) -> bytes:
    """A calendar with one entry that ends at the last moment, in UTC, and reminds two days before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Panel Portal//Public questions//EN")
    calendar.add("version", "2.0")
    event = closing_event(closing, address)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "The deadline to ask a question is near.")
    alarm.add("trigger", -WARNING)
    event.add_component(alarm)
    calendar.add_component(event)
    return calendar.to_ical()


def closing_event(closing: Closing, address: str, *, stands_since: datetime | None = None) -> Event:
    """The entry itself. `stands_since`: when it last became another, otherwise when its meeting was published."""
    meeting = closing.meeting
    event = Event()
    event.add("uid", uid(f"questions-{meeting.slug}"))
    # The same entry whenever it is asked for, so that it can be kept by caches.
    event.add("dtstamp", (stands_since or meeting.published_at).astimezone(UTC))
    event.add("dtstart", (closing.at - HALF_AN_HOUR).astimezone(UTC))
    event.add("dtend", closing.at.replace(microsecond=0).astimezone(UTC))
    event.add("summary", f"Last moment to ask a question for {in_words(meeting.day)}")
    event.add("description", "\n".join((closing.words, *closing.sentences)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
