#!/usr/bin/env python
"""Run a command of the project; development settings unless told otherwise."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings.dev")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
