from meetings.models.action import Action, ActionNote
from meetings.models.bodies import (
    Authority,
    Body,
    BodyName,
    Contact,
    Hosting,
    Office,
    OfficeHolder,
    OfficeTitle,
)
from meetings.models.business import (
    AgendaItem,
    ExemptMatter,
    Limb,
    Minute,
    Paper,
    PaperFile,
    PublicSummary,
    Resolution,
)
from meetings.models.meeting import (
    Attendance,
    Declaration,
    Invitation,
    Meeting,
    Minutes,
    StandingItem,
)
from meetings.models.people import Member, Membership, MemberSignIn, OfficeSignIn, PanelRole
from meetings.models.source import PastedMinutes

__all__ = [
    "Action",
    "ActionNote",
    "AgendaItem",
    "Attendance",
    "Authority",
    "Body",
    "BodyName",
    "Contact",
    "Declaration",
    "ExemptMatter",
    "Hosting",
    "Invitation",
    "Limb",
    "Meeting",
    "Member",
    "MemberSignIn",
    "Membership",
    "Minute",
    "Minutes",
    "Office",
    "OfficeHolder",
    "OfficeSignIn",
    "OfficeTitle",
    "PanelRole",
    "Paper",
    "PaperFile",
    "PastedMinutes",
    "PublicSummary",
    "Resolution",
    "StandingItem",
]
