"""The look-ups with which every edge begins: what is not in the person's projects is not there."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import F, QuerySet

from annotations import protections
from annotations.domain.errors import NotFound
from annotations.domain.vocabulary import MemberRole
from annotations.models import (
    Article,
    Assignment,
    Claim,
    DeskLabel,
    LabelChange,
    LearnedModel,
    Project,
    Release,
    Source,
    User,
    Webhook,
)
from annotations.models.rows import fetch

Row = TypeVar(
    "Row", Project, Article, Claim, Source, Release, Webhook, Assignment, LearnedModel, DeskLabel, LabelChange
)


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """A row that the person may see, and the role in whose name."""

    row: Row
    role: MemberRole


def project(user: User, slug: str) -> Found[Project]:
    """The project with this slug. Raises NotFound, also for another's project."""
    return _found(Project.objects.filter(slug=slug), user, "membership__role", f"project '{slug}'")


def article(user: User, article_id: UUID, *, with_text: bool = False) -> Found[Article]:
    """The article with its project and outlet; its text and gaps only where asked for. Raises NotFound."""
    rows = Article.objects.filter(pk=article_id).select_related("project", "outlet")
    rows = rows if with_text else rows.defer("text", "gaps", "left_out", "hidden", "notes")
    return _found(rows, user, MEMBER_ROLE, f"article {article_id}")


def claim(user: User, claim_id: UUID) -> Found[Claim]:
    """The claim with its project, retired or not. Raises NotFound."""
    rows = Claim.objects.filter(pk=claim_id).select_related("project").defer("words")
    return _found(rows, user, MEMBER_ROLE, f"claim {claim_id}")


ROLE_FOR_CLAIM = """
select m.role from annotations_claim c join annotations_membership m on m.project_id = c.project_id
where c.id = %(claim)s
"""


def role_for_claim(user: User, claim_id: UUID) -> MemberRole:
    """The person's role in the claim's project, in one small query. Raises NotFound."""
    mine = "and m.user_id = %(user)s" if protections.stands("scope") else ""
    found = fetch(ROLE_FOR_CLAIM + mine + " limit 1", {"claim": claim_id, "user": user.pk})
    if not found:
        raise _not_there(f"claim {claim_id}")
    return MemberRole(found[0][0])


def source(user: User, source_id: UUID) -> Found[Source]:
    """The source with its project. Raises NotFound."""
    rows = Source.objects.filter(pk=source_id).select_related("project")
    return _found(rows, user, MEMBER_ROLE, f"source {source_id}")


def release(user: User, release_id: UUID) -> Found[Release]:
    """The release with its project. Raises NotFound."""
    rows = Release.objects.filter(pk=release_id).select_related("project", "requested_by")
    return _found(rows, user, MEMBER_ROLE, f"release {release_id}")


def webhook(user: User, webhook_id: UUID) -> Found[Webhook]:
    """The webhook with its project. Raises NotFound."""
    rows = Webhook.objects.filter(pk=webhook_id).select_related("project")
    return _found(rows, user, MEMBER_ROLE, f"webhook {webhook_id}")


def assignment(user: User, assignment_id: UUID) -> Found[Assignment]:
    """The assignment with its project. Raises NotFound."""
    rows = Assignment.objects.filter(pk=assignment_id).select_related("project")
    return _found(rows, user, MEMBER_ROLE, f"assignment {assignment_id}")


def learned_model(user: User, model_id: UUID) -> Found[LearnedModel]:
    """The learned version with its project, without its bytes. Raises NotFound."""
    rows = LearnedModel.objects.filter(pk=model_id).select_related("project").defer("content")
    return _found(rows, user, MEMBER_ROLE, f"learned version {model_id}")


def label(user: User, label_id: UUID) -> Found[DeskLabel]:
    """The desk's own label with its project. Raises NotFound."""
    rows = DeskLabel.objects.filter(pk=label_id).select_related("project")
    return _found(rows, user, MEMBER_ROLE, f"label {label_id}")


def label_change(user: User, change_id: UUID) -> Found[LabelChange]:
    """The act on labels with its project. Raises NotFound."""
    rows = LabelChange.objects.filter(pk=change_id).select_related("project")
    return _found(rows, user, MEMBER_ROLE, f"change of labels {change_id}")


def require_in_project(
    project: Project, *, article: UUID | None = None, source: UUID | None = None, claim: UUID | None = None
) -> None:
    """Raise NotFound unless what is named belongs to the project."""
    if article and not Article.objects.filter(project=project, pk=article).exists():
        raise NotFound(f"There is no article {article} in this project.")
    if source and not Source.objects.filter(project=project, pk=source).exists():
        raise NotFound(f"There is no source {source} in this project.")
    if claim and not Claim.objects.filter(project=project, pk=claim).exists():
        raise NotFound(f"There is no claim {claim} in this project.")


MEMBER_ROLE = "project__membership__role"


def _found(rows: QuerySet[Row], user: User, role: str, what: str) -> Found[Row]:
    scoped: Any = rows
    if protections.stands("scope"):
        scoped = scoped.visible_to(user)
    row = scoped.annotate(by_role=F(role)).first()
    if row is None or row.by_role is None:
        raise _not_there(what)
    return Found(row, MemberRole(row.by_role))


def _not_there(what: str) -> NotFound:
    return NotFound(f"There is no {what} in your projects.")
