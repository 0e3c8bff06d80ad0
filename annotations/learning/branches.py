"""Where the words of a sentence hang, seen from one of them."""

from annotations.suggesters.parsing import Parse

DEEPEST = 3
"""Steps up that are told apart."""


def branches(parse: Parse, head: int) -> list[tuple[str, str]]:
    """For every word the branch it hangs on, seen from `head`: steps up, the branch's relation, the next one down.

    ("0:nsubj", "0:nsubj>") is the head of a subject, ("0:nsubj", "0:nsubj>det") its article; ("1:advcl", …) hangs on
    what `head` hangs on. Every word is looked at once.
    """
    named = [("none", "none")] * len(parse.heads)
    ups = _ancestors(parse, head)
    for word, steps in ups.items():
        up = min(steps, DEEPEST)
        named[word] = (f"{up}:self", f"{up}:self>")
        for child in parse.children[word]:
            if child not in ups:
                _name(parse, named, child, f"{up}:{parse.relations[child]}")
    return named


def _ancestors(parse: Parse, head: int) -> dict[int, int]:
    """The words on the way from `head` to the root, with the number of steps."""
    ups: dict[int, int] = {}
    word = head
    while word >= 0 and word not in ups:
        ups[word] = len(ups)
        word = parse.heads[word]
    return ups


def _name(parse: Parse, named: list[tuple[str, str]], top: int, branch: str) -> None:
    named[top] = (branch, f"{branch}>")
    for first in parse.children[top]:
        below = (branch, f"{branch}>{parse.relations[first]}")
        waiting = [first]
        while waiting:
            word = waiting.pop()
            if named[word][0] == "none":
                named[word] = below
                waiting.extend(parse.children[word])
