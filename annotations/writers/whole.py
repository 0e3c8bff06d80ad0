"""What every data set holds whatever its formats: card, manifest, labels, guideline, division, metadata."""

from collections.abc import Mapping
from typing import Any

from annotations.writers.agreeing import Agreeing
from annotations.writers.card import NAME as CARD
from annotations.writers.card import card
from annotations.writers.counts import Counts
from annotations.writers.croissant import NAME as CROISSANT
from annotations.writers.croissant import croissant
from annotations.writers.datapackage import NAME as DATAPACKAGE
from annotations.writers.datapackage import datapackage
from annotations.writers.folder import FileEntry, Folder
from annotations.writers.labels import NAME as LABELS
from annotations.writers.labels import labels
from annotations.writers.manifest import NAME as MANIFEST
from annotations.writers.manifest import manifest
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.schema import MANIFEST as MANIFEST_SCHEMA
from annotations.writers.splits import SplitWriter

GUIDELINE = "guideline.md"


class Whole:
    """Counts, measures and divides what streams past, and writes what is said of the whole."""

    def __init__(self, folder: Folder, about: About) -> None:
        self._folder, self._about = folder, about
        self.counts = Counts()
        self._agreeing = Agreeing()
        self._splits = SplitWriter(folder, about)

    def article(self, article: ArticleRecord) -> None:
        """Take in an article."""
        self.counts.article(article)
        self._agreeing.article(article)
        self._splits.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """Take in a claim."""
        self.counts.claim(claim)
        self._agreeing.claim(claim)

    def finish(self, losses: Mapping[str, Mapping[str, int]]) -> list[FileEntry]:
        """Write what is left and close every file; the manifest lists all but itself."""
        folder, about = self._folder, self._about
        folder.put(CARD, card(about, self.counts, losses, self._agreeing).encode())
        folder.put_json(LABELS, labels())
        if about.guideline:
            folder.put(GUIDELINE, about.guideline.encode())
        folder.put_json("losses.json", _losses(losses, about))
        folder.put_json("schema/manifest.schema.json", MANIFEST_SCHEMA)
        files = folder.close_files()
        folder.put_json(CROISSANT, croissant(about, self.counts, files))
        folder.put_json(DATAPACKAGE, datapackage(about, files))
        files = sorted([*files, *folder.close_files()], key=lambda entry: entry.name)
        folder.put_json(MANIFEST, manifest(about, self.counts, files, self._splits.as_dict()))
        return [*files, *folder.close_files()]


def _losses(losses: Mapping[str, Mapping[str, int]], about: About) -> dict[str, Any]:
    """By format and field, the number of values that could not be held; "withheld" is in none of them."""
    return {"withheld": {"note": about.notes} if about.notes else {}, "formats": dict(losses)}
