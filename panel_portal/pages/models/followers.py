"""Who follows the record by e-mail: private rows, outside every history, gone when somebody stops."""

import secrets

from django.db import models
from django.db.models.functions import Lower

from panel_portal.records.models import OutgoingEmail


def new_link_key() -> str:
    return secrets.token_urlsafe(12)


class Subscriber(models.Model):
    """An address that somebody gave in order to follow something. Nobody has signed in; nothing else is known."""

    private = True

    address = models.EmailField()
    # What the links in letters to this address are made from (follow/links.py).
    link_key = models.CharField(max_length=16, unique=True, default=new_link_key, editable=False)
    # For which day the daily letter was last thought of, whether or not there was anything to tell.
    daily_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(Lower("address"), name="one_subscriber_of_an_address")]

    def __str__(self):
        return f"Subscriber {self.pk}"


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self):
        return self.filter(confirmed_at=None)


class Subscription(models.Model):
    """One thing that an address follows. It counts from the moment its link was used, and its row goes with it."""

    private = True

    class Kind(models.TextChoices):
        EVERYTHING = "everything", "Everything new"
        BODY = "body", "What one body does"
        TOPIC = "topic", "A topic"
        QUESTION = "question", "A question"
        ACTION = "action", "An action"
        OVERDUE = "overdue", "Whatever becomes overdue"
        ANSWERED = "answered", "Every answer"
        ACCEPTED = "accepted", "Whatever the panel accepts as done"

    # Those that follow one record; the others follow a kind of news.
    OF_A_RECORD = (Kind.BODY, Kind.TOPIC, Kind.QUESTION, Kind.ACTION)

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", "At once"
        DAILY = "daily", "Once a day"

    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="subscriptions")
    kind = models.CharField("what is followed", max_length=10, choices=Kind)
    record = models.PositiveBigIntegerField(default=0, help_text="The key of the record that is followed, or 0.")
    rhythm = models.CharField("how often", max_length=7, choices=Rhythm, default=Rhythm.DAILY)
    link_key = models.CharField(max_length=16, unique=True, default=new_link_key, editable=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "record", "pk")
        default_permissions = ("view",)
        verbose_name = "follower by e-mail"
        verbose_name_plural = "followers by e-mail"
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "kind", "record"], name="a_subscriber_follows_a_thing_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["body", "topic", "question", "action"]) ^ models.Q(record=0),
                name="a_record_is_named_where_one_is_followed",
            ),
        ]

    def __str__(self):
        return f"Subscription {self.pk}"


class Told(models.Model):
    """That a piece of news stands in a letter to somebody, so that it is never told twice. Gone with the letter."""

    private = True

    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="told")
    email = models.ForeignKey(OutgoingEmail, models.PROTECT, related_name="+")
    news = models.CharField("key of the news", max_length=200)
    about = models.CharField("record that it is about", max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "news"], name="news_are_told_a_subscriber_once")]

    def __str__(self):
        return f"Told {self.pk}"
