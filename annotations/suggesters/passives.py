"""Passives: "was told by X that …", "it was held", "is said to …"."""

from annotations.suggesters import groups, phrases
from annotations.suggesters.found import Found, Line
from annotations.suggesters.words import listed

_SAID_TO = listed("say believe think understand report allege rumour rumor")


def passive_links(line: Line, group: groups.Group) -> list[Found]:
    """The agent is the source, or nobody is named."""
    frame = group.form.cue.frame
    by = next((j for j in range(group.end, min(group.end + 6, line.end)) if line.low(j) == "by"), None)
    if line.low(group.end) == "as" and line.low(group.end + 1).endswith("ing"):
        return _as_saying(line, group)
    if by is not None and (set(frame) & {"t", "a"} or ("n" in frame and by == group.end)):
        return _with_agent(line, group, by)
    return _without_agent(line, group) if "t" in frame else []


def _as_saying(line: Line, group: groups.Group) -> list[Found]:
    """ "X was quoted as saying that …": the subject speaks, who quotes is not told."""
    subject = groups.subject_of(line.tokens, group)
    if subject is None:
        return []
    cue = line.span(group.start, group.end + 2)
    content = line.onward(cue[1])
    return [Found(f"{group.form.cue.lemma}: quoted as saying", line.span(*subject), cue, content)]


def _with_agent(line: Line, group: groups.Group, by: int) -> list[Found]:
    agent = phrases.after(line.tokens, by + 1, apposition=False)
    if agent is None:
        return []
    begins = (j for j in range(agent[1], line.end) if line.low(j) == "that" or line.tokens[j].kind == "quote")
    start = next(begins, None)
    cue, source = line.span(group.start, by + 1), line.span(*agent)
    content = line.rest(cue, source) if start is None else line.onward(line.tokens[start].start)
    return [Found(f"{group.form.cue.lemma}: passive with agent", source, cue, content, group.form.cue.kind)]


def _without_agent(line: Line, group: groups.Group) -> list[Found]:
    lemma, kind = group.form.cue.lemma, group.form.cue.kind
    impersonal = line.low(group.start - 1) == "it"
    cue = line.span(group.start - impersonal, group.end)
    following = line.low(group.end) if group.end < line.end else ""
    if following == "that" or (following == "to" and lemma in _SAID_TO):
        content = line.onward(line.tokens[group.end].start)
    elif impersonal and (group.end >= line.end or line.mark(group.end) == ","):
        content, kind = line.rest(cue), "assessment"
    else:
        return []
    return [Found(f"{lemma}: passive without agent", None, cue, content, kind, agentless=True)]
