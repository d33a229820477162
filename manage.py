#!/usr/bin/env python3
"""Django's command line. `demo` and `score_minutes` need no configuration; everything else asks for it by name."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "panel_portal.settings")
    # The reader of minutes asks no database: an empty one that is thrown away will do.
    modes = {"demo": "demo", "score_minutes": "test"}
    if mode := modes.get("".join(sys.argv[1:2])):
        os.environ.setdefault("PORTAL_MODE", mode)
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the mode is known

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
