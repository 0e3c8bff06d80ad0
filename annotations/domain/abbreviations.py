"""Which written forms end in a full stop that is part of the word, and which words usually begin a sentence.

The tables hold general knowledge of English print; nothing in them is counted from a corpus. Each
abbreviation belongs to the one group that says what its full stop means before the next word. Forms are
written without the last full stop. What is listed with a capital ("Ill", "Gen") is no abbreviation in small
letters ("ill", "gen"); what is listed in small letters is also known with a first capital; everything is
also known in capitals.
"""

from enum import Enum


class Stop(Enum):
    """What the full stop of an abbreviation says about the end of a sentence."""

    NEVER = "leads on to the word that follows: Dr. Quill, vs. Norlund, e.g. reefs"
    NUMBER = "leads on to a number only: No. 5, p. 12, approx. 40"
    STARTER = "ends the sentence only before a word that usually begins one: Norlund Inc. The"
    TIME = "ends the sentence before a capital that names no day or zone, but not where the time opens it"
    CAPITAL = "ends the sentence before any capital letter: reefs, mines, etc. Marrin"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words("""
    Mr Mrs Ms Mx Messrs Mme Mlle Mmes Dr Drs Prof Profs Assoc Asst Sts Ste Rev Revd Fr Hon Rt Gen Lt Col
    Maj Capt Cpt Cmdr Cdr Comdr Brig Sgt Cpl Pvt Pfc Spc Adm Vadm Radm Ens Sen Sens Rep Reps Gov Govs Pres
    Supt Insp Det Dets Atty Attys Treas Amb Msgr Mgr Hr Herr Dipl Mag Cllr Coun Cong Ald Sra Snr Bp
    Abp Mt Mts Pt Ft mr mrs ms dr prof
""")
_LINKING = _words(
    "e.g i.e eg ie cf viz vs v resp incl excl a.k.a aka b d née ed eds trans feat q.v s.v op.cit ext attn ps p.s"
)
_NUMBERED = _words("""
    no nos nr n° p pp pg pgs par para paras vol vols fig figs sec secs sect art arts ch chap eq ex cl
    sched app bk cap tab ref refs reg regs stat ver § §§ l ll ln c ca approx est max min avg temp pop tel
    fax ph num
""")
_MONTHS = _words(
    "Jan Feb Febr Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Weds Thu Thur Thurs Fri"
)
_COMPANIES = _words("""
    inc corp corps co cos ltd llc llp plc lp bros assn dept depts univ inst intl int'l nat'l natl mfg govt
    gov't comm bhd pty gmbh assoc soc
""")
_PLACES = _words("""
    Ala Ariz Ark Calif Cal Colo Conn Del Fla Ga Ill Ind Kan Kans Ken La Md Mass Mich Minn Miss Mo Mont Neb
    Nebr Nev Okla Ore Penn Pa Tenn Tex Va Vt Wash Wis Wisc Wyo Ont Que Alta Sask Ave Blvd Rd Hwy Pkwy Sq
    Ln Ct Cres Bldg Apt st ave blvd rd hwy
""")
_SUFFIXES = _words("Jr Sr Esq Ph.D Bt Bart Ret jr sr")
_OPEN = _words("etc et.al al ibid seq ff oz lb lbs ft cm mm km kg mph hrs hr mins secs yr yrs")

_GROUPS: tuple[tuple[frozenset[str], Stop], ...] = (
    (_OPEN, Stop.CAPITAL),
    (_words("a.m p.m"), Stop.TIME),
    (_COMPANIES | _PLACES | _SUFFIXES | _MONTHS, Stop.STARTER),
    (_NUMBERED, Stop.NUMBER),
    (_TITLES | _LINKING, Stop.NEVER),
)


def _spellings(form: str) -> set[str]:
    return {form, form[:1].upper() + form[1:], form.upper()}


FORMS: dict[str, Stop] = {}
for _forms, _group in _GROUPS:
    for _form in _forms:
        # A single letter in capitals is an initial, whatever it stands for in small letters.
        FORMS.update(dict.fromkeys(_spellings(_form) if len(_form) > 1 else {_form}, _group))

DAYS_AND_ZONES = _words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tues Wed Thurs Fri Sat Sun January
    February March April May June July August September October November December Jan Feb Mar Apr Aug Sept
    Oct Nov Dec Eastern Central Mountain Pacific Atlantic Greenwich Universal EST EDT ET CST CDT CT MST
    MDT MT PST PDT PT GMT UTC BST CET CEST
""")

NAMES_WITH_MARK = _words("Yahoo Yum Jeopardy Joomla Wham Airplane")

STARTERS = _words("""
    A About According Across Additionally After Again All Allegedly Already Also Although Am Among An And
    Another Any Anybody Anyone Anything Are Around As At Because Been Before Below Besides Between Both
    But By Can Could Despite Did Do Does During Each Earlier Either Even Eventually Ever Every Everybody
    Everyone Everything Except Few Finally First For From Further Furthermore Had Has Have Having He Hence
    Her Here His How However I If In Indeed Instead Is It Its Just Last Later Let Like Many Maybe Me
    Meanwhile Might More Moreover Most Much Must My Neither Never Nevertheless Next No Nobody None
    Nonetheless Nor Not Nothing Now Of Often On Once One Only Or Other Others Otherwise Our Over Perhaps
    Please Police Previously Rather Recently Several Shall She Should Similarly Since So Some Somebody
    Someone Something Sometimes Soon Still Such Thank Thanks That The Their Them Then There Therefore
    These They This Those Though Through Throughout Thus To Today Tomorrow Too Two Three Under
    Unfortunately Unless Unlike Until Upon Very Was We Well Were What Whatever When Whenever Where Whereas
    Whether Which While Who Whoever Whose Why With Within Without Would Yes Yesterday Yet You Your
""")
