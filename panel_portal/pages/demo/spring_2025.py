"""January to April 2025: the precept, the snow, and the first meeting under the new name."""

from panel_portal.pages.demo import usual
from panel_portal.pages.demo.shapes import Ask, Interest, Item, Limb, Meeting, Paper, Resolution, Roll, resolved
from panel_portal.pages.demo.year_2024 import GUILDHALL, GUILDHALL_DIRECTIONS, OFFICE, WATCH

COUNTY_HALL = "Council Chamber, County Hall, Aldergate"
COUNTY_HALL_DIRECTIONS = """County Hall is on the ring road, ten minutes by bus 4 from Aldergate station. There is a
level entrance at the front, a hearing loop in the chamber and free parking behind the building after 9.30 am."""

SPRING_2025 = (
    Meeting(
        "2025-01-13",
        body="budget-and-precept-task-group",
        starts="14:00",
        ends="16:10",
        place="Meeting Room 5, Aldergate Guildhall",
        minutes="2026-01-19",
        roll=Roll(
            apologies=("imrie",),
            officers=("chief-finance-officer",),
            others=("Rachel Ingleby, Secretary to the Panel",),
        ),
        items=(
            usual.apologies("Cllr Peter Imrie was unable to attend."),
            usual.declarations(),
            Item(
                "First look at the police budget for 2025/26",
                report_of="Chief Finance Officer to the Commissioner",
                papers=(
                    Paper(
                        "Budget working papers, first draft",
                        author=OFFICE,
                        dated="2025-01-08",
                        form="docx",
                        text="""The settlement leaves a gap of 4.1 million pounds before any change to the precept.

                        Three courses are set out: to close the gap from reserves, from savings, or from a higher
                        precept. The third would cost a household in band D a further 14 pounds a year.""",
                    ),
                ),
                minute="""The Chief Finance Officer went through the working papers. The group wanted to
                understand why overtime had been over budget in each of three years and was still budgeted at the
                old figure. It was told that the figure is agreed with the force and is, in a word, hopeful.

                The group will say to the Panel that the choice between savings and a higher precept should be put to
                the public before it is made.""",
                resolutions=(
                    resolved(
                        "That the Chief Finance Officer be asked to show the Panel the overtime budgeted "
                        "and spent in "
                        "each of the last five years.",
                        "request",
                        asks=Ask(("overtime-five-years",), owner="chief-finance-officer", due="2025-01-31"),
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2025-01-20",
        place=GUILDHALL,
        directions=GUILDHALL_DIRECTIONS,
        outcome="postponed",
        outcome_reason="""Snow closed the roads from the coast and the forest on the morning of the meeting. It is
        held a week later with the same agenda.""",
        later="2025-01-27",
        items=(
            usual.apologies(""),
            usual.declarations(""),
            Item("What the new police records system will cost", report_of="Police and Crime Commissioner"),
            Item("The Panel's name and duties from April 2025", report_of="Monitoring Officer"),
            usual.next_meeting(""),
        ),
    ),
    Meeting(
        "2025-01-27",
        place=GUILDHALL,
        directions=GUILDHALL_DIRECTIONS,
        recording=f"{WATCH}2025-01-27",
        purpose="Takes the place of the meeting that the snow prevented a week before.",
        minutes="2025-04-14",
        roll=Roll(
            apologies=("standish",),
            absent=("wetherby",),
            others=("Rachel Ingleby, Secretary to the Panel",),
        ),
        items=(
            usual.apologies(
                "Cllr Lucy Standish had apologised. Nothing had been heard from Cllr Colin Wetherby.",
                recording="0:00:50",
            ),
            usual.declarations(),
            usual.last_minutes("25 November 2024", correction=", with the spelling of Brackenshaw put right"),
            usual.matters_arising(
                """The Commissioner's office had sent answers on taxi marshals and on the advisers of the victims'
                service. The paper on speed measuring devices had come on the morning of the meeting, and members
                had not been able to read it.

                The Chair said that papers which arrive on the day are of use to nobody. She would be obliged if that
                were the last.""",
            ),
            Item(
                "What the new police records system will cost",
                report_of="Police and Crime Commissioner",
                recording="0:21:30",
                papers=(
                    Paper(
                        "Records system: cost and timetable",
                        author=OFFICE,
                        dated="2025-01-10",
                        text="""The system was to cost 6.2 million pounds over five years and to be in use in October
                        2024. It is now expected to cost 7.9 million and to be in use in June 2025.

                        Most of the increase is the price of keeping the old system alive for longer.""",
                    ),
                    Paper(
                        "Contract with the supplier: what each delay costs",
                        kind="appendix",
                        author=OFFICE,
                        dated="2025-01-10",
                        text="The sums payable by either side for each week of delay, as negotiated.",
                        withdrawn="""This appendix was published by mistake before the supplier had been asked about
                        figures that are its own affair. A version without them will follow.""",
                    ),
                ),
                minute="""The Chief Executive set out why the system was late and dearer. Dr Qureshi, who had read the
                contract, observed that the supplier had little to lose by a further delay. The Commissioner did not
                dispute it and said that the contract was signed before her time.

                Members asked to be told of any further change within ten working days of its becoming known, and
                not at the next meeting that happened to fall.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("That the report be noted with concern.", ("noting",), "1."),
                            Limb(
                                "That the Commissioner be asked to tell the Chair of any further delay or "
                                "cost within "
                                "ten working days.",
                                ("request",),
                                "2.",
                                asks=Ask(("tell-of-delays",), due=""),
                            ),
                        ),
                        mover="qureshi",
                        seconder="lathbury",
                    ),
                ),
            ),
            Item(
                "The Panel's name and duties from April 2025",
                report_of="Monitoring Officer",
                recording="1:02:45",
                papers=(
                    Paper(
                        "From Police and Crime Panel to Police, Fire and Crime Panel",
                        author="Monitoring Officer, Aldergate City Council",
                        dated="2025-01-09",
                        text="""On 1 April 2025 the Commissioner becomes the fire and rescue authority for Northmere.
                        From that day the law gives the Panel a longer name and more to do: the fire and rescue plan,
                        the yearly fire statement and a second precept.

                        The county council has offered to take over the secretariat from the same day. The Secretary
                        would move with it.""",
                    ),
                ),
                minute="""The Monitoring Officer explained what changes on 1 April. Cllr Fairclough asked that the
                minutes of the Police and Crime Panel should stay where the public can find them, having looked in
                vain for those of the old police authority. The Secretary said that they would keep their
                addresses.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("That the change of name be noted.", ("noting",), "a)"),
                            Limb(
                                "That the offer of Northmere County Council to serve the Panel from 1 April 2025 be "
                                "accepted, with thanks to Aldergate City Council for twelve years' service.",
                                ("approval", "thanks"),
                                "b)",
                            ),
                            Limb(
                                "That the Chief Fire Officer be invited to the first meeting under the new name.",
                                ("invitation",),
                                "c)",
                                asks=Ask(("invite-fire-officer",), owner="northmere-panel", due="2025-04-14"),
                            ),
                        ),
                        stem="Resolved:",
                        unanimous=True,
                    ),
                ),
            ),
            usual.next_meeting("Wednesday 5 February 2025 at 10 am, to consider the precept."),
        ),
    ),
    Meeting(
        "2025-02-05",
        kind="precept",
        place=GUILDHALL,
        directions=GUILDHALL_DIRECTIONS,
        recording=f"{WATCH}2025-02-05",
        ends="12:05",
        minutes="2025-04-14",
        roll=Roll(
            apologies=("wetherby",),
            left=(("garroway", "Police precept for 2025/26"),),
            officers=("commissioner", "chief-executive", "chief-finance-officer"),
            others=("Rachel Ingleby, Secretary to the Panel",),
        ),
        interests=(
            Interest(
                "garroway",
                "Police precept for 2025/26",
                "pecuniary",
                "Her husband is employed by Northmere Police.",
                "Left the room before the debate and did not vote.",
            ),
        ),
        items=(
            usual.apologies("Cllr Colin Wetherby had apologised."),
            usual.declarations(
                "Cllr Sheila Garroway declared that her husband works for Northmere Police, and withdrew."
            ),
            Item(
                "Police precept for 2025/26",
                report_of="Police and Crime Commissioner",
                purpose="""The Commissioner has given notice of the precept she proposes. By 8 February the Panel must
                review it and report to her. It may veto it if two thirds of all its members so decide.""",
                recording="0:05:10",
                papers=(
                    Paper(
                        "Notice of the proposed precept",
                        kind="letter",
                        author="Police and Crime Commissioner",
                        dated="2025-01-29",
                        text="""I give notice that I propose a precept which, for a household in band D, comes to
                        291 pounds and 40 pence: 14 pounds more than this year.""",
                    ),
                    Paper(
                        "Budget and precept report, as first published",
                        author=OFFICE,
                        dated="2025-01-29",
                        text="The budget for 2025/26, with the consultation's results. Table 4 does not add up.",
                    ),
                    Paper(
                        "Budget and precept report, corrected",
                        author=OFFICE,
                        dated="2025-02-03",
                        text="The budget for 2025/26, with the consultation's results. Table 4 now adds up.",
                        supersedes="Budget and precept report, as first published",
                    ),
                    Paper(
                        "Overtime budgeted and spent since 2019/20",
                        kind="appendix",
                        author=OFFICE,
                        dated="2025-01-30",
                        form="csv",
                        text="""year,budgeted (thousand pounds),spent (thousand pounds)
                        2019/20,3100,3920
                        2020/21,3100,3480
                        2021/22,3200,4210
                        2022/23,3200,4530
                        2023/24,3300,4490""",
                    ),
                ),
                minute="""The Commissioner proposed an increase of 14 pounds in band D. Of 3,112 people who answered
                her consultation 54 in the hundred would pay that or more. She would use it for 40 officers in the
                districts and to stop drawing on reserves for running costs.

                Cllr Lathbury, for the task group, thought the overtime figures told their own story and that a budget
                which is exceeded every year is not one. He would nevertheless support the proposal.

                Cllr Standish could not: the increase was three times that of most wages in her borough.

                Cllr Imrie moved that the Panel support the precept as proposed, and Mr Speight seconded. The names
                were called. For: Cllrs Tolland, Lathbury, Sahota, Pryce, Imrie and Wilk, Dr Qureshi and Mr Speight.
                Against: Cllrs Standish and Fairclough. Nobody abstained.""",
                resolutions=(
                    Resolution(
                        (
                            Limb(
                                "supports the proposed precept of £291.40 for a household in band D;",
                                ("support",),
                                "a)",
                            ),
                            Limb(
                                "recommends that the overtime budget be set at what overtime has in fact cost;",
                                ("recommendation",),
                                "b)",
                                asks=Ask(("overtime-budget",), due="2025-03-01"),
                            ),
                            Limb("asks the Chair to report accordingly by 8 February 2025.", ("other",), "c)"),
                        ),
                        stem="That the Panel:",
                        mover="imrie",
                        seconder="speight",
                        vote=(8, 2, 0),
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2025-02-19",
        kind="reserve",
        place=GUILDHALL,
        outcome="cancelled",
        outcome_reason="""This day was kept free in case the precept was vetoed. It was not, so there is nothing to
        decide.""",
        items=(usual.apologies(""), Item("Revised precept, if one is needed")),
    ),
    Meeting(
        "2025-04-14",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link="https://meet.northmere.example/panel",
        recording=f"{WATCH}2025-04-14",
        minutes="2025-06-23",
        roll=Roll(
            apologies=("sahota", "speight"),
            officers=("commissioner", "chief-executive", "chief-fire-officer"),
            others=("Rachel Ingleby, Secretary to the Panel", "Superintendent Leah Moorcroft, rural crime team"),
        ),
        items=(
            usual.apologies("Cllr Devinder Sahota and Mr Gordon Speight had sent apologies.", recording="0:02:00"),
            usual.declarations(),
            usual.last_minutes("27 January and 5 February 2025"),
            usual.matters_arising(
                """Of the actions still open the office regarded four as finished. The Panel accepted three. It
                did not accept the answer on Eastmarsh, which said only that the fund is well advertised."""
            ),
            Item(
                "Rural crime: a year of the new team",
                report_of="Police, Fire and Crime Commissioner",
                recording="0:28:15",
                papers=(
                    Paper(
                        "The rural crime team, April 2024 to March 2025",
                        author="Northmere Police",
                        dated="2025-04-02",
                        text="""The team has two sergeants and fourteen constables. It has recovered plant and
                        vehicles worth 1.3 million pounds and has trained 60 volunteers to read number plates at
                        night.

                        Thefts of satellite guidance units from tractors fell from 71 to 22.""",
                    ),
                    Paper(
                        "Slides shown at the meeting",
                        kind="presentation",
                        author="Superintendent Leah Moorcroft",
                        dated="2025-04-14",
                        text="Four slides: where, when, what, and what next.",
                    ),
                ),
                minute="""Superintendent Moorcroft spoke to the paper. Theft of guidance units was down by two thirds,
                and members for the country districts said that farmers had noticed.

                Other matters raised:

                - Fly-tipping falls between the team and nine councils. The superintendent would welcome one telephone
                number for the whole county.
                - Hare coursing had moved to the Eastmarsh levels. Cllr Garroway asked how quickly anybody could get
                there at night; 50 minutes was usual.
                - Members wanted to know whether the team would survive the end of its three-year money. The
                Commissioner gave her word that it would be in the next plan.

                The Panel congratulated the team.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("thanks Superintendent Moorcroft and her team;", ("thanks",), "a)"),
                            Limb(
                                "asks the Commissioner to bring the nine councils together about a single number for "
                                "fly-tipping;",
                                ("request",),
                                "b)",
                                asks=Ask(("fly-tipping-number",), due="2025-09-15"),
                            ),
                            Limb(
                                "recommends that response times by night be published for each district.",
                                ("recommendation",),
                                "c)",
                                asks=Ask(("night-response-times",)),
                            ),
                        ),
                        stem="That the Panel:",
                        mover="garroway",
                        seconder="imrie",
                        unanimous=True,
                    ),
                ),
                promises=(
                    Ask(
                        ("rural-team-in-plan",),
                        due="2026-03-31",
                        text="The Commissioner gave her word that the rural crime team would have a place "
                        "in the next "
                        "police and crime plan.",
                    ),
                ),
            ),
            Item(
                "The fire and rescue service: an introduction",
                report_of="Chief Fire Officer",
                recording="1:14:00",
                papers=(
                    Paper(
                        "Stations, crews and engines",
                        author="Northmere Fire and Rescue Service",
                        dated="2025-04-01",
                        form="docx",
                        text="""There are 27 stations. Six are crewed day and night, four by day, and seventeen by
                        people who come from home or work when they are called.

                        An on-call engine was available for 71 hours in the hundred last year. The aim is 85.""",
                    ),
                ),
                minute="""The Chief Fire Officer introduced the service to a Panel most of whom had not met it before.
                The question that occupied members was why on-call engines stand idle for want of a crew for nearly a
                third of the time. He named employers' reluctance, housing costs near stations and, frankly, pay.

                The Chair suggested a visit. Members settled on Pellmouth and Cranby Forest.""",
                resolutions=(resolved("That the report be received.", "receiving"),),
                promises=(
                    Ask(
                        ("station-visits",),
                        owner="chief-fire-officer",
                        due="2025-07-31",
                        text="The Chief Fire Officer agreed to arrange visits for members to the stations "
                        "at Pellmouth "
                        "and Cranby Forest.",
                    ),
                ),
            ),
            usual.work_programme("Agreed with the addition of on-call crews in the autumn."),
            usual.next_meeting("Monday 23 June 2025: the annual meeting at 10 am, and an ordinary meeting after it."),
        ),
    ),
)
