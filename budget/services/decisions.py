"""Approving, taking back, paying: after this nothing is changed, only added."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from budget import mails
from budget.models import Expense, ExpenseShare, FundingSource, Payment
from budget.models.plan import money_sum
from budget.shares import ZERO
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.programme.services import PeriodClosed, require_open
from darbigas_kopienas.values import clock, formats

from . import checks
from .checks import OverLimit, ShareOf
from .drafts import _locked
from .errors import AddedByYourself, ApprovalMissing, NotAllBooked, PaidTooMuch, SourceExceeded, wrong_state


@transaction.atomic
def book_expense(*, by: Actor, expense: Expense, over_limit_note: str = "") -> Expense:
    """Approve and book: it gets its number and is never changed again.

    `over_limit_note` names the funder's approval where a line is exceeded by more than the agreement allows; only who
    approves in the whole programme may give it. Raises PermissionDenied, WrongState, AddedByYourself, PeriodClosed,
    SourceNotAllowed, SourceExceeded, ApprovalMissing, DuplicateDocument.
    """
    require(by, Permission.APPROVE_EXPENSE, expense.scope)
    sources = _lock_sources(expense)
    expense = _locked(expense, Expense.State.SUBMITTED)
    if expense.is_written_by(by):
        raise AddedByYourself(
            _("Another person must approve it: you added or changed this expense yourself."), code="four_eyes"
        )
    require_open(expense.scope, kind=ClosingKind.MONEY, on=expense.document_on)
    checks.require_sources_allow(
        expense.scope,
        expense.document_on,
        expense.activity,
        is_publicity=expense.is_publicity,
        sources=sources,
    )
    checks.require_new_document(expense)
    expense.over_limit_note = _approval(by, expense, over_limit_note.strip())
    _book(by, expense)
    record(by=by, verb="expense.booked", obj=expense, changes={"number": expense.number, "total": str(expense.total)})
    mails.notify_author(expense, mails.BOOKED, by=by)
    return expense


@transaction.atomic
def book_expenses(*, by: Actor, expenses: Iterable[Expense]) -> list[Expense]:
    """Approve and book several, each asked all that `book_expense` asks: all of them, or none.

    Raises PermissionDenied where one of them is not this person's to approve at all, and NotAllBooked, which says of
    each document that could not be approved why.
    """
    wanted = sorted(expenses, key=lambda expense: (expense.document_on, expense.pk))
    for expense in wanted:
        require(by, Permission.APPROVE_EXPENSE, expense.scope)
    _lock_sources(*wanted)
    booked, refused = [], []
    for expense in wanted:
        try:
            with transaction.atomic():
                booked.append(book_expense(by=by, expense=expense))
        except ValidationError as error:
            refused.append((expense, " ".join(error.messages)))
    if refused:
        raise NotAllBooked(refused)
    return booked


@transaction.atomic
def reverse_expense(*, by: Actor, expense: Expense, reason: str) -> Expense:
    """Take a booked expense back by a second booked row with opposite shares; returns that row.

    It is dated as the document while that day is open, else today. Raises PermissionDenied, WrongState,
    AddedByYourself, PeriodClosed; ValidationError without a reason.
    """
    require(by, Permission.APPROVE_EXPENSE, expense.scope)
    if not reason.strip():
        raise ValidationError(_("Write why the expense is reversed."), code="reason")
    _lock_sources(expense)
    expense = _locked(expense, Expense.State.BOOKED)
    if expense.reverses_id is not None or expense.is_reversed:
        raise wrong_state(state=_("reversed"))
    if expense.is_written_by(by):
        raise AddedByYourself(
            _("Another person must reverse it: you added or changed this expense yourself."), code="four_eyes"
        )
    reversal = _opposite(by, expense, reason.strip())
    _book(by, reversal)
    record(by=by, verb="expense.reversed", obj=expense, changes={"by": reversal.number})
    record(
        by=by, verb="expense.booked", obj=reversal, changes={"number": reversal.number, "total": str(reversal.total)}
    )
    return reversal


@transaction.atomic
def pay_expense(*, by: User, expense: Expense, paid_on: date, amount: Decimal | None = None, note: str = "") -> Payment:
    """Add a payment; without an amount, all that is still unpaid.

    Raises PermissionDenied, WrongState (not booked, or reversed), FutureDocument, PaidTooMuch.
    """
    require(by, Permission.APPROVE_EXPENSE, expense.scope)
    expense = _locked(expense, Expense.State.BOOKED)
    if expense.reverses_id is not None or expense.is_reversed:
        raise wrong_state(state=_("reversed"))
    checks.require_not_future(paid_on)
    unpaid = expense.total - expense.payments.aggregate(paid=money_sum("amount"))["paid"]
    amount = unpaid if amount is None else amount
    if not ZERO < amount <= unpaid:
        raise PaidTooMuch(
            _("At most %(unpaid)s is still to be paid."), code="paid", params={"unpaid": formats.money(unpaid)}
        )
    payment = Payment.objects.create(
        expense=expense, paid_on=paid_on, amount=amount, note=note.strip()[:120], recorded_by=by
    )
    record(by=by, verb="expense.paid", obj=expense, changes={"amount": str(amount), "on": paid_on.isoformat()})
    return payment


def lock_sources(sources: "QuerySet[FundingSource]") -> "QuerySet[FundingSource]":
    """Two bookings against one source stand in line here; always in the same order, so that neither waits for ever."""
    return sources.select_for_update(of=("self",), no_key=True)


def _lock_sources(*expenses: Expense) -> list[FundingSource]:
    sources = FundingSource.objects.filter(
        pk__in=ExpenseShare.objects.filter(expense__in=expenses).values("source_id")
    ).order_by("pk")
    return list(lock_sources(sources).select_related("only_in_municipality"))


def _approval(by: Actor, expense: Expense, note: str) -> str:
    """The note to keep: empty where no line needs it. Raises SourceExceeded, ApprovalMissing, PermissionDenied."""
    parts = [
        ShareOf(share.line, share.source, share.amount) for share in expense.shares.select_related("line", "source")
    ]
    over = checks.over_limits(programme_id=expense.programme_id, parts=parts, on=expense.document_on)
    for limit in over:
        if limit.is_hard:
            raise SourceExceeded(
                _("“%(source)s” does not have that much left: %(over)s too much."),
                code="source_exceeded",
                params={"source": limit.source, "over": formats.money(limit.over_by)},
            )
    beyond = [limit for limit in over if limit.needs_approval]
    if not beyond:
        return ""
    if not note:
        raise _approval_missing(beyond[0])
    require(by, Permission.APPROVE_EXPENSE, Scope(expense.programme_id))
    return note[:300]


def _approval_missing(over: OverLimit) -> ApprovalMissing:
    return ApprovalMissing(
        _(
            "Line %(line)s would be exceeded by %(over)s, more than the %(tolerance)s allowed: the programme "
            "coordinator notes the funder’s approval."
        ),
        code="approval",
        params={
            "line": over.line,
            "over": formats.money(over.over_by),
            "tolerance": over.against.tolerance_text,
        },
    )  # fmt: skip


def _book(by: Actor, expense: Expense) -> None:
    ledger = checks.lock_ledger(expense.programme_id)
    ledger.last_number += 1
    ledger.save(update_fields=["last_number"])
    expense.number = ledger.last_number
    expense.state, expense.booked_by, expense.booked_at = Expense.State.BOOKED, account_of(by), clock.now()
    expense.save()


def _opposite(by: Actor, expense: Expense, reason: str) -> Expense:
    reversal = Expense(
        reverses=expense,
        comment=reason[:500],
        document_on=_reversal_day(expense),
        added_by=account_of(by),
        state=Expense.State.SUBMITTED,
        total=-expense.total,
        net=None if expense.net is None else -expense.net,
        vat=None if expense.vat is None else -expense.vat,
    )
    for name in (
        "programme_id", "municipality_id", "activity_id", "cost_id", "supplier_name", "supplier_registration_number",
        "document_type", "document_number", "description_lv", "description_en", "description_en_source", "is_publicity",
    ):  # fmt: skip
        setattr(reversal, name, getattr(expense, name))
    reversal.save()
    ExpenseShare.objects.bulk_create(
        ExpenseShare(expense=reversal, line_id=share.line_id, source_id=share.source_id, amount=-share.amount)
        for share in expense.shares.all()
    )
    return reversal


def _reversal_day(expense: Expense) -> date:
    try:
        require_open(expense.scope, kind=ClosingKind.MONEY, on=expense.document_on)
    except PeriodClosed:
        require_open(expense.scope, kind=ClosingKind.MONEY, on=clock.today())
        return clock.today()
    return expense.document_on
