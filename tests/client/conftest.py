"""What the tests of the client may ask for."""

from tests.client.given import through, world

__all__ = ["through", "world"]
