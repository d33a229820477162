"""June 2026 to what is still to come."""

from panel_portal.pages.demo import usual
from panel_portal.pages.demo.shapes import Ask, Exempt, Guest, Item, Limb, Meeting, Paper, Resolution, Roll
from panel_portal.pages.demo.spring_2025 import COUNTY_HALL, COUNTY_HALL_DIRECTIONS
from panel_portal.pages.demo.year_2024 import WATCH
from panel_portal.pages.demo.year_2025 import OFFICE, SECRETARY

REPORT_2026 = "Commissioner's annual report 2025/26"
REMOTE = "https://meet.northmere.example/panel"

# The rest of a special meeting's minutes as the clerk's Word file has it, slips included. It waits to be checked.
PASTED = """
Northmere Police, Fire and Crime Panel
Special meeting, Monday 16 November 2026, County Hall, Aldergate

4. Transport home for people released at night

Minutes:

The Chief Executive described three ways in which people could be taken home. Members preferred the second, with a \
taxi paid for by the force after 10 pm. Asked what it would cost, she undertook to send the Panel the figures by \
Tuesday 1 December 2026.

RESOLVED –

a) That the three options be noted.

c) That the Commissioner be requested to report to the next meeting on:

• how many people were released after dark last year

• what a taxi costs from the boundary to Pellmouth

It was agreed that the Chair would write to the borough council.

5. Date of the next meeting

Minutes:

The next meeting is on Monday 7 December 2026.

Supporting documents:
"""

MEETINGS_2026 = (
    Meeting(
        "2026-06-22",
        kind="annual",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link=REMOTE,
        recording=f"{WATCH}2026-06-22",
        minutes="2026-09-21",
        signed=False,
        first_minute=1,
        roll=Roll(apologies=("standish",), others=SECRETARY),
        items=(
            Item(
                "Election of Chair and Vice-Chair for 2026/27",
                minute="""Cllr Tolland did not wish to stand again. Cllr Sahota was the only candidate for the
                chair. For the vice-chair there were two, Cllr Pryce and Cllr Garroway, and a vote was taken by
                show of hands.""",
                resolutions=(
                    Resolution(
                        (Limb("That Cllr Devinder Sahota be Chair for 2026/27.", ("appointment",)),),
                        mover="tolland",
                        seconder="nwosu",
                        unanimous=True,
                    ),
                    Resolution(
                        (Limb("That Cllr Hannah Pryce be Vice-Chair for 2026/27.", ("appointment",)),),
                        mover="danjuma",
                        seconder="imrie",
                        vote=(7, 4, 1),
                    ),
                    Resolution(
                        (Limb("That Cllr Margaret Tolland be thanked for two years in the chair.", ("thanks",)),),
                        mover="fairclough",
                        seconder="speight",
                        unanimous=True,
                    ),
                ),
            ),
            usual.apologies("Cllr Lucy Standish had apologised."),
            usual.declarations(),
            usual.last_minutes("16 March 2026"),
            usual.matters_arising(
                """The new Chair went through every open action aloud, which took 25 minutes and which he
                proposes to do each June. Two were found to be no longer worth having, and were dropped. The
                one about speed devices, closed a year ago, was opened again: the loan scheme was announced and
                has lent nothing."""
            ),
            usual.decisions("There was none to read."),
            Item(
                "Crews of three: what the trial found",
                report_of="Chief Fire Officer",
                recording="0:58:00",
                papers=(
                    Paper(
                        "Findings of the trial, with the outside review",
                        author="Northmere Fire and Rescue Service",
                        dated="2026-06-11",
                        text="""Engines left on average four minutes sooner. On 212 calls the second engine was
                        never more than nine minutes behind. The reviewers found the one entry by three people
                        justified and the training for it thin.""",
                    ),
                ),
                minute="""The findings had come, three months late. The Chief Fire Officer apologised for having
                gone on with the trial before the Panel had seen them. Members found the case for smaller crews
                better than they had expected and the training weaker.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("notes the findings;", ("noting",), "a)"),
                            Limb(
                                "recommends that no crew of three be sent out before its members have had "
                                "the training "
                                "that the reviewers describe.",
                                ("recommendation",),
                                "b)",
                                asks=Ask(("train-first",), due="2026-10-31"),
                            ),
                        ),
                        stem="That the Panel:",
                        mover="nwosu",
                        seconder="danjuma",
                        vote=(10, 1, 1),
                    ),
                ),
            ),
            usual.update(
                """The Commissioner spoke of recruitment, of the custody contract and of the summer to come. On the last
                day of May a sergeant had 22 cases on average. What a victim is told when an investigation is closed
                was not in the report."""
            ),
            usual.work_programme("Agreed."),
            usual.next_meeting("Monday 21 September 2026 at 10 am."),
        ),
    ),
    Meeting(
        "2026-07-07",
        body="public-performance-meeting",
        kind="performance",
        starts="18:00",
        ends="19:30",
        place="Assembly Rooms, Pellmouth",
        remote_link="https://commissioner.northmere.example/watch",
        recording="https://commissioner.northmere.example/watch/2026-07-07",
        items=(
            Item(
                "Custody on the coast",
                papers=(
                    Paper(
                        "Options for Pellmouth",
                        author=OFFICE,
                        dated="2026-06-30",
                        text="Repair, rebuild or share with the neighbouring force: costs and times of each.",
                    ),
                ),
            ),
            Item("Shop theft in the towns"),
        ),
    ),
    Meeting(
        "2026-09-21",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link=REMOTE,
        recording=f"{WATCH}2026-09-21",
        ends="12:55",
        minutes="published",
        roll=Roll(
            apologies=("fairclough",),
            late=(("wilk", REPORT_2026),),
            left=(("tolland", usual.WORK_PROGRAMME),),
            others=SECRETARY,
        ),
        items=(
            usual.apologies("Cllr Jean Fairclough had apologised.", recording="0:00:40"),
            usual.declarations(),
            usual.last_minutes("22 June 2026"),
            usual.matters_arising(
                """The Panel accepted, two years after asking, what had been done about figures by district. It
                put off the one about safe places on the coast, as the paper had come too late to be read."""
            ),
            usual.decisions("The list was read. Drones have an item of their own."),
            Item(
                REPORT_2026,
                report_of="Police, Fire and Crime Commissioner",
                purpose="""The Commissioner presents what was done in the year to March 2026, for both services.
                The Panel questions her on it in public and may report or recommend.""",
                recording="0:22:10",
                papers=(
                    Paper(
                        "Annual report 2025/26",
                        author=OFFICE,
                        dated="2026-09-09",
                        text="""The first report to cover both services. It has figures for each district, as the
                        Panel asked in 2024, and a list of what was promised and not done.""",
                    ),
                    Paper(
                        "Figures by district, 2025/26",
                        kind="appendix",
                        author=OFFICE,
                        dated="2026-09-09",
                        form="csv",
                        text="""district,burglaries,vehicle crimes,fires attended
                        Aldergate,804,1190,611
                        Saltholme,391,502,240
                        Thornwick,122,160,131
                        Brackenshaw,98,141,102
                        Pellmouth,402,377,288
                        Eastmarsh,77,102,149
                        Cranby Forest,64,93,120
                        Oversett,211,240,133""",
                    ),
                ),
                minute="""The Commissioner presented the report, remarking that pages 40 to 43 are there because
                the Panel asked for them.

                <strong>Investigations</strong> – Sergeants oversee 21 cases on average. The inspectorate had
                been back in July and its letter was expected before Christmas.

                <strong>Fire</strong> – Availability of on-call engines stood at 79 in the hundred. Cllr Imrie
                was glad of the figure and sorry that Cranby's had not moved.

                <strong>Money</strong> – Both services had spent within their budgets, overtime included, for the
                first time since anybody present could remember.

                <strong>Young people</strong> – Members from three districts missed any mention of the youth
                service that closed in May. The Commissioner said that it was paid for by the county council and
                that she had tried.

                <strong>Public confidence</strong> – 58 in the hundred think the police do a good job locally.
                The Panel asked why the question had been changed from last year's.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("That the annual report for 2025/26 be welcomed.", ("receiving",), "a)"),
                            Limb(
                                "That the Chair write to the Commissioner with the Panel's views by 5 October 2026.",
                                ("other",),
                                "b)",
                                asks=Ask(("views-letter",), owner="northmere-panel", due="2026-10-05"),
                            ),
                            Limb(
                                """That the Commissioner be asked to give the Panel in writing:

                                - last year's and this year's question on confidence, and the answers to both
                                - what she did to save the youth service, and what has taken its place
                                - why availability at Cranby has not risen with the rest""",
                                ("request",),
                                "c)",
                                asks=Ask(("confidence-question", "youth-service", "cranby-engine"), due="2026-11-06"),
                            ),
                        ),
                        stem="Resolved:",
                        mover="imrie",
                        seconder="qureshi",
                        unanimous=True,
                    ),
                ),
            ),
            Item(
                "A contract for drones",
                report_of="Chief Finance Officer to the Commissioner",
                purpose="The price and terms on which the two services would share drones with a supplier.",
                exempt=Exempt(
                    "A contract for shared equipment",
                    (3,),
                    """The supplier is still negotiating with two other forces. To publish its price would harm it and
                    would cost Northmere the discount; the sum will be published when the contract is signed.""",
                    "The Panel was told of the terms of a contract under negotiation and asked questions "
                    "about its length.",
                ),
                papers=(
                    Paper(
                        "Terms offered by the supplier",
                        author=OFFICE,
                        dated="2026-09-09",
                        text="The price for each year and the right to end the contract.",
                    ),
                ),
                minute="""Members thought seven years too long for equipment that will be old in three, and said so.""",
                promises=(
                    Ask(
                        ("drone-contract-length",),
                        owner="chief-finance-officer",
                        due="2026-10-30",
                        text="The Chief Finance Officer undertook to ask the supplier for a contract of four years.",
                        exempt=Exempt("", (3,), "The terms are still being negotiated with the supplier."),
                    ),
                ),
            ),
            usual.update(
                """Two pages, of which one was about the police dogs. Dr Qureshi looked for what victims are told when
                an investigation is closed and did not find it, as in June."""
            ),
            usual.questions(
                "The Panel noted the answer about patrols in the villages, as corrected. The two questions about speed "
                "cameras had not been answered."
            ),
            usual.work_programme("Agreed, with youth services for February."),
            usual.next_meeting("Monday 7 December 2026 at 10 am. A special meeting may be needed before then."),
        ),
    ),
    Meeting(
        "2026-11-16",
        kind="special",
        starts="14:00",
        ends="15:50",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link=REMOTE,
        recording=f"{WATCH}2026-11-16",
        purpose="To hear why the custody suite at Pellmouth is to stay closed, before the decision is final.",
        guests=(Guest("chief-constable", "attend"), Guest("Pellmouth Borough Council", "take_part")),
        minutes="writing",
        pasted=PASTED,
        roll=Roll(
            apologies=("speight",),
            officers=("commissioner", "chief-executive", "chief-constable"),
            others=SECRETARY,
        ),
        items=(
            usual.apologies("Mr Gordon Speight had apologised."),
            usual.declarations(),
            Item(
                "Custody at Pellmouth: the Commissioner's proposed decision",
                report_of="Police, Fire and Crime Commissioner",
                recording="0:03:20",
                papers=(
                    Paper(
                        "Why repair is not proposed",
                        author=OFFICE,
                        dated="2026-11-05",
                        text="Repair would cost 3.4 million pounds and last ten years. Sharing costs less "
                        "and lasts longer.",
                    ),
                ),
                minute="""The Commissioner proposes to share the neighbouring force's new suite at the county
                boundary, 18 miles from Pellmouth. Cllr Wilk and the borough's representatives spoke against.

                [To be completed from the recording.]""",
                resolutions=(
                    Resolution(
                        (
                            Limb(
                                "asks the Commissioner to publish the surveyor's opinion before she decides;",
                                ("request",),
                                "a)",
                                asks=Ask(
                                    ("publish-opinion",),
                                    due="2026-12-04",
                                    before="the Commissioner's decision about custody at Pellmouth",
                                ),
                            ),
                            Limb(
                                "asks how people released at night will get home from the boundary;",
                                ("request",),
                                "b)",
                                asks=Ask(("home-at-night",)),
                            ),
                        ),
                        stem="That the Panel:",
                        mover="wilk",
                        seconder="pryce",
                        vote=(8, 2, 2),
                    ),
                ),
                promises=(
                    Ask(
                        ("meet-pellmouth-traders",),
                        owner="chief-constable",
                        due="2027-01-31",
                        text="The Chief Constable agreed to meet Pellmouth's traders about officers' time on the road.",
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2026-12-07",
        outcome="agenda",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link=REMOTE,
        items=(
            usual.apologies(""),
            usual.declarations(""),
            Item(usual.LAST_MINUTES, "last_minutes", purpose="The minutes of 21 September 2026."),
            Item(
                usual.MATTERS_ARISING,
                "actions",
                report_of="Secretary to the Panel",
                purpose="What earlier meetings asked for, and what has come back.",
            ),
            usual.decisions(""),
            Item(
                "The inspectorate's return visit",
                report_of="Police, Fire and Crime Commissioner",
                purpose="What the inspectors found in July, and what the Commissioner makes of it.",
                papers=(
                    Paper(
                        "After the return visit",
                        author=OFFICE,
                        dated="2026-11-19",
                        text="""Both areas graded inadequate in 2025 have moved up: investigation to adequate,
                        protecting vulnerable people to one grade below it. Four things are still asked of the
                        force.""",
                    ),
                ),
            ),
            usual.update(""),
            Item(
                "Safe places on the coast",
                report_of="Police, Fire and Crime Commissioner",
                purpose="What it would take for nobody on the coast to be turned away, held over from September.",
                sensitive=True,
                papers=(
                    Paper(
                        "Safe accommodation on the coast: need and cost",
                        author=OFFICE,
                        dated="2026-09-18",
                        form="docx",
                        text="Twelve more places would be enough in all but two weeks of the year. The cost "
                        "is set out.",
                    ),
                ),
            ),
            Item("Road deaths: what the two services do together", report_of="Chief Fire Officer"),
            usual.questions(""),
            Item(usual.WORK_PROGRAMME, "work_programme", report_of="Secretary to the Panel"),
            Item(
                usual.NEXT_MEETING,
                "next_meeting",
                purpose="Wednesday 3 February 2027 at 10 am, to consider the precepts.",
            ),
        ),
    ),
    Meeting(
        "2027-01-26",
        body="public-performance-meeting",
        kind="performance",
        starts="18:00",
        ends="19:30",
        place="Village Hall, Eastmarsh",
        remote_link="https://commissioner.northmere.example/watch",
        outcome="date",
        items=(),
    ),
    Meeting(
        "2027-02-03",
        kind="precept",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link=REMOTE,
        purpose="The Panel reviews the Commissioner's two proposed precepts for 2027/28.",
        outcome="date",
        items=(
            usual.apologies(""),
            usual.declarations(""),
            Item("The two precepts for 2027/28", report_of="Police, Fire and Crime Commissioner"),
        ),
    ),
    Meeting(
        "2027-02-17",
        kind="reserve",
        place=COUNTY_HALL,
        purpose="Kept free in case either precept is vetoed.",
        outcome="date",
        items=(),
    ),
    Meeting("2027-04-12", place=COUNTY_HALL, directions=COUNTY_HALL_DIRECTIONS, outcome="date", items=()),
    Meeting("2027-06-21", kind="annual", place=COUNTY_HALL, outcome="draft", items=()),
)
