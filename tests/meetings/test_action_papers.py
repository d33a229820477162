"""Actions on agendas, and the paper of a meeting that says where each of them stands."""

from datetime import date

import pytest
from django.test import Client

from meetings import workflow
from meetings.models import ActionPaper, AgendaAction, Meeting
from meetings.registers import paper_csv
from panel_portal.records.periods import in_words
from tests import factories
from tests.crawler import words_of_file
from tests.meetings.pages import Page, in_order
from tests.meetings.test_action_pages import at, page_of, queries, rows_of

pytestmark = pytest.mark.django_db


# The action paper ------------------------------------------------------------------------------------------


def agenda(*items, **fields) -> Meeting:
    """A published agenda with a standing item for actions, and `items` besides."""
    meeting = factories.MeetingFactory(**fields)
    factories.AgendaItemFactory(meeting=meeting, kind="actions", title="Matters arising", number="1", order=10)
    for details in items:
        factories.AgendaItemFactory(meeting=meeting, **details)
    return workflow.publish_agenda(meeting, by=factories.a_clerk(), short_notice_reason="Late.")


def printed(meeting, form="") -> str:
    response = Client().get(f"{meeting.get_absolute_url()}print/actions" + (f".{form}" if form else "/"))
    assert response.status_code == 200
    told = words_of_file(response.content, response["Content-Type"]) if form else Page(response).words
    return " ".join(told.split())


def two_papers():
    """Two agendas, each with its paper: between them one action is closed, one is new, one has said something."""
    clerk, office = factories.a_clerk(), factories.the_commissioner()
    owned = {"asked_on": date(2020, 1, 1), "owner_office": office}
    report = factories.StandingReportFactory(name="the update report")
    stays = factories.published_action(text="To publish the plan", due_rule="in_report", due_report=report, **owned)
    goes = factories.published_action(text="To send the letter", **owned)
    first = agenda({"standing_report": report, "title": "Update report", "number": "2"}, starts_at=at(2020, 2, 3))
    workflow.hold(first, by=clerk)
    workflow.accept(goes, by=clerk, note="It came.", at_meeting=first)
    workflow.report_progress(stays, by=clerk, note="It is with the printer.", said_on=date(2020, 2, 10))
    new = factories.published_action(text="To name the day", asked_on=date(2020, 2, 3))
    second = agenda({"standing_report": report, "title": "Update report", "number": "2"}, starts_at=at(2020, 5, 4))
    return first, second, stays, goes, new


@pytest.mark.parametrize("form", ["", "pdf", "docx"])
def test_action_paper_opens_with_what_changed_and_lists_by_item(form):
    _, second, stays, goes, new = two_papers()
    told = printed(second, form)
    paper = second.action_paper
    in_order(
        told[told.index("as it stood when its agenda was published") :],
        [
            "2 actions.",
            "Changed since the last meeting",
            "Compared with the action paper of Monday 3 February 2020:",
            f"{new.reference} is new: “To name the day”",
            f"{goes.reference} is no longer listed: “To send the letter”",
            f"{stays.reference}: something new was said.",
            "1 Matters arising",
            new.reference,
            "To name the day",
            "2 Update report",
            f"{stays.reference}, asked of the Commissioner",
            "To publish the plan",
            "Carried forward 1 time.",
            "Last word: It is with the printer.",
            "It was frozen on",
        ],
    )
    assert paper.sha256 in told.replace(" ", "")


def test_first_action_paper_says_that_there_was_none_before():
    first, *_ = two_papers()
    assert "No action paper was published before this one." in printed(first)


def test_meeting_without_a_place_for_actions_is_not_compared_with():
    first, second, *_ = two_papers()
    workflow.cancel(second, by=factories.a_clerk(), note="Snow.")
    factories.published_meeting(starts_at=at(2020, 6, 1))
    assert f"action paper of {in_words(second.day)}" in printed(agenda(starts_at=at(2020, 7, 1)))
    assert f"action paper of {in_words(first.day)}" in printed(second)


@pytest.mark.parametrize("form", ["", "pdf", "docx"])
def test_action_that_is_no_longer_public_is_left_out_and_counted(form):
    first, second, stays, goes, new = two_papers()
    for action in (stays, goes, new):
        workflow.exempt_action(action, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    told = printed(second, form)
    assert "2 entries are no longer public and left out here." in told
    for hidden in (stays, goes, new):
        assert hidden.reference not in told
        assert hidden.text not in told
    assert "0 actions." in told
    assert rows_of(f"{second.get_absolute_url()}print/actions.csv") == []


def test_title_of_an_item_that_became_exempt_is_not_told_by_the_paper():
    _, second, stays, _, _ = two_papers()
    item = second.agenda_items.get(title="Update report")
    factories.exempt(item, public_title="A confidential matter")
    told = printed(second)
    assert "Update report" not in told
    assert stays.text not in told
    assert "1 entry is no longer public" in told


def test_csv_of_the_paper_has_the_checksum_that_the_paper_names():
    _, second, *_ = two_papers()
    response = Client().get(f"{second.get_absolute_url()}print/actions.csv")
    assert response["Content-Disposition"] == f'attachment; filename="{second.slug}-actions.csv"'
    paper = ActionPaper.objects.get(meeting=second)
    assert response.content == paper_csv(paper.rows).content
    assert paper_csv(paper.rows).sha256 == paper.sha256
    assert [row["Under agenda item"] for row in rows_of(f"{second.get_absolute_url()}print/actions.csv")] == [
        "1 Matters arising",
        "2 Update report",
    ]


@pytest.mark.parametrize("form", ["/", ".pdf", ".docx", ".csv"])
def test_action_paper_before_the_agenda_is_not_found_and_of_a_withdrawn_meeting_is_gone(form):
    announced = workflow.announce(factories.MeetingFactory(), by=factories.a_clerk())
    factories.ActionPaperFactory(meeting=announced)
    factories.published_action(asked_on=date(2019, 1, 1))
    meeting = agenda()
    address = "{}print/actions" + form
    assert Client().get(address.format(announced.get_absolute_url())).status_code == 404
    assert Client().get(address.format(meeting.get_absolute_url())).status_code == 200
    factories.withdrawn(meeting)
    assert Client().get(address.format(meeting.get_absolute_url())).status_code == 410


def test_meeting_page_leads_to_its_action_paper_once_there_is_one():
    meeting = workflow.announce(factories.MeetingFactory(), by=factories.a_clerk())
    assert "action paper" not in page_of(meeting).links
    action = factories.published_action(asked_on=date(2019, 1, 1))
    workflow.exempt_action(action, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    only_exempt = agenda()
    assert ActionPaper.objects.get(meeting=only_exempt).rows == []
    assert "action paper" not in page_of(only_exempt).links
    assert Client().get(f"{only_exempt.get_absolute_url()}print/actions/").status_code == 404
    factories.published_action(asked_on=date(2019, 1, 1))
    links = page_of(agenda()).links
    assert links["action paper"].endswith("/print/actions/")
    assert links["CSV"].endswith("/print/actions.csv")


# On agendas ------------------------------------------------------------------------------------------------


def test_agenda_lists_its_actions_and_a_report_its_checklist_with_what_was_covered():
    first, second, stays, _, new = two_papers()
    item = second.agenda_items.get(title="Update report")
    told = page_of(second).words
    in_order(
        told, ["Matters arising", new.reference, "Asked for in this report", stays.reference, "carried forward 1 time"]
    )
    assert "Not covered" in page_of(first).words
    workflow.cover(AgendaAction.objects.get(agenda_item=item), by=factories.a_clerk())
    for page in (page_of(second), page_of(item)):
        in_order(page.words, ["Asked for in this report", stays.reference, "Covered", "Reported done"])
        assert stays.get_absolute_url() in page.links.values()
    told = page_of(stays).words
    in_order(told, ["On which agendas it stood", "2 meetings", "carried forward 1 time", "not covered", "covered"])


def test_action_that_is_no_longer_public_leaves_the_agenda_too():
    _, second, stays, _, new = two_papers()
    workflow.exempt_action(stays, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    factories.withdrawn(new)
    for record in (second, *second.agenda_items.all()):
        assert stays.reference not in page_of(record).words
        assert new.reference not in page_of(record).words


def test_meeting_costs_the_same_with_one_action_on_its_agenda_and_with_twenty():
    counts = []
    for number in (1, 19):
        for _ in range(number):
            factories.published_action(asked_on=date(2019, 1, 1), owner_office=factories.OfficeFactory())
        counts.append(queries(agenda().get_absolute_url()))
    assert counts[0] == counts[1]


def test_action_paper_costs_the_same_for_one_row_and_for_twenty():
    counts = []
    factories.published_action(asked_on=date(2019, 1, 1))
    agenda()  # an earlier paper without a row would ask nothing
    for number in (1, 19):
        for _ in range(number):
            factories.published_action(asked_on=date(2019, 1, 1), owner_office=factories.OfficeFactory())
        counts.append(queries(f"{agenda().get_absolute_url()}print/actions/"))
    assert counts[0] == counts[1]
