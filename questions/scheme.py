"""By when a question must be in, worked out from the panel's scheme and shown with its working.

Days are counted by `records.periods`; how many, of what and until what hour is data (`Scheme`).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from meetings import workflow
from meetings.models import Meeting
from panel_portal.records import clocks
from panel_portal.records.clocks import Clock, Rule
from panel_portal.records.periods import (
    LONDON,
    BeyondTheTable,
    add_working_days,
    clock,
    day_in_london,
    end_of_day,
    explain_last_day_for_clear_working_days,
    in_words,
    last_day_for_clear_days,
    last_day_for_clear_working_days,
    today,
    working_day_on_or_before,
)
from questions.models import Question, Scheme, StatedClosing

Unit = Scheme.Unit


def last_day(day: date, number: int, unit: str) -> date:
    """The last day on which something still comes `number` of `unit` before `day`.

    Raises BeyondTheTable where the bank holidays are not known.
    """
    match unit:
        case Unit.CLEAR_WORKING_DAYS:
            return last_day_for_clear_working_days(day, number)
        case Unit.WORKING_DAYS:
            return add_working_days(day, -number)
        case Unit.CLEAR_DAYS:
            return last_day_for_clear_days(day, number)
        case Unit.DAYS:
            return day - timedelta(days=number)
    raise ValueError(f"Not a unit of notice: {unit!r}")


def closing_moment(day: date, number: int, unit: str, hour: time | None = None) -> datetime:
    """The last moment that is in time, in London: until `hour` of the last day, or its end. What comes at that very
    moment is in time. Raises BeyondTheTable."""
    last = last_day(day, number, unit)
    return datetime.combine(last, hour, tzinfo=LONDON) if hour else end_of_day(last)


@dataclass(frozen=True)
class Closing:
    """The last moment to ask for one meeting, and the sentences that let a reader check it."""

    meeting: Meeting
    at: datetime
    sentences: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        return self.at < datetime.now(LONDON)

    @property
    def is_end_of_day(self) -> bool:
        return self.at == end_of_day(day_in_london(self.at))

    @property
    def words(self) -> str:
        """ "Tuesday 8 September 2026, end of day", "Tuesday 8 September 2026, midday"."""
        return f"{in_words(day_in_london(self.at))}, {'end of day' if self.is_end_of_day else clock(self.at)}"


def agenda_day(meeting: Meeting, notice: int | None = None) -> date:
    """The day on which the agenda was published, or by which it has to be; `notice` spares asking how many clear
    days that is."""
    if meeting.agenda_published_at:
        return day_in_london(meeting.agenda_published_at)
    number = workflow.agenda_notice().number if notice is None else notice
    return working_day_on_or_before(last_day_for_clear_working_days(meeting.day, number))


def closing(meeting: Meeting, scheme: Scheme) -> Closing:
    """The last moment to ask for a meeting: as the clerk fixed it, otherwise by the scheme. Raises BeyondTheTable."""
    return _closing(meeting, scheme, StatedClosing.objects.filter(meeting=meeting).first())


def closings(meetings) -> list[Closing]:
    """Those of `meetings` for which questions are taken, each with its last moment, in four queries at most. One for
    which no scheme holds, or which is too far ahead to be counted, is left out."""
    meetings = list(meetings)
    schemes = list(Scheme.objects.all()) if meetings else []
    if not schemes:
        return []
    stated = {row.meeting_id: row for row in StatedClosing.objects.filter(meeting__in=meetings)}
    from_agenda = any(one.counted_from == Scheme.CountedFrom.AGENDA for one in schemes)
    notice, found = workflow.agenda_notice().number if from_agenda else None, []
    for meeting in meetings:
        scheme = next((one for one in schemes if one.holds_on(meeting.day)), None)
        try:
            found += [_closing(meeting, scheme, stated.get(meeting.pk), notice)] if scheme else []
        except BeyondTheTable:
            continue
    return found


def _closing(meeting, scheme, stated, notice=None) -> Closing:
    if stated:
        reason = f" {stated.reason}" if stated.reason else ""
        return Closing(meeting, stated.closes_at, (f"The clerk fixed this moment for this meeting.{reason}",))
    from_agenda = scheme.counted_from == Scheme.CountedFrom.AGENDA
    start = agenda_day(meeting, notice) if from_agenda else meeting.day
    at = closing_moment(start, scheme.notice_number, scheme.notice_unit, scheme.notice_time)
    return Closing(meeting, at, tuple(_working(meeting, scheme, start, at)))


def _working(meeting, scheme, start, at):
    yield f"The scheme asks for {scheme.notice_words}."
    if start != meeting.day:
        done = "was published" if meeting.agenda_published_at else "has to be published by"
        yield f"The agenda {done} {'on ' if meeting.agenda_published_at else ''}{in_words(start)}."
    if scheme.notice_unit == Unit.CLEAR_WORKING_DAYS:
        yield from explain_last_day_for_clear_working_days(start, scheme.notice_number).sentences
    elif scheme.notice_unit == Unit.WORKING_DAYS:
        yield f"Working days are counted back from {in_words(start)}; weekends and bank holidays do not count."
    elif scheme.notice_unit == Unit.CLEAR_DAYS:
        yield f"Neither {in_words(start)} nor the day on which the question comes counts; weekends count."
    else:
        yield f"Every day counts, weekends too, back from {in_words(start)}."
    until = "its end" if scheme.notice_time is None else clock(at)
    yield f"So questions are taken until {until} on {in_words(day_in_london(at))}."


def answer_due_on(meeting: Meeting, scheme: Scheme) -> date:
    """The day by which an answer is due: as the scheme says, otherwise the day of the meeting. Raises
    BeyondTheTable."""
    if scheme.answer_number is None:
        return meeting.day
    return last_day(meeting.day, scheme.answer_number, scheme.answer_unit)


def explain_answer_due(question: Question, meeting: Meeting | None) -> tuple[str, ...]:
    """Why an answer is due on its stored day. `meeting`: that of the question, where the reader may see it."""
    rules, due = question.scheme, question.answer_due_on
    if meeting is None:
        return ("The panel’s rules for public questions set that day.",)
    opening = f"The answer goes to the meeting of {in_words(meeting.day)}."
    if rules.answer_number is None:
        return (opening, "The panel’s rules ask for it by the day of the meeting.")
    counted = Clock(Rule(clocks.Unit(rules.answer_unit), rules.answer_number, back=True), meeting.day, "the day of it")
    unit = rules.get_answer_unit_display()
    unit = unit.removesuffix("s") if rules.answer_number == 1 else unit
    opening += f" The panel’s rules ask for it {rules.answer_number} {unit} before that."
    try:
        told = counted.explain()
    except BeyondTheTable:
        told = None
    if told and told.result == due:
        return (opening, *told.sentences)
    if told and question.days_stopped and told.result + timedelta(days=question.days_stopped) == due:
        days = "1 day" if question.days_stopped == 1 else f"{question.days_stopped} days"
        return (opening, *told.sentences, f"The clock stood still for {days}, so it is due on {in_words(due)}.")
    return (opening, f"That day was over when the question was sent, so it is due on {in_words(due)}.")


def scheme_for(day: date) -> Scheme | None:
    return Scheme.objects.in_force(day)


def meetings_to_ask_at(most: int = 2) -> list[Closing]:
    """The next ordinary meetings of the panel, soonest first, each with its last moment, over or not. Public
    meetings only."""
    coming = Meeting.objects.public().upcoming().ordinary().filter(body__kind="panel").with_names()
    return closings(coming.select_related("body").order_by("starts_at")[: most + 4])[:most]


def open_meetings(most: int = 2) -> list[Closing]:
    """Those for which a question would still be in time."""
    return [one for one in meetings_to_ask_at(most + 2) if not one.is_over][:most]


def meeting_for(asked_for: Meeting | None, received_at: datetime) -> tuple[Meeting | None, bool]:
    """For which meeting a question counts that came at a moment, and whether it was too late for the one asked for:
    then it goes to the next for which it is in time (None while no such meeting is called)."""
    rules = scheme_for(asked_for.day) if asked_for else None
    if rules:
        late = received_at > closing(asked_for, rules).at
        # An old question is entered for the meeting at which it was dealt with, whether it was in time or not.
        if not late or asked_for.day < today():
            return asked_for, late
    in_time = next((one.meeting for one in meetings_to_ask_at(6) if received_at <= one.at), None)
    return in_time, asked_for is not None
