"""R-TAMPER: an exported chain of 10,000 entries, changed in every way we know; each change found at its place.

The twins say plainly what no chain can show by itself: a chain that was hashed anew, or cut and closed again, is
a good chain. Only a head that was noted elsewhere, or an older export, tells.
"""

import io
import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from annotations import ledger, verify_ledger
from annotations.verify_ledger import Broken, digest, noted_head, spell, verify
from tests.ledger.conftest import chain

LENGTH = 10_000
Lines = list[bytes]


@pytest.fixture(scope="module")
def lines(django_db_setup: None, django_db_blocker: object) -> Iterator[Lines]:
    """The export: line n is entry n, line 0 the first line, the last one the closing line."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield list(ledger.exported(chain(LENGTH)))
        transaction.set_rollback(True)


def bad_seq(changed: bytes | Lines, noted: tuple[str, ...] = (), earlier: Lines | None = None) -> int | None:
    """The seq that the verifier names; None when it finds nothing."""
    file = io.BytesIO(changed if isinstance(changed, bytes) else b"".join(changed))
    try:
        verify(file, [noted_head(word) for word in noted], earlier or [])
    except Broken as broken:
        return broken.seq
    return None


def field(lines: Lines, seq: int, name: str) -> str:
    return json.loads(lines[seq])[name]


def flipped(lines: Lines, place: int, bit: int) -> Lines:
    line = bytearray(lines[place])
    line[bit // 8] ^= 1 << bit % 8
    return [*lines[:place], bytes(line), *lines[place + 1 :]]


def where(place: int, length: int) -> set[int]:
    """The first line only promises: a false project shows at the first entry, a false count or head at the end."""
    return {place} if place else {0, 1, length + 1}


def test_the_untouched_export_holds(lines: Lines) -> None:
    assert len(lines) == LENGTH + 2
    assert (
        verify(lines, [(0, field(lines, 5000, "hash")), (7, field(lines, 7, "hash"))], lines[:3000]).seq
        == LENGTH
    )


def test_an_empty_chain_holds_but_an_empty_file_does_not(db: None) -> None:
    assert verify(ledger.exported(uuid4())).seq == 0
    assert bad_seq(b"") == 0


def test_every_flipped_bit_is_found_at_its_entry(lines: Lines) -> None:
    chance = random.Random(20261122)
    places = [0, 1, 2, LENGTH, LENGTH + 1, *(chance.randrange(LENGTH + 2) for _ in range(40))]
    for place in places:
        bit = chance.randrange(8 * len(lines[place]))
        assert bad_seq(flipped(lines, place, bit)) in where(place, LENGTH), (place, bit)


def test_each_single_bit_of_one_entry_and_of_both_ends_counts(django_db_setup: None, db: None) -> None:
    short = list(ledger.exported(chain(3)))
    for place in (0, 2, 4):
        for bit in range(8 * len(short[place])):
            assert bad_seq(flipped(short, place, bit)) in where(place, 3), (place, bit)


@pytest.mark.parametrize("seq", [1, 2, 777, LENGTH - 1, LENGTH])
def test_a_deleted_entry_is_missed(lines: Lines, seq: int) -> None:
    assert bad_seq([*lines[:seq], *lines[seq + 1 :]]) == seq


@pytest.mark.parametrize(("one", "other"), [(1, 2), (41, 42), (41, 9000), (LENGTH - 1, LENGTH)])
def test_swapped_entries_are_found_at_the_first(lines: Lines, one: int, other: int) -> None:
    changed = lines.copy()
    changed[one], changed[other] = changed[other], changed[one]
    assert bad_seq(changed) == one


@pytest.mark.parametrize(("seq", "after"), [(1, 1), (500, 500), (500, 8000), (LENGTH, LENGTH)])
def test_an_entry_that_stands_twice_is_named(lines: Lines, seq: int, after: int) -> None:
    assert bad_seq([*lines[: after + 1], lines[seq], *lines[after + 1 :]]) == seq


def test_an_entry_that_stands_too_early_leaves_the_place_bad_where_it_stands(lines: Lines) -> None:
    assert bad_seq([*lines[:60], lines[9000], *lines[60:]]) == 60


@pytest.mark.parametrize("kept", [0, 1, 777, LENGTH - 1, LENGTH])
def test_a_truncated_file_is_found_at_the_first_entry_that_is_gone(lines: Lines, kept: int) -> None:
    assert bad_seq(lines[: kept + 1]) == kept + 1
    assert bad_seq([*lines[: kept + 1], lines[kept + 1][:-1]]) == kept + 1
    assert bad_seq([*lines[: kept + 1], lines[kept + 1][: len(lines[kept + 1]) // 2]]) == kept + 1
    if kept < LENGTH:
        assert bad_seq([*lines[: kept + 1], lines[-1]]) == kept + 1


@pytest.mark.parametrize("extra", [b"\n", b"{}\n", b'{"count":1}\n'])
def test_nothing_may_follow_the_closing_line(lines: Lines, extra: bytes) -> None:
    assert bad_seq([*lines, extra]) == LENGTH + 1


OTHER_SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "hash in capitals": lambda line: _with(line, hash=json.loads(line)["hash"].upper()),
    "a number as a string": lambda line: _with(line, seq=str(json.loads(line)["seq"])),
    "a number with a point": lambda line: _with(line, seq=float(json.loads(line)["seq"])),
    "another time zone": lambda line: _with(line, at=json.loads(line)["at"].replace("Z", "+00:00")),
    "a further field": lambda line: _with(line, note="seen"),
    "a list": lambda line: b"[" + line.strip() + b"]\n",
    "spaces": lambda line: line.replace(b'","', b'", "', 1),
    "a key twice": lambda line: line.replace(b'{"actor"', b'{"actor":"component:false","actor"'),
    "another order": lambda line: (
        json.dumps(dict(reversed(json.loads(line).items())), separators=(",", ":")).encode() + b"\n"
    ),
    "escapes": lambda line: json.dumps(json.loads(line), separators=(",", ":")).encode() + b"\n",
    "CR LF": lambda line: line.replace(b"\n", b"\r\n"),
    "no JSON": lambda line: b"[" * 100_000 + b"\n",
    "no UTF-8": lambda line: line.replace(b'"decided"', b'"decid\xff"'),
}


def _with(line: bytes, **fields: object) -> bytes:
    record = json.loads(line) | fields
    return (json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


@pytest.mark.parametrize("spelling", OTHER_SPELLINGS)
def test_another_spelling_of_the_same_entry_is_a_change(lines: Lines, spelling: str) -> None:
    changed = OTHER_SPELLINGS[spelling](lines[20])
    assert changed != lines[20]
    assert bad_seq([*lines[:20], changed, *lines[21:]]) == 20


def test_a_lacking_field_is_a_change(lines: Lines) -> None:
    for name in json.loads(lines[20]):
        record = {key: value for key, value in json.loads(lines[20]).items() if key != name}
        assert bad_seq([*lines[:20], _with(json.dumps(record).encode()), *lines[21:]]) == 20, name


def test_a_chain_given_out_as_another_projects_breaks_at_its_first_entry(lines: Lines) -> None:
    assert bad_seq([_with(lines[0], project=str(uuid4())), *lines[1:]]) == 1


# What only an outside copy shows


def written_anew(lines: Lines, seq: int, *, length: int = LENGTH) -> Lines:
    """What the owner of the database can make: entry `seq` changed, all later hashes computed anew, ends to fit."""
    project, head = UUID(json.loads(lines[0])["project"]), bytes.fromhex(field(lines, seq, "previous"))
    changed = lines[:seq]
    for line in lines[seq : length + 1]:
        record = json.loads(line)
        if record["seq"] == seq:
            record["actor"] = "component:scapegoat"
        at = datetime.fromisoformat(record["at"])
        texts = [record[name] for name in verify_ledger.TEXTS]
        hashed = digest(project, record["seq"], at, texts, head)
        changed.append(spell(record["seq"], at, texts, head, hashed))
        head = hashed
    closing = {"count": length, "end": True, "head": head.hex()}
    return [_with(lines[0], count=length, head=head.hex()), *changed[1:], _with(b"{}", **closing)]


REWRITTEN = [1, 4000, LENGTH]


@pytest.mark.parametrize("seq", REWRITTEN)
def test_a_chain_hashed_anew_contradicts_the_head_that_was_noted(lines: Lines, seq: int) -> None:
    forged = written_anew(lines, seq)
    assert bad_seq(forged, (f"{LENGTH}:{field(lines, LENGTH, 'hash')}",)) == LENGTH
    assert bad_seq(forged, (f"{seq}:{field(lines, seq, 'hash')}",)) == seq
    good = [f"{seq - 1}:{field(lines, seq - 1, 'hash')}"] if seq > 1 else []
    assert bad_seq(forged, (*good, field(lines, LENGTH, "hash"))) == seq


@pytest.mark.parametrize("seq", REWRITTEN)
def test_a_chain_hashed_anew_differs_from_an_older_export_where_it_was_changed(
    lines: Lines, seq: int
) -> None:
    older = [*lines[: LENGTH + 1], lines[-1]]
    assert bad_seq(written_anew(lines, seq), earlier=older) == seq


def test_a_chain_that_was_cut_and_closed_again_lacks_what_was_noted(lines: Lines) -> None:
    forged = written_anew(lines, 6000, length=6000)
    forged[6000:] = [lines[6000], _with(b"{}", count=6000, end=True, head=field(lines, 6000, "hash"))]
    forged[0] = _with(lines[0], count=6000, head=field(lines, 6000, "hash"))
    assert bad_seq(forged) is None
    assert bad_seq(forged, (f"{LENGTH}:{field(lines, LENGTH, 'hash')}",)) == 6001
    assert bad_seq(forged, (field(lines, LENGTH, "hash"),)) is not None
    assert bad_seq(forged, earlier=lines) == 6001


@pytest.mark.parametrize("seq", REWRITTEN)
def test_without_an_outside_copy_a_chain_hashed_anew_holds(lines: Lines, seq: int) -> None:
    """The twin: the harm that a noted head is for."""
    assert bad_seq(written_anew(lines, seq)) is None
