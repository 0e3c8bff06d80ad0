"""spaCy: a DocBin with a Doc a claim, put together from parts on the disk, so that memory does not grow with it.

`Doc.text` is the claim's text letter for letter. `spans["sc"]`, the key that spaCy's span categoriser reads, holds
source, cue and content of every link of the answer that stands: the label says which, `id_` the depth, `kb_id_` the
source's id. `cats` holds the words of verification and check-worthiness, 1.0 and 0.0, where they were answered.
`user_data["claim"]` is the whole line of claims.jsonl as JSON text.
"""

import struct
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any

import orjson

from annotations.domain.vocabulary import CheckWorthiness, Verification
from annotations.writers.folder import Folder
from annotations.writers.losses import WHOLE_CLAIM, Losses
from annotations.writers.marks import Mark, marks
from annotations.writers.native import article_of_claim, claim_line
from annotations.writers.records import About, ArticleRecord, ClaimRecord
from annotations.writers.tokens import tokens

if TYPE_CHECKING:
    from spacy.strings import StringStore

KEY = "sc"
WORDS_KEPT = 100_000
"""Different words that are remembered, so as to list each once; after so many, words may be listed again."""
PARTS = ("tokens", "spaces", "lengths", "strings", "cats", "flags", "span_groups", "user_data")
AT_ONCE = 1 << 18
CATS = (
    ("verification", [word.value for word in Verification]),
    ("check_worthiness", [word.value for word in CheckWorthiness]),
)


class DocBinWriter:
    """Writes claims.spacy. Reading it back takes memory for all of it: that is spaCy's way."""

    name = "docbin"

    def __init__(self, folder: Folder, about: About) -> None:
        from srsly.msgpack import Packer

        # Not srsly.msgpack_dumps, which looks up every plug-in of the environment at each call.
        self._pack = Packer(use_bin_type=True).pack
        self._file = folder.open("claims.spacy")
        self._file.rows = 0
        self._parts: dict[str, IO[bytes]] = {
            part: tempfile.TemporaryFile(dir=folder.path)  # noqa: SIM115 -- closed in losses(), or with the process
            for part in PARTS
        }
        self._strings = 0
        self._store = self._new_store()
        self._article: dict[str, Any] = {}
        self._lost = Losses(
            article=("url", "sha256", "outlet", "published_at"),
            claim=WHOLE_CLAIM,
        )

    def article(self, article: ArticleRecord) -> None:
        """Kept for the lines of its claims."""
        self._article = article_of_claim(article)
        self._lost.article(article)

    def claim(self, claim: ClaimRecord) -> None:
        """One Doc."""
        text = claim.text or ""
        chain = claim.chain or []
        found, outside = marks(chain, start=claim.start, end=claim.end)
        self._lost.add("chain.spans_outside_the_claim", outside)
        words = list(_words(text, found))
        if len(self._store) > WORDS_KEPT:
            self._store = self._new_store()
        parts, pack = self._parts, self._pack
        parts["tokens"].write(
            struct.pack(f"<{len(words)}Q", *(self._id(text[start:end]) for start, end, _ in words))
        )
        parts["spaces"].write(bytes(space for _, _, space in words))
        parts["lengths"].write(struct.pack("<i", len(words)))
        parts["cats"].write(pack(_cats(claim)))
        parts["flags"].write(pack({"has_unknown_spaces": False}))
        parts["span_groups"].write(pack(self._groups(words, found, chain)))
        line = orjson.dumps(claim_line(claim, self._article)).decode()
        parts["user_data"].write(pack(pack({"claim": line})))
        self._file.rows = (self._file.rows or 0) + 1

    def losses(self) -> Mapping[str, int]:
        """What of an article no line of claims.jsonl holds; of the claim nothing, though some in user_data alone."""
        squeeze = zlib.compressobj()
        for piece in self._whole():
            self._file.write(squeeze.compress(piece))
        self._file.write(squeeze.flush())
        for part in self._parts.values():
            part.close()
        return self._lost.as_dict()

    def _whole(self) -> Iterator[bytes]:
        """The DocBin in MessagePack: a map of ten entries, lists and byte strings with 32-bit sizes."""
        from spacy.attrs import ORTH

        docs = self._file.rows or 0
        yield (
            b"\x8a"
            + self._pack("version")
            + self._pack("0.1")
            + self._pack("attrs")
            + self._pack([int(ORTH)])
        )
        for name, part in self._parts.items():
            if name in ("tokens", "spaces", "lengths"):
                head = b"\xc6" + struct.pack(">I", part.tell())
            else:
                head = b"\xdd" + struct.pack(">I", self._strings if name == "strings" else docs)
            yield self._pack(name) + head
            part.seek(0)
            while piece := part.read(AT_ONCE):
                yield piece

    def _groups(
        self,
        words: Sequence[tuple[int, int, bool]],
        found: Sequence[Mark],
        chain: Sequence[Mapping[str, Any]],
    ) -> bytes:
        """The Doc's span groups as spaCy packs them: id, kb_id, label, start, end, start_char, end_char."""
        starts = {start: place for place, (start, _, _) in enumerate(words)}
        ends = {end: place + 1 for place, (_, end, _) in enumerate(words)}
        spans = []
        for mark in found:
            source = chain[mark.link]["source"]
            ids = (
                self._id(str(mark.link + 1)),
                self._id(source["id"]) if source and source.get("id") else 0,
                self._id(mark.label),
            )
            places = (starts[mark.start], ends[mark.end], mark.start, mark.end)
            spans.append(struct.pack(">QQQllll", *ids, *places))
        group = self._pack({"name": KEY, "attrs": {}, "spans": spans})
        return bytes(self._pack({group: [KEY]}))

    def _id(self, word: str) -> int:
        """The word's number in spaCy's store of strings; a word that is new is listed."""
        if word not in self._store:
            self._parts["strings"].write(self._pack(word))
            self._strings += 1
        return int(self._store.add(word))

    def _new_store(self) -> "StringStore":
        from spacy.strings import StringStore

        return StringStore()


def _words(text: str, found: Sequence[Mark]) -> Iterator[tuple[int, int, bool]]:
    """Tokens with start, end and whether one blank follows that is in no token, so that together they are the text.

    A gap of one blank is that flag; any other, and one in which a span begins or ends, is a token of blanks.
    """
    cuts = {place for mark in found for place in (mark.start, mark.end)}
    inside = {mark.start for mark in found}, {mark.end for mark in found}
    pieces = tokens(text, cuts)
    ends = [*(start for start, _ in pieces), len(text)]
    if ends[0]:
        yield from _blanks(0, ends[0], cuts)
    for (start, end), after in zip(pieces, ends[1:], strict=True):
        plain = text[end:after] == " " and end not in inside[0] and after not in inside[1]
        yield start, end, plain
        if not plain:
            yield from _blanks(end, after, cuts)


def _blanks(start: int, end: int, cuts: set[int]) -> Iterator[tuple[int, int, bool]]:
    places = [start, *sorted(place for place in cuts if start < place < end), end]
    for one, other in pairwise(places):
        if one < other:
            yield one, other, False


def _cats(claim: ClaimRecord) -> dict[str, float]:
    return {
        word: float(word == getattr(claim, name))
        for name, words in CATS
        if getattr(claim, name) is not None
        for word in words
    }
