"""The receipt in the hand: add it, correct it while it is a draft, see the limit before anything is saved."""

import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from budget import services
from budget.choices import Offer, offer_of, suggestion_of
from budget.duplicates import Likeness, fingerprint, likenesses
from budget.forms import ExpenseForm, PlacingForm, PreviewForm, suggest, suggest_as_left
from budget.models import Expense
from budget.services import OverLimit, ShareOf
from budget.services.drafts import require_may_edit
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.pages.forms import attempt, take_up_draft
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, require
from darbigas_kopienas.programme.choices import scope_chosen
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, formats

from .lists import expense_or_404, is_written_by

MOST_SUPPLIERS = 300  # suggested


@login_required
@require_http_methods(["GET", "POST"])
def expense_add(request: SignedInRequest) -> HttpResponse:
    programme = programme_where(request, Permission.ADD_EXPENSE)
    offer = offer_of(request.user, programme)
    initial = _suggested(request, offer)
    form = ExpenseForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        user=request.user,
        scope=scope_chosen(str(initial["municipality"]), programme),
        offer=offer,
        initial=initial,
    )
    if request.method != "POST":
        suggest(form, suggestion_of(request.user, programme, str(form.initial.get("supplier_name") or "")))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    require(request.user, Permission.ADD_EXPENSE, form.chosen_scope)
    return _save(request, form, None)


@login_required
@require_http_methods(["GET", "POST"])
def expense_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    expense = expense_or_404(request, pk)
    require_may_edit(request.user, expense)
    initial = _as_written(expense)
    form = ExpenseForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        user=request.user,
        scope=expense.scope,
        offer=offer_of(request.user, expense.programme, expense),
        splits=initial.pop("splits"),
        stored=Document.objects.visible_to(request.user).stored().filter(expenses=expense).distinct(),
        initial=initial,
    )
    form.form_key = ""  # its draft is that of its page
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, expense)
    return _save(request, form, expense)


def _suggested(request: HttpRequest, offer: Offer) -> dict[str, object]:
    """Today, what is certain, and the activity or cost that the person came from."""
    initial: dict[str, object] = {"document_on": clock.today(), **offer.certain}
    offered = [value for value, _name in offer.municipalities]
    if not offered:  # a role in a municipality that is no partner of the programme
        raise PermissionDenied(_("Your municipality is not a partner of this programme."))
    if initial.get("municipality") not in offered:
        initial["municipality"] = offered[0]
    asked = {name: pk for name in ("activity", "cost") if (pk := _number(request, name))}
    cost = offer.costs.filter(pk=asked["cost"]).first() if "cost" in asked else None
    if cost is not None:
        initial |= {
            "supplier_name": cost.supplier,
            "total": cost.amount,
            "description_lv": cost.description,
            "activity": cost.activity_id,
        }
    return initial | asked


def _as_written(expense: Expense) -> dict[str, Any]:
    first, *others = expense.shares.all()
    names = (
        "supplier_name", "document_number", "document_on", "total", "document_type", "supplier_registration_number",
        "net", "vat", "description_lv", "description_en", "is_publicity",
    )  # fmt: skip
    initial: dict[str, object] = {name: getattr(expense, name) for name in names}
    initial |= {"activity": expense.activity_id, "cost": expense.cost_id, "splits": len(others)}
    initial |= {"line": first.line_id, "source": first.source_id}
    for at, share in enumerate(others, 1):
        amount = formats.number(share.amount, 2, language="lv")
        initial |= {f"line_{at}": share.line_id, f"source_{at}": share.source_id, f"amount_{at}": amount}
    return initial


def _save(request: SignedInRequest, form: ExpenseForm, expense: Expense | None) -> HttpResponse:
    """Save, unless a limit would be exceeded or the document is much like another and nobody said yet that it may be.

    Then the warning comes first. What is certainly the same document is refused whatever is confirmed.
    """
    day = form.cleaned_data["document_on"]
    over = services.over_limits(programme_id=form.offer.programme.pk, parts=form.shares, on=day)
    alike = _alike(request.user, form, expense)
    is_same = any(likeness.is_same for likeness in alike)
    asks_over = bool(over) and not form.cleaned_data["confirm_over"]
    asks_alike = bool(alike) and not is_same and form.cleaned_data["confirm_alike"] != fingerprint(alike)
    if asks_alike:
        form.add_error("confirm_alike", _("Compare the documents and say that this is another one."))
    if asks_over or asks_alike:
        return _page(request, form, expense, over, alike)
    is_handed_in = request.POST.get("deed") != "draft"
    outcome = attempt(
        request,
        form,
        lambda: _write(request.user, form, expense, is_handed_in=is_handed_in),
        done=_("Sent for approval.") if is_handed_in else _("The draft is saved."),
        to=lambda saved: reverse("budget:expense_detail", args=[saved.pk]),
    )
    return outcome if isinstance(outcome, HttpResponse) else _page(request, form, expense, over, alike)


def _alike(user: User, form: ExpenseForm, expense: Expense | None) -> list[Likeness]:
    """Documents like the one that was typed, or like its files."""
    scope = form.chosen_scope
    pk = expense.pk if expense is not None else None
    typed = Expense(pk=pk, programme_id=scope.programme_id, municipality_id=scope.municipality_id)
    for name, value in form.details.items():
        setattr(typed, name, value)
    typed.set_keys()
    hashes = {document.sha256 for document in form.cleaned_data["documents"]}
    if expense is not None:
        less = [document.pk for document in form.cleaned_data["take_off"]]
        hashes |= set(expense.documents.exclude(pk__in=less).values_list("sha256", flat=True))
    return likenesses(typed, hashes, user)


def _write(user: User, form: ExpenseForm, expense: Expense | None, *, is_handed_in: bool) -> Expense:
    fields: dict[str, Any] = {"shares": form.shares, "documents": form.cleaned_data["documents"], **form.details}
    if expense is None:
        saved = services.add_expense(by=user, scope=form.chosen_scope, **fields)
    else:
        saved = services.edit_expense(by=user, expense=expense, without=form.cleaned_data["take_off"], **fields)
    if is_handed_in:
        services.submit_expense(by=user, expense=saved)
    return saved


def _page(
    request: SignedInRequest,
    form: ExpenseForm,
    expense: Expense | None = None,
    over: list[OverLimit] | None = None,
    alike: list[Likeness] | None = None,
) -> HttpResponse:
    take_up_draft(request, form)
    draft = getattr(form, "draft", None)
    suggest_as_left(form, dict(request.POST.lists()) if draft is None else draft.data)
    context = {
        "form": form,
        "expense": expense,
        "programme": form.offer.programme,
        "over": over,
        "alike": alike,
        "fingerprint": fingerprint(alike or []),
        "sources": form.offer.sources,
        "suppliers": _suppliers(request.user, form.offer.programme),
        "gives_up_approval": expense is not None
        and may(request.user, Permission.APPROVE_EXPENSE, expense.scope)
        and not is_written_by(request.user, expense),
    }
    return render(request, "budget/expense_edit.html", context, status=422 if form.errors else 200)


def _suppliers(user: User, programme: Programme) -> QuerySet[Expense, str]:
    """Whom the expenses that this person sees name already, so that one supplier is written in one way."""
    rows = Expense.objects.visible_to(user).filter(programme=programme).order_by("sort_key")
    return rows.values_list("supplier_name", flat=True).distinct()[:MOST_SUPPLIERS]


@login_required
@require_GET
def expense_preview(request: SignedInRequest) -> HttpResponse:
    """A fragment: which limit would be exceeded, and by how much; nothing while the fields are not complete."""
    programme = _programme_of(request)
    form = PreviewForm(request.GET, offer=offer_of(request.user, programme))
    over: list[OverLimit] = []
    if form.is_valid():
        data = form.cleaned_data
        parts = [ShareOf(data["line"], data["source"], data["total"])]
        over = services.over_limits(programme_id=programme.pk, parts=parts, on=data["document_on"])
    return render(request, "budget/_over_limit.html", {"over": over})


@login_required
@require_GET
def expense_suggest(request: SignedInRequest) -> HttpResponse:
    """A fragment: line and source as they were chosen, else as this supplier's last document has them."""
    programme = _programme_of(request)
    form = PlacingForm(offer=offer_of(request.user, programme), initial=_chosen(request))
    suggest(form, suggestion_of(request.user, programme, request.GET.get("supplier_name", "")))
    return render(request, "budget/_line_and_source.html", {"form": form})


def _programme_of(request: SignedInRequest) -> Programme:
    """Of the expense that is being changed, whatever programme is chosen meanwhile; else the one that is added to."""
    if "expense" not in request.GET:
        return programme_where(request, Permission.ADD_EXPENSE)
    if not (pk := _number(request, "expense")):
        raise Http404
    expense = expense_or_404(request, int(pk))
    require_may_edit(request.user, expense)
    return expense.programme


def _number(request: HttpRequest, name: str) -> str:
    value = request.GET.get(name, "")
    return value if re.fullmatch("[0-9]{1,15}", value) else ""


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What was suggested for the supplier before, and stands there still, is nobody's choice."""
    asked = {name: request.GET.get(name, "") for name in ("line", "source")}
    return {name: value for name, value in asked.items() if value not in ("", request.GET.get(f"suggested_{name}"))}
