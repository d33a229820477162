"""The roll: who of the members is there, ticked on one page as the meeting opens."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from meetings.models import Attendance, Member, Membership, Minutes
from meetings.models.bodies import holding

# What is ticked for a member; "" is not said.
ANSWERS = [("present", "Present"), ("apologies", "Apologies"), ("absent", "Absent"), ("", "Not yet said")]


@dataclass
class Row:
    """A member with what is recorded of them, and who sits in their place."""

    member: Member
    kind: str = ""
    stand_in: int | None = None

    @property
    def name(self) -> str:
        return f"kind-{self.member.pk}"

    @property
    def stand_in_name(self) -> str:
        return f"instead-{self.member.pk}"


def sitting_members(minutes: Minutes) -> tuple[list[Member], list[Member]]:
    """Those with a term on the body on the day of the meeting, and those who may stand in, each by name."""
    day = minutes.meeting.day
    terms = Membership.objects.filter(holding(day), body=minutes.meeting.body_id).select_related("member")
    members, substitutes = {}, {}
    for term in terms:
        (substitutes if term.kind == Membership.Kind.SUBSTITUTE else members)[term.member_id] = term.member
    for pk in members:
        substitutes.pop(pk, None)
    return tuple(sorted(some.values(), key=lambda member: member.sort_name) for some in (members, substitutes))


def rows_of(minutes: Minutes) -> list[Row]:
    recorded = list(minutes.attendances.filter(member__isnull=False))
    kinds = {one.member_id: one.kind for one in recorded}
    stand_ins = {one.substitute_for_id: one.member_id for one in recorded if one.substitute_for_id}
    members, _ = sitting_members(minutes)
    return [Row(member, kinds.get(member.pk, ""), stand_ins.get(member.pk)) for member in members]


@transaction.atomic
def save_roll(minutes: Minutes, sent) -> list[str]:
    """Record what was ticked; with "rest", those of whom nothing is said are present. Sentences about what could not
    be; nothing of that member is changed then."""
    refused, taken = [], set()
    members, substitutes = sitting_members(minutes)
    may_stand_in = {str(member.pk): member for member in substitutes}
    for member in members:
        kind, stand_in = sent.get(f"kind-{member.pk}"), sent.get(f"instead-{member.pk}", "")
        if kind is None or kind not in dict(ANSWERS):
            continue
        if not kind and not stand_in and "rest" in sent:
            kind = "present"
        if stand_in and kind == "present":
            refused.append(f"{member.name} is present, so nobody sits in their place.")
            continue
        if stand_in in taken:
            refused.append(f"{may_stand_in[stand_in].name} cannot sit in the place of two members.")
            continue
        taken.add(stand_in or None)
        _record(minutes, member, kind)
        minutes.attendances.filter(substitute_for=member).exclude(member_id=stand_in or None).delete()
        if stand_in in may_stand_in:
            minutes.attendances.update_or_create(
                member=may_stand_in[stand_in],
                defaults={"kind": Attendance.Kind.SUBSTITUTE, "substitute_for": member},
            )
    return refused


def _record(minutes: Minutes, member: Member, kind: str) -> None:
    known = minutes.attendances.filter(member=member)
    if not kind:
        known.delete()
    elif row := known.first():
        if row.kind != kind:
            row.kind, row.substitute_for = kind, None
            row.save()
    else:
        minutes.attendances.create(member=member, kind=kind)


def roll_page(request, pk):
    """Show the roll, or save it and go back to the meeting."""
    if not request.user.has_perm("meetings.change_attendance"):
        raise PermissionDenied
    minutes = get_object_or_404(Minutes.objects.select_related("meeting__body"), pk=pk)
    if request.method == "POST":
        for sentence in save_roll(minutes, request.POST):
            messages.warning(request, sentence)
        messages.success(request, "The roll is saved.")
        return HttpResponseRedirect(reverse("admin:meetings_minutes_roll", args=[pk]))
    _, substitutes = sitting_members(minutes)
    context = {
        **admin.site.each_context(request),
        "title": "Who is here",
        "minutes": minutes,
        "meeting": minutes.meeting,
        "rows": rows_of(minutes),
        "answers": ANSWERS,
        "substitutes": substitutes,
    }
    return TemplateResponse(request, "admin/meetings/roll.html", context)
