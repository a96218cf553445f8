"""Who has which role, since when, given by whom; a role is changed and ended here."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from darbigas_kopienas.people.requests import SignedInRequest


@login_required
def role_list(request: SignedInRequest) -> HttpResponse:
    raise NotImplementedError


@login_required
def role_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@login_required
def role_end(request: SignedInRequest, pk: int) -> HttpResponse:
    raise NotImplementedError
