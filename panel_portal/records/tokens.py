"""Links that open one thing without an account. The link itself is told once; the database keeps its hash alone."""

import hashlib
import secrets

from django.db.models import F, Q
from django.utils import timezone

from panel_portal.records.models import TaskToken


def _hash(token: str) -> str:
    # The token is 256 random bits, so a plain hash of it cannot be guessed backwards.
    return hashlib.sha256(token.encode()).hexdigest()


def give(purpose: TaskToken.Purpose, record: int, *, expires_at=None) -> str:
    """Make a token that opens the record of that key; returns it, for the only time."""
    token = secrets.token_urlsafe(32)
    TaskToken.objects.create(purpose=purpose, record=record, hash=_hash(token), expires_at=expires_at)
    return token


def opened(purpose: TaskToken.Purpose, token: str) -> int | None:
    """The key of what a token opens, counting the use; None for one that is unknown, expired or revoked."""
    now = timezone.now()
    valid = TaskToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), purpose=purpose, revoked_at=None)
    found = valid.filter(hash=_hash(token)).first()
    if found is None:
        return None
    TaskToken.objects.filter(pk=found.pk).update(uses=F("uses") + 1, last_used_at=now)
    return found.record


def forget(purpose: TaskToken.Purpose, record: int) -> int:
    """Destroy every token of a record; how many there were."""
    return TaskToken.objects.filter(purpose=purpose, record=record).delete()[0]
