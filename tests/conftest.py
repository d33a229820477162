"""What every test shares: a database made quickly, first states, signed-in clients.

The migrations run once; every xdist worker then copies that database, and a test with real transactions (whose
rows cannot be rolled back) gets its copy afresh afterwards. Works the same on the embedded server and on any other
PostgreSQL that DATABASE_URL names.
"""

import contextlib
import gc

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client, TransactionTestCase, override_settings
from django.test import utils as instruments
from psycopg import sql
from xdist.scheduler import LoadScopeScheduling

from panel_portal.accounts import roles
from panel_portal.pages.fresh_database import migrate_fresh
from tests import factories

# One number for everybody who makes or copies the migrated database: PostgreSQL's own lock, so it also holds between
# processes and ends with the one that holds it.
LOCK = 770_012

# Modules whose rows are there now; while they are, nothing else may count from one again.
STANDING = []


# Those that read one walk, the module that takes it first; then those that take longest, lest one of them be left over
# for the end, when the other worker has nothing more to do.
WALKING = ("tests/site/test_visibility.py", "tests/site/test_pages.py", "tests/site/test_headers.py")
LONG = (
    "pages/test_demo.py", "site/test_migrations.py", "site/test_admin.py", "meetings/test_bad_input.py",
    "site/test_permissions.py", "site/test_queries.py", "meetings/test_action_pages.py", "meetings/test_workbench.py",
    "records/test_workflow.py", "questions/test_hostile.py", "meetings/test_admin_desk.py",
    "meetings/test_transitions.py", "meetings/test_corrections.py", "browser/test_pages.py",
    "browser/test_questions.py", "browser/test_clerk_path.py", "browser/test_paste.py", "browser/test_member_path.py",
    "browser/test_layout.py", "browser/test_seeds.py",
)  # fmt: skip
FIRST = (*WALKING, *(f"tests/{module}" for module in LONG))


def pytest_collection_modifyitems(items):
    def place(item) -> int:
        module = item.nodeid.partition("::")[0]
        return FIRST.index(module) if module in FIRST else len(FIRST)

    items.sort(key=place)


class ByModule(LoadScopeScheduling):
    """What a module makes once is made by one worker, and so is the walk."""

    def _split_scope(self, nodeid):
        module = nodeid.partition("::")[0]
        return "the walk" if module in WALKING else module


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order is the one above
    return ByModule(config, log)


def pytest_collection_finish():
    """What is there before the first test stays until the last: searching it for rubbish again and again took a
    twelfth of the whole suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _tell_of_the_template(template, context):
    """What Django puts in place of rendering, to tell tests of each template with a copy of all it knew. A page of
    the admin draws some hundred fields, each with templates of its own, a list as many rows with components, and nobody
    asks for those."""
    if not (template.name or "").startswith(("django/forms/", "components/")):
        instruments.template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


instruments.instrumented_test_render = _tell_of_the_template


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, worker_id, testrun_uid):
    """Replaces pytest-django's, which would migrate once for each worker."""
    settings = connection.settings_dict
    base = f"test_{settings['NAME'].removeprefix('test_')}"
    migrated, own = f"{base}_migrated", f"{base}_{worker_id}"
    with django_db_blocker.unblock():
        with _maintenance() as run, _locked(run):
            if _made_by(run, migrated) != testrun_uid:
                _drop(run, migrated)
                run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(migrated)))
                _use(migrated)
                migrate_fresh()
                roles.sync_roles()
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")
                connection.close()
                # Written last: a run that was interrupted leaves no half-made database to be copied.
                run(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(migrated), testrun_uid))

        def copy():
            connection.close()
            with _maintenance() as run, _locked(run):
                _drop(run, own)
                run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(own), sql.Identifier(migrated)))

        copy()
        _use(own)
        # Django would empty every table, and with them the provisions and the roles that the migrations entered.
        original = TransactionTestCase._fixture_teardown
        TransactionTestCase._fixture_teardown = lambda self: copy()
        yield
        TransactionTestCase._fixture_teardown = original
        connection.close()
        with _maintenance() as run:
            _drop(run, own)


@contextlib.contextmanager
def _maintenance():
    with connection._nodb_cursor() as cursor:
        yield cursor.execute


@contextlib.contextmanager
def _locked(run):
    run("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        run("SELECT pg_advisory_unlock(%s)", [LOCK])


def _made_by(run, name) -> str | None:
    found = run("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found[0] if found else None


def _drop(run, name):
    run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _use(name):
    connection.close()
    connection.settings_dict["NAME"] = name


@pytest.fixture(scope="module")
def for_module(django_db_setup, django_db_blocker, tmp_path_factory):
    """Rows and files made once for all tests of a module, gone after the last."""
    documents = tmp_path_factory.mktemp("documents")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=documents, DOCUMENTS_DIR=documents),
        transaction.atomic(),
    ):
        factories.begin_again()
        STANDING.append(documents)
        yield
        STANDING.pop()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _as_if_alone(settings, tmp_path):
    """Factories count from one again, and no test leaves a paper in the installation's own directory."""
    factories.forget()
    if not STANDING:
        factories.begin_again()
        settings.MEDIA_ROOT = settings.DOCUMENTS_DIR = tmp_path / "documents"


def _kept(settings, name: str):
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"test of {name}"}
    settings.CACHES = {**settings.CACHES, name: kept}
    caches[name].clear()
    yield
    caches[name].clear()


@pytest.fixture
def kept_pages(settings):
    """Whole pages are kept, as in production."""
    yield from _kept(settings, "pages")


@pytest.fixture
def kept_parts(settings):
    """What pages have in common is kept, as in production, and whole pages are not."""
    yield from _kept(settings, "parts")


@pytest.fixture
def kept_found(settings):
    """What a search found is kept, as in production; in the database, so that it goes with the test."""
    settings.CACHES = {**settings.CACHES, "found": settings.CACHES_IN_PRODUCTION["found"]}


@pytest.fixture
def clerk(db):
    return factories.user_in_role(roles.CLERK)


@pytest.fixture
def member(db):
    return factories.user_in_role(roles.MEMBER)


@pytest.fixture
def office(db):
    return factories.user_in_role(roles.OFFICE)


@pytest.fixture
def administrator(db):
    return factories.user_in_role(roles.ADMINISTRATOR)


@pytest.fixture
def signed_in():
    """`signed_in(user)`: a test client of somebody who has signed in."""

    def client_of(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return client_of


def pytest_make_parametrize_id(config, val, argname):
    """Bytes make no name for a test: a zip carries the time of its making, and xdist's workers would not agree."""
    return f"{argname}-bytes" if isinstance(val, bytes) else None
