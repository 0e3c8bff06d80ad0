"""splits.csv: for each article, in which part of the data set it is, by lot and by time."""

from collections import Counter
from collections.abc import Mapping

from annotations.writers.folder import Folder
from annotations.writers.records import About, ArticleRecord
from annotations.writers.split import PARTS, SEED, SHARES, Split, by_time

NAME = "splits.csv"
COLUMNS = ("article", "split", "split_by_time")


class SplitWriter:
    """Writes splits.csv, in every data set whatever its formats."""

    def __init__(self, folder: Folder, about: About) -> None:
        self._about = about
        self._split = Split()
        self._file = folder.open(NAME)
        self._file.rows = 0
        self._counts: dict[str, Counter[str]] = {"split": Counter(), "split_by_time": Counter()}
        self._file.write(",".join(COLUMNS).encode() + b"\n")

    def article(self, article: ArticleRecord) -> None:
        """One row."""
        part, later = self._split.part(article), by_time(article.published_at, self._about.time_cuts) or ""
        self._file.write(f"{article.id},{part},{later}\n".encode())
        self._file.rows = (self._file.rows or 0) + 1
        self._counts["split"][part] += 1
        self._counts["split_by_time"][later or "no_time"] += 1

    def as_dict(self) -> Mapping[str, object]:
        """How the articles were divided, for the manifest."""
        return {
            "by": "article",
            "seed": SEED,
            "shares": dict(zip(PARTS, SHARES, strict=True)),
            "time_cuts": list(self._about.time_cuts or ()),
            "articles": {name: dict(sorted(counter.items())) for name, counter in self._counts.items()},
        }


def table_schema() -> dict[str, object]:
    """The table schema of splits.csv."""
    fields = [{"name": name, "type": "string"} for name in COLUMNS]
    return {"fields": fields, "primaryKey": "article", "missingValues": [""]}
