"""What inspectors found in Northmere, what was said and answered, and how one of the inspections was closed. Nothing
here is real, and nobody."""

from dataclasses import dataclass

from panel_portal.pages.demo.asked import Reply


@dataclass(frozen=True)
class Found:
    area: str
    kind: str = "concern"
    text: str = ""
    recommendation: str = ""
    grade: str = ""
    told_on: str = ""
    answered: str = "answered"  # in the response
    note: str = ""
    closed: tuple[str, str] | None = None  # (day, how)


@dataclass(frozen=True)
class Said:
    at: str
    speaker: str
    position: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Step:
    on: str
    text: str
    kind: str = "progress"
    url: str = ""


@dataclass(frozen=True)
class Did:
    """What the panel did: the item by (meeting, title), the question and action by their keys, the letter by title."""

    item: tuple[str, str] | None = None
    question: str = ""
    action: str = ""
    letter: str = ""
    because: str = ""  # the area of a finding


@dataclass(frozen=True)
class Inspected:
    title: str
    programme: str
    summary: str
    fieldwork: tuple[str, str]
    found: tuple[Found, ...]
    reported: tuple[str, str] | None = None  # (day, address)
    service: str = "police"
    inspected: str = "chief-constable"
    said: tuple[Said, ...] = ()
    response: Reply | None = None
    comments: tuple[str, str, str] | None = None  # (who, what, the Commissioner's reply to it)
    did: tuple[Did, ...] = ()
    steps: tuple[Step, ...] = ()
    closed: tuple[str, str, str] | None = None  # (day, how, address)


INSPECTORATE = "The inspectorate of police and fire services"
CALLS, CARE = "Recognising who is at risk when they call", "Telling victims what becomes of their case"

INSPECTIONS = (
    Inspected(
        title="Calls from people at risk, 2024",
        programme="Continuous assessment, spring 2024",
        fieldwork=("2024-03-04", "2024-03-15"),
        reported=("2024-07-11", "https://inspectorate.example/reports/northmere-police-calls-2024"),
        summary="Inspectors listened to 400 recorded calls and followed what became of them.",
        found=(
            Found(
                CALLS,
                kind="accelerated",
                text="In one call of six nobody asked whether the caller, or somebody in the house, was in danger.",
                recommendation="Ask about danger in every call within three months, and let a supervisor check it.",
                told_on="2024-03-28",
                closed=("2025-04-30", "The inspectors listened again in March 2025 and found the question asked."),
            ),
            Found(
                CARE,
                kind="improvement",
                text="Those who report a neighbour or a friend at risk hear nothing more.",
                recommendation="Tell them what happens next, as far as the law allows.",
                answered="in_part",
                note="No day was given by which it will be done.",
            ),
        ),
        said=(
            Said(
                "2024-04-18T11:05",
                "Alan Merriden",
                "Chief Constable",
                "The inspectors are right, and I would rather hear it from them in March than from a family in "
                "June.\n\nFrom today each call about violence at home is opened by a supervisor within the hour. By "
                "September every call handler will have had two more days of training. I will say in public, at the "
                "Commissioner's performance meetings, how far we have come.",
                "https://police.northmere.example/news/calls-2024",
            ),
            Said(
                "2024-05-21T15:30",
                "Miriam Colbeck",
                "Police and Crime Commissioner",
                "I took office twelve days ago, and this was the first paper on my desk. I have asked for the figures "
                "every month and will put them on the table of each performance meeting, good or bad.",
                "https://commissioner.northmere.example/news/calls-2024",
            ),
        ),
        response=Reply(
            on="2024-09-03",
            author="Miriam Colbeck",
            position="Police and Crime Commissioner",
            text="I accept both findings.\n\nThe question about danger is now part of the form that a call handler has "
            "to complete. A supervisor reads every form within the hour; in August that was done for 97 in the "
            "hundred.\n\nOn those who ring about somebody else I expect a proposal from the Chief Constable.",
        ),
        comments=(
            "Alan Merriden, Chief Constable",
            "What we may tell a neighbour is not simple. We have asked for legal advice.",
            "I understand that, and would be glad of the advice before the winter.",
        ),
        did=(
            Did(item=("2024-11-25", "Domestic abuse: what a caller hears first"), because=CALLS),
            Did(action="silent-calls", because=CALLS),
            Did(letter="What those who ring about a neighbour are told", because=CARE),
            Did(question="after-the-call", because=CARE),
        ),
        steps=(
            Step(
                "2024-06-12",
                "The inspectorate put the force under closer monitoring because of the first finding.",
                kind="monitored",
            ),
            Step("2024-10-01", "All 142 call handlers had had the two days of training."),
            Step(
                "2025-03-19",
                "The inspectors listened to 200 calls. The question about danger was asked in 98 in the hundred.",
                kind="revisited",
            ),
            Step("2025-05-14", "Closer monitoring ended.", kind="released"),
        ),
        closed=(
            "2026-02-12",
            "Those who ring about somebody else are now told what happens next, within two days. The inspectorate is "
            "satisfied.",
            "https://inspectorate.example/letters/northmere-police-2026-02-12",
        ),
    ),
    Inspected(
        title="Northmere Police, 2025",
        programme="All-round inspection 2025–27",
        fieldwork=("2025-04-28", "2025-05-23"),
        reported=("2025-08-21", "https://inspectorate.example/reports/northmere-police-2025"),
        summary="The inspectors look at eight areas of every force every two years and give each a grade.",
        found=(
            Found("Investigating crime", kind="judgement", grade="inadequate"),
            Found("Protecting vulnerable people", kind="judgement", grade="inadequate"),
            Found("Preventing crime", kind="judgement", grade="good"),
            Found(
                "Supervision of investigations",
                text="One case of three had no supervisor's name against it.",
                recommendation="Every investigation to be opened by a sergeant within a day and looked at each month.",
            ),
            Found(
                "Victims’ first call back",
                kind="improvement",
                text="Victims waited 19 days on average, and nobody counted.",
                recommendation="Count it, publish it, and bring it under a week.",
            ),
        ),
        said=(
            Said(
                "2025-08-21T09:00",
                "Miriam Colbeck",
                "Police, Fire and Crime Commissioner",
                "Two areas are not good enough. The Chief Constable has given me a plan, and the whole of the next "
                "Public Performance Meeting, on 14 October, is about it. Come, or watch it from home.",
                "https://commissioner.northmere.example/news/inspection-2025",
            ),
        ),
        response=Reply(
            on="2025-10-09",
            author="Miriam Colbeck",
            position="Police, Fire and Crime Commissioner",
            text="I accept the report. Nine recommendations follow from it; the table that goes with this response "
            "says for each what is done, who answers for it, and by when.",
        ),
        comments=(
            "Alan Merriden, Chief Constable",
            "Sergeants oversee 38 cases on average. I want no more than 20 by the summer, and two of our four "
            "proactive teams will help until then.",
            "",
        ),
        did=(
            Did(item=("2025-09-15", "Plan delivery, and the inspectorate's report on Northmere Police")),
            Did(action="special-on-inspection"),
            Did(action="first-call-back", because="Victims’ first call back"),
            Did(item=("2025-10-13", "The inspectorate's recommendations, one by one")),
            Did(action="publish-table"),
            Did(item=("2025-12-08", "The inspectorate's recommendations: where things stand")),
            Did(item=("2026-12-07", "The inspectorate's return visit")),
        ),
        steps=(
            Step("2025-09-10", "The force was put under closer monitoring.", kind="monitored"),
            Step("2026-07-16", "The inspectors came back for four days. Their letter is expected.", kind="revisited"),
        ),
    ),
    Inspected(
        title="Northmere Fire and Rescue Service, 2026",
        service="fire",
        inspected="chief-fire-officer",
        programme="Third round",
        fieldwork=("2026-06-08", "2026-06-26"),
        reported=("2026-10-15", "https://inspectorate.example/reports/northmere-fire-2026"),
        summary="How well the service prevents fires, protects buildings, answers calls and looks after its people.",
        found=(
            Found("Answering emergencies", kind="judgement", grade="good"),
            Found("Looking after its people", kind="judgement", grade="requires_improvement"),
            Found(
                "Availability of on-call crews",
                kind="improvement",
                text="On one night of five an on-call engine could not leave its station.",
                recommendation="Publish each station's availability every month.",
            ),
        ),
    ),
)
