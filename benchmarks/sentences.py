"""How many sentences a second one core finds, and what hostile text costs: `python -m benchmarks.sentences`.

The floor is what any splitter in Python must do: one pass of one pattern over the same text that makes one pair
of offsets for each full stop or line break, and decides nothing.
"""

import gc
import json
import re
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from annotations.domain.sentences import split
from benchmarks.measure import at_least, at_most, judge, print_head, print_runs, print_table, runs

SENTENCES_A_SECOND = 60_000
HOSTILE_SECONDS = 1.0
DOUBLING = 2.5
HOSTILE_SIZES = (16_384, 32_768, 65_536)

# The shape of wire copy: abbreviations, figures, nested quotation, about 120 letters a sentence.
ARTICLE = """Velm council shuts two piers as repair bill climbs to $4.2 million

VELM, Oct. 24 (Northwire) - The council of Velm voted 7-2 on Monday to close both of the town's wooden piers \
until spring. Engineers hired by Norlund Marine Inc. had found rot in more than half of the supports, a \
report seen by the Harbour Post says.

"We are not going to wait until somebody falls through," Mayor Ilsa Tarn told reporters after the meeting. \
"Was it a hard vote? It was." She declined to say whether Dr. Emil Orsk, the harbour master, had asked for \
the closure in Sept. 2023, as two of his former colleagues claim.

The cost, put at 1.5 million crowns a year ago, has since tripled. According to the report, which cites the \
firm's own figures, "no less than 3.1 km of planking" must be replaced before the season opens at 9 a.m. on \
May 1. Fishermen were told last week that they may use the U.S.-built pontoon on the north shore.

Not everyone agrees... The union says that nobody had consulted its members, and that Mr. Tarn's office had \
ignored letters from J. K. Oduya, its secretary. “They never answered,” he said. “Not once.”
"""

HOSTILE = {
    "full stops": ".",
    "stops and spaces": ". ",
    "spaced dots that end nothing": ". . x",
    "dots of omission": "…",
    "questions": "? a",
    "marks of all kinds": ".!?…\"')] ",
    "quotation marks": '"',
    "stop and quote": '."',
    "opening marks": ". \"'([",
    "open brackets": "(",
    "closed brackets": ".))))",
    "reference marks": ".[1]",
    "titles": "Mr. ",
    "acronyms": "U.S. ",
    "initials": "A. ",
    "stops without spaces": "a.B",
    "digits": "1",
    "numbers with stops": "1.1.",
    "list labels": " 1. x 2. x",
    "times": "5 a.m. A",
    "spaces": " ",
    "no-break spaces": "\xa0.",
    "tabs": ".\t",
    "no line break": "word ",
    "capitals": "AB, ",
    "names": "Ann Orsk, ",
    "line breaks": "\n",
    "short lines": "a\n",
    "long lines": "some words that are long enough to be one line of them\n",
    "foreign line breaks": "x\r\n",
    "line separators": "\u2028",
    "hyphens": "-",
    "rules": "---- ",
    "asterisks": "*",
    "links": "http://",
    "links before capitals": "http://a A ",
    "mailboxes": "<a@",
    "smileys": " :) A",
    "credits": " Image:",
    "dates": "1/1/20 10:10 ",
    "datelines": "ABC (A) - ",
    "bullets": "•",
    "ideographic stops": "好。",
    "emoji": "😀. ",
    "zero-width": ".\u200b",
    "direction marks": "\u202e.A",
    "combining marks": "a\u0301.",
}


def main() -> int:
    """Measure, print, judge; the exit code of `judge`."""
    news = _shared_news()
    texts = news or [ARTICLE] * 40
    found = sum(len(split(text)) for text in texts)
    rounds = max(1, 20_000 // found)
    letters = sum(map(len, texts))
    print_head("Sentences", articles=len(texts), sentences=found, letters=letters, rounds=rounds)
    print(f"  text: {'shared news set' if news else 'an article of our own'}")

    def floor() -> None:
        for _ in range(rounds):
            for text in texts:
                [match.span() for match in _STOPS.finditer(text)]

    def ours() -> None:
        for _ in range(rounds):
            for text in texts:
                split(text)

    before = runs("floor: one pattern, no decision", floor, amount=found * rounds, unit="sentences")
    measured = runs("split", ours, amount=found * rounds, unit="sentences")
    after = runs("floor again", floor, amount=found * rounds, unit="sentences")
    print_runs([before, measured, after])
    print(f"  split takes {measured.median / before.median:.1f} times the floor")
    slowest, steepest = _hostile()
    return judge(
        [
            at_least("sentences a second", measured.rate, SENTENCES_A_SECOND),
            at_most("seconds for 64 kB of hostile text", slowest, HOSTILE_SECONDS),
            at_most("cost of a doubling", steepest, DOUBLING),
        ],
        floors=[(before, after)],
    )


_STOPS = re.compile(r"[.!?\n]+")


def _shared_news() -> list[str]:
    from workbench.settings import EVALUATION_DATA

    path = Path(EVALUATION_DATA) / "evaluation" / "dev" / "sentences_news.jsonl"
    if not path.exists():
        return []
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]


def _hostile() -> tuple[float, float]:
    """The slowest kind at the largest size, in seconds, and the steepest doubling; prints the ten slowest."""
    times = {kind: [_seconds(unit, size) for size in HOSTILE_SIZES] for kind, unit in HOSTILE.items()}
    ordered = sorted(times.items(), key=lambda item: -item[1][-1])
    rows = [["hostile text", *(f"{size // 1024} kB (ms)" for size in HOSTILE_SIZES), "steepest doubling"]]
    for kind, seconds in ordered[:10]:
        rows.append([kind, *(f"{one * 1000:.1f}" for one in seconds), f"{max(_doublings(seconds)):.2f}"])
    print_table(rows)
    return ordered[0][1][-1], max(ratio for seconds in times.values() for ratio in _doublings(seconds))


def _seconds(unit: str, size: int) -> float:
    """Processor time of the best of five; the collector rests, for it runs at its own times and not at ours."""
    text = (unit * (size // len(unit) + 1))[:size]
    best = float("inf")
    gc.disable()
    for _ in range(5):
        start = time.process_time()
        split(text)
        best = min(best, time.process_time() - start)
    gc.enable()
    return best


def _doublings(seconds: list[float]) -> Iterator[float]:
    for smaller, larger in pairwise(seconds):
        if larger > 0.001:  # below a millisecond the clock says more than the text
            yield larger / smaller
    yield 0.0


if __name__ == "__main__":
    sys.exit(main())
