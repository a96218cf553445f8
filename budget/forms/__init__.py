from .decisions import BookForm, PayForm, QueueForm, ResolveForm, ReturnForm, ReverseForm
from .expense import ExpenseForm, PlacingForm, PreviewForm, suggest, suggest_as_left
from .refusals import ServiceForm

__all__ = [
    "BookForm",
    "ExpenseForm",
    "PayForm",
    "PlacingForm",
    "PreviewForm",
    "QueueForm",
    "ResolveForm",
    "ReturnForm",
    "ReverseForm",
    "ServiceForm",
    "suggest",
    "suggest_as_left",
]
