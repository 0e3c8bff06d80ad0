"""Whom a pronoun means: who stands in the same sentence first, else who spoke last and fits."""

from collections.abc import Callable

from annotations.domain.vocabulary import Identification, Mention, SourceKind
from annotations.suggesters.cast import Actor, Cast, Resolved, is_body, is_person
from annotations.suggesters.descriptions import is_several
from annotations.suggesters.words import listed

SPEAKERS = listed("i me my we us our you your who")
"""Pronouns that mean nobody outside of a quotation."""
_INDEFINITE = listed("some many others someone somebody everyone")
_GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}


def pronoun(cast: Cast, low: str, at: int, speaker: Actor | None) -> Resolved | None:
    """The actor that the folded pronoun at offset `at` means; None where nobody fits.

    `speaker` is who speaks where it stands within a quotation.
    """
    if low in SPEAKERS:
        return _in_quotation(cast, low, at, speaker)
    if low in _INDEFINITE:
        name = f"{low} (unnamed)"
        actor = cast.stub(name, SourceKind.UNSPECIFIED, Identification.UNNAMED_COLLECTIVE, set(), at)
        return Resolved(actor, Mention.DESCRIPTOR, "indefinite")
    fits = _fits(low)
    found = next((actor for actor in cast.here if fits(actor)), None) or cast.latest(at, fits)
    if found is None:
        return None
    found.gender = found.gender or _GENDERS.get(low, "")
    return Resolved(found, Mention.PRONOUN, f"'{low}' to the last that fits")


def _fits(low: str) -> Callable[[Actor], bool]:
    gender = _GENDERS.get(low)
    if gender:
        return lambda actor: is_person(actor) and actor.gender in ("", gender)
    return is_body if low in ("it", "its") else is_several


def _in_quotation(cast: Cast, low: str, at: int, speaker: Actor | None) -> Resolved | None:
    """ "I" is the speaker, "we" the body the speaker speaks for."""
    if speaker is None or low in ("you", "your", "who"):
        return None
    reason = f"'{low}' in the words of {speaker.name}"
    if low in ("i", "me", "my"):
        return Resolved(speaker, Mention.PRONOUN, reason)
    name = f"{speaker.name.removesuffix(' (unnamed)')}'s side"
    side = speaker.owner or cast.stub(
        name, SourceKind.UNSPECIFIED, Identification.UNNAMED_COLLECTIVE, set(), at
    )
    return Resolved(side, Mention.PRONOUN, reason)
