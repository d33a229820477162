"""Answers to actions, the office's workspace, links for one task, stopped clocks and the digest."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meetings import workflow as meetings
from meetings.models import OfficeSignIn
from panel_portal.accounts import roles
from panel_portal.records import tokens
from panel_portal.records.mail import deliver
from panel_portal.records.models import OutgoingEmail, Provision, TaskToken, TokenUse
from panel_portal.records.periods import today
from panel_portal.records.publication import withdraw
from panel_portal.records.workflow import IllegalMove
from reports import digest, links, owed, workflow
from reports.models import ClockStop, CommissionerResponse, OfficeTask, ResponseEvidence
from tests import factories

pytestmark = pytest.mark.django_db
State = CommissionerResponse.State


def typed(**more) -> dict:
    return {
        "kind": "full",
        "text": "Patrols were doubled.\n\n- on Mondays\n- on Fridays",
        "author": "Robin Officer",
        "position": "Chief Executive",
        "dated_on": today().isoformat(),
        **more,
    }


def officer_of(office):
    user = factories.user_in_role(roles.OFFICE)
    OfficeSignIn.objects.create(user=user, office=office)
    return user


@pytest.fixture
def officer(db):
    return officer_of(factories.the_commissioner())


@pytest.fixture
def office_client(officer, signed_in):
    return signed_in(officer)


# Responses to actions -----------------------------------------------------------------------------------------


def to_action(**more):
    action = more.pop("action", None) or factories.published_action(owner_office=factories.the_commissioner())
    return factories.CommissionerResponseFactory(question=None, asked_action=action, **more)


@pytest.mark.parametrize(
    ("kind", "state"),
    [("full", "reported_done"), ("nothing", "reported_done"), ("partial", "open"), ("holding", "open")],
)
def test_response_to_an_action_moves_it_as_far_as_it_goes(kind, state):
    response = workflow.publish_response(to_action(kind=kind), by=factories.a_clerk())
    action = response.asked_action
    action.refresh_from_db()
    assert action.state == state
    assert response.reference in action.last_word


def test_response_to_a_closed_action_is_refused(client):
    action = factories.published_action(asked_on="2020-01-08")
    response = to_action(action=action)
    from_meeting = factories.held_meeting()
    meetings.accept(action, by=factories.a_clerk(), note="It came.", at_meeting=from_meeting)
    response.refresh_from_db()
    with pytest.raises(IllegalMove, match="closed this action"):
        workflow.publish_response(response, by=factories.a_clerk())


def test_answered_request_of_a_letter_is_an_action_done_with_its_evidence(client):
    report = factories.published_report(requests=2)
    reply = factories.CommissionerResponseFactory(question=None, report=report)
    factories.decided(reply, "answered", "not_answered")
    workflow.publish_response(reply, by=factories.a_clerk())
    answered, other = (request.as_action for request in report.requests.order_by("order"))
    assert (answered.state, other.state) == ("reported_done", "open")
    assert ResponseEvidence.objects.get().asked_action == answered
    assert reply.get_absolute_url() in client.get(answered.get_absolute_url()).content.decode()


# The office's workspace ---------------------------------------------------------------------------------------


def test_workspace_lists_what_waits_for_this_office_and_nothing_of_another(office_client):
    mine = factories.sent_question(title="Mine to answer")
    report = factories.published_report(reply_basis="undated")
    inspection = factories.reported_inspection()
    action = factories.published_action(owner_office=factories.the_commissioner())
    other = factories.OfficeFactory()
    foreign = factories.published_report(addressee=other, title="For somebody else")
    page = office_client.get("/office/").content.decode()
    for one in (mine, report, inspection):
        assert str(one).replace("'", "&#x27;") in page
    assert action.reference in page
    assert foreign.title not in page


def test_exempt_action_is_not_told_to_the_office(office_client):
    action = factories.published_action(owner_office=factories.the_commissioner())
    meetings.exempt_action(action, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    assert action.reference not in office_client.get("/office/").content.decode()
    assert office_client.get(f"/office/action/{action.reference_in_address}/").status_code == 404


def test_office_keeps_a_draft_sends_it_and_the_clerk_publishes_it(office_client, clerk, client):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    part = question.parts.first()
    kept = office_client.post(address, {"do": "keep", **typed(text="First words", author="", position="")})
    assert kept.status_code == 302
    draft = CommissionerResponse.objects.get()
    assert (draft.state, draft.written_by) == (State.DRAFTING, factories.the_commissioner())
    assert "First words" in office_client.get(address).content.decode()
    sent = office_client.post(
        address, {"do": "send", "opened_version": draft.version, **typed(**{f"part_{part.pk}": "On Monday."})}
    )
    assert sent.status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.RECEIVED
    waiting = office_client.get("/office/").content.decode().partition("What the words mean")[0]
    assert waiting.count("With the clerk") == 1
    assert "<li>on Mondays</li>" in draft.text
    assert draft.part_answers.get(part=part).text == "On Monday."
    draft.part_answers.update(outcome="answered")
    workflow.publish_response(draft, by=clerk)
    assert "Patrols were doubled." in client.get(question.get_absolute_url()).content.decode()


def test_sending_a_half_written_answer_says_what_is_missing_and_keeps_what_was_typed(office_client):
    question = factories.sent_question()
    answer = office_client.post(
        f"/office/question/{question.reference_in_address}/",
        {"do": "send", **typed(author="", position="", text="What I wrote")},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say who answers" in page
    assert "What I wrote" in page
    assert not CommissionerResponse.objects.exists()


def test_draft_is_read_by_its_office_alone(office_client, signed_in, clerk, member, client):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    office_client.post(address, {"do": "keep", **typed(text="Secret draft zq")})
    draft = CommissionerResponse.objects.get()
    other = signed_in(officer_of(factories.OfficeFactory()))
    assert other.get(address).status_code == 404
    for reader in (client, signed_in(member), signed_in(clerk), other):
        for place in ("/office/", address, question.get_absolute_url(), "/responses/", "/responses/awaiting/"):
            assert "Secret draft zq" not in reader.get(place, follow=True).content.decode()
    desk = signed_in(clerk)
    assert desk.get(f"/admin/reports/commissionerresponse/{draft.pk}/change/", follow=True).status_code in {200, 404}
    for place in ("", f"{draft.pk}/change/", f"{draft.pk}/history/", f"{draft.pk}/do/publish_response/"):
        page = desk.get(f"/admin/reports/commissionerresponse/{place}", follow=True).content.decode()
        assert "Secret draft zq" not in page
    with pytest.raises(IllegalMove, match="still writing"):
        workflow.publish_response(draft, by=clerk)


def test_draft_stays_with_the_office_that_wrote_it_when_the_action_is_passed_on(office_client, signed_in):
    other = factories.OfficeFactory()
    action = factories.published_action(owner_office=factories.the_commissioner())
    address = f"/office/action/{action.reference_in_address}/"
    office_client.post(address, {"do": "keep", **typed(text="Secret draft zq")})
    meetings.transfer(action, by=factories.a_clerk(), note="The duty moved.", to_office=other)
    page = signed_in(officer_of(other)).get(address)
    assert page.status_code == 200
    assert "Secret draft zq" not in page.content.decode()


def test_second_person_of_an_office_is_told_and_nothing_is_overwritten(office_client):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    office_client.post(address, {"do": "keep", **typed(text="First")})
    opened = CommissionerResponse.objects.get().version
    office_client.post(address, {"do": "keep", "opened_version": opened, **typed(text="Second")})
    answer = office_client.post(address, {"do": "keep", "opened_version": opened, **typed(text="Third")})
    assert answer.status_code == 422
    assert "Somebody in your office saved this" in answer.content.decode()
    assert "Third" in answer.content.decode()
    assert "Second" in CommissionerResponse.objects.get().text


def test_two_first_drafts_opened_at_once_do_not_overwrite_each_other(office_client):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    office_client.post(address, {"do": "keep", "opened_version": "", **typed(text="First")})
    answer = office_client.post(address, {"do": "keep", "opened_version": "", **typed(text="Second")})
    assert answer.status_code == 422
    assert "Second" in answer.content.decode()
    assert "First" in CommissionerResponse.objects.get().text


def test_second_click_on_send_is_told_that_an_answer_was_sent(office_client):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    first, second = (office_client.post(address, {"do": "send", "sent_before": 0, **typed()}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 422)
    assert "An answer was sent to the clerk while you had this open" in second.content.decode()
    assert CommissionerResponse.objects.count() == 1


@pytest.mark.parametrize(("do", "other"), [("task", {}), ("stop", {"stop-category": "others", "stop-reason": ""})])
def test_answer_typed_is_not_lost_by_another_button_of_the_page(office_client, do, other):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    answer = office_client.post(address, {"do": do, **other, **typed(text="Half an answer")})
    page = answer.content.decode() if answer.status_code == 422 else office_client.get(address).content.decode()
    assert "Half an answer" in page
    if do == "stop":
        assert "Say why the clock should be stopped" in page
        assert "There is a problem" in page


def test_answer_that_is_too_long_is_told_and_kept_whole(office_client):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    answer = office_client.post(address, {"do": "keep", **typed(text="word " * 9_000)})
    assert answer.status_code == 422
    assert "word " * 8_900 in answer.content.decode()
    assert "maxlength" not in answer.content.decode().partition('name="text"')[2].partition(">")[0]


def test_clock_that_has_run_out_is_not_stopped(clerk):
    report = waiting_report(on=today() - timedelta(days=20), reply_due_on=today() - timedelta(days=1))
    with pytest.raises(ValidationError, match="The day for its answer is over"):
        workflow.ask_to_stop(report, category="others", reason="We are busy.")


def test_clerk_gives_an_answer_back_and_the_office_reads_why(office_client, clerk):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    office_client.post(address, {"do": "send", **typed()})
    workflow.return_response(CommissionerResponse.objects.get(), by=clerk, note="A witness is named.")
    assert "A witness is named." in office_client.get("/office/").content.decode()
    assert "A witness is named." in office_client.get(address).content.decode()


def test_page_left_open_at_an_answer_that_was_given_back_says_so(office_client, clerk, signed_in):
    question = factories.sent_question()
    office_client.post(f"/office/question/{question.reference_in_address}/", {"do": "send", **typed()})
    response = CommissionerResponse.objects.get()
    workflow.return_response(response, by=clerk, note="A witness is named.")
    stale = f"/admin/reports/commissionerresponse/{response.pk}/do/publish-response/"
    told = signed_in(clerk).post(stale, {"note": ""}, follow=True)
    assert "You gave that answer back." in told.content.decode()
    response.refresh_from_db()
    assert response.publication == "draft"


def test_draft_that_was_never_sent_is_not_there_for_the_clerk(office_client, clerk, signed_in):
    question = factories.sent_question()
    office_client.post(f"/office/question/{question.reference_in_address}/", {"do": "keep", **typed()})
    draft = CommissionerResponse.objects.get()
    desk = signed_in(clerk)
    assert desk.get(f"/admin/reports/commissionerresponse/{draft.pk}/do/publish-response/").status_code == 404


def test_sign_in_without_an_office_is_told_so(office, signed_in):
    assert signed_in(office).get("/office/").status_code == 403


def test_own_day_and_note_are_the_offices_alone(office_client, signed_in):
    question = factories.sent_question()
    address = f"/office/question/{question.reference_in_address}/"
    kept = {"task-ready_by": "2020-01-01", "task-with_whom": "Kim", "task-note": "Waits zq"}
    assert office_client.post(address, {"do": "task", **kept}).status_code == 302
    assert OfficeTask.objects.get().is_late
    page = office_client.get("/office/").content.decode()
    assert "with Kim" in page
    assert "Past your own day" in page
    assert "with Kim" not in Client().get(question.get_absolute_url()).content.decode()


def bad_file(name="plan.exe", content=b"MZ\x90\x00"):
    return SimpleUploadedFile(name, content)


def test_file_of_a_wrong_type_is_refused_at_its_field_and_the_words_are_kept(office_client):
    question = factories.sent_question()
    answer = office_client.post(
        f"/office/question/{question.reference_in_address}/",
        {"do": "send", "file_1": bad_file(), **typed(text="What I wrote")},
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["file_1"]
    assert "What I wrote" in answer.content.decode()
    assert not CommissionerResponse.objects.exists()


def test_file_that_is_too_large_is_refused_in_words(office_client, settings):
    settings.LARGEST_UPLOAD = 100
    question = factories.sent_question()
    answer = office_client.post(
        f"/office/question/{question.reference_in_address}/",
        {"do": "send", "file_1": factories.pdf("plan.pdf"), **typed()},
    )
    assert answer.status_code == 422
    assert not CommissionerResponse.objects.exists()


def test_file_that_came_with_an_answer_is_downloaded_once_it_is_public(office_client, clerk, client):
    action = factories.published_action(owner_office=factories.the_commissioner())
    office_client.post(
        f"/office/action/{action.reference_in_address}/",
        {"do": "send", "file_1": factories.pdf("Patrol plan.pdf"), **typed()},
    )
    response = CommissionerResponse.objects.get()
    kept = response.files.get()
    assert kept.title == "Patrol plan"
    assert client.get(kept.get_absolute_url()).status_code == 404
    workflow.publish_response(response, by=clerk)
    assert client.get(kept.get_absolute_url()).status_code == 200
    withdraw(response, by=clerk, note="The wrong plan.")
    assert client.get(kept.get_absolute_url()).status_code == 410


# Links for one task -------------------------------------------------------------------------------------------


def a_link(record=None, **more) -> str:
    record = record or factories.sent_question()
    purpose = links.PURPOSES[owed.of(record).kind]
    return f"/respond/{tokens.give(purpose, record.pk, **more)}/"


def logged() -> list[str]:
    return list(TokenUse.objects.order_by("pk").values_list("what", flat=True))


@pytest.mark.parametrize("kind", ["question", "action", "report", "inspection"])
def test_link_opens_the_form_of_its_own_record_and_takes_one_answer(client, kind):
    record = {
        "question": factories.sent_question,
        "action": factories.published_action,
        "report": factories.published_report,
        "inspection": factories.reported_inspection,
    }[kind]()
    address = a_link(record)
    page = client.get(address)
    assert page.status_code == 200
    assert record.reference in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    sent = client.post(address, typed())
    assert sent.status_code == 200
    response = CommissionerResponse.objects.get()
    assert (response.answered, response.state, response.publication) == (record, State.RECEIVED, "draft")
    assert logged() == ["opened", "done"]


def test_link_is_kept_as_a_hash_only(client):
    address = a_link()
    token = address.removeprefix("/respond/").rstrip("/")
    assert token not in str(list(TaskToken.objects.values()))


def test_second_form_sent_with_one_link_is_refused_and_its_words_are_shown(client):
    address = a_link()
    client.post(address, typed())
    again = client.post(address, typed(text="Other words"))
    assert again.status_code == 410
    assert "This link has done its task" in again.content.decode()
    assert "Other words" in again.content.decode()
    assert CommissionerResponse.objects.count() == 1
    assert logged() == ["done", "again"]


@pytest.mark.parametrize("way", ["get", "post"])
def test_guessed_or_changed_link_is_refused_and_logged(client, way):
    address = a_link()
    for wrong in ("/respond/abc/", address[:-2] + ("x/" if address[-2] != "x" else "y/"), f"/respond/{'a' * 43}/"):
        answer = getattr(client, way)(wrong, typed() if way == "post" else {})
        assert answer.status_code == 404
        assert "This link does not work" in answer.content.decode()
    assert logged() == ["unknown"] * 3
    assert not CommissionerResponse.objects.exists()


def test_expired_link_is_refused_on_opening_and_on_sending(client):
    address = a_link(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(address).status_code == 410
    refused = client.post(address, typed(text="Typed too late"))
    assert "This link has expired" in refused.content.decode()
    assert "Typed too late" in refused.content.decode()
    assert logged() == ["expired", "expired"]


def test_link_that_was_taken_back_is_refused(client, clerk, signed_in):
    address = a_link()
    token = TaskToken.objects.filter(purpose__in=links.KINDS).get()
    desk = signed_in(clerk)
    assert f"/admin/records/tasktoken/{token.pk}/revoke/" in desk.get("/admin/records/tasktoken/").content.decode()
    assert "Take it back" in desk.get(f"/admin/records/tasktoken/{token.pk}/revoke/").content.decode()
    desk.post(f"/admin/records/tasktoken/{token.pk}/revoke/")
    assert "was taken back" in client.get(address).content.decode()
    assert logged() == ["revoked"]


def test_link_to_follow_a_question_does_not_answer_it(client):
    question = factories.sent_question()
    token = tokens.give(TaskToken.Purpose.TRACK_QUESTION, question.pk)
    assert client.get(f"/respond/{token}/").status_code == 404
    assert client.get(f"/questions/track/{a_link(question).split('/')[2]}/").status_code == 404


@pytest.mark.parametrize("gone", ["withdrawn", "closed"])
def test_link_to_what_wants_no_answer_any_more_says_so(client, clerk, gone):
    action = factories.published_action(asked_on="2020-01-08")
    address = a_link(action)
    if gone == "withdrawn":
        withdraw(action, by=clerk, note="It was published by mistake.")
    else:
        meetings.accept(action, by=clerk, note="It came.", at_meeting=factories.held_meeting())
    for answer in (client.get(address), client.post(address, typed(text="My words"))):
        assert answer.status_code == 410
        assert "No answer is wanted any more" in answer.content.decode()
    assert not CommissionerResponse.objects.exists()


def test_many_tries_from_one_connection_are_told_to_wait(client):
    answers = [client.get("/respond/guess/").status_code for _ in range(61)]
    assert set(answers[:60]) == {404}
    assert answers[60] == 429


def test_empty_form_sent_with_a_link_is_told_and_the_link_still_works(client):
    address = a_link()
    assert client.post(address, typed(text="")).status_code == 422
    assert client.post(address, typed()).status_code == 200


def test_clerk_gives_a_link_that_is_shown_once_and_listed_without_it(clerk, signed_in, client):
    question = factories.sent_question()
    desk = signed_in(clerk)
    given = desk.post(
        "/admin/records/tasktoken/give/",
        {"what": f"question-{question.pk}", "for_whom": "Kim, by e-mail", "days": "7"},
    )
    link = given.context["link"]
    assert client.get(link).status_code == 200
    listed = desk.get("/admin/records/tasktoken/").content.decode()
    assert "Kim, by e-mail" in listed
    assert link.rsplit("/", 2)[1] not in listed
    assert (TaskToken.objects.filter(purpose__in=links.KINDS).get().expires_at - timezone.now()).days == 6


def test_clerk_reads_what_happened_with_a_link_and_how_often_one_was_guessed(clerk, signed_in, client):
    question = factories.sent_question()
    token = tokens.give("answer_question", question.pk, for_whom="Kim", expires_at=timezone.now() + timedelta(days=1))
    client.get(f"/respond/{token}/")
    client.get(f"/respond/{token}x/")
    given = TaskToken.objects.filter(purpose="answer_question").get()
    tokens.revoke(given)
    client.get(f"/respond/{token}/")
    desk = signed_in(clerk)
    told = desk.get(f"/admin/records/tasktoken/{given.pk}/change/").content.decode()
    assert told.index("Refused: taken back") < told.index(": Opened")
    listed = desk.get("/admin/records/tasktoken/").content.decode()
    assert "somebody came 1 time with a link that does not exist" in listed


@pytest.mark.parametrize("kind", ["question", "report", "inspection"])
def test_every_day_on_the_list_of_what_waits_is_explained(client, kind):
    coming = factories.published_meeting(body=factories.the_panel(), starts_at=timezone.now() + timedelta(days=40))
    record = {
        "question": lambda: factories.sent_question(meeting=coming),
        "report": waiting_report,
        "inspection": factories.reported_inspection,
    }[kind]()
    told = next(one for one in client.get("/responses/awaiting/").context["waiting"] if one.record == record)
    assert told.due_on
    assert len(told.explanation) >= 2


# Clocks -------------------------------------------------------------------------------------------------------


def waiting_report(**more):
    due = {"reply_basis": "panel", "reply_due_on": today() + timedelta(days=5)}
    return factories.published_report(**{**due, **more})


def test_stopped_clock_moves_the_day_by_as_long_as_it_stood_still(office_client, clerk, client):
    report = waiting_report(on=today() - timedelta(days=20))
    address = f"/office/report/{report.reference_in_address}/"
    asked = {"stop-category": "others", "stop-reason": "The ambulance service is asked first."}
    assert office_client.post(address, {"do": "stop", **asked}).status_code == 302
    stop = ClockStop.objects.get()
    assert "ambulance" not in client.get(report.get_absolute_url()).content.decode()
    workflow.agree_stop(stop, by=clerk, on=today() - timedelta(days=10))
    page = client.get(report.get_absolute_url()).content.decode()
    assert "The clock is stopped" in page
    assert "The ambulance service is asked first." in page
    assert "Clock stopped" in client.get("/responses/awaiting/").content.decode()
    before = report.reply_due_on
    workflow.restart(stop, by=clerk, on=today())
    report.refresh_from_db()
    assert report.reply_due_on == before + timedelta(days=10)
    assert "stood still for 10 days" in client.get(report.get_absolute_url()).content.decode()


def test_what_is_stopped_is_not_overdue(clerk):
    report = waiting_report(on=today() - timedelta(days=20))
    stop = factories.ClockStopFactory(question=None, report=report)
    workflow.agree_stop(stop, by=clerk, on=today())
    type(report).objects.filter(pk=report.pk).update(reply_due_on=today() - timedelta(days=1))  # as time goes by
    report.refresh_from_db()
    assert not report.is_overdue
    assert not type(report).objects.overdue().exists()


def test_question_stopped_and_started_again_keeps_its_days(clerk):
    question = factories.sent_question()
    type(question).objects.filter(pk=question.pk).update(answer_due_on=today() + timedelta(days=3))
    stop = factories.ClockStopFactory(question=question)
    workflow.agree_stop(stop, by=clerk, on=today())
    workflow.restart(stop, by=clerk, on=today())
    question.refresh_from_db()
    assert (question.answer_due_on, question.clock_stopped_on) == (today() + timedelta(days=3), None)


def test_answer_that_comes_while_the_clock_stands_still_ends_the_stop(clerk, client):
    report = waiting_report(on=today() - timedelta(days=3))
    stop = factories.ClockStopFactory(question=None, report=report)
    workflow.agree_stop(stop, by=clerk, on=today() - timedelta(days=2))
    workflow.publish_response(factories.CommissionerResponseFactory(question=None, report=report), by=clerk)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "The clock is stopped" not in page
    assert "stood still for 2 days" in page


def test_clock_whose_reason_was_withdrawn_can_be_started_again(clerk):
    report = waiting_report()
    stop = factories.stopped_clock(question=None, report=report)
    withdraw(stop, by=clerk, note="It names a witness.")
    workflow.restart(stop, by=clerk, on=today())
    report.refresh_from_db()
    assert report.clock_stopped_on is None


def test_clock_that_the_law_sets_is_not_stopped():
    report = waiting_report(reply_basis="statute", provision=Provision.objects.first())
    with pytest.raises(ValidationError, match="The law sets the day"):
        workflow.ask_to_stop(report, category="others", reason="Please.")
    assert not ClockStop.objects.exists()


def test_declined_stop_is_told_to_the_office_and_to_nobody_else(office_client, clerk, client):
    report = waiting_report()
    workflow.ask_to_stop(report, category="others", reason="We are busy.")
    workflow.decline_stop(ClockStop.objects.get(), by=clerk, note="That is no reason.")
    address = f"/office/report/{report.reference_in_address}/"
    assert "That is no reason." in office_client.get(address).content.decode()
    assert "We are busy." not in client.get(report.get_absolute_url()).content.decode()


def test_stop_asked_for_twice_is_refused_and_keeps_the_words(office_client):
    report = waiting_report()
    address = f"/office/report/{report.reference_in_address}/"
    asked = {"do": "stop", "stop-category": "others", "stop-reason": "The ambulance service is asked first."}
    office_client.post(address, asked)
    again = office_client.post(address, asked)
    assert again.status_code == 422
    assert "You have asked for that already" in again.content.decode()
    assert ClockStop.objects.count() == 1


# The digest ---------------------------------------------------------------------------------------------------


def test_digest_tells_each_person_of_an_office_what_waits_once_a_week(officer):
    waiting_report(on=today() - timedelta(days=9), reply_due_on=today() - timedelta(days=2), title="The annual report")
    officer_of(factories.OfficeFactory())  # for whom nothing waits
    assert digest.send_digests() == 1
    digest.send_digests()
    message = OutgoingEmail.objects.get()
    assert message.to == officer.email
    assert message.subject == "1 waiting for an answer, 1 of them overdue"
    assert "The annual report" in message.body
    assert "OVERDUE" in message.body
    assert "/office/" in message.body
    deliver(message.pk)
    assert len(django_mail.outbox) == 1
    assert digest.send_digests(today() + timedelta(days=7)) == 1
    assert OutgoingEmail.objects.count() == 2
