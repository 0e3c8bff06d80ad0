"""Addresses of what editors set up for a project, and of what programs outside bring: webhooks, suggestions."""

from django.urls import path

from annotations.api.v1 import suggestions, webhooks

WEBHOOK = "webhooks/<uuid:webhook_id>/"

settings_patterns = [
    path("articles/<uuid:article_id>/suggestions/", suggestions.Suggestions.as_view()),
    path("projects/<slug:slug>/webhooks/", webhooks.Webhooks.as_view()),
    path(WEBHOOK, webhooks.OneWebhook.as_view()),
    path(WEBHOOK + "secret/", webhooks.RenewSecret.as_view()),
    path(WEBHOOK + "test/", webhooks.TestMessage.as_view()),
    path(WEBHOOK + "deliveries/", webhooks.Deliveries.as_view()),
]
