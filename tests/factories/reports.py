"""Reports and letters of the panel: first states, and further ones by their verbs."""

import factory
from factory.django import DjangoModelFactory

from reports import models, workflow
from tests.factories.first import AgendaItemFactory, the_commissioner, the_panel
from tests.factories.reached import a_clerk

__all__ = [
    "ConsideredItemFactory",
    "PanelReportFactory",
    "ReportRequestFactory",
    "issued_report",
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
