"""The project's settings in test mode: a throw-away PostgreSQL unless DATABASE_URL names one."""

import os

os.environ["PORTAL_MODE"] = "test"

from panel_portal.settings import *  # noqa: E402, F403
