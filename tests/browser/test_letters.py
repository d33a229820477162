"""A letter from the minutes it rests on to the reply that the public reads beside it, at the clerk's desk."""

import pytest
from playwright.sync_api import expect

from meetings import workflow
from reports.models import CommissionerResponse, PanelReport
from tests import factories
from tests.browser import desk
from tests.browser.test_accessibility import assert_no_violation


@pytest.fixture(scope="module")
def minuted(committed):
    """A meeting of the panel with published minutes, and its clerk."""
    factories.the_commissioner()
    clerk = factories.a_clerk()
    meeting = factories.held_meeting(items=1, body=factories.the_panel())
    factories.minuted_item(meeting.agenda_items.get(), limbs=2)
    workflow.publish_minutes(meeting.minutes, by=clerk)
    return meeting, clerk


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_letter_is_begun_from_minutes_issued_published_and_read_with_its_reply(open_browser, minuted, script):
    meeting, clerk = minuted
    item = meeting.agenda_items.get()
    page = open_browser(java_script_enabled=script)
    desk.sign_in(page, clerk, "/admin/")
    page.goto("/admin/reports/panelreport/")
    page.get_by_role("link", name="Begin from minutes").click()
    page.get_by_label("From the minutes of").select_option(meeting.slug)
    page.get_by_role("button", name="Show the items").click()
    page.get_by_label("What it is:").select_option("decisions")
    title = f"The fleet of cars, {'with' if script else 'without'} script"
    page.get_by_label("What it is about").fill(title)
    page.get_by_label(str(item)).check()
    if script:
        assert_no_violation(page)
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.locator("#content-main")).to_contain_text("What it says")
    report = PanelReport.objects.latest("pk")
    page.wait_for_url(f"**/panelreport/{report.pk}/change/")
    if script:
        assert_no_violation(page)
    page.get_by_label("Signed by").fill("Cllr Green")
    page.locator("[name='requests-0-text']").fill("Publish what each car costs.")
    page.get_by_role("button", name="Save", exact=True).click()
    desk.done(page, "was changed")
    page.goto(f"/admin/reports/panelreport/{report.pk}/do/issue/")
    page.get_by_role("button", name="Issue", exact=True).click()
    desk.done(page, "Issue")
    page.goto(f"/admin/reports/panelreport/{report.pk}/do/publish_report/")
    page.get_by_role("button", name="Publish this report or letter").click()
    desk.done(page, "Publish this report or letter")

    # The reply comes by a link for one task, from somebody without an account.
    page.goto("/admin/records/tasktoken/give/")
    page.get_by_label("What it opens").select_option(f"report-{report.pk}")
    page.get_by_label("Whom you give it to").fill("R. Officer, by e-mail")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("The link").input_value()
    if script:
        assert_no_violation(page)
    officer = open_browser(java_script_enabled=script)
    officer.goto(link)
    expect(officer.locator("main")).to_contain_text("Publish what each car costs.")
    if script:
        assert_no_violation(officer)
    officer.get_by_label("Your answer").fill("Each car costs the same.")
    officer.get_by_role("button", name="Send my answer").click()
    expect(officer.locator(".govuk-error-summary")).to_contain_text("Say who answers")
    if script:
        assert_no_violation(officer)
    officer.get_by_label("Who answers").fill("R. Officer")
    officer.get_by_label("In what position").fill("Treasurer")
    officer.get_by_role("button", name="Send my answer").click()
    expect(officer.get_by_role("heading", level=1)).to_have_text("Your answer was sent")
    officer.goto(link)
    expect(officer.get_by_role("heading", level=1)).to_have_text("This link has done its task")
    if script:
        assert_no_violation(officer)

    answer = CommissionerResponse.objects.get(report=report)
    page.goto(f"/admin/reports/commissionerresponse/{answer.pk}/change/")
    page.locator("[name='part_answers-0-outcome']").select_option("answered")
    page.get_by_role("button", name="Save", exact=True).click()
    desk.done(page, "Response to")
    page.goto("/admin/")
    page.get_by_role("link", name="Publish the response").click()
    page.get_by_role("button", name="Publish this response").click()
    desk.done(page, "Publish this response")

    reader = open_browser(java_script_enabled=script)
    reader.goto("/reports/")
    reader.get_by_role("link", name=title).click()
    main = reader.locator("main")
    for words in (
        "section 28(6)",
        "Cllr Green",
        "Publish what each car costs.",
        "Each car costs the same.",
        "Treasurer",
    ):
        expect(main).to_contain_text(words)
    expect(main.get_by_role("link", name=str(item))).to_be_visible()
