"""S-API: the schema is true. Every address is called as it says, by every role, rightly and wrongly."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from annotations.api.schema import openapi
from tests.api.routes import ROUTES
from tests.api.world import World

EXAMPLES = 4
ROLES = ("reviewer", "editor", "supervisor", "administrator")
TRUE_TO_SCHEMA = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]


def test_it_is_openapi_3_1_and_names_every_address() -> None:
    schema = openapi()
    assert schema["openapi"].startswith("3.1")
    described = {
        (method.upper(), path.removeprefix("/api/v1/"))
        for path, operations in schema["paths"].items()
        if path.startswith("/api/v1/")
        for method in operations
    }
    assert len(described) == len(ROUTES) - 1  # all but the schema itself
    assert {"/healthz", "/readyz"} <= set(schema["paths"])


def test_every_operation_has_its_own_name_and_every_reference_leads_somewhere() -> None:
    schema = openapi()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for reference in _references(schema):
        assert reference.rpartition("/")[2] in schema["components"]["schemas"], reference
    for component in schema["components"]["schemas"].values():
        Draft202012Validator.check_schema(component)


def test_every_write_takes_an_idempotency_key_and_decisions_demand_it() -> None:
    for path, operations in openapi()["paths"].items():
        for method, operation in operations.items():
            keys = [one for one in operation.get("parameters", ()) if one["name"] == "Idempotency-Key"]
            assert bool(keys) == (method in ("post", "patch")), path
            assert [bool(key.get("required")) for key in keys] == [path.endswith("/decisions/")] * len(
                keys
            ), path


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["$ref"]] if "$ref" in value else ())
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_address_rightly_and_wrongly(committed_world: World, role: str) -> None:
    world = committed_world
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", get_wsgi_application())
    ids = {
        "article_id": world.article.id,
        "claim_id": world.claims[0].id,
        "release_id": world.release.id,
        "slug": world.slug,
        "name": "claims.jsonl",
    }
    authorisation = world[role].client.defaults["HTTP_AUTHORIZATION"]
    called = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path == "/readyz":
            continue  # a second each, for a broker that is not there
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            called += _call(operation, mode, ids, authorisation)
    assert called > 100


def _call(operation: Any, mode: GenerationMode, ids: dict[str, Any], authorisation: str) -> int:
    """Call one operation a few times; half of them about things that are there."""
    called = 0

    @seed(7)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), there=st.booleans())
    def call(case: Any, there: bool) -> None:
        nonlocal called
        if there:
            case.path_parameters = {
                name: str(ids.get(name, value)) for name, value in (case.path_parameters or {}).items()
            }
        case.headers = {**(case.headers or {}), "Authorization": authorisation}
        if "Idempotency-Key" in case.headers and mode is GenerationMode.POSITIVE:
            case.headers["Idempotency-Key"] = str(uuid4())
        response = case.call()
        called += 1
        case.validate_response(response, checks=TRUE_TO_SCHEMA)

    try:
        call()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # nothing can be wrong about a request without parameters
    return called
