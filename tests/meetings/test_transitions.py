"""The table of the procedure: where each verb may be taken and where not, and what the database holds it to."""

import contextlib
from datetime import date, datetime

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings import workflow
from meetings.models import Action, ActionNote, AgendaItem, Meeting, Member, Minutes, Paper
from panel_portal.accounts import roles
from panel_portal.records.history import story
from panel_portal.records.publication import publish
from panel_portal.records.workflow import ALL_VERBS, IllegalMove
from tests import factories
from tests.factories import LONDON

NOTE = "Because the panel agreed it."
SECRETS = {"exempt_paragraphs": ["3", "1"], "exempt_reason": "It would harm a tender that is still open."}


@pytest.fixture(scope="module")
def kept():
    """The records of this module, each made once."""
    return {}


@pytest.fixture
def made(for_module, kept):
    """`made(make)`: the record that `make()` makes, as it was then; what a test does to it is undone."""
    with contextlib.ExitStack() as undone:

        def read(make):
            if make not in kept:
                kept[make] = make()
            undone.enter_context(transaction.atomic())
            undone.callback(transaction.set_rollback, True)
            return type(kept[make])._base_manager.get(pk=kept[make].pk)

        yield read


def at(*moment):
    return datetime(*moment, tzinfo=LONDON)


# Every state × every verb ----------------------------------------------------------------------------------


def _draft_agenda():
    meeting = factories.MeetingFactory()
    workflow.begin_agenda(meeting)
    factories.AgendaItemFactory(meeting=meeting)
    return meeting


def _moved(verb, meeting):
    return verb(meeting, by=factories.a_clerk(), note=NOTE, later_meeting=factories.MeetingFactory(body=meeting.body))


def _outcome(verb, meeting=None):
    return verb(meeting or factories.published_meeting(), by=factories.a_clerk(), note=NOTE)


def _minutes(*, held=True):
    meeting = factories.held_meeting() if held else factories.published_meeting()
    factories.minuted_item(meeting.agenda_items.first())
    return meeting.minutes


def _late_item():
    return factories.AgendaItemFactory(meeting=factories.published_meeting(), number="99")


def _paper():
    paper = factories.PaperFactory()
    factories.PaperFileFactory(paper=paper)
    return paper


def _note():
    return factories.ActionNoteFactory(action=factories.published_action())


def _published(make):
    def made():
        return publish(make(), by=factories.a_clerk())

    return made


def _withdrawn(make):
    def made():
        return factories.withdrawn(make())

    return made


def _reported():
    return workflow.report_done(factories.published_action(), by=factories.a_clerk(), note=NOTE)


def _dropped():
    return workflow.drop(factories.published_action(), by=factories.a_clerk(), note=NOTE)


def _first_item():
    return factories.published_meeting().agenda_items.first()


def _announced():
    return workflow.announce(factories.MeetingFactory(), by=factories.a_clerk())


def _published_minutes():
    return factories.held_meeting_with_minutes().minutes


def _life(draft, published):
    return {"draft": draft, "published": published, "withdrawn": _withdrawn(published)}


# (model, field) -> state -> how to make a record that is in it
STATES = {
    (Meeting, "publication"): _life(factories.MeetingFactory, _announced),
    (Meeting, "state"): {
        "agenda_draft": _draft_agenda,
        "agenda_published": factories.published_meeting,
        "held": factories.held_meeting,
        "cancelled": lambda: _outcome(workflow.cancel),
        "postponed": lambda: _moved(workflow.postpone, factories.published_meeting()),
        "adjourned": lambda: _moved(workflow.adjourn, factories.held_meeting()),
        "inquorate": lambda: _outcome(workflow.find_inquorate),
    },
    (Minutes, "publication"): _life(_minutes, _published_minutes),
    (Minutes, "state"): {
        "draft": _minutes,
        "published_as_draft": _published_minutes,
        "approved": lambda: factories.meeting_with_approved_minutes().minutes,
    },
    (AgendaItem, "publication"): _life(_late_item, _first_item),
    (AgendaItem, "exempt"): {False: _first_item, True: lambda: factories.exempt(_first_item())},
    (Paper, "publication"): _life(_paper, _published(_paper)),
    (Paper, "exempt"): {False: _paper, True: lambda: factories.exempt(_paper())},
    (Member, "publication"): _life(factories.MemberFactory, factories.published_member),
    (Action, "publication"): _life(factories.ActionFactory, factories.published_action),
    (Action, "exempt"): {
        False: factories.published_action,
        True: lambda: workflow.exempt_action(factories.published_action(), by=factories.a_clerk(), **SECRETS),
    },
    (Action, "state"): {
        "open": factories.published_action,
        "reported_done": _reported,
        "accepted": factories.closed_action,
        "no_longer_needed": _dropped,
    },
    (ActionNote, "publication"): _life(_note, _published(_note)),
}
# In the right state, and yet something else stands in the way.
HINDERED = [
    (workflow.publish_item, factories.AgendaItemFactory, "The agenda is not out yet"),
    (workflow.publish_minutes, lambda: _minutes(held=False), "Record first that the meeting was held"),
    (
        workflow.publish_minutes,
        lambda: _outcome(workflow.cancel, _minutes(held=False).meeting).minutes,
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
    "accept": lambda record: {"at_meeting": factories.held_meeting(starts_at=timezone.now())},
}

OFFERED = [
    (model, function.verb)
    for model, model_admin in admin.site._registry.items()
    for function in getattr(model_admin, "verbs", ())
    if model._meta.app_label == "meetings"
]
PAIRS = [
    pytest.param(model, verb, state, id=f"{model.__name__}-{state}-{verb.short_name}")
    for model, verb in OFFERED
    for state in STATES[model, verb.state_field]
]


def as_stored(record):
    return type(record)._base_manager.filter(pk=record.pk).values().get()


def take(verb, record, **more):
    details = DETAILS.get(verb.short_name, lambda record: {})(record)
    return verb.call(record, by=factories.a_clerk(), note=NOTE, **{**details, **more})


def test_every_verb_of_meetings_and_of_publication_is_offered_in_the_admin():
    """So that the pairs below leave none out."""
    ours = {verb.path for verb in ALL_VERBS if verb.path.startswith(("meetings.", "panel_portal.records."))}
    assert {verb.path for _, verb in OFFERED} == ours


@pytest.mark.parametrize(("model", "field"), STATES, ids=lambda value: getattr(value, "__name__", value))
def test_states_of_the_table_are_all_there_are(model, field):
    choices = model._meta.get_field(field).choices
    assert set(STATES[model, field]) == ({value for value, _ in choices} if choices else {False, True})


@pytest.mark.parametrize(("model", "verb", "state"), PAIRS)
def test_verb_is_taken_exactly_where_the_table_says(made, model, verb, state):
    record = made(STATES[model, verb.state_field][state])
    assert getattr(record, verb.state_field) == state
    before, told = as_stored(record), record.events.count()
    if state in verb.from_:
        assert verb.possible(record)
        take(verb, record)
        assert getattr(model.objects.get(pk=record.pk), verb.state_field) == verb.to
        last = story(record)[-1]
        assert (last.sentence, last.note, last.who) == (verb.label, NOTE, str(factories.a_clerk()))
    else:
        assert not verb.possible(record)
        with pytest.raises(IllegalMove, match="Nothing was changed"):
            take(verb, record)
        assert as_stored(record) == before
        assert record.events.count() == told


@pytest.mark.parametrize(("function", "make", "sentence"), HINDERED)
def test_verb_with_a_hindrance_is_refused_with_its_sentence(made, function, make, sentence):
    record = made(make)
    before = as_stored(record)
    assert getattr(record, function.verb.state_field) in function.verb.from_
    assert not function.verb.possible(record)
    with pytest.raises(IllegalMove, match=sentence):
        take(function.verb, record)
    assert as_stored(record) == before


NOTED = [(model, verb) for model, verb in OFFERED if verb.note_required]


@pytest.mark.parametrize(("model", "verb"), NOTED, ids=lambda value: getattr(value, "short_name", None))
def test_verb_that_asks_for_a_note_and_gets_none_changes_nothing(made, model, verb):
    record = made(STATES[model, verb.state_field][min(verb.from_, key=str)])
    before = as_stored(record)
    details = DETAILS.get(verb.short_name, lambda record: {})(record)
    for empty in ("", "  \n "):
        with pytest.raises(ValidationError, match="needs a note"):
            verb.call(record, by=factories.a_clerk(), note=empty, **details)
    assert as_stored(record) == before


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (roles.CLERK, {verb.short_name for _, verb in OFFERED}),
        (roles.OFFICE, {"report_done"}),
        (roles.MEMBER, set()),
        (roles.ADMINISTRATOR, set()),
    ],
)
def test_verbs_of_each_role_are_these_and_no_others(for_module, role, words):
    user = factories.user_in_role(role)
    assert {verb.short_name for _, verb in OFFERED if verb.may(user)} == words


# What the database holds everybody to ----------------------------------------------------------------------

NOW = at(2026, 1, 5, 9)
BROKEN = [
    (_draft_agenda, {"state": "agenda_published"}, "agenda_published_at_when_agenda_is_out"),
    (factories.held_meeting, {"agenda_published_at": None}, "agenda_published_at_when_agenda_is_out"),
    (factories.held_meeting, {"settled_at": None}, "settled_at_iff_settled"),
    (factories.published_meeting, {"settled_at": NOW}, "settled_at_iff_settled"),
    (factories.published_meeting, {"state": "held"}, "settled_at_iff_settled"),
    (factories.published_meeting, {"outcome_reason": "Snow"}, "outcome_reason_iff_it_did_not_go_ahead"),
    (lambda: _outcome(workflow.cancel), {"outcome_reason": ""}, "outcome_reason_iff_it_did_not_go_ahead"),
    (lambda: _outcome(workflow.find_inquorate), {"outcome_reason": ""}, "outcome_reason_iff_it_did_not_go_ahead"),
    (STATES[Meeting, "state"]["postponed"], {"later_meeting": None}, "later_meeting_iff_postponed_or_adjourned"),
    (STATES[Meeting, "state"]["adjourned"], {"state": "cancelled"}, "later_meeting_iff_postponed_or_adjourned"),
    (factories.MeetingFactory, {"publication": "published"}, "meetings_meeting_published_at_unless_draft"),
    (factories.published_meeting, {"published_at": None}, "meetings_meeting_published_at_unless_draft"),
    (factories.published_meeting, {"publication": "withdrawn"}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (factories.published_meeting, {"withdrawn_at": NOW}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (factories.published_meeting, {"withdrawn_reason": "x"}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (_withdrawn(_announced), {"withdrawn_reason": ""}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (_withdrawn(_announced), {"withdrawn_at": None}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (factories.MeetingFactory, {"ends_at": at(2019, 1, 1)}, "a_meeting_ends_after_it_starts"),
    (_minutes, {"state": "published_as_draft"}, "minutes_being_written_are_not_public"),
    (_minutes, {"publication": "published", "published_at": NOW}, "minutes_being_written_are_not_public"),
    (_published_minutes, {"state": "draft"}, "minutes_being_written_are_not_public"),
    (_published_minutes, {"state": "approved"}, "approved_at_a_meeting_iff_approved"),
    (_published_minutes, {"approved_at": NOW}, "approved_at_a_meeting_iff_approved"),
    (STATES[Minutes, "state"]["approved"], {"approved_at": None}, "approved_at_a_meeting_iff_approved"),
    (STATES[Minutes, "state"]["approved"], {"approved_at_meeting": None}, "approved_at_a_meeting_iff_approved"),
    (factories.published_action, {"state": "no_longer_needed"}, "closed_at_iff_closed"),
    (factories.published_action, {"closed_at": NOW}, "closed_at_iff_closed"),
    (factories.closed_action, {"closed_at": None}, "closed_at_iff_closed"),
    (factories.closed_action, {"closed_at_meeting": None}, "accepted_at_a_meeting"),
    (factories.closed_action, {"state": "no_longer_needed"}, "accepted_at_a_meeting"),
    (_dropped, {"state": "accepted"}, "accepted_at_a_meeting"),
    (_reported, {"reported_done_at": None}, "reported_done_at_when_reported_done"),
    (factories.published_action, {"state": "reported_done"}, "reported_done_at_when_reported_done"),
    (factories.published_action, {"reference": ""}, "a_public_action_has_its_reference"),
    (factories.published_action, {"due_rule": "on_date"}, "due_given_on_iff_due_on_a_date"),
    (factories.published_action, {"due_given_on": date(2026, 1, 5)}, "due_given_on_iff_due_on_a_date"),
    (_first_item, {"exempt": True}, "meetings_agendaitem_exempt_with_paragraph_and_reason"),
    (STATES[AgendaItem, "exempt"][True], {"exempt_reason": ""}, "agendaitem_exempt_with_paragraph_and_reason"),
    (STATES[AgendaItem, "exempt"][True], {"exempt_paragraphs": []}, "agendaitem_exempt_with_paragraph_and_reason"),
    (STATES[AgendaItem, "exempt"][True], {"purpose": "<p>x</p>"}, "an_exempt_item_says_no_more_than_its_title"),
    (_first_item, {"urgent": True}, "urgent_business_has_its_reason"),
    (_paper, {"exempt": True}, "meetings_paper_exempt_with_paragraph_and_reason"),
]


@pytest.mark.parametrize(("make", "change", "constraint"), BROKEN)
def test_state_without_its_date_or_person_is_refused_by_the_database(made, make, change, constraint):
    record = made(make)
    before = as_stored(record)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk).update(**change)
    assert as_stored(record) == before


@pytest.mark.parametrize(
    "make", [_announced, _first_item, _published(_paper), _published_minutes, factories.published_action]
)
def test_published_record_cannot_be_deleted_even_in_the_database(made, make):
    record = made(make)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk)._raw_delete("default")
    assert type(record)._base_manager.filter(pk=record.pk).exists()
