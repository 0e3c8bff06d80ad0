"""Whether the workbench lives, and whether everything it needs answers. Anybody may ask."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import DatabaseError, connection
from django.db.models import Min
from django.utils import timezone
from kombu.exceptions import OperationalError
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.api.resource import Open, Resource
from annotations.api.schema import documented
from annotations.api.v1.shapes import TEXT, TRUTH, answer
from annotations.models import Heartbeat, Job, JobState
from annotations.queries.answers import timestamp

WORKER_SEEN_WITHIN = timedelta(seconds=60)
BROKER_TIMEOUT_S = 1.0
PART = {"type": "object", "properties": {"ok": TRUTH, "why": TEXT}, "required": ["ok"]}
READINESS = answer(status=TEXT, database=PART, broker=PART, worker=PART, outbox=PART, ledger=PART)


class Health(Resource):
    """Answers without asking who calls."""

    authentication_classes = ()
    permission_classes = (Open,)


class Alive(Health):
    """Whether the process answers."""

    @documented("The web server answers", answers={200: answer(status=TEXT)})
    def get(self, request: Request) -> Response:
        """Asks nothing else."""
        return Response({"status": "ok"})


class Ready(Health):
    """Whether all parts answer."""

    @documented("Every part, and what is wrong with it", answers={200: READINESS, 503: READINESS})
    def get(self, request: Request) -> Response:
        """503 while database, broker, worker or ledger do not answer. Decisions need no broker and no worker."""
        parts = {name: _told(check) for name, check in CHECKS.items()}
        ready = all(part["ok"] for part in parts.values())
        return Response({"status": "ready" if ready else "not ready", **parts}, status=200 if ready else 503)


def _told(check: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        return {"ok": True, **check()}
    except (DatabaseError, OperationalError, OSError) as error:
        return {"ok": False, "why": type(error).__name__}


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return {}


def _broker() -> dict[str, Any]:
    with current_app.connection_for_write(connect_timeout=BROKER_TIMEOUT_S) as broker:
        broker.ensure_connection(max_retries=1, timeout=BROKER_TIMEOUT_S)
    return {}


def _worker() -> dict[str, Any]:
    seen = Heartbeat.objects.filter(name="worker").values_list("seen_at", flat=True).first()
    if seen is None or timezone.now() - seen > WORKER_SEEN_WITHIN:
        return {"ok": False, "why": "no worker is running", "seen_at": timestamp(seen)}
    return {"seen_at": timestamp(seen)}


def _outbox() -> dict[str, Any]:
    """The age of the oldest job that is still to be done, which is long after a large import, and no fault."""
    jobs = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    oldest = jobs.aggregate(at=Min("created_at"))["at"]
    dead = Job.objects.filter(state=JobState.DEAD).count()
    return {
        "oldest_s": round((timezone.now() - oldest).total_seconds(), 1) if oldest else 0.0,
        "given_up": dead,
    }


def _ledger() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("select count(*), coalesce(sum(seq), 0) from ledger.head")
        chains, entries = cursor.fetchone()
    return {"chains": chains, "entries": int(entries)}


CHECKS = {"database": _database, "broker": _broker, "worker": _worker, "outbox": _outbox, "ledger": _ledger}
