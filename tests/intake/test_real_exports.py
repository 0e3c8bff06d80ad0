"""Every export that the real programs wrote comes in completely, and each span has the right words."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annotations.intake import Taken, import_foreign
from annotations.models import (
    Article,
    Claim,
    Comment,
    Decision,
    ForeignRecord,
    ImportedPerson,
    Link,
    Project,
    Suggestion,
    User,
)
from annotations.readers import foreign
from annotations.readers.foreign.reading import files_of

pytestmark = pytest.mark.django_db

LABEL_STUDIO = ("finished", "all_tasks", "snapshot_expanded", "api_tasks")
DOCCANO = {
    "intentslot_peruser.JSONL": "code-points",
    "intentslot_shared.JSONL": "utf-16",
    "seqlabel_peruser.JSONL": "utf-16",
    "seqlabel_peruser_norel.JSONL": "code-points",
    "seqlabel_shared.JSONL": "code-points",
    "seqlabel_shared_grapheme.JSONL": "graphemes",
    "textclass_peruser.JSON": "code-points",
    "textclass_peruser.JSONL": "code-points",
    "textclass_shared.JSON": "code-points",
    "textclass_shared.JSONL": "code-points",
}
FOLDERS = [f"{name}.{which}" for name in DOCCANO for which in ("everything", "approved")]


def taken(path: Path, project: Project, by: User, *, format: str, unit: str | None = None) -> Taken:
    return import_foreign(project, foreign.read(files_of(path), format=format, unit=unit), by=by)


def counted(kinds: set[str]) -> Counter[str]:
    """What the stored records hold, counted as the exports were."""
    found: Counter[str] = Counter()
    for record in ForeignRecord.objects.filter(kind__in=kinds):
        found["categories"] += len(record.labels)
        found["spans"] += len(record.regions)
        found["relations"] += len(record.relations)
        ids = {region["id"] for region in record.regions}
        found["dangling"] += sum(not {one["from_id"], one["to_id"]} <= ids for one in record.relations)
        for label in record.labels:
            found[f"label {label['label']}"] += 1
        for region in record.regions:
            found.update(f"label {label}" for label in region["labels"])
    return found


def expected(counts: dict[str, Any], folder: str) -> Counter[str]:
    """The sum over the files of a folder; examples are those of the fullest file."""
    found: Counter[str] = Counter()
    for name, file in counts.items():
        if name.startswith(f"dev/doccano/{folder}/"):
            found["categories"] += file.get("categories", 0)
            found["spans"] += file.get("spans", 0)
            found["relations"] += file.get("relations", 0)
            found["dangling"] += file.get("relations_dangling", 0)
            found["comments"] += file.get("comments", 0)
            for label, number in file["labels"].items():
                found[f"label {label}"] += number
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_doccano_export_comes_in_completely(
    folder: str, exports: Path, project: Project, editor: User
) -> None:
    counts = json.loads((exports / "counts.json").read_text())
    path = exports / "dev" / "doccano" / folder
    unit = DOCCANO[folder.rpartition(".")[0]]
    result = taken(path, project, editor, format="doccano", unit=unit)
    wanted = expected(counts, folder)
    assert Comment.objects.count() == wanted.pop("comments")
    assert +counted({"answer"}) == +wanted
    keys = {json.loads(line)["id"] for line in lines_of(path)}
    assert Article.objects.count() == Claim.objects.count() == len(result.articles) == len(keys)


def lines_of(path: Path) -> list[str]:
    """The examples of all files of a folder, each as JSON."""
    found = []
    for file in sorted(path.iterdir()):
        text = file.read_text()
        whole = [json.dumps(example) for example in json.loads(text)] if file.suffix == ".json" else None
        found += whole if whole is not None else [line for line in text.split("\n") if line.strip()]
    return found


@pytest.mark.parametrize("name", [name for name in DOCCANO if name.startswith(("seqlabel", "intentslot"))])
def test_every_doccano_span_has_the_words_that_were_marked(
    name: str, exports: Path, project: Project, editor: User
) -> None:
    truth = json.loads((exports / "dev" / "doccano" / "truth.json").read_text())[name.partition(".")[0]]
    taken(
        exports / "dev" / "doccano" / f"{name}.everything",
        project,
        editor,
        format="doccano",
        unit=DOCCANO[name],
    )
    there: Counter[tuple[str, str, str]] = Counter()
    for record in ForeignRecord.objects.filter(kind="answer").select_related("claim__article"):
        text = record.claim.article.text
        there.update(
            (record.key, region["labels"][0], text[region["start"] : region["end"]])
            for region in record.regions
        )
    wanted = Counter(
        (str(span["example"]), span["label"], span["surface"]) for span in truth["spans_created_by_api"]
    )
    assert not wanted - there


@pytest.mark.parametrize("name", LABEL_STUDIO)
def test_a_label_studio_export_comes_in_completely(
    name: str, exports: Path, project: Project, editor: User
) -> None:
    counts = json.loads((exports / "counts.json").read_text())[f"dev/labelstudio/{name}.json"]
    taken(exports / "dev" / "labelstudio" / f"{name}.json", project, editor, format="label-studio")
    found = counted({"answer"})
    assert Article.objects.count() == Claim.objects.count() == counts["tasks"]
    kinds = Counter(ForeignRecord.objects.values_list("kind", flat=True))
    assert (kinds["answer"], kinds["prediction"], kinds["draft"]) == (
        counts["annotations"],
        counts["predictions"],
        counts["drafts"],
    )
    assert (found["spans"], found["relations"], found["categories"]) == (
        counts["spans"],
        counts["relations"],
        counts["choices"],
    )
    cancelled = ForeignRecord.objects.filter(kind="answer", details__cancelled=True).count()
    truths = ForeignRecord.objects.filter(kind="answer", details__ground_truth=True).count()
    assert (cancelled, truths) == (counts["cancelled"], counts["ground_truth"])
    assert Decision.objects.exclude(note="").count() <= counts["notes"]
    assert ForeignRecord.objects.filter(kind="answer").values("by").distinct().count() == len(counts["users"])


def test_label_studio_answers_become_decisions_of_people_nobody_can_be(
    exports: Path, project: Project, editor: User
) -> None:
    taken(exports / "dev" / "labelstudio" / "snapshot_expanded.json", project, editor, format="label-studio")
    people = User.objects.filter(imported__project=project)
    assert not people.filter(is_active=True).exists()
    assert not any(person.has_usable_password() for person in people)
    assert not people.filter(name__contains="Anna").exists()
    assert ImportedPerson.objects.filter(known_as="anna.k@desk.example").exists()
    assert Decision.objects.filter(verification="misleading").exists()
    link = Link.objects.get(source__name="東京都の報道官")
    text = link.decision.claim.article.text
    assert (text[slice(*link.cue_span)], link.quote_type) == ("述べた", "direct")
    assert Suggestion.objects.filter(suggester="label-studio", kind="verification").exists()


@pytest.mark.parametrize(
    "name", ["seqlabel_peruser.JSONL.approved", "seqlabel_shared_grapheme.JSONL.everything"]
)
def test_where_the_unit_cannot_be_told_it_is_asked_for(name: str, exports: Path) -> None:
    files = files_of(exports / "dev" / "doccano" / name)
    with pytest.raises(foreign.UnitUnknown, match="--offsets"):
        foreign.read(files, format="doccano")
