"""The embedded PostgreSQL and broker, used only where no DATABASE_URL or BROKER_URL is given."""

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def ensure_database() -> Iterator[None]:
    """A database answers inside the block: the one of DATABASE_URL, or the embedded one, started if need be.

    The embedded server stops when its last user leaves. Does not migrate.
    Raises ServiceError, saying what to do.
    """
    from django.conf import settings

    if settings.EMBEDDED_DATABASE is None:
        yield
        return
    from workbench.services.postgres import EmbeddedPostgres

    with EmbeddedPostgres(settings.EMBEDDED_DATABASE, durable=not settings.DISPOSABLE_DATA).used():
        yield
