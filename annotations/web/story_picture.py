"""Where things stand in the picture of a story: origins on the left, relays in the middle, claims on the right.

One line a claim, so that lines can be counted. All lengths are units of the picture's viewBox, which is 848 wide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.domain.origins import ClaimOrigin, Standing, Story
from annotations.queries.origins import ArticleStory

WIDTH, ROW, GAP, TOP = 848, 28, 14, 42
ORIGIN_WIDTH, RELAY_LEFT, RELAY_RIGHT, CLAIMS_LEFT = 238, 346, 484, 558
RELAY_ROW = 18
SINGLE = "①"
DRAWN_AT_MOST = 200
"""Claims up to which a picture is drawn; beyond them it is a wall of lines, and the table says the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """One curve; `style` says who says so: "plain", "main" for the largest origin, with "followed" dashed."""

    path: str
    style: str


@dataclass(frozen=True, slots=True)
class Box:
    """An origin or a relay. `small` stands at its right edge or below its name; `voices` are (name, claims)."""

    y: int
    height: int
    name: str
    small: str = ""
    style: str = ""
    figure: int = 0
    is_relay: bool = False
    voices: tuple[tuple[int, str, int], ...] = ()

    @property
    def name_line(self) -> int:
        """Where the name stands: above the figure of a tall box, above the words of a relay, else in the middle."""
        if self.figure:
            return self.y + 28
        return self.y + self.height // 2 + (5 if self.is_flat else -3)

    @property
    def second_line(self) -> int:
        """Where the figure stands, or what a relay passes on."""
        return self.y + 70 if self.figure else self.y + self.height // 2 + 15

    @property
    def is_flat(self) -> bool:
        """Whether name and small words share a line."""
        return self.height <= ROW or not self.small or not self.is_relay


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A claim at the end of its line; `verification` is "" while nobody has answered.

    `mark` is "①" where fewer than two independent origins stand behind it.
    """

    y: int
    number: int
    words: str
    verification: str
    mark: str = ""

    @property
    def icon_top(self) -> int:
        """Where its icon, 16 high, begins."""
        return self.y - 8

    @property
    def base(self) -> int:
        """The line its words stand on."""
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn."""

    height: int
    lines: tuple[Line, ...]
    origins: tuple[Box, ...]
    relays: tuple[Box, ...]
    claims: tuple[ClaimMark, ...]
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class _Group:
    """The claims of one origin, in the order in which their lines run."""

    name: str
    small: str
    style: str
    claims: Sequence[ClaimOrigin]
    voices: tuple[tuple[str, int], ...] = ()
    last: bool = False


def picture_of(found: ArticleStory) -> Picture | None:
    """The picture, or None where there is nothing to draw or too much."""
    if not 0 < len(found.lines) <= DRAWN_AT_MOST:
        return None
    groups = sorted(_groups(found), key=lambda group: (group.last, -len(group.claims)))
    places: dict[str, int] = {}
    origins: list[Box] = []
    y = TOP
    for group in groups:
        height = ROW * len(group.claims)
        origins.append(_origin_box(group, y, height))
        for index, claim in enumerate(group.claims):
            places[claim.claim_id] = y + ROW // 2 + index * ROW
        y += height + GAP
    ordered = [claim for group in groups for claim in group.claims]
    relays, ports = _relays(ordered, places, found.story)
    main = {claim.claim_id for claim in groups[0].claims} if groups[0].style == "main" else set()
    lines = [line for claim in ordered for line in _lines(claim, places, ports, claim.claim_id in main)]
    bottom = max([y, *(box.y + box.height + GAP for box in relays)])
    return Picture(bottom, tuple(lines), tuple(origins), tuple(relays), tuple(_marks(ordered, places, found)))


def short(text: str, length: int) -> str:
    """The text, cut at a word where it is longer than `length`."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip(" ,;:") + "…"


def _groups(found: ArticleStory) -> Iterable[_Group]:
    by_id = {claim.claim_id: claim for claim in found.story.claims}
    numbers = {claim_id: line.number for claim_id, line in found.lines.items()}
    for index, origin in enumerate(found.story.origins):
        claims = _in_order((by_id[pk] for pk in origin.claim_ids), numbers)
        voices = tuple((_voice(found, key), count) for key, count in origin.voices.items())
        style = "unnamed" if not origin.named else "main" if index == 0 and len(claims) > 1 else ""
        small = "unnamed" if not origin.named else ""
        yield _Group(short(origin.name.removesuffix(" (unnamed)"), 24), small, style, claims, voices)
    for standing, name, small, style in (
        (Standing.UNSPECIFIED, "Unspecified", "not said who", "unnamed"),
        (Standing.OWN_VOICE, "The article itself", "no source", ""),
        (Standing.UNKNOWN, "Not answered yet", "", "unnamed"),
    ):
        claims = _in_order((claim for claim in found.story.claims if claim.standing is standing), numbers)
        if claims:
            yield _Group(name, small, style, claims, last=standing is Standing.UNKNOWN)


def _voice(found: ArticleStory, key: str) -> str:
    """A voice as its origin's box lists it; of one that had to be followed, where the article says so."""
    for one in found.story.followed:
        if one.carrier == key:
            return f"{short(found.story.names[key], 19)}, see {found.lines[one.claim_id].number}"
    return short(found.story.names[key], 28)


def _in_order(claims: Iterable[ClaimOrigin], numbers: dict[str, int]) -> list[ClaimOrigin]:
    """Direct ones first, then by relay, what had to be followed last: so that lines cross little."""
    return sorted(
        claims, key=lambda one: (bool(one.relays), one.relays[:1], bool(one.followed), numbers[one.claim_id])
    )


def _origin_box(group: _Group, y: int, height: int) -> Box:
    count = len(group.claims)
    if group.style == "unnamed" or count < 4:
        return Box(
            y, height, group.name, group.small or (f"{count} claims" if count > 1 else ""), group.style
        )
    room = (height - 78) // 22
    voices = [(y + 92 + 22 * index, name, n) for index, (name, n) in enumerate(group.voices[:room])]
    return Box(y, height, group.name, group.small, f"{group.style} tall".strip(), count, voices=tuple(voices))


def _relays(
    claims: Sequence[ClaimOrigin], places: dict[str, int], story: Story
) -> tuple[list[Box], dict[str, int]]:
    """A box for each first relay, near the middle of its claims, none over another; and each claim's line in it."""
    passed: dict[str, list[str]] = {}
    for claim in claims:
        if claim.relays:
            passed.setdefault(claim.relays[0], []).append(claim.claim_id)
    boxes: list[Box] = []
    ports: dict[str, int] = {}
    free = TOP
    middles = {key: sum(places[pk] for pk in ids) // len(ids) for key, ids in passed.items()}
    for key in sorted(passed, key=middles.__getitem__):
        ids = passed[key]
        tall = max(ROW, RELAY_ROW * len(ids) + 8)
        y = max(free, middles[key] - tall // 2)
        words = f"passes on {len(ids)}" if len(ids) > 1 else ""
        boxes.append(Box(y, tall, short(story.names[key], 19), words, is_relay=True))
        first = y + tall // 2 - RELAY_ROW * (len(ids) - 1) // 2
        ports.update({pk: first + RELAY_ROW * index for index, pk in enumerate(ids)})
        free = y + tall + GAP
    return boxes, ports


def _lines(
    claim: ClaimOrigin, places: dict[str, int], ports: dict[str, int], is_main: bool
) -> Iterable[Line]:
    y, style = places[claim.claim_id], "main" if is_main else ""
    if claim.standing is Standing.UNKNOWN:
        return
    port = ports.get(claim.claim_id)
    if port is None:
        yield Line(f"M{ORIGIN_WIDTH} {y}H{CLAIMS_LEFT}", style)
        return
    dashed = f"{style} followed".strip() if claim.followed else style
    yield Line(_curve(ORIGIN_WIDTH, y, RELAY_LEFT, port), dashed)
    yield Line(_curve(RELAY_RIGHT, port, CLAIMS_LEFT, y), style)


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"


def _marks(claims: Iterable[ClaimOrigin], places: dict[str, int], found: ArticleStory) -> Iterable[ClaimMark]:
    for claim in claims:
        line = found.lines[claim.claim_id]
        words = short(" ".join(line.text.split()), 32)
        mark = SINGLE if claim.claim_id in found.thin else ""
        yield ClaimMark(places[claim.claim_id], line.number, words, line.verification, mark)
