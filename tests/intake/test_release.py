"""A release taken into an empty project of another database goes out again byte for byte."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command

from annotations import auditing, evidence, signing, sources
from annotations.domain.errors import Conflict, Invalid, NotPermitted
from annotations.domain.vocabulary import MemberRole, SourceKind, Stance
from annotations.intake import import_foreign, import_release
from annotations.merging import merge
from annotations.models import Article, Claim, Decision, LedgerEntry, Project, Source, User
from annotations.readers import foreign
from annotations.readers.foreign.reading import files_of
from annotations.readers.native import open_release
from annotations.release import export
from tests.databases import another_database
from tests.factories import decide, dispute, make_member, make_project, settle
from tests.release.conftest import CHAIN, Desk, desk, lines

__all__ = ["desk"]

SAME = ("claims.jsonl", "articles.jsonl", "sources.jsonl")


SPANS = '[[0, 3, "Source"], [13, 17, "Cue"], [18, 28, "Doubt 🤔"]]'
DOCCANO = (
    f'{{"id": 7, "text": "Zoë 👩\u200d👩\u200d👧 said it rose 🌊.", "label": {SPANS}, "desk": "metro", "share": 0.5}}\n'
    '{"id": 8, "text": "No.", "label": ["Pants on fire", "refuted"], "Comments": ["hm"]}\n'
).encode()


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """The desk after more was done: settled, signed, void, reopened, evidence, a merge and a further name."""
    first, second, *_, fifth = desk.claims[:5]
    outlet = Source.objects.get(project=desk.project, name="Harbour Post")
    other = sources.create(
        desk.project, name="Post of the Harbour", kind=SourceKind.MEDIA_OUTLET, by=desk.editor
    )
    sources.add_alias(outlet, "the Post", by=desk.editor)
    merge(outlet, into=other.id, by=desk.editor)
    evidence.add(
        first.id, stance=Stance.SUPPORTS, by=desk.anna, url="https://e.example/🌊", quote="קול “said”"
    )
    withdrawn = evidence.add(second.id, stance=Stance.REFUTES, by=desk.ben, url="https://e.example/2")
    evidence.withdraw(withdrawn.id, reason="confidential: the wrong page", by=desk.ben)
    settle(dispute(fifth, desk.anna, desk.ben), chain=CHAIN)
    signing.sign_off(fifth.article_id, claims=[fifth.id], by=desk.editor)
    signing.reopen(fifth.id, reason="confidential: a call came", by=desk.editor)
    signing.sign_off(first.article_id, claims=[first.id], by=make_member(desk.project, MemberRole.EDITOR))
    import_foreign(
        desk.project, foreign.read([("all.jsonl", DOCCANO)], format="doccano", unit="utf-16"), by=desk.editor
    )
    return desk


def exported(project: Project, folder: Path) -> dict[str, bytes]:
    export(project, formats=["jsonl"], output=folder, allow_open=True)
    return {name: (folder / name).read_bytes() for name in SAME}


def empty_project() -> tuple[Project, User]:
    project = make_project("elsewhere")
    return project, make_member(project, MemberRole.EDITOR)


def test_what_goes_out_again_is_the_same(worked: Desk, template_database: str, tmp_path: Path) -> None:
    there = exported(worked.project, tmp_path / "one")
    with another_database(template_database, f"{template_database}_elsewhere"):
        project, by = empty_project()
        counted = import_release(project, open_release(tmp_path / "one"), by=by)
        again = exported(project, tmp_path / "two")
        for name in SAME:
            assert again[name] == there[name], name
        assert counted.articles == 4
        assert counted.decisions == Decision.objects.count() > 5
        call_command("check_states")
        assert auditing.first_forged_answer(project) is None
        verbs = list(LedgerEntry.objects.filter(project_id=project.id).values_list("verb", flat=True))
        assert verbs.count("imported") == counted.decisions
        assert not User.objects.filter(imported__project=project, is_active=True).exists()
        project.refresh_from_db()
        assert project.quorum == 2


def test_confidential_reasons_stay_where_they_were(worked: Desk, tmp_path: Path) -> None:
    assert not any(
        b"confidential" in content for content in exported(worked.project, tmp_path / "one").values()
    )


def test_labels_without_a_word_of_ours_go_out_as_they_came(worked: Desk, tmp_path: Path) -> None:
    records = [one for line in lines_of(worked.project, tmp_path / "one") for one in line["foreign"]]
    said = [one for one in records if one["kind"] == "answer"]
    assert [label["label"] for one in said for label in one["labels"]] == ["Pants on fire", "refuted"]
    marked = next(one for one in said if one["regions"])["regions"]
    text = next(line["text"] for line in lines(tmp_path / "one" / "claims.jsonl") if "👩" in line["text"][:6])
    assert [text[one["start"] : one["end"]] for one in marked] == ["Zoë", "said", "it rose 🌊"]
    assert next(one for one in records if one["key"] == "7")["details"] == {
        "data": {"desk": "metro", "share": 0.5}
    }
    refuted = next(line for line in lines(tmp_path / "one" / "claims.jsonl") if line["text"] == "No.")
    assert [review["verification"] for review in refuted["reviews"]] == ["refuted"]


def test_people_can_go_on_with_what_came(worked: Desk, template_database: str, tmp_path: Path) -> None:
    exported(worked.project, tmp_path / "one")
    with another_database(template_database, f"{template_database}_elsewhere"):
        project, by = empty_project()
        import_release(project, open_release(tmp_path / "one"), by=by)
        open_ones = [
            claim for claim in Claim.objects.filter(project=project).reviewable() if not claim.decisions_count
        ]
        decide(open_ones[0], by)
        claims = [line["state"] for line in lines_of(project, tmp_path / "two")]
        assert "in_review" in claims


def lines_of(project: Project, folder: Path) -> list[dict[str, Any]]:
    exported(project, folder)
    return lines(folder / "claims.jsonl")


def test_an_id_that_is_taken_is_refused_by_name(worked: Desk, tmp_path: Path) -> None:
    exported(worked.project, tmp_path / "one")
    project, by = empty_project()
    taken = Source.objects.filter(project=worked.project).order_by("pk").first()
    assert taken is not None
    with pytest.raises(Conflict, match=r"source .* is in this workbench already"):
        import_release(project, open_release(tmp_path / "one"), by=by)
    assert not Article.objects.filter(project=project).exists()
    assert not LedgerEntry.objects.filter(project_id=project.id).exists()
    assert not User.objects.filter(imported__project=project).exists()


def test_a_project_that_holds_something_is_refused(worked: Desk, tmp_path: Path) -> None:
    exported(worked.project, tmp_path / "one")
    with pytest.raises(Conflict, match="needs an empty project"):
        import_release(worked.project, open_release(tmp_path / "one"), by=worked.editor)
    with pytest.raises(NotPermitted):
        import_release(worked.project, open_release(tmp_path / "one"), by=worked.anna)


def test_a_changed_file_is_found_by_its_hash(worked: Desk, tmp_path: Path) -> None:
    exported(worked.project, tmp_path / "one")
    file = tmp_path / "one" / "claims.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"refuted"', b'"supported"', 1))
    with pytest.raises(Invalid, match=r"claims\.jsonl is not the file"):
        open_release(tmp_path / "one")


BROKEN = {
    "a word nobody knows": (lambda line: line["reviews"][0].update(verification="true-ish"), "true-ish"),
    "a field that is missing": (lambda line: line["reviews"][0].pop("flag"), "'flag' is missing"),
    "text that is not the article's": (lambda line: line.update(text="x" * 5), "where the text has"),
    "a state that does not follow": (lambda line: line.update(state="signed_off"), "do not follow"),
    "a claim that is gone": (None, "letter for letter"),
}


def test_a_broken_record_is_named_and_nothing_stored(
    worked: Desk, template_database: str, tmp_path: Path
) -> None:
    claims = lines_of(worked.project, tmp_path / "one")
    (tmp_path / "one" / "manifest.json").unlink()
    with another_database(template_database, f"{template_database}_elsewhere"):
        project, by = empty_project()
        Project.objects.filter(pk=project.pk).update(quorum=2)
        for change, words in BROKEN.values():
            changed = deepcopy(claims)
            if change is None:
                changed.pop(0)
            else:
                change(next(line for line in changed if line["reviews"] and line["state"] == "in_review"))
            (tmp_path / "one" / "claims.jsonl").write_bytes(
                b"".join(orjson.dumps(line) + b"\n" for line in changed)
            )
            with pytest.raises(Invalid, match=words):
                import_release(project, open_release(tmp_path / "one"), by=by)
            assert not Article.objects.exists()


OURS_FOR_OTHERS = {
    "tasks.labelstudio.json": "label-studio",
    "claims.classes.doccano.jsonl": "doccano",
    "claims.spans.doccano.jsonl": "doccano",
}


def test_what_we_write_for_other_programs_we_read(desk: Desk, tmp_path: Path) -> None:
    export(desk.project, formats=["label-studio", "doccano"], output=tmp_path / "one", allow_open=True)
    for name, format in OURS_FOR_OTHERS.items():
        read = foreign.read(files_of(tmp_path / "one" / name), format=format, unit=UNITS_OF_OURS[format])
        seen = foreign.preview(read)
        assert seen.items == 11, name
        assert seen.decisions > 0, name
        assert all(count.becomes for count in (*seen.parts, *seen.labels) if count.label in KNOWN), name
        assert not seen.dangling, name


UNITS_OF_OURS = {"label-studio": "code-points", "doccano": "utf-16"}
KNOWN = ("Source", "Cue", "Content", "supported", "refuted", "not_checkable")


def test_the_command_says_what_came(
    worked: Desk, template_database: str, tmp_path: Path, capsys: Any
) -> None:
    exported(worked.project, tmp_path / "one")
    with another_database(template_database, f"{template_database}_elsewhere"):
        project, by = empty_project()
        options = {"format": "jsonl", "project": project.slug, "person": by.username}
        call_command("import_dataset", str(tmp_path / "one"), **options)
        assert "4 articles" in capsys.readouterr().out
        with pytest.raises(CommandError, match="empty project"):
            call_command("import_dataset", str(tmp_path / "one"), **options)
