"""A release before it is taken in: what is in it, and whether the project may take it."""

from dataclasses import dataclass, field

from annotations.access import EDITORS, require_member
from annotations.domain.errors import Conflict
from annotations.intake.restoring import answers_in, people_of
from annotations.models import Article, Project, Source, User
from annotations.readers.native import ReleaseFolder, ReleaseSeen, wrong


@dataclass(slots=True)
class Looked:
    """Who is named in a release, the ids of its articles, and how much there is of the rest."""

    people: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    claims: int = 0
    decisions: int = 0


def look_at_release(project: Project, release: ReleaseFolder, *, by: User) -> ReleaseSeen:
    """What an import would bring; nothing is stored.

    Raises NotPermitted, Conflict for a project that holds anything, and Invalid naming the record that is broken.
    """
    require_member(project, by, *EDITORS, to="import data sets")
    require_empty(project)
    found = looked_through(release)
    return ReleaseSeen(
        articles=len(found.articles),
        claims=found.claims,
        decisions=found.decisions,
        sources=sum(1 for _ in release.sources()),
        people=sorted(found.people),
        quorum=release.rules.get("quorum"),
        asks=tuple(release.rules.get("asks") or ()),
    )


def looked_through(release: ReleaseFolder) -> Looked:
    """A first reading, which finds what is broken before anything is written. Raises Invalid."""
    found = Looked()
    for article, claims in release.articles():
        found.articles.add(article["id"])
        found.claims += len(claims)
        for claim in claims:
            try:
                found.people.update(people_of(claim))
                found.decisions += answers_in(claim)
            except (KeyError, TypeError) as error:
                raise wrong(f"Claim {claim.get('id')}", error) from None
    return found


def require_empty(project: Project) -> None:
    """Raise Conflict for a project that holds anything: a release's ids may meet nothing."""
    if Article.objects.filter(project=project).exists() or Source.objects.filter(project=project).exists():
        raise Conflict(
            f"Project '{project.slug}' holds articles or sources. A release keeps its ids and needs an empty project: "
            "create one and import it there."
        )
