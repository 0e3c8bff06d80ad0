"""The desk's own labels: what they mean, and which claims carry them. Only in data sets of desks that have any."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotations.writers.folder import Folder
from annotations.writers.table import is_dangerous

NAME, CLAIMS = "desk-labels.json", "claim-labels.csv"
COLUMNS = ("claim", "label", "name", "verification")


def write_desk_labels(
    folder: Folder, labels: Sequence[tuple[Any, ...]], claims: Iterable[tuple[str, str]]
) -> None:
    """Both files. `labels` are (id, word, name, definition, in use, merged into, part of), `claims` (claim, label).

    A claim is named with the label that counts at the snapshot: merged ones lead to what they were merged into. A
    label that was split stays until somebody has labelled the claim anew.
    """
    known = {row[0]: _label(row) for row in labels}
    folder.put_json(NAME, {"labels": list(known.values())})
    file = folder.open(CLAIMS)
    file.rows = 0
    file.write((",".join(COLUMNS) + "\r\n").encode())
    for claim, given in claims:
        label = _followed(given, known)
        name = "'" + label["name"] if is_dangerous(label["name"]) else label["name"]
        line = io.StringIO()
        csv.writer(line).writerow([claim, label["id"], name, label["verification"]])
        file.write(line.getvalue().encode())
        file.rows += 1


def _label(row: tuple[Any, ...]) -> dict[str, Any]:
    pk, word, name, definition, in_use, merged_into, part_of = row
    return {
        "id": pk,
        "verification": word,
        "name": name,
        "definition": definition,
        "in_use": in_use,
        "merged_into": merged_into,
        "part_of": part_of,
    }


def _followed(pk: str, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    label = known[pk]
    while label["merged_into"] is not None:
        label = known[label["merged_into"]]
    return label
