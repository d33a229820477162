"""What can be taken away: each list as it is narrowed, what its columns hold, the sitemap, facts for search engines."""

import csv
import io
import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import workflow
from panel_portal.pages import sitemaps
from panel_portal.pages.data import SHEETS
from panel_portal.pages.templatetags.linked_data import block
from panel_portal.records.sheets import Column, Sheet, harmless
from reports import workflow as reports
from tests import factories

pytestmark = pytest.mark.django_db


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def rows_of(address: str) -> list[dict]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


# Lists as files ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def on_record(for_module):
    """Two or more of every kind, of which the filters below leave some out."""
    clerk = factories.a_clerk()
    meeting = factories.held_meeting_with_minutes(items=2)
    workflow.cancel(factories.published_meeting(), by=clerk, note="There was snow.")
    for name in ("Cllr Ann Alder", "Cllr Bo Birch"):
        factories.published_member(name=name)
    factories.published_action(due_rule="on_date", due_given_on="2020-03-01", text="That vans be counted.")
    factories.published_action(origin_item=meeting.agenda_items.first(), text="That horses be counted.")
    factories.closed_action()
    factories.answered_question(title="Vans in winter")
    factories.sent_question(title="Horses in summer")
    reply = factories.CommissionerResponseFactory(question=None, report=factories.published_report(title="Vans"))
    reports.publish_response(reply, by=clerk)
    factories.published_report(title="Horses")
    factories.responded_inspection(title="Vans and calls")
    factories.published_inspection(title="Horses and calls", service="fire")
    factories.published_decision(title="The purchase of vans")
    factories.published_decision(title="The purchase of horses", service="fire")


# The page, what is chosen, the name of the file's address, and the column whose words stand in each row of the page.
LISTS = [
    ("/meetings/", "", "meetings:meeting-sheet", "Page"),
    ("/meetings/", "state=cancelled", "meetings:meeting-sheet", "Page"),
    ("/actions/", "", "meetings:action-sheet", "Reference"),
    ("/actions/", "show=all", "meetings:action-sheet", "Reference"),
    ("/actions/", "show=overdue", "meetings:action-sheet", "Reference"),
    ("/actions/", "show=all&words=horses", "meetings:action-sheet", "Reference"),
    ("/questions/", "", "questions:question-sheet", "Page"),
    ("/questions/", "show=waiting", "questions:question-sheet", "Page"),
    ("/questions/", "words=vans", "questions:question-sheet", "Page"),
    ("/reports/", "", "reports:report-sheet", "Page"),
    ("/reports/", "words=horses", "reports:report-sheet", "Page"),
    ("/responses/", "", "reports:response-sheet", "Page"),
    ("/responses/", "to=question", "reports:response-sheet", "Page"),
    ("/inspections/", "", "reports:inspection-sheet", "Page"),
    ("/inspections/", "service=fire", "reports:inspection-sheet", "Page"),
    ("/decisions/", "", "reports:decision-sheet", "Title"),
    ("/decisions/", "service=fire", "reports:decision-sheet", "Title"),
    ("/members/", "", "meetings:member-sheet", "Name"),
]


def row_on_page(html: str, column: str, row: dict) -> bool:
    words = urlsplit(row[column]).path if column == "Page" else row[column]
    return f'href="{words}"' in html if column == "Page" else words in html


@pytest.mark.parametrize(("address", "chosen", "name", "column"), LISTS)
def test_file_holds_the_rows_of_the_page_as_it_is_narrowed(on_record, address, chosen, name, column):
    html = page(f"{address}?{chosen}" if chosen else address)
    (link,) = re.findall(rf'href="({re.escape(reverse(name))}[^"]*)"', html)
    rows = rows_of(link.replace("&amp;", "&"))
    assert rows
    assert all(row_on_page(html, column, row) for row in rows)
    if address != "/members/":  # a line for each term, and none of its numbers is how many there are
        counted = re.search(r'role="status">\s*(\d+) ', html)
        assert len(rows) == int(counted[1])
    whole = rows_of(f"{reverse(name)}?show=all")
    assert not chosen or chosen == "show=all" or len(rows) < len(whole)


def test_every_list_has_its_file_and_schema_tried_above():
    assert {name for _, _, name, _ in LISTS} == set(SHEETS)


@pytest.mark.parametrize("name", SHEETS)
def test_header_of_a_file_is_that_of_its_schema(on_record, name):
    sheet = SHEETS[name]
    answer = Client().get(f"{reverse(name)}?show=all")
    schema = Client().get(f"/data/schemas/{sheet.name}.json").json()
    header = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert header == [field["name"] for field in schema["fields"]]
    assert len(set(header)) == len(header)
    assert f'filename="{sheet.name}-' in answer["Content-Disposition"]
    forms = {"date": r"\d{4}-\d\d-\d\d", "datetime": r"\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d", "integer": r"\d+"}
    for row in rows_of(f"{reverse(name)}?show=all"):
        for field in schema["fields"]:
            cell = row[field["name"]]
            assert cell == "" or re.fullmatch(forms.get(field["type"], ".*"), cell, re.DOTALL), field
            assert field["description"].endswith("."), field


def test_column_that_is_not_in_the_schema_cannot_be(on_record):
    sheet = Sheet("x", "X", (Column("Sum", "A formula.", lambda text: text),))
    assert sheet.csv(["=1+1"]) == b"\xef\xbb\xbfSum\r\n'=1+1\r\n"
    assert [field["name"] for field in sheet.table_schema()["fields"]] == ["Sum"]


@pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_formula_is_words_in_every_file(typed):
    assert harmless(typed).startswith("'")
    factories.published_decision(title=f"{typed} and more")
    factories.published_inspection(title=f"{typed} and more")
    cells = [cell for name in SHEETS for row in rows_of(f"{reverse(name)}?show=all") for cell in row.values()]
    assert any("and more" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("address", ["/data/schemas/none.json", "/data/schemas/Actions.json"])
def test_schema_of_no_list_is_not_found(address):
    assert Client().get(address).status_code == 404


def test_data_page_leads_to_every_file_schema_and_list_of_the_api(on_record):
    html = page("/data/")
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', html)]
    for name, sheet in SHEETS.items():
        assert any(link.partition("?")[0] == reverse(name) for link in links)
        assert f"/data/schemas/{sheet.name}.json" in links
    assert {"/api/v1/openapi.json", "/sitemap.xml", "/api/v1/items/"} <= set(links)
    assert "Open Government Licence v3.0" in html
    assert 'href="/data/"' in page("/")


# The sitemap ------------------------------------------------------------------------------------------------------


def listed(address: str) -> dict[str, str]:
    """Of a sitemap each address with the day of its last change."""
    xml = page(address)
    entries = re.findall(r"<url><loc>http://testserver([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?", xml)
    return dict(entries)


def test_sitemap_lists_what_is_public_and_nothing_else():
    meeting = factories.held_meeting_with_minutes()
    item = meeting.agenda_items.get()
    gone = factories.withdrawn(factories.published_meeting())
    draft = factories.MeetingFactory()
    sections = re.findall(r"<loc>http://testserver([^<]*)</loc>", page("/sitemap.xml"))
    assert sections == [f"/sitemap-{name}.xml" for name in sitemaps.SITEMAPS]
    everything = {address: day for section in sections for address, day in listed(section).items()}
    assert {"/", "/data/", meeting.get_absolute_url(), item.get_absolute_url()} <= set(everything)
    assert gone.get_absolute_url() not in everything
    assert f"/meetings/{draft.day.isoformat()}/" not in everything
    assert {address: Client().get(address).status_code for address in everything} == dict.fromkeys(everything, 200)
    assert everything[meeting.get_absolute_url()] == timezone.now().date().isoformat()


def test_sitemap_is_cut_into_files(monkeypatch):
    monkeypatch.setattr(sitemaps.Records, "limit", 2)
    for _ in range(3):
        decision = factories.published_decision()
    files = re.findall(r"<loc>http://testserver(/sitemap-decisions[^<]*)</loc>", page("/sitemap.xml"))
    assert len(files) == -(-type(decision).objects.public().count() // 2) > 1
    assert all(1 <= len(listed(file)) <= 2 for file in files)
    assert decision.get_absolute_url() in listed(files[-1])
    for wrong in ("?p=99", "?p=x", "?p=-1"):
        assert Client().get(f"/sitemap-decisions.xml{wrong}").status_code == 404
    assert Client().get("/sitemap-nothing.xml").status_code == 404
    assert sitemaps.MOST <= 50_000


def test_robots_are_led_to_the_sitemap_and_past_the_doors():
    words = page("/robots.txt")
    assert "Sitemap: http://testserver/sitemap.xml" in words.splitlines()
    assert "Disallow: /admin/" in words.splitlines()


# Facts for search engines -----------------------------------------------------------------------------------------


def facts(address: str) -> list[dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(address), re.DOTALL)
    return [json.loads(one) for one in found]


def test_meeting_is_an_event_with_its_time_zone():
    meeting = factories.published_meeting(purpose="To hear the Commissioner.")
    (event,) = facts(meeting.get_absolute_url())
    assert event["@type"] == "Event"
    assert event["startDate"] == timezone.localtime(meeting.starts_at).isoformat()
    assert re.search(r"[+-]\d\d:\d\d$", event["startDate"])
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["description"] == "To hear the Commissioner."


def test_event_that_does_not_take_place_says_so():
    clerk = factories.a_clerk()
    cancelled = workflow.cancel(factories.published_meeting(), by=clerk, note="There was snow.")
    postponed = factories.published_meeting()
    later = factories.published_meeting(starts_at=timezone.now() + timedelta(days=90))
    workflow.postpone(postponed, by=clerk, note="There was snow.", later_meeting=later)
    states = [facts(one.get_absolute_url())[0]["eventStatus"] for one in (cancelled, postponed)]
    assert states == ["https://schema.org/EventCancelled", "https://schema.org/EventPostponed"]


def test_question_tells_its_published_answer_and_no_draft():
    question = factories.answered_question()
    draft = factories.CommissionerResponseFactory(question=question, text="<p>zqdraft</p>")
    (told,) = facts(question.get_absolute_url())
    asked = told["mainEntity"]
    assert (asked["@type"], asked["name"], asked["answerCount"]) == ("Question", question.title, 1)
    assert asked["acceptedAnswer"]["text"]
    assert "zqdraft" not in json.dumps(told)
    assert not draft.is_public


def test_statement_asks_nothing_so_it_is_no_question():
    statement = factories.published_question(kind="statement")
    assert facts(statement.get_absolute_url()) == []


@pytest.mark.parametrize("address", ["/", "/about/"])
def test_panel_is_an_organisation(address):
    panel = factories.the_panel()
    (told,) = facts(address)
    assert (told["@type"], told["name"]) == ("GovernmentOrganization", str(panel))


def test_preview_tells_search_engines_nothing(clerk, signed_in):
    meeting = factories.MeetingFactory()
    preview = signed_in(clerk).get(f"/admin/preview/meeting/{meeting.pk}/")
    assert preview.status_code == 200
    assert b"ld+json" not in preview.content


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "&amp;", "a\u2028b\u2029c", '"\\']
)
def test_text_cannot_end_the_block_of_facts(text):
    written = str(block({"name": text}))
    inside = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', written, re.DOTALL)[1]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside) == {"name": text}
    question = factories.published_question(title=text)
    assert facts(question.get_absolute_url())[0]["mainEntity"]["name"] == text
