"""What every test may ask for. Databases are in tests/databases.py, running servers in tests/stack.py."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import (  # noqa: F401  fixtures
    committed_db,
    database_server,
    django_db_setup,
    template_database,
)

LIST_OF_SKIPS = Path(__file__).parent / "allowed_skips.txt"


@pytest.fixture(scope="session", autouse=True)
def run_folder() -> Iterator[Path]:
    """The folder of this run, which is thrown away with all that is in it."""
    yield settings.VAR_DIR
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
