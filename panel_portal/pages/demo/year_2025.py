"""June to October 2025: the annual meeting, an inspection that went badly, and the special meeting about it."""

from panel_portal.pages.demo import usual
from panel_portal.pages.demo.shapes import Ask, Guest, Interest, Item, Limb, Meeting, Paper, Resolution, Roll, resolved
from panel_portal.pages.demo.spring_2025 import COUNTY_HALL, COUNTY_HALL_DIRECTIONS
from panel_portal.pages.demo.year_2024 import WATCH

OFFICE = "Office of the Police, Fire and Crime Commissioner"
SECRETARY = ("Rachel Ingleby, Secretary to the Panel",)
INSPECTION = "Plan delivery, and the inspectorate's report on Northmere Police"

MEETINGS_2025 = (
    Meeting(
        "2025-06-23",
        kind="annual",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        recording=f"{WATCH}2025-06-23",
        ends="10:35",
        minutes="2025-09-15",
        first_minute=1,
        roll=Roll(officers=(), others=SECRETARY),
        items=(
            Item(
                "Election of Chair and Vice-Chair for 2025/26",
                purpose="The Secretary takes the chair until a Chair is elected.",
                minute="""The Secretary asked for names. Cllr Tolland alone was proposed for the chair, and Cllr
                Sahota alone for the vice-chair.""",
                resolutions=(
                    Resolution(
                        (
                            Limb(
                                "That Cllr Margaret Tolland be Chair until next year's annual meeting.",
                                ("appointment",),
                            ),
                        ),
                        mover="lathbury",
                        seconder="pryce",
                        unanimous=True,
                    ),
                    Resolution(
                        (
                            Limb(
                                "That Cllr Devinder Sahota be Vice-Chair until next year's annual meeting.",
                                ("appointment",),
                            ),
                        ),
                        mover="wilk",
                        seconder="standish",
                        unanimous=True,
                    ),
                ),
            ),
            usual.apologies("Every member was there. The Chair welcomed Cllr Amara Nwosu in place of Cllr Wetherby."),
            Item(
                "An additional co-opted councillor",
                report_of="Secretary to the Panel",
                papers=(
                    Paper(
                        "A thirteenth member: why, and how it may be done",
                        author="Secretary to the Panel",
                        dated="2025-06-11",
                        text="""With the fire service the Panel has taken on the city's largest landlord of high
                        buildings. A second member from the city would bring the balance of the Panel closer to that
                        of the population. All nine councils have agreed, and so has the Secretary of State.""",
                    ),
                ),
                minute="""The Secretary reported that all nine councils and the Secretary of State had agreed. With
                thirteen members a veto would need nine votes.""",
                resolutions=(
                    resolved(
                        "That Cllr Ibrahim Danjuma of Aldergate City Council be co-opted from today.",
                        "appointment",
                        mover="sahota",
                        seconder="qureshi",
                        unanimous=True,
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2025-06-23-2",
        starts="10:45",
        ends="12:50",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        recording=f"{WATCH}2025-06-23-2",
        minutes="2025-09-15",
        roll=Roll(apologies=("imrie",), others=SECRETARY),
        items=(
            usual.apologies("Cllr Peter Imrie had to leave after the annual meeting."),
            usual.declarations(),
            usual.last_minutes("14 April 2025"),
            usual.matters_arising(
                """Members had been to Cranby Forest station and were impressed by it. Pellmouth had had to be
                put off. The Commissioner's office reported that night response times could not be given by
                district because of the records system; the Panel was not persuaded."""
            ),
            Item(
                "The draft police and crime plan",
                report_of="Police, Fire and Crime Commissioner",
                purpose="""The Commissioner must send the Panel a draft in good time and have regard to what it
                says.""",
                recording="0:19:00",
                papers=(
                    Paper(
                        "Draft police and crime plan 2025 to 2029",
                        author=OFFICE,
                        dated="2025-06-12",
                        text="""Five aims, each with two or three measures. The rural crime team is named under the
                        fourth. There is a page on what the plan will not do.""",
                    ),
                    Paper(
                        "What 3,800 people told us",
                        kind="background",
                        author=OFFICE,
                        dated="2025-05-30",
                        text="The answers to the consultation, question by question, with the numbers behind each.",
                    ),
                ),
                minute="""The Panel liked the page on what the plan will not do and thought other authorities
                might copy it. It missed any measure for how victims are kept informed, which the consultation
                had put second.

                Mr Speight pointed out that two of the measures could be met by doing nothing at all. The
                Commissioner, after some thought, agreed about one of them.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("supports the aims of the draft plan;", ("support",), "a)"),
                            Limb(
                                "recommends a measure of how often victims are told what has happened;",
                                ("recommendation",),
                                "b)",
                                asks=Ask(("victims-measure",), due="2025-08-31"),
                            ),
                            Limb(
                                "asks that the measure for visible policing be one that can be missed.",
                                ("request",),
                                "c)",
                                asks=Ask(("measure-that-can-be-missed",), due="2025-08-31"),
                            ),
                        ),
                        stem="That the Panel:",
                        mover="speight",
                        seconder="nwosu",
                    ),
                ),
            ),
            usual.next_meeting("Monday 15 September 2025 at 10 am."),
        ),
    ),
    Meeting(
        "2025-07-08",
        body="public-performance-meeting",
        kind="performance",
        starts="18:00",
        ends="19:40",
        place="Town Hall, Saltholme",
        remote_link="https://commissioner.northmere.example/watch",
        recording="https://commissioner.northmere.example/watch/2025-07-08",
        minutes="published",
        roll=Roll(officers=("commissioner", "chief-constable", "chief-fire-officer")),
        items=(
            Item(
                "Answering the telephone: 999 and 101",
                papers=(
                    Paper(
                        "Call figures, April to June 2025",
                        author="Northmere Police",
                        dated="2025-07-01",
                        form="csv",
                        text="""month,999 answered within 10 seconds (per cent),101 abandoned (per cent)
                        April,81,19
                        May,84,17
                        June,83,16""",
                    ),
                ),
                minute="""The Chief Constable reported that fewer people were giving up on 101. The Commissioner asked
                for the figure for Friday evenings alone, which was twice the average.""",
            ),
            Item(
                "On-call fire engines",
                minute="""The Chief Fire Officer said that engines had been available for 74 hours in the hundred. A
                resident asked from the floor why the engine at Cranby had missed a barn fire in May.""",
            ),
        ),
    ),
    Meeting(
        "2025-09-15",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link="https://meet.northmere.example/panel",
        recording=f"{WATCH}2025-09-15",
        ends="13:05",
        minutes="2025-12-08",
        roll=Roll(
            apologies=("wilk",),
            late=(("danjuma", INSPECTION),),
            others=SECRETARY,
        ),
        interests=(
            Interest(
                "nwosu",
                INSPECTION,
                "non_registrable",
                "A close friend is a detective in the unit that was inspected.",
                "Stayed and took part.",
            ),
        ),
        items=(
            usual.apologies("Cllr Tomasz Wilk had apologised.", recording="0:01:30"),
            usual.declarations("Cllr Amara Nwosu declared a friendship with a detective in the unit inspected."),
            usual.last_minutes("23 June 2025 (both meetings)"),
            usual.decisions("The list, which is new on the agenda, was read. That on Pellmouth is taken further down."),
            Item(
                INSPECTION,
                report_of="Police, Fire and Crime Commissioner",
                purpose="""How far the plan has come since July, with what the inspectorate found when it visited the
                force in the spring.""",
                recording="0:12:45",
                papers=(
                    Paper(
                        "Delivering the plan: first quarter",
                        author=OFFICE,
                        dated="2025-09-04",
                        text="""Eleven of the sixteen measures have a first figure. Five wait for the records system.

                        The inspectorate graded the force inadequate for investigating crime and for protecting
                        vulnerable people, and adequate or good in six other areas.""",
                    ),
                    Paper(
                        "The inspectorate's report",
                        kind="background",
                        author="The inspectorate",
                        dated="2025-08-21",
                        url="https://inspectorate.example/reports/northmere-police-2025",
                    ),
                ),
                minute="""The Commissioner began with the inspection, since everybody would want to. Two areas
                had been graded inadequate. She had read the draft in July and had told the Chief Constable the
                same day that she expected a plan within a fortnight. The next Public Performance Meeting, on 14
                October, would be given over to it, and anybody could come or follow it from home.

                What members learned from her answers:

                - Of the crimes the inspectors sampled, one in three had no supervisor's name against it. Since August
                each has to be opened by a sergeant within a day.
                - The unit that protects vulnerable people was eleven detectives short. Six posts had been
                filled, four of them by people on their first posting as detectives.
                - Victims were waiting on average 19 days for a first call back. Nobody could say what the figure had
                been a year earlier, as it was not kept.
                - The new records system was in use at last, but officers were entering the same facts twice. The
                supplier had promised a repair by Christmas.
                - The neighbourhood officers whom the plan counts as visible had been lent to the investigation
                backlog for a month. Cllr Pryce thought the public should have been told.
                - Rural thefts continued to fall; shop theft in Saltholme had not.
                - The inspectors praised the force's work with schools and with people at risk of suicide, and
                the Panel added its own praise.
                - Two of the weaknesses had been named by the inspectors in 2021 as well. Cllr Lathbury asked what
                would be different this time. The Commissioner's answer was that somebody would be asked every month,
                in public, until it was put right.

                The Panel did not feel able to leave so grave a report at one item among seven. It wished to go
                through the recommendations singly, with the Commissioner there, and with time to do so. The
                Chair added that the county council's Safer Places Scrutiny Committee was about to begin its own
                inquiry into the same pages; it would serve nobody to have two bodies ask the same questions in
                the same month, and she proposed that its members be asked to join in.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("That the report on the delivery of the plan be noted.", ("noting",), "a)"),
                            Limb(
                                "That the Commissioner be invited to a special meeting of the Panel, to go "
                                "through the "
                                "inspectorate's recommendations one by one.",
                                ("invitation",),
                                "b)",
                                asks=Ask(("special-on-inspection",), due="2025-10-31"),
                            ),
                            Limb(
                                "That the members of the Safer Places Scrutiny Committee be invited to that meeting "
                                "and to take part in the questioning.",
                                ("invitation",),
                                "c)",
                                asks=Ask(("invite-safer-places",), owner="northmere-panel", due="2025-10-31"),
                            ),
                        ),
                        stem="Resolved:",
                        mover="tolland",
                        seconder="lathbury",
                        unanimous=True,
                    ),
                ),
                promises=(
                    Ask(
                        ("first-call-back",),
                        text="The Commissioner undertook to have the time to a victim's first call back counted from "
                        "now on, and to give the Panel the figure each quarter.",
                    ),
                ),
            ),
            Item(
                "Urgent: closure of the custody suite at Pellmouth",
                kind="urgent",
                supplementary=True,
                urgent="""The suite was closed on 11 September, four days before the meeting, after part of a ceiling
                fell. The next ordinary meeting is in December.""",
                recording="1:48:20",
                minute="""The Chair had agreed to take this because the closure came after the agenda and could
                not wait for December. Nobody had been hurt. People arrested on the coast are now driven 40 miles
                to Aldergate, which takes two officers off the road each time.

                The Commissioner expected a surveyor's opinion within the month.""",
                papers=(
                    Paper(
                        "Note on the closure at Pellmouth",
                        author=OFFICE,
                        dated="2025-09-12",
                        text="What happened, who was moved, and what it costs each week: about 9,000 pounds.",
                    ),
                ),
                resolutions=(
                    resolved(
                        "That the Commissioner be asked to send members the surveyor's opinion as soon as she has it.",
                        "request",
                        asks=Ask(("pellmouth-surveyor",), due="2025-10-15"),
                    ),
                ),
            ),
            usual.questions(
                "One question had come, about meetings between officers and residents. The answer was not there. The "
                "Chair asked for it before the next meeting. The Commissioner agreed to have the days of the coming "
                "meetings printed where residents can find them.",
                promises=(
                    Ask(
                        ("meeting-days",),
                        due="2025-12-01",
                        text="The Commissioner agreed to have the days of the coming meetings printed where residents "
                        "can find them.",
                    ),
                ),
            ),
            usual.work_programme("On-call crews had to give way to the inspection and will come in December."),
            usual.next_meeting("Monday 1 December 2025, and before it the special meeting on a day to be announced."),
        ),
    ),
    Meeting(
        "2025-10-13",
        kind="special",
        starts="17:30",
        ends="20:15",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link="https://meet.northmere.example/panel",
        recording=f"{WATCH}2025-10-13",
        purpose="""Called by the Panel in September to go through the inspectorate's recommendations one by one with
        the Commissioner.""",
        called_by=("2025-09-15", INSPECTION, "b)"),
        guests=(
            Guest("commissioner", "attend", ("2025-09-15", INSPECTION, "b)")),
            Guest("safer-places-scrutiny-committee", "take_part", ("2025-09-15", INSPECTION, "c)")),
            Guest("chief-constable", "attend"),
            Guest("Northmere Victims' Forum", "observe"),
        ),
        minutes="2025-12-08",
        roll=Roll(
            apologies=("standish",),
            officers=("commissioner", "chief-executive", "chief-constable"),
            others=(
                "Rachel Ingleby, Secretary to the Panel",
                "Cllr Bronwen Attlee-Marsh, Chair of the Safer Places Scrutiny Committee",
                "Four other members of the Safer Places Scrutiny Committee",
            ),
        ),
        items=(
            usual.apologies("Cllr Lucy Standish had apologised. The Chair welcomed five guests of the Panel."),
            usual.declarations(),
            Item(
                "The inspectorate's recommendations, one by one",
                report_of="Police, Fire and Crime Commissioner",
                recording="0:08:00",
                papers=(
                    Paper(
                        "Each recommendation, what is being done, and by when",
                        author=OFFICE,
                        dated="2025-10-03",
                        text="""Nine recommendations. For each this table gives what has been done, what has not, who
                        answers for it and the day by which it is to be finished.

                        Three are finished. Four are on time. Two, on supervision and on first call back, are
                        late.""",
                    ),
                ),
                minute="""Each of the nine recommendations was taken in turn, the Panel and its guests putting
                questions alternately.

                <strong>Supervision of investigations</strong> – The Chief Constable did not defend what the
                inspectors had found. Sergeants had on average 38 open cases to oversee; he wanted no more than
                20. Cllr Attlee-Marsh asked what would be given up to achieve it, and he answered: two of the
                four proactive teams, for six months.

                <strong>People at risk</strong> – A recording of the first minute of a call is now listened to for one
                case in ten. Members from both bodies asked that an outsider should do some of the listening.

                <strong>Victims' first call back</strong> – From 19 days to 13 since August. The forum's
                observers told the Chair afterwards that some calls are a text message. The Commissioner had not
                known this.

                <strong>Training</strong> – Of 61 new detectives 24 had not yet had the course on interviewing
                children. All are booked to have it by the end of March.

                The other five recommendations were dealt with more briefly. At the end the Chair asked each guest for
                one sentence. The commonest was that the table should be kept up to date where all can see it.""",
                resolutions=(
                    Resolution(
                        (
                            Limb(
                                "asks the Commissioner to publish the table of recommendations and to bring it up to "
                                "date every month;",
                                ("request",),
                                "a)",
                                asks=Ask(("publish-table",), due="2025-11-14"),
                            ),
                            Limb(
                                "recommends that somebody from outside the force listen to some of the recorded calls;",
                                ("recommendation",),
                                "b)",
                                asks=Ask(("outside-listener",), due="2025-12-31"),
                            ),
                            Limb(
                                "asks that a text message no longer be counted as a call back;",
                                ("request",),
                                "c)",
                                asks=Ask(("text-is-no-call",)),
                            ),
                            Limb(
                                "thanks the Safer Places Scrutiny Committee for its part in the evening.",
                                ("thanks",),
                                "d)",
                            ),
                        ),
                        stem="That the Panel, having heard the Commissioner and the Chief Constable:",
                        mover="pryce",
                        seconder="fairclough",
                        vote=(11, 0, 1),
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2025-10-14",
        body="public-performance-meeting",
        kind="performance",
        starts="18:00",
        ends="19:30",
        place="Corn Exchange, Thornwick",
        remote_link="https://commissioner.northmere.example/watch",
        recording="https://commissioner.northmere.example/watch/2025-10-14",
        items=(
            Item(
                "The inspectorate's report and the force's plan",
                papers=(
                    Paper(
                        "The force's improvement plan",
                        author="Northmere Police",
                        dated="2025-10-07",
                        text="What will be different by Christmas, by Easter and by next autumn.",
                    ),
                ),
            ),
        ),
    ),
)
