"""What the pages are given that import many articles at once, or a data set of another program."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.queries.page_types import Choice
from annotations.readers.foreign import Preview
from annotations.readers.native import ReleaseSeen


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One thing that an article has, and the columns that it can be taken from."""

    name: str
    label: str
    choices: Sequence[Choice]
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """An article that would come in: its title and how many stretches it is divided into."""

    title: str
    claims: int
    text: str


@dataclass(frozen=True, slots=True)
class ManyPage:
    """Import of a feed or table: the empty form, or what would come in; `columns` only for a table."""

    problems: Sequence[str] = ()
    token: str = ""
    file_name: str = ""
    format: str = ""
    columns: Sequence[MappedColumn] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    coming: Sequence[Coming] = ()
    articles: int = 0
    largest: int = 0


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """Import of a data set: the empty form, what maps and what does not, or what a release holds."""

    formats: Sequence[Choice]
    units: Sequence[Choice]
    problems: Sequence[str] = ()
    token: str = ""
    file_name: str = ""
    seen: Preview | None = None
    release: ReleaseSeen | None = None
    members: Sequence[tuple[str, str]] = ()
    largest: int = 0
