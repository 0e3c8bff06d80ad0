"""Our files go into Label Studio and doccano themselves, and come back from there as they were.

Runs where LABEL_STUDIO and DOCCANO name the installed programs: `LABEL_STUDIO=/path/bin/label-studio`.
"""

import io
import os
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from annotations.writers.marks import LABELS
from tests.interop import programs
from tests.writers.test_acceptance import pair
from tests.writers.test_formats import ABOUT, written

pytestmark = [pytest.mark.slow, pytest.mark.interop]
ARTICLES = 4


def program(variable: str) -> Path:
    """The program that the variable names."""
    path = Path(os.environ.get(variable, ""))
    if not path.is_file():
        pytest.skip(f"{variable} names no program")
    return path


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data set with chains, emoji, right-to-left text and undecided claims."""
    about = replace(ABOUT, formats=("label-studio", "doccano"))
    return written(tmp_path_factory.mktemp("release") / "out", [pair(n) for n in range(ARTICLES)], about)


def test_label_studio_takes_our_tasks_and_gives_every_result_back(release: Path, tmp_path: Path) -> None:
    sent = orjson.loads((release / "tasks.labelstudio.json").read_bytes())
    config = (release / "label_config.xml").read_text()
    with programs.label_studio(program("LABEL_STUDIO"), tmp_path) as studio:
        project = studio.ask("POST", "/api/projects/", json={"title": "Harbour", "label_config": config})[
            "id"
        ]
        with open(release / "tasks.labelstudio.json", "rb") as file:
            files = {"file": ("tasks.json", file, "application/json")}
            made = studio.ask("POST", f"/api/projects/{project}/import", files=files)
        exported = studio.ask(
            "GET", f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true"
        )
    assert (made["task_count"], made["annotation_count"], made["prediction_count"]) == (
        len(sent),
        sum(len(task["annotations"]) for task in sent),
        sum(len(task["predictions"]) for task in sent),
    )
    back = {task["data"]["claim_id"]: task for task in exported}
    assert [_answers(back[task["data"]["claim_id"]]) for task in sent] == [_answers(task) for task in sent]


def _answers(task: dict[str, Any]) -> tuple[Any, ...]:
    return task["data"], task["meta"], sorted(_results(one) for one in task["annotations"])


def _results(annotation: dict[str, Any]) -> list[bytes]:
    return sorted(orjson.dumps(result, option=orjson.OPT_SORT_KEYS) for result in annotation["result"])


@pytest.fixture(scope="module")
def doccano(tmp_path_factory: pytest.TempPathFactory) -> Iterator[programs.Program]:
    with programs.doccano(program("DOCCANO"), tmp_path_factory.mktemp("doccano")) as running:
        yield running


@pytest.mark.parametrize(
    ("name", "kind", "model"),
    [
        ("claims.classes.doccano.jsonl", "DocumentClassification", "TextClassificationProject"),
        ("claims.spans.doccano.jsonl", "SequenceLabeling", "SequenceLabelingProject"),
    ],
)
def test_doccano_takes_our_lines_and_gives_labels_spans_and_relations_back(
    release: Path, doccano: programs.Program, name: str, kind: str, model: str
) -> None:
    sent = [orjson.loads(line) for line in (release / name).read_bytes().splitlines()]
    project = doccano.ask("POST", "/v1/projects", json=_project(kind, model))["id"]
    with open(release / name, "rb") as file:
        upload = doccano.ask("POST", "/v1/fp/process/", files={"filepond": (name, file)})
    about = {"column_data": "text", "column_label": "label", "delimiter": "", "encoding": "utf_8"}
    relational = kind == "SequenceLabeling"
    told = {
        "format": "JSONL",
        "task": "RelationExtraction" if relational else kind,
        "uploadIds": [_text(upload)],
        **({} if relational else about),  # its page asks nothing where there are relations
    }
    _finished(doccano, doccano.ask("POST", f"/v1/projects/{project}/upload", json=told)["task_id"])
    asked = {"format": "JSONL", "exportApproved": False}
    task = doccano.ask("POST", f"/v1/projects/{project}/download", json=asked)["task_id"]
    _finished(doccano, task)
    packed = doccano.ask("GET", f"/v1/projects/{project}/download?taskId={task}")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        lines = b"".join(archive.read(member) for member in archive.namelist()).splitlines()
    back = {line["claim_id"]: line for line in map(orjson.loads, lines) if line}
    assert [_said(back[line["claim_id"]]) for line in sent] == [_said(line) for line in sent]


def _project(kind: str, model: str) -> dict[str, Any]:
    relational = {"use_relation": True, "allow_overlapping": True} if kind == "SequenceLabeling" else {}
    return {
        "name": kind,
        "description": "Harbour",
        "guideline": "",
        "project_type": kind,
        "resourcetype": model,
        "random_order": False,
        "collaborative_annotation": True,
        "single_class_classification": False,
        "tags": [],
        **relational,
    }


def _finished(doccano: programs.Program, task: str) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        state = doccano.ask("GET", f"/v1/tasks/status/{task}")
        if state["ready"]:
            assert not state["error"], state
            assert not (isinstance(state["result"], dict) and state["result"].get("error")), state
            return
        time.sleep(0.3)
    raise AssertionError(f"doccano's task {task} does not end")


def _said(line: dict[str, Any]) -> tuple[Any, ...]:
    """Text, labels, spans and relations without the numbers that the program gives anew."""
    spans = {
        one["id"]: (one["label"], one["start_offset"], one["end_offset"]) for one in line.get("entities", [])
    }
    assert {label for label, _, _ in spans.values()} <= set(LABELS)
    related = [(one["type"], spans[one["from_id"]], spans[one["to_id"]]) for one in line.get("relations", [])]
    known = {
        name: value
        for name, value in line.items()
        if name not in ("id", "Comments", "entities", "relations", "label")
    }
    return known, sorted(line.get("label", [])), sorted(spans.values()), sorted(related)


def _text(content: Any) -> str:
    return content.decode().strip('"') if isinstance(content, bytes) else str(content)
