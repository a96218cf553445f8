"""Who sends a request: somebody with an account, or a visitor."""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from .models import User

AnyUser: TypeAlias = User | AnonymousUser


class SignedInRequest(HttpRequest):
    """For views behind `login_required`. Said to the type checker only: Django makes no such object."""

    user: User
