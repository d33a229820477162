from reports.models.response import CommissionerResponse, PartAnswer
from reports.models.workspace import Following, LastLook

__all__ = ["CommissionerResponse", "Following", "LastLook", "PartAnswer"]
