"""Addresses of dossiers, of whom a story rests on, and of what is found out from answers."""

from django.urls import path

from annotations.web import agreement, checks, exceptions, learning, project_story, registry, sources

SOURCE = "p/<slug:slug>/sources/<uuid:source_id>/"
GROUP = "p/<slug:slug>/sources/confidences/<uuid:confidence_id>/"

insight_patterns = [
    path("p/<slug:slug>/learning/", learning.learning, name="learning"),
    path("p/<slug:slug>/learning/<uuid:model_id>/activate/", learning.activate, name="activate-model"),
    path("p/<slug:slug>/sources/proposals/", registry.proposals, name="merge-proposals"),
    path("p/<slug:slug>/sources/unnamed/", registry.unnamed, name="unnamed-sources"),
    path("p/<slug:slug>/sources/confidences/", registry.groups, name="confidences"),
    path(GROUP + "admit/", registry.admit, name="admit-confidant"),
    path(GROUP + "dismiss/", registry.dismiss, name="dismiss-confidant"),
    path(SOURCE + "change/", sources.change, name="change-source"),
    path(SOURCE + "alias/<uuid:alias_id>/remove/", sources.remove_alias, name="remove-alias"),
    path(SOURCE + "reliability/", sources.note_reliability, name="note-reliability"),
    path(SOURCE + "notes/", registry.keep_note, name="keep-note"),
    path(SOURCE + "notes/<uuid:note_id>/open/", registry.open_note, name="open-note"),
    path("p/<slug:slug>/agreement/measure/", agreement.measure, name="measure-agreement"),
    path("p/<slug:slug>/exceptions/", exceptions.overview, name="exceptions"),
    path("p/<slug:slug>/exceptions/<slug:kind>/", exceptions.cases, name="exception-cases"),
    path("p/<slug:slug>/corrections/", exceptions.corrected, name="corrections"),
    path("p/<slug:slug>/origins/", project_story.origins, name="project-origins"),
    path("p/<slug:slug>/origins/csv/", project_story.origins_csv, name="project-origins-csv"),
    path("p/<slug:slug>/articles/<uuid:article_id>/checks/dismiss/", checks.dismiss, name="dismiss-check"),
]
