"""Lines that stand for themselves around a headline: an author's name, an author's job, a paper's section."""

import re

_JOBS = (
    r"(?:correspondent|reporter|editor|writer|columnist|contributor|producer|photographer|journalist|analyst|"
    r"bureau chief|newsroom|news desk|staff)"
)

_JOB_LINE = re.compile(
    rf"(?:[^\W\d_][\w’'&,-]* ){{0,6}}{_JOBS}s?(?:,? (?:in|at|for|and) .{{1,50}}|, .{{1,40}})?$", re.IGNORECASE
)
_CAPITALISED = r"[^\W\d_a-z][\w’'.-]*"
_NAME_LINE = re.compile(
    rf"{_CAPITALISED}(?:,? (?:{_CAPITALISED}|de|da|del|di|du|van|von|der|den|bin|al|el|la|le|and|&)){{0,7}}"
    rf" [^\W\d_a-z][\w’'-]*\.?(?:,? in {_CAPITALISED}(?: {_CAPITALISED}){{0,2}})?$"
)
_SECTIONS = re.compile(
    r"(?:(?:breaking|latest|local|world|national|international|uk|us|business|sports?|political) )?news|"
    r"world|sports?|"
    r"politics|business|economy|markets?|finance|money|football|opinion|comment(?:ary)?|analysis|editorial|"
    r"exclusive|"
    r"live(?: updates)?|video|energy|environment|climate|science|tech(?:nology)?|health|culture|arts?|"
    r"entertainment|"
    r"life(?:style)?|travel|education|crime|courts?|local|national|regional|international|europe|africa|"
    r"asia|americas?|"
    r"middle east|us|uk|home|society|media|features?|explainer|fact[ -]check|investigations?|special report|"
    r"interview|review|obituar(?:y|ies)|transcript|breaking|updates?|top story",
    re.IGNORECASE,
)


def is_name(line: str) -> bool:
    """Whether a line could be nothing but the name of its author: some capitalised words."""
    return (
        len(line) <= 60 and not line.isupper() and _NAME_LINE.match(line) is not None and line.count(" ") <= 5
    )


def is_job(line: str) -> bool:
    """Whether a line is what an author does: "Science correspondent"."""
    return len(line) <= 90 and _JOB_LINE.match(line) is not None


def is_section(line: str) -> bool:
    """Whether a line is nothing but the name of a newspaper's section."""
    return len(line) <= 30 and _SECTIONS.fullmatch(line.strip("#:*| ")) is not None
