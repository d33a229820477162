"""Mail: a row in its cause's transaction, sent once, tried again, and a person told when it does not go."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from panel_portal.records.mail import deliver, queue
from panel_portal.records.models import OutgoingEmail
from tests import factories

QUEUED = "panel_portal.records.mail.QueuedEmailBackend"


class BrokenServer(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody answers")


def queued(key="agenda:1"):
    return queue(to="member@council.example", subject="The agenda is out", body="Read it.", key=key)


def mail_job() -> ProcrastinateJob:
    """The worker also sets its own periodic jobs."""
    return ProcrastinateJob.objects.get(task_name="panel_portal.records.mail.send_email")


def work_once() -> None:
    """The worker, until nothing is due."""
    app.with_connector(app.connector.get_worker_connector()).run_worker(
        wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="never"
    )


@pytest.mark.django_db
def test_queued_message_is_one_row_and_one_job_that_carries_only_its_number():
    message = queued()
    job = mail_job()
    assert (job.task_name, job.args) == ("panel_portal.records.mail.send_email", {"email": message.pk})
    assert (message.sent_at, mail.outbox) == (None, [])


@pytest.mark.django_db
def test_message_of_a_transaction_that_was_rolled_back_is_neither_row_nor_job():
    with transaction.atomic():
        queued()
        transaction.set_rollback(True)
    assert not OutgoingEmail.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.django_db
def test_same_key_twice_is_one_message_and_one_job():
    assert queued() == queued()
    assert (OutgoingEmail.objects.count(), ProcrastinateJob.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_delivery_twice_sends_once():
    message = queued()
    deliver(message.pk)
    deliver(message.pk)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["member@council.example"], "The agenda is out", "Read it.")
    message.refresh_from_db()
    assert message.sent_at


@pytest.mark.django_db(transaction=True)
def test_worker_sends_what_is_queued():
    queued()
    work_once()
    assert len(mail.outbox) == 1
    assert mail_job().status == "succeeded"


@pytest.mark.django_db(transaction=True)
def test_message_that_cannot_be_sent_is_tried_again_and_the_clerk_is_told_meanwhile(settings, signed_in):
    clerk = signed_in(factories.a_clerk())
    message = queued()
    works, settings.EMAIL_DELIVERY_BACKEND = settings.EMAIL_DELIVERY_BACKEND, f"{__name__}.BrokenServer"
    work_once()
    job = mail_job()
    assert (job.status, job.attempts, mail.outbox) == ("todo", 1, [])
    message.refresh_from_db()
    assert message.last_error == "nobody answers"
    assert "could not be sent" in clerk.get("/admin/").content.decode()

    settings.EMAIL_DELIVERY_BACKEND = works
    ProcrastinateJob.objects.filter(pk=job.pk).update(
        scheduled_at=None
    )  # instead of waiting for the time of the next attempt
    work_once()
    assert len(mail.outbox) == 1
    assert mail_job().status == "succeeded"
    assert "could not be sent" not in clerk.get("/admin/").content.decode()


@pytest.mark.django_db
def test_message_sent_by_django_is_queued_for_each_recipient(settings):
    settings.EMAIL_BACKEND = QUEUED
    EmailMessage("Subject", "Body", to=["one@x.example", "two@x.example"]).send()
    assert set(OutgoingEmail.objects.values_list("to", "subject")) == {
        ("one@x.example", "Subject"),
        ("two@x.example", "Subject"),
    }
    assert mail.outbox == []


def test_settings_send_everything_through_the_queue():
    from panel_portal import settings as written  # noqa: PLC0415 - the tests' runner puts its own in Django's settings

    assert written.EMAIL_BACKEND == QUEUED
