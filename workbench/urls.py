"""Where each edge begins. Pages and API keep their own tables."""

from importlib.util import find_spec

from django.urls import include, path

EDGES = [("api/v1/", "annotations.api"), ("", "annotations.web")]
TABLES = {"annotations.api": "annotations.api.v1.urls", "annotations.web": "annotations.web.urls"}

urlpatterns = [path(prefix, include(TABLES[edge])) for prefix, edge in EDGES if find_spec(edge)]
