"""The words of the field, each with its label, its definition and, where it has one, its key on the desk.

One definition feeds buttons, tooltips, API schema, codebook and dataset card. A new word is one line here
and one migration of the constraint that lists it.
"""

from annotations.domain.desk_words import AdjudicationReason as AdjudicationReason
from annotations.domain.desk_words import Demand as Demand
from annotations.domain.desk_words import LearnedPart as LearnedPart
from annotations.domain.desk_words import NoticeKind as NoticeKind
from annotations.domain.desk_words import Stance as Stance
from annotations.domain.dossier_words import RefusedAct as RefusedAct
from annotations.domain.dossier_words import Reliability as Reliability
from annotations.domain.dossier_words import StoryCheck as StoryCheck
from annotations.domain.terms import Term


class ClaimRole(Term):
    """What a stretch of an article's text is for."""

    HEADLINE = "headline", "Headline", "The title of the article, also where it is printed twice."
    DEK = "dek", "Dek", "The summary below the headline."
    BODY = "body", "Body", "A sentence of the running text."
    CAPTION = "caption", "Caption", "The text that explains a picture."
    CREDIT = "credit", "Credit", "Who wrote the article or made or owns a picture."
    DATELINE = "dateline", "Dateline", "Place or time of the report, standing by itself."
    SUBHEADING = "subheading", "Subheading", "A heading inside the running text."
    BOILERPLATE = (
        "boilerplate",
        "Boilerplate",
        "Furniture of the page: related content, newsletters, share buttons.",
    )

    @property
    def is_reviewed(self) -> bool:
        """Whether claims of this role are put before reviewers."""
        return self in REVIEWED_ROLES


REVIEWED_ROLES = frozenset({ClaimRole.HEADLINE, ClaimRole.DEK, ClaimRole.BODY, ClaimRole.CAPTION})


class SourceKind(Term):
    """What a source is, as a thing of the world."""

    PERSON = "person", "Person", "One human being speaking for themselves or in an office."
    GOVERNMENT = "government", "Government", "A government or its head office; intergovernmental bodies too."
    GOVERNMENT_AGENCY = "government_agency", "Government agency", "A ministry, authority, police or court."
    MILITARY = "military", "Military", "Armed forces or one of their commands."
    INTELLIGENCE = "intelligence", "Intelligence", "An intelligence service or services taken together."
    MEDIA_OUTLET = "media_outlet", "Media outlet", "One newspaper, agency, broadcaster or site."
    MEDIA_COLLECTIVE = (
        "media_collective",
        "Media collective",
        "Several outlets taken together, such as 'local media'.",
    )
    COMPANY = "company", "Company", "A business."
    NGO = "ngo", "NGO", "A party, union, charity or other body that is neither state nor business."
    ACADEMIC = "academic", "Academic", "A university, institute, journal or scientist speaking as such."
    DOCUMENT = (
        "document",
        "Document or dataset",
        "A text or data set that itself speaks and has no named author body.",
    )
    WITNESS = "witness", "Witness", "A private person telling what they saw or heard."
    UNSPECIFIED = "unspecified", "Unspecified", "The text does not tell what the source is."


class QuoteType(Term):
    """How a link presents its content."""

    DIRECT = "direct", "Direct", "The words stand in quotation marks, or after a speaker's label."
    INDIRECT = "indirect", "Indirect", "The content is reported in the writer's words."
    MIXED = "mixed", "Mixed", "A quoted run of two words or more inside an indirect report."
    ATTITUDE = "attitude", "Attitude", "A feeling or stance towards the content is ascribed, not words."
    ASSESSMENT = "assessment", "Assessment", "The source judges, estimates or assumes the content."
    NONE = "none", "None", "No words are reported: the link is carried over."


class Identification(Term):
    """How the reader meets the source."""

    NAMED_PERSON = "named_person", "Named person", "A person by name."
    NAMED_ORGANISATION = (
        "named_organisation",
        "Named organisation",
        "A body, outlet, state or document by name.",
    )
    UNNAMED_INDIVIDUAL = (
        "unnamed_individual",
        "Unnamed individual",
        "One person without a name: 'a US official'.",
    )
    UNNAMED_GROUP = "unnamed_group", "Unnamed group", "Several persons without names: 'two officials'."
    UNNAMED_COLLECTIVE = (
        "unnamed_collective",
        "Unnamed collective",
        "A class as a whole: 'American sources', 'media'.",
    )
    UNSPECIFIED = "unspecified", "Unspecified", "Somebody holds it, the text does not say who."


class RecordStatus(Term):
    """On what terms the source spoke. What is off the record is never stored."""

    ON_RECORD = "on_record", "On record", "May be named and quoted."
    BACKGROUND = "background", "Background", "May be quoted without a name."
    DEEP_BACKGROUND = "deep_background", "Deep background", "May be used, neither quoted nor described."
    PUBLISHED = "published", "Published", "The source published it itself."
    NOT_STATED = "not_stated", "Not stated", "The text does not say on what terms."


class Mention(Term):
    """By which form the text refers to the source in this sentence."""

    CANONICAL_NAME = "canonical_name", "Canonical name", "The full name."
    ALIAS = "alias", "Alias", "An abbreviation, surname or other name."
    DEFINITE_NOUN_PHRASE = (
        "definite_noun_phrase",
        "Definite noun phrase",
        "A re-mention such as 'the newspaper'.",
    )
    PRONOUN = "pronoun", "Pronoun", "He, she, it, they, we."
    ARTEFACT = "artefact", "Artefact", "The product stands for its maker: 'the report'."
    METONYMY = "metonymy", "Metonymy", "A place or country stands for its government."
    DESCRIPTOR = "descriptor", "Descriptor", "A descriptive first mention: 'a US official'."
    IMPLICIT_CARRY_OVER = "implicit_carry_over", "Implicit carry-over", "No words: the report before goes on."


class Verification(Term):
    """Is it so? As of a moment, on stated evidence."""

    SUPPORTED = (
        "supported",
        "Supported",
        "Evidence dated up to the moment of the check entails every element; none credible contradicts.",
        "1",
    )
    REFUTED = "refuted", "Refuted", "Evidence contradicts at least one element the claim turns on.", "2"
    MISLEADING = (
        "misleading",
        "Misleading",
        "The core holds, but a number, date, modality or omission would change a reader's belief.",
        "3",
    )
    CONFLICTING = "conflicting", "Conflicting", "Credible evidence points both ways on the same element.", "4"
    NOT_ENOUGH_EVIDENCE = (
        "not_enough_evidence",
        "Not enough evidence",
        "Searched, nothing that decides it; the search is logged.",
        "5",
    )
    NOT_CHECKABLE = (
        "not_checkable",
        "Not checkable",
        "Opinion, wish or open forecast; forecasts get a date to revisit.",
        "6",
    )


class Basis(Term):
    """What a finding of 'supported' rests on, strongest first."""

    PRIMARY = "primary", "Primary evidence", "The document, data, recording or place itself."
    INDEPENDENT_ORIGINS = (
        "independent_origins",
        "Independent origins",
        "Two or more origins that do not rest on each other.",
    )
    ON_RECORD = "on_record", "On-record statement", "A named source, on record."
    SINGLE_ORIGIN = "single_origin", "Single origin", "One origin, not confirmed elsewhere."


class Fidelity(Term):
    """Did they say so? The link compared with what its source really said."""

    VERBATIM = "verbatim", "Verbatim", "Word for word."
    FAITHFUL = "faithful", "Faithful", "In other words, the same meaning."
    DISTORTED = "distorted", "Distorted", "The meaning was changed."
    MISATTRIBUTED = "misattributed", "Misattributed", "Somebody else said it."
    NO_RECORD = "no_record", "No record", "No trace that the source said it."
    NOT_COMPARED = "not_compared", "Not compared", "Nobody has looked yet."


class CheckWorthiness(Term):
    """ClaimBuster's scale (Hassan et al., 2015)."""

    CHECK_WORTHY = "check_worthy", "Check-worthy factual", "A factual claim the public has an interest in."
    UNIMPORTANT = "unimportant", "Unimportant factual", "A factual claim nobody needs to have checked."
    NON_FACTUAL = "non_factual", "Non-factual", "Opinion, question, wish: not a claim of fact."


class ClaimState(Term):
    """Where a claim stands; a pure function of its rows (domain/workflow.py)."""

    UNREVIEWED = "unreviewed", "Not decided", "No complete decision."
    IN_REVIEW = "in_review", "In review", "Some, but not enough people have decided completely."
    AGREED = "agreed", "Agreed", "Enough people decided, and their latest answers agree."
    DISPUTED = "disputed", "Disputed", "Two latest complete answers differ in a part the project asks for."
    ADJUDICATED = "adjudicated", "Adjudicated", "An editor settled the answer after every review."
    SIGNED_OFF = "signed_off", "Signed off", "An editor signed for it and nothing has changed since."
    REOPENED = "reopened", "Reopened", "Opened again after it was settled; the quorum must be reached anew."


class SuggestionKind(Term):
    """Which field a suggestion speaks about."""

    ROLE = "role", "Role", "A role other than the imported one."
    CHAIN = "chain", "Chain", "Who says so: the whole attribution chain."
    CHECK_WORTHINESS = "check_worthiness", "Check-worthiness", "Whether it is worth a check."
    VERIFICATION = "verification", "Verification", "A status, only ever from an earlier check."
    MATCH = "match", "Match", "An earlier check of the same claim."


class Outcome(Term):
    """What became of a suggestion that was on the screen."""

    ACCEPTED = "accepted", "Accepted", "Taken into the answer as it stood."
    EDITED = "edited", "Edited", "Taken and changed."
    REJECTED = "rejected", "Rejected", "Refused, with or without a reason."
    IGNORED = "ignored", "Ignored", "On the screen, and the answer was given without it."


class RejectionReason(Term):
    """Why a suggestion was refused."""

    WRONG_SOURCE = "wrong_source", "Wrong source", "Somebody else says so.", "1"
    WRONG_SPAN = "wrong_span", "Wrong span", "The right source, the wrong words marked.", "2"
    HEDGED = "hedged", "Hedged", "The text does not commit the source to it.", "3"
    NOT_A_CLAIM = "not_a_claim", "Not a claim", "Nothing is asserted.", "4"
    OUTDATED = "outdated", "Outdated", "It was right once.", "5"
    OTHER = "other", "Other", "None of the above.", "6"


class MemberRole(Term):
    """What a person may do in a project."""

    REVIEWER = "reviewer", "Reviewer", "Decides."
    EDITOR = "editor", "Editor", "Also imports, assigns, adjudicates, signs off and releases."
    SUPERVISOR = "supervisor", "Supervisor", "Reads everything and audits; changes nothing."


class Stage(Term):
    """At which stage a decision was made."""

    REVIEW = "review", "Review", "One reviewer's answer."
    ADJUDICATION = "adjudication", "Adjudication", "The answer that settles differing reviews."


class Part(Term):
    """A part of a decision that a project can ask for."""

    CHAIN = "chain", "Who says so", "The attribution chain."
    VERIFICATION = "verification", "Is it so", "The verification status."
    CHECK_WORTHINESS = "check_worthiness", "Check-worthiness", "Whether it is worth a check."
    PRIORITY = "priority", "Priority", "How urgent the check is, 1 to 3."


TERMS: tuple[type[Term], ...] = (
    ClaimRole,
    SourceKind,
    QuoteType,
    Identification,
    RecordStatus,
    Mention,
    Verification,
    Basis,
    Fidelity,
    CheckWorthiness,
    ClaimState,
    SuggestionKind,
    Outcome,
    RejectionReason,
    MemberRole,
    Stage,
    AdjudicationReason,
    Stance,
    Part,
    Demand,
    NoticeKind,
    LearnedPart,
    Reliability,
    StoryCheck,
    RefusedAct,
)
