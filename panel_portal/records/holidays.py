"""Bank holidays that an administrator entered, told to the calculator in each process.

`periods` knows no database. So each process reads the few rows of `ProclaimedHoliday` at moments when nothing is being
counted: a web process before a request, at most once in `HOLIDAYS_REREAD` seconds; the worker before each task that
counts; a command when it begins; and the process in which a row was saved, at once.
"""

import logging
import time

from django.conf import settings
from django.db import Error

from panel_portal.records import periods
from panel_portal.records.models import ProclaimedHoliday

logger = logging.getLogger(__name__)
_read_at: float | None = None


def reread() -> bool:
    """Read them now; whether they differ from those that were counted with until now. One query."""
    global _read_at  # noqa: PLW0603 - when this process last read them
    changed = periods.announce(dict(ProclaimedHoliday.objects.values_list("day", "name")))
    _read_at = time.monotonic()
    return changed


def reread_if_old() -> None:
    """Read them where that was never done, or longer ago than `HOLIDAYS_REREAD` seconds (None: never by itself). A
    database that does not answer is no reason to refuse a page: what was known is kept, and it is tried again."""
    patience = settings.HOLIDAYS_REREAD
    if patience is None or _read_at is not None and time.monotonic() - _read_at < patience:
        return
    try:
        reread()
    except Error:
        logger.warning("The bank holidays entered by hand could not be read.", exc_info=True)
