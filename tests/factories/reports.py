"""Reports and letters of the panel: first states, and further ones by their verbs."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from panel_portal.records.models import StatutoryPeriod
from reports import models, workflow
from tests.factories.first import AgendaItemFactory, the_commissioner, the_panel
from tests.factories.reached import a_clerk

__all__ = [
    "a_period",
    "ConsideredItemFactory",
    "PanelReportFactory",
    "PlannedWorkFactory",
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
