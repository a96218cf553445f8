"""The register of organisations of a programme: who is in it, one of them, entered and corrected."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.register.people import people_of
from darbigas_kopienas.administration.people.registers import municipalities_with, programme_with
from darbigas_kopienas.administration.people.valid_names import valid_in
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.people.merged import target_of
from darbigas_kopienas.people.models import Municipality, Organisation
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme

from . import rules, seen, services
from .filters import OrganisationFilter
from .forms import RegisteredForm

PER_PAGE = 50
MOST_PEOPLE = 200


def chosen_of(request: SignedInRequest, programme: Programme) -> OrganisationFilter:
    """The register that the reader sees, with its filter."""
    rows = rules.organisations_seen_by(request.user, programme).select_related("municipality")
    return OrganisationFilter(
        request.GET,
        queryset=seen.with_numbers(rows, request.user, programme),
        request=request,
        municipalities=municipalities_with(request.user, programme, Permission.SEE_REGISTRATIONS),
    )


@login_required
@require_GET
def organisation_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.SEE_REGISTRATIONS)
    chosen = chosen_of(request, programme)
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page_of(request, chosen.rows(), PER_PAGE),
        "query": request.GET.urlencode(),
        "may_write": may_anywhere(request.user, Permission.WRITE_REGISTER, programme.pk),
        "may_export": may_anywhere(request.user, Permission.EXPORT, programme.pk),
    }
    return render(request, "administration/people/organisation_list.html", context)


@login_required
@require_GET
def organisation_detail(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    """The address of one that was merged leads to the one that it was merged into."""
    programme = programme_with(request, programme_pk, Permission.SEE_REGISTRATIONS)
    known = rules.organisations_seen_by(request.user, programme)
    rows = seen.with_spellings(rules.with_rights(known, programme), request.user, programme)
    organisation = rows.select_related("municipality").filter(pk=pk).first()
    if organisation is None:
        target = get_object_or_404(target_of(known, pk))
        return redirect("administration:organisation_detail", programme.pk, target.pk)
    people = list(people_of(request.user, programme).filter(organisation=organisation)[: MOST_PEOPLE + 1])
    predecessors, successors = seen.other_times_of(organisation, known)
    context = {
        "programme": programme,
        "organisation": organisation,
        "list_url": _list_url(programme),
        "predecessors": predecessors,
        "successors": successors,
        "contacts": seen.current_contacts().filter(organisation=organisation).select_related("user"),
        "people": people[:MOST_PEOPLE],
        "has_more_people": len(people) > MOST_PEOPLE,
        "visits": seen.visits_of(request.user, programme, organisation),
        "spellings": seen.spellings_of(organisation),
        "may_write": rules.may_write(request.user, programme, organisation),
        "may_name_contacts": may(request.user, Permission.INVITE, rules.scope_of(programme, organisation)),
        "history": history_about(request.user, organisation),
    }
    return render(request, "administration/people/organisation_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def organisation_add(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    places = municipalities_with(request.user, programme, Permission.WRITE_REGISTER)
    form = RegisteredForm(
        request.POST or None, places=valid_in(places, programme), may_fund=_may_fund(request, programme)
    )
    return answer_form(
        request,
        form,
        lambda: services.add_organisation(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/people/organisation_form.html",
        context={
            "programme": programme,
            "heading": _("Add an organisation"),
            "list_url": _list_url(programme),
            "cancel_url": _list_url(programme),
        },
        done=_saved,
        to=lambda organisation: _detail_url(programme, organisation),
    )


@login_required
@require_http_methods(["GET", "POST"])
def organisation_edit(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    known = rules.organisations_seen_by(request.user, programme, Permission.WRITE_REGISTER)
    organisation = get_object_or_404(rules.with_rights(known, programme), pk=pk)
    rules.require_to_write(request.user, programme, organisation)
    form = _form_of(request, programme, organisation)
    del form.fields["is_another"]
    return answer_form(
        request,
        form,
        lambda: services.edit_organisation(
            by=request.user, programme=programme, organisation=organisation, **form.cleaned_data
        ),
        template="administration/people/organisation_form.html",
        context={
            "programme": programme,
            "organisation": organisation,
            "heading": _("Edit the organisation’s data"),
            "list_url": _list_url(programme),
            "cancel_url": _detail_url(programme, organisation),
        },
        done=_saved,
        to=_detail_url(programme, organisation),
    )


def _form_of(request: SignedInRequest, programme: Programme, organisation: Organisation) -> RegisteredForm:
    """A party of the grant may be of any municipality, or of none."""
    is_party = bool(rules.grants_of(organisation))
    places = valid_in(Municipality.objects.all(), programme)
    if not is_party:
        places = municipalities_with(request.user, programme, Permission.WRITE_REGISTER)
    return RegisteredForm(
        request.POST or None,
        initial=RegisteredForm.initial_of(organisation),
        places=places | Municipality.objects.filter(pk__in=[organisation.municipality_id or 0]),
        is_party=is_party,
        may_fund=_may_fund(request, programme),
    )


def _may_fund(request: SignedInRequest, programme: Programme) -> bool:
    """Who funds is agreed with the grant."""
    return may(request.user, Permission.WRITE_PROGRAMME, programme.scope)


def _list_url(programme: Programme) -> str:
    return reverse("administration:organisation_list", args=[programme.pk])


def _detail_url(programme: Programme, organisation: Organisation) -> str:
    return reverse("administration:organisation_detail", args=[programme.pk, organisation.pk])


def _saved(row: object) -> str:
    return _("Saved: %(what)s") % {"what": row}
