"""`manage.py predict attribution`: rows in, rows out, by rules or by what reviewed rows teach."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from annotations.domain.errors import Invalid
from annotations.predictions.attribution import predict

TEXT = "Ada Lind said the bridge was closed. The river is high."
ROWS = [{"doc_id": "a", "sent": 0, "start": 0, "end": 36}, {"doc_id": "a", "sent": 1, "start": 37, "end": 55}]


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def answers(rows: list[dict[str, Any]], **options: object) -> list[dict[str, Any]]:
    output = io.StringIO()
    predict(options, [json.dumps(row) for row in rows], output)
    return [json.loads(line) for line in output.getvalue().splitlines()]


def taught(folder: Path, articles: int) -> dict[str, Path]:
    """Files of reviewed articles in which "gave notice that" is a cue."""
    documents, rows = [], []
    for k in range(articles):
        person = ["Ada Lind", "The mayor", "A clerk", "The ministry"][k % 4]
        text = f"{person} gave notice that the {['ferry', 'bridge', 'road'][k % 3]} is closed. The river is high."
        end, cue = text.index(".") + 1, len(person) + 1
        item = {"source": [[0, len(person)]], "cue": [[cue, cue + 11]], "content": [[cue + 12, end - 1]]}
        documents.append({"doc_id": f"t{k}", "text": text})
        rows.append({"doc_id": f"t{k}", "sent": 0, "start": 0, "end": end, "attributions": [item]})
        rows.append({"doc_id": f"t{k}", "sent": 1, "start": end + 1, "end": len(text), "attributions": []})
    return {
        "train": written(folder / "train.jsonl", rows),
        "train_documents": written(folder / "train_docs.jsonl", documents),
    }


def test_each_sentence_comes_back_with_its_attributions_and_their_confidence(tmp_path: Path) -> None:
    documents = written(tmp_path / "docs.jsonl", [{"doc_id": "a", "text": TEXT}])

    first, second = answers(ROWS, documents=documents)

    (said,) = first["attributions"]
    assert (said["source"], said["cue"], said["content"]) == ([[0, 8]], [[9, 13]], [[14, 35]])
    assert said["source_text"] == "Ada Lind"
    assert 0 < said["confidence"] < 1
    assert (first["attributed"], second["attributed"]) == (True, False)
    assert second["attributions"] == []


def test_reviewed_rows_teach_a_cue_that_the_rules_lack(tmp_path: Path) -> None:
    text = "Dora Hill gave notice that the harbour is closed. The river is high."
    documents = written(tmp_path / "docs.jsonl", [{"doc_id": "b", "text": text}])
    row = {"doc_id": "b", "sent": 0, "start": 0, "end": 49}

    (before,) = answers([row], documents=documents)
    (after,) = answers([row], documents=documents, seed=0, **taught(tmp_path, 44))

    assert before["attributions"] == []
    (found,) = after["attributions"]
    assert text[slice(*found["cue"][0])].startswith("gave")
    assert found["source_text"] == "Dora Hill"


def test_a_draw_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    documents = written(tmp_path / "docs.jsonl", [{"doc_id": "a", "text": TEXT}])
    files = taught(tmp_path, 44)

    one, other = (answers(ROWS, documents=documents, take=40, seed=3, **files) for _ in range(2))

    assert one == other


def test_too_few_articles_leave_it_to_the_rules(tmp_path: Path) -> None:
    documents = written(tmp_path / "docs.jsonl", [{"doc_id": "a", "text": TEXT}])

    taught_little = answers(ROWS, documents=documents, take=3, seed=0, **taught(tmp_path, 20))

    assert taught_little == answers(ROWS, documents=documents)


def test_missing_files_are_named(tmp_path: Path) -> None:
    documents = written(tmp_path / "docs.jsonl", [{"doc_id": "a", "text": TEXT}])
    files = taught(tmp_path, 20)

    with pytest.raises(Invalid, match="train-documents"):
        answers(ROWS, documents=documents, train=files["train"])
    with pytest.raises(Invalid, match="“a” is missing"):
        answers(ROWS, documents=files["train_documents"])
    with pytest.raises(Invalid, match="no file"):
        answers(ROWS, documents=tmp_path / "none.jsonl")
