"""No text can keep the rules of a division busy: every pattern and every path is linear."""

import gc
import re
import time
from collections.abc import Callable

import pytest

from annotations.domain import datelines, duplicates, furniture, paragraphs, people, roles, text
from annotations.domain.segments import divide

MODULES = (datelines, duplicates, furniture, paragraphs, people, roles, text)
PATTERNS = {
    f"{module.__name__.rsplit('.', 1)[-1]}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
} | {f"furniture.{rule.name} {n}": rule.pattern for n, rule in enumerate(furniture.RULES)}
HOSTILE = {
    "one letter": "a",
    "capitals": "A",
    "names": "Ab ",
    "initials": "A. ",
    "byline": "By A. B. C. ",
    "dots": ".",
    "dashes": "- ",
    "months": "May 5 ",
    "digits": "1:1",
    "commas": "Aa, ",
    "slashes": "AP / Aa ",
    "brackets": "(A",
    "quotes": "\"'",
    "lines": "a\n",
    "blank lines": "a\n\n",
    "CR LF": "Aa.\r\n",
    "separators": "a\u2028",
    "hidden": "\u200b",
    "spaces": " \u00a0",
    "labels": "Aa: b\n",
    "captions": "Aa bb.\nAa bb.\n© Aa\n",
    "bullets": "★ ",
    "copyright": "copyright rights ",
    "wrapped": "lower case words without an end that go on and on\n",
}


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of work, the best of three; the collector's own walks over all objects are not the rules' time."""
    gc.disable()
    try:
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            work()
            best = min(best, time.process_time() - started)
        return best
    finally:
        gc.enable()


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_takes_long_on_the_longest_line_it_is_given(name: str) -> None:
    for words in HOSTILE.values():
        line = (words * furniture.LONGEST)[: furniture.LONGEST - 1] + "\0"
        assert _seconds(lambda line=line: PATTERNS[name].match(line)) < 0.01


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_text_takes_about_twice_the_time(kind: str) -> None:
    def work(size: int) -> float:
        hostile = (HOSTILE[kind] * size)[:size]
        return _seconds(lambda: divide("Headline of it\n\n" + hostile))

    floor = 0.01  # seconds; below it the clock says more about the machine than about the text
    ratios = []
    for _ in range(4):  # a busy machine can spoil one measurement, a rule that is not linear spoils all
        half, whole = work(32_768), work(65_536)
        ratios.append(whole / max(half, floor))
        if ratios[-1] <= 2.5:
            break
    assert min(ratios) <= 2.5
    assert whole <= 1.0


def test_the_clock_would_see_a_pattern_that_is_not_linear() -> None:
    """The twin: nested repetition, as none of ours has it, doubles with every letter."""
    nested = re.compile(r"(?:a+)+$")
    assert _seconds(lambda: nested.match("a" * 22 + "\0")) > 0.01
