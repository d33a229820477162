"""Which decisions stand under "Commissioner's decisions since the last meeting", and before which meetings a decision
was. Worked out from the record whenever it is read; nothing of it is stored.

A list reaches from the day of the meeting that last had such a list to the day before this one, both included: what is
published on the day of a meeting is not on that meeting's agenda. So each decision belongs to one meeting, by its own
day, for ever. One that is entered only after that meeting is told there as such, so that the list does not claim that
the panel had it; and it comes once more at the first meeting after its entry, so that no decision passes unseen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef

from meetings import reading
from meetings.filling import fills
from meetings.models import AgendaItem, Meeting
from meetings.models.meeting import ItemKind
from panel_portal.records.periods import day_in_london, in_words, today
from panel_portal.records.printed import Block, Bullets, Paragraph
from panel_portal.records.publication import Audience
from reports.models import CommissionersDecision, ScrutinisedDecision

# Meetings at which nothing was before the panel. One that was adjourned had begun.
DID_NOT_SIT = (Meeting.State.CANCELLED, Meeting.State.POSTPONED, Meeting.State.INQUORATE)
MOST = 50  # decisions under an item; the register has the rest


def closed_at(meeting: Meeting) -> datetime:
    """From when on nothing new in the register belongs to the list that this meeting had: its beginning or, for one
    that was entered in the portal afterwards, that moment."""
    return max(filter(None, (meeting.starts_at, meeting.agenda_published_at)))


@dataclass
class DecisionsListed:
    """The list of one meeting, as `audience` may see it.

    since     the meeting whose list ended where this one begins; None for the first meeting on record
    decisions those of its span, oldest first; `entered_on` of one is set where it was entered after the meeting
    caught_up those of earlier spans that were entered since the list of `since` was closed
    how_many  there are in the span
    left_out  how many of both are not shown
    """

    meeting: Meeting
    since: Meeting | None
    decisions: list[CommissionersDecision] = field(default_factory=list)
    caught_up: list[CommissionersDecision] = field(default_factory=list)
    how_many: int = 0
    left_out: int = 0

    @property
    def last_day(self) -> date:
        return self.meeting.day - timedelta(days=1)

    @property
    def did_not_sit(self) -> bool:
        return self.meeting.state in DID_NOT_SIT

    @property
    def is_running(self) -> bool:
        """Whether more may still come."""
        return self.last_day >= today()

    @property
    def sentence(self) -> str:
        """Which days the list is of, and how many decisions; or expressly that there is none."""
        if self.did_not_sit:
            return (
                f"{self.meeting.get_state_display()}: nothing was before the panel on this day. "
                "What was published until then is listed at the next meeting."
            )
        if self.since and self.since.day == self.meeting.day:
            return "No decisions: the last meeting was earlier on the same day."
        if self.since and self.since.day > today() and not self.how_many:
            first = in_words(self.since.day)
            return f"Nothing is listed yet. The list begins with {first}, the day of the meeting before this one."
        if self.how_many:
            many = f"{self.how_many} decisions were" if self.how_many > 1 else "1 decision was"
            return f"{many} published {self._span}."
        return f"No decisions were published {self._span}."

    @property
    def _span(self) -> str:
        until = f"up to {in_words(self.last_day)}, the day before this meeting"
        if self.since is None:
            return until
        what = "when they were last listed" if self.since.has_list else "the day of the last meeting"
        since = f"{in_words(self.since.day)}, {what}"
        if self.is_running:
            # With its day: a printed agenda is read later.
            return f"since {since}, up to {in_words(today())}"
        return f"between {since}, and {in_words(self.last_day)}, the day before this one"

    def printed(self) -> Iterator[Block]:
        yield Paragraph(self.sentence)
        if self.decisions:
            yield Bullets(tuple(_printed(one) for one in self.decisions))
        if self.caught_up:
            yield Paragraph("Published earlier, and entered in the register since the last meeting:")
            yield Bullets(tuple(_printed(one) for one in self.caught_up))
        if self.left_out:
            yield Paragraph(f"And {self.left_out} more, which are in the register of decisions.")


def _printed(decision) -> str:
    late = (
        f" Entered in the register on {in_words(decision.entered_on)}, after this meeting."
        if decision.entered_on
        else ""
    )
    return f"{decision} ({decision.get_service_display().lower()}), {in_words(decision.made_known_on)}.{late}"


def _with_lists(meetings, audience):
    """Meetings that sat, or are to, each with `has_list`."""
    items = AgendaItem.objects.visible_to(audience).filter(kind=ItemKind.DECISIONS, exempt=False)
    meetings = meetings.exclude(state__in=DID_NOT_SIT)
    return meetings.annotate(has_list=Exists(items.filter(meeting=OuterRef("pk"))))


def list_before(meeting: Meeting, audience: Audience) -> Meeting | None:
    """The last meeting of the body that had such a list, so that a confirmation hearing in between swallows nothing;
    where none had, the last meeting."""
    earlier = Meeting.objects.visible_to(audience).filter(body=meeting.body_id, starts_at__lt=meeting.starts_at)
    return _with_lists(earlier, audience).order_by("-has_list", "-starts_at").first()


@fills(ItemKind.DECISIONS)
def decisions_listed(item: AgendaItem, audience: Audience) -> DecisionsListed:
    """What stands under the item. At most four queries."""
    meeting = item.meeting
    listed = DecisionsListed(meeting, list_before(meeting, audience))
    if listed.did_not_sit:
        return listed
    seen = CommissionersDecision.objects.visible_to(audience)
    day = listed.since.day if listed.since else None
    of_the_span = list(seen.made_known(day, meeting.day))
    for one in of_the_span:
        late = one.published_at and one.published_at > closed_at(meeting)
        one.entered_on = day_in_london(one.published_at) if late else None
    entered_late = []
    if listed.since:
        entered = seen.filter(published_at__gt=closed_at(listed.since), published_at__lte=closed_at(meeting))
        entered_late = list(entered.made_known(None, day))
        for one in entered_late:
            one.entered_on = None
    listed.decisions, listed.caught_up, listed.how_many = of_the_span[:MOST], entered_late[:MOST], len(of_the_span)
    listed.left_out = len(of_the_span) + len(entered_late) - len(listed.decisions) - len(listed.caught_up)
    return listed


@dataclass
class Listing:
    """A meeting on whose agenda a decision stood; `late` where it was entered only after that meeting."""

    item: AgendaItem
    late: bool = False
    caught_up: bool = False


def where_listed(decision: CommissionersDecision, audience: Audience) -> list[Listing]:
    """On which agendas it stood, earliest first: the same as `decisions_listed`, from the other side."""
    meetings = _with_lists(Meeting.objects.visible_to(audience), audience).filter(has_list=True)
    found = []
    for _, of_body in groupby(meetings.order_by("body", "starts_at"), key=lambda meeting: meeting.body_id):
        since = None
        for number, meeting in enumerate(of_body):
            since = since if number else list_before(meeting, audience)
            late = bool(decision.published_at and decision.published_at > closed_at(meeting))
            if (since is None or since.day <= decision.made_known_on) and decision.made_known_on < meeting.day:
                found.append((meeting, late, False))
            elif since and _is_caught_up(decision, since, meeting):
                found.append((meeting, False, True))
            since = meeting
    items = AgendaItem.objects.visible_to(audience).filter(
        kind=ItemKind.DECISIONS, exempt=False, meeting__in=[meeting.pk for meeting, _, _ in found]
    )
    of_meeting = {item.meeting_id: item for item in items.select_related("meeting__body").order_by("-order", "-pk")}
    listings = [Listing(of_meeting[meeting.pk], late, caught_up) for meeting, late, caught_up in found]
    return sorted(listings, key=lambda listing: listing.item.meeting.starts_at)


def _is_caught_up(decision, since, meeting) -> bool:
    entered = decision.published_at
    return bool(entered and decision.made_known_on < since.day and closed_at(since) < entered <= closed_at(meeting))


def read_scrutiny(decision: CommissionersDecision, audience: Audience) -> list[reading.Business]:
    """The items under which the panel took the decision up, each with what was decided and asked there."""
    taken_up = ScrutinisedDecision.objects.visible_to(audience).filter(decision=decision)
    items = AgendaItem.objects.visible_to(audience).filter(pk__in=taken_up.order_by().values("considered_at"))
    items = reading.with_listing(items.select_related("meeting__body"))
    business = reading.read_items(items.order_by("meeting__starts_at", "order", "pk"), audience)
    for one in business:
        one.is_draft = one.minute is not None and not one.minute.minutes.is_approved
    return business
