"""Mail leaves through the database: a row in the caller's transaction, a job that sends it, retried when it fails."""

import re
import uuid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from panel_portal.records.models import OutgoingEmail

RETRIES = RetryStrategy(max_attempts=10, exponential_wait=4)


def queue(*, to: str, subject: str, body: str, key: str) -> OutgoingEmail:
    """Write a message down and ask the worker to send it. The same key twice is the same message, sent once."""
    with transaction.atomic():
        message, new = OutgoingEmail.objects.get_or_create(
            key=key, defaults={"to": to, "subject": subject, "body": body}
        )
        if new:
            send_email.defer(email=message.pk)
    return message


def deliver(pk: int) -> None:
    """Send one message, unless it has been, or was taken back. Raises what the mail server raises."""
    with transaction.atomic():
        message = OutgoingEmail.objects.select_for_update().filter(pk=pk).first()
        if message is None or message.sent_at:
            return
        headers = {"Auto-Submitted": "auto-generated"}
        if message.stop_address:
            headers["List-Unsubscribe"] = f"<{message.stop_address}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        EmailMessage(
            message.subject,
            message.body,
            to=[message.to],
            headers=headers,
            connection=get_connection(settings.EMAIL_DELIVERY_BACKEND),
        ).send()
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])


class NotSent(Exception):
    """The mail server did not take a message. What it said stands in the row: it often repeats the address, which no
    log may hold."""


def attempt(pk: int) -> None:
    """Send one message, and keep what went wrong for the clerk's work list. Raises NotSent, to be tried again."""
    try:
        deliver(pk)
    except Exception as error:  # noqa: BLE001 - whatever a mail server can raise
        # Outside the transaction that failed, so that the clerk's work list can tell; then on to the next attempt.
        waiting = OutgoingEmail.objects.filter(pk=pk)
        address = waiting.values_list("to", flat=True).first() or ""
        said = re.sub(re.escape(address), "[the address]", str(error), flags=re.IGNORECASE) if address else str(error)
        waiting.update(last_error=said[:1000])
        raise NotSent(f"E-mail {pk}: {type(error).__name__}") from None


@app.task(retry=RETRIES)
def send_email(*, email: int) -> None:
    """The job carries the row's number only; what it says and to whom stays in the private table."""
    attempt(email)


class QueuedEmailBackend(BaseEmailBackend):
    """What Django and allauth send with: every recipient of every message becomes a queued row."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            for address in message.recipients():
                queue(to=address, subject=message.subject, body=message.body, key=f"message:{uuid.uuid4()}")
        return len(email_messages)
