"""Cues behind or within what they report: "…," said X; …, X said; …, she explains, …"""

from annotations.domain.records import Span
from annotations.suggesters import contents, groups, phrases, subjects, words
from annotations.suggesters.found import Found, Line
from annotations.suggesters.words import listed

_REPLIES = listed("say ask add reply respond wonder exclaim shout recall explain insist joke tell")
_ADVERBIAL = listed("who citing adding according after when as referring noting in on")
_CLAUSES = listed("when as after while if")
_CLOSING = (
    words.PREPOSITIONS
    | words.SUBORDINATORS
    | words.TIMES
    | words.COORDINATORS
    | words.ADVERBS
    | words.RELATIVES
)
_LONGEST_CLAUSE = 8


def is_aside(line: Line, group: groups.Group) -> bool:
    """Whether a verb and its subject stand behind a comma or quotation with no content behind: ", the paper wrote"."""
    if line.mark(group.end) and line.mark(group.end) in ",—–":
        return True
    subject = subjects.before(line.tokens, group.start)
    if subject is None or subject[0] == 0 or not _behind_content(line, subject[0]):
        return False
    listener = _listener(line, group)
    i = contents.skip_adverbials(line, listener[1] if listener else group.end)
    if i >= line.end or line.mark(i) in (",", ";", "."):
        return True
    return line.tokens[subject[0] - 1].kind == "quote" and line.low(i) in _CLAUSES


def inverted_early(line: Line, group: groups.Group) -> list[Found]:
    """ "…, said X." with a clause before it: the name behind the verb ends the sentence or is explained up to there."""
    if "p" not in group.form.cue.frame or group.infinitive or group.start < 2 or group.end >= line.end:
        return []
    if not _behind_content(line, group.start):
        return []
    phrase = phrases.after(line.tokens, group.end, apposition=True)
    if phrase is None or line.low(phrase[0]) in ("it", "there", "this") or not _closes(line, phrase[1]):
        return []
    open_end = phrase[1] < line.end and line.mark(phrase[1]) not in (".", ";")
    return [] if line.mark(group.start - 1) == "," and open_end else _said_x(line, group)


def inverted(line: Line, group: groups.Group) -> list[Found]:
    """ "…," said X, "…" · …, X said · …, she told the Post · …, she explains, …"""
    return _said_x(line, group) or _x_said(line, group)


def _said_x(line: Line, group: groups.Group) -> list[Found]:
    if not _behind_content(line, group.start) or group.end >= line.end or group.infinitive:
        return []
    phrase = phrases.after(line.tokens, group.end, apposition=True)
    if phrase is None or not _closes(line, phrase[1]):
        return []
    return [_postposed(line, group, line.span(*phrase), phrase[1], "said X behind its content")]


def _x_said(line: Line, group: groups.Group) -> list[Found]:
    listener = _listener(line, group)
    edge = listener[1] if listener else group.end
    subject = groups.subject_of(line.tokens, group)
    if subject is None:
        return []
    cue = line.span(group.start, group.end)
    if subject[0] == 0:
        lone = edge >= line.end and listener is None and group.form.cue.lemma in _REPLIES
        rule = f"{group.form.cue.lemma}: its content before"
        return [Found(rule, line.span(*subject), cue, ())] if lone else []
    stop = edge
    while stop < line.end and line.mark(stop) != "," and line.tokens[stop].kind != "quote":
        stop += 1
    too_long = stop < line.end and line.mark(stop) == "," and stop - edge > _LONGEST_CLAUSE
    if not _behind_content(line, subject[0], dashes=True) or too_long or not _closes(line, edge):
        return []
    main = _postposed(line, group, line.span(*subject), stop, "X said behind its content")
    if not main.content:
        return []
    if listener is None:
        return [main]
    source = line.span(*subject)
    return [
        Found(main.rule + ", told to", line.span(*listener), cue, (*main.content, source), carrier=True),
        main,
    ]


def _listener(line: Line, group: groups.Group) -> phrases.Range | None:
    """The addressee behind the cue: "told the Post", "said to the Post"."""
    begin = group.end + 1 if group.end < line.end and line.low(group.end) == "to" else group.end
    if "a" not in group.form.cue.frame and begin == group.end:
        return None
    return phrases.after(line.tokens, begin, apposition=False, listener=True)


def _behind_content(line: Line, i: int, *, dashes: bool = False) -> bool:
    """Whether a quotation or a comma stands straight before `i`."""
    if i <= 0:
        return False
    mark = line.mark(i - 1)
    if line.low(i - 1) == "as" and (i == 1 or line.mark(i - 2) == ","):
        return True
    return line.tokens[i - 1].kind == "quote" or mark == "," or (dashes and mark in ("—", "–", ":"))


def _closes(line: Line, i: int) -> bool:
    """Whether the clause of a cue behind its content can end at `i`."""
    if i >= line.end or line.tokens[i].kind == "quote" or line.mark(i) in (",", ".", ";", ":", "—", "–"):
        return True
    return line.low(i) in _CLOSING


def _postposed(line: Line, group: groups.Group, source: Span, stop: int, rule: str) -> Found:
    """The link of a cue behind its content; words behind the cue belong to the content only as a further part of it."""
    cue = line.span(group.start, group.end)
    before = min(source[0], cue[0])
    first = next(i for i, token in enumerate(line.tokens) if token.start >= before)
    if line.low(first - 1) == "as":
        before = line.tokens[first - 1].start
    spans = [(line.whole[0], before)]
    if stop < line.end:
        further = stop + 1 if line.mark(stop) == "," and stop + 1 < line.end else stop
        goes_on = line.mark(stop) == "," and line.low(further) not in _ADVERBIAL
        if goes_on or line.tokens[stop].kind == "quote":
            spans.append((line.tokens[further].start, line.whole[1]))
    lemma = group.form.cue.lemma.replace("_", " ")
    return Found(f"{lemma}: {rule}", source, cue, line.trimmed(*spans), group.form.cue.kind)
