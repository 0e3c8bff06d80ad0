"""What the tests of pages may ask for."""

from tests.work.given_settings import article, client, editor, project

__all__ = ["article", "client", "editor", "project"]
