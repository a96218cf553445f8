"""What a programme consists of, on one page: what is typed in, what is missing, where to go on."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, require_anywhere
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.facts.overview import parts_of
from darbigas_kopienas.programme.models import Programme


@login_required
@require_GET
def set_up(request: SignedInRequest) -> HttpResponse:
    """The programme that the screen speaks of."""
    return redirect("administration:programme_overview", programme_where(request, Permission.SEE_STAFF).pk)


@login_required
@require_GET
def programme_overview(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_pk)
    require_anywhere(request.user, Permission.SEE_STAFF, programme.pk)
    may_write = may(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    parts = parts_of(request.user, programme)
    missing = [part for part in parts if part.is_missing]
    context = {"programme": programme, "parts": parts, "missing": missing, "may_write": may_write}
    return render(request, "administration/programme/programme_overview.html", context)
