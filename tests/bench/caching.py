"""Requests per second of a public page: made anew, answered 304, taken from what was kept, and beside them the same
bytes as a static file; all through WSGI in one process, in turn. And what the revision costs whoever writes. Not a
test: nothing is asserted.

    .venv/bin/python -m tests.bench.caching
"""

import io
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

import pgtrigger  # noqa: E402 - Django is set up first
from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import override_settings  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from meetings.models import Limb  # noqa: E402
from panel_portal.accounts.roles import sync_roles  # noqa: E402
from panel_portal.pages.fresh_database import migrate_fresh  # noqa: E402
from tests import factories  # noqa: E402

ROUNDS = 60
LOCMEM = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "bench"}


def ask(application, address: str, **headers) -> tuple[str, dict, bytes]:
    """One request through WSGI: status, headers, body."""
    told = {}

    def start(status, given, exc_info=None):
        told["status"], told["headers"] = status, dict(given)

    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(), "wsgi.url_scheme": "http", **headers,
    }  # fmt: skip
    body = application(environ, start)
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return told["status"], told["headers"], content


def main() -> None:
    migrate_fresh()
    sync_roles()
    meeting = factories.held_meeting_with_minutes(items=12, limbs=3)
    address = meeting.get_absolute_url()
    portal = get_wsgi_application()
    _, headers, content = ask(portal, address)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.html").write_bytes(content)
        static = WhiteNoise(portal, root=folder)
        kept = {**settings.CACHES, "pages": LOCMEM}
        ways = {
            "made anew": lambda: ask(portal, address),
            "304": lambda: ask(portal, address, HTTP_IF_NONE_MATCH=headers["ETag"]),
            "kept": lambda: ask(portal, address),
            "static file": lambda: ask(static, "/page.html"),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for turn in range(ROUNDS + 5):
            for name, way in ways.items():
                with override_settings(CACHES=kept if name == "kept" else settings.CACHES):
                    begun = time.perf_counter()
                    status, _, got = way()
                    spent = time.perf_counter() - begun
                if status[:3] != ("304" if name == "304" else "200") or name != "304" and got != content:
                    raise SystemExit(f"{name} answered {status} with {len(got)} bytes")
                if turn >= 5:
                    taken[name].append(spent)
    slowest = statistics.median(taken["made anew"])
    print(f"{address}, {len(content):,} bytes")  # noqa: T201
    for name, times in taken.items():
        middle = statistics.median(times)
        print(f"{name:<12} {1 / middle:8,.0f} a second   {slowest / middle:6.1f} times made anew")  # noqa: T201
    count_writing(meeting)


def count_writing(meeting) -> None:
    """Rows written one by one with the triggers that count changes and without them, in turn."""
    limb = Limb.objects.filter(resolution__minute__agenda_item__meeting=meeting).first()
    for row in (limb, factories.published_action()):
        table = row._meta.db_table
        triggers = [
            trigger.get_pgid(type(row))
            for model, trigger in pgtrigger.registered()
            if model is type(row) and trigger.name.startswith("count_what")
        ]
        taken: dict[str, list[float]] = {"ENABLE": [], "DISABLE": []}
        for turn in range(12):
            for how, times in taken.items():
                with connection.cursor() as cursor:
                    for name in triggers:
                        cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {name}")
                begun = time.perf_counter()
                for number in range(50):
                    type(row).objects.filter(pk=row.pk).update(text=f"<p>To do thing {number}</p>")
                if turn > 1:
                    times.append((time.perf_counter() - begun) / 50 * 1000)
        with_, without = (statistics.median(times) for times in taken.values())
        told = f"{with_:.2f} ms with {len(triggers)} counting triggers, {without:.2f} ms without"
        print(f"one row of {table} written: {told}, ratio {with_ / without:.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
