"""The pages of municipalities, for whoever sets up a grant."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme

from . import services
from .forms import MunicipalityForm


def _programme_to_write(request: SignedInRequest, pk: int) -> Programme:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    return programme


@login_required
@require_GET
def municipality_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    require_known(request.GET, {})
    programme = _programme_to_write(request, programme_pk)
    municipalities = services.with_whose(programme).prefetch_related("successors")
    context = {"programme": programme, "municipalities": municipalities, **_urls(programme)}
    return render(request, "administration/people/municipality_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def municipality_add(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = _programme_to_write(request, programme_pk)
    form = MunicipalityForm(request.POST or None)
    return answer_form(
        request,
        form,
        lambda: services.add_municipality(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/people/municipality_form.html",
        context={"programme": programme, "heading": _("Add a municipality"), **_urls(programme)},
        done=_saved,
        to=_urls(programme)["list_url"],
    )


@login_required
@require_http_methods(["GET", "POST"])
def municipality_edit(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    programme = _programme_to_write(request, programme_pk)
    municipality = get_object_or_404(Municipality, pk=pk)
    services.grants_to_correct(programme, municipality)
    initial = MunicipalityForm.initial_of(municipality)
    form = MunicipalityForm(request.POST or None, initial=initial, municipality=municipality)
    context: dict[str, object] = {"programme": programme, "heading": _("Edit the municipality"), **_urls(programme)}
    context |= {"municipality": municipality, "history": history_about(request.user, municipality)}
    return answer_form(
        request,
        form,
        lambda: services.edit_municipality(
            by=request.user, programme=programme, municipality=municipality, **form.cleaned_data
        ),
        template="administration/people/municipality_form.html",
        context=context,
        done=_saved,
        to=_urls(programme)["list_url"],
    )


def _urls(programme: Programme) -> dict[str, str]:
    return {
        "list_url": reverse("administration:municipality_list", args=[programme.pk]),
        "partners_url": reverse("administration:partnership_list", args=[programme.pk]),
    }


def _saved(row: object) -> str:
    return _("Saved: %(what)s") % {"what": row}
