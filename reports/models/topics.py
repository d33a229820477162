"""Under which topics reports and letters, inspections and the Commissioner's decisions are found. A response is found
under the topics of what it answers."""

from django.db import models

from panel_portal.records.history import tracked
from panel_portal.records.models import TopicLink, once
from reports.models.decision import CommissionersDecision
from reports.models.inspection import Inspection
from reports.models.panel_report import PanelReport


@tracked
class ReportTopic(TopicLink):
    """A topic under which a report or letter of the panel is found."""

    public_through = ("report",)

    report = models.ForeignKey(PanelReport, models.PROTECT, related_name="topic_links")

    class Meta(TopicLink.Meta):
        ordering = ("report", "topic")
        constraints = [once("report")]


@tracked
class InspectionTopic(TopicLink):
    """A topic under which an inspection is found."""

    public_through = ("inspection",)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="topic_links")

    class Meta(TopicLink.Meta):
        ordering = ("inspection", "topic")
        constraints = [once("inspection")]


@tracked
class DecisionTopic(TopicLink):
    """A topic under which a decision of the Commissioner is found."""

    public_through = ("decision",)

    decision = models.ForeignKey(CommissionersDecision, models.PROTECT, related_name="topic_links")

    class Meta(TopicLink.Meta):
        ordering = ("decision", "topic")
        constraints = [once("decision")]
