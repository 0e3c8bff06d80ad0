#!/usr/bin/env python3
"""Verify an exported ledger: python verify_ledger.py FILE [--head SEQ:HASH] [--earlier OLDER_EXPORT]
or a data set: python verify_ledger.py FOLDER [--ledger FILE]

Needs Python 3.10 and nothing else. Exits 0 with the count when every link holds, 1 naming the first bad seq, 2
when a file cannot be opened.

A data set holds if each file has the hash in manifest.json, each entry of ledger-extract.ndjson has the hash it
states, and each answer in claims.jsonl stands in such an entry; with --ledger also, if the ledger has each of them.
An extract's entry has the actor's name in the data set; `hidden` is the length of the account's id in bytes and
`state` that of SHA-256 after the blocks that hold it.

A ledger is lines of JSON, sorted by key, without spaces, in UTF-8:
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
import math
import os
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
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


EXTRACT = "annotations-ledger-extract-1"
MASK, TWICE = 0xFFFFFFFF, 0x100000001
SAID = ("revision", "verification", "check_worthiness", "priority", "chain")
PRIMES = [n for n in range(2, 312) if all(n % other for other in range(2, n))]


def cube_root(n: int) -> int:
    near = round(n ** (1 / 3))
    return max(root for root in range(near - 2, near + 3) if root**3 <= n)


START = tuple(math.isqrt(n << 64) & MASK for n in PRIMES[:8])  # FIPS 180-4, 5.3.3 and 4.2.2
ROUND = tuple(cube_root(n << 96) & MASK for n in PRIMES)


def compressed(state: Sequence[int], block: bytes) -> list[int]:
    """SHA-256's inner state one block of 64 bytes further."""

    words = list(struct.unpack(">16I", block))
    for t in range(16, 64):
        older, newer = words[t - 15] * TWICE, words[t - 2] * TWICE  # so that shifting turns
        low = older >> 7 ^ older >> 18 ^ words[t - 15] >> 3
        high = newer >> 17 ^ newer >> 19 ^ words[t - 2] >> 10
        words.append((words[t - 16] + (low & MASK) + words[t - 7] + (high & MASK)) & MASK)
    a, b, c, d, e, f, g, h = state
    for constant, word in zip(ROUND, words, strict=True):
        ee, aa = e * TWICE, a * TWICE
        one = h + ((ee >> 6 ^ ee >> 11 ^ ee >> 25) & MASK) + (e & f ^ ~e & g) + constant + word
        two = ((aa >> 2 ^ aa >> 13 ^ aa >> 22) & MASK) + (a & b ^ a & c ^ b & c)
        a, b, c, d, e, f, g, h = (one + two) & MASK, a, b, c, (d + one) & MASK, e, f, g
    return [(x + y) & MASK for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True)]


def unmasked_digest(project: UUID, entry: Mapping[str, Any]) -> bytes:
    """The hash of an extract's entry, taken up where the actor's blocks end."""
    at = datetime.fromisoformat(entry["at"].replace("Z", "+00:00"))
    micros = (at - EPOCH) // timedelta(microseconds=1)
    payload = json.dumps(entry["payload"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    head = PREFIX + project.bytes + struct.pack(">qq", entry["seq"], micros)
    parts = [head, struct.pack(">I", entry["hidden"]), bytes(entry["hidden"])]
    for text in (entry["verb"], entry["subject"], payload):
        parts += [struct.pack(">I", len(text.encode())), text.encode()]
    data = b"".join([*parts, bytes.fromhex(entry["previous"])])
    seen = -(-(len(head) + 4 + entry["hidden"]) // 64) * 64
    padded = data + b"\x80" + bytes(-(len(data) + 9) % 64) + struct.pack(">Q", 8 * len(data))
    state: Sequence[int] = struct.unpack(">8I", bytes.fromhex(entry["state"]))
    for place in range(seen, len(padded), 64):
        state = compressed(state, padded[place : place + 64])
    return struct.pack(">8I", *state)


def extracted(lines: Iterable[bytes], until: int) -> Iterator[dict[str, Any]]:
    """The entries of an extract, each of which has the hash it states; raises Broken."""
    lines, seq, hashed, count = iter(lines), 0, "", 0
    try:
        first = json.loads(next(lines, b""))
        if first["format"] != EXTRACT:
            raise ValueError
        project = UUID(first["project"])
    except (ValueError, KeyError, TypeError):
        raise Broken(0, "the first line is not that of an extract") from None
    for line in lines:
        if line.startswith(END):
            if line != b'{"count":%d,"end":true}\n' % count or next(lines, b""):
                raise Broken(
                    seq + 1, f"the extract ends after {count} entries, and its last line says otherwise"
                )
            return
        try:
            entry = json.loads(line)
            if not seq < entry["seq"] <= until:
                raise Broken(
                    entry["seq"], "it stands in the wrong place, or after the state that the data set shows"
                )
            if entry["seq"] == seq + 1 and seq and entry["previous"] != hashed:
                raise Broken(entry["seq"], "it does not name the hash of the entry before it")
            if unmasked_digest(project, entry).hex() != entry["hash"]:
                raise Broken(entry["seq"], "its content does not have the hash it states")
        except (ValueError, KeyError, TypeError, AttributeError, struct.error):
            raise Broken(seq + 1, "a line after the entry before it cannot be read") from None
        seq, hashed, count = entry["seq"], entry["hash"], count + 1
        yield entry
    raise Broken(seq + 1, "the extract was cut off")


def check_release(folder: str, ledger: str | None) -> str:
    """What was found in a data set's folder; raises Broken for what does not hold, OSError for what is not there."""
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    for entry in manifest["files"]:
        digester = hashlib.sha256()
        with open(os.path.join(folder, entry["name"]), "rb") as data:
            while piece := data.read(1 << 20):
                digester.update(piece)
        if digester.hexdigest() != entry["sha256"]:
            raise Broken(0, f"{entry['name']} does not have the hash that manifest.json states")
    hashes: dict[int, str] = {}
    proofs: dict[str, Any] = {}
    with open(os.path.join(folder, "ledger-extract.ndjson"), "rb") as lines:
        for entry in extracted(lines, manifest["snapshot"]["seq"]):
            hashes[entry["seq"]] = entry["hash"]
            proofs[entry["payload"].get("decision")] = said_by(entry)
    proved = _prove(os.path.join(folder, "claims.jsonl"), proofs)
    found = f"{len(manifest['files'])} files, {proved} answers proved by {len(hashes)} entries"
    return found if ledger is None else found + _find_in(ledger, hashes)


def said_by(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says of an answer; who gave it only where they did so themselves."""
    said = {name: entry["payload"][name] for name in SAID if name in entry["payload"]}
    own = {"reviewer": entry["actor"]} if entry["verb"] in ("decided", "undone", "adjudicated") else {}
    return {**said, **own, "claim": entry["subject"]}


def _prove(path: str, proofs: Mapping[str, Any]) -> int:
    """How many answers of claims.jsonl stand in entries; 0 where that format was not asked for."""
    if not os.path.exists(path):
        return 0
    count = 0
    with open(path, "rb") as lines:
        for claim in map(json.loads, lines):
            reviews = [*claim["reviews"], *claim.get("adjudications", ())]
            for answer in (one for review in reviews for one in (*review.get("earlier", ()), review)):
                sources = [(link["source"] or {}).get("id") for link in answer["chain"] or ()]
                chain = None if answer["chain"] is None else sources
                held = {**answer, "chain": chain, "claim": f"claim:{claim['id']}"}
                said = proofs.get(answer["id"], {"claim": None})
                if wrong := [name for name, value in said.items() if held.get(name) != value]:
                    raise Broken(0, f"no entry proves {wrong[0]} of answer {answer['id']} to {held['claim']}")
                count += 1
    return count


def _find_in(ledger: str, hashes: dict[int, str]) -> str:
    """Raises Broken where the whole ledger does not hold, or has not all of these hashes."""
    with open(ledger, "rb") as file:
        verify(file)
        file.seek(0)
        for entry in map(json.loads, file):
            if hashes.get(entry.get("seq")) == entry.get("hash"):
                hashes.pop(entry.get("seq"), None)
    if hashes:
        raise Broken(min(hashes), "the ledger has another entry here, or none")
    return f", each of which stands in {ledger}"


def noted_head(word: str) -> Head:
    seq, _, hashed = word.rpartition(":")
    return int(seq or 0), bytes.fromhex(hashed).hex()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify an exported ledger, or a data set.")
    parser.add_argument("file")
    parser.add_argument("--head", type=noted_head, action="append", default=[], metavar="SEQ:HASH")
    parser.add_argument("--earlier", default=os.devnull, metavar="OLDER_EXPORT")
    parser.add_argument("--ledger", metavar="FILE", help="of a data set's project, exported")
    asked = parser.parse_args(arguments)
    try:
        if os.path.isdir(asked.file):
            print(f"intact: {check_release(asked.file, asked.ledger)}", LIMITS, sep="\n\n")
            return 0
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
