"""The requests of a programme's people: listed, looked at, carried out, refused, written down."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.administration.people.register.people import people_of
from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import page_of, require_known
from darbigas_kopienas.people.models import Person
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.rooms import trail_word_of
from darbigas_kopienas.values import clock

from .filters import ErasureFilter
from .forms import CarryOutForm, NoteForm, RefuseForm
from .models import ErasureRequest, ErasureRequestQuerySet
from .preview import Preview, preview_of
from .rules import require_another
from .services.carry_out import carry_out
from .services.requests import note_request, refuse_request
from .stays import remainders_in

PER_PAGE = 25
MANAGE = Permission.MANAGE_PRIVACY


def _requests(request: SignedInRequest, programme: Programme) -> ErasureRequestQuerySet:
    rows = ErasureRequest.objects.visible_to(request.user).in_programmes([programme.pk])
    return rows.select_related("person__merged_into", "answered_by", "asked_by")


def _url(name: str, programme: Programme, *pks: int) -> str:
    return reverse(f"administration:{name}", args=[programme.pk, *pks])


@login_required
@require_GET
def erasure_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, MANAGE)
    chosen = ErasureFilter(request.GET, queryset=_requests(request, programme).with_order(), request=request)
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page_of(request, chosen.rows(), PER_PAGE),
    }
    return render(request, "administration/privacy/erasure_list.html", context)


@login_required
@require_GET
def erasure_detail(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, MANAGE)
    erasure: ErasureRequest = get_object_or_404(_requests(request, programme), pk=pk)
    context = {
        **_facts(request, programme, erasure),
        "erased": [(trail_word_of(key) or key, number) for key, number in erasure.erased.items()],
    }
    return render(request, "administration/privacy/erasure_detail.html", context)


def _facts(
    request: SignedInRequest, programme: Programme, erasure: ErasureRequest, *, is_carried_out: bool = True
) -> dict[str, object]:
    """Of a refused or withdrawn one nothing is looked up: the person's data are as anybody's."""
    seen = people_of(request.user, programme).filter(pk=erasure.target.pk).exists()
    preview = preview_of(erasure.person) if erasure.is_open and is_carried_out else None
    if erasure.state == ErasureRequest.State.DONE:
        preview = Preview([], remainders_in(erasure.stays, get_language()))
    return {
        "programme": programme,
        "erasure": erasure,
        "person_url": _url("person_detail", programme, erasure.target.pk) if seen else "",
        "preview": preview,
        "is_ones_own": erasure.target.user_id == request.user.pk,
        "list_url": _url("erasure_list", programme),
        "here": _url("erasure_detail", programme, erasure.pk),
    }


@login_required
@require_http_methods(["GET", "POST"])
def erasure_carry_out(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    """Asks first: what was erased never comes back."""
    programme, erasure = _to_answer(request, programme_pk, pk)
    return answer_form(
        request,
        CarryOutForm(request.POST if request.method == "POST" else None),
        lambda: _carry_out(request, erasure),
        template="administration/privacy/erasure_carry_out.html",
        context=_facts(request, programme, erasure),
        done=_("The data are erased."),
        to=lambda answered: _where_seen(request, programme, answered),
    )


def _carry_out(request: SignedInRequest, erasure: ErasureRequest) -> ErasureRequest:
    """Where the person is another programme's too, its coordinator reads so on the page."""
    try:
        return carry_out(by=request.user, request=erasure)
    except PermissionDenied as error:
        raise ValidationError(
            _("The person takes part in another programme too: agree with its coordinator.")
        ) from error


def _where_seen(request: SignedInRequest, programme: Programme, answered: ErasureRequest) -> str:
    """Whose only tie to the programme was a role has none any more."""
    if _requests(request, programme).filter(pk=answered.pk).exists():
        return _url("erasure_detail", programme, answered.pk)
    return _url("erasure_list", programme)


@login_required
@require_http_methods(["GET", "POST"])
def erasure_refuse(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    programme, erasure = _to_answer(request, programme_pk, pk)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    return answer_form(
        request,
        form,
        lambda: refuse_request(by=request.user, request=erasure, reason=form.cleaned_data["reason"]),
        template="administration/privacy/erasure_refuse.html",
        context=_facts(request, programme, erasure, is_carried_out=False),
        done=_("The request is refused."),
        to=_url("erasure_detail", programme, erasure.pk),
    )


def _to_answer(request: SignedInRequest, programme_pk: int, pk: int) -> tuple[Programme, ErasureRequest]:
    """Nobody comes to the form of their own."""
    programme = programme_with(request, programme_pk, MANAGE)
    erasure: ErasureRequest = get_object_or_404(_requests(request, programme), pk=pk)
    require_another(request.user, erasure)
    return programme, erasure


@login_required
@require_http_methods(["GET", "POST"])
def erasure_note(request: SignedInRequest, programme_pk: int, person_pk: int) -> HttpResponse:
    programme = programme_with(request, programme_pk, MANAGE)
    person: Person = get_object_or_404(people_of(request.user, programme), pk=person_pk)
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"asked_on": clock.today()})
    return answer_form(
        request,
        form,
        lambda: note_request(by=request.user, programme=programme, person=person, **form.cleaned_data),
        template="administration/privacy/erasure_note.html",
        context={
            "programme": programme,
            "person": person,
            "waiting": _requests(request, programme).about(person).waiting().first(),
            "person_url": _url("person_detail", programme, person.pk),
        },
        done=_("The request is noted. It is answered within a month."),
        to=lambda made: _url("erasure_detail", programme, made.pk),
    )
