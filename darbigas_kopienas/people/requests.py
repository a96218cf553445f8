"""The request of somebody who is signed in, for views behind `login_required`."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """Said to the type checker only: Django makes no such object."""

    user: User
