#!/usr/bin/env python3
"""Verify a data set: python verify_release.py FOLDER [--ledger FILE]

Needs Python 3.10 and nothing else. Exits 0 and says what was proved, 1 naming what does not hold, 2 when a file
cannot be opened. A data set holds if each file has the hash in manifest.json, each entry of ledger-extract.ndjson
has the hash it states, and each answer in claims.jsonl stands in such an entry. With --ledger, an export of the
project's ledger, also if that holds (verify_ledger.py, which lies beside this file) and has each of these entries.

An entry has the hash that verify_ledger.py describes. Its actor is an account, which a data set does not name: the
line has the person's name in the data set, in `hidden` the length of the account's id in bytes, and in `state` that
of SHA-256 after the blocks that hold it, from where the hash is reached. Where an account stands in the payload too
(answers that were imported or carried over), a name stands there and there is no `state`: such a line is proved by
--ledger alone.
"""

import argparse
import hashlib
import json
import math
import os
import struct
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

EXTRACT = "annotations-ledger-extract-1"
PREFIX = b"annotations/ledger/1\n"
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
MASK, TWICE = 0xFFFFFFFF, 0x100000001
SAID = ("revision", "verification", "check_worthiness", "priority", "chain", "reviewer")
OWN = ("decided", "undone", "adjudicated")
VERIFIER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "verify_ledger.py")
PRIMES = [n for n in range(2, 312) if all(n % other for other in range(2, n))]


class Broken(Exception):
    """What does not hold."""


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
    """The entries of an extract, each with the hash it states and none after `until`; raises Broken."""
    lines, seq, hashed, count = iter(lines), 0, "", 0
    try:
        first = json.loads(next(lines, b""))
        if first["format"] != EXTRACT:
            raise ValueError
        project = UUID(first["project"])
    except (ValueError, KeyError, TypeError):
        raise Broken("the first line of the extract is not that of one") from None
    for line in lines:
        if line == b'{"count":%d,"end":true}\n' % count and not next(lines, b""):
            return
        try:
            entry = json.loads(line)
            if not seq < entry["seq"] <= until:
                raise Broken(f"seq {entry['seq']} stands in the wrong place, or is later than the data set")
            if entry["seq"] == seq + 1 and seq and entry["previous"] != hashed:
                raise Broken(f"seq {entry['seq']} does not name the hash of the entry before it")
            if "state" in entry and unmasked_digest(project, entry).hex() != entry["hash"]:
                raise Broken(f"seq {entry['seq']}: its content does not have the hash it states")
        except (ValueError, KeyError, TypeError, AttributeError, struct.error):
            raise Broken(f"the line after seq {seq} was changed or cut off") from None
        seq, hashed, count = entry["seq"], entry["hash"], count + 1
        yield entry
    raise Broken(f"the extract was cut off after seq {seq}")


def check_files(folder: str) -> dict[str, Any]:
    """The manifest, whose every file has the hash that it states; raises Broken, OSError."""
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest: dict[str, Any] = json.load(file)
    for entry in manifest["files"]:
        digester = hashlib.sha256()
        with open(os.path.join(folder, entry["name"]), "rb") as data:
            while piece := data.read(1 << 20):
                digester.update(piece)
        if digester.hexdigest() != entry["sha256"]:
            raise Broken(f"{entry['name']} does not have the hash that manifest.json states")
    return manifest


def check_release(folder: str, ledger: str | None) -> str:
    """What was found in a data set's folder; raises Broken for what does not hold, OSError for what is not there."""
    manifest = check_files(folder)
    hashes: dict[int, str] = {}
    told: dict[int, Any] = {}
    proofs: dict[str, Any] = {}
    with open(os.path.join(folder, "ledger-extract.ndjson"), "rb") as lines:
        for entry in extracted(lines, manifest["snapshot"]["seq"]):
            hashes[entry["seq"]] = entry["hash"]
            if "state" not in entry:
                told[entry["seq"]] = entry
            proofs[entry["payload"].get("decision")] = said_by(entry)
    proved = prove(os.path.join(folder, "claims.jsonl"), proofs)
    found = f"{len(manifest['files'])} files, {proved} answers proved by {len(hashes)} entries"
    if ledger is not None:
        find_in(ledger, hashes, told)
        return f"{found}, each of which stands in {ledger}"
    return f"{found}; {len(told)} of these are only told without --ledger" if told else found


def said_by(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry says of an answer; its actor gave the answer where the verb says so."""
    said = {name: entry["payload"][name] for name in SAID if name in entry["payload"]}
    own = {"reviewer": entry["actor"]} if entry["verb"] in OWN else {}
    return {**said, **own, "claim": entry["subject"]}


def prove(path: str, proofs: Mapping[str, Any]) -> int:
    """How many answers of claims.jsonl stand in entries; 0 where that format was not asked for. Raises Broken."""
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
                    raise Broken(f"no entry proves {wrong[0]} of answer {answer['id']} to {held['claim']}")
                count += 1
    return count


def find_in(ledger: str, hashes: Mapping[int, str], told: Mapping[int, Any]) -> None:
    """Raises Broken where the whole ledger does not hold, or has not all of these entries."""
    done = subprocess.run([sys.executable, VERIFIER, ledger], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Broken(f"the ledger: {(done.stdout or done.stderr).strip()}")
    missing = dict(hashes)
    with open(ledger, "rb") as file:
        for entry in map(json.loads, file):
            seq = entry.get("seq")
            if missing.get(seq) == entry.get("hash") and seq is not None:
                if seq in told and without_names(told[seq]) != without_names(entry):
                    raise Broken(f"seq {seq}: the ledger says something else")
                del missing[seq]
    if missing:
        raise Broken(f"seq {min(missing)}: the ledger has another entry here, or none")


def without_names(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a line of the extract and one of the ledger say alike."""
    payload = json.loads(entry["payload"]) if isinstance(entry["payload"], str) else entry["payload"]
    same = {name: entry[name] for name in ("at", "verb", "subject", "previous")}
    return {**same, "payload": {name: value for name, value in payload.items() if name != "reviewer"}}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verify a data set.")
    parser.add_argument("folder")
    parser.add_argument("--ledger", metavar="FILE", help="an export of the project's ledger")
    asked = parser.parse_args(arguments)
    try:
        print(f"intact: {check_release(asked.folder, asked.ledger)}")
    except Broken as broken:
        print(f"broken: {broken}")
        return 1
    except OSError as error:
        parser.error(f"cannot open: {error}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
