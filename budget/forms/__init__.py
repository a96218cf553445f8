from .decisions import BookForm, PayForm, QueueForm, ResolveForm, ReturnForm, ReverseForm
from .expense import ExpenseForm, PreviewForm
from .refusals import ServiceForm

__all__ = [
    "BookForm",
    "ExpenseForm",
    "PayForm",
    "PreviewForm",
    "QueueForm",
    "ResolveForm",
    "ReturnForm",
    "ReverseForm",
    "ServiceForm",
]
