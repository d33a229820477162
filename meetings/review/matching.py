"""What of a proposal the portal knows already: agenda items, members, offices. Words that fit nothing stay words."""

import re

from meetings.models import AgendaItem, Body, Meeting, Member, Office
from meetings.review.proposal import Item, Proposal

HONORIFICS = re.compile(r"^(cllr|councillor|mr|mrs|ms|miss|dr|sir|dame|the)\.?\s+", re.IGNORECASE)
SAYS_NOTHING = {"and", "for", "from", "item", "its", "of", "on", "panel", "police", "report", "the", "update", "with"}
# What minutes call the Commissioner and the office, besides the titles the panel has entered.
COMMISSIONER = re.compile(
    r"^(the )?((office of the )?(police(, fire)?( and)? crime )?commissioner('s office)?|o?p(f)?cc|commissioner)$"
)


def match(proposal: Proposal, meeting: Meeting, *, only: AgendaItem | None = None) -> None:
    """Fill in what each item, person and owner is in the portal, where the words say so. Changes `proposal`."""
    _match_items(proposal, list(AgendaItem.objects.for_meeting(meeting).in_order()), only)
    names = {_bare(member.name): f"member:{member.pk}" for member in Member.objects.all()}
    owners = _owners(meeting.day)
    for person in proposal.people:
        person.match = names.get(_bare(person.name)) or owners.get(_folded(person.name), "")
        _find_whom_they_replace(person, names)
    for action in proposal.actions():
        action.owner = owner_of(action.owner_words, owners)


def _match_items(proposal: Proposal, known: list[AgendaItem], only: AgendaItem | None) -> None:
    if only is not None:
        for item in proposal.items:
            item.match = str(only.pk)
        return
    left = {item.pk: item for item in known}
    for item in proposal.items:
        found = next((one for one in left.values() if _folded(one.title) == _folded(item.title) != ""), None)
        if found is None:
            found = next((one for one in left.values() if one.number and one.number == item.number), None)
            if found is not None and item.title and not _content(found.title) & _content(item.title):
                # The number alone would put the minute of one matter under another.
                item.doubt = (
                    f"The agenda calls item {found.number} “{found.title}”. Choose that if this is the same item, or"
                    " give this one another number."
                )
                found = None
            elif found is not None:
                item.doubt = f"The agenda calls item {found.number} “{found.title}”. Is this the same item?"
        elif found.number and item.number and found.number != item.number:
            item.doubt = f"The agenda has this item as number {found.number}."
        if found is not None:
            item.match = str(left.pop(found.pk).pk)
        elif known:
            item.doubt = item.doubt or "No item of the agenda has this number or title."


def _content(title: str) -> set[str]:
    """The words of a title that say what it is about, by their beginnings: an estate and estates are one matter."""
    return {word[:5] for word in re.findall(r"[^\W_]{3,}", _folded(title)) if word not in SAYS_NOTHING}


def _find_whom_they_replace(person, names: dict[str, str]) -> None:
    """ "Substitute for Cllr Green" names a member; without one the portal cannot hold a substitute."""
    if person.kind != "substitute":
        return
    said = _bare(re.sub(r"^.*\b(for|of)\b", "", person.note, flags=re.IGNORECASE))
    person.instead_of = names.get(said, "")
    if not person.instead_of or not person.match.startswith("member:"):
        person.kind = "present"


def _owners(day) -> dict[str, str]:
    """What offices and bodies are called on `day`, folded, with their choice: "chief constable": "office:3"."""
    called = {}
    for body in Body.objects.prefetch_related("names"):
        called[_folded(body.name_on(day))] = f"body:{body.pk}"
    for office in Office.objects.prefetch_related("titles", "holders"):
        for words in (office.title_on(day), office.short_title_on(day), office.get_kind_display()):
            called[_folded(words)] = f"office:{office.pk}"
        if office.kind == Office.Kind.COMMISSIONER:
            called["commissioner"] = f"office:{office.pk}"
        if holder := office.holder_on(day):
            called[_folded(holder.name)] = f"office:{office.pk}"
    return called


def owner_of(words: str, owners: dict[str, str]) -> str:
    """The office or body that these words of the text name, or "": an owner is never invented."""
    said = _folded(words)
    if said in owners:
        return owners[said]
    return owners.get("commissioner", "") if COMMISSIONER.match(said) else ""


def choices_of_items(meeting: Meeting) -> list[tuple[str, str]]:
    items = AgendaItem.objects.for_meeting(meeting).in_order()
    return [("new", "A new item"), *((str(item.pk), str(item)) for item in items), ("skip", "Leave it out")]


def mismatched(proposal: Proposal) -> dict[str, list[Item]]:
    """Agenda items that two items of the text are both to become, by the key of the agenda item."""
    taken: dict[str, list[Item]] = {}
    for item in proposal.items:
        if item.match not in {"new", "skip"}:
            taken.setdefault(item.match, []).append(item)
    return {key: items for key, items in taken.items() if len(items) > 1}


def _folded(words: str) -> str:
    return " ".join(words.replace("’", "'").casefold().split()).removeprefix("the ").rstrip(".")


def _bare(name: str) -> str:
    """A name without what stands before and after it: "Cllr A Green (Chair)" and "Councillor A Green" are one."""
    name = re.sub(r"\s*[(,–-].*$", "", name.strip())
    while HONORIFICS.match(name):
        name = HONORIFICS.sub("", name)
    return _folded(name)
