from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from budget.reporting import SourceBalance, left_by_source
from darbigas_kopienas.pages.page_cache import drawn_once
from darbigas_kopienas.participation.registration.seat_columns import own_place_column
from darbigas_kopienas.people.models import PrivacyNotice
from darbigas_kopienas.people.notices import all_notices, current_notice, notice_of
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.people.retention import public_spans
from darbigas_kopienas.programme.access import Permission, Role, may_anywhere, memberships_of
from darbigas_kopienas.programme.current import choose_programme, current_programme, programmes_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.contacts import portal_contact
from seminars.hours.reporting import glance_of

from .errors import bad_request, csrf_failure, page_not_found, permission_denied, server_error
from .front import NEXT, front_of, upcoming
from .my_tasks import due_of, main_buttons
from .own import ahead_of, words_of_narrow_role

__all__ = [
    "accessibility",
    "bad_request",
    "csrf_failure",
    "front",
    "my_tasks",
    "notice_version",
    "page_not_found",
    "permission_denied",
    "privacy",
    "programme_choose",
    "server_error",
]

CHECKED_ON = date(2026, 11, 23)  # the day of the last self-assessment that the statement tells of


@require_safe
@drawn_once
def front(request: HttpRequest) -> HttpResponse:
    """What the programme is, for everybody."""
    programme = current_programme(request)
    return render(request, "home/front.html", {"front": front_of(programme) if programme else None})


@login_required
@require_GET
def my_tasks(request: SignedInRequest) -> HttpResponse:
    """Mani darbi: due, waiting for me, returned to me; money in sight."""
    programme = current_programme(request)
    context: dict[str, object] = {"programme": programme}
    if programme is not None:
        sources = _sources(request, programme)
        context |= {
            "sources": sources,
            "due": due_of(request.user, programme),
            "buttons": main_buttons(request.user, programme),
        }
        context["ahead"] = ahead = ahead_of(request.user, programme)
        context["words"] = words_of_narrow_role(request.user, programme, ahead)
        if not may_anywhere(request.user, Permission.SEE_STAFF, programme.pk):
            coming = upcoming(programme.pk, clock.today()).annotate(own_place=own_place_column(request.user))
            context["upcoming"] = coming[:NEXT]
            if all(membership.role == Role.TEACHER for membership in memberships_of(request.user)):
                context["glance"] = glance_of(request.user, clock.today())
    return render(request, "home/my_tasks.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Piekļūstamības paziņojums, as MK 445 asks."""
    return render(request, "home/accessibility.html", {"checked_on": CHECKED_ON, "contact_email": contact_address()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is collected, why, for how long, and what one may ask: the version of today, and the others."""
    return _notice_page(request, current_notice())


@require_safe
def notice_version(request: HttpRequest, version: int) -> HttpResponse:
    """One version, for everybody: what was told when somebody registered stays to be read."""
    return _notice_page(request, notice_of(version))


def _notice_page(request: HttpRequest, notice: PrivacyNotice | None) -> HttpResponse:
    versions = all_notices()
    current = max((row for row in versions if row.valid_from <= clock.today()), key=_precedence, default=notice)
    context = {
        "notice": notice,
        "is_current": notice == current,
        "current": current,
        "others": [row for row in versions if row != notice],
        "contact_email": contact_address(),
        "spans": public_spans(),
    }
    return render(request, "home/privacy.html", context)


def _precedence(notice: PrivacyNotice) -> tuple[date, int]:
    return notice.valid_from, notice.version


@require_POST
def programme_choose(request: HttpRequest) -> HttpResponse:
    """The session remembers; screens that speak of one programme follow it."""
    wanted = request.POST.get("programme", "")
    chosen = next((programme for programme in programmes_of(request) if str(programme.pk) == wanted), None)
    if chosen is None:
        raise Http404
    choose_programme(request, chosen)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if is_ours else "home:my_tasks")


def contact_address() -> str:
    """The portal's own address; each municipality's coordinator is named on the pages of its seminars."""
    return portal_contact().email


def _sources(request: HttpRequest, programme: Programme) -> list[SourceBalance]:
    """What is left of each funding source, for those who may see the totals."""
    if not may_anywhere(request.user, Permission.SEE_BUDGET_TOTALS, programme.pk):
        return []
    return left_by_source(programme, request.user)
