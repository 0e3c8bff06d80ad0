"""The workbook holds the rows of the CSV, no cell is a formula, and what does not fit is counted or a sheet further."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pandas
import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.utils.escape import unescape

from annotations.writers.folder import Folder
from annotations.writers.spreadsheet import UNITS, SpreadsheetWriter
from annotations.writers.table import COLUMNS, as_it_was
from tests.writers.samples import Case, cases
from tests.writers.test_formats import ABOUT, FORMULAS, article, claim, is_formula, written

ALONE = replace(ABOUT, formats=("xlsx",))


def rows(path: Path, sheet: str = "claims") -> list[dict[str, str]]:
    """The rows as openpyxl reads them; as it leaves XML's escapes for control letters in place, they are undone."""
    head, *found = openpyxl.load_workbook(path)[sheet].values
    names = [str(name) for name in head]
    return [
        {name: unescape(str(cell)) if cell is not None else "" for name, cell in zip(names, row, strict=True)}
        for row in found
    ]


def types(path: Path) -> set[str]:
    """The types of all cells: s text, n number, f formula, e error."""
    return {cell.data_type for row in openpyxl.load_workbook(path)["claims"].rows for cell in row}


@given(case=cases())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_openpyxl_gives_back_what_was_written(tmp_path_factory: pytest.TempPathFactory, case: Case) -> None:
    odd = case.article._replace(title=case.claim.text or "", outlet=case.words["Cue"])
    out = written(tmp_path_factory.mktemp("round") / "out", [(odd, [case.claim])], ALONE)
    (row,) = rows(out / "claims.xlsx")
    back = as_it_was(row)
    assert (back["text"], back["article_title"]) == (case.claim.text, case.claim.text)
    assert back["outlet"] == case.words["Cue"]
    assert orjson.loads(back["chain"]) == case.claim.chain
    assert (int(back["start"]), int(back["end"])) == (case.claim.start, case.claim.end)
    assert types(out / "claims.xlsx") <= {"s", "n"}


def made(folder: Path, **options: Any) -> Path:
    """A workbook of a row for each dangerous cell."""
    with Folder(folder) as open_folder:
        writer = SpreadsheetWriter(open_folder, ABOUT, **options)
        for cell in FORMULAS:
            writer.article(article(cell, title=cell))
            writer.claim(claim(cell))
        writer.losses()
        open_folder.publish()
    return folder / "claims.xlsx"


def test_no_cell_can_become_a_formula_and_each_can_be_made_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "out")
    assert types(path) <= {"s", "n"}
    for cell, row in zip(FORMULAS, rows(path), strict=True):
        assert [name for name, value in row.items() if is_formula(value)] == []
        assert (as_it_was(row)["text"], as_it_was(row)["article_title"]) == (cell, cell)


def test_twin_without_the_guard_formulas_get_through(tmp_path: Path) -> None:
    path = made(tmp_path / "out", guard=lambda cells: [*cells, ""])
    assert all(is_formula(row["text"]) for row in rows(path))


def test_more_rows_than_a_sheet_has_go_to_the_next(tmp_path: Path) -> None:
    path = made(tmp_path / "out", rows_a_sheet=6)
    sheets = pandas.read_excel(path, sheet_name=None)
    assert list(sheets) == ["claims", "claims 2", "claims 3"]
    assert [len(sheet) for sheet in sheets.values()] == [5, 5, 4]
    assert all(list(sheet.columns) == list(COLUMNS) for sheet in sheets.values())


def test_a_text_too_long_for_a_cell_is_cut_between_letters_and_counted(tmp_path: Path) -> None:
    fits, long = "a" * UNITS, "a" + "🌊" * UNITS
    out = written(tmp_path / "out", [(article("x"), [claim(fits), claim(long)])], ALONE)
    first, second = rows(out / "claims.xlsx")
    assert first["text"] == fits
    assert second["text"] == "a" + "🌊" * (UNITS // 2)
    assert orjson.loads((out / "losses.json").read_bytes())["formats"]["xlsx"]["text.beyond_32767_units"] == 1


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    one, two = made(tmp_path / "one"), made(tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["claims.xlsx"]
