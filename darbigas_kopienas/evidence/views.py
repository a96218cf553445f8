from http import HTTPStatus
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require, require_anywhere
from darbigas_kopienas.programme.shared_statements import SharedRows

from . import pictures, services
from .downloads import send_document, send_logo, send_picture, show_document
from .errors import UploadRefused
from .forms import ConsentForm, StageForm, Uploads
from .models import Consent, Document, DocumentQuerySet

MOST_WAITING = 60
LOGO_SIDE = 320  # pixels: twice what a page shows


@require_GET
def document_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    document = Document.objects.visible_to(request.user).filter(pk=pk).first()
    if document is not None:
        return send_document(document, reader=request.user)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    erased = get_object_or_404(Document.objects.erased_results_of(request.user), pk=pk)
    return render(request, "evidence/document_erased.html", {"document": erased}, status=HTTPStatus.GONE)


@require_GET
@xframe_options_sameorigin
@csp_replace({"default-src": [NONE], "object-src": [SELF], "frame-ancestors": [SELF]})  # type: ignore[arg-type]  # typed for views without an id
def document_show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself, to be framed by the portal's own pages and by no other."""
    document = Document.objects.visible_to(request.user).filter(pk=pk).first()
    if document is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if document is None or not document.is_shown_in_pages:
        raise Http404
    return show_document(document, reader=request.user)


@require_GET
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponseBase:
    side = pictures.NAMED.get(size)
    if side is None:
        raise Http404
    document = get_object_or_404(Document.objects.visible_to(request.user).filter(kind="photo"), pk=pk)
    return send_picture(services.variant_name(document, side), for_anybody=document.is_publishable)


@require_GET
def logo(request: HttpRequest, pk: int) -> HttpResponseBase:
    document = get_object_or_404(Document.objects.visible_to(request.user).filter(kind="logo"), pk=pk)
    return send_logo(services.variant_name(document, LOGO_SIDE))


@login_required
@require_POST
def document_stage(request: SignedInRequest) -> HttpResponse:
    """Files chosen in a form go ahead of it; the answer is the block with all chosen so far."""
    form = StageForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("This page is out of date. Reload it."), status=422)
    require(request.user, Permission.ADD_DOCUMENT, form.scope)
    uploads = form.uploads(request.user, request.POST.getlist("documents"))
    _remove(request.user, uploads, form.cleaned_data["remove"])
    for name in request.FILES:
        for upload in request.FILES.getlist(name):
            _take(request.user, uploads, upload)
    return render(request, "evidence/_uploads.html", {"uploads": uploads}, status=422 if uploads.errors else 200)


def _take(user: User, uploads: Uploads, upload: Any) -> None:
    try:
        uploads.documents.append(services.stage(by=user, upload=upload, scope=uploads.scope, kind=uploads.kind))
    except UploadRefused as error:
        uploads.errors.extend(error.messages)


def _remove(user: User, uploads: Uploads, pk: int | None) -> None:
    for document in uploads.documents:
        if document.pk == pk:
            services.erase(by=user, document=document)
    uploads.documents = [document for document in uploads.documents if document.pk != pk]


@login_required
@require_GET
def photo_list(request: SignedInRequest) -> HttpResponse:
    """Photos that wait for somebody to say whether they may be shown."""
    require_known(request.GET, {})
    require_anywhere(request.user, Permission.ADD_DOCUMENT)

    def waiting(user: User) -> DocumentQuerySet:
        return Document.objects.visible_to(user).awaiting_consent().select_related("municipality")

    photos = SharedRows("photos waiting", request.user, None, waiting)[:MOST_WAITING]
    return render(request, "evidence/photo_list.html", {"photos": photos})


@login_required
@require_http_methods(["GET", "POST"])
def photo_consent(request: SignedInRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(
        Document.objects.visible_to(request.user).stored().filter(kind="photo").select_related("municipality"), pk=pk
    )
    require(request.user, Permission.CLEAR_PHOTO, document.scope)
    form = ConsentForm(request.POST or None, instance=document)
    if request.method == "POST":
        if request.POST.get("consent") == Consent.REFUSED:
            places = services.refuse_photo(by=request.user, document=document)
            messages.success(request, _("The photo is no longer shown in public."))
            return render(request, "evidence/photo_refused.html", {"document": document, "places": places})
        if form.is_valid():
            services.clear_photo(by=request.user, document=document, **form.cleaned_data)
            messages.success(request, _("The photo may be published."))
            return redirect("evidence:photo_list")
    context = {"document": document, "form": form, "places": document.uses()}
    return render(request, "evidence/photo_consent.html", context, status=422 if form.errors else 200)
