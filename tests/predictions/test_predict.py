"""`manage.py predict`: JSON Lines in and out, from the command line as a scorer would call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from annotations.domain.errors import Unreadable
from annotations.predictions.rows import read_rows


def predict(*words: str, given: bytes, var: Path) -> subprocess.CompletedProcess[bytes]:
    # A database that cannot be there, and a locale that is not UTF-8: neither may matter.
    environment = os.environ | {
        "VAR_DIR": str(var),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "DJANGO_SETTINGS_MODULE": "workbench.settings",
    }
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "predict", *words]
    return subprocess.run(command, input=given, capture_output=True, env=environment, timeout=60, check=False)


def test_sentences_come_back_by_document_and_in_order_without_a_database(tmp_path: Path) -> None:
    given = [{"doc_id": "b", "text": "Café shut. It was late."}, {"doc_id": "a", "text": ""}]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given)

    done = predict("sentences", given=lines.encode(), var=tmp_path)

    assert done.returncode == 0, done.stderr
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"doc_id": "b", "sents": [[0, 10], [11, 23]]},
        {"doc_id": "a", "sents": []},
    ]


def test_a_row_without_text_is_named_by_its_line_in_one_sentence(tmp_path: Path) -> None:
    done = predict("sentences", given=b'{"doc_id": "a", "text": "x"}\n\n{"doc_id": "b"}\n', var=tmp_path)

    assert done.returncode == 1
    assert b"Line 3" in done.stderr
    assert b"found nothing" in done.stderr
    assert b"Traceback" not in done.stderr


def test_bytes_that_are_no_utf8_are_refused_in_one_sentence(tmp_path: Path) -> None:
    done = predict("sentences", given=b'{"doc_id": "a", "text": "\xff"}\n', var=tmp_path)

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"utf-8" in done.stderr


def test_an_unknown_task_is_answered_with_those_there_are() -> None:
    with pytest.raises(CommandError, match="sentences"):
        call_command("predict", "weather")


@pytest.mark.parametrize(
    ("line", "words"),
    [("[1]", "list"), ("{", "not JSON"), ('{"doc_id": 7, "text": ""}', "doc_id"), ('{"text": ""}', "doc_id")],
)
def test_a_row_of_another_shape_is_refused_with_what_was_found(line: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        list(read_rows([line], fields={"doc_id": str, "text": str}))
