"""Every public list and the pages of a meeting, item and action with 10,000 meetings, actions and questions beside 10
of each, as ratios in one run, and how many queries each takes. Not a test: nothing is asserted.

    .venv/bin/python -m tests.bench.lists

What is made hangs from other meetings than the one whose pages are timed: their own size stays the same. The page of
the panel's year has the few alone in both: the rest lie before May. A year with two meetings a day is a page of 400
lines and takes as much longer as it is longer.

What is kept of a record that does not change (counts, what filters offer) is kept, as in production; whole pages are
not.

Few and many are two databases of one server, and each page is asked for of the one and of the other in turn, so that a
busy machine slows both alike. The goal is the same queries and at most 1.5 times the time.
"""

import contextlib
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.db import connection, connections  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from meetings.models import AgendaItem  # noqa: E402
from panel_portal.accounts.roles import sync_roles  # noqa: E402
from panel_portal.pages.fresh_database import migrate_fresh  # noqa: E402
from panel_portal.records.periods import today  # noqa: E402
from reports.models.year import municipal_year  # noqa: E402
from reports.year import begins_on  # noqa: E402
from tests import factories  # noqa: E402
from tests.amounts import many_actions, many_meetings, many_questions  # noqa: E402

ROUNDS = 15
FEW, MANY = 10, 10_000
LOCMEM = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "bench",
    "KEY_FUNCTION": f"{__name__}.key_of_its_own",
}
LISTS = (
    "/", "/meetings/", "/meetings/?year=2026", "/actions/", "/actions/?show=all", "/questions/", "/members/",
    "/reports/", "/responses/", "/responses/awaiting/", "/inspections/", "/decisions/", "/topics/", "/year/",
    "/api/v1/meetings/", "/api/v1/actions/", "/api/v1/actions/?modified_since=2026-01-01T00:00:00Z",
    "/api/v1/actions/?modified_since=2090-01-01T00:00:00Z",
    "/api/v1/questions/?modified_since=2090-01-01T00:00:00Z", "/feeds/everything.atom",
    "/feeds/states/became-overdue.atom",
    "/search/?q=figures",
)  # fmt: skip


def key_of_its_own(key: str, prefix: str, version: int) -> str:
    """Of each database something else is kept."""
    return f"{connection.settings_dict['NAME']}:{prefix}:{version}:{key}"


@contextlib.contextmanager
def copied(name: str):
    """The database as it is now, under another name, until the end; a connection to it."""
    first, own = connections["default"], connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
    other = connections.create_connection("default")
    other.settings_dict = {**connection.settings_dict, "NAME": name}
    yield other
    connections["default"] = first
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def asked(client: Client, address: str) -> float:
    """In milliseconds."""
    begun = time.perf_counter()
    answer = client.get(address)
    taken = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return taken


def compare(address: str, databases: list) -> None:
    client, taken, queries = Client(SERVER_NAME="localhost"), ([], []), []
    for turn in range(ROUNDS + 2):
        for number, database in enumerate(databases):
            connections["default"] = database
            taken[number].append(asked(client, address))
            if turn == 1:
                with CaptureQueriesContext(connection) as captured:
                    asked(client, address)
                queries.append(len(captured))
    few, many = (statistics.median(times[2:]) for times in taken)
    print(  # noqa: T201
        f"{address:<56} {few:7.1f} ms  {queries[0]:3} queries   {many:7.1f} ms  {queries[1]:3} queries"
        f"   ratio {many / few:5.2f}"
    )


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
        action.get_absolute_url(), f"/threads/meeting/{meeting.slug}/",
    ]  # fmt: skip
    many_meetings(FEW)
    many_actions(FEW, other)
    waiting = many_questions(FEW)
    analyse()
    many = connections["default"]
    with copied(f"few_{os.getpid()}") as few, override_settings(CACHES={**settings.CACHES, "parts": LOCMEM}):
        many_meetings(MANY - FEW, days_ago=(today() - begins_on(municipal_year(today()))).days + 1)
        many_actions(MANY - FEW, other, AgendaItem.objects.exclude(meeting=meeting).order_by("pk"))
        many_questions(MANY - FEW, after=len(waiting))
        analyse()
        for address in addresses:
            compare(address, [few, many])


if __name__ == "__main__":
    main()
