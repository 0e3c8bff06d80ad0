"""Articles come in whole, once, and give their text back letter for letter."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from annotations import ledger, readers
from annotations.domain.errors import AlreadyThere, Invalid, NotPermitted
from annotations.domain.records import Draft
from annotations.domain.vocabulary import MemberRole
from annotations.ingest import Incoming, import_article, import_articles
from annotations.models import Article, Claim, Job, Project
from tests.factories import TEXT, make_article, make_member, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project()


def incoming(text: str, **draft: str) -> Incoming:
    return Incoming(text.encode(), Draft(text=text, **draft))


def test_claims_and_gaps_give_the_text_back(project: Project) -> None:
    article = make_article(
        project, text="Köln 🙂 wakes.\u00a0It\u2028rains.\r\n\r\nمرحبا بالعالم. Café\u0301 opens!\n"
    )
    pieces = [(claim.start, claim.text) for claim in article.claims.all()]
    pieces += [(start, article.text[start:end]) for start, end in article.gaps]
    assert "".join(text for _, text in sorted(pieces)) == article.text
    assert bytes(article.original.content).decode() == article.text


def test_positions_count_in_reading_order(project: Project) -> None:
    article = make_article(project)
    claims = list(article.claims.order_by("start"))
    assert [claim.position for claim in claims] == list(range(1, len(claims) + 1))
    assert claims[0].role == "headline"


def test_same_bytes_outlet_and_url_are_one_article(project: Project) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    first = import_article(project, incoming(TEXT), by=editor)
    with pytest.raises(AlreadyThere) as refused:
        import_article(project, incoming(TEXT), by=editor)
    assert refused.value.current == first.id
    other = import_article(project, incoming(TEXT, outlet="The Courier"), by=editor)
    assert other.id != first.id
    assert other.outlet is not None
    assert other.outlet.kind == "media_outlet"


def test_same_bytes_in_another_project_are_another_article(project: Project) -> None:
    assert make_article(project).id != make_article(make_project()).id


def test_a_refused_article_leaves_the_others_in(project: Project) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    batch = [incoming("One sentence."), incoming("   "), incoming("One sentence."), incoming("Another one.")]
    results = import_articles(project, batch, by=editor)
    assert [bool(result.article_id) for result in results] == [True, False, False, True]
    assert isinstance(results[1].error, Invalid)
    assert isinstance(results[2].error, AlreadyThere)
    verbs = [entry.verb for entry in ledger.entries(project.id)]
    assert verbs == ["article_imported", "article_imported"]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(text="Ends\x00here."), "text"),
        (Draft(text="Half a \ud83d pair."), "text"),
        (Draft(text="Fine.", title="x" * 10_000), "title"),
        (Draft(text="Fine.", url="https://example.org/" + "a" * 3000), "url"),
        (Draft(text="Fine.", outlet="\x00"), "outlet"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name(project: Project, draft: Draft, field: str) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    with pytest.raises(Invalid) as refused:
        import_article(project, Incoming(b"x", draft), by=editor)
    assert field in refused.value.errors
    assert not Article.objects.exists()


def test_only_editors_import(project: Project) -> None:
    with pytest.raises(NotPermitted, match="Only editors can import articles; you are a reviewer"):
        import_article(project, incoming(TEXT), by=make_member(project))


def test_an_import_leaves_a_job_and_a_ledger_entry(project: Project) -> None:
    article = make_article(project)
    assert Job.objects.get().subject == article.id
    assert ledger.entries(project.id)[-1].subject == f"article:{article.id}"


def test_an_article_of_ten_thousand_sentences_is_no_bad_input(project: Project) -> None:
    text = "\n\n".join(f"The council met for the {number}th time. It rained." for number in range(5000))
    assert make_article(project, text=text).claims.count() == 10_000


def test_an_import_takes_as_many_queries_for_thirty_as_for_one(
    project: Project, django_assert_num_queries: object
) -> None:
    editor = make_member(project, MemberRole.EDITOR)
    for count, start in ((1, 0), (30, 100)):
        batch = [incoming(f"Sentence number {start + index}.") for index in range(count)]
        with django_assert_num_queries(10):  # type: ignore[operator]
            import_articles(project, batch, by=editor)


def test_the_reference_article_is_divided_as_its_gold_file_says(project: Project) -> None:
    folder = Path(settings.EVALUATION_DATA) / "articles"
    if not folder.exists():
        pytest.skip("EVALUATION_DATA missing: the reference article was not divided")
    content = (folder / "missile-purchases.txt").read_bytes()
    gold = json.loads((folder / "missile-purchases.gold.json").read_text())["claims"]
    article = import_article(
        project, Incoming(content, readers.read(content)), by=make_member(project, MemberRole.EDITOR)
    )
    claims = list(Claim.objects.filter(article=article).order_by("start"))
    assert [(c.start, c.end) for c in claims] == [(g["start"], g["end"]) for g in gold]
    assert sum(c.role == g["role"] for c, g in zip(claims, gold, strict=True)) >= 20
