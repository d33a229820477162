"""A page costs the same number of queries for two rows and for eight."""

import pprint
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from meetings import models, workflow
from meetings import urls as meeting_urls
from meetings.models import Action
from panel_portal.accounts import roles
from panel_portal.pages import urls as page_urls
from panel_portal.pages.api.document import KINDS
from panel_portal.pages.sitemaps import SITEMAPS
from panel_portal.records import revision
from panel_portal.records.models import OutgoingEmail
from panel_portal.records.periods import today
from panel_portal.records.publication import publish
from questions import urls as question_urls
from questions import workflow as questions
from reports import urls as report_urls
from reports import workflow as reports
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def asked(client, address) -> list[str]:
    """The queries of one answer, the sign-in's own two or three included."""
    revision.validator()  # what is asked once for each revision
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def more(how_many: int) -> None:
    """Some of everything that a public list shows: meetings with decisions, papers, people, actions open and closed."""
    clerk = factories.a_clerk()
    upcoming = factories.published_meeting(
        body=factories.the_panel(), starts_at=timezone.now() + timedelta(days=30 + how_many)
    )
    for number in range(how_many):
        meeting = factories.held_meeting_with_minutes()
        item = meeting.agenda_items.first()
        factories.published_paper(item)
        member = factories.published_member()
        factories.PanelRoleFactory(member=member, body=factories.BodyFactory())
        factories.published_action(
            owner_office=factories.OfficeFactory(), due_rule=Action.DueRule.ON_DATE, due_given_on="2020-03-01"
        )
        factories.published_action(owner_body=factories.BodyFactory(), origin_item=item)
        workflow.drop(
            factories.published_action(origin_item=item), by=clerk, note="No longer wanted.", at_meeting=meeting
        )
        factories.published_meeting(starts_at=timezone.now() + timedelta(days=number + 1), body=factories.BodyFactory())
        factories.published_question(meeting=upcoming)
        questions.refuse(factories.received_question(), by=clerk, note="No.", ground=factories.RefusalGroundFactory())
        reply = factories.CommissionerResponseFactory(question=None, report=factories.published_report(requests=1))
        reports.publish_response(reply, by=clerk)
        factories.ScrutinisedDecisionFactory(decision=factories.published_decision(), considered_at=item)
        factories.CommissionersDecisionFactory()
        factories.reported_inspection(findings=2, inspected=factories.OfficeFactory())
        factories.published_report(
            addressee=factories.OfficeFactory(), reply_basis="panel", reply_due_on=today() + timedelta(days=2)
        )
        panels_own = factories.published_meeting(starts_at=timezone.now() + timedelta(days=number + 1, hours=1))
        for planned in ({"month": today()}, {"month": None, "at_meeting": panels_own, **factories.a_period()}):
            publish(factories.PlannedWorkFactory(**planned), by=clerk)
        exempt = workflow.publish_action(factories.ActionFactory(origin_item=item), by=clerk)
        workflow.exempt_action(exempt, by=clerk, **factories.reached.PARAGRAPHS)


PUBLIC_LISTS = (
    "/",
    "/meetings/",
    "/actions/?show=all",
    "/actions/?show=overdue",
    "/actions/?show=closed",
    "/actions.csv?show=all",
    "/members/",
    "/questions/",
    "/reports/",
    "/inspections/",
    "/responses/",
    "/responses/awaiting/",
    "/decisions/",
    "/decisions.csv",
    "/topics/",
    "/year/",
    "/follow/",
    "/meetings.csv",
    "/members.csv",
    "/questions.csv",
    "/reports.csv",
    "/responses.csv",
    "/inspections.csv",
    "/search/",
    "/search/?q=figures",
)
# A feed tells ten kinds of records at once, each with what hangs from it.
PUBLIC_FEEDS = (
    "/feeds/",
    "/feeds/everything.atom",
    "/feeds/bodies/panel.atom",
    "/feeds/states/became-overdue.atom",
    "/feeds/states/answered.atom",
    "/calendar/meetings.ics",
    "/calendar/questions.ics",
    "/calendar/bodies/panel.ics",
)

# The API asks for rows and for what is told of them; where “modified_since” is asked, for what is gone as well.
API_LISTS = tuple(
    f"/api/v1/{kind.name}/?limit=100{more}" for kind in KINDS for more in ("", "&modified_since=2000-01-01T00:00:00Z")
)
SITEMAP = tuple(f"/sitemap-{section}.xml" for section in SITEMAPS)


def more_for_the_admin(how_many: int) -> None:
    """What only the admin lists."""
    for _ in range(how_many):
        user = factories.UserFactory()
        models.MemberSignIn.objects.create(user=user, member=factories.MemberFactory())
        models.OfficeSignIn.objects.create(user=factories.UserFactory(), office=factories.OfficeFactory())
        publish(factories.ActionNoteFactory(action=factories.published_action()), by=factories.a_clerk())
        OutgoingEmail.objects.create(key=user.email, to=user.email, subject="Subject", body="Body")


def admin_lists(user) -> list[str]:
    request = RequestFactory().get("/admin/")
    request.user = user
    return [
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for model, model_admin in admin.site._registry.items()
        if model_admin.has_view_permission(request)
    ]


def shape(query: str) -> str:
    """From which table, so that what is asked again and again can be told."""
    return " ".join(re.findall(r"FROM (\S+)|WHERE (.{0,60})", query)[0]) if "FROM" in query else query[:40]


@pytest.fixture(scope="module")
def costs(for_module) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """The queries of every list with two rows and with eight, by reader and address. (Two, not one: minutes wait for
    approval on the work list only once their body has met again.)"""
    readers = {"stranger": (Client(), (*PUBLIC_LISTS, *PUBLIC_FEEDS, *API_LISTS, *SITEMAP))}
    for role, addresses in (
        (roles.MEMBER, ["/workspace/?show=all", "/workspace/questions/"]),
        (roles.CLERK, []),
        (roles.ADMINISTRATOR, []),
    ):
        user, client = factories.user_in_role(role), Client()
        client.force_login(user)
        readers[role] = (client, [*addresses, *(["/admin/", *admin_lists(user)] if user.is_staff else [])])
    found = {}
    # Remembered from the first time on, so that the first page of all would pay for it.
    ContentType.objects.get_for_models(*apps.get_models())
    for how_many in (2, 6):
        more(how_many)
        more_for_the_admin(how_many)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for reader, (client, addresses) in readers.items():
            for address in addresses:
                found.setdefault((reader, address), []).append(asked(client, address))
    return found


@pytest.mark.parametrize("reader", ["stranger", roles.MEMBER, roles.CLERK, roles.ADMINISTRATOR])
def test_list_costs_the_same_for_few_rows_and_for_many(costs, reader):
    grown = {
        address: [f"{len(one)} became {len(many)}", *Counter(map(shape, many)).most_common(3)]
        for (whose, address), (one, many) in costs.items()
        if whose == reader and len(many) > len(one)
    }
    assert not grown, pprint.pformat(grown)


def test_public_lists_are_cheap(costs):
    assert {
        address: len(one)
        for (whose, address), (one, _) in costs.items()
        if whose == "stranger" and len(one) > (40 if address in PUBLIC_FEEDS else 20)
    } == {}


def test_every_public_list_is_measured():
    routes = [*meeting_urls.urlpatterns, *question_urls.urlpatterns, *report_urls.urlpatterns, *page_urls.urlpatterns]
    # Pages of questions that are no lists.
    others = {f"questions/{one}" for one in ("ask/", "ask/sent/", "ask/<slug:step>/", "scheme/", "not-put/")}
    others |= {"workspace/", "office/", "respond/<str:token>/", "inspections/<slug:slug>/"}
    # Its cost is promised in tests/reports/test_thread.py.
    others |= {"threads/topic/<slug:slug>/", "topics/<slug:slug>/"}
    walked = {route.pattern._route for route in routes if isinstance(route.pattern, RoutePattern)} - {
        *others,
        "workspace/",
    }
    measured = {address.partition("?")[0].removeprefix("/") for address in (*PUBLIC_LISTS, *PUBLIC_FEEDS)}
    # Of the feeds of a body or a state some stand for all.
    assert {one for one in measured if not one.startswith(("feeds/bodies/", "feeds/states/", "calendar/bodies/"))} == (
        walked | {"", "follow/", "search/"}
    )


def meeting_with(items: int):
    meeting = factories.held_meeting(items=items)
    for item in meeting.agenda_items.in_order():
        factories.published_paper(item)
        factories.minuted_item(item, limbs=2)
        factories.ActionFactory(origin_item=item, owner_office=factories.the_commissioner())
    for _ in range(items):
        factories.AttendanceFactory(minutes=meeting.minutes, name="", member=factories.published_member())
        factories.DeclarationFactory(minutes=meeting.minutes, agenda_item=item)
        factories.InvitationFactory(meeting=meeting, name="", body=factories.BodyFactory())
    workflow.publish_minutes(meeting.minutes, by=factories.a_clerk())
    return meeting


@pytest.fixture(scope="module")
def large(costs):
    """One meeting of 25 items for all the tests below; it is made after everything is counted."""
    return meeting_with(25)


def test_meeting_of_25_items_costs_at_most_13_queries(large):
    queries = asked(Client(), large.get_absolute_url())
    assert len(queries) <= 13, "\n".join(queries)  # one of them asks whether anything public changed


def test_actions_that_stand_on_an_agenda_cost_one_query_more(large):
    item = large.agenda_items.in_order()[3]
    before = asked(Client(), large.get_absolute_url())
    for _ in range(3):
        factories.AgendaActionFactory(agenda_item=item, action=factories.published_action())
    assert len(asked(Client(), large.get_absolute_url())) == len(before) + 1


def test_meeting_costs_the_same_for_one_item_and_for_25(large):
    client, small = Client(), meeting_with(1)
    asked(client, small.get_absolute_url())
    one, many = asked(client, small.get_absolute_url()), asked(client, large.get_absolute_url())
    assert len(many) == len(one), "\n".join(many)


def test_item_costs_the_same_beside_one_item_and_beside_24(large):
    client, small = Client(), meeting_with(2)
    addresses = [meeting.agenda_items.in_order()[1].get_absolute_url() for meeting in (small, large)]
    asked(client, addresses[0])
    one, many = (asked(client, address) for address in addresses)
    assert len(many) == len(one), "\n".join(many)


def test_action_costs_the_same_for_one_note_and_for_twenty():
    client, action = Client(), factories.published_action()
    counts = []
    for how_many in (1, 19):
        for _ in range(how_many):
            publish(factories.ActionNoteFactory(action=action), by=factories.a_clerk())
            action.refresh_from_db()
        asked(client, action.get_absolute_url())
        counts.append(len(asked(client, action.get_absolute_url())))
    assert counts[0] == counts[1]
