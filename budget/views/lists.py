"""How the budget stands, the list of expenses, one expense; the list as a table to take along."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from budget import reporting, services
from budget.duplicates import likenesses
from budget.filters import ExpenseFilter
from budget.forms import BookForm, PayForm, ResolveForm, ReturnForm, ReverseForm
from budget.models import Expense, FundingSource
from budget.models.expenses import ExpenseQuerySet
from budget.resources import expense_table
from budget.services.drafts import may_delete, may_edit
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.pages.table_export import answer_table, format_asked
from darbigas_kopienas.people.requests import AnyUser
from darbigas_kopienas.programme.access import Permission, may, may_anywhere
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock

PER_PAGE = 25


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Budget, spent and left by source and line; the totals only for the funder."""
    programme = programme_where(request, Permission.SEE_BUDGET_TOTALS)
    return render(request, "budget/overview.html", overview_context(request, programme))


def overview_context(
    request: HttpRequest, programme: Programme, resolving: tuple[int, ResolveForm] | None = None
) -> dict[str, object]:
    """`resolving` is the source's key and the form that was refused."""
    sources = reporting.balances_of(programme, request.user)
    refused, form = resolving or (None, None)
    resolvable = {
        balance.source.pk
        for balance in sources
        if balance.source.has_open_mismatch and may(request.user, Permission.RESOLVE_SUM, balance.source.scope)
    }
    return {
        "programme": programme,
        "sources": sources,
        "form": form,
        "cards": [
            (balance, form if balance.source.pk == refused else _resolve_form(balance.source.pk, resolvable))
            for balance in sources
        ],
        "has_own": any(line.own is not None for balance in sources for line in balance.lines),
        "may_add": may_anywhere(request.user, Permission.ADD_EXPENSE, programme.pk),
        "may_see": may_anywhere(request.user, Permission.SEE_BUDGET, programme.pk),
        "may_ask": may_anywhere(request.user, Permission.ASK_CLOSING, programme.pk),
    }


def _resolve_form(pk: int, resolvable: set[int]) -> ResolveForm | None:
    return ResolveForm(auto_id=f"id_{pk}_%s") if pk in resolvable else None


@login_required
@require_GET
def expense_list(request: HttpRequest) -> HttpResponse:
    programme = programme_where(request, Permission.SEE_BUDGET)
    chosen = ExpenseFilter(request.GET, request=request, programme=programme)
    chosen.require_known()
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page_of(request, chosen.listed, PER_PAGE),
        "totals": chosen.totals,
        "hidden": _hidden(request, chosen),
        "is_filtered": chosen.is_filtered,
        "may_add": may_anywhere(request.user, Permission.ADD_EXPENSE, programme.pk),
        "may_approve": may_anywhere(request.user, Permission.APPROVE_EXPENSE, programme.pk),
        "may_export": may_anywhere(request.user, Permission.EXPORT, programme.pk),
        "query": request.GET.urlencode(),
    }
    return render(request, "budget/expense_list.html", context)


def _hidden(request: HttpRequest, chosen: ExpenseFilter) -> list[tuple[FundingSource, Decimal]]:
    """Of a line or source, what others booked on it whom this person does not see: only then sum and list differ."""
    asked = {name for name in chosen.filters if chosen.chosen(name)}
    if not chosen.share or asked - {"line", "source", "state"} or chosen.chosen("state") not in {"", "booked"}:
        return []
    return reporting.hidden_from(chosen.programme, request.user, **chosen.share)


@login_required
@require_GET
def expense_export(request: HttpRequest) -> HttpResponseBase:
    """The list with its filter, as a workbook or CSV; only what the person may export."""
    programme = programme_where(request, Permission.EXPORT)
    kind = format_asked(request, is_filtered=True)
    chosen = ExpenseFilter(request.GET, request=request, programme=programme)
    chosen.require_known(also=("format",))
    pieces = expense_table(chosen, request.user, kind)
    return answer_table(pieces, title=_("Expenses"), kind=kind)


@login_required
@require_GET
def expense_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, expense_or_404(request, pk))


def expense_or_404(request: HttpRequest, pk: int) -> Expense:
    other = Expense.objects.visible_to(request.user).awaiting_approval_of(request.user)
    rows = (
        Expense.objects.visible_to(request.user)
        .with_editors()
        .annotate(has_next=Exists(other.filter(programme=OuterRef("programme")).exclude(pk=OuterRef("pk"))))
        .select_related(
            "programme", "municipality", "activity", "cost", "added_by", "booked_by", "reverses", "reversal"
        )
    )
    return get_object_or_404(rows, pk=pk)


def waiting_for(user: AnyUser, programme: Programme) -> ExpenseQuerySet:
    """What this person may approve in the programme, by the document's date."""
    return (
        Expense.objects.visible_to(user)
        .awaiting_approval_of(user)
        .filter(programme=programme)
        .order_by("document_on", "pk")
    )


def is_written_by(user: AnyUser, expense: Any) -> bool:
    """Of an expense as `expense_or_404` reads it: this person added or changed it, and so does not approve it."""
    return user.pk in {expense.added_by_id, *expense.editor_ids}


def detail_page(request: HttpRequest, expense: Expense, refused: object = None) -> HttpResponse:
    """The page of one expense; a refused form is shown in its place, with 422."""
    user, scope = request.user, expense.scope
    shares = list(expense.shares.select_related("line", "source"))
    payments = list(expense.payments.all()) if expense.is_booked else []
    unpaid = expense.total - sum(payment.amount for payment in payments)
    decides = may(user, Permission.APPROVE_EXPENSE, scope)
    documents = list(Document.objects.visible_to(user).stored().filter(expenses=expense))
    is_own = is_written_by(user, expense)
    context = {
        "expense": expense,
        "shares": shares,
        "payments": payments,
        "unpaid": unpaid,
        "documents": documents,
        "history": history_about(user, expense) if may(user, Permission.SEE_AUDIT, scope) else None,
        "may_edit": may_edit(user, expense),
        "may_delete": may_delete(user, expense),
        "may_withdraw": expense.state == Expense.State.SUBMITTED and expense.added_by_id == user.pk,
        "forms": _forms(expense, unpaid, refused, user_pk=user.pk, is_own=is_own) if decides else {},
        "form": refused,
        "is_own": is_own,
        "decides": decides,
    }
    if expense.state == Expense.State.SUBMITTED and decides:
        parts = [services.ShareOf(share.line, share.source, share.amount) for share in shares]
        over = services.over_limits(programme_id=expense.programme_id, parts=parts, on=expense.document_on)
        context["over"] = over
        context["shown"] = [document for document in documents if document.is_shown_in_pages]
        context["alike"] = likenesses(expense, {document.sha256 for document in documents}, user)
        context["asks_approval"] = any(limit.needs_approval for limit in over) and may(
            user, Permission.APPROVE_EXPENSE, Scope(expense.programme_id)
        )
    return render(request, "budget/expense_detail.html", context, status=422 if refused is not None else 200)


def _forms(
    expense: Expense, unpaid: Decimal, refused: object, *, user_pk: int | None, is_own: bool
) -> dict[str, object]:
    """What may be decided now, each with its form; a refused one keeps what was typed."""
    forms: dict[str, object] = {}
    if expense.state == Expense.State.SUBMITTED:
        if expense.added_by_id != user_pk:
            forms["back"] = ReturnForm()
        if not is_own:
            forms["book"] = BookForm()
    elif expense.is_booked and expense.reverses_id is None and not expense.is_reversed:
        if unpaid > 0:
            forms["pay"] = PayForm(initial={"paid_on": clock.today(), "amount": unpaid})
        if not is_own:
            forms["reverse"] = ReverseForm()
    return {name: refused if type(form) is type(refused) else form for name, form in forms.items()}
