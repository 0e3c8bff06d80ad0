"""Runs one command of manage.py, with the database that it needs."""

import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured


def execute(argv: Sequence[str]) -> None:
    """What is wrong with the machine or the settings is said in one line, without a traceback."""
    from django.conf import settings
    from django.core.management import ManagementUtility

    try:
        settings.INSTALLED_APPS  # noqa: B018  reads the settings
        ManagementUtility(list(argv)).execute()
    except ImproperlyConfigured as error:
        sys.exit(f"manage.py: {error}")
