"""Reports and letters of the panel: first states, and further ones by their verbs."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from meetings.models import ActionTopic, ItemTopic
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.publication import publish
from reports import models, workflow
from tests.factories.first import ActionFactory, AgendaItemFactory, pdf, the_commissioner, the_panel
from tests.factories.questions import CommissionerResponseFactory, TopicFactory, sent_question
from tests.factories.reached import a_clerk

__all__ = [
    "ActionTopicFactory",
    "DecisionTopicFactory",
    "InspectionTopicFactory",
    "ItemTopicFactory",
    "ReportTopicFactory",
    "ClockStopFactory",
    "CommissionersDecisionFactory",
    "a_period",
    "ConsideredItemFactory",
    "FindingFactory",
    "InspectionFactory",
    "InspectionProgressFactory",
    "InspectionScrutinyFactory",
    "InspectionStatementFactory",
    "ResponseEvidenceFactory",
    "ResponseFileFactory",
    "PanelReportFactory",
    "PlannedWorkFactory",
    "ReportRequestFactory",
    "ScrutinisedDecisionFactory",
    "issued_report",
    "published_inspection",
    "published_decision",
    "published_report",
    "reported_inspection",
    "responded_inspection",
    "stopped_clock",
]


class PanelReportFactory(DjangoModelFactory):
    title = factory.Sequence(lambda n: f"The annual report {n}")
    text = "<p>The Panel was glad to see the figures.</p>"
    from_body = factory.LazyFunction(the_panel)
    signatory = "Cllr Chair"
    signatory_office = "Chair of the Panel"
    addressee = factory.LazyFunction(the_commissioner)

    class Meta:
        model = models.PanelReport


class ItemTopicFactory(DjangoModelFactory):
    agenda_item = factory.SubFactory(AgendaItemFactory)
    topic = factory.SubFactory(TopicFactory)

    class Meta:
        model = ItemTopic


class ActionTopicFactory(DjangoModelFactory):
    asked_action = factory.SubFactory(ActionFactory)
    topic = factory.SubFactory(TopicFactory)

    class Meta:
        model = ActionTopic


class ReportTopicFactory(DjangoModelFactory):
    report = factory.SubFactory(PanelReportFactory)
    topic = factory.SubFactory(TopicFactory)

    class Meta:
        model = models.ReportTopic


class InspectionTopicFactory(DjangoModelFactory):
    inspection = factory.SubFactory("tests.factories.InspectionFactory")
    topic = factory.SubFactory(TopicFactory)

    class Meta:
        model = models.InspectionTopic


class DecisionTopicFactory(DjangoModelFactory):
    decision = factory.SubFactory("tests.factories.CommissionersDecisionFactory")
    topic = factory.SubFactory(TopicFactory)

    class Meta:
        model = models.DecisionTopic


class ConsideredItemFactory(DjangoModelFactory):
    report = factory.SubFactory(PanelReportFactory)
    agenda_item = factory.SubFactory(AgendaItemFactory)

    class Meta:
        model = models.ConsideredItem


class ReportRequestFactory(DjangoModelFactory):
    report = factory.SubFactory(PanelReportFactory)
    text = factory.Sequence(lambda n: f"To publish the figures of district {n}.")

    class Meta:
        model = models.ReportRequest


def a_period() -> dict:
    """Three weeks, counted from a day."""
    return {"statutory_period": StatutoryPeriod.objects.get(key="chief-constable"), "begins_on": date(2020, 2, 3)}


class PlannedWorkFactory(DjangoModelFactory):
    title = factory.Sequence(lambda n: f"Look at the estate, part {n}")
    month = date(2020, 2, 1)

    class Meta:
        model = models.PlannedWork


def issued_report(*, requests=0, on=None, **more):
    report = PanelReportFactory(**more)
    for order in range(requests):
        ReportRequestFactory(report=report, order=order)
    return workflow.issue(report, by=a_clerk(), on=on)


def published_report(**more):
    return workflow.publish_report(issued_report(**more), by=a_clerk())


class InspectionFactory(DjangoModelFactory):
    title = factory.Sequence(lambda n: f"First contact {n}")
    inspectorate = "The Inspectorate"
    programme = "PEEL"
    addressee = factory.LazyFunction(the_commissioner)
    summary = "<p>How the force answers calls.</p>"

    class Meta:
        model = models.Inspection


class FindingFactory(DjangoModelFactory):
    inspection = factory.SubFactory(InspectionFactory)
    order = factory.Sequence(lambda n: n)
    area = factory.Sequence(lambda n: f"Answering calls {n}")
    text = "Too many calls are given up."
    recommendation = "Answer them sooner."

    class Meta:
        model = models.Finding


class InspectionStatementFactory(DjangoModelFactory):
    inspection = factory.SubFactory(InspectionFactory)
    said_at = factory.LazyFunction(timezone.now)
    speaker = "Robin Chief"
    position = "Chief Constable"
    text = "<p>We must do better.</p>"

    class Meta:
        model = models.InspectionStatement


class InspectionProgressFactory(DjangoModelFactory):
    inspection = factory.SubFactory(InspectionFactory)
    happened_on = factory.LazyFunction(timezone.localdate)
    text = "Ten more people answer calls."

    class Meta:
        model = models.InspectionProgress


class InspectionScrutinyFactory(DjangoModelFactory):
    inspection = factory.SubFactory(InspectionFactory)

    class Meta:
        model = models.InspectionScrutiny


class ResponseFileFactory(DjangoModelFactory):
    response = factory.SubFactory(CommissionerResponseFactory)
    title = factory.Sequence(lambda n: f"Plan {n}")

    class Meta:
        model = models.ResponseFile

    @classmethod
    def _create(cls, model_class, *args, upload=None, **fields):
        document = model_class(*args, **fields)
        document.take(upload or pdf(title=f"The file of {document.title}"))
        document.save()
        return document


class ResponseEvidenceFactory(DjangoModelFactory):
    response = factory.SubFactory(CommissionerResponseFactory)
    asked_action = factory.SubFactory(ActionFactory)

    class Meta:
        model = models.ResponseEvidence


class ClockStopFactory(DjangoModelFactory):
    question = factory.LazyFunction(sent_question)
    category = "others"
    reason = "The ambulance service was asked first."

    class Meta:
        model = models.ClockStop


def published_inspection(*, findings=1, **more):
    inspection = InspectionFactory(**more)
    for _ in range(findings):
        FindingFactory(inspection=inspection)
    return publish(inspection, by=a_clerk())


def reported_inspection(*, reported_on=None, **more):
    return workflow.record_report(
        published_inspection(**more),
        by=a_clerk(),
        reported_on=reported_on or timezone.localdate(),
        address="https://inspectorate.example/report",
    )


def responded_inspection(**more):
    inspection = reported_inspection(**more)
    response = CommissionerResponseFactory(question=None, inspection=inspection)
    workflow.note_parts(response)
    response.part_answers.update(outcome="answered")
    workflow.publish_response(response, by=a_clerk())
    inspection.refresh_from_db()
    return inspection


def stopped_clock(**more):
    stop = ClockStopFactory(**more)
    return workflow.agree_stop(stop, by=a_clerk(), on=timezone.localdate())


class CommissionersDecisionFactory(DjangoModelFactory):
    number = factory.Sequence(lambda n: f"NCP-D-2020-{n:03d}")
    title = factory.Sequence(lambda n: f"The purchase of {n} vans")
    service = "police"
    decided_on = date(2020, 2, 3)
    link = factory.LazyAttribute(lambda decision: f"https://commissioner.example/{decision.number}")

    class Meta:
        model = models.CommissionersDecision


class ScrutinisedDecisionFactory(DjangoModelFactory):
    decision = factory.SubFactory(CommissionersDecisionFactory)
    considered_at = factory.SubFactory(AgendaItemFactory)

    class Meta:
        model = models.ScrutinisedDecision


def published_decision(**more):
    return publish(CommissionersDecisionFactory(**more), by=a_clerk())
