"""Two releases side by side: every claim added, changed and removed, field by field, and nothing else."""

from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from annotations import release
from annotations.domain.comparing import ClaimChange, Comparison
from annotations.domain.errors import Invalid, NotFound
from annotations.domain.vocabulary import MemberRole, Verification
from annotations.models import Release
from annotations.queries.release_comparison import changes_as_json, folders
from tests.api.world import caller
from tests.factories import decide, make_article, make_member, make_project
from tests.release.conftest import Desk

CLAIMS = st.dictionaries(
    st.tuples(st.integers(0, 3), st.integers(0, 30)),
    st.sampled_from(["supported", "refuted", None]),
    max_size=20,
)


def as_lines(claims: dict[tuple[int, int], str | None]) -> list[bytes]:
    """Lines of claims.jsonl in the order of a data set; a claim's id is its place."""
    return [
        orjson.dumps(
            {
                "id": f"{article}-{start}",
                "article": {"id": f"{article}"},
                "start": start,
                "verification": word,
            },
            option=orjson.OPT_APPEND_NEWLINE,
        )
        for (article, start), word in sorted(claims.items())
    ]


@given(older=CLAIMS, newer=CLAIMS)
def test_every_difference_is_found_once(
    older: dict[tuple[int, int], str | None], newer: dict[tuple[int, int], str | None]
) -> None:
    comparison = Comparison(as_lines(older), as_lines(newer))
    found = {(str(change.difference), change.claim) for change in comparison}
    changed = {place for place in older.keys() & newer.keys() if older[place] != newer[place]}
    due = {("added", place) for place in newer.keys() - older.keys()}
    due |= {("removed", place) for place in older.keys() - newer.keys()}
    due |= {("changed", place) for place in changed}
    assert found == {(kind, f"{article}-{start}") for kind, (article, start) in due}
    assert comparison.counts["same"] == len(older.keys() & newer.keys()) - len(changed)


def test_a_change_says_what_each_field_was_and_is() -> None:
    (change,) = Comparison(as_lines({(1, 0): "supported"}), as_lines({(1, 0): None}))
    assert change.fields == {"verification": ("supported", None)}
    assert isinstance(change, ClaimChange)


def test_a_line_that_is_none_is_named() -> None:
    with pytest.raises(Invalid, match="no line of claims"):
        list(Comparison([b'{"id": 7}\n'], []))


@pytest.fixture
def two(desk: Desk, files: Path) -> tuple[UUID, UUID]:
    """A release, and a second after one claim was decided and an article came."""
    older = _built(desk)
    decide(desk.claims[4], desk.ben, verification=Verification.SUPPORTED)
    make_article(desk.project, by=desk.editor, text="A bridge opened. Nobody came.")
    return older, _built(desk)


def _built(desk: Desk) -> UUID:
    return release.build(release.request(desk.project, formats=["jsonl"], by=desk.editor).id).id


def test_two_releases_are_compared_by_page_api_and_command(
    desk: Desk, two: tuple[UUID, UUID], client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    there = folders(*two, by=desk.editor)
    *changes, last = [orjson.loads(line) for line in changes_as_json(*there)]
    assert last["counts"]["changed"] == 1
    assert last["counts"]["added"] >= 2
    (changed,) = [change for change in changes if change["change"] == "changed"]
    assert changed["claim"] == str(desk.claims[4].id)
    assert changed["fields"]["verification"] == {"older": None, "newer": "supported"}
    client.force_login(desk.editor)
    page = client.get(f"/p/harbour/releases/compare/?older={two[0]}&newer={two[1]}").content.decode()
    assert "1 changed" in page
    assert "<b>verification</b>: nothing → supported" in page
    file = client.get(f"/p/harbour/releases/compare/?older={two[0]}&newer={two[1]}&format=jsonl")
    assert [orjson.loads(line) for line in b"".join(file.streaming_content).splitlines()] == [*changes, last]
    answer = caller(desk.editor).get(f"releases/{two[0]}/changes/{two[1]}/")
    assert [orjson.loads(line) for line in b"".join(answer.streaming_content).splitlines()] == [
        *changes,
        last,
    ]
    call_command("compare_releases", *map(str, there))
    assert [orjson.loads(line) for line in capsys.readouterr().out.splitlines()] == [*changes, last]


def test_what_was_asked_for_is_told_apart_from_what_changed(desk: Desk, files: Path) -> None:
    one = _built(desk)
    asked = release.request(desk.project, formats=["jsonl"], by=desk.editor, licence="CC0-1.0")
    (last,) = changes_as_json(*folders(one, release.build(asked.id).id, by=desk.editor))
    assert orjson.loads(last)["manifest"] == {"licence": [None, "CC0-1.0"]}


def test_releases_without_the_native_format_are_refused_by_name(desk: Desk, files: Path) -> None:
    one = _built(desk)
    table = release.build(release.request(desk.project, formats=["csv"], by=desk.editor).id)
    with pytest.raises(Invalid, match="has no claims"):
        folders(one, table.id, by=desk.editor)
    with pytest.raises(CommandError, match=r"manifest.json cannot be read|has no claims.jsonl"):
        call_command("compare_releases", str(files), str(files))


def test_another_projects_release_does_not_exist(desk: Desk, two: tuple[UUID, UUID], client: Any) -> None:
    elsewhere = make_project()
    stranger = make_member(elsewhere, MemberRole.EDITOR)
    make_article(elsewhere, by=stranger)
    theirs = release.build(release.request(elsewhere, formats=["jsonl"], by=stranger).id)
    with pytest.raises(NotFound):
        folders(two[0], theirs.id, by=desk.editor)
    assert Release.objects.filter(pk=theirs.id).exists()
    client.force_login(stranger)
    assert client.get(f"/p/harbour/releases/compare/?older={two[0]}&newer={two[1]}").status_code == 404
    other = client.get(f"/p/{elsewhere.slug}/releases/compare/?older={two[0]}&newer={two[1]}")
    assert other.status_code == 404
