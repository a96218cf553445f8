"""The sign-in sheet: printed, photographed, filed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.evidence.services import erase
from darbigas_kopienas.participation.attendance import services
from darbigas_kopienas.participation.attendance.forms import AssignForm
from darbigas_kopienas.participation.attendance.models import SignedSheet
from darbigas_kopienas.participation.attendance.pdf import (
    badges_pdf,
    day_of,
    file_name,
    parts_of,
    sheet_pages,
    sheet_pdf,
)
from darbigas_kopienas.participation.attendance.sheet_code import page_in
from darbigas_kopienas.participation.attendance.sheet_pile import Filing, pile_of, said, sessions_to_file, take_in
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require, require_anywhere, scopes_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import pdf

from .lookup import activity_to_see, session_to_see

REFUSED = 422
MOST_PHOTOS = 40
MOST_SESSIONS = 60  # to choose from by hand


def _people(request: SignedInRequest, activity: Activity) -> list[Registration]:
    seated = Registration.objects.for_staff(request.user).with_seat().filter(activity=activity)
    return list(seated.select_related("activity"))


def _send(made: bytes, name: str) -> HttpResponse:
    """Made anew each time and kept nowhere: the list of names of today."""
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _cannot(request: SignedInRequest, activity: Activity, error: pdf.PdfError) -> HttpResponse:
    messages.error(request, str(error))
    return redirect("participation:attendance_grid", activity.pk)


@login_required
@require_GET
def sheet_print(request: SignedInRequest, pk: int, session_pk: int) -> HttpResponse:
    """`?part=2`: the pages after the first nineteen, where more than some 300 people come."""
    session, _sessions = session_to_see(request, pk, session_pk)
    pages = sheet_pages(session, _people(request, session.activity))
    part = request.GET.get("part", "1")
    if not (part.isascii() and part.isdecimal() and len(part) < 4 and 1 <= int(part) <= parts_of(pages)):  # noqa: PLR2004  digits
        raise Http404
    try:
        made = sheet_pdf(session, pages, int(part))
    except pdf.PdfError as error:
        return _cannot(request, session.activity, error)
    return _send(made, file_name("paraksti", session.activity))


@login_required
@require_GET
def badge_print(request: SignedInRequest, pk: int) -> HttpResponse:
    activity = activity_to_see(request, pk)
    people = _people(request, activity)
    if not people:
        messages.info(request, _("Nobody is registered yet, so there are no badges to print."))
        return redirect("participation:attendance_grid", pk)
    try:
        made = badges_pdf(activity, people)
    except pdf.PdfError as error:
        return _cannot(request, activity, error)
    return _send(made, file_name("kartites", activity))


# -- back from paper -------------------------------------------------------------------------------
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """Where the QR of a printed page leads: one photo files it. A foreign or unknown code is not found."""
    shown = page_in(code)
    session = get_object_or_404(
        Session.objects.filter(activity__in=Activity.objects.visible_to(request.user)).select_related(
            "activity__programme", "activity__municipality"
        ),
        pk=shown.session if shown else 0,
    )
    require(request.user, Permission.RECORD_ATTENDANCE, session.activity.scope)
    errors: list[str] = []
    if request.method == "POST":
        filings = _take_all(request, session.activity.scope, (session, shown.page) if shown else None)
        for filing in filings:
            _notify(request, filing)
        filed = [filing.sheet for filing in filings if filing.sheet is not None]
        if filed:
            return _to_list(filed[0])
        errors = [] if filings else [_("Choose a photo of the signed page.")]
        if filings and any(filing.is_stored for filing in filings):
            return redirect("participation:sheet_file")
    context = {
        "activity": session.activity,
        "session": session,
        "page": shown.page if shown else 0,
        "errors": errors,
        "sheets": SignedSheet.objects.visible_to(request.user).filter(session=session, page=shown.page if shown else 0),
    }
    return render(
        request, "participation/attendance/sheet_page.html", context, status=200 if request.method == "GET" else REFUSED
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def sheet_file(request: SignedInRequest) -> HttpResponse:
    """Several photos at once, each to the session that its code names; the rest wait here to be filed by hand."""
    require_anywhere(request.user, Permission.RECORD_ATTENDANCE)
    errors: list[str] = []
    if request.method == "POST":
        filings = _take_all(request, _waiting_place(request.user))
        for filing in filings:
            _notify(request, filing)
        if filings:
            return redirect("participation:sheet_file")
        errors = [_("Choose photos of the signed pages.")]
    return _pile(request, errors=errors)


@login_required
@require_POST
def sheet_assign(request: SignedInRequest, document_pk: int) -> HttpResponse:
    """By hand: this picture is that page of that session; or it is thrown away."""
    document = get_object_or_404(pile_of(request.user), pk=document_pk)
    require_anywhere(request.user, Permission.RECORD_ATTENDANCE)
    if request.POST.get("drop"):
        erase(by=request.user, document=document)
        messages.success(request, _("The photo is deleted."))
        return redirect("participation:sheet_file")
    form = _assign_form(request.user, document.pk, request.POST)
    if form.is_valid():
        session, page = form.cleaned_data["session"], form.cleaned_data["page"]
        try:
            filed, is_new = services.file_sheet(by=request.user, session=session, page=page, document=document)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, said(filed, is_new=is_new))
            return redirect("participation:sheet_file")
    return _pile(request, wrong=form)


def _take_all(request: SignedInRequest, scope: Scope, page: tuple[Session, int] | None = None) -> list[Filing]:
    uploads = request.FILES.getlist("photos")[:MOST_PHOTOS]
    return [take_in(by=request.user, upload=upload, scope=scope, page=page) for upload in uploads]


def _notify(request: SignedInRequest, filing: Filing) -> None:
    words = f"{filing.name}: {filing.words}"
    if filing.sheet is not None:
        messages.success(request, words)
    elif filing.is_stored:
        messages.warning(request, words)
    else:
        messages.error(request, words)


def _to_list(filed: SignedSheet) -> HttpResponse:
    """The list to key from the photo, beside it."""
    url = reverse("participation:attendance_session", args=[filed.session.activity_id, filed.session_id])
    return redirect(f"{url}?sheet={filed.pk}")


def _waiting_place(user: Reader) -> Scope:
    """Where a picture waits that nobody could tell the session of: seen by nobody but its uploader until filed."""
    mine = scopes_of(user, Permission.RECORD_ATTENDANCE)
    return Scope(*min(mine, key=lambda place: (place[0], place[1] or 0)))


def _assign_form(user: Reader, document_pk: int, data: Any = None, sessions: Any = None) -> AssignForm:
    form = AssignForm(data, prefix=f"d{document_pk}")
    form.fields["session"].queryset = sessions_to_file(user)  # type: ignore[attr-defined]  # a choice field has it
    if sessions is not None:
        _offer(form, sessions)
    return form


def _offer(form: AssignForm, sessions: Any) -> None:
    """Choices that were read once for all forms."""
    field: Any = form.fields["session"]
    field.choices = [("", field.empty_label), *sessions]


def _pile(
    request: SignedInRequest, *, errors: list[str] | None = None, wrong: AssignForm | None = None
) -> HttpResponse:
    documents = list(pile_of(request.user)[:MOST_PHOTOS])
    choices = []
    if documents:
        choices = [
            (session.pk, f"{day_of(session)} · {session.activity.title}")
            for session in sessions_to_file(request.user)[:MOST_SESSIONS]
        ]
    forms = [(document, _assign_form(request.user, document.pk, sessions=choices)) for document in documents]
    if wrong is not None:
        _offer(wrong, choices)
        forms = [(document, wrong if wrong.prefix == f"d{document.pk}" else form) for document, form in forms]
    context = {"forms": forms, "errors": errors or [], "form": wrong}
    status = REFUSED if errors or wrong is not None else 200
    return render(request, "participation/attendance/sheet_file.html", context, status=status)
