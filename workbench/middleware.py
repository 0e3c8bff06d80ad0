"""Headers that every answer carries, error pages included."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

NO_POWERS = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer",
        "camera",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def private_by_default(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """No browser or proxy keeps a page, and no page may use the machine's devices."""
    static = f"/{settings.STATIC_URL.lstrip('/')}"

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", NO_POWERS)
        if not (request.path.startswith(static) and response.status_code in {200, 206, 304}):
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer
