"""What of a foreign data set has a word here and what has none, before anything is stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotations.readers.foreign.mapping import VERIFICATIONS, WORTH, key, meaning_of, part_of
from annotations.readers.foreign.records import Dataset, Item, Region

SAMPLES = 12


@dataclass(frozen=True, slots=True)
class Count:
    """How often a label stands there, and what it becomes: "" where it has no word of ours."""

    label: str
    number: int
    becomes: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A span with the words that stand there as the offsets were read."""

    item: str
    label: str
    surface: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring. `labels` are those of whole items, `parts` those of spans.

    `answers` are those of people; of them `decisions` say something in our words. `loose` spans are in no link, and
    like labels without a word they are kept as they came.
    """

    items: int
    answers: int
    decisions: int
    predictions: int
    drafts: int
    spans: int
    loose: int
    relations: int
    dangling: int
    notes: int
    comments: int
    unit: str
    people: Sequence[str]
    labels: Sequence[Count]
    parts: Sequence[Count]
    samples: Sequence[Sample]
    remarks: Sequence[str]


def preview(dataset: Dataset) -> Preview:
    """What an import of the data set would bring, and what it would keep as it came."""
    pairs = [(item, answer) for item in dataset.items for answer in item.answers]
    said = [answer for _, answer in pairs]
    meanings = [meaning_of(answer, item) for item, answer in pairs]
    own = [answer.kind == "answer" for answer in said]
    people = {answer.by for answer in said} | {by for item in dataset.items for by, _ in item.comments}
    labels = Counter(label for answer in said for _, label in answer.labels)
    parts = Counter(label for answer in said for region in answer.regions for label in region.labels)
    regions = [(item, region) for item, answer in pairs for region in answer.regions]
    return Preview(
        items=len(dataset.items),
        answers=sum(own),
        decisions=sum(
            is_own and meaning.says_something and not answer.is_cancelled
            for is_own, meaning, answer in zip(own, meanings, said, strict=True)
        ),
        predictions=sum(answer.kind == "prediction" for answer in said),
        drafts=sum(answer.kind == "draft" for answer in said),
        spans=len(regions),
        loose=sum(len(meaning.loose) for meaning in meanings),
        relations=sum(len(answer.relations) for answer in said),
        dangling=sum(answer.dangling() for answer in said),
        notes=sum(len(answer.notes) for answer in said),
        comments=sum(len(item.comments) for item in dataset.items),
        unit=dataset.unit,
        people=sorted(people - {""}),
        labels=[Count(label, number, _word(label)) for label, number in sorted(labels.items())],
        parts=[Count(label, number, _part(label)) for label, number in sorted(parts.items())],
        samples=[
            Sample(item.key, ", ".join(region.labels), item.text[region.start : region.end])
            for item, region in _telling(regions)
        ],
        remarks=dataset.notes,
    )


def _telling(regions: Sequence[tuple[Item, Region]]) -> list[tuple[Item, Region]]:
    """A few spans to look at, those of texts with characters outside the common plane first."""
    return sorted(regions, key=lambda pair: max(pair[0].text) <= "\uffff")[:SAMPLES]


def _word(label: str) -> str:
    found = VERIFICATIONS.get(key(label)) or WORTH.get(key(label))
    return found.label if found else ""


def _part(label: str) -> str:
    return part_of(Region("", 0, 1, (label,))) or ""
