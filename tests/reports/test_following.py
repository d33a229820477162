"""What members keep for themselves in the workspace: what they follow, and up to when they have seen what changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from meetings.models import Action, MemberSignIn
from meetings.telling import TOLD_TO_MEMBERS
from panel_portal.accounts import roles
from panel_portal.records.publication import publish
from panel_portal.records.workflow import ALL_VERBS
from reports import keeping
from reports.models import Following, LastLook
from tests import factories
from tests.meetings.pages import Page, in_order

pytestmark = pytest.mark.django_db

WORKSPACE = "/workspace/"
CHANGED = f"{WORKSPACE}?show=changed"
SECRETS = factories.reached.PARAGRAPHS


@pytest.fixture
def bench(member, signed_in):
    return signed_in(member)


def texts(response) -> list[str]:
    return [action.text for action in response.context["page_obj"]]


def colleague(authority, *, serving=True):
    """A member's sign-in, appointed by a council."""
    user = factories.user_in_role(roles.MEMBER)
    member = factories.published_member()
    member.memberships.update(authority=authority, until_on=None if serving else "2020-01-01")
    MemberSignIn.objects.create(user=user, member=member)
    return user


# Following ------------------------------------------------------------------------------------------------------


def test_member_follows_an_action_and_no_longer_and_comes_back_where_they_were(bench, member):
    action = factories.published_action(text="To send the figures")
    here = f"{WORKSPACE}?show=all#action-{action.pk}"
    assert ["/workspace/follow/1/".replace("1", str(action.pk))] == [
        form for form, _ in Page(bench.get(f"{WORKSPACE}?show=all")).forms if "follow" in form
    ]
    response = bench.post(f"/workspace/follow/{action.pk}/", {"next": here})
    assert (response.status_code, response.url) == (302, here)
    assert list(keeping.followed_by(member)) == [{"action": action.pk}]
    page = Page(bench.get(f"{WORKSPACE}?show=all"))
    assert "you follow this" in page.words
    assert page.form_to(f"/workspace/unfollow/{action.pk}/")["next"] == here
    bench.post(f"/workspace/unfollow/{action.pk}/", {"next": here})
    assert not Following.objects.exists()


def test_following_twice_and_unfollowing_twice_change_nothing(bench):
    action = factories.published_action()
    for _ in range(2):
        assert bench.post(f"/workspace/follow/{action.pk}/").status_code == 302
    assert Following.objects.count() == 1
    for _ in range(2):
        assert bench.post(f"/workspace/unfollow/{action.pk}/").status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "%00"])
def test_following_leads_nowhere_else(bench, elsewhere):
    response = bench.post(f"/workspace/follow/{factories.published_action().pk}/", {"next": elsewhere})
    assert response.url in {WORKSPACE, "%00"}


def test_draft_cannot_be_followed(bench):
    assert bench.post(f"/workspace/follow/{factories.ActionFactory().pk}/").status_code == 404


@pytest.mark.parametrize("address", ["follow/1/", "unfollow/1/", "seen/"])
def test_buttons_are_for_members_and_the_clerk_only_and_never_a_link(bench, signed_in, address):
    assert bench.get(WORKSPACE + address).status_code == 405
    assert Client().post(WORKSPACE + address).url.startswith("/accounts/login/")
    for role in (roles.OFFICE, roles.ADMINISTRATOR):
        assert signed_in(factories.user_in_role(role)).post(WORKSPACE + address).status_code == 403


def test_list_is_narrowed_to_what_one_follows(bench, member):
    factories.published_action(text="Another")
    keeping.follow(member, factories.published_action(text="Followed"))
    keeping.follow(factories.user_in_role(roles.MEMBER), factories.published_action(text="Somebody else's"))
    assert texts(bench.get(f"{WORKSPACE}?followed=mine")) == ["Followed"]


def test_members_of_one_council_see_what_any_of_them_follows(signed_in):
    council, other = factories.AuthorityFactory(name="Ashdale Council"), factories.AuthorityFactory()
    keeping.follow(colleague(council), factories.published_action(text="Followed by a colleague"))
    keeping.follow(colleague(other), factories.published_action(text="Followed from elsewhere"))
    keeping.follow(colleague(council, serving=False), factories.published_action(text="Followed by one who left"))
    client = signed_in(colleague(council))
    page = client.get(f"{WORKSPACE}?followed=council")
    assert "What members from Ashdale Council follow" in page.content.decode()
    assert texts(page) == ["Followed by a colleague"]


def test_member_without_a_council_is_not_offered_its_filter(bench):
    factories.published_action(text="To send the figures")
    response = bench.get(f"{WORKSPACE}?followed=council")
    assert "What members from" not in response.content.decode()
    assert "Select a valid choice" in response.content.decode()


# What changed ---------------------------------------------------------------------------------------------------


@pytest.fixture
def seen(member):
    """The member has seen everything until now."""

    def mark():
        keeping.mark_seen(member, keeping.now())

    return mark


def test_changed_since_the_last_look_is_told_in_words_with_its_note(bench, seen):
    clerk = factories.a_clerk()
    quiet, action = (factories.published_action(text=text) for text in ("Nothing happens", "To send the figures"))
    seen()
    workflow.report_progress(action, by=clerk, note="Half of them are ready.")
    workflow.report_done(action, by=clerk, note="Here they are.")
    page = Page(bench.get(WORKSPACE))
    parts = ["Changed since you last looked", "Since", "To send the figures", "Progress reported (entered on"]
    then = ["Half of them are ready.", "Reported done (entered on", "Here they are.", "I have seen these"]
    in_order(page.words, [*parts, *then])
    assert quiet.text not in page.words.partition("I have seen these")[0]
    assert texts(bench.get(CHANGED)) == ["To send the figures"]


def test_reading_does_not_move_the_mark_but_the_button_does(bench, member):
    factories.published_action(text="New")
    for _ in range(2):
        page = Page(bench.get(WORKSPACE))
        assert "Published in this register" in page.words
    assert not LastLook.objects.exists()
    response = bench.post("/workspace/seen/", page.form_to("/workspace/seen/"), follow=True)
    words = Page(response).words
    in_order(words, ["Marked as seen.", "Nothing has changed since you last looked."])
    assert texts(bench.get(CHANGED)) == []


def test_mark_is_that_of_the_page_so_that_nothing_between_is_lost(bench):
    factories.published_action(text="Seen")
    mark = Page(bench.get(WORKSPACE)).form_to("/workspace/seen/")
    factories.published_action(text="Entered while the page was read")
    bench.post("/workspace/seen/", mark)
    assert texts(bench.get(CHANGED)) == ["Entered while the page was read"]


def test_mark_never_goes_back_nor_beyond_now(member):
    factories.published_action()
    now = keeping.now()
    keeping.mark_seen(member, keeping.Mark(now.at + timedelta(days=9), now.event + 900))
    marked = keeping.last_look(member)
    assert marked.at < now.at + timedelta(hours=1)
    assert marked.event == now.event
    keeping.mark_seen(member, keeping.Mark(now.at - timedelta(days=9), 1))
    assert keeping.last_look(member) == marked


@pytest.mark.parametrize("until", ["", "yesterday", "2026-02-31T10:00:00+00:00", "2026-02-03T10:00:00", "\x00"])
def test_garbled_mark_is_refused_in_words(bench, until):
    response = bench.post("/workspace/seen/", {"until": until, "event": "1"}, follow=True)
    assert "Nothing was marked as seen." in Page(response).words
    assert not LastLook.objects.exists()


def test_another_day_and_a_note_are_told_and_the_clerks_own_housekeeping_is_not(bench, seen):
    clerk = factories.a_clerk()
    meeting = factories.held_meeting()
    moved = factories.published_action(
        text="Moved", due_rule=Action.DueRule.NEXT_ORDINARY_MEETING, asked_on=meeting.day
    )
    noted, deferred = (factories.published_action(text=text) for text in ("Noted", "Put off"))
    seen()
    factories.published_meeting(starts_at=timezone.now() + timedelta(days=30))
    publish(factories.ActionNoteFactory(action=noted, author="The clerk", text="By telephone."), by=clerk)
    workflow.defer(deferred, by=clerk, note="Too early.", until=timezone.localdate() + timedelta(days=9))
    moved.refresh_from_db()
    assert moved.due_on
    words = Page(bench.get(CHANGED)).words
    in_order(words, ["Moved", "Now due"])
    in_order(words, ["Noted", "Note by The clerk", "By telephone."])
    assert set(texts(bench.get(CHANGED))) == {"Moved", "Noted"}


def test_refused_attempt_is_not_told(bench, seen):
    action = factories.closed_action(text="Closed")
    seen()
    with pytest.raises(workflow.actions.ValidationError):
        workflow.report_done(action, by=factories.a_clerk(), note="Again.")
    assert texts(bench.get(CHANGED)) == []


def test_only_a_few_are_told_at_once_and_the_list_has_all(bench):
    for number in range(7):
        factories.published_action(text=f"Request {number}")
    response = bench.get(WORKSPACE)
    assert [action.text for action in response.context["changed"]] == [f"Request {n}" for n in (6, 5, 4, 3, 2)]
    assert "?show=changed#list" in Page(response).links.values()
    assert len(texts(bench.get(CHANGED))) == 7


def test_exempt_and_withdrawn_ones_are_told_as_they_may_be(bench, seen):
    clerk = factories.a_clerk()
    secret, gone = (factories.published_action(text=text) for text in ("A secret", "Withdrawn"))
    seen()
    workflow.exempt_action(secret, by=clerk, **SECRETS)
    factories.withdrawn(gone)
    page = Page(bench.get(CHANGED))
    in_order(page.words, ["A secret", "Not for publication: paragraph 3", "Now not for publication"])
    assert "Withdrawn" not in page.words
    assert secret.get_absolute_url() not in page.links.values()


def test_every_verb_of_an_action_is_told_or_left_out_on_purpose():
    left_out = {"Look at it again later"}
    of_actions = {verb.label for verb in ALL_VERBS if verb.path.startswith("meetings.workflow.actions.")}
    assert of_actions <= set(TOLD_TO_MEMBERS) | left_out
    assert not set(TOLD_TO_MEMBERS) & left_out


# What the list can be narrowed by -------------------------------------------------------------------------------


def test_list_is_narrowed_by_owner_be_it_office_or_body(bench):
    office, body = factories.the_commissioner(), factories.BodyFactory()
    factories.published_action(text="Of the office", owner_office=office)
    factories.published_action(text="Of the body", owner_body=body)
    factories.published_action(text="Of nobody")
    assert texts(bench.get(f"{WORKSPACE}?owner=office:{office.slug}")) == ["Of the office"]
    assert texts(bench.get(f"{WORKSPACE}?owner=body:{body.slug}")) == ["Of the body"]


def test_list_is_narrowed_by_origin_and_meeting(bench):
    meeting = factories.held_meeting_with_minutes()
    other = factories.held_meeting_with_minutes()
    said = workflow.publish_action(
        factories.ActionFactory(text="Said", origin_item=meeting.agenda_items.get()), by=factories.a_clerk()
    )
    factories.published_action(text="Our own task")
    decided = Action.objects.arisen_at(meeting=meeting).exclude(pk=said.pk).get().text
    assert texts(bench.get(f"{WORKSPACE}?origin=discussion")) == ["Said"]
    assert texts(bench.get(f"{WORKSPACE}?origin=panel")) == ["Our own task"]
    assert len(texts(bench.get(f"{WORKSPACE}?origin=decision"))) == 2
    assert set(texts(bench.get(f"{WORKSPACE}?meeting={meeting.slug}"))) == {decided, "Said"}
    assert len(texts(bench.get(f"{WORKSPACE}?meeting={other.slug}&origin=decision"))) == 1


def test_list_is_narrowed_by_where_actions_stand(bench):
    clerk = factories.a_clerk()
    factories.published_action(text="Open")
    late = factories.published_action(text="Late", due_rule="on_date", due_given_on="2024-02-01", asked_on="2024-01-01")
    workflow.chase(late, by=clerk, note="By letter.", waiting_until=timezone.localdate())
    workflow.report_done(factories.published_action(text="Done"), by=clerk, note="Done.")
    factories.closed_action(text="Accepted")
    for query, expected in (
        ("", {"Late", "Open", "Done"}),
        ("?show=overdue", {"Late"}),
        ("?show=waiting", {"Late"}),
        ("?show=reported_done", {"Done"}),
        ("?show=closed", {"Accepted"}),
        ("?state=accepted", {"Accepted"}),
        ("?show=open&state=accepted", {"Accepted"}),
        ("?show=overdue&state=accepted", set()),
        ("?show=all", {"Late", "Open", "Done", "Accepted"}),
    ):
        assert set(texts(bench.get(WORKSPACE + query))) == expected, query
