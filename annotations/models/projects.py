"""Projects, who belongs to them, and the guideline they decide under."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Value

from annotations.domain.ids import new_id
from annotations.domain.vocabulary import MemberRole, Part


def default_asks() -> list[str]:
    """The parts a project asks for unless told otherwise."""
    return [Part.CHAIN.value, Part.VERIFICATION.value]


class ProjectQuerySet(models.QuerySet["Project"]):
    """Look-ups that begin with who asks."""

    def visible_to(self, user: object) -> "ProjectQuerySet":
        """The projects the person is a member of; an administrator's flag opens no project."""
        return self.filter(membership__user=user)


class Project(models.Model):
    """A desk's work: everything below hangs on one project, and nothing leaks between projects.

    `policies` are the rules of the newest Policy, kept here so that a decision reads them with its claim.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    quorum = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    blind = models.BooleanField(default=False)
    blind_share = models.FloatField(default=0.1, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    asks = models.JSONField(default=default_asks)
    guideline_version = models.PositiveIntegerField(default=0)
    policies = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    policy_version = models.PositiveIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="projects")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("slug",)
        constraints = [
            models.CheckConstraint(condition=models.Q(quorum__gte=1), name="project_quorum_at_least_one"),
            models.CheckConstraint(
                condition=models.Q(blind_share__gte=0) & models.Q(blind_share__lte=1),
                name="project_blind_share_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a project."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=MemberRole.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("project", "user")
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="membership_once_a_person"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in MemberRole]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} in {self.project_id}"


class Guideline(models.Model):
    """One version of a project's guideline, in Markdown; a further version is a further row."""

    append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="guidelines")
    version = models.PositiveIntegerField()
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("project", "version")
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="guideline_version_once")]

    def __str__(self) -> str:
        return f"version {self.version}"
