"""One's own request to be erased: asked, withdrawn, and what was answered."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.people.requests import SignedInRequest

from .forms import AskForm
from .models import ErasureRequest
from .preview import own_preview
from .services.requests import ask_erasure, withdraw_request

MOST_SHOWN = 10


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def erasure_ask(request: SignedInRequest) -> HttpResponse:
    """Whoever asks says anew who they are: a session left open deletes nobody."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        raise_if_reauthentication_required(request, app="allauth.account")
    own = ErasureRequest.objects.own(request.user)
    person = Person.objects.own(request.user).first()
    return answer_form(
        request,
        form,
        lambda: ask_erasure(by=request.user),
        template="administration/privacy/erasure_ask.html",
        context={
            "waiting": own.waiting().first(),
            "answered": own.exclude(state=ErasureRequest.State.ASKED)[:MOST_SHOWN],
            "preview": own_preview(person) if person is not None else None,
        },
        done=_("Your request is received. You will have an answer within a month."),
        to=reverse("administration:erasure_ask"),
    )


@login_required
@require_POST
def erasure_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ErasureRequest.objects.own(request.user), pk=pk)
    return answer_button(
        request,
        lambda: withdraw_request(by=request.user, request=row),
        to=reverse("administration:erasure_ask"),
        done=_("Your request is withdrawn. Your data stay as they are."),
    )
