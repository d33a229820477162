"""What members keep for themselves: which actions they follow, and up to when they have seen what changed."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from meetings.models import Action, Authority, Membership
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
    day = today()
    serving = (
        Membership.objects.filter(member__sign_ins__user=user, authority__isnull=False)
        .filter(Q(from_on__isnull=True) | Q(from_on__lte=day), Q(until_on__isnull=True) | Q(until_on__gte=day))
        .select_related("authority")
        .first()
    )
    return serving.authority if serving else None


def last_look(user) -> datetime | None:
    """The moment up to which somebody has said that they have seen what changed; None if they never did."""
    return LastLook.objects.filter(user=user).values_list("looked_at", flat=True).first()


def mark_seen(user, until: datetime) -> None:
    """They have seen what changed until then. The mark never goes back, and never beyond now."""
    until = min(until, timezone.now())
    look, made = LastLook.objects.get_or_create(user=user, defaults={"looked_at": until})
    if not made and look.looked_at < until:
        LastLook.objects.filter(pk=look.pk, looked_at__lt=until).update(looked_at=until)
