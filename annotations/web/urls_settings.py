"""Addresses of what editors set up for a project: webhooks."""

from django.urls import path

from annotations.web import webhooks

WEBHOOK = "p/<slug:slug>/webhooks/<uuid:webhook_id>/"

settings_patterns = [
    path("p/<slug:slug>/webhooks/", webhooks.webhook_list, name="webhooks"),
    path(WEBHOOK, webhooks.one_webhook, name="webhook"),
    path(WEBHOOK + "messages/<uuid:delivery_id>/again/", webhooks.send_again, name="send-again"),
]
