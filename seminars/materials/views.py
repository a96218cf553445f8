from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.evidence.downloads import send_document
from darbigas_kopienas.pages.forms import answer_button
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.values import clock
from seminars.seminar.models import Seminar
from seminars.seminar.views import answer_running, seminar_or_404, seminar_to_write

from . import services
from .forms import MaterialForm
from .models import Material
from .readers import reader_of


@login_required
@require_http_methods(["GET", "POST"])
def material_add(request: SignedInRequest, pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    form = MaterialForm(request.POST or None, request.FILES or None, user=request.user, scope=seminar.scope)
    return answer_running(
        request,
        seminar,
        form,
        lambda: services.hand_out(by=request.user, seminar=seminar, document=form.document, **form.about),
        heading=_("Add a material"),
        act=_("Save the material"),
        done=_("The material is saved."),
    )


def _material(seminar: Seminar, pk: int) -> Material:
    material = get_object_or_404(seminar.materials.select_related("document"), pk=pk)
    material.seminar = seminar
    return material


@login_required
@require_http_methods(["GET", "POST"])
def material_edit(request: SignedInRequest, pk: int, material_pk: int) -> HttpResponse:
    seminar = seminar_to_write(request, pk)
    material = _material(seminar, material_pk)
    form = MaterialForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        scope=seminar.scope,
        initial=MaterialForm.initial_of(material),
    )
    return answer_running(
        request,
        seminar,
        form,
        lambda: services.edit_material(by=request.user, material=material, document=form.document, **form.about),
        heading=_("Correct the material"),
        act=_("Save the material"),
        done=_("The material is saved."),
        document=material.document,
    )


@login_required
@require_POST
def material_remove(request: SignedInRequest, pk: int, material_pk: int) -> HttpResponse:
    seminar = seminar_or_404(request, pk)
    material = _material(seminar, material_pk)
    return answer_button(
        request,
        lambda: services.take_back_material(by=request.user, material=material),
        to=reverse("seminars:running_list", args=[pk]),
        done=_("The material is no longer handed out."),
    )


@require_GET
def material_open(request: HttpRequest, pk: int, material_pk: int) -> HttpResponseBase:
    """The file as an attachment, or the way to the link: for those for whom it is meant, once its time has come."""
    seminar = seminar_or_404(request, pk)
    material = _material(seminar, material_pk)
    reader = reader_of(request.user, seminar, request.GET.get("place", ""))
    if not reader.may_open(material, clock.today()):
        if material.is_shown_on(clock.today()) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(_("This material is for those who take part, from the day that the organiser chose."))
    if material.document is not None:
        return send_document(material.document, reader=request.user)
    return redirect(material.url)
