"""Words for what is found out about sources and about the work itself."""

from annotations.domain.terms import Term


class Reliability(Term):
    """What an entry in a source's reliability log says."""

    PROVED_RIGHT = "proved_right", "Proved right", "What the source said was borne out."
    PROVED_WRONG = "proved_wrong", "Proved wrong", "What the source said turned out not to be so."
    CORRECTED = "corrected", "Corrected itself", "The source took back or corrected what it had said."
    INTEREST = "interest", "Has an interest", "The source gains by being believed on this subject."
    REMARK = "remark", "Remark", "Anything else that a colleague should know."


class StoryCheck(Term):
    """What a check of an article's claims against each other found."""

    ATTRIBUTION_LOST = (
        "attribution_lost",
        "Attribution lost",
        "The article says in its own voice what another sentence of it attributes to a source.",
    )
    HEDGE_LOST = (
        "hedge_lost",
        "Stronger than the body",
        "The headline states as certain what the body says with a hedge.",
    )


class RefusedAct(Term):
    """What a person tried to do to their own work."""

    ADJUDICATE = "adjudicate", "Settle one's own claim", "A person tried to adjudicate a claim they answered."
    SIGN_OFF = (
        "sign_off",
        "Sign one's own answer",
        "A person tried to sign where the settled answer is theirs alone.",
    )
