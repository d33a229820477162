"""December 2025 to March 2026: an alarm, a new Chief Constable, two precepts and the spring."""

from panel_portal.pages.demo import usual
from panel_portal.pages.demo.shapes import (
    Ask,
    Exempt,
    Guest,
    Interest,
    Item,
    Limb,
    Meeting,
    Paper,
    Resolution,
    Roll,
    resolved,
)
from panel_portal.pages.demo.spring_2025 import COUNTY_HALL, COUNTY_HALL_DIRECTIONS
from panel_portal.pages.demo.year_2024 import WATCH
from panel_portal.pages.demo.year_2025 import OFFICE, SECRETARY

ON_CALL = "On-call fire crews"
CANDIDATE = "Considering the candidate for Chief Constable"
CANDIDATE_REASON = """What the Panel says among itself about one person's fitness for a post is about that person.
Members would speak less freely in front of the candidate and the press, and the Panel's conclusion is published
in any case, so the public interest in openness is met by the report."""

WINTER_2025 = (
    Meeting(
        "2025-12-01",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        outcome="adjourned",
        outcome_reason="""The fire alarm sounded at 10.20 am, before any business was done, and the building was
        closed for the day. The meeting went on a week later.""",
        later="2025-12-08",
        ends="",
        items=(
            usual.apologies(""),
            usual.declarations(""),
            Item(ON_CALL, report_of="Chief Fire Officer"),
            Item("The inspectorate's recommendations: where things stand", report_of=OFFICE),
            usual.next_meeting(""),
        ),
    ),
    Meeting(
        "2025-12-08",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        recording=f"{WATCH}2025-12-08",
        purpose="Goes on where the alarm stopped the meeting of 1 December.",
        minutes="2026-03-16",
        roll=Roll(
            apologies=("qureshi", "garroway"),
            officers=("commissioner", "chief-executive", "chief-fire-officer"),
            others=SECRETARY,
        ),
        items=(
            usual.apologies("Dr Farah Qureshi and Cllr Sheila Garroway were unable to attend on the new day."),
            usual.declarations(),
            usual.last_minutes("15 September and 13 October 2025"),
            usual.matters_arising(
                """The Panel accepted what had been done about first calls back and about the table of
                recommendations. It was not satisfied about Pellmouth: members had been promised an opinion and
                had been sent an invoice."""
            ),
            usual.decisions("The list was read. Members were glad of one contract for fuel instead of two."),
            Item(
                ON_CALL,
                report_of="Chief Fire Officer",
                recording="0:16:10",
                papers=(
                    Paper(
                        "Keeping on-call engines crewed",
                        author="Northmere Fire and Rescue Service",
                        dated="2025-11-20",
                        text="""Availability has risen from 71 to 76 hours in the hundred. Nearly all of the gain
                        is at stations where people may now sign up for shorter spells.

                        A trial in which an engine may leave with three people instead of four runs at four stations
                        until March.""",
                    ),
                    Paper(
                        "Availability by station, year to October 2025",
                        kind="appendix",
                        author="Northmere Fire and Rescue Service",
                        dated="2025-11-20",
                        form="csv",
                        text="""station,hours available in the hundred
                        Brackenshaw,88
                        Cranby,64
                        Eastmarsh North,59
                        Oversett,91
                        Thornwick,79""",
                    ),
                ),
                minute="""The Chief Fire Officer explained the shorter spells and the trial of smaller crews.

                Cllr Nwosu had spoken to a crew in Thornwick who feared being first at a house fire with nobody to
                relieve them. The Chief Fire Officer said that a crew of three waits for the second engine before it
                goes inside, save to rescue; that this had happened once; and that he was having that occasion looked
                into by another service.

                Cllr Imrie wanted the Panel to have the findings before and not after the trial became a habit.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("That the report be noted.", ("noting",), "(a)"),
                            Limb(
                                "That the Chief Fire Officer be asked for the findings of the trial of "
                                "crews of three "
                                "before any decision to extend it.",
                                ("request",),
                                "(b)",
                                asks=Ask(("crews-of-three",), owner="chief-fire-officer", due="2026-03-31"),
                            ),
                        ),
                        mover="imrie",
                        seconder="nwosu",
                    ),
                ),
            ),
            Item(
                "The inspectorate's recommendations: where things stand",
                report_of="Police, Fire and Crime Commissioner",
                recording="1:05:00",
                papers=(
                    Paper(
                        "The table on 20 November 2025",
                        author=OFFICE,
                        dated="2025-11-20",
                        text="Five recommendations are finished, three are on time and one, on supervision, is late.",
                    ),
                ),
                minute="""Five of nine are finished. On supervision the average has come down from 38 cases to
                31, where 26 had been hoped for. First calls back now take nine days, text messages no longer
                being counted.

                The Chair noted that the second figure got better and more honest at the same time, which is
                unusual.""",
                resolutions=(resolved("That progress be noted and the table come back in March.", "noting"),),
            ),
            usual.work_programme("Agreed. The confirmation hearing and the task group were added."),
            usual.next_meeting("Monday 15 December 2025 at 2 pm, for a confirmation hearing."),
        ),
    ),
    Meeting(
        "2025-12-15",
        kind="confirmation",
        starts="14:00",
        ends="16:30",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        recording=f"{WATCH}2025-12-15",
        purpose="The Commissioner proposes to appoint Joanna Varley as Chief Constable. The Panel questions "
        "her in public.",
        minutes="2026-03-16",
        roll=Roll(apologies=("wilk",), officers=("commissioner", "chief-executive"), others=SECRETARY),
        items=(
            usual.apologies("Cllr Tomasz Wilk had apologised."),
            usual.declarations(),
            Item(
                "Proposed appointment of a Chief Constable: questions to the candidate",
                report_of="Police, Fire and Crime Commissioner",
                recording="0:04:00",
                papers=(
                    Paper(
                        "Notice of the proposed appointment",
                        kind="letter",
                        author="Police, Fire and Crime Commissioner",
                        dated="2025-12-03",
                        text="""The name of the candidate, the criteria by which she was chosen, why she meets
                        them, and the terms on which she is to be appointed.""",
                    ),
                    Paper(
                        "References and assessment of the candidate",
                        kind="appendix",
                        author=OFFICE,
                        dated="2025-12-03",
                        text="Three references, and the marks given by each assessor.",
                        exempt=Exempt(
                            "Assessment of the candidate",
                            (1, 2),
                            "References are given in confidence and would not be given otherwise.",
                        ),
                    ),
                ),
                minute="""Ms Varley, at present deputy in a neighbouring force, answered questions for an hour and ten
                minutes: on the inspectorate's findings, on how she would spend her first hundred days, on a
                decision in her present post that she would now take differently, and on the difference between
                reassuring the public and telling them the truth. She preferred the second.

                The Chair thanked her and explained what would follow.""",
            ),
            Item(
                "Exclusion of the public",
                kind="exclusion",
                minute="The Panel considered whether to deliberate in private, and for what reason.",
                resolutions=(
                    resolved(
                        "That the public leave for the next item, under paragraphs 1 and 2 of Part 1 of "
                        "Schedule 12A to "
                        "the Local Government Act 1972.",
                        "exclusion",
                        mover="sahota",
                        seconder="standish",
                    ),
                ),
            ),
            Item(
                CANDIDATE,
                report_of="Monitoring Officer",
                purpose="Members consider what they have heard and what the Panel is to report.",
                exempt=Exempt(
                    "Deliberation after the confirmation hearing",
                    (1, 2),
                    CANDIDATE_REASON,
                    """The Panel recommends that Joanna Varley be appointed as Chief Constable. All twelve
                    members present agreed. The Chair reported this to the Commissioner the next day.""",
                ),
                minute="""Members thought the candidate strong on investigation and candid about her own record.
                Two were less sure of her grasp of rural policing, and one referee's remark about delegation was
                discussed at length. None of this weighed against her appointment.""",
                resolutions=(
                    resolved(
                        "That the Commissioner be recommended to appoint the candidate.",
                        "recommendation",
                        mover="fairclough",
                        seconder="danjuma",
                        vote=(12, 0, 0),
                    ),
                ),
                promises=(
                    Ask(
                        ("candidate-review",),
                        due="2026-12-31",
                        text="The Commissioner agreed to tell the Panel in confidence, after a year, how "
                        "the point raised "
                        "by the referee had been dealt with in the Chief Constable's appraisal.",
                        exempt=Exempt("", (1,), "It is about how one person does her work."),
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2026-01-12",
        body="budget-and-precept-task-group",
        starts="14:00",
        ends="",
        place="Meeting Room 1, County Hall, Aldergate",
        outcome="inquorate",
        outcome_reason="""Only two of the five members could come; three are needed. Those present heard from the
        Chief Finance Officer informally and the group met a week later.""",
        items=(
            usual.apologies(""),
            usual.declarations(""),
            Item("Police and fire budgets for 2026/27: first look", report_of="Chief Finance Officer"),
        ),
    ),
    Meeting(
        "2026-01-19",
        body="budget-and-precept-task-group",
        starts="14:00",
        ends="16:00",
        place="Meeting Room 1, County Hall, Aldergate",
        minutes="published",
        roll=Roll(officers=("chief-finance-officer",), others=SECRETARY),
        items=(
            usual.apologies("All five members were there."),
            usual.declarations(),
            usual.last_minutes("13 January 2025"),
            Item(
                "Police and fire budgets for 2026/27: first look",
                report_of="Chief Finance Officer to the Commissioner",
                papers=(
                    Paper(
                        "Budget working papers for two services",
                        author=OFFICE,
                        dated="2026-01-09",
                        text="Overtime is at last budgeted at what it costs. The fire budget is new to the group.",
                    ),
                ),
                minute="""The group was glad to see overtime budgeted at its true cost, and sorry to see what
                that did to the rest. It spent most of its time on fire, where 11 of 27 stations need new roofs
                and there is money for two.""",
                resolutions=(
                    resolved(
                        "That the Chief Finance Officer be asked for a ten-year plan for fire station buildings.",
                        "request",
                        asks=Ask(("station-roofs",), owner="chief-finance-officer", due="2026-06-01"),
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2026-02-04",
        kind="precept",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        recording=f"{WATCH}2026-02-04",
        minutes="2026-03-16",
        roll=Roll(
            apologies=("tolland", "imrie"),
            substitutes=(("harkness", "tolland"),),
            officers=("commissioner", "chief-executive", "chief-finance-officer"),
            others=SECRETARY,
        ),
        interests=(
            Interest(
                "garroway",
                "The two precepts for 2026/27",
                "pecuniary",
                "Her husband is employed by Northmere Police.",
                "Left for the vote on the police precept.",
            ),
        ),
        items=(
            usual.apologies(
                """Cllr Margaret Tolland and Cllr Peter Imrie had apologised; Cllr Neil Harkness stood in for the
                Chair's seat and Cllr Devinder Sahota presided."""
            ),
            usual.declarations("Cllr Sheila Garroway declared that her husband works for Northmere Police."),
            Item(
                "The two precepts for 2026/27",
                report_of="Police, Fire and Crime Commissioner",
                purpose="""For the first time there are two: one for the police and one for the fire and rescue
                service. The Panel reviews each and reports by 8 February.""",
                recording="0:07:30",
                papers=(
                    Paper(
                        "Notice of the two proposed precepts",
                        kind="letter",
                        author="Police, Fire and Crime Commissioner",
                        dated="2026-01-28",
                        text="Police: 305.40 pounds in band D, 14 pounds more. Fire: 94.10 pounds in band "
                        "D, 5 pounds more.",
                    ),
                    Paper(
                        "Budgets for 2026/27",
                        author=OFFICE,
                        dated="2026-01-28",
                        text="""The police budget is balanced with savings of 2.2 million pounds. The fire budget is
                        balanced by putting off nine roofs.""",
                    ),
                ),
                minute="""Cllr Sahota presided. The Commissioner presented both precepts, and Cllr Lathbury the
                views of the task group.

                Cllr Standish moved as an amendment that the fire precept be vetoed as too high; Cllr Harkness
                seconded. Nine votes are needed, being two thirds of thirteen members. The names were called, and the
                amendment was lost.

                Mr Speight then moved support for both, with a request about roofs. The names were called. For: Cllrs
                Sahota, Lathbury, Pryce, Nwosu, Fairclough, Wilk and Danjuma, Dr Qureshi and Mr Speight. Against:
                Cllrs Standish and Harkness. Cllr Garroway was out of the room.""",
                resolutions=(
                    Resolution(
                        (
                            Limb(
                                "That the proposed fire precept be vetoed because it is too high.",
                                ("veto",),
                                "Amendment",
                                carried=False,
                            ),
                        ),
                        mover="standish",
                        seconder="harkness",
                        vote=(2, 9, 1),
                        veto_of="precept",
                        names=(
                            ("for", "standish harkness"),
                            ("against", "sahota lathbury pryce nwosu fairclough wilk danjuma qureshi speight"),
                            ("abstained", "garroway"),
                        ),
                    ),
                    Resolution(
                        (
                            Limb("supports the police precept of £305.40 in band D;", ("support",), "a)"),
                            Limb("supports the fire precept of £94.10 in band D;", ("support",), "b)"),
                            Limb(
                                "asks the Commissioner which nine roofs are put off, and what would happen "
                                "if one failed.",
                                ("request",),
                                "c)",
                                asks=Ask(("nine-roofs",)),
                            ),
                        ),
                        stem="That the Panel:",
                        mover="speight",
                        seconder="qureshi",
                        vote=(9, 2, 0),
                        names=(
                            ("for", "sahota lathbury pryce nwosu fairclough wilk danjuma qureshi speight"),
                            ("against", "standish harkness"),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Meeting(
        "2026-03-16",
        place=COUNTY_HALL,
        directions=COUNTY_HALL_DIRECTIONS,
        remote_link="https://meet.northmere.example/panel",
        recording=f"{WATCH}2026-03-16",
        minutes="2026-06-22",
        guests=(Guest("chief-constable", "attend"),),
        roll=Roll(
            apologies=("wilk",),
            late=(("nwosu", "The new Chief Constable's first ten weeks"),),
            officers=("commissioner", "chief-executive", "chief-constable"),
            others=SECRETARY,
        ),
        items=(
            usual.apologies("Cllr Tomasz Wilk had apologised."),
            usual.declarations(),
            usual.last_minutes("8 and 15 December 2025 and 4 February 2026"),
            usual.matters_arising(
                """The findings on crews of three had not come, although the Chief Fire Officer had already told staff
                that the trial would go on. Members thought this the wrong way about.

                The answer on roofs was complete and was accepted with thanks."""
            ),
            usual.decisions("The list was read without a question."),
            Item(
                "The new Chief Constable's first ten weeks",
                report_of="Police, Fire and Crime Commissioner",
                recording="0:24:00",
                papers=(
                    Paper(
                        "Ten weeks: what was found and what has changed",
                        author=OFFICE,
                        dated="2026-03-05",
                        text="""Average cases for each sergeant: 24. First call back: six days. Two proactive
                        teams stay stood down until June.""",
                    ),
                ),
                minute="""The Commissioner reported on the Chief Constable's first weeks and Ms Varley answered for
                herself. The matters that members pursued were these:

                - Sergeants now have 24 cases each. Cllr Lathbury recalled that 20 had been the aim and asked for
                a date; the end of September was given.
                - The repair to the records system promised for Christmas was made in February. Facts are entered
                once.
                - Burglary in Oversett had doubled in a month. It was one family, and they have been charged.
                - Dr Qureshi asked what happens to victims in cases that will never be solved. There was no good
                answer and the Chief Constable said so.""",
                resolutions=(
                    resolved(
                        """That the report be noted and the Commissioner be asked to let the Panel have:

                        - the day on which every sergeant will have 20 cases or fewer
                        - what a victim is told when an investigation is closed without result""",
                        "noting",
                        "request",
                        asks=Ask(("twenty-cases", "closed-without-result"), report=usual.UPDATE),
                        mover="lathbury",
                        seconder="qureshi",
                    ),
                ),
            ),
            Item(
                "Domestic abuse: a year of changes",
                report_of="Police, Fire and Crime Commissioner",
                sensitive=True,
                recording="1:20:40",
                papers=(
                    Paper(
                        "Domestic abuse: calls, visits and help",
                        author=OFFICE,
                        dated="2026-03-05",
                        text="Silent calls, visits on the same day, and places in safe accommodation, by month.",
                    ),
                ),
                minute="""Of silent calls 88 in the hundred now lead to a visit the same day, against 61 when the
                Panel first asked. Places in safe accommodation on the coast are full on most nights, and people
                are sent as far as Thornwick.

                Members were offered a visit to the team and took it up.""",
                resolutions=(
                    resolved(
                        "That the Commissioner be asked what it would take to have enough safe places on the coast.",
                        "request",
                        asks=Ask(("safe-places-coast",)),
                        mover="pryce",
                        seconder="garroway",
                    ),
                ),
            ),
            usual.work_programme("Agreed for the year to come, with complaints moved to September."),
            usual.next_meeting("Monday 22 June 2026 at 10 am: the annual meeting."),
        ),
    ),
)
