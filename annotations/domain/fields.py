"""Reading the fields of a JSON object, with every mistake collected and named."""

import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.records import Span
from annotations.domain.terms import Term

T = TypeVar("T")
W = TypeVar("W", bound=Term)


class FieldReader:
    """One JSON object under reading. A field that is absent or null reads as None.

    `known` are the fields it may have; `prefix` begins every sentence ("Link 2: "); a mistake is kept in `errors`
    under the field's name, or under `under` where the object is itself one field of a larger one.
    """

    def __init__(
        self, body: Any, *, known: tuple[str, ...], prefix: str = "", under: str | None = None
    ) -> None:
        self.prefix = prefix
        self.under = under
        self.errors: dict[str, list[str]] = {}
        self.body: Mapping[str, Any] = body if isinstance(body, Mapping) else {}
        if not isinstance(body, Mapping):
            self.wrong("", f"expected an object with fields, not {type(body).__name__}.")
        for name in self.body:
            if name not in known:
                self.wrong(str(name), f"'{name}' is not a field here; known fields: {', '.join(known)}.")

    def wrong(self, name: str, words: str) -> None:
        """Keep a mistake."""
        key = name if self.under is None else self.under
        self.errors.setdefault(key, []).append(self.prefix + words)

    def finish(self) -> None:
        """Raise Invalid if anything was wrong."""
        if self.errors:
            raise Invalid(self.errors)

    def text(self, name: str) -> str | None:
        """A string."""
        return self._typed(name, str, "text")

    def whole(self, name: str) -> int | None:
        """A whole number; true and false are none."""
        value = self._typed(name, int, "a whole number")
        if isinstance(value, bool):
            self.wrong(name, f"'{name}' must be a whole number, not {value!r}.")
            return None
        return value

    def truth(self, name: str) -> bool | None:
        """True or false."""
        return self._typed(name, bool, "true or false")

    def number(self, name: str) -> float | None:
        """A finite number, whole or not."""
        value = self.body.get(name)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not abs(value) <= sys.float_info.max
        ):
            self.wrong(name, f"'{name}' must be a number, not {value!r:.80}.")
            return None
        return float(value)

    def word(self, name: str, words: type[W]) -> W | None:
        """One of the vocabulary's words."""
        value = self.body.get(name)
        if value is None:
            return None
        try:
            return words(value)
        except ValueError:
            legal = ", ".join(word.value for word in words)
            self.wrong(name, f"{value!r:.80} is not a known {name.replace('_', ' ')}; known: {legal}.")
            return None

    def parsed(self, name: str, parse: Callable[[str], T], expected: str) -> T | None:
        """A string that `parse` understands; `expected` tells people how it looks."""
        value = self.body.get(name)
        if value is None:
            return None
        try:
            if not isinstance(value, str):
                raise ValueError
            return parse(value)
        except ValueError:
            self.wrong(name, f"'{name}' must be {expected}, not {value!r:.80}.")
            return None

    def span(self, name: str) -> Span | None:
        """A pair [start, end] of whole numbers."""
        value = self.body.get(name)
        return None if value is None else self._pair(name, value)

    def spans(self, name: str) -> tuple[Span, ...]:
        """A list of pairs; empty where absent."""
        value = self.body.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(name, f"'{name}' must be a list of [start, end] pairs, not {value!r:.80}.")
            return ()
        return tuple(span for span in (self._pair(name, item) for item in value) if span)

    def identifier(self, name: str) -> UUID | None:
        """A UUID."""
        return self.parsed(name, UUID, "an id (UUID)")

    def _pair(self, name: str, value: Any) -> Span | None:
        whole = (
            isinstance(value, list | tuple) and len(value) == 2 and all(type(item) is int for item in value)
        )
        if not whole:
            self.wrong(name, f"'{name}' must be [start, end] in whole code points, not {value!r:.80}.")
            return None
        return (value[0], value[1])

    def _typed(self, name: str, kind: type[T], expected: str) -> T | None:
        value = self.body.get(name)
        if value is None or isinstance(value, kind):
            return value
        self.wrong(name, f"'{name}' must be {expected}, not {value!r:.80}.")
        return None
