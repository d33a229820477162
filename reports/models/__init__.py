from reports.models.panel_report import ConsideredItem, PanelReport, ReportRequest
from reports.models.response import CommissionerResponse, PartAnswer
from reports.models.workspace import Following, LastLook

__all__ = [
    "CommissionerResponse",
    "ConsideredItem",
    "Following",
    "LastLook",
    "PanelReport",
    "PartAnswer",
    "ReportRequest",
]
