"""What every test may ask for.

Databases are in tests/databases.py, running servers in tests/stack.py, the browser in tests/browser_fixtures.py.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

from annotations import fetch
from tests.browser_fixtures import browser, browser_context, page
from tests.databases import committed_db, database_server, django_db_setup, template_database
from tests.skips import LIST, SkipGuard, allowed_reasons
from tests.stack import live_stack

__all__ = [
    "browser",
    "browser_context",
    "committed_db",
    "database_server",
    "django_db_setup",
    "live_stack",
    "page",
    "template_database",
]

LAST = ("slow", "stack", "browser")
# How long an example takes says how busy the machine is; benchmarks/ measure what the code takes.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SkipGuard(allowed_reasons(LIST.read_text())), "skip-guard")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, so that a slip shows early; whole servers and the browser last."""
    for item in items:
        _refuse_flush(item)
    items.sort(
        key=lambda item: max(
            (LAST.index(mark) + 1 for mark in LAST if item.get_closest_marker(mark)), default=0
        )
    )


def _refuse_flush(item: pytest.Item) -> None:
    marker = item.get_closest_marker("django_db")
    if FLUSHING & set(getattr(item, "fixturenames", ())) or (marker and marker.kwargs.get("transaction")):
        raise pytest.UsageError(
            f"{item.nodeid} would flush append-only tables. Ask for `committed_db` instead."
        )


@pytest.fixture(scope="session", autouse=True)
def _no_look_ups() -> Iterator[None]:
    """Names of other machines are unknown to tests; one that needs a name knows it itself."""

    def unknown(host: str, port: int) -> list[str]:
        raise OSError(f"tests do not look up {host}")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fetch, "system_resolver", unknown)
        yield


@pytest.fixture(scope="session", autouse=True)
def run_folder() -> Iterator[Path]:
    """The folder of this run, which is thrown away with all that is in it."""
    yield settings.VAR_DIR
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
