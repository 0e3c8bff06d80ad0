"""`manage.py predict matching --candidates FILE [--train FILE]`: which checked claims say what each text says."""

import argparse
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from annotations.domain.errors import Invalid
from annotations.learning.matching import Asked, Checked, Matcher, Seen, best, chance_of
from annotations.learning.matching_rank import POOL, Ranking, fit, signs
from annotations.predictions.rows import Row, Task, read_rows, write_row

MOST = 20
_PLACED = re.compile(r"(?P<document>(?P<day>(?:19|20)\d{6})_.+)_(?P<place>\d{1,9})")
"""An id that says where a sentence was said: day, name, and its place."""
_DAY = re.compile(r"[A-Z][a-z]{2,8} \d{1,2}, \d{4}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What was checked, and matches that people made, if the ranking is to learn from them."""
    parser.add_argument(
        "--candidates",
        type=Path,
        required=True,
        help='Checked claims: JSON Lines {"id", "text", "title"?, "date"?}.',
    )
    parser.add_argument(
        "--train", type=Path, help='Matches that people made: {"query_id", "query", "gold": [id]}.'
    )
    parser.add_argument("--threads", type=int, default=1, help="Threads for the vectors (default 1).")


def predict(options: Mapping[str, Any], lines: Iterable[str], output: TextIO) -> None:
    """Rows {"query_id", "query"} in, rows {"query_id", "ranked": [ids], "confidence"} out, in order.

    `ranked` has up to 20 ids, best first; `confidence` is the chance that the first is right. Sentences whose ids
    say the same document (day_name_place) are neighbours. Raises Unreadable for rows of another shape and Invalid
    for a file that is missing or empty.
    """
    ids, candidates = checked_claims(Path(options["candidates"]))
    matcher = Matcher(candidates, threads=options["threads"])
    ranking = _learned(matcher, ids, Path(options["train"])) if options.get("train") else None
    rows = list(read_rows(lines, fields={"query_id": str, "query": str}))
    answers: dict[int, Row] = {}
    asked = [asked_of(row) for row in rows]
    for places, seen in matcher.seen(asked):
        for place, (order, chance) in zip(places, ordered(matcher, seen, ranking), strict=True):
            ranked = [ids[index] for index in order[:MOST]]
            answers[place] = {"ranked": ranked, "confidence": round(chance, 4)}
    for place, row in enumerate(rows):
        write_row(output, {"query_id": row["query_id"], **answers[place]})


def ordered(matcher: Matcher, seen: Seen, ranking: Ranking | None) -> list[tuple[list[int], float]]:
    """For each sentence its candidates, best first, and how likely the first says the same."""
    pool = best(seen.total, most=POOL)
    if ranking is None:
        return [
            (own, chance_of(seen.by_vectors[row, own[0]], seen.shares[row, own[0]]))
            for row, own in enumerate(pool)
        ]
    chances = ranking.chances(signs(matcher.candidates, seen, pool))
    return [
        ([own[place] for place in order], float(chances[row, order[0]]))
        for row, (own, order) in enumerate(zip(pool, best(chances, most=POOL), strict=True))
    ]


def _learned(matcher: Matcher, ids: Sequence[str], path: Path) -> Ranking | None:
    index = {name: place for place, name in enumerate(ids)}
    with _opened(path, "train") as lines:
        rows = list(read_rows(lines, fields={"query_id": str, "query": str, "gold": list}))
    right = [{index[name] for name in row["gold"] if name in index} for row in rows]
    return fit(matcher, [asked_of(row) for row in rows], right)


def checked_claims(path: Path) -> tuple[list[str], list[Checked]]:
    """The ids and claims of a file of candidates. Raises Invalid where there is none in it."""
    with _opened(path, "candidates") as lines:
        rows = list(read_rows(lines, fields={"id": str, "text": str}))
    if not rows:
        raise Invalid({"candidates": [f"“{path}” is empty. Name a file with one checked claim a line."]})
    claims = [
        Checked(row["text"], str(row.get("title") or ""), _day(str(row.get("date") or ""))) for row in rows
    ]
    return [row["id"] for row in rows], claims


def asked_of(row: Row) -> Asked:
    """The sentence of a row, with day, document and place where its id says them."""
    placed = _PLACED.fullmatch(row["query_id"])
    if placed is None:
        return Asked(row["query"])
    try:
        said_on = datetime.strptime(placed["day"], "%Y%m%d").date()
    except ValueError:
        said_on = None
    return Asked(row["query"], placed["document"], int(placed["place"]), said_on)


def _day(words: str) -> date | None:
    """The first day such as "January 5, 2017" in the words."""
    found = _DAY.search(words)
    if found is None:
        return None
    try:
        return datetime.strptime(found[0], "%B %d, %Y").date()
    except ValueError:
        return None


def _opened(path: Path, option: str) -> TextIO:
    if not path.is_file():
        raise Invalid({option: [f"There is no file “{path}”. Name one with JSON Lines."]})
    return path.open(encoding="utf-8-sig", newline="\n")


TASK = Task("Which checked claims say what each text says.", add_arguments, predict)
