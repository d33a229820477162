"""Beginning and ending to follow something: what happens to the rows."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils import timezone

from panel_portal.pages.follow import letters, links
from panel_portal.pages.follow.choices import Choice, followed
from panel_portal.pages.models import Subscriber, Subscription, Told
from panel_portal.records import mail
from panel_portal.records.models import OutgoingEmail

# So many links a day go to one address, whoever asks for them: nobody's box is filled by a stranger.
MOST_LINKS_A_DAY = 5
# A sent letter is kept a little longer than news is looked back for (sending.LOOK_BACK), so that nothing is told twice.
LETTERS_KEPT = timedelta(days=14)


@transaction.atomic
def ask(address: str, choice: Choice, rhythm: str) -> None:
    """Write the link that confirms to an address, or, where it follows this already, the way to change it. Nothing is
    written to an address that was sent enough today, nor kept longer on that account; the caller is told no difference.
    """
    now = timezone.now()
    subscriber = _subscriber_of(address)
    asked = OutgoingEmail.objects.filter(key__startswith=letters.ASKED.format(subscriber.pk))
    if asked.filter(queued_at__gt=now - timedelta(days=1)).count() >= MOST_LINKS_A_DAY:
        return
    subscription, new = Subscription.objects.get_or_create(
        subscriber=subscriber,
        kind=choice.kind,
        record=choice.record,
        defaults={"rhythm": rhythm, "asked_at": now},
    )
    if not new and not subscription.confirmed_at:
        subscription.rhythm, subscription.asked_at = rhythm, now
        subscription.save(update_fields=["rhythm", "asked_at"])
    subject, body = (
        letters.already(subscription, choice) if subscription.confirmed_at else letters.confirm(subscription, choice)
    )
    mail.queue(
        to=subscriber.address,
        subject=subject,
        body=body,
        key=f"{letters.ASKED.format(subscriber.pk)}{now.timestamp():.6f}",
    )


def _subscriber_of(address: str) -> Subscriber:
    """The row of an address, locked, so that of two forms sent at once the second finds what the first made."""
    of_it = Subscriber.objects.select_for_update().alias(lowered=Lower("address")).filter(lowered=address.lower())
    if not of_it.exists():
        Subscriber.objects.bulk_create([Subscriber(address=address)], ignore_conflicts=True)
    return of_it.get()


def subscription_of(key: str) -> Subscription | None:
    return Subscription.objects.filter(link_key=key).select_related("subscriber").first()


def subscriber_of(key: str) -> Subscriber | None:
    return Subscriber.objects.filter(link_key=key).first()


@transaction.atomic
def confirm(key: str) -> Subscription | None:
    """Begin to send; None where the row is gone. A second time changes nothing."""
    found = (
        Subscription.objects.select_for_update(of=["self"]).filter(link_key=key).select_related("subscriber").first()
    )
    if found and not found.confirmed_at:
        found.confirmed_at = timezone.now()
        found.save(update_fields=["confirmed_at"])
    return found


def stop(key: str) -> None:
    """No longer follow one thing. Nothing is done where it has been stopped."""
    _stop(Subscription.objects.filter(link_key=key))


def stop_all(key: str) -> None:
    """No longer follow anything."""
    _stop(Subscription.objects.filter(subscriber__link_key=key))


@transaction.atomic
def _stop(subscriptions) -> None:
    """Destroy these rows, and of an address that follows nothing any more, everything. Letters that wait are taken
    back: what else there is to tell comes in the next one."""
    keys = set(subscriptions.values_list("subscriber", flat=True))
    list(Subscriber.objects.select_for_update().filter(pk__in=keys).order_by("pk"))  # no letter is written meanwhile
    subscriptions.delete()
    for pk in keys:
        _take_back(OutgoingEmail.objects.filter(key__startswith=letters.OF_SUBSCRIBER.format(pk), sent_at=None))
    _destroy_those_that_follow_nothing(keys)


def followed_by(subscriber: Subscriber) -> list[Subscription]:
    """What an address has confirmed."""
    return list(subscriber.subscriptions.confirmed().select_related("subscriber"))


@dataclass(frozen=True)
class Counted:
    """How many follow one thing."""

    choice: Choice
    at_once: int
    daily: int

    @property
    def together(self) -> int:
        return self.at_once + self.daily


def counted() -> list[Counted]:
    """How many follow what, the most followed first. Nobody but the address itself is told more."""
    rows = list(
        Subscription.objects.confirmed()
        .order_by()
        .values("kind", "record")
        .annotate(
            at_once=Count("pk", filter=Q(rhythm=Subscription.Rhythm.AT_ONCE)),
            daily=Count("pk", filter=Q(rhythm=Subscription.Rhythm.DAILY)),
        )
    )
    named = followed(Subscription(kind=row["kind"], record=row["record"]) for row in rows)
    lines = [Counted(named[row["kind"], row["record"]], row["at_once"], row["daily"]) for row in rows]
    return sorted(lines, key=lambda line: (-line.together, line.choice.words))


def unconfirmed() -> int:
    """How many links wait to be used."""
    return Subscription.objects.unconfirmed().count()


def change_rhythm(subscription: Subscription, rhythm: str) -> None:
    Subscription.objects.filter(pk=subscription.pk).update(rhythm=rhythm)


def _take_back(rows) -> None:
    """Destroy letters. One that is being sent this moment is left; it is destroyed when it has been kept long enough.

    Without that, somebody who stops would wait for a slow mail server."""
    keys = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Told.objects.filter(email__in=keys).delete()
    OutgoingEmail.objects.filter(pk__in=keys).delete()


def _destroy_those_that_follow_nothing(keys=None) -> int:
    idle = Subscriber.objects.filter(subscriptions=None)
    if keys is not None:
        idle = idle.filter(pk__in=keys)
    idle = list(idle.values_list("pk", flat=True))
    Told.objects.filter(subscriber__in=idle).delete()
    for pk in idle:
        _take_back(OutgoingEmail.objects.filter(key__startswith=letters.OF_SUBSCRIBER.format(pk)))
    return Subscriber.objects.filter(pk__in=idle).delete()[0]


@transaction.atomic
def destroy_what_is_over(now=None) -> str:
    """Destroy what nobody confirmed in seven days, addresses that follow nothing, and letters sent long ago; says how
    many of each."""
    now = now or timezone.now()
    unconfirmed = Subscription.objects.unconfirmed().filter(asked_at__lt=now - links.CONFIRM_WITHIN).delete()[0]
    idle = _destroy_those_that_follow_nothing()
    old = OutgoingEmail.objects.filter(key__startswith=letters.KEYS, queued_at__lt=now - LETTERS_KEPT)
    number = old.count()
    _take_back(old)
    return f"Destroyed {unconfirmed} subscriptions that nobody confirmed, {idle} addresses and {number} letters."
