"""Where each address of version 1 leads."""

from django.urls import path, re_path

from annotations.api.nothing import NothingHere
from annotations.api.schema import Schema
from annotations.api.v1 import (
    articles,
    claims,
    decisions,
    evidence,
    insight,
    ledger,
    people,
    projects,
    queue,
    releases,
    reviews,
    settling,
    sources,
)
from annotations.api.v1.urls_insight import insight_patterns
from annotations.api.v1.urls_settings import settings_patterns
from annotations.api.v1.urls_team import team_patterns

PROJECT, CLAIM = "projects/<slug:slug>/", "claims/<uuid:claim_id>/"

urlpatterns = [
    path("schema/", Schema.as_view()),
    *insight_patterns,
    *settings_patterns,
    *team_patterns,
    path("me/", people.Me.as_view()),
    path("users/", people.Users.as_view()),
    path("projects/", projects.Projects.as_view()),
    path(PROJECT, projects.OneProject.as_view()),
    path(PROJECT + "members/", projects.Members.as_view()),
    path(PROJECT + "progress/", projects.Progress.as_view()),
    path(PROJECT + "agreement/", insight.Agreement.as_view()),
    path(PROJECT + "articles/", articles.Articles.as_view()),
    path(PROJECT + "claims/", claims.ProjectClaims.as_view()),
    path(PROJECT + "sources/", sources.Sources.as_view()),
    path(PROJECT + "queue/next/", queue.Next.as_view()),
    path(PROJECT + "ledger/", ledger.Ledger.as_view()),
    path(PROJECT + "reviews/", reviews.Reviews.as_view()),
    path(PROJECT + "releases/", releases.Releases.as_view()),
    path("articles/<uuid:article_id>/", articles.OneArticle.as_view()),
    path("articles/<uuid:article_id>/claims/", claims.ArticleClaims.as_view()),
    path("articles/<uuid:article_id>/origins/", insight.Origins.as_view()),
    path(CLAIM + "decisions/", decisions.Decisions.as_view()),
    path(CLAIM + "undo/", decisions.Undo.as_view()),
    path(CLAIM + "history/", decisions.History.as_view()),
    path(CLAIM + "split/", claims.Split.as_view()),
    path(CLAIM + "merge-next/", claims.MergeNext.as_view()),
    path(CLAIM + "role/", claims.Role.as_view()),
    path("sources/<uuid:source_id>/merge/", sources.Merge.as_view()),
    path("sources/<uuid:source_id>/unmerge/", sources.Unmerge.as_view()),
    path(CLAIM + "adjudications/", settling.Adjudications.as_view()),
    path(CLAIM + "reopen/", settling.Reopen.as_view()),
    path(CLAIM + "comments/", settling.Comments.as_view()),
    path("articles/<uuid:article_id>/sign-offs/", settling.SignOffs.as_view()),
    path(CLAIM + "evidence/", evidence.ClaimEvidence.as_view()),
    path(CLAIM + "searches/", evidence.Searches.as_view()),
    path("evidence/<uuid:evidence_id>/withdraw/", evidence.Withdraw.as_view()),
    path("evidence/<uuid:evidence_id>/copy/", evidence.ArchivedBytes.as_view()),
    path("releases/<uuid:release_id>/", releases.OneRelease.as_view()),
    path("releases/<uuid:release_id>/archive/", releases.ReleaseArchive.as_view()),
    path("releases/<uuid:release_id>/changes/<uuid:newer_id>/", releases.ReleaseChanges.as_view()),
    path("releases/<uuid:release_id>/files/<path:name>", releases.ReleaseFile.as_view()),
    re_path("^", NothingHere.as_view()),
]
