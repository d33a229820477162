"""What the panel of Northmere plans, and the election from which some of its duties count. Nothing here is real."""

from dataclasses import dataclass

from panel_portal.pages.demo.telling import as_day, check
from panel_portal.records.models import StatutoryPeriod
from panel_portal.records.publication import publish
from reports import models, programme

ELECTIONS = (("2024-05-02", "2024-05-09"),)


@dataclass(frozen=True)
class Planned:
    title: str
    why: str = ""
    meeting: str = ""  # its key
    month: str = ""  # or its first day
    period: str = ""  # the key of the law's period
    begins: str = ""
    done: str = ""  # what came of it
    dropped: str = ""  # or why it was dropped
    on: str = ""  # the day of that


PROGRAMME = (
    Planned(
        "Confirmation hearing for the next Chief Constable",
        "The Commissioner gave notice of her candidate, Joanna Varley. The Panel hears the candidate in public.",
        meeting="2025-12-15",
        period="chief-constable",
        begins="2025-12-01",
        done="The hearing was held in time and the Panel recommended the appointment.",
        on="2025-12-15",
    ),
    Planned(
        "How the alarm of last winter was handled",
        "Members asked for it after the fire engine at Cranby came late.",
        month="2026-01-01",
        dropped="The inspectorate looks at the same question. The Panel will read its report instead.",
        on="2025-12-08",
    ),
    Planned(
        "Annual report 2025/26",
        "The Panel asks its questions on the year in public, with the figures for each district before it.",
        meeting="2026-09-21",
        period="annual-report",
        begins="2026-08-28",
        done="The Panel made its report on 28 September 2026.",
        on="2026-09-28",
    ),
    Planned(
        "Both precepts for 2027/28",
        "Members read the two budgets beforehand, and the views of the task group.",
        meeting="2027-02-03",
    ),
    Planned(
        "Neighbourhood policing in the market towns",
        "What the two teams set up in 2025 have changed, told by the people who live there.",
        meeting="2027-04-12",
    ),
    Planned("Visit to the control room", "A visit of members, which is not a meeting.", month="2027-03-01"),
)


class Planning:
    """`meetings` by their keys."""

    def __init__(self, clerk, meetings: dict):
        self.clerk, self.meetings = clerk, meetings

    def build(self) -> None:
        for held_on, in_office_on in ELECTIONS:
            models.Election.objects.create(held_on=as_day(held_on), in_office_on=as_day(in_office_on))
        for told in PROGRAMME:
            work = models.PlannedWork(
                title=told.title,
                purpose=told.why,
                at_meeting=self.meetings[told.meeting] if told.meeting else None,
                month=as_day(told.month),
                statutory_period=StatutoryPeriod.objects.get(key=told.period) if told.period else None,
                begins_on=as_day(told.begins),
            )
            check(work)
            work.save()
            programme.retime_work(work)
            publish(work, by=self.clerk)
            if told.done:
                programme.complete(work, by=self.clerk, note=told.done, on=as_day(told.on))
            if told.dropped:
                programme.give_up(work, by=self.clerk, note=told.dropped, on=as_day(told.on))
