"""labels.json: every label of the data set with its definition, by the field that holds it."""

from typing import Any

from annotations.domain.vocabulary import TERMS

NAME = "labels.json"


def labels() -> dict[str, Any]:
    """By vocabulary, the words with what they are called and how an annotator applies them."""
    return {
        _snake(terms.__name__): [
            {"value": term.value, "label": term.label, "definition": term.definition} for term in terms
        ]
        for terms in TERMS
    }


def _snake(name: str) -> str:
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")
