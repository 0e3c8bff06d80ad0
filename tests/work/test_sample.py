"""The sample project is complete, and its articles are divided as a person would."""

import pytest

from annotations import sample
from annotations.models import Article, Membership, Project

pytestmark = pytest.mark.django_db


def test_the_sample_has_its_people_rules_and_articles() -> None:
    users = sample.seed()
    project = Project.objects.get(slug="sample")
    assert [user["role"] for user in users].count("reviewer") == 3
    assert [user["role"] for user in users].count("editor") == 2
    assert [user["role"] for user in users].count("supervisor") == 1
    assert (project.quorum, project.blind_share, project.guideline_version) == (2, 0.0, 1)
    assert Membership.objects.filter(project=project).count() == 6
    assert len({user["password"] for user in users}) == 6


def test_each_sample_article_has_a_headline_a_body_and_furniture() -> None:
    sample.seed()
    for article in Article.objects.all():
        roles = list(article.claims.order_by("start").values_list("role", flat=True))
        assert roles[0] == "headline", article.title
        assert roles.count("body") >= 12, article.title
        assert "subheading" in roles, article.title
        assert {"credit", "boilerplate"} & set(roles), article.title
