"""Every page of the admin opens for the clerk, offers what may be done, and never breaks on what is typed."""

import pytest
from django.contrib import admin
from django.contrib.admin.sites import all_sites
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Permission
from django.urls import reverse

from meetings import models, workflow
from panel_portal.accounts import roles
from panel_portal.records.admin import RecordAdmin
from panel_portal.records.editing import RecordForm
from panel_portal.records.publication import publish
from panel_portal.records.workflow import ALL_VERBS, STAYS
from questions import workflow as workflow_of_questions
from questions.models import Question
from reports import workflow as workflow_of_reports
from reports.models import ClockStop, CommissionerResponse, CommissionersDecision, Inspection, PlannedWork
from tests import factories
from tests.controls import unnamed_controls
from tests.meetings.pages import typed
from tests.records.test_workflow import READY

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

RECORD_ADMINS = [one for one in admin.site._registry.values() if isinstance(one, RecordAdmin)]
WITH_ADD = [one for one in RECORD_ADMINS if type(one).__dict__.get("has_add_permission") is None]
# What came in from somebody is answered for; only its private words are destroyed, in time.
NEVER_DELETED = {"question"}
# Taken by publishing the response (reports/workflow.py), never by themselves.
TAKEN_WITH_ANOTHER = {f"questions.workflow.{name}" for name in ("mark_holding", "mark_answered", "mark_corrected")} | {
    "reports.workflow.letters.mark_replied",
    "reports.workflow.inspections.mark_responded",
    # By agreeing to stop a clock, and by starting it again.
    *(
        f"{room}.{name}_clock"
        for room in ("questions.workflow", "reports.workflow.clocks")
        for name in ("stop", "restart")
    ),
    # In the office's own workspace.
    "reports.workflow.responses.send_response",
}
DONE_AT_ONCE = {workflow_of_questions.separate, workflow_of_reports.decline_stop, workflow_of_reports.restart}
OFFERED = [(one, function) for one in RECORD_ADMINS for function in one.verbs]

each_admin = pytest.mark.parametrize("model_admin", RECORD_ADMINS, ids=lambda one: one.opts.model_name)


def page(model_admin, *rest) -> str:
    return "/".join(["/admin", model_admin.opts.app_label, model_admin.opts.model_name, *map(str, rest)]) + "/"


def draft(model):
    return getattr(factories, f"{model.__name__}Factory")()


@pytest.fixture
def client(clerk, signed_in):
    return signed_in(clerk)


@each_admin
def test_list_opens_for_the_clerk(model_admin, client):
    draft(model_admin.model)
    assert client.get(page(model_admin)).status_code == 200


@pytest.mark.parametrize("model_admin", WITH_ADD, ids=lambda one: one.opts.model_name)
def test_add_page_opens_for_the_clerk(model_admin, client):
    assert client.get(page(model_admin, "add")).status_code == 200


@each_admin
@pytest.mark.parametrize("name", ["change", "history", "delete"])
def test_pages_of_a_record_open_for_the_clerk(model_admin, name, client):
    record = draft(model_admin.model)
    expected = 403 if name == "delete" and model_admin.opts.model_name in NEVER_DELETED else 200
    assert client.get(page(model_admin, record.pk, name)).status_code == expected


@each_admin
@pytest.mark.parametrize("key", ["999999", "abc", "1e3", "0", "²"])
def test_page_of_a_record_that_is_not_there_never_breaks(model_admin, key, client):
    for name in ("change", "history", "delete"):
        refused = {403} if name == "delete" and model_admin.opts.model_name in NEVER_DELETED else set()
        assert client.get(page(model_admin, key, name)).status_code in {302, 404} | refused


def of_kind(model_admin, function):
    """A record of this admin's kind, ready for the verb. `publish` and its like serve many kinds."""
    make, _ = READY[function]
    record = make()
    if isinstance(record, model_admin.model):
        return record
    common = {
        "publish": READY_DRAFT,
        "withdraw": READY_PUBLIC,
        "restore": {kind: (lambda make=make: factories.withdrawn(make())) for kind, make in READY_PUBLIC.items()},
        "disclose": {models.Action: _exempt_action},
    }
    return common[function.verb.short_name][model_admin.model]()


def _exempt_action():
    action = factories.ActionFactory()
    return workflow.exempt_action(action, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)


def _paper_with_file():
    return factories.PaperFileFactory().paper


def _public_note():
    return publish(factories.ActionNoteFactory(action=factories.published_action()), by=factories.a_clerk())


READY_DRAFT = {
    models.Paper: _paper_with_file,
    models.ActionNote: factories.ActionNoteFactory,
    Inspection: factories.InspectionFactory,
    CommissionersDecision: factories.CommissionersDecisionFactory,
    PlannedWork: factories.PlannedWorkFactory,
}
READY_PUBLIC = {
    models.Meeting: factories.published_meeting,
    models.Minutes: lambda: factories.held_meeting_with_minutes().minutes,
    models.AgendaItem: lambda: factories.published_meeting().agenda_items.first(),
    models.Paper: factories.published_paper,
    models.Action: factories.published_action,
    models.ActionNote: _public_note,
    Question: factories.published_question,
    CommissionerResponse: lambda: factories.answered_question().responses.get(),
    Inspection: factories.published_inspection,
    ClockStop: factories.stopped_clock,
    CommissionersDecision: factories.published_decision,
    PlannedWork: lambda: publish(factories.PlannedWorkFactory(), by=factories.a_clerk()),
}


@pytest.mark.parametrize(
    ("model_admin", "function"), OFFERED, ids=lambda one: getattr(one, "__name__", type(one).__name__)
)
def test_verb_appears_until_it_was_taken_and_its_page_opens(model_admin, function, client):
    record = of_kind(model_admin, function)
    address = page(model_admin, record.pk, "do", function.verb.short_name)
    body = client.get(page(model_admin, record.pk, "change")).content.decode()
    assert f'"{address}"' in body
    assert function.verb.label in body
    opened = client.get(address)
    assert opened.status_code == 200
    assert unnamed_controls(body) + unnamed_controls(opened.content.decode()) == []
    _, details = READY[function]
    details = {name: value(record) if callable(value) else value for name, value in details.items()}
    function(record, by=factories.a_clerk(), note="Because it was agreed.", **details)
    body = client.get(page(model_admin, record.pk, "change")).content.decode()
    # One that leaves the record in its state may be taken again, unless it has nothing left to do.
    assert (f'"{address}"' in body) is (function.verb.to is STAYS and function not in DONE_AT_ONCE)


# The page of a response depends on what it answers; the test after this one has one.
NAMED = [one for one in RECORD_ADMINS if one.model is not CommissionerResponse]


@pytest.mark.parametrize("model_admin", NAMED, ids=lambda one: one.model.__name__)
def test_page_of_every_record_says_at_which_version_it_was_opened(model_admin, clerk, rf):
    """Else the second of two clerks would overwrite what the first has saved in between, and neither would know."""
    request = rf.get("/")
    request.user = clerk
    record = model_admin.model(pk=1)
    if model_admin.has_change_permission(request, record) and issubclass(model_admin.form, RecordForm):
        assert "opened_version" in flatten_fieldsets(model_admin.get_fieldsets(request, record))


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (factories.published_action, "given_in"),
        (factories.published_question, "title"),
        (factories.CommissionersDecisionFactory, "title"),
        (lambda: factories.PanelReportFactory(), "title"),
        (lambda: factories.answered_question().responses.get(), "author"),
    ],
    ids=["action", "question", "decision", "letter", "response"],
)
def test_second_of_two_clerks_is_told_and_overwrites_nothing(make, field, client):
    record = make()
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    opened = typed(client.get(address))
    assert client.post(address, {**opened, field: "The first was here"}).status_code == 302
    second = client.post(address, {**opened, field: "The second was slower"})
    assert "while you had it open" in second.content.decode()
    assert "The second was slower" in second.content.decode()
    record.refresh_from_db()
    assert getattr(record, field) == "The first was here"


def test_every_verb_has_its_place_in_the_admin():
    offered = {function.verb.path for _, function in OFFERED}
    assert {verb.path for verb in ALL_VERBS} == offered | TAKEN_WITH_ANOTHER
    assert not offered & TAKEN_WITH_ANOTHER


def test_verb_appears_only_for_who_has_the_right(signed_in):
    user = factories.user_in_role(roles.CLERK)
    user.groups.clear()
    for codename in ("view_member", "change_member"):
        user.user_permissions.add(_permission(codename))
    member = factories.MemberFactory()
    body = signed_in(user).get(f"/admin/meetings/member/{member.pk}/change/").content.decode()
    assert "/do/publish/" not in body


def _permission(codename):
    return Permission.objects.get(codename=codename)


# What may be typed ------------------------------------------------------------------------------------------------

TYPED = [
    "q=%00",
    "p=abc",
    "p=-1",
    "p=99999999999999999999",
    "q=" + "x" * 5000,
    "q=%27%22%3E%3Cscript%3E",
    "q=%25%5F%5C",
    "o=99.-99.x",
    "e=1",
    "nothing__like=this",
    "state__exact=nonsense",
    "all=",
    "_popup=1&_to_field=pk",
    "starts_at__year=abc",
    "starts_at__year=2026&starts_at__month=13",
    "body__id__exact=abc",
    "id__in=1,x",
]


@each_admin
def test_list_never_breaks_on_what_is_typed_in_its_address(model_admin, client):
    client.raise_request_exception = False
    draft(model_admin.model)
    statuses = {typed: client.get(f"{page(model_admin)}?{typed}").status_code for typed in TYPED}
    assert {typed: status for typed, status in statuses.items() if status not in {200, 302, 400}} == {}


@pytest.mark.parametrize("words", ["", "%00", "x", "%27", "x" * 3000, "%25", "%F0%9F%9A%93", "a%20b%20%22c"])
def test_find_never_breaks(words, client):
    factories.AgendaItemFactory()
    assert client.get(f"/admin/find/?q={words}").status_code in {200, 400}


def test_find_finds_every_kind_of_record_by_its_words_in_any_state(client):
    draft_item = factories.AgendaItemFactory(title="Speed cameras on the coast road")
    minuted = factories.held_meeting()
    factories.MinuteFactory(agenda_item=minuted.agenda_items.first(), text="<p>Speed cameras were discussed.</p>")
    action = factories.ActionFactory(text="To list the speed cameras")
    found = client.get("/admin/find/?q=speed cameras").context["found"]
    rows = [row for _, some, _ in found for row in some]
    assert {draft_item, action} <= set(rows)
    assert minuted.minutes in rows or minuted.agenda_items.first() in rows


def test_there_is_one_admin_and_it_is_ours():
    assert [type(site).__name__ for site in all_sites] == ["PortalAdminSite"]
    labels = {model._meta.label for model in admin.site._registry}
    assert {"records.Provision", "records.StatutoryPeriod", "records.OutgoingEmail"} <= labels
