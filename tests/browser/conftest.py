"""What the tests in the browser share: pages that tell what went wrong in them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.watching import Watch


@pytest.fixture
def watch(page: Page) -> Iterator[Watch]:
    """Listens to the page; the test fails where it wrote an error or asked another host."""
    watching = Watch(page)
    yield watching
    assert watching.troubles == []
