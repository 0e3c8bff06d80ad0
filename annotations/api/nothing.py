"""Addresses at which there is nothing: also a problem in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from annotations.api.resource import Open, Resource
from annotations.domain.errors import NotFound


@extend_schema(exclude=True)
class NothingHere(Resource):
    """404, whatever the method and whoever calls."""

    http_method_names = [
        "get",
        "head",
        "post",
        "put",
        "patch",
        "delete",
        "options",
        "trace",
    ]
    authentication_classes = ()
    permission_classes = (Open,)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Nothing."""
        raise NotFound(f"There is nothing at {request.path[:200]}. /api/v1/schema/ lists what there is.")

    post = put = patch = delete = options = trace = get
