"""The extract of the ledger that proves a data set's decisions, and what it takes to hide who made them.

An entry's hash covers its actor, an account that a data set does not name. So the extract states, in the actor's
place, the inner state of SHA-256 after the blocks that hold the actor: whoever goes on from there with the rest of
the entry arrives at the hash, and learns nothing of what came before. FIPS 180-4; many entries at a time.
"""

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
import orjson
from numpy.typing import NDArray

from annotations.verify_release import EXTRACT, OWN, PREFIX, ROUND, START
from annotations.writers.folder import Folder

NAME = "ledger-extract.ndjson"
VERIFIERS = ("verify_ledger.py", "verify_release.py")
"""The programs that lie in each data set beside the extract."""
BLOCK = 64
Words = NDArray[np.uint32]


class EntryRow(NamedTuple):
    """An entry as the ledger keeps it: `at` in RFC 3339 and `micros` since 1970, `payload` its canonical JSON."""

    seq: int
    at: str
    micros: int
    actor: str
    verb: str
    subject: str
    payload: str
    previous: str
    hash: str


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
    """The lines, put together as text: there are three times as many as claims, and nothing in them needs escaping."""
    names: dict[str, str] = {}
    for row, state, hidden in zip(batch, *midstates(project, batch), strict=True):
        name = names.get(row.actor) or names.setdefault(row.actor, _named(row.actor, people))
        payload, way = row.payload, f',"hidden":{hidden},"state":"{state}"'
        if row.verb not in OWN and (payload := _without_account(row.payload, people)) != row.payload:
            way = ""  # the hash covers the account in what was said, and no state leads past that
        yield (
            f'{{"actor":{name},"at":"{row.at}","hash":"{row.hash}"{way},"payload":{payload},'
            f'"previous":"{row.previous}","seq":{row.seq},"subject":"{row.subject}","verb":"{row.verb}"}}\n'
        ).encode()


def _named(actor: str, people: Mapping[str, str]) -> str:
    component = actor if actor.startswith("component:") else "unknown"
    return orjson.dumps(people.get(actor, component)).decode()


def _without_account(payload: str, people: Mapping[str, str]) -> str:
    """What an entry says, with the person's name where it says whose answer it was."""
    said = orjson.loads(payload)
    if "reviewer" not in said:
        return payload
    return orjson.dumps({**said, "reviewer": people.get(said["reviewer"], "unknown")}).decode()


def midstates(project: UUID, batch: Sequence[EntryRow]) -> tuple[list[str], list[int]]:
    """For each entry the state, 64 hex digits, after the blocks that hold its actor; and the actor's bytes."""
    start = PREFIX + project.bytes
    hidden, blocks, heads = [], [], []
    for row in batch:
        actor = row.actor.encode()
        ends = -(-(len(start) + 20 + len(actor)) // BLOCK)
        hidden.append(len(actor))
        blocks.append(ends)
        heads.append(_head(start, row, actor)[: ends * BLOCK])
    state = np.tile(np.array(START, dtype=np.uint32)[:, None], (1, len(batch)))
    for block in range(max(blocks, default=0)):
        chosen = np.array([index for index, ends in enumerate(blocks) if ends > block])
        data = b"".join([heads[index][block * BLOCK : (block + 1) * BLOCK] for index in chosen])
        words = np.frombuffer(data, dtype=">u4").reshape(-1, 16).T.astype(np.uint32)
        state[:, chosen] = _compressed(state[:, chosen], words)
    packed = state.T.astype(">u4").tobytes().hex()
    return [packed[at : at + 64] for at in range(0, len(packed), 64)], hidden


def _head(start: bytes, row: EntryRow, actor: bytes) -> bytes:
    """What is hashed, as `verify_ledger.digest` puts it together, at least to the end of the actor's last block."""
    verb, subject, payload = row.verb.encode(), row.subject.encode(), row.payload.encode()
    return b"%b%b%b%b%b%b%b%b%b%b" % (
        start,
        struct.pack(">qqI", row.seq, row.micros, len(actor)),
        actor,
        struct.pack(">I", len(verb)),
        verb,
        struct.pack(">I", len(subject)),
        subject,
        struct.pack(">I", len(payload)),
        payload[:BLOCK],
        bytes.fromhex(row.previous),
    )


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
