"""How to make a record in each state there is, by the verbs alone; and what each verb asks for."""

from datetime import datetime, timedelta

from django.contrib import admin
from django.utils import timezone

from meetings import workflow
from meetings.models import Action, ActionNote, AgendaAction, AgendaItem, Meeting, Member, Minutes, Paper
from panel_portal.records.periods import today
from panel_portal.records.publication import publish
from tests import factories
from tests.factories import LONDON

NOTE = "Because the panel agreed it."
SECRETS = {"exempt_paragraphs": ["3", "1"], "exempt_reason": "It would harm a tender that is still open."}


def at(*moment):
    return datetime(*moment, tzinfo=LONDON)


def draft_agenda():
    meeting = factories.MeetingFactory()
    workflow.begin_agenda(meeting)
    factories.AgendaItemFactory(meeting=meeting)
    return meeting


def moved(verb, meeting):
    return verb(meeting, by=factories.a_clerk(), note=NOTE, later_meeting=factories.MeetingFactory(body=meeting.body))


def settled(verb, meeting=None):
    return verb(meeting or factories.published_meeting(), by=factories.a_clerk(), note=NOTE)


def written_minutes(*, held=True):
    meeting = factories.held_meeting() if held else factories.published_meeting()
    factories.minuted_item(meeting.agenda_items.first())
    return meeting.minutes


def late_item():
    return factories.AgendaItemFactory(meeting=factories.published_meeting(), number="99")


def draft_paper():
    paper = factories.PaperFactory()
    factories.PaperFileFactory(paper=paper)
    return paper


def draft_note():
    return factories.ActionNoteFactory(action=factories.published_action())


def published(make):
    def made():
        return publish(make(), by=factories.a_clerk())

    return made


def withdrawn(make):
    def made():
        return factories.withdrawn(make())

    return made


def reported_action():
    return workflow.report_done(factories.published_action(), by=factories.a_clerk(), note=NOTE)


def held_today():
    return factories.held_meeting(starts_at=timezone.now())


def closed_by(verb, **details):
    """An action closed by one of the panel's verbs."""

    def made():
        return verb(factories.published_action(), by=factories.a_clerk(), note=NOTE, at_meeting=held_today(), **details)

    return made


def another(verb):
    return lambda: closed_by(verb, other=factories.published_action())()


def handed_over():
    return closed_by(workflow.hand_over, to_body=factories.BodyFactory())()


def listed_action():
    """An action asked for in a report, on the agenda that has the report."""
    report = factories.StandingReportFactory()
    asked = factories.published_action(due_rule="in_report", due_report=report, asked_on="2020-01-01")
    meeting = factories.MeetingFactory()
    item = factories.AgendaItemFactory(meeting=meeting, standing_report=report)
    workflow.publish_agenda(meeting, by=factories.a_clerk())
    return AgendaAction.objects.get(agenda_item=item, action=asked)


def covered_action():
    return workflow.cover(listed_action(), by=factories.a_clerk())


dropped_action = closed_by(workflow.drop)


def first_item():
    return factories.published_meeting().agenda_items.first()


def announced_meeting():
    return workflow.announce(factories.MeetingFactory(), by=factories.a_clerk())


def published_minutes():
    return factories.held_meeting_with_minutes().minutes


def life(draft, published):
    return {"draft": draft, "published": published, "withdrawn": withdrawn(published)}


# (model, field) -> state -> how to make a record that is in it
STATES = {
    (Meeting, "publication"): life(factories.MeetingFactory, announced_meeting),
    (Meeting, "state"): {
        "agenda_draft": draft_agenda,
        "agenda_published": factories.published_meeting,
        "held": factories.held_meeting,
        "cancelled": lambda: settled(workflow.cancel),
        "postponed": lambda: moved(workflow.postpone, factories.published_meeting()),
        "adjourned": lambda: moved(workflow.adjourn, factories.held_meeting()),
        "inquorate": lambda: settled(workflow.find_inquorate),
    },
    (Minutes, "publication"): life(written_minutes, published_minutes),
    (Minutes, "state"): {
        "draft": written_minutes,
        "published_as_draft": published_minutes,
        "approved": lambda: factories.meeting_with_approved_minutes().minutes,
        "signed": factories.signed_minutes,
    },
    (AgendaItem, "publication"): life(late_item, first_item),
    (AgendaItem, "exempt"): {False: first_item, True: lambda: factories.exempt(first_item())},
    (Paper, "publication"): life(draft_paper, published(draft_paper)),
    (Paper, "exempt"): {False: draft_paper, True: lambda: factories.exempt(draft_paper())},
    (Member, "publication"): life(factories.MemberFactory, factories.published_member),
    (Action, "publication"): life(factories.ActionFactory, factories.published_action),
    (Action, "exempt"): {
        False: factories.published_action,
        True: lambda: workflow.exempt_action(factories.published_action(), by=factories.a_clerk(), **SECRETS),
    },
    (Action, "state"): {
        "open": factories.published_action,
        "reported_done": reported_action,
        "accepted": factories.closed_action,
        "accepted_in_part": closed_by(workflow.accept_in_part, what_is_left="The second half."),
        "no_longer_needed": dropped_action,
        "superseded": another(workflow.supersede),
        "merged": another(workflow.merge),
        "handed_over": handed_over,
    },
    (AgendaAction, "state"): {"listed": listed_action, "covered": covered_action},
    (ActionNote, "publication"): life(draft_note, published(draft_note)),
}
# In the right state, and yet something else stands in the way.
HINDERED = [
    (workflow.publish_item, factories.AgendaItemFactory, "The agenda is not out yet"),
    (workflow.publish_minutes, lambda: written_minutes(held=False), "Record first that the meeting was held"),
    (
        workflow.publish_minutes,
        lambda: settled(workflow.cancel, written_minutes(held=False).meeting).minutes,
        "Record first that the meeting was held",
    ),
]
DETAILS = {
    "exempt_item": lambda record: {"public_title": "A confidential matter", **SECRETS},
    "exempt_paper": lambda record: {"public_title": "A confidential paper", **SECRETS},
    "exempt_action": lambda record: SECRETS,
    "postpone": lambda record: {"later_meeting": factories.MeetingFactory(body=record.body)},
    "adjourn": lambda record: {"later_meeting": factories.MeetingFactory(body=record.body)},
    "approve_minutes": lambda record: {"at_meeting": factories.held_meeting(body=record.meeting.body)},
    "sign_minutes": lambda record: {
        "signed_by": "Cllr Ann Other, Chair",
        "signed_on": record.approved_at_meeting.day if record.approved_at_meeting else today(),
    },
    "accept": lambda record: {"at_meeting": held_today()},
    "accept_in_part": lambda record: {"at_meeting": held_today(), "what_is_left": "The second half."},
    "reject": lambda record: {"at_meeting": held_today()},
    "drop": lambda record: {"at_meeting": held_today()},
    "supersede": lambda record: {"at_meeting": held_today(), "other": factories.published_action()},
    "merge": lambda record: {"at_meeting": held_today(), "other": factories.published_action()},
    "hand_over": lambda record: {"at_meeting": held_today(), "to_body": factories.BodyFactory()},
    "correct_owner": lambda record: {"to_body": factories.BodyFactory()},
    "transfer": lambda record: {"to_body": factories.BodyFactory()},
    "chase": lambda record: {"waiting_until": today() + timedelta(days=14)},
    "defer": lambda record: {"until": today() + timedelta(days=90)},
}

OFFERED = [
    (model, function.verb)
    for model, model_admin in admin.site._registry.items()
    for function in getattr(model_admin, "verbs", ())
    if model._meta.app_label == "meetings"
]
