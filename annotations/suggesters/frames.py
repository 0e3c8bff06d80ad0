"""Which words of one level are attributions by a verb: the frames of cue verbs, read off the tokens."""

from collections.abc import Sequence

from annotations.suggesters import asides, contents, groups, passives, phrases
from annotations.suggesters.cues import (
    CUE_NOUNS,
    NO_ASSERTION,
)
from annotations.suggesters.found import Found, span, trimmed
from annotations.suggesters.tokens import Token


def verb_links(text: str, tokens: Sequence[Token], *, headline: bool) -> list[Found]:
    """Attributions whose cue is a verb among `tokens`, in order of the verbs."""
    found: list[Found] = []
    for i in range(len(tokens)):
        group = groups.group_at(tokens, i)
        if group is not None:
            found.extend(_links_of(text, tokens, group, headline=headline))
    return found


def _links_of(text: str, tokens: Sequence[Token], group: groups.Group, *, headline: bool) -> list[Found]:
    if any(token.low in NO_ASSERTION for token in tokens[max(0, group.start - 3) : group.start]):
        return []
    if group.passive:
        return passives.passive_links(text, tokens, group)
    frame = group.form.cue.frame
    if ("p" in frame or "q" in frame) and not group.infinitive and asides.is_aside(tokens, group):
        aside = asides.inverted(text, tokens, group, frame)
        if aside:
            return aside
    early = asides.inverted_early(text, tokens, group, frame)
    if early:
        return early
    content = contents.content_after(tokens, group)
    if group.infinitive and (content is None or not content.rule.startswith(("that", "quotation"))):
        return []
    if content is not None:
        subject = groups.subject_of(tokens, group)
        if subject is None or not content.spans:
            return asides.inverted(text, tokens, group, frame) if "p" in frame or "q" in frame else []
        return _assemble(text, tokens, group, subject, content)
    if headline and group.verb == 0:
        return []
    if "p" in frame or "q" in frame:
        return asides.inverted(text, tokens, group, frame)
    return []


def _assemble(
    text: str, tokens: Sequence[Token], group: groups.Group, subject: phrases.Range, content: contents.Content
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
