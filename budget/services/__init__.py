"""Deeds on money: who may, when, on what conditions. Each is one transaction with its audit entry."""

from .checks import OverLimit, ShareOf, over_limits
from .decisions import book_expense, book_expenses, pay_expense, reverse_expense
from .drafts import (
    ExpenseFields,
    add_expense,
    delete_draft,
    edit_expense,
    return_expense,
    submit_expense,
    withdraw_expense,
)
from .errors import (
    AddedByYourself,
    ApprovalMissing,
    CostAlreadyBooked,
    DuplicateDocument,
    ForeignActivity,
    ForeignBudget,
    FutureDocument,
    NotAllBooked,
    NothingToResolve,
    PaidTooMuch,
    ProofMissing,
    SharesDoNotAddUp,
    SourceExceeded,
    SourceNotAllowed,
    WrongState,
)
from .plan import resolve_stated_sum

__all__ = [
    "AddedByYourself",
    "ApprovalMissing",
    "CostAlreadyBooked",
    "DuplicateDocument",
    "ExpenseFields",
    "ForeignActivity",
    "ForeignBudget",
    "FutureDocument",
    "NotAllBooked",
    "NothingToResolve",
    "OverLimit",
    "PaidTooMuch",
    "ProofMissing",
    "ShareOf",
    "SharesDoNotAddUp",
    "SourceExceeded",
    "SourceNotAllowed",
    "WrongState",
    "add_expense",
    "book_expense",
    "book_expenses",
    "delete_draft",
    "edit_expense",
    "over_limits",
    "pay_expense",
    "resolve_stated_sum",
    "return_expense",
    "reverse_expense",
    "submit_expense",
    "withdraw_expense",
]
