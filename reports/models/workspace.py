"""What members keep for themselves in their workspace: what they follow, and up to when they have seen what changed."""

from django.conf import settings
from django.db import models

from meetings.models import Action, Authority, Membership, MemberSignIn
from meetings.models.bodies import holding
from panel_portal.records.periods import today


class LastLook(models.Model):
    """Up to which moment somebody has said they have seen what changed. Theirs alone; reading does not move it."""

    private = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    looked_at = models.DateTimeField()
    # The last line of the history of actions that was there then: the database dates each line by the beginning of its
    # transaction, so that one entered later may bear an earlier time.
    last_event = models.BigIntegerField(default=0)

    def __str__(self):
        return f"{self.user} has seen what changed until {self.looked_at:%-d %B %Y %H:%M}"


class FollowingQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)

    def of_council(self, authority: Authority):
        """What any member follows whom this council appoints today."""
        appointed = Membership.objects.filter(holding(today()), authority=authority)
        return self.filter(
            user__in=MemberSignIn.objects.filter(member__in=appointed.values("member")).values("user"),
        )


class Following(models.Model):
    """Somebody keeps an eye on an action. Outside the record: a private note of theirs."""

    private = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, models.PROTECT, related_name="+")

    objects = FollowingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "action"], name="an_action_is_followed_once")]

    def __str__(self):
        return f"{self.user} follows {self.action}"
