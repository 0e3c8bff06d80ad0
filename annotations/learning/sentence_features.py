"""What a sequence model is told of each sentence of an article when it says which lie in somebody's report."""

from collections.abc import Sequence

from annotations.learning.cue_features import at
from annotations.learning.views import View, rule_name

LIES, STANDS = "Y", "N"
_TOLD = ("V", "N", "J", "R", "M")


def sentence_features(views: Sequence[View]) -> list[list[str]]:
    """One list of words a sentence, for the tagger."""
    return [_sentence(views, k) for k in range(len(views))]


def _sentence(views: Sequence[View], k: int) -> list[str]:
    view = views[k]
    told = [
        "bias", f"rules={min(3, len(view.rules))}", f"speech={view.speech:d}", f"on={view.goes_on:d}",
        f"bare={round(view.bare * 4)}", f"long={min(8, len(view.tokens) // 6)}", f"first={at(view.low, 0)}",
        f"last={at(view.low, len(view.low) - 1)}", f"rs={bool(view.rules):d}{view.speech:d}{view.goes_on:d}",
    ]  # fmt: skip
    for far, side in ((-1, "<"), (1, ">")):
        other = views[k + far] if 0 <= k + far < len(views) else None
        told.append(f"{side}{_short(other)}")
    told += sorted({f"r={rule_name(rule)}" for rule in view.rules})
    tagged = zip(view.lemmas, view.parse.tags, strict=True)
    return told + sorted({f"l={lemma}|{tag[:1]}" for lemma, tag in tagged if tag.startswith(_TOLD)})


def _short(view: View | None) -> str:
    return f"{min(2, len(view.rules))}{view.speech:d}{view.goes_on:d}" if view else "-"
