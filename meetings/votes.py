"""How a vote came out: who could vote, what was needed, and the sentences about it."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from meetings.models import AgendaItem, Attendance, Limb, Member, Minutes, RecordedVote, Resolution, VetoOf
from meetings.models.voting import PROVISIONS, needed
from meetings.roll import sitting_members

Way = RecordedVote.Way
NUMBERS = {Way.FOR: "votes_for", Way.AGAINST: "votes_against", Way.ABSTAINED: "votes_abstained"}


class Chamber:
    """Who sits on the body on the day of a meeting, and who of them was in the room for an item."""

    def __init__(self, item: AgendaItem, minutes: Minutes):
        self.item, self.minutes = item, minutes

    @cached_property
    def members(self) -> list[Member]:
        return sitting_members(self.minutes)[0]

    @property
    def in_post(self) -> int:
        """Members with a term on that day, its first and last day counted; a vacant seat counts for nothing, and
        neither does whoever only stands in. Two thirds are two thirds of these (PRSRA 2011 Sch 5 para 4(4))."""
        return len(self.members)

    @cached_property
    def attended(self) -> list[Attendance]:
        kinds = [Attendance.Kind.PRESENT, Attendance.Kind.SUBSTITUTE]
        rows = self.minutes.attendances.filter(kind__in=kinds, member__isnull=False)
        return list(rows.select_related("member", "arrived_at_item", "left_at_item").order_by("member__sort_name"))

    @property
    def present(self) -> list[Member]:
        """Who was there at some time of the item: whoever came or left during it may have voted or not."""
        here = self.item.order
        return [
            row.member
            for row in self.attended
            if (row.arrived_at_item is None or row.arrived_at_item.order <= here)
            and (row.left_at_item is None or row.left_at_item.order >= here)
        ]

    @property
    def voters(self) -> list[Member]:
        """Whose names are offered: who was there; before the roll is taken, who sits."""
        return self.present or self.members


def complete(answers: dict, ways: Mapping[int, str], chamber: Chamber) -> None:
    """Put into the fields of a vote what was left empty and can be counted: of a veto those in post, by their terms,
    and those present, by the roll; of names that were taken, how many voted which way."""
    numbers = [answers.get(name) for name in NUMBERS.values()]
    if any(ways.values()) and numbers == [None, None, None]:
        answers.update({name: list(ways.values()).count(way) for way, name in NUMBERS.items()})
    if answers.get("veto_of"):
        answers["in_post"] = answers.get("in_post") or chamber.in_post or None
        if answers.get("present") is None and chamber.attended:
            answers["present"] = len(chamber.present)


def misfits(answers: Mapping, ways: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """What does not fit in a vote as it was typed: the field and a sentence about it.

    answers  the fields of a resolution; ways  how each member voted, by key, "" where that is not said
    """
    numbers = {way: answers.get(name) for way, name in NUMBERS.items()}
    voted = sum(number or 0 for number in numbers.values())
    veto, in_post, present = (answers.get(name) for name in ("veto_of", "in_post", "present"))
    if veto and not in_post:
        yield "in_post", "No member has a term on the day of this meeting. Enter how many were in post."
    if in_post and not veto:
        yield "veto_of", "You said how many were in post. Say what the veto was of, or take the number out."
    if in_post and present and present > in_post:
        yield "present", f"{present} were present, and only {in_post} were in post. Put one of them right."
    if (veto or present) and present is not None and voted > present:
        yield "present", f"These are {voted} votes, and {present} members were present. Put one of them right."
    taken = [way for way in ways.values() if way]
    for way, name in NUMBERS.items():
        named, number = taken.count(way), numbers[way]
        if taken and number is not None and named != number:
            yield name, f"You say {number}, and {named} {'name stands' if named == 1 else 'names stand'} for it below."


def carried_wrongly(resolution: Resolution, limbs: list[Limb]) -> str:
    """Why a veto cannot be marked as it is, or ""; by the numbers alone."""
    if not resolution.veto_of or resolution.votes_for is None or not resolution.in_post:
        return ""
    enough = resolution.votes_for >= needed(resolution.in_post)
    vetoes = [limb for limb in limbs if Limb.Kind.VETO in limb.kinds] or limbs
    if all(limb.carried == enough for limb in vetoes):
        return ""
    count = f"A veto needs {needed(resolution.in_post)} votes here, and it has {resolution.votes_for}."
    return f"{count} Tick “carried”." if enough else f"{count} Take the tick off “carried”."


def record_names(resolution: Resolution, ways: Mapping[int, str]) -> None:
    """Keep how each member voted, and take out whom it no longer says anything of. Members not in `ways` stay."""
    known = {row.member_id: row for row in resolution.recorded_votes.all()}
    for member, way in ways.items():
        row = known.get(member)
        if row and not way:
            row.delete()
        elif row and row.way != way:
            row.way = way
            row.save()
        elif way and not row:
            RecordedVote.objects.create(resolution=resolution, member_id=member, way=way)


# In words -------------------------------------------------------------------------------------------------


def told(resolution: Resolution) -> str:
    """How the vote fell, in sentences; of a veto also what it needed and whether it was carried."""
    if resolution.veto_of:
        return " ".join(_veto(resolution))
    if not resolution.vote_is_recorded:
        return ""
    abstained = resolution.votes_abstained
    return f"Votes: {resolution.votes_for} for, {resolution.votes_against} against" + (
        f", {abstained} abstained." if abstained else "."
    )


def _veto(resolution) -> Iterator[str]:
    wanted, veto = needed(resolution.in_post), VetoOf(resolution.veto_of)
    yield (
        f"The veto needed the votes of {wanted} of the {resolution.in_post} members in post that day, which is two "
        f"thirds of them ({PROVISIONS[veto]})."
    )
    if resolution.present is not None:
        yield f"{resolution.present} {'was' if resolution.present == 1 else 'were'} present."
    if resolution.votes_for is None:
        return
    abstained = resolution.votes_abstained
    yield f"{resolution.votes_for} voted for it and {resolution.votes_against} against" + (
        f"; {abstained} abstained." if abstained else "."
    )
    yield "So it was carried." if resolution.votes_for >= wanted else "So it was not carried."


def by_way(rows: list[RecordedVote]) -> list[tuple[str, list[str]]]:
    """The names under each way of voting, in the order in which votes are counted."""
    return [(way.label, names) for way in Way if (names := [row.member.name for row in rows if row.way == way])]
