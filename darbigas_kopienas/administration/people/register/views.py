"""The register of people: found, looked at, entered, put right."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.registers import programme_with, registers_of
from darbigas_kopienas.mailing.unreachable import unreachable_among
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import page_of, require_known
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people.merged import target_of
from darbigas_kopienas.people.models import Organisation, Person, PersonQuerySet, User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.models import Programme

from . import people, services
from .filters import HOW, PersonFilter, how_of
from .forms import PersonEditForm, PersonForm

PER_PAGE = 50


def filtered(request: SignedInRequest, programme: Programme) -> PersonFilter:
    """The register with the filter of the address."""
    seen = people.people_of(request.user, programme)
    return PersonFilter(
        request.GET,
        queryset=people.with_places(seen, request.user, programme),
        request=request,
        municipalities=people.municipalities_of_schools(seen),
        own=registers_of(request.user, programme, people.SEE),
    )


@login_required
@require_GET
def person_register(request: SignedInRequest) -> HttpResponse:
    """Of the screen's programme: lines of a menu know no programme."""
    require_known(request.GET, {})
    sentence = _("The register of people is kept by coordinators and read by municipal staff.")
    programme = programme_where(request, Permission.SEE_REGISTRATIONS, sentence)
    return redirect("administration:person_list", programme.pk)


@login_required
@require_GET
def person_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.SEE_REGISTRATIONS)
    chosen = filtered(request, programme)
    rows = chosen.rows().select_related("organisation")
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page_of(request, rows, PER_PAGE),
        "may_write": may_anywhere(request.user, Permission.WRITE_REGISTER, programme.pk),
        "may_export": may_anywhere(request.user, Permission.EXPORT, programme.pk),
        "query": _query(request),
    }
    return render(request, "administration/people/person_list.html", context)


def _query(request: SignedInRequest) -> str:
    """Of the list, for its export."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@login_required
@require_GET
def person_detail(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    """With places at activities of the reader's scopes, and nothing of any other.

    The address of somebody who was merged leads to who is kept.
    """
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.SEE_REGISTRATIONS)
    seen = _seen(request, programme)
    person = seen.filter(pk=pk).first()
    if person is None:
        target = get_object_or_404(target_of(seen, pk))
        return redirect("administration:person_detail", programme.pk, target.pk)
    own = registers_of(request.user, programme, people.SEE)
    places = people.seen_at(people.places_of(request.user, programme).filter(person=person))
    is_mine = person.entered_for_id in own
    context = {
        "programme": programme,
        "person": person,
        "how": HOW[how_of(person, own)],
        "entered_for": person.entered_for if is_mine else None,
        "entered_by": people.who_entered(person) if is_mine else "",
        "places": [_place(request.user, place) for place in places],
        "why_unreachable": unreachable_among([person.email]).get(person.email, ""),
        "to_correct": services.fields_to_correct(person),
        "may_correct": people.people_to_write(request.user, programme).filter(pk=person.pk).exists(),
        "may_write": may_anywhere(request.user, Permission.WRITE_REGISTER, programme.pk),
        "may_see_mail": may_anywhere(request.user, Permission.SEE_MAIL, programme.pk),
        "may_note_erasure": may(request.user, Permission.MANAGE_PRIVACY, programme.scope),
        "history": people.history_here(request.user, person),
    }
    return render(request, "administration/people/person_detail.html", context)


def _seen(request: SignedInRequest, programme: Programme) -> PersonQuerySet:
    return people.people_of(request.user, programme).select_related("organisation__municipality", "entered_for")


def _place(user: User, place: Registration) -> dict[str, object]:
    activity = place.activity
    is_open = may(user, Permission.SEE_STAFF, activity.scope) and may(user, people.SEE, activity.scope)
    url = reverse("participation:registration_list", args=[activity.pk]) if is_open else ""
    return {"place": place, "activity": activity, "url": url}


@login_required
@require_http_methods(["GET", "POST"])
def person_add(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    form = PersonForm(request.POST or None, schools=_schools(request, programme))
    return answer_form(
        request,
        form,
        lambda: services.add_person(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/people/person_form.html",
        context={
            "programme": programme,
            "heading": _("Add a person"),
            "cancel_url": reverse("administration:person_list", args=[programme.pk]),
        },
        done=_("The person is entered in the register."),
        to=lambda made: reverse("administration:person_detail", args=[programme.pk, made.pk]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def person_edit(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, Permission.WRITE_REGISTER)
    person: Person = get_object_or_404(_seen(request, programme), pk=pk)
    if not people.people_to_write(request.user, programme).filter(pk=person.pk).exists():
        raise PermissionDenied(_("You may not correct the data of this person."))
    form = PersonEditForm(request.POST or None, person=person, schools=_schools(request, programme))
    here = reverse("administration:person_detail", args=[programme.pk, person.pk])
    return answer_form(
        request,
        form,
        lambda: services.edit_person(by=request.user, programme=programme, person=person, **form.values),
        template="administration/people/person_form.html",
        context={"programme": programme, "person": person, "heading": _("Correct the data"), "cancel_url": here},
        done=_("The data of the person are saved."),
        to=here,
    )


def _schools(request: SignedInRequest, programme: Programme) -> list[Organisation]:
    return list(people.schools_to_name(request.user, programme).select_related("municipality"))
