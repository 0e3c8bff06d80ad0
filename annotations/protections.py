"""Protections that a test may switch off, to show the harm that comes without them; settings refuse it in earnest."""

from django.conf import settings


def stands(name: str) -> bool:
    """Whether the protection `name` is on, as it always is outside tests.

    "receipts", "claim lock", "scope", "suggestion lock", "sweeper", "lease", "attempt token", "source names",
    "fetch addresses", "policies", "confidences", "webhook signature", "match scope",
    "claim lease", "lease given back".
    """
    return name not in settings.PROTECTIONS_OFF
