from reports.models.decision import CommissionersDecision, ScrutinisedDecision
from reports.models.inspection import Finding, Inspection, InspectionProgress, InspectionScrutiny, InspectionStatement
from reports.models.office import ClockStop, OfficeTask
from reports.models.panel_report import ConsideredItem, PanelReport, ReportRequest
from reports.models.response import CommissionerResponse, PartAnswer, ResponseEvidence, ResponseFile, ResponseFileWords
from reports.models.topics import DecisionTopic, InspectionTopic, ReportTopic
from reports.models.workspace import Following, LastLook
from reports.models.year import Election, PlannedWork

__all__ = [
    "ClockStop",
    "CommissionerResponse",
    "CommissionersDecision",
    "ConsideredItem",
    "DecisionTopic",
    "Finding",
    "Election",
    "Following",
    "Inspection",
    "InspectionProgress",
    "InspectionScrutiny",
    "InspectionStatement",
    "InspectionTopic",
    "LastLook",
    "OfficeTask",
    "PanelReport",
    "PartAnswer",
    "PlannedWork",
    "ReportRequest",
    "ReportTopic",
    "ResponseEvidence",
    "ResponseFile",
    "ResponseFileWords",
    "ScrutinisedDecision",
]
