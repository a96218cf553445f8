"""The page behind the link of an invitation: taking the role up, or declining it."""

from django.http import HttpRequest, HttpResponse


def role_invitation(request: HttpRequest, token: str) -> HttpResponse:
    raise NotImplementedError
