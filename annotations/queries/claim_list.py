"""The claims list and search, as the page shows it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from annotations.domain.fields import FieldReader
from annotations.domain.records import LinkValue
from annotations.domain.submission import links_from
from annotations.domain.terms import Term
from annotations.domain.vocabulary import ClaimRole, ClaimState, Verification
from annotations.models import Article, Claim, Project, Source, User
from annotations.queries.chips import chain_in_words
from annotations.queries.claims import Choice as Chosen
from annotations.queries.claims import claim_forms, project_claims
from annotations.queries.page_types import Choice, ClaimLine, ClaimList, Pager

CLAIMS_A_PAGE = 30
ARTICLES_OFFERED = 100
FILTERS = ("state", "verification", "role", "article", "source", "q")


def claim_list(project: Project, asked: Mapping[str, str], *, viewer: User) -> ClaimList:
    """The page of claims that the address asks for. Raises Invalid for words and ids that are none."""
    chosen = chosen_by(asked)
    page = project_claims(project, chosen, viewer=viewer, cursor=asked.get("cursor"), limit=CLAIMS_A_PAGE)
    kept = {name: asked[name] for name in FILTERS if asked.get(name)}
    titles = _titles(project, page.rows)
    forms = claim_forms(page.rows, project=project, viewer=viewer)
    source = Source.objects.filter(project=project, pk=chosen.source).first() if chosen.source else None
    return ClaimList(
        claims=[_line(project, c, f, titles) for c, f in zip(page.rows, forms, strict=True)],
        pager=Pager(newer=_address(kept, page.previous), older=_address(kept, page.next)),
        q=chosen.q,
        states=_choices(ClaimState, chosen.state),
        verifications=_choices(Verification, chosen.verification),
        roles=_choices(ClaimRole, chosen.role),
        articles=_articles(project, chosen.article),
        source=str(chosen.source or ""),
        source_name=source.name if source else "",
        source_cleared="?" + urlencode({name: value for name, value in kept.items() if name != "source"}),
    )


def chosen_by(asked: Mapping[str, str]) -> Chosen:
    """What the address chooses. Raises Invalid for words and ids that are none."""
    read = FieldReader(
        {name: value for name, value in asked.items() if name in FILTERS and value}, known=FILTERS
    )
    chosen = Chosen(
        state=read.word("state", ClaimState),
        verification=read.word("verification", Verification),
        source=read.identifier("source"),
        role=read.word("role", ClaimRole),
        article=read.identifier("article"),
        q=(read.text("q") or "").strip(),
    )
    read.finish()
    return chosen


def _titles(project: Project, claims: Iterable[Claim]) -> dict[UUID, str]:
    ids = {claim.article_id for claim in claims}
    return dict(Article.objects.filter(project=project, pk__in=ids).values_list("id", "title"))


def _line(project: Project, claim: Claim, form: Mapping[str, Any], titles: Mapping[UUID, str]) -> ClaimLine:
    answer = form["decision"] or {}
    chain: Sequence[LinkValue] | None = (
        links_from(answer["chain"]) if answer.get("chain") is not None else None
    )
    return ClaimLine(
        id=claim.id,
        number=None,
        text=claim.text,
        address=f"/p/{project.slug}/articles/{claim.article_id}/?claim={claim.id}#claim-{claim.id}",
        article_title=titles.get(claim.article_id, ""),
        state=claim.state,
        state_label=ClaimState(claim.state).label,
        role_label=ClaimRole(claim.role).label,
        verification=answer.get("verification") or "",
        chain_words=chain_in_words(chain) if chain is not None else "",
    )


def _address(kept: Mapping[str, str], cursor: str | None) -> str:
    return "?" + urlencode({**kept, "cursor": cursor}) if cursor else ""


def _choices(words: type[Term], chosen: Term | None) -> list[Choice]:
    return [Choice(word.value, word.label, word is chosen) for word in words]


def _articles(project: Project, chosen: UUID | None) -> list[Choice]:
    newest = Article.objects.filter(project=project).order_by("-id").values_list("id", "title")
    return [Choice(str(pk), title[:80], pk == chosen) for pk, title in newest[:ARTICLES_OFFERED]]
