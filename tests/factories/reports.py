"""Reports and letters of the panel: first states, and further ones by their verbs."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from panel_portal.records.publication import publish
from reports import models, workflow
from tests.factories.first import AgendaItemFactory, the_commissioner, the_panel
from tests.factories.reached import a_clerk

__all__ = [
    "CommissionersDecisionFactory",
    "ConsideredItemFactory",
    "PanelReportFactory",
    "ReportRequestFactory",
    "ScrutinisedDecisionFactory",
    "issued_report",
    "published_decision",
    "published_report",
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


def issued_report(*, requests=0, on=None, **more):
    report = PanelReportFactory(**more)
    for order in range(requests):
        ReportRequestFactory(report=report, order=order)
    return workflow.issue(report, by=a_clerk(), on=on)


def published_report(**more):
    return workflow.publish_report(issued_report(**more), by=a_clerk())


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
