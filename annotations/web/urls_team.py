"""Addresses of a project's settings, of assignments and of notices."""

from django.urls import path

from annotations.web import assignments, notices, project_settings, signing

team_patterns = [
    path("p/<slug:slug>/settings/", project_settings.settings, name="settings"),
    path("p/<slug:slug>/settings/members/", project_settings.members, name="members"),
    path("p/<slug:slug>/settings/guideline/", project_settings.guideline, name="guideline"),
    path(
        "p/<slug:slug>/settings/guideline/<int:version>/",
        project_settings.guideline_version,
        name="guideline-version",
    ),
    path("p/<slug:slug>/settings/policies/", project_settings.policies, name="policies"),
    path("p/<slug:slug>/overrides/", project_settings.overrides, name="overrides"),
    path("p/<slug:slug>/articles/<uuid:article_id>/endorse/", signing.endorse, name="endorse"),
    path("p/<slug:slug>/adjudication/<uuid:claim_id>/return/", signing.return_claim, name="return-claim"),
    path("p/<slug:slug>/assignments/", assignments.assignments, name="assignments"),
    path("p/<slug:slug>/assignments/assign/", assignments.assign, name="assign"),
    path("p/<slug:slug>/assignments/schedule/", assignments.schedule, name="schedule"),
    path("p/<slug:slug>/assignments/<uuid:assignment_id>/return/", assignments.give_back, name="give-back"),
    path(
        "p/<slug:slug>/assignments/<uuid:assignment_id>/hand-over/", assignments.hand_over, name="hand-over"
    ),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="read-notices"),
    path("notices/mail/", notices.mail_address, name="mail-address"),
]
