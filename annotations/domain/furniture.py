"""What surrounds the running text of an article: bylines, picture credits, datelines, page furniture.

Rules as data: each is a name, the role of a line it fits, and a pattern tried at the line's start. Patterns have
no nested repetition, and only lines of at most `LONGEST` code points are tried.
"""

import re
from typing import NamedTuple

from annotations.domain.vocabulary import ClaimRole

LONGEST = 240


class Rule(NamedTuple):
    """Why a line is not running text."""

    name: str
    role: ClaimRole
    pattern: re.Pattern[str]


_PICTURE = r"(?:photo(?:graph)?s?|pictures?|pics?|images?|illustration|graphic|video|cover)"
_AGENCY = (
    r"(?:AP|AFP|EPA|ANP|PA|DPA|ANSA|EFE|TASS|Reuters|Bloomberg|Getty|Shutterstock|Alamy|iStock|Associated Press|"
    r"Agence France-Presse|NurPhoto|Anadolu|Xinhua|Imago|Zuma|Sipa|Unsplash|Pixabay|Wikimedia|[A-Z]{2,5})"
)
_NAME = r"[A-Z](?:[\w’'-]*\w)?\.?"
_JOB = (
    r"(?:correspondent|reporter|editor|writer|columnist|contributor|producer|photographer|journalist|"
    r"bureau chief|newsroom|desk)"
)


def _rule(name: str, role: ClaimRole, pattern: str, flags: int = re.IGNORECASE) -> Rule:
    return Rule(name, role, re.compile(pattern, flags))


RULES: tuple[Rule, ...] = (
    _rule(
        "trail",
        ClaimRole.BOILERPLATE,
        r"(?:related(?: (?:content|articles?|stories|story|news|topics?|links?|coverage|posts?|video))?|read (?:more|also|next|on)|"
        r"most (?:read|popular|viewed|shared)|more (?:on this(?: story)?|stories|news|like this|from [\w ]{1,40}|in [\w ]{1,40})|"
        r"see also|also read|you (?:may|might) (?:also )?(?:like|be interested in)|recommended(?: for you| stories)?|"
        r"trending(?: now)?|editors?['’]? picks?|top stories|latest(?: news| stories)?|don['’]t miss|up next|what to read next|"
        r"more stories|popular now|explore more|keep reading|further reading|elsewhere on [\w ]{1,40})\s*(?:[:>»→|…-].*)?$",
    ),
    _rule(
        "page furniture",
        ClaimRole.BOILERPLATE,
        r"(?:advertisement|advertising|sponsored(?: content)?|promoted(?: content)?|(?:article|story) continues (?:below|after).*|"
        r"continue reading.*|skip (?:to|advertisement|past).*|share(?: this)?(?: (?:article|story|page|on|via|with)\b.*)?|"
        r"(?:copy link|save|print|email|comments?|\d+ comments?|listen|watch|gift(?: article)?|bookmark|tweet|facebook|twitter|"
        r"whatsapp|linkedin|reddit|pinterest|instagram|menu|search|home|close|loading\W*|back to top|view comments|"
        r"leave a (?:comment|reply)|join the conversation|show more|load more|sign in|log in|subscribe|donate|play|pause|mute)|"
        r"listen to this (?:article|story).*|\d+[ -]min(?:ute)?s? (?:read|listen|watch)|(?:estimated )?read(?:ing)? time\b.*|"
        r"(?:tags?|topics?|keywords|filed under|categories)\s*:.*|home\s*[>»/|›].*)$",
    ),
    _rule(
        "call to the reader",
        ClaimRole.BOILERPLATE,
        r"(?:sign up\b|subscribe (?:to|now|here|for|today)\b|get (?:the|our) (?:latest|newsletter|app|daily)\b|"
        r"(?:join|follow) (?:us|our|me|the conversation)\b|follow [\w ]{1,40} on (?:facebook|twitter|x|instagram|whatsapp|telegram|google)\b|"
        r"download (?:the|our) [\w ]{0,30}app\b|click here\b|tap here\b|"
        r"have (?:you been (?:affected|a victim)|you got|a (?:tip|story))\b|got a (?:tip|story|news tip|confidential)\b|"
        r"do you (?:have|know) (?:a story|more|a tip|information)\b|(?:contact|email|e-mail|write to) (?:us|me|the (?:author|newsroom|reporter|editor))\b|"
        r"(?:e-?mail|contact|tel|phone|send tips(?: to)?)\s*:?\s*\S+@\S+$|support (?:our|independent|quality) journalism\b|"
        r"(?:our|the) (?:daily |morning |weekly )?newsletter\b|we (?:use|value your) (?:cookies|privacy)\b|"
        r"(?:terms (?:of (?:use|service)|and conditions)|privacy policy|cookie (?:policy|settings))\b|"
        r"this (?:article|story|piece|column|interview|report) (?:was|is|has been|originally|first|appeared)\b"
        r"(?! (?:written|about)).{0,40}\b(?:published|appeared|republished|syndicated|translated|edited for|produced (?:by|in))\b|"
        r"our standards\s*:)",
    ),
    _rule(
        "desk note",
        ClaimRole.BOILERPLATE,
        r"[(\[]?(?:(?:adds|updates|recasts|corrects|refiles|writes through|rewrites|releads|removes|changes)\b[^.]{0,200}[)\]]$|"
        r"(?:additional |further |extra |live )?(?:reporting|writing|editing|compiled|production|translation|graphics?|fact[- ]checking)(?: and (?:writing|editing|reporting))? by\b)",
    ),
    _rule(
        "desk sign-off",
        ClaimRole.BOILERPLATE,
        r"\([A-Z][A-Z\d ,.’'&/-]{2,60}\)$|\[[A-Z][A-Z\d ,.’'&/-]{2,60}\]$|-?\s?(?:ENDS|END|30|###)\s?-?$|#+$",
        0,
    ),
    _rule(
        "copyright",
        ClaimRole.BOILERPLATE,
        r"(?:(?:copyright|\(c\)|©)\s*(?:©|\(c\))?\s*(?:19|20)\d\d\b|copyright\b|.{0,120}\ball rights reserved\b|"
        r".{0,80}\bmay not be (?:published|reproduced|republished)\b)",
    ),
    _rule(
        "picture credit",
        ClaimRole.CREDIT,
        rf"[(\[]?(?:{_PICTURE}(?: (?:credits?|sources?|courtesy(?: of)?|by))?\s*[:|/©]\s*\S|{_PICTURE} (?:credit|source|courtesy|by)\b|"
        rf"(?:credits?|courtesy(?: of)?)\s*[:/]|courtesy of\b|(?:file|stock|handout|library|archive) {_PICTURE}\b.{{0,60}}$|©\s*\D)",
    ),
    _rule(
        "agency credit",
        ClaimRole.CREDIT,
        rf"[(\[]?(?:{_AGENCY}(?: (?:Photo|Images?|News|Pictures|Press))?\s?[/|]\s?{_NAME}(?: {_NAME}){{0,3}}|"
        rf"{_NAME}(?: {_NAME}){{0,3}}\s?[/|]\s?(?:The )?{_AGENCY}(?: (?:Photo|Images?|News|Pictures|Press))?(?:\s?[/|]\s?[\w .]{{1,30}})?|"
        r"Getty Images|Shutterstock|AP Photo|iStock|Alamy)[)\]]?$",
        0,
    ),
    _rule(
        "byline",
        ClaimRole.CREDIT,
        r"(?:(?:[A-Z][A-Z ]{2,20}|Exclusive|Analysis|Opinion|Words|Report|Story|Written|Interview|Review|Text|Posted|Published)\s*:?\s+(?:by|By|BY)|By|BY|by|Von|Por|Par)"
        r"\s*:?\s+(?:[^\W\d_a-z]|the |our |staff |de |van |von |al-|el-|l’|d’)[^.!?]{0,160}"
        r"(?:\b(?:[A-Z]|Dr|Jr|Sr|Mr|Mrs|Ms|St|Prof)\.[^.!?]{0,80}){0,3}$",
        0,
    ),
    _rule(
        "author",
        ClaimRole.CREDIT,
        r"(?:authors?|writer|reporter|text|words|story|reporting|source)\s*:\s+(?:[^\W\d_a-z])[^.!?]{0,80}$",
    ),
)

_JOB_LINE = re.compile(
    rf"(?:[A-Za-z’'&,-]+ ){{0,6}}{_JOB}s?(?:,? (?:in|at|for|and|,)? ?[\w ’'&.-]{{1,50}})?$", re.IGNORECASE
)
_NAME_LINE = re.compile(
    r"[^\W\d_a-z][\w’'.-]*(?: (?:[^\W\d_a-z][\w’'.-]*|de|da|del|van|von|der|den|bin|al|el|la|le|and|&))"
    r"{0,5} [^\W\d_a-z][\w’'-]*\.?$"
)
_SECTION = re.compile(
    r"(?:(?:breaking|latest|local|world|national|international|uk|us|business|sports?|political)? ?news|world|politics|business|"
    r"economy|markets?|finance|money|sports?|football|opinion|comment|analysis|editorial|exclusive|live|video|energy|environment|climate|"
    r"science|tech(?:nology)?|health|culture|arts?|entertainment|lifestyle|life|travel|education|crime|courts?|local|national|regional|"
    r"international|europe|africa|asia|americas?|middle east|us|uk|u\.s\.|home|society|media|feature|features|explainer|"
    r"fact[ -]check|investigations?|special report|interview|review|obituary|obituaries|war in ukraine|ukraine|israel)$",
    re.IGNORECASE,
)


def recognise(line: str) -> Rule | None:
    """The first rule that fits a line without white space at its edges, or None: it may be running text."""
    if len(line) > LONGEST:
        return None
    for rule in RULES:
        if rule.pattern.match(line):
            return rule
    return None


def is_name(line: str) -> bool:
    """Whether a line could be nothing but the name of its author."""
    return len(line) <= 50 and _NAME_LINE.match(line) is not None


def is_job(line: str) -> bool:
    """Whether a line is what an author does: "Science correspondent"."""
    return len(line) <= 90 and _JOB_LINE.match(line) is not None


def is_section(line: str) -> bool:
    """Whether a line is nothing but the name of a newspaper's section."""
    return len(line) <= 30 and _SECTION.match(line) is not None
