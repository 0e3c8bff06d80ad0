"""Webhooks on pages: the list, one webhook with the log of its messages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from annotations import webhooks
from annotations.access import EDITORS, require_role
from annotations.domain.errors import Conflict, Invalid
from annotations.models import Delivery, Webhook
from annotations.queries.webhooks import deliveries_of, delivery_line, event_choices, webhook_lines
from annotations.web.scope import MemberRequest, member_view, page_context

SHOWN = 50


@require_http_methods(["GET", "POST"])
@member_view
def webhook_list(request: MemberRequest) -> HttpResponse:
    """The project's webhooks; a POST makes one and shows its secret this once."""
    require_role(request.member_role, *EDITORS, to="manage webhooks")
    url, events = request.POST.get("url", ""), request.POST.getlist("events")
    problems: list[str] = []
    secret, status = "", 200
    if request.method == "POST":
        try:
            secret = webhooks.secret(
                webhooks.create(request.project, url=url, events=events, by=request.user)
            )
            url, events = "", []
        except (Invalid, Conflict) as error:
            problems, status = [str(error)], 422 if isinstance(error, Invalid) else 409
    context = page_context(
        request,
        section="project",
        webhooks=webhook_lines(request.project),
        choices=event_choices(events),
        url=url,
        secret=secret,
        problems=problems,
    )
    return render(request, "annotations/webhooks.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_view
def one_webhook(request: MemberRequest, webhook_id: UUID) -> HttpResponse:
    """A webhook with its log; a POST changes it, switches it, renews its secret, or sends a test message."""
    webhook = _webhook_of(request, webhook_id)
    if request.method != "POST":
        return _page(request, webhook)
    act = request.POST.get("do", "")
    try:
        if act == "renew-secret":
            return _page(
                request, webhook, secret=webhooks.secret(webhooks.renew_secret(webhook.id, by=request.user))
            )
        _act(request, webhook, act)
    except (Invalid, Conflict) as error:
        return _page(
            request, webhook, problems=[str(error)], status=422 if isinstance(error, Invalid) else 409
        )
    return HttpResponseRedirect(request.path)


@require_POST
@member_view
def send_again(request: MemberRequest, webhook_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Send a message once more."""
    webhook = _webhook_of(request, webhook_id)
    if not Delivery.objects.filter(pk=delivery_id, webhook=webhook).exists():
        raise Http404("There is no such message of this webhook.")
    try:
        webhooks.send_again(delivery_id, by=request.user)
        messages.success(request, "It will be sent again within seconds.")
    except Conflict as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(f"/p/{request.project.slug}/webhooks/{webhook.id}/")


def _act(request: MemberRequest, webhook: Webhook, act: str) -> None:
    if act == "change":
        webhooks.change(
            webhook.id,
            url=request.POST.get("url", ""),
            events=request.POST.getlist("events"),
            by=request.user,
        )
        messages.success(request, "Changed.")
    elif act in ("on", "off"):
        webhooks.change(webhook.id, active=act == "on", by=request.user)
        messages.success(request, f"Switched {act}.")
    elif act == "test":
        webhooks.test(webhook.id, by=request.user)
        messages.success(
            request, "A test message will be sent within seconds. Open this page again to see it."
        )
    else:
        raise Invalid({"do": [f"'{act:.40}' is none of change, on, off, test, renew-secret."]})


def _webhook_of(request: MemberRequest, webhook_id: UUID) -> Webhook:
    found = Webhook.objects.filter(project=request.project, pk=webhook_id).select_related("project").first()
    if found is None:
        raise Http404("There is no such webhook in this project.")
    require_role(request.member_role, *EDITORS, to="manage webhooks")
    return found


def _page(
    request: MemberRequest, webhook: Webhook, *, status: int = 200, secret: str = "", **more: Any
) -> HttpResponse:
    page = deliveries_of(webhook, cursor=request.GET.get("cursor") or None, limit=SHOWN)
    context = page_context(
        request,
        section="project",
        webhook=webhook,
        lines=[delivery_line(one, webhook=webhook) for one in page.rows],
        newer=page.previous,
        older=page.next,
        choices=event_choices(webhook.events),
        secret=secret,
        **more,
    )
    return render(request, "annotations/webhook.html", context, status=status)
