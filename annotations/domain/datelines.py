"""Place and time of a report: lines of their own, and the opening of an agency's first sentence."""

import re

_MONTHS = [
    "jan",
    "january",
    "janv",
    "janvier",
    "januar",
    "enero",
    "ene",
    "janeiro",
    "gennaio",
    "feb",
    "february",
    "fevrier",
    "février",
    "februar",
    "febrero",
    "fev",
    "fevereiro",
    "febbraio",
    "mar",
    "march",
    "mars",
    "märz",
    "maart",
    "marzo",
    "março",
    "apr",
    "april",
    "avril",
    "abril",
    "avr",
    "aprile",
    "may",
    "mai",
    "mayo",
    "maio",
    "maggio",
    "mei",
    "jun",
    "june",
    "juin",
    "juni",
    "junio",
    "junho",
    "giugno",
    "jul",
    "july",
    "juillet",
    "juli",
    "julio",
    "julho",
    "luglio",
    "aug",
    "august",
    "août",
    "aout",
    "agosto",
    "augustus",
    "sep",
    "sept",
    "september",
    "septembre",
    "septiembre",
    "setembro",
    "settembre",
    "oct",
    "october",
    "octobre",
    "oktober",
    "octubre",
    "outubro",
    "ottobre",
    "okt",
    "nov",
    "november",
    "novembre",
    "noviembre",
    "novembro",
    "dec",
    "december",
    "décembre",
    "dezember",
    "diciembre",
    "dezembro",
    "dicembre",
    "déc",
    "dic",
    "dez",
]
_DAYS = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "weds",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
]
_ZONES = [
    "utc",
    "gmt",
    "bst",
    "est",
    "edt",
    "cst",
    "cdt",
    "mst",
    "mdt",
    "pst",
    "pdt",
    "et",
    "pt",
    "ct",
    "mt",
    "cet",
    "cest",
    "eet",
    "eest",
    "msk",
    "ist",
    "jst",
    "aest",
    "aedt",
    "nzst",
    "nzdt",
    "wib",
    "sgt",
    "hkt",
    "z",
]
_GLUE = [
    "published",
    "updated",
    "posted",
    "modified",
    "last",
    "first",
    "on",
    "at",
    "the",
    "of",
    "by",
    "from",
    "to",
    "and",
    "a",
    "an",
    "am",
    "pm",
    "a.m",
    "p.m",
    "st",
    "nd",
    "rd",
    "th",
    "de",
    "le",
    "el",
    "um",
    "uhr",
    "den",
    "der",
    "date",
    "time",
    "local",
    "hrs",
    "hours",
    "hour",
    "minutes",
    "minute",
    "min",
    "mins",
    "ago",
    "h",
    "day",
    "days",
    "week",
    "weeks",
    "yesterday",
    "today",
    "tonight",
    "created",
    "edited",
    "issued",
    "noon",
    "midnight",
    "o'clock",
    "edition",
    "issue",
    "no",
    "vol",
    "print",
    "online",
]
_STRONG = frozenset(_MONTHS + _DAYS + _ZONES)
_KNOWN = frozenset(_STRONG.union(_GLUE, ("t", "p", "m")))
_WORDS = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\b)?|\d+")
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2} ?[ap]\.?m\b|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b\d+ (?:hours?|minutes?|mins?|days?) ago\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:[^\W\d_a-z][\w’'.-]* ?){1,4}(?:[,:|/–—-]| \([^()]{1,30}\))\s*")
_DATED = re.compile(
    rf"\b(?:(?:{'|'.join(m for m in _MONTHS if len(m) > 2)})\.? \d{{1,4}}\b|\d{{1,2}}(?:st|nd|rd|th)?\.? (?:{'|'.join(m for m in _MONTHS if len(m) > 2)})\b|"
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)",
    re.IGNORECASE,
)

_CITY = r"[A-Z](?:[\w’'.-]*[\w.])?(?: (?:[A-Z][\w’'.-]*|de|del|la|le|al|el|am|upon|of|the|and)){0,4}"
_CAPITALS = r"[^\W\d_a-z]{2}[^\Wa-z_]*(?:[ ’'./-][^\Wa-z_]+){0,5}"
_WHEN = (
    rf"(?:(?:{'|'.join(sorted({d[:3] for d in _DAYS}))})[a-z]*\.?,? )?"
    rf"(?:(?:{'|'.join(m for m in _MONTHS)})\.? \d{{1,2}}|\d{{1,2}}\.? (?:{'|'.join(m for m in _MONTHS)})\.?)(?:,? (?:19|20)\d\d)?"
)
_REGION = r"(?:, [A-Z][\w.’' -]{1,25})?"
_AGENCY = r"[(/\[][A-Z][\w .,&’'/-]{1,40}[)/\]]"
_DASH = r"(?:--?|–|—|―|\.)"
_OPENING = re.compile(
    rf"(?:(?:{_CAPITALS}|{_CITY}){_REGION}(?:,? \(?(?i:{_WHEN})\)?)?,? ?\.? ?{_AGENCY}\.?(?: ?{_DASH})?"  # CITY, July 2 (AGENCY) —
    rf"|(?:{_CAPITALS}|{_CITY}){_REGION},? (?i:{_WHEN}) ?(?:--?|–|—|―)"  # City, July 2 —
    rf"|{_CAPITALS}{_REGION} ?(?:--|–|—|―)"  # CITY —
    rf"|{_CAPITALS}{_REGION} -(?= )"
    r"|\([A-Z][\w .&’'/-]{1,30}\) ?(?:--?|–|—|―))(?=\s*\S)"  # (AGENCY) -
)


def is_dateline(line: str) -> bool:
    """Whether a line holds nothing but place and time, or only time."""
    if len(line) > 120:
        return False
    if _all_time(line):
        return True
    place = _PLACE.match(line)
    return place is not None and _all_time(line[place.end() :])


def holds_date(line: str) -> bool:
    """Whether a full date stands somewhere in a short line, as in a byline with its day."""
    return len(line) <= 240 and _DATED.search(line) is not None


def opening(line: str) -> int:
    """Length of the "CITY, July 2 (AGENCY) —" before an agency's first sentence; 0 where there is none."""
    match = _OPENING.match(line[:140])
    return match.end() if match else 0


def _all_time(line: str) -> bool:
    words = _WORDS.findall(line.lower())
    if not words or not all(word in _KNOWN or word.isdigit() for word in words):
        return False
    strong = sum(word in _STRONG for word in words)
    return any(word.isdigit() for word in words) and (strong > 0 or _CLOCK.search(line) is not None)
