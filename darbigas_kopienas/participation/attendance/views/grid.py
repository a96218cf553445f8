"""The list to tick: one tap each, with or without JavaScript, with or without a connection."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.pages.forms import answer_button, answer_form, refuse
from darbigas_kopienas.participation.attendance import services
from darbigas_kopienas.participation.attendance.attendance_list import list_of, plain_hours
from darbigas_kopienas.participation.attendance.forms import ListForm, TickForm, WalkInForm
from darbigas_kopienas.participation.attendance.models import Attendance, SignedSheet
from darbigas_kopienas.participation.attendance.recorder import sessions_near
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.sessions import is_day_of, may_be_ticked, session_now
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, require, require_anywhere
from darbigas_kopienas.values import clock, formats

from .lookup import session_to_record, session_to_see, sessions_to_see

REFUSED = 422
LETTERS = json.dumps(formats.PLAIN_LETTERS, ensure_ascii=False)


@login_required
@never_cache
@require_GET
def attendance_today(request: SignedInRequest) -> HttpResponse:
    """Where one ticks today, and the other sessions of these days."""
    require_anywhere(request.user, Permission.RECORD_ATTENDANCE)
    sessions = list(sessions_near(request.user))
    today = [session for session in sessions if is_day_of(session, clock.now())]
    context = {
        "parts": [
            (_("Today"), today),
            (_("On other days"), [session for session in sessions if session not in today]),
        ]
    }
    return render(request, "participation/attendance/attendance_today.html", context)


@login_required
@require_GET
def attendance_grid(request: SignedInRequest, pk: int) -> HttpResponse:
    """The activity's list for the session that is going on, else the last one that was, else the next one."""
    activity, sessions = sessions_to_see(request, pk)
    session = session_now(sessions)
    if session is None:
        return render(request, "participation/attendance/attendance_none.html", {"activity": activity})
    return redirect("participation:attendance_session", pk, session.pk)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def attendance_session(request: SignedInRequest, pk: int, session_pk: int) -> HttpResponse:
    """GET shows the list; POST saves all of it at once, for those without JavaScript and for “tick all”."""
    session, sessions = session_to_see(request, pk, session_pk)
    if request.method != "POST":
        return _page(request, session, sessions, ListForm(session=session))
    require(request.user, Permission.RECORD_ATTENDANCE, session.activity.scope)
    form = ListForm(request.POST, session=session)
    if form.is_valid():
        try:
            services.record_many(by=request.user, session=session, wanted=form.wanted, via=form.cleaned_data["via"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _said(len(form.wanted)))
            return redirect(request.get_full_path())
    return _page(request, session, sessions, form, status=REFUSED)


def _said(changed: int) -> str:
    if not changed:
        return _("Nothing was changed in the list.")
    return ngettext("%(n)s mark is saved.", "%(n)s marks are saved.", changed) % {"n": changed}


def _page(
    request: SignedInRequest, session: Session, sessions: list[Session], form: ListForm, status: int = 200
) -> HttpResponse:
    attending = list_of(request.user, session, _typed(form))
    sheets = list(
        SignedSheet.objects.visible_to(request.user).filter(session=session).select_related("document")
    )  # fmt: skip
    shown = next((sheet for sheet in sheets if str(sheet.pk) == request.GET.get("sheet")), None)
    may_record = may(request.user, Permission.RECORD_ATTENDANCE, session.activity.scope)
    context = {
        "activity": session.activity,
        "session": session,
        "sessions": sessions,
        "list": attending,
        "state": json.dumps(attending.state),
        "whole": plain_hours(session.academic_hours),
        "letters": LETTERS,
        "whole_shown": formats.short_number(session.academic_hours),
        "sheets": sheets,
        "sheet": shown,
        "via": Attendance.Via.SHEET if shown else Attendance.Via.LIST,
        "form": form,
        "may_record": may_record,
        "sees_people": may(request.user, Permission.SEE_REGISTRATIONS, session.activity.scope),
        "may_tick": may_record and (may_be_ticked(session) or attending.present > 0),  # a wrong tick is taken back
        "is_ahead": not may_be_ticked(session),
    }
    return render(request, "participation/attendance/attendance_session.html", context, status=status)


def _typed(form: ListForm) -> dict[int, tuple[bool, str]]:
    """What was ticked and typed in a form that was refused, by registration's id."""
    if not form.is_bound:
        return {}
    here = set(form.cleaned_data.get("here") or [])
    return {pk: (str(pk) in here, form.data.get(f"hours_{pk}", "")) for pk in form.cleaned_data.get("was") or {}}


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def attendance_ticks(request: SignedInRequest, pk: int, session_pk: int) -> JsonResponse:
    """GET says who is ticked now; POST one tick: how it is to be, not that it is to be turned."""
    session, _sessions = session_to_see(request, pk, session_pk)
    if request.method != "POST":
        return JsonResponse(_state(request, session))
    require(request.user, Permission.RECORD_ATTENDANCE, session.activity.scope)
    form = TickForm(request.POST)
    if not form.is_valid():
        message = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": message, **_state(request, session)}, status=REFUSED)
    data = form.cleaned_data
    wanted = (data["hours"] if data["hours"] is not None else session.academic_hours) if data["here"] else None
    try:
        before = services.record_many(
            by=request.user,
            session=session,
            wanted={data["registration"]: wanted},
            via=data["via"] or Attendance.Via.LIST,
        )[data["registration"]]
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages), **_state(request, session)}, status=REFUSED)
    return JsonResponse({"note": _passed(data["seen"], plain_hours(before), wanted), **_state(request, session)})


def _passed(seen: str, before: str, wanted: Any) -> str:
    """Somebody else had said otherwise between what this page showed and now."""
    if before in {seen, plain_hours(wanted)}:
        return ""
    return _("Somebody else had marked this person otherwise meanwhile; your mark counts now.")


def _state(request: SignedInRequest, session: Session) -> dict[str, object]:
    attending = list_of(request.user, session)
    return {"state": attending.state, "present": attending.present, "odd": len(attending.odd)}


@login_required
@require_http_methods(["GET", "POST"])
def walk_in(request: SignedInRequest, pk: int, session_pk: int) -> HttpResponse:
    """Two fields for somebody who is not in the list; always gets in, and is ticked at once."""
    session, _sessions = session_to_record(request, pk, session_pk)
    here = reverse("participation:attendance_session", args=[pk, session_pk])
    form = WalkInForm(request.POST if request.method == "POST" else None)
    return answer_form(
        request,
        form,
        lambda: services.walk_in(by=request.user, session=session, **form.cleaned_data),
        template="participation/attendance/attendance_walk_in.html",
        context={"activity": session.activity, "session": session, "cancel_url": here},
        done=_("Added to the list and ticked."),
        to=here,
    )


@login_required
@require_POST
def let_in(request: SignedInRequest, pk: int, session_pk: int, registration_pk: int) -> HttpResponse:
    """Somebody from the waiting list stands at the door."""
    session, _sessions = session_to_see(request, pk, session_pk)
    registration = get_object_or_404(
        Registration.objects.at_the_door(request.user).filter(activity=session.activity), pk=registration_pk
    )
    try:
        services.let_in(by=request.user, session=session, registration=registration)
        messages.success(request, _("Let in and ticked."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("participation:attendance_session", pk, session_pk)


@login_required
@require_POST
def oddity_settle(request: SignedInRequest, pk: int, session_pk: int, attendance_pk: int) -> HttpResponse:
    """An odd check-in counts, or it does not."""
    session, _sessions = session_to_see(request, pk, session_pk)
    attendance = get_object_or_404(
        Attendance.objects.at_the_door(request.user).filter(session=session).select_related("session__activity"),
        pk=attendance_pk,
    )
    counts = request.POST.get("counts") == "1"
    return answer_button(
        request,
        lambda: services.settle_oddity(by=request.user, attendance=attendance, counts=counts),
        to=reverse("participation:attendance_session", args=[pk, session_pk]),
        done=_("It counts.") if counts else _("It does not count."),
    )
