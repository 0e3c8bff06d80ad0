"""Place and time of a report: lines of their own, and the opening of an agency's first sentence."""

import re

_LONGEST = 120


def _words(text: str) -> list[str]:
    return text.split()


_MONTHS = _words(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "januar februar märz mai juni juli oktober dezember mär okt dez "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr avr juil déc "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene ago dic "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre "
    "januari februari maart mei augustus"
)
_DAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat "
    "sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi "
    "dimanche lunes martes miércoles jueves viernes sábado domingo"
)
_ZONES = _words(
    "utc gmt bst est edt cst cdt mst mdt pst pdt et pt ct mt cet cest eet eest msk ist jst aest aedt nzst "
    "nzdt"
    " sgt hkt sast wib z"
)
_GLUE = _words(
    "published updated posted modified created edited issued last first on at the of by from to and a an "
    "am pm m"
    " p st nd rd th t de le el um uhr den der del date time local hrs hours hour minutes minute min mins "
    "ago h day"
    " days week weeks yesterday today tonight noon midnight edition issue no vol print online"
)
_STRONG = frozenset(_MONTHS + _DAYS + _ZONES)
_KNOWN = _STRONG.union(_GLUE)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_TIME = re.compile(
    r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|"
    r"\b\d{1,3} (?:hours?|minutes?|mins?|days?|weeks?) ago\b",
    re.IGNORECASE,
)
_CAPITALISED = r"[^\W\d_a-z][\w’'.-]{0,25}"
_PLACE = re.compile(rf"{_CAPITALISED}(?: {_CAPITALISED}){{0,3}} ?(?:[,:|/–—-]|\([^()]{{1,30}}\)) ?")
_MONTH = f"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_DATE = re.compile(
    rf"\b(?:{_MONTH}\.? \d{{1,4}}\b|\d{{1,2}}(?:st|nd|rd|th)?\.? {_MONTH}\b|(?:19|20)\d\d-\d\d-\d\d|"
    r"\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)",
    re.IGNORECASE,
)

# "CITY, Region, July 2 (AGENCY) —" and its shorter forms; the words of a city in small letters count only
# where a day or an agency follows.
_SMALL = r"[A-Z][\w’'.-]{0,25}(?: (?:[A-Z][\w’'.-]{0,25}|de|del|la|le|al|el|am|upon|of|the|and)){0,4}"
_LARGE = r"[^\W\d_a-z]{2}[^\Wa-z_]{0,25}(?:[ ’'./-][^\Wa-z_]{1,25}){0,5}"
_REGION = r"(?:, [A-Z][\w.’' -]{1,25}?)?"
_DAY = (
    rf"(?:(?:[A-Z][a-z]{{2,8}}\.?, )?(?i:{_MONTH}\.? \d{{1,2}}|\d{{1,2}}\.? {_MONTH}\.?)"
    r"(?:,? (?:19|20)\d\d)?)"
)
_AGENCY = r"(?:\((?:dpa|afp|ap|apa|sda|efe|ots|dts|epd|kna)\)|[(\[][A-Z][\w .,&’'/-]{1,40}[)\]]|/[A-Z][\w .-]{1,20}/)"
_DASH = r"(?:--?|–|—|―)"
_SIGN = re.compile(r"[)\]/–—―]|-[ -]")
_TOLD = re.compile(
    rf"(?:(?:{_LARGE}|{_SMALL}){_REGION}(?:,? \(?{_DAY}\)?)?[.,]? ?{_AGENCY}(?: ?{_DASH}|\.)"
    rf"|(?:{_LARGE}|{_SMALL}){_REGION},? {_DAY} ?{_DASH}"
    rf"|\([A-Z][\w .&’'/-]{{1,30}}\) ?{_DASH})(?=\s+\S)"
)
_BARE = re.compile(rf"{_LARGE}{_REGION} ?(?:--|–|—|―| -)(?=\s+\S)")


def is_dateline(line: str) -> bool:
    """Whether a line holds nothing but place and time, or only time."""
    if len(line) > _LONGEST or _DIGIT.search(line) is None:
        return False
    words = _WORD.findall(line.lower())
    if not words or (words[-1] not in _KNOWN and not words[-1].isdigit()):
        return False
    if _is_time(line, words):
        return True
    place = _PLACE.match(line)
    return place is not None and _is_time(line, _WORD.findall(line[place.end() :].lower()))


def holds_date(line: str) -> bool:
    """Whether a full date stands somewhere in a short line, as in a byline with its day."""
    return len(line) <= 2 * _LONGEST and _DATE.search(line) is not None


def opening(line: str, *, first: bool) -> int:
    """Length of the "CITY, July 2 (AGENCY) —" before an agency's first sentence; 0 where there is none.

    The short form "CITY —" counts only in the `first` paragraphs, later it is a heading.
    """
    if _SIGN.search(line, 1, _LONGEST) is None or not (line[0] == "(" or line[0].isupper()):
        return 0
    start = line[: _LONGEST + 20]
    match = _TOLD.match(start) or (_BARE.match(start) if first else None)
    return match.end() if match else 0


def _is_time(line: str, words: list[str]) -> bool:
    if not words or not all(word in _KNOWN or word.isdigit() for word in words):
        return False
    numbers = any(word.isdigit() for word in words)
    return numbers and (not _STRONG.isdisjoint(words) or _TIME.search(line) is not None)
