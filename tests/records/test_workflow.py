"""The decorator that makes a verb, tried on every verb there is."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from meetings import models, workflow
from panel_portal.accounts import roles
from panel_portal.records import publication
from panel_portal.records.history import story
from panel_portal.records.periods import today
from panel_portal.records.publication import Publication, publish, restore, withdraw
from panel_portal.records.workflow import ALL_VERBS, STAYS, IllegalMove
from questions import workflow as questions
from reports import programme
from reports import workflow as reports
from tests import factories
from tests.meetings import states

pytestmark = pytest.mark.thorough

NOTE = "Because it was agreed."


# A record ready for each verb, and what else the verb asks --------------------------------------------------


def _later(meeting):
    return factories.MeetingFactory(body=meeting.body)


def _reported():
    return workflow.report_done(factories.published_action(), by=factories.a_clerk(), note=NOTE)


def _long_asked():
    return factories.published_action(asked_on="2020-01-08")


def _held(record):
    return factories.held_meeting()


def _other(record):
    return factories.published_action()


def _body(record):
    return factories.BodyFactory()


def _soon(record):
    return today() + timedelta(days=14)


def _supplement():
    return factories.AgendaItemFactory(meeting=factories.published_meeting(), number="99")


def _minutes():
    meeting = factories.held_meeting()
    factories.minuted_item(meeting.agenda_items.first())
    return meeting.minutes


def _grouped():
    return questions.group(factories.accepted_question(), by=factories.a_clerk(), other=factories.accepted_question())


def _heard():
    statement = factories.accepted_question(kind="statement")
    return questions.hear(statement, by=factories.a_clerk(), meeting=states.held_today())


def _redirected():
    question = factories.received_question()
    return questions.redirect(question, by=factories.a_clerk(), note=NOTE, redirected_to="The council")


def _response():
    return factories.CommissionerResponseFactory(question=factories.sent_question())


def _office_draft(state="drafting"):
    return factories.CommissionerResponseFactory(
        question=factories.sent_question(), state=state, written_by=factories.the_commissioner()
    )


def _closed_inspection():
    inspection = factories.responded_inspection()
    return reports.close_inspection(inspection, by=factories.a_clerk(), note=NOTE, on=today())


def _finding():
    return factories.FindingFactory(inspection=factories.reported_inspection())


def _stopped_question():
    return questions.stop_clock(factories.sent_question(), by=factories.a_clerk(), on=today())


def _stopped_report():
    return reports.stop_clock(factories.published_report(), by=factories.a_clerk(), on=today())


REPORT = {"reported_on": lambda inspection: today(), "address": "https://inspectorate.example/report"}
TODAY = {"on": lambda record: today()}
EXEMPT = {**factories.reached.PARAGRAPHS, "public_title": "A confidential matter"}
READY = {
    publication.publish: (factories.MemberFactory, {}),
    publication.withdraw: (factories.published_member, {}),
    publication.restore: (lambda: factories.withdrawn(factories.published_member()), {}),
    workflow.announce: (factories.MeetingFactory, {}),
    workflow.publish_agenda: (lambda: factories.AgendaItemFactory().meeting, {}),
    workflow.publish_item: (_supplement, {}),
    workflow.exempt_item: (factories.AgendaItemFactory, EXEMPT),
    workflow.open_item: (lambda: factories.exempt(factories.AgendaItemFactory()), {}),
    workflow.exempt_paper: (factories.PaperFactory, EXEMPT),
    workflow.exempt_action: (factories.ActionFactory, factories.reached.PARAGRAPHS),
    workflow.disclose: (lambda: factories.exempt(factories.PaperFactory()), {}),
    workflow.hold: (factories.published_meeting, {}),
    workflow.cancel: (factories.published_meeting, {}),
    workflow.postpone: (factories.published_meeting, {"later_meeting": _later}),
    workflow.adjourn: (factories.held_meeting, {"later_meeting": _later}),
    workflow.find_inquorate: (factories.published_meeting, {}),
    workflow.reinstate: (factories.held_meeting, {}),
    workflow.publish_minutes: (_minutes, {}),
    workflow.approve_minutes: (
        lambda: factories.held_meeting_with_minutes().minutes,
        {"at_meeting": lambda minutes: factories.held_meeting(body=minutes.meeting.body)},
    ),
    workflow.sign_minutes: (
        lambda: factories.meeting_with_approved_minutes().minutes,
        {"signed_by": "Cllr Ann Other, Chair", "signed_on": lambda minutes: minutes.approved_at_meeting.day},
    ),
    workflow.publish_action: (factories.ActionFactory, {}),
    workflow.report_done: (factories.published_action, {}),
    workflow.accept: (
        lambda: factories.published_action(asked_on="2020-01-08"),
        {"at_meeting": lambda action: factories.held_meeting()},
    ),
    workflow.cover: (states.listed_action, {}),
    workflow.uncover: (states.covered_action, {}),
    workflow.report_progress: (factories.published_action, {}),
    workflow.take_back: (_reported, {}),
    workflow.accept_in_part: (_long_asked, {"at_meeting": _held, "what_is_left": "The second half."}),
    workflow.reject: (
        lambda: workflow.report_done(_long_asked(), by=factories.a_clerk(), note=NOTE),
        {"at_meeting": _held},
    ),
    workflow.drop: (_long_asked, {"at_meeting": _held}),
    workflow.supersede: (_long_asked, {"at_meeting": _held, "other": _other}),
    workflow.merge: (_long_asked, {"at_meeting": _held, "other": _other}),
    workflow.hand_over: (_long_asked, {"at_meeting": _held, "to_body": _body}),
    workflow.correct_owner: (factories.published_action, {"to_body": _body}),
    workflow.transfer: (factories.published_action, {"to_body": _body}),
    workflow.chase: (factories.published_action, {"waiting_until": _soon}),
    workflow.defer: (factories.published_action, {"until": _soon}),
    workflow.reopen: (factories.closed_action, {}),
    questions.acknowledge: (factories.received_question, {}),
    questions.accept: (factories.received_question, {"title": "Patrols", "published_name": "A resident"}),
    questions.refuse: (factories.received_question, {"ground": lambda question: factories.RefusalGroundFactory()}),
    questions.redirect: (factories.received_question, {"redirected_to": "The council"}),
    questions.record_outcome: (_redirected, {"redirect_outcome": "It was mended."}),
    questions.take_back: (factories.received_question, {}),
    questions.discard: (factories.received_question, {}),
    questions.reopen: (_redirected, {}),
    questions.hold_over: (factories.accepted_question, {"meeting": lambda question: factories.published_meeting()}),
    questions.take_as_urgent: (factories.received_question, {}),
    questions.group: (factories.accepted_question, {"other": lambda question: factories.accepted_question()}),
    questions.separate: (_grouped, {}),
    questions.not_heard: (_heard, {}),
    questions.hear: (
        lambda: factories.accepted_question(kind="petition", signatures=12),
        {"meeting": lambda question: states.held_today(), "given_at_meeting": "Thank you."},
    ),
    reports.issue: (factories.PanelReportFactory, {}),
    reports.publish_report: (factories.issued_report, {}),
    reports.withdraw_report: (factories.published_report, {}),
    reports.restore_report: (
        lambda: reports.withdraw_report(factories.published_report(), by=factories.a_clerk(), note=NOTE),
        {},
    ),
    reports.mark_replied: (factories.published_report, {}),
    reports.confirm_published: (
        factories.published_report,
        {"seen_on": lambda report: report.issued_on, "address": "https://commissioner.example/letter"},
    ),
    questions.send: (factories.published_question, {"addressee": lambda question: factories.the_commissioner()}),
    questions.mark_holding: (factories.sent_question, {}),
    questions.mark_answered: (factories.sent_question, {}),
    questions.mark_corrected: (factories.answered_question, {}),
    questions.answer_at_meeting: (
        factories.sent_question,
        {"meeting": lambda question: states.held_today(), "given_at_meeting": "On Monday."},
    ),
    questions.note_at_meeting: (factories.answered_question, {"meeting": lambda question: states.held_today()}),
    questions.publish_question: (factories.accepted_question, {}),
    reports.publish_response: (_response, {}),
    reports.send_response: (_office_draft, {}),
    reports.return_response: (lambda: _office_draft("received"), {}),
    reports.record_report: (factories.published_inspection, REPORT),
    reports.correct_report: (factories.reported_inspection, REPORT),
    reports.mark_responded: (factories.reported_inspection, {}),
    reports.close_inspection: (factories.responded_inspection, TODAY),
    reports.reopen_inspection: (_closed_inspection, {}),
    reports.close_finding: (_finding, TODAY),
    reports.reopen_finding: (
        lambda: reports.close_finding(_finding(), by=factories.a_clerk(), note=NOTE, on=today()),
        {},
    ),
    reports.agree_stop: (factories.ClockStopFactory, TODAY),
    reports.decline_stop: (factories.ClockStopFactory, {}),
    reports.restart: (factories.stopped_clock, TODAY),
    reports.stop_clock: (factories.published_report, TODAY),
    reports.restart_clock: (_stopped_report, TODAY),
    questions.stop_clock: (factories.sent_question, TODAY),
    questions.restart_clock: (_stopped_question, TODAY),
    programme.complete: (factories.PlannedWorkFactory, {}),
    programme.give_up: (factories.PlannedWorkFactory, {}),
    programme.plan_again: (
        lambda: programme.complete(factories.PlannedWorkFactory(), by=factories.a_clerk()), {}
    ),
}  # fmt: skip
READY_BY_PATH = {function.verb.path: (function, *ready) for function, ready in READY.items()}

# What only the office does; everything else a clerk may.
BY_THE_OFFICE = {reports.send_response.verb.path}


def taker(path):
    return factories.user_in_role(roles.OFFICE) if path in BY_THE_OFFICE else factories.a_clerk()


each_verb = pytest.mark.parametrize("path", [verb.path for verb in ALL_VERBS])


def ready(path):
    function, make, details = READY_BY_PATH[path]
    record = make()
    return function, record, {name: value(record) if callable(value) else value for name, value in details.items()}


def columns(record) -> dict:
    return type(record).objects.filter(pk=record.pk).values().get()


def test_table_of_ready_records_names_every_verb():
    assert set(READY_BY_PATH) == {verb.path for verb in ALL_VERBS}


@pytest.mark.django_db
@each_verb
def test_verb_in_a_right_state_moves_the_record_and_tells_who_did_it_and_why(path):
    function, record, details = ready(path)
    verb, clerk = function.verb, taker(path)
    assert verb.possible(record)
    moved = function(record, by=clerk, note=NOTE, **details)
    assert moved is record
    assert verb.to is STAYS or columns(record)[verb.state_field] == verb.to
    told = story(record)[-1]
    assert (told.who, told.sentence, told.note) == (str(clerk), verb.label, NOTE)


@pytest.mark.django_db
@each_verb
def test_verb_a_second_time_is_refused_as_a_wrong_state_and_changes_nothing(path):
    function, record, details = ready(path)
    function(record, by=taker(path), note=NOTE, **details)
    if function.verb.to is STAYS:
        # It leaves the state as it is, so it may be taken again: only the state must still be one of its own.
        assert getattr(record, function.verb.state_field) in function.verb.from_
        return
    if function.verb.to in function.verb.from_:
        pytest.fail("A verb that leads to where it starts could be taken twice.")
    before, events = columns(record), record.events.count()
    with pytest.raises(IllegalMove):
        function(record, by=taker(path), note=NOTE, **details)
    assert columns(record) == before
    # Nothing changed, and the history has the attempt.
    assert record.events.count() == events + 1
    assert story(record)[-1].sentence == f"Refused: {function.verb.label}"


@pytest.mark.django_db
@each_verb
def test_verb_without_the_right_is_denied_and_changes_nothing(path):
    function, record, details = ready(path)
    before = columns(record)
    with pytest.raises(PermissionDenied):
        function(record, by=factories.UserFactory(), note=NOTE, **details)
    assert columns(record) == before


@pytest.mark.django_db
@pytest.mark.parametrize("path", [verb.path for verb in ALL_VERBS if verb.note_required])
@pytest.mark.parametrize("note", ["", "  \n"])
def test_verb_that_needs_a_note_without_one_is_refused_at_the_note(path, note):
    function, record, details = ready(path)
    before = columns(record)
    with pytest.raises(ValidationError) as refused:
        function(record, by=taker(path), note=note, **details)
    assert list(refused.value.message_dict) == ["note"]
    assert columns(record) == before


def verbs_of(model) -> list:
    """The verbs that move the `state` of a model."""
    return [verb for verb in ALL_VERBS if verb.state_field == "state" and isinstance(verb.to, model.State)]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [models.Meeting, models.Minutes, models.Action])
def test_verb_from_a_state_outside_its_row_of_the_table_is_not_possible(model):
    record = getattr(factories, f"{model.__name__}Factory")()
    pairs = [(state, verb) for state in model.State for verb in verbs_of(model) if state not in verb.from_]
    assert pairs
    for state, verb in pairs:
        record.state = state
        assert not verb.possible(record), (state, verb.label)


@pytest.mark.django_db
def test_stale_second_click_is_refused_by_what_the_database_holds():
    record = factories.MemberFactory()
    stale = models.Member.objects.get(pk=record.pk)
    publish(record, by=factories.a_clerk())
    assert stale.publication == Publication.DRAFT
    with pytest.raises(IllegalMove, match="second click"):
        publish(stale, by=factories.a_clerk())


@pytest.mark.django_db
def test_refusal_in_the_body_of_a_verb_leaves_nothing_half_done():
    meeting = factories.MeetingFactory()
    with pytest.raises(ValidationError, match="no items"):
        workflow.publish_agenda(meeting, by=factories.a_clerk())
    meeting.refresh_from_db()
    assert (meeting.state, meeting.publication, meeting.slug) == ("agenda_draft", "draft", "")


@pytest.mark.django_db
def test_refusal_of_a_nested_verb_undoes_the_outer_one():
    item = factories.AgendaItemFactory()
    factories.PaperFactory(agenda_item=item)  # has neither file nor link, so it cannot be published
    with pytest.raises(ValidationError, match="neither a file nor a link"):
        workflow.publish_agenda(item.meeting, by=factories.a_clerk())
    item.refresh_from_db()
    assert (item.publication, item.meeting.publication) == ("draft", "draft")
    assert models.Meeting.objects.get().state == "agenda_draft"


@pytest.mark.django_db
def test_verb_with_a_stamp_sets_it_and_its_opposite_clears_it():
    action = _long_asked()
    workflow.drop(action, by=factories.a_clerk(), note=NOTE, at_meeting=_held(action))
    assert timezone.now() - action.closed_at < timedelta(minutes=5)
    assert action.closing_note == NOTE
    workflow.reopen(action, by=factories.a_clerk(), note=NOTE)
    assert (action.closed_at, action.closing_note) == (None, "")


@pytest.mark.django_db
def test_nested_verbs_keep_their_own_label_and_note_in_the_history():
    meeting = factories.AgendaItemFactory().meeting
    workflow.publish_agenda(meeting, by=factories.a_clerk(), note="The Chair agreed.")
    assert [(told.sentence, told.note) for told in story(meeting)[1:]] == [
        (workflow.announce.verb.label, ""),
        ("Publish the agenda", "The Chair agreed."),
    ]
    assert story(meeting.agenda_items.get())[-1].note == ""


@pytest.mark.django_db
def test_change_after_a_verb_in_the_same_request_is_not_told_as_that_verb():
    member = publish(factories.MemberFactory(), by=factories.a_clerk())
    member.name = "Cllr Else"
    member.save()
    assert [told.sentence for told in story(member)] == ["Entered", "Publish", "Changed: name"]


# Two connections at once ------------------------------------------------------------------------------------


def in_another_connection(work) -> tuple[threading.Thread, dict]:
    """`work()` in a thread, which has a connection of its own; its result, error and backend's number."""
    outcome = {"connected": threading.Event()}

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                outcome["pid"] = cursor.fetchone()[0]
            outcome["connected"].set()
            outcome["result"] = work()
        except Exception as error:  # noqa: BLE001 - handed to the test, which looks at it
            outcome["error"] = error
        finally:
            outcome["connected"].set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert outcome["connected"].wait(30)
    return thread, outcome


def waits_for_a_lock(pid) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wait_event_type FROM pg_stat_activity WHERE pid = %s", [pid])
        return cursor.fetchone() == ("Lock",)


@pytest.mark.django_db(transaction=True)
def test_second_click_at_the_same_moment_waits_and_is_then_refused():
    clerk, record = factories.a_clerk(), factories.MemberFactory()
    with transaction.atomic():
        publish(models.Member.objects.get(pk=record.pk), by=clerk)
        thread, outcome = in_another_connection(lambda: publish(record, by=clerk))
        while not waits_for_a_lock(outcome["pid"]):
            assert thread.is_alive(), "The second click did not wait for the first."
    thread.join(30)
    assert isinstance(outcome["error"], IllegalMove)
    assert [told.sentence for told in story(models.Member.objects.get())[1:]] == ["Publish", "Refused: Publish"]


@pytest.mark.django_db(transaction=True)
def test_row_is_locked_until_the_transaction_of_the_verb_ends():
    clerk, record = factories.a_clerk(), factories.published_member()

    def restore_at_once():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        return restore(record, by=clerk, note=NOTE)

    with transaction.atomic():
        withdraw(models.Member.objects.get(pk=record.pk), by=clerk, note=NOTE)
        thread, outcome = in_another_connection(restore_at_once)
        thread.join(30)
    assert isinstance(outcome["error"], OperationalError)
    thread, outcome = in_another_connection(restore_at_once)
    thread.join(30)
    assert outcome["result"].publication == Publication.PUBLISHED
