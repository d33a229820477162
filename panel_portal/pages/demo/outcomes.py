"""What came of each action, step by step, and the tasks the panel set itself."""

from panel_portal.pages.demo.shapes import (
    Accept,
    AcceptPart,
    Ask,
    Chase,
    Correction,
    Drop,
    HandOver,
    Merge,
    Note,
    Progress,
    Reject,
    Reopen,
    Report,
    Supersede,
    Transfer,
)

OFFICE = "Chief Executive's office"
SECRETARY = "Secretary to the Panel"

OWN_TASKS = (
    (
        "2024-11-25",
        Ask(
            ("gated-alleys",),
            owner="crime-prevention-board",
            due="2025-06-30",
            text="Send the Panel a list of the alleys that are to be gated, with the day planned for each.",
        ),
    ),
    (
        "2025-11-03",
        Ask(
            ("own-map",),
            owner="northmere-panel",
            due="2026-12-31",
            text="Draw up a page that tells residents which of the eleven public bodies in Northmere answers for what.",
        ),
    ),
    (
        "2026-07-20",
        Ask(
            ("own-induction",),
            owner="northmere-panel",
            due="2026-09-30",
            text="Write an introduction for new members, of no more than four pages.",
        ),
    ),
)

LIVES = {
    "seven-promises": (
        Note("2024-10-29", OFFICE, "The list and the reasons are with the Commissioner for her signature."),
        Report("The seven promises, with a reason for each, were put on the Commissioner's site on 31 October 2024."),
        Accept("2024-11-25", "Members have read the list. Two of the reasons are thin, but it is there."),
    ),
    "meeting-days": (
        Report("The days of the coming quarter are on the Commissioner's site from 5 January 2026."),
        Accept("2026-03-16", "Members have found them there."),
    ),
    "district-figures": (
        Note(
            "2025-07-14", OFFICE, "The annual report for 2024/25 went to print without them. They are noted for 2026."
        ),
        Report("Figures for every district are on pages 40 to 43 of the annual report for 2025/26."),
        Accept("2026-09-21", "The figures are there, a year later than asked."),
    ),
    "eastmarsh-fund": (
        Report("The fund is well advertised, and anybody in Eastmarsh may apply."),
        Reject(
            "2025-04-14",
            "The question was why nobody did. Please ask the organisations there, and tell the Panel what they say.",
        ),
        Note("2025-05-19", OFFICE, "Letters went to 14 organisations in Eastmarsh; six have replied so far."),
        Report(
            """Nine organisations answered. Most are too small to keep accounts in the form the fund demands. A
            shorter form for grants under 5,000 pounds has been in use since August."""
        ),
        Accept("2025-09-15", "This answers the question and mends the cause."),
    ),
    "records-system": (
        Report("Cost and timetable were the subject of a full report in January 2025."),
        Accept("2025-01-27", "Considered as an item of its own."),
    ),
    "shared-sites": (
        Note("2025-03-28", OFFICE, "Staff at Oversett and Thornwick were told this week."),
        Report("Oversett and Thornwick. Plans for Oversett are public; Thornwick depends on a lease."),
        AcceptPart(
            "2025-04-14",
            "Oversett is settled, and the Panel looks forward to it.",
            left="Say whether the lease at Thornwick was signed, and from when officers will work there.",
        ),
    ),
    "shared-sites-rest": (
        Report("The lease was signed on 2 July 2025. The first officers moved in on 1 September."),
        Accept("2025-09-15", "Members have been to see it."),
    ),
    "gated-alleys": (
        HandOver(
            "2025-04-14",
            "The Board was wound up on 31 March 2025, and the county's committee took over its work.",
            to="safer-places-scrutiny-committee",
        ),
    ),
    "gated-alleys-rest": (
        Report("Fourteen alleys in four districts; the list, with the days, came on 4 September 2025."),
        Accept("2025-09-15", "The list is what was asked for."),
    ),
    "victims-advisers": (
        Report("The list of advisers and where each is based was sent to members on 8 January 2025."),
        Accept("2025-01-27", "Four of eleven are outside the county, and the reasons given are sound."),
    ),
    "leaders-replies": (
        Report("Eight of nine leaders replied; the table of replies was circulated with the January agenda."),
        Accept("2025-01-27", "Three want the levy, five do not. The Panel takes it no further."),
    ),
    "speed-devices": (
        Report("A loan scheme with four devices was announced in March 2025."),
        Accept("2025-04-14", "The scheme is what the parishes wanted."),
        Reopen("Fifteen months on, the four devices have been lent to nobody: they have not been calibrated."),
        Note("2026-08-11", OFFICE, "Calibration is booked for October. The first loan is promised to Cranby."),
    ),
    "taxi-marshals": (
        Report("All nine leaders were written to on 11 December 2024."),
        Accept("2025-01-27", "Done within the time."),
    ),
    "silent-calls": (
        Report("The share for each month from March to December 2024 was sent on 15 January 2025: 61 in the hundred."),
        Accept("2025-01-27", "The figures are what was asked for, and the Panel will come back to them in a year."),
    ),
    "overtime-five-years": (
        Report("A table of the five years was published with the precept papers."),
        Supersede(
            "2025-02-05",
            "The table shows that the sum is always too low. The Panel asks for a real one instead.",
            by="overtime-budget",
        ),
    ),
    "tell-of-delays": (
        Note("2025-05-08", OFFICE, "The Chair was told today of a further three weeks' delay, known since 29 April."),
        Drop(
            "2026-06-22",
            "The system is in use and there is nothing left to delay. Dropped at the June 2026 review of open actions.",
        ),
    ),
    "invite-fire-officer": (
        Report("The Chief Fire Officer was invited on 30 January and has accepted."),
        Accept("2025-04-14", "He came."),
    ),
    "overtime-budget": (
        Report("The budget for 2025/26 was already fixed. That for 2026/27 sets overtime at its real cost."),
        Accept("2026-02-04", "Seen in the budget papers, a year late, and welcome."),
    ),
    "fly-tipping-number": (
        Note("2025-08-29", OFFICE, "Seven councils have agreed to one number. Two would lose a call centre by it."),
        Progress(
            "2026-05-21", "No change. The two councils will be part of a new authority in 2028.", promised="2028-04-01"
        ),
    ),
    "night-response-times": (
        Report("The records system cannot give them by district."),
        Reject(
            "2025-09-15",
            "The command and control system can, and does so for the force's own use. Please ask it instead.",
        ),
        Note("2025-11-17", OFFICE, "A first set has been drawn and is being checked against the telephone records."),
        Report("Published for each district on 2 March 2026 and to be repeated every quarter."),
        Accept("2026-03-16", "Published and clear. Eastmarsh's 47 minutes will be taken up separately."),
    ),
    "rural-team-in-plan": (
        Report("The team is named on page 22 of the plan published in September 2025."),
        Accept("2025-09-15", "It is there in print."),
    ),
    "station-visits": (
        Note("2025-06-18", SECRETARY, "Seven members went to Cranby Forest on 12 June. Pellmouth is to be rearranged."),
        Drop(
            "2026-06-22",
            "Pellmouth's crew have met members twice since, on other business. Dropped at the June 2026 review.",
        ),
    ),
    "victims-measure": (
        Report("A measure of how often victims hear from the force was added to the plan as measure 12."),
        Accept("2025-09-15", "The plan as published has it."),
    ),
    "measure-that-can-be-missed": (
        Report("The measure is now the hours that neighbourhood officers spend in their own wards."),
        Accept("2025-09-15", "That can certainly be missed."),
    ),
    "special-on-inspection": (
        Report("The Commissioner will attend on 13 October 2025 with the Chief Constable."),
        Accept("2025-10-13", "Both attended and answered for two and a half hours."),
    ),
    "invite-safer-places": (
        Note("2025-09-18", SECRETARY, "The committee's Chair has accepted for herself and four others."),
        Report("Invitation sent on 16 September and accepted on the 18th."),
        Accept("2025-10-13", "Five members of the committee came and took part."),
    ),
    "first-call-back": (
        Report("The figure is in the table of recommendations and is brought up to date each month."),
        Accept("2025-12-08", "It is counted, and it is falling."),
    ),
    "pellmouth-surveyor": (
        Report("The surveyor's account was sent to members on 20 October 2025."),
        Reject("2025-12-08", "What came was the surveyor's bill. The Panel asked for the opinion."),
        Note("2026-04-30", OFFICE, "The opinion is part of the papers for a decision and is with the lawyers."),
    ),
    "publish-table": (
        Report("The table has been on the Commissioner's site since 10 November 2025."),
        Accept("2025-12-08", "Published, and up to date on the day."),
    ),
    "outside-listener": (
        Note("2026-01-09", OFFICE, "A retired judge has agreed to do it and is being vetted."),
        Report("The retired judge began in February 2026 and has listened to 60 calls."),
        Accept("2026-03-16", "The Panel hopes to meet her."),
    ),
    "text-is-no-call": (
        Merge(
            "2025-10-13",
            "It is about the same figure as what was asked in September, and is followed there.",
            into="first-call-back",
        ),
    ),
    "crews-of-three": (
        Note("2026-03-12", "Chief Fire Officer", "The outside review has been delayed by illness."),
        Report("Findings and review were sent with the papers for June 2026."),
        Accept("2026-06-22", "Received three months late, and after the trial had been prolonged."),
    ),
    "station-roofs": (
        Progress("2026-05-27", "Twenty of 27 stations have been surveyed."),
        Transfer("The stations have been the fire service's own to repair since 1 July 2026.", to="chief-fire-officer"),
    ),
    "nine-roofs": (
        Report("A list of the nine, with the risk at each, went to members on 6 March 2026."),
        Accept("2026-03-16", "A full answer, well set out."),
    ),
    "twenty-cases": (
        Report("The aim is the end of September 2026; the figure on 31 May was 22."),
        Accept("2026-06-22", "A date has been given, and the Panel has it in its diary."),
    ),
    "closed-without-result": (
        Progress("2026-06-15", "The letter that victims get is being rewritten with the Victims' Forum."),
        Chase("The Secretary wrote to the Chief Executive and asked for a day."),
    ),
    "safe-places-coast": (
        Report("A paper was sent on 18 September 2026. It names twelve places as enough.", on="2026-09-18"),
        Note("2026-09-22", SECRETARY, "Held over: the paper came one working day before the meeting."),
    ),
    "train-first": (Report("All 38 crews concerned have had the training.", on="2026-10-23"),),
    "views-letter": (
        Report("The Chair's letter went to the Commissioner on 2 October 2026 and is on the Panel's site."),
        Accept("2026-11-16", "Sent in time."),
    ),
    "confidence-question": (
        Report(
            "Both questions and both sets of answers were sent on 5 November 2026.",
            url="https://commissioner.northmere.example/confidence-2026",
            on="2026-11-05",
        ),
    ),
    "youth-service": (
        Progress(
            "2026-11-09",
            "Waiting for a date from the county council, which was also asked.",
            promised="2026-12-18",
        ),
    ),
    "drone-contract-length": (
        Report("The supplier has offered five years with a right to end it after three.", on="2026-10-29"),
    ),
    "own-map": (Note("2026-10-12", SECRETARY, "A draft is with the nine councils for correction."),),
    "own-induction": (
        Report("Three pages, sent to every member on 28 September 2026."),
        Accept("2026-11-16", "Short and useful."),
    ),
}

CORRECTIONS = (
    Correction(
        "2026-03-16",
        "The new Chief Constable's first ten weeks",
        said="Burglary in Oversett had doubled in a month.",
        reads="Burglary in Oversett had doubled in two months.",
        reason="""The recording of the meeting shows that the Chief Constable said two months. Her office asked for it
        to be put right.""",
        agreed_at="2026-09-21",
    ),
)
