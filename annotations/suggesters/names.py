"""Names in an article's text: runs of capitalised words, what they name, roles and abbreviations beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.domain.vocabulary import SourceKind
from annotations.suggesters import words
from annotations.suggesters.tokens import Token
from annotations.suggesters.words import listed

_JOINING = listed("of for and the de la van von der & du di al bin")
_NOT_NAMES = (
    words.DETERMINERS
    | words.SUBJECT_PRONOUNS
    | words.SUBORDINATORS
    | words.COORDINATORS
    | words.ADVERBS
    | words.TIMES
)


@dataclass(frozen=True, slots=True)
class NameRun:
    """One name as it stands in the text: its words, the roles before it, and where."""

    name: str
    kind: SourceKind
    roles: tuple[str, ...]
    start: int
    abbreviation: str = ""


def name_runs(tokens: Sequence[Token]) -> Iterator[NameRun]:
    """The names among the tokens of a text, in order."""
    i = 0
    while i < len(tokens):
        if not _can_begin(tokens, i):
            i += 1
            continue
        end = _run_end(tokens, i)
        run = _named(tokens, i, end)
        if run is not None:
            yield run
        i = end


def _can_begin(tokens: Sequence[Token], i: int) -> bool:
    token = tokens[i]
    if (
        not token.capital
        or token.low.startswith(("i'", "i’"))
        or token.low in _NOT_NAMES
        or token.low in words.PREPOSITIONS
    ):
        return False
    opening = i == 0 or tokens[i - 1].text in ".?!:“\"‘'" or tokens[i - 1].end < token.start - 1
    alone = i + 1 >= len(tokens) or not (tokens[i + 1].capital or tokens[i + 1].low in _JOINING)
    return not (opening and alone and not token.text.isupper())


def _run_end(tokens: Sequence[Token], i: int) -> int:
    j = i + 1
    while j < len(tokens):
        token = tokens[j]
        if token.start - tokens[j - 1].end > 1:
            break
        if token.capital and token.low not in words.TIMES:
            j += 1
        elif token.low in _JOINING and j + 1 < len(tokens) and tokens[j + 1].capital and _joins(tokens, i, j):
            j += 2
        else:
            break
    return j


def _joins(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether "of" or "for" at `j` belongs to the name: "Institute of …", "Office for …", "Kapital & Kaj"."""
    if tokens[j].text == "&" or tokens[j].low in ("de", "la", "van", "von", "der", "du", "di", "al", "bin"):
        return True
    head = tokens[j - 1].low in words.ORGANISATION_NOUNS | {
        "department",
        "ministry",
        "bank",
        "house",
        "board",
    }
    return tokens[j].low in ("of", "for") and head


def role_words(tokens: Sequence[Token], i: int) -> list[str]:
    """Lower-case role words straight before `i`: "council leader", "retired regulator"."""
    roles: list[str] = []
    j = i - 1
    if j >= 0 and tokens[j].text == ",":
        j -= 1
    while (
        j >= 0
        and tokens[j].kind == "word"
        and not tokens[j].capital
        and len(roles) < 3
        and tokens[j].low.isalpha()
    ):
        if (
            tokens[j].low
            in words.PREPOSITIONS
            | words.DETERMINERS
            | words.AUXILIARIES
            | words.SUBORDINATORS
            | words.COORDINATORS
        ):
            break
        roles.insert(0, tokens[j].low)
        j -= 1
    known = words.ROLE_NOUNS | words.PERSON_NOUNS | words.ORGANISATION_NOUNS | words.OUTLET_NOUNS
    return roles if roles and roles[-1] in known else []


def _named(tokens: Sequence[Token], i: int, end: int) -> NameRun | None:
    roles = role_words(tokens, i)
    begin = i
    for j in range(i, end - 1):
        low = tokens[j].low
        if low in words.TITLES | words.ROLE_NOUNS or low.split("-")[0] in words.PERSON_NOUNS:
            begin = j + 1
    titles = [token.low.split("-")[0] for token in tokens[i:begin]]
    while begin < end and tokens[begin].low in words.DETERMINERS:
        begin += 1
    part = tokens[begin:end]
    if not part:
        return None
    name = " ".join(token.text for token in part)
    abbreviation = ""
    if (
        end + 2 < len(tokens)
        and tokens[end].text == "("
        and tokens[end + 2].text == ")"
        and tokens[end + 1].text.isupper()
    ):
        abbreviation = tokens[end + 1].text
    own = [token.low for token in part if token.low in words.ORGANISATION_NOUNS]
    kind = kind_of_name(part, roles + titles, tokens[end] if end < len(tokens) else None)
    return NameRun(name, kind, (*roles, *titles, *own, *_apposed(tokens, end)), part[0].start, abbreviation)


def _apposed(tokens: Sequence[Token], end: int) -> list[str]:
    """Roles behind a name: ", a 29-year-old welder", ", the owner,"."""
    j = end
    if j < len(tokens) and tokens[j].text == ",":
        j += 1
        if j < len(tokens) and tokens[j].text.isdigit():
            j += 2
        known = words.ROLE_NOUNS | words.PERSON_NOUNS | words.ORGANISATION_NOUNS | words.OUTLET_NOUNS
        if j < len(tokens) and tokens[j].low in ("a", "an", "the"):
            stretch = []
            closed = tokens[j].low != "the"
            for token in tokens[j + 1 : j + 7]:
                if token.kind != "word" or token.low in words.PREPOSITIONS:
                    closed = closed or token.text in ",." or token.low in words.PREPOSITIONS
                    break
                stretch.append(token.low)
            return [word for word in stretch if word in known] if closed else []
    return []


def kind_of_name(part: Sequence[Token], roles: Sequence[str], following: Token | None) -> SourceKind:
    """What a name names, by its own words and the roles beside it."""
    lows = [token.low for token in part]
    if (roles and roles[-1] in words.OUTLET_NOUNS) or any(
        low in words.OUTLET_WORDS for low in (lows[0], lows[-1])
    ):
        return SourceKind.MEDIA_OUTLET
    if roles and roles[-1] in words.ROLE_NOUNS | words.PERSON_NOUNS and roles[-1] not in ("operator",):
        return SourceKind.PERSON
    if roles and roles[-1] in words.ORGANISATION_NOUNS:
        return (
            SourceKind.COMPANY
            if roles[-1] in ("company", "group", "firm", "operator", "bank", "airline")
            else SourceKind.NGO
        )
    if lows[-1] in words.ORGANISATION_SUFFIXES:
        return SourceKind.COMPANY
    inside = {low for low in lows if low in words.ORGANISATION_NOUNS}
    if inside:
        if inside & words.ACADEMIC_WORDS:
            return SourceKind.ACADEMIC
        return SourceKind.GOVERNMENT_AGENCY
    if roles:
        return SourceKind.PERSON
    return SourceKind.UNSPECIFIED


def run_of_name(head: Sequence[Token]) -> Sequence[Token]:
    """The name at the end of a head, without the titles and roles before it."""
    start = len(head)
    while start > 0 and (
        head[start - 1].capital or head[start - 1].low in ("of", "for", "and", "&", "de", "van", "von")
    ):
        start -= 1
    run = list(head[start:])
    roles = (
        j + 1
        for j in range(len(run) - 2, -1, -1)
        if run[j].low in words.TITLES | words.ROLE_NOUNS or run[j].low.split("-")[0] in words.PERSON_NOUNS
    )
    run = run[next(roles, 0) :]
    while run and (not run[0].capital or (len(run) > 1 and run[0].low in words.DETERMINERS)):
        run = run[1:]
    return run
