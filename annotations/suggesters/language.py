"""Which articles the suggesters can read: English only, and why not."""

import re

from annotations.domain.records import Context
from annotations.suggesters.words import listed

_WORD = re.compile(r"[^\W\d_]+")
_COMMON = listed(
    "the of and to in a is that for on was with as by at from it are be has have he said not his an "
    "which this"
)
LOOKED_AT = 4000
LEAST = 0.08
FEWEST = 20


def is_english(context: Context) -> bool:
    """Whether an article is English: it does not say otherwise, and common English words are not rare in it."""
    return refusal(context) == ""


def refusal(context: Context) -> str:
    """Why nothing is suggested for an article; "" where it can be read."""
    stated = context.language.lower().split("-")[0].split("_")[0]
    if stated not in ("", "en", "eng", "english"):
        return f"No suggestions for this language: the article is said to be '{stated}', the rules know English only."
    found = [word.lower() for word in _WORD.findall(context.text[:LOOKED_AT])]
    if len(found) < FEWEST:
        return ""
    share = sum(word in _COMMON for word in found) / len(found)
    if share < LEAST:
        found_share = f"{share:.0%} of the first words are common English ones"
        return f"No suggestions for this language: {found_share}, the rules need {LEAST:.0%}."
    return ""
