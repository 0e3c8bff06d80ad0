"""Where each edge begins. Pages and API keep their own tables."""

from django.conf import settings
from django.urls import include, path

from annotations.api.health import Alive, Ready

EDGES = {"api/v1/": "annotations.api.v1.urls", "": "annotations.web.urls"}


def _is_there(module: str) -> bool:
    return (settings.BASE_DIR / module.replace(".", "/")).with_suffix(".py").exists()


urlpatterns = [
    path("healthz", Alive.as_view()),
    path("readyz", Ready.as_view()),
    *(path(prefix, include(module)) for prefix, module in EDGES.items() if _is_there(module)),
]

handler400 = "annotations.web.errors.not_understood"
handler403 = "annotations.web.errors.not_permitted"
handler404 = "annotations.web.errors.not_found"
handler500 = "annotations.web.errors.failed"
