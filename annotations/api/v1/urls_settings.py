"""Addresses of what editors set up and of what programs outside bring: data sets, webhooks, labels, suggestions."""

from django.urls import path

from annotations.api.v1 import data_sets, labels, suggestions, webhooks

WEBHOOK = "webhooks/<uuid:webhook_id>/"
LABEL = "labels/<uuid:label_id>/"

settings_patterns = [
    path("projects/<slug:slug>/data-sets/", data_sets.DataSets.as_view()),
    path("projects/<slug:slug>/labels/", labels.Labels.as_view()),
    path("projects/<slug:slug>/labels/waiting/", labels.WaitingForLabel.as_view()),
    path("projects/<slug:slug>/label-changes/", labels.LabelChanges.as_view()),
    path(LABEL, labels.OneLabel.as_view()),
    path(LABEL + "claims/", labels.LabelClaims.as_view()),
    path(LABEL + "merge/", labels.MergeLabel.as_view()),
    path(LABEL + "split/", labels.SplitLabel.as_view()),
    path("label-changes/<uuid:change_id>/undo/", labels.UndoLabelChange.as_view()),
    path("claims/<uuid:claim_id>/label/", labels.ClaimLabel.as_view()),
    path("articles/<uuid:article_id>/suggestions/", suggestions.Suggestions.as_view()),
    path("projects/<slug:slug>/webhooks/", webhooks.Webhooks.as_view()),
    path(WEBHOOK, webhooks.OneWebhook.as_view()),
    path(WEBHOOK + "secret/", webhooks.RenewSecret.as_view()),
    path(WEBHOOK + "test/", webhooks.TestMessage.as_view()),
    path(WEBHOOK + "deliveries/", webhooks.Deliveries.as_view()),
]
