"""CoNLL: a token a line, with source, cue and content of the outermost link in IOB2; a claim a sentence.

Columns, between tabs: token, `_`, the claim's id, start and end (code points of the article's text), tag. The last is
the tag and the second would be a part of speech, so that readers of the CoNLL-2003 form take it; articles begin with
`-DOCSTART- -X- O O`, sentences end with an empty line. Tokens are cut where a span begins or ends, so that the tags say
exactly which words are meant, less blanks at the span's ends.
"""

import re
from collections.abc import Mapping, Sequence

from annotations.writers.folder import Folder
from annotations.writers.losses import Losses
from annotations.writers.marks import Mark, count_details, marks
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.tokens import tokens

DOCUMENT = b"-DOCSTART- -X- O O\n\n"
_OTHER_BLANK = re.compile(r"[^\S ]")


class ConllWriter:
    """Writes claims.conll."""

    name = "conll"

    def __init__(self, folder: Folder, about: About) -> None:
        self._file = folder.open("claims.conll")
        self._file.rows = 0
        self._lost = Losses(claim={"text", "quote", "chain"})

    def article(self, article: ArticleRecord) -> None:
        """The line that begins a document."""
        self._file.write(DOCUMENT)
        self._lost.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """One sentence."""
        self._lost.claim(claim)
        text = claim.text or ""
        self._lost.add("text.blanks", bool(_OTHER_BLANK.search(text)))
        found = self._outermost(claim)
        pieces = tokens(text, {place for mark in found for place in (mark.start, mark.end)})
        tags = self._tags(pieces, found)
        rest = claim.id
        lines = [
            f"{text[start:end]}\t_\t{rest}\t{claim.start + start}\t{claim.start + end}\t{tag}\n"
            for (start, end), tag in zip(pieces, tags, strict=True)
        ]
        self._file.write("".join([*lines, "\n"]).encode())
        self._file.rows = (self._file.rows or 0) + 1

    def losses(self) -> Mapping[str, int]:
        """All but the words and the outermost link; spans that overlap another one are left out, and counted."""
        return self._lost.as_dict()

    def _outermost(self, claim: ClaimRecord) -> list[Mark]:
        chain = claim.chain
        if chain is None:
            return []
        self._lost.add("chain.own_voice", not chain)
        self._lost.add("chain.inner_links", max(0, len(chain) - 1))
        count_details(self._lost, chain[:1], names=True)
        found, outside = marks(chain[:1], start=claim.start, end=claim.end)
        self._lost.add("chain.spans_outside_the_claim", outside)
        return found

    def _tags(self, pieces: Sequence[tuple[int, int]], found: Sequence[Mark]) -> list[str]:
        tags = ["O"] * len(pieces)
        for mark in found:
            own = [
                place for place, (start, end) in enumerate(pieces) if mark.start <= start and end <= mark.end
            ]
            if not own or any(tags[place] != "O" for place in own):
                self._lost.add("chain.overlapping_spans" if own else "chain.spans_without_words")
                continue
            for place in own:
                tags[place] = f"I-{mark.label}"
            tags[own[0]] = f"B-{mark.label}"
        return tags
