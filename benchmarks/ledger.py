"""How fast the ledger grows and is verified, beside one-row INSERT + COMMIT: python -m benchmarks.ledger [ENTRIES]"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from benchmarks.measure import Runs, at_least, at_most, judge, print_head, print_runs, runs
from benchmarks.stage import stage

PROCESSES, APPENDS, RATE = 8, 500, 300.0
IMPORTED = 200
"""As many entries as one transaction of the import command may append in one call."""

PAYLOAD = {
    "revision": 1,
    "article": "0190aaaa-0000-7000-8000-000000000000",
    "answer": "9b871512327c09ce91dd649b3f96a63b7408ef267c8cc5710114e629730cb61f",
    "verification": "supported",
    "state": ["unreviewed", "agreed"],
}


def main(entries: int) -> int:
    """Measure on a database that writes durably; entries for the figures of verifying and exporting."""
    with stage(durable=True) as folder:
        return _measure(folder, entries)


def _measure(folder: Path, entries: int) -> int:
    from annotations import ledger, verify_ledger

    print_head("Ledger", entries=entries, processes=PROCESSES)
    floor = _floor()
    before = runs("INSERT + COMMIT, one client (floor)", floor, amount=APPENDS, unit="rows")
    alone = runs("append, one client", lambda: append_each(uuid4(), APPENDS), amount=APPENDS, unit="entries")
    project = uuid4()
    together, failed = _together(project)
    report = ledger.verify(project)
    large = uuid4()
    calls = entries // IMPORTED
    many = runs(
        f"append_many of {IMPORTED}",
        lambda: _fill(large, calls // 5),
        amount=calls // 5 * IMPORTED,
        unit="entries",
    )
    verified = runs("verify in the database", lambda: ledger.verify(large), amount=entries, unit="entries")
    file = folder / "ledger.jsonl"
    exported = runs("export", lambda: _export(large, file), amount=entries, unit="entries")
    outside = runs(
        "stand-alone verifier", lambda: _outside(verify_ledger.__file__, file), amount=entries, unit="entries"
    )
    after = runs("INSERT + COMMIT, one client (floor)", floor, amount=APPENDS, unit="rows")
    print_runs([before, alone, together, many, verified, exported, outside, after])
    print(f"  one client appends at {before.median / alone.median:.0%} of the floor")
    verdicts = [
        at_least(f"appends/s of {PROCESSES} processes", together.rate, RATE),
        at_most("failed appends", float(failed), 0.0),
        at_most("entries lost or bad", float(5 * PROCESSES * APPENDS - report.count), 0.0),
    ]
    return judge(verdicts, floors=[(before, after)])


def _floor() -> Callable[[], None]:
    from django.db import connection, connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("create table if not exists public.bench_floor (id uuid primary key, words text)")
        cursor.execute(f'grant insert on public.bench_floor to "{connection.settings_dict["USER"]}"')

    def insert() -> None:
        with connection.cursor() as cursor:
            for _ in range(APPENDS):
                cursor.execute("insert into public.bench_floor values (%s, %s)", [uuid4(), "x" * 300])

    return insert


def append_each(project: UUID, count: int) -> int:
    """How many of `count` appends, each its own transaction, failed."""
    from django.db import DatabaseError, transaction

    from annotations import ledger
    from annotations.domain.ledger_verbs import LedgerVerb

    failed = 0
    for number in range(count):
        try:
            with transaction.atomic():
                subject = f"claim:{UUID(int=number)}"
                ledger.append(
                    project, by="component:bench/1", verb=LedgerVerb.DECIDED, subject=subject, payload=PAYLOAD
                )
        except DatabaseError:
            failed += 1
    return failed


def _fill(project: UUID, calls: int) -> None:
    from django.db import transaction

    from annotations import ledger
    from annotations.domain.ledger_verbs import LedgerVerb

    for _ in range(calls):
        with transaction.atomic():
            ledger.append_many(
                project,
                [
                    ledger.Line(
                        "component:bench/1", LedgerVerb.ARTICLE_IMPORTED, f"article:{uuid4()}", PAYLOAD
                    )
                    for _ in range(IMPORTED)
                ],
            )


def _export(project: UUID, path: Path) -> None:
    from annotations import ledger

    with path.open("wb") as file:
        file.writelines(ledger.exported(project))


def _outside(verifier: str, path: Path) -> None:
    subprocess.run([sys.executable, "-I", verifier, str(path)], check=True, capture_output=True)


def _together(project: UUID) -> tuple[Runs, int]:
    """Five rounds of all processes on one chain, from the first one's start to the last one's end; and failures."""
    command = [sys.executable, "-m", "benchmarks.ledger", "--append", str(project)]
    processes = [
        subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1)
        for _ in range(PROCESSES)
    ]
    try:
        rounds = [_round(processes) for _ in range(5 + 1)][1:]
    finally:
        for process in processes:
            process.communicate()
    seconds = tuple(max(ends) - min(starts) for starts, ends, _ in rounds)
    label = f"append, {PROCESSES} processes on one chain"
    return Runs(label, seconds, PROCESSES * APPENDS, "entries"), sum(failed for _, _, failed in rounds)


def _round(processes: list[subprocess.Popen[str]]) -> tuple[list[float], list[float], int]:
    """The first round only says that everybody is connected, so it is thrown away."""
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.stdout.readline().split() for process in processes if process.stdout]
    starts, ends = [float(words[0]) for words in answers], [float(words[1]) for words in answers]
    return starts, ends, sum(int(words[2]) for words in answers)


def _child(project: UUID) -> None:
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    for number, _ in enumerate(sys.stdin):
        start = time.monotonic()
        failed = append_each(project, APPENDS if number else 0)
        print(start, time.monotonic(), failed, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--append"]:
        _child(UUID(sys.argv[2]))
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 100_000))
