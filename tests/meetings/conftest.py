"""Records that are made once for a module and are as they were for each of its tests."""

import contextlib

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def kept():
    """The records of this module, each made once."""
    return {}


@pytest.fixture
def made(for_module, kept):
    """`made(make)`: the record that `make()` makes, as it was then; what a test does to it is undone."""
    with contextlib.ExitStack() as undone:

        def read(make):
            if make not in kept:
                kept[make] = make()
            undone.enter_context(transaction.atomic())
            undone.callback(transaction.set_rollback, True)
            return type(kept[make])._base_manager.get(pk=kept[make].pk)

        yield read
