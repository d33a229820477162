"""What a page is about, in the words of schema.org, for search engines. Only what stands on the page."""

from collections.abc import Callable

from django.utils.timezone import localtime

from meetings.models import Meeting
from panel_portal.records.publication import Audience, visible_rows
from panel_portal.records.richtext import as_text
from questions.models import Question
from reports.models import CommissionerResponse

CONTEXT = "https://schema.org"
# What schema.org has no word for: a meeting that was adjourned or had no quorum did begin.
STATUS = {
    Meeting.State.CANCELLED: "EventCancelled",
    Meeting.State.POSTPONED: "EventPostponed",
}


def of_meeting(meeting: Meeting, at: Callable[[str], str]) -> dict:
    """A meeting as an Event, its times with the time zone of the day."""
    told = {
        "@context": CONTEXT,
        "@type": "Event",
        "@id": at(meeting.get_absolute_url()),
        "url": at(meeting.get_absolute_url()),
        "name": f"{meeting.body_name}: {meeting.get_kind_display().lower()}",
        "startDate": localtime(meeting.starts_at).isoformat(),
        "endDate": meeting.ends_at and localtime(meeting.ends_at).isoformat(),
        "eventStatus": f"{CONTEXT}/{STATUS.get(meeting.state, 'EventScheduled')}",
        "location": meeting.place and {"@type": "Place", "name": meeting.place, "address": meeting.place},
        "organizer": {"@type": "GovernmentOrganization", "name": meeting.body_name, "url": at("/")},
        "description": meeting.purpose,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
    }
    return _filled(told)


def of_question(question: Question, at: Callable[[str], str]) -> dict:
    """A question with its answers; empty for what asks nothing."""
    if question.kind not in Question.ASKING:
        return {}
    parts = visible_rows(question.parts, Audience.PUBLIC)
    answers = [
        {
            "@type": "Answer",
            "url": at(one.get_absolute_url()),
            "text": as_text(one.text),
            "dateCreated": one.received_on.isoformat(),
            "author": {"@type": "Person", "name": one.author, "jobTitle": one.position},
        }
        for one in visible_rows(question.responses, Audience.PUBLIC)
        if one.kind != CommissionerResponse.Kind.HOLDING
    ]
    told = {
        "@type": "Question",
        "@id": at(question.get_absolute_url()),
        "name": question.title,
        "text": " ".join(part.text for part in parts),
        "author": {"@type": "Person", "name": question.published_name},
        "dateCreated": question.asked_on.isoformat(),
        "answerCount": len(answers),
        "acceptedAnswer": answers[-1] if answers else None,
        "suggestedAnswer": answers[:-1],
        "inLanguage": "en-GB",
    }
    page = {"@context": CONTEXT, "@type": "QAPage", "url": at(question.get_absolute_url())}
    return {**page, "mainEntity": _filled(told)}


def of_panel(portal: dict, at: Callable[[str], str]) -> dict:
    """The panel whose portal this is; empty before it is entered."""
    panel = portal["panel"]
    if panel is None:
        return {}
    contact = panel.contact
    told = {
        "@context": CONTEXT,
        "@type": "GovernmentOrganization",
        "@id": at("/"),
        "url": at("/"),
        "name": portal["panel_name"],
        "description": panel.purpose,
        "sameAs": panel.url,
        "parentOrganization": portal["host_authority_name"]
        and {"@type": "GovernmentOrganization", "name": portal["host_authority_name"]},
        "contactPoint": contact
        and _filled(
            {
                "@type": "ContactPoint",
                "contactType": contact.position,
                "name": contact.name,
                "email": contact.email,
                "telephone": contact.phone,
            }
        ),
    }
    return _filled(told)


def _filled(told: dict) -> dict:
    """Without what is not known."""
    return {name: value for name, value in told.items() if value not in (None, "", [])}
