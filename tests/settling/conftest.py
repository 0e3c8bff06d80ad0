"""What the tests of settling may ask for."""

from tests.settling.given_policies import claim, editor, project

__all__ = ["claim", "editor", "project"]
