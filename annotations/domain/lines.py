"""Where the layout of a text ends a sentence, whatever its punctuation says.

Line breaks, list items, drawn rules, credits, datelines, the head of a quoted mail, a smiley or an address
before a capital letter. A single line break in a text that was wrapped to a fixed width ends nothing by itself.
Every repetition here is possessive or bounded, so the cost grows with the length of the text alone.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_BULLETS = "•▪●‣⁃★◦"
_GAP = r"[ \t\xa0]{1,3}"
_STAMP = r"\d{1,2}/\d{1,2}/\d{2,4}\ \d{1,2}:\d\d(?::\d\d)?+(?:\ ?[AP]M)?+"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}+\.?+"
_DATE = rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\ )?{_MONTH}\ \d{{1,2}},\ \d{{4}}"
_NAMES = r"(?:[A-Z][\w.'’-]{1,30}+\ ?){1,3}+"
_CAPITALS = r"[A-Z][A-Z.'’-]{2,30}+(?:\ [A-Z][A-Z.'’-]{0,30}+){0,3}+"
_DASH = r"(?:—|–|--?)(?=\s[\"“'‘]?[A-Z])"

# One class of first characters lets the engine pass over all else at the speed of a table look-up; each branch
# then looks back at the character that was taken.
_SEAM = re.compile(
    rf"""[{_BREAKS}{_BULLETS}:;<=_*~#-](?:
        (?<=[{_BREAKS}])(?P<line>\s*+)
      | (?P<item>(?<=[{_BULLETS}]))
      | (?P<rule>(?<!\S[-=_~\#*])(?:
            (?<=-)-{{3,}}+ | (?<==)={{3,}}+ | (?<=_)_{{3,}}+ | (?<=~)~{{3,}}+ | (?<=\#)\#{{3,}}+ | (?<=\*)\*{{2,}}+))
      | (?P<credit>(?<=[ \xa0]Image:)|(?<=[ \xa0]Images:)|(?<=[ \xa0]Photo:)|(?<=[ \xa0]Picture:)
            |(?<=[ \xa0]Photograph:))
      | (?P<smiley>(?<=[:;=])(?<!\S[:;=])[-'^o]?[)(DPp\]]++)(?={_GAP}[A-Z])
      | (?P<link>(?:(?<=http:)|(?<=https:))//\S{{1,400}}+)(?<![.,;:!?])(?={_GAP}[A-Z])
      | (?P<mailbox>(?<=<)[^\s<>@]{{1,80}}+@[^\s<>]{{1,200}}+>)(?={_GAP}[A-Z\d])
    )""",
    re.VERBOSE,
)
_HEAD = re.compile(
    rf"""\s*+(?:
        {_DATE}(?={_GAP}[A-Z])
      | (?:[A-Z"“][^\s/]{{0,40}}+\ ){{1,5}}?(?={_STAMP})
      | {_STAMP}(?={_GAP}[A-Za-z])
      | (?:Dear|Hi|Hello|Hey)(?:\ [A-Z][\w.'’-]{{0,30}}+){{0,3}}+,(?={_GAP}[A-Z])
      | (?:(?:[A-Z][a-z]{{2,8}}\ )?[Rr]egards|Respectfully|Sincerely),(?={_GAP}[A-Z])
      | {_CAPITALS}(?:,\ [\w. ]{{2,30}}+){{0,3}}+(?:\ ?\([\w ./]{{2,30}}+\))?+\ ?{_DASH}
      | {_NAMES}(?:,\ {_NAMES}){{2,3}}+{_DASH}
      | [A-Z][\w.'’ ,-]{{2,60}}+\([A-Z][\w ./]{{1,30}}+\)\ {_DASH}
    )""",
    re.VERBOSE,
)
_LABEL = re.compile(rf"\s*+[{_BULLETS}*–-]?+\s?+(?P<mark>\d{{1,3}}+|[a-z])(?P<close>\.\)|\.|\))(?=\s)")
_LONE = re.compile(r"(?<![\n\r])\r?\n(?![\n\r])")
_LABEL_LENGTH = 12  # longer than any credit's label
_TERMINAL = tuple('.!?…:;"”’)。！？')
_LINE_WIDTH = range(40, 101)  # characters; what mail and wire services wrap to


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between the ends that the layout sets, in order and without gaps, some of them blank."""
    low = 0
    for cut in _cuts(text):
        yield from _opened(text, low, cut)
        low = cut
    yield from _opened(text, low, len(text))


def _cuts(text: str) -> Iterator[int]:
    soft = _soft_breaks(text)
    for seam in _SEAM.finditer(text):
        kind = seam.lastgroup
        if kind == "line":
            if seam.start() not in soft:
                yield seam.end()
        elif kind == "credit":
            yield seam.start() - len(text[max(0, seam.start() - _LABEL_LENGTH) : seam.start()].split()[-1])
        else:
            if kind in ("item", "rule"):
                yield seam.start()
            if kind != "item":
                yield seam.end()


def _opened(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The stretch, parted from a dateline, salutation or mail head at its beginning and into its list items."""
    while head := _HEAD.match(text, low, high):
        yield low, head.end()
        low = head.end()
    label = _LABEL.match(text, low, high)
    while label:
        following = text.find(_next_label(label["mark"], label["close"]), label.end(), high)
        if following < 0:
            break
        yield low, following
        low = following
        label = _LABEL.match(text, low, high)
    yield low, high


def _next_label(mark: str, close: str) -> str:
    return f" {int(mark) + 1 if mark.isdigit() else chr(ord(mark) + 1)}{close} "


def _soft_breaks(text: str) -> frozenset[int]:
    """Offsets of single line breaks that only wrap: the next line begins small, or would not have fit."""
    if not _LONE.search(text):
        return frozenset()
    soft: list[int] = []
    block: list[tuple[int, str]] = []
    offset = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append((offset + len(line.rstrip("\r")), line.strip()))
        else:
            soft.extend(_wraps(block))
            block = []
        offset += len(line) + 1
    return frozenset(soft)


def _wraps(block: list[tuple[int, str]]) -> Iterator[int]:
    width = max((len(line) for _, line in block), default=0)
    pairs = list(pairwise(block))
    filled = (
        len(pairs) > 1
        and width in _LINE_WIDTH
        and all(_filled(here, below, width) for (_, here), (_, below) in pairs)
    )
    for (end, here), (_, below) in pairs:
        if below[0] in f"{_BULLETS}*-" or _LABEL.match(below):
            continue
        runs_on = below[0].islower() and width >= _LINE_WIDTH.start and not here.endswith(_TERMINAL)
        if filled or runs_on:
            yield end


def _filled(here: str, below: str, width: int) -> bool:
    return len(here) + 1 + len(below.split(None, 1)[0]) >= width
