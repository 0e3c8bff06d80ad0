"""What a sequence model is told of each word when it looks for cues."""

from collections.abc import Sequence

from annotations.learning.views import View
from annotations.suggesters.cues import CUE_NOUNS, FORMS

BEGIN, INSIDE, OUTSIDE = "B", "I", "O"
_TOLD = frozenset(
    ["nsubj", "ccomp", "xcomp", "dobj", "agent", "prep", "nsubjpass", "advcl", "acl", "mark", "pcomp", "pobj"]
)
_HANGING = frozenset(["aux", "auxpass", "prt", "neg", "prep", "advmod"])
_NEVER = frozenset(
    [
        "DT",
        "PRP",
        "PRP$",
        "CD",
        ",",
        ".",
        "``",
        "''",
        "NNP",
        "NNPS",
        "WP",
        "WDT",
        "CC",
        "-LRB-",
        "-RRB-",
        "EX",
    ]
)
_OBJECTS = frozenset(["dobj", "ccomp", "xcomp"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])


def cue_features(view: View) -> list[list[str]]:
    """One list of words a token, for the tagger; little is told of words that hardly ever are cues."""
    return [
        _little(view, i)
        if view.parse.tags[i] in _NEVER and not view.cues[i]
        else [*_word(view, i), *_quotation(view, i), *_grammar(view, i)]
        for i in range(len(view.tokens))
    ]


def cue_labels(view: View, cues: Sequence[Sequence[int]]) -> list[str]:
    """BEGIN, INSIDE or OUTSIDE for every token, given the tokens of each cue."""
    labels = [OUTSIDE] * len(view.tokens)
    for cue in cues:
        for position, k in enumerate(cue):
            labels[k] = INSIDE if position else BEGIN
    return labels


def at(values: Sequence[str], i: int) -> str:
    """The value at `i`; marks for the edges of the sentence."""
    return values[i] if 0 <= i < len(values) else "^" if i < 0 else "$"


def _little(view: View, i: int) -> list[str]:
    return [
        f"w={view.low[i]}",
        f"t={view.parse.tags[i]}",
        f"l-1={at(view.lemmas, i - 1)}",
        f"r-1={at(view.cues, i - 1)}",
    ]


def _word(view: View, i: int) -> list[str]:
    low, lemma, rules, n = view.low[i], view.lemmas[i], view.cues, len(view.tokens)
    before, behind = at(view.low, i - 1), at(view.low, i + 1)
    told = [
        "bias", f"w={low}", f"l={lemma}", f"sh={view.shapes[i]}", f"s3={low[-3:]}", f"s2={low[-2:]}",
        f"c={view.classes[i]}", f"w-1={before}", f"w+1={behind}", f"w-2={at(view.low, i - 2)}",
        f"w+2={at(view.low, i + 2)}", f"l|+1={lemma}|{behind}", f"-1|l={before}|{lemma}",
        f"c-1={at(view.classes, i - 1)}{at(view.shapes, i - 1)}",
        f"c+1={at(view.classes, i + 1)}{at(view.shapes, i + 1)}",
        f"l-1={at(view.lemmas, i - 1)}", f"l+1={at(view.lemmas, i + 1)}",
        f"rule={rules[i]}", f"rule|l={rules[i]}|{lemma}", f"r-1={at(rules, i - 1)}", f"r+1={at(rules, i + 1)}",
    ]  # fmt: skip
    if low in FORMS:
        told += [f"frame={FORMS[low][0].cue.frame}", f"kind={FORMS[low][0].cue.kind}"]
    if low in CUE_NOUNS:
        told.append(f"noun={CUE_NOUNS[low]}")
    if i == 0:
        told.append("first")
    if i >= n - 2:
        told.append("last")
    return told


def _quotation(view: View, i: int) -> list[str]:
    lemma, inside = view.lemmas[i], view.quoted[i] >= 0
    bare = "bare" if view.bare > 0.8 else "part" if view.bare > 0 else "none"
    told = [f"q={inside:d}", f"q|l={inside:d}|{lemma}", f"bare={bare}"]
    if view.quotes:
        told.append(f"hasq|l={lemma}")
    if not inside and i and view.quoted[i - 1] >= 0:
        told.append("behindq")
    if not inside and i + 1 < len(view.tokens) and view.quoted[i + 1] >= 0:
        told.append("beforeq")
    return told


def _grammar(view: View, i: int) -> list[str]:
    parse, lemma = view.parse, view.lemmas[i]
    tag, relation, head = parse.tags[i], parse.relations[i], parse.heads[i]
    before, behind = at(parse.tags, i - 1), at(parse.tags, i + 1)
    known = sorted({parse.relations[k] for k in parse.children[i]} & _TOLD)
    told = [
        f"t={tag}", f"d={relation}", f"t-1={before}", f"t+1={behind}", f"ttt={before}{tag}{behind}",
        f"l|t={lemma}|{tag[:2]}", f"h={view.lemmas[head] if head >= 0 else 'ROOT'}|{relation}",
        f"ht={parse.tags[head] if head >= 0 else 'R'}{relation}", f"kd={','.join(known)}",
        f"kd|l={','.join(k for k in known if k != 'prep')}|{lemma}",
    ]  # fmt: skip
    for k in parse.children[i]:
        told += _child(view, k, lemma)
    if relation in _HANGING and head >= 0:
        told += [f"hl={view.lemmas[head]}", f"hrule={view.cues[head]}"]
    return told


def _child(view: View, k: int, lemma: str) -> list[str]:
    relation = view.parse.relations[k]
    if relation in _SUBJECTS:
        return [f"subj={view.low[k]}", f"subc={view.classes[k]}{view.shapes[k]}"]
    if relation == "prep":
        return [f"pr={view.low[k]}", f"pr|l={view.low[k]}{lemma}"]
    if relation in _OBJECTS:
        return [f"ob={relation}{view.lemmas[k]}", f"obc={view.classes[k]}"]
    return [f"neg|l={lemma}"] if relation == "neg" else []
