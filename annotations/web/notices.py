"""Notices: what a person was told, read and unread, and where their mail goes."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from annotations import admit, ledger
from annotations import notices as verbs
from annotations.domain.errors import Invalid
from annotations.models import User
from annotations.queries.notices import lines, notice_page, unread_count

A_PAGE = 50
HERE = "/notices/"


@require_GET
@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """All notices of the person, newest first; `?unread=1` only those not read."""
    user = cast(User, request.user)
    only_unread = request.GET.get("unread") == "1"
    page = notice_page(user, unread=only_unread, cursor=request.GET.get("cursor"), limit=A_PAGE)
    unread = unread_count(user)
    context = {
        "lines": lines(page.rows),
        "page": page,
        "unread": unread,
        "only_unread": only_unread,
        "section": "notices",
    }
    return render(request, "annotations/notices.html", context)


@require_POST
@login_required
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice or all as read; `to` one of them leads on to what it is about."""
    user = cast(User, request.user)
    wanted = request.POST.get("notice", "")
    try:
        ids = [UUID(wanted)] if wanted else None
    except ValueError:
        messages.error(request, "There is no such notice. Nothing was changed.")
        return HttpResponseRedirect(HERE)
    verbs.mark_read(user, ids)
    return HttpResponseRedirect(HERE)


@require_POST
@login_required
def mail_address(request: HttpRequest) -> HttpResponse:
    """Where unread notices are mailed to; nowhere with an empty address."""
    user = cast(User, request.user)
    try:
        with ledger.signed_in(user):
            admit.change_own_address(user, request.POST.get("email", ""))
        messages.success(request, "Kept." if user.email else "No mail is sent to you any more.")
    except Invalid as error:
        messages.error(request, f"{error} Nothing was changed.")
    return HttpResponseRedirect(HERE)
