"""Reports and letters of the panel: drafted, issued, published, replied to; and what each moves below."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from meetings import workflow as meetings
from meetings.models import Action
from panel_portal.accounts import roles
from panel_portal.records.models import Provision
from panel_portal.records.periods import in_words, today
from panel_portal.records.workflow import IllegalMove
from panel_portal.records.worklist import questions_for
from reports import drafting, workflow
from reports.models import CommissionerResponse, PanelReport, PartAnswer
from tests import factories
from tests.meetings.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return factories.a_clerk()


def reply_to(report, **more):
    return factories.CommissionerResponseFactory(question=None, report=report, **more)


# Issuing and publishing -----------------------------------------------------------------------------------


def test_issuing_gives_a_reference_and_makes_each_request_an_action_not_yet_public(clerk):
    due = today() + timedelta(days=30)
    report = factories.issued_report(requests=2, reply_basis="panel", reply_due_on=due)
    assert report.reference == f"R{today().year}/001"
    actions = [request.as_action for request in report.requests.all()]
    assert [(one.publication, one.due_on, one.due_basis) for one in actions] == [("draft", due, "panel")] * 2
    assert {one.owner_office for one in actions} == {report.addressee}
    assert not Action.objects.public().exists()


def test_publishing_puts_what_it_asks_for_into_the_register(clerk):
    report = factories.published_report(requests=1)
    action = report.requests.get().as_action
    assert action.reference
    page = Client().get(action.get_absolute_url()).content.decode()
    assert report.get_absolute_url() in page
    assert action.get_absolute_url() in Client().get(report.get_absolute_url()).content.decode()


def test_statutory_day_carries_its_provision_to_the_action(clerk):
    provision = Provision.objects.get(short_label="Sch 5 para 3 PRSRA 2011")
    report = factories.issued_report(
        requests=1, reply_basis="statute", reply_due_on=today() + timedelta(days=9), provision=provision
    )
    action = report.requests.get().as_action
    assert (action.due_basis, action.due_provision) == ("statute", provision)


@pytest.mark.parametrize(
    ("wanting", "sentence"), [({"text": ""}, "no words yet"), ({"signatory": " "}, "who signs it")]
)
def test_unfinished_report_is_not_issued(clerk, wanting, sentence):
    report = factories.PanelReportFactory(**wanting)
    with pytest.raises(ValidationError, match=sentence):
        workflow.issue(report, by=clerk)
    report.refresh_from_db()
    assert (report.state, report.reference) == ("draft", "")


def test_day_of_the_reply_is_not_before_the_day_of_issue(clerk):
    report = factories.PanelReportFactory(reply_basis="panel", reply_due_on=today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="before"):
        workflow.issue(report, by=clerk)


def test_what_was_not_sent_is_not_published(clerk):
    with pytest.raises(IllegalMove, match="Issue it first"):
        workflow.publish_report(factories.PanelReportFactory(), by=clerk)


def test_embargo_holds_until_its_moment(clerk, time_machine):
    report = factories.issued_report(embargo_until=timezone.now() + timedelta(hours=2))
    with pytest.raises(IllegalMove, match="may not be public before"):
        workflow.publish_report(report, by=clerk)
    time_machine.move_to(timezone.now() + timedelta(hours=3))
    assert workflow.publish_report(report, by=clerk).publication == "published"


def test_withdrawing_takes_what_it_asked_for_along_and_restoring_brings_it_back(clerk):
    report = factories.published_report(requests=1)
    action = report.requests.get().as_action
    workflow.withdraw_report(report, by=clerk, note="It named somebody.")
    assert Client().get(report.get_absolute_url()).status_code == 410
    assert Client().get(action.get_absolute_url()).status_code == 410
    workflow.restore_report(report, by=clerk, note="It is put right.")
    assert Client().get(report.get_absolute_url()).status_code == 200
    assert Client().get(action.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", [roles.MEMBER, roles.OFFICE, roles.ADMINISTRATOR])
def test_nobody_but_the_clerk_issues(role):
    with pytest.raises(PermissionDenied):
        workflow.issue(factories.PanelReportFactory(), by=factories.user_in_role(role))


def test_seen_on_the_commissioners_site_is_kept_with_day_and_address(clerk):
    report = factories.published_report(asked_to_publish=True)
    page = Page(Client().get(report.get_absolute_url()))
    assert "It has not been seen yet." in page.words
    with pytest.raises(ValidationError, match="before the day on which it was issued"):
        workflow.confirm_published(report, by=clerk, seen_on=today() - timedelta(days=1), address="https://a.example/")
    workflow.confirm_published(report, by=clerk, seen_on=today(), address="https://commissioner.example/letter")
    assert "https://commissioner.example/letter" in Page(Client().get(report.get_absolute_url())).links.values()


def test_addressee_is_called_what_it_was_called_on_the_day(clerk):
    report = factories.published_report(on=today() - timedelta(days=10))
    office = report.addressee
    office.titles.update(until_on=today() - timedelta(days=1))
    office.titles.create(title="Mayor of Aldshire", from_on=today())
    page = Page(Client().get(report.get_absolute_url())).words
    assert "Mayor of Aldshire" not in page


def test_item_it_rests_on_leads_to_it_once_it_is_public(clerk):
    item = factories.published_meeting().agenda_items.first()
    draft, report = factories.issued_report(), factories.published_report()
    for one in (draft, report):
        factories.ConsideredItemFactory(report=one, agenda_item=item)
    links = Page(Client().get(item.get_absolute_url())).links.values()
    assert report.get_absolute_url() in links
    assert draft.get_absolute_url() not in links
    assert item.get_absolute_url() in Page(Client().get(report.get_absolute_url())).links.values()


# The reply ------------------------------------------------------------------------------------------------


def test_reply_stands_beside_the_letter_and_ends_the_wait(clerk):
    report = factories.published_report(requests=2)
    assert report.is_awaiting
    response = reply_to(report)
    _, second = factories.decided(response, "answered", "not_answered")
    PartAnswer.objects.filter(pk=second.pk).update(note="No day was given.")
    workflow.publish_response(response, by=clerk)
    report.refresh_from_db()
    assert (report.state, report.replied_on) == ("replied", response.received_on)
    page = Page(Client().get(report.get_absolute_url())).words
    assert "The last patrol was on Monday." in page
    assert "No answer recorded to this part" in page
    assert "No day was given." in page
    assert "Chief Executive" in page
    own = Page(Client().get(response.get_absolute_url())).words
    assert response.reference in own
    assert report.title in own


def test_holding_reply_leaves_the_letter_waiting(clerk):
    report = factories.published_report()
    workflow.publish_response(reply_to(report, kind="holding"), by=clerk)
    report.refresh_from_db()
    assert report.is_awaiting


def test_corrected_reply_supersedes_the_first_and_both_stay(clerk):
    report = factories.published_report()
    first, second = reply_to(report), reply_to(report, kind="corrected", text="<p>It was on Tuesday.</p>")
    for one in (first, second):
        workflow.publish_response(one, by=clerk)
    first.refresh_from_db()
    assert first.superseded_by == second
    page = Page(Client().get(report.get_absolute_url())).words
    assert "on Monday" in page
    assert "on Tuesday" in page


def test_reply_to_what_is_not_public_is_not_published(clerk):
    response = reply_to(factories.issued_report())
    with pytest.raises(IllegalMove, match="Publish it first"):
        workflow.publish_response(response, by=clerk)


def test_reply_received_before_the_letter_was_sent_is_refused(clerk):
    response = reply_to(
        factories.published_report(), received_on=today() - timedelta(days=1), dated_on=today() - timedelta(days=1)
    )
    with pytest.raises(ValidationError, match="before the report was issued"):
        workflow.publish_response(response, by=clerk)
    response.refresh_from_db()
    assert (response.publication, response.reference) == ("draft", "")


def test_response_answers_exactly_one_thing():
    report, question = factories.published_report(), factories.sent_question()
    for more in ({"question": None, "report": None}, {"question": question, "report": report}):
        response = factories.CommissionerResponseFactory.build(question=None)
        response.question, response.report = more["question"], more["report"]
        with pytest.raises(ValidationError, match="Say what it answers"):
            response.validate_constraints()


def test_clerk_is_told_of_two_targets_or_none_in_words(clerk, client):
    client.force_login(clerk)
    report, question = factories.published_report(), factories.sent_question()
    filled = {
        "kind": "full",
        "text": "<p>Yes.</p>",
        "author": "A",
        "position": "B",
        "dated_on": today(),
        "received_on": today(),
        "part_answers-TOTAL_FORMS": 0,
        "part_answers-INITIAL_FORMS": 0,
        "files-TOTAL_FORMS": "0",
        "files-INITIAL_FORMS": "0",
        "evidence_for-TOTAL_FORMS": "0",
        "evidence_for-INITIAL_FORMS": "0",
    }
    for targets in ({}, {"question": question.pk, "report": report.pk}):
        response = client.post("/admin/reports/commissionerresponse/add/", {**filled, **targets})
        assert "Say what it answers" in response.content.decode()
    assert not CommissionerResponse.objects.exists()


def test_everything_that_waits_is_on_one_page_with_its_basis(clerk):
    dated = factories.published_report(
        reply_basis="panel", reply_due_on=today(), provision=Provision.objects.get(short_label="s28(6) PRSRA 2011")
    )
    open_ended, none = factories.published_report(), factories.published_report(reply_basis="none")
    answered = factories.published_report()
    workflow.publish_response(reply_to(answered), by=clerk)
    question = factories.sent_question()
    page = Page(Client().get("/responses/awaiting/"))
    assert {one.get_absolute_url() for one in (dated, open_ended, question)} <= set(page.links.values())
    assert not {one.get_absolute_url() for one in (none, answered)} & set(page.links.values())
    assert "The panel has set the day (s28(6) PRSRA 2011)" in page.words


def test_overdue_reply_is_asked_of_the_clerk(clerk, time_machine):
    report = factories.published_report(reply_basis="panel", reply_due_on=today() + timedelta(days=2))
    assert not [one for one in questions_for(clerk) if "Has it come?" in one.sentence]
    time_machine.move_to(timezone.now() + timedelta(days=3))
    told = [one for one in questions_for(clerk) if "Has it come?" in one.sentence]
    assert [str(report) in one.sentence for one in told] == [True]
    reply = reply_to(report)
    asked = questions_for(clerk)
    assert not [one for one in asked if "Has it come?" in one.sentence]
    assert [one for one in asked if f"/commissionerresponse/{reply.pk}/" in one.url]
    assert "Reply overdue" in Page(Client().get("/reports/")).words


# Drafting -------------------------------------------------------------------------------------------------


def minuted_meeting():
    meeting = factories.held_meeting(items=1, body=factories.the_panel())
    factories.minuted_item(meeting.agenda_items.get(), limbs=2)
    meetings.publish_minutes(meeting.minutes, by=factories.a_clerk())
    return meeting


def test_draft_has_the_statutory_paragraph_the_decisions_and_whom_it_is_for(clerk):
    item = minuted_meeting().agenda_items.get()
    chair = factories.PanelRoleFactory(body=factories.the_panel(), role="chair").member
    report = drafting.draft("annual_report", "The annual report", [item])
    assert report.provision.short_label == "s28(4)(d) PRSRA 2011"
    assert "section 28(4)(d)" in report.text
    for limb in item.minute.resolutions.get().limbs.all():
        assert limb.lead_in in report.text
    assert report.addressee == factories.the_commissioner()
    assert (report.signatory, report.signatory_office) == (str(chair), "Chair of the Panel")
    assert [row.agenda_item for row in report.considered.all()] == [item]
    assert report.publication == "draft"


def test_nothing_is_begun_before_there_is_somebody_to_write_to():
    with pytest.raises(ValidationError, match="Enter the panel"):
        drafting.draft("letter", "A letter", [])
    assert not PanelReport.objects.exists()


def test_free_letter_has_no_statutory_paragraph():
    factories.the_panel()
    factories.the_commissioner()
    report = drafting.draft("letter", "A letter", [])
    assert report.provision is None
    assert "section" not in report.text


@pytest.mark.parametrize("kind", [kind for kind in PanelReport.Kind if kind != "letter"])
def test_every_kind_but_the_letter_has_a_provision_that_is_there(kind):
    assert Provision.objects.filter(short_label=drafting.BASES[kind].provision).exists()


def test_what_is_exempt_is_not_copied_into_a_draft(clerk):
    meeting = minuted_meeting()
    item = meeting.agenda_items.get()
    limb = item.minute.resolutions.get().limbs.first()
    factories.exempt(item)
    report = drafting.draft("letter", "A letter", [item])
    assert limb.lead_in not in report.text


def test_clerk_begins_a_letter_at_the_desk_and_finds_it_whole(clerk, client):
    client.force_login(clerk)
    meeting = minuted_meeting()
    address = f"/admin/reports/panelreport/draft/?meeting={meeting.slug}"
    item = meeting.agenda_items.get()
    assert item.title in client.get(address).content.decode()
    wrong = client.post(address, {"kind": "letter", "title": "", "items": [item.pk]})
    assert wrong.status_code == 422
    assert f'value="{item.pk}"' in wrong.content.decode()
    response = client.post(address, {"kind": "letter", "title": "The fleet", "items": [item.pk]})
    report = PanelReport.objects.get()
    assert response["Location"] == f"/admin/reports/panelreport/{report.pk}/change/"
    assert client.get(response["Location"]).status_code == 200


def test_letter_is_begun_from_the_minutes_of_several_meetings_in_order_of_time(clerk, client):
    client.force_login(clerk)
    meetings_held = [minuted_meeting(), minuted_meeting()]
    first, second = sorted(meetings_held, key=lambda one: one.starts_at)
    address = f"/admin/reports/panelreport/draft/?meeting={second.slug}&second={first.slug}&third="
    page = client.get(address).content.decode()
    for meeting in meetings_held:
        assert f"{in_words(meeting.day)}: " in page
    items = [meeting.agenda_items.get() for meeting in (second, first)]
    client.post(address, {"kind": "letter", "title": "The fleet", "items": [item.pk for item in items]})
    text = PanelReport.objects.get().text
    assert text.index(f"On {in_words(first.day)}") < text.index(f"On {in_words(second.day)}")


def test_letter_is_of_one_body(clerk, client):
    client.force_login(clerk)
    other = factories.held_meeting(items=1, body=factories.BodyFactory(kind="sub_committee"))
    meeting = minuted_meeting()
    response = client.get(f"/admin/reports/panelreport/draft/?meeting={meeting.slug}&second={other.slug}")
    assert response.status_code == 422
    assert "Choose meetings of one body" in response.content.decode()


def test_what_went_out_is_not_changed_at_the_desk(clerk, client):
    client.force_login(clerk)
    report = factories.issued_report(requests=1)
    page = client.get(f"/admin/reports/panelreport/{report.pk}/change/").content.decode()
    assert 'name="title"' not in page
    assert 'name="requests-0-text"' not in page
    assert 'name="reply_due_on"' in page


def test_who_may_only_look_at_requests_cannot_change_them(client):
    user = factories.user_in_role(roles.CLERK)
    user.groups.clear()
    for model in ("panelreport", "considereditem", "reportrequest"):
        user.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    user.user_permissions.add(Permission.objects.get(codename="change_panelreport"))
    client.force_login(user)
    request = factories.ReportRequestFactory()
    page = client.get(f"/admin/reports/panelreport/{request.report_id}/change/").content.decode()
    assert request.text in page
    assert 'name="requests-0-text"' not in page


# On paper -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_report_is_printed_as_a_file(form, begins):
    report = factories.published_report(requests=1)
    response = Client().get(f"{report.get_absolute_url()}print.{form}")
    assert response.status_code == 200
    assert response.content.startswith(begins)


def test_printed_letter_says_who_wrote_to_whom_and_what_is_asked():
    report = factories.published_report(requests=1, reply_basis="panel", reply_due_on=today())
    words = Page(Client().get(f"{report.get_absolute_url()}print/")).words
    for part in (report.reference, report.panel_then, report.addressee_then, report.signatory):
        assert part in words
    assert report.requests.get().text in words
    assert "A reply is asked for by" in words


def test_list_is_narrowed_by_kind_reply_year_and_words(clerk):
    letter = factories.published_report(title="Fleet of cars")
    report = factories.published_report(kind="decisions", title="A decision", reply_basis="none")
    for query, found, other in (
        ("kind=decisions", report, letter),
        ("reply=waiting", letter, report),
        ("words=fleet", letter, report),
        (f"words={report.reference}", report, letter),
    ):
        links = Page(Client().get(f"/reports/?{query}")).links.values()
        assert found.get_absolute_url() in links, query
        assert other.get_absolute_url() not in links, query
    assert "No report or letter matches" in Page(Client().get("/reports/?year=1999&words=x")).words
