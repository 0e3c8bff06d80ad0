"""Closed classes and word lists: what the rules know about English words. Data, no logic."""


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


DETERMINERS = listed(
    "the a an this that these those his her its their our my your some any no another each every both "
    "either neither several many most few one two three four five six seven eight nine ten such all"
)
POSSESSIVES = listed("his her its their our my your")
PRONOUNS = listed(
    "he she it they we i you who him her them us me everyone someone somebody nobody one others many some"
)
SUBJECT_PRONOUNS = listed("he she it they we i you")
AUXILIARIES = listed(
    "is are was were be been being am has have had do does did will would can could may might must shall "
    "should isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't "
    "cannot couldn't isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t "
    "wouldn’t can’t couldn’t get gets got getting"
)
BE = listed(
    "is are was were be been being am isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t got get "
    "gets getting"
)
HAVE = listed("has have had having hasn't haven't hadn't hasn’t haven’t hadn’t")
MODALS = listed(
    "will would can could may might must shall should won't wouldn't can't cannot couldn't do does did"
)
PREPOSITIONS = listed(
    "of for from in at on with by to into about over under between among against through during within "
    "without behind near off out up toward towards upon across around along outside inside like than per "
    "via amid alongside despite including regarding concerning following besides"
)
NOUN_PREPOSITIONS = listed(
    "of for from in at on with by to close near behind at within under inside outside across"
)
SUBORDINATORS = listed(
    "that because while although though if when whenever after before since until unless whether whereas "
    "as so once where why how what"
)
RELATIVES = listed("who whom whose which")
COORDINATORS = listed("and or but nor yet")
ADVERBS = listed(
    "also only just then now later earlier however moreover meanwhile additionally already again still "
    "even ever never always often once repeatedly recently previously subsequently finally instead thus "
    "therefore too yesterday today tonight tomorrow not further furthermore nevertheless nonetheless "
    "indeed perhaps maybe privately publicly openly reportedly allegedly apparently clearly simply "
    "merely really actually flatly firmly strongly bluntly quietly angrily jokingly explicitly "
    "categorically specifically correctly falsely wrongly rightly first initially originally separately "
    "similarly likewise elsewhere frequently consistently immediately quickly soon here there long both "
    "all ago"
)
NOT_ADVERBS = listed(
    "family only early ally supply reply rally italy july assembly monopoly anomaly daily weekly monthly "
    "friendly elderly likely unlikely costly deadly lovely holy belly bully fly imply apply comply rely "
    "multiply kelly billy sally emily hourly quarterly yearly ugly silly jelly oily lonely lively "
    "orderly homely"
)
HIDDEN_AGENT = {"reportedly": "indirect", "allegedly": "indirect", "supposedly": "indirect"}
TIMES = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue "
    "wed thu fri sat sun yesterday today tonight morning afternoon evening night week month year earlier "
    "later last ago noon weekend"
)
IRREGULAR_PASTS = listed(
    "went came took made got gave found left kept held began ran saw met led brought bought built sent "
    "spent lost won fell rose grew drew broke spoke stood sat lay ate beat became bore bit blew chose "
    "cut hit dealt dug drove felt fed fought flew forgot froze hung hid hurt knew laid lent let lit paid "
    "put quit read rode rang sang sank sold set shook shot shut slept slid spread sprang stole stuck "
    "struck swore swept swam swung threw understood woke wore wound withdrew showed shows goes comes "
    "takes makes gets gives finds leaves keeps holds begins runs sees meets leads brings buys builds "
    "sends spends loses wins falls rises grows draws breaks stands sits becomes chooses drives faces "
    "wants needs hopes plans remains seems appears looks lives accepts"
)

# Nouns that tell what a source is.
PERSON_NOUNS = listed(
    "man woman boy girl father mother son daughter brother sister wife husband widow grandmother "
    "grandfather gran granny mum dad uncle aunt neighbour neighbor resident tenant landlord lodger "
    "victim survivor witness passenger driver pilot sailor captain worker employee student pupil teacher "
    "parent friend relative colleague customer shopper visitor tourist farmer fisherman welder nurse "
    "doctor surgeon patient shopkeeper owner fan supporter voter activist campaigner protester volunteer "
    "refugee migrant bystander onlooker"
)
ROLE_NOUNS = listed(
    "official officer spokesman spokeswoman spokesperson minister secretary president chancellor "
    "governor mayor senator congressman congresswoman lawmaker legislator councillor councilor deputy "
    "ambassador envoy diplomat adviser advisor aide strategist consultant pollster candidate nominee "
    "leader chairman chairwoman chair chairperson chief head director manager executive boss ceo cfo "
    "founder partner analyst economist expert specialist researcher scientist professor academic "
    "historian author critic columnist commentator editor reporter journalist correspondent lawyer "
    "attorney prosecutor judge magistrate solicitor barrister investigator detective inspector "
    "superintendent sheriff constable sergeant colonel general admiral commander soldier bishop priest "
    "pastor rabbi imam vicar coach player principal headteacher governor regulator banker trader "
    "investor shareholder engineer insider source person negotiator mediator representative delegate "
    "member clerk treasurer coordinator organiser organizer rep mp mep cllr sen rep premier king queen "
    "prince princess pope monk scholar physician coroner paramedic firefighter harbormaster master "
    "conservationist biologist ecologist geologist climatologist archaeologist curator architect "
    "surveyor planner host anchor presenter moderator interviewer narrator newsreader broker chemist "
    "physicist astronomer campaigner entrepreneur operator contractor supplier"
)
PLURAL_PEOPLE = listed(
    "people men women officials sources experts analysts scientists researchers economists police "
    "officers authorities investigators prosecutors lawmakers critics supporters residents neighbours "
    "neighbors witnesses survivors relatives parents workers diplomats ministers observers campaigners "
    "activists opponents republicans democrats voters doctors medics rescuers fishers bankers insiders "
    "aides advisers advisors allies lawyers historians colleagues teachers students fans families "
    "villagers locals organisers organizers representatives members leaders executives traders investors "
    "engineers polls surveys reports documents records figures filings papers media outlets newspapers "
    "broadcasters mediators negotiators governors friends customers passengers staff"
)
ORGANISATION_NOUNS = listed(
    "government administration ministry department agency authority council committee commission board "
    "court police force army navy military ministry parliament senate congress house assembly cabinet "
    "office bureau institute institution university college school hospital centre center society "
    "association federation union party church diocese charity foundation trust group company firm "
    "corporation bank airline operator manufacturer maker retailer campaign team coalition alliance "
    "organisation organization service services guard brigade club intelligence pentagon kremlin embassy "
    "consulate regulator watchdog body panel tribunal registry treasury palace regime opposition side "
    "command fund consortium utility network lobby management borough county city town state"
)
OUTLET_NOUNS = listed(
    "newspaper paper daily weekly tabloid broadsheet magazine broadcaster station channel network agency "
    "newswire site website portal outlet publication blog gazette"
)
OUTLET_WORDS = listed(
    "times post journal news herald tribune gazette star beacon echo mail mirror guardian observer "
    "telegraph chronicle courier standard express bulletin examiner inquirer dispatch press radio tv "
    "television broadcasting magazine weekly daily today globe sun register monitor review ledger record "
    "argus sentinel reuters bloomberg bbc cnn nbc abc cbs msnbc npr pbs afp ap cnbc axios politico "
    "interfax tass xinhua kyodo newsweek forbes fortune economist atlantic meridian independent spiegel "
    "monde figaro zeitung presse"
)
DOCUMENT_NOUNS = listed(
    "report study survey poll paper letter memo memorandum email e-mail document documents dossier "
    "review analysis article story statement filing lawsuit complaint indictment affidavit minutes "
    "records transcript manifest list census data figures statistics research findings investigation "
    "inquiry audit assessment brief briefing book blog post tweet message notice note website editorial "
    "column op-ed press-release communique communiqué ruling verdict judgment testimony transcript diary "
    "log logs bulletin broadcast programme program video recording footage commentary results "
    "measurements evidence index forecast records documents files emails e-mails letters filings "
    "messages reports studies surveys polls papers statements"
)
ARTEFACTS = listed(
    "report article story piece dispatch account broadcast bulletin letter statement website site memo "
    "note analysis investigation editorial press-release programme program coverage report's"
)
ACADEMIC_WORDS = listed(
    "professor prof prof. university institute college researcher scientist biologist academic"
)
ORGANISATION_SUFFIXES = listed(
    "inc inc. corp corp. ltd ltd. plc ag gmbh sa llc co co. lines marine group holdings bank"
)
TITLES = listed(
    "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir dame lord lady rev rev. sen sen. rep "
    "rep. gov gov. gen gen. lt lt. col col. sgt sgt. capt capt. maj maj. cpl cpl. insp insp. det det. "
    "supt supt. hon hon. cllr cllr. president senator secretary minister chancellor governor mayor judge "
    "justice pope king queen prince princess father sister brother chief detective inspector "
    "superintendent sergeant captain colonel general admiral major"
)
GROUP_NOUNS = listed("media press sources intelligence public opposition community industry")

PLACES = {
    "us": "United States government",
    "u.s.": "United States government",
    "united states": "United States government",
    "america": "United States government",
    "washington": "United States government",
    "uk": "British government",
    "u.k.": "British government",
    "britain": "British government",
    "united kingdom": "British government",
    "london": "British government",
    "downing street": "British government",
    "russia": "Russian government",
    "moscow": "Russian government",
    "kremlin": "Kremlin",
    "ukraine": "Ukrainian government",
    "kyiv": "Ukrainian government",
    "kiev": "Ukrainian government",
    "china": "Chinese government",
    "beijing": "Chinese government",
    "iran": "Iranian government",
    "tehran": "Iranian government",
    "israel": "Israeli government",
    "north korea": "North Korean government",
    "pyongyang": "North Korean government",
    "south korea": "South Korean government",
    "seoul": "South Korean government",
    "japan": "Japanese government",
    "tokyo": "Japanese government",
    "germany": "German government",
    "berlin": "German government",
    "france": "French government",
    "paris": "French government",
    "poland": "Polish government",
    "warsaw": "Polish government",
    "turkey": "Turkish government",
    "ankara": "Turkish government",
    "india": "Indian government",
    "pakistan": "Pakistani government",
    "syria": "Syrian government",
    "iraq": "Iraqi government",
    "egypt": "Egyptian government",
    "saudi arabia": "Saudi government",
    "canada": "Canadian government",
    "mexico": "Mexican government",
    "brazil": "Brazilian government",
    "australia": "Australian government",
    "brussels": "European Commission",
    "european union": "European Union",
    "eu": "European Union",
}
NAME_FORMS = {"american": "US", "u.s.": "US", "british": "UK", "united states": "US"}


def is_adverb(low: str) -> bool:
    """Whether a folded word is an adverb: a listed one, or one in -ly that is nothing else."""
    return low in ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in NOT_ADVERBS)
