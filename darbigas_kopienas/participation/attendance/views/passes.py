"""Checking in by the participant's own code: from the opened place page, or by reading one after another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.attendance import services
from darbigas_kopienas.participation.attendance.forms import PassForm
from darbigas_kopienas.participation.attendance.models import Attendance
from darbigas_kopienas.participation.attendance.passes import place_in
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.requests import SignedInRequest

from .lookup import session_to_record, session_to_see

REFUSED = 422


@login_required
@require_POST
def pass_check_in(request: SignedInRequest, pk: int, session_pk: int, registration_pk: int) -> HttpResponse:
    """Staff opened somebody's place page; one tap ticks."""
    session, _sessions = session_to_see(request, pk, session_pk)
    registration = get_object_or_404(
        Registration.objects.at_the_door(request.user).filter(activity=session.activity), pk=registration_pk
    )
    try:
        services.record_attendance(by=request.user, registration=registration, session=session, via=Attendance.Via.PASS)
        messages.success(request, _("%s is ticked.") % registration.name)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(links.place_path(registration))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def check_in_scan(request: SignedInRequest, pk: int, session_pk: int) -> HttpResponse:
    """One code after another: by a camera where the browser reads codes, by a hand reader, or typed."""
    session, _sessions = session_to_record(request, pk, session_pk)
    wants_json = request.headers.get("Accept") == "application/json"
    form = PassForm(request.POST if request.method == "POST" else None)
    said, status = "", 200
    if request.method == "POST":
        try:
            said = _tick(request, session, form)
            form = PassForm()
        except ValidationError as error:
            form.add_error("code", error.messages)
            said, status = " ".join(error.messages), REFUSED
    if wants_json:
        return JsonResponse({"text": said}, status=status)
    context = {"activity": session.activity, "session": session, "form": form, "said": said if status < REFUSED else ""}
    return render(request, "participation/attendance/check_in_scan.html", context, status=status)


def _tick(request: SignedInRequest, session: Session, form: PassForm) -> str:
    if not form.is_valid():
        raise ValidationError(_("No code was read."))
    of_activity = Registration.objects.at_the_door(request.user).filter(activity=session.activity)
    registration = of_activity.filter(pk=place_in(form.cleaned_data["code"]) or 0).first()
    if registration is None:
        raise ValidationError(_("This code does not belong to anybody registered here."))
    services.record_attendance(by=request.user, registration=registration, session=session, via=Attendance.Via.PASS)
    return _("%s is ticked.") % registration.name
