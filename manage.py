#!/usr/bin/env python3
"""Every command of the workbench: `python manage.py help`."""

import os
import sys

# Said before anything is imported, in words that every Python can parse.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("manage.py: this is Python %d.%d; the workbench needs 3.11 or newer." % sys.version_info[:2])  # noqa: UP031


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
    from workbench.commands import execute

    execute(sys.argv)


if __name__ == "__main__":
    main()
