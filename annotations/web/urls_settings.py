"""Addresses of what editors set up for a project: webhooks and labels."""

from django.urls import path

from annotations.web import labels, webhooks

WEBHOOK = "p/<slug:slug>/webhooks/<uuid:webhook_id>/"

settings_patterns = [
    path("p/<slug:slug>/labels/", labels.label_list, name="labels"),
    path("p/<slug:slug>/labels/waiting/", labels.waiting, name="labels-waiting"),
    path("p/<slug:slug>/labels/<uuid:label_id>/", labels.one_label, name="label"),
    path("p/<slug:slug>/labels/changes/<uuid:change_id>/undo/", labels.undo, name="undo-label-change"),
    path("p/<slug:slug>/claims/<uuid:claim_id>/label/", labels.claim_label, name="claim-label"),
    path("p/<slug:slug>/webhooks/", webhooks.webhook_list, name="webhooks"),
    path(WEBHOOK, webhooks.one_webhook, name="webhook"),
    path(WEBHOOK + "messages/<uuid:delivery_id>/again/", webhooks.send_again, name="send-again"),
]
