"""What every template knows."""

from django.conf import settings
from django.http import HttpRequest


def workbench(request: HttpRequest) -> dict[str, str]:
    """The name on the page."""
    return {"workbench_name": settings.WORKBENCH_NAME}
