"""The life of a question: received, decided, sent, answered, noted. Each step has its day; each refusal its ground."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError

from panel_portal.records.periods import BeyondTheTable, in_words, today
from panel_portal.records.publication import Publication
from panel_portal.records.retiming import Retimed, write_day
from panel_portal.records.workflow import STAYS, verb
from questions import forms, letters, retention, scheme
from questions.models import Question, QuestionPart, Submission

State = Question.State
BEFORE_SENDING = {State.RECEIVED, State.ACKNOWLEDGED, State.ACCEPTED}
BEFORE_ANSWER = BEFORE_SENDING | {State.SENT}
HANDLE = "questions.handle_question"


def _still_public(question) -> str:
    if question.publication == Publication.PUBLISHED:
        return "It is published. Withdraw it first, with the reason that the public will read."
    return ""


# Deciding whether the panel takes it ----------------------------------------------------------------------


@verb(
    "state", from_={State.RECEIVED}, to=State.ACKNOWLEDGED, label="Acknowledge", permission=HANDLE, form=forms.DayForm
)
def acknowledge(question, *, by, note="", on=None):
    """Tell whoever asked that the clerk has it. (A question asked online was acknowledged by the portal as received;
    this says that a person has read it.)"""
    question.acknowledged_on = on or today()
    letters.tell(
        question,
        "acknowledged",
        "we have read it",
        "The clerk has read what you sent and is checking it against the panel’s rules for public questions.",
        letters.for_the_meeting(question),
    )


@verb(
    "state",
    from_={State.RECEIVED, State.ACKNOWLEDGED},
    to=State.ACCEPTED,
    label="Accept",
    permission=HANDLE,
    form=forms.AcceptForm,
)
def accept(question, *, by, note="", title, published_name, meeting=None, on=None):
    """It is within the scheme. Its words are copied into what will be published, where the clerk may take out what
    must not be."""
    question.accepted_on = on or today()
    question.title, question.published_name, question.at_meeting = title.strip(), published_name.strip(), meeting
    submission = Submission.objects.filter(question=question).first()
    if submission is not None and not question.parts.exists():
        for order, text in enumerate(submission.parts, start=1):
            QuestionPart.objects.create(question=question, order=order, text=text)
        question.law, question.law_url = submission.law, submission.law_url[:400]
        question.signatures = submission.signatures
    letters.tell(
        question,
        "accepted",
        f"the panel will {'put' if question.kind in Question.ASKING else 'hear'} it",
        "It is within the panel’s rules.",
        letters.for_the_meeting(question),
        f"It will be published under this name: {question.published_name}.",
    )


@verb(
    "state",
    from_=BEFORE_SENDING,
    to=State.REFUSED,
    label="Do not accept",
    permission=HANDLE,
    note_required=True,
    note_label="Why, as whoever asked will read it",
    form=forms.RefuseForm,
    hindrance=_still_public,
    removes=True,
)
def refuse(question, *, by, note, ground, on=None):
    """It is outside the scheme. Whoever asked is told the ground; the public sees how many were refused, and why."""
    if ground.scheme_id != question.scheme_id:
        raise ValidationError({"ground": "That ground belongs to other rules than those it was asked under."})
    question.ground, question.ended_on = ground, on or today()
    letters.tell(
        question,
        "refused",
        "it was not accepted",
        "The panel cannot put what you sent, under its rules for public questions.",
        f"The rule: {ground.text}",
        note,
        "The panel’s members can read what you sent and this decision.",
    )


@verb(
    "state",
    from_=BEFORE_SENDING,
    to=State.REDIRECTED,
    label="Pass on to somebody else",
    permission=HANDLE,
    note_required=True,
    note_label="Why, as whoever asked will read it",
    form=forms.RedirectForm,
    hindrance=_still_public,
    removes=True,
)
def redirect(question, *, by, note, redirected_to, on=None):
    """It is for somebody else, who is given it; whoever asked is told to whom."""
    question.redirected_to, question.ended_on = redirected_to.strip(), on or today()
    letters.tell(question, "redirected", "it was passed on", f"It is for somebody else: {redirected_to}.", note)


@verb(
    "state",
    from_={State.REDIRECTED},
    to=STAYS,
    label="Record what came of it",
    permission=HANDLE,
    form=forms.OutcomeForm,
)
def record_outcome(question, *, by, note="", redirect_outcome):
    """What those did to whom it was passed on."""
    question.redirect_outcome = redirect_outcome.strip()


@verb(
    "state",
    from_=BEFORE_ANSWER,
    to=State.TAKEN_BACK,
    label="Taken back by whoever asked",
    permission=HANDLE,
    note_required=True,
    form=forms.DayForm,
    hindrance=_still_public,
    removes=True,
)
def take_back(question, *, by, note, on=None):
    """Whoever asked no longer wants it put."""
    question.ended_on = on or today()
    letters.tell(question, "taken-back", "it was taken back", "As you asked, it will not be put.")


@verb(
    "state",
    from_={State.RECEIVED, State.ACKNOWLEDGED},
    to=State.DISCARDED,
    label="Throw away: it is no question",
    permission=HANDLE,
    note_required=True,
    note_label="Why, for the history (do not repeat its words)",
    removes=True,
)
def discard(question, *, by, note):
    """Advertising, abuse by a machine, a test. Its words and address are destroyed at once, nobody is written to, and
    it is counted nowhere; a question that somebody asked is refused on a ground instead."""
    question.ended_on = today()
    return lambda: retention.destroy(question)


@verb(
    "state",
    from_={State.REFUSED, State.REDIRECTED, State.TAKEN_BACK},
    to=State.ACKNOWLEDGED,
    label="Reopen",
    permission=HANDLE,
    note_required=True,
    clears=("ground", "redirected_to", "ended_on"),
)
def reopen(question, *, by, note):
    """It was turned away by mistake, or comes back from where it was sent."""
    question.acknowledged_on = question.acknowledged_on or today()
    letters.tell(question, "reopened", "it is looked at again", "It is being looked at again.", note)


# For which meeting ----------------------------------------------------------------------------------------


@verb(
    "state",
    from_=BEFORE_ANSWER,
    to=STAYS,
    label="Hold over to another meeting",
    permission=HANDLE,
    note_required=True,
    note_label="Why, as the public will read it",
    form=forms.HoldOverForm,
)
def hold_over(question, *, by, note, meeting):
    """It cannot be dealt with at the meeting it was for: it came too late, or the meeting does not take place."""
    question.held_over_from = question.held_over_from or question.at_meeting
    question.at_meeting, question.under_item = meeting, None
    if question.state == State.SENT:
        question.answer_due_on = _due_on(question)
    letters.tell(question, "held-over", "it is for a later meeting", letters.for_the_meeting(question), note)


@verb(
    "state",
    from_=BEFORE_SENDING,
    to=STAYS,
    label="Take as urgent",
    permission=HANDLE,
    note_required=True,
    note_label="Why the Chair allows it, as the public will read it",
)
def take_as_urgent(question, *, by, note):
    """It came after the deadline, and the Chair lets it be put all the same."""
    question.urgent = True


def _wants_no_answer(question) -> str:
    return "" if question.kind in Question.ASKING else f"A {question.noun} is not answered together with another."


@verb(
    "state",
    from_=set(Question.TAKEN),
    to=STAYS,
    label="Answer together with another",
    permission=HANDLE,
    form=forms.GroupForm,
    hindrance=_wants_no_answer,
)
def group(question, *, by, note="", other):
    """It asks the same as another: one answer is given to both, and each page leads to the other. Once it has been
    sent, the response to the other answers it, too."""
    if other.grouped_with_id:
        raise ValidationError(
            {"other": f"{other.reference} is itself answered together with another. Choose that one."}
        )
    if question.grouped.exists():
        raise ValidationError("Others are answered together with this one. Group them with the other first.")
    question.grouped_with = other
    if question.state == State.SENT and other.state == State.ANSWERED_IN_WRITING:
        return lambda: mark_answered(question, by=by, received_on=max(other.answered_on, question.asked_on))
    return None


def _not_grouped(question) -> str:
    return "" if question.grouped_with_id else "It is not answered together with another."


@verb(
    "state",
    from_=set(Question.TAKEN),
    to=STAYS,
    label="Answer on its own again",
    permission=HANDLE,
    hindrance=_not_grouped,
)
def separate(question, *, by, note=""):
    """It turned out to ask something else than the one it was to be answered with."""
    question.grouped_with = None


# A statement or a petition --------------------------------------------------------------------------------


def _wants_an_answer(question) -> str:
    if question.kind in Question.ASKING:
        return "A question is answered. Record the answer instead."
    return ""


def _put_at(question, meeting) -> None:
    if meeting.day < question.asked_on:
        raise ValidationError({"meeting": f"That meeting was before it came, on {in_words(question.asked_on)}."})
    if question.under_item and question.under_item.meeting_id != meeting.pk:
        question.under_item = None
    question.at_meeting = meeting


@verb(
    "state",
    from_={State.ACCEPTED},
    to=State.HEARD,
    label="Heard at the meeting",
    permission=HANDLE,
    form=forms.HeardForm,
    hindrance=_wants_an_answer,
)
def hear(question, *, by, note="", meeting, given_at_meeting=""):
    """A statement was made, or a petition handed in, at a meeting. It gets no answer; what the panel said to it, if
    anything, is published with it."""
    _put_at(question, meeting)
    question.given_at_meeting = given_at_meeting.strip()
    letters.tell(
        question,
        "heard",
        "the panel has heard it",
        f"The panel had it before it at the meeting on {in_words(meeting.day)}.",
        question.given_at_meeting,
    )


@verb(
    "state",
    from_={State.HEARD},
    to=State.ACCEPTED,
    label="Not heard after all",
    permission=HANDLE,
    note_required=True,
    clears=("given_at_meeting",),
)
def not_heard(question, *, by, note):
    """It was recorded as heard by mistake, or at the wrong meeting."""
    letters.tell(question, "not-heard", "a correction", "It was recorded as heard by mistake.", note)


# The answer -----------------------------------------------------------------------------------------------


def _is_statement(question) -> str:
    return "A statement is heard and gets no answer." if question.kind == Question.Kind.STATEMENT else ""


@verb(
    "state",
    from_={State.ACCEPTED},
    to=State.SENT,
    label="Send for an answer",
    permission=HANDLE,
    form=forms.SendForm,
    hindrance=_is_statement,
)
def send(question, *, by, note="", addressee, on=None):
    """The office that is to answer, or the Chair of the panel (no office), is given the question as it will be
    published, and the day by which to answer."""
    asked = list(question.parts.values_list("text", flat=True))
    if not asked:
        raise ValidationError("It has no words yet. Enter what is asked, then send it.")
    question.addressee, question.sent_on = addressee, on or today()
    question.answer_due_on = _due_on(question)
    letters.send_for_an_answer(question, question.scheme.office_email, asked)


def _due_on(question) -> date | None:
    """The day that the scheme comes to; the day of the meeting where that is already over when it is sent; none where
    the meeting is over, too. Later by as many days as the clock stood still."""
    if question.at_meeting is None:
        return None
    try:
        due = scheme.answer_due_on(question.at_meeting, question.scheme)
    except BeyondTheTable:
        due = question.at_meeting.day
    if due is None or due < question.sent_on:
        due = question.at_meeting.day
    return due + timedelta(days=question.days_stopped) if due >= question.sent_on else None


def retime_open_questions(*, by=None) -> list[Retimed]:
    """Count anew by when each question that was sent and not answered is due. A question whose meeting has moved
    follows it. Besides the verbs the only writer of `answer_due_on`."""
    changed = []
    sent = Question.objects.filter(state=State.SENT).select_related("at_meeting__body", "scheme")
    for question in sent.order_by("pk"):
        until = question.at_meeting and question.at_meeting.day
        changed += write_day(question, "answer_due_on", _due_on(question), until=until, by=by)
    return changed


@verb("state", from_={State.SENT}, to=STAYS, label="Record a holding answer", permission=HANDLE)
def mark_holding(question, *, by, note="", received_on=None):
    """The office has said that it needs longer. The question still waits."""
    question.holding_on = received_on or today()


@verb(
    "state",
    from_={State.SENT},
    to=STAYS,
    label="Stop the clock of the answer",
    permission=HANDLE,
    hindrance=lambda question: "Its clock is stopped already." if question.clock_stopped_on else "",
)
def stop_clock(question, *, by, note="", on):
    """The day of the answer does not come nearer until it is started again."""
    question.clock_stopped_on = on


@verb(
    "state",
    from_={State.SENT},
    to=STAYS,
    label="Start the clock of the answer again",
    permission=HANDLE,
    hindrance=lambda question: "" if question.clock_stopped_on else "Its clock is not stopped.",
)
def restart_clock(question, *, by, note="", on):
    """The day of the answer moves by as many days as the clock stood still."""
    stood_still = (on - question.clock_stopped_on).days
    if question.answer_due_on:
        question.answer_due_on += timedelta(days=stood_still)
    question.days_stopped += stood_still
    question.clock_stopped_on = None


def _response_of(question) -> str:
    return "Chair’s response" if question.is_for_the_chair else "Commissioner’s response"


@verb("state", from_={State.SENT}, to=State.ANSWERED_IN_WRITING, label="Answered in writing", permission=HANDLE)
def mark_answered(question, *, by, note="", received_on=None):
    """A written answer is published with it."""
    question.answered_on = received_on or today()
    letters.tell(
        question,
        "answered",
        "it has been answered",
        f"The {_response_of(question)} is published with your {question.noun}.",
        letters.address_of(question),
    )


@verb("state", from_=set(Question.ANSWERED), to=STAYS, label="Record a corrected answer", permission=HANDLE)
def mark_corrected(question, *, by, note="", received_on=None):
    """The answer given was put right since."""
    question.corrected_on = received_on or today()
    letters.tell(
        question,
        "corrected",
        "the answer was corrected",
        f"The {_response_of(question)} was corrected. Both are published with your {question.noun}.",
    )


@verb(
    "state",
    from_={State.ACCEPTED, State.SENT},
    to=State.ANSWERED_AT_MEETING,
    label="Answered at the meeting",
    permission=HANDLE,
    form=forms.AnsweredAtMeetingForm,
    hindrance=_is_statement,
)
def answer_at_meeting(question, *, by, note="", meeting, given_at_meeting):
    """It was put and answered in the room; what was said is published with it."""
    _put_at(question, meeting)
    question.answered_on = meeting.day
    question.given_at_meeting = given_at_meeting.strip()
    letters.tell(
        question,
        "answered",
        "it was answered at the meeting",
        f"At the meeting on {in_words(meeting.day)} this was answered:",
        question.given_at_meeting,
    )


@verb(
    "state",
    from_={State.ANSWERED_IN_WRITING, State.ANSWERED_AT_MEETING},
    to=State.NOTED,
    label="Noted by the panel",
    permission=HANDLE,
    form=forms.HeldMeetingForm,
)
def note_at_meeting(question, *, by, note="", meeting):
    """The panel has had the question and its answer before it."""
    if question.answered_on and meeting.day < question.answered_on:
        raise ValidationError({"meeting": "That meeting was before the answer."})
    question.noted_at_meeting = meeting


# Publishing -----------------------------------------------------------------------------------------------


def _not_taken(question) -> str:
    return "" if question.state in Question.TAKEN else "Accept it first. Only what the panel took is published."


@verb(
    "publication",
    from_={Publication.DRAFT},
    to=Publication.PUBLISHED,
    stamp="published_at",
    label="Publish this question",
    permission="records.publish_record",
    hindrance=_not_taken,
)
def publish_question(question, *, by, note=""):
    """Let the public read the question as reviewed: the words and the name that the clerk has settled."""
    question.prepare_publication()
