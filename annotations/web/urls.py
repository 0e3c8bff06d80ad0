"""The addresses of the pages (CONTRACT)."""

from django.urls import path
from django.views.generic import RedirectView

from annotations.web import (
    account,
    administration,
    audit,
    desk,
    division,
    history,
    home,
    imports,
    project,
    releases,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", account.sign_in, name="sign-in"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("password/", account.change_password, name="password"),
    path("p/<slug:slug>/", project.overview, name="project"),
    path("p/<slug:slug>/articles/", project.articles, name="articles"),
    path("p/<slug:slug>/claims/", project.claims, name="claims"),
    path("p/<slug:slug>/sources/", project.sources, name="sources"),
    path("p/<slug:slug>/sources/suggest/", project.offered_sources, name="offered-sources"),
    path("p/<slug:slug>/articles/<uuid:article_id>/", desk.show, name="desk"),
    path("p/<slug:slug>/claims/<uuid:claim_id>/decide/", desk.decide, name="decide"),
    path("p/<slug:slug>/claims/<uuid:claim_id>/undo/", desk.undo, name="undo"),
    path("p/<slug:slug>/claims/<uuid:claim_id>/split/", division.split, name="split"),
    path("p/<slug:slug>/claims/<uuid:claim_id>/merge-next/", division.merge_next, name="merge-next"),
    path("p/<slug:slug>/claims/<uuid:claim_id>/role/", division.change_role, name="role"),
    path("p/<slug:slug>/claims/<uuid:claim_id>/history/", history.history, name="history"),
    path("p/<slug:slug>/import/", imports.import_page, name="import"),
    path("p/<slug:slug>/audit/", audit.audit, name="audit"),
    path("p/<slug:slug>/audit/verify/", audit.verify, name="verify-ledger"),
    path("p/<slug:slug>/audit/ledger/", audit.export, name="export-ledger"),
    path("p/<slug:slug>/audit/articles/<uuid:article_id>/", audit.as_it_stood, name="as-it-stood"),
    path("p/<slug:slug>/releases/", releases.releases, name="releases"),
    path("p/<slug:slug>/releases/<uuid:release_id>/", releases.release, name="release"),
    path(
        "p/<slug:slug>/releases/<uuid:release_id>/files/<path:name>",
        releases.release_file,
        name="release-file",
    ),
    path("administration/", administration.administration, name="administration"),
    path("administration/people/", administration.add_person, name="add-person"),
    path("administration/people/<uuid:user_id>/", administration.change_person, name="change-person"),
    path("administration/members/", administration.give_role, name="give-role"),
    path("administration/projects/", administration.create_project, name="create-project"),
    path("administration/tokens/", administration.issue_token, name="issue-token"),
    path("administration/tokens/<uuid:token_id>/revoke/", administration.revoke_token, name="revoke-token"),
    path("administration/jobs/<uuid:job_id>/retry/", administration.retry_job, name="retry-job"),
    path("favicon.ico", RedirectView.as_view(url="/static/annotations/icons/brand.svg"), name="favicon"),
]
