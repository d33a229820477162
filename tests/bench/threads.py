"""How long the page of a thread of 500 records takes beside one of 10, as a ratio in one run. Not a test: nothing is
asserted.

    .venv/bin/python -m tests.bench.threads

Both threads stand in the same database and are asked for in turn, so that a busy machine slows both alike; the time for
each record shown stands beside it, and the number of queries.
"""

import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from panel_portal.accounts.roles import sync_roles  # noqa: E402
from reports import workflow  # noqa: E402
from reports.models import InspectionScrutiny  # noqa: E402
from tests import factories  # noqa: E402

ROUNDS = 15
FEW, MANY = 10, 500


def thread_of(records: int) -> str:
    """The address of the thread of an inspection with so many records: it, its actions, and a response to each."""
    inspection = factories.reported_inspection()
    for number in range((records - 1) // 2 + (records - 1) % 2):
        action = factories.published_action(owner_office=factories.the_commissioner())
        InspectionScrutiny.objects.create(inspection=inspection, asked_action=action)
        if 2 * (number + 1) <= records - 1:
            response = factories.CommissionerResponseFactory(question=None, asked_action=action)
            workflow.publish_response(response, by=factories.a_clerk())
    return f"/threads/inspection/{inspection.slug}/"


def main() -> None:
    call_command("migrate", verbosity=0)
    sync_roles()
    client = Client(SERVER_NAME="localhost")
    addresses = {number: thread_of(number) for number in (FEW, MANY)}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself within a minute
    taken: dict[int, list[float]] = {number: [] for number in addresses}
    for turn in range(ROUNDS + 2):
        for number, address in addresses.items():
            begun = time.perf_counter()
            answer = client.get(address)
            if answer.status_code != 200 or f"{number} records, earliest first" not in answer.content.decode():
                raise SystemExit(f"{address} is not a thread of {number} records")
            if turn > 1:
                taken[number].append((time.perf_counter() - begun) * 1000)
    queries = {}
    for number, address in addresses.items():
        with override_settings(DEBUG=True):
            reset_queries()
            client.get(address)
            queries[number] = len(connection.queries)
    few, many = (statistics.median(taken[number]) for number in (FEW, MANY))
    print(  # noqa: T201
        f"thread of {FEW}: {few:.1f} ms, {queries[FEW]} queries   of {MANY}: {many:.1f} ms, {queries[MANY]} queries   "
        f"ratio {many / few:.1f} for {MANY // FEW} times the records"
    )


if __name__ == "__main__":
    main()
