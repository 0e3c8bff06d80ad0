"""Confidential notes are in no data set of any format, and in no ledger that is handed out."""

import io
import zipfile
from pathlib import Path

from annotations import confidences, ledger
from annotations.models import Source
from annotations.release import export
from tests.release.conftest import Desk

SECRET = "Meets us at the old lighthouse, name Zebulon"


def test_no_format_and_no_ledger_has_a_notes_words(desk: Desk, tmp_path: Path) -> None:
    source = Source.objects.get(project=desk.project, name="Harbour Post")
    group = confidences.create(desk.project, "Lighthouse", by=desk.editor)
    confidences.admit(group, desk.anna, by=desk.editor)
    note = confidences.keep_note(source, group.id, SECRET, by=desk.anna)
    confidences.open_note(source, note.id, by=desk.anna)
    export(desk.project, formats=["all"], output=tmp_path / "set", allow_open=True)
    files = [path for path in (tmp_path / "set").rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        content = path.read_bytes()
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(path) as archive:
                content += b"".join(archive.read(name) for name in archive.namelist())
        assert b"Zebulon" not in content, path.name
    assert b"note_opened" in b"".join(ledger.exported(desk.project.id))
    assert b"Zebulon" not in b"".join(ledger.exported(desk.project.id))
