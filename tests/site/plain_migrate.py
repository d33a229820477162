"""What plain `manage.py migrate` makes of an empty database, and a record of it beside this file.

It takes a minute of processor time, so it is asked only when something that it is made of has changed since it was
written down: a migration, the short cut for tests and demo, or a package that has a part in migrating.

    .venv/bin/python -m tests.site.plain_migrate      # writes the record anew
"""

import hashlib
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]
RECORD = Path(__file__).with_name("plain_migrate.json")
PACKAGES = (
    "django",
    "django-pgtrigger",
    "django-pghistory",
    "procrastinate",
    "django-allauth",
    "django-axes",
    "psycopg",
)

# What makes a database what it is, each as sorted lines.
STANDING = {
    "columns": "SELECT table_name, ordinal_position, column_name, udt_name, character_maximum_length, is_nullable, "
    "column_default, is_identity, collation_name FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, pg_get_function_identity_arguments(oid), prosrc FROM pg_proc "
    "WHERE pronamespace = 'public'::regnamespace AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')",
    "extensions": "SELECT extname FROM pg_extension",
    "content types": "SELECT app_label, model FROM django_content_type",
    "permissions": "SELECT codename, name FROM auth_permission",
    "migrations": "SELECT app, name FROM django_migrations",
    "the law": "SELECT * FROM records_provision",
    "periods": "SELECT * FROM records_statutoryperiod",
}


def standing(cursor) -> dict[str, str]:
    """What stands in a database: of each part how many lines, and their SHA-256."""
    found = {}
    for what, asked in STANDING.items():
        lines = sorted(map(str, cursor.execute(asked).fetchall()))
        found[what] = f"{len(lines)} {hashlib.sha256(repr(lines).encode()).hexdigest()}"
    return found


def made_of(cursor) -> str:
    """What the answer of plain migrate follows from: our migrations, how they are run, and on which server."""
    told = hashlib.sha256()
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("panel_portal/*/migrations/*.py")]
    for path in sorted((*files, ROOT / "panel_portal/pages/fresh_database.py")):
        told.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    told.update(repr((STANDING, [version(package) for package in PACKAGES])).encode())
    told.update(str(cursor.execute("SHOW server_version").fetchone()).encode())
    return told.hexdigest()


def plain(server: str, name: str) -> dict[str, str]:
    """What stands in an empty database on a server after plain migrate. The database is made, and dropped again."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"')
        try:
            environment = {"PATH": os.environ["PATH"], "PORTAL_MODE": "test", "DATABASE_URL": f"{server}/{name}"}
            subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)
            with psycopg.connect(f"{server}/{name}") as migrated:
                return standing(migrated.cursor())
        finally:
            maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def recorded(cursor) -> dict[str, str] | None:
    """What was written down, if nothing that it is made of has changed since."""
    record = json.loads(RECORD.read_text())
    return record["standing"] if record["made_of"] == made_of(cursor) else None


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django  # noqa: PLC0415 - the settings are named first

    django.setup()
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres") as connection:
        record = {"made_of": made_of(connection.cursor()), "standing": plain(server, "plain_migrate")}
    RECORD.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
