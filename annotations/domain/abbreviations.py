"""Which written forms end in a full stop that is part of the word, and which words usually begin a sentence.

The tables hold general knowledge of English print; nothing in them is counted from a corpus. Each abbreviation
belongs to the one group that says what its full stop means before the next word. Forms are written without the
last full stop and in lower case; a form is looked up as it stands and in lower case.
"""

from enum import Enum


class Stop(Enum):
    """What the full stop of an abbreviation says about the end of a sentence."""

    NEVER = "leads on to the word that follows: Dr. Quill, vs. Norlund, e.g. reefs"
    NUMBER = "leads on to a number only: No. 5, p. 12, Jan. 3"
    STARTER = "ends the sentence only before a word that usually begins one: Norlund Inc. The"
    CAPITAL = "ends the sentence before any capital letter: and so on, etc. Marrin"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    """
    mr mrs ms mx messrs mme mlle mmes dr drs prof profs assoc asst st ste sts rev revd fr hon rt gen lt
    col maj capt cpt cmdr cdr comdr brig sgt cpl pvt pfc adm vadm radm ens sra ssgt msgt gov govs sen sens rep reps
    pres supt insp det dets sr-lt pte spc treas sec-gen amb atty attys atty-gen dist dep msgr mgr bro sr-dr
    herr frau dipl ing mag eng arch gebr ald cllr coun cong ald-elect chan
    """
)
LINKING = _words(
    """
    e.g i.e eg ie cf viz vs v ca c approx esp incl excl resp al-id aka a.k.a o/b/o b d fl ft mt mts pt ave-of
    pop est feat ed eds trans transl illus intro orig abbr lit def tel fax ph ext attn max min avg temp
    i.e.d op.cit loc.cit w/o q.v s.v sc nee née der gov't dept-of
    """
)
NUMBERED = _words(
    """
    no nos nr n° nº num p pp pg pgs par para vol vols fig figs sec sect art arts ch chap chaps eq eqs ex cl sched
    app bk bks cap no's tab ref refs ver rev-no
    § §§ fol ff-no ll l ln stat reg regs act-no exh
    """
)
MONTHS = _words(
    "jan feb febr mar apr jun jul aug sept sep oct nov dec mon tue tues wed weds thu thur thurs fri"
)
COMPANIES = _words(
    """
    inc incs corp corps co cos ltd llc l.l.c l.l.p llp plc p.l.c lp l.p bros assn assoc'n dept depts univ inst
    intl int'l nat'l natl mfg mfrs dist'rs govt comm cttee soc s.a s.p.a n.v b.v a.g a.s a/s pty bhd gmbh ges
    """
)
PLACES = _words(
    """
    ala ariz ark calif colo conn del fla ga ill ind kan kans ken la md mass mich minn miss mo mont neb nebr nev
    okla ore penn pa tenn tex va vt wash wis wisc wyo ont que alta sask man b.c n.b n.s
    ave blvd rd hwy pkwy sq ln ct cres terr bldg jct apt ste-no rte rm
    """
)
SUFFIXES = _words(
    "jr sr esq ph.d m.d b.a m.a b.sc m.sc d.d.s d.phil m.b.a r.n ph.d.s phd bt bart ret ret'd k.c q.c m.p"
)
TIMES = _words("a.m p.m am pm")
OPEN = _words(
    "etc al et.al ibid id seq et.seq ff oz lb lbs ft in-ht sq.ft cm mm km kg mph hrs hr mins secs yr yrs"
)
SINGLE = _words("u.s u.k u.n e.u u.s.a u.s.s.r u.a.e d.c p.r n.y n.j n.c s.c n.d s.d n.h n.m r.i w.va l.a")

FORMS: dict[str, Stop] = {
    **dict.fromkeys(OPEN, Stop.CAPITAL),
    **dict.fromkeys(COMPANIES | PLACES | SUFFIXES | SINGLE | TIMES, Stop.STARTER),
    **dict.fromkeys(NUMBERED | MONTHS, Stop.NUMBER),
    **dict.fromkeys(TITLES | LINKING, Stop.NEVER),
}

STARTERS = _words(
    """
    A About According Across Additionally After Again All Allegedly Already Also Although Altogether Am Among An And
    Another Any Anybody Anyone Anything Are Around As At Because Been Before Below Besides Between Both But By Can
    Could Despite Did Do Does Don't During Each Earlier Either Even Eventually Ever Every Everybody Everyone
    Everything Except Few Finally First For From Further Furthermore Had Has Have Having He He'd He'll He's
    Hence Her Here His How However I I'd I'll I'm I've If In Indeed Instead Is Isn't It It'd It'll It's Its Just Last
    Later Let Let's Like Many Maybe Me Meanwhile Might More Moreover Most Much Must My Neither Never
    Nevertheless Next No Nobody None Nonetheless Nor Not Nothing Now Of Often On Once One Only Or Other Others
    Otherwise Our Over Perhaps Please Police Previously Rather Recently Several Shall She She'd She'll She's Should
    Similarly Since So Some Somebody Someone Something Sometimes Soon Still Such Than Thank Thanks That That's
    The Their Them Then There There's Therefore These They They'd They'll They're They've This Those Though Through
    Throughout Thus To Today Tomorrow Too Two Three Under Unfortunately Unless Unlike Until Upon Very Was We We'd
    We'll We're We've Well Were What What's Whatever When Whenever Where Whereas Whether Which While Who Who's Whoever
    Whose Why Will With Within Without Would Yes Yesterday Yet You You'd You'll You're You've Your
    """
)
