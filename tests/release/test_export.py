"""A data set holds what the database holds at one moment, says so the same way twice, and names nobody."""

import csv
import hashlib
import re
from pathlib import Path

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from jsonschema import Draft202012Validator, FormatChecker

from annotations import ledger
from annotations.domain.errors import Conflict, Invalid
from annotations.domain.selections import selection_from
from annotations.domain.vocabulary import Verification
from annotations.models import Article, Claim, Decision, Suggestion
from annotations.queries.dataset import snapshot
from annotations.release import export
from annotations.review import undo
from annotations.writers import write
from annotations.writers.folder import Folder
from annotations.writers.table import as_it_was
from tests.factories import decide, make_article, make_member
from tests.release.conftest import ODD_TEXT, Desk, contents, lines

PSEUDONYM = re.compile(rb"person-[0-9a-f]{12}")  # the factories' user names begin the same way


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "release"


def test_every_line_is_what_its_schema_says(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["all"], output=out)
    for name, schema in (("claims", "claim"), ("articles", "article")):
        check = Draft202012Validator(
            orjson.loads((out / f"schema/{schema}.schema.json").read_bytes()), format_checker=FormatChecker()
        )
        for line in lines(out / f"{name}.jsonl"):
            check.validate(line)
    manifest = orjson.loads((out / "manifest.json").read_bytes())
    Draft202012Validator(orjson.loads((out / "schema/manifest.schema.json").read_bytes())).validate(manifest)


def test_the_standing_answer_comes_with_everybodys_reviews(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["jsonl"], output=out)
    by_id = {line["id"]: line for line in lines(out / "claims.jsonl")}
    first = by_id[str(desk.claims[0].id)]
    assert (first["state"], first["verification"]) == ("agreed", "supported")
    assert [link["source"]["name"] for link in first["chain"]] == ["Harbour Post", "an official"]
    assert first["chain"][0]["content_spans"] == [[9, 12], [14, 20]]
    assert first["resolution"]["kind"] == "unanimous"
    assert first["resolution"]["by"] == [review["reviewer"] for review in first["reviews"]]
    assert [review["seconds"] for review in first["reviews"]] == [12.5, None]
    assert first["suggestions"][0]["outcomes"] == [
        {"review": first["reviews"][0]["id"], "outcome": "edited", "reason": None}
    ]


def test_older_answers_of_a_person_lie_inside_the_latest(desk: Desk, out: Path) -> None:
    undo(desk.claims[1].id, seen_revision=2, idempotency_key="u", by=desk.anna)
    export(desk.project, formats=["jsonl"], output=out)
    second = next(line for line in lines(out / "claims.jsonl") if line["id"] == str(desk.claims[1].id))
    (review,) = second["reviews"]
    assert (review["revision"], review["undoes"], review["verification"]) == (3, 2, "supported")
    assert [(e["revision"], e["verification"]) for e in review["earlier"]] == [
        (1, "supported"),
        (2, "refuted"),
    ]
    assert second["resolution"]["kind"] == "single"


def test_an_incomplete_answer_stands_for_nothing(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["jsonl"], output=out)
    third = next(line for line in lines(out / "claims.jsonl") if line["id"] == str(desk.claims[2].id))
    assert (third["state"], third["resolution"], third["verification"]) == ("unreviewed", None, None)
    assert (third["reviews"][0]["verification"], third["reviews"][0]["chain"]) == ("supported", None)


def test_claims_and_gaps_give_back_the_text_letter_for_letter(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["jsonl"], output=out)
    claims = lines(out / "claims.jsonl")
    for article in lines(out / "articles.jsonl"):
        text = article["text"]
        own = [claim for claim in claims if claim["article"]["id"] == article["id"]]
        spans = sorted([*article["gaps"], *([claim["start"], claim["end"]] for claim in own)])
        assert "".join(text[start:end] for start, end in spans) == text
        for claim in own:
            quote = claim["quote"]
            assert text[claim["start"] : claim["end"]] == claim["text"] == quote["exact"]
            assert text[: claim["start"]].endswith(quote["prefix"])
            assert text[claim["end"] :].startswith(quote["suffix"])
    assert ODD_TEXT in [article["text"] for article in lines(out / "articles.jsonl")]
    assert {article["sha256"] for article in lines(out / "articles.jsonl")} >= {
        hashlib.sha256(ODD_TEXT.encode()).hexdigest()
    }


def test_counts_are_those_of_the_database(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["all"], output=out)
    counts = orjson.loads((out / "manifest.json").read_bytes())["counts"]
    current = Claim.objects.filter(project=desk.project).current()
    assert counts["claims"] == current.count() == len(lines(out / "claims.jsonl"))
    assert counts["articles"] == Article.objects.filter(project=desk.project).count()
    assert counts["decisions"] == Decision.objects.filter(project=desk.project).count()
    assert counts["suggestions"] == Suggestion.objects.filter(project=desk.project).count()
    for state, count in counts["states"].items():
        assert current.filter(state=state).count() == count


def test_the_manifest_names_every_file_with_its_hash(desk: Desk, out: Path) -> None:
    built = export(desk.project, formats=["all"], output=out)
    manifest = orjson.loads((out / "manifest.json").read_bytes())
    there = contents(out)
    assert {entry["name"] for entry in manifest["files"]} == set(there) - {"manifest.json"}
    assert {entry.name for entry in built.files} == set(there)
    for entry in manifest["files"]:
        content = there[entry["name"]]
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    rows = {entry["name"]: entry["rows"] for entry in manifest["files"]}
    assert rows["claims.jsonl"] == rows["claims.csv"] == manifest["counts"]["claims"]


def test_the_same_state_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    export(desk.project, formats=["all"], output=tmp_path / "one")
    make_member(desk.project)  # changes the ledger, but no data
    export(desk.project, formats=["all"], output=tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    decide(desk.claims[4], desk.ben)
    export(desk.project, formats=["all"], output=tmp_path / "three")
    assert contents(tmp_path / "two") != contents(tmp_path / "three")


def test_the_snapshot_is_the_last_entry_that_changed_data(desk: Desk, tmp_path: Path) -> None:
    decided = ledger.entries(desk.project.id, verb="decided")[-1]
    export(desk.project, formats=["jsonl"], output=tmp_path / "one")
    export(
        desk.project, formats=["jsonl"], output=tmp_path / "two"
    )  # the first export's entry changes nothing
    snapshot = orjson.loads((tmp_path / "two/manifest.json").read_bytes())["snapshot"]
    assert snapshot["seq"] == decided.seq
    assert snapshot["at"] == decided.at.isoformat().replace("+00:00", "Z")


def test_no_file_names_a_person_or_holds_a_note(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["all"], output=out)
    everything = b"".join(contents(out).values())
    for person in (desk.anna, desk.ben, desk.editor):
        assert person.username.encode() not in PSEUDONYM.sub(b"", everything)
        assert str(person.id).encode() not in everything
    for secret in (b"Carla", b"555-0199"):
        assert secret not in everything
    assert orjson.loads((out / "losses.json").read_bytes())["withheld"] == {"note": 1}


def test_a_pseudonym_is_the_same_in_the_next_release(desk: Desk, tmp_path: Path) -> None:
    export(desk.project, formats=["jsonl"], output=tmp_path / "one")
    decide(desk.claims[4], desk.anna)
    export(desk.project, formats=["jsonl"], output=tmp_path / "two")
    named = [
        {r["reviewer"] for line in lines(tmp_path / name / "claims.jsonl") for r in line["reviews"]}
        for name in ("one", "two")
    ]
    assert named[0] == named[1]
    assert len(named[0]) == 2


def test_without_text_no_word_of_an_article_is_left(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["all"], output=out, with_text=False)
    everything = b"".join(contents(out).values())
    titles = {article.title for article in desk.articles}  # by which an article is cited
    for claim in Claim.objects.filter(project=desk.project).exclude(text__in=titles):
        assert claim.text.encode() not in everything
    assert all(line["text"] is None for line in lines(out / "articles.jsonl"))
    assert all(line["sha256"] for line in lines(out / "articles.jsonl"))


def test_the_command_says_what_it_refuses(desk: Desk, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(desk.claims[1], desk.ben, verification=Verification.SUPPORTED)
    arguments = ["export_dataset", "--project", "harbour", "--output", str(out), "--format"]
    with pytest.raises(CommandError, match=f"{desk.claims[1].id}.*--allow-open"):
        call_command(*arguments, "jsonl")
    with pytest.raises(
        CommandError, match=r"'xmi' marks words.*This version writes jsonl, csv.* without texts"
    ):
        call_command(*arguments, "xmi", "--allow-open", "--without-text")
    with pytest.raises(CommandError, match="No format is called 'pdf'"):
        call_command(*arguments, "pdf", "--allow-open")
    call_command(*arguments, "all", "--allow-open", "--without-text")
    assert "claims in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="is there already and not empty"):
        call_command(*arguments, "jsonl", "--allow-open")
    exported = ledger.entries(desk.project.id, verb="dataset_exported")
    assert len(exported) == 1
    assert (
        exported[0].payload["files"]["claims.jsonl"]
        == hashlib.sha256((out / "claims.jsonl").read_bytes()).hexdigest()
    )


def test_no_formula_gets_into_the_table(desk: Desk, out: Path) -> None:
    export(desk.project, formats=["csv"], output=out)
    with (out / "claims.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    own = [row for row in rows if row["article_url"]]
    assert {row["article_title"] for row in own} == {"'=cmd|' /C calc'!A0"}
    assert {as_it_was(row)["article_title"] for row in own} == {"=cmd|' /C calc'!A0"}
    assert all(row["escaped"] == "article_title" for row in own)
    assert (
        next(row for row in rows if row["id"] == str(desk.claims[0].id))["sources"]
        == "Harbour Post > an official"
    )


def test_another_connection_that_writes_is_not_seen(desk: Desk, out: Path) -> None:
    before = Claim.objects.filter(project=desk.project).count()
    with (
        Folder(out) as folder,
        snapshot(desk.project.id, selection_from(None), formats=("jsonl",)) as dataset,
    ):
        articles = dataset.articles()
        late = make_article(desk.project, by=desk.editor, text="A late article came. It says little.")
        decide(desk.claims[4], desk.ben)
        _, counts = write(folder, dataset.about, articles)
        folder.publish()
    assert counts.claims == before
    assert str(late.id).encode() not in (out / "claims.jsonl").read_bytes()
    four = next(line for line in lines(out / "claims.jsonl") if line["id"] == str(desk.claims[4].id))
    assert four["reviews"] == []


def test_retired_claims_and_other_projects_stay_out(desk: Desk, out: Path) -> None:
    make_article()  # another project's
    retired = desk.claims[-1]
    with connection.cursor() as cursor:
        cursor.execute("update annotations_claim set retired_at = now() where id = %s", [retired.id])
    export(desk.project, formats=["jsonl"], output=out)
    ids = {line["id"] for line in lines(out / "claims.jsonl")}
    assert ids == {
        str(pk) for pk in Claim.objects.filter(project=desk.project).current().values_list("pk", flat=True)
    }
    assert str(retired.id) not in ids


def test_a_duplicate_takes_the_answer_of_the_claim_it_repeats(desk: Desk, out: Path) -> None:
    text = "Council votes tonight\n\nCouncil votes tonight\n\nThe council votes tonight on the wall.\n"
    article = make_article(desk.project, by=desk.editor, text=text)
    duplicate = Claim.objects.get(article=article, duplicate_of__isnull=False)
    assert duplicate.duplicate_of is not None
    decide(duplicate.duplicate_of, desk.anna, verification=Verification.MISLEADING)
    export(desk.project, formats=["jsonl"], output=out)
    line = next(line for line in lines(out / "claims.jsonl") if line["id"] == str(duplicate.id))
    assert (line["verification"], line["chain"], line["reviews"]) == ("misleading", [], [])
    assert line["resolution"]["kind"] == "single"


@pytest.mark.parametrize(
    "wrong", [{"colour": ["red"]}, {"states": ["open"]}, {"articles": ["7"]}, {"roles": "body"}, []]
)
def test_a_selection_that_is_not_understood_is_refused(wrong: object) -> None:
    with pytest.raises(Invalid):
        selection_from(wrong)


def test_a_folder_that_holds_something_is_left_alone(desk: Desk, out: Path) -> None:
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(Conflict):
        export(desk.project, formats=["jsonl"], output=out)
    assert contents(out) == {"thesis.txt": b"mine"}
