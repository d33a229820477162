#!/usr/bin/env python3
"""Django's command line. `demo` needs no configuration; everything else asks for it by name."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "panel_portal.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("PORTAL_MODE", "demo")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the mode is known

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
