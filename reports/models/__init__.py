from reports.models.decision import CommissionersDecision, ScrutinisedDecision
from reports.models.panel_report import ConsideredItem, PanelReport, ReportRequest
from reports.models.response import CommissionerResponse, PartAnswer
from reports.models.workspace import Following, LastLook

__all__ = [
    "CommissionerResponse",
    "CommissionersDecision",
    "ConsideredItem",
    "Following",
    "LastLook",
    "PanelReport",
    "PartAnswer",
    "ReportRequest",
    "ScrutinisedDecision",
]
