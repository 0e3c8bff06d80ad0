#!/usr/bin/env python3
"""Verify an exported ledger: python verify_ledger.py FILE [--head SEQ:HASH] [--earlier OLDER_EXPORT]

Needs Python 3.10 and nothing else. Exits 0 with the count when every link holds, 1 naming the first bad seq, 2
when a file cannot be opened. Lines of JSON, sorted by key, without spaces, in UTF-8:
    {"count": n, "format": "annotations-ledger-1", "head": hex, "project": uuid}
    {"actor", "at", "hash", "payload", "previous", "seq", "subject", "verb"}        n times, seq 1 to n
    {"count": n, "end": true, "head": hex}
hash = SHA-256 of: the prefix below, project (16 bytes), seq and the microseconds of `at` since 1970 (8 bytes
each, big-endian, signed), then actor, verb, subject and payload (each its length in 4 bytes, big-endian, and
its UTF-8), then the previous entry's hash (32 bytes; zeros before the first).
"""

import argparse
import hashlib
import json
import os
import re
import struct
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

PREFIX = b"annotations/ledger/1\n"
GENESIS = bytes(32)
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
FIRST_LINE = re.compile(
    rb'{"count":(0|[1-9][0-9]{0,18}),"format":"annotations-ledger-1","head":"([0-9a-f]{64})",'
    rb'"project":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"}\n'
)
END = b'{"count":'
TEXTS = ("actor", "verb", "subject", "payload")
LIMITS = """This cannot tell:
- whether somebody who owns the database wrote the chain anew or cut its end off: only a head noted elsewhere
  can (--head SEQ:HASH, or --earlier OLDER_EXPORT), so note the one above;
- whether all that was done was recorded, and truly, and at the right time; nor who an actor's id is."""
Head = tuple[int, str]  # a link: seq and hash in hex; seq 0 in a noted head where it is not known


class Broken(Exception):
    """The first link that does not hold; seq 0 is the first line, the count plus one the last line."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"first bad seq {seq}: {why}")
        self.seq, self.why = seq, why


def digest(project: UUID, seq: int, at: datetime, texts: Iterable[str], previous: bytes) -> bytes:
    """The hash of one entry; `texts` are actor, verb, subject and payload."""
    parts = [PREFIX, project.bytes, struct.pack(">qq", seq, (at - EPOCH) // timedelta(microseconds=1))]
    for encoded in map(str.encode, texts):
        parts += [struct.pack(">I", len(encoded)), encoded]
    return hashlib.sha256(b"".join([*parts, previous])).digest()


class Chain:
    """Follows the entries of one project in order; `seq` and `head` are those of the last good one."""

    def __init__(self, project: UUID) -> None:
        self.project, self.seq, self.head = project, 0, GENESIS

    def follow(self, seq: int, at: datetime, texts: Iterable[str], previous: bytes, hashed: bytes) -> None:
        """Raises Broken when this is not the next link."""
        due = self.seq + 1
        if seq != due:
            known = 0 < seq < due and previous != self.head  # an older entry, here once more
            raise Broken(seq if known else due, f"{seq} stands where {due} is due")
        if previous != self.head:
            raise Broken(due, "it does not name the hash of the entry before it")
        if hashed != digest(self.project, seq, at, texts, previous):
            raise Broken(due, "its content does not have the hash it states")
        self.seq, self.head = seq, hashed


def spell(seq: int, at: datetime, texts: Sequence[str], previous: bytes, hashed: bytes) -> bytes:
    """An entry's line; there is no other way to write it."""
    utc = (EPOCH + (at - EPOCH)).isoformat(timespec="microseconds").replace("+00:00", "Z")
    entry = dict(zip(TEXTS, texts, strict=True), at=utc, hash=hashed.hex(), previous=previous.hex(), seq=seq)
    return (json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def read(line: bytes, chain: Chain) -> Head:
    """Takes the chain one line further; raises Broken."""
    try:
        record = json.loads(line)
        at = datetime.fromisoformat(record["at"].replace("Z", "+00:00"))
        texts = [str(record[name]) for name in TEXTS]
        link = int(record["seq"]), at, texts, bytes.fromhex(record["previous"]), bytes.fromhex(record["hash"])
        if spell(*link) != line:
            raise ValueError("not the one way")
        chain.follow(*link)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Broken(chain.seq + 1, "its line was changed or cut off: no export writes it so") from None
    return chain.seq, chain.head.hex()


def verify(lines: Iterable[bytes], noted: Iterable[Head] = (), earlier: Iterable[bytes] = ()) -> Chain:
    """The whole chain; raises Broken, also where it contradicts a head noted or an export made earlier."""
    lines, old, missing, good = iter(lines), iter(earlier), set(noted), 0
    line = b""
    if not (first := FIRST_LINE.fullmatch(next(lines, line))):
        raise Broken(0, "the first line is not that of a ledger's export")
    chain, stated = Chain(UUID(first[3].decode())), int(first[1])
    next(old, None)
    for line in lines:
        if line.startswith(END):
            break
        head = read(line, chain)
        if (before := next(old, line)) != line and not before.startswith(END):
            raise Broken(chain.seq, "the earlier export has another entry here")
        if any(seq == chain.seq and hashed != head[1] for seq, hashed in missing):
            raise Broken(chain.seq, f"another hash was noted: written anew, from {good + 1} or later")
        if not missing.isdisjoint({head, (0, head[1])}):
            missing, good = missing - {head, (0, head[1])}, chain.seq
    end = END + f'{chain.seq},"end":true,"head":"{chain.head.hex()}"}}\n'.encode()
    if line != end or stated != chain.seq or first[2].decode() != chain.head.hex() or next(lines, b""):
        raise Broken(chain.seq + 1, f"the file ends here; its first line says {stated} entries")
    if b'"seq":' in next(old, b"") or any(seq for seq, _ in missing):
        raise Broken(chain.seq + 1, "a longer chain was noted or exported earlier: the end was cut off")
    if missing:
        raise Broken(good + 1, "a noted hash stands nowhere: written anew, from here or later")
    return chain


def noted_head(word: str) -> Head:
    seq, _, hashed = word.rpartition(":")
    return int(seq or 0), bytes.fromhex(hashed).hex()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify an exported ledger.")
    parser.add_argument("file")
    parser.add_argument("--head", type=noted_head, action="append", default=[], metavar="SEQ:HASH")
    parser.add_argument("--earlier", default=os.devnull, metavar="OLDER_EXPORT")
    asked = parser.parse_args(arguments)
    try:
        with open(asked.file, "rb") as file, open(asked.earlier, "rb") as earlier:
            chain = verify(file, asked.head, earlier)
    except Broken as broken:
        print(f"broken: {broken}")
        return 1
    except OSError as error:
        parser.error(f"cannot open: {error}")
    print(f"intact: {chain.seq} entries, head {chain.seq}:{chain.head.hex()}", LIMITS, sep="\n\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
