"""`import_articles`: one line an article, the refused ones named, the others in."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotations.domain.vocabulary import MemberRole
from annotations.models import Article, Claim, Project, User
from tests.factories import make_member, make_project
from tests.readers.office import FEED, word

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project()


@pytest.fixture
def editor(project: Project) -> User:
    return make_member(project, MemberRole.EDITOR)


def run(*paths: Path, project: Project, by: User, **options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(
        "import_articles",
        *map(str, paths),
        project=project.slug,
        person=by.username,
        stdout=out,
        stderr=err,
        **options,
    )
    return out.getvalue(), err.getvalue()


def test_a_folder_comes_in_with_a_line_an_article(tmp_path: Path, project: Project, editor: User) -> None:
    (tmp_path / "one.txt").write_text("The mayor spoke. It rained.")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "two.html").write_text(
        "<html><body><h1>Rain</h1><p>It rained all day long.</p></body></html>"
    )
    (tmp_path / "notes.csv").write_text("not,an,article")
    out, _ = run(tmp_path, project=project, by=editor)
    assert len(out.splitlines()) == 2
    assert "one.txt" in out
    assert Article.objects.filter(project=project).count() == 2


def test_an_article_that_is_there_is_named_and_no_error(
    tmp_path: Path, project: Project, editor: User
) -> None:
    file = tmp_path / "one.txt"
    file.write_text("The mayor spoke.")
    run(file, project=project, by=editor)
    out, _ = run(file, project=project, by=editor)
    assert f"already there: {Article.objects.get().id}" in out


def test_refused_files_are_named_and_the_others_are_in(
    tmp_path: Path, project: Project, editor: User
) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"The mayor spoke {number} times.")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "nul.txt").write_bytes(b"The mayor\x00spoke.")
    err = StringIO()
    with pytest.raises(CommandError, match="Refused: 2") as failed:
        call_command(
            "import_articles",
            str(tmp_path),
            project=project.slug,
            person=editor.username,
            stdout=StringIO(),
            stderr=err,
        )
    assert failed.value.returncode == 1
    assert "empty.txt: refused" in err.getvalue()
    assert "nul.txt: refused" in err.getvalue()
    assert Article.objects.count() == 5


def test_the_encoding_can_be_said(tmp_path: Path, project: Project, editor: User) -> None:
    file = tmp_path / "one.txt"
    file.write_bytes("Köln wählt.".encode("cp1250"))
    out, _ = run(file, project=project, by=editor, encoding="cp1250")
    assert "windows-1250" in out
    assert Article.objects.get().text == "Köln wählt."


def test_more_than_one_batch_comes_in_whole_and_in_order(
    tmp_path: Path, project: Project, editor: User
) -> None:
    for number in range(405):
        (tmp_path / f"{number:04}.txt").write_text(f"The mayor spoke {number} times.")
    out, _ = run(tmp_path, project=project, by=editor)
    names = [Path(line.split(":")[0]).name for line in out.splitlines()]
    assert names == sorted(names)
    assert Article.objects.count() == 405


@pytest.mark.parametrize(
    ("slug", "username", "words"),
    [("nowhere", "", "no project 'nowhere'"), ("", "nobody", "no active person 'nobody'")],
)
def test_unknown_names_are_refused_with_the_way_out(
    project: Project, editor: User, tmp_path: Path, slug: str, username: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        call_command(
            "import_articles", str(tmp_path), project=slug or project.slug, person=username or editor.username
        )


def test_only_editors_import(tmp_path: Path, project: Project) -> None:
    (tmp_path / "one.txt").write_text("The mayor spoke.")
    with pytest.raises(CommandError, match="Only editors can import articles"):
        run(tmp_path, project=project, by=make_member(project))


def test_a_feed_a_table_and_a_document_come_in_by_their_format(
    tmp_path: Path, project: Project, editor: User
) -> None:
    (tmp_path / "feed.rss").write_bytes(FEED)
    (tmp_path / "story.docx").write_bytes(
        word(("Title", "Bridge closed"), ("Normal", "It was closed on Monday."))
    )
    (tmp_path / "rows.csv").write_text("id,said,doc\n1,It rained.,a\n2,It poured. Then it stopped.,a\n")
    out, _ = run(tmp_path / "feed.rss", tmp_path / "story.docx", project=project, by=editor)
    assert "feed.rss#2" in out
    assert Article.objects.filter(project=project).count() == 3
    run(tmp_path, project=project, by=editor, format="csv", map=["text=said", "article=doc"])  # type: ignore[arg-type]
    sentences = Claim.objects.filter(article__filename="rows.csv").order_by("start")
    assert list(sentences.values_list("text", flat=True)) == ["It rained.", "It poured. Then it stopped."]
    original = bytes(sentences[0].article.original.content)
    assert original.splitlines()[0] == b'{"id":"1","said":"It rained.","doc":"a"}'


def test_a_table_with_one_bad_row_leaves_nothing(tmp_path: Path, project: Project, editor: User) -> None:
    (tmp_path / "rows.jsonl").write_text('{"text": "It rained."}\n{"text": ""}\n')
    with pytest.raises(CommandError, match="Refused: 1"):
        run(tmp_path / "rows.jsonl", project=project, by=editor)
    assert not Article.objects.filter(project=project).exists()
    with pytest.raises(CommandError, match="OURS=COLUMN"):
        run(tmp_path / "rows.jsonl", project=project, by=editor, map=["text"])  # type: ignore[arg-type]
