"""Signing in and out, and one's own password."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from annotations import admit
from annotations.models import User

sign_in = views.LoginView.as_view(
    template_name="registration/login.html",
    authentication_form=AuthenticationForm,
    redirect_authenticated_user=True,
)
sign_out = views.LogoutView.as_view()


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the person end."""
    user = cast(User, request.user)
    form = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        admit.change_own_password(user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        messages.success(request, "Your password is changed. Other devices were signed out.")
        return redirect("home")
    return render(
        request, "registration/password.html", {"form": form}, status=200 if request.method == "GET" else 422
    )
