"""Offsets counted in code points, UTF-16 code units or grapheme clusters, made code points.

Files of other programs do not say how they count. A unit is ruled out when a span cannot exist in it (it ends
beyond the text or cuts a character in two) or when the file's own words of the span stand elsewhere. Where more
than one unit is left and they lead to different words, nobody but a person can tell.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import regex

from annotations.domain.errors import Invalid
from annotations.readers.foreign.records import Item, Region

CODE_POINTS, UTF_16, GRAPHEMES = "code-points", "utf-16", "graphemes"
UNITS = (CODE_POINTS, UTF_16, GRAPHEMES)

Converter = Callable[[int], int | None]
"""An offset in some unit → in code points; None where no character begins or ends there."""


class UnitUnknown(Invalid):
    """Spans mean different words in the units that are possible, and nobody said which unit it is."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A region and the text it stands in."""

    item: Item
    region: Region


def in_code_points(
    items: Sequence[Item], *, unit: str | None = None, assumed: str | None = None
) -> tuple[tuple[Item, ...], str]:
    """The items with all offsets in code points, and the unit they had.

    `unit` is binding; `assumed`, which the program's own pages write, is taken when every span fits it.
    Raises UnitUnknown where the unit is needed and not given, Invalid naming the first span that cannot be in it.
    """
    places = [_Place(item, region) for item in items for answer in item.answers for region in answer.regions]
    fits = assumed is not None and all(_fits(place, assumed) for place in places)
    chosen = unit or (assumed if assumed and fits else _found(places))
    _require_possible(places, chosen)
    return tuple(_converted(item, chosen) for item in items), chosen


def converter(text: str, unit: str) -> Converter:
    """What turns an offset of the unit into one of code points in this text."""
    if unit == CODE_POINTS or (unit == UTF_16 and max(text, default="") <= "\uffff"):
        return lambda offset: offset if 0 <= offset <= len(text) else None
    bounds = {0: 0}
    if unit == UTF_16:
        at = 0
        for index, character in enumerate(text, start=1):
            at += 2 if character > "\uffff" else 1
            bounds[at] = index
    else:
        for count, match in enumerate(regex.finditer(r"\X", text), start=1):
            bounds[count] = match.end()
    return bounds.get


def surfaces(text: str, region: Region) -> dict[str, str]:
    """By unit, the words the region would have; units in which it cannot exist are left out."""
    found = {}
    for unit in UNITS:
        span = _span(text, region, unit)
        if span is not None:
            found[unit] = text[span[0] : span[1]]
    return found


def _found(places: Sequence[_Place]) -> str:
    possible = [unit for unit in UNITS if all(_fits(place, unit) for place in places)]
    if not possible:
        _refuse_all(places)
    for place in places:
        words = surfaces(place.item.text, place.region)
        if len({words[unit] for unit in possible}) > 1 and place.region.surface is None:
            raise UnitUnknown({"offsets": [_question(places, place, possible)]})
    return possible[0]


def _fits(place: _Place, unit: str) -> bool:
    span = _span(place.item.text, place.region, unit)
    if span is None:
        return False
    surface = place.region.surface
    return surface is None or place.item.text[span[0] : span[1]] == surface


def _span(text: str, region: Region, unit: str) -> tuple[int, int] | None:
    if not 0 <= region.start < region.end:
        return None
    convert = converter(text, unit)
    start, end = convert(region.start), convert(region.end)
    return None if start is None or end is None else (start, end)


def _require_possible(places: Iterable[_Place], unit: str) -> None:
    for place in places:
        if not _fits(place, unit):
            raise Invalid({"offsets": [_misfit(place, f"in {unit}")]})


def _refuse_all(places: Sequence[_Place]) -> None:
    nowhere = [place for place in places if not any(_fits(place, unit) for unit in UNITS)]
    if nowhere:
        raise Invalid({"offsets": [_misfit(nowhere[0], "in any unit")]})
    raise Invalid(
        {"offsets": ["No one unit fits all spans: the files count in more than one. Import them apart."]}
    )


def _misfit(place: _Place, how: str) -> str:
    region, item = place.region, place.item
    said = "" if region.surface is None else f", where the file says '{region.surface:.60}'"
    return (
        f"Item {item.key}: the span {region.start}–{region.end} ({', '.join(region.labels) or 'no label'}) cannot "
        f"stand in '{item.text:.60}' {how}{said}. Nothing was imported; mend the span or leave the item out."
    )


def _question(places: Sequence[_Place], place: _Place, possible: Sequence[str]) -> str:
    words = surfaces(place.item.text, place.region)
    told = "; ".join(f"{unit}: '{words[unit]}'" for unit in possible)
    whole = ", ".join(f"{unit} {_at_word_edges(places, unit)}" for unit in possible)
    return (
        f"The file does not say how it counts, and it matters: item {place.item.key}, span {place.region.start}–"
        f"{place.region.end}: {told}. Of {len(places)} spans, so many begin and end at the edge of a word: {whole}. "
        f"Give --offsets {' or '.join(possible)}."
    )


def _at_word_edges(places: Sequence[_Place], unit: str) -> int:
    return sum(_is_whole(place.item.text, _span(place.item.text, place.region, unit)) for place in places)


def _is_whole(text: str, span: tuple[int, int] | None) -> bool:
    if span is None:
        return False
    start, end = span
    inside, before, after = text[start:end], text[start - 1 : start] if start else "", text[end : end + 1]
    torn = (before.isalnum() and inside[:1].isalnum()) or (after.isalnum() and inside[-1:].isalnum())
    return not torn and inside == inside.strip()


def _converted(item: Item, unit: str) -> Item:
    if unit == CODE_POINTS or not any(answer.regions for answer in item.answers):
        return item
    convert = converter(item.text, unit)

    def moved(region: Region) -> Region:
        start, end = convert(region.start), convert(region.end)
        if start is None or end is None:
            raise Invalid({"offsets": [_misfit(_Place(item, region), f"in {unit}")]})
        return replace(region, start=start, end=end)

    answers = (replace(answer, regions=tuple(map(moved, answer.regions))) for answer in item.answers)
    return replace(item, answers=tuple(answers))
