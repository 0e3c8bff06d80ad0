"""Under which licence a data set may be used: known ones by their SPDX identifier, others by their address."""

from collections.abc import Mapping
from types import MappingProxyType

from annotations.domain.errors import Invalid

LICENCES: Mapping[str, str] = MappingProxyType(
    {
        "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
        "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
        "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
        "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
        "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
        "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
    }
)
"""SPDX identifier and where the licence is found."""
NOT_STATED = "https://rightsstatements.org/vocab/CNE/1.0/"
"""Says that copyright was not evaluated: what formats state that demand a licence, where none was chosen."""
LONGEST = 200


def licence_from(name: str) -> str:
    """The licence meant: a known identifier in its own spelling, an address as it is, "" where none is stated.

    Raises Invalid naming the known ones.
    """
    wanted = name.strip()
    known = {one.lower(): one for one in LICENCES}
    if not wanted or wanted.lower() in known:
        return known.get(wanted.lower(), "")
    plain = wanted.startswith("https://") and wanted.isascii() and not set(wanted) & set(' <>"{}|\\^`')
    if plain and len(wanted) <= LONGEST:
        return wanted
    raise Invalid(
        {
            "licence": [
                f"'{wanted:.80}' is no licence we know ({', '.join(LICENCES)}); give its https address instead."
            ]
        }
    )


def address_of(licence: str) -> str:
    """Where the licence is found; NOT_STATED for none."""
    return LICENCES.get(licence, licence or NOT_STATED)
