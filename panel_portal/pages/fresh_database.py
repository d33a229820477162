"""An empty database migrated in a seventh of the time, for the demonstration and the tests.

Django draws its picture of the models anew at each of the 400 steps of our migrations: not only of the model that a
step changes, but of all that a foreign key leads to from there, and since each row's history leads to who changed it,
that is nearly all of them. It took 27 of 29 seconds; the database itself took less than two.

A forward step reads the fields of one model, and that is drawn anew; what its neighbours remember of it (its name, its
table, the type of its key) stays true. A data migration could see more, so before each of them Django makes the whole
picture again: `is_delayed` asks it to. That both ways make the same database, a test holds
(tests/site/test_migrations.py). An installation's own database is migrated by plain `manage.py migrate`.
"""

import contextlib
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ProjectState


def migrate_fresh() -> None:
    """What `manage.py migrate` does, and as it does it unless the database is empty."""
    empty = not connection.introspection.table_names()
    with _each_model_by_itself() if empty else contextlib.nullcontext():
        call_command("migrate", verbosity=0, interactive=False)


@contextlib.contextmanager
def _each_model_by_itself() -> Iterator[None]:
    original = ProjectState.reload_model

    def reload_itself(state, app_label, model_name, delay=False):
        if "apps" in vars(state):  # else nothing has been drawn yet
            state.is_delayed = True
            state._reload({(app_label, model_name)})

    ProjectState.reload_model = reload_itself
    try:
        yield
    finally:
        ProjectState.reload_model = original
