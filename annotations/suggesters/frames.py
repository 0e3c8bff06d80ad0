"""Which words of one level are attributions by a verb: the frames of cue verbs, read off the tokens."""

from annotations.suggesters import asides, contents, groups, passives, phrases
from annotations.suggesters.cues import CUE_NOUNS, NEGATIONS, NO_ASSERTION, NOT_BEFORE_GERUND, UNSAID
from annotations.suggesters.found import Found, Line


def verb_links(line: Line, *, headline: bool) -> list[Found]:
    """Attributions whose cue is a verb of the line, in order of the verbs."""
    found: list[Found] = []
    for i in range(len(line.tokens)):
        group = groups.group_at(line.tokens, i)
        if group is not None:
            found.extend(_links_of(line, group, headline=headline))
    return found


def _links_of(line: Line, group: groups.Group, *, headline: bool) -> list[Found]:
    if any(token.low in NO_ASSERTION for token in line.tokens[max(0, group.start - 3) : group.start]):
        return []
    lemma, helpers = group.form.cue.lemma, line.tokens[max(0, group.start - 1) : group.verb]
    if lemma in UNSAID and any(token.low in NEGATIONS for token in helpers):
        return []
    if lemma in NOT_BEFORE_GERUND and line.low(group.end).endswith("ing"):
        return []
    if group.passive:
        return passives.passive_links(line, group)
    follows = bool(set(group.form.cue.frame) & {"p", "q"})
    if follows and not group.infinitive and asides.is_aside(line, group):
        aside = asides.inverted(line, group)
        if aside:
            return aside
    early = asides.inverted_early(line, group)
    if early:
        return early
    content = contents.content_after(line, group)
    if group.infinitive and (content is None or not content.rule.startswith(("that", "quotation"))):
        return []
    subject = groups.subject_of(line.tokens, group) if content is not None and content.spans else None
    if content is not None and subject is not None:
        return _assemble(line, group, subject, content)
    if not follows or (content is None and headline and group.verb == 0):
        return []
    return asides.inverted(line, group)


def _assemble(
    line: Line, group: groups.Group, subject: phrases.Range, content: contents.Content
) -> list[Found]:
    if any(CUE_NOUNS.get(token.low) == "attitude" for token in line.tokens[subject[0] : subject[1]]):
        return []
    cue, source = line.span(group.start, group.end), line.span(*subject)
    rule = f"{group.form.cue.lemma.replace('_', ' ')}: {content.rule}"
    main = Found(rule, source, cue, line.trimmed(*content.spans), group.form.cue.kind)
    if content.quoted is not None:
        inner_source = line.span(*content.quoted)
        inner_cue = content.quoted_cue or cue
        return [main, Found(rule, inner_source, inner_cue, line.onward(max(inner_source[1], inner_cue[1])))]
    if content.listener is not None:
        listener = line.span(*content.listener)
        return [Found(rule + ", told to", listener, cue, (source, *main.content), carrier=True), main]
    return [main]
