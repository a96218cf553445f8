"""The approved budget (plan) and what was spent (expenses)."""

from .expenses import Expense, ExpenseEditor, ExpenseShare
from .payments import Payment
from .plan import Allocation, BudgetLine, BudgetRule, FundingSource, Ledger

__all__ = [
    "Allocation",
    "BudgetLine",
    "BudgetRule",
    "Expense",
    "ExpenseEditor",
    "ExpenseShare",
    "FundingSource",
    "Ledger",
    "Payment",
]
