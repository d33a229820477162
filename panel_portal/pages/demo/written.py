"""What the panel of Northmere wrote to its Commissioner, and what came back. Nothing here is real, and nobody."""

from dataclasses import dataclass

from panel_portal.pages.demo.asked import Reply


@dataclass(frozen=True)
class Written:
    kind: str
    title: str
    on: str
    text: str
    provision: str = ""  # its short label
    items: tuple[tuple[str, str], ...] = ()  # (meeting, title of the item)
    requests: tuple[str, ...] = ()
    reply: str = "undated"
    reply_by: str = ""
    to: str = "commissioner"
    embargo: str = ""
    asked_to_publish: bool = False
    seen: tuple[str, str] | None = None  # (day, address)
    replies: tuple[Reply, ...] = ()
    satisfied: tuple[str, str] | None = None  # (meeting, why): what it asked for was accepted there


LETTERS = (
    Written(
        kind="annual_report",
        title="The annual report for 2023/24",
        on="2024-09-23",
        provision="s28(4)(d) PRSRA 2011",
        items=(("2024-09-16", "Commissioner's annual report 2023/24"),),
        text="Dear Commissioner\n\nThank you for coming to the Panel on 16 September 2024 and answering members' "
        "questions on the annual report. Under section 28(4)(d) of the Police Reform and Social Responsibility Act "
        "2011 the Panel makes this report.\n\nMembers were glad that the report says plainly where less was done than "
        "had been planned. They found little in it on the rural districts, and ask that the next one gives its "
        "figures for each district.\n\nWhat the Panel decided, limb by limb, is in its minutes.\n\nYours sincerely",
        reply="panel",
        reply_by="2024-10-31",
        asked_to_publish=True,
        seen=("2024-11-18", "https://commissioner.northmere.example/panel/2024-09-23"),
        replies=(
            Reply(
                on="2024-11-11",
                text="I thank the Panel for its report. The next annual report will have a page for each district. "
                "The list of promises not yet kept was put on my website in October.",
            ),
        ),
    ),
    Written(
        kind="letter",
        title="What those who ring about a neighbour are told",
        on="2025-02-03",
        items=(("2024-11-25", "Domestic abuse: what a caller hears first"),),
        requests=("Tell those who ring about a neighbour or a friend what happens next, and say from when.",),
        text="Dear Commissioner\n\nIn November the Panel heard how a call about violence at home is answered. It was "
        "struck by what those hear who ring about somebody else: nothing. The inspectors said the same last July.\n\n"
        "Please say what you will do, by the day given below.\n\nYours sincerely",
        reply="panel",
        reply_by="2025-03-14",
        replies=(
            Reply(
                on="2025-03-10",
                text="From 1 October 2025 everybody who rings about somebody else will be told within two days that "
                "the call was acted on, and what they can do. The wording is with the lawyers.",
                parts=(("answered", ""),),
            ),
        ),
        satisfied=("2025-12-08", "It is done, as the answer to a question from the public shows."),
    ),
    Written(
        kind="chief_constable",
        title="Proposed appointment of Joanna Varley as Chief Constable",
        on="2025-12-16",
        provision="Sch 8 para 4 PRSRA 2011",
        text="Dear Commissioner\n\nThe Panel held its confirmation hearing in public on 15 December 2025 and "
        "considered in private what it had heard. It reports under paragraph 4 of Schedule 8 to the Police Reform "
        "and Social Responsibility Act 2011.\n\nThe Panel recommends that Ms Varley be appointed. It was content "
        "with her account of how she would work with the fire and rescue service, and asks you to tell it after a "
        "year how that has gone.\n\nYours sincerely",
        embargo="2025-12-22T09:00",
        replies=(
            Reply(
                on="2026-01-05",
                author="Miriam Colbeck",
                position="Police, Fire and Crime Commissioner",
                text="I accept the Panel's recommendation and have appointed Ms Varley from 2 February 2026.",
            ),
        ),
    ),
    Written(
        kind="annual_report",
        title="The annual report for 2025/26",
        on="2026-09-28",
        provision="s28(4)(d) PRSRA 2011",
        items=(("2026-09-21", "Commissioner's annual report 2025/26"),),
        requests=(
            "Say in each annual report which promises of the one before were kept, and which were not.",
            "Publish the figures for each district as a table that can be downloaded.",
        ),
        text="Dear Commissioner\n\nThe Panel reviewed your annual report in public on 21 September 2026 and makes this "
        "report under section 28(4)(d) of the Police Reform and Social Responsibility Act 2011.\n\nIt welcomes the "
        "figures for every district, for which it had asked two years ago. It makes two recommendations, which stand "
        "below.\n\nYours sincerely",
        reply="panel",
        reply_by="2026-11-30",
        asked_to_publish=True,
        replies=(Reply(on="2026-10-12", kind="holding", text="I will answer in full before the day you have set."),),
    ),
    Written(
        kind="letter",
        title="Answers to the questions about speed cameras",
        on="2026-10-26",
        text="Dear Commissioner\n\nTwo questions from the public about the money from speed cameras were sent to your "
        "office at the beginning of September. The day for an answer is long over, and the Panel had nothing to read "
        "to those who asked.\n\nPlease answer by the day given below.\n\nYours sincerely",
        items=(("2026-09-21", "Questions from the public"),),
        reply="panel",
        reply_by="2026-11-09",
    ),
)
