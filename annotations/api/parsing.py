"""Bodies on the way in and out: strict JSON, forms with files, nothing that a database cannot hold."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, NoReturn

import orjson
from django.core.files.uploadedfile import UploadedFile
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import BaseRenderer

from annotations.domain.text import refuse_unstorable


class JSONBody(BaseParser):
    """A JSON object. Lone surrogates pass the parser, so that they are refused by name and offset."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The value; an empty body reads as an object without fields. Raises ParseError."""
        data = stream.read()
        if not data.strip():
            return {}
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            return self._slowly(data)

    def _slowly(self, data: bytes) -> Any:
        try:
            return json.loads(data, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise ParseError(f"The body is no JSON: {error}.") from error


class FormBody(MultiPartParser):
    """A multipart form; the fields as text, one value each, the file beside them."""


class JSONAnswer(BaseRenderer):
    """JSON by orjson: UUIDs and times come as strings."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The bytes of a value; none at all for None."""
        return b"" if data is None else orjson.dumps(data, default=str)


class OnlyJSON(BaseContentNegotiation):
    """Whatever the caller would accept, the answer is JSON."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        """The parser for the body's type, None where there is none (415)."""
        sent = (request.content_type or "").split(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == sent), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        """The one renderer there is."""
        return renderers[0], renderers[0].media_type


def require_storable(value: Any) -> None:
    """Raise Invalid, naming field and offset, for a NUL or half a surrogate pair anywhere in a body."""
    for name, text in _texts("", value):
        refuse_unstorable(text, field=name or "body")


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text with the name of the outermost field it stands in; without recursion, however deep the value."""
    waiting = [(name, value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, Mapping):
            for key, item in value.items():
                yield "name of a field", str(key)
                waiting.append((name or str(key), item))
        elif isinstance(value, list | tuple):
            waiting.extend((name, item) for item in value)


def plain(data: Any) -> Any:
    """The body as plain values: of a form's fields the last value each, files left out."""
    if isinstance(data, Mapping) and hasattr(data, "lists"):
        return {name: value for name, value in data.items() if not isinstance(value, UploadedFile)}
    return data


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")
