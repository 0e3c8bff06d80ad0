"""What the interface's tests may ask for."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """A project with everybody in it."""
    return make_world()


@pytest.fixture
def elsewhere(db: None) -> World:
    """Another project, whose people know nothing of the first."""
    return make_world()


@pytest.fixture
def committed_world(committed_db: Any) -> World:
    """A world whose rows are committed."""
    return make_world()


@pytest.fixture
def connection_queries(db: None) -> Any:
    """Counts the statements inside its block; may be entered again and again."""
    return QueryCount()


class QueryCount:
    """One capture after another."""

    def __enter__(self) -> CaptureQueriesContext:
        self.capture = CaptureQueriesContext(connection)
        return self.capture.__enter__()

    def __exit__(self, *why: Any) -> None:
        self.capture.__exit__(*why)
