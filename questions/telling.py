"""What readers are told of the life of a question: its days, and the notes written for them."""

from panel_portal.records.history import story
from panel_portal.records.periods import day_in_london
from panel_portal.records.publication import visible_rows
from questions import workflow
from questions.models import Question

# Verbs whose note was written for the public; every other note is the clerk's own.
NOTE_TOLD = {
    workflow.hold_over.verb.label: "Held over to another meeting",
    workflow.take_as_urgent.verb.label: "Taken as urgent, by leave of the Chair",
}


def life(question: Question, audience) -> list[dict]:
    """What happened to a question, in the order of the days: `on`, `title`, `text`, `meeting` where the reader may see
    it."""
    noted_at = visible_rows(question.noted_at_meeting, audience)
    steps = [
        (question.asked_on, "Asked", ""),
        (question.accepted_on, "Accepted by the panel", "It is within the panel’s rules for public questions."),
        (question.sent_on, f"Sent to {question.sent_to}", ""),
        (question.holding_on, "A holding answer came", "It will take longer."),
        (question.answered_on, _answered(question), ""),
        (question.corrected_on, "The answer was corrected", ""),
    ]
    events = [{"on": on, "title": title, "text": text, "meeting": None} for on, title, text in steps if on]
    heard_at = visible_rows(question.at_meeting, audience) if question.state == Question.State.HEARD else None
    if heard_at:
        events.append({"on": heard_at.day, "title": "Heard at the meeting", "text": "", "meeting": heard_at})
    if noted_at:
        events.append({"on": noted_at.day, "title": "Noted by the panel", "text": "", "meeting": noted_at})
    events += [
        {"on": day_in_london(one.at), "title": NOTE_TOLD[one.sentence], "text": one.note, "meeting": None}
        for one in story(question)
        if one.sentence in NOTE_TOLD and not one.refused
    ]
    return sorted(events, key=lambda event: event["on"])


def _answered(question) -> str:
    at_meeting = bool(question.given_at_meeting)
    return "Answered at the meeting" if at_meeting else "Answered in writing"
