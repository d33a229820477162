"""The register, the workspace and the brief cost the same number of queries for 10 actions and for 1,000."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meetings import workflow
from panel_portal.accounts import roles
from panel_portal.records.publication import publish
from reports import keeping
from tests import factories
from tests.amounts import many_actions, on_the_agenda
from tests.site.test_queries import asked

pytestmark = pytest.mark.thorough

ADDRESSES = {
    "/actions/": "stranger",
    "/actions/?show=all": "stranger",
    "/workspace/": "member",
    "/workspace/?show=changed": "member",
    "/workspace/?show=all&followed=mine": "member",
    "/workspace/brief/": "member",
}


@pytest.fixture(scope="module")
def costs(for_module) -> dict[str, list[list[str]]]:
    """The queries of each page with 10 actions and with 1,000, of which many changed and many are followed."""
    member = factories.user_in_role(roles.MEMBER)
    readers = {"stranger": Client(), "member": Client()}
    readers["member"].force_login(member)
    held = factories.held_meeting_with_minutes(items=3)
    coming = factories.published_meeting(starts_at=timezone.now() + timedelta(days=20))
    found = {}
    for how_many in (10, 990):
        actions = many_actions(how_many, held)
        on_the_agenda(coming, actions[::2])
        for action in actions[:10]:
            keeping.follow(member, action)
        for action in [one for one in actions if one.state == "open"][:3]:
            workflow.report_progress(action, by=factories.a_clerk(), note="Half of them are ready.")
            publish(factories.ActionNoteFactory(action=action), by=factories.a_clerk())
        for address, reader in ADDRESSES.items():
            asked(readers[reader], address)  # content types and such are remembered from the first time on
            found.setdefault(address, []).append(asked(readers[reader], address))
    return found


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_costs_the_same_for_ten_actions_and_for_a_thousand(costs, address):
    few, many = costs[address]
    assert len(many) == len(few), "\n".join(many)


def test_workspace_and_brief_are_cheap(costs):
    assert {address: len(few) for address, (few, _) in costs.items() if len(few) > 27} == {}
