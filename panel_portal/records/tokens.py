"""Links that open one thing without an account. The link itself is told once; the database keeps its hash alone."""

import hashlib
import secrets
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from panel_portal.records.models import TaskToken, TokenUse

What = TokenUse.What


def _hash(token: str) -> str:
    # The token is 256 random bits, so a plain hash of it cannot be guessed backwards.
    return hashlib.sha256(token.encode()).hexdigest()


def give(purpose: TaskToken.Purpose, record: int, *, expires_at=None, for_whom: str = "") -> str:
    """Make a token that opens the record of that key; returns it, for the only time."""
    token = secrets.token_urlsafe(32)
    TaskToken.objects.create(
        purpose=purpose, record=record, hash=_hash(token), expires_at=expires_at, for_whom=for_whom
    )
    return token


def opened(purpose: TaskToken.Purpose, token: str) -> int | None:
    """The key of what a token opens, counting the use; None for one that is unknown, expired or revoked."""
    now = timezone.now()
    valid = TaskToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), purpose=purpose, revoked_at=None)
    found = valid.filter(hash=_hash(token)).first()
    if found is None:
        return None
    _count(found)
    return found.record


class Refused(Exception):
    """A link for one task opens nothing; `why` is what the log says, `token` the link, where there is one."""

    def __init__(self, why: What, token: TaskToken | None = None):
        super().__init__(why.label)
        self.why, self.token = why, token


def open_task(purposes: Collection[TaskToken.Purpose], token: str, *, lock: bool = False) -> TaskToken:
    """The link for one task that this token is, each use of it logged. Raises `Refused`, logged too.

    lock    hold its row until the transaction ends, so that of two forms sent at once one is refused
    """
    rows = TaskToken.objects.select_for_update() if lock else TaskToken.objects.all()
    found = rows.filter(purpose__in=purposes, hash=_hash(token)).first()
    if found is None:
        raise _refuse(What.UNKNOWN)
    if found.done_at:
        raise _refuse(What.AGAIN, found)
    if found.revoked_at:
        raise _refuse(What.REVOKED, found)
    if found.expires_at and found.expires_at <= timezone.now():
        raise _refuse(What.EXPIRED, found)
    if not lock:
        _count(found)
        TokenUse.objects.create(token=found, what=What.OPENED)
    return found


def close_for_good(found: TaskToken) -> Refused:
    """Log that what a link was given for is not wanted any more; the refusal to raise."""
    return _refuse(What.CLOSED, found)


def finish(found: TaskToken) -> None:
    """What it was given for is done: it opens nothing from now on."""
    found.done_at = timezone.now()
    found.save(update_fields=["done_at"])
    TokenUse.objects.create(token=found, what=What.DONE)


def revoke(found: TaskToken) -> None:
    """Take a link back. One that was done with or taken back before stays as it is."""
    TaskToken.objects.filter(pk=found.pk, done_at=None, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def forget(purpose: TaskToken.Purpose, record: int) -> int:
    """Destroy every token of a record with its log; how many there were."""
    TokenUse.objects.filter(token__purpose=purpose, token__record=record).delete()
    return TaskToken.objects.filter(purpose=purpose, record=record).delete()[0]


def _refuse(why: What, token: TaskToken | None = None) -> Refused:
    TokenUse.objects.create(token=token, what=why)
    return Refused(why, token)


def _count(found: TaskToken) -> None:
    TaskToken.objects.filter(pk=found.pk).update(uses=F("uses") + 1, last_used_at=timezone.now())
