"""Where the layout of a text ends a sentence, whatever its punctuation says.

Line breaks, list items, drawn rules, credits, datelines, the head of a quoted mail, a smiley or an address before
a capital letter. A single line break in a text that was wrapped to a fixed width ends nothing by itself.
Every repetition here is possessive or bounded, so the cost grows with the length of the text alone.
"""

import re
from collections.abc import Iterator

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_BULLETS = "•▪●‣⁃★◦"
_GAP = r"[ \t\xa0]{1,3}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}+\.?+"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_STAMP = r"\d{1,2}/\d{1,2}/\d{2,4}\ \d{1,2}:\d\d(?::\d\d)?+(?:\ ?[AP]M)?+"

# One class of first characters lets the engine pass over all else at the speed of a table look-up; each branch
# then looks back at the character that was taken.
_SEAM = re.compile(
    rf"""[{_BREAKS}{_BULLETS}:;<=_*~#-](?:
        (?<=[{_BREAKS}])(?P<line>\s*+)
      | (?P<item>(?<=[{_BULLETS}]))
      | (?P<rule>(?<=-)-{{3,}}+|(?<==)={{3,}}+|(?<=_)_{{3,}}+|(?<=~)~{{3,}}+|(?<=\#)\#{{3,}}+|(?<=\*)\*{{2,}}+)
      | (?P<credit>(?<=[ \xa0]Image:)|(?<=[ \xa0]Images:)|(?<=[ \xa0]Photo:)|(?<=[ \xa0]Photograph:)|(?<=[ \xa0]Picture:))
      | (?P<smiley>(?<=\s[:;=])[-'^o]?[)(DPp\]]++)(?={_GAP}[A-Z])
      | (?P<link>(?:(?<=http:)|(?<=https:))//\S{{1,400}}+)(?<![.,;:!?])(?={_GAP}[A-Z])
      | (?P<mailbox>(?<=<)[^\s<>@]{{1,80}}+@[^\s<>]{{1,200}}+>)(?={_GAP}[A-Z\d])
    )""",
    re.VERBOSE,
)
_HEAD = re.compile(
    rf"""\s*+(?:
        (?:{_DAY},?\ )?{_MONTH}\ \d{{1,2}},\ \d{{4}}(?={_GAP}[A-Z])
      | (?:[A-Z"“][^\s/]{{0,40}}+\ ){{1,5}}?(?={_STAMP})
      | {_STAMP}(?={_GAP}[A-Za-z])
      | (?:Dear|Hi|Hello|Hey)(?:\ [A-Z][\w.'’-]{{0,30}}+){{0,3}}+,(?={_GAP}[A-Z])
      | [A-Z][A-Z.'’-]{{2,30}}+(?:\ [A-Z][A-Z.'’-]{{0,30}}+){{0,3}}+(?:,\ [\w. ]{{2,30}}+){{0,3}}+(?:\ ?\([\w ./]{{2,30}}+\))?+\ ?(?:—|–|--?)(?=\s["“'‘]?[A-Z])
      | (?:[A-Z][\w.'’-]{{1,30}}+\ ?){{1,3}}+(?:,\ (?:[A-Z][\w.'’-]{{1,30}}+\ ?){{1,3}}+){{2,3}}+(?:—|–|--?)(?=\s["“'‘]?[A-Z])
      | [A-Z][\w.'’ ,-]{{2,60}}+\([A-Z][\w ./]{{1,30}}+\)\ (?:—|–|--?)(?=\s["“'‘]?[A-Z])
    )""",
    re.VERBOSE,
)
_LABEL = re.compile(rf"\s*+[{_BULLETS}*–-]?+\s?+(?:(?P<mark>\d{{1,3}}+|[a-z])(?P<close>\.\)|\.|\)))(?=\s)")
_LONE = re.compile(r"(?<![\n\r])\r?\n(?![\n\r])")
_TERMINAL = tuple('.!?…:;"”’)。！？')
_LINE_WIDTH = range(40, 101)  # characters; what mail and wire services wrap to


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text` between the ends that its layout sets, in order and without gaps, some of them blank."""
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
            yield max(text.rfind(" ", 0, seam.start()), text.rfind("\xa0", 0, seam.start()))
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
    """Offsets of the single line breaks that only wrap a line: the next begins in lower case, or would not have fit."""
    if not _LONE.search(text):
        return frozenset()
    soft: list[int] = []
    block: list[tuple[int, str]] = []
    offset = 0
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append((offset, line.rstrip()))
        else:
            soft.extend(_wraps(block))
            block = []
        offset += len(line) + 1
    return frozenset(soft)


def _wraps(block: list[tuple[int, str]]) -> Iterator[int]:
    width = max((len(line) for _, line in block), default=0)
    pairs = list(zip(block, block[1:], strict=False))
    filled = (
        len(pairs) > 1
        and width in _LINE_WIDTH
        and all(_filled(here, below, width) for (_, here), (_, below) in pairs)
    )
    for (offset, here), (below_offset, below) in pairs:
        if below.lstrip()[0] in f"{_BULLETS}*-" or _LABEL.match(below):
            continue
        runs_on = below[0].islower() and len(here) in _LINE_WIDTH and not here.endswith(_TERMINAL)
        if filled or runs_on:
            yield offset + len(here)


def _filled(here: str, below: str, width: int) -> bool:
    return len(here) + 1 + len(below.split(None, 1)[0]) >= width
