"""Uploads that nobody stored go after a day, and no sooner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.domain.vocabulary import MemberRole
from annotations.models import Upload
from annotations.tasks import tidy
from tests.factories import make_member, make_project


@pytest.mark.django_db
def test_only_old_uploads_are_dropped() -> None:
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    for hours in (1, 23, 25):
        upload = Upload.objects.create(project=project, user=editor, content=b"text")
        Upload.objects.filter(pk=upload.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    assert tidy() == 1
    assert Upload.objects.count() == 2
