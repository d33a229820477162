"""The panel's year on one page: its meetings, what the law asks by which day, and what the panel plans.

Put together for one audience, in a number of queries that does not grow with the year. A municipal year runs from May
to April and has the number of the calendar year in which it begins.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Min

from meetings.models import Body, Meeting
from panel_portal.records.clocks import Clock
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.periods import (
    LONDON,
    BeyondTheTable,
    Explanation,
    day_in_london,
    in_words,
    months_after,
    today,
    working_day_on_or_before,
)
from panel_portal.records.publication import Audience
from questions import scheme
from questions.models import Question
from reports.models import Election, Inspection, PanelReport, PlannedWork
from reports.models.year import municipal_year
from reports.workflow import response_period

Unit = StatutoryPeriod.Unit
# Which kind of meeting discharges a yearly duty; what is only due after a veto, or by the Commissioner, needs none.
HELD_FOR = {"precept-report": Meeting.Kind.PRECEPT}
# Duties that count from an election, and so fall only in some years.
AFTER_ELECTION = {"police-and-crime-plan"}
AGENDA = "agenda-notice"
OWN = [Body.Kind.PANEL, Body.Kind.SUB_COMMITTEE]
NOT_HELD = [Meeting.State.CANCELLED, Meeting.State.POSTPONED, Meeting.State.INQUORATE]


@dataclass(frozen=True)
class Entry:
    """One line of the year: on which day, of what kind, in words; where it leads and why it is on that day."""

    day: date
    kind: str
    words: str
    url: str = ""
    detail: str = ""
    sentences: tuple[str, ...] = ()
    provision: object = None


@dataclass
class Month:
    """A month with its lines by day, and what is planned in it."""

    begins: date
    lines: list[Entry] = field(default_factory=list)
    work: list[PlannedWork] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.begins:%B %Y}"


@dataclass(frozen=True)
class Warning:
    """A duty for which no meeting is booked in time."""

    sentence: str
    provision: object
    day: date


@dataclass
class Year:
    """The municipal year that begins in May of `number`."""

    number: int
    months: list[Month]
    warnings: list[Warning]
    undated: list[StatutoryPeriod]

    @property
    def name(self) -> str:
        return name_of(self.number)


def name_of(number: int) -> str:
    """2026 -> "2026/27"."""
    return f"{number}/{(number + 1) % 100:02d}"


def begins_on(number: int) -> date:
    return date(number, 5, 1)


def years_offered(audience: Audience) -> range:
    """From the year of the first meeting to be seen to the one after this, or after the last meeting booked."""
    known = Meeting.objects.visible_to(audience).aggregate(first=Min("starts_at"), last=Max("starts_at"))
    this = municipal_year(today())
    first = min(municipal_year(day_in_london(known["first"])), this) if known["first"] else this
    last = max(municipal_year(day_in_london(known["last"])), this) if known["last"] else this
    return range(first, max(last, this + 1) + 1)


def read_year(number: int, audience: Audience, works: Iterable[PlannedWork] | None = None) -> Year:
    """Everything of a municipal year that `audience` may see. `works`: its planned work, where that is read already."""
    first, last = begins_on(number), date(number + 1, 4, 30)
    months = {months_after(first, n): Month(months_after(first, n)) for n in range(12)}
    meetings = _meetings(first, last, audience)
    periods = list(StatutoryPeriod.objects.select_related("provision"))
    elections = list(Election.objects.all())
    duties = list(_duties(periods, first, last, elections))
    upcoming = [one for one in meetings if one.is_upcoming and one.body.kind in OWN]
    lines = [
        *_booked(meetings),
        *duties,
        *_agendas(upcoming, next((one for one in periods if one.key == AGENDA), None)),
        *_cut_offs(upcoming),
        *_replies(first, last, audience),
        *_inspections(first, last, audience),
        *_answers(first, last, audience),
    ]
    for line in sorted(lines, key=lambda one: (one.day, one.kind)):
        if first <= line.day <= last:
            months[line.day.replace(day=1)].lines.append(line)
    works = planned(number, audience) if works is None else works
    for work in works:
        _place(work, months, elections)
    booked = [one for one in meetings if one.body.kind == Body.Kind.PANEL]
    return Year(
        number,
        list(months.values()),
        [*late_duties(periods, first, booked), *late_work(works)],
        [one for one in periods if one.unit == Unit.NO_DAY],
    )


def planned(number: int, audience: Audience):
    """The work programme of a municipal year, with its meetings."""
    return in_year(PlannedWork.objects.visible_to(audience), number)


def in_year(works, number: int):
    first, after = begins_on(number), begins_on(number + 1)
    by_month = works.filter(month__gte=first, month__lt=after)
    by_meeting = works.filter(at_meeting__starts_at__date__gte=first, at_meeting__starts_at__date__lt=after)
    return (
        (by_month | by_meeting).with_visible("at_meeting").select_related("statutory_period__provision").order_by("pk")
    )


def _meetings(first, last, audience) -> list[Meeting]:
    rows = Meeting.objects.visible_to(audience).with_names().select_related("body")
    return list(rows.filter(starts_at__date__gte=first, starts_at__date__lte=last).order_by("starts_at"))


def _booked(meetings) -> Iterator[Entry]:
    for meeting in meetings:
        stands = "" if meeting.is_upcoming else f"{meeting.get_state_display()}."
        yield Entry(
            meeting.day,
            "Meeting",
            f"{meeting.get_kind_display()}: {meeting.short_body_name}",
            meeting.get_absolute_url(),
            stands,
        )


# What the law asks -----------------------------------------------------------------------------------------


def _duties(periods, first, last, elections) -> Iterator[Entry]:
    for period in periods:
        if period.unit != Unit.FIXED_DAY:
            continue
        starts = [one.held_on for one in elections] if period.key in AFTER_ELECTION else [first]
        for start in starts:
            clock = _from_the_beginning(period, start)
            told = clock.explain()
            if first <= told.result <= last:
                yield Entry(
                    told.result,
                    "By law, by this day",
                    period.name,
                    detail=period.duty,
                    sentences=told.sentences,
                    provision=period.provision,
                )


def _from_the_beginning(period, start) -> Clock:
    return Clock(period.rule(), start, period.counted_from or "the beginning of the panel’s year")


def _agendas(meetings, notice) -> Iterator[Entry]:
    """The last day for each agenda, in the unit in which the law's notice is entered."""
    for meeting in meetings if notice else ():
        try:
            told = notice.clock(meeting.day).explain()
            opens_on = working_day_on_or_before(told.result)
        except BeyondTheTable:
            continue
        sentences = told.sentences
        if opens_on != told.result:
            sentences += (f"That is no working day; the last one before it is {in_words(opens_on)}.",)
        out = meeting.agenda_published_at
        yield Entry(
            told.result,
            "Last day for an agenda",
            f"Agenda of the meeting of {in_words(meeting.day)}",
            meeting.get_absolute_url(),
            f"It was published on {in_words(day_in_london(out))}." if out else "It is not published yet.",
            sentences,
            notice.provision,
        )


def _cut_offs(meetings) -> Iterator[Entry]:
    asked_at = [
        one
        for one in meetings
        if one.body.kind == Body.Kind.PANEL and one.kind in {Meeting.Kind.ORDINARY, Meeting.Kind.ANNUAL}
    ]
    for closing in scheme.closings(asked_at) if asked_at else ():
        yield Entry(
            closing.at.astimezone(LONDON).date(),
            "Last moment to ask",
            f"Questions for the meeting of {in_words(closing.meeting.day)}",
            closing.meeting.get_absolute_url(),
            f"{closing.words}.",
            closing.sentences,
        )


# What is asked of others -----------------------------------------------------------------------------------


def _inspections(first, last, audience) -> Iterator[Entry]:
    due = Inspection.objects.visible_to(audience).filter(response_due_on__gte=first, response_due_on__lte=last)
    period = response_period() if due else None
    for inspection in due:
        came = (
            f"The response came on {in_words(inspection.responded_on)}."
            if inspection.responded_on
            else "No response is published yet."
        )
        yield Entry(
            inspection.response_due_on,
            "Response due",
            str(inspection),
            inspection.get_absolute_url(),
            came,
            period.clock(inspection.reported_on).explain().sentences,
            period.provision,
        )


def _replies(first, last, audience) -> Iterator[Entry]:
    reports = PanelReport.objects.visible_to(audience).filter(reply_due_on__gte=first, reply_due_on__lte=last)
    for report in reports.exclude(state=PanelReport.State.DRAFT).select_related("provision"):
        came = (
            f"The reply came on {in_words(report.replied_on)}." if report.replied_on else "No reply is published yet."
        )
        yield Entry(
            report.reply_due_on,
            "Reply asked for",
            str(report),
            report.get_absolute_url(),
            came,
            report.reply_working,
            report.provision,
        )


def _answers(first, last, audience) -> Iterator[Entry]:
    waiting = Question.objects.visible_to(audience).awaiting()
    waiting = waiting.filter(answer_due_on__gte=first, answer_due_on__lte=last).select_related("scheme")
    for question in waiting.with_visible("at_meeting"):
        yield Entry(
            question.answer_due_on,
            "Answer due",
            str(question),
            question.get_absolute_url(),
            "It waits for its answer.",
            scheme.explain_answer_due(question, question.at_meeting),
        )


# What the panel plans --------------------------------------------------------------------------------------


def _place(work, months, elections) -> None:
    """Put an entry of the programme into its month, with its working."""
    work.explanation = _explained(work, elections)
    work.period_law = work.statutory_period and work.statutory_period.provision
    day = work.planned_day.replace(day=1)
    if day in months:
        months[day].work.append(work)


def _explained(work, elections) -> Explanation | None:
    clock = work.clock(elections)
    try:
        return clock.explain() if clock else None
    except BeyondTheTable:
        return None


# Warnings --------------------------------------------------------------------------------------------------


def late_duties(periods, first: date, meetings: list[Meeting]) -> list[Warning]:
    """Duties of the year still to come for which no meeting of the right kind is booked in time."""
    found = []
    for period in periods:
        if period.key not in HELD_FOR or period.unit != Unit.FIXED_DAY:
            continue
        due, kind = _from_the_beginning(period, first).day(), HELD_FOR[period.key]
        if due < today():
            continue
        booked = [one for one in meetings if one.kind == kind and one.state not in NOT_HELD and one.day >= first]
        if any(one.day <= due for one in booked):
            continue
        name = kind.label.lower()
        sentence = f"{period.name}: the law sets {in_words(due)} as the last day."
        if booked:
            sentence += f" The {name} is booked for {in_words(booked[0].day)}, which is after it."
        else:
            sentence += f" No {name} is booked yet."
        found.append(Warning(sentence, period.provision, due))
    return found


def late_work(works: Iterable[PlannedWork]) -> list[Warning]:
    """Planned work whose meeting lies after its last day."""
    return [
        Warning(
            f"{work.title}: its last day is {in_words(work.due_on)}. The meeting for it is booked for "
            f"{in_words(work.planned_day)}, which is after it.",
            work.statutory_period.provision,
            work.due_on,
        )
        for work in works
        if work.state == PlannedWork.State.PLANNED
        and work.due_on
        and work.due_on >= today()
        and work.at_meeting
        and work.planned_day > work.due_on
    ]
