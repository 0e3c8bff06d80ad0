"""The inflected forms of wide cues, and what each lets be its content."""

from dataclasses import dataclass

from annotations.suggesters.cues import IRREGULAR, inflected
from annotations.suggesters.wide_cues import WIDE, WIDE_IRREGULAR


@dataclass(frozen=True, slots=True)
class Wide:
    """One form of a wide cue: its verb, the letters of its row, and a particle or preposition that must follow."""

    lemma: str
    letters: str
    particle: str


def _table() -> dict[str, list[Wide]]:
    irregular = IRREGULAR | WIDE_IRREGULAR
    table: dict[str, list[Wide]] = {}
    fields = WIDE.split()
    for lemma, letters in zip(fields[::2], fields[1::2], strict=True):
        verb, _, particle = lemma.partition("_")
        for form in inflected(verb, irregular):
            table.setdefault(form, []).append(Wide(lemma, letters, particle))
    for forms in table.values():
        forms.sort(key=lambda form: not form.particle)
    return table


WIDE_FORMS = _table()
