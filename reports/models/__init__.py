from reports.models.panel_report import ConsideredItem, PanelReport, ReportRequest
from reports.models.response import CommissionerResponse, PartAnswer
from reports.models.workspace import Following, LastLook
from reports.models.year import Election, PlannedWork

__all__ = [
    "CommissionerResponse",
    "ConsideredItem",
    "Election",
    "Following",
    "LastLook",
    "PanelReport",
    "PartAnswer",
    "PlannedWork",
    "ReportRequest",
]
