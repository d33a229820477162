"""What members keep for themselves: which actions they follow, and up to when they have seen what changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from meetings.models import Action, Authority, Membership
from meetings.models.bodies import holding
from panel_portal.records.periods import today
from reports.models import Following, LastLook

# How far back "what changed" goes for somebody who has never said that they have seen it.
AT_FIRST = timedelta(days=28)


def follow(user, action: Action) -> None:
    """Twice is as good as once."""
    Following.objects.get_or_create(user=user, action=action)


def unfollow(user, action: Action) -> None:
    Following.objects.of(user).filter(action=action).delete()


def followed_by(user):
    """The keys of the actions that somebody follows, as a query."""
    return Following.objects.of(user).values("action")


def followed_by_council(authority: Authority):
    """The keys of the actions that any member follows whom a council appoints, as a query."""
    return Following.objects.of_council(authority).values("action")


def council_of(user) -> Authority | None:
    """The council that appoints the member whose sign-in this is; None for an independent member, and for a clerk."""
    appointed = Membership.objects.filter(holding(today()), member__sign_ins__user=user, authority__isnull=False)
    serving = appointed.select_related("authority").first()
    return serving.authority if serving else None


@dataclass(frozen=True)
class Mark:
    """Up to where somebody has seen what changed: a moment, and the last line of the actions' history by then (None
    where only the moment is known)."""

    at: datetime
    event: int | None = None


def now() -> Mark:
    """The mark of a page that is opened now. One query."""
    moment = timezone.now()
    return Mark(moment, Action.events.rel.related_model.objects.aggregate(last=Max("pgh_id"))["last"] or 0)


def last_look(user) -> Mark | None:
    """Up to where somebody has said that they have seen what changed; None if they never did."""
    look = LastLook.objects.filter(user=user).first()
    return Mark(look.looked_at, look.last_event) if look else None


def mark_seen(user, until: Mark) -> None:
    """They have seen what changed until then. The mark never goes back, and never beyond now."""
    latest = now()
    moment, event = min(until.at, latest.at), min(until.event or 0, latest.event)
    look, made = LastLook.objects.get_or_create(user=user, defaults={"looked_at": moment, "last_event": event})
    if not made:
        further = {
            "looked_at": Greatest("looked_at", Value(moment)),
            "last_event": Greatest("last_event", Value(event)),
        }
        LastLook.objects.filter(pk=look.pk).update(**further)
