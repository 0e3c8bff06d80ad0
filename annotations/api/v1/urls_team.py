"""Addresses of policies, assignments and notices."""

from django.urls import path

from annotations.api.v1 import policies, team

PROJECT = "projects/<slug:slug>/"

team_patterns = [
    path(PROJECT + "policies/", policies.Policies.as_view()),
    path(PROJECT + "overrides/", policies.Overrides.as_view()),
    path(PROJECT + "guidelines/", policies.Guidelines.as_view()),
    path(PROJECT + "members/remove/", policies.RemoveMember.as_view()),
    path("articles/<uuid:article_id>/endorsements/", policies.Endorsements.as_view()),
    path(PROJECT + "assignments/", team.Assignments.as_view()),
    path(PROJECT + "schedule/", team.Schedule.as_view()),
    path("assignments/<uuid:assignment_id>/return/", team.GiveBack.as_view()),
    path("assignments/<uuid:assignment_id>/hand-over/", team.HandOver.as_view()),
    path("claims/<uuid:claim_id>/return/", team.ReturnClaim.as_view()),
    path("notices/", team.Notices.as_view()),
    path("notices/read/", team.ReadNotices.as_view()),
]
