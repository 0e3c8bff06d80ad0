"""`manage.py predict chains DIR --output DIR`: who says so, for every claim of every text in a folder."""

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from annotations.domain.errors import Invalid
from annotations.domain.ids import new_id
from annotations.domain.records import ClaimView, Context, LinkValue, Proposal, Stretch
from annotations.domain.segments import divide
from annotations.domain.vocabulary import ClaimRole
from annotations.predictions.rows import Row, Task
from annotations.suggesters.attribution import AttributionChains
from annotations.suggesters.confidence import link_confidence

_ROLES: dict[str, ClaimRole] = {str(role): role for role in ClaimRole}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The folder of NAME.txt, where NAME.json goes, and whether NAME.gold.json says where the claims stand."""
    parser.add_argument("directory", type=Path, help="Folder with NAME.txt files.")
    parser.add_argument("--output", type=Path, required=True, help="Folder for NAME.json files.")
    parser.add_argument("--sentences", choices=["own", "gold"], default="own", help="Whose claims to take.")


def predict(options: Mapping[str, Any], lines: Iterable[str], output: TextIO) -> None:
    """Writes one NAME.json a text: claims with start, end, role, duplicate_of, and chain and confidence if reviewed.

    Standard input is not read. Raises Invalid where a folder or a gold file is missing.
    """
    source, target = Path(options["directory"]), Path(options["output"])
    if not source.is_dir():
        raise Invalid({"directory": [f"There is no folder “{source}”. Name the one with the .txt files."]})
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        stretches = _gold(path) if options["sentences"] == "gold" else divide(text)
        answer = {"claims": predicted(text, stretches)}
        words = json.dumps(answer, ensure_ascii=False, indent=1)
        (target / f"{path.stem}.json").write_text(words + "\n", "utf-8")


def predicted(text: str, stretches: list[Stretch]) -> list[Row]:
    """One row a stretch, in order; reviewed ones that repeat no other carry their chain."""
    ids = [new_id() for _ in stretches]
    claims = [_claim(text, stretch, ids, at) for at, stretch in enumerate(stretches)]
    found = {proposal.claim_id: proposal for proposal in AttributionChains().propose(Context(text, claims))}
    return [
        _row(stretch, at, found.get(claim.id))
        for at, (stretch, claim) in enumerate(zip(stretches, claims, strict=True))
    ]


def _gold(path: Path) -> list[Stretch]:
    """The stretches that the gold file beside a text lists."""
    gold = path.with_name(f"{path.stem}.gold.json")
    if not gold.exists():
        raise Invalid({"sentences": [f"“{gold}” is missing; without it leave --sentences gold out."]})
    claims = json.loads(gold.read_text("utf-8"))["claims"]
    index = {claim.get("id"): at for at, claim in enumerate(claims)}
    return [
        Stretch(claim["start"], claim["end"], _ROLES[claim["role"]], _copy(claim.get("duplicate_of"), index))
        for claim in claims
    ]


def _copy(original: str | int | None, index: Mapping[str | None, int]) -> int | None:
    return original if isinstance(original, int) or original is None else index[original]


def _claim(text: str, stretch: Stretch, ids: list[UUID], at: int) -> ClaimView:
    original = None if stretch.duplicate_of is None else ids[stretch.duplicate_of]
    words = text[stretch.start : stretch.end]
    return ClaimView(ids[at], stretch.start, stretch.end, words, stretch.role, original)


def _row(stretch: Stretch, at: int, proposal: Proposal | None) -> Row:
    row: Row = {"id": f"c{at:03d}", "start": stretch.start, "end": stretch.end, "role": stretch.role.value}
    if stretch.duplicate_of is not None:
        row["duplicate_of"] = f"c{stretch.duplicate_of:03d}"
    if proposal is not None:
        rules = proposal.rule.split(" + ")
        row["chain"] = [
            _link(link) | {"confidence": round(link_confidence(rule, link), 2)}
            for rule, link in zip(
                rules, proposal.value, strict=False
            )  # a chain without links has a rule, too
        ]
        row["confidence"] = proposal.confidence
        row["rule"] = proposal.rule
        row["explanation"] = proposal.explanation
    return row


def _link(link: LinkValue) -> Row:
    return {
        "depth": link.depth,
        "source": link.source_name or None,
        "kind": link.source_kind.value,
        "source_span": link.source_span,
        "cue_span": link.cue_span,
        "content_spans": link.content_spans,
        "quote_type": link.quote_type.value,
        "mention": link.mention.value if link.mention else "none",
    }


TASK = Task("Who says so: the chain of every claim.", add_arguments, predict)
