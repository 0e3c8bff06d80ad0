"""A release is asked for by an editor, built once, complete or absent, and read by those who may."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from annotations import ledger, outbox, release
from annotations.domain.errors import Conflict, Invalid, NotFound, NotPermitted
from annotations.domain.selections import Selection
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import Job, Release
from annotations.queries import releases
from annotations.queries.dataset import OpenClaims, snapshot
from annotations.writers import WRITERS, write
from annotations.writers.folder import UNFINISHED, Folder
from tests.databases import CommittedDatabase
from tests.factories import decide, make_article, make_member, make_project, make_user
from tests.release.conftest import Desk, contents

KILLS = 10


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def ask(desk: Desk, **options: Any) -> Release:
    """A release of everything that exists, asked for by the editor."""
    return release.request(desk.project, **{"formats": ["all"], "by": desk.editor, **options})


def test_asking_leaves_a_job_and_a_ledger_entry(desk: Desk) -> None:
    asked = ask(desk)
    job = Job.objects.get(subject=asked.id)
    assert (job.kind, asked.status, asked.formats) == (outbox.BUILD_RELEASE, "queued", list(WRITERS))
    assert ledger.entries(desk.project.id)[-1].verb == "release_requested"


def test_only_an_editor_may_ask(desk: Desk) -> None:
    for person in (desk.anna, make_member(desk.project, MemberRole.SUPERVISOR), make_user()):
        with pytest.raises(NotPermitted):
            ask(desk, by=person)


def test_a_refused_request_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(Invalid, match="No format is called 'pdf'"):
        ask(desk, formats=["pdf"])
    with pytest.raises(Invalid, match="no 'colour'"):
        ask(desk, selection={"colour": ["red"]})
    decide(desk.claims[1], desk.ben, verification=Verification.SUPPORTED)
    with pytest.raises(OpenClaims, match=str(desk.claims[1].id)):
        ask(desk)
    assert not Release.objects.exists()
    assert not Job.objects.filter(kind=outbox.BUILD_RELEASE).exists()


def test_a_built_release_lists_its_files_and_stays_as_it_is(desk: Desk) -> None:
    built = release.build(ask(desk).id)
    assert (built.status, built.progress, built.error) == ("done", 1.0, "")
    before = contents(releases.folder_of(built.id))
    assert {entry["name"] for entry in built.files} == set(before)
    decide(desk.claims[4], desk.ben)
    again = release.build(built.id)
    assert contents(releases.folder_of(built.id)) == before
    assert again.built_at == built.built_at
    entries = ledger.entries(desk.project.id, verb="release_built")
    assert len(entries) == 1
    assert entries[0].payload["files"] == {entry["name"]: entry["sha256"] for entry in built.files}


def test_two_releases_of_one_state_are_the_same_bytes(desk: Desk) -> None:
    one, two = release.build(ask(desk).id), release.build(ask(desk).id)
    assert contents(releases.folder_of(one.id)) == contents(releases.folder_of(two.id))


def test_claims_opened_after_the_request_fail_the_build(desk: Desk) -> None:
    asked = ask(desk)
    decide(desk.claims[1], desk.ben, verification=Verification.SUPPORTED)
    failed = release.build(asked.id)
    assert (failed.status, str(desk.claims[1].id) in failed.error) == ("failed", True)
    assert not releases.folder_of(asked.id).exists()
    assert release.build(ask(desk, allow_open=True).id).status == "done"


def test_a_folder_finished_by_a_killed_worker_is_taken_as_it_is(desk: Desk) -> None:
    built = release.build(ask(desk).id)
    before, files = contents(releases.folder_of(built.id)), built.files
    Release.objects.filter(pk=built.pk).update(status="building", files=[], claims=None)
    decide(desk.claims[4], desk.ben)
    resumed = release.build(built.id)
    assert (resumed.status, resumed.claims) == ("done", built.claims)
    assert sorted(map(str, resumed.files)) == sorted(map(str, files))
    assert contents(releases.folder_of(built.id)) == before


def test_two_workers_at_once_build_one_release(desk: Desk) -> None:
    asked = ask(desk)
    done: list[Release] = []
    workers = [threading.Thread(target=lambda: done.append(_in_thread(asked))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [one.status for one in done] == ["done", "done"]
    assert len(ledger.entries(desk.project.id, verb="release_built")) == 1
    assert list(releases.folder_of(asked.id).parent.glob(f".*{UNFINISHED}")) == []


@pytest.mark.slow
def test_a_worker_killed_at_any_moment_leaves_all_or_nothing(
    desk: Desk, committed_db: CommittedDatabase, files: Path, tmp_path: Path
) -> None:
    for number in range(12):
        make_article(desk.project, by=desk.editor, text=f"Report {number} came in. It says little. " * 40)
    whole = contents(releases.folder_of(release.build(ask(desk).id).id))
    chance, took = random.Random(7), _time_of_a_build(desk, committed_db, files)
    killed = 0
    for _ in range(KILLS):
        asked = ask(desk)
        with _builder(asked, committed_db, files) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(chance.uniform(0, took))
            child.send_signal(signal.SIGKILL)
            killed += child.wait() == -signal.SIGKILL
        folder = releases.folder_of(asked.id)
        assert not folder.exists() or contents(folder) == whole
        assert release.build(asked.id).status == "done"
        assert contents(folder) == whole
    assert killed >= KILLS // 2
    assert list((files / "releases").glob(f".*{UNFINISHED}")) == []


@pytest.mark.slow
def test_memory_does_not_grow_with_the_data(committed_db: CommittedDatabase, tmp_path: Path) -> None:
    _peak(20, tmp_path / "first")  # what is loaded once does not count
    (little, small), (much, large) = (_peak(articles, tmp_path / str(articles)) for articles in (20, 160))
    assert much > 6 * little
    assert large - small < 0.25 * (much - little)  # the buffers of three files, and no more


def test_a_reviewer_of_a_blind_project_cannot_read_the_others_answers(desk: Desk) -> None:
    built = release.build(ask(desk).id)
    assert (
        b"reviews" in releases.file_of(built.id, "claims.jsonl", by=desk.anna).path.read_bytes()
    )  # twin: not blind
    type(desk.project).objects.filter(pk=desk.project.pk).update(blind=True)
    with pytest.raises(NotPermitted, match="do not see each other's answers"):
        releases.file_of(built.id, "claims.jsonl", by=desk.anna)
    assert releases.file_of(built.id, "claims.jsonl", by=desk.editor).bytes > 0


def test_files_are_opened_by_the_names_of_the_manifest_alone(desk: Desk) -> None:
    asked = ask(desk)
    with pytest.raises(Conflict, match="queued"):
        releases.file_of(asked.id, "claims.jsonl", by=desk.editor)
    built = release.build(asked.id)
    found = releases.file_of(built.id, "schema/claim.schema.json", by=desk.editor)
    assert (found.media_type, found.path.stat().st_size) == ("application/json", found.bytes)
    for name in ("../../../secret-key", "/etc/passwd", "schema", ""):
        with pytest.raises(NotFound):
            releases.file_of(built.id, name, by=desk.editor)
    for stranger in (make_user(), make_member(make_project(), MemberRole.EDITOR)):
        with pytest.raises(NotFound):
            releases.file_of(built.id, "claims.jsonl", by=stranger)
    with pytest.raises(NotFound):
        releases.release_of(uuid4(), by=desk.editor)


def _in_thread(asked: Release) -> Release:
    from django.db import connection

    try:
        return release.build(asked.id)
    finally:
        connection.close()


def _builder(asked: Release, database: CommittedDatabase, files: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, **database.environment, "DJANGO_SETTINGS_MODULE": "workbench.settings"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.release.builder", str(asked.id), str(files)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def _time_of_a_build(desk: Desk, database: CommittedDatabase, files: Path) -> float:
    """Seconds from the word that it begins to the word that it ends."""
    with _builder(ask(desk), database, files) as child:
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        assert child.stdout.readline() == "ends\n"
        return time.monotonic() - began


def _peak(articles: int, output: Path) -> tuple[int, int]:
    """How many bytes are written of that many articles of 60 claims, and the most that Python holds meanwhile."""
    project = make_project()
    editor = make_member(project, MemberRole.EDITOR)
    for number in range(articles):
        make_article(
            project, by=editor, text=f"Report {number} came in. " + "The harbour says little of it. " * 59
        )
    tracemalloc.start()
    try:
        with Folder(output) as folder, snapshot(project.id, Selection(), formats=("jsonl", "csv")) as dataset:
            written, counts = write(folder, dataset.about, dataset.articles())
        assert counts.claims >= 60 * articles
        return sum(entry.size for entry in written), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
