"""How fast each format is written and how much memory that takes, of claims with all that can hang on them.

Three reviews with a chain each, two suggestions and a piece of evidence a claim. Each format is written by a process
of its own, which tells its rate and its peak; the floor is COPY of the same content as JSON that the database builds.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Runs, Verdict, at_least, at_most, judge, print_head, print_table, runs
from benchmarks.seeds import seed, vacuum

RATES = {"jsonl": 8_000.0, "parquet": 10_000.0, "label-studio": 5_000.0, "doccano": 5_000.0}
MEGABYTES = 200.0
OF_THE_FLOOR = 0.5
LINK = """
json_agg(json_build_object('depth', l.depth, 'source', l.source_id, 'source_span', l.source_span,
    'cue_span', l.cue_span, 'content_spans', l.content_spans, 'quote_type', l.quote_type,
    'identification', l.identification, 'record', l.record, 'mention', l.mention) order by l.depth)
"""
FLOOR = f"""
copy (
    select row_to_json(x) from (
        select c.id, c.article_id, a.url, a.sha256, a.published_at, c.position, c.role, c.start, c."end", c.text,
            c.state, s.verification, s.basis, s.as_of, s.check_worthiness, s.priority, s.decided_at,
            r.reviews, g.suggestions, e.evidence
        from annotations_claim c
        join annotations_article a on a.id = c.article_id
        join annotations_decision s on s.id = c.standing_id
        join (select d.claim_id, json_agg(json_build_object(
                  'id', d.id, 'reviewer', d.reviewer_id, 'revision', d.revision, 'decided_at', d.decided_at,
                  'complete', d.complete, 'chain', l.chain, 'verification', d.verification, 'basis', d.basis,
                  'as_of', d.as_of, 'check_worthiness', d.check_worthiness, 'priority', d.priority, 'flag', d.flag,
                  'seconds', d.seconds, 'guideline_version', d.guideline_version,
                  'suggestions_shown', d.suggestions_shown, 'others_hidden', d.others_hidden)
                  order by d.decided_at, d.id) as reviews
              from annotations_decision d
              join (select l.decision_id, {LINK} as chain from annotations_link l group by l.decision_id) l
                  on l.decision_id = d.id
              where d.project_id = '{{project}}' group by d.claim_id) r on r.claim_id = c.id
        join (select g.claim_id, json_agg(json_build_object(
                  'id', g.id, 'suggester', g.suggester, 'version', g.version, 'kind', g.kind, 'rank', g.rank,
                  'value', g.value, 'confidence', g.confidence, 'explanation', g.explanation, 'rule', g.rule,
                  'spans', g.spans, 'created_at', g.created_at, 'outcomes', u.outcomes) order by g.id) as suggestions
              from annotations_suggestion g
              left join (select u.suggestion_id, json_agg(json_build_object(
                             'review', u.decision_id, 'outcome', u.outcome, 'reason', u.reason)) as outcomes
                         from annotations_suggestionoutcome u group by u.suggestion_id) u on u.suggestion_id = g.id
              where g.project_id = '{{project}}' group by g.claim_id) g on g.claim_id = c.id
        join (select i.claim_id, json_agg(json_build_object(
                  'id', i.id, 'stance', i.stance, 'url', i.url, 'quote', i.quote, 'published_at', i.published_at,
                  'added_by', i.added_by_id, 'added_at', i.added_at) order by i.added_at, i.id) as evidence
              from annotations_evidence i where i.project_id = '{{project}}' group by i.claim_id) e
            on e.claim_id = c.id
        where c.project_id = '{{project}}' order by c.article_id, c.start) x
) to stdout
"""

Copy = Callable[[Path, str], None]


def measure(folder: Path, claims: int, *, copy: Copy, times: int) -> int:
    """Print rate and peak of every format at this size, so many runs each; the exit code of the judgement."""
    from annotations.writers import WRITERS

    slug = f"full-{claims}"
    seeded = seed(slug, claims=claims, suggestions=True, reviews=3, evidence=True)
    vacuum()
    print_head("Export, three reviews, two suggestions and a piece of evidence a claim", claims=claims)

    def floor() -> Runs:
        name = "COPY of the same as JSON built in SQL (floor)"
        statement = FLOOR.format(project=seeded.project_id)
        return runs(name, lambda: copy(folder / "floor", statement), times, amount=claims)

    before = floor()
    measured = {name: [_of_a_process(slug, name, folder) for _ in range(times)] for name in WRITERS}
    after = floor()
    verdicts = _table(measured, claims, (before, after))
    return judge(verdicts, floors=[(before, after)])


def one(slug: str, name: str, output: str) -> None:
    """Write one format and print how long that took, in seconds, and the most memory held, in MB."""
    from annotations.models import Project
    from annotations.release import export
    from workbench.services import ensure_database

    with ensure_database():
        began = time.perf_counter()
        export(Project.objects.get(slug=slug), formats=[name], output=Path(output))
        print(time.perf_counter() - began, peak_mb())


def peak_mb() -> float:
    """The most memory this program held, in MB; unlike getrusage's figure not that of the process it came from."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (held,) = (int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return held / 1024


def _of_a_process(slug: str, name: str, folder: Path) -> tuple[float, float]:
    output = folder / "written"
    shutil.rmtree(output, ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.export", "--one", slug, name, str(output)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def _table(
    measured: dict[str, list[tuple[float, float]]], claims: int, floors: tuple[Runs, Runs]
) -> list[Verdict]:
    floor = (floors[0].rate + floors[1].rate) / 2
    rows = [["format", "runs (s)", "claims/s", "of the floor", "peak (MB)"]]
    rows += [[one.label, _seconds(one.seconds), f"{one.rate:,.0f}", "", ""] for one in floors]
    verdicts = []
    for name, found in measured.items():
        made = Runs(name, tuple(seconds for seconds, _ in found), claims)
        peak = max(peak for _, peak in found)
        share = made.rate / floor
        rows.append([name, _seconds(made.seconds), f"{made.rate:,.0f}", f"{share:.0%}", f"{peak:.0f}"])
        if name in RATES:
            verdicts.append(at_least(f"{name} claims/s", made.rate, RATES[name]))
        if name == "jsonl":
            verdicts.append(at_least("jsonl, share of the floor", share, OF_THE_FLOOR))
        verdicts.append(at_most(f"{name} MB", peak, MEGABYTES))
    print_table(rows)
    return verdicts


def _seconds(seconds: tuple[float, ...]) -> str:
    return " ".join(f"{one:.2f}" for one in seconds)
