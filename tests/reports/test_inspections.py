"""Inspections: what was found, the time the law gives for a response, the response itself, and the closure."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from meetings import workflow as meetings
from panel_portal.records.periods import in_words, last_day_beginning_with, today
from panel_portal.records.publication import publish, withdraw
from panel_portal.records.workflow import IllegalMove
from reports import owed, workflow
from reports.models import CommissionerResponse, Finding, Inspection, InspectionScrutiny
from tests import factories

pytestmark = pytest.mark.django_db
NOTE = "The inspectorate is satisfied."


def a_response(inspection, **more):
    response = factories.CommissionerResponseFactory(question=None, inspection=inspection, **more)
    for answer in workflow.note_parts(response):
        answer.outcome = "answered"
        answer.save()
    return response


# The time for a response --------------------------------------------------------------------------------------


def test_response_is_due_on_day_56_of_which_the_day_of_the_report_is_the_first():
    """The worked date of domain.md section 0: a report of 22 September 2022 is answered by 16 November 2022."""
    inspection = factories.reported_inspection(reported_on=date(2022, 9, 22))
    assert inspection.response_due_on == date(2022, 11, 16)


@given(st.dates(date(2016, 1, 1), date(2026, 1, 1)))
def test_response_period_agrees_with_days_counted_one_by_one(first):
    day, number = first, 1
    while number < 56:
        day += timedelta(days=1)
        number += 1
    assert last_day_beginning_with(first, workflow.response_period().number) == day


def test_correcting_the_day_of_the_report_moves_the_day_of_the_response():
    inspection = factories.reported_inspection(reported_on=date(2024, 7, 1))
    workflow.correct_report(
        inspection,
        by=factories.a_clerk(),
        note="The 11th was meant.",
        reported_on=date(2024, 7, 11),
        address="https://inspectorate.example/",
    )
    assert inspection.response_due_on == date(2024, 9, 4)


def test_explanation_names_the_first_day_the_last_and_the_law():
    explained = owed.of(factories.reported_inspection(reported_on=date(2022, 9, 22))).explanation
    assert "Thursday 22 September 2022, the day on which the report was published: that is day 1" in explained[0]
    assert any("Wednesday 16 November 2022" in sentence for sentence in explained)
    assert "s55 PA 1996" in explained[-1]


def test_overdue_is_the_day_after_the_last():
    inspection = factories.reported_inspection(reported_on=today() - timedelta(days=55))
    assert inspection.response_due_on == today()
    assert not inspection.is_overdue
    assert not Inspection.objects.overdue().exists()
    assert Inspection.objects.overdue(today() + timedelta(days=1)).get() == inspection


def test_report_before_the_fieldwork_is_refused_at_its_day():
    inspection = factories.published_inspection(fieldwork_from=date(2024, 3, 4))
    with pytest.raises(ValidationError) as refused:
        workflow.record_report(
            inspection, by=factories.a_clerk(), reported_on=date(2024, 3, 3), address="https://inspectorate.example/"
        )
    assert list(refused.value.message_dict) == ["reported_on"]


# The response -------------------------------------------------------------------------------------------------


def test_response_published_moves_the_inspection_and_answers_each_finding():
    inspection = factories.reported_inspection(findings=2)
    factories.FindingFactory(inspection=inspection, kind="judgement", grade="good", recommendation="")
    response = a_response(inspection, officer="Robin Chief, Chief Constable", officer_comments="<p>We agree.</p>")
    assert response.part_answers.count() == 2  # a judgement asks for nothing
    workflow.publish_response(response, by=factories.a_clerk())
    inspection.refresh_from_db()
    assert (inspection.state, inspection.responded_on) == ("responded", today())


def test_holding_response_leaves_the_inspection_waiting():
    inspection = factories.reported_inspection()
    workflow.publish_response(a_response(inspection, kind="holding"), by=factories.a_clerk())
    inspection.refresh_from_db()
    assert inspection.is_awaiting


def test_response_before_the_report_is_refused():
    response = a_response(factories.published_inspection())
    with pytest.raises(IllegalMove, match="has not published its report"):
        workflow.publish_response(response, by=factories.a_clerk())
    inspection = factories.reported_inspection(reported_on=today())
    early = a_response(inspection, received_on=today() - timedelta(days=1), dated_on=today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="before the inspectorate published"):
        workflow.publish_response(early, by=factories.a_clerk())
    assert CommissionerResponse.objects.public().count() == 0


def test_response_after_a_withdrawal_is_refused_in_words():
    inspection = factories.reported_inspection()
    response = a_response(inspection)
    withdraw(inspection, by=factories.a_clerk(), note="It was entered twice.")
    response.refresh_from_db()
    with pytest.raises(IllegalMove, match="withdrawn from the public record"):
        workflow.publish_response(response, by=factories.a_clerk())


@pytest.mark.parametrize("targets", [(), ("inspection", "report"), ("question", "asked_action")])
def test_response_to_none_or_two_things_is_refused_by_form_and_database(targets):
    things = {
        "inspection": factories.reported_inspection,
        "report": factories.published_report,
        "question": factories.sent_question,
        "asked_action": factories.published_action,
    }
    response = factories.CommissionerResponseFactory.build(question=None)
    for name in targets:
        setattr(response, name, things[name]())
    with pytest.raises(ValidationError, match="Say what it answers"):
        response.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        response.save()


def test_chief_officers_comments_belong_to_an_inspection():
    response = factories.CommissionerResponseFactory.build(
        question=factories.sent_question(), officer="Robin Chief", officer_comments="<p>We agree.</p>"
    )
    with pytest.raises(ValidationError, match="belong to the response to an inspection"):
        response.validate_constraints()


# Findings and closure -----------------------------------------------------------------------------------------


def test_closing_the_inspection_closes_what_was_still_open():
    inspection = factories.responded_inspection(findings=2)
    first, second = inspection.findings.all()
    workflow.close_finding(first, by=factories.a_clerk(), note="Seen in March.", on=today())
    workflow.close_inspection(inspection, by=factories.a_clerk(), note=NOTE, on=today())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.closing_note, second.closing_note) == ("Seen in March.", NOTE)
    assert not Finding.objects.open().exists()


def test_judgement_is_not_closed_and_has_its_grade():
    judgement = factories.FindingFactory(kind="judgement", grade="inadequate")
    with pytest.raises(IllegalMove, match="nothing to close"):
        workflow.close_finding(judgement, by=factories.a_clerk(), note=NOTE, on=today())
    for wrong in (
        factories.FindingFactory.build(inspection=judgement.inspection, kind="judgement", grade=""),
        factories.FindingFactory.build(inspection=judgement.inspection, kind="concern", grade="good"),
    ):
        with pytest.raises(ValidationError, match="grade of a judgement"):
            wrong.validate_constraints()


def test_closing_before_the_report_or_before_it_was_told_is_refused():
    inspection = factories.responded_inspection()
    early = inspection.reported_on - timedelta(days=1)
    with pytest.raises(ValidationError, match="published only on"):
        workflow.close_inspection(inspection, by=factories.a_clerk(), note=NOTE, on=early)
    finding = factories.FindingFactory(inspection=inspection, told_on=today())
    with pytest.raises(ValidationError, match="told of it only on"):
        workflow.close_finding(finding, by=factories.a_clerk(), note=NOTE, on=early)


def test_inspection_with_nothing_to_read_is_not_published():
    empty = factories.InspectionFactory(summary="")
    with pytest.raises(ValidationError, match="nothing to read yet"):
        publish(empty, by=factories.a_clerk())


def test_two_inspections_of_one_title_have_two_addresses():
    one, two = (factories.published_inspection(title="First contact") for _ in range(2))
    assert [one.get_absolute_url(), two.get_absolute_url()] == [
        "/inspections/first-contact/",
        "/inspections/first-contact-2/",
    ]


# The page -----------------------------------------------------------------------------------------------------


def test_page_tells_it_from_top_to_bottom_and_hides_what_is_not_public(client):
    inspection = factories.responded_inspection(findings=1, reported_on=date(2024, 7, 11))
    finding = inspection.findings.get()
    factories.InspectionStatementFactory(inspection=inspection, speaker="Ann Chief")
    factories.InspectionProgressFactory(inspection=inspection, text="Sixty more people were trained.")
    shown, hidden = factories.published_action(), factories.ActionFactory(text="Not yet minuted zq")
    for action in (shown, hidden):
        InspectionScrutiny.objects.create(inspection=inspection, finding=finding, asked_action=action)
    page = client.get(inspection.get_absolute_url()).content.decode()
    for told in (finding.area, "Ann Chief", "Sixty more people", shown.reference, "Wednesday 4 September 2024"):
        assert told in page
    assert "Not yet minuted zq" not in page
    assert inspection.get_absolute_url() in client.get(shown.get_absolute_url()).content.decode()


def test_clerk_enters_an_inspection_with_everything_on_one_page(clerk, signed_in):
    """Seed 004 and section 7 of domain.md (S11, S12), with words of our own: early concerns, two statements."""
    client = signed_in(clerk)
    office = factories.the_commissioner()
    typed = {
        "title": "First contact, 2022",
        "inspectorate": "The Inspectorate",
        "programme": "PEEL 2021/22",
        "service": "police",
        "inspected": "",
        "addressee": office.pk,
        "fieldwork_from": "2022-01-04",
        "fieldwork_to": "2022-01-14",
        "summary": "",
        "findings-TOTAL_FORMS": 2,
        "findings-INITIAL_FORMS": 0,
        "findings-0-order": 1,
        "findings-0-kind": "accelerated",
        "findings-0-area": "Investigations and the care of victims",
        "findings-0-told_on": "2022-03-01",
        "findings-1-order": 2,
        "findings-1-kind": "accelerated",
        "findings-1-area": "Seeing who is vulnerable at first contact",
        "findings-1-told_on": "2022-03-01",
        "statements-TOTAL_FORMS": 2,
        "statements-INITIAL_FORMS": 0,
        "statements-0-said_at_0": "2022-03-29",
        "statements-0-said_at_1": "10:18",
        "statements-0-speaker": "Chief A",
        "statements-0-position": "Chief Constable",
        "statements-0-text": "<p>These concerns are mine, too.</p>",
        "statements-0-url": "https://police.example/news",
        "statements-1-said_at_0": "2022-03-29",
        "statements-1-said_at_1": "10:18",
        "statements-1-speaker": "Commissioner B",
        "statements-1-position": "Police, Fire and Crime Commissioner",
        "statements-1-text": "<p>I knew of them.</p>",
        "progress-TOTAL_FORMS": 1,
        "progress-INITIAL_FORMS": 0,
        "progress-0-happened_on": "2022-07-06",
        "progress-0-kind": "monitored",
        "progress-0-text": "The force was put under closer monitoring.",
        "scrutiny-TOTAL_FORMS": 0,
        "scrutiny-INITIAL_FORMS": 0,
        "topic_links-TOTAL_FORMS": 0,
        "topic_links-INITIAL_FORMS": 0,
    }
    answer = client.post("/admin/reports/inspection/add/", typed)
    assert answer.status_code == 302, answer.context["errors"]
    inspection = Inspection.objects.get()
    publish(inspection, by=clerk)
    page = client.get(inspection.get_absolute_url()).content.decode()
    for told in (
        "Investigations and the care of victims",
        "Seeing who is vulnerable at first contact",
        "Accelerated cause of concern",
        "Chief A, Chief Constable",
        "Tuesday 29 March 2022, 10:18am",
        "I knew of them.",
        "Closer monitoring began",
        f"{in_words(date(2022, 1, 4))} to {in_words(date(2022, 1, 14))}",
        "Report not yet published",
    ):
        assert told in page, told


def test_page_costs_the_same_for_one_action_and_for_ten():
    def cost(how_many) -> int:
        inspection = factories.reported_inspection(findings=how_many)
        meeting = factories.held_meeting(items=1)
        item = meeting.agenda_items.get()
        factories.minuted_item(item, limbs=how_many)
        meetings.publish_minutes(meeting.minutes, by=factories.a_clerk())
        for limb in item.minute.resolutions.get().limbs.all():
            InspectionScrutiny.objects.create(inspection=inspection, asked_action=limb.actions.get())
        with CaptureQueriesContext(connection) as asked:
            page = Client().get(inspection.get_absolute_url())
        assert len(page.context["did"]) == how_many
        return len(asked)

    Client().get("/inspections/")
    assert cost(1) == cost(10)


def test_answer_of_a_response_that_was_corrected_is_no_longer_told(client):
    inspection = factories.responded_inspection(findings=1)
    inspection.responses.get().part_answers.update(note="The first note.")
    correction = a_response(inspection, kind="corrected")
    correction.part_answers.update(outcome="in_part", note="The second note.")
    workflow.publish_response(correction, by=factories.a_clerk())
    page = client.get(inspection.get_absolute_url()).content.decode()
    assert "The second note." in page
    assert "The first note." not in page
