"""Stopping the clock of an answer, and starting it again; always with a reason that the public reads."""

from datetime import timedelta

from django.core.exceptions import ValidationError

from panel_portal.records.periods import in_words, today
from panel_portal.records.publication import Publication
from panel_portal.records.workflow import STAYS, verb
from questions import workflow as questions
from questions.models import Question
from reports import forms
from reports.models import ClockStop, PanelReport

AGREE = "reports.change_clockstop"


def _cannot_stop(stop) -> str:
    if stop.declined_on:
        return "It was declined. The office can ask again, with another reason."
    answered = stop.answered
    if answered.publication != Publication.PUBLISHED:
        return "What waits for an answer is not published."
    if stop.report_id and answered.reply_basis == PanelReport.ReplyBasis.STATUTE:
        return "The law sets the day of this reply. Nobody here can stop that clock."
    waiting = answered.state == (PanelReport.State.ISSUED if stop.report_id else Question.State.SENT)
    if not waiting:
        return "It does not wait for an answer, so there is no clock to stop."
    if answered.clock_stopped_on:
        return "Its clock is stopped already."
    return "The day for its answer is over. A clock that has run out cannot be stopped." if answered.is_overdue else ""


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Agree: stop the clock",
    permission=AGREE,
    form=forms.ClockDayForm,
    hindrance=_cannot_stop,
)
def agree_stop(stop, *, by, note="", on):
    """The panel agrees that the day of the answer does not come nearer until the clock starts again. The reason is
    published beside what waits."""
    _not_before(stop, on)
    stop.stopped_on = on
    if stop.question_id:
        questions.stop_clock(stop.question, by=by, on=on)
    else:
        stop_clock(stop.report, by=by, on=on)


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=STAYS,
    label="Decline",
    permission=AGREE,
    note_required=True,
    note_label="Why, as the office will read it",
    hindrance=lambda stop: "It was declined already." if stop.declined_on else "",
)
def decline_stop(stop, *, by, note):
    """The clock goes on. Nothing of it becomes public."""
    stop.declined_on, stop.declined_note = today(), note.strip()


@verb(
    "publication",
    # Also where its reason had to be taken from the public, or the clock would stand still for ever.
    from_={Publication.PUBLISHED, Publication.WITHDRAWN},
    to=STAYS,
    label="Start the clock again",
    permission=AGREE,
    form=forms.ClockDayForm,
    hindrance=lambda stop: "It was started again already." if stop.restarted_on else "",
)
def restart(stop, *, by, note="", on):
    """The day of the answer moves by as many days as the clock stood still."""
    if on < stop.stopped_on:
        raise ValidationError({"on": f"The clock was stopped only on {in_words(stop.stopped_on)}."})
    stop.restarted_on = on
    answered = stop.answered
    if answered.clock_stopped_on is None:
        return  # an answer came meanwhile
    move = questions.restart_clock if stop.question_id else restart_clock
    move(answered, by=by, on=on)


def _not_before(stop, on) -> None:
    asked = stop.question.sent_on if stop.question_id else stop.report.issued_on
    if on < asked:
        raise ValidationError({"on": f"It was sent for an answer only on {in_words(asked)}."})
    due = stop.question.answer_due_on if stop.question_id else stop.report.reply_due_on
    if due and on > due:
        raise ValidationError({"on": f"It was due on {in_words(due)}. A clock that has run out cannot be stopped."})


def _stopped(report) -> str:
    return "Its clock is stopped already." if report.clock_stopped_on else ""


def _running(report) -> str:
    return "" if report.clock_stopped_on else "Its clock is not stopped."


@verb(
    "state",
    from_={PanelReport.State.ISSUED},
    to=STAYS,
    label="Stop the clock of the reply",
    permission=AGREE,
    hindrance=_stopped,
)
def stop_clock(report, *, by, note="", on):
    """The day of the reply does not come nearer until it is started again."""
    report.clock_stopped_on = on


@verb(
    "state",
    from_={PanelReport.State.ISSUED},
    to=STAYS,
    label="Start the clock of the reply again",
    permission=AGREE,
    hindrance=_running,
)
def restart_clock(report, *, by, note="", on):
    """The day of the reply moves by as many days as the clock stood still."""
    if report.reply_due_on:
        report.reply_due_on += timedelta(days=(on - report.clock_stopped_on).days)
    report.clock_stopped_on = None


def ask_to_stop(answered, *, category: str, reason: str) -> ClockStop:
    """The office asks for the clock of a question or a report to be stopped. Raises ValidationError where it cannot."""
    key = "question" if isinstance(answered, Question) else "report"
    stop = ClockStop(**{key: answered}, category=category, reason=reason.strip())
    if sentence := _cannot_stop(stop):
        raise ValidationError(sentence)
    if ClockStop.objects.filter(**{key: answered}, publication=Publication.DRAFT, declined_on=None).exists():
        raise ValidationError("You have asked for that already. The clerk has not answered yet.")
    stop.full_clean()
    stop.save()
    return stop
