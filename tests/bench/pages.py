"""How much longer a page takes when there is more on it, as ratios in one run. Not a test: nothing is asserted.

    .venv/bin/python -m tests.bench.pages

Each figure is the median of many requests through Django's test client, the small and the large page in turn, so that
a busy machine slows both alike.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.test import Client  # noqa: E402

from panel_portal.accounts.roles import sync_roles  # noqa: E402
from tests import factories  # noqa: E402

ROUNDS = 20


def median_ms(pages: dict[str, str]) -> dict[str, float]:
    """Median time in milliseconds of each page, asked for in turn."""
    client = Client(SERVER_NAME="localhost")
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, address in pages.items():
            begun = time.perf_counter()
            answer = client.get(address)
            taken[name].append((time.perf_counter() - begun) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{address} answered {answer.status_code}")
    return {name: statistics.median(times) for name, times in taken.items()}


def compare(title: str, small: dict[str, str], large: dict[str, str]) -> None:
    times = median_ms({**small, **large})
    (small_name,), (large_name,) = small, large
    print(  # noqa: T201
        f"{title:<34} {small_name:>14}: {times[small_name]:7.1f} ms   {large_name:>14}: {times[large_name]:7.1f} ms"
        f"   ratio {times[large_name] / times[small_name]:5.2f}"
    )


def list_page(address: str, make_more: Callable[[], None], names: tuple[str, str], title: str) -> None:
    """A list cannot be small and large at once: time it, make more, time it again beside an unchanged page."""
    before = median_ms({"list": address, "unchanged": "/about/"})
    make_more()
    after = median_ms({"list": address, "unchanged": "/about/"})
    ratio = (after["list"] / after["unchanged"]) / (before["list"] / before["unchanged"])
    print(  # noqa: T201
        f"{title:<34} {names[0]:>14}: {before['list']:7.1f} ms   {names[1]:>14}: {after['list']:7.1f} ms"
        f"   ratio {ratio:5.2f} (against an unchanged page)"
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    sync_roles()
    one = factories.held_meeting_with_minutes(items=1)
    many = factories.held_meeting_with_minutes(items=25, limbs=3)
    compare("a meeting", {"1 item": one.get_absolute_url()}, {"25 items": many.get_absolute_url()})
    few, lots = (meeting.agenda_items.in_order()[0].get_absolute_url() for meeting in (one, many))
    compare("an item", {"1 decision": few}, {"3 decisions": lots})

    def more_meetings():
        for number in range(400):
            day = datetime(2013, 1, 7, 10, tzinfo=UTC) + timedelta(days=number)
            factories.published_meeting(items=1, starts_at=day)

    def more_actions():
        for _ in range(300):
            factories.published_action()

    list_page("/meetings/", more_meetings, ("2 meetings", "402 meetings"), "the list of meetings (40 a page)")
    list_page("/actions/", more_actions, ("76 actions", "376 actions"), "the list of actions (50 a page)")


if __name__ == "__main__":
    main()
