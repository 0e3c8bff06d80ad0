"""Where things stand in the picture of a project's origins: origins left, relays in the middle, outlets right.

A line is as thick as claims go along it. All lengths are units of the viewBox, which is 848 wide.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotations.domain.project_origins import ENOUGH, Flow, ProjectStory
from annotations.web.story_picture import short

LEFT, LEFT_END, MIDDLE, MIDDLE_END, RIGHT = 0, 250, 346, 502, 600
ROW, TOP, GAP = 40, 30, 10
THICKEST, THINNEST = 22.0, 1.5
ORIGINS, RELAYS, OUTLETS = 12, 8, 12
"""How many boxes are drawn in each column, those with most claims; the tables have all."""


@dataclass(frozen=True, slots=True)
class FlowBox:
    """An origin, relay or outlet. `style` "unnamed" is drawn dotted, "single" marks what rests on one origin."""

    x: int
    y: int
    width: int
    name: str
    small: str
    style: str = ""

    @property
    def name_line(self) -> int:
        """The line its name stands on."""
        return self.y + 16

    @property
    def small_line(self) -> int:
        """The line its figures stand on."""
        return self.y + 31

    @property
    def words_x(self) -> int:
        """Where its words begin."""
        return self.x + 10


@dataclass(frozen=True, slots=True)
class FlowLine:
    """A curve, as thick as claims go along it."""

    path: str
    width: float
    style: str


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """All that is drawn, and whether boxes were left out."""

    height: int
    boxes: tuple[FlowBox, ...]
    lines: tuple[FlowLine, ...]
    is_cut: bool


def flow_picture(found: ProjectStory) -> FlowPicture | None:
    """The picture, None where no claim names a source."""
    if not found.origins:
        return None
    origins = [one.key for one in found.origins[:ORIGINS]]
    flows = [flow for flow in found.flows if flow.origin in origins]
    relays = _most(((flow.relay, flow.claims) for flow in flows if flow.relay), RELAYS)
    outlets = _most(((flow.outlet, flow.claims) for flow in flows), OUTLETS)
    drawn = [flow for flow in flows if flow.outlet in outlets and (not flow.relay or flow.relay in relays)]
    places = {
        **{("origin", key): TOP + place * (ROW + GAP) for place, key in enumerate(origins)},
        **{("relay", key): TOP + place * (ROW + GAP) for place, key in enumerate(relays)},
        **{("outlet", key): TOP + place * (ROW + GAP) for place, key in enumerate(outlets)},
    }
    boxes = (*_origins(found, places), *_relays(found, relays, places), *_outlets(found, outlets, places))
    rows = max(len(origins), len(relays), len(outlets))
    cut = len(drawn) < len(found.flows)
    return FlowPicture(TOP + rows * (ROW + GAP), boxes, tuple(_lines(drawn, places)), cut)


Places = Mapping[tuple[str, str], int]


def _most(counted: Iterable[tuple[str, int]], number: int) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for key, claims in counted:
        counts[key] += claims
    return dict(counts.most_common(number))


def _origins(found: ProjectStory, places: Places) -> Iterable[FlowBox]:
    for one in found.origins[:ORIGINS]:
        behind = f", behind {len(one.outlets)} outlets" if one.is_circular else ""
        small = f"{_claims(one.claims)}{'' if one.named else ', unnamed'}{behind}"
        style = "circular" if one.is_circular else ""
        style = f"{style} unnamed".strip() if not one.named else style
        name = short(one.name.removesuffix(" (unnamed)"), 30)
        yield FlowBox(LEFT + 1, places["origin", one.key], LEFT_END - 2, name, small, style)


def _relays(found: ProjectStory, relays: Mapping[str, int], places: Places) -> Iterable[FlowBox]:
    for key, claims in relays.items():
        name = short(found.names[key], 19)
        yield FlowBox(MIDDLE, places["relay", key], MIDDLE_END - MIDDLE, name, f"passes on {claims:,}")


def _outlets(found: ProjectStory, outlets: Mapping[str, int], places: Places) -> Iterable[FlowBox]:
    origins: dict[str, set[str]] = {}
    for flow in found.flows:
        origins.setdefault(flow.outlet, set()).add(flow.origin)
    for key, claims in outlets.items():
        single = len(origins[key]) < ENOUGH
        small = (
            f"{'① ' if single else ''}{_claims(claims)}, {len(origins[key])} origin{'' if single else 's'}"
        )
        style = "single" if single else ""
        yield FlowBox(RIGHT, places["outlet", key], 246, short(found.names[key], 30), small, style)


def _lines(flows: Iterable[Flow], places: Places) -> Iterable[FlowLine]:
    first: Counter[tuple[str, str]] = Counter()
    second: Counter[tuple[str, str]] = Counter()
    direct: Counter[tuple[str, str]] = Counter()
    for flow in flows:
        if flow.relay:
            first[flow.origin, flow.relay] += flow.claims
            second[flow.relay, flow.outlet] += flow.claims
        else:
            direct[flow.origin, flow.outlet] += flow.claims
    most = max([*first.values(), *second.values(), *direct.values()], default=1)
    for (origin, outlet), claims in direct.items():
        ends = places["origin", origin], places["outlet", outlet]
        yield _line(LEFT_END, ends[0], RIGHT, ends[1], claims, most, "direct")
    for (origin, relay), claims in first.items():
        yield _line(LEFT_END, places["origin", origin], MIDDLE, places["relay", relay], claims, most)
    for (relay, outlet), claims in second.items():
        yield _line(MIDDLE_END, places["relay", relay], RIGHT, places["outlet", outlet], claims, most)


def _line(x: int, y: int, to_x: int, to_y: int, claims: int, most: int, style: str = "") -> FlowLine:
    middle, start, end = (x + to_x) // 2, y + ROW // 2, to_y + ROW // 2
    width = round(max(THINNEST, THICKEST * claims / most), 1)
    return FlowLine(f"M{x} {start}C{middle} {start} {middle} {end} {to_x} {end}", width, style)


def _claims(number: int) -> str:
    return f"{number:,} claim{'' if number == 1 else 's'}"
