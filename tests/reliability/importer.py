"""Imports an article and is killed between commit and publish: python -m tests.reliability.importer SLUG USERNAME"""

import os
import signal
import sys

import django


def main(slug: str, username: str) -> None:
    django.setup()
    from django.db import transaction

    from annotations import pipeline
    from annotations.domain.records import Draft
    from annotations.ingest import Incoming
    from annotations.models import Project, User
    from tests.factories import TEXT

    with transaction.atomic():
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
        draft = Draft(text=TEXT, language="en")
        pipeline.import_article(
            Project.objects.get(slug=slug),
            Incoming(TEXT.encode(), draft),
            by=User.objects.get(username=username),
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
