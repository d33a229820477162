"""The project's settings in test mode: a throw-away PostgreSQL unless DATABASE_URL names one."""

import os

os.environ["PORTAL_MODE"] = "test"

from panel_portal.settings import *  # noqa: E402, F403

# Every test client is a new middleware; without this, each would walk all static files first.
WHITENOISE_AUTOREFRESH = True

# Tests share one process and roll their changes back, after which the same revision means something else.
CACHES_IN_PRODUCTION = dict(CACHES)  # noqa: F405
for name in ("pages", "parts", "found"):
    CACHES[name] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405

# Otherwise whichever request comes first after a minute would have one query more than the test counts.
HOLIDAYS_REREAD = None
