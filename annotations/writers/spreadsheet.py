"""XLSX: the rows of the CSV as a workbook, written row by row; what a sheet or a cell has no room for is said."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from annotations.writers.folder import Folder
from annotations.writers.losses import Losses
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.sinks import Sink
from annotations.writers.table import (
    COLUMNS,
    HELD_OF_ARTICLE,
    HELD_OF_CLAIM,
    Guard,
    article_cells,
    cells,
    safe,
)

if TYPE_CHECKING:
    import xlsxwriter.worksheet

ROWS = 1_048_576
"""Rows of a sheet, the head among them (Excel's limit); what is more goes to a further sheet."""
UNITS = 32_767
"""UTF-16 code units of a cell (Excel's limit); a longer text is cut, and counted as lost."""
MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of making, which no file of a data set holds."""
WIDTHS = {"id": 12, "article": 12, "article_title": 30, "text": 70, "sources": 30, "chain": 20}


class SpreadsheetWriter:
    """Writes claims.xlsx: sheet `claims`, and `claims 2` … where there are more rows than a sheet has.

    Every text is stored as text, never as a formula, and one that could be taken for a formula when it is copied
    elsewhere stands behind an apostrophe, as in the CSV.
    """

    name = "xlsx"

    def __init__(
        self, folder: Folder, about: About, *, guard: Guard | None = None, rows_a_sheet: int = ROWS
    ) -> None:
        from xlsxwriter import Workbook

        self._guard, self._rows_a_sheet = guard or safe, rows_a_sheet
        self._file = folder.open("claims.xlsx")
        self._file.rows = 0
        options = {"constant_memory": True, "tmpdir": str(folder.path)}
        self._book = Workbook(Sink(self._file), options)
        self._book.use_zip64()
        self._book.set_properties({"created": MADE.replace(tzinfo=None)})
        self._bold = self._book.add_format({"bold": True})
        self._row = self._sheets = 0
        self._sheet = self._next_sheet()
        self._article: tuple[str | None, ...] = ()
        self._lost = Losses(article=HELD_OF_ARTICLE, claim=HELD_OF_CLAIM)

    def article(self, article: ArticleRecord) -> None:
        """Kept for the rows of its claims."""
        self._article = article_cells(article)
        self._lost.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """One row."""
        if self._row == self._rows_a_sheet:
            self._sheet = self._next_sheet()
        self._lost.claim(claim)
        for column, cell in enumerate(self._guard(cells(claim, self._article))):
            if isinstance(cell, str):
                self._sheet.write_string(self._row, column, self._fitting(cell, COLUMNS[column]))
            elif cell is not None:
                self._sheet.write_number(self._row, column, cell)
        self._row += 1
        self._file.rows = (self._file.rows or 0) + 1

    def losses(self) -> Mapping[str, int]:
        """What the CSV loses, and texts that were cut, by their column."""
        self._book.close()
        return self._lost.as_dict()

    def _next_sheet(self) -> "xlsxwriter.worksheet.Worksheet":
        self._sheets += 1
        sheet = self._book.add_worksheet("claims" if self._sheets == 1 else f"claims {self._sheets}")
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, WIDTHS.get(name, 14))
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, self._bold)
        self._row = 1
        return sheet

    def _fitting(self, text: str, column: str) -> str:
        """The text, or what of it a cell can hold."""
        if 2 * len(text) <= UNITS:
            return text
        units = text.encode("utf-16-le")
        if len(units) <= 2 * UNITS:
            return text
        self._lost.add(f"{column}.beyond_32767_units")
        return units[: 2 * UNITS].decode("utf-16-le", errors="ignore")
