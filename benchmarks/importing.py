"""Import: raw text to committed claims, through the command's own path, beside COPY of the same rows.

    python -m benchmarks.importing [--quick]

Two loads: 4,000 articles of 25 sentences and 10 of 10,000. The floor is COPY of the claims' columns into a bare
table with one index, on the same server, before and after.
"""

import io
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from benchmarks.measure import Runs, at_least, judge, print_head, print_runs, runs
from benchmarks.seeds import vacuum
from benchmarks.stage import stage

ASKED_FOR = 20_000
"""Sentences a second, from raw text to committed claims."""


def main(arguments: Sequence[str]) -> int:
    """Measure both loads and judge them; the exit code."""
    n = 2 if "--quick" in arguments else 5
    with stage(durable=True, with_broker=True) as folder:
        floor = _floor(n)
        short = _load("4,000 articles of 25", folder, count=4000, sentences=25, n=n)
        long = _load("10 articles of 10,000", folder, count=10, sentences=10_000, n=n)
        vacuum()  # what the server has to do after all that would be taken for a machine that changed
        again = _floor(n)
    print_head("Import", sentences=100_000)
    print_runs([floor, short, long, again])
    print(f"share of the floor: short {short.rate / floor.rate:.0%}, long {long.rate / floor.rate:.0%}")
    verdicts = [at_least(f"sentences/s, {one.label}", one.rate, ASKED_FOR) for one in (short, long)]
    return judge(verdicts, floors=[(floor, again)])


def _load(label: str, folder: Path, *, count: int, sentences: int, n: int) -> Runs:
    from benchmarks.corpus import articles

    files = Path(tempfile.mkdtemp(dir=folder))
    for number, text in enumerate(articles(count, sentences, first=count)):
        (files / f"{number:05}.txt").write_text(text, encoding="utf-8")
    projects = iter(_projects(label, n))
    return runs(label, lambda: _import(files, next(projects)), n, amount=count * sentences, unit="sentences")


def _projects(label: str, n: int) -> list[tuple[str, str]]:
    """A fresh project for every run, so that each takes the same articles in anew."""
    from annotations import admit

    made = []
    for number in range(n):
        name = f"{label.split()[0].replace(',', '')}-{number}"
        editor = admit.create_user(f"editor-{name}", by="component:benchmark")
        project = admit.create_project(f"import-{name}", name=label, editor=editor, by="component:benchmark")
        made.append((project.slug, editor.username))
    return made


def _import(files: Path, into: tuple[str, str]) -> None:
    from django.core.management import call_command

    with redirect_stdout(io.StringIO()):
        call_command("import_articles", str(files), project=into[0], person=into[1], stdout=io.StringIO())


def _floor(n: int) -> Runs:
    """COPY of 100,000 claim-like rows into a bare table."""
    from django.db import connections

    from benchmarks.corpus import articles

    lines = [
        f"{article}\t{index}\t{index * 80}\t{index * 80 + 79}\t{sentence}\tbody\n"
        for article, text in enumerate(articles(4000, 25))
        for index, sentence in enumerate(text.replace("\n", " ").split(". "))
    ]

    def copy() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("drop table if exists floor")
            cursor.execute(
                "create table floor (a int, n int, s int, e int, t text, r text, primary key (a, n))"
            )
            with cursor.copy("copy floor from stdin") as out:
                for start in range(0, len(lines), 5000):
                    out.write("".join(lines[start : start + 5000]))

    return runs("floor: COPY", copy, n, amount=len(lines), unit="sentences")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main(sys.argv[1:]))
