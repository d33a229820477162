"""How much longer the first screen of the lists of actions takes with 10,000 actions than with 100, as ratios in one
run. Not a test: nothing is asserted.

    .venv/bin/python -m tests.bench.actions

The few are timed beside an unchanged page, more are made, and the many are timed beside the same page, so that a busy
machine slows both alike. The goal is at most twice the time.
"""

import os
import statistics
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from panel_portal.accounts.roles import MEMBER, sync_roles  # noqa: E402
from reports import keeping  # noqa: E402
from tests import factories  # noqa: E402
from tests.amounts import many_actions  # noqa: E402

ROUNDS = 15
FEW, MANY = 100, 10_000


def clients() -> dict[str, Client]:
    stranger, member = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
    user = factories.user_in_role(MEMBER)
    member.force_login(user)
    return {"/actions/": stranger, "/workspace/": member, "/actions/?show=overdue": stranger, "/about/": stranger}, user


def medians(readers: dict[str, Client]) -> dict[str, float]:
    """Median time in milliseconds of each page, asked for in turn."""
    taken: dict[str, list[float]] = {address: [] for address in readers}
    for number in range(ROUNDS + 2):
        for address, client in readers.items():
            begun = time.perf_counter()
            answer = client.get(address)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
            if number > 1:
                taken[address].append((time.perf_counter() - begun) * 1000)
    return {address: statistics.median(times) for address, times in taken.items()}


def main() -> None:
    call_command("migrate", verbosity=0)
    sync_roles()
    readers, user = clients()
    meeting = factories.held_meeting_with_minutes(items=5)
    factories.published_meeting(starts_at=factories.first.timezone.now() + timedelta(days=20))
    found = []
    for how_many in (FEW - 5, MANY - FEW):
        many_actions(how_many, meeting)
        # The member has seen all but a few of them.
        keeping.mark_seen(user, keeping.now())
        for _ in range(5):
            factories.published_action()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself within a minute
        found.append(medians(readers))
    few, many = found
    for address in readers:
        ratio = many[address] / few[address]
        beside = ratio / (many["/about/"] / few["/about/"])
        print(  # noqa: T201
            f"{address:<26} {FEW}: {few[address]:7.1f} ms   {MANY:,}: {many[address]:7.1f} ms   ratio {ratio:5.2f}"
            f"   ({beside:5.2f} against an unchanged page)"
        )


if __name__ == "__main__":
    main()
