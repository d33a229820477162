"""Mail leaves through the database: a row in the caller's transaction, a job that sends it, retried when it fails."""

import uuid

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from panel_portal.records.models import OutgoingEmail


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
    """Send one message, unless it has been. Raises what the mail server raises, so that the job is tried again."""
    with transaction.atomic():
        message = OutgoingEmail.objects.select_for_update().get(pk=pk)
        if message.sent_at:
            return
        EmailMessage(
            message.subject,
            message.body,
            to=[message.to],
            headers={"Auto-Submitted": "auto-generated"},
            connection=get_connection(settings.EMAIL_DELIVERY_BACKEND),
        ).send()
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=4))
def send_email(*, email: int) -> None:
    """The job carries the row's number only; what it says and to whom stays in the private table."""
    try:
        deliver(email)
    except Exception as error:
        # Outside the transaction that failed, so that the clerk's work list can tell; then on to the next attempt.
        OutgoingEmail.objects.filter(pk=email).update(last_error=str(error)[:1000])
        raise


class QueuedEmailBackend(BaseEmailBackend):
    """What Django and allauth send with: every recipient of every message becomes a queued row."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            for address in message.recipients():
                queue(to=address, subject=message.subject, body=message.body, key=f"message:{uuid.uuid4()}")
        return len(email_messages)
