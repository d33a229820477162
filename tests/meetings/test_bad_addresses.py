"""Addresses and queries that nobody would type by hand, and forms that were tampered with."""

import pytest
from django.contrib import admin
from django.forms import SplitDateTimeField
from django.test import Client

from meetings import workflow
from meetings.models import Action, Limb, Member
from panel_portal.records.publication import publish
from tests import factories
from tests.meetings.pages import Page, typed
from tests.meetings.test_bad_input import PROPER, do, errors_by_field, page_of, send

pytestmark = pytest.mark.thorough


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


# Addresses -------------------------------------------------------------------------------------------------

ADMIN_MODELS = [
    model._meta.model_name
    for model, model_admin in admin.site._registry.items()
    if model._meta.app_label == "meetings" and hasattr(model_admin, "verbs")
]


@PROPER
@pytest.mark.parametrize("model", ADMIN_MODELS)
def test_admin_page_of_no_record_is_never_an_error(desk, model):
    pages = [f"{pk}/change" for pk in ("x", "-1", "9" * 25, "%27", "٣٣٣")] + ["x/history", f"{'9' * 25}/delete"]
    for page in pages:
        assert desk.get(f"/admin/meetings/{model}/{page}/").status_code in {302, 404}, page


@PROPER
@pytest.mark.parametrize("model", ADMIN_MODELS)
def test_admin_list_with_a_garbled_query_is_never_an_error(desk, model):
    for query in ("p=zzz", "q=%00", "q=%27%22%3B--", "o=99.x", "state__exact=zzz", "pk__in=x"):
        assert desk.get(f"/admin/meetings/{model}/?{query}").status_code in {200, 302, 400}, query


LISTS = ["/", "/meetings/", "/actions/", "/members/"]
QUERIES = [
    "q=%00",
    "owner=%00",
    "words=%00",
    "p=zzz",
    "year=abc",
    "year=99999999999999999999",
    "year=-1",
    "page=0",
    "page=-1",
    "page=zzz",
    "page=99999999999999999999",
    "body=zzz",
    "body=%27",
    "owner=zzz",
    "state=zzz",
    "show=zzz",
    "show=open&show=closed",
    "words=%25_%5C",
    "words=" + "x" * 5000,
    "words=%ff%fe",
    "words=%3Cscript%3Ealert(1)%3C/script%3E",
]


@PROPER
@pytest.mark.parametrize("address", LISTS)
def test_public_list_with_a_garbled_query_is_a_clear_page(address):
    factories.held_meeting_with_minutes()
    for query in QUERIES:
        response = Client().get(f"{address}?{query}")
        assert response.status_code in {200, 400, 404}, query
        assert Page(response).words.strip()
        assert b"<script>alert" not in response.content


@PROPER
@pytest.mark.parametrize(
    "address",
    [
        "/meetings/2026-99-99/",
        "/meetings/2026-01-01-0/",
        "/meetings/2026-01-01/x/",
        "/meetings/%00/",
        "/meetings/x/",
        "/actions/2026-000/",
        "/actions/9999-999999/",
        "/actions/zzz/",
        "/papers/1/x.pdf",
        "/papers/999999999999/x.pdf",
        "/papers/9999999999999999999/x.pdf",
        "/papers/x/x.pdf",
        "/papers/1/..%2f..%2fsettings.py",
        "/papers/1/%00",
    ],
)
def test_public_address_of_nothing_is_not_found(address):
    response = Client().get(address)
    assert response.status_code in {400, 404}
    assert Page(response).words.strip()


@PROPER
@pytest.mark.parametrize("address", ["/admin/find/?q=%00", "/admin/find/?q=" + "x" * 3000, "/admin/find/?q=%27%22%5C"])
def test_finding_garbled_words_is_a_clear_page(desk, address):
    assert desk.get(address).status_code in {200, 400}


@PROPER
def test_item_page_with_a_tampered_form_is_never_an_error(desk):
    item = factories.held_meeting().agenda_items.get()
    factories.minuted_item(item)
    other = factories.minuted_item(factories.held_meeting().agenda_items.get())
    sent = typed(desk.get(page_of(item)))
    tampered = [
        {},
        {name: value for name, value in sent.items() if "TOTAL_FORMS" not in name},
        {**sent, "resolutions-TOTAL_FORMS": "-1"},
        {**sent, "resolutions-TOTAL_FORMS": "99999"},
        {**sent, "resolutions-0-id": other.resolutions.get().pk},
        {**sent, "resolutions-0-limbs-0-id": "x"},
        {**sent, "resolutions-0-limbs-0-id": other.resolutions.get().limbs.get().pk},
        {**sent, "actions-0-id": Action.objects.latest("pk").pk},
        {**sent, "item-opened_version": "x"},
    ]
    before = sorted(Limb.objects.values_list("pk", "text", "resolution"))
    for fields in tampered:
        response = desk.post(page_of(item), fields)
        assert response.status_code in {302, 422}
        assert sorted(Limb.objects.values_list("pk", "text", "resolution")) == before


@PROPER
def test_member_with_an_address_already_taken_is_refused_at_its_field(desk):
    there = publish(factories.MemberFactory(), by=factories.a_clerk())
    response, _ = send(desk, factories.MemberFactory(), {"slug": there.slug})
    assert errors_by_field(response)["slug"] == ["Member with this Word in addresses already exists."]
    assert Member.objects.filter(slug=there.slug).count() == 1


@PROPER
def test_scheduling_a_moment_that_is_past_is_refused_at_its_field(desk):
    meeting = factories.MeetingFactory()
    response = desk.post(do(meeting, "announce"), {"note": "", "at_0": "2020-01-01", "at_1": "10:00"})
    assert response.status_code == 422
    assert response.context["page_form"].errors["at"] == [
        "This moment is already past. Choose a later one, or do it now."
    ]
    assert isinstance(response.context["page_form"].fields["at"], SplitDateTimeField)
    assert workflow.announce.verb.possible(meeting)
