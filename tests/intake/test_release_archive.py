"""A release leaves as one ZIP and comes in as one: by the page and by the interface, or not at all."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations import release
from annotations.domain.errors import Unreadable
from annotations.domain.vocabulary import MemberRole
from annotations.models import Claim, Decision, Project, User
from annotations.queries.release_archive import packed
from annotations.queries.releases import ReleaseFile, files_of
from annotations.readers import native
from annotations.readers.native import unpack_release
from tests.api.world import caller
from tests.databases import another_database
from tests.factories import make_member, make_project
from tests.intake.test_pages import token
from tests.release.conftest import Desk, desk, files

__all__ = ["desk", "files"]


@pytest.fixture
def archive(desk: Desk, files: Path) -> bytes:
    """A built release of the desk as its page gives it."""
    asked = release.request(
        desk.project, formats=["jsonl"], selection={}, allow_open=True, with_text=True, by=desk.editor
    )
    made = release.build(asked.id)
    client = Client()
    client.force_login(desk.anna)
    sent = client.get(f"/p/{desk.project.slug}/releases/{made.id}/archive/")
    content = b"".join(sent.streaming_content)  # type: ignore[attr-defined]
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{desk.project.slug}-{made.id}.zip"'
    again = caller(desk.anna).get(f"releases/{made.id}/archive/")
    assert b"".join(again.streaming_content) == content
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        for file in files_of(made.id, by=desk.anna):
            assert opened.read(f"{desk.project.slug}-{made.id}/{file.name}") == file.path.read_bytes()
        assert {name.partition("/")[2] for name in opened.namelist()} == {one["name"] for one in made.files}
    return content


def elsewhere() -> tuple[Project, User]:
    project = make_project("elsewhere")
    return project, make_member(project, MemberRole.EDITOR)


def sent(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("release.zip", content)


def test_the_page_shows_a_release_first_and_then_takes_it_in(archive: bytes, template_database: str) -> None:
    with another_database(template_database, f"{template_database}_page"):
        project, editor = elsewhere()
        client, place = Client(), f"/p/{project.slug}/import/dataset/"
        client.force_login(editor)
        page = client.post(place, {"file": sent(archive), "format": "jsonl"}).content.decode()
        assert "A release of" in page
        assert "quorum 2" in page
        assert not Claim.objects.exists()
        done = client.post(place, {"token": token(page), "format": "jsonl", "store": "1"}, follow=True)
        assert "decisions" in done.content.decode()
        assert Decision.objects.filter(project=project).count() > 0
        again = client.post(place, {"file": sent(archive), "format": "jsonl"})
        assert again.status_code == 409
        assert "needs an empty project" in again.content.decode()


def test_the_interface_looks_first_and_then_takes_it_in(archive: bytes, template_database: str) -> None:
    with another_database(template_database, f"{template_database}_interface"):
        project, editor = elsewhere()
        client = caller(editor).client
        place = f"/api/v1/projects/{project.slug}/data-sets/"
        seen = client.post(f"{place}?preview=yes", {"file": sent(archive), "format": "jsonl"})
        assert (seen.status_code, seen.json()["quorum"], seen.json()["claims"] > 0) == (200, 2, True)
        assert not Claim.objects.exists()
        taken = client.post(place, {"file": sent(archive), "format": "jsonl"})
        assert taken.status_code == 201
        assert taken.json()["claims"] == seen.json()["claims"] == Claim.objects.count()
        assert taken.json()["decisions"] == seen.json()["decisions"] == Decision.objects.count()
        assert client.post(place, {"file": sent(archive), "format": "jsonl"}).status_code == 409


def test_the_interface_says_what_of_another_program_maps(db: None) -> None:
    project, editor = elsewhere()
    line = '{"id": 1, "text": "Rents doubled.", "label": ["refuted", "Pants on fire"]}'
    body = {"format": "doccano", "text": line, "offsets": "code-points", "people": {"anna": editor.username}}
    seen = caller(editor).post(f"projects/{project.slug}/data-sets/?preview=yes", body).json()
    assert {one["label"]: bool(one["becomes"]) for one in seen["labels"]} == {
        "refuted": True,
        "Pants on fire": False,
    }
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"format": "jsonl", "text": "{}"}, "format"),
        ({"format": "excel", "text": "{}"}, "format"),
        ({"format": "doccano"}, "text"),
        ({"format": "doccano", "text": "{}", "offsets": "bytes"}, "offsets"),
        ({"format": "doccano", "text": "{}", "people": ["a"]}, "people"),
        ({"format": "doccano", "text": "{}", "people": {"a": "nobody-here"}}, "people"),
        ({"format": "doccano", "text": "no json"}, "file"),
    ],
)
def test_what_cannot_be_taken_in_is_named(db: None, body: Any, field: str) -> None:
    project, editor = elsewhere()
    refused = caller(editor).post(f"projects/{project.slug}/data-sets/", body)
    assert refused.status_code == 422
    assert field in refused.json()["errors"]


def zipped(*members: tuple[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            made.writestr(name, content)
    return whole.getvalue()


def test_only_files_of_a_release_are_unpacked_and_no_path_leads_out(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    with pytest.raises(Unreadable, match=r"holds no articles\.jsonl"):
        unpack_release(
            zipped(("../../claims.jsonl", b"{}\n"), ("../evil.py", b"x"), ("/etc/x", b"x")), inside
        )
    assert [path.name for path in inside.iterdir()] == ["claims.jsonl"]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 and nothing", "no ZIP archive that can be opened"),
        (b"", "no ZIP archive that can be opened"),
        (zipped(("a/claims.jsonl", b""), ("b/claims.jsonl", b"")), r"holds claims\.jsonl twice"),
    ],
)
def test_what_is_no_release_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        unpack_release(content, tmp_path)


@pytest.mark.parametrize("is_limited", [True, False])
def test_an_archive_that_unpacks_without_end_is_refused_and_without_the_limit_fills_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_limited: bool
) -> None:
    bomb = zipped(("articles.jsonl", b"\n" * 8_000_000), ("claims.jsonl", b""))
    assert len(bomb) < 20_000
    monkeypatch.setattr(native, "MAX_BYTES", 3_000_000 if is_limited else 2**40)
    with pytest.raises(Unreadable, match="unpacks to more than" if is_limited else "no JSON"):
        list(unpack_release(bomb, tmp_path).articles())
    assert ((tmp_path / "articles.jsonl").stat().st_size <= 3_000_000) is is_limited


def test_an_archive_is_sent_while_it_is_packed(tmp_path: Path) -> None:
    large = tmp_path / "large.jsonl"
    large.write_bytes(bytes(range(256)) * 20_000)
    file = ReleaseFile(large, "large.jsonl", large.stat().st_size, "", "application/jsonl")
    parts = list(packed([file], folder="f"))
    assert len(parts) > 4
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as opened:
        assert opened.read("f/large.jsonl") == large.read_bytes()
