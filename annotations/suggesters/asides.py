"""Cues behind or within what they report: "…," said X; …, X said; …, she explains, …"""

from collections.abc import Sequence

from annotations.domain.records import Span
from annotations.suggesters import contents, groups, phrases, subjects, words
from annotations.suggesters.found import Found, body_end, span, trimmed
from annotations.suggesters.tokens import Token

_REPLIES = words.listed("say ask add reply respond wonder exclaim shout recall explain insist joke tell")


def is_aside(tokens: Sequence[Token], group: groups.Group) -> bool:
    """Whether a verb and its subject stand behind a comma or quotation, and no content follows: ", the paper wrote on Friday"."""
    end = body_end(tokens)
    if group.end < end and tokens[group.end].text in ",—–":
        return True
    subject = subjects.before(tokens, group.start)
    if subject is None or subject[0] == 0:
        return False
    left = tokens[subject[0] - 1]
    if left.kind != "quote" and left.text != ",":
        return False
    listener = (
        phrases.after(tokens, group.end, apposition=False, listener=True)
        if "a" in group.form.cue.frame
        else None
    )
    i = contents.skip_adverbials(tokens, listener[1] if listener else group.end, end)
    return (
        i >= end
        or tokens[i].text in ",;."
        or (left.kind == "quote" and tokens[i].low in ("when", "as", "after", "while", "if"))
    )


def inverted_early(text: str, tokens: Sequence[Token], group: groups.Group, frame: str) -> list[Found]:
    """ "…, said X." with the clause before it: the name behind the verb ends the sentence or is explained up to there."""
    end = body_end(tokens)
    if "p" not in frame or group.infinitive or group.start < 2 or group.end >= end:
        return []
    if tokens[group.start - 1].kind != "quote" and tokens[group.start - 1].text != ",":
        return []
    phrase = phrases.after(tokens, group.end, apposition=True)
    if phrase is None or tokens[phrase[0]].low in ("it", "there", "this"):
        return []
    stop = phrase[1]
    if tokens[group.start - 1].text == "," and stop < end and tokens[stop].text not in ".;":
        return []
    if stop < end and not _closes(tokens, stop, end):
        return []
    return inverted(text, tokens, group, frame)


def inverted(text: str, tokens: Sequence[Token], group: groups.Group, frame: str) -> list[Found]:
    """Cues behind or within their content: "…," said X · …, X said · …, she explains, …"""
    end = body_end(tokens)
    whole = (tokens[0].start, tokens[end - 1].end) if end else None
    if whole is None:
        return []
    after_quote = group.start > 0 and (
        tokens[group.start - 1].kind == "quote" or tokens[group.start - 1].text == ","
    )
    if after_quote and group.end < end and not group.infinitive:
        phrase = phrases.after(tokens, group.end, apposition=True)
        if phrase is not None and _closes(tokens, phrase[1], end):
            source, cue = span(tokens, *phrase), span(tokens, group.start, group.end)
            return [
                _postposed(text, group, whole, source, cue, "said X behind its content", tokens, phrase[1])
            ]
    begin = group.end + 1 if group.end < end and tokens[group.end].low == "to" else group.end
    listener = (
        phrases.after(tokens, begin, apposition=False, listener=True)
        if "a" in frame or begin > group.end
        else None
    )
    edge = listener[1] if listener else group.end
    stop = edge
    while stop < end and tokens[stop].text != "," and tokens[stop].kind != "quote":
        stop += 1
    subject = groups.subject_of(tokens, group)
    lone = subject is not None and subject[0] == 0 and edge >= end and listener is None
    if subject is not None and lone and group.form.cue.lemma in _REPLIES:
        return [
            Found(
                f"{group.form.cue.lemma}: its content before",
                span(tokens, *subject),
                span(tokens, group.start, group.end),
                (),
            )
        ]
    if subject is None or subject[0] == 0:
        return []
    left = tokens[subject[0] - 1]
    if left.kind != "quote" and left.text not in ",—–:":
        return []
    if (stop < end and tokens[stop].text == "," and stop - edge > 8) or not _closes(tokens, edge, end):
        return []
    source, cue = span(tokens, *subject), span(tokens, group.start, group.end)
    main = _postposed(text, group, whole, source, cue, "X said behind its content", tokens, stop)
    if not main.content:
        return []
    if listener is not None:
        return [
            Found(
                main.rule + ", told to", span(tokens, *listener), cue, (*main.content, source), carrier=True
            ),
            main,
        ]
    return [main]


def _closes(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether the clause of an inverted cue can end at `i`."""
    return (
        i >= end
        or tokens[i].kind == "quote"
        or tokens[i].text in ",.;:—–"
        or tokens[i].low
        in (
            words.PREPOSITIONS
            | words.SUBORDINATORS
            | words.TIMES
            | words.COORDINATORS
            | words.ADVERBS
            | words.RELATIVES
        )
    )


def _postposed(
    text: str,
    group: groups.Group,
    whole: Span,
    source: Span,
    cue: Span,
    rule: str,
    tokens: Sequence[Token],
    stop: int,
) -> Found:
    """The link of a cue behind its content; words behind the cue belong to the content only as a further part of it."""
    clause = (min(source[0], cue[0]), max(source[1], cue[1]))
    left = (whole[0], clause[0])
    spans = [left]
    end = body_end(tokens)
    if stop < end:
        following = tokens[stop + 1] if tokens[stop].text == "," and stop + 1 < end else tokens[stop]
        if tokens[stop].kind == "quote" or (tokens[stop].text == "," and following.low not in (
            "who", "citing", "adding", "according", "after", "when", "as", "referring", "noting", "in", "on"
        )):  # fmt: skip
            spans.append((following.start, whole[1]))
    kind = group.form.cue.kind
    return Found(f"{group.form.cue.lemma.replace('_', ' ')}: {rule}", source, cue, trimmed(text, spans), kind)
