"""What waits for an office, by e-mail, once a week to everybody who answers for it."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from meetings.models import OfficeSignIn
from panel_portal.records import mail
from panel_portal.records.periods import in_words, today
from reports import owed

MOST_TOLD = 40


def send_digests(day: date | None = None) -> int:
    """Write to each person of each office for which something waits; how many messages. Twice in a week is once: the
    key names the week."""
    day = day or today()
    year, week, _ = day.isocalendar()
    told = {}
    written = 0
    for link in OfficeSignIn.objects.filter(user__is_active=True).select_related("user", "office"):
        if link.office_id not in told:
            told[link.office_id] = _letter(link.office, day)
        if told[link.office_id]:
            subject, body = told[link.office_id]
            mail.queue(to=link.user.email, subject=subject, body=body, key=f"digest:{link.user_id}:{year}-{week:02d}")
            written += 1
    return written


def _letter(office, day: date) -> tuple[str, str] | None:
    rows = owed.longest_first(office)
    number = rows.count()
    if not number:
        return None
    waiting = owed.fetch(rows[:MOST_TOLD])
    lines = [
        f"To the office of the {office.title_on(day)}",
        f"{number} thing{'s' if number > 1 else ''} asked by the panel or the public wait{'' if number > 1 else 's'} "
        f"for an answer from you, as of {in_words(day)}.",
        *(_line(one) for one in waiting),
    ]
    if number > len(waiting):
        lines.append(f"And {number - len(waiting)} more.")
    lines.append(f"Answer them here: {settings.SITE_ADDRESS}{reverse('reports:office')}")
    late = sum(one.is_overdue for one in waiting)
    subject = f"{number} waiting for an answer" + (f", {late} of them overdue" if late else "")
    return subject, "\n\n".join(lines) + "\n"


def _line(one: owed.Owed) -> str:
    due = f"due by {in_words(one.due_on)}" if one.due_on else "no day is set"
    if one.stopped_on:
        due = "its clock is stopped"
    elif one.is_overdue:
        due = f"OVERDUE, {due}"
    title = one.title if len(one.title) <= 200 else f"{one.title[:197]}…"
    return f"- {one.noun.capitalize()} {title}\n  {due}"
