"""The sign-in sheet: printed, photographed, filed."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.audit.services import record_taken
from darbigas_kopienas.evidence.services import erase
from darbigas_kopienas.pages.forms import answer_button, attempt
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
from darbigas_kopienas.participation.attendance.sheet_pile import (
    TO_FILE,
    Filing,
    pile_of,
    places_to_file,
    said,
    sessions_to_file,
    take_in,
)
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require, require_anywhere
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
    require(request.user, Permission.SEE_REGISTRATIONS, session.activity.scope)
    pages = sheet_pages(session, _people(request, session.activity))
    part = request.GET.get("part", "1")
    if not (part.isascii() and part.isdecimal() and len(part) < 4 and 1 <= int(part) <= parts_of(pages)):  # noqa: PLR2004  digits
        raise Http404
    try:
        made = sheet_pdf(session, pages, int(part))
    except pdf.PdfError as error:
        return _cannot(request, session.activity, error)
    record_taken(by=request.user, verb="sheet.printed", obj=session.activity)
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
    record_taken(by=request.user, verb="badges.printed", obj=activity)
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
    for needed in TO_FILE:
        require(request.user, needed, session.activity.scope)
    errors: list[str] = []
    if request.method == "POST":
        page = (session, shown.page) if shown else None
        nothing = _("Choose a photo of the signed page.")
        outcome = _take_once(request, session.activity.scope, page, nothing=nothing, to_list=True)
        if isinstance(outcome, HttpResponse):
            return outcome
        errors = outcome
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
    _require_to_file(request.user)
    errors: list[str] = []
    if request.method == "POST":
        nothing = _("Choose photos of the signed pages.")
        outcome = _take_once(request, _waiting_place(request.user), nothing=nothing, to_list=False)
        if isinstance(outcome, HttpResponse):
            return outcome
        errors = outcome
    return _pile(request, errors=errors)


@login_required
@require_POST
def sheet_assign(request: SignedInRequest, document_pk: int) -> HttpResponse:
    """By hand: this picture is that page of that session; or it is thrown away."""
    document = get_object_or_404(pile_of(request.user), pk=document_pk)
    _require_to_file(request.user)
    here = reverse("participation:sheet_file")
    if request.POST.get("drop"):
        drop = partial(erase, by=request.user, document=document)
        return answer_button(request, drop, to=here, done=_("The photo is deleted."))
    form = _assign_form(request.user, document.pk, request.POST)
    outcome = attempt(
        request,
        form,
        lambda: services.file_sheet(by=request.user, document=document, **form.cleaned_data),
        done=lambda filed: said(filed[0], is_new=filed[1]),
        to=here,
    )
    return outcome if isinstance(outcome, HttpResponse) else _pile(request, wrong=form)


def _require_to_file(user: Reader) -> None:
    for needed in TO_FILE:
        require_anywhere(user, needed)
    if not places_to_file(user):
        raise PermissionDenied


def _take_once(
    request: SignedInRequest, scope: Scope, page: tuple[Session, int] | None = None, *, nothing: str, to_list: bool
) -> HttpResponse | list[str]:
    """The same photos once, however often they are sent, and the way on; else what is wrong with them.

    `to_list` leads to the list of the session to which the first of them was filed, to key from the photo.
    """
    uploads = request.FILES.getlist("photos")[:MOST_PHOTOS]
    if not uploads:
        return [nothing]

    def act() -> list[Filing]:
        filings = [take_in(by=request.user, upload=upload, scope=scope, page=page) for upload in uploads]
        if not any(filing.is_stored for filing in filings):
            raise ValidationError([f"{filing.name}: {filing.words}" for filing in filings])
        for filing in filings:
            _notify(request, filing)
        return filings

    outcome = attempt(request, Form(request.POST), act, to=partial(_way_on, to_list=to_list))
    return outcome.messages if isinstance(outcome, ValidationError) else outcome or []


def _notify(request: SignedInRequest, filing: Filing) -> None:
    words = f"{filing.name}: {filing.words}"
    if filing.sheet is not None:
        messages.success(request, words)
    elif filing.is_stored:
        messages.warning(request, words)
    else:
        messages.error(request, words)


def _way_on(filings: list[Filing], *, to_list: bool) -> str:
    filed = next((filing.sheet for filing in filings if filing.sheet is not None), None)
    if filed is None or not to_list:
        return reverse("participation:sheet_file")
    url = reverse("participation:attendance_session", args=[filed.session.activity_id, filed.session_id])
    return f"{url}?sheet={filed.pk}"


def _waiting_place(user: Reader) -> Scope:
    """Where a picture waits that nobody could tell the session of: seen by nobody but its uploader until filed."""
    return Scope(*min(places_to_file(user), key=lambda place: (place[0], place[1] or 0)))


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
