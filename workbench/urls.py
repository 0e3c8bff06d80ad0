"""Where each edge begins. Pages and API keep their own tables."""

from django.urls import include, path

from annotations.api.health import Alive, Ready

urlpatterns = [
    path("healthz", Alive.as_view()),
    path("readyz", Ready.as_view()),
    path("api/v1/", include("annotations.api.v1.urls")),
    path("", include("annotations.web.urls")),
]

handler400 = "annotations.web.errors.not_understood"
handler403 = "annotations.web.errors.not_permitted"
handler404 = "annotations.web.errors.not_found"
handler500 = "annotations.web.errors.failed"
