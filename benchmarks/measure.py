"""What every benchmark measures with, so that all print and judge alike.

    print_head("Export", claims=100_000)            machine, load average, what was seeded
    before = runs("floor", copy_out, amount=n)      n calls, each timed by itself; default five
    export = runs("export", build, amount=n)        .seconds .median .rate .percentile(95)
    after = runs("floor again", copy_out, amount=n)
    print_runs([before, export, after])             every run, the median, the rate
    verdicts = [at_least("claims/s", export.rate, 20_000), at_most("MB", peak, 150)]
    sys.exit(judge(verdicts, floors=[(before, after)]))

`judge` prints one line a verdict and gives the exit code: 0 all held, 1 one did not, 2 the floor drifted by
more than 20 % between its two measurements, so that nothing can be said. A run's `amount` is how many things
one call works on; 0 for a call whose latency counts, not its rate.
"""

import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

MAX_DRIFT = 0.20
"""Share by which a floor may differ between its two measurements before a benchmark refuses to judge."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The times of the same work done several times over, in seconds and in the order they were done."""

    label: str
    seconds: tuple[float, ...]
    amount: int = 0
    unit: str = "claims"

    @property
    def median(self) -> float:
        """The median of the runs, in seconds."""
        return statistics.median(self.seconds)

    @property
    def rate(self) -> float:
        """Things a second at the median run."""
        return self.amount / self.median

    def percentile(self, percent: float) -> float:
        """The smallest time that `percent` of the runs do not exceed (nearest rank), in seconds."""
        ordered = sorted(self.seconds)
        return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a figure keeps its limit, and the sentence that says so."""

    words: str
    holds: bool


def runs(
    label: str, work: Callable[[], object], n: int = 5, *, amount: int = 0, unit: str = "claims"
) -> Runs:
    """Do `work` n times and time each; nothing is warmed up and nothing is thrown away."""
    seconds = []
    for _ in range(n):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return Runs(label, tuple(seconds), amount, unit)


def floor_drift(before: Runs, after: Runs) -> float:
    """The share by which the floor's median changed between the start and the end of a benchmark."""
    return abs(after.median - before.median) / min(before.median, after.median)


def at_least(name: str, value: float, limit: float) -> Verdict:
    """That a figure reaches its limit."""
    return Verdict(f"{name}: {_number(value)}, at least {_number(limit)} asked for", value >= limit)


def at_most(name: str, value: float, limit: float) -> Verdict:
    """That a figure stays within its limit."""
    return Verdict(f"{name}: {_number(value)}, at most {_number(limit)} allowed", value <= limit)


def judge(verdicts: Iterable[Verdict], *, floors: Iterable[tuple[Runs, Runs]] = ()) -> int:
    """Print what held and what did not; the exit code. With a drifted floor nothing is judged."""
    steady = True
    for before, after in floors:
        drift = floor_drift(before, after)
        steady = steady and drift <= MAX_DRIFT
        print(f"floor '{before.label}' drifted by {drift:.0%} (at most {MAX_DRIFT:.0%})")
    failed = False
    for verdict in verdicts:
        mark = "not judged" if not steady else "holds" if verdict.holds else "FAILS"
        failed = failed or not verdict.holds
        print(f"{mark:>10}  {verdict.words}")
    if not steady:
        print("The machine was not steady; no judgement. Run it again when it is quiet.")
        return 2
    return 1 if failed else 0


def print_head(title: str, **facts: object) -> None:
    """What ran, where, and how busy the machine was."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    print(f"{title}: {', '.join(f'{name} {_number(value)}' for name, value in facts.items())}")
    print(
        f"  load average {load} on {os.cpu_count()} CPUs, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}"
    )


def print_runs(measured: Sequence[Runs]) -> None:
    """Every run, the median and, where an amount was worked on, the rate."""
    rows = [["work", "n", "runs (s)", "median (s)", "rate"]]
    for one in measured:
        each = " ".join(f"{seconds:.3f}" for seconds in one.seconds)
        if len(one.seconds) > 12:
            each = " ".join(f"p{p} {one.percentile(p) * 1000:.1f} ms" for p in (50, 95, 98))
        rate = f"{one.rate:,.0f} {one.unit}/s" if one.amount else ""
        rows.append([one.label, str(len(one.seconds)), each, f"{one.median:.4f}", rate])
    print_table(rows)


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Rows of words under each other; the first one is the head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    sys.stdout.flush()


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
