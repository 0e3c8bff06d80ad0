"""Which words of one level are attributions: the frames of verbs, read off the tokens.

`verb_links` looks at every cue verb; the frames without a finite verb stand in `modifiers`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.domain.records import Span
from annotations.suggesters import phrases, subjects, words
from annotations.suggesters.cues import CUE_NOUNS, FORMS, NO_ASSERTION, NOUN_LIKE, Form
from annotations.suggesters.tokens import Token

_ASPECTS = words.listed("keep keeps kept began begins started starts continued continues stopped")


_REPLIES = words.listed("say ask add reply respond wonder exclaim shout recall explain insist joke tell")
_SEVERAL = words.listed("those these many some most both all few others several")


@dataclass(frozen=True, slots=True)
class Found:
    """One flat attribution: words of source, cue and content, the type its content has, and the rule that found it.

    `agentless` marks a cue whose holder the text hides; `carrier` the outlet a speaker spoke to.
    """

    rule: str
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    kind: str = "indirect"
    agentless: bool = False
    carrier: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries: tokens `start:end`, whether passive, whether an infinitive, and the form."""

    start: int
    end: int
    verb: int
    form: Form
    passive: bool
    infinitive: bool


def span(tokens: Sequence[Token], start: int, end: int) -> Span:
    """Code points of the tokens `start:end`."""
    return tokens[start].start, tokens[end - 1].end


def body_end(tokens: Sequence[Token]) -> int:
    """Index behind the last token that is not the final full stop."""
    return (
        len(tokens) - 1 if tokens and tokens[-1].text in ".?!" and tokens[-1].kind == "mark" else len(tokens)
    )


def without(whole: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of `whole` without the `holes`."""
    left, at = [], whole[0]
    for start, end in sorted(holes):
        if start > at:
            left.append((at, start))
        at = max(at, end)
    if at < whole[1]:
        left.append((at, whole[1]))
    return tuple(left)


def trimmed(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans without white space and stray commas at their edges; empty ones are dropped."""
    clean = []
    for start, end in spans:
        while start < end and text[start] in " \t\n\r\u00a0,;:–—":
            start += 1
        while end > start and text[end - 1] in " \t\n\r\u00a0,;:–—":
            end -= 1
        if end > start:
            clean.append((start, end))
    return tuple(clean)


def group_at(tokens: Sequence[Token], i: int) -> Group | None:
    """The verb group around the cue verb at `i`; None where the word is no verb there."""
    token = tokens[i]
    if token.kind != "word" or (token.capital and i > 0):
        return None
    forms = FORMS.get(token.low)
    if not forms:
        return None
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    form = next((form for form in forms if form.particle == following and form.particle), None)
    form = form or next((form for form in forms if not form.particle), None)
    if form is None:
        return None
    start = i
    while (
        start > 0
        and tokens[start - 1].kind == "word"
        and (
            tokens[start - 1].low in words.AUXILIARIES
            or (words.is_adverb(tokens[start - 1].low) and not tokens[start - 1].capital)
        )
    ):
        start -= 1
    infinitive = start > 0 and tokens[start - 1].low == "to"
    while start < i and words.is_adverb(tokens[start].low):
        start += 1
    if start > 0 and "ing" in form.shapes and tokens[start - 1].low in _ASPECTS:
        start -= 1
    gerund = _gerund(tokens, i, form) if not infinitive and start == i else None
    if gerund is not None:
        return gerund
    helpers = [token.low for token in tokens[start:i]]
    shapes = form.shapes
    be = any(word in words.BE for word in helpers)
    passive = be and "part" in shapes and "base" not in shapes
    have = any(word in words.HAVE for word in helpers)
    modal = any(word in words.MODALS for word in helpers)
    if not helpers and not infinitive:
        if not shapes & {"s", "past", "base"}:
            return None
        if following == "by" and "past" in shapes:
            return None
        if token.low in NOUN_LIKE and not _verb_between(tokens, i):
            return None
        if shapes == {"base"} and not _plural_subject(tokens, i):
            return None
    elif (have and not be and "part" not in shapes) or (
        modal and not be and not have and "base" not in shapes
    ):
        return None
    return Group(
        start - 1 if infinitive else start, i + 1 + bool(form.particle), i, form, passive, infinitive
    )


def _gerund(tokens: Sequence[Token], i: int, form: Form) -> Group | None:
    """ "…, saying that …": a cue in -ing behind a comma, whose subject is that of the sentence."""
    if form.shapes != {"ing"} or i < 2 or i + 1 >= len(tokens) or tokens[i - 1].text != ",":
        return None
    following = tokens[i + 1]
    if (
        following.low != "that"
        and following.kind != "quote"
        and "b" not in form.cue.frame
        and following.text not in ",:"
    ):
        return None
    return Group(i, i + 1, i, form, passive=False, infinitive=False)


def _verb_between(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word that may be a noun ("reports", "claims") stands like a verb: a subject before, content behind."""
    if i == 0:
        return False
    earlier = tokens[i - 1]
    if (
        earlier.kind == "possessive"
        or earlier.low in words.DETERMINERS | words.PREPOSITIONS | words.COORDINATORS
    ):
        return False
    if earlier.low in words.SUBJECT_PRONOUNS or earlier.low in words.RELATIVES or earlier.kind == "quote":
        return True
    if i + 1 >= len(tokens) or tokens[i + 1].text in ".,:" or tokens[i + 1].kind == "quote":
        return (earlier.kind == "word" and phrases.is_nominal(earlier)) or earlier.text == ","
    following = tokens[i + 1].low
    if following in ("that", "how", "why", "whether", "what", "if"):
        return True
    if following in words.PREPOSITIONS or following in words.AUXILIARIES:
        return False
    if following in words.DETERMINERS or tokens[i + 1].capital:
        return tokens[i].low.endswith("s") or any(
            _is_plural(token) for token in _nominal_before(tokens, i - 1)
        )
    if tokens[i].low.endswith("s"):
        return following in words.DETERMINERS or following in words.SUBJECT_PRONOUNS or tokens[i + 1].capital
    return following in words.DETERMINERS and earlier.low.endswith("s")


def _plural_subject(tokens: Sequence[Token], i: int) -> bool:
    """Whether what stands before a bare verb can be the subject of a base form: I, we, you, they, who, plurals."""
    if i == 0:
        return False
    j = i - 1
    while j > 0 and words.is_adverb(tokens[j].low):
        j -= 1
    earlier = tokens[j]
    if earlier.text == "," or earlier.text == ")":
        return True
    plural = any(_is_plural(token) or token.low in _SEVERAL for token in _nominal_before(tokens, j))
    return (
        earlier.low in ("i", "we", "you", "they", "who", "and", "some", "many", "others")
        or plural
        or earlier.capital
    )


def _is_plural(token: Token) -> bool:
    low = token.low
    return token.kind == "word" and (
        low in words.PLURAL_PEOPLE
        or (low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 3)
    )


def _nominal_before(tokens: Sequence[Token], j: int) -> Sequence[Token]:
    """The words of the noun phrase that ends at `j`, as far as it reaches without a verb or a comma."""
    start = j
    while start > 0 and j - start < 9:
        token = tokens[start - 1]
        passes = (
            phrases.is_nominal(token)
            or token.low in words.PREPOSITIONS
            or token.low in ("him", "her", "them", "and")
        )
        if not passes or token.text == ",":
            break
        start -= 1
    return tokens[start : j + 1]


def verb_links(text: str, tokens: Sequence[Token], *, headline: bool) -> list[Found]:
    """Attributions whose cue is a verb among `tokens`, in order of the verbs."""
    found: list[Found] = []
    for i in range(len(tokens)):
        group = group_at(tokens, i)
        if group is not None:
            found.extend(_links_of(text, tokens, group, headline=headline))
    return found


def _links_of(text: str, tokens: Sequence[Token], group: Group, *, headline: bool) -> list[Found]:
    if any(token.low in NO_ASSERTION for token in tokens[max(0, group.start - 3) : group.start]):
        return []
    if group.passive:
        return passive_links(text, tokens, group)
    frame = group.form.cue.frame
    if ("p" in frame or "q" in frame) and not group.infinitive and _is_aside(tokens, group):
        aside = _inverted(text, tokens, group, frame)
        if aside:
            return aside
    early = _inverted_early(text, tokens, group, frame)
    if early:
        return early
    content = content_after(tokens, group)
    if group.infinitive and (content is None or not content.rule.startswith(("that", "quotation"))):
        return []
    if content is not None:
        subject = subject_of(tokens, group)
        if subject is None or not content.spans:
            return _inverted(text, tokens, group, frame) if "p" in frame or "q" in frame else []
        return _assemble(text, tokens, group, subject, content)
    if headline and group.verb == 0:
        return []
    if "p" in frame or "q" in frame:
        return _inverted(text, tokens, group, frame)
    return []


def _is_aside(tokens: Sequence[Token], group: Group) -> bool:
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
    i = _skip_adverbials(tokens, listener[1] if listener else group.end, end)
    return (
        i >= end
        or tokens[i].text in ",;."
        or (left.kind == "quote" and tokens[i].low in ("when", "as", "after", "while", "if"))
    )


@dataclass(frozen=True, slots=True)
class Content:
    """What follows a cue: its spans, the addressee's tokens, the source's tokens of "quoted X as saying", and the rule."""

    spans: tuple[Span, ...]
    rule: str
    listener: phrases.Range | None = None
    quoted: phrases.Range | None = None
    quoted_cue: Span | None = None


def content_after(tokens: Sequence[Token], group: Group) -> Content | None:
    """What a verb reports to its right, if its frame allows what stands there."""
    frame, i, end = group.form.cue.frame, group.end, body_end(tokens)
    if "s" in frame:
        quoted = _quoted_source(tokens, i, end)
        if quoted is not None:
            return quoted
    if "k" in frame:
        wanted = {"number", "toll", "figure", "cost", "total", "value", "price", "count", "share", "estimate"}
        if any(token.low in wanted for token in tokens[i : i + 4]) and any(
            token.low == "at" for token in tokens[i:end]
        ):
            return Content((span(tokens, i, end),), "noun phrase")
        return None
    listener = None
    if "a" in frame:
        listener = phrases.after(tokens, i, apposition=False, listener=True)
        if listener is not None:
            i = listener[1]
    if listener is None and i + 1 < end and tokens[i].low == "to" and set(frame) & set("tq"):
        listener = phrases.after(tokens, i + 1, apposition=False, listener=True)
        i = listener[1] if listener is not None else i
    start = _skip_adverbials(tokens, i, end)
    rest = _complement(tokens, start, end, frame, listener is not None)
    if rest is None and start != i:
        rest = _complement(tokens, i, end, frame, listener is not None)
        start = i
    if rest is None:
        return None
    begin, rule = rest
    return Content((span(tokens, begin, end),) if begin < end else (), rule, listener)


def _complement(
    tokens: Sequence[Token], i: int, end: int, frame: str, has_listener: bool
) -> tuple[int, str] | None:
    """Where the content begins, and by which frame."""
    if i >= end:
        return None
    token = tokens[i]
    alone = [word.low for word in tokens[i:end]]
    if "t" in frame and alone in (["otherwise"], ["so"], ["this"], ["that"], ["it"], ["as", "much"]):
        return i, "pronoun for the content"
    if token.low == "that" and "t" in frame:
        clause = i + 1 < end and (
            phrases.starts_phrase(tokens, i + 1) or tokens[i + 1].kind != "word" or True
        )
        return (i, "that-clause") if clause else None
    if token.text in ",:" and i + 1 < end and tokens[i + 1].kind == "quote":
        return i + 1, "quotation behind the cue"
    if token.text == ":" and i + 1 < end:
        return i + 1, "colon behind the cue"
    if token.kind == "quote" and ("q" in frame or "n" in frame or "x" in frame):
        return i, "quotation behind the cue"
    if token.low in ("how", "why", "whether", "what", "if", "when", "where", "who") and (
        "w" in frame or "t" in frame
    ):
        return i, "question clause"
    timed = i + 1 < end and tokens[i + 1].low in words.TIMES
    if "o" in frame and token.low in ("of", "about", "on", "against") and i + 1 < end and not timed:
        return i + 1, "preposition"
    if "i" in frame and token.low == "to" and i + 1 < end:
        return i, "infinitive"
    if token.text in ".,;" or (token.kind == "mark" and token.text not in "$("):
        return None
    if (
        "b" in frame
        and (phrases.starts_phrase(tokens, i) or token.low in ("there", "it", "if"))
        and _has_verb(tokens, i, end)
    ):
        return i, "clause without that"
    if (
        "b" in frame
        and token.low in ("about", "around", "over")
        and tokens[min(i + 1, end)].text[0].isdigit()
    ):
        return i, "clause without that"
    if "t" in frame and _clause_at(tokens, i, end):
        return i, "clause without that"
    if "n" in frame and not has_listener and (phrases.starts_phrase(tokens, i) or token.low in ("as", "for")):
        return i, "noun phrase"
    quoted = any(t.kind == "quote" for t in tokens[i:end])
    if "x" in frame and (quoted or _predicates(tokens, i, end)) and phrases.starts_phrase(tokens, i):
        return i, "noun phrase"
    if "x" in frame and quoted and token.low == "as":
        return i, "noun phrase"
    return None


def _clause_at(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether a noun phrase with a verb right behind it begins at `i`."""
    phrase = phrases.after(tokens, i, apposition=False)
    if phrase is None:
        return False
    verb = phrase[1]
    while verb < end and words.is_adverb(tokens[verb].low):
        verb += 1
    past = verb < end and tokens[verb - 1].kind == "word" and tokens[verb].low.endswith("ed")
    return verb < end and (phrases.is_finite(tokens, verb) or (past and verb > phrase[1]))


def _predicates(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether an object is called something: "called him a liar", "described the plan as a mistake"."""
    return any(
        tokens[j].low == "as"
        or (tokens[j].low in ("a", "an") and tokens[j - 1].low not in words.PREPOSITIONS)
        for j in range(i + 1, end)
    )


def _has_verb(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether the words `i:end` can be a clause."""
    for j in range(i + 1, end):
        if tokens[j].kind == "quote" or phrases.is_finite(tokens, j) or tokens[j].low.endswith("ed"):
            return True
    return end - i >= 2


def _skip_adverbials(tokens: Sequence[Token], i: int, end: int) -> int:
    """Past "on Monday", "in a statement", ", however," and the like, up to what may be content."""
    start = i
    for _ in range(4):
        if i >= end:
            return start
        low = tokens[i].low
        if low == "of" and i + 2 < end and tokens[i + 2].text == ",":
            i += 2
        elif tokens[i].kind == "word" and (words.is_adverb(low) or low in words.TIMES):
            i += 1
        elif (
            (low in words.PREPOSITIONS or low in ("after", "before", "since"))
            and i + 1 < end
            and low not in ("of", "about")
        ):
            phrase = phrases.after(tokens, i + 1, apposition=False)
            if phrase is None:
                return start
            i = phrase[1]
        elif low in ("last", "this", "earlier") and i + 1 < end and tokens[i + 1].low in words.TIMES:
            i += 2
        elif tokens[i].text == ",":
            close = next((j for j in range(i + 1, min(end, i + 16)) if tokens[j].text == ","), None)
            if close is not None and close + 1 < end and tokens[close + 1].low == "that":
                return close + 1
            if i + 1 < end and tokens[i + 1].low == "that":
                return i + 1
            return i if i + 1 < end and tokens[i + 1].kind == "quote" else start
        else:
            return i
    return i


def _quoted_source(tokens: Sequence[Token], i: int, end: int) -> Content | None:
    """ "quoted X as saying that …", "cites X suggesting that …": the object is a source of its own."""
    phrase = phrases.after(tokens, i, apposition=True)
    if phrase is None:
        return None
    stop = phrase[1]
    for j in range(phrase[0] + 1, min(stop + 3, end)):
        low = tokens[j].low
        if low == "as" and j + 1 < end and tokens[j + 1].low.endswith("ing"):
            cue = span(tokens, j, j + 2)
            return Content((span(tokens, i, end),), "quoted as saying", None, (phrase[0], min(stop, j)), cue)
        if low in FORMS and any("ing" in form.shapes for form in FORMS[low]):
            return Content(
                (span(tokens, i, end),),
                "cited source",
                None,
                (phrase[0], min(stop, j)),
                span(tokens, j, j + 1),
            )
    if stop < end and tokens[stop].text in ",:" and stop + 1 < end and tokens[stop + 1].kind == "quote":
        return Content((span(tokens, i, end),), "quoted as saying", None, phrase, None)
    return None


def subject_of(tokens: Sequence[Token], group: Group) -> phrases.Range | None:
    """The tokens of the noun phrase that the verb group speaks of."""
    start = group.start
    if group.form.shapes == {"ing"} and start and tokens[start - 1].text == ",":
        return subjects.shared(tokens, start)
    if group.infinitive:
        verb = next(
            (j for j in range(start - 1, max(start - 16, -1), -1) if phrases.is_finite(tokens, j)), None
        )
        if verb is None:
            return None
        while verb > 0 and (
            tokens[verb - 1].low in words.AUXILIARIES or words.is_adverb(tokens[verb - 1].low)
        ):
            verb -= 1
        start = verb
    return subjects.before(tokens, start)


def _assemble(
    text: str, tokens: Sequence[Token], group: Group, subject: phrases.Range, content: Content
) -> list[Found]:
    if any(CUE_NOUNS.get(token.low) == "attitude" for token in tokens[subject[0] : subject[1]]):
        return []
    cue, source = span(tokens, group.start, group.end), span(tokens, *subject)
    rule = f"{group.form.cue.lemma.replace('_', ' ')}: {content.rule}"
    main = Found(rule, source, cue, trimmed(text, content.spans), group.form.cue.kind)
    if content.quoted is not None:
        inner_source = span(tokens, *content.quoted)
        inner_cue = content.quoted_cue or cue
        begin = max(inner_source[1], inner_cue[1] if content.quoted_cue else 0)
        inner = trimmed(text, [(begin, content.spans[0][1])])
        return [main, Found(f"{group.form.cue.lemma}: {content.rule}", inner_source, inner_cue, inner)]
    if content.listener is not None:
        listener = span(tokens, *content.listener)
        return [Found(rule + ", told to", listener, cue, (source, *main.content), carrier=True), main]
    return [main]


def _inverted_early(text: str, tokens: Sequence[Token], group: Group, frame: str) -> list[Found]:
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
    return _inverted(text, tokens, group, frame)


def _inverted(text: str, tokens: Sequence[Token], group: Group, frame: str) -> list[Found]:
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
    subject = subject_of(tokens, group)
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
    group: Group,
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


def passive_links(text: str, tokens: Sequence[Token], group: Group) -> list[Found]:
    """ "was told by X that …", "it was held", "is said to …": the agent is the source, or nobody is named."""
    end = body_end(tokens)
    by = next((j for j in range(group.end, min(group.end + 6, end)) if tokens[j].low == "by"), None)
    frame, lemma = group.form.cue.frame, group.form.cue.lemma
    if by is not None and "t" in frame + ("t" if "a" in frame else ""):
        agent = phrases.after(tokens, by + 1, apposition=False)
        if agent is None:
            return []
        start = next(
            (j for j in range(agent[1], end) if tokens[j].low == "that" or tokens[j].kind == "quote"), None
        )
        cue = span(tokens, group.start, by + 1)
        content = (
            (span(tokens, start, end),)
            if start is not None
            else without((tokens[0].start, tokens[end - 1].end), [(cue[0], tokens[agent[1] - 1].end)])
        )
        return [
            Found(
                f"{lemma}: passive with agent",
                span(tokens, *agent),
                cue,
                trimmed(text, content),
                group.form.cue.kind,
            )
        ]
    if "t" not in frame and lemma not in ("hold",):
        return []
    subject = tokens[group.start - 1] if group.start else None
    start = group.start - 1 if subject is not None and subject.low == "it" else group.start
    cue = span(tokens, start, group.end)
    following = tokens[group.end].low if group.end < end else ""
    if following == "that" or (
        following == "to" and lemma in ("say", "believe", "think", "understand", "report", "allege", "rumour")
    ):
        content = ((tokens[group.end].start, tokens[end - 1].end),)
        return [
            Found(
                f"{lemma}: passive without agent",
                None,
                cue,
                trimmed(text, content),
                group.form.cue.kind,
                agentless=True,
            )
        ]
    if subject is not None and subject.low == "it" and following in (",", ""):
        content = without((tokens[0].start, tokens[end - 1].end), [cue])
        return [
            Found(
                f"{lemma}: passive without agent",
                None,
                cue,
                trimmed(text, content),
                "assessment",
                agentless=True,
            )
        ]
    return []
