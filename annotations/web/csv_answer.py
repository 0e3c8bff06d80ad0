"""Tables as CSV files."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from annotations.writers.table import is_dangerous


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A CSV attachment (RFC 4180, UTF-8); what a spreadsheet could take for a formula gets an apostrophe before it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    answer = HttpResponse(buffer.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell and is_dangerous(cell):
        return f"'{cell}"
    return "" if cell is None else cell
