"""Records for tests. `first` makes only first states; `reached` takes them further, by the verbs alone."""

import factory.random

from tests.factories import first, questions, reached, reports
from tests.factories.first import *  # noqa: F403
from tests.factories.questions import *  # noqa: F403
from tests.factories.reached import *  # noqa: F403
from tests.factories.reports import *  # noqa: F403


def forget() -> None:
    """What was kept of an earlier test may be gone from the database."""
    reached.KEPT.clear()


def begin_again() -> None:
    """Every test counts from one, so that what it makes does not depend on the tests before it."""
    forget()
    factory.random.reseed_random(1)
    for module in (first, questions, reports):
        for name in module.__all__:
            made = getattr(module, name)
            if isinstance(made, type) and made._meta.model is not None:
                made.reset_sequence(0, force=True)
