"""Builds one release in a process of its own, to be killed: python -m tests.release.builder RELEASE FOLDER."""

import sys
from pathlib import Path
from uuid import UUID


def main(release_id: str, folder: str) -> None:
    """Build, saying so when the work begins."""
    import django
    from django.test.utils import override_settings

    django.setup()
    from annotations.release import build

    with override_settings(MEDIA_ROOT=Path(folder)):
        print("begins", flush=True)
        build(UUID(release_id))
        print("ends", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
