"""What surrounds the running text of an article: bylines, picture credits, page furniture, notes of the desk.

Rules as data: a rule has a name, the role of the lines it fits, and a pattern tried at the line's start. To
be quick, a rule is tried only on lines that begin with one of its `openers` (lower-case words; "0" stands for
any number) or hold one of its `marks`. Patterns are bounded, and longer lines than `LONGEST` are not tried.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotations.domain.vocabulary import ClaimRole

LONGEST = 240


class Rule(NamedTuple):
    """Why a line is not running text."""

    name: str
    role: ClaimRole
    pattern: re.Pattern[str]
    openers: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()


_ANY = re.IGNORECASE
_NAME = r"[^\W\d_a-z](?:[\w’'-]*\w)?\.?"
_PEOPLE = rf"{_NAME}(?: {_NAME}){{0,3}}"
_AGENCY = (
    r"(?:The )?(?:Reuters|Bloomberg|Getty|Shutterstock|Alamy|iStock|Associated Press|Agence France-Presse|"
    r"NurPhoto|Anadolu|Xinhua|Imago|Zuma|Sipa|Unsplash|Pixabay|Wikimedia|[A-Z]{2,5})"
    r"(?: (?:Photo|Images?|News|Pictures|Press))?"
)
_PICTURE = r"(?:photo(?:graph)?s?|photographer|pictures?|pics?|images?|illustrations?|graphics?|cover)"
_LEAD = (
    r"(?:[A-Z][A-Z ]{2,20}|Exclusive|Analysis|Opinion|Words|Report|Story|Written|Interview|Review|Text|"
    r"Posted|"
    r"Published|Commentary|Perspective)"
)

# What a link to another page begins with; it ends there, or goes on after a colon or an arrow.
_TRAILS = (
    r"related(?: (?:content|articles?|stories|story|news|topics?|links?|coverage|posts?|video|reading))?",
    r"read(?:,? (?:more|also|next|on|this|the full (?:story|report|article)))",
    r"most (?:read|popular|viewed|shared|watched|commented)",
    r"more (?:on this(?: story)?|stories|news|like this|coverage|(?:from|in|on|about) [\w’' -]{1,40})",
    r"(?:see|watch|also read|read) (?:also|more|now|next)?",
    r"also (?:read|see|watch|on [\w ]{1,40}|in the news)",
    r"you (?:may|might) (?:also )?(?:like|be interested in)",
    r"recommended(?: for you| stories| reading)?",
    r"trending(?: now| stories| topics)?",
    r"editors?['’]? ?(?:s )?(?:picks?|choice)",
    r"(?:top|latest|popular|featured|other|new|live) (?:stories|news|articles|headlines|posts|videos|"
    r"updates)",
    r"don['’]t miss|up next|what to read next|popular now|explore more|keep reading|further reading|watch",
    r"elsewhere (?:on|in) [\w ]{1,40}|videos?|in pictures|in depth|go deeper|dig deeper",
)
_BUTTONS = (
    r"advertise?ments?|advertising|ad|sponsored(?: content)?|promoted(?: content)?|paid post",
    r"(?:article|story) continues (?:below|after).*|continue reading.*|skip (?:to|advertisement|past|ad)\b.*",
    r"share(?: this)?(?: (?:article|story|page|on|via|with|link)\b.*)?|copy (?:the )?link.*|"
    r"print(?: this page)?",
    r"save(?: (?:article|story|for later))?|email(?: this)?|comments?(?: \(?\d+\)?)?|listen|"
    r"gift(?: article)?",
    r"bookmark|tweet|post|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|messenger",
    r"menu|search|home|close|loading\W*|back to top|view (?:comments|all|gallery)|leave a (?:comment|reply)",
    r"join the conversation|(?:show|load|view|see) more|sign in|log in|subscribe|donate|play|pause|mute|"
    r"enlarge",
    r"listen to (?:this )?(?:article|story)\b.*|(?:estimated )?read(?:ing)? time\b.*|reuse this content",
    r"(?:tags?|topics?|keywords|filed under|categories|in this article|more about)\s*:.*|home\s*[>»/|›].*",
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)[ -]min(?:ute)?s? (?:read|listen|watch)",
    r"\d+ (?:comments?|shares?|views?|likes?|replies)|accept(?: all)?(?: cookies)?|terms of (?:use|service)",
    r"privacy policy|cookie (?:policy|settings)|contact us|about us|advertise with us",
)
_CALLS = (
    r"sign up\b|subscribe (?:to|now|here|for|today)\b|get (?:the latest|our|[\w ]{1,30} newsletter|alerts)\b",
    r"(?:join|follow) (?:us|our|me|the conversation)\b",
    r"follow [\w ’']{1,40} on (?:facebook|twitter|x|instagram|whatsapp|telegram|google|bluesky|tiktok)\b",
    r"download (?:the|our) [\w ]{0,30}app\b|(?:click|tap) here\b|support (?:our|independent|"
    r"quality) journalism\b",
    r"have (?:you been (?:affected|a victim)|you got a|a (?:tip|story))\b|got a (?:tip|story|news tip)\b",
    r"do you (?:have|know) (?:a story|more about|a tip|information)\b|are you affected\b|tell us\b",
    r"(?:contact|e-?mail|write to) (?:us|me|the (?:author|newsroom|reporter|editor)|\S+@)",
    r"(?:contact|e-?mail|tel|phone|send tips(?: to)?)\s*:\s*\S|(?:our|the) [\w ]{0,20}newsletter\b",
    r"we (?:use|value your) (?:cookies|privacy)\b|our standards\s*:|listen to (?:our|"
    r"the) [\w ]{0,30}podcast\b",
    r"(?:the headline (?:of|on) )?this (?:article|story|piece|column|interview|report|post) "
    r"(?:was|is|has been|originally|first|"
    r"appeared)\b"
    r".{0,40}\b(?:published|appeared|republished|syndicated|translated|updated|amended|produced (?:by|in))\b",
)
_NOTES = (
    r"(?:adds|updates|recasts|corrects|refiles|rewrites|releads|removes|changes|clarifies|"
    r"writes) [^.]{0,200}[)\]]$",
    r"(?:additional |further |extra |live )?"
    r"(?:reporting|writing|editing|compiled|production|translation|graphics?|fact[- ]checking|research)"
    r"(?:,? (?:and )?(?:writing|editing|reporting|research))? by\b",
)
_PICTURE_CREDITS = (
    rf"{_PICTURE}(?: (?:credits?|sources?|courtesy(?: of)?|by))?\s*[:|/©]\s*\S",
    rf"{_PICTURE} (?:credit|source|courtesy|by)\b|(?:credits?|courtesy(?: of)?|copyright)\s*[:/]|"
    rf"courtesy of\b",
    rf"(?:file|stock|handout|library|archive) {_PICTURE}\b.{{0,60}}$|getty images\b|(?:ap|afp|"
    rf"epa) (?:photo|image)s?\b",
)


def _rule(
    name: str,
    role: ClaimRole,
    alternatives: Sequence[str],
    *,
    before: str = "",
    after: str = "",
    openers: str = "",
    marks: Sequence[str] = (),
    flags: int = _ANY,
) -> Rule:
    pattern = re.compile(f"{before}(?:{'|'.join(alternatives)}){after}", flags)
    return Rule(name, role, pattern, frozenset(openers.split()), tuple(marks))


RULES: tuple[Rule, ...] = (
    _rule(
        "trail",
        ClaimRole.BOILERPLATE,
        _TRAILS,
        after=r"\s*(?:[:>»→|…–—].*)?$",
        openers="related read most more see watch also you recommended trending editor editors top"
        " latest popular"
        " featured other new live don up what explore keep further elsewhere in go dig video videos",
    ),
    _rule(
        "page furniture",
        ClaimRole.BOILERPLATE,
        _BUTTONS,
        after=r"$",
        openers="advertisement advertisment advertisements advertising advertise ad sponsored promoted"
        " paid article"
        " story continue skip share copy print save email comment comments listen gift bookmark tweet post "
        "facebook"
        " twitter x whatsapp telegram linkedin reddit pinterest instagram messenger menu search home close "
        "loading"
        " back view leave join show load see sign log subscribe donate play pause mute enlarge estimated "
        "read reading"
        " reuse tag tags topic topics keywords filed categories in more 0 one two three four five six "
        "seven eight"
        " nine ten accept terms privacy cookie contact about",
    ),
    _rule(
        "call to the reader",
        ClaimRole.BOILERPLATE,
        _CALLS,
        before=r"\W{0,3}",
        openers="sign subscribe get join follow download click tap support have got do are tell contact"
        " e email"
        " write tel phone send our the we listen this",
    ),
    _rule(
        "desk note",
        ClaimRole.BOILERPLATE,
        _NOTES,
        before=r"[(\[]?",
        openers="adds updates recasts corrects refiles rewrites releads removes changes clarifies"
        " writes additional"
        " further extra live reporting writing editing compiled production translation graphic graphics "
        "fact research",
    ),
    _rule(
        "contributors",
        ClaimRole.BOILERPLATE,
        (r".{0,200}\bcontributed (?:to (?:this|the) (?:report|article|story)|reporting)\b",),
        marks=(" contributed ",),
    ),
    _rule(
        "stage direction",
        ClaimRole.BOILERPLATE,
        (r"\([A-Z][A-Z\d ,.:’'&/\"“”-]{2,80}\)$", r"\[[A-Z][A-Z\d ,.:’'&/\"“”-]{2,80}\]$"),
        marks=(")", "]"),
        flags=0,
    ),
    _rule(
        "end mark",
        ClaimRole.BOILERPLATE,
        (r"-{0,3} ?(?:ENDS?|30|###) ?-{0,3}$",),
        openers="end ends 0",
        flags=0,
    ),
    _rule(
        "copyright",
        ClaimRole.BOILERPLATE,
        (
            r"(?:copyright|\(c\)|©) ?(?:©|\(c\))? ?(?:19|20)\d\d\b",
            r".{0,160}\ball rights reserved\b",
            r".{0,100}\bmay not be (?:published|reproduced|republished)\b",
        ),
        marks=("©", "opyright", "(c)", "(C)", "OPYRIGHT", "ights ", "RIGHTS", " may not be "),
    ),
    _rule(
        "picture credit",
        ClaimRole.CREDIT,
        _PICTURE_CREDITS,
        before=r"[(\[]?",
        openers="photo photos photograph photographs photographer picture pictures pic pics image"
        " images illustration"
        " illustrations graphic graphics cover credit credits courtesy copyright file stock handout "
        "library"
        " archive getty ap afp epa",
    ),
    _rule("picture credit", ClaimRole.CREDIT, (r"[(\[]?© ?\D",), marks=("©",)),
    _rule(
        "agency credit",
        ClaimRole.CREDIT,
        (
            rf"[(\[]?{_AGENCY} ?[/|] ?{_PEOPLE}[)\]]?$",
            rf"[(\[]?{_PEOPLE} ?[/|] ?{_AGENCY}(?: ?[/|] ?[\w .]{{1,30}})?[)\]]?$",
            rf"[(\[]{_AGENCY}[)\]]$",
        ),
        marks=("/", "|", "("),
        flags=0,
    ),
    _rule(
        "byline",
        ClaimRole.CREDIT,
        (
            rf"(?:(?:{_LEAD}:? )?(?:by|By|BY)|Von|Por|Par) ?:? "
            r"(?:[^\W\d_a-z]|the |our |staff |de |van |von |al-|el-|l’|d’)[^.!?]{0,120}"
            r"(?:(?<![^\W_][^\W_][^\W_])\.[^.!?]{0,80}){0,4}$",
        ),
        marks=("by ", "By ", "BY ", "by:", "By:", "Von ", "Por ", "Par "),
        flags=0,
    ),
    _rule(
        "author",
        ClaimRole.CREDIT,
        (r"(?:authors?|writer|reporter|text|words|story|reporting|source)\s*: [^\W\d_][^.!?]{0,80}$",),
        openers="author authors writer reporter text words story reporting source",
    ),
)

_SIGNS = Rule("drawn rule", ClaimRole.BOILERPLATE, re.compile(r"[\W_]+$"))
_FIRST_WORD = re.compile(r"[\W_]{0,3}([^\W_]+)")
_BY_OPENER = {
    word: tuple(rule for rule in RULES if word in rule.openers) for rule in RULES for word in rule.openers
}
_BY_MARK = tuple(rule for rule in RULES if rule.marks)


def recognise(line: str) -> Rule | None:
    """The rule that fits a line without white space at its edges, or None: it may be running text."""
    if len(line) > LONGEST:
        return None
    first = _FIRST_WORD.match(line)
    if first is None and _SIGNS.pattern.match(line):
        return _SIGNS
    if first is not None:
        word = first.group(1).lower()
        for rule in _BY_OPENER.get("0" if word.isdigit() else word, ()):
            if rule.pattern.match(line):
                return rule
    for rule in _BY_MARK:
        for mark in rule.marks:
            if mark in line:
                if rule.pattern.match(line):
                    return rule
                break
    return None
