"""What people see of the money (reading), add to it (writing) and decide about it (deciding)."""

from .decisions import (
    expense_book,
    expense_delete,
    expense_pay,
    expense_return,
    expense_reverse,
    expense_submit,
    expense_withdraw,
    source_resolve,
)
from .expense_form import expense_add, expense_edit, expense_preview, expense_suggest
from .lists import expense_detail, expense_export, expense_list, overview
from .queue import expense_queue

__all__ = [
    "expense_add",
    "expense_book",
    "expense_delete",
    "expense_detail",
    "expense_edit",
    "expense_export",
    "expense_list",
    "expense_pay",
    "expense_preview",
    "expense_queue",
    "expense_return",
    "expense_reverse",
    "expense_submit",
    "expense_suggest",
    "expense_withdraw",
    "overview",
    "source_resolve",
]
