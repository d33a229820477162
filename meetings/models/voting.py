"""Votes that matter: what needs two thirds of the members in post, and how each member voted where the names were
taken."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from meetings.models.people import Member
from panel_portal.records.history import tracked
from panel_portal.records.publication import PublicPart


class VetoOf(models.TextChoices):
    """What a panel can veto, by two thirds of the persons who are its members at the time."""

    PRECEPT = "precept", "A proposed precept"  # PRSRA 2011 Sch 5 para 4(4)
    CHIEF_CONSTABLE = "chief_constable", "The appointment of a Chief Constable"  # PRSRA 2011 Sch 8 para 5
    CHIEF_FIRE_OFFICER = "chief_fire_officer", "The appointment of a Chief Fire Officer"  # SI 2017/863


PROVISIONS = {
    VetoOf.PRECEPT: "Sch 5 para 4(4) PRSRA 2011",
    VetoOf.CHIEF_CONSTABLE: "Sch 8 para 5 PRSRA 2011",
    VetoOf.CHIEF_FIRE_OFFICER: "SI 2017/863",
}


def needed(in_post: int) -> int:
    """The votes that two thirds of the members in post come to, rounded up: 8 of 12, 9 of 13, 8 of 11."""
    return -(-2 * in_post // 3)


VOTE_CONSTRAINTS = [
    models.CheckConstraint(
        name="a_vote_says_how_many_for_and_against",
        condition=Q(votes_for__isnull=True, votes_against__isnull=True, votes_abstained__isnull=True)
        | Q(votes_for__isnull=False, votes_against__isnull=False),
        violation_error_message="Give both the votes for and the votes against.",
    ),
    models.CheckConstraint(
        name="a_veto_is_measured_by_those_in_post",
        condition=Q(veto_of="", in_post__isnull=True) | ~Q(veto_of="") & Q(in_post__isnull=False, in_post__gt=0),
        violation_error_message="Say how many members were in post, for a veto and only for a veto.",
    ),
    models.CheckConstraint(
        name="no_more_members_vote_than_are_present",
        condition=Q(present__isnull=True)
        | Q(votes_for__isnull=True)
        | Q(present__gte=F("votes_for") + F("votes_against") + Coalesce(F("votes_abstained"), 0)),
        violation_error_message="There are more votes than members present.",
    ),
    models.CheckConstraint(
        name="no_more_members_are_present_than_in_post",
        condition=Q(present__isnull=True) | Q(in_post__isnull=True) | Q(present__lte=F("in_post")),
        violation_error_message="There are more members present than in post.",
    ),
]


@tracked
class RecordedVote(PublicPart):
    """How one member voted, where the names were taken: because the panel asked for it, or the member did
    (SI 1993/202 Sch 2 para 1)."""

    public_through = ("resolution",)

    class Way(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"
        ABSTAINED = "abstained", "Abstained"

    resolution = models.ForeignKey("meetings.Resolution", models.PROTECT, related_name="recorded_votes")
    member = models.ForeignKey(Member, models.PROTECT, related_name="recorded_votes")
    way = models.CharField(max_length=9, choices=Way)

    class Meta(PublicPart.Meta):
        ordering = ("member__sort_name",)
        constraints = [
            models.UniqueConstraint(
                fields=["resolution", "member"],
                name="a_member_votes_once",
                violation_error_message="This member's vote is in the list already.",
            )
        ]

    def __str__(self):
        return f"{self.member}: {self.get_way_display().lower()}"
