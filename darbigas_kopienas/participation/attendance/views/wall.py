"""The code on the wall, and what a participant's telephone shows after it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.pages.forms import refuse
from darbigas_kopienas.participation.attendance import services
from darbigas_kopienas.participation.attendance.forms import CodeForm, HereForm
from darbigas_kopienas.participation.attendance.own_place import OwnPlace, own_place
from darbigas_kopienas.participation.registration.device import Device, device_of, remember_device
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.actors import WALL_CODE, actor_of
from darbigas_kopienas.values import qr
from darbigas_kopienas.web.rate_limits import is_over_limit

from .lookup import session_to_record

TRIES, IN_SECONDS = 300, 300  # of one address: a class of thirty behind it tries several times each
TOO_MANY, NOT_FOUND, REFUSED = 429, 404, 422


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def wall_code(request: SignedInRequest, pk: int, session_pk: int) -> HttpResponse:
    """To be projected or printed. POST makes the code, or a new one instead of the old."""
    session, sessions = session_to_record(request, pk, session_pk)
    if request.method == "POST":
        services.hang_wall_code(by=request.user, session=session)
        return redirect(request.path)
    code = services.wall_code_of(session)
    url = settings.PUBLIC_URL + reverse("participation:check_in", args=[code.code]) if code else ""
    context = {
        "activity": session.activity,
        "session": session,
        "sessions": sessions,
        "code": code,
        "url": url,
        "short_url": settings.PUBLIC_URL.split("://", 1)[-1] + reverse("participation:check_in_form"),
        "qr": SafeString(qr.in_page(url)) if url else "",
    }
    return render(request, "participation/attendance/wall_code.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def check_in_form(request: HttpRequest) -> HttpResponse:
    """For telephones that read no QR: the code is typed."""
    if is_over_limit(request, "check-in", most=TRIES, seconds=IN_SECONDS):
        return render(request, "429.html", status=TOO_MANY)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = "".join(letter for letter in form.cleaned_data["code"].upper() if letter.isalnum())
        if typed and services.session_on_wall(typed) is not None:
            return redirect("participation:check_in", typed)
        form.add_error("code", _not_valid())
    return render(
        request, "participation/attendance/check_in_form.html", {"form": form}, status=REFUSED if form.errors else 200
    )


def _not_valid() -> str:
    return _("This code is not valid now. Look at the wall once more, or go to the organiser.")


@never_cache
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, code: str) -> HttpResponse:
    """One tap for whoever is signed in or checked in here before; a guest types the address used for registering."""
    if is_over_limit(request, "check-in", most=TRIES, seconds=IN_SECONDS):
        return render(request, "429.html", status=TOO_MANY)
    session = services.session_on_wall(code)
    if session is None:
        form = CodeForm()
        return render(
            request,
            "participation/attendance/check_in_form.html",
            {"form": form, "reason": _not_valid()},
            status=NOT_FOUND,
        )
    device = device_of(request)
    mine = own_place(request.user, session, device)
    if request.method == "POST":
        return _answer(request, session, device, mine)
    return _page(request, session, mine, HereForm())


def _page(request: HttpRequest, session: Session, mine: OwnPlace, form: HereForm, status: int = 200) -> HttpResponse:
    context = {"activity": session.activity, "session": session, "mine": mine, "form": form}
    return render(request, "participation/attendance/check_in.html", context, status=status)


def _answer(request: HttpRequest, session: Session, device: Device, mine: OwnPlace) -> HttpResponse:
    is_single_tap = bool(request.POST.get("mine")) and mine.place is not None
    form = HereForm(None if is_single_tap else request.POST)
    if not is_single_tap and not form.is_valid():
        return _page(request, session, mine, form, status=REFUSED)
    try:
        attendance = services.check_in(
            by=actor_of(request.user, WALL_CODE),
            session=session,
            place=mine.place if is_single_tap else None,
            email="" if is_single_tap else form.cleaned_data["email"],
            seen_on_device=device.at(session.pk),
        )
    except ValidationError as error:
        form = form if form.is_bound else HereForm({"email": ""})
        form.errors.clear()
        refuse(form, error)
        return _page(request, session, mine, form, status=REFUSED)
    device.remember(attendance.registration_id, session.pk)
    if attendance.counts:
        messages.success(request, _("You are ticked as present."))
    else:
        messages.warning(request, _("Your check-in is noted; the organiser will look at it."))
    answer = redirect(request.path)
    remember_device(answer, device)
    return answer
