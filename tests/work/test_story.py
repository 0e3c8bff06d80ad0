"""The story's page: the reference article drawn from its annotated chains, one line a claim, and the same as CSV."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from annotations.domain.chains import number
from annotations.domain.records import LinkValue
from annotations.domain.vocabulary import Identification, MemberRole, SourceKind, Verification
from annotations.models import Article, Claim, Source
from annotations.queries.origins import article_story
from annotations.web.story_picture import DRAWN_AT_MOST, picture_of
from tests.factories import decide, make_article, make_member, make_project, reviewable

pytestmark = pytest.mark.django_db


def reference_article() -> tuple[Article, dict[str, Any]]:
    """The annotated article in a project, every claim decided as its annotator did."""
    folder = Path(settings.EVALUATION_DATA) / "articles"
    files = {part: folder / f"missile-purchases.{part}" for part in ("txt", "gold.json", "origins.json")}
    if not all(path.is_file() for path in files.values()):
        pytest.skip(f"EVALUATION_DATA missing: no reference article in {folder}")
    gold, origins = (json.loads(files[part].read_text("utf-8")) for part in ("gold.json", "origins.json"))
    project = make_project()
    reviewer = make_member(project)
    article = make_article(project, text=files["txt"].read_bytes().decode(), title=gold["article"]["title"])
    rows = {(row["start"], row["end"]): row for row in gold["claims"] if "chain" in row}
    claims = {(claim.start, claim.end): claim for claim in reviewable(article)}
    assert claims.keys() == rows.keys()
    for place, row in rows.items():
        chain = number(link(one) for one in row["chain"])
        decide(claims[place], reviewer, chain=chain, verification=Verification(row["verification"][0]))
    for name in origins["parents"].values():
        Source.objects.get_or_create(
            project=project,
            name=name,
            article=None,
            defaults={"kind": "government", "folded": name.casefold()},
        )
    for child, parent in origins["parents"].items():
        above = Source.objects.get(project=project, name=parent)
        Source.objects.filter(project=project, name=child).update(parent=above)
    return article, origins


def link(one: dict[str, Any]) -> LinkValue:
    name = one["source"] or ""
    unnamed = name.endswith("(unnamed)")
    named = Identification.UNNAMED_COLLECTIVE if unnamed else Identification.NAMED_ORGANISATION
    return LinkValue(
        one["depth"],
        name,
        SourceKind(one["kind"]),
        cue_span=one["cue_span"] and tuple(one["cue_span"]),
        content_spans=tuple((start, end) for start, end in one["content_spans"]),
        identification=named if name else Identification.UNSPECIFIED,
    )


def page_of(article: Article, rest: str = "") -> Any:
    client = Client()
    client.force_login(make_member(article.project, MemberRole.SUPERVISOR))
    return client.get(f"/p/{article.project.slug}/articles/{article.id}/origins/{rest}")


def test_the_reference_article_is_told_as_its_annotator_says() -> None:
    article, origins = reference_article()
    page = page_of(article).content.decode()
    assert f'<h1 class="story-finding">{origins["sentence"]}</h1>' in page
    assert f"{origins['independent_origins']} independent origins" in page
    assert len(re.findall(r'<path class="[a-z ]*followed"', page)) == len(origins["followed"])
    assert "Wall Street Journal is followed to US administration" in page
    assert "decided chains, 16 of 16" in page


def test_the_csv_has_a_row_for_every_claim() -> None:
    article, origins = reference_article()
    rows = list(csv.DictReader(io.StringIO(page_of(article, "csv/").content.decode())))
    assert [row["sentence"] for row in rows] == [str(number) for number in range(1, 17)]
    assert sum(row["origin"] == "United States government" for row in rows) == 11
    assert sum(bool(row["followed"]) for row in rows) == len(origins["followed"])


def test_every_claim_has_its_line_and_no_relay_lies_on_another() -> None:
    article, _ = reference_article()
    picture = picture_of(article_story(article, viewer=article.imported_by, role=MemberRole.EDITOR))
    assert picture is not None
    assert sorted(claim.number for claim in picture.claims) == list(range(1, 17))
    assert len({claim.y for claim in picture.claims}) == 16
    ends = [line for line in picture.lines if line.path.endswith(tuple(f"558 {c.y}" for c in picture.claims))]
    straight = [line for line in picture.lines if line.path.endswith("H558")]
    assert len(ends) + len(straight) == 16
    for upper, lower in zip(picture.relays, picture.relays[1:], strict=False):
        assert upper.y + upper.height < lower.y
    assert all(box.y + box.height <= picture.height for box in (*picture.origins, *picture.relays))


def test_a_formula_in_a_sentence_stays_words_in_a_spreadsheet() -> None:
    article = make_article(make_project(), text="=2+5 cables were damaged. Nobody was hurt.")
    rows = list(csv.reader(io.StringIO(page_of(article, "csv/").content.decode())))
    assert rows[1][2].startswith("'=2+5")


def test_an_article_too_long_to_draw_has_its_table_all_the_same() -> None:
    text = " ".join(f"The mayor spoke {number} times." for number in range(DRAWN_AT_MOST + 1))
    article = make_article(make_project(), text=text)
    page = page_of(article).content.decode()
    assert "story-picture" not in page
    assert page.count("?claim=") == Claim.objects.filter(article=article).count() == DRAWN_AT_MOST + 1


def test_another_projects_article_has_no_story_here() -> None:
    article, other = make_article(make_project()), make_article(make_project())
    client = Client()
    client.force_login(make_member(other.project))
    assert client.get(f"/p/{other.project.slug}/articles/{article.id}/origins/").status_code == 404
    assert client.get(f"/p/{other.project.slug}/articles/{UUID(int=1)}/origins/").status_code == 404
