"""The extract's entries lead to their hashes without the account that acted, and no account is left in a line."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import orjson
from hypothesis import given
from hypothesis import strategies as st

from annotations.ledger import canonical
from annotations.verify_ledger import EPOCH, digest
from annotations.verify_release import unmasked_digest
from annotations.writers.extract import NAME, EntryRow, put_extract
from annotations.writers.folder import Folder

PROJECT = UUID(int=7)
ANNA, BEN = "0190aaaa-0000-7000-8000-00000000000a", "0190aaaa-0000-7000-8000-00000000000b"
TEXT = st.text(st.characters(blacklist_categories=("Cs",)), max_size=90)


def row(
    actor: str = ANNA, *, verb: str = "decided", seq: int = 1, said: dict[str, object] | None = None
) -> EntryRow:
    """An entry of the ledger with the hash it has there."""
    at, payload = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=seq), canonical(said or {})
    texts = (actor, verb, f"claim:{UUID(int=seq)}", payload)
    hashed = digest(PROJECT, seq, at, texts, bytes(32)).hex()
    moment = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return EntryRow(seq, moment, (at - EPOCH) // timedelta(microseconds=1), *texts, "00" * 32, hashed)


def extract(tmp_path: Path, *rows: EntryRow) -> tuple[bytes, list[dict[str, object]]]:
    """The file of these entries, and its lines read, without the first and the last."""
    with Folder(tmp_path / "out") as folder:
        put_extract(folder, PROJECT, [rows], {ANNA: "person-a", BEN: "person-b"})
        folder.close_files()
        data = (folder.path / NAME).read_bytes()
    return data, [orjson.loads(line) for line in data.splitlines()[1:-1]]


@given(texts=st.lists(st.tuples(TEXT.filter(bool), TEXT), min_size=1, max_size=8))
def test_every_entry_leads_to_its_hash(tmp_path_factory: object, texts: list[tuple[str, str]]) -> None:
    rows = [
        row(f"component:{actor}", seq=seq, said={"decision": said, "é": seq})
        for seq, (actor, said) in enumerate(texts, start=1)
    ]
    _, lines = extract(tmp_path_factory.mktemp("extract"), *rows)  # type: ignore[attr-defined]
    assert [unmasked_digest(PROJECT, line).hex() for line in lines] == [one.hash for one in rows]


def test_an_account_stands_neither_as_actor_nor_in_what_was_said(tmp_path: Path) -> None:
    imported = row(BEN, verb="imported", seq=2, said={"decision": "d", "reviewer": ANNA})
    stranger = row("0190aaaa-0000-7000-8000-00000000000c", seq=3)
    data, lines = extract(tmp_path, row(said={"decision": "c"}), imported, stranger)
    assert b"0190aaaa" not in data
    assert [line["actor"] for line in lines] == ["person-a", "person-b", "unknown"]
    assert lines[1]["payload"] == {"decision": "d", "reviewer": "person-a"}
    assert ["state" in line for line in lines] == [True, False, True]
