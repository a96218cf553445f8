"""What a programme consists of, on one page: what is typed in, what is missing, where to go on."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, may_anywhere, require, require_anywhere
from darbigas_kopienas.programme.current import choose_programme, programme_where
from darbigas_kopienas.programme.facts.overview import parts_of
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import formats

from . import services
from .forms import ProgrammeForm


@login_required
@require_GET
def set_up(request: SignedInRequest) -> HttpResponse:
    """The programme that the screen speaks of."""
    return redirect("administration:programme_overview", programme_where(request, Permission.SEE_STAFF).pk)


@login_required
@require_GET
def programme_overview(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_pk)
    require_anywhere(request.user, Permission.SEE_STAFF, programme.pk)
    may_write = may(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    parts = parts_of(request.user, programme)
    missing = [part for part in parts if part.is_missing]
    context = {"programme": programme, "parts": parts, "missing": missing, "may_write": may_write}
    context["may_see_registers"] = may_anywhere(request.user, Permission.SEE_REGISTRATIONS, programme.pk)
    known_to = programme.starts_known_to
    context["days"] = formats.long_period(programme.starts_on, programme.ends_on, starts_known_to=known_to)
    return render(request, "administration/programme/programme_overview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def programme_add(request: SignedInRequest) -> HttpResponse:
    """A next grant; screens speak of it from then on."""
    require_anywhere(request.user, Permission.WRITE_PROGRAMME)
    form = ProgrammeForm(request.POST or None)

    def add() -> Programme:
        programme = services.add_programme(by=request.user, **form.cleaned_data)
        choose_programme(request, programme)
        return programme

    return answer_form(
        request,
        form,
        add,
        template="administration/programme/programme_form.html",
        context={"heading": _("Add a programme"), "back": reverse("administration:set_up")},
        done=_saved,
        to=_overview_of,
    )


@login_required
@require_http_methods(["GET", "POST"])
def programme_edit(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_pk)
    require(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    form = ProgrammeForm(request.POST or None, initial=ProgrammeForm.values_of(programme))
    return answer_form(
        request,
        form,
        lambda: services.edit_programme(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/programme/programme_form.html",
        context={
            "heading": _("Edit the programme’s facts"),
            "programme": programme,
            "back": _overview_of(programme),
            "history": history_about(request.user, programme),
        },
        done=_saved,
        to=_overview_of,
    )


def _overview_of(programme: Programme) -> str:
    return reverse("administration:programme_overview", args=[programme.pk])


def _saved(programme: object) -> str:
    return _("Saved: %(what)s") % {"what": programme}
