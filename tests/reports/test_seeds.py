"""The real letter (000) and the real statements on an inspection (004) go in by the clerk's forms, come out whole."""

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from meetings import workflow as meetings
from panel_portal.records.models import Provision
from panel_portal.records.periods import in_words
from panel_portal.records.publication import publish
from reports import workflow
from reports.models import Inspection, PanelReport
from tests import factories
from tests.meetings.pages import Page, in_order

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not SEEDS.is_dir() and os.environ.get("CI") != "true",
        reason="the source documents are not here (../shared/seeds)",
    ),
]


def html(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def words(text: str) -> str:
    return " ".join(text.split())


def formset(prefix: str, *rows: dict) -> dict:
    fields = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return fields | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


@pytest.fixture
def desk():
    client = Client()
    client.force_login(factories.a_clerk())
    return client


class Letter:
    """Seed 000: what a clerk would copy out of the page (domain.md section 7, S2 and S10)."""

    def __init__(self):
        text = (SEEDS / "000_panel_letter_annual_report.txt").read_text()
        letter = text[text.index("Mr B Adams") :]
        self.addressee = letter.splitlines()[0]
        day, month, year = re.search(r"Date: (\d+) (\w+) (\d+)", letter).groups()
        self.sent_on = datetime.strptime(f"{day} {month} {year}", "%d %B %Y").replace(tzinfo=UTC).date()
        body = letter[letter.index("In accordance") : letter.index("Yours sincerely")]
        self.paragraphs = [words(one) for one in body.split("\n\n") if one.strip()]
        self.subject = words(re.search(r"\n(Staffordshire Police.*Annual Report 2023/24)\n", letter)[1])
        after = [line.strip() for line in letter[letter.index("Yours sincerely") :].splitlines() if line.strip()]
        self.signatory, office = after[1], after[2]
        self.signatory_office = office.partition(" – ")[0]
        # The request that nothing tracks today: it stands inside a paragraph.
        asking = next(one for one in self.paragraphs if "asked to see the results" in one)
        self.request = re.search(r"The Panel (asked to see .*?)\.$", asking)[1]


def test_letter_of_the_source_documents_goes_in_and_comes_out_whole(desk):
    seed = Letter()
    clerk, office = factories.a_clerk(), factories.the_commissioner()
    office.holders.update(name=seed.addressee)
    meeting = factories.held_meeting(
        items=1, body=factories.the_panel(), starts_at=datetime(2024, 9, 30, 9, tzinfo=UTC)
    )
    item = meeting.agenda_items.get()
    factories.minuted_item(item)
    meetings.publish_minutes(meeting.minutes, by=clerk)
    answer = desk.post(
        "/admin/reports/panelreport/add/",
        {
            "kind": "annual_report",
            "title": seed.subject,
            "provision": Provision.objects.get(short_label="s28(4)(d) PRSRA 2011").pk,
            "from_body": meeting.body_id,
            "addressee": office.pk,
            "text": html(*seed.paragraphs),
            "signatory": seed.signatory,
            "signatory_office": seed.signatory_office,
            "reply_basis": "undated",
            "asked_to_publish": "on",
            "embargo_until_0": "",
            "embargo_until_1": "",
            **formset("considered", {"agenda_item": item.pk}),
            **formset("requests", {"order": 1, "text": seed.request}),
            **formset("topic_links"),
        },
    )
    assert answer.status_code == 302, Page(answer).errors
    report = PanelReport.objects.get()
    workflow.issue(report, by=clerk, on=seed.sent_on)
    workflow.publish_report(report, by=clerk)
    page = Page(Client().get(report.get_absolute_url()))
    in_order(
        page.words,
        [
            "report on the annual report, from the panel",  # which way it goes, said before anything else
            seed.subject,
            "From",
            "To",
            seed.addressee,
            in_words(seed.sent_on),
            "s28(4)(d) PRSRA 2011",
            "The panel asked for it to be published there",
            *seed.paragraphs,
            seed.signatory,
            seed.signatory_office,
            in_words(meeting.day),
            seed.request,
        ],
    )
    action = report.requests.get().as_action
    assert Client().get(action.get_absolute_url()).status_code == 200
    # The minutes, which the letter only mentions, are a link; so is the way back from them.
    assert item.get_absolute_url() in page.html
    assert report.get_absolute_url() in Client().get(item.get_absolute_url()).content.decode()
    printed = Client().get(f"{report.get_absolute_url()}print.docx")
    assert printed.status_code == 200


class News:
    """Seed 004: two concerns told early, and two people in office who speak of them (S11, S12)."""

    def __init__(self):
        text = (SEEDS / "004_force_statement_on_inspection.txt").read_text()
        clock, day = re.search(r"(\d\d:\d\d) (\d\d/\d\d/\d{4})", text).groups()
        self.said_on = date(*map(int, reversed(day.split("/"))))
        self.clock = clock
        found = re.search(r"The first in the area of (.*?), and the second in relation to (.*?)\.", text)
        self.areas = [found[1], found[2]]
        self.chief = re.search(r"Chief Constable (\w+ \w+) has responded", text)[1]
        self.commissioner = re.search(r"Commissioner (\w+ \w+) added", text)[1]
        first = text[
            text.index("“I recognise") : text.index(f"Police, Fire and Crime Commissioner {self.commissioner}")
        ]
        second = text[text.index("added: ") + len("added: ") :]
        self.statements = [[words(line) for line in one.splitlines() if line.strip()] for one in (first, second)]


def test_statements_of_the_source_documents_go_in_and_come_out_whole(desk):
    seed = News()
    chief = factories.OfficeFactory(kind="chief_constable")
    said = {"said_at_0": seed.said_on.isoformat(), "said_at_1": seed.clock, "url": ""}
    answer = desk.post(
        "/admin/reports/inspection/add/",
        {
            "title": "First contact and investigations, 2022",
            "inspectorate": "Her Majesty’s Inspectorate of Constabulary and Fire & Rescue Services",
            "programme": "PEEL 2021/22",
            "service": "police",
            "inspected": chief.pk,
            "addressee": factories.the_commissioner().pk,
            "fieldwork_from": "2022-01-04",
            "fieldwork_to": "",
            "summary": "",
            **formset(
                "findings",
                *({"order": n, "kind": "accelerated", "area": area} for n, area in enumerate(seed.areas, start=1)),
            ),
            **formset(
                "statements",
                {**said, "speaker": seed.chief, "position": "Chief Constable", "text": html(*seed.statements[0])},
                {
                    **said,
                    "speaker": seed.commissioner,
                    "position": "Police, Fire and Crime Commissioner",
                    "text": html(*seed.statements[1]),
                },
            ),
            **formset("progress"),
            **formset("scrutiny"),
            **formset("topic_links"),
        },
    )
    assert answer.status_code == 302, Page(answer).errors
    inspection = Inspection.objects.get()
    publish(inspection, by=factories.a_clerk())
    page = Page(Client().get(inspection.get_absolute_url()))
    in_order(
        page.words,
        [
            "Report not yet published",
            "Her Majesty’s Inspectorate",
            in_words(date(2022, 1, 4)),
            *(step for area in seed.areas for step in ("Accelerated cause of concern", area)),
            f"{seed.chief}, Chief Constable",
            f"{in_words(seed.said_on)}, 10:18am",
            *seed.statements[0],
            f"{seed.commissioner}, Police, Fire and Crime Commissioner",
            *seed.statements[1],
        ],
    )
    # What came later: the report, the response with the chief officer's comments, and the letter that closed it.
    clerk = factories.a_clerk()
    workflow.record_report(
        inspection, by=clerk, reported_on=date(2022, 9, 22), address="https://inspectorate.example/peel"
    )
    assert inspection.response_due_on == date(2022, 11, 16)
    response = factories.CommissionerResponseFactory(
        question=None,
        inspection=inspection,
        dated_on=date(2022, 11, 10),
        received_on=date(2022, 11, 10),
        officer=f"{seed.chief}, Chief Constable",
        officer_comments="<p>The plan is on our site.</p>",
    )
    factories.decided(response)
    workflow.publish_response(response, by=clerk)
    inspection.refresh_from_db()
    workflow.close_inspection(inspection, by=clerk, note="The concerns are met.", on=date(2024, 5, 21))
    in_order(
        Page(Client().get(inspection.get_absolute_url())).words,
        ["Closed", "Wednesday 16 November 2022", "The plan is on our site.", "The concerns are met."],
    )
