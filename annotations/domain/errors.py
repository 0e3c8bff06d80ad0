"""What can go wrong at work, and nothing else. Edges map each branch to one HTTP status.

DomainError
├── NotPermitted      403  the person may see it, but not do it
│   └── OwnWork            because it is their own work; such attempts are kept (attempts.py)
├── NotFound          404  it does not exist, or not for this person
├── Conflict          409  the thing moved on, or stands in a state that forbids it
│   ├── Stale              decided again since it was shown; carries both versions
│   └── AlreadyThere       the same thing exists; carries its id
├── Invalid           422  the input is wrong, field by field
│   └── Unreadable         a file that cannot be read as what it claims to be
└── Unavailable       503  a part we need is down; the work is safe
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID


class DomainError(Exception):
    """A sentence that names the thing, the value and the way out."""


class NotPermitted(DomainError):
    """The person may see the thing, but not do this to it."""


class OwnWork(NotPermitted):
    """The act is somebody else's to do. `act` is a word of RefusedAct, `subject` is "claim:id" or "article:id"."""

    def __init__(self, message: str, *, act: str, subject: str) -> None:
        super().__init__(message)
        self.act, self.subject = act, subject


class NotFound(DomainError):
    """The thing does not exist, or not for this person; the two are never told apart."""


class Conflict(DomainError):
    """The thing stands in a state that forbids the act. `current` says what stands there now."""

    def __init__(self, message: str, *, current: Any = None) -> None:
        super().__init__(message)
        self.current = current


class Stale(Conflict):
    """The person decided this claim again since it was shown. `current` is the newer decision's form."""


class AlreadyThere(Conflict):
    """The same thing is there already. `current` is its id."""

    def __init__(self, message: str, *, current: UUID) -> None:
        super().__init__(message, current=current)


class Invalid(DomainError):
    """Wrong input. `errors` maps a field's name ("" for the whole) to sentences."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        self.errors = {field: list(words) for field, words in errors.items()}
        super().__init__("; ".join(word for words in self.errors.values() for word in words))

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process found wrong is told here in the same words."""
        return Invalid, (self.errors,)


class Unreadable(Invalid):
    """A file that cannot be read as what it claims to be; nothing of it was stored."""

    def __init__(self, message: str, *, field: str = "file") -> None:
        super().__init__({field: [message]})


class Unavailable(DomainError):
    """A part we need is down. Nothing was lost."""
