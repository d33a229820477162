"""Who may open what: every address that is not public, for every role, against the tables below.

An address that is in no table fails, so a new page must say here whom it is for.
"""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver
from procrastinate.contrib.django.models import ProcrastinateJob

from meetings import models, workflow
from panel_portal.accounts import roles
from panel_portal.pages.models import FruitlessSearch, Subscription
from panel_portal.records import tokens
from panel_portal.records.mail import queue
from panel_portal.records.models import OutgoingEmail, ProclaimedHoliday, Provision, StatutoryPeriod, TaskToken
from reports.models import Election
from tests import factories
from tests.pages.followers import asked

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

STRANGER = "stranger"
READERS = (STRANGER, roles.MEMBER, roles.OFFICE, roles.CLERK, roles.ADMINISTRATOR)

KINDS_OF_THE_API = (
    "bodies", "members", "meetings", "items", "actions", "topics", "questions", "reports", "responses", "inspections",
    "decisions",
)  # fmt: skip

# Open to everybody. The leak crawl (test_visibility.py) walks these.
PUBLIC = {
    "",
    "meetings/",
    "^meetings/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/$",
    "^meetings/(?P<meeting_slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/(?P<slug>[-a-z0-9]+)/$",
    *(
        f"^meetings/{before}{after}"
        for before in (
            "(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/print/minutes",
            "(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/print/agenda",
            "(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/print/actions",
            "(?P<meeting_slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/(?P<slug>[-a-z0-9]+)/extract",
        )
        for after in ("/$", "\\.(?P<form>pdf|docx)$")
    ),
    "^meetings/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/print/actions\\.csv$",
    "actions/",
    "actions.csv",
    "^actions/(?P<reference>\\d{4}-\\d{3,6})/$",
    "^actions/A(?P<year>\\d{4})[-/](?P<number>\\d{3,6})/?$",
    "members/",
    "^papers/(?P<pk>\\d{1,12})/(?P<name>[-.\\w]{1,120})$",
    "questions/",
    "questions/ask/",
    "questions/ask/sent/",
    "questions/ask/<slug:step>/",
    "^questions/track/(?P<token>[-\\w]{20,80})/$",
    "questions/scheme/",
    "^questions/scheme/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)\\.ics$",
    "questions/not-put/",
    "^questions/(?P<reference>\\d{4}-\\d{3,6})/$",
    "^questions/Q(?P<year>\\d{4})[-/](?P<number>\\d{3,6})/?$",
    "reports/",
    "^reports/(?P<reference>\\d{4}-\\d{3,6})/$",
    "^reports/(?P<reference>\\d{4}-\\d{3,6})/print/$",
    "^reports/(?P<reference>\\d{4}-\\d{3,6})/print\\.(?P<form>pdf|docx)$",
    "^reports/R(?P<year>\\d{4})[-/](?P<number>\\d{3,6})/?$",
    "responses/",
    "^responses/files/(?P<pk>\\d+)/(?P<name>[^/]+)$",
    "inspections/",
    "inspections/<slug:slug>/",
    "respond/<str:token>/",
    "follow/",
    "follow/sent/",
    *(f"follow/^{what}/(?P<token>[-.\\w]{{20,120}})/$" for what in ("confirm", "stop", "stop-all", "change")),
    "threads/topic/<slug:slug>/",
    "topics/",
    "topics/<slug:slug>/",
    "^threads/(?P<kind>question|action|report|response)/(?P<reference>\\d{4}-\\d{3,6})/$",
    "^threads/(?P<kind>inspection|decision)/(?P<reference>[-a-z0-9]{1,90})/$",
    "^threads/(?P<kind>meeting)/(?P<reference>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/$",
    "^threads/(?P<kind>item)/(?P<reference>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?/[-a-z0-9]+)/$",
    "responses/awaiting/",
    "^responses/(?P<reference>\\d{4}-\\d{3,6})/$",
    "decisions/",
    "decisions.csv",
    "^decisions/(?P<slug>[-a-z0-9]{1,44})/$",
    "^decisions/(?P<number>[-A-Za-z0-9]{1,44})/?$",
    "search/",
    "year/",
    "^year/(?P<year>20\\d{2})/$",
    "feeds/",
    "feeds/everything.atom",
    "^feeds/bodies/(?P<slug>[-\\w]{1,60})\\.atom$",
    "^feeds/topics/(?P<slug>[-\\w]{1,60})\\.atom$",
    "^feeds/questions/(?P<reference>\\d{4}-\\d{3,6})\\.atom$",
    "^feeds/actions/(?P<reference>\\d{4}-\\d{3,6})\\.atom$",
    "^feeds/states/(?P<state>became-overdue|answered|accepted)\\.atom$",
    "calendar/meetings.ics",
    "calendar/questions.ics",
    "^calendar/bodies/(?P<slug>[-\\w]{1,60})\\.ics$",
    "^calendar/meetings/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)\\.ics$",
    "meetings.csv",
    "members.csv",
    "questions.csv",
    "reports.csv",
    "responses.csv",
    "inspections.csv",
    "data/",
    "data/schemas/<slug:name>.json",
    "robots.txt",
    "sitemap.xml",
    "sitemap-<slug:section>.xml",
    "api/v1/",
    "api/v1/openapi.json",
    *(f"api/v1/{kind}/{key}" for kind in KINDS_OF_THE_API for key in ("", "<key>/")),
    "api/^.*/$",
    "about/",
    "accessibility/",
    "privacy/",
    "cookies/",
    "health/",
    "favicon.ico",
}

# What GET answers, at the end of its redirects. "in": the sign-in page; "home": the reader's own first page.
ANSWERS = {
    #                                              stranger member office clerk administrator
    "workspace/":                                  "in      200    403    200   403",
    # There is no such action.
    "workspace/^actions/(?P<reference>\\d{4}-\\d{3,6})/$":
                                                   "in      404    403    404   403",
    "workspace/questions/":                        "in      200    403    200   403",
    "workspace/seen/":                             "in      405    403    405   403",
    "workspace/follow/<int:pk>/":                  "in      405    403    405   403",
    "workspace/unfollow/<int:pk>/":                "in      405    403    405   403",
    "workspace/brief/":                            "in      200    403    200   403",
    "workspace/^brief\\.(?P<form>pdf|docx)$":      "in      200    403    200   403",
    # There is no meeting on that day.
    "workspace/^brief/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/$":
                                                   "in      404    403    404   403",
    "workspace/^brief/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)\\.(?P<form>pdf|docx)$":
                                                   "in      404    403    404   403",
    # No such sign-in answers for an office yet.
    "office/":                                     "in      403    403    403   403",
    "^office/(?P<kind>question|action|report|inspection)/(?P<reference>[-\\w]+)/$":
                                                   "in      403    403    403   403",
    "accounts/":                                   "in      home   home   home  home",
    "accounts/start/":                             "in      home   home   home  home",
    "accounts/login/":                             "in      home   home   home  home",
    "accounts/second-factor/":                     "in      200    200    200   200",
    "accounts/email/":                             "in      200    200    200   200",
    "accounts/logout/":                            "/       200    200    200   200",
    "accounts/inactive/":                          "200     200    200    200   200",
    "accounts/signup/":                            "200     home   home   home  home",
    "accounts/reauthenticate/":                    "in      200    200    200   200",
    "accounts/confirm-email/":                     "200     200    200    200   200",
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": "200     200    200    200   200",
    "accounts/password/change/":                   "in      200    200    200   200",
    "accounts/password/set/":                      "in      200    200    200   200",
    "accounts/password/reset/":                    "200     200    200    200   200",
    "accounts/password/reset/done/":               "200     200    200    200   200",
    "accounts/password/reset/key/done/":           "200     200    200    200   200",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$":
                                                   "200     200    200    200   200",
    "accounts/login/code/confirm/":                "in      home   home   home  home",
    "accounts/2fa/":                               "in      200    200    200   200",
    "accounts/2fa/authenticate/":                  "in      home   home   home  home",
    "accounts/2fa/reauthenticate/":                "in      200    200    200   200",
    "accounts/2fa/totp/activate/":                 "in      200    200    200   200",
    # Without an authenticator app there is nothing to switch off and there are no codes to read.
    "accounts/2fa/totp/deactivate/":               "in      404    404    404   404",
    "accounts/2fa/recovery-codes/":                "in      404    404    404   404",
    "accounts/2fa/recovery-codes/generate/":       "in      200    200    200   200",
    "accounts/2fa/recovery-codes/download/":       "in      404    404    404   404",
    "admin/":                                      "in      403    403    200   200",
    "admin/find/":                                 "in      403    403    200   200",
    "admin/kept/<slug:page>/":                     "in      403    403    405   405",
    "admin/login/":                                "in      403    403    403   403",
    "admin/logout/":                               "in      403    403    405   405",
    "admin/password_change/":                      "in      403    403    200   200",
    "admin/password_change/done/":                 "in      403    403    200   200",
    "admin/autocomplete/":                         "in      403    403    403   403",
    "admin/jsi18n/":                               "in      403    403    200   200",
    "admin/preview/meeting/<int:pk>/":             "in      403    403    200   403",
    "admin/preview/item/<int:pk>/":                "in      403    403    200   403",
    "admin/preview/question/<int:pk>/":            "in      403    403    200   403",
    "admin/topics/suggested/":                     "in      403    403    200   403",
    "admin/preview/report/<int:pk>/":              "in      403    403    200   403",
    "admin/preview/inspection/<int:pk>/":          "in      403    403    200   403",
    "admin/preview/decision/<int:pk>/":            "in      403    403    200   403",
    "admin/r/<path:content_type_id>/<path:object_id>/": "in 403    403    404   404",
}  # fmt: skip

# Which pages of each kind of record open in the admin. Nobody but clerk and administrator gets inside. "change" also
# stands for reading it there; "do" for taking its verbs.
EVERYTHING = "list, add, change, history, delete, do, cancel"
RIGHTS = {
    #                                   clerk                             administrator
    "accounts.user":                   ("",                               "list, add, change, history"),
    "records.provision":               ("list, change, history",          "list, add, change, history"),
    "records.statutoryperiod":         ("list, change, history",          "list, change, history"),
    "records.proclaimedholiday":       ("list, change, history",          "list, add, change, history, delete"),
    "records.outgoingemail":           ("list, change, history",          "list, change, history"),
    "meetings.body":                   (EVERYTHING,                       ""),
    "meetings.office":                 (EVERYTHING,                       "list, change, history, do, cancel"),
    "meetings.authority":              (EVERYTHING,                       ""),
    "meetings.contact":                (EVERYTHING,                       ""),
    "meetings.member":                 (EVERYTHING,                       "list, change, history, cancel"),
    "meetings.membersignin":           ("",                               "list, add, change, history, delete"),
    "meetings.officesignin":           ("",                               "list, add, change, history, delete"),
    "meetings.meeting": (
        f"{EVERYTHING}, add item, number items, paste, paste item, review, delete pasted", ""
    ),
    "meetings.stockphrase":            ("list, add, change, history, delete", ""),
    "meetings.minutes":                ("list, change, history, delete, do, cancel, next agenda, roll", ""),
    "meetings.agendaitem":             ("list, change, history, delete, do, cancel, move, correct", ""),
    "meetings.paper":                  (EVERYTHING,                       ""),
    "meetings.action":                 (EVERYTHING,                       ""),
    "meetings.actionnote":             (EVERYTHING,                       ""),
    "records.topic":                   (EVERYTHING,                       ""),
    "questions.scheme":                (EVERYTHING,                       ""),
    "questions.statedclosing":         (EVERYTHING,                       ""),
    # What came in is answered for: nobody deletes it.
    "questions.question":              ("list, add, change, history, do, cancel", ""),
    "reports.panelreport":             (f"{EVERYTHING}, draft",           ""),
    "reports.commissionerresponse":    (EVERYTHING,                       ""),
    "reports.inspection":              (EVERYTHING,                       ""),
    "reports.finding":                 ("list, change, history, delete, do, cancel", ""),
    "reports.clockstop":               (EVERYTHING,                       ""),
    # Given on a page of its own, and never changed: only taken back.
    "records.tasktoken":               ("list, change, history, give, revoke", ""),
    # How many there are; their rows have no pages.
    "pages.subscription":              ("list",                           ""),
    "reports.commissionersdecision":   (f"{EVERYTHING}, read list, publish all", ""),
    "reports.plannedwork":             (EVERYTHING,                       ""),
    "reports.election":                ("list, add, change, history, delete", ""),
    "meetings.standingreport":         ("list, add, change, history, delete", ""),
    "meetings.agendaaction":           ("list, change, history, delete, do, cancel", ""),
    "pages.fruitlesssearch":           ("list, change, history",          ""),
    # Tables of the packages: for whoever runs the server, with a superuser's rights.
    "auth.group":                      ("",                               ""),
    "procrastinate.procrastinatejob":  ("",                               ""),
    "account.emailaddress":            ("",                               ""),
    "mfa.authenticator":               ("",                               ""),
    "axes.accessattempt":              ("",                               ""),
    "axes.accesslog":                  ("",                               ""),
    "axes.accessfailurelog":           ("",                               ""),
}  # fmt: skip
PAGES = {
    "list": "",
    "add": "add/",
    "change": "<path:object_id>/change/",
    "history": "<path:object_id>/history/",
    "delete": "<path:object_id>/delete/",
    "do": "<int:pk>/do/<slug:verb_name>/",
    "cancel": "<int:pk>/cancel/<int:scheduled_pk>/",
    "draft": "draft/",
    "give": "give/",
    "revoke": "<int:pk>/revoke/",
    "read list": "read/",
    "publish all": "publish-all/",
    "move": "<int:pk>/move/",
    "add item": "<int:pk>/add-item/",
    "number items": "<int:pk>/number-items/",
    "paste": "<int:pk>/paste/",
    "paste item": "<int:pk>/paste/<int:item_pk>/",
    "review": "pasted/<int:pk>/",
    "delete pasted": "pasted/<int:pk>/delete/",
    "correct": "<int:pk>/correct/",
    "next agenda": "<int:pk>/next-agenda/",
    "roll": "<int:pk>/roll/",
}


def routes(resolver=None, before="") -> list[str]:
    """Every address of the portal, as written."""
    found = []
    for route in (resolver or get_resolver()).url_patterns:
        whole = before + str(route.pattern)
        found += routes(route, whole) if hasattr(route, "url_patterns") else [whole]
    return found


def made(model):
    """One draft of a model that the admin knows."""
    others = {
        Group: Group.objects.first,
        TaskToken: lambda: (
            tokens.give(TaskToken.Purpose.ANSWER_REPORT, factories.published_report().pk),
            TaskToken.objects.first(),
        )[1],
        Provision: Provision.objects.first,
        StatutoryPeriod: StatutoryPeriod.objects.first,
        ProclaimedHoliday: lambda: ProclaimedHoliday.objects.create(day="2024-06-20", name="A day", source="The news"),
        Election: lambda: Election.objects.create(held_on="2024-05-02"),
        Subscription: asked,
        FruitlessSearch: lambda: FruitlessSearch.objects.create(words="words", day="2024-05-02"),
        OutgoingEmail: lambda: queue(to="a@x.example", subject="S", body="B", key="k"),
        ProcrastinateJob: lambda: (made(OutgoingEmail), ProcrastinateJob.objects.first())[1],
        EmailAddress: lambda: EmailAddress.objects.create(user=factories.UserFactory(), email="b@x.example"),
        Authenticator: lambda: Authenticator.objects.create(user=factories.UserFactory(), type="totp", data={}),
        AccessAttempt: lambda: AccessAttempt.objects.create(failures_since_start=1),
        AccessLog: lambda: AccessLog.objects.create(),
        AccessFailureLog: lambda: AccessFailureLog.objects.create(),
        models.MemberSignIn: lambda: models.MemberSignIn.objects.create(
            user=factories.UserFactory(), member=factories.MemberFactory()
        ),
        models.OfficeSignIn: lambda: models.OfficeSignIn.objects.create(
            user=factories.UserFactory(), office=factories.OfficeFactory()
        ),
    }
    return others[model]() if model in others else getattr(factories, f"{model.__name__}Factory")()


def client_of(reader) -> Client:
    client = Client()
    if reader != STRANGER:
        client.force_login(factories.user_in_role(reader))
    return client


HOME = {roles.MEMBER: "/workspace/", roles.OFFICE: "/office/"}


def answer(reader, address) -> str:
    response = client_of(reader).get(address, follow=True)
    end = response.redirect_chain[-1][0].partition("?")[0] if response.redirect_chain else address
    if end == "/accounts/login/" and response.status_code == 200:
        return "in"
    if end != address and end == HOME.get(reader, "/admin/"):
        return "home"
    return end if end == "/" else str(response.status_code)


FILLED = {
    "^actions/(?P<reference>\\d{4}-\\d{3,6})/$": "actions/2001-001/",
    "^brief\\.(?P<form>pdf|docx)$": "brief.pdf",
    "^brief/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)/$": "brief/2001-01-01/",
    "^brief/(?P<slug>\\d{4}-\\d{2}-\\d{2}(?:-\\d+)?)\\.(?P<form>pdf|docx)$": "brief/2001-01-01.pdf",
    "^office/(?P<kind>question|action|report|inspection)/(?P<reference>[-\\w]+)/$": "office/question/2001-001/",
    "<slug:page>": "agendaitem-1",
    "<int:pk>": "{pk}",
    "<path:content_type_id>/<path:object_id>": "999/1",
    "^confirm-email/(?P<key>[-:\\w]+)/$": "confirm-email/abc/",
    "^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "password/reset/key/1-abc/",
}


@pytest.mark.parametrize("route", ANSWERS)
def test_address_answers_each_role_as_the_table_says(route):
    address = f"/{route}"
    for written, value in FILLED.items():
        address = address.replace(written, value)
    item = factories.AgendaItemFactory()
    made_for = {
        "question/": factories.QuestionFactory,
        "report/": factories.PanelReportFactory,
        "inspection/": factories.InspectionFactory,
        "decision/": factories.CommissionersDecisionFactory,
    }
    factory = next((factory for word, factory in made_for.items() if f"preview/{word}" in route), None)
    pk = factory().pk if factory else item.pk if "item" in route else item.meeting_id
    address = address.format(pk=pk)
    assert {reader: answer(reader, address) for reader in READERS} == dict(
        zip(READERS, ANSWERS[route].split(), strict=True)
    )


def address_of(model_admin, page, record) -> str:
    verbs = getattr(model_admin, "verbs", ())
    route = PAGES[page].replace("<path:object_id>", str(record.pk)).replace("<int:pk>", str(record.pk))
    route = route.replace("<int:item_pk>", "1")
    route = route.replace("<slug:verb_name>", verbs[0].verb.short_name if verbs else "nothing")
    opts = model_admin.opts
    return f"/admin/{opts.app_label}/{opts.model_name}/" + route.replace("<int:scheduled_pk>", "1")


def pages_of(model_admin) -> list[str]:
    opts = model_admin.opts
    before = f"admin/{opts.app_label}/{opts.model_name}/"
    written = {route.removeprefix(before) for route in routes() if route.startswith(before)}
    unknown = written - set(PAGES.values()) - {"<path:object_id>/"}
    assert not unknown, f"Name these pages in PAGES: {unknown}"
    return [page for page, route in PAGES.items() if route in written]


def opened(model_admin, role) -> str:
    """The pages of a model that a role may open (404: it may, but there is no such verb or set time)."""
    client, record = client_of(role), made(model_admin.model)
    found = []
    for page in pages_of(model_admin):
        response = client.get(address_of(model_admin, page, record))
        assert response.status_code in {200, 302, 403, 404}, (page, response.status_code)
        if response.status_code != 403:
            found.append(page)
    return ", ".join(found)


def registered() -> dict:
    return {model._meta.label_lower: model_admin for model, model_admin in admin.site._registry.items()}


@pytest.mark.parametrize("label", RIGHTS)
@pytest.mark.parametrize("role", [roles.CLERK, roles.ADMINISTRATOR])
def test_admin_pages_of_a_record_open_as_the_table_says(label, role):
    expected = RIGHTS[label][[roles.CLERK, roles.ADMINISTRATOR].index(role)]
    assert opened(registered()[label], role) == expected


@pytest.mark.parametrize("reader", [STRANGER, roles.MEMBER, roles.OFFICE])
def test_admin_pages_open_for_nobody_else(reader):
    client = client_of(reader)
    for model_admin in registered().values():
        record = made(model_admin.model)
        for page in pages_of(model_admin):
            address = address_of(model_admin, page, record)
            for response in (client.get(address), client.post(address)):
                assert response.status_code == 302, address
                assert response["Location"].startswith("/admin/login/"), address


@pytest.mark.parametrize("role", [roles.MEMBER, roles.OFFICE, roles.ADMINISTRATOR])
def test_verbs_are_taken_by_nobody_without_the_right(role):
    meeting = factories.AgendaItemFactory().meeting
    client_of(role).post(
        f"/admin/meetings/meeting/{meeting.pk}/do/publish_agenda/", {"note": "", "at_0": "", "at_1": ""}
    )
    meeting.refresh_from_db()
    assert meeting.publication == "draft"


def test_verb_is_not_taken_by_opening_its_page():
    meeting = factories.AgendaItemFactory().meeting
    response = client_of(roles.CLERK).get(f"/admin/meetings/meeting/{meeting.pk}/do/publish_agenda/")
    assert response.status_code == 200
    meeting.refresh_from_db()
    assert meeting.state == "agenda_draft"


def test_form_from_another_site_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.force_login(factories.user_in_role(roles.CLERK))
    meeting = factories.AgendaItemFactory().meeting
    response = client.post(f"/admin/meetings/meeting/{meeting.pk}/do/publish_agenda/", {"note": ""})
    assert response.status_code == 403
    meeting.refresh_from_db()
    assert meeting.state == "agenda_draft"


def test_every_address_is_in_a_table():
    in_admin = tuple(f"admin/{label.replace('.', '/')}/" for label in registered())
    overview = "^(?P<app_label>"  # Django's own list of the models of an app
    unknown = {
        route
        for route in routes()
        if route not in PUBLIC
        and route not in ANSWERS
        and not route.startswith(in_admin)
        and not route.startswith(f"admin/{overview}")
        and route != "admin/(?P<url>.*)$"
    }
    assert unknown == set(), "Say in a table of this module for whom these are."
    assert set(registered()) == set(RIGHTS)


def test_workspace_shows_members_what_is_exempt_and_marks_it():
    action = factories.published_action(text="To report on the tender")
    workflow.exempt_action(action, by=factories.a_clerk(), **factories.reached.PARAGRAPHS)
    assert "To report on the tender" in client_of(roles.MEMBER).get("/workspace/").content.decode()
    assert "To report on the tender" not in Client().get("/actions/").content.decode()
