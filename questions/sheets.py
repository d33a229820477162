"""The columns of the list of questions."""

from panel_portal.records.publication import Audience, visible_rows
from panel_portal.records.sheets import Column, Sheet, page_of


def _meeting_day(question):
    meeting = visible_rows(question.at_meeting, Audience.PUBLIC)
    return meeting.day if meeting else None


def _asked(question) -> str:
    return " ".join(part.text for part in visible_rows(question.parts, Audience.PUBLIC))


QUESTIONS = Sheet(
    "questions",
    "Public questions",
    (
        Column("Reference", "The number of the question, such as Q2026/017.", lambda one: one.reference),
        Column("Kind", "Question, statement, petition, member's question.", lambda one: one.get_kind_display()),
        Column("Title", "What it is about.", lambda one: one.title),
        Column("Asked by", "As published: a name, initials, or “A resident of …”.", lambda one: one.published_name),
        Column("What is asked", "All its parts, one after the other.", _asked),
        Column("Put to", "Who is asked.", lambda one: one.put_to),
        Column("Asked on", "The day on which it came in.", lambda one: one.asked_on, "date"),
        Column("For the meeting of", "The day of that meeting.", _meeting_day, "date"),
        Column("State", "Where it stands. The words are explained on the list.", lambda one: one.get_state_display()),
        Column("Answer due on", "The last day for the answer.", lambda one: one.answer_due_on, "date"),
        Column("Answered on", "The day of the answer.", lambda one: one.answered_on, "date"),
        Column("Page", "The address of its page.", page_of),
    ),
)
