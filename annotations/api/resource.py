"""What every address of the interface does: who calls, what the body may be, problems, receipts, pages."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from annotations import ledger, receipts
from annotations.api.authentication import BearerToken, Session
from annotations.api.parsing import JSONAnswer, JSONBody, OnlyJSON, plain, require_storable
from annotations.api.problems import TooLarge, answer_to
from annotations.domain.fields import FieldReader
from annotations.models import User
from annotations.queries.pages import Page
from annotations.receipts import Answer

BODY_MAX = 2 * 1024 * 1024
PAGE, PAGE_MAX = 100, 500
Row = TypeVar("Row", bound=Model)


class Resource(APIView):
    """One address. A method looks the thing up, asks for the role, reads the body, and calls one verb or read."""

    http_method_names = ["get", "head", "post", "patch"]
    authentication_classes: Any = (BearerToken, Session)
    permission_classes: Any = (IsAuthenticated,)
    parser_classes: tuple[type[BaseParser], ...] = (JSONBody,)
    renderer_classes = (JSONAnswer,)
    content_negotiation_class = OnlyJSON
    metadata_class = None
    body_max = BODY_MAX

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who calls comes first; then a body that is too large, and letters in the address that cannot be stored."""
        super().initial(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.body_max:
            raise TooLarge(f"The body is larger than {self.body_max // 1024:,} kB; send less at once.")
        require_storable(request.query_params.dict())

    def get_exception_handler(self) -> Callable[..., Response]:
        """Problems, whatever the settings say."""
        return answer_to

    @property
    def person(self) -> User:
        """Who calls."""
        return cast(User, self.request.user)

    @property
    def body(self) -> Any:
        """The body as plain values, none of which a database would refuse."""
        body = plain(self.request.data)
        require_storable(body)
        return body

    def fields(self, *known: str) -> FieldReader:
        """The fields of the body; any other than those known is a mistake."""
        return FieldReader(self.body, known=known)

    def asked(self, *known: str) -> FieldReader:
        """The parameters of the address; unknown ones and empty ones are left aside."""
        given = self.request.query_params
        return FieldReader({name: given[name] for name in known if given.get(name)}, known=known)

    def once(self, act: Callable[[], Answer]) -> Response:
        """What `act` answers; with an Idempotency-Key one effect only, and 200 with the first answer from then on."""
        key = self.key
        with ledger.signed_in(self.person):
            if key is None:
                answer = act()
                return Response(answer.body, status=answer.status)
            answer, again = receipts.once(act, user=self.person, key=key, asked=self._all_that_is_asked())
        return Response(answer.body, status=200 if again else answer.status)

    @property
    def key(self) -> str | None:
        """The request's idempotency key, None without one. Raises Invalid for a bad one."""
        key: str | None = self.request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is not None:
            receipts.require_key(key)
        return key

    def paged(self, page: Page[Row], form: Callable[[Row], Any]) -> Response:
        """A page in its JSON form."""
        return self.listed([form(row) for row in page.rows], following=page.next, before=page.previous)

    def listed(
        self, results: list[Any], *, following: str | None, before: str | None, parameter: str = "cursor"
    ) -> Response:
        """Rows with the addresses of the pages beside them; `following` and `before` are values of `parameter`."""
        here = self.request.build_absolute_uri()
        beside = {
            name: replace_query_param(here, parameter, cursor) if cursor else None
            for name, cursor in (("next", following), ("previous", before))
        }
        return Response({**beside, "results": results})

    def page_asked(self, *, limit: int = PAGE, most: int = PAGE_MAX) -> tuple[str | None, int]:
        """The cursor and the number of rows that are asked for. Raises Invalid."""
        read = self.asked("cursor", "limit")
        size = read.parsed("limit", lambda words: _number(words, most), f"a whole number from 1 to {most}")
        read.finish()
        return read.text("cursor"), size or limit

    def _all_that_is_asked(self) -> list[Any]:
        files = {name: _digest(file) for name, file in self.request.FILES.items()}
        return [self.request.method, self.request.get_full_path(), self.body, files]


class Open(BasePermission):
    """Anybody may."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Yes."""
        return True


def _number(words: str, most: int) -> int:
    if not words.isascii() or not words.isdigit() or not 1 <= int(words[:9]) <= most:
        raise ValueError(words)
    return int(words)


def _digest(file: Any) -> list[str]:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return [file.name, digest.hexdigest()]
