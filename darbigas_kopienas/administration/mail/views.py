"""Which e-mails were sent to whom, and what became of them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission


@login_required
@require_GET
def mail_log(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme_with(request, programme_pk, Permission.SEE_MAIL)
    return HttpResponse()
