"""What the tests of webhooks may ask for."""

from tests.webhooks.given import editor, names, project

__all__ = ["editor", "names", "project"]
