"""What minutes are made from: texts that a clerk pasted, and the phrases a panel uses again and again."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from meetings.models.business import AgendaItem
from meetings.models.meeting import Meeting

# As long as somebody may be presumed to be still at it. Nobody is locked out by it; the other is told.
AT_WORK = timedelta(minutes=20)


class PastedMinutes(models.Model):
    """One text of minutes as it came, with the clerk's work on it, and which record was made of which part.

    Private: it may hold what is not for publication, so it has no history, is in no public query, and may be deleted
    once the minutes are approved. The records made of it do not need it.
    """

    private = True

    class Form(models.TextChoices):
        RICH = "rich", "Pasted with its formatting"
        PLAIN = "plain", "Pasted as plain text"
        WORD = "word", "A Word document"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="pasted_minutes")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="pasted_minutes", verbose_name="only this item"
    )
    form = models.CharField(max_length=5, choices=Form)
    filename = models.CharField(max_length=255, blank=True)
    text = models.TextField(help_text="What was read: plain text, with the numbers of lists as typed.")
    pasted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pasted_at = models.DateTimeField(default=timezone.now)

    # The clerk's work on it, and who is at it. `review/proposal.py` says what stands in `work`.
    work = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    worked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    worked_at = models.DateTimeField(null=True)
    # Work that another clerk's replaced knowingly: a list of {"by", "at", "work"}, latest last.
    set_aside = models.JSONField(default=list)

    # Which record was made of which part: {"i2.d0.p1": {"model": "limb", "pk": 5, "version": 3}}
    made = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pasted_at", "-pk")
        verbose_name = verbose_name_plural = "pasted minutes"

    def __str__(self):
        return f"{self.get_form_display()}, {timezone.localtime(self.pasted_at):%-d %B %Y at %H:%M}"

    def at_work_beside(self, user):
        """Another clerk who was at this a short while ago, or None."""
        recently = self.worked_at is not None and timezone.now() - self.worked_at < AT_WORK
        return self.worked_by if recently and self.worked_by_id != user.pk else None


class StockPhrase(models.Model):
    """Words the panel's minutes use at every meeting, one press away while they are being written."""

    internal = True

    order = models.PositiveSmallIntegerField(default=10)
    name = models.CharField(max_length=60, help_text='What the button says: "Report noted".')
    text = models.TextField(max_length=2000, help_text="What it writes into the minute.")

    class Meta:
        ordering = ("order", "pk")

    def __str__(self):
        return self.name
