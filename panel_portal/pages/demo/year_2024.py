"""September 2024 to April 2025: the last months of the Police and Crime Panel."""

from panel_portal.pages.demo import usual
from panel_portal.pages.demo.shapes import Ask, Interest, Item, Limb, Meeting, Paper, Resolution, Roll, resolved

GUILDHALL = "Committee Room 2, Aldergate Guildhall"
GUILDHALL_DIRECTIONS = """The Guildhall is four minutes' walk from Aldergate station. Step-free entry is from Mill
Street; ask at the desk for the hearing loop. The nearest blue badge bays are in Corn Street."""
WATCH = "https://watch.northmere.example/panel/"
OFFICE = "Office of the Police and Crime Commissioner"

MEETINGS_2024 = (
    Meeting(
        "2024-09-16",
        place=GUILDHALL,
        directions=GUILDHALL_DIRECTIONS,
        recording=f"{WATCH}2024-09-16",
        ends="12:40",
        minutes="2024-11-25",
        corrections="""In the minute on apologies Cllr Imrie's first name stood as Paul. It is Peter.""",
        first_minute=14,
        roll=Roll(
            apologies=("imrie",),
            late=(("wilk", "Commissioner's annual report 2023/24"),),
            officers=("commissioner", "chief-executive", "chief-constable"),
            others=("Rachel Ingleby, Secretary to the Panel",),
        ),
        items=(
            usual.apologies("Cllr Peter Imrie had sent his apologies. No substitute came.", recording="0:01:05"),
            usual.declarations(),
            usual.last_minutes("1 July 2024"),
            Item(
                "Commissioner's annual report 2023/24",
                report_of="Police and Crime Commissioner",
                purpose="""The Commissioner presents what her office and her predecessor's did in the year to March
                2024. The Panel questions her on it and may report or recommend.""",
                recording="0:06:40",
                papers=(
                    Paper(
                        "Annual report 2023/24",
                        author=OFFICE,
                        dated="2024-08-30",
                        text="""This report covers the year from April 2023 to March 2024. Most of that year fell to
                        the previous Commissioner; the plan it is measured against was his.

                        Recorded burglary fell by six in the hundred and vehicle crime by four. Recorded violence rose
                        by three, which the force puts down in large part to better recording.

                        The victims' fund paid for 31 services, of which nine were new. The average time from a
                        report to a first offer of help was 11 days, against 16 the year before.

                        Questions for the Panel: does the report say enough about the rural districts, and is it
                        plain which promises were kept and which were not?""",
                    ),
                    Paper(
                        "Performance figures behind the annual report",
                        kind="appendix",
                        author=OFFICE,
                        dated="2024-08-30",
                        form="csv",
                        text="""measure,2022/23,2023/24
                        Burglaries recorded,3412,3207
                        Vehicle crimes recorded,4120,3955
                        Violent crimes recorded,18240,18790
                        101 calls abandoned (per cent),21,24
                        Days from report to first offer of help,16,11""",
                    ),
                ),
                minute="""The Commissioner said that she had inherited both the report and the plan behind it, and that
                she would rather be judged on what she did with them. She drew attention to shorter waits for victims'
                services and, less happily, to the number of people who give up on a call to 101.

                Members put the following points and had these answers:

                - One caller in four to 101 rang off before anybody picked up. The Chief Constable expected the share
                to halve once 22 call handlers finished their training in January.
                - The report gave figures for the county as a whole. Members from Thornwick and Cranby Forest could not
                tell from it whether the rural crime team had made any difference. The Commissioner accepted this and
                offered figures by district.
                - The independent members asked which of the old plan's 40 promises had been dropped. The Chief
                Executive said that seven had been, and that the list had never been published.
                - Nine services paid for by the victims' fund were new. None was in Eastmarsh. The Commissioner said
                that no organisation there had applied and that she meant to find out why.

                The Chair thanked the Commissioner for a frank account of a year that was mostly not hers.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("That the annual report for 2023/24 be noted.", ("noting",), "a)"),
                            Limb(
                                "That the Commissioner be recommended to publish the seven promises of the last plan "
                                "that were not kept, with the reason for each.",
                                ("recommendation",),
                                "b)",
                                asks=Ask(("seven-promises",), due="2024-11-01"),
                            ),
                            Limb(
                                "That figures for each district be added to every future annual report.",
                                ("request",),
                                "c)",
                                asks=Ask(("district-figures",), due="2025-09-30"),
                            ),
                        ),
                        stem="That, having questioned the Commissioner, the Panel resolves:",
                        mover="fairclough",
                        seconder="speight",
                    ),
                ),
                promises=(
                    Ask(
                        ("eastmarsh-fund",),
                        text="The Commissioner undertook to find out why no organisation in Eastmarsh had applied to "
                        "the victims' fund, and to tell the Panel.",
                    ),
                ),
            ),
            Item(
                "Complaints about the Commissioner: yearly figures",
                report_of="Monitoring Officer",
                recording="1:31:00",
                papers=(
                    Paper(
                        "Complaints received, July 2023 to June 2024",
                        author="Monitoring Officer, Aldergate City Council",
                        dated="2024-09-04",
                        form="docx",
                        text="""Six complaints reached the Panel in the year, all about the previous Commissioner.

                        Four were about decisions of the force, which the Panel cannot look into; the complainants
                        were told whom to write to. One was settled by a letter. One was not recorded, because it
                        repeated an earlier one.""",
                    ),
                ),
                minute="""The Monitoring Officer reported six complaints, none of them serious and none still open. A
                member asked that people whose complaint is really about the force should be told so within a week.
                The Monitoring Officer said that this was already done in most cases.""",
                resolutions=(resolved("That the figures be noted.", "noting"),),
            ),
            usual.work_programme(
                """The Secretary had added the restorative justice service, as agreed in July. Cllr Garroway asked for a
                discussion of rural crime in the spring, and the Chair thought that April would suit."""
            ),
            usual.next_meeting("Monday 25 November 2024 at 10 am, in the Guildhall."),
        ),
    ),
    Meeting(
        "2024-11-25",
        place=GUILDHALL,
        directions=GUILDHALL_DIRECTIONS,
        recording=f"{WATCH}2024-11-25",
        minutes="2025-01-27",
        roll=Roll(
            apologies=("pryce", "qureshi"),
            substitutes=(("brough", "pryce"),),
            others=("Rachel Ingleby, Secretary to the Panel",),
        ),
        interests=(
            Interest(
                "wilk",
                "Towards a police and crime plan: progress since the summer",
                "other_registrable",
                "He is a trustee of a charity in Pellmouth that has a grant from the victims' fund.",
                "Stayed and spoke, but not on the victims' fund.",
            ),
        ),
        items=(
            usual.apologies(
                """Apologies had come from Dr Farah Qureshi, and from Cllr Hannah Pryce, for whom Cllr Ellen Brough
                attended."""
            ),
            usual.declarations(
                """Cllr Tomasz Wilk declared that he is a trustee of a charity with a grant from the victims' fund. He
                remained in the room and took no part when the fund was discussed."""
            ),
            usual.last_minutes("16 September 2024"),
            Item(
                "Towards a police and crime plan: progress since the summer",
                report_of="Police and Crime Commissioner",
                purpose="""A first account of the work under the five headings on which the Commissioner stood for
                election, before the plan itself comes to the Panel.""",
                recording="0:09:20",
                papers=(
                    Paper(
                        "Progress under the five headings",
                        author=OFFICE,
                        dated="2024-11-13",
                        text="""The headings are: visible policing; violence against women and girls; the towns at
                        night; the countryside; and a well-run force.

                        Under each heading this paper says what has begun, what has not, and what it has cost so far.
                        It does not yet give measures. Those will be in the plan.""",
                    ),
                    Paper(
                        "Public consultation on the plan: the questions asked",
                        kind="background",
                        author=OFFICE,
                        dated="2024-10-01",
                        url="https://commissioner.northmere.example/plan/consultation",
                    ),
                ),
                minute="""The Commissioner took the Panel through the work begun since June. These were the matters on
                which members dwelt:

                <strong>Visible policing</strong> – Every ward now has a named officer. Members welcomed the names but
                had heard from residents that a name does not answer the telephone: of the officers listed for
                Brackenshaw, three had been moved within a month. The Commissioner said that moves inside a year now
                need a superintendent's signature.

                <strong>The towns at night</strong> – The taxi marshals in Aldergate had made a marked difference on
                Saturdays. Saltholme and Pellmouth would each like the same. The Commissioner pointed out that the
                marshals are paid for by a levy on late licences which only the city has; she would not stand in the
                way of another council that wished to follow. She agreed to write to every council leader to ask.

                <strong>New systems</strong> – The replacement of the force's records system had slipped by four
                months and its cost had risen. Members were not content to hear of this from the local newspaper. The
                Chief Executive acknowledged that the Panel should have been told in September.

                <strong>Buildings</strong> – Eleven police stations had been valued. No decision to sell had been
                taken. Asked about sharing with the fire service, the Commissioner said that two sites looked
                promising and that she would not talk about them before the staff there had been spoken to.

                <strong>Victims' services</strong> – Cllr Brough questioned whether one provider could know both the
                coast and the forest. The Commissioner answered that local knowledge was part of the contract and that
                the provider's advisers were listed in it, and she was willing to share that list.

                <strong>Speed cameras in villages</strong> – Volunteers in nine parishes had bought their own devices
                and were told that the readings could not be used. The Commissioner thought this discouraging and
                would see whether a loan scheme could be had for less than it sounded.""",
                resolutions=(
                    resolved(
                        """That the report be noted, and that the Commissioner be asked to deal with each of these in
                        her report to the next ordinary meeting:

                        - what the new records system will now cost, and when it will be in use
                        - the two sites that might be shared with the fire service, once staff have been told
                        - who advises the provider of victims' services, and where they are based
                        - the replies of council leaders about taxi marshals
                        - a loan scheme for speed measuring devices in villages""",
                        "noting",
                        "request",
                        asks=Ask(
                            ("records-system", "shared-sites", "victims-advisers", "leaders-replies", "speed-devices")
                        ),
                        mover="sahota",
                        seconder="garroway",
                    ),
                ),
                promises=(
                    Ask(
                        ("taxi-marshals",),
                        due="2024-12-20",
                        text="The Commissioner undertook to write to every council leader to ask whether their council "
                        "would want a late-licence levy to pay for taxi marshals.",
                    ),
                ),
            ),
            Item(
                "Domestic abuse: what a caller hears first",
                report_of="Police and Crime Commissioner",
                purpose="""How calls about domestic abuse are answered, sorted and followed up, and what has changed
                since the inspectorate's visit of spring 2024.""",
                sensitive=True,
                recording="1:12:00",
                papers=(
                    Paper(
                        "Answering calls about domestic abuse",
                        author=OFFICE,
                        dated="2024-11-13",
                        text="""A caller who cannot speak freely can now press a key to be put through silently. Since
                        March 340 people have done so.

                        Every such call is looked at by a supervisor within the hour. Two months of calls were read by
                        an outside reviewer. Her findings are summarised in this paper; nothing in it describes an
                        individual case.""",
                    ),
                ),
                minute="""The Chief Executive described how a call is now taken when the person calling cannot speak
                freely. Members heard part of a training recording, made with actors.

                The Panel asked how many of the 340 silent calls had ended in an officer's visit on the same day. The
                figure was not to hand. Cllr Standish asked that those who ring about a neighbour should also be told
                what happens next, which at present they are not.

                The Chair reminded those watching that help is there at any hour, whether or not they choose to
                report anything.""",
                resolutions=(
                    Resolution(
                        (
                            Limb("notes the report;", ("noting",), "(i)"),
                            Limb(
                                "asks the Commissioner for the share of silent calls that were followed by a visit on "
                                "the same day, for each month since March 2024;",
                                ("request",),
                                "(ii)",
                                asks=Ask(("silent-calls",)),
                            ),
                            Limb("thanks the call handlers who took part in the recording.", ("thanks",), "(iii)"),
                        ),
                        stem="That the Panel:",
                        unanimous=True,
                    ),
                ),
            ),
            usual.next_meeting("Monday 20 January 2025 at 10 am."),
        ),
    ),
)
