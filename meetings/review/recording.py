"""From a checked proposal to draft records, all or nothing, and again after a correction without doubling any."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from meetings import workflow
from meetings.models import (
    Action,
    AgendaItem,
    Attendance,
    Limb,
    Minute,
    Minutes,
    PastedMinutes,
    Resolution,
)
from meetings.models.business import letter_of
from meetings.review.matching import mismatched
from meetings.review.proposal import Asked, Decision, Item, Person, Proposal, minute_text
from panel_portal.records import removal
from panel_portal.records.history import because
from panel_portal.records.richtext import bullets, clean

MODELS = {model._meta.model_name: model for model in (Action, AgendaItem, Attendance, Limb, Minute, Resolution)}


class Refused(ValidationError):
    """What the clerk has to put right first: {key of the part: sentence}."""

    def __init__(self, sentences: dict[str, str]):
        super().__init__(list(sentences.values()))
        self.sentences = sentences


@transaction.atomic
def record(source: PastedMinutes, proposal: Proposal, *, by) -> list[str]:
    """Make the draft records, or update those made before. Returns sentences about what was left alone.

    What somebody has since changed by hand on its own page is not overwritten. Raises Refused, and then nothing is
    stored.
    """
    minutes, _ = Minutes.objects.select_for_update().get_or_create(meeting=source.meeting)
    if minutes.state != Minutes.State.DRAFT:
        raise Refused({"": "These minutes are published. What is published is changed on the page of its item."})
    _check(proposal)
    with because(by=by, verb="Taken from pasted minutes"):
        recorder = _Recorder(source, minutes, by)
        for person in proposal.people:
            recorder.attendance(person)
        for item in proposal.items:
            recorder.item(item)
        recorder.take_out_what_was_dropped()
    source.recorded_at = timezone.now()
    source.save(update_fields=["made", "recorded_at"])
    return recorder.left_alone


def _check(proposal: Proposal) -> None:
    wrong = {}
    for items in mismatched(proposal).values():
        wrong[items[1].key] = "Two items of the text are given to one item of the agenda. Choose again for one."
    for item in proposal.items:
        if item.match == "skip":
            continue
        if item.match == "new" and not item.title:
            wrong[item.key] = "Give this item its title, or choose the item of the agenda that it is."
        for decision in item.decisions:
            if decision.fate == "record":
                wrong |= _check_decision(decision)
        for action in item.actions:
            if action.take and not action.text:
                wrong[action.key] = "Say what was asked, or untick it."
            if action.take and action.due_rule == Action.DueRule.ON_DATE and not parse_date_or_none(action.due_on):
                wrong[action.key] = "Give the date on which it is due, or choose another way."
    if wrong:
        raise Refused(wrong)


def _check_decision(decision: Decision) -> dict[str, str]:
    wrong = {}
    for part in decision.parts:
        if not part.text:
            wrong[part.key] = "Write the text of this part, or join it with its neighbour."
        elif decision.carried and not part.kinds:
            wrong[part.key] = "Tick what the panel did: noted, requested, invited, …"
    letters = [letter_of(part.label) for part in decision.parts]
    for place, part in enumerate(decision.parts):
        if letters[place] and letters[place] in letters[:place]:
            wrong[part.key] = f"Another part of this decision is {part.label} already. Give this one its own letter."
    votes = (decision.votes_for, decision.votes_against)
    if (votes != (None, None) or decision.votes_abstained is not None) and None in votes:
        wrong[decision.key] = "Give both the votes for and the votes against, or neither."
    return wrong


def parse_date_or_none(typed: str):
    """A date as the browser sends it; None for anything else (31 February too)."""
    try:
        return parse_date(typed or "")
    except ValueError:
        return None


class _Recorder:
    """One pass over the proposal: finds what was made before by its key, makes what is new, notes what it left."""

    def __init__(self, source: PastedMinutes, minutes: Minutes, by):
        self.source, self.minutes, self.by = source, minutes, by
        self.meeting = source.meeting
        self.seen: set[str] = set()
        self.left_alone: list[str] = []

    # Finding and keeping

    def _found(self, key: str):
        """The record made of this part before, or None (also when it was deleted since)."""
        known = self.source.made.get(key)
        return MODELS[known["model"]].objects.filter(pk=known["pk"]).first() if known else None

    def _keep(self, key: str, made) -> None:
        made.refresh_from_db(fields=["version"])
        self.source.made[key] = {"model": made._meta.model_name, "pk": made.pk, "version": made.version}
        self.seen.add(key)

    def _changed_by_hand(self, key: str, made) -> bool:
        if made is None or made.version == self.source.made[key]["version"]:
            return False
        self.seen.add(key)
        kind = made._meta.verbose_name.capitalize()
        self.left_alone.append(f"{kind} “{made}” was changed on its own page; it stays as it is there.")
        return True

    def _write(self, key: str, made, values: dict) -> None:
        """Store `values` on a new or earlier record, unless they stand there already."""
        if made.pk and all(getattr(made, name) == value for name, value in values.items()):
            self._keep(key, made)
            return
        for name, value in values.items():
            setattr(made, name, value)
        try:
            made.full_clean()
        except ValidationError as refusal:
            raise Refused({key.partition("#")[0]: " ".join(refusal.messages)}) from refusal
        made.save()
        self._keep(key, made)

    # Parts

    def attendance(self, person: Person) -> None:
        if not person.take:
            return
        made = self._found(person.key)
        if self._changed_by_hand(person.key, made):
            return
        member, office = _chosen(person.match, "member"), _chosen(person.match, "office")
        is_substitute = person.kind == Attendance.Kind.SUBSTITUTE
        values = {
            "kind": person.kind,
            "member_id": member,
            "office_id": office,
            "name": "" if member or office else person.name[:160],
            "substitute_for_id": _chosen(person.instead_of, "member") if is_substitute else None,
        }
        same = Attendance.objects.filter(minutes=self.minutes, member_id=values["member_id"]).first()
        if made is None and values["member_id"] and same:
            made = same
        self._write(person.key, made or Attendance(minutes=self.minutes), values)

    def item(self, item: Item) -> None:
        if item.match == "skip":
            return
        agenda_item = self._agenda_item(item)
        self._minute(item, agenda_item)
        for decision in item.decisions:
            if decision.fate == "record":
                self._resolution(item, decision, agenda_item)
        recorded = [decision for decision in item.decisions if decision.fate == "record"]
        parts = {part.key for decision in recorded for part in decision.parts}
        for action in item.actions:
            if action.take and action.part not in parts:
                self._undertaking(action, agenda_item)

    def _agenda_item(self, item: Item) -> AgendaItem:
        if item.match != "new":
            known = AgendaItem.objects.filter(meeting=self.meeting)
            if not item.match.isdecimal() or (found := known.filter(pk=item.match).first()) is None:
                raise Refused({item.key: "That item is not on this agenda any more. Choose again."})
            return found
        made = self._found(item.key)
        if made is not None:
            self._keep(item.key, made)
            return made
        made = AgendaItem(meeting=self.meeting, order=workflow.next_order(self.meeting))
        self._write(
            item.key,
            made,
            {"number": item.number[:12], "title": item.title[:300], "report_of": item.report_of[:200]},
        )
        return made

    def _minute(self, item: Item, agenda_item: AgendaItem) -> None:
        key = f"{item.key}#minute"
        made = self._found(key)
        if made is None:
            made = Minute.objects.filter(agenda_item=agenda_item).first()
            if made is not None and made.text:
                told = f"“{agenda_item}” has a minute already. Empty that first, or leave this item out."
                raise Refused({item.key: told})
        elif made.agenda_item_id != agenda_item.pk:
            told = (
                f"Drafts were made of this under “{made.agenda_item}”. Choose that again, or delete them there first."
            )
            raise Refused({item.key: told})
        elif self._changed_by_hand(key, made):
            return
        values = {"text": clean(minute_text(item))}
        if item.minute_number:
            values["number"] = item.minute_number[:20]
        self._write(key, made or Minute(minutes=self.minutes, agenda_item=agenda_item), values)

    def _resolution(self, item: Item, decision: Decision, agenda_item: AgendaItem) -> None:
        minute = Minute.objects.get(agenda_item=agenda_item)
        resolution = self._found(decision.key)
        if not self._changed_by_hand(decision.key, resolution):
            if resolution is None:
                last = minute.resolutions.order_by("order").last()
                resolution = Resolution(minute=minute, order=last.order + 1 if last else 1)
            names = ("stem", "unanimous", "votes_for", "votes_against", "votes_abstained")
            self._write(decision.key, resolution, {name: getattr(decision, name) for name in names})
        for order, part in enumerate(decision.parts, start=1):
            limb = self._found(part.key)
            if not self._changed_by_hand(part.key, limb):
                values = {
                    "order": order,
                    "label": part.label[:12],
                    "text": clean(part.text),
                    "kinds": part.kinds,
                    "carried": decision.carried,
                }
                limb = limb or Limb(resolution=resolution)
                self._write(part.key, limb, values)
            asked = [action for action in item.actions if action.part == part.key and action.take]
            if asked:
                self._asked_by(limb, part.key, asked[0])

    def _asked_by(self, limb: Limb, key: str, asked: Asked) -> None:
        """The actions of a limb, one for each bullet; those raised before get the owner and day as now given."""
        planned = workflow.plan_actions(limb, asked_on=self.meeting.day, **_owner_and_due(asked))
        for number, action in enumerate(planned):
            action_key = f"{key}#action{number}"
            made = self._found(action_key)
            if self._changed_by_hand(action_key, made):
                continue
            names = ("kind", "text", "asked_on", "owner_office_id", "owner_body_id", "due_rule", "due_given_on")
            values = {name: getattr(action, name) for name in names}
            if not bullets(limb.text):
                values["text"] = asked.text
            made = made or Action(origin_limb=limb)
            self._write(action_key, made, values)
            workflow.retime(made)
            self._keep(action_key, made)

    def _undertaking(self, asked: Asked, agenda_item: AgendaItem) -> None:
        made = self._found(asked.key)
        if self._changed_by_hand(asked.key, made):
            return
        made = made or Action(origin_item=agenda_item, asked_on=self.meeting.day)
        told = {"kind": Action.Kind.UNDERTAKING, "text": asked.text, "given_in": asked.text}
        self._write(asked.key, made, {**told, **_owner_and_due(asked)})
        workflow.retime(made)
        self._keep(asked.key, made)

    def take_out_what_was_dropped(self) -> None:
        """Delete the drafts made before of parts that are no longer wanted; what others lead to is left alone."""
        gone = [key for key in self.source.made if key not in self.seen]
        for key in sorted(gone, key=lambda key: list(MODELS).index(self.source.made[key]["model"])):
            made = self._found(key)
            if made is not None and self._changed_by_hand(key, made):
                continue
            if isinstance(made, Minute | AgendaItem):
                continue  # its item may hold more by now; it is emptied or deleted on its own page
            if made is not None:
                removal.remove(made, by=self.by)
            del self.source.made[key]


def _chosen(choice: str, kind: str) -> int | None:
    """The key in a choice of this kind ("member:4"); None for one of another kind, or one no list has offered."""
    named, _, pk = choice.partition(":")
    return int(pk) if named == kind and pk.isdecimal() else None


def _owner_and_due(asked: Asked) -> dict:
    on_date = asked.due_rule == Action.DueRule.ON_DATE
    return {
        "owner_office_id": _chosen(asked.owner, "office"),
        "owner_body_id": _chosen(asked.owner, "body"),
        "due_rule": asked.due_rule or Action.DueRule.NONE,
        "due_given_on": parse_date_or_none(asked.due_on) if on_date else None,
    }
