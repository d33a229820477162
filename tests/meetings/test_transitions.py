"""The table of the procedure: where each verb may be taken and where not, and what the database holds it to."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from meetings import workflow
from meetings.models import Action, AgendaItem, Meeting, Minutes
from panel_portal.accounts import roles
from panel_portal.records.history import story
from panel_portal.records.workflow import ALL_VERBS, STAYS, IllegalMove
from tests import factories
from tests.meetings.states import (
    DETAILS,
    HINDERED,
    NOTE,
    OFFERED,
    STATES,
    announced_meeting,
    at,
    draft_agenda,
    draft_paper,
    dropped_action,
    first_item,
    published,
    published_minutes,
    reported_action,
    settled,
    withdrawn,
    written_minutes,
)

pytestmark = pytest.mark.thorough

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
        expected = state if verb.to is STAYS else verb.to
        assert getattr(model.objects.get(pk=record.pk), verb.state_field) == expected
        last = story(record)[-1]
        assert (last.sentence, last.note, last.who) == (verb.label, NOTE, str(factories.a_clerk()))
    else:
        assert not verb.possible(record)
        with pytest.raises(IllegalMove, match="Nothing was changed"):
            take(verb, record)
        assert as_stored(record) == before
        assert record.events.count() == told + 1
        assert story(record)[-1].sentence == f"Refused: {verb.label}"


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
        (roles.OFFICE, {"report_progress", "report_done", "take_back"}),
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
    (draft_agenda, {"state": "agenda_published"}, "agenda_published_at_when_agenda_is_out"),
    (factories.held_meeting, {"agenda_published_at": None}, "agenda_published_at_when_agenda_is_out"),
    (factories.held_meeting, {"settled_at": None}, "settled_at_iff_settled"),
    (factories.published_meeting, {"settled_at": NOW}, "settled_at_iff_settled"),
    (factories.published_meeting, {"state": "held"}, "settled_at_iff_settled"),
    (factories.published_meeting, {"outcome_reason": "Snow"}, "outcome_reason_iff_it_did_not_go_ahead"),
    (lambda: settled(workflow.cancel), {"outcome_reason": ""}, "outcome_reason_iff_it_did_not_go_ahead"),
    (lambda: settled(workflow.find_inquorate), {"outcome_reason": ""}, "outcome_reason_iff_it_did_not_go_ahead"),
    (STATES[Meeting, "state"]["postponed"], {"later_meeting": None}, "later_meeting_iff_postponed_or_adjourned"),
    (STATES[Meeting, "state"]["adjourned"], {"state": "cancelled"}, "later_meeting_iff_postponed_or_adjourned"),
    (factories.MeetingFactory, {"publication": "published"}, "meetings_meeting_published_at_unless_draft"),
    (factories.published_meeting, {"published_at": None}, "meetings_meeting_published_at_unless_draft"),
    (factories.published_meeting, {"publication": "withdrawn"}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (factories.published_meeting, {"withdrawn_at": NOW}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (factories.published_meeting, {"withdrawn_reason": "x"}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (withdrawn(announced_meeting), {"withdrawn_reason": ""}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (withdrawn(announced_meeting), {"withdrawn_at": None}, "meetings_meeting_withdrawn_at_iff_withdrawn"),
    (factories.MeetingFactory, {"ends_at": at(2019, 1, 1)}, "a_meeting_ends_after_it_starts"),
    (written_minutes, {"state": "published_as_draft"}, "minutes_being_written_are_not_public"),
    (written_minutes, {"publication": "published", "published_at": NOW}, "minutes_being_written_are_not_public"),
    (published_minutes, {"state": "draft"}, "minutes_being_written_are_not_public"),
    (published_minutes, {"state": "approved"}, "approved_at_a_meeting_iff_approved"),
    (published_minutes, {"approved_at": NOW}, "approved_at_a_meeting_iff_approved"),
    (STATES[Minutes, "state"]["approved"], {"approved_at": None}, "approved_at_a_meeting_iff_approved"),
    (STATES[Minutes, "state"]["approved"], {"approved_at_meeting": None}, "approved_at_a_meeting_iff_approved"),
    (published_minutes, {"corrections_agreed": "x"}, "corrections_are_agreed_with_the_approval"),
    (STATES[Minutes, "state"]["approved"], {"state": "signed"}, "signed_by_somebody_on_a_day_iff_signed"),
    (STATES[Minutes, "state"]["approved"], {"signed_by": "x"}, "signed_by_somebody_on_a_day_iff_signed"),
    (factories.signed_minutes, {"signed_by": ""}, "signed_by_somebody_on_a_day_iff_signed"),
    (factories.signed_minutes, {"signed_on": None}, "signed_by_somebody_on_a_day_iff_signed"),
    (factories.signed_minutes, {"approved_at_meeting": None}, "approved_at_a_meeting_iff_approved"),
    (factories.published_action, {"state": "no_longer_needed"}, "closed_at_a_meeting_with_a_note"),
    (factories.published_action, {"closed_at": NOW}, "closed_at_iff_closed"),
    (factories.closed_action, {"closed_at": None}, "closed_at_iff_closed"),
    (factories.closed_action, {"closed_at_meeting": None}, "closed_at_a_meeting_with_a_note"),
    (factories.closed_action, {"closing_note": ""}, "closed_at_a_meeting_with_a_note"),
    (dropped_action, {"closed_at_meeting": None}, "closed_at_a_meeting_with_a_note"),
    (factories.published_action, {"closing_note": "x"}, "closed_at_a_meeting_with_a_note"),
    (dropped_action, {"state": "merged"}, "successor_iff_something_took_its_place"),
    (STATES[Action, "state"]["merged"], {"successor": None}, "successor_iff_something_took_its_place"),
    (STATES[Action, "state"]["handed_over"], {"state": "accepted"}, "successor_iff_something_took_its_place"),
    (STATES[Action, "state"]["superseded"], {"successor": F("pk")}, "an_action_does_not_take_its_own_place"),
    (reported_action, {"received_on": None}, "reported_done_at_when_reported_done"),
    (factories.published_action, {"due_rule": "in_report"}, "due_report_iff_due_in_a_report"),
    (factories.published_action, {"due_rule": "before_event"}, "due_event_iff_due_before_it"),
    (factories.published_action, {"due_event": "the roll-out"}, "due_event_iff_due_before_it"),
    (factories.published_action, {"due_event_on": date(2026, 1, 5)}, "due_event_iff_due_before_it"),
    (factories.published_action, {"due_basis": "statute"}, "provision_iff_the_law_sets_the_time"),
    (factories.published_action, {"promised_on": date(2000, 1, 5)}, "promised_after_it_was_asked"),
    (factories.published_action, {"chased_on": date(2026, 1, 5)}, "chased_on_iff_waiting_until"),
    (factories.published_action, {"waiting_until": date(2026, 1, 5)}, "chased_on_iff_waiting_until"),
    (reported_action, {"reported_done_at": None}, "reported_done_at_when_reported_done"),
    (factories.published_action, {"state": "reported_done"}, "reported_done_at_when_reported_done"),
    (factories.published_action, {"reference": ""}, "a_public_action_has_its_reference"),
    (factories.published_action, {"due_rule": "on_date"}, "due_given_on_iff_due_on_a_date"),
    (factories.published_action, {"due_given_on": date(2026, 1, 5)}, "due_given_on_iff_due_on_a_date"),
    (first_item, {"exempt": True}, "meetings_agendaitem_exempt_with_paragraph_and_reason"),
    (STATES[AgendaItem, "exempt"][True], {"exempt_reason": ""}, "agendaitem_exempt_with_paragraph_and_reason"),
    (STATES[AgendaItem, "exempt"][True], {"exempt_paragraphs": []}, "agendaitem_exempt_with_paragraph_and_reason"),
    (STATES[AgendaItem, "exempt"][True], {"purpose": "<p>x</p>"}, "an_exempt_item_says_no_more_than_its_title"),
    (first_item, {"urgent": True}, "urgent_business_has_its_reason"),
    (draft_paper, {"exempt": True}, "meetings_paper_exempt_with_paragraph_and_reason"),
]


@pytest.mark.parametrize(("make", "change", "constraint"), BROKEN)
def test_state_without_its_date_or_person_is_refused_by_the_database(made, make, change, constraint):
    record = made(make)
    before = as_stored(record)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk).update(**change)
    assert as_stored(record) == before


@pytest.mark.parametrize(
    "make", [announced_meeting, first_item, published(draft_paper), published_minutes, factories.published_action]
)
def test_published_record_cannot_be_deleted_even_in_the_database(made, make):
    record = made(make)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        type(record)._base_manager.filter(pk=record.pk)._raw_delete("default")
    assert type(record)._base_manager.filter(pk=record.pk).exists()
