from meetings.models.action import Action, ActionEvidence, ActionNote, OwnerChange
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
    Correction,
    ExemptMatter,
    Limb,
    Minute,
    PublicSummary,
    Resolution,
)
from meetings.models.listing import ActionPaper, AgendaAction
from meetings.models.meeting import Invitation, Meeting, StandingItem, StandingReport
from meetings.models.minutes import Attendance, Declaration, Minutes
from meetings.models.papers import Paper, PaperFile, PaperFileWords
from meetings.models.people import Member, Membership, MemberSignIn, OfficeSignIn, PanelRole
from meetings.models.source import PastedMinutes, StockPhrase
from meetings.models.topics import ActionTopic, ItemTopic
from meetings.models.voting import RecordedVote, VetoOf

__all__ = [
    "Action",
    "ActionEvidence",
    "ActionNote",
    "ActionPaper",
    "ActionTopic",
    "AgendaAction",
    "AgendaItem",
    "Attendance",
    "Authority",
    "Body",
    "BodyName",
    "Contact",
    "Correction",
    "Declaration",
    "ExemptMatter",
    "Hosting",
    "Invitation",
    "ItemTopic",
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
    "OwnerChange",
    "PanelRole",
    "Paper",
    "PaperFile",
    "PaperFileWords",
    "PastedMinutes",
    "PublicSummary",
    "RecordedVote",
    "Resolution",
    "StandingItem",
    "StandingReport",
    "StockPhrase",
    "VetoOf",
]
