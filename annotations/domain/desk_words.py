"""Words of the desk's own dealings: settling, evidence, policies, notices, learning. Part of the vocabulary."""

from annotations.domain.terms import Term


class AdjudicationReason(Term):
    """Why reviews differed, in the adjudicator's view."""

    SLIP = "slip", "Slip", "A reviewer pressed the wrong key or overlooked a word."
    LINK_MISSED = "link_missed", "Link missed", "A reviewer left a voice of the chain out."
    GUIDELINE_UNCLEAR = "guideline_unclear", "Guideline unclear", "The guideline can be read both ways."
    GUIDELINE_NOT_FOLLOWED = (
        "guideline_not_followed",
        "Guideline not followed",
        "The guideline is clear and one answer goes against it.",
    )
    NEWER_EVIDENCE = "newer_evidence", "Newer evidence", "Evidence came up between the answers."
    BOTH_DEFENSIBLE = "both_defensible", "Both defensible", "Either answer can be defended; one was chosen."


class Stance(Term):
    """What a piece of evidence says about a claim."""

    SUPPORTS = "supports", "Supports", "It speaks for the claim."
    REFUTES = "refutes", "Refutes", "It speaks against the claim."
    CONTEXT = "context", "Context", "It helps to understand the claim and decides nothing."


class Demand(Term):
    """What a policy asks of the claims that it is about."""

    EVIDENCE = (
        "evidence",
        "Evidence",
        "Evidence that was not withdrawn stands on the claim; a search log is enough for not enough evidence.",
    )
    SECOND_EDITOR = (
        "second_editor",
        "Second editor",
        "Two editors stand behind the answer: who adjudicated, who endorsed it, who signed.",
    )
    QUORUM = "quorum", "Quorum", "So many people have to answer before the claim is agreed."


class NoticeKind(Term):
    """What a notice tells somebody."""

    MENTIONED = "mentioned", "Mentioned", "Somebody named you in a comment."
    ASSIGNED = (
        "assigned",
        "Assigned",
        "An editor asked you to look at something, or a colleague handed it over.",
    )
    RETURNED = "returned", "Returned", "An assignment or a disputed claim came back, with a reason."
    SETTLED = "settled", "Settled", "An editor settled a claim that you answered."
    SIGNATURE_VOID = "signature_void", "Sign-off void", "What you signed changed since."
    RELEASE_BUILT = "release_built", "Release built", "The data set that you asked for is there."


class LearnedPart(Term):
    """What is learned from a desk's settled answers."""

    ATTRIBUTION = "attribution", "Attribution", "Who says what: spans of source, cue and content."
    CHECK_WORTHINESS = "check_worthiness", "Check-worthiness", "Whether a sentence is worth a check."
    CALIBRATION = "calibration", "Calibration", "How often suggestions of a confidence are taken unchanged."
    MATCH_RANKING = "match_ranking", "Match ranking", "Which of several likely earlier checks comes first."
