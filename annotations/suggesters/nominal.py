"""Adjectives and nouns that hold what somebody thinks or says: "is confident that …", "X's claim that …"."""

from annotations.suggesters.clauses import Clauses
from annotations.suggesters.found import Found
from annotations.suggesters.wide_cues import STANCES, WIDE_NOUNS
from annotations.suggesters.words import listed

STANCE_WORDS = listed(STANCES)
NOUN_WORDS = listed(WIDE_NOUNS)


def wide_found(clauses: Clauses) -> list[Found]:
    """The attributions of one sentence in the wider notion, in order of their cues, outside of quotations."""
    found = []
    for k in range(len(clauses.line)):
        if k not in clauses.quoted and clauses.line[k].kind == "word":
            found += clauses.verb(k) or stance(clauses, k) or noun(clauses, k)
    return found


def stance(clauses: Clauses, k: int) -> list[Found]:
    """ "X is confident that …", "X is worried about …"."""
    if clauses.line[k].low not in STANCE_WORDS or clauses.parse.relations[k] not in ("acomp", "oprd"):
        return []
    verb = clauses.parse.heads[k]
    subject = clauses.subject(verb) if verb >= 0 else None
    if subject is None or not clauses.can_speak(subject):
        return []
    for child in clauses.parse.children[k]:
        if child > k and clauses.parse.relations[child] in ("ccomp", "xcomp", "prep"):
            return clauses.made(k, subject, clauses.reach[child], "wide stance", first=min(verb, k))
    return []


def noun(clauses: Clauses, k: int) -> list[Found]:
    """ "X's claim that …", "plans by X to …": the owner's, or the agent's."""
    if clauses.line[k].low not in NOUN_WORDS or not clauses.parse.tags[k].startswith("NN"):
        return []
    owner = clauses.child(k, "poss")
    told = None
    for child in clauses.parse.children[k]:
        relation, low = clauses.parse.relations[child], clauses.line[child].low
        if child < k:
            continue
        if relation == "prep" and low in ("by", "from", "among") and owner is None:
            owner = next(iter(clauses.parse.children[child]), None)
        elif relation in ("acl", "ccomp"):
            told = told if told is not None else child
    if owner is None or told is None:
        return []
    first, last = clauses.reach[owner]
    last -= clauses.line[last - 1].kind == "possessive" and last - first > 1
    if not clauses.can_speak((first, last)):
        return []
    return clauses.made(k, (first, last), clauses.reach[told], "wide noun")
