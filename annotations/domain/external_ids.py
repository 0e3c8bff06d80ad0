"""Ids that other registries give to people and organisations, and whether one is well formed.

Only the form is looked at (and the check digits, where the scheme has them); nothing is asked of the registry.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Scheme:
    """A registry's way to write ids: `address` + id is where a reader finds it."""

    name: str
    label: str
    example: str
    address: str
    holds: Callable[[str], bool]


def _matches(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda value: compiled.fullmatch(value) is not None


def _iso_7064_mod_11_2(digits: str) -> bool:
    """The check character of ISNI and ORCID (ISO/IEC 7064, MOD 11-2)."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[-1] == ("X" if check == 10 else str(check))


def _is_isni(value: str) -> bool:
    return re.fullmatch(r"\d{15}[\dX]", value) is not None and _iso_7064_mod_11_2(value)


def _is_orcid(value: str) -> bool:
    written = re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", value) is not None
    return written and _iso_7064_mod_11_2(value.replace("-", ""))


def _is_lei(value: str) -> bool:
    """A legal entity identifier with its two check digits (ISO 17442: MOD 97-10)."""
    if not re.fullmatch(r"[0-9A-Z]{18}\d{2}", value):
        return False
    return int("".join(str(int(character, 36)) for character in value)) % 97 == 1


SCHEMES = {
    scheme.name: scheme
    for scheme in (
        Scheme("wikidata", "Wikidata", "Q30", "https://www.wikidata.org/wiki/", _matches(r"Q[1-9]\d{0,11}")),
        Scheme("isni", "ISNI", "0000000121032683", "https://isni.org/isni/", _is_isni),
        Scheme("orcid", "ORCID", "0000-0002-1825-0097", "https://orcid.org/", _is_orcid),
        Scheme("lei", "LEI", "5493001KJTIIGC8Y1R12", "https://search.gleif.org/#/record/", _is_lei),
        Scheme("ror", "ROR", "05dxps055", "https://ror.org/", _matches(r"0[0-9a-hj-km-np-tv-z]{6}\d{2}")),
    )
}


def external_ids_from(value: Any) -> dict[str, str]:
    """The ids that a mapping of scheme to id states, without those that are empty, in order of scheme.

    Raises Invalid with a sentence for each unknown scheme and each malformed id.
    """
    if not isinstance(value, Mapping):
        raise Invalid(
            {"external_ids": [f"expected an object such as {{'wikidata': 'Q30'}}, not {value!r:.60}."]}
        )
    wrong, found = [], {}
    for name, given in sorted(value.items()):
        scheme = SCHEMES.get(name)
        text = given.strip() if isinstance(given, str) else given
        if scheme is None:
            wrong.append(f"'{name:.40}' is no known scheme; known: {', '.join(SCHEMES)}.")
        elif text and not (isinstance(text, str) and scheme.holds(text)):
            wrong.append(f"{text!r:.60} is no {scheme.label} id; one looks like {scheme.example}.")
        elif text:
            found[name] = text
    if wrong:
        raise Invalid({"external_ids": wrong})
    return found
