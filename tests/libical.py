"""What libical, which most calendar programs read with, finds wrong with a calendar: which properties a component may
have and how often, by method (RFC 5546), and values it cannot read. Debian's package is libical3."""

import ctypes
import os
import re
from functools import cache

import pytest

NAME = "libical.so.3"


@cache
def _library():
    try:
        library = ctypes.CDLL(NAME)
    except OSError:
        return None
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalrestriction_check.argtypes = [ctypes.c_void_p]
    library.icalcomponent_count_errors.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    library.icalcomponent_free.argtypes = [ctypes.c_void_p]
    return library


def needed() -> None:
    """Skips the test where libical is not installed; fails it where the submission is judged."""
    if _library() is None:
        reason = f"{NAME} is not here: install Debian's libical3."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def complaints(content: bytes) -> list[str]:
    """Its complaints about a calendar, empty where there are none, and where it is not installed, which the test that
    needs it says."""
    library = _library()
    if library is None:
        return []
    calendar = library.icalparser_parse_string(content)
    if not calendar:
        return ["It is no calendar"]
    try:
        allowed = library.icalrestriction_check(calendar)
        # It writes its complaints into the component, as properties.
        told = library.icalcomponent_as_ical_string(calendar).decode().replace("\r\n ", "")
        found = re.findall(r"(?m)^X-LIC-ERROR[^:]*:(.*?)\r?$", told)
        if not found and not (allowed and library.icalcomponent_count_errors(calendar) == 0):
            found = ["Something that it does not name"]
        return found
    finally:
        library.icalcomponent_free(calendar)
