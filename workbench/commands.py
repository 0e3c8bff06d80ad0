"""Runs one command of manage.py, with the database that it needs."""

import contextlib
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from workbench.services.errors import ServiceError

WITHOUT_DATABASE = frozenset(
    {
        "check",
        "codebook",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "makemigrations",
        "predict",
        "sendtestemail",
        "serve",
        "spectacular",
        "sqlmigrate",
        "startapp",
        "startproject",
        "test",
        "testserver",
        "version",
    }
)
"""Commands that need none, or see to it themselves, as `serve` does."""


def execute(argv: Sequence[str]) -> None:
    """What is wrong with the machine or the settings is said in one line, without a traceback."""
    from django.conf import settings
    from django.core.management import ManagementUtility

    try:
        settings.INSTALLED_APPS  # noqa: B018  reads the settings
        with contextlib.ExitStack() as services:
            if needs_database(argv):
                from workbench.services import ensure_database

                services.enter_context(ensure_database())
            try:
                ManagementUtility(list(argv)).execute()
            finally:
                _close_connections()
    except (ImproperlyConfigured, ServiceError) as error:
        sys.exit(f"manage.py: {error}")
    except OperationalError as error:
        if _is_answer_of_the_server(error):
            raise
        sys.exit(f"manage.py: The database cannot be reached: {' '.join(str(error).split())}")


def needs_database(argv: Sequence[str]) -> bool:
    """False for a call for help and for the commands named above."""
    words = [word for word in argv[1:] if not word.startswith("--")]
    asks_for_help = "--help" in argv or "-h" in argv or "--version" in argv
    return bool(words) and not asks_for_help and words[0] not in WITHOUT_DATABASE


def _is_answer_of_the_server(error: OperationalError) -> bool:
    """Only a server that was reached gives a code with its refusal."""
    return getattr(error.__cause__, "sqlstate", None) is not None


def _close_connections() -> None:
    """A server that stops waits for nobody, and would log each connection that it has to cut."""
    from django.db import connections

    connections.close_all()
