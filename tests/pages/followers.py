"""People who follow the record, made as they would make themselves."""

import re
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from panel_portal.pages.follow import asking, choices
from panel_portal.pages.follow.sending import send_letter, tell
from panel_portal.pages.models import Subscription
from panel_portal.records.mail import deliver
from panel_portal.records.models import OutgoingEmail

HOUR = timedelta(hours=1)


def asked(what="everything", *, rhythm="at_once", address="reader@mail.example") -> Subscription:
    """Somebody gave an address, and has not opened the link yet."""
    choice = choices.of_value(what)
    asking.ask(address, choice, rhythm)
    return Subscription.objects.get(subscriber__address__iexact=address, kind=choice.kind, record=choice.record)


def follower(what="everything", *, since=HOUR, **more) -> Subscription:
    """Somebody who confirmed, so long ago."""
    subscription = asking.confirm(asked(what, **more).link_key)
    Subscription.objects.filter(pk=subscription.pk).update(confirmed_at=timezone.now() - since)
    subscription.refresh_from_db()
    return subscription


def letters(**wanted):
    """Letters with news that are written, whether or not they were sent."""
    rows = OutgoingEmail.objects.filter(key__startswith="follow:", **wanted).exclude(key__contains=":asked:")
    return list(rows.order_by("pk"))


def links_to(address="reader@mail.example") -> list[str]:
    """The letters with links to an address, oldest first."""
    rows = OutgoingEmail.objects.filter(to=address, key__contains=":asked:").order_by("pk")
    return [path(row.body, "confirm") for row in rows]


def path(body: str, purpose: str) -> str:
    """The link for a purpose that stands in a letter, without its host."""
    found = re.search(rf"https?://[^/\s]+(/follow/{purpose}/\S+/)", body)
    assert found, body
    return found[1]


def told_after(wait=HOUR) -> list[OutgoingEmail]:
    """Run the job so much later, and give what it wrote."""
    before = {one.pk for one in letters()}
    tell(timezone.now() + wait)
    return [one for one in letters() if one.pk not in before]


def sent(email: OutgoingEmail):
    """The message as it left, by the job that sends it."""
    mail.outbox.clear()
    send_letter(email=email.pk)
    (message,) = mail.outbox
    return message


__all__ = ["HOUR", "asked", "deliver", "follower", "letters", "links_to", "path", "sent", "told_after"]
