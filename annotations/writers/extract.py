"""The extract of the ledger that proves a data set's decisions, and what it takes to hide who made them.

An entry's hash covers its actor, an account that a data set does not name. So the extract states, in the actor's
place, the inner state of SHA-256 after the blocks that hold the actor: whoever goes on from there with the rest of
the entry arrives at the hash, and learns nothing of what came before. FIPS 180-4; many entries at a time.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import orjson
from numpy.typing import NDArray

from annotations.verify_release import EPOCH, EXTRACT, OWN, PREFIX, ROUND, START
from annotations.writers.folder import Folder

NAME = "ledger-extract.ndjson"
VERIFIERS = ("verify_ledger.py", "verify_release.py")
"""The programs that lie in each data set beside the extract."""
BLOCK = 64
Words = NDArray[np.uint32]


class EntryRow(NamedTuple):
    """An entry as the ledger keeps it; `payload` is its canonical JSON."""

    seq: int
    at: datetime
    actor: str
    verb: str
    subject: str
    payload: str
    previous: bytes
    hash: bytes


def put_extract(
    folder: Folder, project: UUID, batches: Iterable[Sequence[EntryRow]], people: Mapping[str, str]
) -> None:
    """Write the entries, in order of seq, with the people's names in the data set in place of their accounts."""
    file = folder.open(NAME)
    file.rows = 0
    file.write(orjson.dumps({"format": EXTRACT, "project": str(project)}, option=orjson.OPT_APPEND_NEWLINE))
    for batch in batches:
        for line in _lines(project, batch, people):
            file.write(line)
        file.rows += len(batch)
    file.write(b'{"count":%d,"end":true}\n' % file.rows)


def _lines(project: UUID, batch: Sequence[EntryRow], people: Mapping[str, str]) -> Iterator[bytes]:
    for row, state, hidden in zip(batch, *midstates(project, batch), strict=True):
        shown = {
            "actor": people.get(row.actor, row.actor if row.actor.startswith("component:") else "unknown"),
            "at": (EPOCH + (row.at - EPOCH)).isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "hash": row.hash.hex(),
            "hidden": hidden,
            "payload": orjson.Fragment(row.payload),
            "previous": row.previous.hex(),
            "seq": row.seq,
            "state": state,
            "subject": row.subject,
            "verb": row.verb,
        }
        if row.verb not in OWN:
            shown = _without_account(shown, row, people)
        yield orjson.dumps(shown, option=orjson.OPT_APPEND_NEWLINE)


def _without_account(shown: dict[str, Any], row: EntryRow, people: Mapping[str, str]) -> dict[str, Any]:
    """An entry whose payload says whose answer it was: its hash covers the account, and no state leads past that."""
    payload = orjson.loads(row.payload)
    if "reviewer" not in payload:
        return shown
    payload["reviewer"] = people.get(payload["reviewer"], "unknown")
    kept = {name: value for name, value in shown.items() if name not in ("hidden", "state")}
    return {**kept, "payload": payload}


def midstates(project: UUID, batch: Sequence[EntryRow]) -> tuple[list[str], list[int]]:
    """For each entry the state, 64 hex digits, after the blocks that hold its actor; and the actor's bytes."""
    heads = [_head(project, row) for row in batch]
    lengths = [len(row.actor.encode()) for row in batch]
    blocks = [-(-(57 + length) // BLOCK) for length in lengths]
    state = np.tile(np.array(START, dtype=np.uint32)[:, None], (1, len(batch)))
    for block in range(max(blocks, default=0)):
        chosen = np.array([index for index, count in enumerate(blocks) if count > block])
        data = b"".join(heads[index][block * BLOCK : (block + 1) * BLOCK] for index in chosen)
        words = np.frombuffer(data, dtype=">u4").reshape(-1, 16).T.astype(np.uint32)
        state[:, chosen] = _compressed(state[:, chosen], words)
    packed = state.T.astype(">u4").tobytes()
    return [packed[at : at + 32].hex() for at in range(0, len(packed), 32)], lengths


def _head(project: UUID, row: EntryRow) -> bytes:
    """What is hashed up to the end of the blocks that hold the actor, as `verify_ledger.digest` puts it together."""
    micros = (row.at - EPOCH) // timedelta(microseconds=1)
    parts = [PREFIX, project.bytes, struct.pack(">qq", row.seq, micros)]
    for text in (row.actor, row.verb, row.subject, row.payload):
        encoded = text.encode()
        parts += [struct.pack(">I", len(encoded)), encoded]
    return b"".join([*parts, row.previous])


def _compressed(state: Words, block: Words) -> Words:
    """SHA-256's compression of one block each; columns are entries, 8 words of state and 16 of block."""
    schedule = list(block)
    for t in range(16, 64):
        older, newer = schedule[t - 15], schedule[t - 2]
        low = _rotated(older, 7) ^ _rotated(older, 18) ^ (older >> np.uint32(3))
        high = _rotated(newer, 17) ^ _rotated(newer, 19) ^ (newer >> np.uint32(10))
        schedule.append(schedule[t - 16] + low + schedule[t - 7] + high)
    a, b, c, d, e, f, g, h = state
    for constant, word in zip(ROUND, schedule, strict=True):
        first = h + (_rotated(e, 6) ^ _rotated(e, 11) ^ _rotated(e, 25)) + ((e & f) ^ (~e & g))
        first = first + np.uint32(constant) + word
        second = (_rotated(a, 2) ^ _rotated(a, 13) ^ _rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
        a, b, c, d, e, f, g, h = first + second, a, b, c, d + first, e, f, g
    total: Words = state + np.stack([a, b, c, d, e, f, g, h])
    return total


def _rotated(words: Words, by: int) -> Words:
    return (words >> np.uint32(by)) | (words << np.uint32(32 - by))
