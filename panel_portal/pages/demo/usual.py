"""What stands on every agenda, worded once."""

from panel_portal.pages.demo.shapes import Ask, Item, Limb, Paper, Resolution

APOLOGIES = "Apologies for absence and substitutes"
DECLARATIONS = "Declarations of interest"
LAST_MINUTES = "Minutes of the last meeting"
MATTERS_ARISING = "Actions and matters arising"
DECISIONS = "Decisions published since the last meeting"
WORK_PROGRAMME = "Work programme"
NEXT_MEETING = "Date of the next meeting"
QUESTIONS = "Questions from the public"
UPDATE = "Commissioner's update report"


def apologies(minute: str, *, recording: str = "") -> Item:
    return Item(APOLOGIES, "apologies", minute=minute, recording=recording)


def declarations(minute: str = "Nobody had an interest to declare.") -> Item:
    return Item(DECLARATIONS, "declarations", minute=minute)


def last_minutes(of: str, *, correction: str = "") -> Item:
    """The minutes of the day `of` are put for approval."""
    text = f"That the minutes of {of} be signed by the Chair as a true account{correction}."
    return Item(
        LAST_MINUTES,
        "last_minutes",
        minute=f"The Panel had before it the draft minutes of {of}.",
        resolutions=(Resolution((Limb(text, ("approve_minutes",)),)),),
    )


def matters_arising(minute: str, *, papers: tuple[Paper, ...] = (), promises: tuple[Ask, ...] = ()) -> Item:
    return Item(
        MATTERS_ARISING,
        "actions",
        report_of="Secretary to the Panel",
        purpose="What earlier meetings asked for, and what has come back.",
        minute=minute,
        papers=papers,
        promises=promises,
    )


def decisions(minute: str) -> Item:
    """What stands under it fills itself from the register (decided.py)."""
    return Item(DECISIONS, "decisions", report_of="Secretary to the Panel", minute=minute)


def update(minute: str) -> Item:
    return Item(
        UPDATE,
        report_of="Police, Fire and Crime Commissioner",
        purpose="What has happened since the last meeting, and what the Panel asked to find in this report.",
        minute=minute,
        standing=UPDATE,
    )


def questions(minute: str, *, promises: tuple[Ask, ...] = ()) -> Item:
    return Item(
        QUESTIONS,
        "questions",
        purpose="What people who live, work or study in Northmere have asked, and what has been answered.",
        minute=minute,
        promises=promises,
    )


def work_programme(minute: str, *, papers: tuple[Paper, ...] = ()) -> Item:
    return Item(
        WORK_PROGRAMME,
        "work_programme",
        report_of="Secretary to the Panel",
        minute=minute,
        papers=papers,
        resolutions=(Resolution((Limb("That the work programme be agreed.", ("approval",)),)),),
    )


def next_meeting(minute: str) -> Item:
    return Item(NEXT_MEETING, "next_meeting", minute=minute)
