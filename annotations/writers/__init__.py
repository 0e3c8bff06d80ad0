"""Formats of a data set. A new one is a file here and a line in WRITERS.

A writer is made with the folder and what is true of the whole, is given each article followed by its claims in
order, and says at the end how many values of which fields its format could not hold. It keeps nothing that grows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from annotations.domain.errors import Invalid
from annotations.writers.claim_review import ClaimReviewWriter
from annotations.writers.columns import ColumnWriter
from annotations.writers.conll import ConllWriter
from annotations.writers.counts import Counts
from annotations.writers.docbin import DocBinWriter
from annotations.writers.doccano import DoccanoWriter
from annotations.writers.folder import FileEntry, Folder
from annotations.writers.label_studio import LabelStudioWriter
from annotations.writers.native import NativeWriter
from annotations.writers.provenance import ProvenanceWriter
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.spreadsheet import SpreadsheetWriter
from annotations.writers.table import TableWriter
from annotations.writers.web_annotation import WebAnnotationWriter
from annotations.writers.whole import Whole
from annotations.writers.xmi import XmiWriter


class Writer(Protocol):
    """One format. Its files are opened through the folder, which hashes them."""

    name: str

    def __init__(self, folder: Folder, about: About) -> None: ...

    def article(self, article: ArticleRecord) -> None:
        """Take in an article; the claims that follow are its own."""

    def claim(self, claim: ClaimRecord) -> None:
        """Take in a claim."""

    def losses(self) -> Mapping[str, int]:
        """Finish, and say how many values of each field the format could not hold."""


WRITERS: dict[str, type[Writer]] = {
    writer.name: writer
    for writer in (
        NativeWriter,
        TableWriter,
        SpreadsheetWriter,
        ColumnWriter,
        LabelStudioWriter,
        DoccanoWriter,
        WebAnnotationWriter,
        ClaimReviewWriter,
        ProvenanceWriter,
        ConllWriter,
        DocBinWriter,
        XmiWriter,
    )
}
NEED_TEXT = frozenset(
    writer.name for writer in (LabelStudioWriter, DoccanoWriter, ConllWriter, DocBinWriter, XmiWriter)
)
"""Formats that mark words: without the articles' texts there is nothing to mark."""


Articles = Iterator[tuple[ArticleRecord, Iterable[ClaimRecord]]]


def chosen(formats: Sequence[str], *, with_text: bool = True) -> tuple[str, ...]:
    """The formats meant, each once and in the registry's order; `all` means all that can be.

    Raises Invalid for none, for a name that is unknown, and for one that cannot be written without texts; the message
    names those that can.
    """
    possible = [name for name in WRITERS if with_text or name not in NEED_TEXT]
    wanted = set(possible) if "all" in formats else set(formats)
    there = f"This version writes {', '.join(possible)}{'' if with_text else ' without texts'}."
    errors = [
        f"The format '{name}' marks words of the articles, and their texts are to be left out. {there}"
        if name in WRITERS
        else f"No format is called '{name:.40}'. {there}"
        for name in sorted(wanted - set(possible))
    ]
    if not wanted:
        errors = [f"Name at least one format. {there}"]
    if errors:
        raise Invalid({"formats": errors})
    return tuple(name for name in possible if name in wanted)


def write(
    folder: Folder, about: About, articles: Articles, *, more: Callable[[Folder], None] | None = None
) -> tuple[list[FileEntry], Counts]:
    """Write every file of the data set into the folder, in one pass and with flat memory; the files and what they hold.

    The manifest, written last, lists all files but itself; the list that is returned has it too. `more` puts further
    files into the folder once all claims have gone by.
    """
    writers = [WRITERS[name](folder, about) for name in about.formats]
    whole = Whole(folder, about)
    takers: list[Writer | Whole] = [*writers, whole]
    for article, claims in articles:
        for taker in takers:
            taker.article(article)
        for claim in claims:
            for taker in takers:
                taker.claim(claim)
    losses = {writer.name: dict(writer.losses()) for writer in writers}
    if more is not None:
        more(folder)
    return whole.finish(losses), whole.counts
