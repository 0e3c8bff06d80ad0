"""What the settings promise, of the real ones: the tests' own differ in two points."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.stack import ROOT, environment_of
from workbench.middleware import private_by_default

PRINT = """
import json
from workbench import settings as s
names = "PASSWORD_HASHERS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS CELERY_TASK_ACKS_LATE".split()
names += "CELERY_WORKER_PREFETCH_MULTIPLIER CELERY_ACCEPT_CONTENT CELERY_TASK_IGNORE_RESULT WORKBENCH_NAME".split()
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def _real_settings(var_dir: Path, **environment: str) -> dict[str, Any]:
    values = environment_of(var_dir, **environment)
    done = subprocess.run(
        [sys.executable, "-c", PRINT], cwd=ROOT, env=values, capture_output=True, check=True
    )
    return dict(json.loads(done.stdout))


def test_passwords_are_hashed_with_argon2_and_messages_are_json_only(tmp_path: Path) -> None:
    real = _real_settings(tmp_path)
    assert real["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")
    assert real["CELERY_ACCEPT_CONTENT"] == ["json"]
    assert real["CELERY_TASK_ACKS_LATE"] is real["CELERY_TASK_IGNORE_RESULT"] is True
    assert real["CELERY_WORKER_PREFETCH_MULTIPLIER"] == 1


def test_over_https_cookies_are_secure_and_browsers_are_told_to_stay(tmp_path: Path) -> None:
    real = _real_settings(tmp_path, SECURE="yes", WORKBENCH_NAME="Desk")
    assert real["SESSION_COOKIE_SECURE"] is real["CSRF_COOKIE_SECURE"] is True
    assert real["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert real["WORKBENCH_NAME"] == "Desk"


def test_reading_the_settings_starts_nothing(tmp_path: Path) -> None:
    _real_settings(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/no-such-page", "/api/v1/no-such-thing/", "/static/no-such-file.css"])
def test_every_answer_carries_the_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


def test_an_address_of_somebody_else_is_refused_with_the_headers(client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_static_file_keeps_its_own_rule_and_a_missing_one_does_not() -> None:
    def answer(status: int) -> HttpResponse:
        def view(_: object) -> HttpResponse:
            return HttpResponse(status=status, headers={"Cache-Control": "max-age=60"})

        response = private_by_default(view)(RequestFactory().get("/static/a.css"))
        assert isinstance(response, HttpResponse)
        return response

    assert answer(200).headers["Cache-Control"] == "max-age=60"
    assert answer(404).headers["Cache-Control"] == "no-store"
