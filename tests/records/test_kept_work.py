"""What is typed is kept for whoever typed it, offered again, and gone once it is saved."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Minute
from panel_portal.accounts import roles
from panel_portal.records import kept_work
from panel_portal.records.models import KeptWork
from tests import factories
from tests.meetings.pages import Page, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(clerk, signed_in):
    return signed_in(clerk)


@pytest.fixture
def item():
    return factories.held_meeting().agenda_items.get()


def address(item) -> str:
    return reverse("admin:meetings_agendaitem_change", args=[item.pk])


def keep(client, item, **changes):
    """As the page's script does it; the answer as it reads it."""
    page = reverse("admin:keep-work", args=[f"agendaitem-{item.pk}"])
    fields = {**typed(client.get(address(item))), **changes, "csrfmiddlewaretoken": "secret"}
    body = urlencode(fields, doseq=True)
    return client.post(page, body, content_type="application/x-www-form-urlencoded")


def test_kept_work_is_offered_and_taken_up_as_it_was_typed(desk, item):
    answer = json.loads(keep(desk, item, **{"minute-text": "<p>Half a</p>", "item-title": ""}).content)
    assert answer["others"] == []
    assert "did not save it" in Page(desk.get(address(item))).words
    shown = typed(desk.get(address(item) + "?kept"))
    assert (shown["minute-text"], shown["item-title"]) == ("<p>Half a</p>", "")
    assert "secret" not in KeptWork.objects.get().fields
    assert not Minute.objects.exists()


def test_kept_work_is_gone_once_the_page_is_saved_or_it_is_thrown_away(desk, item):
    keep(desk, item, **{"minute-text": "<p>Whole.</p>"})
    desk.post(address(item), typed(desk.get(address(item) + "?kept")))
    assert Minute.objects.get().text == "<p>Whole.</p>"
    assert not KeptWork.objects.exists()
    keep(desk, item)
    forget = reverse("admin:keep-work", args=[f"agendaitem-{item.pk}"])
    assert desk.post(forget, {"forget": "1", "back": address(item)}).url == address(item)
    assert not KeptWork.objects.exists()


def test_kept_work_that_is_thrown_away_leads_to_no_other_site(desk, item):
    forget = reverse("admin:keep-work", args=["agendaitem-1"])
    assert desk.post(forget, {"forget": "1", "back": "https://elsewhere.example/"}).url == reverse("admin:index")


def test_kept_work_is_shown_to_nobody_else_but_they_are_told(desk, item, signed_in):
    keep(desk, item, **{"minute-text": "<p>Private so far</p>"})
    other = signed_in(factories.user_in_role(roles.CLERK, name="Bea Second"))
    page = other.get(address(item) + "?kept")
    assert "Private so far" not in page.text
    assert "typed into this page a short while ago" in Page(page).words
    assert json.loads(keep(other, item).content)["others"] == [str(KeptWork.objects.earliest("pk").user)]
    KeptWork.objects.update(kept_at=timezone.now() - timedelta(hours=1))
    assert "typed into this page a short while ago" not in Page(other.get(address(item))).words


def test_kept_work_opened_before_somebody_saved_is_told_and_not_lost(desk, item, signed_in):
    minute = factories.MinuteFactory(agenda_item=item, text="<p>First.</p>")
    keep(desk, item, **{"minute-text": "<p>Mine.</p>"})
    minute.text = "<p>Theirs.</p>"
    minute.save()
    shown = desk.get(address(item) + "?kept")
    assert "while you had it open" in " ".join(Page(shown).errors)
    assert typed(shown)["minute-text"] == "<p>Mine.</p>"
    # Told so, the clerk saves knowingly.
    assert desk.post(address(item), typed(shown)).status_code == 302
    minute.refresh_from_db()
    assert minute.text == "<p>Mine.</p>"


@pytest.mark.parametrize(("size", "status"), [(10, 200), (kept_work.LARGEST + 10, 413)])
def test_kept_work_has_a_size(desk, item, size, status):
    page = reverse("admin:keep-work", args=["agendaitem-1"])
    response = desk.post(page, {"minute-text": "x" * size})
    assert response.status_code == status
    assert KeptWork.objects.exists() == (status == 200)


def test_kept_work_with_nul_and_odd_bytes_is_never_an_error(desk):
    page = reverse("admin:keep-work", args=["agendaitem-1"])
    body = "minute-text=a%00b%ff%fe&x=%F0%9F%9A%93"
    assert desk.post(page, body, content_type="application/x-www-form-urlencoded").status_code == 200
    assert "%00" not in KeptWork.objects.get().fields
