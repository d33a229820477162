"""Migrations say what the models say, in one line of descent; production refuses to start half configured."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

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


def standing(cursor) -> dict[str, list[str]]:
    return {what: sorted(map(str, cursor.execute(asked).fetchall())) for what, asked in STANDING.items()}


@pytest.mark.django_db
def test_database_made_for_tests_and_demo_is_as_plain_migrate_makes_it():
    """Theirs is made with a short cut (panel_portal/pages/fresh_database.py); an installation's is not."""
    name = f"{connection.settings_dict['NAME']}_plain"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"')
        try:
            migrated = manage("migrate", "-v", "0", PORTAL_MODE="test", DATABASE_URL=f"{server}/{name}")
            assert migrated.returncode == 0, migrated.stderr
            with psycopg.connect(f"{server}/{name}") as plain:
                expected = standing(plain.cursor())
        finally:
            maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    with connection.cursor() as cursor:
        found = standing(cursor.connection.cursor())
    assert all(expected.values())
    for what in STANDING:
        assert found[what] == expected[what], what


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
