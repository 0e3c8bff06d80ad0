"""The signs of a sentence that is worth a check, and of one that is not: patterns with weights, as data."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its name, pattern, weight (negative speaks against a check), and how often it may count."""

    name: str
    pattern: re.Pattern[str]
    weight: float
    most: int = 1


def _any(words: str) -> re.Pattern[str]:
    """Any of the words, "a|b" style parts kept as they are; "_" stands for a space."""
    return re.compile(
        r"\b(?:" + "|".join(words.replace("_", " ") for words in words.split()) + r")", re.IGNORECASE
    )


SIGNS: tuple[Sign, ...] = (
    Sign("number", re.compile(r"(?<![\w-])[$£€]?\d[\d.,]*(?!\d|th\b|st\b|nd\b|rd\b)"), 0.9, 2),
    Sign(
        "quantity",
        _any(
            r"percent\b per_cent\b millions?\b billions?\b trillions?\b thousands?\b hundreds?\b dozens?\b "
            r"half\b third\b quarter\b fifth\b doubled?\b tripled\b twice\b"
        ),
        0.9,
        2,
    ),
    Sign(
        "spelled number",
        _any(r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+ty)\b(?=\s[a-z]+s\b)"),
        0.5,
    ),
    Sign("money or share", re.compile(r"[$£€]\s?\d|\d\s?%|\bper ?cent\b", re.IGNORECASE), 0.5),
    Sign(
        "comparison",
        _any(
            r"more_than less_than fewer higher lower largest biggest highest lowest worst greatest first_time "
            r"record\b increas decreas rose\b fell\b cut\b lost\b gained deficit debt unemployment inflation average "
            r"rate\b budget"
        ),
        0.6,
        2,
    ),
    Sign(
        "deed",
        _any(
            "voted passed signed vetoed raised spent supported opposed proposed created promised killed arrested "
            "built sold bought closed opened invaded attacked appointed elected introduced sponsored wrote called_for "
            r"received paid failed refused increased reduced started ended said\b took\b went\b gave\b made\b "
            r"put\b came\b won\b led\b had\b was\b were\b"
        ),
        0.5,
        2,
    ),
    Sign(
        "perfect",
        re.compile(r"\b(?:has|have|had)(?: \w+)? (?:been|\w+ed|gone|done|made|taken|given|lost|had)\b"),
        0.4,
    ),
    Sign(
        "year or date",
        re.compile(r"\b(?:1[89]|20)\d\d\b|\b(?:last|past) (?:year|month|week|\w+ years)\b|\byears ago\b"),
        0.5,
    ),
    Sign("name", re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}"), 0.25, 3),
    Sign("somebody else", _any(r"(?:he|she|they|his|her|their)\b"), 0.3),
    Sign(
        "public matter",
        _any(
            r"tax(?:es)?\b jobs\b health\b schools?\b education\b trade\b wars?\b troops\b weapons?\b nuclear\b oil\b "
            r"crime\b security\b medic police\b wages\b insurance\b economy\b"
        ),
        0.4,
    ),
    Sign("question", re.compile(r"\?\s*[\"”’']?\s*$"), -2.0),
    Sign(
        "own opinion",
        _any(
            r"I_(?:think|believe|hope|feel|want|wish|know|mean|guess|don['’]t|would|will|agree|understand|like)\b "
            r"in_my_(?:view|opinion) we_(?:should|must|need|ought|want|can)\b"
        ),
        -1.0,
    ),
    Sign(
        "call or wish",
        _any(
            r"let['’]?s\b let_(?:me|us)\b thank please ladies_and good_(?:evening|night|morning) "
            r"welcome god_bless well, look, now, you_know"
        ),
        -0.9,
    ),
    Sign("forecast", _any(r"(?:will|would|going_to|could|may|might|should|shall)\b ['’]ll\b"), -0.8),
    Sign(
        "judgement",
        _any(
            r"(?:good|bad|great|terrible|wonderful|wrong|right|important|beautiful|best|fair|proud|honest|strong|"
            r"weak)\b "
            r"(?:believe|hope|dream|values|freedom)\b"
        ),
        -0.4,
    ),
    Sign("you", _any(r"(?:you|your|yourself)\b"), -0.5),
    Sign("I", re.compile(r"\bI\b"), -0.3),
)
