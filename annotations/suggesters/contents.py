"""What a cue reports to its right: which words its frame lets be content."""

from collections.abc import Callable
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters import groups, phrases, words
from annotations.suggesters.cues import FORMS
from annotations.suggesters.found import Line
from annotations.suggesters.words import listed

_PRONOUNS = (["otherwise"], ["so"], ["this"], ["that"], ["it"], ["as", "much"])
_QUESTIONS = listed("how why whether what if when where who")
_COUNTS = listed("number toll figure cost total value price count share estimate")


@dataclass(frozen=True, slots=True)
class Content:
    """What follows a cue: its spans, the rule, the addressee, and source and cue of "quoted X as saying"."""

    spans: tuple[Span, ...]
    rule: str
    listener: phrases.Range | None = None
    quoted: phrases.Range | None = None
    quoted_cue: Span | None = None


def content_after(line: Line, group: groups.Group) -> Content | None:
    """What a verb reports to its right, if its frame allows what stands there."""
    frame, i = group.form.cue.frame, group.end
    if "s" in frame:
        quoted = _quoted_source(line, i)
        if quoted is not None:
            return quoted
    if "k" in frame:
        return _put_at(line, i)
    listener = None
    if "a" in frame:
        listener = phrases.after(line.tokens, i, apposition=False, listener=True)
    elif line.low(i) == "to" and set(frame) & set("tq"):
        listener = phrases.after(line.tokens, i + 1, apposition=False, listener=True)
    i = listener[1] if listener is not None else i
    told = listener is not None
    rest = _complement(line, skip_adverbials(line, i), frame, told=told) or _complement(
        line, i, frame, told=told
    )
    if rest is None:
        return None
    begin, rule = rest
    return Content((line.span(begin, line.end),) if begin < line.end else (), rule, listener)


def _put_at(line: Line, i: int) -> Content | None:
    """ "put the number of dead at 41"."""
    counted = any(token.low in _COUNTS for token in line.tokens[i : i + 4])
    if counted and any(token.low == "at" for token in line.tokens[i : line.end]):
        return Content((line.span(i, line.end),), "noun phrase")
    return None


def _complement(line: Line, i: int, frame: str, *, told: bool) -> tuple[int, str] | None:
    """Where the content begins, and by which frame; the first that fits of RULES."""
    if i >= line.end:
        return None
    for rule, letters, offset in RULES:
        if (not letters or set(letters) & set(frame)) and (begin := offset(line, i)) is not None:
            return None if told and rule == "noun phrase" else (begin, rule)
    return None


def _pronoun(line: Line, i: int) -> int | None:
    return i if line.end - i < 3 and [t.low for t in line.tokens[i : line.end]] in _PRONOUNS else None


def _that(line: Line, i: int) -> int | None:
    return i if line.low(i) == "that" else None


def _quote(line: Line, i: int) -> int | None:
    if line.mark(i) in (",", ":") and i + 1 < line.end and line.tokens[i + 1].kind == "quote":
        return i + 1
    return i if line.tokens[i].kind == "quote" else None


def _colon(line: Line, i: int) -> int | None:
    return i + 1 if line.mark(i) == ":" and i + 1 < line.end else None


def _question(line: Line, i: int) -> int | None:
    return i if line.low(i) in _QUESTIONS else None


def _of(line: Line, i: int) -> int | None:
    topic = line.low(i) in ("of", "about", "on", "against") and line.low(i + 1) not in words.TIMES
    return i + 1 if topic and i + 1 < line.end else None


def _infinitive(line: Line, i: int) -> int | None:
    return i if line.low(i) == "to" and i + 1 < line.end else None


def _bare_clause(line: Line, i: int) -> int | None:
    numbered = line.low(i) in ("about", "around", "over") and line.low(i + 1)[:1].isdigit()
    begins = phrases.starts_phrase(line.tokens, i) or line.low(i) in ("there", "it", "if")
    return i if numbered or (begins and line.end - i >= 2) else None


def _sure_clause(line: Line, i: int) -> int | None:
    """A noun phrase with a verb right behind it."""
    phrase = phrases.after(line.tokens, i, apposition=False)
    verb = phrase[1] if phrase is not None else line.end
    while verb < line.end and words.is_adverb(line.low(verb)):
        verb += 1
    if phrase is None or verb >= line.end:
        return None
    past = verb > phrase[1] and line.low(verb).endswith("ed")
    return i if past or phrases.is_finite(line.tokens, verb) else None


def _noun_phrase(line: Line, i: int) -> int | None:
    return i if phrases.starts_phrase(line.tokens, i) or line.low(i) in ("as", "for") else None


def _called(line: Line, i: int) -> int | None:
    """An object that is called something: "called him a liar"; "a robot called Ada" is none."""
    if not phrases.starts_phrase(line.tokens, i) and line.low(i) != "as":
        return None
    for j in range(i, line.end):
        low = line.low(j)
        if line.tokens[j].kind == "quote" or (j > i and low == "as"):
            return i
        if j > i and low in ("a", "an") and line.low(j - 1) not in words.PREPOSITIONS:
            return i
    return None


RULES: tuple[tuple[str, str, Callable[[Line, int], int | None]], ...] = (
    ("pronoun for the content", "t", _pronoun),
    ("that-clause", "t", _that),
    ("quotation behind the cue", "qnx", _quote),
    ("colon behind the cue", "", _colon),
    ("question clause", "wt", _question),
    ("preposition", "o", _of),
    ("infinitive", "i", _infinitive),
    ("clause without that", "b", _bare_clause),
    ("clause without that", "t", _sure_clause),
    ("noun phrase", "n", _noun_phrase),
    ("noun phrase", "x", _called),
)
"""What can follow a cue: name of the rule, frame letters that allow it (any of them), where the content begins."""


def skip_adverbials(line: Line, i: int) -> int:
    """Past "on Monday", "in a statement", ", however," and the like, up to what may be content."""
    start = i
    for _ in range(4):
        step = _past_adverbial(line, i) if i < line.end else None
        if step is None:
            return start
        if step == i:
            return i
        if line.mark(i) == ",":
            return step
        i = step
    return i


def _past_adverbial(line: Line, i: int) -> int | None:
    """Past one adverbial at `i`; `i` itself where none stands there; None where only the start will do."""
    low = line.low(i)
    if low == "of" and line.mark(i + 2) == ",":
        return i + 2
    if line.tokens[i].kind == "word" and (words.is_adverb(low) or low in words.TIMES):
        return i + 1
    if (low in words.PREPOSITIONS or low in ("after", "before", "since")) and low not in ("of", "about"):
        phrase = phrases.after(line.tokens, i + 1, apposition=False) if i + 1 < line.end else None
        return phrase[1] if phrase is not None else None
    if low in ("last", "this", "earlier") and line.low(i + 1) in words.TIMES:
        return i + 2
    return _past_comma(line, i) if line.mark(i) == "," else i


def _past_comma(line: Line, i: int) -> int | None:
    """Past the comma, or the parenthesis, that "that" or a quotation follows."""
    close = next((j for j in range(i + 1, min(line.end, i + 16)) if line.mark(j) == ","), None)
    for j in (close, i):
        if j is not None and line.low(j + 1) == "that":
            return j + 1
    return i if i + 1 < line.end and line.tokens[i + 1].kind == "quote" else None


def _quoted_source(line: Line, i: int) -> Content | None:
    """ "quoted X as saying that …", "cites X suggesting that …": the object is a source of its own."""
    phrase = phrases.after(line.tokens, i, apposition=True)
    if phrase is None:
        return None
    whole = (line.span(i, line.end),)
    for j in range(phrase[0] + 1, min(phrase[1] + 3, line.end)):
        low, source = line.low(j), (phrase[0], min(phrase[1], j))
        if low == "as" and line.low(j + 1).endswith("ing"):
            return Content(whole, "quoted as saying", None, source, line.span(j, j + 2))
        if any("ing" in form.shapes for form in FORMS.get(low, ())):
            return Content(whole, "cited source", None, source, line.span(j, j + 1))
    stop = phrase[1]
    if line.mark(stop) in (",", ":") and stop + 1 < line.end and line.tokens[stop + 1].kind == "quote":
        return Content(whole, "quoted as saying", None, phrase, None)
    return None
