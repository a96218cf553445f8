"""What waits for one's approval: document by document, or several at once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from budget import services
from budget.forms import QueueForm
from darbigas_kopienas.pages.forms import attempt
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.current import programme_where

from .lists import waiting_for

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def expense_queue(request: SignedInRequest) -> HttpResponse:
    """Several are approved together or not at all; of each that cannot be, the reason stands beside it."""
    programme = programme_where(request, Permission.APPROVE_EXPENSE)
    waiting = waiting_for(request.user, programme)
    form = QueueForm(request.POST or None, waiting=waiting)
    reasons: dict[int, str] = {}
    if request.method == "POST":
        outcome = attempt(
            request,
            form,
            lambda: services.book_expenses(by=request.user, expenses=form.cleaned_data["expenses"]),
            done=_approved,
            to=reverse("budget:expense_queue"),
        )
        if isinstance(outcome, HttpResponse):
            return outcome
        if isinstance(outcome, services.NotAllBooked):
            reasons = {expense.pk: reason for expense, reason in outcome.refused}
    page = list_page(request, waiting.select_related("municipality", "added_by"), PER_PAGE)
    marked = set(request.POST.getlist("expenses"))
    context = {
        "programme": programme,
        "form": form,
        "page_obj": page,
        "rows": [(expense, str(expense.pk) in marked, reasons.get(expense.pk, "")) for expense in page],
    }
    return render(request, "budget/expense_queue.html", context, status=422 if request.method == "POST" else 200)


def _approved(booked: object) -> str:
    number = len(booked) if isinstance(booked, list) else 0
    text = ngettext("%(n)d document is approved and booked.", "%(n)d documents are approved and booked.", number)
    return text % {"n": number}
