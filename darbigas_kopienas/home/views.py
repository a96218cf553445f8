from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from budget.models import FundingSource
from darbigas_kopienas import clock
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.current import choose_programme, current_programme, programmes_of
from darbigas_kopienas.programme.models import Programme

from .due import due_of, main_acts
from .errors import bad_request, csrf_failure, page_not_found, permission_denied, server_error
from .front import front_of, upcoming

__all__ = [
    "accessibility",
    "bad_request",
    "csrf_failure",
    "front",
    "my_tasks",
    "page_not_found",
    "permission_denied",
    "privacy",
    "programme_choose",
    "server_error",
]


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What the programme is, for everybody."""
    programme = current_programme(request)
    return render(request, "home/front.html", {"front": front_of(programme) if programme else None})


@login_required
@require_GET
def my_tasks(request: HttpRequest) -> HttpResponse:
    """Mani darbi: due, waiting for me, returned to me; money in sight."""
    programme = current_programme(request)
    context: dict[str, Any] = {"programme": programme}
    if programme is not None:
        context |= {"due": due_of(request.user, programme), "acts": main_acts(request.user, programme)}
        context |= _money(request, programme)
        if not may_anywhere(request.user, Permission.SEE_STAFF, programme.pk):
            context["upcoming"] = upcoming(programme, clock.today())[:6]
    return render(request, "home/my_tasks.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Piekļūstamības paziņojums, as MK 445 asks."""
    return render(request, "home/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "home/privacy.html")


@require_POST
def programme_choose(request: HttpRequest) -> HttpResponse:
    """The session remembers; screens that speak of one programme follow it."""
    wanted = request.POST.get("programme", "")
    chosen = next((one for one in programmes_of(request) if str(one.pk) == wanted), None)
    if chosen is None:
        raise Http404
    choose_programme(request, chosen)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if is_ours else "home:my_tasks")


def _money(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    """What is left of each funding source, for those who may see the totals."""
    if not may_anywhere(request.user, Permission.SEE_BUDGET_TOTALS, programme.pk):
        return {}
    return {"sources": FundingSource.objects.visible_to(request.user).filter(programme=programme)}
