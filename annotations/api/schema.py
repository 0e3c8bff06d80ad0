"""The OpenAPI schema: what each address says of itself, gathered once a process."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.problems import PROBLEM
from annotations.api.resource import Open, Resource

F = TypeVar("F", bound=Callable[..., Any])
JSON, FORM = "application/json", "multipart/form-data"
COMPONENTS: dict[str, dict[str, Any]] = {}
EVERYWHERE = (401, 404, 422, 503)
WITH_BODY = (400, 403, 409, 413, 415)
IDEMPOTENCY_KEY = "Made when the thing was shown: the same key and request give the first answer again."


def component(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Keep a schema under its name and refer to it."""
    COMPONENTS[name] = schema
    return {"$ref": f"#/components/schemas/{name}"}


def parameter(name: str, about: str, schema: Mapping[str, Any] | None = None) -> OpenApiParameter:
    """One parameter of the address; text unless `schema` says otherwise."""
    return OpenApiParameter(name, dict(schema or {"type": "string"}), description=about)


PAGES = (
    parameter("cursor", "Where the page begins; take it from `next` or `previous`."),
    parameter("limit", "Rows on a page.", {"type": "string", "pattern": "^([1-9][0-9]{0,2})?$"}),
)


def documented(
    summary: str,
    *,
    answers: Mapping[int, dict[str, Any] | None],
    body: dict[str, Any] | None = None,
    form: dict[str, Any] | None = None,
    query: Sequence[OpenApiParameter] = (),
    key: str = "optional",
    refusals: Sequence[int] = (),
    media_type: str = JSON,
    writes: bool = False,
) -> Callable[[F], F]:
    """Say what a method takes and answers. `key` is "required" where the address demands an Idempotency-Key.

    `writes` says that it changes something although it takes no body and makes nothing new.
    """
    requests = {media: schema for media, schema in ((JSON, body), (FORM, form)) if schema}
    writes = writes or bool(requests) or 201 in answers or 202 in answers
    parameters = list(query)
    if writes:
        answers = {**answers, 200: answers.get(200) or next(iter(answers.values()))}
        parameters.append(_key(required=key == "required"))
    statuses = {*EVERYWHERE, *refusals, *(WITH_BODY if writes else ())}
    responses: dict[Any, Any] = {
        (status, media_type): OpenApiResponse(schema, description=HTTPStatus(status).phrase)
        for status, schema in sorted(answers.items())
    }
    responses |= {
        (status, PROBLEM): OpenApiResponse(_problem(status), description=HTTPStatus(status).phrase)
        for status in sorted(statuses)
    }
    return extend_schema(
        summary=summary, request=requests or None, responses=responses, parameters=parameters
    )


def _key(*, required: bool) -> OpenApiParameter:
    schema = {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"}
    return OpenApiParameter(
        "Idempotency-Key", schema, OpenApiParameter.HEADER, required=required, description=IDEMPOTENCY_KEY
    )


def _problem(status: int) -> dict[str, Any]:
    name = {409: "Conflict", 422: "InvalidInput"}.get(status, "Problem")
    return {"$ref": f"#/components/schemas/{name}"}


def _problem_schema(**more: Any) -> dict[str, Any]:
    members = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        **more,
    }
    return {"type": "object", "properties": members, "required": list(members)}


component("Problem", _problem_schema())
component(
    "Conflict",
    _problem_schema(current={"description": "What stands there now.", "type": ["object", "string", "null"]}),
)
component(
    "InvalidInput",
    _problem_schema(
        errors={"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
    ),
)


class BearerScheme(OpenApiAuthenticationExtension):
    """How tokens are named in the schema."""

    target_class = "annotations.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """A token in the Authorization header."""
        return {"type": "http", "scheme": "bearer"}


class SessionCookie(OpenApiAuthenticationExtension):
    """How sessions are named in the schema."""

    target_class = "annotations.api.authentication.Session"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """A browser's session; what is not safe needs the CSRF token too."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


class Described(AutoSchema):
    """Operations named by method and resource: `get_articles`, `post_decisions`."""

    def get_operation_id(self) -> str:
        """The method and the name of the class that answers it."""
        words = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__)
        return f"{self.method}_{words}".lower()

    def get_tags(self) -> list[str]:
        """The kind of thing the address begins with."""
        return [self.path.removeprefix("/api/v1/").strip("/").split("/")[0]]


Resource.schema = Described()


@cache
def openapi() -> dict[str, Any]:
    """The schema of all addresses of version 1."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    found.setdefault("components", {}).setdefault("schemas", {}).update(COMPONENTS)
    for operations in found["paths"].values():
        for operation in operations.values():
            if "requestBody" in operation:
                operation["requestBody"]["required"] = True
    return found


class Schema(Resource):
    """The schema itself; it says nothing about anybody's work, so anybody may read it."""

    authentication_classes = ()
    permission_classes = (Open,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """OpenAPI 3.1 as JSON."""
        return Response(openapi(), content_type="application/vnd.oai.openapi+json")
