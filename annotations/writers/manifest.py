"""manifest.json: what the data set is, which state it shows, and the hash of every file."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from annotations.domain.vocabulary import TERMS
from annotations.writers.counts import Counts
from annotations.writers.folder import FileEntry
from annotations.writers.records import SCHEMA_VERSION, About

NAME = "manifest.json"


def manifest(
    about: About, counts: Counts, files: Sequence[FileEntry], split: Mapping[str, object]
) -> dict[str, Any]:
    """The manifest; of when, where and by whom it was built it says nothing, so that a second build is the same."""
    return {
        "schema_version": SCHEMA_VERSION,
        "label_set_version": label_set_version(),
        "guideline_version": about.guideline_version,
        "guideline_versions": sorted(counts.guideline_versions),
        "project": {"id": about.project_id, "slug": about.slug, "name": about.name},
        "rules": {
            "quorum": about.quorum,
            "asks": list(about.asks),
            "blind": about.blind,
            "blind_share": about.blind_share,
        },
        "formats": list(about.formats),
        "selection": dict(about.selection),
        "with_text": about.with_text,
        "people": "names" if about.named else "pseudonyms",
        "licence": about.licence or None,
        "snapshot": {"seq": about.seq, "at": about.at},
        "split": dict(split),
        "counts": counts.as_dict(),
        "files": [entry.as_dict() for entry in files],
    }


def label_set_version() -> str:
    """A name for the vocabulary as it is: another word or definition is another version."""
    lines = (
        f"{terms.__name__}\t{term.value}\t{term.label}\t{term.definition}\n"
        for terms in TERMS
        for term in terms
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:12]
