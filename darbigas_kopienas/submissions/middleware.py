from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url

from .sign_in import put_aside


class FormAcrossSignInMiddleware:
    """A form sent after the session ended leads to sign-in; its text is put aside on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND and not request.user.is_authenticated:
            target = str(response.headers.get("Location", ""))
            if target.split("?", 1)[0] == resolve_url(settings.LOGIN_URL):
                put_aside(request)
        return response
