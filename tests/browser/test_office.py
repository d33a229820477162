"""The Commissioner's office answers in its own workspace; an inspection is read from top to bottom, and its thread."""

import pytest
from playwright.sync_api import expect

from meetings.models import OfficeSignIn
from panel_portal.accounts import roles
from panel_portal.records.periods import today
from panel_portal.records.publication import publish
from reports import workflow
from reports.models import CommissionerResponse, InspectionScrutiny
from tests import factories
from tests.browser.test_accessibility import assert_no_violation

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def waiting(committed):
    """Somebody of the office, a question in two parts that waits for it, and an inspection with all there is of one."""
    user = factories.user_in_role(roles.OFFICE)
    OfficeSignIn.objects.create(user=user, office=factories.the_commissioner())
    question = factories.sent_question()
    report = factories.published_report(reply_basis="panel", reply_due_on=today())
    inspection = factories.responded_inspection(findings=2)
    factories.FindingFactory(inspection=inspection, kind="judgement", grade="good", recommendation="")
    factories.InspectionStatementFactory(inspection=inspection)
    factories.InspectionProgressFactory(inspection=inspection)
    action = factories.published_action(owner_office=factories.the_commissioner())
    InspectionScrutiny.objects.create(inspection=inspection, asked_action=action)
    return user, question, report, inspection


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_office_keeps_a_draft_and_sends_it_on_a_phone(at_the_desk, waiting, script):
    user, question, *_ = waiting
    page = at_the_desk(user, java_script_enabled=script, viewport=PHONE)
    page.goto("/office/")
    page.get_by_role("link", name=question.reference).click()
    page.get_by_label("Your answer").fill("We met on Monday.")
    page.get_by_role("button", name="Keep and go on later").click()
    expect(page.locator("main")).to_contain_text("Only your office sees it until you send it")
    expect(page.get_by_label("Your answer")).to_have_value("We met on Monday.")
    page.get_by_label("To part 1").fill("On Monday.")
    page.get_by_label("Who answers").fill("R. Officer")
    page.get_by_label("In what position").fill("Treasurer")
    if script:
        assert_no_violation(page)
        assert fits(page)
    page.get_by_role("button", name="Send to the clerk").click()
    expect(page.locator("main")).to_contain_text("Sent to the clerk")
    expect(page.locator("main")).to_contain_text("Sent, and not yet published")
    response = CommissionerResponse.objects.latest("pk")
    assert (response.state, response.question_id) == ("received", question.pk)
    if script:
        assert_no_violation(page)
        assert fits(page)


def test_office_asks_for_the_clock_to_be_stopped(at_the_desk, waiting):
    user, _, report, _ = waiting
    page = at_the_desk(user)
    page.goto(f"/office/report/{report.reference_in_address}/")
    page.get_by_role("button", name="Ask the clerk").click()
    expect(page.locator(".govuk-error-message")).to_be_visible()
    assert_no_violation(page)
    page.get_by_label("The reason, as the public will read it").fill("The districts are asked first.")
    page.get_by_role("button", name="Ask the clerk").click()
    expect(page.locator("main")).to_contain_text("the clerk has not answered yet")
    workflow.agree_stop(report.clock_stops.get(), by=factories.a_clerk(), on=today())
    page.goto(report.get_absolute_url())
    expect(page.locator("main")).to_contain_text("The clock is stopped")


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_inspection_and_its_thread_are_read_and_violate_no_rule(open_browser, waiting, viewport):
    *_, inspection = waiting
    page = open_browser(**({"viewport": viewport} if viewport else {}))
    page.goto("/inspections/")
    assert_no_violation(page)
    page.get_by_role("link", name=inspection.title).click()
    page.get_by_text("Explain this date").click()
    expect(page.locator("main")).to_contain_text("The law sets that time")
    assert_no_violation(page)
    assert fits(page)
    page.get_by_role("link", name="The whole story").click()
    expect(page.locator("main")).to_contain_text("came of it")
    assert_no_violation(page)
    assert fits(page)


def test_clerks_pages_of_an_inspection_and_of_links_violate_no_rule(at_the_desk, waiting):
    *_, inspection = waiting
    page = at_the_desk(factories.a_clerk())
    for address in (
        f"/admin/reports/inspection/{inspection.pk}/change/",
        f"/admin/reports/finding/{inspection.findings.first().pk}/change/",
        f"/admin/reports/commissionerresponse/{inspection.responses.get().pk}/change/",
        "/admin/reports/clockstop/add/",
        "/admin/records/tasktoken/",
    ):
        page.goto(address)
        assert_no_violation(page)


def test_quick_exit_stands_on_the_thread_of_something_sensitive(open_browser, waiting):
    *_, inspection = waiting
    item = factories.published_meeting().agenda_items.first()
    type(item).objects.filter(pk=item.pk).update(sensitive=True)
    shown = publish(factories.InspectionFactory(), by=factories.a_clerk())
    InspectionScrutiny.objects.create(inspection=shown, agenda_item=item)
    page = open_browser()
    page.goto(f"/threads/inspection/{shown.slug}/")
    expect(page.get_by_role("button", name="Exit this page")).to_be_visible()
