"""Cue verbs and nouns with their frames: which words tie a source to what it says, and what may stand around them.

A frame is a row "lemma letters [type]". Letters:
  t  that-clause          b  bare clause ("said he left")   q  quotation beside it      p  may follow its content
  w  wh-clause            n  noun phrase as content         a  addressee as object      o  of, about, on … as content
  x  noun phrase, but only with words in quotation marks in it
  k  "put the number of … at …"
  i  infinitive           g  -ing form may be a cue alone   s  its source is the object ("quoted X as saying")
"""

from collections.abc import Mapping
from dataclasses import dataclass

from annotations.suggesters.words import listed

VERBS = """
remember tqnx               put_it qp
say tbqpwg                  tell abtqpwo                add tbqpg                   claim tbqpni
explain tqpwbng             recall tqpbnw               concede tqpbn               insist tqpbo
argue tqpbg                 note tqpbng                 state tqpbng                declare tqpbn
announce tqpbn              reveal tqpbnw               confirm tqpbnw              admit tqpbnw
acknowledge tqpbnw          allege tqpbn                assert tqpbn                maintain tqpb
contend tqpb                stress tqpbn                warn tqpboai                reiterate tqpbn
remark tqpo                 observe tqp                 report tbqpnog              write tbqpwg
testify tqpo                tweet tqp                   suggest tqpbng              predict tqpbn:assessment
forecast tqpn:assessment    project tqpn:assessment     underline tqpn              emphasise tqpn
emphasize tqpn              highlight tqn               underscore tn               caution tqpboa
complain tqpo               joke tqp                    quip tqp                    counter tqp
respond tqp                 reply tqpa                  retort tqp                  interject qp
exclaim qp                  shout tqp                   whisper tqp                 mutter qp
continue qp                 conclude tqpbn:assessment   estimate tqpbn:assessment   calculate tqpn:assessment
assess tqpbn:assessment     believe tqpb:assessment     think tqpb:assessment       reckon tqpb:assessment
consider tn:assessment      expect tni:assessment       assume tqpbn:assessment     suspect tqpbn:assessment
judge tx:assessment         deem n:assessment           regard n:assessment         doubt tnw:assessment
find t:assessment           fear tqpbn:attitude         hope tqpbi:attitude         worry tqpb:attitude
regret tn:attitude          welcome n:attitude          condemn n:attitude          criticise n:attitude
criticize n:attitude        praise n:attitude           slam n:attitude             blast n:attitude
denounce n:attitude         deplore n:attitude          lament tqpn:attitude        applaud n:attitude
hail n:attitude             deny tqpn                   dispute tqpn                reject tqn
dismiss qn                  rebut n                     refute tn                   disagree qpo
agree tqpb                  accuse nq                   blame n                     call qx
describe qx                 label x                     brand x                     dub x
term x                      portray n                   characterize n              characterise n
put k                       demand tqni                 urge aqtni                  ask awqpi
order ai                    promise tqpbai              pledge tqpbi                vow tqpbi
threaten ti                 propose tqn                 recommend tqn               advise aqt
request ti                  question xw                 wonder wqp                  inform at
assure atb                  remind at                   notify at                   brief at
advertise x                 boast tqpo                  brag tqpo                   indicate tqpbnw
show tnw                    imply tqn                   hint tqpo                   signal tn
mean t                      demonstrate tn              prove t                     disclose tqpn
divulge tn                  recount tqpwn               relate tqpn                 describe nqw
detail xw                   outline xw                  speculate tqp               theorise tp
theorize tp                 opine tqp                   point_out tqpbn             point_to n
call_for n                  call_on n                   read_out n                  rule_out n
set_out n                   speak o                     talk o                      air x
circulate tn                publish x                   tout x                      cite sn
quote sn                    attribute n                 trumpet tx                  rank x
list x                      caution tqpb                decry n                     express x
voice x                     raise x                     echo x                      insinuate tq
post tqp                    record sx                   mention tn                  elaborate qp
venture tqp                 volunteer tqp               clarify tqp                 recommend tqn
sum_up qp                   tease qp                    gush qp                     fume qp
thunder qp                  enthuse qp                  sigh qp                     cry qp
chant qp                    learn tp                    hear tp                     understand tpb
testify tqp                 swear tb                    attest tn                   certify tn
hold t:assessment           rule tqp                    determine tqpn              establish tx
advocate x                  defend x                    justify x                   oppose x
back x                      support x                   reaffirm tqn                affirm tqpn
protest tqp                 object tqp                  grumble tqp                 moan tqp
fret tqp                    gripe tqp
"""

IRREGULAR = {
    "say": "says said said saying",
    "tell": "tells told told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thought thinking",
    "put": "puts put put putting",
    "find": "finds found found finding",
    "show": "shows showed shown showing",
    "mean": "means meant meant meaning",
    "hold": "holds held held holding",
    "speak": "speaks spoke spoken speaking",
    "hear": "hears heard heard hearing",
    "swear": "swears swore sworn swearing",
    "understand": "understands understood understood understanding",
    "forecast": "forecasts forecast forecast forecasting",
    "learn": "learns learned learned learning",
    "slam": "slams slammed slammed slamming",
    "brag": "brags bragged bragged bragging",
    "dub": "dubs dubbed dubbed dubbing",
    "fret": "frets fretted fretted fretting",
    "admit": "admits admitted admitted admitting",
    "rebut": "rebuts rebutted rebutted rebutting",
    "quip": "quips quipped quipped quipping",
    "refer": "refers referred referred referring",
    "read": "reads read read reading",
    "set": "sets set set setting",
}

NOUN_LIKE = listed(
    "report reports claim claims note notes comment comments state states project projects forecast "
    "forecasts estimate estimates fear fears hope hopes worry doubt doubts demand demands order orders "
    "promise promises pledge pledges vow request requests question questions signal signals list lists "
    "record records post posts brief back support label brand judge judges term terms mean means counter "
    "objects object protest protests rule rules deal call calls blame quote quotes detail details voice "
    "raise praise challenge cries show shows air echo echoes recommend tweet tweets joke jokes remark "
    "remarks reply cry process blast suspect suspects proposal tease advocate advocates find talk talks "
    "speech plan plans welcome hold holds alert outline ranks rank dispute disputes regard regards "
    "regret regrets project volunteer volunteers detail"
)
"""Forms that are as often nouns: they need a subject beside them and no determiner before them."""

NO_ASSERTION = listed(
    "decline declined declines refuse refused refuses fail failed fails failing declining refusing "
    "unable unwilling unavailable neither yet"
)
"""Words before "to say": nobody asserts anything."""

NEGATIONS = listed(
    "not never didn't didn’t doesn't doesn’t don't don’t hasn't hasn’t haven't haven’t hadn't hadn’t won't won’t "
    "wouldn't wouldn’t"
)
UNSAID = listed(
    "say tell reveal disclose specify explain elaborate acknowledge admit confirm mention detail respond reply"
)
"""Cues that assert nothing when negated: "did not say when", "never acknowledged"."""
NOT_BEFORE_GERUND = listed("consider")
"""Cues that mean a plan before -ing: "is considering supplying"."""

CUE_NOUNS = {
    "claim": "indirect", "claims": "indirect", "report": "indirect", "reports": "indirect", "allegation": "indirect",
    "allegations": "indirect", "statement": "indirect", "assertion": "indirect", "suggestion": "indirect",
    "suggestions": "indirect", "accusation": "indirect", "accusations": "indirect", "warning": "indirect",
    "warnings": "indirect", "announcement": "indirect", "argument": "indirect", "contention": "indirect",
    "assessment": "assessment", "estimate": "assessment", "estimates": "assessment", "forecast": "assessment",
    "conclusion": "assessment", "belief": "assessment", "view": "assessment", "opinion": "assessment",
    "fear": "attitude", "fears": "attitude", "concern": "attitude", "concerns": "attitude", "hope": "attitude",
    "hopes": "attitude", "worries": "attitude", "doubts": "attitude", "anger": "attitude", "criticism": "attitude",
    "promise": "indirect", "pledge": "indirect", "admission": "indirect", "denial": "indirect", "rumours": "indirect",
    "rumors": "indirect", "complaint": "indirect", "complaints": "indirect", "prediction": "assessment",
    "predictions": "assessment", "insistence": "indirect", "testimony": "indirect", "remarks": "indirect",
    "comments": "indirect", "comment": "indirect", "threat": "indirect", "demand": "indirect",
}  # fmt: skip

CARRIERS = listed(
    "quoted cited reported published obtained seen reviewed released leaked aired carried broadcast "
    "attributed made issued posted relayed told read shown given circulated printed described picked "
    "shared voiced expressed raised recounted provided interviewed disclosed revealed uncovered"
)
"""Participles that tie words to whoever carries them: "quoted by the Post", "a letter obtained by the Post"."""

ORIGIN_VERBS = listed("originates originated comes came stems stemmed derives derived emanates emanated")


@dataclass(frozen=True, slots=True)
class Cue:
    """One verb with its frame letters and the type its content has when nothing is quoted."""

    lemma: str
    frame: str
    kind: str


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form: its verb and its shapes ("base", "s", "past", "part", "ing"), and a particle that follows."""

    cue: Cue
    shapes: frozenset[str]
    particle: str = ""


def inflected(verb: str, irregular: Mapping[str, str] = IRREGULAR) -> dict[str, set[str]]:
    """The forms of a verb, each with its shapes; `irregular` gives "-s past participle -ing" of those that need it."""
    if verb in irregular:
        s, past, part, ing = irregular[verb].split()
    elif verb.endswith("e"):
        s, past, part, ing = verb + "s", verb + "d", verb + "d", verb[:-1] + "ing"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        s, past, part, ing = verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    else:
        s = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
        past, part, ing = verb + "ed", verb + "ed", verb + "ing"
    forms: dict[str, set[str]] = {}
    for form, shape in ((verb, "base"), (s, "s"), (past, "past"), (part, "part"), (ing, "ing")):
        forms.setdefault(form, set()).add(shape)
    return forms


def _table() -> dict[str, list[Form]]:
    rows: dict[str, Cue] = {}
    words = VERBS.split()
    for lemma, row in zip(words[::2], words[1::2], strict=True):
        frame, _, kind = row.partition(":")
        known = rows.get(lemma)
        rows[lemma] = Cue(
            lemma, frame + (known.frame if known else ""), kind or (known.kind if known else "indirect")
        )
    table: dict[str, list[Form]] = {}
    for lemma, cue in rows.items():
        verb, _, particle = lemma.partition("_")
        for form, shapes in inflected(verb).items():
            table.setdefault(form, []).append(Form(cue, frozenset(shapes), particle))
    for forms in table.values():
        forms.sort(key=lambda form: not form.particle)
    return table


FORMS = _table()
