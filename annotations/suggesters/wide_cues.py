"""Cues in the wide sense: besides speech and thought also plans, wishes, refusals, support, blame and displays.

The chains follow a narrower notion and do not read this table; flat attributions do. A row is "lemma letters":
  c  a clause depends on it        n  its object, with what follows, is content      i  an infinitive is content
  p  a prepositional phrase is     o  "to X" or an object is spoken to, and a clause or infinitive follows
  h  whose view it is stays hidden
"""

WIDE = """
say c            tell co          ask cnop         add c            write cp         read c
note cn          call np          call_for n       state cn         announce cni     declare cni
claim cni        argue cp         insist cp        suggest cn       admit c          acknowledge cn
confirm cn       deny cn          allege cn        warn cop         explain cn       reply cp
respond cp       respond_to n     report cn        promise cnio     pledge cni       vow cni
swear ci         threaten cni     offer ni         agree cip        disagree cp      refuse i
decline i        hope cip         wish ci          want ni          desire ni        expect cni
hint cp          imply cn         indicate cn      signal cn        show cn          reveal cn
disclose cn      demonstrate cn   find c           conclude cn      decide cip       rule cnp
judge cn         estimate cn      predict cn       forecast cn      believe cnp      think cp
feel cp          know c           doubt cn         suspect cn       assume cn        suppose c
imagine cn       regard n         view n           deem n           rate n           rank n
describe n       portray n        depict n         characterize n   characterise n   dub n
label n          brand n          term n           liken n          compare n        praise n
laud n           applaud n        hail n           commend n        salute n         celebrate n
admire n         thank n          congratulate n   criticize n      criticise n      slam n
blast n          attack n         assail n         mock n           ridicule n       condemn n
denounce n       decry n          deride n         rip n            bash n           chide n
scold n          rebuke n         lambaste n       accuse n         blame n          fault n
charge cn        reject n         dismiss n        dispute n        refute n         rebut n
contest n        challenge n      question cn      endorse n        advocate np      defend n
justify n        favor ni         favour ni        prefer ni        embrace n        welcome n
approve np       disapprove p     love ni          hate ni          fear cn          worry cp
regret cn        lament cn        mourn n          resent n         urge cno         encourage no
press p          exhort no        implore no       beg no           plead p          appeal p
demand cni       request cn       order cno        advise cno       recommend cn     propose cni
seek ni          aim ip           strive i         attempt i        mention cn       cite n
quote n          reference n      refer_to n       discuss n        debate n         talk p
comment p        elaborate p      complain cp      joke cp          quip c           boast cp
brag cp          rail p           rant p           lash_out p       fire_back cp     hit_back p
push_back p      chime_in c       point_out cn     point_to n       single_out n     call_on no
call_out n       lay_out n        spell_out n      rule_out n       tout n           promote n
highlight n      emphasize cn     emphasise cn     stress cn        underscore cn    underline cn
reiterate cn     repeat cn        maintain cn      contend cn       assert cn        affirm cn
reaffirm cn      attest cp        testify cp       certify cn       attribute n      credit n
trace n          tweet cn         post cn          publish n        retweet n        broadcast n
detail cn        outline cn       recount cn       recall cn        remember cn      realize cn
realise cn       understand cn    learn cn         hear c           discover cn      notice cn
observe cn       remark cp        marvel cp        wonder cp        speculate cp     ponder cn
contemplate n    weigh n          pitch n          float n          tease n          unveil n
present n        express n        voice n          share n          echo n           articulate n
convey n         communicate cn   issue n          shout cn         yell cn          chant cn
scream cn        whisper cn       cry c            boo n            cheer n          jeer n
protest np       object cp        balk p           bristle p        scoff p          fret cp
grumble cp       gripe p          fume cp          vent cp          concede cn       confess cni
apologize p      apologise p      deplore n        brush_off n      ignore n         downplay n
shrug_off n      vouch p          champion n       lobby np         poll c           survey c
assess cn        document cn      interpret n      caution cp       remind cno       assure co
reassure co      inform cop       notify co        lecture np       preach cp        profess cni
proclaim cn      herald n         trumpet n        volunteer cni    weigh_in p       sing c
title n          entitle n        tell_of n        dream cp         envision cn      envisage cn
foresee cn       anticipate cn    bet c            guess c          reckon c         gather c
sense cn         figure c         posit cn         theorize cn      theorise cn      postulate cn
hypothesize cn   acquiesce p      admonish no      concur cp        countenance n    relish n
savor n          covet n          crave n          denigrate n      disparage n      belittle n
vilify n         demonize n       insult n         taunt n          troll n          skewer n
savage n         excoriate n      castigate n      berate n         upbraid n        lampoon n
parody n         satirize n       seem ih          appear ih        sound p          focus p
dwell p          harp p           hammer n         zero_in p        sue np
"""

WIDE_IRREGULAR = {
    "know": "knows knew known knowing",
    "feel": "feels felt felt feeling",
    "refer": "refers referred referred referring",
    "seek": "seeks sought sought seeking",
    "bet": "bets bet bet betting",
    "beg": "begs begged begged begging",
    "prefer": "prefers preferred preferred preferring",
    "sing": "sings sang sung singing",
    "foresee": "foresees foresaw foreseen foreseeing",
    "hit": "hits hit hit hitting",
    "lay": "lays laid laid laying",
    "spell": "spells spelled spelled spelling",
    "fret": "frets fretted fretted fretting",
    "broadcast": "broadcasts broadcast broadcast broadcasting",
    "rip": "rips ripped ripped ripping",
    "concur": "concurs concurred concurred concurring",
    "weigh": "weighs weighed weighed weighing",
    "dream": "dreams dreamed dreamed dreaming",
    "understand": "understands understood understood understanding",
}

WIDE_NOUNS = """
claim claims allegation allegations accusation accusations assertion assertions statement statements argument
suggestion suggestions promise promises pledge pledges vow vows plan plans proposal proposals call calls demand demands
request requests threat threats warning warnings criticism criticisms complaint complaints concern concerns fear fears
worry worries hope hopes desire belief beliefs view views opinion opinions support opposition endorsement endorsements
condemnation praise denial admission acknowledgment confession explanation question questions doubt doubts prediction
predictions forecast estimate estimates decision refusal commitment intention report reports rumor rumors remarks
comments testimony advice recommendation recommendations attack attacks speculation agreement offer apology
"""
"""Nouns that hold what somebody says, thinks or wants when a clause, an infinitive or "of", "about", "for" follows."""

STANCES = """
confident sure certain convinced concerned worried afraid hopeful optimistic pessimistic skeptical sceptical aware
happy glad pleased sorry angry furious upset disappointed shocked grateful thankful
eager reluctant determined adamant clear critical supportive doubtful wary interested excited committed opposed
nervous anxious frustrated open
"""
"""Adjectives behind "be" that say what somebody thinks of the clause or phrase that follows."""
