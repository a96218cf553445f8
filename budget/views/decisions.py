"""Hand in, approve, return, reverse, pay; and which amount counts where the source says two."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from budget import services
from budget.forms import BookForm, PayForm, ResolveForm, ReturnForm, ReverseForm, ServiceForm
from budget.models import Expense, FundingSource
from budget.services.drafts import may_delete, require_may_edit
from darbigas_kopienas.pages.forms import answer_form, attempt
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require

from .lists import detail_page, expense_or_404, overview_context, waiting_for


@login_required
@require_POST
def expense_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    expense = expense_or_404(request, pk)
    require_may_edit(request.user, expense)
    return _decide(
        request, expense, ServiceForm({}), lambda: services.submit_expense(by=request.user, expense=expense),
        _("Sent for approval."),
    )  # fmt: skip


@login_required
@require_POST
def expense_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    expense = expense_or_404(request, pk)
    return _decide(
        request, expense, ServiceForm({}), lambda: services.withdraw_expense(by=request.user, expense=expense),
        _("Withdrawn: it is a draft again."),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def expense_delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Only the irreversible asks first."""
    expense = expense_or_404(request, pk)
    if not may_delete(request.user, expense):
        require(request.user, Permission.DELETE_DRAFT, expense.scope)
    return answer_form(
        request,
        ServiceForm(request.POST or None),
        lambda: services.delete_draft(by=request.user, expense=expense),
        template="budget/expense_delete.html",
        context={"expense": expense},
        done=_("The draft is deleted."),
        to=reverse("budget:expense_list"),
    )


@login_required
@require_POST
def expense_book(request: SignedInRequest, pk: int) -> HttpResponse:
    expense = _to_decide(request, pk)
    form = BookForm(request.POST)
    return _decide(
        request, expense, form,
        lambda: services.book_expense(by=request.user, expense=expense, **form.cleaned_data),
        _("Approved and booked."), to=_then(request, expense),
    )  # fmt: skip


@login_required
@require_POST
def expense_return(request: SignedInRequest, pk: int) -> HttpResponse:
    expense = _to_decide(request, pk)
    form = ReturnForm(request.POST)
    return _decide(
        request, expense, form,
        lambda: services.return_expense(by=request.user, expense=expense, **form.cleaned_data),
        _("Returned with your comment."), to=_then(request, expense),
    )  # fmt: skip


@login_required
@require_POST
def expense_reverse(request: SignedInRequest, pk: int) -> HttpResponse:
    expense = _to_decide(request, pk)
    form = ReverseForm(request.POST)
    return _decide(
        request, expense, form,
        lambda: services.reverse_expense(by=request.user, expense=expense, **form.cleaned_data),
        _("Reversed: a booked row with opposite amounts was added."),
    )  # fmt: skip


@login_required
@require_POST
def expense_pay(request: SignedInRequest, pk: int) -> HttpResponse:
    expense = _to_decide(request, pk)
    form = PayForm(request.POST)
    return _decide(
        request, expense, form,
        lambda: services.pay_expense(by=request.user, expense=expense, **form.cleaned_data),
        _("The payment is recorded."),
    )  # fmt: skip


@login_required
@require_POST
def source_resolve(request: SignedInRequest, pk: int) -> HttpResponse:
    """A person says which amount counts; both stay as they were written."""
    source = get_object_or_404(FundingSource.objects.visible_to(request.user).select_related("programme"), pk=pk)
    require(request.user, Permission.RESOLVE_SUM, source.scope)
    form = ResolveForm(request.POST, auto_id=f"id_{source.pk}_%s")
    outcome = attempt(
        request,
        form,
        lambda: services.resolve_stated_sum(by=request.user, source=source, **form.cleaned_data),
        done=_("The note is saved."),
        to=reverse("budget:overview"),
    )
    if isinstance(outcome, HttpResponse):
        return outcome
    context = overview_context(request, source.programme, (source.pk, form))
    return render(request, "budget/overview.html", context, status=422)


def _to_decide(request: HttpRequest, pk: int) -> Expense:
    expense = expense_or_404(request, pk)
    require(request.user, Permission.APPROVE_EXPENSE, expense.scope)
    return expense


def _then(request: SignedInRequest, expense: Expense) -> Callable[[object], str] | None:
    """To the next document that waits, where that was asked for; when none is left, to the empty list."""
    if request.POST.get("then") != "next":
        return None
    waiting = waiting_for(request.user, expense.programme)

    def address(_decided: object) -> str:
        following = waiting.first_after(expense)
        if following is None:
            return reverse("budget:expense_queue")
        return reverse("budget:expense_detail", args=[following.pk])

    return address


def _decide(
    request: SignedInRequest,
    expense: Expense,
    form: ServiceForm,
    action: Callable[[], object],
    done: str,
    *,
    to: Callable[[object], str] | None = None,
) -> HttpResponse:
    """A refusal is said on the expense's page and what was typed stays."""
    here = reverse("budget:expense_detail", args=[expense.pk])
    outcome = attempt(request, form, action, done=done, to=to or here)
    return outcome if isinstance(outcome, HttpResponse) else detail_page(request, expense, refused=form)
