"""How long a search takes among many agenda items, beside the very SQL that it issues. Not a test: nothing is asserted.

    .venv/bin/python -m tests.bench.search             # 200,000 items
    .venv/bin/python -m tests.bench.search 1000000

Each search is asked for through Django's test client, and in turn with it what it asked of the database is asked again
without Django, so that a busy machine slows both alike. Times are p50 and p95 in milliseconds.

The server has the buffers that deploy/README.md advises for such a record, unless SHARED_BUFFERS says otherwise (the
demonstration's server has 32 MB). As in production, a process keeps the names of the panel and of the filters as long
as nothing changes; what a search found is kept (for all processes, in the database) only where the title says so.
"""

import os
import random
import re
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

from panel_portal import embedded_postgres

BUFFERS = os.environ.get("SHARED_BUFFERS", "1GB")
embedded_postgres.CARELESS += (f"shared_buffers={BUFFERS}",)  # after those of the tests: the last one counts

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from django.core.cache import caches  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from meetings.models import AgendaItem  # noqa: E402
from panel_portal.accounts.roles import sync_roles  # noqa: E402
from panel_portal.pages import suggesting  # noqa: E402
from panel_portal.pages.fresh_database import migrate_fresh  # noqa: E402
from tests import factories  # noqa: E402

ROUNDS = 20
ITEMS_OF_A_MEETING = 25
PARAGRAPHS, WORDS_OF_A_PARAGRAPH = 20_000, 30
RARE_IN = 20_000  # one item in so many has the rare word
RARE = "zugzwang"
STORY = Path(__file__).resolve().parents[2] / "panel_portal" / "pages" / "demo"


def vocabulary() -> list[str]:
    """The words of the invented record as often as they occur there: as English as a panel's minutes."""
    text = " ".join(path.read_text() for path in sorted(STORY.glob("*.py")))
    return re.findall(r"\b[a-z]{2,14}\b", text)


def paragraphs() -> list[str]:
    """Runs of those words in their own order, so that phrases occur, with one word in ten from anywhere."""
    words, dice = vocabulary(), random.Random(7)  # noqa: S311 - the same text each time
    made = []
    for _ in range(PARAGRAPHS):
        start = dice.randrange(len(words) - WORDS_OF_A_PARAGRAPH)
        run = words[start : start + WORDS_OF_A_PARAGRAPH]
        made.append(" ".join(dice.choice(words) if dice.random() < 0.1 else word for word in run))
    return made


def fill(items: int) -> None:
    """Public meetings with so many public items. The triggers are off: it is the searching that is measured."""
    body = factories.the_panel()
    index = next(one for one in AgendaItem._meta.indexes if one.name == "agenda_item_lexemes")
    with connection.schema_editor() as editor:
        editor.remove_index(AgendaItem, index)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE paragraph (number int PRIMARY KEY, text text)")
        with cursor.copy("COPY paragraph (number, text) FROM STDIN") as copy:
            for number, text in enumerate(paragraphs()):
                copy.write_row((number, text))
        cursor.execute(
            """
            INSERT INTO meetings_meeting (version, publication, published_at, withdrawn_reason, body_id, kind,
                starts_at, slug, place, directions, remote_link, recording_url, purpose, state, agenda_published_at,
                short_notice_reason, settled_at, outcome_reason, sensitive)
            SELECT 1, 'published', now(), '', %s, 'ordinary', timestamptz '2026-10-01 10:00Z' - n * interval '3 hours',
                '2000-01-01-' || n, '', '', '', '', '', 'held', now(), '', now(), '', false
            FROM generate_series(1, %s) AS n
            """,
            [body.pk, items // ITEMS_OF_A_MEETING],
        )
        cursor.execute(
            """
            INSERT INTO meetings_agendaitem (version, publication, published_at, withdrawn_reason, exempt,
                exempt_paragraphs, exempt_reason, meeting_id, "order", number, title, slug, kind, report_of, purpose,
                recording_from, urgent, urgent_reason, sensitive)
            SELECT 1, 'published', now(), '', false, '{}', '', meeting.id, n, n::text,
                initcap(left(first.text, 60)), 'item-' || n, 'substantive', '',
                '<p>' || first.text || '</p><p>' || second.text
                    || CASE WHEN (meeting.id * 25 + n) %% %s = 0 THEN ' ' || %s ELSE '' END || '</p>',
                '', false, '', false
            FROM meetings_meeting AS meeting CROSS JOIN generate_series(1, %s) AS n
            JOIN paragraph AS first ON first.number = abs(hashint8(meeting.id * 31 + n)) %% %s
            JOIN paragraph AS second ON second.number = abs(hashint8(meeting.id * 37 + n + 1000003)) %% %s
            WHERE meeting.slug LIKE '2000-01-01-%%' ORDER BY meeting.id
            """,
            [RARE_IN, RARE, ITEMS_OF_A_MEETING, PARAGRAPHS, PARAGRAPHS],
        )
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET maintenance_work_mem = '512MB'")
    with connection.schema_editor() as editor:
        editor.add_index(AgendaItem, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")  # or the first that is measured waits for what was just written


def frequency(words: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT avg((lexemes @@ websearch_to_tsquery('english', %s))::int) FROM meetings_agendaitem"
            " TABLESAMPLE SYSTEM (2)",
            [words],
        )
        return float(cursor.fetchone()[0] or 0)


def measure(title: str, address: str, before: str = "") -> None:
    """`before` is asked for just before, and not counted: what a process keeps of that may help."""
    client = Client(SERVER_NAME="localhost")
    for cold in (address, before, before):
        if cold:
            client.get(cold)  # the first may take over a second, and is answered by "narrow your search"
    caches["found"].clear()
    if before:
        client.get(before)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    asked = [query["sql"] for query in captured.captured_queries]
    whole, bare = [], []
    for _ in range(ROUNDS):
        caches["found"].clear()
        if before:
            client.get(before)
        begun = time.perf_counter()
        answer = client.get(address)
        whole.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        again(asked)
        bare.append((time.perf_counter() - begun) * 1000)
    found = re.search(r"([\d,]+\+?) result", answer.content.decode())
    said = found[1] if found else ("narrow your search" if answer.status_code == 503 else "nothing found")
    print(  # noqa: T201
        f"{title:<26} {said:>20}   page {tell(whole)}   its SQL {tell(bare)}"
        f"   ratio {statistics.median(whole) / statistics.median(bare):5.2f}"
    )


def again(statements: list[str]) -> None:
    """What a page asked of the database, in one connection and without Django."""
    raw = connection.connection
    with raw.transaction(), raw.cursor() as cursor:
        for sql in statements:
            if sql.lstrip().startswith(("SELECT", "WITH")):  # what is written once is not written again
                try:
                    cursor.execute(sql)
                except django.db.utils.Error:
                    return
                if cursor.description:
                    cursor.fetchall()


def tell(times: list[float]) -> str:
    times = sorted(times)
    return f"p50 {statistics.median(times):7.1f}  p95 {times[int(len(times) * 0.95) - 1]:7.1f}"


CASES = (
    ("rare word", RARE, ""),
    ("two common words", "police budget", ""),
    ("very common word", "panel", ""),
    ("very common, best first", "panel", "&sort=best"),
    ("phrase", '"police and crime"', ""),
    ("phrase that is rare", '"five groups that help"', ""),
    ("misspelling", "burglray", ""),
    # From a link: nobody asked for the same words before.
    ("narrowed at once: year", "panel", "&year=2025"),
    ("narrowed at once: kind", "police budget", "&kind=item"),
    ("at once: kind and year", "police budget", "&kind=item&year=2025"),
)
# After the same words without it, as somebody does who then chooses.
CHANGES = (
    ("filter change: year", "panel", "&year=2025"),
    ("filter change: kind", "police budget", "&kind=item"),
    ("two words, change: year", "police budget", "&year=2025"),
    ("next page", "police budget", "&page=2"),
)
KEPT = {name: settings.CACHES_IN_PRODUCTION[name] for name in ("parts", "found")}


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    migrate_fresh()
    sync_roles()
    begun = time.perf_counter()
    fill(items)
    told = f"{AgendaItem.objects.count():,} items in {time.perf_counter() - begun:.0f} s"
    print(f"{told}, shared_buffers {BUFFERS}")  # noqa: T201
    begun = time.perf_counter()
    print(f"{suggesting.learn():,} words learnt in {time.perf_counter() - begun:.0f} s")  # noqa: T201
    with override_settings(CACHES={**settings.CACHES, **KEPT}):
        print(" " * 18, end="")  # noqa: T201
        measure("beside them: /about/", "/about/")
        for title, words, more in CASES:
            print(f"{frequency(words):8.3%} of items  ", end="")  # noqa: T201
            measure(title, f"/search/?q={words.replace(' ', '+')}{more}")
        for title, words, more in CHANGES:
            words = words.replace(" ", "+")
            print(" " * 18, end="")  # noqa: T201
            measure(title, f"/search/?q={words}{more}", before=f"/search/?q={words}")


if __name__ == "__main__":
    main()
