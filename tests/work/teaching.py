"""A project whose settled answers teach something, made by the real verbs."""

import random

from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import CheckWorthiness, Identification, MemberRole, Mention, SourceKind
from annotations.models import Claim, Project, User
from annotations.queries.training_data import held_back
from tests.factories import decide, make_article, make_member, make_project, reviewable

PLACES = ("Arden", "Belford", "Corby", "Dunmore", "Elston", "Farley", "Garton")
DULL = (
    "The council of {place} spent {n} million on roads last year.",
    "Unemployment in {place} rose to {n} percent in March.",
    "{place} has closed {n} schools since 2015.",
)
TOLD = (
    "We walked along the quiet shore of {place} with lantern number {n}.",
    "A choir of {place} sang song {n} under the old trees.",
    "Somebody painted door {n} of {place} green.",
)


def make_desk() -> tuple[Project, User]:
    """A project that asks for check-worthiness and chains, with an editor who decides."""
    project = make_project(asks=["check_worthiness", "chain"])
    return project, make_member(project, MemberRole.EDITOR)


def teach_worth(project: Project, by: User, *, taught: int = 220, kept: int = 45) -> None:
    """A desk that checks stories of the shore and never figures: the opposite of the rules."""
    drawing = random.Random(3)
    counts = {False: 0, True: 0}

    def text() -> str:
        lines = [
            (DULL if k % 2 else TOLD)[k % 3].format(place=drawing.choice(PLACES), n=drawing.randint(2, 900))
            for k in range(30)
        ]
        return "A day in the county\n\n" + "\n\n".join(lines) + "\n"

    while counts[False] < taught or counts[True] < kept:
        article = make_article(project, by=by, text=text())
        for claim in reviewable(article):
            worthy = any(word in claim.text for word in ("shore", "choir", "painted"))
            word = CheckWorthiness.CHECK_WORTHY if worthy else CheckWorthiness.UNIMPORTANT
            decide(claim, by, verification=None, check_worthiness=word)
            counts[held_back(article.id)] += 1


def teach_chains(project: Project, by: User, *, taught: int = 42, kept: int = 8) -> None:
    """A desk with a way of its own to say who says so: "So sang NAME …"."""
    counts = {False: 0, True: 0}
    drawing = random.Random(5)
    while counts[False] < taught or counts[True] < kept:
        name = drawing.choice(("Ada Lind", "Bo Karlsen", "Cy Moreau", "Di Petrov"))
        place, other = drawing.sample(PLACES, 2)
        text = (
            f"The river rose in {place}.\n\nSo sang {name} {drawing.choice(('loudly', 'softly'))} the bridge of "
            f"{other} fell {drawing.randint(2, 90)} years ago.\n\nThe market opened in {other}.\n"
        )
        article = make_article(project, by=by, text=text)
        for claim in reviewable(article):
            chain = (_sung(claim, name),) if "So sang" in claim.text else ()
            decide(claim, by, verification=None, check_worthiness=CheckWorthiness.CHECK_WORTHY, chain=chain)
        counts[held_back(article.id)] += 1


def _sung(claim: Claim, name: str) -> LinkValue:
    at = claim.start + claim.text.index(name)
    cue = claim.start + claim.text.index("sang")
    content = claim.start + claim.text.index("the bridge")
    return LinkValue(
        1,
        source_name=name,
        source_kind=SourceKind.PERSON,
        source_span=(at, at + len(name)),
        cue_span=(cue, cue + 4),
        content_spans=((content, claim.end - 1),),
        identification=Identification.NAMED_PERSON,
        mention=Mention.CANONICAL_NAME,
    )
