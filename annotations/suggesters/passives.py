"""Passives: "was told by X that …", "it was held", "is said to …"."""

from collections.abc import Sequence

from annotations.suggesters import groups, phrases
from annotations.suggesters.found import Found, body_end, span, trimmed, without
from annotations.suggesters.tokens import Token


def passive_links(text: str, tokens: Sequence[Token], group: groups.Group) -> list[Found]:
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
