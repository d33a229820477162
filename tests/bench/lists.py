"""Every public list and the pages of a meeting, item and action with 10,000 meetings, actions and questions beside 10
of each, as ratios in one run, and how many queries each takes. Not a test: nothing is asserted.

    .venv/bin/python -m tests.bench.lists

What is made hangs from another meeting than the one whose pages are timed: their own size stays the same.

What is kept of a record that does not change (counts, what filters offer) is kept, as in production; whole pages are
not.

The few are timed beside an unchanged page, more are made, and the many are timed beside the same page, so that a busy
machine slows both alike. The goal is the same queries and at most 1.5 times the time.
"""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from panel_portal.accounts.roles import sync_roles  # noqa: E402
from panel_portal.pages.fresh_database import migrate_fresh  # noqa: E402
from tests import factories  # noqa: E402
from tests.amounts import many_actions, many_meetings, many_questions  # noqa: E402

ROUNDS = 7
FEW, MANY = 10, 10_000
UNCHANGED = "/about/"
LOCMEM = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bench"}
LISTS = (
    "/", "/meetings/", "/meetings/?year=2026", "/actions/", "/actions/?show=all", "/questions/", "/members/",
    "/reports/", "/responses/", "/responses/awaiting/", "/inspections/", "/decisions/", "/topics/", "/year/",
    "/api/v1/meetings/", "/api/v1/actions/", "/api/v1/actions/?modified_since=2026-01-01T00:00:00Z",
    "/api/v1/actions/?modified_since=2090-01-01T00:00:00Z",
    "/api/v1/questions/?modified_since=2090-01-01T00:00:00Z", "/feeds/everything.atom",
    "/feeds/states/became-overdue.atom",
    "/search/?q=figures",
)  # fmt: skip


def timed(addresses: list[str]) -> tuple[dict[str, float], dict[str, int]]:
    """Median time in milliseconds of each page, asked for in turn, and how many queries it took."""
    with override_settings(CACHES={**settings.CACHES, "parts": LOCMEM}):
        return _timed(addresses)


def _timed(addresses: list[str]) -> tuple[dict[str, float], dict[str, int]]:
    client, taken = Client(SERVER_NAME="localhost"), {address: [] for address in addresses}
    for turn in range(ROUNDS + 2):
        for address in addresses:
            begun = time.perf_counter()
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
            if turn > 1:
                taken[address].append((time.perf_counter() - begun) * 1000)
    queries = {}
    for address in addresses:
        with override_settings(DEBUG=True):
            reset_queries()
            client.get(address)
            queries[address] = len(connection.queries)
    return {address: statistics.median(times) for address, times in taken.items()}, queries


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself within a minute


def main() -> None:
    migrate_fresh()
    sync_roles()
    meeting, other = factories.held_meeting_with_minutes(items=3), factories.held_meeting_with_minutes(items=3)
    action = factories.published_action(origin_item=meeting.agenda_items.first())
    addresses = [
        *LISTS, meeting.get_absolute_url(), meeting.agenda_items.first().get_absolute_url(),
        action.get_absolute_url(), f"/threads/meeting/{meeting.slug}/", UNCHANGED,
    ]  # fmt: skip
    many_meetings(FEW)
    many_actions(FEW, other)
    waiting = many_questions(FEW)
    analyse()
    few, queries_of_few = timed(addresses)
    many_meetings(MANY - FEW)
    many_actions(MANY - FEW, other)
    many_questions(MANY - FEW, after=len(waiting))
    analyse()
    many, queries_of_many = timed(addresses)
    for address in addresses:
        ratio = many[address] / few[address] / (many[UNCHANGED] / few[UNCHANGED])
        print(  # noqa: T201
            f"{address:<44} {few[address]:7.1f} ms  {queries_of_few[address]:3} queries   "
            f"{many[address]:7.1f} ms  {queries_of_many[address]:3} queries   ratio {ratio:5.2f}"
        )


if __name__ == "__main__":
    main()
