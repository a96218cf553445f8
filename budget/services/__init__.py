"""Deeds on money: who may, when, on what conditions. Each is one transaction with its audit entry."""

from .checks import OverLimit, ShareOf, over_limits
from .decisions import book_expense, pay_expense, reverse_expense
from .drafts import ExpenseFields, add_expense, edit_expense, return_expense, submit_expense
from .errors import (
    AddedByYourself,
    ApprovalMissing,
    CostAlreadyBooked,
    DuplicateDocument,
    ForeignActivity,
    ForeignBudget,
    FutureDocument,
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
    "edit_expense",
    "over_limits",
    "pay_expense",
    "resolve_stated_sum",
    "return_expense",
    "reverse_expense",
    "submit_expense",
]
