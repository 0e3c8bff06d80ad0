"""Addresses of what is known of sources and found out from answers."""

from django.urls import path

from annotations.api.v1 import dossiers, insight, learning, supervision

SOURCE = "sources/<uuid:source_id>/"

LEARNING = "projects/<slug:slug>/learning/"

insight_patterns = [
    path(LEARNING, learning.Learning.as_view()),
    path(LEARNING + "trainings/", learning.Trainings.as_view()),
    path(LEARNING + "return/", learning.ReturnToShipped.as_view()),
    path(LEARNING + "switch-on/", learning.SwitchOn.as_view()),
    path("models/<uuid:model_id>/activate/", learning.Activate.as_view()),
    path(SOURCE, dossiers.OneSource.as_view()),
    path(SOURCE + "aliases/", dossiers.Aliases.as_view()),
    path(SOURCE + "aliases/<uuid:alias_id>/remove/", dossiers.RemoveAlias.as_view()),
    path(SOURCE + "dossier/", dossiers.Dossier.as_view()),
    path(SOURCE + "reliability/", dossiers.ReliabilityLog.as_view()),
    path("projects/<slug:slug>/sources/proposals/", dossiers.MergeProposals.as_view()),
    path("projects/<slug:slug>/origins/", insight.ProjectOrigins.as_view()),
    path("articles/<uuid:article_id>/checks/", insight.Checks.as_view()),
    path("articles/<uuid:article_id>/checks/dismiss/", insight.DismissCheck.as_view()),
    path("projects/<slug:slug>/exceptions/", supervision.Exceptions.as_view()),
    path("projects/<slug:slug>/corrections/", supervision.Corrections.as_view()),
]
