"""Learned attribution: a model fitted to articles people reviewed reads flat attributions off others.

Sequence models find cues, each cue's source and content, and sentences that lie in a report; judges say how likely
each candidate is right. The rules' findings are among the signs, so that a few articles teach something already.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from annotations.domain.errors import Unreadable
from annotations.domain.records import Span
from annotations.learning.candidates import candidates
from annotations.learning.covering import lying_signs
from annotations.learning.judging import Judge
from annotations.learning.tagging import Tagger
from annotations.learning.views import views
from annotations.suggesters.flat import Flat

FORMAT = "learned attribution 2"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of one article: each sentence's attributions, and whether it has or lies in one."""

    attributions: list[list[Flat]]
    attributed: list[bool]


class LearnedAttribution:
    """A fitted model. `keep` and `lies_in` are the least chances of an attribution, and of a sentence to lie in one."""

    def __init__(
        self,
        cues: Tagger,
        parts: Tagger,
        sentences: Tagger,
        *,
        real: Judge,
        right: Judge,
        lying: Judge,
        keep: float,
        lies_in: float,
    ) -> None:
        self._cues, self._parts, self._sentences = cues, parts, sentences
        self._real, self._right, self._lying = real, right, lying
        self.keep, self.lies_in = keep, lies_in

    def read(self, text: str, sentences: Sequence[Span]) -> Reading:
        """The attributions of a text; confidence is the chance that content and source are right by half or more."""
        seen = views(text, sentences)
        found = candidates(seen, self._cues, self._parts)
        signs = [candidate.signs for candidate in found]
        real, right = self._real.chances(signs), self._right.chances(signs)
        kept: list[list[Flat]] = [[] for _ in sentences]
        for candidate, chance, sure in zip(found, real, right, strict=True):
            if chance >= self.keep:
                kept[candidate.at].append(replace(candidate.flat, confidence=sure))
        lying = self._lying.chances(lying_signs(seen, found, real, self._sentences))
        spoken = (any(token.kind == "word" for token in view.tokens) for view in seen)
        return Reading(
            kept, [chance >= self.lies_in and words for chance, words in zip(lying, spoken, strict=True)]
        )

    def to_bytes(self) -> bytes:
        """The whole model; nothing in it is run when it is read."""
        taggers = (self._cues, self._parts, self._sentences)
        head = {
            "format": FORMAT,
            "sizes": [len(tagger.model) for tagger in taggers],
            "real": asdict(self._real),
            "right": asdict(self._right),
            "lying": asdict(self._lying),
            "keep": self.keep,
            "lies_in": self.lies_in,
        }
        return json.dumps(head).encode() + b"\n" + b"".join(tagger.model for tagger in taggers)

    @staticmethod
    def from_bytes(model: bytes) -> "LearnedAttribution":
        """The model of `to_bytes`. Raises Unreadable for anything else; take only bytes whose hash you know."""
        line, _, rest = model.partition(b"\n")
        try:
            head = json.loads(line)
            cues, parts, sentences = head["sizes"]
            if head["format"] != FORMAT or len(rest) != cues + parts + sentences:
                raise ValueError(f"format {head['format']}, {len(rest)} bytes")
            judges = {name: Judge(**head[name]) for name in ("real", "right", "lying")}
            keep, lies_in = float(head["keep"]), float(head["lies_in"])
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"These bytes are no model of “{FORMAT}” ({error}). Train a new one.") from error
        first, second = cues, cues + parts
        return LearnedAttribution(
            Tagger(rest[:first]),
            Tagger(rest[first:second]),
            Tagger(rest[second:]),
            real=judges["real"],
            right=judges["right"],
            lying=judges["lying"],
            keep=keep,
            lies_in=lies_in,
        )
