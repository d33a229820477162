"""What people of Northmere asked, and what came of it. Nothing here is real, and nobody."""

from dataclasses import dataclass

SCHEMES = (
    {
        "from_on": "",
        "until_on": "2025-03-31",
        "who_may_ask": "Anybody who lives in Northmere may ask.",
        "notice_number": 7,
        "notice_unit": "days",
        "name_policy": "Your name is published with your question.",
        "how_answered": "The Commissioner answers in writing.",
    },
    {
        "from_on": "2025-04-01",
        "until_on": "",
        "who_may_ask": "Anyone who lives, works or studies in Northmere can ask, and so can organisations based there.",
        "notice_number": 3,
        "notice_unit": "clear_working_days",
        "most_words": 200,
        "most_questions": 2,
        "minutes_at_meeting": 20,
        "statements_allowed": True,
        "petitions_allowed": True,
        "answer_number": 1,
        "answer_unit": "working_days",
        "name_policy": "What you send is published under the name you choose: your name, your initials, or the place "
        "where you live. The clerk may ask you to choose another if the name would point to somebody else.",
        "how_answered": "The Commissioner answers in writing, and the answer is put on the agenda.",
        "when_absent": "You may come and put it yourself. If you do not, the Chair reads it out.",
        "office_email": "questions@commissioner.northmere.example",
    },
)
TOPICS = (
    # Word in its address, name, what belongs to it, words that point to it.
    (
        "neighbourhoods",
        "Neighbourhood policing",
        "Meetings with residents, patrols and the officers of each place.",
        "neighbourhood, neighbourhood officer, patrol, residents",
    ),
    (
        "stations",
        "Stations and front desks",
        "Where stations and front desks are, and when they are open.",
        "front desk, police station, station",
    ),
    (
        "money",
        "Money",
        "What comes in, what it is spent on, and what things cost.",
        "budget, precept, reserve, council tax",
    ),
    (
        "fire",
        "Fire and rescue",
        "Crews, stations and the plan of the fire and rescue service.",
        "fire service, fire and rescue plan, crew, fire officer, firefighter",
    ),
    (
        "speeding",
        "Speed and cameras",
        "Speeding, cameras and what is done with their money.",
        "speed camera, speeding, camera, speed measuring",
    ),
    (
        "contact",
        "First contact",
        "How calls are answered: 101, 999 and messages.",
        "101, 999, call handler, contact centre, first contact",
    ),
)
GROUNDS = (
    ("An operational matter", "It is about how officers act from day to day, which is for the Chief Constable."),
    ("A personal complaint", "It is a complaint of one's own, for which there is another way."),
    ("Asked in the last six months", "It is in substance the same as one answered in the last six months."),
    ("Not about the Commissioner’s work", "It is about something that neither the Panel nor the Commissioner decides."),
    ("Offensive or untrue of a person", "It insults somebody, or says of a person what may be untrue and harm them."),
)


@dataclass(frozen=True)
class Reply:
    """What came back. `parts` is (outcome, note) for each part of the question, in order."""

    on: str
    text: str
    kind: str = "full"
    author: str = "Simon Hartnell"
    position: str = "Chief Executive of the Commissioner’s office"
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Asked:
    key: str
    on: str
    parts: tuple[str, ...]
    name: str
    title: str = ""
    kind: str = "question"
    came: str = "email"
    naming: str = "name"
    place: str = ""
    law: str = ""
    law_url: str = ""
    meeting: str = ""  # its day; empty: the first after it that is ordinary
    end: str = "sent"  # received, acknowledged, accepted, sent, answered, noted, refused, redirected, taken_back
    ended_on: str = ""
    ground: str = ""
    reason: str = ""
    to: str = ""
    outcome: str = ""
    replies: tuple[Reply, ...] = ()
    noted_at: str = ""
    held_over: tuple[str, str] | None = None  # (meeting, why)
    with_question: str = ""  # answered together with
    after: str = ""  # supplementary to
    left_out: tuple[str, str] | None = None  # (what, why)
    changed: tuple[str, str] | None = None  # words as received, as published
    signatures: int | None = None
    heard_at: str = ""
    said: str = ""  # by the panel, when it was heard
    followed: tuple[str, ...] = ()  # actions, by key
    topics: tuple[str, ...] = ()  # by the word in their address


QUESTIONS = (
    Asked(
        key="street-meetings",
        topics=("neighbourhoods",),
        on="2025-07-01",
        meeting="2025-09-15",
        name="Marian Oakeshott",
        title="Meetings between officers and residents",
        law="A chief officer has to arrange meetings in each neighbourhood, at regular times, between residents and "
        "the officers who look after it.",
        law_url="https://www.legislation.gov.uk/ukpga/2011/13/section/34",
        parts=(
            "On what day did officers last meet residents in person in each of the eleven neighbourhoods?",
            "On what days are the next meetings?",
            "Where can the programme of these meetings be read?",
        ),
        end="noted",
        noted_at="2025-12-08",
        followed=("meeting-days",),
        replies=(
            Reply(
                on="2025-09-16",
                text="The Commissioner values every conversation between officers and residents.\n\n"
                "Each neighbourhood team keeps a programme of its own: surgeries in libraries, walks with councillors, "
                "and stalls at markets. A new way of recording them begins in the winter.\n\n"
                "She looks at it each quarter:\n\n- how many residents came\n- what they raised\n- what was done",
                parts=(
                    ("not_answered", "No day was given."),
                    ("not_answered", "No day was given."),
                    ("in_part", "The response says that each team has a programme, not where it is."),
                ),
            ),
        ),
    ),
    Asked(
        key="after-the-call",
        topics=("neighbourhoods",),
        on="2025-11-10",
        name="Delia Renshaw",
        title="What happens after a call about a neighbour",
        parts=(
            "Is somebody who rings about a neighbour now told what happens next?",
            "How many were told, of how many who rang, since the inspectors' report of July 2024?",
        ),
        end="noted",
        meeting="2025-12-08",
        noted_at="2025-12-08",
        replies=(
            Reply(
                on="2025-12-03",
                text="Yes, since 1 October 2025: by text message or letter, within two days, in words that the lawyers "
                "have agreed.\n\nBefore October nobody counted. In October 212 of 240 were told.",
                parts=(("answered", ""), ("in_part", "There is a figure for October alone.")),
            ),
        ),
    ),
    Asked(
        key="street-meetings-again",
        topics=("neighbourhoods",),
        on="2025-12-08",
        name="Marian Oakeshott",
        came="in_person",
        title="Days of the meetings with residents",
        after="street-meetings",
        parts=("Will the Commissioner publish the days, and by when?",),
        end="answered",
        meeting="2025-12-08",
        replies=(
            Reply(
                on="2025-12-19",
                text="Yes. The days of the coming quarter are on the Commissioner's site from 5 January 2026.",
                parts=(("answered", ""),),
            ),
        ),
    ),
    Asked(
        key="village-patrols",
        topics=("neighbourhoods",),
        on="2026-07-01",
        name="Denis Farrow",
        naming="resident",
        place="Little Hallow",
        title="Patrols in the villages at night",
        parts=(
            "How many hours did officers under Sgt Hale spend in the villages of Cranby Forest after 10pm last year?",
        ),
        changed=("Sgt Hale", "[name left out]"),
        left_out=("the name of an officer", "Officers below the rank of superintendent are not named."),
        end="noted",
        noted_at="2026-09-21",
        replies=(
            Reply(on="2026-07-20", kind="holding", text="The force has been asked for the figures."),
            Reply(
                on="2026-08-10",
                text="It was 1,412 hours, of which 390 in answer to calls.",
                parts=(("answered", ""),),
            ),
            Reply(
                on="2026-09-04",
                kind="corrected",
                text="It was 1,214 hours, of which 390 in answer to calls. Two figures had changed places.",
                parts=(("answered", ""),),
            ),
        ),
    ),
    Asked(
        key="speed-cameras",
        topics=("money", "speeding"),
        on="2026-08-27",
        name="Yusuf Adeyemi",
        naming="initials",
        title="Money from speed cameras",
        parts=(
            "How much came in from speed cameras last year?",
            "What was it spent on?",
        ),
        end="sent",
    ),
    Asked(
        key="cameras-too",
        topics=("money", "speeding"),
        on="2026-09-01",
        name="Petra Lindqvist",
        title="What speed cameras bring in",
        parts=("What happens to the money from speed cameras?",),
        end="sent",
        with_question="speed-cameras",
    ),
    Asked(
        key="fire-station",
        topics=("fire", "stations"),
        on="2026-10-19",
        name="Alan Whitlock",
        came="post",
        title="The night crew at Pellmouth fire station",
        parts=("Will the night crew at Pellmouth be kept when the new rota begins?",),
        end="accepted",
    ),
    Asked(
        key="own-burglary",
        on="2025-08-04",
        name="Carol Stannard",
        parts=("Why has nobody come about the burglary at my shop?",),
        end="refused",
        ended_on="2025-08-06",
        ground="A personal complaint",
        reason="The force's complaints team can look into it. We have sent you its address.",
    ),
    Asked(
        key="dog-walkers",
        on="2026-02-09",
        name="Joan Pettifer",
        parts=("Which officers walk the beach at Saltholme on Sundays?",),
        end="refused",
        ended_on="2026-02-11",
        ground="An operational matter",
        reason="Who works on which day is for the Chief Constable.",
    ),
    Asked(
        key="parking",
        on="2026-03-16",
        name="Leslie Marsh",
        parts=("When will the yellow lines in Mill Street be painted again?",),
        end="redirected",
        ended_on="2026-03-17",
        to="Thornwick District Council",
        reason="The council looks after parking.",
        outcome="The council wrote that they were painted in May 2026.",
    ),
    Asked(
        key="patrol-dogs",
        on="2026-05-05",
        name="Nora Quill",
        parts=("How many police dogs are there?",),
        end="redirected",
        ended_on="2026-05-06",
        to="The Chief Constable’s office",
        reason="It is about the force's own work.",
    ),
    Asked(
        key="changed-mind",
        on="2026-06-01",
        name="Piers Holloway",
        parts=("Is the Commissioner going to stand again?",),
        end="taken_back",
        ended_on="2026-06-04",
        reason="He wrote that he had found the answer.",
    ),
    Asked(
        key="petition-front-desk",
        topics=("stations",),
        on="2026-06-08",
        kind="petition",
        name="Rosalind Achterberg",
        came="online",
        title="Keep the front desk in Saltholme open on Saturdays",
        parts=("We ask the Panel to see to it that the police front desk in Saltholme stays open on Saturdays.",),
        signatures=1312,
        meeting="2026-09-21",
        end="heard",
        heard_at="2026-09-21",
        said="The Chair thanked those who had signed. The Panel passed the petition to the Commissioner, who decides "
        "on front desks, and asked her to speak about it in her next update.",
    ),
    Asked(
        key="statement-cycling",
        on="2026-10-26",
        kind="statement",
        name="Owen Trelawny",
        naming="initials",
        title="Stolen bicycles in Thornwick",
        parts=("Thirty bicycles were taken from the station in Thornwick this summer. Their owners want to be heard.",),
        end="accepted",
    ),
    Asked(
        key="new-radios",
        on="2026-11-17",
        name="Shirin Farahani",
        came="online",
        naming="initials",
        parts=("What will the new radios cost?", "When will every crew have them?"),
        end="received",
    ),
    Asked(
        key="statement-shops",
        on="2026-11-18",
        kind="statement",
        name="Gwen Tarrant",
        came="online",
        parts=("Shopkeepers in Aldergate want to be told within a week what came of each theft they report.",),
        end="acknowledged",
    ),
)
