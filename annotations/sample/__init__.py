"""The sample project: three articles written for it, a guideline that teaches the keys, six people."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from annotations import admit, ingest, readers, sources
from annotations.domain.vocabulary import MemberRole, SourceKind
from annotations.ingest import Incoming
from annotations.models import Project, User

SLUG: Final = "sample"
BY: Final = "component:sample"
FOLDER: Final = Path(__file__).parent
PEOPLE: Final = (
    ("ana", "Ana Ruiz", MemberRole.REVIEWER),
    ("ben", "Ben Okafor", MemberRole.REVIEWER),
    ("chiara", "Chiara Vogt", MemberRole.REVIEWER),
    ("edda", "Edda Lund", MemberRole.EDITOR),
    ("emil", "Emil Sato", MemberRole.EDITOR),
    ("sora", "Sora Haddad", MemberRole.SUPERVISOR),
)
ADMINISTRATOR: Final = "edda"
# The article that teaches the keys comes last, so that it stands first in the list.
ARTICLES: Final = (
    ("night-trains.txt", "Radio Nordlicht", "2026-02-11"),
    ("grain-quota.txt", "Meridian Wire", "2026-02-26"),
    ("harbour-bridge.txt", "Harbour Digest", "2026-03-03"),
)
ALIASES: Final = {"Tessamar Courier": ("Courier",), "Meridian Wire": (), "Radio Nordlicht": ("Nordlicht",)}


@transaction.atomic
def seed() -> list[dict[str, str]]:
    """Make the sample project and its people; {"username", "password", "role", "token"} of each.

    Quorum 2, blind share 0. To be called once: raises AlreadyThere where the project or a username is taken.
    """
    signed_up = {username: _person(username, name) for username, name, _ in PEOPLE}
    editor = signed_up[ADMINISTRATOR][0]
    project = admit.create_project(
        SLUG,
        name="Sample",
        editor=editor,
        by=BY,
        rules=admit.Rules(quorum=2, blind_share=0.0),
        guideline=(FOLDER / "guideline.md").read_text(encoding="utf-8"),
    )
    for username, _, role in PEOPLE:
        if username != ADMINISTRATOR:
            admit.add_member(project, signed_up[username][0], role=role, by=editor)
    _articles(project, editor)
    return [_access(*signed_up[username], role) for username, _, role in PEOPLE]


def _access(user: User, password: str, role: MemberRole) -> dict[str, str]:
    _, token = admit.issue_token(user, name="sample", by=BY)
    return {"username": user.username, "password": password, "role": role.value, "token": token}


def _person(username: str, name: str) -> tuple[User, str]:
    return admit.invite_user(username, by=BY, name=name, administrator=username == ADMINISTRATOR)


def _articles(project: Project, editor: User) -> None:
    for name, aliases in ALIASES.items():
        sources.create(project, name=name, kind=SourceKind.MEDIA_OUTLET, by=editor, aliases=aliases)
    for filename, outlet, day in ARTICLES:
        content = (FOLDER / filename).read_bytes()
        published_at = datetime.fromisoformat(f"{day}T08:00:00+00:00")
        draft = replace(
            readers.read(content, filename=filename), outlet=outlet, published_at=published_at, language="en"
        )
        ingest.import_article(project, Incoming(content, draft, filename=filename), by=editor)
