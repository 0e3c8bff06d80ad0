"""A small project with everything a data set can hold, committed, so that other connections see it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.utils import timezone

from annotations.domain.judgements import SeenSuggestion
from annotations.domain.records import LinkValue
from annotations.domain.submission import link_as_dict
from annotations.domain.vocabulary import (
    CheckWorthiness,
    Identification,
    MemberRole,
    Mention,
    Outcome,
    RejectionReason,
    SourceKind,
    Verification,
)
from annotations.models import Article, Claim, Project, Suggestion, User
from tests.databases import CommittedDatabase
from tests.factories import decide, make_article, make_member, make_project, reviewable

ODD_TEXT = (
    "Flood 🌊 reaches the old town\n\n"
    "Café\u0301 owner Zoë said\u00a0the water 👩‍👩‍👧 rose. قالت الحكومة إن السد آمن. The wall held.\n\n"
    "\u2067עברית\u2069 stands here too. Nobody was hurt.\n"
)
CHAIN = (
    LinkValue(
        1,
        source_name="Harbour Post",
        source_kind=SourceKind.MEDIA_OUTLET,
        source_span=(0, 5),
        cue_span=(6, 8),
        content_spans=((9, 12), (14, 20)),
        identification=Identification.NAMED_ORGANISATION,
        mention=Mention.ALIAS,
    ),
    LinkValue(2, source_name="an official", identification=Identification.UNNAMED_INDIVIDUAL),
)


@dataclass(frozen=True)
class Desk:
    """The project, its people and its articles."""

    project: Project
    editor: User
    anna: User
    ben: User
    articles: list[Article]

    @property
    def claims(self) -> list[Claim]:
        """The claims put before reviewers, in the order of a data set."""
        ordered = sorted(self.articles, key=lambda article: article.id)
        return [claim for article in ordered for claim in reviewable(article)]


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    """Where releases are kept, empty."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def desk(committed_db: CommittedDatabase) -> Desk:
    """Two articles, two reviewers, one claim agreed with a chain, one undone, one in review, one with suggestions."""
    project = make_project("harbour", quorum=2)
    editor = make_member(project, MemberRole.EDITOR)
    anna, ben = make_member(project), make_member(project)
    articles = [
        make_article(
            project,
            by=editor,
            outlet="Harbour Post",
            url="https://post.example/1",
            title="=cmd|' /C calc'!A0",
        ),
        make_article(project, by=editor, text=ODD_TEXT),
    ]
    made = Desk(project, editor, anna, ben, articles)
    first, second, third, fourth = made.claims[:4]
    suggestion = suggest(first, kind="chain", value=[link_as_dict(CHAIN[0])])
    word = suggest(second, kind="check_worthiness", value="check_worthy")
    seen = (SeenSuggestion(suggestion.id, Outcome.EDITED),)
    decide(first, anna, chain=CHAIN, seen=seen, seconds=12.5, note="ask Carla, 555-0199")
    decide(first, ben, chain=CHAIN, verification=Verification.SUPPORTED)
    rejected = (SeenSuggestion(word.id, Outcome.REJECTED, RejectionReason.OUTDATED),)
    decide(second, anna, check_worthiness=CheckWorthiness.UNIMPORTANT, seen=rejected)
    decide(second, anna, seen_revision=1, verification=Verification.REFUTED)
    decide(third, ben, chain=None)
    decide(fourth, anna, verification=Verification.NOT_CHECKABLE, chain=None)
    return made


def suggest(claim: Claim, **fields: Any) -> Suggestion:
    """A suggestion about the claim."""
    return Suggestion.objects.create(
        project_id=claim.project_id,
        claim=claim,
        suggester=f"tester-{uuid4()}",
        version="1",
        confidence=0.75,
        explanation="the words 'according to'",
        rule="according-to",
        spans=[[claim.start, claim.start + 3, "cue"]],
        created_at=timezone.now(),
        **fields,
    )


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file with one a line."""
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path in there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
