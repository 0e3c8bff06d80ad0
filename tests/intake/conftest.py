"""A project to take data sets into, and the real exports of other programs where they are at hand."""

from pathlib import Path

import pytest
from django.conf import settings

from annotations.domain.vocabulary import MemberRole
from annotations.models import Project, User
from tests.factories import make_member, make_project


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


@pytest.fixture(scope="session")
def exports() -> Path:
    """The folder with exports that Label Studio and doccano wrote."""
    folder = Path(settings.EVALUATION_DATA) / "interop"
    if not folder.is_dir():
        pytest.skip(f"EVALUATION_DATA missing: no exports of other programs in {folder}")
    return folder
