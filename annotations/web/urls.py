"""The addresses of the pages (CONTRACT)."""

from django.urls import path
from django.views.generic import RedirectView

from annotations.web import account, desk, division, home, project

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
    path("favicon.ico", RedirectView.as_view(url="/static/annotations/icons/brand.svg"), name="favicon"),
]
