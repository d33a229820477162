"""Who sits on the panel: members, their terms, the parts they play; and whose sign-in is whose."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from meetings.models.bodies import Authority, Body, Dated, Office, no_overlap
from panel_portal.records.fulltext import index, searchable
from panel_portal.records.history import tracked
from panel_portal.records.publication import PublicRecord


@tracked
class Member(PublicRecord):
    """A person who sits, sat, or may stand in, on the panel or one of its sub-committees."""

    name = models.CharField(max_length=120, help_text='As in the minutes: "Cllr Ruth Okafor".')
    sort_name = models.CharField("sorted under", max_length=120, help_text='Surname first: "Okafor, Ruth".')
    slug = models.SlugField("word in addresses", unique=True)

    lexemes = searchable(a="name")

    class Meta(PublicRecord.Meta):
        ordering = ("sort_name",)
        indexes = [index("member")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse('meetings:member-list')}#{self.slug}"


@tracked
class Membership(Dated):
    """One term of a member on a body (PRSRA 2011 Sch 6 para 4)."""

    public_through = ("member",)

    class Kind(models.TextChoices):
        COUNCILLOR = "councillor", "Councillor"
        INDEPENDENT = "independent", "Independent (co-opted) member"
        ADDITIONAL = "additional", "Additional co-opted councillor"
        SUBSTITUTE = "substitute", "Substitute"

    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships")
    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    authority = models.ForeignKey(
        Authority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="appointed by",
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COUNCILLOR)
    party = models.CharField(max_length=60, blank=True)

    class Meta(Dated.Meta):
        ordering = ("from_on",)
        verbose_name = "term"
        constraints = [
            *Dated.Meta.constraints,
            no_overlap("one_term_of_a_member_on_a_body_at_a_time", "member", "body"),
            models.CheckConstraint(
                name="councillors_are_appointed_by_a_council",
                condition=Q(kind="independent") | Q(authority__isnull=False),
                violation_error_message="Say which council appointed this member. Only independent members have none.",
            ),
        ]

    def __str__(self):
        return f"{self.member} on {self.body}"


@tracked
class PanelRole(Dated):
    """A member in the chair, or as vice-chair, of a body, and when."""

    public_through = ("member",)

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice_chair", "Vice-Chair"

    member = models.ForeignKey(Member, models.PROTECT, related_name="roles")
    body = models.ForeignKey(Body, models.PROTECT, related_name="roles")
    role = models.CharField(max_length=12, choices=Role)

    class Meta(Dated.Meta):
        ordering = ("from_on",)
        verbose_name = "chair or vice-chair"
        verbose_name_plural = "chairs and vice-chairs"
        constraints = [*Dated.Meta.constraints, no_overlap("one_chair_of_a_body_at_a_time", "body", "role")]

    def __str__(self):
        return f"{self.get_role_display()}: {self.member}"


class MemberSignIn(models.Model):
    """Which sign-in is which member's."""

    internal = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="member_sign_in")
    member = models.ForeignKey(Member, models.PROTECT, related_name="sign_ins")

    class Meta:
        verbose_name = "member's sign-in"
        verbose_name_plural = "members' sign-ins"

    def __str__(self):
        return f"{self.user} is {self.member}"


class OfficeSignIn(models.Model):
    """Which sign-in answers for which office."""

    internal = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="office_sign_in")
    office = models.ForeignKey(Office, models.PROTECT, related_name="sign_ins")

    class Meta:
        verbose_name = "office's sign-in"
        verbose_name_plural = "offices' sign-ins"

    def __str__(self):
        return f"{self.user} answers for {self.office}"
