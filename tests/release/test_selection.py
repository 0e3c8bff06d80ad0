"""Which claims a data set holds: by source, by day, by article; people by name where that is asked for."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command

from annotations import release
from annotations.domain.errors import Invalid
from annotations.domain.selections import selection_from
from annotations.models import Article, Source
from annotations.queries import releases
from annotations.release import export
from tests.release.conftest import Desk, contents, lines


def held(desk: Desk, out: Path, **selection: Any) -> set[str]:
    """The ids of the claims that a selection holds."""
    export(desk.project, formats=["jsonl"], output=out, selection=selection_from(selection))
    return {line["id"] for line in lines(out / "claims.jsonl")}


def test_a_source_chooses_the_claims_whose_chain_names_it_or_one_merged_into_it(
    desk: Desk, tmp_path: Path
) -> None:
    source = Source.objects.get(project=desk.project, name="an official")
    other = Source.objects.create(
        project=desk.project, name="Officials", folded="officials", kind="government"
    )
    first = str(desk.claims[0].id)
    assert held(desk, tmp_path / "one", sources=[str(source.id)]) == {first}
    assert held(desk, tmp_path / "two", sources=[str(other.id)]) == set()
    Source.objects.filter(pk=source.pk).update(merged_into=other, article=None)
    assert held(desk, tmp_path / "three", sources=[str(other.id)]) == {first}


def test_days_choose_articles_both_ends_included(desk: Desk, tmp_path: Path) -> None:
    dated, _undated = desk.articles
    Article.objects.filter(pk=dated.pk).update(published_at=datetime(2026, 3, 5, 23, 59, tzinfo=UTC))
    own = {str(pk) for pk in dated.claims.values_list("pk", flat=True)}
    for number, (since, until) in enumerate(
        (("2026-03-05", "2026-03-05"), ("2026-03-01", None), (None, "2026-04-01"))
    ):
        days = {name: day for name, day in (("since", since), ("until", until)) if day}
        assert held(desk, tmp_path / str(number), **days) == own
    assert held(desk, tmp_path / "before", until="2026-03-04") == set()
    assert held(desk, tmp_path / "after", since="2026-03-06") == set()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"since": "5 March"}, "'since' is a day such as"),
        ({"since": "2026-03-05", "until": "2026-03-04"}, "comes after"),
        ({"sources": ["an official"]}, "no id of sources"),
        ({"licence": "mine"}, "no 'licence'"),
    ],
)
def test_a_wrong_part_is_named(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        selection_from(wrong)


def test_people_are_named_only_where_that_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    export(desk.project, formats=["all"], output=tmp_path / "named", named=True)
    reviewers = {r["reviewer"] for line in lines(tmp_path / "named/claims.jsonl") for r in line["reviews"]}
    assert reviewers == {desk.anna.username, desk.ben.username}
    assert orjson.loads((tmp_path / "named/manifest.json").read_bytes())["people"] == "names"
    assert b"555-0199" not in b"".join(contents(tmp_path / "named").values())  # a note never is
    export(desk.project, formats=["jsonl"], output=tmp_path / "not")
    assert orjson.loads((tmp_path / "not/manifest.json").read_bytes())["people"] == "pseudonyms"


def test_a_licence_stands_in_the_files(desk: Desk, tmp_path: Path) -> None:
    export(desk.project, formats=["jsonl"], output=tmp_path / "out", licence="cc-by-4.0")
    manifest, croissant, package = (
        orjson.loads((tmp_path / "out" / name).read_bytes())
        for name in ("manifest.json", "croissant.json", "datapackage.json")
    )
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert (manifest["licence"], croissant["license"]) == ("CC-BY-4.0", address)
    assert package["licenses"] == [{"name": "CC-BY-4.0", "path": address}]
    with pytest.raises(Invalid, match="no licence we know"):
        export(desk.project, formats=["jsonl"], output=tmp_path / "no", licence="mine, all mine")


def test_the_command_chooses_as_the_api_does(desk: Desk, tmp_path: Path) -> None:
    article = desk.claims[0].article_id
    call_command(
        "export_dataset", "--project", "harbour", "--format", "jsonl", "--output", str(tmp_path / "out"),
        "--articles", str(article), "--states", "agreed,in_review", "--licence", "CC0-1.0", "--named",
    )  # fmt: skip
    manifest = orjson.loads((tmp_path / "out/manifest.json").read_bytes())
    assert manifest["selection"] == {"articles": [str(article)], "states": ["agreed", "in_review"]}
    assert (manifest["licence"], manifest["people"]) == ("CC0-1.0", "names")
    with pytest.raises(CommandError, match="none of the states"):
        call_command(
            "export_dataset", "--project", "harbour", "--format", "jsonl", "--output", str(tmp_path / "no"),
            "--states", "finished",
        )  # fmt: skip


def test_the_page_asks_for_what_was_chosen(desk: Desk, files: Path, client: Any) -> None:
    client.force_login(desk.editor)
    page = client.get("/p/harbour/releases/").content.decode()
    assert 'name="states"' in page
    assert 'name="since"' in page
    assert str(desk.articles[0].id) in page
    sent = {
        "formats": ["jsonl"], "states": ["agreed"], "since": "2026-01-01", "without_text": "on", "named": "on",
        "licence": "CC-BY-4.0",
    }  # fmt: skip
    answer = client.post("/p/harbour/releases/", sent)
    made = releases.releases_of(desk.project)[0]
    assert answer.url == f"/p/harbour/releases/{made.id}/"
    assert made.selection == {"states": ["agreed"], "since": ["2026-01-01"]}
    assert (made.named, made.with_text, made.licence) == (True, False, "CC-BY-4.0")
    waiting = client.get(answer.url).content.decode()
    assert "waiting for a worker" in waiting
    assert "data-retry-seconds" in waiting
    release.build(made.id)
    done = client.get(answer.url).content.decode()
    assert "by name" in done
    assert "claims.jsonl" in done
    assert "data-retry-seconds" not in done
    assert str(desk.editor) in client.get("/p/harbour/releases/").content.decode()


def test_the_page_says_what_it_refuses(desk: Desk, client: Any) -> None:
    client.force_login(desk.editor)
    answer = client.post("/p/harbour/releases/", {"formats": ["jsonl"], "licence_address": "ftp://x"})
    assert (answer.status_code, b"no licence we know" in answer.content) == (422, True)
