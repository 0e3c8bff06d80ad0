"""How fast a data set is written, beside COPY of JSON that the database builds: python -m benchmarks.export [SIZE …]

First the native format and the table of claims with one decision, then every format of claims with all that can hang
on them, with its rate and its peak of memory; with --formats only the latter.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks import export_formats
from benchmarks.measure import Runs, Verdict, at_least, at_most, judge, print_head, print_runs, runs
from benchmarks.seeds import seed, vacuum
from benchmarks.stage import stage

SIZES = (10_000, 100_000)
MANY = 100_000
RATE, MEGABYTES = 20_000, 150.0
FLOOR = """
copy (
    select row_to_json(x) from (
        select c.id, c.article_id, a.url, a.sha256, a.published_at, c.position, c.role, c.start, c."end", c.text,
            c.state, d.verification, d.basis, d.as_of, d.check_worthiness, d.priority, d.reviewer_id, d.revision,
            d.decided_at, d.seconds, d.guideline_version, d.suggestions_shown, d.others_hidden, l.chain
        from annotations_claim c
        join annotations_article a on a.id = c.article_id
        join annotations_decision d on d.claim_id = c.id
        join (select l.decision_id, json_agg(json_build_object(
                  'depth', l.depth, 'source', l.source_id, 'source_span', l.source_span, 'cue_span', l.cue_span,
                  'content_spans', l.content_spans, 'quote_type', l.quote_type, 'identification', l.identification,
                  'record', l.record, 'mention', l.mention) order by l.depth) as chain
              from annotations_link l group by l.decision_id) l on l.decision_id = d.id
        where c.project_id = '{project}' order by c.article_id, c.start) x
) to stdout
"""


def main(sizes: list[int], *, only_formats: bool = False) -> int:
    """Measure each size in a database of its own; the worst exit code of all."""
    with stage() as folder:
        codes = [
            _measure(folder, claims, suggestions)
            for suggestions in (False, True)
            for claims in sizes
            if not only_formats
        ]
        codes += [
            export_formats.measure(folder, claims, copy=_copy, times=3 if claims <= MANY else 1)
            for claims in sizes
        ]
        return max(codes)


def _measure(folder: Path, claims: int, suggestions: bool) -> int:
    from annotations.models import Project
    from annotations.release import export

    slug = f"size-{claims}{'-suggested' if suggestions else ''}"
    seeded = seed(slug, claims=claims, suggestions=suggestions)
    vacuum()
    project = Project.objects.get(pk=seeded.project_id)
    print_head("Export, one decision a claim" + (" and one suggestion" if suggestions else ""), claims=claims)

    def copied() -> Runs:
        return runs(
            "COPY of JSON built in SQL (floor)",
            lambda: _copy(folder / "floor", FLOOR.format(project=project.id)),
            amount=claims,
        )

    def written(name: str) -> Runs:
        def work() -> None:
            shutil.rmtree(folder / "out", ignore_errors=True)
            export(project, formats=[name], output=folder / "out")

        return runs(f"export {name}", work, amount=claims)

    before = copied()
    native, table = written("jsonl"), written("csv")
    after = copied()
    print_runs([before, native, table, after])
    peak = _peak_of_a_process(slug, folder)
    floor = (before.median + after.median) / 2
    print(
        f"  native is {floor / native.median:.0%} of the floor; a process of its own peaks at {peak:.0f} MB"
    )
    verdicts: list[Verdict] = [
        at_least("native claims/s", native.rate, float(RATE)),
        at_most("MB", peak, MEGABYTES),
    ]
    return judge(verdicts, floors=[(before, after)])


def _copy(path: Path, statement: str) -> None:
    from django.db import connection

    digest = hashlib.sha256()
    with (
        connection.cursor() as cursor,
        path.open("wb") as file,
        cursor.copy(statement) as copy,
    ):
        for piece in copy:
            file.write(piece)
            digest.update(piece)


def _peak_of_a_process(slug: str, folder: Path) -> float:
    """The most memory, in MB, that a process of our own holds that does nothing but export."""
    shutil.rmtree(folder / "child", ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.export", "--peak", slug, str(folder / "child")],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.split()[-1])


def _peak(slug: str, output: str) -> None:
    from django.core.management import call_command

    from workbench.services import ensure_database

    with ensure_database():
        call_command("export_dataset", project=slug, formats=["jsonl"], output=Path(output))
        print(export_formats.peak_mb())


if __name__ == "__main__":
    if sys.argv[1:2] in (["--peak"], ["--one"]):
        import django

        django.setup()
        (_peak if sys.argv[1] == "--peak" else export_formats.one)(*sys.argv[2:])
    else:
        words = [word for word in sys.argv[1:] if word != "--formats"]
        sys.exit(main([int(size) for size in words] or list(SIZES), only_formats="--formats" in sys.argv))
