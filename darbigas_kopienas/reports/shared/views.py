"""The coordinator's side of view links: who was given one, what was opened by it, and its end."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme

from . import services
from .forms import SharedLinkForm
from .models import SharedLink
from .tokens import address_of, page_of

PER_PAGE = 30
VISITS_PER_PAGE = 50


def _programme(request: SignedInRequest) -> Programme:
    """Raises Http404, PermissionDenied."""
    sentence = _("View links are made by the programme coordinator.")
    programme = programme_where(request, Permission.MANAGE_ROLES, sentence)
    if not may(request.user, Permission.MANAGE_ROLES, programme.scope):
        raise PermissionDenied(sentence)
    return programme


def _link(request: SignedInRequest, pk: int) -> SharedLink:
    links = SharedLink.objects.visible_to(request.user).with_visits()
    return get_object_or_404(links.select_related("programme", "made_by", "ended_by"), pk=pk)


@login_required
@require_GET
def shared_link_list(request: SignedInRequest) -> HttpResponse:
    programme = _programme(request)
    links = SharedLink.objects.visible_to(request.user).filter(programme=programme).with_visits()
    page = list_page(request, links.select_related("made_by").prefetch_related("reports"), PER_PAGE)
    return render(request, "reports/shared/link_list.html", {"programme": programme, "page": page})


@login_required
@require_http_methods(["GET", "POST"])
def shared_link_make(request: SignedInRequest) -> HttpResponse:
    programme = _programme(request)
    form = SharedLinkForm(request.POST or None, user=request.user, programme=programme)
    return answer_form(
        request,
        form,
        lambda: services.make_link(by=request.user, programme=programme, **form.cleaned_data),
        template="reports/shared/link_make.html",
        context={"programme": programme},
        done=_("The view link is made. Copy it and send it to whoever is to read the reports."),
        to=lambda link: reverse("reports:shared_link_detail", args=[link.pk]),
    )


@login_required
@never_cache
@require_GET
def shared_link_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The address while it opens something, and all that was opened by it."""
    link = _link(request, pk)
    visits = link.visits.select_related("report", "document")
    context = {
        "link": link,
        "programme": link.programme,
        "address": address_of(link) if link.is_valid else "",
        "shown_at": page_of(link),
        "reports": link.reports.select_related("municipality").defer("snapshot"),
        "page": list_page(request, visits, VISITS_PER_PAGE),
        "history": history_about(request.user, link),
    }
    return render(request, "reports/shared/link_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def shared_link_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks first."""
    link = _link(request, pk)
    return answer_form(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: services.end_link(by=request.user, link=link),
        template="reports/shared/link_end.html",
        context={"link": link, "programme": link.programme},
        done=_("The view link is ended. It opens nothing any more."),
        to=reverse("reports:shared_link_detail", args=[link.pk]),
    )
