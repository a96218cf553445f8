"""How long data are stored, what is overdue, and the acts by which documents are destroyed."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from darbigas_kopienas.administration.people.registers import programme_with
from darbigas_kopienas.evidence.downloads import send_document
from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.pages.list_query import page_of, require_known
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.people.retention import kind_of, kinds
from darbigas_kopienas.programme.access import Permission, may
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.values import clock

from . import services
from .forms import DestructionActForm, RetentionForm
from .models import DestructionAct
from .overdue import groups_of, in_group
from .spans import lines_of, overdue_by_themselves, set_before

PER_PAGE = 25


@login_required
@require_GET
def overdue(request: SignedInRequest) -> HttpResponse:
    """Of the screen's programme: a line of „Mani darbi” knows no programme."""
    require_known(request.GET, {})
    sentence = _("Only the programme coordinator decides about people’s data.")
    programme = programme_where(request, Permission.MANAGE_PRIVACY, sentence)
    return redirect("administration:retention_overdue", programme.pk)


@login_required
@require_GET
def retention_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.MANAGE_PRIVACY)
    context = {"programme": programme, "lines": lines_of(programme)}
    return render(request, "administration/privacy/retention_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def retention_add(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    require_known(request.GET, {"kind": [kind.key for kind in kinds()]})
    programme = programme_with(request, programme_pk, Permission.MANAGE_PRIVACY)
    kind = kind_of(request.GET.get("kind", ""))
    initial = {"kind": kind.key if kind else "", "valid_from": clock.today()}
    form = RetentionForm(request.POST if request.method == "POST" else None, initial=initial)
    list_url = reverse("administration:retention_list", args=[programme.pk])
    before = set_before(kind) if kind else []
    return answer_form(
        request,
        form,
        lambda: services.set_retention(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/privacy/retention_form.html",
        context={"programme": programme, "kind": kind, "before": before, "list_url": list_url},
        done=_("It is set for how long these data are stored."),
        to=list_url,
    )


@login_required
@require_GET
def retention_overdue(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    require_known(request.GET, {})
    programme = programme_with(request, programme_pk, Permission.MANAGE_PRIVACY)
    automatic = overdue_by_themselves()
    context = {
        "programme": programme,
        "automatic": automatic,
        "is_any_late": any(is_late for _kind, _number, is_late in automatic),
        "groups": list(groups_of(programme)),
    }
    return render(request, "administration/privacy/retention_overdue.html", context)


# -- acts --------------------------------------------------------------------------------------------------
@login_required
@require_GET
def destruction_list(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """For whoever may approve one, too: those of their municipality."""
    require_known(request.GET, {"page": None})
    programme = programme_with(request, programme_pk, Permission.APPROVE_EXPENSE)
    acts = DestructionAct.objects.visible_to(request.user).filter(programme=programme)
    context = {
        "programme": programme,
        "page_obj": page_of(request, acts.select_related("municipality", "drafted_by", "approved_by"), PER_PAGE),
    }
    return render(request, "administration/privacy/destruction_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def destruction_add(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    """Of one group of the overview."""
    require_known(request.GET, {"kind": [kind.key for kind in kinds()], "year": None, "municipality": None})
    programme = programme_with(request, programme_pk, Permission.MANAGE_PRIVACY)
    kind = kind_of(request.GET.get("kind", ""))
    if kind is None or kind.documents is None:
        return redirect("administration:retention_overdue", programme.pk)
    year, place = _number(request.GET.get("year", ""), most=4), _number(request.GET.get("municipality", ""), most=9)
    if not year:
        raise Http404
    documents = in_group(programme, kind, year, place or None)[: services.MOST_IN_ACT]
    form = DestructionActForm(request.POST if request.method == "POST" else None, documents=documents)
    overdue_url = reverse("administration:retention_overdue", args=[programme.pk])
    return answer_form(
        request,
        form,
        lambda: services.draft_act(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/privacy/destruction_form.html",
        context={"programme": programme, "kind": kind, "year": year, "overdue_url": overdue_url},
        done=_("The act is written. Another person has to approve it."),
        to=_page_of,
    )


def _number(text: str, *, most: int) -> int:
    """Of the address, of at most so many digits; 0 for the programme itself."""
    if not (text.isascii() and text.isdigit() and len(text) <= most):
        raise Http404
    return int(text)


def _page_of(act: object) -> str:
    if not isinstance(act, DestructionAct):
        raise TypeError(act)
    return reverse("administration:destruction_detail", args=[act.programme_id, act.pk])


def _act(request: SignedInRequest, programme_pk: int, pk: int) -> DestructionAct:
    acts = DestructionAct.objects.visible_to(request.user).filter(programme=programme_pk)
    act: DestructionAct = get_object_or_404(
        acts.select_related("programme", "municipality", "drafted_by", "approved_by", "document"), pk=pk
    )
    return act


@login_required
@require_GET
def destruction_detail(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    require_known(request.GET, {})
    act = _act(request, programme_pk, pk)
    context = {
        "act": act,
        "programme": act.programme,
        "may_approve": act.is_drafted and act.drafted_by_id != request.user.pk,
        "may_cancel": act.is_drafted and may(request.user, Permission.MANAGE_PRIVACY, act.programme.scope),
        "history": history_about(request.user, act),
    }
    return render(request, "administration/privacy/destruction_detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def destruction_approve(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    """Asks first: what is destroyed does not come back."""
    act = _act(request, programme_pk, pk)
    return answer_form(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: services.approve_act(by=request.user, act=act),
        template="administration/privacy/destruction_approve.html",
        context={"act": act, "programme": act.programme, "act_url": _page_of(act)},
        done=_("The act is approved and the files are destroyed."),
        to=_page_of(act),
    )


@login_required
@require_POST
def destruction_cancel(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponse:
    act = _act(request, programme_pk, pk)
    return answer_button(
        request,
        lambda: services.cancel_act(by=request.user, act=act),
        to=_page_of(act),
        done=_("The act is cancelled. Nothing was destroyed."),
    )


@login_required
@require_GET
def destruction_file(request: SignedInRequest, programme_pk: int, pk: int) -> HttpResponseBase:
    """The paper of an approved act."""
    document = _act(request, programme_pk, pk).document
    if document is None:
        raise Http404
    return send_document(document, reader=request.user)
