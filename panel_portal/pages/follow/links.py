"""The links in letters. None is kept: each is the key of a row, signed, so that whoever reads the database alone can
make none, and every letter carries the same way out."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from panel_portal.pages.models import Subscriber, Subscription

CONFIRM_WITHIN = timedelta(days=7)


class NoSuchLink(Exception):
    """The link was not made here, or not copied to its end."""


class Expired(Exception):
    """The link was made here, and its time is over."""


def _signer(purpose: str):
    signer = signing.TimestampSigner if purpose == "confirm" else signing.Signer
    return signer(salt=f"panel_portal.pages.follow.{purpose}", sep=".")


def path(purpose: str, row: Subscriber | Subscription) -> str:
    """A link as a page leads to it; the functions below give it as it stands in a letter."""
    return reverse(f"follow-{purpose}", args=[_signer(purpose).sign(row.link_key)])


def _address(purpose: str, row: Subscriber | Subscription) -> str:
    return settings.SITE_ADDRESS + path(purpose, row)


def confirm(subscription: Subscription) -> str:
    """Where somebody says that it was they who asked; for seven days."""
    return _address("confirm", subscription)


def stop(subscription: Subscription) -> str:
    """Where one thing is no longer followed."""
    return _address("stop", subscription)


def stop_all(subscriber: Subscriber) -> str:
    """Where everything stops."""
    return _address("stop-all", subscriber)


def change(subscriber: Subscriber) -> str:
    """Where somebody sees all that they follow."""
    return _address("change", subscriber)


def key_in(purpose: str, token: str) -> str:
    """The key of the row that a link is for; the row may be gone. Raises NoSuchLink and Expired."""
    try:
        if purpose == "confirm":
            return _signer(purpose).unsign(token, max_age=CONFIRM_WITHIN)
        return _signer(purpose).unsign(token)
    except signing.SignatureExpired:
        raise Expired from None
    except signing.BadSignature:
        raise NoSuchLink from None
