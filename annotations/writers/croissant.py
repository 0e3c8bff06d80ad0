"""croissant.json: the data set for machine-learning tools, with what responsible use asks for (RAI fields).

Croissant 1.0 and RAI 1.0 of MLCommons: https://docs.mlcommons.org/croissant/. The context stands inside.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotations.domain.licences import address_of
from annotations.domain.vocabulary import TERMS, Part
from annotations.writers.counts import Counts
from annotations.writers.datapackage import media_type
from annotations.writers.folder import FileEntry
from annotations.writers.records import SCHEMA_VERSION, About

NAME = "croissant.json"
CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
TEXT, WHOLE, MOMENT = "sc:Text", "sc:Integer", "sc:DateTime"
CLAIM_FIELDS: Mapping[str, str] = {
    "id": TEXT,
    "position": WHOLE,
    "role": TEXT,
    "start": WHOLE,
    "end": WHOLE,
    "text": TEXT,
    "state": TEXT,
    "verification": TEXT,
    "basis": TEXT,
    "check_worthiness": TEXT,
}
ARTICLE_FIELDS: Mapping[str, str] = {
    "id": TEXT,
    "url": TEXT,
    "title": TEXT,
    "outlet": TEXT,
    "published_at": MOMENT,
    "language": TEXT,
    "sha256": TEXT,
    "length": WHOLE,
    "text": TEXT,
}
SPLIT_FIELDS: Mapping[str, str] = {"article": TEXT, "split": TEXT, "split_by_time": TEXT}
JSON_LINES = "application/jsonlines"
UNNAMED = "People stand in it under pseudonyms, the same person in all releases of the project."
NAMED = "People stand in it by the names of their accounts, as whoever asked for it decided."


def croissant(about: About, counts: Counts, files: Sequence[FileEntry]) -> dict[str, Any]:
    """The metadata of the files that are there; hashes and record sets let a loader check and read them."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": about.slug,
        "description": f"{counts.claims} claims of {counts.articles} news articles: who says each of them, whether it "
        "is so, what people answered and what machines suggested.",
        "url": f"urn:uuid:{about.project_id}",
        "version": f"1.0.{about.seq}",
        "license": address_of(about.licence),
        "datePublished": about.at or "1970-01-01T00:00:00Z",
        "creator": {"@type": "sc:Organization", "name": about.name},
        "keywords": ["fact checking", "claims", "attribution", "news"],
        "isLiveDataset": False,
        "citeAs": f"{about.name}, state after ledger entry {about.seq}, schema {SCHEMA_VERSION}.",
        **_responsible(about, counts),
        "distribution": [_file(entry) for entry in files],
        "recordSet": [*_record_sets({entry.name for entry in files}), _labels()],
    }


def _responsible(about: About, counts: Counts) -> dict[str, Any]:
    """The RAI fields that we know something about; nothing is said of what we do not know."""
    asked = ", ".join(label.lower() for part, label in Part.choices() if part in about.asks) or "nothing"
    people = "one person" if about.quorum == 1 else f"{about.quorum} people"
    return {
        "rai:dataCollection": "Articles chosen and imported by the editors of a news desk.",
        "rai:dataCollectionType": ["Manual Human Curation"],
        "rai:dataPreprocessingProtocol": [
            "A program divides articles into sentences; editors mend the division."
        ],
        "rai:dataAnnotationProtocol": [
            f"Each claim is asked of {people}; asked is: {asked}. Guideline version {about.guideline_version}.",
            "Others' answers are hidden until the quorum." if about.blind else "Others' answers can be seen.",
            f"Suggestions of machines are held back on {about.blind_share:.0%} of the claims.",
        ],
        "rai:dataAnnotationPlatform": ["Fact-check annotation workbench"],
        "rai:dataAnnotationAnalysis": [
            "Agreement with intervals stands in README.md; differing answers are settled by an editor who never "
            "answered the claim, with a reason."
        ],
        "rai:annotationsPerItem": f"{counts.reviews} latest answers to {counts.claims} claims",
        "rai:machineAnnotationTools": list(about.suggesters),
        "rai:dataLimitations": [
            "Claims that nobody has decided are in it; filter by state.",
            "Sentences of one article depend on each other: divide by article, as splits.csv does.",
            "A verdict holds as of a moment and on the evidence then known.",
        ],
        "rai:dataBiases": ["The choice of articles is the desk's own and not a sample of the news."],
        "rai:dataUseCases": [
            "Training and measuring models of attribution, check-worthiness and verification."
        ],
        "rai:personalSensitiveInformation": [
            NAMED if about.named else UNNAMED,
            "Articles and chains name people in public life. Notes of reviewers are left out.",
        ],
        "rai:dataReleaseMaintenancePlan": "A release never changes; corrections come with a later one, and two "
        "releases can be compared claim by claim.",
    }


def _file(entry: FileEntry) -> dict[str, Any]:
    kind = JSON_LINES if entry.name.endswith(".jsonl") else media_type(entry.name)
    return {
        "@type": "cr:FileObject",
        "@id": entry.name,
        "name": entry.name,
        "contentUrl": entry.name,
        "contentSize": f"{entry.size} B",
        "encodingFormat": kind,
        "sha256": entry.sha256,
    }


def _record_sets(there: set[str]) -> Iterable[dict[str, Any]]:
    """Claims and articles, from JSON Lines where that is written, claims else from the table."""
    claims = next((name for name in ("claims.jsonl", "claims.csv") if name in there), None)
    if claims is not None:
        article = {"@id": "claims/article", "name": "article", "dataType": TEXT}
        source: dict[str, Any] = {"fileObject": {"@id": claims}, "extract": {"column": "article"}}
        if claims == "claims.jsonl":
            source["transform"] = {"jsonPath": "id"}
        own = {"@type": "cr:Field", **article, "source": source}
        yield _record_set("claims", "A claim a record.", _columns("claims", CLAIM_FIELDS, claims), own)
    if "articles.jsonl" in there:
        columns = _columns("articles", ARTICLE_FIELDS, "articles.jsonl")
        yield _record_set("articles", "An article a record.", columns)
    if "splits.csv" in there:
        yield _record_set(
            "splits", "The part of each article.", _columns("splits", SPLIT_FIELDS, "splits.csv")
        )


def _record_set(name: str, words: str, fields: Sequence[Any], *more: Any) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": words,
        "field": [*fields, *more],
    }


def _columns(records: str, fields: Mapping[str, str], file: str) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:Field",
            "@id": f"{records}/{name}",
            "name": name,
            "dataType": kind,
            "source": {"fileObject": {"@id": file}, "extract": {"column": name}},
        }
        for name, kind in fields.items()
    ]


def _labels() -> dict[str, Any]:
    """Every word with its definition, inside the metadata itself."""
    names = ("vocabulary", "value", "label", "definition")
    fields = [
        {"@type": "cr:Field", "@id": f"labels/{name}", "name": name, "dataType": TEXT} for name in names
    ]
    data = [
        dict(zip((f"labels/{name}" for name in names), row, strict=True))
        for terms in TERMS
        for row in ((terms.__name__, term.value, term.label, term.definition) for term in terms)
    ]
    return {**_record_set("labels", "The labels and their definitions.", fields), "data": data}
