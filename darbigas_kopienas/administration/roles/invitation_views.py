"""Inviting somebody to a role, sending the invitation again, withdrawing it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from darbigas_kopienas.people.requests import SignedInRequest


@login_required
def role_invite(request: SignedInRequest) -> HttpResponse:
    raise NotImplementedError


@login_required
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@login_required
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    raise NotImplementedError
