"""People, and the tokens with which their scripts sign in."""

import hashlib
import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from annotations.domain.ids import new_id


class User(AbstractUser):
    """A person with an account. What they may do in a project stands in Membership."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200, blank=True)

    # A decision's author must stay known: an account is deactivated, never deleted.
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.username


class ApiToken(models.Model):
    """A secret shown once; only its SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @staticmethod
    def new_secret() -> str:
        """A fresh secret of 256 bits with a prefix that scanners of leaked keys can find."""
        return "fcw_" + secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(secret: str) -> str:
        """The SHA-256 under which a secret is looked up: 256 random bits need no slow hash."""
        return hashlib.sha256(secret.encode()).hexdigest()


def fields_of(user: User) -> dict[str, Any]:
    """What others in a project may see of a person."""
    return {"username": user.username, "name": user.name}
